//! `/orders/{id}`: the thank-you right after ordering, and the page of an order afterwards, for whoever is signed in, placed it in
//! this browser, or holds its link.

pub mod again;
pub mod bill;
mod declaration;
pub mod file;
mod link;
mod offer;
mod papers;
pub mod state;
mod transfer;
mod withdrawal;

use crate::client::{self, Refusal};
use crate::loaded::Loaded;
use crate::order::again::Again;
use crate::order::offer::Offer;
use crate::order::papers::{buyer, papers};
use crate::order::transfer::transfer;
use crate::order::withdrawal::Withdrawing;
use crate::reactive::{either, shown, words};
use crate::session::{Session, Who};
use crate::sign_in;
use crate::text::{self, order, session, t};
use crate::ui::button::{Button, Weight};
use crate::ui::empty::Empty;
use crate::ui::failed::Failed;
use crate::ui::heading::Heading;
use crate::ui::loading::Loading;
use domain::api::order::GetOrder;
use domain::id::OrderId;
use domain::order::{Order, OrderState};
use domain::route;
use leptos::prelude::*;
use std::cell::RefCell;

thread_local! {
    static THANKED: RefCell<Option<OrderId>> = const { RefCell::new(None) };
}

/// The order was just placed here: its page says thank you, once.
pub fn thank_for(id: &OrderId) {
    THANKED.set(Some(id.clone()));
}

/// How far the page has come.
#[derive(Clone, PartialEq)]
enum Stage {
    Waiting,
    Failed(Refusal),
    Gone,
    Here,
}

/// `/orders/{id}`
#[component]
pub fn OrderPage(id: OrderId) -> AnyView {
    let thanks = THANKED.take().is_some_and(|placed| placed == id);
    let asked = id.clone();
    let found = Loaded::new(move || {
        link::take(&asked);
        let id = asked.clone();
        Box::pin(async move {
            match client::call_with::<GetOrder>(&id, &(), &(), &link::header(&id)).await {
                Ok(order) => Ok(Some(order)),
                Err(refusal) if refusal.status() == 404 => Ok(None),
                Err(refusal) => Err(refusal),
            }
        })
    });
    // Another link pasted into the same tab: the router sees no new page in it.
    let pasted = window_event_listener(leptos::ev::hashchange, move |_| found.again());
    on_cleanup(move || pasted.remove());
    let stage = Memo::new(move |_| match (found.value(), found.refusal()) {
        (Some(Some(_)), _) => Stage::Here,
        (Some(None), _) => Stage::Gone,
        (None, Some(refusal)) => Stage::Failed(refusal),
        (None, None) => Stage::Waiting,
    });
    let id = StoredValue::new(id);
    either(move || match stage.get() {
        Stage::Here => view! { <Here found thanks/> }.into_any(),
        Stage::Gone => gone(&id.get_value()),
        Stage::Failed(refusal) => view! {
            <Heading text=text::said(order::LOADING_TITLE)/>
            <Failed
                message=text::said(order::FAILED)
                refusal=Some(refusal)
                retry=move |()| found.again()
            />
        }
        .into_any(),
        Stage::Waiting => view! { <Loading bars=6/> }.into_any(),
    })
    .into_any()
}

/// The page itself; its parts follow the order each for itself.
#[component]
fn Here(found: Loaded<Option<Order>>, thanks: bool) -> AnyView {
    let order = Signal::derive_local(move || found.value().flatten());
    let number = words(move || {
        let number = order.get().map(|order| order.number.to_string());
        text::fill(
            order::TITLE,
            &[("number", number.as_deref().unwrap_or_default())],
        )
    });
    let heading = words(move || match order.get() {
        Some(order) if thanks && order.withdrawal.declared_at.is_none() => {
            text::fill(order::THANKS, &[("name", order.buyer.first_name.trim())])
        }
        _ => number.get(),
    });
    let part = move |draw: fn(Order) -> Option<AnyView>| shown(move || draw(order.get()?));
    view! {
        <div class="order">
            <div class="order-head stack-tight">
                <Heading text=heading title=number/>
                {shown(move || Some(summary(order.get()?, thanks, number.get())))}
            </div>
            <div class="order-main stack stack-wide">
                {part(|order| transfer(order.transfer?, &order.currency))} {part(lines)}
                <Withdrawing found/>
            </div>
            <div class="order-side stack stack-wide">
                {part(|order| Some(buyer(order.buyer)))} {part(|order| Some(papers(order)))}
                {part(again)} {part(ask)}
                <Offer order/>
                <Button
                    label=order::PRINT
                    weight=Weight::Quiet
                    press=|()| drop(crate::dom::window().print())
                />
            </div>
        </div>
    }
    .into_any()
}

/// Number, day and state; what happens next.
fn summary(order: Order, thanks: bool, number: String) -> AnyView {
    let placed = text::fill(
        order::PLACED_ON,
        &[("date", &text::date_time(order.placed_at))],
    );
    let due = order.transfer.as_ref().map(|transfer| transfer.due_at);
    let due = due.map(text::date).unwrap_or_default();
    let withdrawn = order.withdrawal.declared_at.is_some()
        && matches!(order.state, OrderState::Paid | OrderState::Completed);
    let next = if withdrawn {
        text::word(order::NEXT_WITHDRAWN).to_owned()
    } else {
        text::fill(state::next(order.state), &[("date", &due)])
    };
    let on_its_way = thanks.then(|| {
        let (before, after) = text::around(order::CONFIRMATION, "email");
        view! {
            <p>{before} <strong>{order.buyer.email.clone()}</strong> {after}</p>
        }
    });
    view! {
        <div class="order-facts cluster">
            {thanks.then(|| view! { <strong>{number}</strong> })}
            <span>{placed}</span>
            {if withdrawn { state::withdrawn() } else { state::badge(order.state) }}
        </div>
        <p class="order-next">{next}</p>
        {on_its_way}
    }
    .into_any()
}

/// The same once more, once this one has gone its way.
fn again(order: Order) -> Option<AnyView> {
    let lines = order.lines;
    (order.state != OrderState::Placed).then(|| view! { <Again lines/> }.into_any())
}

/// The way to ask the shop about it, for the customer whose order it is.
fn ask(placed: Order) -> Option<AnyView> {
    let Who::Somebody(account) = expect_context::<Session>().who() else {
        return None;
    };
    let own = !account.role.is_staff() && account.email == placed.buyer.email;
    own.then(|| {
        let to = format!("{}?order={}", route::ACCOUNT_CONVERSATION_NEW, placed.id);
        view! {
            <a class=Weight::Secondary.class() href=to>
                {t(order::ASK)}
            </a>
        }
        .into_any()
    })
}

/// What was ordered, as the bill.
fn lines(order: Order) -> Option<AnyView> {
    let view = view! {
        <section class="card bill" aria-labelledby="lines-title">
            <h2 class="subheading" id="lines-title">
                {t(order::LINES_TITLE)}
            </h2>
            {bill::of_order(&order)}
        </section>
    };
    Some(view.into_any())
}

/// The link has ended, or the order is another's.
fn gone(id: &OrderId) -> AnyView {
    let here = route::order(id);
    view! {
        <Heading text=text::said(order::GONE_TITLE)/>
        <Empty message=text::said(order::GONE_TEXT)>
            <a
                class=Weight::Primary.class()
                href=route::SIGN_IN
                on:click=move |_| sign_in::return_to(&here)
            >
                {t(session::SUBMIT)}
            </a>
        </Empty>
    }
    .into_any()
}
