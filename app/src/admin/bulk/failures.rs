//! Who could not be changed, and why; all of them as a file.

use crate::admin::ask::ask;
use crate::admin::bulk::words;
use crate::admin::desk::Desk;
use crate::admin::trouble::Trouble;
use crate::loaded::Loaded;
use crate::reactive::{either, words as say};
use crate::text::{self, Key, t};
use crate::ui::loading::Loading;
use domain::api::PageQuery;
use domain::api::bulk::ListBulkFailures;
use domain::bulk::BulkFailure;
use domain::csv;
use domain::id::BulkId;
use domain::route;
use leptos::prelude::*;

/// Shown here; the file has the others too.
const SHOWN_MAX: usize = 10;
/// Pages asked for: more failures than any shop reads.
const PAGES_MAX: usize = 200;

/// Asked for when it is opened.
#[component]
pub fn Failures(id: BulkId) -> AnyView {
    let desk = expect_context::<Desk>();
    let failures = Loaded::new(move || {
        desk.follow_session();
        let id = id.clone();
        Box::pin(async move {
            let mut all = Vec::new();
            let mut query = PageQuery::default();
            for _ in 0..PAGES_MAX {
                let page = ask::<ListBulkFailures>(desk, &id, &query, &()).await?;
                all.extend(page.items);
                match page.next {
                    Some(next) => query.cursor = Some(next),
                    None => break,
                }
            }
            Ok(all)
        })
    });
    either(move || match (failures.value(), failures.refusal()) {
        (Some(all), _) => listed(all),
        (None, Some(refusal)) => view! {
            <Trouble message=words::FAILURES_FAILED refusal retry=move |()| failures.again()/>
        }
        .into_any(),
        (None, None) => view! { <Loading bars=2/> }.into_any(),
    })
    .into_any()
}

fn listed(all: Vec<BulkFailure>) -> AnyView {
    let more = u32::try_from(all.len().saturating_sub(SHOWN_MAX)).unwrap_or(u32::MAX);
    let file = file(&all);
    let rows = all
        .into_iter()
        .take(SHOWN_MAX)
        .map(|failure| {
            let name = format!("{} {}", failure.first_name, failure.last_name);
            let name = match name.trim() {
                "" => failure.email.clone(),
                name => name.to_owned(),
            };
            let gone = failure.reason == "gone";
            let named = if gone {
                view! { <bdi>{name}</bdi> }.into_any()
            } else {
                let link = route::admin_customer(&failure.id);
                view! {
                    <a href=link>
                        <bdi>{name}</bdi>
                    </a>
                }
                .into_any()
            };
            view! {
                <li>
                    {named} <span class="meta bulk-email">{failure.email}</span>
                    <span class="bulk-reason">{t(reason(&failure.reason))}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="bulk-failures">
            <ul>{rows}</ul>
            {(more > 0)
                .then(|| {
                    view! {
                        <p class="meta">
                            {say(move || text::plural(more, words::MORE_ONE, words::MORE_OTHER))}
                        </p>
                    }
                })}
            <a class="button" href=file download=t(words::FILE_NAME)>
                {t(words::DOWNLOAD)}
            </a>
        </div>
    }
    .into_any()
}

fn reason(code: &str) -> Key {
    match code {
        "staff" => words::REASON_STAFF,
        "gone" => words::REASON_GONE,
        _ => words::REASON_OTHER,
    }
}

/// The file itself, as an address: it never leaves the browser.
fn file(all: &[BulkFailure]) -> String {
    let locale = text::locale();
    let head = [
        words::COLUMN_LAST_NAME,
        words::COLUMN_FIRST_NAME,
        words::COLUMN_EMAIL,
        words::COLUMN_REASON,
    ];
    let head = head.map(|word| t(word)().to_owned());
    let rows = all.iter().map(|failure| {
        [
            failure.last_name.clone(),
            failure.first_name.clone(),
            failure.email.clone(),
            t(reason(&failure.reason))().to_owned(),
        ]
    });
    let lines: String = std::iter::once(head)
        .chain(rows)
        .map(|cells| csv::line(&cells, locale))
        .collect();
    let text = js_sys::encode_uri_component(&format!("\u{feff}{lines}"));
    format!("data:text/csv;charset=utf-8,{}", String::from(text))
}
