//! What shapes the list: the filters, the chips of those that are on, the columns, the way to choose rows on a phone.

use crate::admin::customers::columns::{Column, Columns};
use crate::admin::customers::filter::Filter;
use crate::admin::customers::listed::unfiltered;
use crate::admin::customers::listing::Listing;
use crate::admin::customers::words;
use crate::admin::drop::{Face, drop};
use crate::admin::glyphs::COLUMNS;
use crate::admin::part::part;
use crate::chunk;
use crate::form::focus;
use crate::reactive::{either, words as say};
use crate::text::{self, t};
use crate::ui::button::{Button, Weight};
use crate::ui::icon::{CLOSE, Icon, PLUS};
use leptos::prelude::*;
use std::time::Duration;

/// The button whose panel has the filters.
const FILTER: Face = Face {
    id: "filter",
    label: words::FILTER,
    glyph: Some(PLUS),
    bare: false,
    class: "list-filter",
};

const COLUMN_MENU: Face = Face {
    id: "columns",
    label: words::COLUMNS,
    glyph: Some(COLUMNS),
    bare: true,
    class: "list-columns",
};

/// Beside the search.
#[component]
pub fn Tools(listing: Listing, open: RwSignal<bool>) -> AnyView {
    let columns = RwSignal::new(false);
    let chosen = listing.chosen;
    view! {
        {drop(FILTER, open, || chunk::lazy(chunk::customer_filters, |failed| failed))}
        {drop(COLUMN_MENU, columns, move || column_menu(listing.columns))}
        {part(move || {
            listing
                .may_choose
                .get()
                .then(|| {
                    let label = Signal::derive(move || {
                        if chosen.choosing.get() { words::CHOOSE_END } else { words::CHOOSE }
                    });
                    view! {
                        <div class="list-choose">
                            <Button
                                id="choose"
                                label
                                press=move |()| {
                                    chosen.none();
                                    chosen.choosing.update(|choosing| *choosing = !*choosing);
                                }
                            />
                        </div>
                    }
                })
        })}
    }
    .into_any()
}

/// The filters that are on; each leads to its input, and away.
#[component]
pub fn Chips(listing: Listing, open: RwSignal<bool>) -> AnyView {
    let query = listing.list.query;
    let on = Memo::new(move |_| {
        let on = |query: &_| {
            let on = listing.filters().filter(|filter| filter.is_on(query));
            on.collect::<Vec<Filter>>()
        };
        query.with(on)
    });
    let clear = listing.list.goer();
    either(move || {
        let on = on.get();
        if on.is_empty() {
            return ().into_any();
        }
        let clear = clear.clone();
        view! {
            <ul class="chips" aria-label=t(words::CHIPS)>
                {on.into_iter().map(|filter| chip(listing, filter, open)).collect_view()}
                <li>
                    <Button
                        id="filters-clear"
                        label=words::CLEAR
                        weight=Weight::Quiet
                        press=move |()| {
                            clear(unfiltered(&query.get_untracked()), false);
                            focus(FILTER.id);
                        }
                    />
                </li>
            </ul>
        }
        .into_any()
    })
    .into_any()
}

fn chip(listing: Listing, filter: Filter, open: RwSignal<bool>) -> AnyView {
    let query = listing.list.query;
    let said = say(move || {
        let groups = listing.groups.value().unwrap_or_default();
        let said = query.with(|query| filter.said(query, &groups));
        said.unwrap_or_default()
    });
    let go = listing.list.goer();
    let remove = move || text::fill(words::CHIP_REMOVE, &[("filter", &said.get())]);
    view! {
        <li class="chip">
            <button
                class="chip-edit"
                type="button"
                on:click=move |_| {
                    open.set(true);
                    // its input arrives with the panel
                    set_timeout(move || focus(filter.input()), Duration::from_millis(60));
                }
            >
                <bdi>{said}</bdi>
            </button>
            <button
                class="chip-remove"
                type="button"
                aria-label=remove
                title=t(words::REMOVE)
                on:click=move |_| {
                    go(filter.off(query.get_untracked()), false);
                    focus(FILTER.id);
                }
            >
                <Icon glyph=CLOSE/>
            </button>
        </li>
    }
    .into_any()
}

/// Which columns are shown, and how close the rows stand.
fn column_menu(columns: Columns) -> AnyView {
    let boxes = Column::ALL
        .map(|column| {
            view! {
                <label class="checkbox">
                    <input
                        class="checkbox-box"
                        type="checkbox"
                        name=format!("column-{}", column.code())
                        autocomplete="off"
                        prop:checked=move || columns.has(column)
                        on:change=move |event| columns.set(column, event_target_checked(&event))
                    />
                    <span class="checkbox-label">{t(column.label())}</span>
                </label>
            }
        })
        .collect_view();
    let rows = [(false, words::COMFORTABLE), (true, words::COMPACT)]
        .map(|(compact, word)| {
            view! {
                <label class="radio-line">
                    <input
                        class="radio-button"
                        type="radio"
                        name="density"
                        autocomplete="off"
                        value=if compact { "compact" } else { "comfortable" }
                        prop:checked=move || columns.compact() == compact
                        on:change=move |_| columns.set_compact(compact)
                    />
                    <span class="radio-text">{t(word)}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <div class="drop-columns">
            <fieldset class="drop-set">
                <legend class="field-label">{t(words::COLUMNS_SHOWN)}</legend>
                {boxes}
            </fieldset>
            <fieldset class="drop-set">
                <legend class="field-label">{t(words::DENSITY)}</legend>
                {rows}
            </fieldset>
        </div>
    }
    .into_any()
}
