//! The panel of filters: every one with its own input, which acts at once.

use crate::admin::customers::days;
use crate::admin::customers::filter::Filter;
use crate::admin::customers::listing::Listing;
use crate::admin::customers::words;
use crate::admin::part::part;
use crate::admin::state::{account_word, stage_word};
use crate::reactive::{either, words as say};
use crate::text::{self, Key, t};
use crate::ui::button::{Button, Weight};
use domain::customer::{AccountState, CustomerQuery, Stage};
use domain::id::GroupId;
use leptos::prelude::*;

const STAGES: [Stage; 2] = [Stage::Contact, Stage::Buyer];
const ACCOUNTS: [AccountState; 4] = [
    AccountState::Enabled,
    AccountState::Invited,
    AccountState::Disabled,
    AccountState::None,
];

/// Codes and words of a select.
type Options = Signal<Vec<(String, String)>>;

/// The filters of the list in the context.
#[component]
pub fn Panel() -> AnyView {
    let listing = expect_context::<Listing>();
    let fields = listing
        .filters()
        .map(|filter| field(listing, filter))
        .collect_view();
    view! { <div class="drop-filters">{fields}</div> }.into_any()
}

fn field(listing: Listing, filter: Filter) -> AnyView {
    let query = listing.list.query;
    match filter {
        Filter::Group => groups(listing),
        Filter::Stage => select(
            listing,
            filter,
            fixed(STAGES.map(|stage| (stage.code(), stage_word(stage)))),
            |query| query.stage.map_or("", Stage::code).to_owned(),
            |query, code| query.stage = Stage::parse(code),
        ),
        Filter::Country => select(
            listing,
            filter,
            countries(),
            |query| query.country.clone().unwrap_or_default(),
            |query, code| query.country = (!code.is_empty()).then(|| code.to_owned()),
        ),
        Filter::Account => select(
            listing,
            filter,
            fixed(ACCOUNTS.map(|account| (account.code(), account_word(account)))),
            |query| query.account.map_or("", AccountState::code).to_owned(),
            |query, code| query.account = AccountState::parse(code),
        ),
        Filter::Consent => select(
            listing,
            filter,
            yes_or_no(),
            |query| said(query.consent),
            |query, code| query.consent = read(code),
        ),
        Filter::Pending => select(
            listing,
            filter,
            yes_or_no(),
            |query| said(query.pending),
            |query, code| query.pending = read(code),
        ),
        Filter::Failing => select(
            listing,
            filter,
            yes_or_no(),
            |query| said(query.failing),
            |query, code| query.failing = read(code),
        ),
        Filter::Created => span(
            listing,
            filter,
            Signal::derive(move || query.with(|query| (query.created_from, query.created_to))),
            |query, (from, to)| (query.created_from, query.created_to) = (from, to),
        ),
        Filter::Ordered => span(
            listing,
            filter,
            Signal::derive(move || query.with(|query| (query.ordered_from, query.ordered_to))),
            |query, (from, to)| (query.ordered_from, query.ordered_to) = (from, to),
        ),
    }
}

/// Every group by name; while they are not here, why.
fn groups(listing: Listing) -> AnyView {
    let known = listing.groups;
    let options = Signal::derive(move || {
        let groups = known.value().unwrap_or_default();
        let pair = |group: domain::group::Group| (group.id.to_string(), group.name);
        groups.into_iter().map(pair).collect()
    });
    view! {
        {select(
            listing,
            Filter::Group,
            options,
            |query| query.group.as_ref().map(ToString::to_string).unwrap_or_default(),
            |query, code| query.group = GroupId::parse(code),
        )}
        {part(move || {
            (known.value().is_none() && known.refusal().is_some())
                .then(|| {
                    view! {
                        <p class="field-note">
                            {t(words::GROUPS_FAILED)}
                            <Button
                                label=text::common::RETRY
                                weight=Weight::Quiet
                                press=move |()| known.again()
                            />
                        </p>
                    }
                })
        })}
    }
    .into_any()
}

