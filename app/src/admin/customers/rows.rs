//! The table of the list. Its head stands while rows come and go.

use crate::admin::customers::head::Head;
use crate::admin::customers::listed::Listed;
use crate::admin::customers::listing::Listing;
use crate::admin::customers::row::{Ways, row};
use crate::admin::gradually::gradually;
use crate::admin::words as admin;
use crate::reactive::{either, flag, follow};
use crate::settings::Settings;
use crate::text::{self, t};
use domain::customer::CustomerRow;
use domain::id::CustomerId;
use leptos::prelude::*;

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
    let rows = move || {
        answered.with(|listed| {
            let items = |listed: &Listed| listed.page.items.clone();
            listed.as_ref().map(items).unwrap_or_default()
        })
    };
    let page = Memo::new(move |_| {
        let ids = rows().into_iter().map(|row: CustomerRow| row.id);
        ids.collect::<Vec<CustomerId>>()
    });
    follow(move || page.with(|page: &Vec<CustomerId>| chosen.keep(page)));
    let draw = move || {
        let ways = ways.get();
        // what a row says is in its ways
        let one = move |one: CustomerRow| untrack(|| row(listing, page, one, &ways));
        gradually(rows(), one).into_any()
    };
    view! {
        <table
            class="customers"
            class:customers-compact=move || listing.columns.compact()
            class:customers-choosing=move || chosen.choosing.get()
            class:rows-waiting=waiting
            role="table"
            aria-label=t(admin::LIST_NAME)
            aria-busy=flag(move || waiting.get())
        >
            <Head listing page/>
            <tbody role="rowgroup">{either(draw)}</tbody>
        </table>
    }
    .into_any()
}
