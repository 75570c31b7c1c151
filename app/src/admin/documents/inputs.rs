//! The fields of a document: what it is, what it says, whom it is for, whether it is out.

use crate::admin::documents::audience::audience;
use crate::admin::documents::editor::Editor;
use crate::admin::documents::file::file;
use crate::admin::documents::texts::{texts, titles};
use crate::admin::documents::{kind_word, typed, words};
use crate::admin::fields::RadioField;
use crate::admin::part::part;
use crate::text::t;
use domain::document::{Kind, State};
use leptos::prelude::*;

pub fn inputs(editor: Editor) -> AnyView {
    let at = move |path: &str| editor.fields.at(path);
    let kind = Memo::new(move |_| at(typed::KIND).value.with(|code| typed::kind(code)));
    view! {
        <section class="card stack" aria-labelledby="names-title">
            <h2 class="subheading" id="names-title">
                {t(words::NAMES_TITLE)}
            </h2>
            {match editor.kind {
                Some(kind) => {
                    view! {
                        <p class="admin-form-fixed">
                            <span class="field-label">{t(words::KIND)}</span>
                            <span>{t(kind_word(kind))}</span>
                            <span class="field-hint">{t(words::KIND_FIXED)}</span>
                        </p>
                    }
                        .into_any()
                }
                None => {
                    view! {
                        <RadioField
                            field=at(typed::KIND)
                            label=words::KIND
                            options=vec![
                                (Kind::Page.code(), words::KIND_PAGE, Some(words::KIND_PAGE_HINT)),
                                (Kind::File.code(), words::KIND_FILE, Some(words::KIND_FILE_HINT)),
                            ]
                        />
                    }
                        .into_any()
                }
            }}
            {titles(editor)}
        </section>
        {part(move || {
            Some(match kind.get()? {
                Kind::Page => texts(editor),
                Kind::File => file(editor),
            })
        })}
        {audience(editor)}
        <section class="card stack" aria-labelledby="state-title">
            <h2 class="subheading" id="state-title">
                {t(words::STATE_TITLE)}
            </h2>
            <RadioField
                field=at(typed::STATE)
                label=words::STATE
                options=vec![
                    (State::Draft.code(), words::STATE_DRAFT, Some(words::STATE_DRAFT_HINT)),
                    (
                        State::Published.code(),
                        words::STATE_PUBLISHED,
                        Some(words::STATE_PUBLISHED_HINT),
                    ),
                ]
            />
        </section>
    }
    .into_any()
}
