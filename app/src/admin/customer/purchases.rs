//! The card of what the customer acquired. It loads apart from the record.

use crate::admin::ask::ask;
use crate::admin::clock;
use crate::admin::customer::words;
use crate::admin::desk::Desk;
use crate::admin::part::part;
use crate::admin::trouble::Trouble;
use crate::loaded::Loaded;
use crate::reactive::{either, words as say};
use crate::text::{self, Key, locale, t};
use crate::ui::badge::{Badge, Hue};
use crate::ui::button::Button;
use crate::ui::empty::Empty;
use crate::ui::loading::Loading;
use domain::api::record::ListPurchases;
use domain::customer::Purchase;
use domain::id::CustomerId;
use domain::locale::Locale;
use domain::route;
use leptos::prelude::*;

/// Purchases shown before the others are asked for.
const SHOWN: usize = 5;

/// Newest first.
#[component]
pub fn Purchases(id: CustomerId) -> AnyView {
    let desk = expect_context::<Desk>();
    let purchases = Loaded::new(move || {
        desk.follow_session();
        let id = id.clone();
        Box::pin(async move { ask::<ListPurchases>(desk, &id, &(), &()).await })
    });
    let answered = Memo::new(move |_| purchases.value());
    let all = RwSignal::new(false);
    view! {
        <section class="card stack" aria-labelledby="purchases-title">
            <h2 class="subheading" id="purchases-title">
                {t(words::PURCHASES_TITLE)}
            </h2>
            {either(move || match (answered.get(), purchases.refusal()) {
                (Some(answer), _) if answer.items.is_empty() => {
                    view! { <Empty message=text::said(words::PURCHASES_NONE)/> }.into_any()
                }
                (Some(answer), _) => {
                    let count = answer.items.len();
                    let shown = if all.get() { count } else { SHOWN };
                    let rows = answer.items.into_iter().take(shown).map(row).collect_view();
                    view! {
                        <ul class="record-orders">{rows}</ul>
                        {part(move || {
                            (count > SHOWN && !all.get())
                                .then(|| {
                                    view! {
                                        <div>
                                            <Button
                                                label=words::PURCHASES_ALL
                                                press=move |()| all.set(true)
                                            />
                                        </div>
                                    }
                                })
                        })}
                    }
                        .into_any()
                }
                (None, Some(refusal)) => {
                    view! {
                        <Trouble
                            message=words::PURCHASES_FAILED
                            refusal
                            retry=move |()| purchases.again()
                        />
                    }
                        .into_any()
                }
                (None, None) => view! { <Loading bars=2/> }.into_any(),
            })}
        </section>
    }
    .into_any()
}

fn row(purchase: Purchase) -> AnyView {
    let Purchase {
        name_en,
        name_fr,
        reference,
        quantity,
        valid_until,
        ended_at,
        last_order,
        ..
    } = purchase;
    let name = say(move || match locale() {
        Locale::En => name_en.clone(),
        Locale::Fr => name_fr.clone(),
    });
    let over = valid_until.is_some_and(|until| until <= clock::now());
    let (hue, shape, word): (Hue, &str, Key) = match (ended_at, over) {
        (Some(_), _) => (Hue::Plain, "⊘", words::PURCHASE_ENDED),
        (None, true) => (Hue::Plain, "○", words::PURCHASE_OVER),
        (None, false) => (Hue::Accent, "●", words::PURCHASE_VALID),
    };
    let until = say(move || match (ended_at, valid_until) {
        (Some(at), _) => text::fill(words::PURCHASE_ENDED_AT, &[("date", &text::date(at))]),
        (None, Some(at)) => text::fill(words::PURCHASE_UNTIL, &[("date", &text::date(at))]),
        (None, None) => t(words::PURCHASE_FOREVER)().to_owned(),
    });
    view! {
        <li class="record-purchase">
            <a href=route::admin_order(&last_order)>
                <bdi>{name}</bdi>
                {(quantity > 1).then(|| format!(" × {quantity}"))}
            </a>
            <span class="record-order-date">{until}</span>
            <span class="rows-badges">
                <Badge hue shape>
                    {t(word)}
                </Badge>
            </span>
            <span class="meta">{reference}</span>
        </li>
    }
    .into_any()
}
