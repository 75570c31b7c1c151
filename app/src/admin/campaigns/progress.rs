//! A campaign that has started: how far it has come, the ways to pause, resume and stop it, and what came of it.

use crate::admin::ask::ask;
use crate::admin::campaigns::preview::Preview;
use crate::admin::campaigns::results::results;
use crate::admin::campaigns::stopping::Stopping;
use crate::admin::campaigns::{badge, words};
use crate::admin::clock;
use crate::admin::desk::Desk;
use crate::admin::not_up_to_date::NotUpToDate;
use crate::admin::notices::Notices;
use crate::admin::part::part;
use crate::admin::refused::{current, refused};
use crate::client::Refusal;
use crate::dom;
use crate::loaded::Loaded;
use crate::reactive::{either, follow, go, words as say};
use crate::text::{self, Key, t};
use crate::ui::button::{Button, Weight};
use crate::ui::notice::{Notice, Tone};
use domain::api::campaign::{CampaignStateForm, CopyCampaign, SetCampaignState};
use domain::campaign::{Campaign, CampaignState, Outcome, PreviewForm};
use domain::locale::Locale;
use domain::permission::Right;
use domain::route;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use std::time::Duration;

/// Between two questions while mails leave, while it rests, and after one that was not answered.
const PAUSE: Duration = Duration::from_secs(1);
const PAUSE_AT_REST: Duration = Duration::from_secs(10);

/// How many of what, and the words for one and for more.
type Figure = (fn(&Campaign) -> u32, Key, Key);

/// What the page's acts share. A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Watch {
    pub desk: Desk,
    pub campaign: Loaded<Campaign>,
    pub notices: Notices,
    pub busy: RwSignal<bool>,
    pub refusal: RwSignal<Option<Refusal>>,
}

impl Watch {
    /// Puts it into another state, and says so.
    pub fn put(self, state: CampaignState, said: Key) {
        let Some(id) = untrack(|| self.campaign.value()).map(|now| now.id) else {
            return;
        };
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.refusal.set(None);
        go(async move {
            let request = CampaignStateForm { state: Some(state) };
            let answer = ask::<SetCampaignState>(self.desk, &id, &(), &request).await;
            self.answered(answer, said);
        });
    }

    /// Takes over what an act answered.
    pub fn answered(self, answer: Result<Campaign, Refusal>, said: Key) {
        if self.busy.is_disposed() {
            return;
        }
        self.busy.set(false);
        match answer {
            Ok(now) => {
                self.notices.tell(t(said)().to_owned(), None);
                self.campaign.offer(now);
            }
            Err(refusal) => {
                if let Some(now) = current::<Campaign>(&refusal) {
                    self.campaign.offer(now);
                }
                self.refusal.set(Some(refusal));
            }
        }
    }
}

#[component]
pub fn Progress(campaign: Loaded<Campaign>) -> AnyView {
    let watch = Watch {
        desk: expect_context(),
        campaign,
        notices: expect_context(),
        busy: RwSignal::new(false),
        refusal: RwSignal::new(None),
    };
    look_again(campaign);
    tell_the_end(watch);
    let at = RwSignal::new(clock::now());
    follow(move || {
        campaign.with(|_| ());
        at.set(clock::now());
    });
    let now = Memo::new(move |_| campaign.value());
    view! {
        <NotUpToDate
            since=Signal::derive(move || Some(at.get()))
            refusal=Signal::derive(move || campaign.refusal())
            retry=move |()| campaign.again()
        />
        {either(move || now.get().map_or_else(|| ().into_any(), about))}
        <section class="card stack" aria-labelledby="progress-title">
            <h2 class="subheading" id="progress-title">
                {t(words::PROGRESS)}
            </h2>
            {bar(campaign)}
            {either(move || now.get().map_or_else(|| ().into_any(), |now| note(&now)))}
            {part(move || watch.refusal.get().map(|refusal| refused(&refusal)))}
            {acts(watch)}
        </section>
        {results(watch)}
        {text_of(campaign)}
    }
    .into_any()
}

/// Asks again while mails leave and the tab is looked at.
fn look_again(campaign: Loaded<Campaign>) {
    let turn = StoredValue::new(0u32);
    follow(move || {
        if campaign.waiting() {
            return;
        }
        let failed = campaign.refusal().is_some();
        let state = campaign.with(|now| now.map(|now| now.state));
        turn.update_value(|turn| *turn = turn.wrapping_add(1));
        let mine = turn.get_value();
        let pause = match state {
            Some(CampaignState::Sending) if !failed => PAUSE,
            Some(CampaignState::Sending | CampaignState::Paused) => PAUSE_AT_REST,
            _ => return,
        };
        go(async move {
            loop {
                dom::pause(pause).await;
                if turn.try_get_value() != Some(mine) {
                    return;
                }
                let hidden = dom::property(&dom::document(), "visibilityState");
                if hidden.as_deref() != Some("hidden") {
                    return campaign.again();
                }
            }
        });
    });
}