fn select(
    listing: Listing,
    filter: Filter,
    options: Options,
    of: fn(&CustomerQuery) -> String,
    set: fn(&mut CustomerQuery, &str),
) -> AnyView {
    let query = listing.list.query;
    let go = listing.list.goer();
    let chosen = Memo::new(move |_| query.with(of));
    let id = filter.input();
    let change = move |event| {
        let mut asked = query.get_untracked();
        set(&mut asked, &event_target_value(&event));
        go(asked, false);
    };
    view! {
        <div class="field">
            <label class="field-label" for=id>
                {t(filter.label())}
            </label>
            <div class="select-box">
                <select
                    class="input select"
                    class:list-choice-on=move || chosen.with(|chosen| !chosen.is_empty())
                    id=id
                    name=id
                    autocomplete="off"
                    on:change=change
                >
                    <option value="" prop:selected=move || chosen.with(String::is_empty)>
                        {t(words::ANY)}
                    </option>
                    {either(move || {
                        options
                            .get()
                            .into_iter()
                            .map(|(code, word)| {
                                let value = code.clone();
                                view! {
                                    <option value=value prop:selected=move || chosen.with(|now| *now == code)>
                                        {word}
                                    </option>
                                }
                            })
                            .collect_view()
                            .into_any()
                    })}
                </select>
            </div>
        </div>
    }
    .into_any()
}

/// From a day on and up to another one, both of the reader's calendar and both whole.
fn span(
    listing: Listing,
    filter: Filter,
    now: Signal<(Option<i64>, Option<i64>)>,
    set: fn(&mut CustomerQuery, (Option<i64>, Option<i64>)),
) -> AnyView {
    let query = listing.list.query;
    let go = listing.list.goer();
    let from = say(move || now.get().0.map(days::day).unwrap_or_default());
    let to = say(move || now.get().1.map(days::last_day).unwrap_or_default());
    let asked = move |span| {
        let mut asked = query.get_untracked();
        set(&mut asked, span);
        go(asked, false);
    };
    let first = asked.clone();
    let id = filter.input();
    let last = id.replace("-from", "-to");
    view! {
        <fieldset class="drop-set drop-days">
            <legend class="field-label">{t(filter.label())}</legend>
            {day(
                id.to_owned(),
                words::FROM,
                from,
                Box::new(move |day| first((days::start(&day), now.get_untracked().1))),
            )}
            {day(
                last,
                words::TO,
                to,
                Box::new(move |day| asked((now.get_untracked().0, days::end(&day)))),
            )}
        </fieldset>
    }
    .into_any()
}

fn day(id: String, label: Key, now: Signal<String>, choose: Box<dyn Fn(String)>) -> AnyView {
    view! {
        <div class="field">
            <label class="field-hint" for=id.clone()>
                {t(label)}
            </label>
            <input
                class="input"
                id=id.clone()
                name=id
                type="date"
                autocomplete="off"
                min="2000-01-01"
                max="2999-12-31"
                prop:value=now
                on:change=move |event| choose(event_target_value(&event))
            />
        </div>
    }
    .into_any()
}

fn fixed<const N: usize>(options: [(&'static str, Key); N]) -> Options {
    Signal::derive(move || {
        let said = options.map(|(code, word)| (code.to_owned(), t(word)().to_owned()));
        said.to_vec()
    })
}

fn yes_or_no() -> Options {
    fixed([("yes", words::YES), ("no", words::NO)])
}

fn said(yes: Option<bool>) -> String {
    match yes {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    }
    .to_owned()
}

fn read(code: &str) -> Option<bool> {
    match code {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// By their names, as the reader's alphabet has them.
fn countries() -> Options {
    Signal::derive(|| {
        let mut named: Vec<(String, String)> = domain::country::all()
            .iter()
            .map(|country| (country.code.to_owned(), text::country(country.code)))
            .collect();
        named.sort_by_cached_key(|(_, name)| domain::text::fold(name));
        named
    })
}
