//! A list without rows: why, and what to do about it.

use crate::admin::customers::listed::{Listed, is_filtered, is_search, unfiltered};
use crate::admin::customers::listing::Listing;
use crate::admin::customers::to_import;
use crate::admin::customers::words as own;
use crate::admin::desk::Desk;
use crate::admin::part::part;
use crate::admin::words;
use crate::text;
use crate::ui::button::Button;
use crate::ui::empty::Empty;
use domain::customer::CustomerQuery;
use domain::permission::Right;
use domain::route;
use leptos::prelude::*;

/// Never used, nothing found, or past the end. An unfinished look (`partial`) says so by itself.
#[component]
pub fn Nothing(listed: Listed, listing: Listing) -> AnyView {
    let desk = expect_context::<Desk>();
    let list = listing.list;
    let searched = is_search(&listed.query);
    let filtered = is_filtered(&listed.query);
    let past_end = !listed.begins();
    let q = listed.query.q.clone();
    let message = Signal::derive(move || match (past_end, searched, filtered) {
        (true, ..) => text::fill(words::LIST_END, &[]),
        (_, true, true) => text::fill(words::LIST_NONE_BOTH, &[("q", &q)]),
        (_, true, false) => text::fill(words::LIST_NONE_SEARCH, &[("q", &q)]),
        (_, false, true) => text::fill(words::LIST_NONE_FILTERS, &[]),
        _ => text::fill(words::LIST_NEVER, &[]),
    });
    let query = list.query;
    let go = list.goer();
    let search_go = go.clone();
    view! {
        <div class="card">
            <Empty message>
                {(filtered && !past_end)
                    .then(|| {
                        view! {
                            <Button
                                label=words::FILTERS_CLEAR
                                press=move |()| go(unfiltered(&query.get_untracked()), false)
                            />
                        }
                    })}
                {(searched && !past_end)
                    .then(|| {
                        view! {
                            <Button
                                label=words::SEARCH_CLEAR
                                press=move |()| {
                                    search_go(
                                        CustomerQuery {
                                            q: String::new(),
                                            ..query.get_untracked()
                                        },
                                        false,
                                    );
                                    crate::form::focus("q");
                                }
                            />
                        }
                    })}
                {(!searched && !filtered && !past_end)
                    .then(|| {
                        view! {
                            {part(move || {
                                desk.may(Right::EditCustomers)
                                    .then(|| {
                                        view! {
                                            <a class="button" href=route::ADMIN_CUSTOMER_NEW>
                                                {text::t(own::CREATE)}
                                            </a>
                                        }
                                    })
                            })}
                            {part(move || desk.may(Right::ImportCustomers).then(to_import))}
                            <a class="button" href=route::SHOP>
                                {text::t(words::TO_SHOP)}
                            </a>
                        }
                    })}
            </Empty>
        </div>
    }
    .into_any()
}
