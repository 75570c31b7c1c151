//! A paper's file: a plain link where the session's or the browser's cookie opens it; where a guest's link does, a button
//! that fetches it with the link's token and saves it.

use crate::client::{self, Header, Refusal};
use crate::order::link;
use crate::reactive::{go, shown, words};
use crate::text::{self, error, order};
use crate::ui::failed::Failed;
use domain::id::OrderId;
use leptos::prelude::*;

/// Which paper a file is; by its number as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Paper {
    Invoice(String),
    CreditNote(String),
    ProForma(u32),
}

/// What the link to a file is called: `Invoice F-2026-0042, PDF, 48 kB`; without its size where nobody has made it yet.
pub fn name(paper: &Paper, size: Option<u32>) -> String {
    let (key, number) = match paper {
        Paper::Invoice(number) => (order::FILE_INVOICE, number.clone()),
        Paper::CreditNote(number) => (order::FILE_CREDIT_NOTE, number.clone()),
        Paper::ProForma(number) => (order::FILE_PRO_FORMA, number.to_string()),
    };
    let name = text::fill(key, &[("number", &number)]);
    match size {
        Some(size) => {
            let size = text::size(size);
            text::fill(order::FILE_SIZED, &[("name", &name), ("size", &size)])
        }
        None => text::fill(order::FILE_UNSIZED, &[("name", &name)]),
    }
}

/// The way to a file of this order at `href`.
#[component]
pub fn PaperFile(order: OrderId, href: String, paper: Paper, size: Option<u32>) -> AnyView {
    let named = words(move || name(&paper, size));
    let token = link::header(&order);
    if token.is_empty() {
        return view! {
            <a class="file" href=href download="">
                {named}
            </a>
        }
        .into_any();
    }
    view! { <ByLink href token named/> }.into_any()
}

#[component]
fn ByLink(href: String, token: Vec<Header>, named: Signal<String>) -> AnyView {
    let busy = RwSignal::new(false);
    let refusal = RwSignal::new(None::<Refusal>);
    let fetch = UnsyncCallback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        refusal.set(None);
        let (href, token) = (href.clone(), token.clone());
        go(async move {
            let answer = client::save(&href, &token).await;
            busy.try_set(false);
            if let Err(refused) = answer {
                drop(refusal.try_set(Some(refused)));
            }
        });
    });
    let failed = move |refusal: Refusal| {
        let message = match refusal.status() {
            0 => error::OFFLINE,
            404 => order::FILE_CLOSED,
            _ => order::FILE_FAILED,
        };
        let retry = fetch;
        view! { <Failed message=text::said(message) refusal=Some(refusal) retry/> }.into_any()
    };
    view! {
        <button
            type="button"
            class="button-quiet file"
            aria-busy=move || busy.get().then_some("true")
            on:click=move |_| fetch.run(())
        >
            {named}
        </button>
        {shown(move || refusal.get().map(failed))}
    }
    .into_any()
}
