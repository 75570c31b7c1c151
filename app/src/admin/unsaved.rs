//! What is typed and not saved. Whoever leaves it behind is asked first: by a link, by Back, by closing the tab.

use crate::admin::words;
use crate::dom;
use crate::text::{self, Key, t};
use crate::ui::button::{Button, Weight};
use crate::ui::dialog::Dialog;
use crate::way_back;
use leptos::prelude::*;
use leptos::reactive::owner::LocalStorage;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, HtmlAnchorElement, MouseEvent, Node};

/// The safe button of the question.
const STAY: &str = "leave-stay";
/// More fields than these are counted, not named.
const NAMED_MAX: usize = 3;

/// Names what a form holds unsaved.
type Names = Rc<dyn Fn() -> Vec<String>>;

/// A handle: copies share the state. It stands in the frame's context.
#[derive(Clone, Copy)]
pub struct Unsaved {
    forms: StoredValue<Vec<(u32, Names)>, LocalStorage>,
    next: StoredValue<u32>,
    open: RwSignal<bool>,
    what: RwSignal<String>,
    /// Where it would have gone on.
    onward: StoredValue<Option<Box<dyn FnOnce()>>, LocalStorage>,
}

impl Unsaved {
    /// Made once, by the back office's root.
    pub fn new() -> Unsaved {
        Unsaved {
            forms: StoredValue::new_local(Vec::new()),
            next: StoredValue::new(0),
            open: RwSignal::new(false),
            what: RwSignal::new(String::new()),
            onward: StoredValue::new_local(None),
        }
    }

    /// Asks before this is left behind, as long as the place that calls stands. `names` are the fields that hold something unsaved,
    /// as the question reads them: "the phone", or [`quoted`].
    pub fn watch(self, names: impl Fn() -> Vec<String> + 'static) {
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        self.forms
            .update_value(|forms| forms.push((id, Rc::new(names))));
        on_cleanup(move || {
            self.forms
                .try_update_value(|forms| forms.retain(|(other, _)| *other != id));
        });
    }

    /// Does something that leaves what is typed behind: at once where nothing is, else after the question.
    pub fn pass(self, act: impl FnOnce() + 'static) {
        let names = self.names();
        if names.is_empty() {
            return act();
        }
        self.what.set(what(&names));
        self.onward.set_value(Some(Box::new(act)));
        self.open.set(true);
    }

    fn names(self) -> Vec<String> {
        let forms = self.forms.get_value();
        untrack(|| forms.iter().flat_map(|(_, names)| names()).collect())
    }

    /// What is typed is given up.
    fn leave(self) {
        self.open.set(false);
        self.forms.set_value(Vec::new());
        if let Some(onward) = self.onward.try_update_value(Option::take).flatten() {
            onward();
        }
    }
}

/// A field's label within a sentence.
pub fn quoted(label: Key) -> String {
    text::fill(words::LEAVE_QUOTED, &[("name", t(label)())])
}

/// The names in a sentence; many are counted.
fn what(names: &[String]) -> String {
    if names.len() > NAMED_MAX {
        let count = u32::try_from(names.len()).unwrap_or(u32::MAX);
        return text::fill(words::LEAVE_COUNT, &[("n", &text::number(count.into()))]);
    }
    let (last, before) = names.split_last().map_or(("", names), |(l, b)| (l, b));
    if before.is_empty() {
        return last.to_owned();
    }
    let pair = [("before", before.join(", ")), ("last", last.to_owned())];
    text::fill(
        words::LEAVE_AND,
        &pair.each_ref().map(|(k, v)| (*k, v.as_str())),
    )
}

/// The question, and the ways out that it stands in.
#[component]
pub fn LeaveGuard() -> AnyView {
    let unsaved = expect_context::<Unsaved>();
    stop_links(unsaved);
    stop_back(unsaved);
    stop_closing(unsaved);
    let title = move || text::fill(words::LEAVE_TITLE, &[("what", &unsaved.what.get())]);
    view! {
        <Dialog id="leave" open=unsaved.open title=Signal::derive(title) safe=STAY>
            <p>{t(words::LEAVE_TEXT)}</p>
            <div class="dialog-acts">
                <Button id=STAY label=words::LEAVE_STAY press=move |()| unsaved.open.set(false)/>
                <Button
                    label=words::LEAVE_DO
                    weight=Weight::Danger
                    press=move |()| unsaved.leave()
                />
            </div>
        </Dialog>
    }
    .into_any()
}

/// Links inside the app: the router passes over a click that somebody has prevented.
fn stop_links(unsaved: Unsaved) {
    let navigate = use_navigate();
    hear("click", move |event| {
        let Some(to) = followed(event) else { return };
        if unsaved.names().is_empty() {
            return;
        }
        event.prevent_default();
        let navigate = navigate.clone();
        unsaved.pass(move || navigate(&to, NavigateOptions::default()));
    });
}

/// The address of the link that this click follows to another screen of the app.
fn followed(event: &Event) -> Option<String> {
    let click = event.dyn_ref::<MouseEvent>()?;
    let beside = click.ctrl_key() || click.meta_key() || click.shift_key() || click.alt_key();
    if event.default_prevented() || beside || click.button() != 0 {
        return None;
    }
    let node = event.target()?.dyn_into::<Node>().ok()?;
    let element = match node.dyn_into::<web_sys::Element>() {
        Ok(element) => element,
        Err(node) => node.parent_element()?,
    };
    let link = element.closest("a[href]").ok().flatten()?;
    let link = link.dyn_into::<HtmlAnchorElement>().ok()?;
    let here = dom::window().location();
    let inside = link.target().is_empty()
        && !link.rel().contains("external")
        && !link.has_attribute("download")
        && Some(link.origin()) == here.origin().ok()
        && Some(link.pathname()) != here.pathname().ok();
    inside.then(|| format!("{}{}{}", link.pathname(), link.search(), link.hash()))
}

/// Back and forward: the browser has moved already. It is put back, and the router hears nothing of it.
fn stop_back(unsaved: Unsaved) {
    let router = use_location();
    way_back::ask(Some(Rc::new(move || {
        let path = router.pathname.get_untracked();
        let moved = dom::window().location().pathname().ok().as_ref() != Some(&path);
        let Ok(history) = dom::window().history() else {
            return false;
        };
        if !moved || unsaved.names().is_empty() {
            return false;
        }
        let search = router.search.get_untracked();
        let mark = if search.is_empty() { "" } else { "?" };
        let address = format!("{path}{mark}{search}");
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&address));
        unsaved.pass(move || drop(history.back()));
        true
    })));
    on_cleanup(|| way_back::ask(None));
}

/// The tab: the browser asks in its own words.
fn stop_closing(unsaved: Unsaved) {
    hear("beforeunload", move |event| {
        if !unsaved.names().is_empty() {
            event.prevent_default();
        }
    });
}

/// Hears an event of the window before anybody else, as long as the frame stands.
fn hear(name: &'static str, act: impl Fn(&Event) + 'static) {
    let act: Box<dyn Fn(Event)> = Box::new(move |event| act(&event));
    let act = StoredValue::new_local(Closure::wrap(act));
    let listen = |to: &js_sys::Function| {
        let _ = dom::window().add_event_listener_with_callback_and_bool(name, to, true);
    };
    act.with_value(|act| listen(act.as_ref().unchecked_ref()));
    on_cleanup(move || {
        act.try_with_value(|act| {
            let to = act.as_ref().unchecked_ref();
            let _ = dom::window().remove_event_listener_with_callback_and_bool(name, to, true);
        });
    });
}
