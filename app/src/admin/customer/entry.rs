//! A fact of the history as a sentence: who, did what, to what; with the order it is about and what stood there before.

use crate::admin::clock;
use crate::admin::customer::note_entry::{Notes, note_entry};
use crate::admin::customer::value::{label, value};
use crate::admin::customer::words as own;
use crate::admin::glyphs::{ADDED, APPLIED, ENVELOPE, KEY, RECEIPT, SET_ASIDE, TYPED, UNDONE};
use crate::admin::words;
use crate::reactive::{either, words as say};
use crate::text::{self, Key, t};
use crate::ui::icon::{Glyph, Icon};
use domain::history::{Actor, Entry, Fact};
use domain::pending::{Details, DetailsField};
use domain::route;
use leptos::prelude::*;

/// A line of the timeline, which takes focus by its id. `after` is how the details stood then, as far as that is known.
pub fn history_entry(id: String, entry: Entry, after: Details, notes: Notes) -> AnyView {
    let at = entry.at;
    let glyph = glyph(entry.fact);
    let before = entry
        .before
        .as_ref()
        .and_then(|before| changes(before, &after, &entry.fields));
    let note = entry.note.clone().map(|note| note_entry(note, notes));
    view! {
        <li class="timeline-entry" id=id tabindex="-1">
            <span class="timeline-mark">
                <Icon glyph/>
            </span>
            <span class="timeline-time" title=say(move || text::exact(at))>
                {clock::moment(at, clock::time)}
            </span>
            <div class="timeline-text">
                {either(move || sentence(&entry))} {note} {before}
            </div>
        </li>
    }
    .into_any()
}

/// The sentence, the order in it as a link.
fn sentence(entry: &Entry) -> AnyView {
    let fields: Vec<String> = entry.fields.iter().map(|code| field(code)).collect();
    let (bare, with_fields) = keys(entry.fact);
    let key = with_fields.filter(|_| !fields.is_empty()).unwrap_or(bare);
    let said = text::fill(
        key,
        &[
            ("who", &who(entry)),
            ("fields", &fields.join(", ")),
            ("detail", entry.detail.as_deref().unwrap_or("–")),
        ],
    );
    let Some((start, end)) = said.split_once("{order}") else {
        return view! { <p>{said}</p> }.into_any();
    };
    let (start, end) = (start.to_owned(), end.to_owned());
    let order = match &entry.order {
        Some(order) => {
            let number = order.number.to_string();
            view! {
                <a href=route::admin_order(&order.id)>
                    {text::fill(words::FACT_ORDER, &[("number", &number)])}
                </a>
            }
            .into_any()
        }
        None => t(words::FACT_ORDER_SOME)().into_any(),
    };
    view! { <p>{start} {order} {end}</p> }.into_any()
}

