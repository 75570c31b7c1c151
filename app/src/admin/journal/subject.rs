//! What a deed was done to: a link where it has a page, a word where it is gone.

use crate::admin::journal::words;
use crate::text::{self, Key, t};
use domain::id::{CustomerId, DocumentId, GroupId, OrderId, ProductId};
use domain::journal::{Subject, SubjectKind};
use domain::route;
use leptos::prelude::*;

/// Its name within a sentence.
pub fn subject(subject: &Subject) -> AnyView {
    let id = subject.id.as_str();
    let (named, gone, path): (Option<Key>, Key, Option<String>) = match subject.kind {
        SubjectKind::Customer => (
            None,
            words::SUBJECT_CUSTOMER_GONE,
            CustomerId::parse(id).map(|id| route::admin_customer(&id)),
        ),
        SubjectKind::Order => (
            Some(words::SUBJECT_ORDER),
            words::SUBJECT_ORDER_GONE,
            OrderId::parse(id).map(|id| route::admin_order(&id)),
        ),
        SubjectKind::Group => (
            Some(words::SUBJECT_GROUP),
            words::SUBJECT_GROUP_GONE,
            GroupId::parse(id).map(|id| route::admin_group(&id)),
        ),
        SubjectKind::Product => (
            Some(words::SUBJECT_PRODUCT),
            words::SUBJECT_PRODUCT_GONE,
            ProductId::parse(id).map(|id| route::admin_product(&id)),
        ),
        SubjectKind::Document => (
            Some(words::SUBJECT_DOCUMENT),
            words::SUBJECT_DOCUMENT_GONE,
            DocumentId::parse(id).map(|id| route::admin_document(&id)),
        ),
        SubjectKind::Staff => (None, words::SUBJECT_STAFF_GONE, None),
        SubjectKind::Mail => (Some(words::SUBJECT_MAIL_TO), words::SUBJECT_MAIL, None),
        SubjectKind::Bulk => (None, words::SUBJECT_BULK, None),
        SubjectKind::Import => (
            Some(words::SUBJECT_IMPORT),
            words::SUBJECT_IMPORT_GONE,
            None,
        ),
        SubjectKind::Campaign => (
            Some(words::SUBJECT_CAMPAIGN),
            words::SUBJECT_CAMPAIGN_GONE,
            None,
        ),
    };
    let Some(name) = subject.name.clone() else {
        return t(gone)().into_any();
    };
    let said = match named {
        Some(key) => text::fill(key, &[("name", &name)]),
        None => name,
    };
    match path {
        Some(path) => view! {
            <a href=path>
                <bdi>{said}</bdi>
            </a>
        }
        .into_any(),
        None => view! { <bdi>{said}</bdi> }.into_any(),
    }
}
