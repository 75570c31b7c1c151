//! One document: its text, or the way to its file. Opening it is said to the shop, so that it is new no more.

use crate::client::{self, Refusal};
use crate::loaded::Loaded;
use crate::reactive::{either, follow, go, words as say};
use crate::session::Session;
use crate::space::arranged::Arranged;
use crate::space::documents::row::{foreign, link, said};
use crate::space::documents::words;
use crate::text::{self, t};
use crate::ui::empty::Empty;
use crate::ui::failed::Failed;
use crate::ui::heading::Heading;
use crate::ui::loading::Loading;
use crate::ui::markdown::markdown;
use domain::api::document::{GetOwnDocument, ReadOwnDocument};
use domain::document::{OpenDocument, shown};
use domain::id::DocumentId;
use domain::locale::Locale;
use domain::route;
use leptos::prelude::*;

/// `/account/documents/{id}`
pub fn page(id: DocumentId) -> AnyView {
    let who = expect_context::<Session>();
    let asked = id.clone();
    let open = Loaded::new(move || {
        let id = asked.clone();
        Box::pin(async move {
            let answer = client::call::<GetOwnDocument>(&id, &(), &()).await;
            if answer
                .as_ref()
                .is_err_and(|refused| refused.status() == 401)
            {
                who.ended();
            }
            answer
        })
    });
    tell(id, open);
    let title = say(move || match open.value() {
        Some(OpenDocument { document, .. }) => {
            let (own, other) = match text::locale() {
                Locale::En => (&document.title_en, &document.title_fr),
                Locale::Fr => (&document.title_fr, &document.title_en),
            };
            shown(&**own, &**other).0.to_owned()
        }
        None => t(words::ONE)().to_owned(),
    });
    let body = either(move || match (open.value(), open.refusal()) {
        (Some(open), _) => inside(open),
        (None, Some(refusal)) => refused(open, refusal),
        (None, None) => view! { <Loading bars=6/> }.into_any(),
    });
    view! {
        <article class="stack stack-wide document">
            <p>
                <a href=route::ACCOUNT_DOCUMENTS>{t(words::BACK)}</a>
            </p>
            <Heading text=title/>
            {body}
        </article>
    }
    .into_any()
}

/// Says that it is open, once it is; the space's figures follow.
fn tell(id: DocumentId, open: Loaded<OpenDocument>) {
    let space = Arranged::space();
    let told = StoredValue::new(false);
    follow(move || {
        let is_new = open.with(|open| open.is_some_and(|open| open.document.is_new));
        if !is_new || told.get_value() {
            return;
        }
        told.set_value(true);
        let id = id.clone();
        go(async move {
            // That it stays marked as new is no harm.
            if client::call::<ReadOwnDocument>(&id, &(), &()).await.is_ok() {
                space.again();
            }
        });
    });
}

fn inside(open: OpenDocument) -> AnyView {
    let OpenDocument {
        document,
        body_en,
        body_fr,
    } = open;
    let published = document.published_at;
    let summary = (!document.summary_en.is_empty() || !document.summary_fr.is_empty())
        .then(|| view! { <p class="lead">{said(document.summary_en, document.summary_fr)}</p> });
    let file = document.file.map(|file| {
        view! {
            <section class="card" aria-label=t(words::FILE_TITLE)>
                {link(&document.id, file)}
            </section>
        }
    });
    let text = either(move || {
        let (own, other) = match text::locale() {
            Locale::En => (&body_en, &body_fr),
            Locale::Fr => (&body_fr, &body_en),
        };
        let (blocks, is_foreign) = shown(&**own, &**other);
        if blocks.is_empty() {
            return ().into_any();
        }
        let blocks = blocks.to_vec();
        view! {
            <section class="card" lang=foreign(is_foreign)>
                {markdown(blocks, 2)}
            </section>
        }
        .into_any()
    });
    view! {
        {summary}
        {text}
        {file}
        <p class="meta">
            {say(move || text::fill(words::PUBLISHED, &[("date", &text::date(published))]))}
        </p>
    }
    .into_any()
}

/// What is no more, or no more for this customer, is not told apart.
fn refused(open: Loaded<OpenDocument>, refusal: Refusal) -> AnyView {
    if refusal.status() == 404 {
        return view! { <Empty message=text::said(words::GONE)/> }.into_any();
    }
    view! {
        <Failed
            message=text::said(words::FAILED)
            refusal=Some(refusal)
            retry=move |()| open.again()
        />
    }
    .into_any()
}
