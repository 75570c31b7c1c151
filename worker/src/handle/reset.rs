//! One-time links that set a password: asking for one, and taking up an invitation or a reset.

use crate::call::Call;
use crate::db::{GONE, Refused};
use crate::handle::code::accepted;
use crate::handle::pending;
use crate::handle::session::note;
use crate::password::{self, Seat};
use crate::random;
use crate::reply::{Done, Fail, Reply};
use crate::store::{code, session, settings, throttle};
use domain::api::session::{RequestReset, SetPassword};
use domain::email::Email;
use domain::session::{BROWSER_COOKIE, is_token};
use domain::throttle::TOKEN_CLIENT;

/// `POST /api/password-resets`
pub async fn request(call: Call<RequestReset>) -> Done<RequestReset> {
    let visit = &call.visit;
    let email = Email::parse(&call.body.email).map_err(|error| error.within("email"))?;
    let asked = code::Asked {
        client: &visit.client,
        mailbox: &random::digest(&email.key()),
        email_key: &email.key(),
        mail: &random::id(visit.now)?,
    };
    let stored = code::ask_reset(&visit.db, &asked, visit.now).await;
    accepted(visit, stored).await?;
    Ok(Reply::new(()))
}

/// `PUT /api/password-resets`
pub async fn set_password(call: Call<SetPassword>) -> Done<SetPassword> {
    let visit = &call.visit;
    let seat = Seat::take(&visit.db)?;
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
    let linked = session::find_link(&visit.db, &token_hash, visit.now)
        .await?
        .ok_or_else(refused)?;
    let shop = settings::shop(&visit.db).await?;
    domain::password::check(&call.body.password, &linked.email, &shop.name)?;
    let hash = password::hash(&seat, &visit.config, &call.body.password)?;
    drop(seat);
    let browser_hash = visit
        .token(BROWSER_COOKIE)
        .map(|token| random::digest(&token));
    let set = session::SetPassword {
        token_hash: &token_hash,
        linked: &linked,
        hash: &hash,
        pepper_id: &visit.config.pepper_id,
        browser_hash: browser_hash.as_deref(),
        mail: &random::id(visit.now)?,
    };
    match session::set_password(&visit.db, &set, visit.now).await {
        Err(Refused::Guard(GONE)) => return Err(refused()),
        other => other?,
    }
    visit.nudge();
    note("set_password", "accepted", &visit.trace);
    if let (Some(customer), Some(browser_hash)) = (&linked.customer_id, &browser_hash) {
        pending::take_over(visit, customer, browser_hash).await;
    }
    Ok(Reply::new(()))
}
