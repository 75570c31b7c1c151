//! A button that opens a small panel under it; on a phone the panel is a sheet over the whole page. Esc, a press beside it and leaving it
//! with Tab close it; Esc leads focus back to the button.

use crate::form::focus;
use crate::reactive::shown;
use crate::text::{Key, common, t};
use crate::ui::button::{Button, Weight};
use crate::ui::icon::{CLOSE, Glyph, Icon};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// What a drop is called and looks like.
#[derive(Clone, Copy)]
pub struct Face {
    /// The button's id; the panel's is `{id}-panel`.
    pub id: &'static str,
    pub label: Key,
    pub glyph: Option<Glyph>,
    /// Only the glyph is shown; the label is its name.
    pub bare: bool,
    /// Extra class of the whole.
    pub class: &'static str,
}

/// Open while `open` is true. `inside` is drawn each time it opens.
pub fn drop(
    face: Face,
    open: RwSignal<bool>,
    inside: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let node = NodeRef::<html::Div>::new();
    let panel = format!("{}-panel", face.id);
    let close = move |back: bool| {
        open.try_set(false);
        if back {
            focus(face.id);
        }
    };
    close_beside(node, open);
    let controls = panel.clone();
    let bare = face.bare;
    view! {
        <div
            class=format!("drop {}", face.class)
            node_ref=node
            on:keydown=move |event| {
                if event.key() == "Escape" && open.get_untracked() {
                    event.stop_propagation();
                    close(true);
                }
            }
            on:focusout=move |event| {
                if left(node, event.related_target()) {
                    close(false);
                }
            }
        >
            <button
                class=if bare { "button-icon drop-button" } else { "button drop-button" }
                id=face.id
                type="button"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-controls=controls
                aria-label=bare.then(|| t(face.label))
                title=bare.then(|| t(face.label))
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {face.glyph.map(|glyph| view! { <Icon glyph/> })}
                {(!bare).then(|| t(face.label))}
            </button>
            <div
                class="drop-panel"
                id=panel
                role="group"
                aria-labelledby=face.id
                class:drop-open=move || open.get()
            >
                {shown(move || {
                    open.get()
                        .then(|| {
                            view! {
                                <div class="drop-head">
                                    <strong>{t(face.label)}</strong>
                                    <button
                                        class="button-icon"
                                        type="button"
                                        aria-label=t(common::CLOSE)
                                        title=t(common::CLOSE)
                                        on:click=move |_| close(true)
                                    >
                                        <Icon glyph=CLOSE/>
                                    </button>
                                </div>
                                {inside()}
                            }
                                .into_any()
                        })
                })}
            </div>
        </div>
    }
    .into_any()
}

/// An act of a panel, as wide as the panel.
pub fn act(id: &'static str, label: Key, press: impl Fn() + 'static) -> AnyView {
    view! { <Button id label weight=Weight::Secondary press=move |()| press()/> }.into_any()
}

/// Whether focus went to an element outside. To nothing at all it goes when a part is drawn anew, or the window is left.
fn left(node: NodeRef<html::Div>, to: Option<web_sys::EventTarget>) -> bool {
    let to = to.and_then(|to| to.dyn_into::<web_sys::Node>().ok());
    // a button that is taken away with focus on it says so when its state is gone
    match (node.try_get_untracked().flatten(), to) {
        (Some(node), Some(to)) => {
            let node: &web_sys::Node = node.unchecked_ref();
            !node.contains(Some(&to))
        }
        _ => false,
    }
}

/// A press beside it closes it.
fn close_beside(node: NodeRef<html::Div>, open: RwSignal<bool>) {
    let listening = window_event_listener(ev::pointerdown, move |event| {
        if open.try_get_untracked() == Some(true) && left(node, event.target()) {
            open.set(false);
        }
    });
    on_cleanup(move || listening.remove());
}
