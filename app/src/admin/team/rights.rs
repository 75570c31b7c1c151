//! The permission table in words: what each role may do.

use crate::admin::role::role_word;
use crate::admin::team::{ROLES, words};
use crate::text::{Key, t};
use domain::permission::{Right, TABLE};
use leptos::prelude::*;

/// Folded, under the list.
pub fn rights() -> AnyView {
    let head = ROLES.map(|role| view! { <th scope="col">{t(role_word(role))}</th> });
    let rows = TABLE
        .iter()
        .map(|&(right, _)| {
            let cells = ROLES
                .map(|role| {
                    let (shape, word) = if role.may(right) {
                        ("✓", words::RIGHTS_YES)
                    } else {
                        ("–", words::RIGHTS_NO)
                    };
                    view! {
                        <td>
                            <span aria-hidden="true">{shape}</span>
                            <span class="unseen">{t(word)}</span>
                        </td>
                    }
                })
                .collect_view();
            view! {
                <tr>
                    <th scope="row">{t(right_word(right))}</th>
                    {cells}
                </tr>
            }
        })
        .collect_view();
    view! {
        <details class="rights">
            <summary>{t(words::RIGHTS_TITLE)}</summary>
            <table class="rights-table">
                <thead>
                    <tr>
                        <th scope="col">{t(words::RIGHTS_COLUMN)}</th>
                        {head.collect_view()}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </details>
    }
    .into_any()
}

fn right_word(right: Right) -> Key {
    match right {
        Right::ReadCustomers => words::RIGHT_READ_CUSTOMERS,
        Right::EditCustomers => words::RIGHT_EDIT_CUSTOMERS,
        Right::GiveSignIn => words::RIGHT_GIVE_SIGN_IN,
        Right::LiftSuppressions => words::RIGHT_LIFT_SUPPRESSIONS,
        Right::EraseCustomers => words::RIGHT_ERASE_CUSTOMERS,
        Right::MergeCustomers => words::RIGHT_MERGE_CUSTOMERS,
        Right::EditGroups => words::RIGHT_EDIT_GROUPS,
        Right::ChangeInBulk => words::RIGHT_CHANGE_IN_BULK,
        Right::ImportCustomers => words::RIGHT_IMPORT_CUSTOMERS,
        Right::ExportCustomers => words::RIGHT_EXPORT_CUSTOMERS,
        Right::ReadCampaigns => words::RIGHT_READ_CAMPAIGNS,
        Right::EditCampaigns => words::RIGHT_EDIT_CAMPAIGNS,
        Right::SendCampaigns => words::RIGHT_SEND_CAMPAIGNS,
        Right::ReadOrders => words::RIGHT_READ_ORDERS,
        Right::ReadConversations => words::RIGHT_READ_CONVERSATIONS,
        Right::AnswerConversations => words::RIGHT_ANSWER_CONVERSATIONS,
        Right::SettleOrders => words::RIGHT_SETTLE_ORDERS,
        Right::ExportSales => words::RIGHT_EXPORT_SALES,
        Right::ReadProducts => words::RIGHT_READ_PRODUCTS,
        Right::EditProducts => words::RIGHT_EDIT_PRODUCTS,
        Right::ReadSpace => words::RIGHT_READ_SPACE,
        Right::ReadDocuments => words::RIGHT_READ_DOCUMENTS,
        Right::EditDocuments => words::RIGHT_EDIT_DOCUMENTS,
        Right::EditSpace => words::RIGHT_EDIT_SPACE,
        Right::ReadOutbox => words::RIGHT_READ_OUTBOX,
        Right::ReadSettings => words::RIGHT_READ_SETTINGS,
        Right::EditSettings => words::RIGHT_EDIT_SETTINGS,
        Right::ManageTeam => words::RIGHT_MANAGE_TEAM,
        Right::ReadJournal => words::RIGHT_READ_JOURNAL,
    }
}
