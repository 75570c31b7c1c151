//! French or English, at once and without leaving the place: nothing typed is lost.

use crate::language;
use crate::reactive::words;
use crate::text::{self, Key, common, t};
use domain::locale::Locale;
use leptos::prelude::*;

/// Two buttons; the pressed one is the language in use. The choice is kept in a cookie, so that the next page comes in it.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    view! {
        <div class="languages" role="group" aria-label=t(common::LANGUAGE)>
            {choice(Locale::Fr, common::LANGUAGE_FR)}
            {choice(Locale::En, common::LANGUAGE_EN)}
        </div>
    }
}

fn choice(locale: Locale, name: Key) -> AnyView {
    view! {
        <button
            class="language"
            type="button"
            lang=locale.code()
            aria-pressed=words(move || (text::locale() == locale).to_string())
            on:click=move |_| choose(locale)
        >
            {locale.code().to_ascii_uppercase()}
            <span class="unseen">" " {t(name)}</span>
        </button>
    }
    .into_any()
}

/// Speaks `locale` from now on, and at the next visit.
fn choose(locale: Locale) {
    language::speak(locale);
    crate::storage::set_cookie("lang", locale.code());
}
