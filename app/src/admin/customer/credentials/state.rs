//! The states of the card: what the account comes to, as one sentence.

use crate::admin::customer::words;
use crate::text::{self, Key, t};
use domain::credentials::Credentials;

/// What the account comes to now.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// No account.
    None,
    /// An offer waits to be taken up.
    Invited,
    /// An offer ran out, and there is no other way in.
    Lapsed,
    /// Somebody can sign in.
    On,
    /// "Activé" is off.
    Paused,
    /// "Peut se connecter" is off.
    Off,
}

impl State {
    pub fn of(credentials: Option<&Credentials>, now: i64) -> State {
        let Some(account) = credentials else {
            return State::None;
        };
        let offered = account.invited_until.is_some_and(|until| until > now);
        match () {
            () if !account.can_sign_in => State::Off,
            () if !account.enabled => State::Paused,
            () if has_way(account) => State::On,
            () if offered => State::Invited,
            () => State::Lapsed,
        }
    }
}

/// Whether a password or a proved mailbox would let somebody in.
pub fn has_way(account: &Credentials) -> bool {
    account.has_password || account.verified
}

/// What it comes to, in the words of the card's first line.
pub fn sentence(credentials: Option<&Credentials>, now: i64) -> String {
    let state = State::of(credentials, now);
    let Some(account) = credentials else {
        return t(words::K_NONE)().to_owned();
    };
    let date = |at: Option<i64>| at.map(text::date_time).unwrap_or_default();
    match state {
        State::None => t(words::K_NONE)().to_owned(),
        State::Lapsed => t(words::K_LAPSED)().to_owned(),
        State::Invited => text::fill(
            words::K_INVITED,
            &[
                (
                    "date",
                    &account.invited_at.map(text::date).unwrap_or_default(),
                ),
                (
                    "until",
                    &account.invited_until.map(text::date).unwrap_or_default(),
                ),
            ],
        ),
        State::On if account.must_change => t(words::K_MUST_CHANGE)().to_owned(),
        State::On => match account.signed_in_at {
            None => t(words::K_ON_NEVER)().to_owned(),
            at => text::plural(account.sessions, words::K_ON_ONE, words::K_ON_OTHER)
                .replace("{date}", &date(at)),
        },
        State::Paused => switched(
            account,
            [words::K_PAUSED_BY, words::K_PAUSED_AT, words::K_PAUSED],
        ),
        State::Off => switched(account, [words::K_OFF_BY, words::K_OFF_AT, words::K_OFF]),
    }
}

/// Who moved the switch and when, as far as that is known.
fn switched(account: &Credentials, [by, at, bare]: [Key; 3]) -> String {
    let date = account.switched_at.map(text::date_time);
    match (date, &account.switched_by) {
        (Some(date), Some(who)) => text::fill(by, &[("who", who), ("date", &date)]),
        (Some(date), None) => text::fill(at, &[("date", &date)]),
        _ => t(bare)().to_owned(),
    }
}

/// What the sentence leaves open: whether the password waits.
pub fn kept(account: &Credentials, state: State) -> Option<Key> {
    match state {
        State::Paused if account.has_password => Some(words::K_PASSWORD_KEPT),
        State::Off if account.has_password => Some(words::K_SAME_PASSWORD),
        _ => None,
    }
}
