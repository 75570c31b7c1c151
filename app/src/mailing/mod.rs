//! The pages that mails lead to, signed in or not: agreeing to news and offers, and leaving them. The token stays behind the `#`,
//! which no server and no log sees, and is taken out of the address; only the button uses it, as programs follow links too.

mod consent;
mod leaving;
mod words;

pub use consent::Consent;
pub use leaving::Unsubscribe;

use crate::client::Refusal;
use crate::reactive::{either, go, shown};
use crate::refused::refused;
use crate::text::{self, Key, error, t};
use crate::ui::button::{Button, Weight};
use crate::ui::empty::Empty;
use crate::ui::heading::Heading;
use crate::ui::notice::{Notice, Tone};
use domain::route;
use leptos::prelude::*;
use std::future::Future;
use std::pin::Pin;

/// What the button does.
type Deed = Box<dyn Fn() -> Pin<Box<dyn Future<Output = Result<(), Refusal>>>>>;

/// What one of the two pages says.
#[derive(Clone, Copy)]
struct Page {
    title: Key,
    submit: Key,
    /// Where the link is not, or no longer, good.
    broken: Key,
    /// What the button is about, and what was done.
    question: fn() -> AnyView,
    done: fn() -> AnyView,
}

/// The token behind the `#`, taken out of the address.
fn token(page: &str) -> String {
    let hash = window().location().hash().unwrap_or_default();
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(page));
    }
    hash.trim_start_matches('#').to_owned()
}

/// A page; without a deed the link was not complete.
fn page(page: Page, deed: Option<Deed>) -> AnyView {
    let body = match deed {
        Some(deed) => asked(page, deed),
        None => view! {
            <Empty message=text::said(words::NO_TOKEN)>
                <a href=route::SHOP>{t(words::TO_SHOP)}</a>
            </Empty>
        }
        .into_any(),
    };
    view! {
        <div class="narrow stack stack-wide">
            <Heading text=text::said(page.title)/>
            {body}
        </div>
    }
    .into_any()
}

fn asked(page: Page, deed: Deed) -> AnyView {
    let busy = RwSignal::new(false);
    let done = RwSignal::new(false);
    let refusal = RwSignal::new(None::<Refusal>);
    let press = UnsyncCallback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        refusal.set(None);
        let doing = deed();
        go(async move {
            let answer = doing.await;
            busy.try_set(false);
            match answer {
                Ok(()) => done.try_set(true).map(drop),
                Err(refused) => refusal.try_set(Some(refused)).map(drop),
            };
        });
    });
    either(move || {
        if done.get() {
            return (page.done)();
        }
        view! {
            {(page.question)()}
            {shown(move || refusal.get().map(|refusal| wrong(page, refusal, press)))}
            <div>
                <Button
                    label=page.submit
                    weight=Weight::Primary
                    busy=busy
                    busy_label=words::SUBMITTING
                    press=move |()| press.run(())
                />
            </div>
        }
        .into_any()
    })
    .into_any()
}

/// The link is used up or none of ours, or it is not the link's fault.
fn wrong(page: Page, refusal: Refusal, retry: UnsyncCallback<()>) -> AnyView {
    if !matches!(refusal.status(), 400..=499) || refusal.status() == 429 {
        return refused(refusal, error::SLOWED, retry);
    }
    view! {
        <Notice tone=Tone::Warn>
            <p>{t(page.broken)}</p>
            <p>{to_data()}</p>
        </Notice>
    }
    .into_any()
}

/// Where consents stand, for whoever can sign in.
fn to_data() -> AnyView {
    view! { <a href=route::ACCOUNT_DATA>{t(words::TO_DATA)}</a> }.into_any()
}
