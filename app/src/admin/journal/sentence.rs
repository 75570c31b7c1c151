//! A deed as a sentence. A fact of a customer's history has the history's own words, and the customer's name after them.

use crate::admin::customer::entry;
use crate::admin::customers::filter::Filter;
use crate::admin::journal::{subject::subject, words};
use crate::admin::role::role_word;
use crate::admin::{product, settings};
use crate::text::{self, Key, t};
use domain::account::Role;
use domain::history::Fact;
use domain::journal::{Act, Area, Deed, Line};
use leptos::prelude::*;

/// Who did what, with what it was done to as a link.
pub fn sentence(line: &Line) -> AnyView {
    let field = |place: usize| line.fields.get(place).cloned().unwrap_or_default();
    let role = |code: String| match Role::parse(&code) {
        Some(role) => t(role_word(role))().to_owned(),
        None => code,
    };
    let who = line
        .by
        .clone()
        .unwrap_or_else(|| t(words::SOMEBODY)().to_owned());
    let said = text::fill(
        match line.deed {
            Deed::Act(Act::CustomersExported) => exported(&field(0)),
            deed => key(deed),
        },
        &[
            ("who", &who),
            ("request", &line.fields.join(" ")),
            ("month", &text::month(&field(0))),
            ("n", &field(0).parse().map(text::number).unwrap_or_default()),
            ("before", &role(field(0))),
            ("after", &role(field(1))),
        ],
    );
    let to = line.subject.as_ref().map(subject);
    let said = match (line.deed, &to) {
        // the history tells it of the page it stands on
        (Deed::Fact(_), Some(_)) if !said.contains('{') => {
            let said = said.trim_end_matches('.');
            text::fill(words::ABOUT, &[("said", said)])
        }
        _ => said,
    };
    let place = ["{subject}", "{order}"]
        .into_iter()
        .find_map(|mark| said.split_once(mark));
    match (place, to) {
        (Some((start, end)), to) => {
            let (start, end) = (start.to_owned(), end.to_owned());
            let to = to.unwrap_or_else(|| t(words::SUBJECT_STAFF_GONE)().into_any());
            view! { {start} {to} {end} }.into_any()
        }
        (None, _) => said.into_any(),
    }
}

/// The sentence of so many customers.
fn exported(rows: &str) -> Key {
    match rows {
        "1" => words::ACT_CUSTOMERS_EXPORTED_ONE,
        _ => words::ACT_CUSTOMERS_EXPORTED_OTHER,
    }
}

