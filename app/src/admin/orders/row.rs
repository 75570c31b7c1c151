//! An order in the list: one link, who bought, how far it has come, how much.

use crate::admin::clock;
use crate::admin::orders::words;
use crate::admin::state::{order_badge, withdrawn_flag};
use crate::reactive::words as say;
use crate::text::{self, t};
use domain::order::OrderRow;
use domain::route;
use leptos::prelude::*;

/// On a phone the cells stand under one another; the roles keep it a table.
#[component]
pub fn Row(row: OrderRow) -> AnyView {
    let buyer = buyer(&row);
    let amount = say(move || text::money(row.total, &row.currency));
    view! {
        <tr role="row">
            <th class="desk-orders-number" role="rowheader" scope="row">
                <a class="rows-link" href=route::admin_order(&row.id)>
                    {row.number}
                </a>
            </th>
            <td class="desk-orders-date" role="cell">
                {clock::moment(row.placed_at, text::date)}
            </td>
            <td class="desk-orders-buyer" role="cell">
                {buyer}
            </td>
            <td class="desk-orders-state" role="cell">
                <span class="rows-badges">
                    {order_badge(row.state)} {row.withdrawn.then(withdrawn_flag)}
                </span>
            </td>
            <td class="desk-orders-amount amount" role="cell">
                {amount}
            </td>
        </tr>
    }
    .into_any()
}

/// Who bought; a link where there is a record.
fn buyer(row: &OrderRow) -> AnyView {
    if row.erased {
        return view! { <span class="meta">{t(words::BUYER_ERASED)}</span> }.into_any();
    }
    let name = format!("{} {}", row.first_name, row.last_name);
    let name = match &row.customer {
        Some(id) => view! {
            <a class="rows-strong rows-other" href=route::admin_customer(id)>
                <bdi>{name}</bdi>
            </a>
        }
        .into_any(),
        None => view! { <bdi class="rows-strong">{name}</bdi> }.into_any(),
    };
    view! {
        {name}
        <span class="rows-second">{row.email.clone()}</span>
    }
    .into_any()
}
