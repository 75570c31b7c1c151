//! A block in the list: its name, whether it is on, its place, and what is unfolded to change it.

use crate::admin::glyphs::{DOWN, GRIP, UP};
use crate::admin::part::part;
use crate::admin::space::arranging::{Editor, name_of};
use crate::admin::space::audience::{Audience, for_whom};
use crate::admin::space::item::Item;
use crate::admin::space::words;
use crate::admin::space::written::WrittenInputs;
use crate::reactive::{flag, words as say};
use crate::text::{self, Key, t};
use crate::ui::icon::{Glyph, Icon};
use leptos::prelude::*;

#[component]
pub fn Row(editor: Editor, item: Item, fixed: Memo<bool>) -> AnyView {
    let slot = item.slot;
    let place = Memo::new(move |_| {
        editor
            .items
            .with(|items| items.iter().position(|other| other.slot == slot))
            .unwrap_or_default()
    });
    let last = Memo::new(move |_| place.get() + 1 >= editor.items.with(Vec::len));
    let name = say(move || name_of(item));
    let panel = format!("block-{slot}-panel");
    let controls = panel.clone();
    view! {
        <li
            class="space-row"
            class:space-row-off=move || !item.on.get()
            class:space-row-dragged=move || editor.dragged.get() == Some(slot)
            on:dragover=move |event| {
                if editor.dragged.with_untracked(Option::is_some) {
                    event.prevent_default();
                }
            }
            on:drop=move |event| {
                event.prevent_default();
                if let Some(dragged) = editor.dragged.get_untracked() {
                    editor.shift(dragged, place.get_untracked(), None);
                }
            }
        >
            <div class="space-row-head">
                {part(move || (!fixed.get()).then(|| view! {
                    // Only an extra: the buttons beside it do the same.
                    <span
                        class="space-grip"
                        aria-hidden="true"
                        draggable="true"
                        on:dragstart=move |_| editor.dragged.set(Some(slot))
                        on:dragend=move |_| editor.dragged.set(None)
                    >
                        <Icon glyph=GRIP/>
                    </span>
                    <span class="space-moves">
                        {mover(editor, item, name, words::MOVE_UP, UP, place, Memo::new(move |_| place.get() == 0), -1)}
                        {mover(editor, item, name, words::MOVE_DOWN, DOWN, place, last, 1)}
                    </span>
                }))}
                <span class="space-row-name">
                    <bdi>{name}</bdi>
                    <span class="meta">{for_whom(editor, item)}</span>
                </span>
                <label class="checkbox space-row-on">
                    <input
                        class="checkbox-box"
                        type="checkbox"
                        name=format!("on-{slot}")
                        aria-label=say(move || text::fill(words::ON_NAME, &[("name", &name.get())]))
                        prop:checked=move || item.on.get()
                        on:change=move |event| item.on.set(event_target_checked(&event))
                    />
                    <span class="checkbox-label">{t(words::ON)}</span>
                </label>
                <button
                    type="button"
                    class="button button-small"
                    aria-expanded=move || if item.open.get() { "true" } else { "false" }
                    aria-controls=controls
                    aria-label=say(move || text::fill(words::EDIT_NAME, &[("name", &name.get())]))
                    on:click=move |_| item.open.update(|open| *open = !*open)
                >
                    {t(words::EDIT)}
                </button>
            </div>
            <div id=panel>
                {part(move || item.open.get().then(|| view! {
                    <div class="stack space-row-panel">
                        {item.written.map(|written| view! {
                            <WrittenInputs editor item written name/>
                        })}
                        <Audience editor item/>
                    </div>
                }))}
            </div>
        </li>
    }
    .into_any()
}

/// A button that moves the block by one place. At the end of the list it stays and does nothing, so that focus stays on it.
#[allow(clippy::too_many_arguments)]
fn mover(
    editor: Editor,
    item: Item,
    name: Signal<String>,
    label: Key,
    glyph: Glyph,
    place: Memo<usize>,
    at_end: Memo<bool>,
    by: isize,
) -> AnyView {
    let slot = item.slot;
    let id = format!("block-{slot}-{}", if by < 0 { "up" } else { "down" });
    let own = id.clone();
    let title = say(move || text::fill(label, &[("name", &name.get())]));
    view! {
        <button
            type="button"
            class="button-icon"
            id=id
            title=title
            aria-label=title
            aria-disabled=flag(move || at_end.get())
            on:click=move |_| {
                if let Some(to) = place.get_untracked().checked_add_signed(by) {
                    editor.shift(slot, to, Some(own.clone()));
                }
            }
        >
            <Icon glyph/>
        </button>
    }
    .into_any()
}
