//! What the journal is narrowed by: a part of the work, a person, a span of days. The days are the reader's own.

use crate::admin::ask::ask;
use crate::admin::choice::choice;
use crate::admin::desk::Desk;
use crate::admin::journal::{List, words};
use crate::admin::part::part;
use crate::loaded::Loaded;
use crate::reactive::either;
use crate::text::{Key, t};
use crate::ui::button::{Button, Weight};
use domain::api::staff::ListStaff;
use domain::id::AccountId;
use domain::journal::{Area, JournalQuery};
use js_sys::Date;
use leptos::prelude::*;

/// The filters, and a way back to everything.
#[component]
pub fn Filters(list: List) -> AnyView {
    let query = list.query;
    let areas = Area::ALL.map(|area| (area.code(), area_word(area)));
    let (by_area, by_from, by_to, all) = (list.goer(), list.goer(), list.goer(), list.goer());
    view! {
        <div class="list-tools">
            {choice(
                "area",
                words::FILTER_AREA,
                words::FILTER_AREA_ALL,
                &areas,
                Signal::derive(move || query.with(|query| query.area.map_or("", Area::code))),
                Box::new(move |code: String| {
                    let area = Area::parse(&code);
                    by_area(JournalQuery { area, ..query.get_untracked() }, false);
                }),
            )}
            <Person list/>
            {day(
                "from",
                words::FILTER_FROM,
                Signal::derive(move || query.with(|query| query.from.map(spelled).unwrap_or_default())),
                Box::new(move |typed: String| {
                    let from = midnight(&typed, 0);
                    by_from(JournalQuery { from, ..query.get_untracked() }, false);
                }),
            )}
            {day(
                "to",
                words::FILTER_TO,
                // the wire names the moment that ends the day
                Signal::derive(move || {
                    query.with(|query| query.to.map(|to| spelled(to - 1)).unwrap_or_default())
                }),
                Box::new(move |typed: String| {
                    let to = midnight(&typed, 1);
                    by_to(JournalQuery { to, ..query.get_untracked() }, false);
                }),
            )}
            {part(move || {
                let whole = JournalQuery { cursor: None, ..query.get() };
                let all = all.clone();
                (whole != JournalQuery::default())
                    .then(|| {
                        view! {
                            <Button
                                id="filters-clear"
                                label=words::CLEAR
                                weight=Weight::Quiet
                                press=move |()| {
                                    all(JournalQuery::default(), false);
                                    crate::form::focus("area");
                                }
                            />
                        }
                    })
            })}
        </div>
    }
    .into_any()
}

/// Whose deeds. Who left the team is found by an address only, and has no name here.
#[component]
fn Person(list: List) -> AnyView {
    let desk = expect_context::<Desk>();
    let query = list.query;
    let go = list.goer();
    let team = Loaded::new(move || {
        desk.follow_session();
        Box::pin(async move { ask::<ListStaff>(desk, &(), &(), &()).await })
    });
    let chosen = Memo::new(move |_| {
        query.with(|query| {
            query
                .by
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default()
        })
    });
    let option = move |code: String, name: String| {
        let value = code.clone();
        view! {
            <option value=value prop:selected=move || chosen.with(|chosen| *chosen == code)>
                {name}
            </option>
        }
    };
    view! {
        <div class="field list-choice">
            <label class="field-label" for="by">
                {t(words::FILTER_BY)}
            </label>
            <div class="select-box">
                <select
                    class="input select"
                    class:list-choice-on=move || chosen.with(|chosen| !chosen.is_empty())
                    id="by"
                    name="by"
                    autocomplete="off"
                    on:change=move |event| {
                        let by = AccountId::parse(&event_target_value(&event));
                        go(JournalQuery { by, ..query.get_untracked() }, false);
                    }
                >
                    {either(move || {
                        let members = team.value().map(|team| team.items).unwrap_or_default();
                        let known = |code: &str| members.iter().any(|member| *member.id.to_string() == *code);
                        let gone = chosen.get();
                        let gone = (!gone.is_empty() && !known(&gone))
                            .then(|| option(gone, t(words::FILTER_BY_GONE)().to_owned()));
                        view! {
                            {option(String::new(), t(words::FILTER_BY_ALL)().to_owned())}
                            {members
                                .iter()
                                .map(|member| option(member.id.to_string(), member.name.clone()))
                                .collect_view()}
                            {gone}
                        }
                            .into_any()
                    })}
                </select>
            </div>
        </div>
    }
    .into_any()
}

/// A day of the calendar, on the browser's own input.
fn day(
    id: &'static str,
    label: Key,
    chosen: Signal<String>,
    choose: Box<dyn Fn(String)>,
) -> AnyView {
    view! {
        <div class="field journal-day">
            <label class="field-label" for=id>
                {t(label)}
            </label>
            <input
                class="input"
                class:list-choice-on=move || chosen.with(|chosen| !chosen.is_empty())
                id=id
                name=id
                type="date"
                autocomplete="off"
                prop:value=chosen
                on:change=move |event| choose(event_target_value(&event))
            />
        </div>
    }
    .into_any()
}

/// The moment a day begins by the reader's clock, or that of a day after it. Takes `2026-11-22`.
#[allow(clippy::cast_possible_truncation)] // a date is far below 2^53
fn midnight(day: &str, after: u32) -> Option<i64> {
    if day.is_empty() {
        return None;
    }
    let date = Date::new(&format!("{day}T00:00:00").into());
    date.set_date(date.get_date() + after);
    let millis = date.get_time();
    millis.is_finite().then_some(millis as i64)
}

/// The reader's day of a moment, as the input spells it.
#[allow(clippy::cast_precision_loss)] // a date is far below 2^53
fn spelled(millis: i64) -> String {
    let date = Date::new(&(millis as f64).into());
    format!(
        "{:04}-{:02}-{:02}",
        date.get_full_year(),
        date.get_month() + 1,
        date.get_date()
    )
}

fn area_word(area: Area) -> Key {
    match area {
        Area::SignIns => words::AREA_SIGN_INS,
        Area::Customers => words::AREA_CUSTOMERS,
        Area::Groups => words::AREA_GROUPS,
        Area::Campaigns => words::AREA_CAMPAIGNS,
        Area::Orders => words::AREA_ORDERS,
        Area::Products => words::AREA_PRODUCTS,
        Area::Documents => words::AREA_DOCUMENTS,
        Area::Mails => words::AREA_MAILS,
        Area::Team => words::AREA_TEAM,
        Area::Settings => words::AREA_SETTINGS,
    }
}