/// What a fact says, and what it says where it names fields.
pub fn keys(fact: Fact) -> (Key, Option<Key>) {
    match fact {
        Fact::Created => (words::FACT_CREATED, None),
        Fact::PendingTyped => (
            words::FACT_PENDING_TYPED,
            Some(words::FACT_PENDING_TYPED_FIELDS),
        ),
        Fact::PendingApplied => (
            words::FACT_PENDING_APPLIED,
            Some(words::FACT_PENDING_APPLIED_FIELDS),
        ),
        Fact::PendingDismissed => (words::FACT_PENDING_DISMISSED, None),
        Fact::DetailsChanged => (
            words::FACT_DETAILS_CHANGED,
            Some(words::FACT_DETAILS_CHANGED_FIELDS),
        ),
        Fact::DetailsReplaced => (
            words::FACT_DETAILS_REPLACED,
            Some(words::FACT_DETAILS_REPLACED_FIELDS),
        ),
        Fact::OrderPlaced => (words::FACT_ORDER_PLACED, None),
        Fact::OrderPaid => (words::FACT_ORDER_PAID, None),
        Fact::OrderCompleted => (words::FACT_ORDER_COMPLETED, None),
        Fact::OrderCancelled => (words::FACT_ORDER_CANCELLED, None),
        Fact::OrderRefunded => (words::FACT_ORDER_REFUNDED, None),
        Fact::OrderWithdrawn => (words::FACT_ORDER_WITHDRAWN, None),
        Fact::Invited => (words::FACT_INVITED, None),
        Fact::InvitationEnded => (words::FACT_INVITATION_ENDED, None),
        Fact::MailboxProved => (words::FACT_MAILBOX_PROVED, None),
        Fact::AccountOpened => (words::FACT_ACCOUNT_OPENED, None),
        Fact::PasswordSet => (words::FACT_PASSWORD_SET, None),
        Fact::PasswordChanged => (words::FACT_PASSWORD_CHANGED, None),
        Fact::Added => (words::FACT_ADDED, None),
        Fact::Imported => (words::FACT_IMPORTED, None),
        Fact::ImportChanged => (
            words::FACT_IMPORT_CHANGED,
            Some(words::FACT_IMPORT_CHANGED_FIELDS),
        ),
        Fact::EmailChanged => (words::FACT_EMAIL_CHANGED, None),
        Fact::EmailChangeAsked => (words::FACT_EMAIL_CHANGE_ASKED, None),
        Fact::EmailChangeWithdrawn => (words::FACT_EMAIL_CHANGE_WITHDRAWN, None),
        Fact::AddressAdded => (words::FACT_ADDRESS_ADDED, None),
        Fact::AddressChanged => (words::FACT_ADDRESS_CHANGED, None),
        Fact::AddressRemoved => (words::FACT_ADDRESS_REMOVED, None),
        Fact::SignInGiven => (words::FACT_SIGN_IN_GIVEN, None),
        Fact::SignInTaken => (words::FACT_SIGN_IN_TAKEN, None),
        Fact::AccountEnabled => (words::FACT_ACCOUNT_ENABLED, None),
        Fact::AccountDisabled => (words::FACT_ACCOUNT_DISABLED, None),
        Fact::PasswordGiven => (words::FACT_PASSWORD_GIVEN, None),
        Fact::ResetSent => (words::FACT_RESET_SENT, None),
        Fact::SessionsEnded => (words::FACT_SESSIONS_ENDED, None),
        Fact::ConsentGiven => (words::FACT_CONSENT_GIVEN, None),
        Fact::ConsentWithdrawn => (words::FACT_CONSENT_WITHDRAWN, None),
        Fact::ConsentAsked => (words::FACT_CONSENT_ASKED, None),
        Fact::MailBounced => (words::FACT_MAIL_BOUNCED, None),
        Fact::MailComplained => (words::FACT_MAIL_COMPLAINED, None),
        Fact::SuppressionLifted => (words::FACT_SUPPRESSION_LIFTED, None),
        Fact::DataExported => (words::FACT_DATA_EXPORTED, None),
        Fact::SlowingLifted => (words::FACT_SLOWING_LIFTED, None),
        Fact::Merged => (words::FACT_MERGED, Some(words::FACT_MERGED_FIELDS)),
        Fact::MergeUndone => (words::FACT_MERGE_UNDONE, None),
        Fact::GroupJoined => (words::FACT_GROUP_JOINED, None),
        Fact::GroupLeft => (words::FACT_GROUP_LEFT, None),
        Fact::DocumentGiven => (words::FACT_DOCUMENT_GIVEN, None),
        Fact::DocumentTaken => (words::FACT_DOCUMENT_TAKEN, None),
        Fact::NoteWritten => (words::FACT_NOTE_WRITTEN, None),
        Fact::ConversationOpened => (words::FACT_CONVERSATION_OPENED, None),
        Fact::MessageWritten => (words::FACT_MESSAGE_WRITTEN, None),
        Fact::ConversationClosed => (words::FACT_CONVERSATION_CLOSED, None),
        Fact::ConversationReopened => (words::FACT_CONVERSATION_REOPENED, None),
        Fact::CampaignSent => (words::FACT_CAMPAIGN_SENT, None),
        Fact::CampaignFailed => (words::FACT_CAMPAIGN_FAILED, None),
        Fact::CampaignUnknown => (words::FACT_CAMPAIGN_UNKNOWN, None),
    }
}

