//! How customers are to be written, and the file on its way: whom, which columns, how they are separated.

use crate::admin::ask::ask;
use crate::admin::customers::listing::Listing;
use crate::admin::desk::Desk;
use crate::admin::exports::columns::{Shape, in_parts, label, separator_word};
use crate::admin::exports::saving::{Unsaved, save};
use crate::admin::exports::words;
use crate::admin::part::part;
use crate::admin::refused::refused;
use crate::client::{Refusal, escape};
use crate::form::focus;
use crate::reactive::{either, flag, follow, go, words as say};
use crate::text::{self, t};
use crate::ui::button::{Button, Weight};
use crate::ui::dialog::Dialog;
use crate::ui::failed::Failed;
use crate::ui::notice::{Notice, Tone};
use crate::ui::toast::Toasts;
use domain::api::address;
use domain::api::export::{CountExport, ExportCustomers, ExportQuery};
use domain::csv::Separator;
use domain::customer::export::{COLUMNS, USUAL};
use leptos::prelude::*;

const CANCEL: &str = "export-cancel";
const COLUMNS_ERROR: &str = "export-columns-err";

/// The question and its file. A handle: copies share the state.
#[derive(Clone, Copy)]
struct Exporting {
    listing: Listing,
    desk: Desk,
    toasts: Toasts,
    shape: Shape,
    /// How many there are, once the Worker has told.
    rows: RwSignal<Option<u32>>,
    uncounted: RwSignal<Option<Refusal>>,
    /// Lines that have come, while a file is on its way.
    come: RwSignal<Option<u32>>,
    unsaved: RwSignal<Option<Unsaved>>,
    /// Nothing is chosen to be written.
    bare: RwSignal<bool>,
}

/// The question of the list in the context.
#[component]
pub fn ExportDialog() -> AnyView {
    let listing = expect_context::<Listing>();
    let exporting = Exporting {
        listing,
        desk: expect_context(),
        toasts: expect_context(),
        shape: Shape::kept(),
        rows: RwSignal::new(None),
        uncounted: RwSignal::new(None),
        come: RwSignal::new(None),
        unsaved: RwSignal::new(None),
        bare: RwSignal::new(false),
    };
    let open = listing.export.open;
    follow(move || {
        if open.get() {
            exporting.count();
        } else {
            // whoever closes it wants no file
            exporting.come.set(None);
            exporting.unsaved.set(None);
            exporting.bare.set(false);
        }
    });
    view! {
        <Dialog id="export" open title=text::said(words::TITLE) safe=CANCEL>
            {whom(listing)}
            {columns(exporting)}
            {separator(exporting.shape)}
            <p class="meta export-care">{t(words::CARE)}</p>
            {part(move || exporting.unsaved.get().and_then(|why| unsaved(exporting, why)))}
            {part(move || exporting.uncounted.get().map(|refusal| uncounted(exporting, refusal)))}
            {either(move || match exporting.come.get().is_some() {
                true => way(exporting),
                false => acts(exporting),
            })}
        </Dialog>
    }
    .into_any()
}

impl Exporting {
    /// Whom it is about, without how it is written.
    fn query(self) -> ExportQuery {
        let chosen = self.listing.chosen;
        let named = self.listing.export.chosen.get_untracked() && !untrack(|| chosen.is_all());
        if named {
            return ExportQuery {
                customers: Some(chosen.rows()),
                ..ExportQuery::default()
            };
        }
        ExportQuery {
            list: self.listing.everybody(),
            ..ExportQuery::default()
        }
    }

    fn count(self) {
        self.rows.set(None);
        self.uncounted.set(None);
        let query = self.query();
        go(async move {
            let answer = ask::<CountExport>(self.desk, &(), &query, &()).await;
            match answer {
                Ok(size) => drop(self.rows.try_set(Some(size.rows))),
                Err(refusal) => drop(self.uncounted.try_set(Some(refusal))),
            }
        });
    }

