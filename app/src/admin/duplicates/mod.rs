//! `/admin/duplicates`: customers who may be one person, two by two; and two of them side by side, to be made one.

mod choice;
mod compare;
mod confirmation;
mod fields;
mod follows;
mod hint;
mod merged;
mod row;
mod why;
pub mod words;

pub use compare::ComparePage;
pub use hint::Hint;

use crate::admin::desk::Desk;
use crate::admin::duplicates::row::Row;
use crate::admin::list::{Face, List, nothing};
use crate::admin::table::table;
use crate::reactive::follow;
use crate::text::{self, t};
use crate::ui::heading::Heading;
use domain::api::PageQuery;
use domain::api::duplicate::ListDuplicates;
use domain::duplicate::Duplicate;
use domain::route;
use leptos::prelude::*;

const TITLE: &str = "duplicates-title";

/// `/admin/duplicates`
#[component]
pub fn Duplicates() -> AnyView {
    let desk = expect_context::<Desk>();
    let title = text::said(words::TITLE);
    follow(move || desk.set_place(route::ADMIN_DUPLICATES, title.get()));
    let list = List::<PageQuery, Duplicate>::new::<ListDuplicates>(route::ADMIN_DUPLICATES, ());
    view! {
        <div class="stack">
            <Heading text=title id=TITLE/>
            <p class="duplicates-lead">{t(words::LEAD)}</p>
            {list
                .shown(Face {
                    title: TITLE,
                    failed: words::LIST_FAILED,
                    count: |listed| text::plural(
                        listed.here(),
                        words::COUNT_ONE,
                        words::COUNT_OTHER,
                    ),
                    note: |_| None,
                    nothing: Box::new(|_| nothing(words::NONE)),
                    rows: Box::new(move |listed| {
                        let rows = listed.page.items.into_iter();
                        table(
                            "rows duplicates",
                            words::TITLE,
                            [
                                ("duplicates-one", words::COLUMN_NEWER),
                                ("duplicates-other", words::COLUMN_OLDER),
                                ("duplicates-why", words::COLUMN_WHY),
                                ("duplicates-acts", words::COLUMN_ACTS),
                            ],
                            list.waiting(),
                            rows
                                .map(|pair| {
                                    let again = move |()| list.loaded.again();
                                    view! { <Row pair again/> }.into_any()
                                })
                                .collect(),
                        )
                    }),
                })}
        </div>
    }
    .into_any()
}
