//! Somebody is signed in: who, what that does to the form, and the way out for anybody else at this screen.

use crate::reactive::{shown, words};
use crate::returning::sign_out::SignOut;
use crate::returning::visit::Visit;
use crate::text::{returning, t};
use crate::ui::button::{Button, Weight};
use leptos::prelude::*;

#[component]
pub fn Welcome(visit: Visit) -> AnyView {
    let leaving = RwSignal::new(false);
    let mailbox = words(move || visit.mailbox());
    let greeted = Memo::new(move |_| visit.sheet.with(Option::is_some));
    view! {
        <p class="returning-line">
            {shown(move || {
                let greeting = greeted.get().then(|| visit.greeting())?;
                Some(view! { <strong>{greeting}</strong> {dot()} }.into_any())
            })}
            <span class="returning-mailbox">{mailbox}</span>
            {dot()}
            <Button
                label=returning::NOT_YOU
                weight=Weight::Quiet
                press=move |()| leaving.set(true)
            />
        </p>
        {shown(move || {
            greeted
                .get()
                .then(|| view! { <p class="field-hint">{t(returning::FILLED)}</p> }.into_any())
        })}
        <SignOut open=leaving/>
    }
    .into_any()
}

/// Between two things of the line, where they stand on one.
fn dot() -> AnyView {
    view! {
        <span class="returning-dot" aria-hidden="true">
            "·"
        </span>
    }
    .into_any()
}
