//! `/admin/imports`: where a file of customers is handed in, and the imports so far; an import step by step, on the Worker, whatever
//! becomes of the page.

mod check;
mod columns;
mod coming;
mod deletion;
mod faults;
mod file;
mod going;
mod options;
mod page;
mod report;
mod said;
mod steps;
mod watched;
pub mod words;

pub use page::ImportPage;

use crate::admin::ask::ask;
use crate::admin::desk::Desk;
use crate::admin::imports::coming::Drop;
use crate::admin::imports::said::{badge, outcome};
use crate::admin::list::{Face, List, nothing, whole};
use crate::admin::listed::Listed;
use crate::admin::table::table;
use crate::reactive::{follow, words as say};
use crate::text::{self, t};
use crate::ui::heading::Heading;
use domain::api::import::ListImports;
use domain::import::Import;
use domain::route;
use leptos::prelude::*;

const TITLE: &str = "imports-title";

/// `/admin/imports`
#[component]
pub fn Imports() -> AnyView {
    let desk = expect_context::<Desk>();
    let title = text::said(words::TITLE);
    follow(move || desk.set_place(route::ADMIN_IMPORTS, title.get()));
    let list = List::asking(route::ADMIN_IMPORTS, |desk, (): ()| {
        Box::pin(async move {
            let answer = ask::<ListImports>(desk, &(), &(), &()).await?;
            Ok(whole(answer.items))
        })
    });
    view! {
        <div class="stack">
            <Heading text=title id=TITLE/>
            <Drop/>
            <h2 class="subheading">{t(words::LIST)}</h2>
            {list
                .shown(Face {
                    title: TITLE,
                    failed: words::LIST_FAILED,
                    count: |listed| text::plural(
                        listed.here(),
                        words::COUNT_ONE,
                        words::COUNT_OTHER,
                    ),
                    note: |()| None,
                    nothing: Box::new(|_| nothing(words::NEVER)),
                    rows: Box::new(rows),
                })}
        </div>
    }
    .into_any()
}

fn rows(listed: Listed<(), Import>) -> AnyView {
    table(
        "rows imports-list",
        words::LIST,
        [
            ("imports-file", words::FILE),
            ("imports-state", words::STATE),
            ("imports-outcome", words::OUTCOME),
            ("imports-when", words::WHEN),
        ],
        Signal::stored(false),
        listed.page.items.into_iter().map(row).collect(),
    )
}

fn row(import: Import) -> AnyView {
    let path = route::admin_import(&import.id);
    let name = import.name.clone();
    let state = badge(import.state);
    let (by, at) = (import.by.clone().unwrap_or_default(), import.created_at);
    let became = say(move || outcome(&import));
    view! {
        <tr role="row">
            <th class="imports-file" role="rowheader" scope="row">
                <a class="rows-link" href=path>
                    <bdi>{name}</bdi>
                </a>
            </th>
            <td class="imports-state" role="cell">
                {state}
            </td>
            <td class="imports-outcome" role="cell">
                {became}
            </td>
            <td class="imports-when" role="cell">
                {say(move || text::date_time(at))} <span class="rows-side">{by}</span>
            </td>
        </tr>
    }
    .into_any()
}
