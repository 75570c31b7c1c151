//! The table of the list. Its head stands while rows come and go.

use crate::admin::customers::head::Head;
use crate::admin::customers::listed::Listed;
use crate::admin::customers::listing::Listing;
use crate::admin::customers::row::{Ways, row};
use crate::admin::gradually::gradually;
use crate::admin::words as admin;
use crate::reactive::{flag, follow};
use crate::settings::Settings;
use crate::text::{self, t};
use domain::customer::CustomerRow;
use domain::id::CustomerId;
use leptos::prelude::*;
use std::sync::Arc;

/// While others are awaited the rows stay, dimmed after a moment.
#[component]
pub fn Rows(listing: Listing, answered: Memo<Option<Listed>>) -> AnyView {
    let settings = expect_context::<Settings>();
    let waiting = listing.list.waiting();
    let chosen = listing.chosen;
    let ways = Memo::new(move |_| Ways {
        parts: answered.with(|listed| {
            let q = |listed: &Listed| domain::found::parts(&listed.query.q);
            listed.as_ref().map(q).unwrap_or_default()
        }),
        shown: listing.columns.shown(),
        locale: text::locale(),
        currency: settings.with(|shop| shop.currency.clone()),
        choose: listing.may_choose.get(),
    });
    let page = Memo::new(move |_| {
        answered.with(|listed| {
            let items = listed.iter().flat_map(|listed: &Listed| &listed.page.items);
            items.map(|row| row.id.clone()).collect::<Vec<CustomerId>>()
        })
    });
    follow(move || page.with(|page: &Vec<CustomerId>| chosen.keep(page)));
    // what a row says is in its ways
    let rows = move || {
        let ways = Arc::new(ways.get());
        answered.with(|listed| {
            let items = listed.iter().flat_map(|listed: &Listed| &listed.page.items);
            let with_ways = |row: &CustomerRow| (row.clone(), Arc::clone(&ways));
            items.map(with_ways).collect::<Vec<_>>()
        })
    };
    let draw = move |(one, ways): (CustomerRow, Arc<Ways>)| row(listing, page, one, &ways);
    view! {
        <table
            class="customers"
            class:customers-compact=move || listing.columns.compact()
            class:customers-plain=move || !listing.may_choose.get()
            class:customers-choosing=move || chosen.choosing.get()
            class:rows-waiting=waiting
            role="table"
            aria-label=t(admin::LIST_NAME)
            aria-busy=flag(move || waiting.get())
        >
            <Head listing page/>
            <tbody role="rowgroup">{gradually(rows, draw)}</tbody>
        </table>
    }
    .into_any()
}
