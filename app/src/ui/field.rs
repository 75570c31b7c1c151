//! A text input with its label above, then its hint, then its error.

use crate::form::{Field, sentence};
use crate::reactive::{Shown, flag, shown, words};
use crate::text::{Key, common, t};
use crate::ui::icon::{ALERT, Icon};
use leptos::prelude::*;

/// An input for one line of text. `label` may follow the country; `children` stand under the input.
#[component]
pub fn TextField(
    field: Field,
    #[prop(into)] label: Signal<Key>,
    #[prop(optional_no_strip, into)] hint: Option<Key>,
    /// Marks the label "(optional)" instead of with an asterisk.
    #[prop(optional, into)]
    optional: Signal<bool>,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional, into)] autocomplete: String,
    #[prop(default = "off".into(), into)] autocapitalize: Signal<&'static str>,
    #[prop(optional, into)] inputmode: Signal<Option<&'static str>>,
    #[prop(default = "next")] enterkeyhint: &'static str,
    /// `-1` while the Tab key passes by.
    #[prop(optional, into)]
    tabindex: Signal<Option<&'static str>>,
    /// Extra class of the whole, for its width.
    #[prop(default = "")]
    class: &'static str,
    #[prop(optional)] children: Option<Children>,
) -> AnyView {
    let typed = move |event| field.typed(event_target_value(&event));
    view! {
        <div class=format!("field {class}")>
            {field_label(field, label, optional)} {field_hint(field, hint)} {field_fault(field)}
            <input
                class="input"
                id=field.path
                name=field.path
                type=kind
                autocomplete=autocomplete
                autocapitalize=autocapitalize
                inputmode=inputmode
                enterkeyhint=enterkeyhint
                spellcheck="false"
                tabindex=tabindex
                aria-required=required(optional)
                aria-invalid=invalid(field)
                aria-describedby=described_by(field, hint.is_some())
                prop:value=field.value
                on:input=typed
                on:change=move |event| field.value.set(event_target_value(&event))
                on:blur=move |_| field.left()
            />
            {children.map(|children| children())}
        </div>
    }
    .into_any()
}

/// The label of a field, with its asterisk or "(optional)".
pub fn field_label(field: Field, label: Signal<Key>, optional: Signal<bool>) -> AnyView {
    let optional_word = words(move || {
        let word = if optional.get() {
            t(common::OPTIONAL)()
        } else {
            ""
        };
        word.to_owned()
    });
    let star = words(move || if optional.get() { "" } else { "*" }.to_owned());
    view! {
        <label class="field-label" for=field.path>
            {words(move || t(label.get())().to_owned())}
            " "
            <span class="field-optional">{optional_word}</span>
            <span class="field-mark" aria-hidden="true">
                {star}
            </span>
        </label>
    }
    .into_any()
}

/// The hint of a field, where it has one.
pub fn field_hint(field: Field, hint: Option<Key>) -> Option<AnyView> {
    hint.map(|hint| {
        view! {
            <p class="field-hint" id=format!("{}-hint", field.path)>
                {t(hint)}
            </p>
        }
        .into_any()
    })
}

/// The error of a field, while it has one.
pub fn field_fault(field: Field) -> Shown {
    shown(move || {
        let fault = field.error.get()?;
        let view = view! {
            <p class="field-error" id=format!("{}-err", field.path)>
                <Icon glyph=ALERT/>
                <span>
                    <span class="unseen">{t(common::ERROR_PREFIX)}</span>
                    {words(move || sentence(&fault))}
                </span>
            </p>
        };
        Some(view.into_any())
    })
}

/// `aria-required`, unless the field is optional.
pub fn required(optional: Signal<bool>) -> Signal<Option<&'static str>> {
    flag(move || !optional.get())
}

/// `aria-invalid`, while the field has an error.
pub fn invalid(field: Field) -> Signal<Option<&'static str>> {
    flag(move || field.error.with(Option::is_some))
}

/// What describes the input: its error first, then its hint.
pub fn described_by(field: Field, hinted: bool) -> Signal<Option<String>> {
    let path = field.path;
    Signal::derive(move || match (field.error.with(Option::is_some), hinted) {
        (true, true) => Some(format!("{path}-err {path}-hint")),
        (true, false) => Some(format!("{path}-err")),
        (false, true) => Some(format!("{path}-hint")),
        (false, false) => None,
    })
}
