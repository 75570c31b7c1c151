//! Many customers at once, by a list of e-mails: looked up one by one, then put in by one bulk change.

use crate::admin::ask::ask;
use crate::admin::bulk::asking::Asking;
use crate::admin::bulk::confirmation::told;
use crate::admin::desk::Desk;
use crate::admin::groups::words;
use crate::admin::part::part;
use crate::client::Refusal;
use crate::loaded::Loaded;
use crate::reactive::{flag, go, words as say};
use crate::text::{self, t};
use crate::ui::button::{Button, Weight};
use crate::ui::live::announce;
use domain::api::customer::ListCustomers;
use domain::bulk::{BulkAct, BulkForm, NAMED_MAX};
use domain::customer::{CustomerQuery, LIMIT_MAX};
use domain::email::Email;
use domain::group::Group;
use domain::id::{CustomerId, GroupId};
use leptos::prelude::*;

const INPUT: &str = "paste";

/// What became of a list.
#[derive(Clone, Default, PartialEq)]
struct LookedUp {
    found: Vec<CustomerId>,
    inside: u32,
    /// Lines that are no customer's e-mail.
    unknown: Vec<String>,
}

/// Why a list is not looked up.
#[derive(Clone, PartialEq)]
enum Fault {
    Empty,
    TooMany,
    Refused(Refusal),
}

/// A list, what was found of it, and the button that puts those in.
#[component]
pub fn Pasted(group: Loaded<Group>) -> AnyView {
    let desk = expect_context::<Desk>();
    let asking = Asking::new();
    let typed = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let at = RwSignal::new((0u32, 0u32));
    let fault = RwSignal::new(None::<Fault>);
    let result = RwSignal::new(None::<LookedUp>);
    let look_up = move || {
        if busy.get_untracked() {
            return;
        }
        result.set(None);
        fault.set(None);
        let lines = typed.with_untracked(|typed| lines(typed));
        if lines.is_empty() || lines.len() > NAMED_MAX {
            let wrong = if lines.is_empty() {
                Fault::Empty
            } else {
                Fault::TooMany
            };
            fault.set(Some(wrong));
            return crate::form::focus(INPUT);
        }
        let Some(id) = untrack(|| group.value()).map(|group| group.id) else {
            return;
        };
        busy.set(true);
        go(async move {
            let total = u32::try_from(lines.len()).unwrap_or(u32::MAX);
            let mut all = LookedUp::default();
            for (done, line) in (0u32..).zip(lines) {
                if at.is_disposed() {
                    return;
                }
                at.set((done, total));
                if let Err(refusal) = look(desk, line, &id, &mut all).await {
                    busy.try_set(false);
                    fault.try_set(Some(Fault::Refused(refusal)));
                    return;
                }
            }
            if busy.try_set(false).is_none() {
                announce(sentence(&all));
                result.set(Some(all));
            }
        });
    };
    let put_in = move || {
        let id = untrack(|| group.value()).map(|group| group.id);
        let found = result.with_untracked(|result| result.as_ref().map(|r| r.found.clone()));
        let (Some(group), Some(found)) = (id, found) else {
            return;
        };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        fault.set(None);
        let form = BulkForm {
            act: Some(BulkAct::JoinGroup),
            group: Some(group),
            customers: Some(found),
            matching: None,
        };
        go(async move {
            let answer = asking.start(form).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(()) => {
                    let unknown = result
                        .get_untracked()
                        .map(|r| r.unknown)
                        .unwrap_or_default();
                    // who is unknown stays to be corrected
                    typed.set(unknown.join("\n"));
                    result.set(None);
                    crate::form::focus(INPUT);
                }
                Err(refusal) => fault.set(Some(Fault::Refused(refusal))),
            }
        });
    };
    let wrong = Memo::new(move |_| {
        fault.with(|fault| matches!(fault, Some(Fault::Empty | Fault::TooMany)))
    });
    view! {
        <details class="group-paste">
            <summary>{t(words::PASTE)}</summary>
            <div class="field">
                <label class="field-label" for=INPUT>
                    {t(words::PASTE_LABEL)}
                </label>
                <p class="field-hint" id="paste-hint">
                    {t(words::PASTE_HINT)}
                </p>
                {part(move || fault.get().map(said))}
                <textarea
                    class="input area"
                    id=INPUT
                    name=INPUT
                    rows="6"
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    aria-describedby=move || if wrong.get() { "paste-err paste-hint" } else { "paste-hint" }
                    aria-invalid=flag(move || wrong.get())
                    prop:value=typed
                    on:input=move |event| {
                        typed.set(event_target_value(&event));
                        result.set(None);
                    }
                ></textarea>
            </div>
            {part(move || {
                let (done, total) = at.get();
                (busy.get() && result.with(Option::is_none))
                    .then(|| {
                        view! {
                            <progress
                                class="bulk-bar"
                                aria-label=t(words::LOOKING_UP)
                                max=total.max(1).to_string()
                                value=done.to_string()
                            ></progress>
                        }
                    })
            })}
            {part(move || result.get().map(|all| outcome(&all)))}
            <div class="cluster">
                {part(move || {
                    let n = result.with(|all| all.as_ref().map_or(0, |all| count(all.found.len())));
                    if n == 0 {
                        return Some(
                            view! {
                                <Button
                                    id="paste-look-up"
                                    label=words::LOOK_UP
                                    busy
                                    busy_label=words::LOOKING_UP
                                    press=move |()| look_up()
                                />
                            }
                                .into_any(),
                        );
                    }
                    let label = say(move || text::plural(n, words::PUT_IN_ONE, words::PUT_IN_OTHER));
                    Some(
                        view! {
                            <button
                                class=Weight::Primary.class()
                                id="paste-add"
                                type="button"
                                aria-disabled=flag(move || busy.get())
                                on:click=move |_| put_in()
                            >
                                {label}
                            </button>
                        }
                            .into_any(),
                    )
                })}
            </div>
        </details>
    }
    .into_any()
}

