//! Somebody else saved first: what differs, as typed here and as it stands now, for this person to choose row by row.

use crate::admin::ask::ask;
use crate::admin::clock;
use crate::admin::customer::compared::{PARTS, Part};
use crate::admin::customer::entry::short_who;
use crate::admin::customer::{Record, words};
use crate::admin::desk::Desk;
use crate::reactive::{follow, words as say};
use crate::settings::Settings;
use crate::text::{self, Key, t};
use crate::ui::button::{Button, Weight};
use crate::ui::dialog::Dialog;
use domain::api::customer::{HistoryQuery, ListHistory};
use domain::customer::{Customer, CustomerForm};
use domain::history::{Entry, Kind};
use domain::merge::{Merged, merge};
use leptos::prelude::*;

const DIALOG: &str = "overtaken";
/// The button that focus starts on: it changes nothing of what the other one saved.
const TAKE: &str = "overtaken-take";

/// What the Worker says stands there now, and what was asked of it.
#[derive(Clone)]
pub struct Overtaken {
    now: Customer,
    asked: CustomerForm,
    /// Whoever was first, where the history tells.
    by: Option<Entry>,
}

impl Overtaken {
    /// Asks the history who that was.
    pub async fn by_now(desk: Desk, now: Customer, asked: CustomerForm) -> Overtaken {
        let query = HistoryQuery {
            kind: Some(Kind::Changes),
            cursor: None,
        };
        let page = ask::<ListHistory>(desk, &now.id, &query, &()).await;
        let by = page.ok().and_then(|page| page.items.into_iter().next());
        Overtaken { now, asked, by }
    }

    fn title(&self) -> String {
        let Some(entry) = &self.by else {
            return t(words::OVERTAKEN_TITLE)().to_owned();
        };
        let minutes = clock::now().saturating_sub(entry.at).max(0) / 60_000;
        let who = short_who(entry);
        let count = minutes.to_string();
        let at = text::date_time(entry.at);
        let filled = |key: Key| text::fill(key, &[("who", &who), ("n", &count), ("date", &at)]);
        match minutes {
            0 => filled(words::OVERTAKEN_JUST_NOW),
            1..60 => filled(words::OVERTAKEN_MINUTES),
            _ => filled(words::OVERTAKEN_DATE),
        }
    }
}

/// What comes of the choice: what is to be saved, or nothing.
#[derive(Clone, Copy)]
pub struct Taking {
    pub save: Callback<CustomerForm>,
    pub leave: Callback<()>,
}

/// Open while something is `overtaken`. Closing it keeps what is typed in the form.
pub fn met(
    seen: StoredValue<Customer>,
    record: Record,
    overtaken: RwSignal<Option<Overtaken>>,
    taking: Taking,
) -> AnyView {
    let settings = expect_context::<Settings>();
    let home = untrack(|| settings.with(|shop| shop.country.clone()));
    let home = StoredValue::new(home);
    let open = RwSignal::new(false);
    follow(move || {
        if overtaken.with(Option::is_some) {
            open.set(true);
        }
    });
    follow(move || {
        if !open.get() {
            overtaken.set(None);
        }
    });
    let title = say(move || {
        overtaken.with(|overtaken| overtaken.as_ref().map(Overtaken::title).unwrap_or_default())
    });
    view! {
        <Dialog id=DIALOG open title safe=TAKE>
            {move || {
                let overtaken = overtaken.get()?;
                let home = home.get_value();
                let mine = seen.with_value(|seen| mine(seen, &overtaken.asked, &home));
                let seen = seen.get_value();
                Some(choices(seen, mine, overtaken, record, taking, open))
            }}
        </Dialog>
    }
    .into_any()
}

/// The record as it would be if nobody else had saved.
fn mine(seen: &Customer, asked: &CustomerForm, home: &str) -> Customer {
    let Ok(edited) = asked.edit(seen, home) else {
        return seen.clone();
    };
    Customer {
        first_name: edited.details.first_name,
        last_name: edited.details.last_name,
        phone: edited.details.phone,
        organisation: edited.details.organisation,
        billing: edited.details.billing,
        locale: edited.locale,
        email: edited
            .email
            .map_or_else(|| seen.email.clone(), |email| email.as_str().to_owned()),
        ..seen.clone()
    }
}

