//! Record and typed details side by side: only the rows that differ, a ticked box each.

use crate::admin::customer::choice::Choices;
use crate::admin::customer::value::{label, value};
use crate::admin::words;
use crate::reactive::words as say;
use crate::text::{self, t};
use domain::id::PendingId;
use domain::pending::{Details, DetailsField, Pending};
use leptos::prelude::*;

/// A table; on a phone each field becomes a block. The roles keep it a table.
#[component]
pub fn Comparison(record: Details, pending: Pending, choices: Choices) -> AnyView {
    let typed_at = pending.typed_at;
    let Pending {
        id,
        details,
        differing,
        ..
    } = pending;
    let rows = differing
        .into_iter()
        .map(|field| row(&record, &details, id.clone(), field, choices))
        .collect_view();
    view! {
        <table
            class="comparison"
            role="table"
            aria-label=say(move || text::fill(words::PENDING_TABLE, &[("date", &text::date_time(typed_at))]))
        >
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">
                        {t(words::PENDING_COLUMN_FIELD)}
                    </th>
                    <th role="columnheader" scope="col">
                        {t(words::PENDING_COLUMN_RECORD)}
                    </th>
                    <th role="columnheader" scope="col">
                        {t(words::PENDING_COLUMN_TYPED)}
                    </th>
                </tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(
    record: &Details,
    typed: &Details,
    id: PendingId,
    field: DetailsField,
    choices: Choices,
) -> AnyView {
    let name = format!("take-{id}-{}", field.code());
    let shown = id.clone();
    view! {
        <tr role="row">
            <th class="comparison-field" role="rowheader" scope="row">
                <label class="checkbox">
                    <input
                        class="checkbox-box"
                        type="checkbox"
                        id=name.clone()
                        name=name
                        prop:checked=move || choices.is_ticked(&shown, field)
                        on:change=move |event| choices.tick(&id, field, event_target_checked(&event))
                    />
                    <span class="checkbox-label">{t(label(field))}</span>
                </label>
            </th>
            <td class="comparison-record" role="cell">
                <span class="comparison-side" aria-hidden="true">
                    {t(words::PENDING_COLUMN_RECORD)}
                </span>
                {value(record, field)}
            </td>
            <td class="comparison-typed" role="cell">
                <span class="comparison-side" aria-hidden="true">
                    {t(words::PENDING_COLUMN_TYPED)}
                </span>
                {value(typed, field)}
            </td>
        </tr>
    }
    .into_any()
}
