//! All that follows from merging as it is chosen, in sentences: what comes over, what is joined, who signs in how, what is sent.

use crate::admin::duplicates::choice::Choice;
use crate::admin::duplicates::compare::told;
use crate::admin::duplicates::words;
use crate::reactive::either;
use crate::text::{self, Key, t};
use domain::duplicate::{Comparison, Plan};
use leptos::prelude::*;

/// Follows what is chosen.
#[component]
pub fn Follows(comparison: StoredValue<Comparison>, choice: Choice) -> AnyView {
    view! {
        <section class="card stack-tight" aria-labelledby="follows-title">
            <h2 class="subheading" id="follows-title">
                {t(words::FOLLOWS)}
            </h2>
            {either(move || {
                comparison
                    .with_value(|both| match choice.plan(both) {
                        Ok(plan) => list(both, &plan),
                        Err(_) => view! { <p class="meta">{t(words::FOLLOWS_LATER)}</p> }.into_any(),
                    })
            })}
        </section>
    }
    .into_any()
}

fn list(comparison: &Comparison, plan: &Plan<'_>) -> AnyView {
    let items = sentences(comparison, plan)
        .into_iter()
        .map(|sentence| view! { <li>{sentence}</li> })
        .collect_view();
    view! { <ul class="duplicates-follows">{items}</ul> }.into_any()
}

/// A sentence for each effect, the weightiest first.
pub fn sentences(comparison: &Comparison, plan: &Plan<'_>) -> Vec<String> {
    let mut said = Vec::new();
    let (stays, goes) = (
        told(plan.survivor, plan.other),
        told(plan.other, plan.survivor),
    );
    let names = [("stays", stays.as_str()), ("goes", goes.as_str())];
    said.push(match coming(plan) {
        Some(things) => text::fill(
            words::COMES,
            &[("goes", &goes), ("stays", &stays), ("things", &things)],
        ),
        None => text::fill(words::COMES_NOTHING, &names),
    });
    let joined = comparison.joined;
    let joined: Vec<String> = [
        (
            joined.addresses,
            words::ADDRESSES_ONE,
            words::ADDRESSES_OTHER,
        ),
        (joined.groups, words::GROUPS_ONE, words::GROUPS_OTHER),
    ]
    .into_iter()
    .filter_map(counted)
    .collect();
    if !joined.is_empty() {
        said.push(text::fill(words::JOINED, &[("things", &joined.join(", "))]));
    }
    if comparison.joined.purchases > 0 {
        let n = comparison.joined.purchases;
        said.push(text::plural(
            n,
            words::PURCHASES_JOINED_ONE,
            words::PURCHASES_JOINED_OTHER,
        ));
    }
    let (mailbox, lost) = (&plan.mailbox.customer.email, &plan.lost.customer.email);
    if let Some(ended) = plan.ended {
        let key = match ended.account_in_use() {
            true => words::ACCOUNT_ENDS,
            false => words::OFFER_ENDS,
        };
        said.push(text::fill(key, &[("email", &ended.customer.email)]));
    }
    if let Some(kept) = plan.account.filter(|kept| kept.account_in_use()) {
        let key = match plan.readdressed {
            true => words::ACCOUNT_READDRESSED,
            false => words::ACCOUNT_STAYS,
        };
        said.push(text::fill(
            key,
            &[("before", &kept.customer.email), ("email", mailbox)],
        ));
    }
    said.push(text::fill(words::MAILBOX_LOST, &[("email", lost)]));
    let consent = match plan.consent {
        true => words::CONSENT_STAYS,
        false => words::CONSENT_NONE,
    };
    said.push(text::fill(consent, &[("email", mailbox)]));
    said.push(t(words::UNDO_TERM)().to_owned());
    said
}

/// What belongs to the record that goes.
fn coming(plan: &Plan<'_>) -> Option<String> {
    let has = plan.other.has;
    let counts = [
        (has.orders, words::ORDERS_ONE, words::ORDERS_OTHER),
        (has.invoices, words::INVOICES_ONE, words::INVOICES_OTHER),
        (has.purchases, words::PURCHASES_ONE, words::PURCHASES_OTHER),
        (has.addresses, words::ADDRESSES_ONE, words::ADDRESSES_OTHER),
        (has.documents, words::DOCUMENTS_ONE, words::DOCUMENTS_OTHER),
        (
            has.conversations,
            words::CONVERSATIONS_ONE,
            words::CONVERSATIONS_OTHER,
        ),
        (has.notes, words::NOTES_ONE, words::NOTES_OTHER),
        (has.groups, words::GROUPS_ONE, words::GROUPS_OTHER),
        (has.pending, words::PENDING_ONE, words::PENDING_OTHER),
        (has.mails, words::MAILS_ONE, words::MAILS_OTHER),
        (has.history, words::HISTORY_ONE, words::HISTORY_OTHER),
    ];
    let told: Vec<String> = counts.into_iter().filter_map(counted).collect();
    (!told.is_empty()).then(|| told.join(", "))
}

fn counted((n, one, other): (u32, Key, Key)) -> Option<String> {
    (n > 0).then(|| text::plural(n, one, other))
}
