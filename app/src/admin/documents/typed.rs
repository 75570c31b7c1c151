//! A document between its record and the texts of its form's fields.

use crate::admin::documents::names::Names;
use crate::admin::documents::{audience_word, kind_word, state_word, words};
use crate::admin::fields::{Fields, TICKED, Values};
use crate::text::{Key, t};
use domain::document::{Audience, DocumentForm, DocumentRecord, Kind, State};
use domain::id::{BlobId, CustomerId, GroupId, ProductId};
use leptos::prelude::use_context;

/// The form's fields, in the order of the page.
pub const PATHS: [&str; 14] = [
    KIND, TITLE_FR, TITLE_EN, SUMMARY_FR, SUMMARY_EN, BODY_FR, BODY_EN, FILE, AUDIENCE, GROUPS,
    PRODUCT, LAPSED, CUSTOMER, STATE,
];
pub const KIND: &str = "kind";
pub const TITLE_FR: &str = "title_fr";
pub const TITLE_EN: &str = "title_en";
pub const SUMMARY_FR: &str = "summary_fr";
pub const SUMMARY_EN: &str = "summary_en";
pub const BODY_FR: &str = "body_fr";
pub const BODY_EN: &str = "body_en";
/// The id of a file.
pub const FILE: &str = "file";
pub const AUDIENCE: &str = "audience";
/// Ids with commas between.
pub const GROUPS: &str = "groups";
pub const PRODUCT: &str = "product";
pub const LAPSED: &str = "lapsed";
pub const CUSTOMER: &str = "customer";
pub const STATE: &str = "state";

/// What is typed, as the Worker takes it. What the kind has no use for stays in the form and is not sent.
pub fn read(fields: Fields, version: Option<u32>) -> DocumentForm {
    let kind = kind(&fields.text(KIND));
    let body = |path: &str| match kind {
        Some(Kind::File) => String::new(),
        _ => fields.text(path),
    };
    let groups = fields.text(GROUPS);
    DocumentForm {
        version,
        kind,
        title_en: fields.text(TITLE_EN),
        title_fr: fields.text(TITLE_FR),
        summary_en: fields.text(SUMMARY_EN),
        summary_fr: fields.text(SUMMARY_FR),
        body_en: body(BODY_EN),
        body_fr: body(BODY_FR),
        file: (kind == Some(Kind::File))
            .then(|| BlobId::parse(&fields.text(FILE)))
            .flatten(),
        audience: Audience::parse(&fields.text(AUDIENCE)),
        groups: groups.split(',').filter_map(GroupId::parse).collect(),
        product: ProductId::parse(&fields.text(PRODUCT)),
        lapsed: fields.text(LAPSED) == TICKED,
        customer: CustomerId::parse(&fields.text(CUSTOMER)),
        state: state(&fields.text(STATE)),
    }
}

pub fn kind(code: &str) -> Option<Kind> {
    [Kind::Page, Kind::File]
        .into_iter()
        .find(|kind| kind.code() == code)
}

fn state(code: &str) -> Option<State> {
    [State::Draft, State::Published]
        .into_iter()
        .find(|state| state.code() == code)
}

/// The fields' texts for a document.
pub fn values(form: &DocumentForm) -> Values {
    let text = |id: Option<&str>| id.unwrap_or_default().to_owned();
    let mut groups: Vec<&str> = form.groups.iter().map(GroupId::as_str).collect();
    groups.sort_unstable();
    vec![
        (KIND, text(form.kind.map(Kind::code))),
        (TITLE_FR, form.title_fr.clone()),
        (TITLE_EN, form.title_en.clone()),
        (SUMMARY_FR, form.summary_fr.clone()),
        (SUMMARY_EN, form.summary_en.clone()),
        (BODY_FR, form.body_fr.clone()),
        (BODY_EN, form.body_en.clone()),
        (FILE, text(form.file.as_ref().map(BlobId::as_str))),
        (AUDIENCE, text(form.audience.map(Audience::code))),
        (GROUPS, groups.join(",")),
        (PRODUCT, text(form.product.as_ref().map(ProductId::as_str))),
        (LAPSED, if form.lapsed { TICKED } else { "" }.to_owned()),
        (
            CUSTOMER,
            text(form.customer.as_ref().map(CustomerId::as_str)),
        ),
        (STATE, text(form.state.map(State::code))),
    ]
}

/// A record as its form holds it.
pub fn form_of(record: &DocumentRecord) -> DocumentForm {
    DocumentForm {
        version: Some(record.version),
        kind: Some(record.kind),
        title_en: record.title_en.clone(),
        title_fr: record.title_fr.clone(),
        summary_en: record.summary_en.clone(),
        summary_fr: record.summary_fr.clone(),
        body_en: record.body_en.clone(),
        body_fr: record.body_fr.clone(),
        file: record.file.as_ref().map(|file| file.id.clone()),
        audience: Some(record.audience),
        groups: record.groups.iter().map(|group| group.id.clone()).collect(),
        product: record.product.as_ref().map(|product| product.id.clone()),
        lapsed: record.lapsed,
        customer: record.customer.as_ref().map(|customer| customer.id.clone()),
        state: Some(record.state),
    }
}

/// The label of a field.
pub fn label(path: &str) -> Key {
    match path {
        TITLE_FR => words::TITLE_FR,
        TITLE_EN => words::TITLE_EN,
        SUMMARY_FR => words::SUMMARY_FR,
        SUMMARY_EN => words::SUMMARY_EN,
        BODY_FR => words::BODY_FR,
        BODY_EN => words::BODY_EN,
        FILE => words::FILE,
        AUDIENCE => words::AUDIENCE,
        GROUPS => words::GROUPS,
        PRODUCT => words::PRODUCT,
        LAPSED => words::LAPSED,
        CUSTOMER => words::CUSTOMER,
        STATE => words::STATE,
        _ => words::KIND,
    }
}

/// A field's text in words.
pub fn shown(path: &str, value: &str) -> String {
    let word = |key: Option<Key>| key.map(|key| t(key)().to_owned()).unwrap_or_default();
    let names = use_context::<Names>();
    let met = || {
        names
            .and_then(|names| names.of(value))
            .unwrap_or_else(|| value.to_owned())
    };
    match path {
        KIND => word(kind(value).map(kind_word)),
        STATE => word(state(value).map(state_word)),
        AUDIENCE => word(Audience::parse(value).map(audience_word)),
        LAPSED if value.is_empty() => t(words::NO)().to_owned(),
        LAPSED => t(words::YES)().to_owned(),
        GROUPS => names
            .map(|names| names.of_groups(value))
            .unwrap_or_default(),
        PRODUCT => names
            .map(|names| names.of_product(value))
            .unwrap_or_default(),
        FILE | CUSTOMER if !value.is_empty() => met(),
        _ => value.to_owned(),
    }
}
