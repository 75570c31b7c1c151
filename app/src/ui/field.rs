//! A text input with its label above, then its hint, then its error.

use crate::form::{Field, sentence};
use crate::text::{Key, common, t};
use crate::ui::icon::{ALERT, Icon};
use leptos::prelude::*;

/// An input for one line of text. `label` may follow the country; `children` stand under the input.
#[component]
pub fn TextField(
    field: Field,
    #[prop(into)] label: Signal<Key>,
    #[prop(optional, into)] hint: Option<Key>,
    /// Marks the label "(optional)" instead of with an asterisk.
    #[prop(optional, into)]
    optional: Signal<bool>,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional, into)] autocomplete: String,
    #[prop(default = "off".into(), into)] autocapitalize: Signal<&'static str>,
    #[prop(default = "".into(), into)] inputmode: Signal<&'static str>,
    #[prop(default = "next")] enterkeyhint: &'static str,
    /// Whether the Tab key stops here.
    #[prop(default = true.into(), into)]
    reachable: Signal<bool>,
    /// Extra class of the whole, for its width.
    #[prop(default = "")]
    class: &'static str,
    #[prop(optional)] children: Option<Children>,
) -> AnyView {
    view! {
        <div class=format!("field {class}")>
            <FieldLabel field label optional/>
            <FieldHint field hint/>
            <FieldFault field/>
            <input
                class="input"
                id=field.path
                name=field.path
                type=kind
                autocomplete=autocomplete
                autocapitalize=move || autocapitalize.get()
                inputmode=move || Some(inputmode.get()).filter(|mode| !mode.is_empty())
                enterkeyhint=enterkeyhint
                spellcheck="false"
                tabindex=move || (!reachable.get()).then_some("-1")
                aria-required=move || (!optional.get()).then_some("true")
                aria-invalid=move || field.error.with(Option::is_some).then_some("true")
                aria-describedby=move || described_by(field, hint.is_some())
                prop:value=field.value
                on:input=move |event| field.typed(event_target_value(&event))
                on:change=move |event| field.value.set(event_target_value(&event))
                on:blur=move |_| field.left()
            />
            {children.map(|children| children())}
        </div>
    }
    .into_any()
}

/// The label of a field, with its asterisk or "(optional)".
#[component]
pub fn FieldLabel(
    field: Field,
    #[prop(into)] label: Signal<Key>,
    #[prop(optional, into)] optional: Signal<bool>,
) -> AnyView {
    view! {
        <label class="field-label" for=field.path>
            {move || t(label.get())()}
            " "
            {move || {
                if optional.get() {
                    view! { <span class="field-optional">{t(common::OPTIONAL)}</span> }.into_any()
                } else {
                    view! { <span class="field-mark" aria-hidden="true">"*"</span> }.into_any()
                }
            }}
        </label>
    }
    .into_any()
}

/// The hint of a field, where it has one.
#[component]
pub fn FieldHint(field: Field, hint: Option<Key>) -> AnyView {
    hint.map(|hint| {
        view! {
            <p class="field-hint" id=format!("{}-hint", field.path)>
                {t(hint)}
            </p>
        }
    })
    .into_any()
}

/// The error of a field, while it has one.
#[component]
pub fn FieldFault(field: Field) -> AnyView {
    (move || {
        let fault = field.error.get()?;
        Some(view! {
            <p class="field-error" id=format!("{}-err", field.path)>
                <Icon glyph=ALERT/>
                <span>
                    <span class="unseen">{t(common::ERROR_PREFIX)}</span>
                    {move || sentence(&fault)}
                </span>
            </p>
        })
    })
    .into_any()
}

/// What describes the input: its error first, then its hint.
pub fn described_by(field: Field, hinted: bool) -> Option<String> {
    let path = field.path;
    match (field.error.with(Option::is_some), hinted) {
        (true, true) => Some(format!("{path}-err {path}-hint")),
        (true, false) => Some(format!("{path}-err")),
        (false, true) => Some(format!("{path}-hint")),
        (false, false) => None,
    }
}
