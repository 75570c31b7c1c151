//! What a campaign says, in each language: subject, text with its buttons, and beside them how it will look.

use crate::admin::campaigns::editor::Editor;
use crate::admin::campaigns::preview::Preview;
use crate::admin::campaigns::toolbar::toolbar;
use crate::admin::campaigns::whom::whom;
use crate::admin::campaigns::{typed, words};
use crate::admin::fields::TextArea;
use crate::admin::part::part;
use crate::form::{focus, sentence};
use crate::reactive::either;
use crate::text::t;
use crate::ui::field::TextField;
use domain::campaign::PreviewForm;
use domain::locale::Locale;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// French first, as everywhere.
const LOCALES: [Locale; 2] = [Locale::Fr, Locale::En];

pub fn message(editor: Editor) -> AnyView {
    let form = Memo::new(move |_| {
        let locale = editor.locale.get();
        let (subject, body) = typed::of(locale);
        PreviewForm {
            locale,
            subject: editor.fields.at(subject).value.get(),
            body: editor.fields.at(body).value.get(),
            customer: editor
                .whom
                .with(|whom| whom.as_ref().map(|(id, _)| id.clone())),
        }
    });
    let preview = Preview::of(form);
    view! {
        <section class="card stack" aria-labelledby="message-title">
            <h2 class="subheading" id="message-title">
                {t(words::MESSAGE_TITLE)}
            </h2>
            <div class="campaign-tabs" role="tablist" aria-label=t(words::LANGUAGES)>
                {LOCALES.map(|locale| tab(editor, locale)).collect_view()}
            </div>
            <p class="meta">{t(words::LANGUAGES_NOTE)}</p>
            <div class="campaign-message">
                <div
                    class="campaign-writing stack"
                    id="message-panel"
                    role="tabpanel"
                    aria-labelledby=move || tab_id(editor.locale.get())
                >
                    {either(move || writing(editor, editor.locale.get()))}
                    {faults(preview)}
                </div>
                {preview.view(editor.locale.into(), whom(editor))}
            </div>
        </section>
    }
    .into_any()
}

fn tab_id(locale: Locale) -> &'static str {
    match locale {
        Locale::En => "tab-en",
        Locale::Fr => "tab-fr",
    }
}

/// A language; it says when there is nothing in it yet. Left and right turn to the other at once.
fn tab(editor: Editor, locale: Locale) -> AnyView {
    let (subject, body) = typed::of(locale);
    let empty = move || {
        [subject, body].into_iter().any(|path| {
            editor
                .fields
                .at(path)
                .value
                .with(|typed| typed.trim().is_empty())
        })
    };
    let is = move || editor.locale.get() == locale;
    let word = match locale {
        Locale::En => words::ENGLISH,
        Locale::Fr => words::FRENCH,
    };
    let turn = move |event: leptos::ev::KeyboardEvent| {
        let [first, last] = LOCALES;
        let to = match event.key().as_str() {
            "ArrowLeft" | "ArrowRight" if locale == first => last,
            "ArrowLeft" | "ArrowRight" | "Home" => first,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        editor.locale.set(to);
        focus(tab_id(to));
    };
    view! {
        <button
            class="campaign-tab"
            id=tab_id(locale)
            type="button"
            role="tab"
            aria-selected=move || if is() { "true" } else { "false" }
            aria-controls="message-panel"
            tabindex=move || if is() { "0" } else { "-1" }
            on:click=move |_| editor.locale.set(locale)
            on:keydown=turn
        >
            <span lang=locale.code()>{t(word)}</span>
            {part(move || {
                empty()
                    .then(|| {
                        view! {
                            <span class="campaign-empty">
                                <span aria-hidden="true">"⚠ "</span>
                                {t(words::EMPTY_MARK)}
                            </span>
                        }
                    })
            })}
        </button>
    }
    .into_any()
}

/// Subject and text of a language.
fn writing(editor: Editor, locale: Locale) -> AnyView {
    let (subject, body) = typed::of(locale);
    let (subject, body) = (editor.fields.at(subject), editor.fields.at(body));
    let last = RwSignal::new(body);
    let entered = move |event: leptos::ev::FocusEvent| {
        let id = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
            .map(|element| element.id());
        for field in [subject, body] {
            if id.as_deref() == Some(field.path) {
                last.set(field);
            }
        }
    };
    view! {
        <div class="stack" on:focusin=entered>
            <TextField
                field=subject
                label=typed::label(subject.path)
                optional=true
                autocapitalize="sentences"
                autocomplete="off"
            />
            {toolbar(body, locale, last.into())}
            <TextArea field=body label=typed::label(body.path) hint=words::BODY_HINT lang=locale.code()/>
        </div>
    }
    .into_any()
}

/// What the text may not have, by line: told while it is written, asked of nobody.
fn faults(preview: Preview) -> AnyView {
    view! {
        <div role="status">
            {part(move || {
                let faults = preview.faults.get();
                (!faults.is_empty())
                    .then(|| {
                        view! {
                            <div class="notice notice-warn campaign-faults">
                                <div class="notice-text">
                                    <p>{t(words::FAULTS_TITLE)}</p>
                                    <ul>
                                        {faults
                                            .into_iter()
                                            .map(|fault| {
                                                view! {
                                                    <li>
                                                        <bdi>{move || sentence(&fault)}</bdi>
                                                    </li>
                                                }
                                            })
                                            .collect_view()}
                                    </ul>
                                </div>
                            </div>
                        }
                    })
            })}
        </div>
    }
    .into_any()
}
