//! A line of the journal: when, what somebody did and to what, their role then. What was refused and what failed carries a flag and a word.

use crate::admin::clock;
use crate::admin::customer::entry;
use crate::admin::glyphs::{ADDED, APPLIED, ENVELOPE, KEY, RECEIPT, SET_ASIDE, TYPED, UNDONE};
use crate::admin::journal::sentence::{fields, sentence};
use crate::admin::journal::words;
use crate::admin::role::role_word;
use crate::text::{Key, t};
use crate::ui::badge::{Badge, Hue};
use crate::ui::icon::{ALERT, Glyph, Icon};
use domain::journal::{Act, Deed, Line};
use leptos::prelude::*;

/// An item of its day.
pub fn line(line: Line) -> AnyView {
    let at = line.at;
    let flag = flag(line.deed);
    let role = line
        .role
        .map(|role| view! { <span>{t(role_word(role))}</span> });
    view! {
        <li class="timeline-entry" class:journal-flagged=flag.is_some()>
            <span class="timeline-mark">
                <Icon glyph=glyph(line.deed)/>
            </span>
            <span class="timeline-time">{clock::moment(at, clock::time)}</span>
            <div class="timeline-text">
                <p>
                    {flag
                        .map(|word| {
                            view! {
                                <Badge hue=Hue::Brass shape="⚑">
                                    {t(word)}
                                </Badge>
                                " "
                            }
                        })}
                    {sentence(&line)}
                </p>
                <p class="meta journal-side">{role} {fields(&line)}</p>
            </div>
        </li>
    }
    .into_any()
}

/// The word of what went against somebody.
fn flag(deed: Deed) -> Option<Key> {
    match deed {
        Deed::Act(Act::SignInFailed) => Some(words::FAILED),
        Deed::Act(Act::Refused) => Some(words::REFUSED),
        _ => None,
    }
}

fn glyph(deed: Deed) -> Glyph {
    let act = match deed {
        Deed::Act(act) => act,
        Deed::Fact(fact) => return entry::glyph(fact),
    };
    match act {
        Act::SignInFailed | Act::Refused => ALERT,
        Act::SignedIn | Act::StaffEnabled => KEY,
        Act::GroupCreated | Act::ProductCreated | Act::DocumentCreated | Act::CampaignCreated => {
            ADDED
        }
        Act::MailRetried
        | Act::TestMailSent
        | Act::StaffInvited
        | Act::CampaignStarted
        | Act::CampaignScheduled
        | Act::CampaignResent => ENVELOPE,
        Act::SalesExported | Act::CustomersExported => RECEIPT,
        Act::BulkStarted
        | Act::ImportUploaded
        | Act::ImportStarted
        | Act::DocumentPublished
        | Act::CampaignResumed => APPLIED,
        Act::BulkUndone | Act::CampaignTakenBack | Act::FoundAgain => UNDONE,
        Act::NoteEdited
        | Act::CampaignEdited
        | Act::GroupRenamed
        | Act::ProductEdited
        | Act::DocumentEdited
        | Act::SettingsEdited
        | Act::SpaceArranged
        | Act::StaffRenamed
        | Act::RoleChanged => TYPED,
        Act::SignedOut
        | Act::CustomerDeleted
        | Act::CustomerErased
        | Act::NoteDeleted
        | Act::ToldApart
        | Act::CustomerLeft
        | Act::GroupDeleted
        | Act::DocumentWithdrawn
        | Act::DocumentDeleted
        | Act::BulkStopped
        | Act::ImportPaused
        | Act::ImportDeleted
        | Act::CampaignDeleted
        | Act::CampaignPaused
        | Act::CampaignStopped
        | Act::StaffDisabled
        | Act::StaffRemoved => SET_ASIDE,
    }
}
