//! The card "Informations d'identification": first a sentence that says whether the customer can sign in, then what can be done.

mod acts;
pub mod password;
mod patience;
mod state;
pub mod way_in;

use crate::admin::clock;
use crate::admin::customer::credentials::acts::{Acting, TITLE};
use crate::admin::customer::credentials::password::handed;
use crate::admin::customer::credentials::state::{State, has_way, kept, sentence};
use crate::admin::customer::credentials::way_in::WayIn;
use crate::admin::customer::{Card, Record, words};
use crate::admin::desk::Desk;
use crate::admin::part::part;
use crate::admin::refused::refused;
use crate::admin::unsaved::Unsaved;
use crate::reactive::either;
use crate::text::{self, Key, t};
use crate::ui::button::Button;
use domain::credentials::{AccountForm, Credentials};
use domain::permission::Right;
use leptos::prelude::*;

/// Who may not give sign-in reads the sentence.
#[component]
pub fn SignIn(record: Record) -> AnyView {
    let desk = expect_context::<Desk>();
    let unsaved = expect_context::<Unsaved>();
    let acting = Acting {
        desk,
        notices: expect_context(),
        record,
        busy: RwSignal::new(false),
        refusal: RwSignal::new(None),
        turn: RwSignal::new(0),
    };
    let account = Memo::new(move |_| record.customer.value().map(|customer| customer.credentials));
    let may = Memo::new(move |_| desk.may(Right::GiveSignIn));
    let open = Memo::new(move |_| match record.card.get() {
        Some(Card::SignIn) => Some(true),
        Some(Card::Password) => Some(false),
        _ => None,
    });
    view! {
        <section class="card stack" aria-labelledby=TITLE>
            <h2 class="subheading" id=TITLE tabindex="-1">
                {t(words::SIGN_IN_TITLE)}
            </h2>
            {part(move || (open.get() != Some(true)).then(|| account.get().map(told)).flatten())}
            {part(move || handed(record.handed))}
            {part(move || acting.refusal.get().map(|refusal| refused(&refusal)))}
            {part(move || {
                if !may.get() {
                    return None;
                }
                if let Some(opens) = open.get() {
                    return Some(
                        view! {
                            {opens.then(|| opened(acting))}
                            <WayIn acting opens/>
                        }
                            .into_any(),
                    );
                }
                acting.turn.track();
                Some(controls(acting, unsaved, account.get()?))
            })}
        </section>
    }
    .into_any()
}

/// The sentence, and what it leaves open.
fn told(account: Option<Credentials>) -> AnyView {
    either(move || {
        let now = clock::now();
        let state = State::of(account.as_ref(), now);
        let kept = account.as_ref().and_then(|account| kept(account, state));
        let verified = account.as_ref().is_some_and(|account| account.verified);
        let slowed = account
            .as_ref()
            .and_then(|account| account.slowed_until)
            .filter(|until| *until > now && state == State::On);
        view! {
            <div class="stack-tight" id="sign-in-state">
                <p>{sentence(account.as_ref(), now)} {kept.map(|key| view! { " " {t(key)} })}</p>
                {slowed
                    .map(|until| {
                        view! {
                            <p class="record-slowed">
                                {text::fill(words::K_SLOWED, &[("time", &clock::time(until))])}
                            </p>
                        }
                    })}
                {(verified && state == State::On)
                    .then(|| {
                        view! {
                            <p class="meta">
                                {t(words::VERIFIED)} " " <span class="verified" aria-hidden="true">"✓"</span>
                            </p>
                        }
                    })}
            </div>
        }
        .into_any()
    })
    .into_any()
}

/// The outer box, ticked and waiting for a way in.
fn opened(acting: Acting) -> AnyView {
    switch("can_sign_in", words::CAN_SIGN_IN, None, true, move |_| {
        acting.close();
    })
}

/// What can be done in this state.
fn controls(acting: Acting, unsaved: Unsaved, account: Option<Credentials>) -> AnyView {
    let now = clock::now();
    let state = State::of(account.as_ref(), now);
    let ways = account.as_ref().is_some_and(has_way);
    let outer = account.as_ref().is_some_and(|account| account.can_sign_in);
    let inner = account.as_ref().is_some_and(|account| account.enabled);
    let offered = account
        .as_ref()
        .and_then(|account| account.invited_until)
        .is_some_and(|until| until > now);
    let slowed = account
        .as_ref()
        .and_then(|account| account.slowed_until)
        .is_some_and(|until| until > now);
    let turn_outer = move |on: bool| {
        if on && !ways {
            acting.record.open(unsaved, Card::SignIn);
            // another card that keeps what is typed leaves the box as it was
            acting.turn.update(|turn| *turn = turn.wrapping_add(1));
            return;
        }
        acting.switch(AccountForm {
            can_sign_in: Some(on),
            ..AccountForm::default()
        });
    };
    let turn_inner = move |on: bool| {
        if on && !ways && !offered {
            return turn_outer(true);
        }
        acting.switch(AccountForm {
            enabled: Some(on),
            ..AccountForm::default()
        });
    };
    let act = move |label: Key, press: fn(Acting)| {
        view! { <Button label press=move |()| press(acting)/> }.into_any()
    };
    let password = move |label: Key| {
        view! {
            <Button label press=move |()| acting.record.open(unsaved, Card::Password)/>
        }
        .into_any()
    };
    let withdraw = move || {
        view! { <Button label=words::WITHDRAW press=move |()| turn_outer(false)/> }.into_any()
    };
    let buttons: Vec<AnyView> = match state {
        State::None | State::Off => Vec::new(),
        State::Invited => vec![
            act(words::SEND_AGAIN, Acting::invite),
            withdraw(),
            password(words::WAY_PASSWORD),
        ],
        State::Lapsed => vec![
            act(words::SEND_AGAIN, Acting::invite),
            password(words::WAY_PASSWORD),
        ],
        State::Paused => Vec::new(),
        State::On => vec![
            act(words::END_SESSIONS, Acting::end_sessions),
            password(words::PASSWORD_NEW),
            act(words::SEND_RESET, Acting::send_reset),
        ],
    };
    let two = matches!(state, State::On | State::Paused);
    let buttons =
        (!buttons.is_empty()).then(|| view! { <div class="cluster record-acts">{buttons}</div> });
    view! {
        {slowed
            .then(|| view! { <div>{act(words::LIFT, Acting::lift)}</div> })}
        <div>
            {switch("can_sign_in", words::CAN_SIGN_IN, None, outer, turn_outer)}
            {two.then(|| switch("enabled", words::ENABLED, Some(words::ENABLED_HINT), inner, turn_inner))}
        </div>
        {buttons}
    }
    .into_any()
}

/// A box that saves itself.
fn switch(
    id: &'static str,
    label: Key,
    hint: Option<Key>,
    on: bool,
    turn: impl Fn(bool) + Clone + 'static,
) -> AnyView {
    view! {
        <label class="checkbox">
            <input
                class="checkbox-box"
                type="checkbox"
                id=id
                name=id
                autocomplete="off"
                prop:checked=on
                on:change=move |event| turn(event_target_checked(&event))
            />
            <span class="checkbox-label">
                {t(label)}
                {hint
                    .map(|hint| {
                        view! { <span class="field-hint checkbox-hint">{t(hint)}</span> }
                    })}
            </span>
        </label>
    }
    .into_any()
}
