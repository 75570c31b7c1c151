//! The top bar's field for finding anything, and the keys: what Ctrl+K opens, and the list of what there is.

use crate::admin::glyphs::SEARCH;
use crate::admin::words;
use crate::chunk;
use crate::dom;
use crate::reactive::words as say;
use crate::text::{self, Key, t};
use crate::ui::button::Button;
use crate::ui::dialog::Dialog;
use crate::ui::icon::Icon;
use leptos::ev;
use leptos::prelude::*;

/// The button that closes the list of keys.
const KEYS_CLOSE: &str = "keys-close";

/// The palette's state. A handle: copies share it; it stands in the frame's context.
#[derive(Clone, Copy)]
pub struct Finder {
    open: RwSignal<bool>,
}

impl Finder {
    /// Made once, by the frame.
    pub fn new() -> Finder {
        Finder {
            open: RwSignal::new(false),
        }
    }

    pub fn close(self) {
        self.open.set(false);
    }
}

/// Looks like the field that it opens; on a phone it is an icon, named by its title. What is in the palette comes when it is first opened.
#[component]
pub fn Find() -> AnyView {
    let finder = expect_context::<Finder>();
    let listening = window_event_listener(ev::keydown, move |event| {
        let command = event.ctrl_key() || event.meta_key();
        if command
            && !event.shift_key()
            && !event.alt_key()
            && event.key().eq_ignore_ascii_case("k")
        {
            event.prevent_default();
            // a question that waits for its answer stays on top
            if dom::query("dialog[open]").is_none() {
                finder.open.set(true);
            }
        }
    });
    on_cleanup(move || listening.remove());
    view! {
        <button
            class="desk-find"
            id="find"
            type="button"
            title=t(words::FIND)
            aria-haspopup="dialog"
            aria-keyshortcuts="Control+K Meta+K"
            on:click=move |_| finder.open.set(true)
        >
            <Icon glyph=SEARCH/>
            <span class="desk-find-word">{t(words::FIND)}</span>
            <kbd class="desk-find-key" aria-hidden="true">
                {say(|| combined(words::KEY_FIND))}
            </kbd>
        </button>
        <Dialog id="palette" open=finder.open title=text::said(words::FIND) light=true>
            {chunk::lazy(chunk::palette, |failed| failed)}
        </Dialog>
    }
    .into_any()
}

/// "?": the keys there are.
#[component]
pub fn Keys() -> AnyView {
    let open = RwSignal::new(false);
    let row = |key: Key, does: Key| {
        view! {
            <div class="keys-row">
                <dt>
                    <kbd>{say(move || combined(key))}</kbd>
                </dt>
                <dd>{t(does)}</dd>
            </div>
        }
        .into_any()
    };
    view! {
        <button
            class="button-icon desk-keys"
            id="keys"
            type="button"
            aria-label=t(words::KEYS)
            title=t(words::KEYS)
            aria-haspopup="dialog"
            on:click=move |_| open.set(true)
        >
            <span aria-hidden="true">"?"</span>
        </button>
        <Dialog id="keys-list" open title=text::said(words::KEYS) safe=KEYS_CLOSE light=true>
            <dl class="keys">
                {row(words::KEY_FIND, words::KEY_FIND_DOES)}
                {row(words::KEY_SAVE, words::KEY_SAVE_DOES)}
                {row(words::KEY_ESC, words::KEY_ESC_DOES)}
            </dl>
            <div class="dialog-acts">
                <Button
                    id=KEYS_CLOSE
                    label=text::common::CLOSE
                    press=move |()| open.set(false)
                />
            </div>
        </Dialog>
    }
    .into_any()
}

/// A combination as this person's keyboard has it.
fn combined(key: Key) -> String {
    let platform = dom::property(&dom::window().navigator(), "platform").unwrap_or_default();
    let command = if platform.starts_with("Mac") {
        "⌘"
    } else {
        "Ctrl"
    };
    text::fill(key, &[("ctrl", command)])
}