    fn start(self) {
        let columns = untrack(|| self.shape.columns());
        self.bare.set(columns.is_empty());
        if columns.is_empty() {
            return focus("export-shape");
        }
        if self.come.get_untracked().is_some() {
            return;
        }
        let query = ExportQuery {
            columns: Some(columns),
            separator: Some(untrack(|| self.shape.separator())),
            locale: Some(text::locale_now()),
            ..self.query()
        };
        let url = address::<ExportCustomers>(&(), &query, escape);
        self.unsaved.set(None);
        self.come.set(Some(0));
        go(async move {
            let on_its_way = |lines: u32| {
                let wanted = self.come.try_get_untracked().flatten().is_some();
                if wanted {
                    self.come.try_set(Some(lines));
                }
                wanted
            };
            let saved = save(&url, on_its_way).await;
            if self.come.is_disposed() {
                return;
            }
            let rows = self.come.get_untracked();
            self.come.set(None);
            match saved {
                Ok(name) => {
                    let rows = rows.unwrap_or_default();
                    let said = text::plural(rows, words::DONE_ONE, words::DONE_OTHER);
                    self.toasts.say(said.replace("{name}", &name), None);
                    self.listing.export.open.set(false);
                }
                Err(Unsaved::Stopped) => {}
                Err(why) => {
                    if matches!(&why, Unsaved::Refused(refusal) if refusal.status() == 401) {
                        self.desk.session_ended();
                    }
                    self.unsaved.set(Some(why));
                }
            }
        });
    }
}

/// Whom the file is about: the chosen rows, or all that match.
fn whom(listing: Listing) -> AnyView {
    let chosen = listing.chosen;
    if untrack(|| listing.export.chosen.get() && !chosen.is_all()) {
        let n = untrack(|| chosen.count());
        let said = say(move || text::plural(n, words::OVER_ROWS_ONE, words::OVER_ROWS_OTHER));
        return view! { <p>{said}</p> }.into_any();
    }
    either(move || {
        let asked = listing.asked();
        if asked.is_empty() {
            return view! { <p>{t(words::OVER_EVERYBODY)}</p> }.into_any();
        }
        let asked = asked
            .into_iter()
            .map(|filter| view! { <li><bdi>{filter}</bdi></li> })
            .collect_view();
        view! {
            <p>{t(words::OVER_MATCHING)}</p>
            <ul class="bulk-filters">{asked}</ul>
        }
        .into_any()
    })
    .into_any()
}

fn columns(exporting: Exporting) -> AnyView {
    let shape = exporting.shape;
    let said = say(move || {
        let chosen = text::number(shape.columns().len() as f64);
        let all = text::number(COLUMNS.len() as f64);
        text::fill(words::COLUMNS, &[("n", &chosen), ("all", &all)])
    });
    let parts = in_parts(&COLUMNS)
        .into_iter()
        .map(|(name, columns)| {
            let boxes = columns
                .into_iter()
                .map(|column| {
                    view! {
                        <label class="checkbox">
                            <input
                                class="checkbox-box"
                                type="checkbox"
                                name=format!("export-{}", column.code())
                                autocomplete="off"
                                prop:checked=move || shape.has(column)
                                on:change=move |event| {
                                    shape.set(column, event_target_checked(&event));
                                    exporting.bare.set(false);
                                }
                            />
                            <span class="checkbox-label">{t(label(column))}</span>
                        </label>
                    }
                })
                .collect_view();
            view! {
                <fieldset class="drop-set">
                    <legend class="field-label">{t(name)}</legend>
                    {boxes}
                </fieldset>
            }
        })
        .collect_view();
    let all_of = move |columns: &'static [domain::import::Column]| {
        move |()| {
            shape.set_all(columns);
            exporting.bare.set(false);
        }
    };
    view! {
        <details class="export-columns">
            <summary
                id="export-shape"
                aria-describedby=move || exporting.bare.get().then_some(COLUMNS_ERROR)
            >
                {said}
            </summary>
            <div class="cluster">
                <Button label=words::COLUMNS_USUAL weight=Weight::Quiet press=all_of(&USUAL)/>
                <Button label=words::COLUMNS_ALL weight=Weight::Quiet press=all_of(&COLUMNS)/>
            </div>
            <div class="export-parts">{parts}</div>
        </details>
        {part(move || {
            exporting
                .bare
                .get()
                .then(|| {
                    view! {
                        <p class="field-error" id=COLUMNS_ERROR role="alert">
                            {t(words::COLUMNS_NONE)}
                        </p>
                    }
                })
        })}
    }
    .into_any()
}

