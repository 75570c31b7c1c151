//! What came of a campaign: how many by outcome and reason, who they are, who unsubscribed, and what nobody knows.

use crate::admin::ask::ask;
use crate::admin::campaigns::people::People;
use crate::admin::campaigns::progress::Watch;
use crate::admin::campaigns::resending::Resending;
use crate::admin::campaigns::words;
use crate::admin::part::part;
use crate::admin::table::table;
use crate::reactive::words as say;
use crate::text::{self, Key, t};
use crate::ui::button::Button;
use crate::ui::notice::{Notice, Tone};
use domain::api::campaign::ListRecipients;
use domain::campaign::{Campaign, Figure, Outcome, RecipientQuery};
use domain::permission::Right;
use leptos::prelude::*;

pub fn results(watch: Watch) -> AnyView {
    let people = People::new();
    let resending = RwSignal::new(false);
    let whose = RwSignal::new(Outcome::Unknown);
    let figures = Memo::new(move |_| {
        watch
            .campaign
            .value()
            .map(|now| (now.figures, now.unsubscribed))
    });
    view! {
        <section class="card stack" aria-labelledby="results-title">
            <h2 class="subheading" id="results-title">
                {t(words::RESULTS)}
            </h2>
            {again(watch, whose, resending)}
            {part(move || {
                let (figures, unsubscribed) = figures.get()?;
                Some(listed(figures, unsubscribed, watch, people))
            })}
            <p class="meta">{t(words::NO_TRACKING)}</p>
        </section>
        {people.dialog()}
        <Resending watch outcome=whose open=resending/>
    }
    .into_any()
}

/// What nobody knows, and what failed: sent again only when somebody asks for it.
fn again(watch: Watch, whose: RwSignal<Outcome>, open: RwSignal<bool>) -> AnyView {
    let counts = Memo::new(move |_| {
        watch.campaign.with(|now| {
            let now = now.filter(|now| now.may_be_resent())?;
            Some((now.count(Outcome::Unknown), now.count(Outcome::Failed)))
        })
    });
    let ask = move |outcome: Outcome| {
        whose.set(outcome);
        open.set(true);
    };
    part(move || {
        let (unknown, failed) = counts.get()?;
        let may = watch.desk.may(Right::SendCampaigns);
        let said =
            say(move || text::plural(unknown, words::UNKNOWN_NOTE_ONE, words::UNKNOWN_NOTE_OTHER));
        Some(view! {
            {(unknown > 0)
                .then(|| {
                    view! {
                        <Notice tone=Tone::Warn>
                            <p>{said}</p>
                            {may
                                .then(|| {
                                    view! {
                                        <Button
                                            id="resend-unknown"
                                            label=words::RESEND
                                            press=move |()| ask(Outcome::Unknown)
                                        />
                                    }
                                })}
                        </Notice>
                    }
                })}
            {(failed > 0 && may)
                .then(|| {
                    view! {
                        <div class="cluster">
                            <Button
                                id="resend-failed"
                                label=words::RESEND_FAILED
                                press=move |()| ask(Outcome::Failed)
                            />
                        </div>
                    }
                })}
        })
    })
    .into_any()
}

fn listed(figures: Vec<Figure>, unsubscribed: u32, watch: Watch, people: People) -> AnyView {
    let mut rows: Vec<AnyView> = figures
        .into_iter()
        .filter(|figure| figure.count > 0)
        .map(|figure| {
            let query = RecipientQuery {
                outcome: Some(figure.outcome),
                // None is no reason: all of the outcome would be listed.
                reason: Some(figure.reason.clone()).filter(|reason| !reason.is_empty()),
                ..RecipientQuery::default()
            };
            let Figure {
                outcome,
                reason,
                count,
            } = figure;
            let said = say(move || sentence(outcome, &reason));
            row(said, count, query, watch, people)
        })
        .collect();
    if unsubscribed > 0 {
        let query = RecipientQuery {
            unsubscribed: true,
            ..RecipientQuery::default()
        };
        rows.push(row(
            text::said(words::UNSUBSCRIBED),
            unsubscribed,
            query,
            watch,
            people,
        ));
    }
    table(
        "rows campaign-results",
        words::RESULTS_NAME,
        [
            ("results-outcome", words::RESULTS_OUTCOME),
            ("results-count amount", words::RESULTS_COUNT),
            ("results-list", words::RESULTS_LIST),
        ],
        Signal::stored(false),
        rows,
    )
}

fn row(
    said: Signal<String>,
    count: u32,
    query: RecipientQuery,
    watch: Watch,
    people: People,
) -> AnyView {
    let show = move |()| {
        let Some(id) = untrack(|| watch.campaign.value()).map(|now: Campaign| now.id) else {
            return;
        };
        let query = query.clone();
        let desk = watch.desk;
        people.show(said.get_untracked(), move |cursor| {
            let query = RecipientQuery {
                cursor,
                ..query.clone()
            };
            let id = id.clone();
            Box::pin(async move { ask::<ListRecipients>(desk, &id, &query, &()).await })
        });
    };
    let name = say(move || {
        let values = [
            ("outcome", t(words::RESULTS_SEE)().to_owned()),
            ("reason", said.get()),
        ];
        text::fill(
            words::PAIR,
            &values.each_ref().map(|(k, v)| (*k, v.as_str())),
        )
    });
    view! {
        <tr role="row">
            <th class="results-outcome" role="rowheader" scope="row">
                {said}
            </th>
            <td class="results-count amount" role="cell">
                {text::number(count.into())}
            </td>
            <td class="results-list" role="cell">
                <Button label=words::RESULTS_SEE name press=show/>
            </td>
        </tr>
    }
    .into_any()
}

/// `Not sent: no consent any more`.
fn sentence(outcome: Outcome, reason: &str) -> String {
    let outcome_word = match (outcome, reason) {
        (Outcome::Sent, "complained") => return t(words::OUTCOME_COMPLAINED)().to_owned(),
        (Outcome::Waiting, _) => words::OUTCOME_WAITING,
        (Outcome::Sending, _) => words::OUTCOME_SENDING,
        (Outcome::Sent, _) => words::OUTCOME_SENT,
        (Outcome::Failed, _) => words::OUTCOME_FAILED,
        (Outcome::Unknown, _) => words::OUTCOME_UNKNOWN,
        (Outcome::Skipped, _) => words::OUTCOME_SKIPPED,
    };
    if reason.is_empty() {
        return t(outcome_word)().to_owned();
    }
    let values = [
        ("outcome", t(outcome_word)().to_owned()),
        ("reason", reason_words(reason)),
    ];
    text::fill(
        words::PAIR,
        &values.each_ref().map(|(k, v)| (*k, v.as_str())),
    )
}

fn reason_words(code: &str) -> String {
    let say = |key: Key| t(key)().to_owned();
    match code {
        "no_consent" => say(words::REASON_NO_CONSENT),
        "suppressed" => say(words::REASON_SUPPRESSED),
        "gone" => say(words::REASON_GONE),
        "stopped" => say(words::REASON_STOPPED),
        "no_text" => say(words::REASON_NO_TEXT),
        "refused" => say(words::REASON_REFUSED),
        "bounced" => say(words::REASON_BOUNCED),
        "render" => say(words::REASON_RENDER),
        "timeout" => say(words::REASON_TIMEOUT),
        "unreachable" => say(words::REASON_UNREACHABLE),
        "interrupted" => say(words::REASON_INTERRUPTED),
        other => match other.strip_prefix("status_") {
            Some(code) => text::fill(words::REASON_STATUS, &[("code", code)]),
            None => other.to_owned(),
        },
    }
}
