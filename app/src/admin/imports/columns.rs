//! Step 2: where each column of the file goes. A choice is kept at once.

use crate::admin::exports::columns::{in_parts, label};
use crate::admin::imports::steps::Step;
use crate::admin::imports::watched::Watched;
use crate::admin::imports::words;
use crate::admin::part::part;
use crate::form::focus;
use crate::reactive::{either, words as say};
use crate::text::{self, t};
use crate::ui::button::{Button, Weight};
use crate::ui::notice::{Notice, Tone};
use domain::import::{Column, Import, ImportForm, ImportState, prove_columns};
use domain::problem::FieldError;
use leptos::prelude::*;

const FAULTS: &str = "import-columns-faults";

pub fn columns(watched: Watched) -> AnyView {
    let faults = RwSignal::new(Vec::<FieldError>::new());
    let head = watched.of(|import| (import.header.clone(), import.samples.clone()));
    let state = watched.of(|import| import.state);
    let onward = watched.of(|import| Step::Check.of(import));
    let check = move || {
        let chosen = watched.import.with_untracked(|import| {
            let columns = import.as_ref().map(|import| prove_columns(&import.columns));
            columns.unwrap_or_default()
        });
        let right = chosen.is_empty();
        faults.set(chosen);
        if right {
            watched.put(ImportState::Checking, Some(Step::Check));
        } else {
            request_animation_frame(|| focus(FAULTS));
        }
    };
    let rows = either(move || {
        let (header, samples) = head.get().unwrap_or_default();
        let rows: Vec<AnyView> = header
            .into_iter()
            .enumerate()
            .map(|(place, name)| row(watched, faults, place, name, &samples))
            .collect();
        rows.into_any()
    });
    view! {
        <section class="card stack" aria-labelledby="import-columns-title">
            <h2 class="subheading" id="import-columns-title">
                {t(words::STEP_COLUMNS)}
            </h2>
            <p>{t(words::COLUMNS_TEXT)}</p>
            {part(move || {
                let faults = faults.get();
                (!faults.is_empty()).then(|| wrong(faults))
            })}
            <table class="rows import-columns" role="table" aria-label=t(words::COLUMNS)>
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">
                            {t(words::IN_FILE)}
                        </th>
                        <th role="columnheader" scope="col">
                            {t(words::EXAMPLES)}
                        </th>
                        <th role="columnheader" scope="col">
                            {t(words::GOES_TO)}
                        </th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
            <div class="cluster">
                {either(move || {
                    if state.get() == Some(ImportState::Draft) {
                        return view! {
                            <Button
                                id="import-check"
                                label=words::CHECK
                                weight=Weight::Primary
                                busy=watched.busy
                                press=move |()| check()
                            />
                        }
                            .into_any();
                    }
                    view! {
                        <a
                            class="button button-primary"
                            id="import-onward"
                            href=move || onward.get().unwrap_or_default()
                        >
                            {t(words::TO_CHECK)}
                        </a>
                    }
                        .into_any()
                })}
            </div>
        </section>
    }
    .into_any()
}

/// A column of the file: its name, two examples, where it goes.
fn row(
    watched: Watched,
    faults: RwSignal<Vec<FieldError>>,
    place: usize,
    name: String,
    samples: &[Vec<String>],
) -> AnyView {
    let named = match name.trim() {
        "" => text::fill(words::UNNAMED, &[("n", &text::number(place as f64 + 1.0))]),
        _ => name,
    };
    let of_place = samples.iter().filter_map(|row| row.get(place));
    let examples: Vec<String> = of_place
        .filter(|cell| !cell.is_empty())
        .take(2)
        .cloned()
        .collect();
    let examples = examples
        .into_iter()
        .map(|cell| {
            view! {
                <li>
                    <bdi>{cell}</bdi>
                </li>
            }
        })
        .collect_view();
    let chosen = Memo::new(move |_| {
        watched.import.with(|import| {
            let columns = import.as_ref().map(|import| &import.columns);
            columns.and_then(|columns| columns.get(place).copied().flatten())
        })
    });
    let editable = watched.of(Import::may_be_edited);
    let choose = move |event| {
        let column = Column::parse(&event_target_value(&event));
        let columns = watched.import.with_untracked(|import| {
            let mut columns = import.as_ref()?.columns.clone();
            *columns.get_mut(place)? = column;
            Some(columns)
        });
        faults.set(Vec::new());
        watched.edit(ImportForm {
            columns,
            ..ImportForm::default()
        });
    };
    let id = format!("import-column-{place}");
    let label_id = format!("import-head-{place}");
    view! {
        <tr role="row">
            <th role="rowheader" scope="row" id=label_id.clone()>
                <bdi>{named}</bdi>
            </th>
            <td role="cell">
                <ul class="import-examples">{examples}</ul>
            </td>
            <td role="cell">
                <div class="select-box">
                    <select
                        class="input select"
                        id=id.clone()
                        name=id
                        autocomplete="off"
                        aria-labelledby=label_id
                        disabled=move || editable.get() != Some(true)
                        on:change=choose
                    >
                        <option value="" prop:selected=move || chosen.get().is_none()>
                            {t(words::IGNORE)}
                        </option>
                        {options(chosen)}
                    </select>
                </div>
            </td>
        </tr>
    }
    .into_any()
}

/// Everything a column may go to, in its parts; what the shop itself keeps is only known.
fn options(chosen: Memo<Option<Column>>) -> AnyView {
    in_parts(&Column::ALL)
        .into_iter()
        .map(|(part, columns)| {
            let options = columns
                .into_iter()
                .map(|column| {
                    let word = say(move || {
                        let word = t(label(column))();
                        match column.is_taken() {
                            true => word.to_owned(),
                            false => text::fill(words::LEFT_ALONE, &[("column", word)]),
                        }
                    });
                    view! {
                        <option
                            value=column.code()
                            prop:selected=move || chosen.get() == Some(column)
                        >
                            {word}
                        </option>
                    }
                })
                .collect_view();
            view! { <optgroup label=t(part)>{options}</optgroup> }
        })
        .collect_view()
        .into_any()
}

/// What the choice lacks.
fn wrong(faults: Vec<FieldError>) -> AnyView {
    let said = faults
        .into_iter()
        .map(|fault| {
            let column = fault.found.as_deref().and_then(Column::parse);
            let key = match &*fault.reason {
                "twice" => words::COLUMN_TWICE,
                _ => words::COLUMN_MISSING,
            };
            let sentence = say(move || {
                let column = column.map_or("", |column| t(label(column))());
                text::fill(key, &[("column", column)])
            });
            view! { <li>{sentence}</li> }
        })
        .collect_view();
    view! {
        <div id=FAULTS tabindex="-1">
            <Notice tone=Tone::Danger>
                <ul>{said}</ul>
            </Notice>
        </div>
    }
    .into_any()
}
