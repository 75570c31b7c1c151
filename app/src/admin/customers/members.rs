//! The list itself, wherever it stands: on its own page, and as the members of a group.

use crate::admin::bulk::Strip;
use crate::admin::customers::count::count;
use crate::admin::customers::listed::{Listed, is_search};
use crate::admin::customers::listing::Listing;
use crate::admin::customers::order::Order;
use crate::admin::customers::rows::Rows;
use crate::admin::customers::tools::{Chips, Tools};
use crate::admin::list::count_line;
use crate::admin::part::part;
use crate::admin::search::Search;
use crate::admin::words as admin;
use crate::chunk;
use crate::reactive::{either, words as say};
use crate::text::Key;
use domain::customer::CustomerQuery;
use leptos::prelude::*;

/// Search, filters, rows. `title` is the id of the heading above; `nothing` is drawn for an answer without rows.
#[component]
pub fn Members(
    listing: Listing,
    title: &'static str,
    nothing: fn(Listing, Listed) -> AnyView,
) -> AnyView {
    provide_context(listing);
    let list = listing.list;
    let query = list.query;
    let go = list.goer();
    let open = RwSignal::new(false);
    // once it was asked for it stays
    let asked = listing.export.open;
    let exported = Memo::new(move |met: Option<&bool>| met == Some(&true) || asked.get());
    let search = move |(q, replace)| {
        go(
            CustomerQuery {
                q,
                ..query.get_untracked()
            },
            replace,
        );
    };
    view! {
        <div class="list-tools">
            <Search
                q=Signal::derive(move || query.with(|query| query.q.clone()))
                label=admin::SEARCH_LABEL
                search
            />
            <Tools listing open/>
            <Order list/>
        </div>
        <Chips listing open/>
        {part(move || exported.get().then(|| chunk::lazy(chunk::customer_export, |failed| failed)))}
        <Strip again=move |()| list.loaded.again()/>
        {list
            .framed(title, admin::LIST_FAILED, count, move |answered| inside(listing, answered, nothing))}
    }
    .into_any()
}

fn inside(
    listing: Listing,
    answered: Memo<Option<Listed>>,
    nothing: fn(Listing, Listed) -> AnyView,
) -> AnyView {
    let chosen = listing.chosen;
    let any = Memo::new(move |_| answered.with(|listed| listed.as_ref().is_some_and(has_rows)));
    let choosing = Memo::new(move |_| any.get() && !chosen.is_none());
    // once it is here it stays, and shows itself when somebody is chosen
    let met = Memo::new(move |met: Option<&bool>| met == Some(&true) || choosing.get());
    let sentence =
        say(move || answered.with(|listed| listed.as_ref().map(count).unwrap_or_default()));
    let note = Memo::new(move |_| {
        let search = |listed: &Option<Listed>| listed.as_ref().is_some_and(|l| is_search(&l.query));
        answered.with(search)
    });
    let note = move || -> Option<Key> { note.get().then_some(admin::SEARCH_ORDER) };
    view! {
        <div class="list-line">
            {either(move || {
                if any.get() && !choosing.get() {
                    count_line(sentence, note())
                } else {
                    ().into_any()
                }
            })}
            {part(move || {
                met.get().then(|| chunk::lazy(chunk::bulk_bar, |failed| failed))
            })}
        </div>
        {either(move || {
            if any.get() {
                return view! { <Rows listing answered/> }.into_any();
            }
            match answered.get() {
                Some(listed) if !listed.page.partial => nothing(listing, listed),
                // nothing so far is not nothing at all
                _ => ().into_any(),
            }
        })}
        {either(move || {
            answered.with(|listed| listed.as_ref().map_or_else(|| ().into_any(), |l| listing.list.end(l)))
        })}
    }
    .into_any()
}

fn has_rows(listed: &Listed) -> bool {
    !listed.page.items.is_empty()
}
