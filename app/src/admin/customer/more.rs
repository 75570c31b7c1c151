//! What else can be done about a customer, behind a button: it closes by Esc and by a press beside it.

use crate::admin::customer::{Record, erasure::Erasing, words};
use crate::admin::desk::Desk;
use crate::admin::part::part;
use crate::form::focus;
use crate::text::t;
use domain::id::CustomerId;
use domain::permission::Right;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

const BUTTON: &str = "more";
const PANEL: &str = "more-acts";

/// Only for who may do something of it.
#[component]
pub fn More(id: CustomerId, record: Record) -> AnyView {
    let desk = expect_context::<Desk>();
    let may = Memo::new(move |_| desk.may(Right::EraseCustomers));
    let open = RwSignal::new(false);
    let erasing = RwSignal::new(false);
    let id = StoredValue::new(id);
    part(move || {
        may.get().then(|| {
            view! {
                <div
                    class="record-more"
                    on:focusout=move |event| {
                        let to = event.related_target();
                        let inside = to
                            .and_then(|to| to.dyn_into::<web_sys::Element>().ok())
                            .and_then(|to| to.closest(".record-more").ok().flatten())
                            .is_some();
                        if !inside {
                            open.set(false);
                        }
                    }
                    on:keydown=move |event| {
                        if event.key() == "Escape" && open.get_untracked() {
                            event.prevent_default();
                            open.set(false);
                            focus(BUTTON);
                        }
                    }
                >
                    <button
                        class="button"
                        id=BUTTON
                        type="button"
                        aria-expanded=move || if open.get() { "true" } else { "false" }
                        aria-controls=PANEL
                        on:click=move |_| open.update(|open| *open = !*open)
                    >
                        <span>
                            <span aria-hidden="true">"⋯ "</span>
                            {t(words::MORE)}
                        </span>
                    </button>
                    <ul class="record-more-acts" id=PANEL hidden=move || !open.get()>
                        <li>
                            <button
                                class="record-more-act"
                                id="erase"
                                type="button"
                                on:click=move |_| {
                                    open.set(false);
                                    focus(BUTTON);
                                    erasing.set(true);
                                }
                            >
                                {t(words::DELETE_OPEN)}
                            </button>
                        </li>
                    </ul>
                </div>
                <Erasing id=id.get_value() record open=erasing/>
            }
        })
    })
    .into_any()
}
