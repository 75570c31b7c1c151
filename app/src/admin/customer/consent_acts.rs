//! What staff can do about a consent: have it asked for by mail, which only the customer answers; or take it back on their behalf,
//! after a question, as nobody here can give it again.

use crate::admin::ask::ask;
use crate::admin::customer::consents::TITLE;
use crate::admin::customer::{Record, full_name, words};
use crate::admin::desk::Desk;
use crate::admin::notices::Notices;
use crate::admin::part::part;
use crate::admin::refused::refused;
use crate::client::Refusal;
use crate::form::focus;
use crate::reactive::{go, words as say};
use crate::text::{self, Key, t};
use crate::ui::button::{Button, Weight};
use crate::ui::notice::{Notice, Tone};
use domain::api::Endpoint;
use domain::api::consent::{AskConsent, WithdrawConsent};
use domain::customer::Customer;
use domain::id::CustomerId;
use domain::permission::Right;
use leptos::prelude::*;
use std::time::Duration;

/// The safe answer to the question.
const KEEP: &str = "consent-keep";
const TAKE: &str = "consent-take";

/// A button's state. A handle: copies share it.
#[derive(Clone, Copy)]
pub struct Acting {
    desk: Desk,
    notices: Notices,
    record: Record,
    pub busy: RwSignal<bool>,
    pub refusal: RwSignal<Option<Refusal>>,
}

impl Acting {
    pub fn new(record: Record) -> Acting {
        Acting {
            desk: expect_context(),
            notices: expect_context(),
            record,
            busy: RwSignal::new(false),
            refusal: RwSignal::new(None),
        }
    }

    /// Does it; what it did is said, and `then` follows.
    pub fn run<E>(self, said: fn(&Customer) -> String, then: impl FnOnce() + 'static)
    where
        E: Endpoint<Params = CustomerId, Query = (), Request = (), Response = Customer> + 'static,
    {
        let Some(before) = untrack(|| self.record.customer.value()) else {
            return;
        };
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.refusal.set(None);
        go(async move {
            let answer = ask::<E>(self.desk, &before.id, &(), &()).await;
            if self.busy.is_disposed() {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(now) => {
                    let sentence = said(&now);
                    self.record.changed(now);
                    self.notices.tell(sentence, None);
                    then();
                    set_timeout(|| focus(TITLE), Duration::from_millis(20));
                }
                Err(refusal) => {
                    self.record.met(&refusal);
                    self.refusal.set(Some(refusal));
                }
            }
        });
    }
}

/// The one act that fits what holds.
#[component]
pub fn Acts(record: Record) -> AnyView {
    let desk = expect_context::<Desk>();
    let acting = Acting::new(record);
    let asking = RwSignal::new(false);
    let agrees = Memo::new(move |_| Some(record.customer.value()?.agrees()));
    let failing = Memo::new(move |_| {
        let customer = record.customer.value();
        customer.is_some_and(|customer| customer.suppressed.is_some())
    });
    let ask = UnsyncCallback::new(move |()| acting.run::<AskConsent>(asked, || ()));
    part(move || {
        if !desk.may(Right::EditCustomers) {
            return None;
        }
        let act = match (agrees.get()?, asking.get(), failing.get()) {
            (true, true, _) => question(acting, asking),
            (true, false, _) => view! {
                <div>
                    <Button
                        id=TAKE
                        label=words::CONSENT_TAKE
                        press=move |()| {
                            asking.set(true);
                            set_timeout(|| focus(KEEP), Duration::from_millis(20));
                        }
                    />
                </div>
            }
            .into_any(),
            // A question that cannot arrive is not offered.
            (false, _, true) => return None,
            (false, _, false) => view! {
                <div class="stack">
                    <p class="field-note" id="consent-ask-hint">
                        {t(words::CONSENT_ASK_HINT)}
                    </p>
                    <div>
                        <Button
                            label=words::CONSENT_ASK
                            busy=acting.busy
                            press=ask
                        />
                    </div>
                </div>
            }
            .into_any(),
        };
        Some(view! {
            {part(move || acting.refusal.get().map(|refusal| why(&refusal)))}
            {act}
        })
    })
    .into_any()
}

/// Whether it is really to be taken back.
fn question(acting: Acting, asking: RwSignal<bool>) -> AnyView {
    let name = move || {
        let customer = acting.record.customer.value();
        customer.map(|own| name(&own)).unwrap_or_default()
    };
    let close = move || asking.set(false);
    let take = UnsyncCallback::new(move |()| acting.run::<WithdrawConsent>(taken, close));
    view! {
        <div class="stack" role="group" aria-labelledby="consent-question">
            <p id="consent-question">
                {say(move || text::fill(words::CONSENT_TAKE_TEXT, &[("name", &name())]))}
            </p>
            <div class="cluster">
                <Button
                    label=words::CONSENT_TAKE_DO
                    weight=Weight::Danger
                    busy=acting.busy
                    press=take
                />
                <Button
                    id=KEEP
                    label=words::CONSENT_TAKE_KEEP
                    press=move |()| {
                        close();
                        set_timeout(|| focus(TAKE), Duration::from_millis(20));
                    }
                />
            </div>
        </div>
    }
    .into_any()
}

fn asked(now: &Customer) -> String {
    text::fill(words::CONSENT_ASK_DONE, &[("email", &now.email)])
}

fn taken(now: &Customer) -> String {
    text::fill(words::CONSENT_TAKE_DONE, &[("name", &name(now))])
}

fn name(customer: &Customer) -> String {
    full_name(&customer.first_name, &customer.last_name, &customer.email)
}

/// Why no question was sent.
fn why(refusal: &Refusal) -> AnyView {
    let code = match refusal {
        Refusal::Problem(problem, _) => problem.code.as_ref(),
        _ => "",
    };
    let sentence: Key = match code {
        "consented" => words::CONSENT_HAS,
        "failing" => words::CONSENT_FAILS,
        "asked" => words::CONSENT_WAITS,
        _ => return refused(refusal),
    };
    view! {
        <Notice tone=Tone::Warn>
            <p>{t(sentence)}</p>
        </Notice>
    }
    .into_any()
}
