//! The right to withdraw, in the two steps of the law: the declaration is shown, then confirmed; what was declared is acknowledged at once.

use crate::loaded::Loaded;
use crate::order::declaration::Declaration;
use crate::reactive::{either, shown};
use crate::text::{self, order, t};
use crate::ui::button::Button;
use crate::ui::notice::Notice;
use domain::order::Order;
use leptos::prelude::*;

/// The card of the right: open with its term, declared with its moment, over, or given up.
#[component]
pub fn Withdrawing(found: Loaded<Option<Order>>) -> AnyView {
    let asked = RwSignal::new(false);
    shown(move || {
        let order = found.value().flatten()?;
        let body = body(order, found, asked)?;
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

fn body(order: Order, found: Loaded<Option<Order>>, asked: RwSignal<bool>) -> Option<AnyView> {
    let right = &order.withdrawal;
    if let Some(at) = right.declared_at {
        let declared = text::fill(
            order::DECLARED,
            &[("date", &text::exact(at)), ("email", &order.buyer.email)],
        );
        return Some(view! { <Notice><p>{declared}</p></Notice> }.into_any());
    }
    #[allow(clippy::cast_possible_truncation)] // milliseconds since 1970
    let now = js_sys::Date::now() as i64;
    let Some(until) = right.until else {
        let given_up = order.waiver.is_some();
        return given_up.then(|| plain(text::word(order::WITHDRAWAL_WAIVED).to_owned()));
    };
    if now > until {
        let date = text::exact(until);
        return Some(plain(text::fill(
            order::WITHDRAWAL_OVER,
            &[("date", &date)],
        )));
    }
    if !right.open(order.state, now) {
        return None;
    }
    let term = text::fill(order::WITHDRAWAL_UNTIL, &[("date", &text::exact(until))]);
    let order = StoredValue::new(order);
    let step = either(move || {
        if asked.get() {
            view! { <Declaration order=order.get_value() found asked/> }.into_any()
        } else {
            view! {
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
