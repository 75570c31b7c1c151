//! A campaign between its record and the texts of its form's fields.

use crate::admin::campaigns::words;
use crate::admin::fields::{Fields, Values};
use crate::text::Key;
use domain::campaign::{Campaign, CampaignForm};
use domain::group::Group;
use domain::id::GroupId;
use domain::locale::Locale;
use leptos::prelude::use_context;

/// The form's fields, in the order of the page.
pub const PATHS: [&str; 5] = [GROUPS, SUBJECT_FR, BODY_FR, SUBJECT_EN, BODY_EN];
/// Ids with commas between.
pub const GROUPS: &str = "groups";
pub const SUBJECT_FR: &str = "subject_fr";
pub const SUBJECT_EN: &str = "subject_en";
pub const BODY_FR: &str = "body_fr";
pub const BODY_EN: &str = "body_en";

/// The paths of a language's subject and text.
pub fn of(locale: Locale) -> (&'static str, &'static str) {
    match locale {
        Locale::En => (SUBJECT_EN, BODY_EN),
        Locale::Fr => (SUBJECT_FR, BODY_FR),
    }
}

/// What is typed, as the Worker takes it.
pub fn read(fields: Fields, version: Option<u32>) -> CampaignForm {
    CampaignForm {
        version,
        subject_en: fields.text(SUBJECT_EN),
        subject_fr: fields.text(SUBJECT_FR),
        body_en: fields.text(BODY_EN),
        body_fr: fields.text(BODY_FR),
        groups: ids(&fields.text(GROUPS)),
    }
}

/// The groups that a field holds.
pub fn ids(typed: &str) -> Vec<GroupId> {
    typed.split(',').filter_map(GroupId::parse).collect()
}

/// Groups as their field holds them: in one order, so that taking out and putting back is no change.
pub fn joined(mut ids: Vec<GroupId>) -> String {
    ids.sort_by(|a, b| a.as_str().cmp(b.as_str()));
    ids.dedup();
    let ids: Vec<&str> = ids.iter().map(GroupId::as_str).collect();
    ids.join(",")
}

/// The fields' texts for a campaign.
pub fn values(form: &CampaignForm) -> Values {
    vec![
        (GROUPS, joined(form.groups.clone())),
        (SUBJECT_FR, form.subject_fr.clone()),
        (BODY_FR, form.body_fr.clone()),
        (SUBJECT_EN, form.subject_en.clone()),
        (BODY_EN, form.body_en.clone()),
    ]
}

/// A record as its form holds it.
pub fn form_of(campaign: &Campaign) -> CampaignForm {
    CampaignForm {
        version: Some(campaign.version),
        subject_en: campaign.subject_en.clone(),
        subject_fr: campaign.subject_fr.clone(),
        body_en: campaign.body_en.clone(),
        body_fr: campaign.body_fr.clone(),
        groups: campaign
            .groups
            .iter()
            .map(|group| group.id.clone())
            .collect(),
    }
}

/// The label of a field.
pub fn label(path: &str) -> Key {
    match path {
        SUBJECT_FR => words::SUBJECT_FR,
        SUBJECT_EN => words::SUBJECT_EN,
        BODY_FR => words::BODY_FR,
        BODY_EN => words::BODY_EN,
        _ => words::GROUPS,
    }
}

/// A field's text in words.
pub fn shown(path: &str, value: &str) -> String {
    match (path, use_context::<Named>()) {
        (GROUPS, Some(Named(groups))) => groups.with(|groups| {
            let names = groups
                .into_iter()
                .flatten()
                .filter(|group: &&Group| value.split(',').any(|id| id == group.id.as_str()))
                .map(|group| group.name.clone());
            names.collect::<Vec<_>>().join(", ")
        }),
        _ => value.to_owned(),
    }
}

/// The groups there are, by name, in the context of the form.
#[derive(Clone, Copy)]
pub struct Named(pub crate::loaded::Loaded<Vec<Group>>);
