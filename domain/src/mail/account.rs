//! The mails about signing in.

use super::Change;
use super::desk::Desk;
use super::letter::Letter;
use crate::route;
use crate::time::Moment;

pub(super) fn code(desk: &Desk, code: &str) -> Letter {
    let mut letter = desk.letter(&desk.say("code.subject"), &desk.say("code.title"));
    letter.paragraph(&desk.say("code.use"));
    letter.code(code);
    letter.paragraph(&desk.say("code.lasts"));
    letter.paragraph(&desk.say("code.ignore"));
    letter
}

pub(super) fn reset(desk: &Desk, token: &str) -> Letter {
    let mut letter = desk.letter(&desk.say("reset.subject"), &desk.say("reset.title"));
    letter.paragraph(&desk.say("reset.use"));
    password_button(desk, &mut letter, token);
    letter.paragraph(&desk.say("reset.ignore"));
    letter
}

pub(super) fn invitation(desk: &Desk, token: &str, ordered: bool) -> Letter {
    let mut letter = desk.letter(
        &desk.say("invitation.subject"),
        &desk.say("invitation.title"),
    );
    letter.paragraph(&desk.say("invitation.use"));
    password_button(desk, &mut letter, token);
    letter.paragraph(&desk.say("invitation.offer"));
    letter.paragraph(&desk.say(match ordered {
        true => "invitation.free",
        false => "invitation.ignore",
    }));
    letter
}

pub(super) fn staff_invitation(desk: &Desk, token: &str) -> Letter {
    let mut letter = desk.letter(
        &desk.say("staff_invitation.subject"),
        &desk.say("staff_invitation.title"),
    );
    letter.paragraph(&desk.say("staff_invitation.use"));
    password_button(desk, &mut letter, token);
    letter.paragraph(&desk.say("staff_invitation.lasts"));
    letter.paragraph(&desk.say("staff_invitation.ignore"));
    letter
}

pub(super) fn credentials_changed(desk: &Desk, change: Change, at: Moment) -> Letter {
    let what = desk.say(match change {
        Change::PasswordSet => "changed.password_set",
        Change::PasswordChanged => "changed.password_changed",
        Change::PasswordGiven => "changed.password_given",
        Change::AccountOpened => "changed.account_opened",
    });
    let mut letter = desk.letter(&desk.fill("changed.subject", &[("what", &what)]), &what);
    letter.facts([desk.fact("changed.at", at.exact(desk.locale))]);
    if change == Change::PasswordGiven {
        letter.paragraph(&desk.say("changed.given"));
        letter.paragraph(&desk.say("changed.own"));
    } else {
        letter.paragraph(&desk.say("changed.you"));
        letter.heading(&desk.say("changed.not_you"));
        letter.paragraph(&desk.say("changed.act"));
    }
    letter.button(
        &desk.say("changed.button"),
        &desk.link(route::FORGOT_PASSWORD),
    );
    if let Some(email) = desk
        .contact_email()
        .filter(|_| change != Change::PasswordGiven)
    {
        letter.paragraph(&desk.fill("changed.write", &[("email", email)]));
    }
    letter
}

/// The footer says where to write to, should this be wrong.
pub(super) fn email_corrected(desk: &Desk, current: bool, at: Moment) -> Letter {
    let mut letter = desk.letter(&desk.say("corrected.subject"), &desk.say("corrected.title"));
    letter.facts([desk.fact("changed.at", at.exact(desk.locale))]);
    if current {
        letter.paragraph(&desk.say("corrected.current"));
        letter.paragraph(&desk.say("corrected.sign_in"));
        letter.paragraph(&desk.say("corrected.stranger"));
    } else {
        letter.paragraph(&desk.say("corrected.former"));
        letter.paragraph(&desk.say("corrected.wrong"));
    }
    letter
}

fn password_button(desk: &Desk, letter: &mut Letter, token: &str) {
    let link = desk.link(&format!("{}#{token}", route::SET_PASSWORD));
    letter.button(&desk.say("password.button"), &link);
}
