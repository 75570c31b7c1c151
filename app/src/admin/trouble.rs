//! What stands where a part of a screen could not be loaded.

use crate::admin::words;
use crate::client::Refusal;
use crate::text::{self, Key, error, t};
use crate::ui::failed::Failed;
use crate::ui::notice::{Notice, Tone};
use leptos::prelude::*;

/// `message` and a way to try again; without the right, whom to ask; without a session, that.
#[component]
pub fn Trouble(message: Key, refusal: Refusal, #[prop(into)] retry: UnsyncCallback<()>) -> AnyView {
    let instead = match refusal.status() {
        401 => Some(words::SESSION_OVER),
        403 => Some(error::FORBIDDEN),
        _ => None,
    };
    match instead {
        Some(sentence) => view! {
            <Notice tone=Tone::Warn>
                <p>{t(sentence)}</p>
            </Notice>
        }
        .into_any(),
        None => {
            view! { <Failed message=text::said(message) refusal=Some(refusal) retry/> }.into_any()
        }
    }
}
