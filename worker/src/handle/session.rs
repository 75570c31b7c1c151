//! Signing in and out, and taking up the one-time link that sets a password.

use crate::call::{Call, Visit};
use crate::password::{self, Seat};
use crate::reply::{Done, Fail, Reply};
use crate::store::{session, settings, throttle};
use crate::{guard, random};
use domain::account::Account;
use domain::api::session::{GetSession, Session, SetPassword, SignIn, SignOut};
use domain::email::Email;
use domain::problem::{FieldError, Problem};
use domain::session::{BROWSER_COOKIE, COOKIE, DEVICE_COOKIE, idle, is_token, lifetime};
use domain::throttle::{SIGN_IN_ACCOUNT, SIGN_IN_CLIENT, TOKEN_CLIENT};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// `GET /api/session`
pub async fn get(call: Call<GetSession>) -> Done<GetSession> {
    let account = guard::signed_in(&call.visit).await?;
    Ok(Reply::new(Session { account }))
}

/// `POST /api/session`
///
/// Rules 8, 9, 14: a seat, then the limits, then the same hash for every e-mail, then one answer for every refusal.
pub async fn sign_in(call: Call<SignIn>) -> Done<SignIn> {
    let visit = &call.visit;
    let password = call.body.password.as_deref().unwrap_or_default();
    let email = typed(&call.body.email, password)?;
    let seat = Seat::take()?;
    let mailbox = random::digest(&email.key());
    let bucket = bucket(visit, &mailbox);
    let limits = [
        (&SIGN_IN_ACCOUNT, bucket.as_str()),
        (&SIGN_IN_CLIENT, visit.client.as_str()),
    ];
    if let Err(seconds) = throttle::charge_all(&visit.db, &limits, visit.now).await? {
        note("sign_in", "throttled", &visit.trace);
        return Err(Fail::throttled(seconds));
    }
    let found = session::find_account(&visit.db, &email.key()).await?;
    let (phc, pepper_id) = match &found {
        Some(found) => (found.password_hash.as_deref(), found.pepper_id.as_deref()),
        None => (None, None),
    };
    let right = password::check(&seat, &visit.config, password, phc, pepper_id)?;
    let Some(found) = found.filter(|found| right && found.enabled()) else {
        note("sign_in", "refused", &visit.trace);
        return Err(Problem::new(401, "credentials").into());
    };
    let rehashed = match phc_outdated(&found) {
        true => Some(password::hash(&seat, &visit.config, password)?),
        false => None,
    };
    drop(seat);
    let ends = lifetime(found.role, call.body.remember);
    let token = random::token()?;
    let before = visit.token(COOKIE).map(|token| random::digest(&token));
    let opened = session::Opened {
        id: &random::id(visit.now)?,
        token_hash: &random::digest(&token),
        account: &found.id,
        idle_at: visit.now + idle(found.role, call.body.remember),
        ends_at: visit.now + ends,
        replaces: before.as_deref(),
        rehashed: rehashed.as_deref(),
        pepper_id: &visit.config.pepper_id,
        forgives: &bucket,
    };
    session::open(&visit.db, &opened, visit.now).await?;
    note("sign_in", "accepted", &visit.trace);
    let account = Account {
        id: found.id,
        email: found.email,
        role: found.role,
        has_password: true,
        must_change: false,
    };
    let device = device(visit, &mailbox)?;
    Ok(Reply::new(Session {
        account: Some(account),
    })
    .cookie(COOKIE, &token, ends / 1000)
    .cookie(DEVICE_COOKIE, &device, 180 * 86_400))
}

/// `DELETE /api/session`
pub async fn sign_out(call: Call<SignOut>) -> Done<SignOut> {
    let visit = &call.visit;
    if let Some(token) = visit.token(COOKIE) {
        session::close(&visit.db, &random::digest(&token)).await?;
    }
    // A shared computer keeps neither the session nor what was typed at its checkouts.
    Ok(Reply::new(())
        .cookie(COOKIE, "", 0)
        .cookie(BROWSER_COOKIE, "", 0))
}

/// `PUT /api/password-resets`
pub async fn set_password(call: Call<SetPassword>) -> Done<SetPassword> {
    let visit = &call.visit;
    let seat = Seat::take()?;
    let limits = [(&TOKEN_CLIENT, visit.client.as_str())];
    if let Err(seconds) = throttle::charge_all(&visit.db, &limits, visit.now).await? {
        return Err(Fail::throttled(seconds));
    }
    // Empty, foreign, used and expired links get one answer, and nothing is consumed.
    let refused = || Fail::field("token", "token");
    if !is_token(&call.body.token) {
        return Err(refused());
    }
    let token_hash = random::digest(&call.body.token);
    let invited = session::find_invitation(&visit.db, &token_hash, visit.now)
        .await?
        .ok_or_else(refused)?;
    let shop = settings::shop(&visit.db).await?;
    domain::password::check(&call.body.password, &invited.email, &shop.name)?;
    let hash = password::hash(&seat, &visit.config, &call.body.password)?;
    let taken = session::set_password(
        &visit.db,
        &token_hash,
        &invited.id,
        &hash,
        &visit.config.pepper_id,
        visit.now,
    )
    .await?;
    if !taken {
        return Err(refused());
    }
    note("set_password", "accepted", &visit.trace);
    Ok(Reply::new(()))
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

/// The bucket that failures of this account are counted in: a browser that signed in to it before has its own,
/// so that strangers cannot lock the owner of the account out.
fn bucket(visit: &Visit, mailbox: &str) -> String {
    let known = visit
        .cookie(DEVICE_COOKIE)
        .and_then(|cookie| cookie.split_once('.'))
        .filter(|(device, seal)| is_token(device) && sealed(visit, mailbox, device, seal));
    match known {
        Some((device, _)) => format!("{mailbox}:{}", random::digest(device)),
        None => mailbox.to_owned(),
    }
}

/// The cookie of a browser that has signed in: a random name, sealed for this mailbox.
fn device(visit: &Visit, mailbox: &str) -> Result<String, Fail> {
    let device = random::token()?;
    let seal = mac(visit, mailbox, &device)
        .map(|mac| random::hex(&mac.finalize().into_bytes()))
        .ok_or_else(|| Fail::Cause("the device key is unusable".to_owned()))?;
    Ok(format!("{device}.{seal}"))
}

fn sealed(visit: &Visit, mailbox: &str, device: &str, seal: &str) -> bool {
    let bytes: Option<Vec<u8>> = (0..seal.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(seal.get(at..at + 2)?, 16).ok())
        .collect();
    match (mac(visit, mailbox, device), bytes) {
        (Some(mac), Some(bytes)) => mac.verify_slice(&bytes).is_ok(),
        _ => false,
    }
}

fn mac(visit: &Visit, mailbox: &str, device: &str) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(visit.config.device_key.as_bytes()).ok()?;
    mac.update(mailbox.as_bytes());
    mac.update(b":");
    mac.update(device.as_bytes());
    Some(mac)
}

fn phc_outdated(found: &session::Found) -> bool {
    found
        .password_hash
        .as_deref()
        .is_some_and(domain::password::is_outdated)
}

/// One line a sign-in, without personal data (ASVS 16.3.1).
fn note(event: &str, outcome: &str, trace: &str) {
    worker::console_log!(
        "{{\"event\":\"{event}\",\"outcome\":\"{outcome}\",\"trace\":\"{trace}\"}}"
    );
}
