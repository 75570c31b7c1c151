//! The address of mail of somebody signed in: text in place of the field, and what became of another one they typed.

use crate::text::{self, checkout, returning, t};
use leptos::prelude::*;

#[component]
pub fn EmailLine(email: String, typed: Option<String>) -> AnyView {
    let note = typed.map(|typed| {
        let words = text::fill(
            returning::TYPED_EMAIL,
            &[("typed", &typed), ("email", &email)],
        );
        view! { <p class="field-hint">{words}</p> }
    });
    view! {
        <div class="field">
            <p class="field-label">{t(checkout::EMAIL_LABEL)}</p>
            <p class="returning-email">{email}</p>
            {note}
        </div>
    }
    .into_any()
}
