//! `/account/details`: the customer's own record, to see and to change; the address book; what waits on it.

mod address;
mod book;
mod entry;
mod form;
mod pending;
mod record;
mod words;

use crate::reactive::{either, shown};
use crate::space::own::Own;
use crate::text;
use crate::ui::failed::Failed;
use crate::ui::heading::Heading;
use crate::ui::loading::Loading;
use leptos::prelude::*;

/// `/account/details`
pub fn page() -> AnyView {
    let profile = Own::record();
    // The parts follow the record by themselves: what is typed in one is not drawn over by a change of another.
    let known = Memo::new(move |_| profile.with(|profile| profile.is_some()));
    let body = either(move || match (known.get(), profile.refusal()) {
        (true, _) => view! { {pending::waiting()} {record::card()} {book::card()} }.into_any(),
        (false, Some(refusal)) => view! {
            <Failed
                message=text::said(words::FAILED)
                refusal=Some(refusal)
                retry=move |()| profile.again()
            />
        }
        .into_any(),
        (false, None) => view! { <Loading bars=6/> }.into_any(),
    });
    let stale = shown(move || {
        let refusal = profile.refusal().filter(|_| known.get())?;
        Some(
            view! {
                <Failed
                    message=text::said(words::FAILED)
                    refusal=Some(refusal)
                    retry=move |()| profile.again()
                />
            }
            .into_any(),
        )
    });
    view! {
        <div class="stack stack-wide">
            <Heading text=text::said(words::TITLE)/>
            {stale}
            {body}
        </div>
    }
    .into_any()
}
