//! `/admin/orders`: the list, found by number or e-mail, with everything that shapes it in the address.

mod address;
mod nothing;
mod row;
pub mod words;

use crate::admin::answers::{Asked, follow_answers};
use crate::admin::ask::ask;
use crate::admin::choice::choice;
use crate::admin::clock;
use crate::admin::desk::Desk;
use crate::admin::listed;
use crate::admin::not_up_to_date::NotUpToDate;
use crate::admin::orders::nothing::Nothing;
use crate::admin::orders::row::Row;
use crate::admin::pages::Pages;
use crate::admin::part::part;
use crate::admin::search::Search;
use crate::admin::state::order_word;
use crate::admin::table::table;
use crate::admin::trouble::Trouble;
use crate::loaded::Loaded;
use crate::reactive::{either, follow, words as say};
use crate::text::{self, t};
use crate::ui::button::{Button, Weight};
use crate::ui::heading::Heading;
use crate::ui::loading::Loading;
use crate::ui::notice::Notice;
use domain::api::order::ListOrders;
use domain::order::{OrderQuery, OrderRow, OrderState};
use domain::route;
use leptos::prelude::*;

const TITLE: &str = "orders-title";

/// A page of orders as it was answered.
pub type Listed = listed::Listed<OrderQuery, OrderRow>;

/// `/admin/orders`
#[component]
pub fn Orders() -> AnyView {
    let desk = expect_context::<Desk>();
    let query = address::query();
    let list = Loaded::new(move || {
        desk.follow_session();
        let query = query.get();
        Box::pin(async move {
            let page = ask::<ListOrders>(desk, &(), &query, &()).await?;
            let at = clock::now();
            Ok(Listed { query, page, at })
        })
    });
    let answered = Memo::new(move |_| list.value());
    let failed = Memo::new(move |_| {
        let nothing = answered.with(Option::is_none);
        nothing.then(|| list.refusal()).flatten()
    });
    follow(move || desk.set_list(route::ADMIN_ORDERS, query.with(address::of)));
    follow_answers(
        move || {
            let query = list.value()?.query;
            Some(Asked {
                list: address::first(&query),
                page: address::of(&query),
            })
        },
        move || list.value().as_ref().map(count).unwrap_or_default(),
        TITLE,
    );
    view! {
        <div class="stack">
            <Heading text=text::said(words::TITLE) id=TITLE/>
            <Tools query/>
            <NotUpToDate
                since=Signal::derive(move || list.value().map(|listed| listed.at))
                refusal=Signal::derive(move || list.refusal())
                retry=move |()| list.again()
            />
            {either(move || match (answered.get(), failed.get()) {
                (Some(listed), _) => {
                    rows(listed, query, Signal::derive(move || list.waiting()))
                }
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

/// Search, state, and whose orders these are where it is one customer's.
#[component]
fn Tools(query: Memo<OrderQuery>) -> AnyView {
    let go = address::goer(query);
    let by_state = go.clone();
    let whole = go.clone();
    let states = OrderState::ALL.map(|state| (state.code(), order_word(state)));
    view! {
        <div class="list-tools">
            <Search
                q=Signal::derive(move || query.with(|query| query.q.clone()))
                label=words::SEARCH_LABEL
                search=move |(q, replace)| go(OrderQuery { q, ..query.get_untracked() }, replace)
            />
            {choice(
                "state",
                words::FILTER_STATE,
                words::FILTER_STATE_ALL,
                &states,
                Signal::derive(move || query.with(|query| query.state.map_or("", OrderState::code))),
                Box::new(move |code: String| {
                    let state = OrderState::parse(&code);
                    by_state(OrderQuery { state, ..query.get_untracked() }, false);
                }),
            )}
        </div>
        {part(move || {
            let whole = whole.clone();
            query
                .with(|query| query.customer.is_some())
                .then(|| {
                    view! {
                        <Notice>
                            <div class="cluster">
                                <p>{t(words::OF_CUSTOMER)}</p>
                                <Button
                                    label=words::OF_ALL
                                    weight=Weight::Quiet
                                    press=move |()| whole(
                                        OrderQuery {
                                            customer: None,
                                            ..query.get_untracked()
                                        },
                                        false,
                                    )
                                />
                            </div>
                        </Notice>
                    }
                })
        })}
    }
    .into_any()
}

/// The rows that are here. While others are awaited they stay, dimmed after a moment.
fn rows(listed: Listed, query: Memo<OrderQuery>, waiting: Signal<bool>) -> AnyView {
    let here = address::of(&listed.query);
    let first = address::first(&listed.query);
    let next = listed.page.next.clone().map(|cursor| {
        address::of(&OrderQuery {
            cursor: Some(cursor),
            ..listed.query.clone()
        })
    });
    let body = if listed.page.items.is_empty() {
        view! { <Nothing asked=listed.query.clone() query/> }.into_any()
    } else {
        let items = listed.page.items.clone();
        view! {
                    <p class="list-count">
                        <strong>{say(move || count(&listed))}</strong>
                    </p>
                    {table(
        "rows desk-orders",
        words::LIST_NAME,
        [
        ("desk-orders-number", words::COLUMN_NUMBER),
        ("desk-orders-date", words::COLUMN_DATE),
        ("desk-orders-buyer", words::COLUMN_BUYER),
        ("desk-orders-state", words::COLUMN_STATE),
        ("desk-orders-amount", words::COLUMN_AMOUNT),
        ],
        waiting,
        items.into_iter().map(|row| view! { <Row row/> }.into_any()).collect(),
        )}
                }
        .into_any()
    };
    view! {
        {body}
        <Pages here first next/>
    }
    .into_any()
}

/// `12 orders`; where nobody counted, those on the page.
fn count(listed: &Listed) -> String {
    let on_page = u32::try_from(listed.page.items.len()).unwrap_or(u32::MAX);
    let alone = listed.query.cursor.is_none() && listed.page.next.is_none();
    match listed.page.total.or(alone.then_some(on_page)) {
        Some(total) => text::plural(total, words::COUNT_ONE, words::COUNT_OTHER),
        None => text::plural(on_page, words::COUNT_PAGE_ONE, words::COUNT_PAGE_OTHER),
    }
}
