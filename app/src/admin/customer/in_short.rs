//! The card that sums the customer up: what they bought, and since when the shop knows them.

use crate::admin::clock;
use crate::admin::customer::fact::fact;
use crate::admin::customer::words;
use crate::admin::part::part;
use crate::admin::words as general;
use crate::loaded::Loaded;
use crate::reactive::words as say;
use crate::settings::Settings;
use crate::text::{self, Key, t};
use domain::customer::{Customer, Stage};
use leptos::prelude::*;

/// Orders, their sum and average; state; creation.
#[component]
pub fn InShort(customer: Loaded<Customer>) -> AnyView {
    let settings = expect_context::<Settings>();
    let short = Memo::new(move |_| {
        let customer = customer.value()?;
        Some((customer.stage, customer.created_at, customer.orders))
    });
    view! {
        <section class="card stack" aria-labelledby="in-short-title">
            <h2 class="subheading" id="in-short-title">
                {t(general::IN_SHORT_TITLE)}
            </h2>
            {part(move || {
                let (stage, created, orders) = short.get()?;
                let money = move |minor: i64| {
                    say(move || settings.with(|shop| text::money(minor, &shop.currency)))
                };
                let count = orders.count;
                let average = orders.average();
                Some(
                    view! {
                        <p class="record-figures">
                            <span>
                                {say(move || {
                                    text::plural(count, words::ORDERS_ONE, words::ORDERS_OTHER)
                                })}
                            </span>
                            <strong class="amount">{money(orders.total)}</strong>
                        </p>
                        <dl class="record-facts record-facts-narrow">
                            {average
                                .map(|average| {
                                    let amount = view! { <span class="amount">{money(average)}</span> };
                                    fact(words::AVERAGE, amount.into_any())
                                })}
                            {orders
                                .last_at
                                .map(|at| fact(words::LAST_ORDER, clock::moment(at, text::date)))}
                            {fact(general::STAGE, t(stage_meaning(stage)).into_any())}
                            {fact(general::CREATED, clock::moment(created, text::date_time))}
                        </dl>
                    },
                )
            })}
        </section>
    }
    .into_any()
}

fn stage_meaning(stage: Stage) -> Key {
    match stage {
        Stage::Contact => general::STAGE_CONTACT_MEANING,
        Stage::Buyer => general::STAGE_BUYER_MEANING,
    }
}
