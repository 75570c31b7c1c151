//! The declaration that withdraws from a contract: what it says, and the button that sends it.

use crate::client::{self, Refusal};
use crate::form::focus;
use crate::loaded::Loaded;
use crate::order::link;
use crate::reactive::{go, shown};
use crate::text::{self, Key, error, order, t};
use crate::ui::button::{Button, Weight};
use crate::ui::failed::Failed;
use crate::ui::toast::Toasts;
use domain::api::order::Withdraw;
use domain::order::Order;
use leptos::prelude::*;

/// The second step: what is declared, and the button that declares it.
#[component]
pub fn Declaration(order: Order, found: Loaded<Option<Order>>, asked: RwSignal<bool>) -> AnyView {
    let toasts = expect_context::<Toasts>();
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
                    toasts.say(text::word(order::WITHDRAW_CLOSED).to_owned(), None);
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
