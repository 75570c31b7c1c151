//! Titles and texts in both languages; beside a text, what it will look like.

use crate::admin::documents::editor::Editor;
use crate::admin::documents::{typed, words};
use crate::admin::fields::TextArea;
use crate::admin::part::part;
use crate::admin::space::reading::Reading;
use crate::form::Field;
use crate::text::{self, Key, t};
use crate::ui::failed::Failed;
use crate::ui::field::TextField;
use crate::ui::markdown::markdown;
use domain::locale::Locale;
use leptos::prelude::*;

/// Title and summary, French first.
pub fn titles(editor: Editor) -> AnyView {
    let line = move |path: &'static str, hint: Option<Key>| {
        view! {
            <TextField
                field=editor.fields.at(path)
                label=typed::label(path)
                optional=true
                hint
                autocapitalize="sentences"
                autocomplete="off"
            />
        }
    };
    view! {
        <p class="field-hint">{t(words::LANGUAGES_HINT)}</p>
        <div class="pair">{line(typed::TITLE_FR, None)} {line(typed::TITLE_EN, None)}</div>
        {line(typed::SUMMARY_FR, Some(words::SUMMARY_HINT))}
        {line(typed::SUMMARY_EN, None)}
    }
    .into_any()
}

/// The text of a page.
pub fn texts(editor: Editor) -> AnyView {
    view! {
        <section class="card stack" aria-labelledby="text-title">
            <h2 class="subheading" id="text-title">
                {t(words::TEXT_TITLE)}
            </h2>
            {written(editor.fields.at(typed::BODY_FR), Locale::Fr)}
            {written(editor.fields.at(typed::BODY_EN), Locale::En)}
        </section>
    }
    .into_any()
}

fn written(field: Field, locale: Locale) -> AnyView {
    let reading = Reading::of(field.value.into());
    let label = typed::label(field.path);
    let title = match locale {
        Locale::En => words::PREVIEW_EN,
        Locale::Fr => words::PREVIEW_FR,
    };
    view! {
        <div class="documents-text">
            <TextArea field label hint=words::BODY_HINT lang=locale.code()/>
            <section class="documents-preview" lang=locale.code() aria-label=t(title)>
                <p class="meta" aria-hidden="true">
                    {t(title)}
                </p>
                {part(move || {
                    let refusal = reading.refusal.get()?;
                    Some(view! {
                        <Failed
                            message=text::said(words::PREVIEW_FAILED)
                            refusal=Some(refusal)
                            retry=move |()| reading.again()
                        />
                    })
                })}
                {part(move || {
                    let blocks = reading.shown.get();
                    (!blocks.is_empty()).then(|| markdown(blocks, 3))
                })}
            </section>
        </div>
    }
    .into_any()
}