/// What stood in the fields that were changed, and what took its place.
fn changes(before: &Details, after: &Details, fields: &[String]) -> Option<AnyView> {
    let rows: Vec<AnyView> = DetailsField::ALL
        .into_iter()
        .filter(|field| fields.iter().any(|code| code == field.code()))
        .map(|field| {
            view! {
                <tr role="row">
                    <th role="rowheader" scope="row">
                        {t(label(field))}
                    </th>
                    {side(own::CHANGE_BEFORE, before, field)} {side(own::CHANGE_AFTER, after, field)}
                </tr>
            }
            .into_any()
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    Some(
        view! {
            <details class="timeline-before">
                <summary>{t(own::CHANGES)}</summary>
                <table class="timeline-changes" role="table" aria-label=t(own::CHANGES)>
                    <thead role="rowgroup">
                        <tr role="row">
                            <td role="cell"></td>
                            <th role="columnheader" scope="col">
                                {t(own::CHANGE_BEFORE)}
                            </th>
                            <th role="columnheader" scope="col">
                                {t(own::CHANGE_AFTER)}
                            </th>
                        </tr>
                    </thead>
                    <tbody role="rowgroup">{rows}</tbody>
                </table>
            </details>
        }
        .into_any(),
    )
}

/// A field then, or since. On a phone it stands by itself and says which.
fn side(heading: Key, details: &Details, field: DetailsField) -> AnyView {
    view! {
        <td role="cell">
            <span class="comparison-side" aria-hidden="true">
                {t(heading)}
            </span>
            {value(details, field)}
        </td>
    }
    .into_any()
}

/// Whoever did it, as a title says it: staff by their name alone.
pub fn short_who(entry: &Entry) -> String {
    match (entry.actor, &entry.by) {
        (Actor::Staff, Some(name)) => name.clone(),
        _ => who(entry),
    }
}

/// Staff by their name, the others by their part.
fn who(entry: &Entry) -> String {
    match (entry.actor, &entry.by) {
        (Actor::Visitor, _) => t(words::WHO_VISITOR)().to_owned(),
        (Actor::Customer, _) => t(words::WHO_CUSTOMER)().to_owned(),
        (Actor::Staff, Some(email)) => text::fill(words::WHO_STAFF, &[("email", email)]),
        (Actor::Staff, None) => t(words::WHO_STAFF_UNKNOWN)().to_owned(),
        (Actor::System, _) => t(words::WHO_SYSTEM)().to_owned(),
    }
}

/// A field's name inside a sentence; one that this version does not know stays as it is.
pub fn field(code: &str) -> String {
    DetailsField::ALL
        .into_iter()
        .find(|field| field.code() == code)
        .map(label)
        .or(match code {
            "email" => Some(words::EMAIL),
            "locale" => Some(words::LANGUAGE),
            _ => None,
        })
        .map_or_else(|| code.to_owned(), |key| t(key)().to_lowercase())
}

/// The icon of a fact.
pub fn glyph(fact: Fact) -> Glyph {
    match fact {
        Fact::Created => ADDED,
        Fact::PendingTyped | Fact::DetailsChanged | Fact::DetailsReplaced | Fact::ImportChanged => {
            TYPED
        }
        Fact::PendingApplied | Fact::MailboxProved | Fact::OrderCompleted | Fact::ConsentGiven => {
            APPLIED
        }
        Fact::PendingDismissed | Fact::OrderCancelled | Fact::InvitationEnded => SET_ASIDE,
        Fact::OrderPlaced | Fact::OrderPaid => RECEIPT,
        Fact::OrderRefunded | Fact::OrderWithdrawn => UNDONE,
        Fact::Invited | Fact::CampaignSent | Fact::ConsentAsked | Fact::SuppressionLifted => {
            ENVELOPE
        }
        Fact::CampaignFailed | Fact::CampaignUnknown => SET_ASIDE,
        Fact::AccountOpened
        | Fact::PasswordSet
        | Fact::PasswordChanged
        | Fact::SignInGiven
        | Fact::AccountEnabled
        | Fact::PasswordGiven
        | Fact::SlowingLifted => KEY,
        Fact::Added
        | Fact::Merged
        | Fact::Imported
        | Fact::AddressAdded
        | Fact::GroupJoined
        | Fact::DocumentGiven => ADDED,
        Fact::EmailChanged | Fact::EmailChangeAsked | Fact::AddressChanged | Fact::NoteWritten => {
            TYPED
        }
        Fact::AddressRemoved
        | Fact::SignInTaken
        | Fact::AccountDisabled
        | Fact::SessionsEnded
        | Fact::EmailChangeWithdrawn
        | Fact::ConsentWithdrawn
        | Fact::MailBounced
        | Fact::MailComplained
        | Fact::GroupLeft
        | Fact::DocumentTaken => SET_ASIDE,
        Fact::ResetSent | Fact::DataExported | Fact::ConversationOpened | Fact::MessageWritten => {
            ENVELOPE
        }
        Fact::ConversationClosed => APPLIED,
        Fact::ConversationReopened | Fact::MergeUndone => UNDONE,
    }
}
