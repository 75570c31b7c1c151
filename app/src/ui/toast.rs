//! The result of one's own act, said once, bottom left: six seconds, longer under the pointer or focus, with an undo where there is one.

use crate::reactive::shown;
use crate::text::{Key, common, t};
use crate::ui::button::{Button, Weight};
use crate::ui::icon::{CLOSE, Icon};
use leptos::prelude::*;
use leptos::reactive::owner::LocalStorage;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{EventTarget, HtmlElement};

/// What a toast's button says and does.
#[derive(Clone)]
pub struct Undo {
    pub label: Key,
    pub act: UnsyncCallback<()>,
}

/// The one toast there is; a new one takes the place of the last.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Option<(u32, String, Option<Undo>)>, LocalStorage>,
    /// The pointer is over it.
    hovered: RwSignal<bool>,
    /// It has focus.
    focused: RwSignal<bool>,
    /// What had focus before.
    before: StoredValue<Option<HtmlElement>, LocalStorage>,
}

impl Toasts {
    /// Made once, by the app's root, and put into the context.
    pub fn new() -> Toasts {
        Toasts {
            shown: RwSignal::new_local(None),
            hovered: RwSignal::new(false),
            focused: RwSignal::new(false),
            before: StoredValue::new_local(None),
        }
    }

    /// Shows a sentence.
    pub fn say(self, sentence: String, undo: Option<Undo>) {
        let turn = self.turn().wrapping_add(1);
        self.shown.set(Some((turn, sentence, undo)));
        self.leave_later(turn);
    }

    /// Takes the toast away; focus that was in it goes back to where it came from.
    fn leave(self) {
        let before = self.before.try_update_value(Option::take).flatten();
        let focused = self.focused.get_untracked();
        // an element that is taken away says nothing of pointer and focus leaving it
        self.hovered.set(false);
        self.focused.set(false);
        self.shown.set(None);
        if let Some(before) = before.filter(|before| focused && before.is_connected()) {
            let _ = before.focus();
        }
    }

    /// Focus came in from somewhere: back there it goes.
    fn came_from(self, from: Option<EventTarget>) {
        self.focused.set(true);
        if let Some(from) = from.and_then(|from| from.dyn_into::<HtmlElement>().ok())
            && from.closest(".toasts").ok().flatten().is_none()
        {
            self.before.set_value(Some(from));
        }
    }

    fn turn(self) -> u32 {
        self.shown
            .with_untracked(|shown| shown.as_ref().map_or(0, |(turn, ..)| *turn))
    }

    fn leave_later(self, turn: u32) {
        set_timeout(
            move || {
                if self.turn() != turn {
                    return;
                }
                if self.hovered.get_untracked() || self.focused.get_untracked() {
                    self.leave_later(turn);
                } else {
                    self.leave();
                }
            },
            Duration::from_secs(6),
        );
    }
}

/// The place of the toast; the app's root has exactly one.
#[component]
pub fn ToastRegion() -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    view! {
        <div
            class="toasts"
            role="status"
            on:mouseenter=move |_| toasts.hovered.set(true)
            on:mouseleave=move |_| toasts.hovered.set(false)
            on:focusin=move |event| toasts.came_from(event.related_target())
            on:focusout=move |_| toasts.focused.set(false)
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    toasts.leave();
                }
            }
        >
            {shown(move || toasts.shown.get().map(|(_, sentence, undo)| toast(toasts, sentence, undo)))}
        </div>
    }
}

fn toast(toasts: Toasts, sentence: String, undo: Option<Undo>) -> AnyView {
    let undo = undo.map(|Undo { label, act }| {
        view! {
            <Button
                label=label
                weight=Weight::Quiet
                press=move |()| {
                    toasts.leave();
                    act.run(());
                }
            />
        }
    });
    view! {
        <div class="toast">
            <p class="toast-text">{sentence}</p>
            {undo}
            <button
                class="toast-close"
                type="button"
                aria-label=t(common::CLOSE)
                title=t(common::CLOSE)
                on:click=move |_| toasts.leave()
            >
                <Icon glyph=CLOSE/>
            </button>
        </div>
    }
    .into_any()
}
