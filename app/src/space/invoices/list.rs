//! The customer's invoices and credit notes, latest issued first, more of them as asked for.

use crate::client::{self, Refusal};
use crate::reactive::{either, go, shown};
use crate::session::Session;
use crate::space::invoices::row::row;
use crate::space::invoices::words;
use crate::text;
use crate::ui::button::Button;
use crate::ui::empty::Empty;
use crate::ui::failed::Failed;
use crate::ui::loading::Loading;
use domain::api::PageQuery;
use domain::api::invoice::ListOwnInvoices;
use domain::invoice::InvoiceSummary;
use domain::page::Cursor;
use leptos::prelude::*;

/// What is listed so far, and where it goes on.
#[derive(Clone, Default)]
struct Listed {
    invoices: Vec<InvoiceSummary>,
    next: Option<Cursor>,
}

/// The invoices, or the `first` of them.
#[component]
pub fn Invoices(#[prop(optional)] first: Option<usize>) -> AnyView {
    let who = expect_context::<Session>();
    let listed = RwSignal::new(None::<Listed>);
    let refusal = RwSignal::new(None::<Refusal>);
    let busy = RwSignal::new(false);
    let ask = UnsyncCallback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        refusal.set(None);
        let mut known = listed.get_untracked().unwrap_or_default();
        let query = PageQuery {
            cursor: known.next.take(),
        };
        go(async move {
            let answer = client::call::<ListOwnInvoices>(&(), &query, &()).await;
            busy.try_set(false);
            match answer {
                Ok(page) => {
                    known.invoices.extend(page.items);
                    known.next = page.next;
                    drop(listed.try_set(Some(known)));
                }
                Err(refused) if refused.status() == 401 => who.ended(),
                Err(refused) => drop(refusal.try_set(Some(refused))),
            }
        });
    });
    ask.run(());
    let failed = shown(move || {
        let refusal = refusal.get()?;
        let view = view! {
            <Failed message=text::said(words::FAILED) refusal=Some(refusal) retry=ask/>
        };
        Some(view.into_any())
    });
    let list = either(move || match listed.get() {
        None if refusal.with(Option::is_some) => ().into_any(),
        None => view! { <Loading bars=4/> }.into_any(),
        Some(Listed { invoices, .. }) if invoices.is_empty() => {
            view! { <Empty message=text::said(words::EMPTY)/> }.into_any()
        }
        Some(Listed { invoices, next }) => {
            let more = (next.is_some() && first.is_none())
                .then(|| view! { <Button label=words::MORE busy=busy press=ask/> });
            let rows = invoices.into_iter().take(first.unwrap_or(usize::MAX));
            let rows = rows.map(|invoice| row(invoice, first.is_none()));
            view! {
                <ul class="papers">{rows.collect_view()}</ul>
                {more}
            }
            .into_any()
        }
    });
    view! { <div class="stack">{list} {failed}</div> }.into_any()
}
