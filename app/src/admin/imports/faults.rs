//! The bad rows: line, column, value, reason; all of them as a file.

use crate::admin::ask::ask;
use crate::admin::desk::Desk;
use crate::admin::imports::watched::Watched;
use crate::admin::imports::words;
use crate::admin::part::part;
use crate::admin::refused::refused;
use crate::client::{Refusal, escape};
use crate::form::sentence;
use crate::reactive::{either, follow, go, words as say};
use crate::text::{self, t};
use crate::ui::button::Button;
use crate::ui::loading::Loading;
use domain::api::import::{FaultsQuery, GetImportFaults, ListImportFaults};
use domain::api::{PageQuery, address};
use domain::import::Fault;
use domain::page::Cursor;
use leptos::prelude::*;

/// Faults that were read, and where they go on. A handle: copies share the state.
#[derive(Clone, Copy)]
struct Read {
    desk: Desk,
    watched: Watched,
    faults: RwSignal<Vec<Fault>>,
    next: RwSignal<Option<Cursor>>,
    refusal: RwSignal<Option<Refusal>>,
    busy: RwSignal<bool>,
    met: RwSignal<bool>,
}

impl Read {
    /// Reads the next page; the first where none was read.
    fn more(self) {
        let id = self
            .watched
            .import
            .with_untracked(|import| import.as_ref().map(|import| import.id.clone()));
        let Some(id) = id.filter(|_| !self.busy.get_untracked()) else {
            return;
        };
        self.busy.set(true);
        self.refusal.set(None);
        let query = PageQuery {
            cursor: self.next.get_untracked(),
        };
        go(async move {
            let answer = ask::<ListImportFaults>(self.desk, &id, &query, &()).await;
            if self.busy.is_disposed() {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(page) => {
                    self.faults.update(|faults| faults.extend(page.items));
                    self.next.set(page.next);
                    self.met.set(true);
                }
                Err(refusal) => self.refusal.set(Some(refusal)),
            }
        });
    }
}

/// The first of them, and more by a button.
#[component]
pub fn Faults(watched: Watched) -> AnyView {
    let read = Read {
        desk: expect_context(),
        watched,
        faults: RwSignal::new(Vec::new()),
        next: RwSignal::new(None),
        refusal: RwSignal::new(None),
        busy: RwSignal::new(false),
        met: RwSignal::new(false),
    };
    follow(move || {
        read.desk.follow_session();
        if !untrack(|| read.met.get()) {
            read.more();
        }
    });
    let n = watched.of(|import| import.faults);
    let title = say(move || {
        let n = n.get().unwrap_or_default();
        text::plural(n, words::FAULTS_ONE, words::FAULTS_OTHER)
    });
    let id = watched.of(|import| import.id.clone());
    let file = say(move || {
        let query = FaultsQuery {
            locale: Some(text::locale()),
        };
        let id = id.get();
        id.map(|id| address::<GetImportFaults>(&id, &query, escape))
            .unwrap_or_default()
    });
    let some = Memo::new(move |_| read.faults.with(|faults| !faults.is_empty()));
    let more = Memo::new(move |_| read.next.with(Option::is_some));
    view! {
        <section class="card stack" aria-labelledby="import-faults-title">
            <div class="list-head">
                <h2 class="subheading" id="import-faults-title">
                    {title}
                </h2>
                <a class="button" id="import-faults-file" href=file download="">
                    {t(words::FAULTS_FILE)}
                </a>
            </div>
            <p>{t(words::FAULTS_TEXT)}</p>
            {either(move || match (some.get(), read.met.get(), read.refusal.with(Option::is_some)) {
                (true, ..) => table(read),
                (false, false, false) => view! { <Loading bars=4/> }.into_any(),
                _ => ().into_any(),
            })}
            {part(move || {
                let refusal = read.refusal.get()?;
                Some(
                    view! {
                        {refused(&refusal)}
                        <Button label=text::common::RETRY press=move |()| read.more()/>
                    },
                )
            })}
            {part(move || {
                more.get()
                    .then(|| {
                        view! {
                            <div class="cluster">
                                <Button
                                    id="import-faults-more"
                                    label=words::FAULTS_MORE
                                    busy=read.busy
                                    press=move |()| read.more()
                                />
                            </div>
                        }
                    })
            })}
        </section>
    }
    .into_any()
}

fn table(read: Read) -> AnyView {
    let rows = either(move || {
        let faults = read.faults.get();
        faults.into_iter().map(row).collect::<Vec<_>>().into_any()
    });
    view! {
        <table class="rows import-faults" role="table" aria-labelledby="import-faults-title">
            <thead role="rowgroup">
                <tr role="row">
                    <th class="import-line" role="columnheader" scope="col">
                        {t(words::LINE)}
                    </th>
                    <th role="columnheader" scope="col">
                        {t(words::COLUMN)}
                    </th>
                    <th role="columnheader" scope="col">
                        {t(words::VALUE)}
                    </th>
                    <th role="columnheader" scope="col">
                        {t(words::REASON)}
                    </th>
                </tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(fault: Fault) -> AnyView {
    let Fault {
        line,
        header,
        value,
        error,
    } = fault;
    view! {
        <tr role="row">
            <th class="import-line" role="rowheader" scope="row">
                <span class="rows-side" aria-hidden="true">
                    {t(words::LINE)}
                    " "
                </span>
                {say(move || text::number(line.into()))}
            </th>
            <td role="cell">
                <bdi>{header.unwrap_or_default()}</bdi>
            </td>
            <td class="import-value" role="cell">
                <bdi>{value.unwrap_or_default()}</bdi>
            </td>
            <td role="cell">{say(move || sentence(&error))}</td>
        </tr>
    }
    .into_any()
}
