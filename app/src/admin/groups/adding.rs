//! Puts customers into the group: one found by searching, or many by their e-mails.

use crate::admin::ask::ask;
use crate::admin::desk::Desk;
use crate::admin::groups::pasted::Pasted;
use crate::admin::groups::words;
use crate::admin::notices::{Notices, undo};
use crate::admin::part::part;
use crate::admin::refused::refused;
use crate::client::Refusal;
use crate::form::focus;
use crate::loaded::Loaded;
use crate::reactive::{either, flag, go, words as say};
use crate::text::{self, t};
use crate::ui::button::Button;
use crate::ui::live::announce;
use domain::api::customer::ListCustomers;
use domain::api::group::{JoinGroup, LeaveGroup};
use domain::customer::{CustomerQuery, CustomerRow};
use domain::group::Group;
use domain::permission::Right;
use leptos::prelude::*;
use std::time::Duration;

const INPUT: &str = "add-customer";
const OPTIONS: &str = "add-customer-options";
/// Found ones that are offered.
const OFFERED: u32 = 8;
const PAUSE: Duration = Duration::from_millis(120);

/// `changed` is told when somebody was put in.
#[component]
pub fn Adding(
    group: Loaded<Group>,
    open: RwSignal<bool>,
    #[prop(into)] changed: UnsyncCallback<()>,
) -> AnyView {
    let desk = expect_context::<Desk>();
    set_timeout(|| focus(INPUT), Duration::from_millis(20));
    view! {
        <section class="card stack group-adding" aria-label=t(words::ADD_TITLE)>
            <OneFound group changed/>
            {part(move || desk.may(Right::ChangeInBulk).then(|| view! { <Pasted group/> }))}
            <div class="cluster">
                <Button
                    label=words::ADD_END
                    press=move |()| {
                        open.set(false);
                        focus("add-members");
                    }
                />
            </div>
        </section>
    }
    .into_any()
}

/// What was found for what is typed.
#[derive(Clone, Copy)]
struct Found {
    desk: Desk,
    typed: RwSignal<String>,
    rows: RwSignal<Vec<CustomerRow>>,
    open: RwSignal<bool>,
    /// The row that Enter takes.
    active: RwSignal<Option<usize>>,
    refusal: RwSignal<Option<Refusal>>,
    turn: StoredValue<u32>,
}

impl Found {
    fn type_in(self, typed: String) {
        self.typed.set(typed);
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        let mine = self.turn.get_value();
        set_timeout(
            move || {
                if self.turn.try_get_value() == Some(mine) {
                    self.search(mine);
                }
            },
            PAUSE,
        );
    }

    fn search(self, mine: u32) {
        let q = self.typed.get_untracked().trim().to_owned();
        self.active.set(None);
        if q.is_empty() {
            self.rows.set(Vec::new());
            self.open.set(false);
            return;
        }
        go(async move {
            let query = CustomerQuery {
                q,
                limit: Some(OFFERED),
                ..CustomerQuery::default()
            };
            let answer = ask::<ListCustomers>(self.desk, &(), &query, &()).await;
            if self.turn.try_get_value() != Some(mine) {
                return;
            }
            match answer {
                Ok(page) => {
                    let n = u32::try_from(page.items.len()).unwrap_or(u32::MAX);
                    announce(text::plural(n, words::FOUND_ONE, words::FOUND_OTHER));
                    self.rows.set(page.items);
                    self.refusal.set(None);
                    self.open.set(true);
                }
                Err(refusal) => self.refusal.set(Some(refusal)),
            }
        });
    }

    /// One up or down, round the end.
    fn step(self, by: isize) {
        let count = self.rows.with_untracked(Vec::len);
        if count == 0 {
            return;
        }
        self.open.set(true);
        let next = match (self.active.get_untracked(), by < 0) {
            (None, false) => 0,
            (None, true) => count - 1,
            (Some(0), true) => count - 1,
            (Some(at), true) => at - 1,
            (Some(at), false) => (at + 1) % count,
        };
        self.active.set(Some(next));
    }
}

