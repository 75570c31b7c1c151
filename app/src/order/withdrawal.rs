//! The right to withdraw, in the two steps of the law: the declaration is shown, then confirmed; what was declared is acknowledged at once.

use crate::client::{self, Refusal};
use crate::form::focus;
use crate::loaded::Loaded;
use crate::order::link;
use crate::reactive::{either, go, shown};
use crate::text::{self, Key, error, order, t};
use crate::ui::button::{Button, Weight};
use crate::ui::failed::Failed;
use crate::ui::notice::{Notice, Tone};
use domain::api::order::Withdraw;
use domain::order::Order;
use leptos::prelude::*;

/// The card of the right: open with its term, declared with its moment, over, or given up.
#[component]
pub fn Withdrawing(found: Loaded<Option<Order>>) -> AnyView {
    let asked = RwSignal::new(false);
    let closed = RwSignal::new(false);
    shown(move || {
        let order = found.value().flatten()?;
        let body = body(order, found, asked, closed)?;
        let view = view! {
            <section class="card stack" aria-labelledby="withdrawal-title">
                <h2 class="subheading" id="withdrawal-title" tabindex="-1">
                    {t(order::WITHDRAWAL_TITLE)}
                </h2>
                {body}
            </section>
        };
        Some(view.into_any())
    })
    .into_any()
}

fn body(
    order: Order,
    found: Loaded<Option<Order>>,
    asked: RwSignal<bool>,
    closed: RwSignal<bool>,
) -> Option<AnyView> {
    let right = &order.withdrawal;
    if let Some(at) = right.declared_at {
        let values = [
            ("date", text::exact(at)),
            ("email", order.buyer.email.clone()),
        ];
        let values = values
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        let declared = text::fill(order::DECLARED, &values);
        return Some(view! { <Notice><p>{declared}</p></Notice> }.into_any());
    }
    #[allow(clippy::cast_possible_truncation)] // milliseconds since 1970
    let now = js_sys::Date::now() as i64;
    let Some(until) = right.until else {
        let given_up = order.waiver.is_some();
        return given_up.then(|| plain(text::word(order::WITHDRAWAL_WAIVED).to_owned()));
    };
    if now > until {
        let over = [("date", text::exact(until))];
        let over = over.each_ref().map(|(name, value)| (*name, value.as_str()));
        return Some(plain(text::fill(order::WITHDRAWAL_OVER, &over)));
    }
    if !right.open(order.state, now) {
        return None;
    }
    let term = text::fill(order::WITHDRAWAL_UNTIL, &[("date", &text::exact(until))]);
    let order = StoredValue::new(order);
    let step = either(move || {
        if asked.get() {
            view! { <Declaration order=order.get_value() found asked closed/> }.into_any()
        } else {
            view! {
                {closed.get().then(|| view! { <Notice tone=Tone::Warn><p>{t(order::WITHDRAW_CLOSED)}</p></Notice> })}
                <div>
                    <Button label=order::WITHDRAW press=move |()| asked.set(true)/>
                </div>
            }
            .into_any()
        }
    });
    let view = view! {
        <p>{term}</p>
        {step}
    };
    Some(view.into_any())
}

fn plain(sentence: String) -> AnyView {
    view! { <p>{sentence}</p> }.into_any()
}

/// The second step: what is declared, and the button that declares it.
#[component]
fn Declaration(
    order: Order,
    found: Loaded<Option<Order>>,
    asked: RwSignal<bool>,
    closed: RwSignal<bool>,
) -> AnyView {
    let id = order.id.clone();
    let busy = RwSignal::new(false);
    let refusal = RwSignal::new(None::<Refusal>);
    let start = UnsyncCallback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        refusal.set(None);
        let id = id.clone();
        go(async move {
            let answer = client::call_with::<Withdraw>(&id, &(), &(), &link::header(&id)).await;
            busy.try_set(false);
            match answer {
                Ok(order) => {
                    found.set(Some(order));
                    asked.try_set(false);
                    focus("withdrawal-title");
                }
                Err(refused) if matches!(refused.status(), 404 | 409 | 410) => {
                    closed.try_set(refused.status() == 409);
                    asked.try_set(false);
                    found.again();
                }
                Err(refused) => {
                    refusal.try_set(Some(refused));
                }
            }
        });
    });
    request_animation_frame(|| focus("declare-title"));
    let goods: Vec<String> = order
        .lines
        .iter()
        .map(|line| {
            let quantity = text::number(line.quantity.into());
            let values = [("product", line.name.as_str()), ("quantity", &quantity)];
            text::fill(text::checkout::SUMMARY_LINE, &values)
        })
        .collect();
    let placed = text::fill(order::PLACED_ON, &[("date", &text::date(order.placed_at))]);
    view! {
        <div class="declaration stack">
            <h3 class="declaration-title" id="declare-title" tabindex="-1">
                {t(order::DECLARE_TITLE)}
            </h3>
            <p>{t(order::DECLARE_TEXT)}</p>
            <dl class="facts">
                {fact(order::DECLARE_ORDER, format!("{}\n{placed}", order.number))}
                {fact(
                    order::DECLARE_NAME,
                    format!("{} {}", order.buyer.first_name, order.buyer.last_name),
                )}
                {fact(order::DECLARE_GOODS, goods.join("\n"))}
                {fact(order::DECLARE_RECEIPT, order.buyer.email)}
            </dl>
            {shown(move || refusal.get().map(|refusal| failed(refusal, start)))}
            <div class="cluster">
                <Button
                    label=order::DECLARE
                    weight=Weight::Danger
                    press=start
                    busy
                    busy_label=order::DECLARING
                />
                <Button
                    label=order::KEEP
                    weight=Weight::Quiet
                    press=move |()| {
                        asked.set(false);
                        focus("withdrawal-title");
                    }
                />
            </div>
        </div>
    }
    .into_any()
}

fn failed(refusal: Refusal, retry: UnsyncCallback<()>) -> AnyView {
    let message = match refusal.status() {
        0 => error::OFFLINE,
        _ => order::WITHDRAW_FAILED,
    };
    view! { <Failed message=text::said(message) refusal=Some(refusal) retry/> }.into_any()
}

fn fact(label: Key, value: String) -> AnyView {
    view! {
        <dt>{t(label)}</dt>
        <dd>{value}</dd>
    }
    .into_any()
}
