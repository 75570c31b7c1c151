//! What is wrong with what is typed, said at its field, in the summary and in the title. Three moments: leaving a field checks it if
//! it was edited and is not empty; a field with an error is checked at each input; submitting checks all. The rules are `domain`'s.

use crate::checkout::address;
use crate::checkout::fields::{self, value};
use crate::dom;
use crate::text::{self, checkout, common, sentence, word};
use domain::problem::FieldError;
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use web_sys::{Element, Node};

#[derive(Default)]
struct State {
    /// The faults shown.
    shown: Vec<FieldError>,
    /// The fields somebody typed in.
    edited: Vec<String>,
    /// The last submission found faults; the summary and the title's prefix follow it.
    submitted: bool,
    shop: String,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::new(State::default());
}

/// Somebody typed in a field. One with an error is checked again at once.
pub fn typed(path: &str) {
    STATE.with_borrow_mut(|state| {
        if !state.edited.iter().any(|edited| edited == path) {
            state.edited.push(path.to_owned());
        }
    });
    address::line2_typed(path);
    recheck_shown(path);
}

/// A field was left.
pub fn left(path: &str) {
    let edited = STATE.with_borrow(|state| state.edited.iter().any(|edited| edited == path));
    if edited && !value(path).is_empty() {
        let path = path.to_owned();
        dom::when_released(move || {
            if !value(&path).is_empty() {
                recheck(&path);
                redraw();
            }
        });
    }
}

/// Checks a field again if an error stands there.
pub fn recheck_shown(path: &str) {
    let shown = STATE.with_borrow(|state| state.shown.iter().any(|fault| fault.field == path));
    if shown {
        recheck(path);
        redraw();
    }
}

/// Checks all fields again that show an error: another part of the form was opened or closed.
pub fn recheck_all() {
    let paths = STATE.with_borrow(|state| {
        let paths = state.shown.iter().map(|fault| fault.field.to_string());
        paths.collect::<Vec<_>>()
    });
    for path in &paths {
        recheck(path);
    }
    redraw();
}

/// Checks everything. With faults: shows them all, moves focus to the first wrong field, and says no.
pub fn submit() -> bool {
    refuse(check())
}

/// Shows the faults that the rules or the Worker found. True when there are none.
pub fn refuse(faults: Vec<FieldError>) -> bool {
    let clean = faults.is_empty();
    let n = u32::try_from(faults.len()).unwrap_or(u32::MAX);
    show(faults, !clean);
    if !clean {
        announce(&text::plural(
            n,
            common::TO_CORRECT_ONE,
            common::TO_CORRECT_OTHER,
        ));
        dom::focus_first_wrong();
    }
    clean
}

/// The paths with an error now and whether a submission found them, for the draft.
pub fn kept() -> (Vec<String>, bool) {
    STATE.with_borrow(|state| {
        let paths = state.shown.iter().map(|fault| fault.field.to_string());
        (paths.collect(), state.submitted)
    })
}

/// After a reload: what was wrong is said again, if it still is.
pub fn recall() {
    let (paths, submitted) = crate::checkout::draft::kept_faults();
    let faults: Vec<FieldError> = check()
        .into_iter()
        .filter(|fault| paths.iter().any(|path| *path == fault.field))
        .collect();
    let submitted = submitted && !faults.is_empty();
    show(faults, submitted);
}

/// The shop's name, for the title.
pub fn name_shop(name: &str) {
    STATE.with_borrow_mut(|state| state.shop = name.to_owned());
    title();
}

/// Says a sentence to screen readers without moving focus.
pub fn announce(sentence: &str) {
    if let Some(live) = dom::find("live") {
        live.set_text_content(Some(sentence));
    }
}

fn check() -> Vec<FieldError> {
    let mut faults = fields::typed().prove().err().unwrap_or_default();
    if address::unserved() {
        faults.push(FieldError::new("address.country", "unknown"));
    }
    faults
}

fn recheck(path: &str) {
    let fault = check().into_iter().find(|fault| fault.field == path);
    STATE.with_borrow_mut(|state| {
        state.shown.retain(|shown| shown.field != path);
        state.shown.extend(fault.clone());
    });
    draw(path, fault.as_ref());
}

