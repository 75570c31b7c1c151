//! `/admin/documents/new` and `/admin/documents/{id}`: a document's form.

use crate::admin::ask::ask;
use crate::admin::desk::Desk;
use crate::admin::documents::form::DocumentForm;
use crate::admin::documents::names::Names;
use crate::admin::documents::{in_language, typed, words};
use crate::admin::fields::Fields;
use crate::admin::trouble::Trouble;
use crate::loaded::Loaded;
use crate::reactive::{either, follow, words as say};
use crate::text::{self, t};
use crate::ui::empty::Empty;
use crate::ui::heading::Heading;
use crate::ui::loading::Loading;
use domain::api::document::GetDocument;
use domain::id::DocumentId;
use domain::route;
use leptos::prelude::*;

/// `/admin/documents/new`
#[component]
pub fn NewDocument() -> AnyView {
    let desk = expect_context::<Desk>();
    let title = text::said(words::NEW_TITLE);
    follow(move || desk.set_place(route::ADMIN_DOCUMENT_NEW, title.get()));
    Names::load();
    let fields = Fields::new(&typed::PATHS);
    let inside = view! { <DocumentForm fields record=None/> };
    page(title, fields, inside.into_any())
}

/// `/admin/documents/{id}`
#[component]
pub fn DocumentPage(id: DocumentId) -> AnyView {
    let desk = expect_context::<Desk>();
    let path = route::admin_document(&id);
    let record = Loaded::new(move || {
        desk.follow_session();
        let id = id.clone();
        Box::pin(async move { ask::<GetDocument>(desk, &id, &(), &()).await })
    });
    let title = say(move || match record.value() {
        Some(record) => in_language(record.title_en, record.title_fr).get(),
        None => t(words::DOCUMENT_TITLE)().to_owned(),
    });
    follow(move || desk.set_place(&path, title.get()));
    Names::load();
    // once it is here the form stands: what is typed outlives every later answer
    let here = Memo::new(move |_| record.value().is_some());
    let failed = Memo::new(move |_| record.refusal().filter(|_| !here.get()));
    let fields = Fields::new(&typed::PATHS);
    let inside = either(move || {
        if here.get() {
            return view! { <DocumentForm fields record=Some(record)/> }.into_any();
        }
        match failed.get() {
            Some(refusal) if refusal.status() == 404 => view! {
                <div class="card">
                    <Empty message=text::said(words::GONE)>
                        <a class="button" href=route::ADMIN_DOCUMENTS>
                            {t(words::BACK)}
                        </a>
                    </Empty>
                </div>
            }
            .into_any(),
            Some(refusal) => {
                view! { <Trouble message=words::FAILED refusal retry=move |()| record.again()/> }
                    .into_any()
            }
            None => view! {
                <div class="card">
                    <Loading bars=6/>
                </div>
            }
            .into_any(),
        }
    });
    page(title, fields, inside.into_any())
}

/// One heading from the first bar to the form.
fn page(title: Signal<String>, fields: Fields, inside: AnyView) -> AnyView {
    view! {
        <div class="record">
            <Heading text=title form=fields.form/>
            {inside}
        </div>
    }
    .into_any()
}
