//! The card that sums the customer up.

use crate::admin::clock;
use crate::admin::customer::fact::fact;
use crate::admin::part::part;
use crate::admin::words;
use crate::loaded::Loaded;
use crate::text::{self, Key, t};
use domain::customer::{AccountState, Customer, Stage};
use leptos::prelude::*;

/// State, sign-in, creation: each one sentence.
#[component]
pub fn InShort(customer: Loaded<Customer>) -> AnyView {
    view! {
        <section class="card stack" aria-labelledby="in-short-title">
            <h2 class="subheading" id="in-short-title">
                {t(words::IN_SHORT_TITLE)}
            </h2>
            {part(move || {
                customer
                    .value()
                    .map(|Customer { stage, account, created_at: created, .. }| {
                        view! {
                            <dl class="record-facts record-facts-narrow">
                                {fact(words::STAGE, t(stage_meaning(stage)).into_any())}
                                {fact(words::SIGN_IN, t(account_meaning(account)).into_any())}
                                {fact(words::CREATED, clock::moment(created, text::date_time))}
                            </dl>
                        }
                    })
            })}
        </section>
    }
    .into_any()
}

fn stage_meaning(stage: Stage) -> Key {
    match stage {
        Stage::Contact => words::STAGE_CONTACT_MEANING,
        Stage::Buyer => words::STAGE_BUYER_MEANING,
    }
}

fn account_meaning(account: AccountState) -> Key {
    match account {
        AccountState::None => words::ACCOUNT_NONE_MEANING,
        AccountState::Invited => words::ACCOUNT_INVITED_MEANING,
        AccountState::Enabled => words::ACCOUNT_ENABLED_MEANING,
        AccountState::Disabled => words::ACCOUNT_DISABLED_MEANING,
    }
}
