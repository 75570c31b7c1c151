//! What stands between a campaign and its sending, as a list: what is right, what to look at, what to correct.

use crate::admin::campaigns::editor::Editor;
use crate::admin::campaigns::words;
use crate::admin::part::part;
use crate::form::sentence;
use crate::reactive::{go, words as say};
use crate::text::{self, Key, t};
use crate::ui::button::{Button, Weight};
use crate::ui::failed::Failed;
use domain::campaign::variable::Variable;
use domain::campaign::{Check, CheckKind, Checks, Level};
use domain::locale::Locale;
use leptos::prelude::*;

/// The id of the list: whoever may not send yet is led there.
pub const CHECKS: &str = "checks";

/// What is said of a kind of check where nothing is wrong.
const RIGHT: [(&[CheckKind], Key); 8] = [
    (
        &[CheckKind::Audience, CheckKind::TooMany],
        words::OK_AUDIENCE,
    ),
    (&[CheckKind::Subject], words::OK_SUBJECT),
    (&[CheckKind::Body, CheckKind::Language], words::OK_LANGUAGES),
    (&[CheckKind::Text], words::OK_TEXT),
    (&[CheckKind::Variable], words::OK_VARIABLES),
    (&[CheckKind::Link], words::OK_LINKS),
    (&[CheckKind::Sender], words::OK_SENDER),
    (&[CheckKind::Test], words::OK_TEST),
];

pub fn checks(editor: Editor) -> AnyView {
    view! {
        <div class="campaign-checks" id=CHECKS tabindex="-1" role="group" aria-labelledby="checks-title">
            <h3 class="campaign-checks-title" id="checks-title">
                {t(words::CHECKS)}
            </h3>
            {part(move || {
                let refusal = editor.check_refusal.get()?;
                Some(
                    view! {
                        <Failed
                            message=text::said(words::CHECKS_FAILED)
                            refusal=Some(refusal)
                            retry=move |()| go(editor.check())
                        />
                    },
                )
            })}
            {part(move || {
                let checks = editor.checks.get();
                Some(
                    match checks {
                        Some(checks) => listed(checks),
                        None if editor.checking.get() => {
                            view! { <p class="meta">{t(words::CHECKING)}</p> }.into_any()
                        }
                        None => view! { <p class="meta">{t(words::CHECKS_NONE)}</p> }.into_any(),
                    },
                )
            })}
            {part(move || {
                editor
                    .checks
                    .with(Option::is_some)
                    .then(|| {
                        let saved = Memo::new(move |_| editor.is_saved());
                        view! {
                            <p class="campaign-checks-foot">
                                {part(move || {
                                    (!saved.get())
                                        .then(|| {
                                            view! { <span class="meta">{t(words::CHECKS_OLD)}</span> }
                                        })
                                })}
                                <Button
                                    label=words::CHECKS_AGAIN
                                    weight=Weight::Quiet
                                    busy=editor.checking
                                    busy_label=words::CHECKING
                                    press=move |()| go(editor.check())
                                />
                            </p>
                        }
                    })
            })}
        </div>
    }
    .into_any()
}

fn listed(checks: Checks) -> AnyView {
    let mut lines: Vec<AnyView> = checks.problems.iter().cloned().map(problem).collect();
    for (kinds, word) in RIGHT {
        if !checks
            .problems
            .iter()
            .any(|check| kinds.contains(&check.kind))
        {
            lines.push(line(
                "✓",
                "campaign-check",
                words::CHECK_OK,
                text::said(word),
            ));
        }
    }
    view! { <ul class="campaign-check-list">{lines}</ul> }.into_any()
}

/// Something to look at, or to correct.
pub fn problem(check: Check) -> AnyView {
    let (sign, class, said) = match check.level {
        Level::Warning => (
            "⚠",
            "campaign-check campaign-check-warn",
            words::CHECK_WARNING,
        ),
        Level::Error => ("✕", "campaign-check campaign-check-bad", words::CHECK_ERROR),
    };
    line(sign, class, said, say(move || words_of(&check)))
}

fn line(sign: &'static str, class: &'static str, kind: Key, said: Signal<String>) -> AnyView {
    view! {
        <li class=class>
            <span aria-hidden="true">{sign}</span>
            <span>
                <span class="unseen">{t(kind)} " "</span>
                <bdi>{said}</bdi>
            </span>
        </li>
    }
    .into_any()
}

fn words_of(check: &Check) -> String {
    let say = |key: Key| t(key)().to_owned();
    let n = check.count.unwrap_or_default();
    match (check.kind, check.locale) {
        (CheckKind::Audience, _) => say(words::BAD_AUDIENCE),
        (CheckKind::TooMany, _) => {
            text::fill(words::BAD_TOO_MANY, &[("n", &text::number(n.into()))])
        }
        (CheckKind::Subject, None) => say(words::BAD_SUBJECT),
        (CheckKind::Subject, Some(Locale::Fr)) => say(words::BAD_SUBJECT_FR),
        (CheckKind::Subject, Some(Locale::En)) => say(words::BAD_SUBJECT_EN),
        (CheckKind::Body, None) => say(words::BAD_BODY),
        (CheckKind::Body, Some(Locale::Fr)) => say(words::BAD_BODY_FR),
        (CheckKind::Body, Some(Locale::En)) => say(words::BAD_BODY_EN),
        (CheckKind::Language, Some(Locale::En)) => {
            text::plural(n, words::BAD_LANGUAGE_EN_ONE, words::BAD_LANGUAGE_EN_OTHER)
        }
        (CheckKind::Language, _) => {
            text::plural(n, words::BAD_LANGUAGE_FR_ONE, words::BAD_LANGUAGE_FR_OTHER)
        }
        (CheckKind::Text, locale) => {
            let fault = check.fault.as_ref().map(sentence).unwrap_or_default();
            in_language(locale, &fault)
        }
        (CheckKind::Variable, locale) => {
            let found = check.found.as_deref().unwrap_or_default();
            let name =
                Variable::find(found).map_or(found, |variable| variable.name(text::locale()));
            let said = text::plural(n, words::BAD_VARIABLE_ONE, words::BAD_VARIABLE_OTHER);
            in_language(locale, &said.replace("{name}", name))
        }
        (CheckKind::Link, locale) => {
            let found = check.found.as_deref().unwrap_or_default();
            in_language(locale, &text::fill(words::BAD_LINK, &[("found", found)]))
        }
        (CheckKind::Test, _) => say(words::BAD_TEST),
        (CheckKind::Sender, _) => say(words::BAD_SENDER),
    }
}

fn in_language(locale: Option<Locale>, fault: &str) -> String {
    match locale {
        Some(Locale::Fr) => text::fill(words::IN_FRENCH, &[("fault", fault)]),
        Some(Locale::En) => text::fill(words::IN_ENGLISH, &[("fault", fault)]),
        None => fault.to_owned(),
    }
}
