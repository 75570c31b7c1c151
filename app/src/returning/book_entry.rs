//! Whether an entry of the address book that was typed over is to be changed too. Unticked: the new address joins the book beside it.

use crate::reactive::shown;
use crate::returning::sheet::Sheet;
use crate::text::{returning, t};
use leptos::prelude::*;

#[component]
pub fn BookEntry(sheet: Sheet) -> AnyView {
    let edited = Memo::new(move |_| sheet.entry_edited());
    shown(move || {
        edited.get().then(|| {
            view! {
                <label class="checkbox" for="change_entry">
                    <input
                        class="checkbox-box"
                        type="checkbox"
                        id="change_entry"
                        name="change_entry"
                        prop:checked=sheet.change_entry
                        on:change=move |event| sheet.change_entry.set(event_target_checked(&event))
                    />
                    <span class="checkbox-label">{t(returning::BOOK_TOO)}</span>
                </label>
            }
            .into_any()
        })
    })
    .into_any()
}
