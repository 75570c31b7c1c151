//! Files that go with the next message: each is handed in as soon as it is chosen, says how far it is, and may be taken out.

use crate::client::Refusal;
use crate::conversation::{Party, words};
use crate::dom;
use crate::form::sentence;
use crate::reactive::{either, go, shown, words as say};
use crate::text::{self, error, t};
use crate::ui::button::{Button, Weight};
use crate::ui::icon::{ALERT, Icon};
use crate::ui::live::announce;
use crate::upload::{self, Stop};
use domain::conversation::ATTACHMENTS_MAX;
use domain::id::BlobId;
use domain::upload::{Blob, Kind};
use leptos::prelude::*;
use leptos::reactive::owner::LocalStorage;
use wasm_bindgen::JsCast;
use web_sys::{File, HtmlInputElement};

/// How far a file is.
#[derive(Clone, PartialEq)]
enum Way {
    /// Percent.
    Going(u32),
    There(Blob),
    Refused(String),
}

/// A file that was chosen.
#[derive(Clone)]
struct Chosen {
    key: u32,
    name: String,
    way: RwSignal<Way>,
    stop: StoredValue<Option<Stop>, LocalStorage>,
}

/// The files of one message. A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Files {
    party: Party,
    chosen: RwSignal<Vec<Chosen>, LocalStorage>,
    next: StoredValue<u32>,
    /// Why the last one was not taken.
    fault: RwSignal<Option<String>>,
    /// Hears of each change, to keep a draft.
    changed: StoredValue<Option<UnsyncCallback<()>>, LocalStorage>,
}

/// The input's id: a label is its button.
const INPUT: &str = "attachments";

impl Files {
    /// Begins with what a draft kept.
    pub fn new(party: Party, kept: Vec<Blob>) -> Files {
        let files = Files {
            party,
            chosen: RwSignal::new_local(Vec::new()),
            next: StoredValue::new(0),
            fault: RwSignal::new(None),
            changed: StoredValue::new_local(None),
        };
        for blob in kept {
            let name = blob.name.clone();
            files.add(name, Way::There(blob));
        }
        files
    }

    pub fn on_change(self, changed: UnsyncCallback<()>) {
        self.changed.set_value(Some(changed));
    }

    /// What is there.
    pub fn kept(self) -> Vec<Blob> {
        let there = |chosen: &Chosen| match chosen.way.get_untracked() {
            Way::There(blob) => Some(blob),
            _ => None,
        };
        self.chosen
            .with_untracked(|all| all.iter().filter_map(there).collect())
    }

    pub fn ids(self) -> Vec<BlobId> {
        self.kept().into_iter().map(|blob| blob.id).collect()
    }

    /// Whether one is still on its way: a message that leaves now would leave without it.
    pub fn going(self) -> bool {
        let going = |chosen: &Chosen| matches!(chosen.way.get_untracked(), Way::Going(_));
        self.chosen.with_untracked(|all| all.iter().any(going))
    }

    /// Shows a fault under the files.
    pub fn refuse(self, said: String) {
        announce(said.clone());
        self.fault.set(Some(said));
    }

    /// None any more: the message has left with them.
    pub fn clear(self) {
        self.fault.set(None);
        self.chosen.set(Vec::new());
    }

    fn add(self, name: String, way: Way) -> Chosen {
        let key = self.next.get_value();
        self.next.set_value(key.wrapping_add(1));
        let chosen = Chosen {
            key,
            name,
            way: RwSignal::new(way),
            stop: StoredValue::new_local(None),
        };
        self.chosen.update(|all| all.push(chosen.clone()));
        chosen
    }

    fn tell(self) {
        if let Some(changed) = self.changed.try_get_value().flatten() {
            changed.run(());
        }
    }

    /// Takes what the browser's own chooser gave.
    fn choose(self, input: &HtmlInputElement) {
        self.fault.set(None);
        let Some(list) = input.files() else { return };
        for file in (0..list.length()).filter_map(|place| list.item(place)) {
            let count = self.chosen.with_untracked(Vec::len);
            if count >= ATTACHMENTS_MAX as usize {
                let max = text::number(ATTACHMENTS_MAX.into());
                self.refuse(text::fill(words::FILES_MAX, &[("max", &max)]));
                break;
            }
            self.hand_in(&file);
        }
        // The same file can be chosen again once it was taken out.
        input.set_value("");
    }

