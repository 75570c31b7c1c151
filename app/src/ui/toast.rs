//! The result of one's own act, said once, bottom left: six seconds, longer under the pointer or focus, with an undo where there is one.

use crate::reactive::shown;
use crate::text::{Key, common, t};
use crate::ui::button::{Button, Weight};
use crate::ui::icon::{CLOSE, Icon};
use leptos::prelude::*;
use leptos::reactive::owner::LocalStorage;
use std::time::Duration;

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
    held: RwSignal<bool>,
}

impl Toasts {
    /// Made once, by the app's root, and put into the context.
    pub fn new() -> Toasts {
        Toasts {
            shown: RwSignal::new_local(None),
            held: RwSignal::new(false),
        }
    }

    /// Shows a sentence.
    pub fn say(self, sentence: String, undo: Option<Undo>) {
        let turn = self.turn().wrapping_add(1);
        self.held.set(false);
        self.shown.set(Some((turn, sentence, undo)));
        self.leave_later(turn);
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
                if self.held.get_untracked() {
                    self.leave_later(turn);
                } else {
                    self.shown.set(None);
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
    let hold = move |held: bool| toasts.held.set(held);
    view! {
        <div
            class="toasts"
            role="status"
            on:mouseenter=move |_| hold(true)
            on:mouseleave=move |_| hold(false)
            on:focusin=move |_| hold(true)
            on:focusout=move |_| hold(false)
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
                    toasts.shown.set(None);
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
                on:click=move |_| toasts.shown.set(None)
            >
                <Icon glyph=CLOSE/>
            </button>
        </div>
    }
    .into_any()
}
