//! `/consent#token`: agreeing to what was ticked at the checkout, or what the shop asked. Opening the page agrees to nothing.

use super::{Deed, Page, page, to_data, token, words};
use crate::client;
use crate::reactive::words as say;
use crate::settings::Settings;
use crate::text::{self, t};
use crate::ui::notice::Notice;
use domain::api::consent::ConfirmConsent;
use domain::consent::ConsentToken;
use domain::route;
use domain::session::is_token;
use domain::settings::consent_text;
use leptos::prelude::*;

/// `/consent`
#[component]
pub fn Consent() -> AnyView {
    let token = token(route::CONSENT);
    let deed = is_token(&token).then(|| {
        let deed: Deed = Box::new(move || {
            let token = token.clone();
            Box::pin(async move {
                let request = ConsentToken { token };
                client::call_patiently::<ConfirmConsent>(&(), &(), &request, || {}).await
            })
        });
        deed
    });
    page(PAGE, deed)
}

const PAGE: Page = Page {
    title: words::CONSENT_TITLE,
    submit: words::CONSENT_SUBMIT,
    broken: words::CONSENT_EXPIRED,
    question: || {
        let shop = expect_context::<Settings>();
        let agreed = say(move || consent_text(text::locale(), &shop.name()));
        view! {
            <p class="lead">{t(words::CONSENT_INTRO)}</p>
            <blockquote class="consent-said">{agreed}</blockquote>
        }
        .into_any()
    },
    done: || {
        view! {
            <Notice>
                <p>{t(words::CONSENT_DONE)}</p>
            </Notice>
            <p>{t(words::CONSENT_CHANGE)}</p>
            <p>{to_data()}</p>
        }
        .into_any()
    },
};