/// A search whose results are put in one by one.
#[component]
fn OneFound(group: Loaded<Group>, changed: UnsyncCallback<()>) -> AnyView {
    let desk = expect_context::<Desk>();
    let notices = expect_context::<Notices>();
    let found = Found {
        desk,
        typed: RwSignal::new(String::new()),
        rows: RwSignal::new(Vec::new()),
        open: RwSignal::new(false),
        active: RwSignal::new(None),
        refusal: RwSignal::new(None),
        turn: StoredValue::new(0),
    };
    let take = StoredValue::new_local(move |row: CustomerRow| {
        let Some(group) = untrack(|| group.value()) else {
            return;
        };
        found.open.set(false);
        found.typed.set(String::new());
        found.rows.set(Vec::new());
        found.active.set(None);
        let name = name(&row);
        if is_in(&row, &group) {
            let said = text::fill(words::ALREADY_IN, &[("name", &name)]);
            return notices.tell(said, None);
        }
        go(async move {
            let place = (row.id.clone(), group.id.clone());
            let answer = ask::<JoinGroup>(desk, &place, &(), &()).await;
            if found.open.is_disposed() {
                return;
            }
            match answer {
                Ok(_) => {
                    let said = text::fill(words::ADDED, &[("name", &name)]);
                    let back = undo(move || {
                        let place = place.clone();
                        async move {
                            ask::<LeaveGroup>(desk, &place, &(), &()).await?;
                            if !found.open.is_disposed() {
                                changed.run(());
                            }
                            Ok(())
                        }
                    });
                    notices.tell(said, Some(back));
                    changed.run(());
                }
                Err(refusal) => found.refusal.set(Some(refusal)),
            }
        });
        focus(INPUT);
    });
    let take_active = move || {
        let at = found.active.get_untracked();
        let row = at.and_then(|at| found.rows.with_untracked(|rows| rows.get(at).cloned()));
        if let Some(row) = row {
            take.with_value(|take| take(row));
        }
    };
    let keys = move |event: web_sys::KeyboardEvent| {
        let last = found.rows.with_untracked(Vec::len).saturating_sub(1);
        let open = found.open.get_untracked();
        match event.key().as_str() {
            "ArrowDown" => found.step(1),
            "ArrowUp" => found.step(-1),
            "Home" if open => found.active.set(Some(0)),
            "End" if open => found.active.set(Some(last)),
            "Enter" => take_active(),
            "Escape" if open => found.open.set(false),
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <div class="field combobox">
            <label class="field-label" for=INPUT>
                {t(words::ADD_SEARCH)}
            </label>
            <input
                class="input"
                id=INPUT
                name=INPUT
                type="text"
                role="combobox"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                maxlength="300"
                aria-autocomplete="list"
                aria-controls=OPTIONS
                aria-expanded=move || if found.open.get() { "true" } else { "false" }
                aria-activedescendant=move || found.active.get().map(option_id)
                prop:value=found.typed
                on:input=move |event| found.type_in(event_target_value(&event))
                on:keydown=keys
                on:blur=move |_| {
                    // the field may be gone with its screen
                    let _ = found.open.try_set(false);
                }
            />
            {part(move || found.refusal.get().map(|refusal| refused(&refusal)))}
            <ul
                class="combobox-options"
                class:combobox-open=move || found.open.get()
                id=OPTIONS
                role="listbox"
                aria-label=t(words::ADD_SEARCH)
            >
                {either(move || {
                    if !found.open.get() {
                        return ().into_any();
                    }
                    let rows = found.rows.get();
                    let group = group.value();
                    rows.into_iter()
                        .enumerate()
                        .map(|(at, row)| {
                            let inside = group.as_ref().is_some_and(|group| is_in(&row, group));
                            let option = option(found, at, &row, inside);
                            view! {
                                // the press must not take focus from the input
                                <li
                                    class="combobox-option"
                                    class:combobox-active=move || found.active.get() == Some(at)
                                    id=option_id(at)
                                    role="option"
                                    aria-selected=flag(move || found.active.get() == Some(at))
                                    on:mousedown=|event| event.prevent_default()
                                    on:click=move |_| take.with_value(|take| take(row.clone()))
                                >
                                    {option}
                                </li>
                            }
                        })
                        .collect_view()
                        .into_any()
                })}
            </ul>
            {part(move || {
                let nothing = found.open.get() && found.rows.with(Vec::is_empty);
                nothing
                    .then(|| {
                        let q = found.typed.get_untracked();
                        view! {
                            <p class="field-note">
                                {say(move || text::fill(words::FOUND_NONE, &[("q", q.trim())]))}
                            </p>
                        }
                    })
            })}
        </div>
    }
    .into_any()
}

fn option_id(at: usize) -> String {
    format!("{OPTIONS}-{at}")
}

/// Name, e-mail, and that the customer is in already.
fn option(found: Found, at: usize, row: &CustomerRow, inside: bool) -> AnyView {
    let follow = move |_| found.active.set(Some(at));
    view! {
        <span class="combobox-line" on:mousemove=follow>
            <bdi class="combobox-name">{name(row)}</bdi>
            <span class="meta">{row.email.clone()}</span>
            {inside.then(|| view! { <span class="meta">{t(words::IN_ALREADY)}</span> })}
        </span>
    }
    .into_any()
}

fn is_in(row: &CustomerRow, group: &Group) -> bool {
    row.groups.iter().any(|mark| mark.id == group.id)
}

/// The whole name; who left none is called by the e-mail.
pub fn name(row: &CustomerRow) -> String {
    let name = format!("{} {}", row.first_name, row.last_name);
    match name.trim() {
        "" => row.email.clone(),
        name => name.to_owned(),
    }
}
