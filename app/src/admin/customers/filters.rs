//! The filters: one choice each for the state and the sign-in.

use crate::admin::choice::choice;
use crate::admin::customers::listed::{List, is_filtered};
use crate::admin::part::part;
use crate::admin::state::{account_word, stage_word};
use crate::admin::words;
use crate::ui::button::{Button, Weight};
use domain::customer::{AccountState, CustomerQuery, Stage};
use leptos::prelude::*;

const STAGES: [Stage; 2] = [Stage::Contact, Stage::Buyer];
const ACCOUNTS: [AccountState; 4] = [
    AccountState::None,
    AccountState::Invited,
    AccountState::Enabled,
    AccountState::Disabled,
];

/// Native selects: a choice shows at once.
#[component]
pub fn Filters(list: List) -> AnyView {
    let query = list.query;
    let go = list.goer();
    let by_stage = go.clone();
    let by_account = go.clone();
    let stages = STAGES.map(|stage| (stage.code(), stage_word(stage)));
    let accounts = ACCOUNTS.map(|account| (account.code(), account_word(account)));
    view! {
        {choice(
            "stage",
            words::FILTER_STAGE,
            words::FILTER_STAGE_ALL,
            &stages,
            Signal::derive(move || query.with(|query| query.stage.map_or("", Stage::code))),
            Box::new(move |code: String| {
                let stage = Stage::parse(&code);
                by_stage(CustomerQuery { stage, ..query.get_untracked() }, false);
            }),
        )}
        {choice(
            "account",
            words::FILTER_ACCOUNT,
            words::FILTER_ACCOUNT_ALL,
            &accounts,
            Signal::derive(move || query.with(|query| query.account.map_or("", AccountState::code))),
            Box::new(move |code: String| {
                let account = AccountState::parse(&code);
                by_account(CustomerQuery { account, ..query.get_untracked() }, false);
            }),
        )}
        {part(move || {
            let go = go.clone();
            query
                .with(is_filtered)
                .then(|| {
                    view! {
                        <Button
                            label=words::FILTERS_CLEAR
                            weight=Weight::Quiet
                            press=move |()| go(
                                CustomerQuery {
                                    stage: None,
                                    account: None,
                                    ..query.get_untracked()
                                },
                                false,
                            )
                        />
                    }
                })
        })}
    }
    .into_any()
}