/// Says once that the last one has left.
fn tell_the_end(watch: Watch) {
    let before = StoredValue::new(None::<CampaignState>);
    follow(move || {
        let Some((state, sent)) = watch
            .campaign
            .with(|now| now.map(|now| (now.state, now.count(Outcome::Sent))))
        else {
            return;
        };
        if before.get_value() == Some(CampaignState::Sending) && state == CampaignState::Sent {
            let said = text::plural(sent, words::ENDED_SAID_ONE, words::ENDED_SAID_OTHER);
            watch.notices.tell(said, None);
        }
        before.set_value(Some(state));
    });
}

/// What it is: its state, to whom, by whom, when.
fn about(now: Campaign) -> AnyView {
    let groups: Vec<String> = now.groups.iter().map(|group| group.name.clone()).collect();
    let groups = groups.join(", ");
    let fact = |key: Key, name: &'static str, value: String| {
        say(move || text::fill(key, &[(name, &value)]))
    };
    let date = |key: Key, at: i64| say(move || text::fill(key, &[("date", &text::date_time(at))]));
    let mut facts = Vec::new();
    if !groups.is_empty() {
        facts.push(fact(words::ABOUT_TO, "groups", groups));
    }
    facts.extend(now.by.map(|name| fact(words::ABOUT_BY, "name", name)));
    facts.extend(
        now.sent_by
            .map(|name| fact(words::ABOUT_SENT_BY, "name", name)),
    );
    facts.extend(now.started_at.map(|at| date(words::ABOUT_BEGAN, at)));
    facts.extend(now.ended_at.map(|at| date(words::ABOUT_ENDED, at)));
    let facts = facts
        .into_iter()
        .map(|fact| view! { <li><bdi>{fact}</bdi></li> })
        .collect_view();
    view! {
        <div class="campaign-about">
            {badge(now.state)} <ul class="meta campaign-facts">{facts}</ul>
        </div>
    }
    .into_any()
}

/// How many have been dealt with, of those meant.
fn bar(campaign: Loaded<Campaign>) -> AnyView {
    let of = move |read: fn(&Campaign) -> u32| campaign.with(|now| now.map_or(0, read));
    let meant = Memo::new(move |_| of(Campaign::meant));
    let reached = Memo::new(move |_| of(Campaign::reached));
    let said = say(move || {
        let figures: [Figure; 4] = [
            (
                |now| now.count(Outcome::Sent),
                words::PROGRESS_SENT_ONE,
                words::PROGRESS_SENT_OTHER,
            ),
            (
                |now| now.count(Outcome::Waiting) + now.count(Outcome::Sending),
                words::PROGRESS_WAITING_ONE,
                words::PROGRESS_WAITING_OTHER,
            ),
            (
                |now| now.count(Outcome::Failed),
                words::PROGRESS_FAILED_ONE,
                words::PROGRESS_FAILED_OTHER,
            ),
            (
                |now| now.count(Outcome::Unknown),
                words::PROGRESS_UNKNOWN_ONE,
                words::PROGRESS_UNKNOWN_OTHER,
            ),
        ];
        let said = figures
            .into_iter()
            .enumerate()
            .filter_map(|(place, (read, one, other))| {
                let n = of(read);
                (n > 0 || place < 2).then(|| text::plural(n, one, other))
            });
        said.collect::<Vec<_>>().join(" · ")
    });
    view! {
        <progress
            class="bulk-bar campaign-progress"
            aria-label=t(words::PROGRESS)
            max=move || meant.get().max(1).to_string()
            value=move || if meant.get() == 0 { "1".to_owned() } else { reached.get().to_string() }
        ></progress>
        <p class="campaign-counts">{said}</p>
    }
    .into_any()
}

/// What the state means for who waits.
fn note(now: &Campaign) -> AnyView {
    let plain = |key: Key| view! { <p class="meta">{t(key)}</p> }.into_any();
    match (now.state, now.troubled_until) {
        (CampaignState::Sending, Some(until)) if until > clock::now() => {
            let said = say(move || text::fill(words::TROUBLED, &[("time", &clock::time(until))]));
            view! {
                <Notice tone=Tone::Warn>
                    <p>{said}</p>
                </Notice>
            }
            .into_any()
        }
        (CampaignState::Sending, _) => plain(words::LEAVE_PAGE),
        (CampaignState::Paused, _) => plain(words::PAUSED_NOTE),
        (CampaignState::Stopped, _) if now.meant() == 0 && now.count(Outcome::Skipped) == 0 => {
            plain(words::FROZEN_NOTE)
        }
        (CampaignState::Stopped, _) => plain(words::STOPPED_NOTE),
        _ => ().into_any(),
    }
}

