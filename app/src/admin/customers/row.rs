//! One customer in the list. Its words stand still: another language, search or set of columns draws it anew.

use crate::admin::clock;
use crate::admin::customers::columns::{Column, has};
use crate::admin::customers::found::marked;
use crate::admin::customers::listing::Listing;
use crate::admin::customers::words;
use crate::admin::state::{account_badge, failing_flag, pending_flag, stage_badge, verified};
use crate::admin::words as admin;
use crate::text;
use domain::customer::CustomerRow;
use domain::group::GroupMark;
use domain::id::CustomerId;
use domain::route;
use leptos::prelude::*;

/// What all rows are drawn with.
#[derive(Clone, PartialEq)]
pub struct Ways {
    /// What the search found, to be marked.
    pub parts: Vec<String>,
    /// See [`crate::admin::customers::columns::Columns::shown`].
    pub shown: [bool; Column::ALL.len()],
    pub locale: domain::locale::Locale,
    pub currency: String,
    /// Whether a box stands before the name.
    pub choose: bool,
}

/// A name links to the page; the cells stand beside it, on a phone in two lines. The roles keep it a table.
pub fn row(
    listing: Listing,
    page: Memo<Vec<CustomerId>>,
    row: CustomerRow,
    ways: &Ways,
) -> AnyView {
    let cells = Column::ALL
        .into_iter()
        .filter(|column| has(&ways.shown, *column))
        .map(|column| {
            view! {
                <td
                    class=column.class()
                    class:customers-blank=is_blank(column, &row)
                    role="cell"
                >
                    {cell(column, &row, ways)}
                </td>
            }
        })
        .collect_view();
    let organisation = row.organisation.as_deref().map(|organisation| {
        let organisation = marked(organisation, &ways.parts);
        view! {
            <span class="customers-organisation">
                <bdi>{organisation}</bdi>
            </span>
        }
    });
    view! {
        <tr role="row">
            {ways.choose.then(|| pick(listing, page, &row))}
            <th class="customers-name" role="rowheader" scope="row">
                <a class="customers-link" href=route::admin_customer(&row.id)>
                    {name(&row, &ways.parts)}
                </a>
                {organisation}
                {row.pending.then(pending_flag)}
                {row.failing.then(failing_flag)}
            </th>
            {cells}
        </tr>
    }
    .into_any()
}

/// The last name stands out; who left none is called by the e-mail.
fn name(row: &CustomerRow, parts: &[String]) -> AnyView {
    if row.last_name.is_empty() && row.first_name.is_empty() {
        return marked(&row.email, parts);
    }
    let last = marked(&row.last_name, parts);
    let first = marked(&row.first_name, parts);
    view! {
        <bdi class="customers-last">{last}</bdi>
        " "
        <bdi>{first}</bdi>
    }
    .into_any()
}

fn cell(column: Column, row: &CustomerRow, ways: &Ways) -> AnyView {
    match column {
        Column::Email => view! {
            <span class="customers-mailbox">
                <span class="customers-address" title=row.email.clone()>
                    {marked(&row.email, &ways.parts)}
                </span>
                {row.verified.then(verified)}
            </span>
        }
        .into_any(),
        Column::Stage => stage_badge(row.stage),
        Column::Account => account_badge(row.account, false),
        Column::Groups => groups(&row.groups),
        Column::Orders => match row.orders.count {
            0 => nothing(),
            count => text::number(count.into()).into_any(),
        },
        Column::Total => match row.orders.paid {
            0 => nothing(),
            _ => text::money(row.orders.total, &ways.currency).into_any(),
        },
        Column::Last => row.orders.last_at.map_or_else(nothing, day),
        Column::Country => match row.country.as_deref() {
            Some(code) => text::country(code).into_any(),
            None => nothing(),
        },
        Column::Created => view! {
            <span class="customers-side" aria-hidden="true">
                {text::word(admin::COLUMN_CREATED)}
                " "
            </span>
            {day(row.created_at)}
        }
        .into_any(),
    }
}

/// Whether a cell has nothing but a dash; where rows have several lines that is left out.
fn is_blank(column: Column, row: &CustomerRow) -> bool {
    match column {
        Column::Groups => row.groups.is_empty(),
        Column::Total => row.orders.paid == 0,
        Column::Last => row.orders.last_at.is_none(),
        Column::Country => row.country.is_none(),
        _ => false,
    }
}

/// `VIP +1`, with all of them for who asks.
fn groups(groups: &[GroupMark]) -> AnyView {
    let Some((first, others)) = groups.split_first() else {
        return nothing();
    };
    let names: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
    let names = names.join(", ");
    let more = (!others.is_empty()).then(|| {
        let more = format!("+{}", others.len());
        view! {
            <span class="customers-more" aria-hidden="true">
                {more}
            </span>
            <span class="unseen">{", "}{others.iter().map(|group| group.name.clone()).collect::<Vec<_>>().join(", ")}</span>
        }
    });
    view! {
        <span class="customers-group" title=names>
            <bdi class="customers-group-name">{first.name.clone()}</bdi>
            {more}
        </span>
    }
    .into_any()
}

fn day(millis: i64) -> AnyView {
    view! { <time datetime=clock::iso(millis)>{text::date(millis)}</time> }.into_any()
}

fn nothing() -> AnyView {
    view! { <span class="customers-none">"–"</span> }.into_any()
}

/// The box that chooses the row.
fn pick(listing: Listing, page: Memo<Vec<CustomerId>>, row: &CustomerRow) -> AnyView {
    let chosen = listing.chosen;
    let whole = format!("{} {}", row.last_name, row.first_name);
    let whole = match whole.trim() {
        "" => row.email.clone(),
        whole => whole.to_owned(),
    };
    let name = text::fill(words::CHOOSE_ROW, &[("name", &whole)]);
    let id = row.id.clone();
    let changed = row.id.clone();
    view! {
        <td class="customers-check" role="cell">
            <label class="customers-pick">
                <input
                    class="checkbox-box"
                    type="checkbox"
                    autocomplete="off"
                    aria-label=name
                    prop:checked=move || chosen.has(&id)
                    on:change=move |event| {
                        page.with_untracked(|page| {
                            chosen.set(&changed, event_target_checked(&event), page);
                        });
                    }
                />
                <span class="customers-tint"></span>
            </label>
        </td>
    }
    .into_any()
}
