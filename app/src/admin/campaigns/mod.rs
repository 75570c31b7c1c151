//! `/admin/campaigns`: every e-mail to groups; writing one; how far one has come and what came of it.

mod audience;
mod checks;
mod composer;
mod confirmation;
mod deletion;
mod editor;
mod message;
mod page;
mod people;
mod preview;
mod progress;
mod resending;
mod results;
mod sending;
mod stopping;
mod toolbar;
mod typed;
mod whom;
pub mod words;
mod zone;

pub use page::{CampaignPage, NewCampaign};

use crate::admin::choice::choice;
use crate::admin::clock;
use crate::admin::desk::Desk;
use crate::admin::documents::in_language;
use crate::admin::list::{self, Face, nothing};
use crate::admin::listed;
use crate::admin::part::part;
use crate::admin::table::table;
use crate::reactive::words as say;
use crate::text::{self, Key, t};
use crate::ui::badge::{Badge, Hue};
use crate::ui::empty::Empty;
use crate::ui::heading::Heading;
use domain::api::campaign::ListCampaigns;
use domain::campaign::{CampaignQuery, CampaignRow, CampaignState};
use domain::permission::Right;
use domain::route;
use leptos::prelude::*;

const TITLE: &str = "campaigns-title";

type List = list::List<CampaignQuery, CampaignRow>;
type Listed = listed::Listed<CampaignQuery, CampaignRow>;

/// `/admin/campaigns`
#[component]
pub fn Campaigns() -> AnyView {
    let desk = expect_context::<Desk>();
    let list = List::new::<ListCampaigns>(route::ADMIN_CAMPAIGNS, ());
    view! {
        <div class="stack">
            <div class="list-head">
                <Heading text=text::said(words::TITLE) id=TITLE/>
                {part(move || desk.may(Right::EditCampaigns).then(create))}
            </div>
            {tools(list)}
            {list
                .shown(Face {
                    title: TITLE,
                    failed: words::LIST_FAILED,
                    count,
                    note: |_| None,
                    nothing: Box::new(move |listed| match (listed.begins(), listed.query.state) {
                        (false, _) => nothing(crate::admin::words::LIST_END),
                        (true, Some(_)) => nothing(words::NONE_FILTER),
                        (true, None) => never(desk),
                    }),
                    rows: Box::new(move |listed| rows(listed, list)),
                })}
        </div>
    }
    .into_any()
}

/// The state to show.
fn tools(list: List) -> AnyView {
    let query = list.query;
    let go = list.goer();
    let states = CampaignState::ALL.map(|state| (state.code(), state_word(state)));
    let chosen = move || query.with(|query| query.state.map_or("", CampaignState::code));
    view! {
        <div class="list-tools">
            {choice(
                "state",
                words::FILTER_STATE,
                words::FILTER_STATE_ALL,
                &states,
                Signal::derive(chosen),
                Box::new(move |code: String| {
                    let asked = CampaignQuery {
                        state: CampaignState::parse(&code),
                        cursor: None,
                        ..query.get_untracked()
                    };
                    go(asked, false);
                }),
            )}
        </div>
    }
    .into_any()
}

/// No campaign yet: the way to the first.
fn never(desk: Desk) -> AnyView {
    view! {
        <div class="card">
            <Empty message=text::said(words::NEVER)>
                {part(move || desk.may(Right::EditCampaigns).then(create))}
            </Empty>
        </div>
    }
    .into_any()
}

fn create() -> AnyView {
    view! {
        <a class="button button-primary" href=route::ADMIN_CAMPAIGN_NEW>
            {t(words::CREATE)}
        </a>
    }
    .into_any()
}

fn count(listed: &Listed) -> String {
    listed.count(
        (words::COUNT_ONE, words::COUNT_OTHER),
        (words::COUNT_PAGE_ONE, words::COUNT_PAGE_OTHER),
    )
}

fn rows(listed: Listed, list: List) -> AnyView {
    let items = listed.page.items.into_iter();
    drawn(items.map(row).collect(), list.waiting())
}

