//! `/unsubscribe#token`: leaving the news and offers. Nobody has to sign in; opening the page changes nothing.

use super::{Deed, Page, page, to_data, token, words};
use crate::client;
use crate::reactive::words as say;
use crate::settings::Settings;
use crate::text::{self, Key, t};
use crate::ui::notice::Notice;
use domain::api::consent::Unsubscribe as Call;
use domain::route;
use domain::unsubscribe::UnsubscribeToken;
use leptos::prelude::*;

/// `/unsubscribe`
#[component]
pub fn Unsubscribe() -> AnyView {
    let deed = UnsubscribeToken::parse(&token(route::UNSUBSCRIBE)).map(|token| {
        let deed: Deed = Box::new(move || {
            let token = token.clone();
            Box::pin(async move { client::call_patiently::<Call>(&token, &(), &(), || {}).await })
        });
        deed
    });
    page(PAGE, deed)
}

const PAGE: Page = Page {
    title: words::LEAVE_TITLE,
    submit: words::LEAVE_SUBMIT,
    broken: words::LEAVE_BROKEN,
    question: || view! { <p class="lead">{named(words::LEAVE_INTRO)}</p> }.into_any(),
    done: || {
        view! {
            <Notice>
                <p>{named(words::LEAVE_DONE)}</p>
            </Notice>
            <p>{t(words::LEAVE_UNDERWAY)}</p>
            <p>{t(words::LEAVE_MISTAKE)}</p>
            <p>{to_data()}</p>
        }
        .into_any()
    },
};

/// A sentence that names the shop.
fn named(key: Key) -> Signal<String> {
    let shop = expect_context::<Settings>();
    say(move || text::fill(key, &[("shop", &shop.name())]))
}
