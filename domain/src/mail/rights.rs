//! The mails about another e-mail for an account, and the last one: that somebody's data is erased.

use super::desk::Desk;
use super::letter::Letter;
use crate::route;
use crate::time::Moment;

/// To the new address: the link that confirms it. Whoever typed it is not named, for the mailbox is not proved.
pub(super) fn email_change(desk: &Desk, token: &str) -> Letter {
    let mut letter = desk.letter(&desk.say("moving.subject"), &desk.say("moving.title"));
    letter.paragraph(&desk.say("moving.use"));
    let link = desk.link(&format!("{}#{token}", route::CONFIRM_EMAIL));
    letter.button(&desk.say("moving.button"), &link);
    letter.paragraph(&desk.say("moving.lasts"));
    letter.paragraph(&desk.say("moving.ignore"));
    letter
}

/// To the address that is still valid: somebody asked.
pub(super) fn email_change_asked(desk: &Desk, at: Moment) -> Letter {
    let mut letter = desk.letter(&desk.say("asked.subject"), &desk.say("asked.title"));
    letter.facts([desk.fact("changed.at", at.exact(desk.locale))]);
    letter.paragraph(&desk.say("asked.until"));
    letter.paragraph(&desk.say("changed.you"));
    letter.heading(&desk.say("changed.not_you"));
    letter.paragraph(&desk.say("asked.act"));
    letter.button(
        &desk.say("changed.button"),
        &desk.link(route::FORGOT_PASSWORD),
    );
    letter
}

/// To the address that was valid until then. The footer says where to write to.
pub(super) fn email_changed(desk: &Desk, at: Moment) -> Letter {
    let mut letter = desk.letter(&desk.say("moved.subject"), &desk.say("moved.title"));
    letter.facts([desk.fact("changed.at", at.exact(desk.locale))]);
    letter.paragraph(&desk.say("moved.former"));
    letter.paragraph(&desk.say("changed.you"));
    if let Some(email) = desk.contact_email() {
        letter.heading(&desk.say("changed.not_you"));
        letter.paragraph(&desk.fill("moved.act", &[("email", email)]));
    }
    letter
}

/// To whoever has the address already: nobody but them is told.
pub(super) fn email_taken(desk: &Desk) -> Letter {
    let mut letter = desk.letter(&desk.say("taken.subject"), &desk.say("taken.title"));
    letter.paragraph(&desk.say("taken.unchanged"));
    letter.paragraph(&desk.say("taken.you"));
    letter.button(&desk.say("taken.button"), &desk.link(route::SIGN_IN));
    if let Some(email) = desk.contact_email() {
        letter.paragraph(&desk.fill("taken.write", &[("email", email)]));
    }
    letter.paragraph(&desk.say("taken.ignore"));
    letter
}

/// The last mail. `invoices` stay until the end of a year where there are any.
pub(super) fn erased(desk: &Desk, kept: Option<(u32, u32)>, at: Moment) -> Letter {
    let mut letter = desk.letter(&desk.say("erased.subject"), &desk.say("erased.title"));
    letter.facts([desk.fact("changed.at", at.exact(desk.locale))]);
    letter.paragraph(&desk.say("erased.gone"));
    if let Some((invoices, year)) = kept {
        let values = [
            ("invoices", invoices.to_string()),
            ("year", year.to_string()),
        ];
        let values = values.each_ref().map(|(key, value)| (*key, value.as_str()));
        letter.paragraph(&desk.fill("erased.kept", &values));
    }
    letter.paragraph(&desk.say("erased.last"));
    letter
}