    fn hand_in(self, file: &File) {
        let chosen = self.add(file.name(), Way::Going(0));
        let way = chosen.way;
        if let Err(fault) = upload::look(file) {
            way.set(Way::Refused(sentence(&fault)));
            return;
        }
        let told = move |percent| drop(way.try_set(Way::Going(percent)));
        let (stop, answer) = match self.party.hand_in(file, told) {
            Ok(handed) => handed,
            Err(refusal) => return way.set(Way::Refused(why(&refusal))),
        };
        chosen.stop.set_value(Some(stop));
        go(async move {
            let answer = answer.await;
            if way.is_disposed() {
                return;
            }
            match answer {
                Ok(blob) => {
                    announce(text::fill(words::FILE_THERE, &[("name", &blob.name)]));
                    way.set(Way::There(blob));
                    self.tell();
                }
                Err(refusal) => {
                    let said = why(&refusal);
                    announce(said.clone());
                    way.set(Way::Refused(said));
                }
            }
        });
    }

    fn take_out(self, key: u32) {
        self.fault.set(None);
        self.chosen.update(|all| {
            if let Some(gone) = all.iter().find(|chosen| chosen.key == key)
                && let Some(stop) = gone.stop.get_value()
            {
                stop.stop();
            }
            all.retain(|chosen| chosen.key != key);
        });
        self.tell();
        dom::focus(INPUT);
    }

    /// The list with the button that adds to it.
    pub fn view(self) -> AnyView {
        let rows = either(move || {
            let all = self.chosen.get();
            let rows = all
                .into_iter()
                .map(|chosen| self.row(chosen))
                .collect_view();
            view! { <ul class="files">{rows}</ul> }.into_any()
        });
        let fault = shown(move || {
            let said = self.fault.get()?;
            let view = view! {
                <p class="field-error">
                    <Icon glyph=ALERT/>
                    <span>{said}</span>
                </p>
            };
            Some(view.into_any())
        });
        view! {
            <div class="field">
                {rows} {fault} <div class="files-add">
                    <input
                        class="files-input"
                        type="file"
                        id=INPUT
                        multiple
                        accept=Kind::accepted()
                        aria-describedby="attachments-hint"
                        on:change=move |event| {
                            let input = event.target().and_then(|input| input.dyn_into().ok());
                            if let Some(input) = input {
                                self.choose(&input);
                            }
                        }
                    />
                    <label class="button" for=INPUT>
                        {t(words::FILES_ADD)}
                    </label>
                    <span class="meta" id="attachments-hint">
                        {say(|| {
                            let max = text::number(ATTACHMENTS_MAX.into());
                            text::fill(words::FILES_HINT, &[("max", &max)])
                        })}
                    </span>
                </div>
            </div>
        }
        .into_any()
    }

    fn row(self, chosen: Chosen) -> AnyView {
        let Chosen { key, name, way, .. } = chosen;
        let called = name.clone();
        let named = name.clone();
        let state = either(move || match way.get() {
            Way::Going(percent) => {
                let label = text::fill(words::FILE_GOING, &[("name", &named)]);
                view! {
                    <progress class="files-progress" max="100" value=percent aria-label=label></progress>
                }
                .into_any()
            }
            Way::There(blob) => view! { <span class="meta">{weight(blob.size)}</span> }.into_any(),
            Way::Refused(said) => view! {
                <span class="field-error">
                    <Icon glyph=ALERT/>
                    <span>{said}</span>
                </span>
            }
            .into_any(),
        });
        let label = say(move || text::fill(words::FILE_REMOVE_NAMED, &[("name", &called)]));
        view! {
            <li class="files-row">
                <bdi class="files-name">{name}</bdi>
                {state}
                <Button
                    label=words::FILE_REMOVE
                    name=label
                    weight=Weight::Quiet
                    press=move |()| self.take_out(key)
                />
            </li>
        }
        .into_any()
    }
}

/// Why a file was not taken, as a sentence.
fn why(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Problem(problem, _) if !problem.fields.is_empty() => {
            problem.fields.first().map(sentence).unwrap_or_default()
        }
        Refusal::Offline => text::word(error::OFFLINE).to_owned(),
        _ => text::word(words::FILE_FAILED).to_owned(),
    }
}

/// A size as people read it.
pub fn weight(bytes: u32) -> String {
    let kilo = f64::from(bytes) / 1000.0;
    match kilo < 1000.0 {
        true => text::fill(words::SIZE_KB, &[("n", &text::number(kilo.ceil()))]),
        false => {
            let mega = (kilo / 100.0).round() / 10.0;
            text::fill(words::SIZE_MB, &[("n", &text::number(mega))])
        }
    }
}
