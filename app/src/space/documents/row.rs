//! A document in a list, and what it says in either language.

use crate::client;
use crate::reactive::{go, words as say};
use crate::space::arranged::Arranged;
use crate::space::documents::{new_mark, words};
use crate::text::{self, t};
use domain::api::document::{GetOwnFile, ReadOwnDocument};
use domain::document::{FileMark, OwnDocument, shown};
use domain::id::DocumentId;
use domain::locale::Locale;
use domain::route;
use leptos::prelude::*;

pub fn row(document: OwnDocument) -> AnyView {
    let OwnDocument {
        id,
        title_en,
        title_fr,
        summary_en,
        summary_fr,
        file,
        published_at,
        is_new,
        ..
    } = document;
    let summary = (!summary_en.is_empty() || !summary_fr.is_empty())
        .then(|| view! { <p class="documents-summary">{said(summary_en, summary_fr)}</p> });
    let file = file.map(|file| view! { <p>{link(&id, file)}</p> });
    view! {
        <li class="documents-row">
            <div class="documents-head">
                <a class="documents-title" href=route::document(&id)>
                    {said(title_en, title_fr)}
                </a>
                {new_mark(is_new)}
            </div>
            {summary}
            {file}
            <p class="meta">
                {say(move || {
                    text::fill(words::PUBLISHED, &[("date", &text::date(published_at))])
                })}
            </p>
        </li>
    }
    .into_any()
}

/// A text in the reader's language; where there is only the other one, it says so to screen readers and spelling.
pub fn said(en: String, fr: String) -> AnyView {
    let wanted = move |locale: Locale| match locale {
        Locale::En => (en.clone(), fr.clone()),
        Locale::Fr => (fr.clone(), en.clone()),
    };
    let chosen = Signal::derive(move || {
        let (own, other) = wanted(text::locale());
        let (text, foreign) = shown(&*own, &*other);
        (text.to_owned(), foreign)
    });
    view! { <bdi lang=move || foreign(chosen.with(|(_, foreign)| *foreign))>{move || chosen.get().0}</bdi> }
        .into_any()
}

/// The language of a text that is not the reader's.
pub fn foreign(is_foreign: bool) -> Option<&'static str> {
    is_foreign.then(|| match text::locale() {
        Locale::En => Locale::Fr.code(),
        Locale::Fr => Locale::En.code(),
    })
}

/// The way to a file, which says its name, kind and size. Whoever takes it has opened the document.
pub fn link(id: &DocumentId, file: FileMark) -> AnyView {
    let to = domain::api::address::<GetOwnFile>(id, &(), client::escape);
    let id = id.clone();
    let space = Arranged::space();
    let opened = move |_| {
        let id = id.clone();
        go(async move {
            let read = client::call::<ReadOwnDocument>(&id, &(), &()).await;
            // That it stays marked as new is no harm.
            if read.is_ok() {
                space.again();
            }
        });
    };
    let kind = file.kind.extension().to_ascii_uppercase();
    let about = say(move || {
        text::fill(
            words::FILE,
            &[("kind", &kind), ("size", &text::size(file.size))],
        )
    });
    view! {
        <a class="documents-file" href=to download="" on:click=opened>
            <span class="unseen">{t(words::DOWNLOAD)} " "</span>
            <bdi>{file.name}</bdi>
            <span class="documents-about">", " {about}</span>
        </a>
    }
    .into_any()
}
