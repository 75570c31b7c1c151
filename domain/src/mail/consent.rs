//! The mail that asks whether news and offers are wanted: nothing else is sent before the button in it was used.

use super::desk::Desk;
use super::letter::Letter;
use crate::route;

/// To a mailbox that somebody typed at the checkout and ticked the box for, or that staff ask. Nobody is named, for the mailbox
/// is not proved; `words` are ours.
pub(super) fn confirmation(desk: &Desk, token: &str, words: &str) -> Letter {
    let mut letter = desk.letter(&desk.say("consent.subject"), &desk.say("consent.title"));
    letter.paragraph(&desk.say("consent.asked"));
    letter.document(words);
    let link = desk.link(&format!("{}#{token}", route::CONSENT));
    letter.button(&desk.say("consent.button"), &link);
    letter.paragraph(&desk.say("consent.lasts"));
    letter.paragraph(&desk.say("consent.ignore"));
    letter
}