fn show(faults: Vec<FieldError>, submitted: bool) {
    let old = STATE.with_borrow_mut(|state| {
        state.submitted = submitted;
        std::mem::replace(&mut state.shown, faults.clone())
    });
    for gone in &old {
        draw(&gone.field, None);
    }
    for fault in &faults {
        draw(&fault.field, Some(fault));
    }
    redraw();
}

/// Draws the error of one field, under its hint, or takes it away.
fn draw(path: &str, fault: Option<&FieldError>) {
    let id = format!("{path}-err");
    if let Some(old) = dom::find(&id) {
        old.remove();
    }
    let Some(input) = dom::find(path) else { return };
    let hint = format!("{path}-hint");
    let hinted = dom::find(&hint).is_some();
    let described = match (fault.is_some(), hinted) {
        (true, true) => Some(format!("{id} {hint}")),
        (true, false) => Some(id.clone()),
        (false, true) => Some(hint),
        (false, false) => None,
    };
    dom::attribute(&input, "aria-describedby", described.as_deref());
    dom::attribute(&input, "aria-invalid", fault.map(|_| "true"));
    let Some(fault) = fault else { return };
    let error = dom::element("p", "field-error", "");
    error.set_id(&id);
    error.set_inner_html(ICON);
    let words = dom::element("span", "", "");
    let _ = words.append_child(&dom::element("span", "unseen", word(common::ERROR_PREFIX)));
    let _ = words.append_child(&dom::document().create_text_node(&sentence(fault)));
    let _ = error.append_child(&words);
    let control = input.closest(".select-box").ok().flatten().unwrap_or(input);
    if let Some(field) = control.parent_node() {
        let _ = field.insert_before(&error, Some(&control));
    }
}

/// The alert triangle of `ui::icon`, as text.
const ICON: &str = r#"<svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d="M10 2.5 18 17H2L10 2.5Zm0 5.5v4m0 2.4v.1"></path></svg>"#;

/// The summary above the form, from two faults on, and the title.
fn redraw() {
    title();
    let Some(summary) = dom::find("error-summary") else {
        return;
    };
    let faults = STATE.with_borrow(|state| {
        let faults = if state.submitted {
            state.shown.clone()
        } else {
            Vec::new()
        };
        in_page_order(faults)
    });
    let n = u32::try_from(faults.len()).unwrap_or(u32::MAX);
    dom::show(&summary, n >= 2);
    summary.set_inner_html("");
    let heading = text::plural(
        n,
        common::SUMMARY_HEADING_ONE,
        common::SUMMARY_HEADING_OTHER,
    );
    let heading = dom::element("h2", "error-summary-title", &heading);
    heading.set_id("error-summary-title");
    let list = dom::element("ul", "error-summary-list", "");
    for fault in faults {
        let link = dom::element("a", "", &sentence(&fault));
        dom::attribute(&link, "href", Some(&format!("#{}", fault.field)));
        dom::on(&link, "click", move |event| {
            event.prevent_default();
            dom::focus(&fault.field);
        });
        let item = dom::element("li", "", "");
        let _ = item.append_child(&link);
        let _ = list.append_child(&item);
    }
    let _ = summary.append_child(&heading);
    let _ = summary.append_child(&list);
}

/// The faults as their fields stand on the page, which the country decides; those of no field last.
fn in_page_order(faults: Vec<FieldError>) -> Vec<FieldError> {
    let mut placed: Vec<(Option<Element>, FieldError)> = faults
        .into_iter()
        .map(|fault| (dom::find(&fault.field), fault))
        .collect();
    placed.sort_by(|(a, _), (b, _)| match (a, b) {
        (Some(a), Some(b)) => {
            let (a, b): (&Node, &Node) = (a.unchecked_ref(), b.unchecked_ref());
            let follows = a.compare_document_position(b) & Node::DOCUMENT_POSITION_FOLLOWING != 0;
            if follows {
                std::cmp::Ordering::Less
            } else {
                std::cmp::Ordering::Greater
            }
        }
        (a, b) => b.is_some().cmp(&a.is_some()),
    });
    placed.into_iter().map(|(_, fault)| fault).collect()
}

fn title() {
    let (wrong, shop) = STATE.with_borrow(|state| {
        (
            state.submitted && !state.shown.is_empty(),
            state.shop.clone(),
        )
    });
    let prefix = if wrong {
        word(common::ERROR_PREFIX)
    } else {
        ""
    };
    dom::document().set_title(&format!("{prefix}{} · {shop}", word(checkout::TITLE)));
}
