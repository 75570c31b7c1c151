//! `/admin/orders/{id}`: an order, who bought, how it is paid, and what staff can do about it.

mod act;
mod acts;
mod agreement;
mod buyer;
mod course;
mod lines;
mod papers;
mod payment;

use crate::admin::ask::ask;
use crate::admin::desk::Desk;
use crate::admin::order::acts::{Acts, Outcome};
use crate::admin::orders::words;
use crate::admin::part::part;
use crate::admin::state::{order_badge, withdrawn_flag};
use crate::admin::trouble::Trouble;
use crate::loaded::Loaded;
use crate::reactive::{either, follow, words as say};
use crate::text::{self, t};
use crate::ui::empty::Empty;
use crate::ui::heading::Heading;
use crate::ui::loading::Loading;
use crate::ui::notice::{Notice, Tone};
use domain::api::order::ReviewOrder;
use domain::id::OrderId;
use domain::order::{Order, OrderRecord};
use domain::route;
use leptos::prelude::*;

/// `/admin/orders/{id}`
#[component]
pub fn OrderPage(id: OrderId) -> AnyView {
    let desk = expect_context::<Desk>();
    let path = route::admin_order(&id);
    let record = Loaded::new(move || {
        desk.follow_session();
        let id = id.clone();
        Box::pin(async move { ask::<ReviewOrder>(desk, &id, &(), &()).await })
    });
    let outcome = RwSignal::new(None::<Outcome>);
    let here = Memo::new(move |_| record.value());
    let title = say(move || match here.get() {
        Some(record) => number(words::ORDER, record.order.number),
        None => t(words::ORDER_TITLE)().to_owned(),
    });
    follow(move || desk.set_place(&path, title.get()));
    view! {
        <div class="record">
            <div class="record-head">
                <Heading text=title/>
                {part(move || {
                    here.get()
                        .map(|OrderRecord { order, .. }| {
                            let withdrawn = order.withdrawal.declared_at.is_some();
                            view! {
                                <p class="record-badges">
                                    {order_badge(order.state)} {withdrawn.then(withdrawn_flag)}
                                </p>
                            }
                        })
                })}
            </div>
            {either(move || match (here.get(), record.refusal()) {
                (_, Some(refusal)) if refusal.status() == 404 => gone(),
                (Some(found), _) => parts(found, record, outcome),
                (None, Some(refusal)) => {
                    view! {
                        <Trouble
                            message=words::ORDER_FAILED
                            refusal
                            retry=move |()| record.again()
                        />
                    }
                        .into_any()
                }
                (None, None) => {
                    view! {
                        <div class="card">
                            <Loading bars=6/>
                        </div>
                    }
                        .into_any()
                }
            })}
        </div>
    }
    .into_any()
}

/// The cards. They are drawn anew when the order has changed; what the last act came to stays.
fn parts(
    found: OrderRecord,
    record: Loaded<OrderRecord>,
    outcome: RwSignal<Option<Outcome>>,
) -> AnyView {
    let order = &found.order;
    view! {
        {withdrawal(order)}
        <div class="desk-order-parts">
            <section class="card stack desk-order-course" aria-labelledby=acts::CARD>
                <h2 class="subheading" id=acts::CARD tabindex="-1">
                    {t(words::COURSE_TITLE)}
                </h2>
                {course::course(order)}
                <Acts record outcome/>
            </section>
            <div class="desk-order-main">
                {lines::lines(order)} {buyer::buyer(&found)} {agreement::agreement(order)}
            </div>
            <div class="desk-order-side">
                {payment::payment(order)} {papers::papers(order)}
            </div>
        </div>
    }
    .into_any()
}

/// The buyer withdrew: said on top, with what is to do about it.
fn withdrawal(order: &Order) -> Option<AnyView> {
    let declared = order.withdrawal.declared_at?;
    let ended = order.state.next().is_empty();
    let (tone, key) = if ended {
        (Tone::Info, words::WITHDRAWN_ENDED)
    } else {
        (Tone::Warn, words::WITHDRAWN_PAID)
    };
    let view = view! {
        <Notice tone>
            <p>{say(move || text::fill(key, &[("date", &text::date_time(declared))]))}</p>
        </Notice>
    };
    Some(view.into_any())
}

fn gone() -> AnyView {
    let desk = expect_context::<Desk>();
    view! {
        <div class="card">
            <Empty message=text::said(words::ORDER_GONE)>
                <a class="button" href=say(move || desk.list(route::ADMIN_ORDERS))>
                    {t(words::BACK)}
                </a>
            </Empty>
        </div>
    }
    .into_any()
}

/// A text with an order's number, which is said without marks between thousands.
fn number(key: text::Key, number: u32) -> String {
    text::fill(key, &[("number", &number.to_string())])
}
