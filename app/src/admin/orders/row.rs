//! An order in the list: one link, who bought, how far it has come, how much.

use crate::admin::clock;
use crate::admin::state::{order_badge, withdrawn_flag};
use crate::reactive::words as say;
use crate::text;
use domain::order::OrderRow;
use domain::route;
use leptos::prelude::*;

/// On a phone the cells stand under one another; the roles keep it a table.
#[component]
pub fn Row(row: OrderRow) -> AnyView {
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
                <bdi class="rows-strong">{format!("{} {}", row.first_name, row.last_name)}</bdi>
                <span class="rows-second">{row.email}</span>
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