fn choices(
    seen: Customer,
    mine: Customer,
    overtaken: Overtaken,
    record: Record,
    taking: Taking,
    open: RwSignal<bool>,
) -> AnyView {
    let Overtaken { now, asked, .. } = overtaken;
    let differing: Vec<Part> = PARTS
        .into_iter()
        .filter(|part| part.text(&mine) != part.text(&now))
        .collect();
    // what only this person changed is theirs to keep
    let chosen = RwSignal::new(
        differing
            .iter()
            .copied()
            .filter(|part| {
                let merged = merge(&part.text(&seen), &part.text(&mine), &part.text(&now));
                merged == Merged::Typed
            })
            .collect::<Vec<Part>>(),
    );
    let rows = differing
        .iter()
        .map(|part| row(*part, &mine, &now, chosen))
        .collect_view();
    let none = differing.is_empty();
    let fresh = StoredValue::new(now);
    let asked = StoredValue::new(asked);
    let save = move |()| {
        let chosen = chosen.get_untracked();
        let version = fresh.with_value(|now| now.version);
        record.changed(fresh.get_value());
        open.set(false);
        if chosen.is_empty() {
            taking.leave.run(());
        } else {
            taking
                .save
                .run(asked.with_value(|asked| only(asked, &chosen, version)));
        }
    };
    let take = move |()| {
        record.changed(fresh.get_value());
        open.set(false);
        taking.leave.run(());
    };
    view! {
        <div class="stack">
            <p>{t(if none { words::OVERTAKEN_SAME } else { words::OVERTAKEN_TEXT })}</p>
            {rows}
            <div class="dialog-acts">
                <Button id=TAKE label=words::OVERTAKEN_TAKE press=take/>
                {(!none)
                    .then(|| {
                        view! {
                            <Button
                                id="overtaken-save"
                                label=words::OVERTAKEN_SAVE
                                weight=Weight::Primary
                                press=save
                            />
                        }
                    })}
            </div>
        </div>
    }
    .into_any()
}

/// One part, as typed here and as it stands.
fn row(part: Part, mine: &Customer, now: &Customer, chosen: RwSignal<Vec<Part>>) -> AnyView {
    let side = |own: bool, heading: Key, customer: &Customer| {
        let id = format!(
            "overtaken-{}-{}",
            part.code(),
            if own { "mine" } else { "now" }
        );
        let checked = move || chosen.with(|chosen| chosen.contains(&part)) == own;
        let choose = move |_| {
            chosen.update(|chosen| {
                chosen.retain(|other| *other != part);
                if own {
                    chosen.push(part);
                }
            });
        };
        view! {
            <label class="choice">
                <input
                    class="radio-button"
                    type="radio"
                    id=id
                    name=format!("overtaken-{}", part.code())
                    prop:checked=checked
                    on:change=choose
                />
                <span class="choice-text">
                    <span class="choice-title">{t(heading)}</span>
                    <span class="choice-line">{part.value(customer)}</span>
                </span>
            </label>
        }
    };
    view! {
        <fieldset class="choices choices-pair">
            <legend class="record-legend">{t(part.label())}</legend>
            {side(true, words::OVERTAKEN_MINE, mine)}
            {side(false, words::OVERTAKEN_NOW, now)}
        </fieldset>
    }
    .into_any()
}

/// What was asked, of the chosen parts alone: a part that is left out stays as it stands.
fn only(asked: &CustomerForm, chosen: &[Part], version: u32) -> CustomerForm {
    let of = |part: Part, text: &Option<String>| text.clone().filter(|_| chosen.contains(&part));
    CustomerForm {
        version: Some(version),
        last_name: of(Part::LastName, &asked.last_name),
        first_name: of(Part::FirstName, &asked.first_name),
        email: of(Part::Email, &asked.email),
        phone: of(Part::Phone, &asked.phone),
        organisation: of(Part::Organisation, &asked.organisation),
        locale: of(Part::Language, &asked.locale),
        billing: asked
            .billing
            .clone()
            .filter(|_| chosen.contains(&Part::Billing)),
        groups: None,
        account: None,
    }
}
