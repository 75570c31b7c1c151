//! The summary above a form: what to correct, as links to the fields, when a submission found two faults or more.

use crate::form::{Form, focus, sentence};
use crate::reactive::shown;
use crate::text::{common, plural};
use leptos::prelude::*;

/// Follows the form: a fault that is corrected leaves the list.
#[component]
pub fn ErrorSummary(form: Form) -> AnyView {
    view! { {shown(move || summary(form))} }.into_any()
}

fn summary(form: Form) -> Option<AnyView> {
    let errors = if form.submitted.get() {
        form.errors()
    } else {
        Vec::new()
    };
    let n = u32::try_from(errors.len()).unwrap_or(u32::MAX);
    if n < 2 {
        return None;
    }
    let links = errors
        .into_iter()
        .map(|(field, fault)| {
            view! {
                <li>
                    <a
                        href=format!("#{}", field.path)
                        on:click=move |event| {
                            event.prevent_default();
                            focus(field.path);
                        }
                    >
                        {sentence(&fault)}
                    </a>
                </li>
            }
        })
        .collect_view();
    let view = view! {
        <section class="error-summary" aria-labelledby="error-summary-title">
            <h2 class="error-summary-title" id="error-summary-title">
                {plural(n, common::SUMMARY_HEADING_ONE, common::SUMMARY_HEADING_OTHER)}
            </h2>
            <ul class="error-summary-list">{links}</ul>
        </section>
    };
    Some(view.into_any())
}
