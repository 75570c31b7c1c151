//! When a campaign leaves, what stands in the way, a test to oneself, and the button that asks to send it.

use crate::admin::ask::ask;
use crate::admin::campaigns::checks::{CHECKS, checks};
use crate::admin::campaigns::confirmation::Confirmation;
use crate::admin::campaigns::editor::{Deed, Editor};
use crate::admin::campaigns::{typed, words, zone};
use crate::admin::notices::Notices;
use crate::admin::part::part;
use crate::form::focus;
use crate::reactive::{go, words as say};
use crate::text::{self, Key, t};
use crate::ui::button::{Button, Weight};
use crate::ui::icon::{ALERT, Icon};
use crate::ui::notice::{Notice, Tone};
use domain::api::campaign::TestCampaign;
use domain::campaign::{Campaign, Level, Outcome, TestForm};
use domain::permission::Right;
use leptos::prelude::*;

const DATE: &str = "send-date";
const TIME: &str = "send-time";

/// What is chosen in this section. A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Sending {
    pub editor: Editor,
    pub left: UnsyncCallback<Campaign>,
    notices: Notices,
    later: RwSignal<bool>,
    date: RwSignal<String>,
    time: RwSignal<String>,
    /// What is wrong with date and time.
    fault: RwSignal<Option<Key>>,
    /// It may not be sent yet.
    barred: RwSignal<bool>,
    /// What came of the last test, where that is not that it was sent.
    test: RwSignal<Option<String>>,
    /// The question is open; `at` is what it asks about, none for now.
    pub asking: RwSignal<bool>,
    pub at: RwSignal<Option<i64>>,
}

impl Sending {
    pub fn new(editor: Editor, left: UnsyncCallback<Campaign>) -> Sending {
        Sending {
            editor,
            left,
            notices: expect_context(),
            later: RwSignal::new(false),
            date: RwSignal::new(String::new()),
            time: RwSignal::new("09:00".to_owned()),
            fault: RwSignal::new(None),
            barred: RwSignal::new(false),
            test: RwSignal::new(None),
            asking: RwSignal::new(false),
            at: RwSignal::new(None),
        }
    }

    /// The zone that date and time are of: the shop's, where the browser knows it.
    pub fn zone(self) -> String {
        let shop = self.editor.zone.value().filter(|zone| zone::is_known(zone));
        shop.unwrap_or_else(zone::own)
    }

    pub fn view(self) -> AnyView {
        let editor = self.editor;
        let desk = editor.desk;
        let may = Memo::new(move |_| desk.may(Right::SendCampaigns));
        let is = move |deed: Deed| Signal::derive(move || editor.busy.get() == Some(deed));
        view! {
            <section class="card stack" aria-labelledby="sending-title">
                <h2 class="subheading" id="sending-title">
                    {t(words::SENDING_TITLE)}
                </h2>
                {part(move || may.get().then(|| self.when()))}
                {checks(editor)}
                {part(move || {
                    self.barred
                        .get()
                        .then(|| {
                            view! {
                                <Notice tone=Tone::Warn>
                                    <p>{t(words::BARRED)}</p>
                                </Notice>
                            }
                        })
                })}
                {part(move || {
                    let said = self.test.get()?;
                    Some(
                        view! {
                            <Notice tone=Tone::Warn>
                                <p>
                                    <bdi>{said}</bdi>
                                </p>
                            </Notice>
                        },
                    )
                })}
                <div class="cluster">
                    <Button
                        id="test"
                        label=words::TEST
                        busy=is(Deed::Test)
                        busy_label=words::TESTING
                        press=move |()| self.try_out()
                    />
                    {part(move || {
                        may.get()
                            .then(|| {
                                view! {
                                    <button
                                        class=Weight::Primary.class()
                                        id="send"
                                        type="button"
                                        aria-disabled=move || {
                                            editor.busy.get().is_some().then_some("true")
                                        }
                                        on:click=move |_| self.ask()
                                    >
                                        {say(move || self.deed())}
                                    </button>
                                }
                            })
                    })}
                </div>
                {part(move || {
                    (!may.get()).then(|| view! { <p class="meta">{t(words::SEND_RIGHT)}</p> })
                })}
                <Confirmation sending=self/>
            </section>
        }
        .into_any()
    }

    /// `Send to 412 customers`.
    pub fn deed(self) -> String {
        let reached = self.editor.audience.get().map_or(0, |now| now.receive());
        match (reached, self.later.get()) {
            (0, _) => t(words::SEND_NONE)().to_owned(),
            (n, false) => text::plural(n, words::SEND_ONE, words::SEND_OTHER),
            (n, true) => text::plural(n, words::PLAN_ONE, words::PLAN_OTHER),
        }
    }

