//! A fact of the history as a sentence: who, did what, to what.

use crate::admin::clock;
use crate::admin::customer::value::label;
use crate::admin::glyphs::{ADDED, APPLIED, SET_ASIDE, TYPED};
use crate::admin::words;
use crate::reactive::words as say;
use crate::text::{self, t};
use crate::ui::icon::{Glyph, Icon};
use domain::history::{Actor, Entry, Fact};
use domain::pending::DetailsField;
use leptos::prelude::*;

/// A line of the timeline, which takes focus by its id.
pub fn history_entry(id: String, entry: Entry) -> AnyView {
    let at = entry.at;
    let glyph = glyph(entry.fact);
    view! {
        <li class="timeline-entry" id=id tabindex="-1">
            <span class="timeline-mark">
                <Icon glyph/>
            </span>
            <span class="timeline-time">{clock::moment(at, clock::time)}</span>
            <span class="timeline-text">{say(move || sentence(&entry))}</span>
        </li>
    }
    .into_any()
}

fn sentence(entry: &Entry) -> String {
    let fields: Vec<String> = entry.fields.iter().map(|code| field(code)).collect();
    let (bare, with_fields) = match entry.fact {
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
        _ => (words::FACT_CREATED, None),
    };
    let key = with_fields.filter(|_| !fields.is_empty()).unwrap_or(bare);
    text::fill(key, &[("who", &who(entry)), ("fields", &fields.join(", "))])
}

/// Staff by their e-mail, the others by their part.
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
fn field(code: &str) -> String {
    DetailsField::ALL
        .into_iter()
        .find(|field| field.code() == code)
        .map_or_else(|| code.to_owned(), |field| t(label(field))().to_lowercase())
}

fn glyph(fact: Fact) -> Glyph {
    match fact {
        Fact::Created => ADDED,
        Fact::PendingTyped => TYPED,
        Fact::PendingApplied => APPLIED,
        Fact::PendingDismissed => SET_ASIDE,
        _ => ADDED,
    }
}
