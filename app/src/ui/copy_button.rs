//! Copies a text, and says so in its own place for two seconds.

use crate::dom;
use crate::reactive::words;
use crate::text::{self, Key, common, t};
use crate::ui::live::announce;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsValue;

/// `what` names the thing that is copied; spaces that do not break are copied as plain ones.
#[component]
pub fn CopyButton(what: Key, #[prop(into)] text: Signal<String>) -> AnyView {
    let copied = RwSignal::new(false);
    let name = words(move || {
        let key = if copied.get() {
            common::COPIED_NAME
        } else {
            common::COPY_NAME
        };
        text::fill(key, &[("what", text::word(what))])
    });
    let copy = move |_| {
        let plain = plain(&text.get_untracked());
        crate::reactive::go(async move {
            if !write(&plain).await {
                return;
            }
            announce(text::fill(
                common::COPIED_NAME,
                &[("what", text::word(what))],
            ));
            copied.try_set(true);
            dom::pause(Duration::from_secs(2)).await;
            copied.try_set(false);
        });
    };
    view! {
        <button class="button button-small copy" type="button" aria-label=name on:click=copy>
            {move || t(if copied.get() { common::COPIED } else { common::COPY })()}
        </button>
    }
    .into_any()
}

/// The text as a bank's form takes it.
fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

/// Puts a text on the clipboard; false where the browser has none or forbids it.
async fn write(text: &str) -> bool {
    let navigator = dom::window().navigator();
    let there = js_sys::Reflect::get(&navigator, &JsValue::from("clipboard"))
        .is_ok_and(|clipboard| clipboard.is_object());
    there
        && wasm_bindgen_futures::JsFuture::from(navigator.clipboard().write_text(text))
            .await
            .is_ok()
}
