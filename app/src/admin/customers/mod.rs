//! `/admin/customers`: the list, searched as one types, with everything that shapes it in the address.

mod address;
mod count;
mod filters;
mod found;
mod head;
pub mod listed;
mod nothing;
mod order;
mod pager;
mod row;

use crate::admin::answers::{Asked, follow_answers};
use crate::admin::ask::ask;
use crate::admin::clock;
use crate::admin::customers::count::{Count, sentence};
use crate::admin::customers::filters::Filters;
use crate::admin::customers::head::Head;
use crate::admin::customers::listed::Listed;
use crate::admin::customers::nothing::Nothing;
use crate::admin::customers::order::Order;
use crate::admin::customers::pager::Pager;
use crate::admin::customers::row::Row;
use crate::admin::desk::Desk;
use crate::admin::not_up_to_date::NotUpToDate;
use crate::admin::search::Search;
use crate::admin::trouble::Trouble;
use crate::admin::words;
use crate::loaded::Loaded;
use crate::reactive::{either, flag, follow};
use crate::text::{self, t};
use crate::ui::heading::Heading;
use crate::ui::loading::Loading;
use crate::ui::notice::{Notice, Tone};
use domain::api::customer::ListCustomers;
use domain::customer::CustomerQuery;
use domain::route;
use leptos::prelude::*;

const TITLE: &str = "customers-title";

/// `/admin/customers`
#[component]
pub fn Customers() -> AnyView {
    let desk = expect_context::<Desk>();
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
    follow(move || desk.set_list(route::ADMIN_CUSTOMERS, query.with(address::of)));
    follow_answers(
        move || {
            let query = list.value()?.query;
            Some(Asked {
                page: address::of(&query),
                list: address::of(&CustomerQuery {
                    cursor: None,
                    ..query
                }),
            })
        },
        move || list.value().as_ref().map(sentence).unwrap_or_default(),
        TITLE,
    );
    let go = address::goer(query);
    let search = move |(q, replace)| {
        go(
            CustomerQuery {
                q,
                ..query.get_untracked()
            },
            replace,
        );
    };
    let since = Signal::derive(move || list.value().map(|listed| listed.at));
    let refusal = Signal::derive(move || list.refusal());
    view! {
        <div class="stack">
            <Heading text=text::said(words::CUSTOMERS_TITLE) id=TITLE/>
            <div class="list-tools">
                <Search
                    q=Signal::derive(move || query.with(|query| query.q.clone()))
                    label=words::SEARCH_LABEL
                    search
                />
                <Filters query/>
                <Order query/>
            </div>
            <NotUpToDate since refusal retry=move |()| list.again()/>
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
    let parts = domain::found::parts(&listed.query.q);
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
