//! The note about a slip in a common provider's name: a question with a button, never a block.

use crate::checkout::{draft, faults, fields};
use crate::dom;
use crate::text::{self, checkout, word};
use domain::email;

/// The e-mail was left: ask, if it looks like a slip.
pub fn left(path: &str) {
    if path == "email" {
        draw(email::suggestion(&fields::value(path)));
    }
}

/// It was corrected by hand: the note goes.
pub fn typed(path: &str) {
    if path == "email" && email::suggestion(&fields::value(path)).is_none() {
        draw(None);
    }
}

fn draw(meant: Option<String>) {
    let Some(note) = dom::find("email-note") else {
        return;
    };
    note.set_inner_html("");
    let Some(meant) = meant else { return };
    let (before, after) = text::around(checkout::EMAIL_SLIP, "email");
    let question = dom::element("p", "", before);
    let _ = question.append_child(&dom::element("strong", "", &meant));
    let _ = question.append_child(&dom::document().create_text_node(after));
    let button = dom::element("button", "button-quiet", word(checkout::EMAIL_SLIP_USE));
    dom::attribute(&button, "type", Some("button"));
    dom::on(&button, "click", move |_| {
        fields::set("email", &meant);
        faults::typed("email");
        draft::keep();
        draw(None);
        dom::focus("email");
    });
    let _ = note.append_child(&question);
    let _ = note.append_child(&button);
}
