//! A customer in the list: one link, and what tells them apart.

use crate::admin::clock;
use crate::admin::customers::found::marked;
use crate::admin::state::{account_badge, pending_flag, stage_badge, verified};
use crate::text;
use domain::customer::CustomerRow;
use domain::route;
use leptos::prelude::*;

/// On a phone the cells stand under one another; the roles keep it a table.
#[component]
pub fn Row(row: CustomerRow, parts: Vec<String>) -> AnyView {
    let name = match (row.last_name.is_empty(), row.first_name.is_empty()) {
        (true, true) => marked(&row.email, &parts),
        _ => {
            let last = marked(&row.last_name, &parts);
            let first = marked(&row.first_name, &parts);
            view! {
                <bdi class="customers-last">{last}</bdi>
                " "
                <bdi>{first}</bdi>
            }
            .into_any()
        }
    };
    let organisation = row.organisation.as_deref().map(|organisation| {
        let organisation = marked(organisation, &parts);
        view! {
            <span class="customers-organisation">
                <bdi>{organisation}</bdi>
            </span>
        }
    });
    let email = marked(&row.email, &parts);
    view! {
        <tr role="row">
            <th class="customers-name" role="rowheader" scope="row">
                <a class="customers-link" href=route::admin_customer(&row.id)>
                    {name}
                </a>
                {organisation}
                {row.pending.then(pending_flag)}
            </th>
            <td class="customers-email" role="cell">
                <span class="customers-mailbox">
                    <span class="customers-address" title=row.email>
                        {email}
                    </span>
                    {row.verified.then(verified)}
                </span>
            </td>
            <td class="customers-stage" role="cell">
                {stage_badge(row.stage)}
            </td>
            <td class="customers-account" role="cell">
                {account_badge(row.account, false)}
            </td>
            <td class="customers-created" role="cell">
                {clock::moment(row.created_at, text::date)}
            </td>
        </tr>
    }
    .into_any()
}
