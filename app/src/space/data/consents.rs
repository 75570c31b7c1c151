//! What one agrees to: each purpose with its words and one button, and every act there was.

use crate::client;
use crate::loaded::Loaded;
use crate::reactive::{either, words as say};
use crate::space::act::{Act, current};
use crate::space::data::words;
use crate::text::{self, Key, t};
use crate::ui::badge::{Badge, Hue};
use crate::ui::button::Button;
use crate::ui::failed::Failed;
use crate::ui::loading::Loading;
use crate::ui::toast::Toasts;
use domain::api::rights::{GetConsents, SetConsent};
use domain::consent::{Choice, ConsentForm, Consents};
use domain::customer::{Consent, ConsentState};
use leptos::prelude::*;

pub fn card() -> AnyView {
    let consents =
        Loaded::new(|| Box::pin(async move { client::call::<GetConsents>(&(), &(), &()).await }));
    let act = Act::new();
    let body = either(move || match (consents.value(), consents.refusal()) {
        (Some(own), _) => inside(own, act, consents),
        (None, Some(refusal)) => view! {
            <Failed
                message=text::said(words::CONSENTS_FAILED)
                refusal=Some(refusal)
                retry=move |()| consents.again()
            />
        }
        .into_any(),
        (None, None) => view! { <Loading bars=2/> }.into_any(),
    });
    view! {
        <section class="card stack" aria-labelledby="consents-title">
            <h2 class="subheading" id="consents-title" tabindex="-1">
                {t(words::CONSENTS)}
            </h2>
            {body}
        </section>
    }
    .into_any()
}

fn inside(own: Consents, act: Act, consents: Loaded<Consents>) -> AnyView {
    let choices: Vec<AnyView> = own
        .purposes
        .into_iter()
        .map(|choice| one(choice, act, consents))
        .collect();
    let acts: Vec<AnyView> = own.history.into_iter().map(proof).collect();
    let history = (!acts.is_empty()).then(|| {
        view! {
            <details class="fold">
                <summary class="fold-title">{t(words::CONSENTS_HISTORY)}</summary>
                <ul class="space-rows fold-body">{acts}</ul>
            </details>
        }
        .into_any()
    });
    view! {
        {choices}
        {history}
    }
    .into_any()
}

fn one(choice: Choice, act: Act, consents: Loaded<Consents>) -> AnyView {
    let toasts = expect_context::<Toasts>();
    let given = choice.given;
    let choice = StoredValue::new(choice);
    let set = UnsyncCallback::new(move |()| {
        let form = choice.with_value(|own| ConsentForm {
            purpose: own.purpose,
            given: !given,
            locale: (!given).then(text::locale_now),
            version: (!given).then_some(own.version),
        });
        act.run::<SetConsent>((), form, move |now| {
            consents.offer(now);
            let said = if given {
                words::CONSENT_TAKEN
            } else {
                words::CONSENT_GIVEN
            };
            toasts.say(text::word(said).to_owned(), None);
            crate::dom::focus("consents-title");
        });
    });
    // Other words by now: they are shown, and asked about anew.
    crate::reactive::follow(move || {
        let refusal = act.refusal.get();
        if let Some(now) = refusal.and_then(|refusal| current::<Consents>(&refusal, "stale")) {
            act.refusal.set(None);
            consents.offer(now);
        }
    });
    let words_now = say(move || choice.with_value(|own| own.text(text::locale()).to_owned()));
    let (state, hue, button) = match given {
        true => (words::CONSENT_YES, Hue::Accent, words::CONSENT_TAKE),
        false => (words::CONSENT_NO, Hue::Plain, words::CONSENT_GIVE),
    };
    view! {
        <div class="stack">
            <p>
                <strong>{t(words::MARKETING)}</strong>
                " "
                <Badge hue=hue shape=if given { "✓" } else { "–" }>
                    {t(state)}
                </Badge>
            </p>
            <blockquote class="space-quote">{words_now}</blockquote>
            {act.said(set)}
            <div>
                <Button label=button busy=act.busy press=move |()| set.run(())/>
            </div>
        </div>
    }
    .into_any()
}

/// An act with its words, version, time and way.
fn proof(consent: Consent) -> AnyView {
    let at = consent.at;
    let key = match consent.state {
        ConsentState::Given => words::ACT_GIVEN,
        ConsentState::Pending if consent.way == "staff" => words::ACT_QUESTION,
        ConsentState::Pending => words::ACT_PENDING,
        ConsentState::Withdrawn => words::ACT_TAKEN,
    };
    let way = said_where(&consent.way);
    let asked = consent
        .asked_at
        .zip(consent.asked_way.as_deref().map(said_where));
    let asked = asked.map(|(at, way)| {
        say(move || {
            let values = [("date", &*text::exact(at)), ("way", text::word(way))];
            text::fill(words::ACT_ASKED, &values)
        })
    });
    let version = consent.version.to_string();
    let sentence = say(move || {
        let values = [
            ("date", text::exact(at)),
            ("way", text::word(way).to_owned()),
            ("version", version.clone()),
        ];
        let values = values
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        text::fill(key, &values)
    });
    view! {
        <li class="space-row space-row-lines">
            <span>{sentence} {asked.map(|asked| view! { " " {asked} })}</span>
            <blockquote class="space-quote">
                <bdi>{consent.text}</bdi>
            </blockquote>
        </li>
    }
    .into_any()
}

fn said_where(way: &str) -> Key {
    match way {
        "checkout" => words::WAY_CHECKOUT,
        "space" => words::WAY_SPACE,
        "unsubscribe" => words::WAY_UNSUBSCRIBE,
        "confirmation" => words::WAY_CONFIRMATION,
        "complaint" => words::WAY_COMPLAINT,
        _ => words::WAY_SHOP,
    }
}
