//! The six digits by mail: asking for them, and signing in with them.

use crate::call::{Call, Visit};
use crate::db::{GONE, Refused, THROTTLED};
use crate::handle::pending;
use crate::handle::session::{Token, note};
use crate::reply::{Done, Fail, Reply};
use crate::store::{code, throttle};
use crate::{device, random};
use domain::account::Role;
use domain::api::session::{Credentials, RequestCode, SignIn};
use domain::email::Email;
use domain::problem::Problem;
use domain::session::{BROWSER_COOKIE, DAY};
use domain::throttle::{PROOF_CLIENT, SIGN_IN_ACCOUNT, SIGN_IN_CLIENT};

/// `POST /api/session/codes`
///
/// Whatever the mailbox, the same statements run and the same answer is given; the database decides whether a mail
/// goes out.
pub async fn request(call: Call<RequestCode>) -> Done<RequestCode> {
    let visit = &call.visit;
    let email = Email::parse(&call.body.email).map_err(|error| error.within("email"))?;
    let browser = match visit.token(BROWSER_COOKIE) {
        Some(token) => token,
        None => random::token()?,
    };
    let asked = code::Asked {
        client: &visit.client,
        mailbox: &random::digest(&email.key()),
        email_key: &email.key(),
        mail: &random::id(visit.now)?,
    };
    let (id, hash) = (random::id(visit.now)?, random::digest(&browser));
    let stored = code::ask(&visit.db, &asked, &id, &hash, visit.now).await;
    accepted(visit, stored).await?;
    let reply = Reply::new(());
    Ok(match visit.token(BROWSER_COOKIE) {
        Some(_) => reply,
        // A checkout opened later makes it last.
        None => reply.cookie(BROWSER_COOKIE, &browser, DAY / 1000),
    })
}

/// What became of asking for a mail: 429 tells of the client alone.
pub async fn accepted(visit: &Visit, stored: Result<(), Refused>) -> Result<(), Fail> {
    match stored {
        Err(Refused::Guard(THROTTLED)) => {
            let limits = [(&PROOF_CLIENT, visit.client.as_str())];
            let seconds = throttle::wait(&visit.db, &limits, visit.now).await?;
            Err(Fail::throttled(seconds))
        }
        other => {
            visit.nudge();
            Ok(other?)
        }
    }
}

/// `POST /api/session` with a code: one answer for every refusal, and no more is consumed than a try.
pub async fn sign_in(visit: &Visit, typed: &Credentials, code: &str) -> Done<SignIn> {
    let email = Email::parse(&typed.email).map_err(|error| error.within("email"))?;
    let key = email.key();
    let refused = || {
        note("sign_in", "refused", &visit.trace);
        Fail::from(Problem::new(401, "code"))
    };
    let mailbox = random::digest(&key);
    let bucket = device::bucket(visit, &mailbox);
    let browser = visit.token(BROWSER_COOKIE).unwrap_or_default();
    let browser_hash = random::digest(&browser);
    let client = visit.client.as_str();
    let taken = code::take_try(&visit.db, &key, &browser_hash, &bucket, client, visit.now).await;
    let tried = match taken {
        Err(Refused::Guard(THROTTLED)) => {
            note("sign_in", "throttled", &visit.trace);
            let limits = [
                (&SIGN_IN_ACCOUNT, bucket.as_str()),
                (&SIGN_IN_CLIENT, client),
            ];
            let seconds = throttle::wait(&visit.db, &limits, visit.now).await?;
            return Err(Fail::throttled(seconds));
        }
        other => other?,
    };
    let tried = tried
        .filter(|tried| is_right(visit, tried, code))
        .ok_or_else(refused)?;
    let used = code::Used {
        code: &tried.id,
        email_key: &key,
        browser_hash: &browser_hash,
        account: &random::id(visit.now)?,
        mail: &random::id(visit.now)?,
    };
    let token = Token::new(visit, Role::Customer, typed.remember)?;
    let opened = token.opened(&bucket);
    let signed_in = match code::sign_in(&visit.db, &used, &opened, visit.now).await {
        Err(Refused::Guard(GONE)) => return Err(refused()),
        other => other?,
    };
    visit.nudge();
    note("sign_in", "accepted", &visit.trace);
    pending::take_over(visit, &signed_in.customer, &browser_hash).await;
    token.reply(visit, &mailbox, signed_in.account)
}

fn is_right(visit: &Visit, tried: &code::Tried, typed: &str) -> bool {
    let Some(mac) = &tried.code_mac else {
        return false;
    };
    domain::code::parse(typed)
        .is_some_and(|code| random::is_code(&visit.config, tried.id.as_str(), &code, mac))
}