/// Pause, resume, stop; and a new one like it.
fn acts(watch: Watch) -> AnyView {
    let desk = watch.desk;
    let stopping = RwSignal::new(false);
    let state = Memo::new(move |_| watch.campaign.with(|now| now.map(|now| now.state)));
    let navigate = use_navigate();
    let copy = StoredValue::new_local(move || {
        let Some(id) = untrack(|| watch.campaign.value()).map(|now| now.id) else {
            return;
        };
        if watch.busy.get_untracked() {
            return;
        }
        watch.busy.set(true);
        watch.refusal.set(None);
        let navigate = navigate.clone();
        go(async move {
            let answer = ask::<CopyCampaign>(desk, &id, &(), &()).await;
            if watch.busy.is_disposed() {
                return;
            }
            watch.busy.set(false);
            match answer {
                Ok(made) => {
                    watch.notices.tell(t(words::COPIED)().to_owned(), None);
                    navigate(&route::admin_campaign(&made.id), NavigateOptions::default());
                }
                Err(refusal) => watch.refusal.set(Some(refusal)),
            }
        });
    });
    view! {
        <div class="cluster">
            {part(move || {
                if !desk.may(Right::SendCampaigns) {
                    return None;
                }
                let (id, label, to, said) = match state.get()? {
                    CampaignState::Sending => {
                        ("pause", words::PAUSE, CampaignState::Paused, words::PAUSED_SAID)
                    }
                    CampaignState::Paused => {
                        ("resume", words::RESUME, CampaignState::Sending, words::RESUMED_SAID)
                    }
                    _ => return None,
                };
                Some(
                    view! {
                        <Button id label busy=watch.busy press=move |()| watch.put(to, said)/>
                        <Button id="stop" label=words::STOP press=move |()| stopping.set(true)/>
                    },
                )
            })}
            {part(move || {
                desk.may(Right::EditCampaigns)
                    .then(|| {
                        view! {
                            <Button
                                id="copy"
                                label=words::COPY
                                weight=Weight::Quiet
                                busy=watch.busy
                                press=move |()| copy.with_value(|copy| copy())
                            />
                        }
                    })
            })}
        </div>
        <Stopping watch open=stopping/>
    }
    .into_any()
}

/// What was sent, as somebody unknown would have got it.
fn text_of(campaign: Loaded<Campaign>) -> AnyView {
    let Some(now) = untrack(|| campaign.value()) else {
        return ().into_any();
    };
    let open = RwSignal::new(false);
    let written = |locale: Locale| !now.subject(locale).is_empty();
    let both = written(Locale::En) && written(Locale::Fr);
    let first = if written(text::locale()) || !written(Locale::En) {
        if written(text::locale()) {
            text::locale()
        } else {
            Locale::Fr
        }
    } else {
        Locale::En
    };
    let locale = RwSignal::new(first);
    let now = StoredValue::new(now);
    let inside = move || {
        let form = Memo::new(move |_| {
            let locale = locale.get();
            now.with_value(|now| PreviewForm {
                locale,
                subject: now.subject(locale).to_owned(),
                body: now.body(locale).to_owned(),
                customer: None,
            })
        });
        let languages = both.then(|| {
            view! {
                <div class="campaign-switches" role="group" aria-label=t(words::LANGUAGES)>
                    {[(Locale::Fr, words::FRENCH), (Locale::En, words::ENGLISH)]
                        .map(|(one, word)| {
                            view! {
                                <button
                                    class="campaign-switch"
                                    type="button"
                                    lang=one.code()
                                    aria-pressed=move || {
                                        if locale.get() == one { "true" } else { "false" }
                                    }
                                    on:click=move |_| locale.set(one)
                                >
                                    {t(word)}
                                </button>
                            }
                        })
                        .collect_view()}
                </div>
            }
        });
        Preview::of(form).view(locale.into(), languages.into_any())
    };
    view! {
        <details
            class="card campaign-was"
            on:toggle=move |_| open.set(true)
        >
            <summary>{t(words::WAS_SENT)}</summary>
            {part(move || open.get().then(inside))}
        </details>
    }
    .into_any()
}