    /// Now, or at a date and time of the shop's clock.
    fn when(self) -> AnyView {
        let choice = move |id: &'static str, word: Key, later: bool| {
            view! {
                <label class="radio-line">
                    <input
                        class="radio-button"
                        type="radio"
                        id=id
                        name="send-when"
                        prop:checked=move || self.later.get() == later
                        on:change=move |_| {
                            self.fault.set(None);
                            self.later.set(later);
                        }
                    />
                    <span class="radio-text">
                        <span class="radio-word">{t(word)}</span>
                    </span>
                </label>
            }
        };
        let input =
            move |id: &'static str, kind: &'static str, label: Key, value: RwSignal<String>| {
                view! {
                    <div class="field">
                        <label class="field-label" for=id>
                            {t(label)}
                        </label>
                        <input
                            class="input"
                            id=id
                            name=id
                            type=kind
                            autocomplete="off"
                            aria-invalid=move || self.fault.with(Option::is_some).then_some("true")
                            aria-describedby="send-zone send-fault"
                            prop:value=value
                            on:input=move |event| {
                                self.fault.set(None);
                                value.set(event_target_value(&event));
                            }
                        />
                    </div>
                }
            };
        view! {
            <fieldset class="field radios" id="send-when" tabindex="-1">
                <legend class="field-label">{t(words::WHEN)}</legend>
                {choice("send-now", words::WHEN_NOW, false)}
                {choice("send-later", words::WHEN_LATER, true)}
                {part(move || {
                    self.later
                        .get()
                        .then(|| {
                            let note = say(move || {
                                let zone = self.zone();
                                let own = self.editor.zone.value().as_ref() != Some(&zone);
                                let key = if own { words::ZONE_UNKNOWN } else { words::ZONE_NOTE };
                                text::fill(key, &[("zone", &zone)])
                            });
                            view! {
                                <div class="campaign-when">
                                    {input(DATE, "date", words::DATE, self.date)}
                                    {input(TIME, "time", words::TIME, self.time)}
                                    <p class="field-hint" id="send-zone">
                                        {note}
                                    </p>
                                </div>
                            }
                        })
                })}
                <div id="send-fault">
                    {part(move || {
                        let fault = self.fault.get()?;
                        Some(
                            view! {
                                <p class="field-error">
                                    <Icon glyph=ALERT/>
                                    <span>{t(fault)}</span>
                                </p>
                            },
                        )
                    })}
                </div>
            </fieldset>
        }
        .into_any()
    }

    /// Says what is wrong with date and time, and leads there.
    pub fn wrong_time(self, fault: Key) {
        self.asking.set(false);
        self.later.set(true);
        self.fault.set(Some(fault));
        request_animation_frame(|| focus(DATE));
    }

    /// Saves, checks, and asks whether it is to leave. What stands in the way is told instead.
    fn ask(self) {
        let editor = self.editor;
        if editor.busy.get_untracked().is_some() {
            return;
        }
        self.barred.set(false);
        self.test.set(None);
        let at = if self.later.get_untracked() {
            let (date, time) = (self.date.get_untracked(), self.time.get_untracked());
            match zone::moment(&untrack(|| self.zone()), &date, &time) {
                Ok(at) if at <= crate::admin::clock::now() => {
                    return self.wrong_time(words::AT_PAST);
                }
                Ok(at) => Some(at),
                Err(fault) => return self.wrong_time(fault),
            }
        } else {
            None
        };
        self.at.set(at);
        editor.busy.set(Some(Deed::Send));
        go(async move {
            let saved = editor.save().await;
            if saved.is_some() {
                editor.check().await;
            }
            if editor.busy.is_disposed() {
                return;
            }
            editor.busy.set(None);
            if saved.is_none() || editor.check_refusal.with_untracked(Option::is_some) {
                return;
            }
            let barred = editor.checks.with_untracked(|checks| {
                let mut problems = checks.iter().flat_map(|checks| &checks.problems);
                problems.any(|check| check.level == Level::Error)
            });
            if barred {
                self.bar();
            } else {
                self.asking.set(true);
            }
        });
    }

    /// It may not be sent: leads to why.
    pub fn bar(self) {
        self.asking.set(false);
        self.barred.set(true);
        request_animation_frame(|| focus(CHECKS));
    }

    /// Saves, and sends a test in the language that is being written.
    fn try_out(self) {
        let editor = self.editor;
        if editor.busy.get_untracked().is_some() {
            return;
        }
        let locale = editor.locale.get_untracked();
        let (subject, body) = typed::of(locale);
        let empty = |path: &str| editor.fields.text(path).trim().is_empty();
        if empty(subject) || empty(body) {
            return self.test.set(Some(t(words::TEST_NOTHING)().to_owned()));
        }
        self.test.set(None);
        self.barred.set(false);
        editor.busy.set(Some(Deed::Test));
        go(async move {
            let Some(saved) = editor.save().await else {
                editor.busy.try_set(None);
                return;
            };
            let form = TestForm {
                locale,
                customer: editor
                    .whom
                    .with_untracked(|whom| whom.as_ref().map(|(id, _)| id.clone())),
            };
            let answer = ask::<TestCampaign>(editor.desk, &saved.id, &(), &form).await;
            if editor.busy.is_disposed() {
                return;
            }
            editor.busy.set(None);
            match answer {
                Ok(tested) => {
                    let said = |key| text::fill(key, &[("email", &tested.to)]);
                    match tested.outcome {
                        Outcome::Sent => self.notices.tell(said(words::TESTED), None),
                        Outcome::Unknown => self.test.set(Some(said(words::TEST_UNKNOWN))),
                        _ => self.test.set(Some(said(words::TEST_FAILED))),
                    }
                }
                Err(refusal) => editor.refused(refusal),
            }
            editor.check().await;
            if !editor.busy.is_disposed() {
                self.left.run(saved);
            }
        });
    }
}
