//! The command palette: customers, orders, screens and actions from one field. A combobox whose choices are listed below it.

mod choices;
mod look;
mod words;

use crate::admin::customers::found::marked;
use crate::admin::finder::Finder;
use crate::admin::palette::choices::Choice;
use crate::admin::palette::look::Look;
use crate::admin::part::part;
use crate::admin::trouble::Trouble;
use crate::admin::unsaved::Unsaved;
use crate::dom;
use crate::form::focus;
use crate::reactive::{either, follow, words as say};
use crate::text::{self, common, t};
use crate::ui::icon::{CLOSE, Icon};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use std::sync::Arc;
use web_sys::KeyboardEvent;

const FIELD: &str = "palette-q";
const LIST: &str = "palette-list";

/// What stands in the dialog.
pub fn palette() -> AnyView {
    let look = Look::new();
    let opener = Opener::new();
    let open = move |place: usize, beside: bool| {
        if let Some(choice) = look.choices.with_untracked(|all| all.get(place).cloned()) {
            opener.open(&choice.to, beside);
        }
    };
    request_animation_frame(|| focus(FIELD));
    let there = move || look.choices.with(|choices| !choices.is_empty());
    view! {
        <input
            class="input palette-field"
            id=FIELD
            name=FIELD
            type="text"
            role="combobox"
            aria-labelledby="palette-title"
            aria-autocomplete="list"
            aria-controls=LIST
            aria-expanded=say(move || there().to_string())
            aria-activedescendant=move || look.active.get().map(id)
            autocomplete="off"
            autocapitalize="none"
            spellcheck="false"
            enterkeyhint="go"
            maxlength="200"
            prop:value=look.typed
            on:input=move |event| look.take(event_target_value(&event))
            on:keydown=move |event| press(look, open, &event)
        />
        <button
            class="button-icon palette-close"
            type="button"
            aria-label=t(common::CLOSE)
            title=t(common::CLOSE)
            on:click=move |_| opener.finder.close()
        >
            <Icon glyph=CLOSE/>
        </button>
        <p class="unseen" role="status">
            {say(move || told(look))}
        </p>
        {part(move || {
            let refusal = look.refusal.get()?;
            Some(view! { <Trouble message=words::FAILED refusal retry=move |()| look.again()/> })
        })}
        <div class="palette-list" id=LIST role="listbox" aria-labelledby="palette-title">
            {either(move || groups(look, open))}
        </div>
        {part(move || {
            let typed = look.answered.get();
            let nothing = !there() && !typed.is_empty() && look.refusal.with(Option::is_none);
            nothing
                .then(|| {
                    let sentence = text::fill(words::NOTHING, &[("q", &typed)]);
                    view! { <p class="palette-nothing">{sentence}</p> }
                })
        })}
    }
    .into_any()
}

type Navigate = Arc<dyn Fn(&str) + Send + Sync>;

/// Goes where a choice leads.
#[derive(Clone, Copy)]
struct Opener {
    finder: Finder,
    unsaved: Unsaved,
    navigate: StoredValue<Navigate>,
}

impl Opener {
    fn new() -> Opener {
        let navigate = use_navigate();
        let navigate = move |to: &str| navigate(to, NavigateOptions::default());
        Opener {
            finder: expect_context(),
            unsaved: expect_context(),
            navigate: StoredValue::new(Arc::new(navigate)),
        }
    }

    /// `beside` opens another tab.
    fn open(self, to: &str, beside: bool) {
        if beside {
            let _ = dom::window().open_with_url_and_target(to, "_blank");
            return;
        }
        let to = to.to_owned();
        let navigate = self.navigate.get_value();
        self.finder.close();
        self.unsaved.pass(move || navigate(&to));
    }
}

fn id(place: usize) -> String {
    format!("palette-{place}")
}

/// The keys of a combobox. Nothing opens by itself: Enter first goes to the first choice.
fn press(look: Look, open: impl Fn(usize, bool), event: &KeyboardEvent) {
    let taken = match event.key().as_str() {
        "ArrowDown" => {
            look.step(true);
            true
        }
        "ArrowUp" => {
            look.step(false);
            true
        }
        "Home" => look.jump(false),
        "End" => look.jump(true),
        "Enter" if event.is_composing() => false,
        "Enter" => {
            match look.active.get_untracked() {
                Some(place) => open(place, event.ctrl_key() || event.meta_key()),
                None => look.step(true),
            }
            true
        }
        _ => false,
    };
    if taken {
        event.prevent_default();
    }
}

/// How many there are, for who does not see them.
fn told(look: Look) -> String {
    look.answered.track();
    let count = look.choices.with(Vec::len);
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    text::plural(count, words::COUNT_ONE, words::COUNT_OTHER)
}

/// The choices under their groups' names.
fn groups(look: Look, open: impl Fn(usize, bool) + Copy + Send + Sync + 'static) -> AnyView {
    let choices = look.choices.get();
    let parts = domain::found::parts(&look.typed.get_untracked());
    let mut views: Vec<AnyView> = Vec::new();
    let mut place = 0;
    for group in choices.chunk_by(|one, other| one.group == other.group) {
        let Some(first) = group.first() else { continue };
        let name = format!("palette-group-{place}");
        let rows = group.iter().map(|choice| {
            let row = row(look, open, place, choice, &parts);
            place += 1;
            row
        });
        let rows: Vec<AnyView> = rows.collect();
        let named = name.clone();
        views.push(
            view! {
                <div class="palette-group" role="group" aria-labelledby=named>
                    <div class="palette-group-name" id=name role="presentation">
                        {t(first.group.word())}
                    </div>
                    {rows}
                </div>
            }
            .into_any(),
        );
    }
    views.into_any()
}

/// Each word by itself: what is found by its beginning may stand in the middle.
fn words_marked(text: &str, parts: &[String]) -> AnyView {
    let mark = |word: &str| marked(word, parts);
    let words: Vec<AnyView> = text.split_inclusive(' ').map(mark).collect();
    words.into_any()
}

fn row(
    look: Look,
    open: impl Fn(usize, bool) + Copy + Send + Sync + 'static,
    place: usize,
    choice: &Choice,
    parts: &[String],
) -> AnyView {
    let on = Memo::new(move |_| look.active.get() == Some(place));
    follow(move || {
        if on.get()
            && let Some(option) = dom::find(&id(place))
        {
            let nearest = web_sys::ScrollIntoViewOptions::new();
            nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
            option.scroll_into_view_with_scroll_into_view_options(&nearest);
        }
    });
    let second = (!choice.second.is_empty()).then(|| marked(&choice.second, parts));
    view! {
        <div
            class="palette-choice"
            id=id(place)
            role="option"
            aria-selected=say(move || on.get().to_string())
            on:mousedown=|event| event.prevent_default()
            on:click=move |event| open(place, event.ctrl_key() || event.meta_key())
        >
            <bdi class="palette-first">{words_marked(&choice.first, parts)}</bdi>
            {second.map(|second| view! { <bdi class="palette-second">{second}</bdi> })}
        </div>
    }
    .into_any()
}