/// The table of campaigns, which a group's page has too.
pub fn drawn(rows: Vec<AnyView>, waiting: Signal<bool>) -> AnyView {
    table(
        "rows campaigns-list",
        words::LIST_NAME,
        [
            ("campaigns-subject", words::COLUMN_SUBJECT),
            ("campaigns-groups", words::COLUMN_AUDIENCE),
            ("campaigns-state", words::COLUMN_STATE),
            ("campaigns-sent amount", words::COLUMN_SENT),
            ("campaigns-when", words::COLUMN_WHEN),
        ],
        waiting,
        rows,
    )
}

/// A campaign in a list.
pub fn row(row: CampaignRow) -> AnyView {
    let path = route::admin_campaign(&row.id);
    let (state, groups) = (row.state, row.groups.clone());
    let sent = (row.total > 0).then(|| {
        let (sent, meant) = (row.sent, row.total.saturating_sub(row.skipped));
        say(move || {
            let figures = [sent, meant].map(|n| text::number(n.into()));
            let [sent, total] = figures;
            text::fill(words::SENT_OF, &[("sent", &sent), ("total", &total)])
        })
    });
    let (key, at) = match (row.ended_at, row.started_at, row.send_at) {
        (Some(at), _, _) => (words::WHEN_ENDED, at),
        (None, Some(at), _) => (words::WHEN_STARTED, at),
        (None, None, Some(at)) => (words::WHEN_PLANNED, at),
        (None, None, None) => (words::WHEN_CHANGED, row.updated_at),
    };
    let when = say(move || text::fill(key, &[("date", &text::date_time(at))]));
    let subject = subject(row.subject_en, row.subject_fr);
    view! {
        <tr role="row">
            <th class="campaigns-subject" role="rowheader" scope="row">
                <a class="rows-link" href=path>
                    <bdi>{subject}</bdi>
                </a>
            </th>
            <td class="campaigns-groups" role="cell">
                {if groups.is_empty() {
                    view! { <span class="meta">{t(words::NOBODY_YET)}</span> }.into_any()
                } else {
                    view! { <bdi>{groups}</bdi> }.into_any()
                }}
            </td>
            <td class="campaigns-state" role="cell">
                {badge(state)}
            </td>
            <td class="campaigns-sent amount" role="cell">
                {sent.map(|sent| view! { <span>{sent}</span> <span class="rows-side">" "{t(words::COLUMN_SENT)}</span> })}
            </td>
            <td class="campaigns-when" role="cell">
                <time datetime=clock::iso(at)>{when}</time>
            </td>
        </tr>
    }
    .into_any()
}

/// The subject in the language in use, else in the other.
fn subject(en: String, fr: String) -> Signal<String> {
    let subject = in_language(en, fr);
    say(move || match subject.get() {
        none if none.trim().is_empty() => t(words::NO_SUBJECT)().to_owned(),
        subject => subject,
    })
}

fn badge(state: CampaignState) -> AnyView {
    let (hue, shape) = match state {
        CampaignState::Draft => (Hue::Plain, "○"),
        CampaignState::Scheduled | CampaignState::Sending => (Hue::Accent, "◐"),
        CampaignState::Paused => (Hue::Brass, "⚑"),
        CampaignState::Stopped => (Hue::Plain, "⊘"),
        CampaignState::Sent => (Hue::Accent, "✓"),
    };
    view! {
        <Badge hue shape>
            {t(state_word(state))}
        </Badge>
    }
    .into_any()
}

fn state_word(state: CampaignState) -> Key {
    match state {
        CampaignState::Draft => words::STATE_DRAFT,
        CampaignState::Scheduled => words::STATE_SCHEDULED,
        CampaignState::Sending => words::STATE_SENDING,
        CampaignState::Paused => words::STATE_PAUSED,
        CampaignState::Stopped => words::STATE_STOPPED,
        CampaignState::Sent => words::STATE_SENT,
    }
}