/// What stands in the list: by lines, commas, semicolons or spaces, each once in any case.
fn lines(typed: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let parts =
        typed.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '<' | '>' | '"'));
    for part in parts.filter(|part| part.contains('@')) {
        if !lines.iter().any(|line| line.eq_ignore_ascii_case(part)) {
            lines.push(part.to_owned());
        }
    }
    lines
}

/// Looks one e-mail up.
async fn look(
    desk: Desk,
    line: String,
    group: &GroupId,
    all: &mut LookedUp,
) -> Result<(), Refusal> {
    let Ok(email) = Email::parse(&line) else {
        all.unknown.push(line);
        return Ok(());
    };
    let query = CustomerQuery {
        q: email.as_str().to_owned(),
        limit: Some(LIMIT_MAX),
        ..CustomerQuery::default()
    };
    let page = ask::<ListCustomers>(desk, &(), &query, &()).await?;
    let same =
        |row: &&domain::customer::CustomerRow| row.email.eq_ignore_ascii_case(email.as_str());
    match page.items.iter().find(same) {
        Some(row) if row.groups.iter().any(|mark| mark.id == *group) => all.inside += 1,
        Some(row) => all.found.push(row.id.clone()),
        None => all.unknown.push(line),
    }
    Ok(())
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// `12 customers found. 1 is in already. 3 e-mails are no customer’s.`
fn sentence(all: &LookedUp) -> String {
    let mut said = vec![text::plural(
        count(all.found.len()),
        words::LOOKED_UP_ONE,
        words::LOOKED_UP_OTHER,
    )];
    if all.inside > 0 {
        said.push(text::plural(
            all.inside,
            words::INSIDE_ONE,
            words::INSIDE_OTHER,
        ));
    }
    if !all.unknown.is_empty() {
        let n = count(all.unknown.len());
        said.push(text::plural(n, words::UNKNOWN_ONE, words::UNKNOWN_OTHER));
    }
    said.join(" ")
}

fn outcome(all: &LookedUp) -> AnyView {
    let again = all.clone();
    let unknown = all
        .unknown
        .iter()
        .map(|line| view! { <li><bdi>{line.clone()}</bdi></li> })
        .collect_view();
    view! {
        <p>{say(move || sentence(&again))}</p>
        <ul class="group-unknown">{unknown}</ul>
    }
    .into_any()
}

fn said(fault: Fault) -> AnyView {
    let key = match fault {
        Fault::Refused(refusal) => return told(&refusal),
        Fault::Empty => words::PASTE_EMPTY,
        Fault::TooMany => words::PASTE_TOO_MANY,
    };
    let max = text::number(f64::from(count(NAMED_MAX)));
    view! {
        <p class="field-error" id="paste-err">
            {say(move || text::fill(key, &[("max", &max)]))}
        </p>
    }
    .into_any()
}
