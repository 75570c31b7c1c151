//! A mail in the list: what and to whom, how far it has come, and what can be done about it.

use crate::admin::ask::ask;
use crate::admin::clock;
use crate::admin::desk::Desk;
use crate::admin::notices::Notices;
use crate::admin::outbox::{Shelf, mail, state_word, words};
use crate::admin::refused::current;
use crate::form::focus;
use crate::reactive::{go, words as say};
use crate::text::{self, Key, t};
use crate::ui::badge::{Badge, Hue};
use crate::ui::button::Button;
use domain::api::outbox::RetryMail;
use domain::outbox::{MailRow, MailState};
use domain::route;
use leptos::prelude::*;

/// On a phone the cells stand under one another; the roles keep it a table.
pub fn row(row: MailRow, shelf: Shelf) -> AnyView {
    let act = act(&row, shelf);
    let template = row.template.clone();
    let subject = say(move || mail::subject(&template));
    let tries = row.tries;
    let error = row.error.clone().map(|error| {
        view! { <span class="rows-second outbox-error">{say(move || mail::error(&error))}</span> }
    });
    let text = row.text.clone().map(|text| {
        view! {
            <details class="outbox-text">
                <summary>{t(words::TEXT)}</summary>
                <pre lang=row.locale.code()>{text}</pre>
            </details>
        }
    });
    let (hue, shape) = match row.state {
        MailState::Waiting => (Hue::Plain, "○"),
        MailState::Sending => (Hue::Plain, "◐"),
        MailState::Sent => (Hue::Accent, "✓"),
        MailState::Failed => (Hue::Brass, "⚑"),
        MailState::Dropped => (Hue::Plain, "⊘"),
    };
    let order = row.order.as_ref().map(route::admin_order);
    let customer = row.customer.as_ref().map(route::admin_customer);
    view! {
        <tr role="row">
            <th class="outbox-mail" role="rowheader" scope="row">
                <span class="rows-strong">{subject}</span>
                <span class="rows-second">{row.recipient}</span>
                <span class="rows-second outbox-links">
                    {order.map(|path| view! { <a href=path>{t(words::TO_ORDER)}</a> })}
                    {customer.map(|path| view! { <a href=path>{t(words::TO_CUSTOMER)}</a> })}
                </span>
                {text}
            </th>
            <td class="outbox-created" role="cell">
                <span class="rows-side">{t(words::COLUMN_CREATED)} " "</span>
                {clock::moment(row.created_at, text::date_time)}
            </td>
            <td class="outbox-state" role="cell">
                <Badge hue shape>
                    {t(state_word(row.state))}
                </Badge>
                {(tries > 0)
                    .then(|| {
                        view! {
                            <span class="rows-second">
                                {say(move || text::plural(tries, words::TRIES_ONE, words::TRIES_OTHER))}
                            </span>
                        }
                    })}
                {error}
            </td>
            <td class="outbox-when" role="cell">
                {match (row.state, row.sent_at) {
                    (_, Some(at)) => moment(words::SENT_AT, at),
                    (MailState::Waiting, None) => moment(words::DUE_AT, row.due_at),
                    _ => ().into_any(),
                }}
            </td>
            <td class="outbox-act" role="cell">
                {act}
            </td>
        </tr>
    }
    .into_any()
}

fn moment(key: Key, at: i64) -> AnyView {
    let said = say(move || text::fill(key, &[("date", &text::date_time(at))]));
    view! { <time datetime=clock::iso(at)>{said}</time> }.into_any()
}

/// The button of a mail that failed or waits for its turn.
fn act(row: &MailRow, shelf: Shelf) -> Option<AnyView> {
    let desk = expect_context::<Desk>();
    let notices = expect_context::<Notices>();
    let label = match row.state {
        MailState::Failed => words::TRY_AGAIN,
        MailState::Waiting if row.due_at > clock::now() => words::SEND_NOW,
        _ => return None,
    };
    let id = row.id.clone();
    let press = move |()| {
        if shelf.busy.get_untracked() {
            return;
        }
        shelf.busy.set(true);
        shelf.refusal.set(None);
        let id = id.clone();
        go(async move {
            let answer = ask::<RetryMail>(desk, &id, &(), &()).await;
            if shelf.busy.is_disposed() {
                return;
            }
            shelf.busy.set(false);
            match answer {
                Ok(row) => {
                    shelf.changed(row);
                    notices.tell(t(words::ON_ITS_WAY)().to_owned(), None);
                    focus(super::TITLE);
                }
                Err(refusal) => {
                    if let Some(now) = current::<MailRow>(&refusal) {
                        shelf.changed(now);
                    }
                    shelf.refusal.set(Some(refusal));
                }
            }
        });
    };
    let name = {
        let (template, recipient) = (row.template.clone(), row.recipient.clone());
        say(move || {
            text::fill(
                words::ACT_NAME,
                &[
                    ("act", t(label)()),
                    ("mail", &mail::subject(&template)),
                    ("recipient", &recipient),
                ],
            )
        })
    };
    Some(view! { <Button label name press/> }.into_any())
}
