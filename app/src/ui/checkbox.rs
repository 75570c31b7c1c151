//! A checkbox: never ticked by us, its whole line the target, its error above it.

use crate::form::Field;
use crate::reactive::flag;
use crate::ui::field::{field_fault, invalid};
use leptos::prelude::*;

/// A box of a form. Its field holds [`TICKED`] or nothing; `children` are what it says.
#[component]
pub fn Checkbox(field: Field, #[prop(optional)] optional: bool, children: Children) -> AnyView {
    let path = field.path;
    let described = Signal::derive(move || field.error.with(Option::is_some));
    view! {
        <div class="field">
            {field_fault(field)}
            <label class="checkbox">
                <input
                    class="checkbox-box"
                    type="checkbox"
                    id=path
                    name=path
                    aria-required=flag(move || !optional)
                    aria-invalid=invalid(field)
                    aria-describedby=move || described.get().then(|| format!("{path}-err"))
                    prop:checked=move || is_ticked(field)
                    on:change=move |event| {
                        let ticked = event_target_checked(&event);
                        field.typed(if ticked { TICKED } else { "" }.to_owned());
                    }
                />
                <span class="checkbox-label">{children()}</span>
            </label>
        </div>
    }
    .into_any()
}

/// What the field of a ticked box holds.
pub const TICKED: &str = "yes";

/// Whether the box is ticked, followed by whatever is reading.
pub fn is_ticked(field: Field) -> bool {
    field.value.with(|value| value == TICKED)
}