fn separator(shape: Shape) -> AnyView {
    let options = Separator::ALL
        .map(|separator| {
            view! {
                <option
                    value=separator.code()
                    prop:selected=move || shape.separator() == separator
                >
                    {t(separator_word(separator))}
                </option>
            }
        })
        .collect_view();
    view! {
        <div class="field">
            <label class="field-label" for="export-separator">
                {t(words::SEPARATOR)}
            </label>
            <p class="field-hint" id="export-separator-hint">
                {t(words::SEPARATOR_HINT)}
            </p>
            <div class="select-box">
                <select
                    class="input select"
                    id="export-separator"
                    name="export-separator"
                    autocomplete="off"
                    aria-describedby="export-separator-hint"
                    on:change=move |event| shape.set_separator(&event_target_value(&event))
                >
                    {options}
                </select>
            </div>
        </div>
    }
    .into_any()
}

/// The way out, and the act with its number once that is known.
fn acts(exporting: Exporting) -> AnyView {
    let rows = exporting.rows;
    let act = say(move || match rows.get() {
        Some(n) => text::plural(n, words::DO_ONE, words::DO_OTHER),
        None => t(words::COUNTING)().to_owned(),
    });
    let nobody = Memo::new(move |_| rows.get() == Some(0));
    view! {
        {part(move || {
            nobody
                .get()
                .then(|| {
                    view! {
                        <Notice tone=Tone::Warn>
                            <p>{t(words::NOBODY)}</p>
                        </Notice>
                    }
                })
        })}
        <div class="dialog-acts">
            <Button
                id=CANCEL
                label=words::CANCEL
                press=move |()| exporting.listing.export.open.set(false)
            />
            {part(move || {
                (!nobody.get() && exporting.uncounted.with(Option::is_none))
                    .then(|| {
                        view! {
                            <button
                                class=Weight::Primary.class()
                                id="export-do"
                                type="button"
                                aria-disabled=flag(move || rows.get().is_none())
                                on:click=move |_| {
                                    if rows.get_untracked().is_some() {
                                        exporting.start();
                                    }
                                }
                            >
                                {act}
                            </button>
                        }
                    })
            })}
        </div>
    }
    .into_any()
}

/// How far the file has come.
fn way(exporting: Exporting) -> AnyView {
    let come = move || exporting.come.get().unwrap_or_default();
    let all = move || exporting.rows.get().unwrap_or_default();
    let said = say(move || {
        let (come, all) = (text::number(come().into()), text::number(all().into()));
        text::fill(words::COMING, &[("n", &come), ("all", &all)])
    });
    request_animation_frame(|| focus("export-stop"));
    view! {
        <div class="stack-tight">
            <label class="meta" for="export-progress">
                {said}
            </label>
            <progress
                class="bulk-bar"
                id="export-progress"
                max=move || all().max(1).to_string()
                value=move || come().to_string()
            ></progress>
        </div>
        <div class="dialog-acts">
            <Button id="export-stop" label=words::STOP press=move |()| exporting.come.set(None)/>
        </div>
    }
    .into_any()
}

fn uncounted(exporting: Exporting, refusal: Refusal) -> AnyView {
    let retry = move |()| exporting.count();
    view! { <Failed message=text::said(words::UNCOUNTED) refusal=Some(refusal) retry/> }.into_any()
}

fn unsaved(exporting: Exporting, why: Unsaved) -> Option<AnyView> {
    let retry = move |()| exporting.start();
    match why {
        Unsaved::Stopped => None,
        Unsaved::Refused(refusal) => Some(refused(&refusal)),
        Unsaved::BrokenOff => Some(
            view! { <Failed message=text::said(words::BROKEN_OFF) refusal=None retry/> }.into_any(),
        ),
    }
}
