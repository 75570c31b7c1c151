//! Where mails come from, where answers go, and a mail to try it with, followed until it has left or has not.

use crate::admin::ask::ask;
use crate::admin::clock;
use crate::admin::desk::Desk;
use crate::admin::outbox::mail;
use crate::admin::part::part;
use crate::admin::refused::refused;
use crate::admin::settings::words;
use crate::client::Refusal;
use crate::dom::pause;
use crate::loaded::Loaded;
use crate::reactive::{go, words as say};
use crate::text::{self, t};
use crate::ui::button::Button;
use crate::ui::notice::{Notice, Tone};
use domain::api::outbox::{ListOutbox, OutboxQuery};
use domain::api::settings::SendTestMail;
use domain::outbox::{MailRow, MailState};
use domain::permission::Right;
use domain::route;
use domain::settings::Settings;
use leptos::prelude::*;
use std::time::Duration;

/// The id of the button.
pub const TEST: &str = "test-mail";

/// How often, and how many times, the outbox is asked what became of it.
const PAUSE: Duration = Duration::from_millis(1_500);
const LOOKS: u32 = 30;

/// The address mails come from.
pub fn mail_from(settings: Loaded<Settings>) -> AnyView {
    let address = say(move || {
        settings
            .value()
            .map(|now| now.mail_from)
            .unwrap_or_default()
    });
    view! {
        <div class="field">
            <p class="field-label">{t(words::MAIL_FROM)}</p>
            <p class="field-hint">{t(words::MAIL_FROM_HINT)}</p>
            <p class="sender-address">{address}</p>
        </div>
    }
    .into_any()
}

/// What became of a test.
#[derive(Clone, PartialEq)]
enum Outcome {
    /// As the outbox told last; the flag says that it was not asked further.
    Mail(Box<MailRow>, bool),
    Refused(Refusal),
}

/// The button, and what became of the mail. Only for who may change the settings.
#[component]
pub fn TestMail(settings: Loaded<Settings>) -> AnyView {
    let desk = expect_context::<Desk>();
    let busy = RwSignal::new(false);
    let outcome = RwSignal::new(None::<Outcome>);
    let send = move |()| {
        busy.set(true);
        outcome.set(None);
        go(async move {
            let answer = ask::<SendTestMail>(desk, &(), &(), &()).await;
            if busy.is_disposed() {
                return;
            }
            let said = match answer {
                Ok(mail) => follow_mail(desk, mail, outcome).await,
                Err(refusal) => Some(Outcome::Refused(refusal)),
            };
            if busy.is_disposed() {
                return;
            }
            busy.set(false);
            let left =
                matches!(&said, Some(Outcome::Mail(mail, _)) if mail.state == MailState::Sent);
            if let Some(now) = untrack(|| settings.value()).filter(|now| left && !now.mail_sent) {
                settings.set(Settings {
                    mail_sent: true,
                    ..now
                });
            }
            outcome.set(said);
        });
    };
    view! {
        {part(move || {
            desk.may(Right::EditSettings)
                .then(|| {
                    view! {
                        <div>
                            <Button
                                id=TEST
                                label=words::TEST
                                press=send
                                busy=busy
                                busy_label=words::TEST_BUSY
                            />
                        </div>
                    }
                })
        })}
        <div class="test-mail" aria-live="polite">
            {part(move || outcome.get().map(said))}
        </div>
    }
    .into_any()
}

/// Asks the outbox until the mail has left, or has not. None where the screen was left meanwhile.
async fn follow_mail(
    desk: Desk,
    mut mail: MailRow,
    outcome: RwSignal<Option<Outcome>>,
) -> Option<Outcome> {
    for _ in 0..LOOKS {
        let tried = mail.state == MailState::Waiting && mail.error.is_some();
        if tried || !matches!(mail.state, MailState::Waiting | MailState::Sending) {
            return Some(Outcome::Mail(Box::new(mail), true));
        }
        outcome.try_set(Some(Outcome::Mail(Box::new(mail.clone()), false)));
        pause(PAUSE).await;
        if outcome.is_disposed() {
            return None;
        }
        let answer = ask::<ListOutbox>(desk, &(), &OutboxQuery::default(), &()).await;
        match answer {
            Ok(page) => {
                let now = page.items.into_iter().find(|row| row.id == mail.id);
                mail = now.unwrap_or(mail);
            }
            Err(refusal) => return Some(Outcome::Refused(refusal)),
        }
    }
    Some(Outcome::Mail(Box::new(mail), true))
}

fn said(outcome: Outcome) -> AnyView {
    let (mail, over) = match outcome {
        Outcome::Refused(refusal) => return refused(&refusal),
        Outcome::Mail(mail, over) => (*mail, over),
    };
    let why = mail.error.clone().unwrap_or_default();
    let to = mail.recipient.clone();
    let (tone, sentence) = match (mail.state, over) {
        (MailState::Sent, _) => {
            let at = mail.sent_at.unwrap_or_else(clock::now);
            let said = say(move || {
                let time = clock::time(at);
                text::fill(words::TEST_SENT, &[("email", &to), ("time", &time)])
            });
            (Tone::Info, said)
        }
        (MailState::Failed | MailState::Dropped, _) => {
            let said =
                say(move || text::fill(words::TEST_FAILED, &[("error", &mail::error(&why))]));
            (Tone::Warn, said)
        }
        (_, false) => {
            let said = say(move || text::fill(words::TEST_ON_ITS_WAY, &[("email", &to)]));
            return view! { <p>{said}</p> }.into_any();
        }
        (_, true) if why.is_empty() => (Tone::Warn, text::said(words::TEST_SLOW)),
        (_, true) => {
            let said = say(move || {
                let (error, time) = (mail::error(&why), clock::time(mail.due_at));
                text::fill(words::TEST_LATER, &[("error", &error), ("time", &time)])
            });
            (Tone::Warn, said)
        }
    };
    view! {
        <Notice tone>
            <p>{sentence}</p>
            <p>
                <a href=route::ADMIN_OUTBOX>{t(words::TO_OUTBOX)}</a>
            </p>
        </Notice>
    }
    .into_any()
}
