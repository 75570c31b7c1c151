//! Signing in and out.

use crate::call::{Call, Visit};
use crate::db::{GONE, Refused, THROTTLED};
use crate::password::{self, Seat};
use crate::reply::{Done, Fail, Reply};
use crate::store::{session, throttle};
use crate::{device, guard, handle, random};
use domain::account::{Account, Role};
use domain::api::session::{GetSession, Session, SignIn, SignOut};
use domain::email::Email;
use domain::problem::{FieldError, Problem};
use domain::session::{BROWSER_COOKIE, COOKIE, DEVICE_COOKIE, idle, lifetime};
use domain::throttle::{SIGN_IN_ACCOUNT, SIGN_IN_CLIENT};

/// `GET /api/session`
pub async fn get(call: Call<GetSession>) -> Done<GetSession> {
    let account = guard::signed_in(&call.visit).await?;
    Ok(Reply::new(Session { account }))
}

/// `POST /api/session`, by password or by code.
pub async fn sign_in(call: Call<SignIn>) -> Done<SignIn> {
    let (visit, typed) = (&call.visit, &call.body);
    match (&typed.password, &typed.code) {
        (None, Some(code)) => handle::code::sign_in(visit, typed, code).await,
        (password, None) => {
            let password = password.as_deref().unwrap_or_default();
            by_password(visit, &typed.email, password, typed.remember).await
        }
        (Some(_), Some(_)) => Err(Fail::field("password", "required")),
    }
}

/// Rules 8, 9, 14: a seat, then the limits, then the same hash for every e-mail, then one answer for every refusal.
async fn by_password(visit: &Visit, email: &str, password: &str, remember: bool) -> Done<SignIn> {
    let email = typed(email, password)?;
    let seat = Seat::take(&visit.db)?;
    let mailbox = random::digest(&email.key());
    let bucket = device::bucket(visit, &mailbox);
    let limits = [
        (&SIGN_IN_ACCOUNT, bucket.as_str()),
        (&SIGN_IN_CLIENT, visit.client.as_str()),
    ];
    let tried = session::take_try(&visit.db, &email.key(), &limits, visit.now).await;
    let session::Try { found, told } = match tried {
        Err(Refused::Guard(THROTTLED)) => {
            note("sign_in", "throttled", &visit.trace);
            let seconds = throttle::wait(&visit.db, &limits, visit.now).await?;
            return Err(Fail::throttled(seconds));
        }
        other => other?,
    };
    let (phc, pepper_id) = match &found {
        Some(found) => (found.password_hash.as_deref(), found.pepper_id.as_deref()),
        None => (None, None),
    };
    let right = password::check(&seat, &visit.config, password, phc, pepper_id)?;
    let Some(found) = found.filter(|found| right && found.enabled()) else {
        note("sign_in", "refused", &visit.trace);
        return Err(Problem::new(401, "credentials").into());
    };
    let rehash = match phc_outdated(&found) {
        true => Some(password::hash(&seat, &visit.config, password)?),
        false => None,
    };
    drop(seat);
    let token = Token::new(visit, found.role, remember)?;
    let rehashed = rehash.as_deref().map(|hash| session::Rehashed {
        hash,
        pepper_id: &visit.config.pepper_id,
    });
    let opened = token.opened(&bucket);
    let rehashed = rehashed.as_ref();
    match session::open(&visit.db, &opened, &found, told, rehashed, visit.now).await {
        // Disabled, changed or hashed anew a moment ago: the form asks again, and gets the answer of now.
        Err(Refused::Guard(GONE)) => return Err(Fail::Later(Problem::new(503, "busy"), 1)),
        other => other?,
    }
    note("sign_in", "accepted", &visit.trace);
    let account = Account {
        must_change: found.must_change(),
        id: found.id,
        email: found.email,
        role: found.role,
        has_password: true,
    };
    token.reply(visit, &mailbox, account)
}

/// `DELETE /api/session`
pub async fn sign_out(call: Call<SignOut>) -> Done<SignOut> {
    let visit = &call.visit;
    if let Some(token) = visit.token(COOKIE) {
        session::close(&visit.db, &random::digest(&token), visit.now).await?;
    }
    // A shared computer keeps neither the session nor what was typed at its checkouts.
    Ok(Reply::new(())
        .cookie(COOKIE, "", 0)
        .cookie(BROWSER_COOKIE, "", 0))
}

/// The token of a session about to be opened.
pub struct Token {
    id: domain::id::SessionId,
    token: String,
    hash: String,
    idle: i64,
    lasts: i64,
    device: String,
    country: Option<String>,
    /// The session this browser had before.
    before: Option<String>,
}

impl Token {
    pub fn new(visit: &Visit, role: Role, remember: bool) -> Result<Token, Fail> {
        let token = random::token()?;
        Ok(Token {
            id: random::id(visit.now)?,
            hash: random::digest(&token),
            token,
            idle: idle(role, remember),
            lasts: lifetime(role, remember),
            device: visit.device.stored(),
            country: visit.country.clone(),
            before: visit.token(COOKIE).map(|token| random::digest(&token)),
        })
    }

    pub fn opened<'a>(&'a self, bucket: &'a str) -> session::Opened<'a> {
        session::Opened {
            id: &self.id,
            token_hash: &self.hash,
            idle: self.idle,
            lasts: self.lasts,
            device: &self.device,
            country: self.country.as_deref(),
            replaces: self.before.as_deref(),
            forgives: bucket,
        }
    }

    /// The answer that hands the token out, and makes the browser a known one.
    pub fn reply(self, visit: &Visit, mailbox: &str, account: Account) -> Done<SignIn> {
        let device = device::cookie(visit, mailbox)?;
        Ok(Reply::new(Session {
            account: Some(account),
        })
        .cookie(COOKIE, &self.token, self.lasts / 1000)
        .cookie(DEVICE_COOKIE, &device, device::KNOWN))
    }
}

/// Reads credentials: only what could never be right is told by field.
fn typed(email: &str, password: &str) -> Result<Email, Fail> {
    let mut errors = Vec::new();
    let email = Email::parse(email).map_err(|error| errors.push(error.within("email")));
    if password.is_empty() {
        errors.push(FieldError::new("password", "required"));
    }
    let count = u32::try_from(password.chars().count()).unwrap_or(u32::MAX);
    if count > domain::password::MAX {
        errors.push(FieldError {
            max: Some(domain::password::MAX),
            count: Some(count),
            ..FieldError::new("password", "too_long")
        });
    }
    match email {
        Ok(email) if errors.is_empty() => Ok(email),
        _ => Err(errors.into()),
    }
}

fn phc_outdated(found: &session::Found) -> bool {
    found
        .password_hash
        .as_deref()
        .is_some_and(domain::password::is_outdated)
}

/// One line a sign-in, without personal data (ASVS 16.3.1).
pub fn note(event: &str, outcome: &str, trace: &str) {
    worker::console_log!(
        "{{\"event\":\"{event}\",\"outcome\":\"{outcome}\",\"trace\":\"{trace}\"}}"
    );
}
