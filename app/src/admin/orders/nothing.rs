//! A list without orders: why, and what to do about it.

use crate::admin::orders::{List, words};
use crate::text;
use crate::ui::button::Button;
use crate::ui::empty::Empty;
use domain::order::OrderQuery;
use domain::route;
use leptos::prelude::*;

/// `asked` is what the empty answer was to.
#[component]
pub fn Nothing(asked: OrderQuery, list: List) -> AnyView {
    let searched = !asked.q.trim().is_empty();
    let filtered = asked.state.is_some() || asked.customer.is_some();
    let past_end = asked.cursor.is_some();
    let message = Signal::derive(move || match (past_end, searched, filtered) {
        (true, ..) => text::fill(crate::admin::words::LIST_END, &[]),
        (_, true, true) => text::fill(words::NONE_BOTH, &[("q", &asked.q)]),
        (_, true, false) => text::fill(words::NONE_SEARCH, &[("q", &asked.q)]),
        (_, false, true) => text::fill(words::NONE_FILTERS, &[]),
        _ => text::fill(words::NEVER, &[]),
    });
    let all = list.goer();
    view! {
        <div class="card">
            <Empty message>
                {((filtered || searched) && !past_end)
                    .then(|| {
                        view! {
                            <Button
                                label=words::CLEAR
                                press=move |()| {
                                    all(OrderQuery::default(), false);
                                    crate::form::focus("q");
                                }
                            />
                        }
                    })}
                {(!filtered && !searched && !past_end)
                    .then(|| {
                        view! {
                            <a class="button" href=route::SHOP>
                                {text::t(crate::admin::words::TO_SHOP)}
                            </a>
                        }
                    })}
            </Empty>
        </div>
    }
    .into_any()
}
