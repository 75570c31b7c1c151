//! `/admin/customers`: the list, searched as one types, with everything that shapes it in the address.

mod address;
mod announce;
mod count;
mod filters;
mod found;
mod head;
pub mod listed;
mod nothing;
mod order;
mod pager;
mod row;
mod search;

use crate::admin::ask::ask;
use crate::admin::clock;
use crate::admin::customers::announce::follow_answers;
use crate::admin::customers::count::Count;
use crate::admin::customers::filters::Filters;
use crate::admin::customers::head::Head;
use crate::admin::customers::listed::Listed;
use crate::admin::customers::nothing::Nothing;
use crate::admin::customers::order::Order;
use crate::admin::customers::pager::Pager;
use crate::admin::customers::row::Row;
use crate::admin::customers::search::Search;
use crate::admin::desk::Desk;
use crate::admin::part::part;
use crate::admin::trouble::Trouble;
use crate::admin::words;
use crate::loaded::Loaded;
use crate::reactive::{either, flag, follow, words as say};
use crate::text::{self, t};
use crate::ui::button::Button;
use crate::ui::heading::Heading;
use crate::ui::loading::Loading;
use crate::ui::notice::{Notice, Tone};
use domain::api::customer::ListCustomers;
use leptos::prelude::*;

const TITLE: &str = "customers-title";

/// `/admin/customers`
#[component]
pub fn Customers() -> AnyView {
    let desk = expect_context::<Desk>();
    desk.set_place(None);
    let query = address::query();
    let list = Loaded::new(move || {
        desk.follow_session();
        let query = query.get();
        Box::pin(async move {
            let page = ask::<ListCustomers>(desk, &(), &query, &()).await?;
            let listed = Listed::new(query, page, clock::now(), desk.listed());
            desk.keep_listed(listed.clone());
            Ok(listed)
        })
    });
    if let Some(kept) = desk.listed()
        && kept.query == query.get_untracked()
    {
        list.set(kept);
    }
    // the same rows again leave the table, and focus in it, alone
    let answered = Memo::new(move |_| list.value());
    let failed = Memo::new(move |_| {
        answered
            .with(Option::is_none)
            .then(|| list.refusal())
            .flatten()
    });
    follow(move || desk.set_list(query.with(address::of)));
    follow_answers(list, TITLE);
    view! {
        <div class="stack">
            <Heading text=text::said(words::CUSTOMERS_TITLE) id=TITLE/>
            <div class="list-tools">
                <Search query/>
                <Filters query/>
                <Order query/>
            </div>
            <NotUpToDate list/>
            {either(move || match (answered.get(), failed.get()) {
                (Some(listed), _) => view! { <Rows listed list/> }.into_any(),
                (None, Some(refusal)) => {
                    view! { <Trouble message=words::LIST_FAILED refusal retry=move |()| list.again()/> }
                        .into_any()
                }
                (None, None) => {
                    view! {
                        <div class="card">
                            <Loading bars=9/>
                        </div>
                    }
                        .into_any()
                }
            })}
        </div>
    }
    .into_any()
}

/// The rows that are here. While others are awaited they stay, dimmed after a moment.
#[component]
fn Rows(listed: Listed, list: Loaded<Listed>) -> AnyView {
    let searched = listed.is_search();
    let sort = listed.query.sort;
    let partial = listed.page.partial;
    let nothing = listed.page.items.is_empty();
    let parts = found::parts(&listed.query.q);
    let rows = listed.page.items.clone();
    let pager = listed.clone();
    let count = listed.clone();
    let waiting = Signal::derive(move || list.waiting());
    let body = if nothing && partial {
        // nothing so far is not nothing at all
        ().into_any()
    } else if nothing {
        view! { <Nothing listed/> }.into_any()
    } else {
        view! {
            <Count listed=count/>
            <table
                class="customers"
                class:customers-waiting=waiting
                role="table"
                aria-label=t(words::LIST_NAME)
                aria-busy=flag(move || waiting.get())
            >
                <Head sort searched/>
                <tbody role="rowgroup">
                    {rows.into_iter().map(|row| view! { <Row row parts=parts.clone()/> }).collect_view()}
                </tbody>
            </table>
        }
        .into_any()
    };
    view! {
        {body}
        {partial
            .then(|| {
                view! {
                    <Notice tone=Tone::Warn>
                        <p>{t(words::PARTIAL)}</p>
                    </Notice>
                }
            })}
        <Pager listed=pager/>
    }
    .into_any()
}

/// The bar over rows that a failed refresh left as they were.
#[component]
fn NotUpToDate(list: Loaded<Listed>) -> AnyView {
    part(move || {
        let since = list.value()?.at;
        let refusal = list.refusal().filter(|refusal| refusal.status() != 401)?;
        Some(view! {
            <Notice tone=Tone::Warn>
                <div class="cluster">
                    <p>{say(move || text::fill(words::NOT_UP_TO_DATE, &[("time", &clock::time(since))]))}</p>
                    <Button label=text::common::RETRY press=move |()| list.again()/>
                    {refusal
                        .trace()
                        .map(|trace| {
                            view! {
                                <span class="meta">
                                    {say(move || text::fill(text::common::TRACE, &[("trace", &trace)]))}
                                </span>
                            }
                        })}
                </div>
            </Notice>
        })
    })
    .into_any()
}
