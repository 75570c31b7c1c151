//! `/admin/documents`: everything the shop shares with its customers, drafts included; the form of one.

mod audience;
mod customer;
mod deletion;
mod editor;
mod file;
mod form;
mod inputs;
mod names;
mod page;
mod reach;
mod texts;
mod typed;
pub mod words;

pub use page::{DocumentPage, NewDocument};

use crate::admin::desk::Desk;
use crate::admin::list::{Face, List};
use crate::admin::listed::Listed;
use crate::admin::part::part;
use crate::admin::table::table;
use crate::reactive::words as say;
use crate::text::{self, Key, t};
use crate::ui::badge::{Badge, Hue};
use crate::ui::empty::Empty;
use crate::ui::heading::Heading;
use domain::api::document::{DocumentQuery, ListDocuments};
use domain::document::{Audience, DocumentRow, Kind, State, shown};
use domain::locale::Locale;
use domain::permission::Right;
use domain::route;
use leptos::prelude::*;

const TITLE: &str = "documents-title";

/// `/admin/documents`
#[component]
pub fn Documents() -> AnyView {
    let desk = expect_context::<Desk>();
    let list = List::<DocumentQuery, DocumentRow>::new::<ListDocuments>(route::ADMIN_DOCUMENTS, ());
    view! {
        <div class="stack">
            <div class="list-head">
                <Heading text=text::said(words::TITLE) id=TITLE/>
                {part(move || desk.may(Right::EditDocuments).then(create))}
            </div>
            {list
                .shown(Face {
                    title: TITLE,
                    failed: words::LIST_FAILED,
                    count,
                    note: |_| None,
                    nothing: Box::new(move |_| never(desk)),
                    rows: Box::new(rows),
                })}
        </div>
    }
    .into_any()
}

/// No document yet: the way to the first.
fn never(desk: Desk) -> AnyView {
    view! {
        <div class="card">
            <Empty message=text::said(words::NEVER)>
                {part(move || desk.may(Right::EditDocuments).then(create))}
            </Empty>
        </div>
    }
    .into_any()
}

fn create() -> AnyView {
    view! {
        <a class="button button-primary" href=route::ADMIN_DOCUMENT_NEW>
            {t(words::CREATE)}
        </a>
    }
    .into_any()
}

fn count(listed: &Listed<DocumentQuery, DocumentRow>) -> String {
    listed.count(
        (words::COUNT_ONE, words::COUNT_OTHER),
        (words::COUNT_ONE, words::COUNT_OTHER),
    )
}

fn rows(listed: Listed<DocumentQuery, DocumentRow>) -> AnyView {
    table(
        "rows documents-list",
        words::LIST_NAME,
        [
            ("documents-title", words::COLUMN_TITLE),
            ("documents-kind", words::COLUMN_KIND),
            ("documents-audience", words::COLUMN_AUDIENCE),
            ("documents-state", words::COLUMN_STATE),
            ("documents-updated", words::COLUMN_UPDATED),
        ],
        Signal::stored(false),
        listed.page.items.into_iter().map(row).collect(),
    )
}

fn row(row: DocumentRow) -> AnyView {
    let path = route::admin_document(&row.id);
    let DocumentRow {
        kind,
        title_en,
        title_fr,
        audience,
        audience_en,
        audience_fr,
        state,
        updated_at,
        ..
    } = row;
    let title = in_language(title_en, title_fr);
    let names = in_language(audience_en, audience_fr);
    let whom = say(move || match audience {
        Audience::Everyone => t(words::EVERYONE)().to_owned(),
        _ => {
            let names = names.get();
            let names = if names.is_empty() {
                t(words::NOBODY)().to_owned()
            } else {
                names
            };
            text::fill(
                words::FOR,
                &[
                    ("audience", t(audience_word(audience))()),
                    ("names", &names),
                ],
            )
        }
    });
    view! {
        <tr role="row">
            <th class="documents-title" role="rowheader" scope="row">
                <a class="rows-link" href=path>
                    <bdi>{title}</bdi>
                </a>
            </th>
            <td class="documents-kind" role="cell">
                {t(kind_word(kind))}
            </td>
            <td class="documents-audience" role="cell">
                <bdi>{whom}</bdi>
            </td>
            <td class="documents-state" role="cell">
                {badge(state)}
            </td>
            <td class="documents-updated" role="cell">
                <span class="rows-side" aria-hidden="true">
                    {t(words::COLUMN_UPDATED)}
                    " "
                </span>
                {say(move || text::date(updated_at))}
            </td>
        </tr>
    }
    .into_any()
}

/// The text of the language in use, else of the other.
pub fn in_language(en: String, fr: String) -> Signal<String> {
    say(move || {
        let (own, other) = match text::locale() {
            Locale::En => (&en, &fr),
            Locale::Fr => (&fr, &en),
        };
        shown(&**own, &**other).0.to_owned()
    })
}

fn badge(state: State) -> AnyView {
    let (hue, shape) = match state {
        State::Published => (Hue::Accent, "●"),
        State::Draft => (Hue::Plain, "○"),
    };
    view! {
        <Badge hue shape>
            {t(state_word(state))}
        </Badge>
    }
    .into_any()
}

pub fn kind_word(kind: Kind) -> Key {
    match kind {
        Kind::Page => words::KIND_PAGE,
        Kind::File => words::KIND_FILE,
    }
}

pub fn state_word(state: State) -> Key {
    match state {
        State::Draft => words::STATE_DRAFT,
        State::Published => words::STATE_PUBLISHED,
    }
}

pub fn audience_word(audience: Audience) -> Key {
    match audience {
        Audience::Everyone => words::EVERYONE,
        Audience::Groups => words::GROUPS,
        Audience::Buyers => words::BUYERS,
        Audience::Customer => words::CUSTOMER,
    }
}