/// What narrowed an export: the filters by their names, each once.
fn narrowed_by(line: &Line) -> Option<AnyView> {
    let mut names: Vec<&str> = Vec::new();
    for key in line.fields.iter().skip(1) {
        let name = match key.as_str() {
            "q" => t(words::EXPORTED_BY_SEARCH)(),
            "customers" => t(words::EXPORTED_BY_ROWS)(),
            key => Filter::ALL
                .into_iter()
                .find(|filter| filter.keys().contains(&key))
                .map_or("", |filter| t(filter.label())()),
        };
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    let said = text::fill(words::EXPORTED_BY, &[("fields", &names.join(", "))]);
    (!names.is_empty()).then(|| view! { <span>{said}</span> }.into_any())
}

/// The fields that a change names; roles, months and requests stand in the sentence.
pub fn fields(line: &Line) -> Option<AnyView> {
    if line.deed == Deed::Act(Act::CustomersExported) {
        return narrowed_by(line);
    }
    let named = matches!(
        line.deed,
        Deed::Fact(_) | Deed::Act(Act::ProductEdited | Act::SettingsEdited)
    );
    if !named || line.fields.is_empty() {
        return None;
    }
    let names: Vec<String> = line
        .fields
        .iter()
        .map(|code| match line.area {
            Area::Settings => settings::field(code),
            Area::Products => product::field(code),
            _ => entry::field(code),
        })
        .collect();
    let said = text::fill(words::CHANGED_FIELDS, &[("fields", &names.join(", "))]);
    Some(view! { <span>{said}</span> }.into_any())
}

fn key(deed: Deed) -> Key {
    match deed {
        Deed::Act(act) => act_key(act),
        // the journal keeps neither addresses nor the names of groups
        Deed::Fact(Fact::EmailChanged) => words::FACT_EMAIL_CHANGED,
        Deed::Fact(Fact::GroupJoined) => words::FACT_GROUP_JOINED,
        Deed::Fact(Fact::GroupLeft) => words::FACT_GROUP_LEFT,
        Deed::Fact(Fact::DocumentGiven) => words::FACT_DOCUMENT_GIVEN,
        Deed::Fact(Fact::DocumentTaken) => words::FACT_DOCUMENT_TAKEN,
        Deed::Fact(Fact::Merged) => words::FACT_MERGED,
        Deed::Fact(Fact::MergeUndone) => words::FACT_MERGE_UNDONE,
        Deed::Fact(Fact::NoteWritten) => words::FACT_NOTE_WRITTEN,
        Deed::Fact(fact) => entry::keys(fact).0,
    }
}

fn act_key(act: Act) -> Key {
    match act {
        Act::SignedIn => words::ACT_SIGNED_IN,
        Act::SignInFailed => words::ACT_SIGN_IN_FAILED,
        Act::SignedOut => words::ACT_SIGNED_OUT,
        Act::Refused => words::ACT_REFUSED,
        Act::CustomerDeleted => words::ACT_CUSTOMER_DELETED,
        Act::CustomerErased => words::ACT_CUSTOMER_ERASED,
        Act::NoteEdited => words::ACT_NOTE_EDITED,
        Act::NoteDeleted => words::ACT_NOTE_DELETED,
        Act::ToldApart => words::ACT_TOLD_APART,
        Act::FoundAgain => words::ACT_FOUND_AGAIN,
        Act::CustomerLeft => words::ACT_CUSTOMER_LEFT,
        Act::GroupCreated => words::ACT_GROUP_CREATED,
        Act::GroupRenamed => words::ACT_GROUP_RENAMED,
        Act::GroupDeleted => words::ACT_GROUP_DELETED,
        Act::BulkStarted => words::ACT_BULK_STARTED,
        Act::BulkStopped => words::ACT_BULK_STOPPED,
        Act::BulkUndone => words::ACT_BULK_UNDONE,
        Act::ImportUploaded => words::ACT_IMPORT_UPLOADED,
        Act::ImportStarted => words::ACT_IMPORT_STARTED,
        Act::ImportPaused => words::ACT_IMPORT_PAUSED,
        Act::ImportDeleted => words::ACT_IMPORT_DELETED,
        Act::CustomersExported => words::ACT_CUSTOMERS_EXPORTED_OTHER,
        Act::CampaignCreated => words::ACT_CAMPAIGN_CREATED,
        Act::CampaignEdited => words::ACT_CAMPAIGN_EDITED,
        Act::CampaignDeleted => words::ACT_CAMPAIGN_DELETED,
        Act::CampaignScheduled => words::ACT_CAMPAIGN_SCHEDULED,
        Act::CampaignTakenBack => words::ACT_CAMPAIGN_TAKEN_BACK,
        Act::CampaignStarted => words::ACT_CAMPAIGN_STARTED,
        Act::CampaignPaused => words::ACT_CAMPAIGN_PAUSED,
        Act::CampaignResumed => words::ACT_CAMPAIGN_RESUMED,
        Act::CampaignStopped => words::ACT_CAMPAIGN_STOPPED,
        Act::CampaignResent => words::ACT_CAMPAIGN_RESENT,
        Act::ProductCreated => words::ACT_PRODUCT_CREATED,
        Act::ProductEdited => words::ACT_PRODUCT_EDITED,
        Act::DocumentCreated => words::ACT_DOCUMENT_CREATED,
        Act::DocumentEdited => words::ACT_DOCUMENT_EDITED,
        Act::DocumentPublished => words::ACT_DOCUMENT_PUBLISHED,
        Act::DocumentWithdrawn => words::ACT_DOCUMENT_WITHDRAWN,
        Act::DocumentDeleted => words::ACT_DOCUMENT_DELETED,
        Act::MailRetried => words::ACT_MAIL_RETRIED,
        Act::TestMailSent => words::ACT_TEST_MAIL_SENT,
        Act::SpaceArranged => words::ACT_SPACE_ARRANGED,
        Act::SettingsEdited => words::ACT_SETTINGS_EDITED,
        Act::SalesExported => words::ACT_SALES_EXPORTED,
        Act::StaffInvited => words::ACT_STAFF_INVITED,
        Act::StaffRenamed => words::ACT_STAFF_RENAMED,
        Act::RoleChanged => words::ACT_ROLE_CHANGED,
        Act::StaffEnabled => words::ACT_STAFF_ENABLED,
        Act::StaffDisabled => words::ACT_STAFF_DISABLED,
        Act::StaffRemoved => words::ACT_STAFF_REMOVED,
    }
}
