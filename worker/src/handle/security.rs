//! How customers sign in: another e-mail, confirmed from its mailbox; and where they are signed in.

use crate::call::Call;
use crate::db::{GONE, Refused, STALE, TAKEN, THROTTLED};
use crate::handle::account::{bucket, own, prove};
use crate::handle::session::note;
use crate::password::Seat;
use crate::reply::{Done, Fail, Reply};
use crate::store::{email_change, own_session, session, throttle};
use crate::{device, random};
use domain::api::security::{
    AskEmail, ConfirmEmail, EndOtherSessions, EndSession, GetEmail, ListSessions, OpenSessions,
    WithdrawEmail,
};
use domain::api::session::Session;
use domain::customer::Keys;
use domain::email::Email;
use domain::email_change::EmailState;
use domain::id::AccountId;
use domain::problem::{FieldError, Problem};
use domain::session::{COOKIE, DEVICE_COOKIE, is_token};
use domain::throttle::{EMAIL_CHANGE, TOKEN_CLIENT};

/// `GET /api/account/email`
pub async fn email(call: Call<GetEmail>) -> Done<GetEmail> {
    let (session, _) = call.own()?;
    let account = &session.account;
    let waiting = email_change::waiting(&call.visit.db, &account.id, call.visit.now).await?;
    Ok(Reply::new(EmailState {
        email: account.email.clone(),
        waiting,
    }))
}

/// `PUT /api/account/email`
///
/// Whatever the mailbox, the same statements run and the same answer is given: whether it is somebody's is told to its
/// reader alone.
pub async fn ask_email(call: Call<AskEmail>) -> Done<AskEmail> {
    let (visit, (session, customer)) = (&call.visit, call.own()?);
    let seat = Seat::take(&visit.db)?;
    let found = session::find_own(&visit.db, &session.account.id)
        .await?
        .ok_or_else(|| Problem::new(401, "session"))?;
    let email = new_email(&call.body.email, &call.body.password, &found)?;
    prove(
        visit,
        &seat,
        session,
        &found,
        &call.body.password,
        "password",
    )
    .await?;
    drop(seat);
    // Without this, whoever was let in by a password that staff typed could take the record of the mailbox along.
    if !session.verified {
        return Err(Problem::new(403, "proof").into());
    }
    let asked = email_change::Asked {
        id: &random::id(visit.now)?,
        account: &session.account.id,
        customer,
        email: &email,
        mailbox: &random::digest(&email.key()),
        forgives: &bucket(visit, &found),
    };
    match email_change::ask(&visit.db, &asked, visit.now).await {
        Err(Refused::Guard(THROTTLED)) => {
            let limits = [(&EMAIL_CHANGE, session.account.id.as_str())];
            let seconds = throttle::wait(&visit.db, &limits, visit.now).await?;
            return Err(Fail::throttled(seconds));
        }
        Err(Refused::Guard(GONE)) => return Err(Problem::new(401, "session").into()),
        other => other?,
    }
    visit.nudge();
    note("ask_email", "accepted", &visit.trace);
    Ok(Reply::new(()))
}

/// Everything that is told without a hash.
fn new_email(typed: &str, password: &str, found: &session::Found) -> Result<Email, Fail> {
    let mut errors = Vec::new();
    let email = Email::parse(typed).map_err(|error| errors.push(error.within("email")));
    let count = u32::try_from(password.chars().count()).unwrap_or(u32::MAX);
    if found.password_hash.is_some() && password.is_empty() {
        errors.push(FieldError::new("password", "required"));
    }
    if count > domain::password::MAX {
        errors.push(FieldError::new("password", "wrong"));
    }
    match email {
        Ok(email) if errors.is_empty() && email.as_str() == found.email => {
            Err(Fail::field("email", "same"))
        }
        Ok(email) if errors.is_empty() => Ok(email),
        _ => Err(errors.into()),
    }
}

/// `DELETE /api/account/email`
pub async fn withdraw_email(call: Call<WithdrawEmail>) -> Done<WithdrawEmail> {
    let (visit, (session, customer)) = (&call.visit, call.own()?);
    email_change::withdraw(&visit.db, &session.account.id, customer, visit.now).await?;
    Ok(Reply::new(()))
}

/// How often a confirmation is made anew because the record changed meanwhile.
const RACES: u32 = 4;

/// `PUT /api/email-changes`
///
/// Empty, foreign, used and expired links get one answer, and so does one whose mailbox became somebody else's meanwhile.
pub async fn confirm_email(call: Call<ConfirmEmail>) -> Done<ConfirmEmail> {
    let visit = &call.visit;
    let limits = [(&TOKEN_CLIENT, visit.client.as_str())];
    if let Err(seconds) = throttle::charge_all(&visit.db, &limits, visit.now).await? {
        return Err(Fail::throttled(seconds));
    }
    let refused = || Fail::field("token", "token");
    if !is_token(&call.body.token) {
        return Err(refused());
    }
    let token_hash = random::digest(&call.body.token);
    let this = visit.token(COOKIE).map(|token| random::digest(&token));
    let new = random::token()?;
    for _ in 0..RACES {
        let linked = email_change::find(&visit.db, &token_hash, visit.now)
            .await?
            .ok_or_else(refused)?;
        let email = Email::parse(&linked.email).map_err(|_| refused())?;
        let record = own(visit, &linked.customer_id).await?;
        let confirmed = email_change::Confirmed {
            email: &email,
            version: record.version,
            keys: &Keys::of(&record.details(), email.as_str()),
            former: &record.email,
            token_hash: this.as_deref().unwrap_or_default(),
            new_token_hash: &random::digest(&new),
            linked: &linked,
        };
        let account = match email_change::confirm(&visit.db, &confirmed, visit.now).await {
            Err(Refused::Guard(STALE)) => continue,
            Err(Refused::Guard(GONE | TAKEN)) => return Err(refused()),
            other => other?,
        };
        visit.nudge();
        note("confirm_email", "accepted", &visit.trace);
        let device = device::cookie(visit, &random::digest(&email.key()))?;
        let signed_in = account.is_some();
        let reply = Reply::new(Session { account });
        return Ok(match signed_in {
            true => reply.cookie(COOKIE, &new, SESSION_COOKIE_MAX).cookie(
                DEVICE_COOKIE,
                &device,
                device::KNOWN,
            ),
            false => reply,
        });
    }
    Err(Fail::Later(Problem::new(503, "busy"), 1))
}

/// Seconds: the session's own end is the database's to know, and comes earlier.
const SESSION_COOKIE_MAX: i64 = 30 * 86_400;

/// `GET /api/account/sessions`
pub async fn sessions(call: Call<ListSessions>) -> Done<ListSessions> {
    let (visit, (session, _)) = (&call.visit, call.own()?);
    let account = &session.account.id;
    let items = own_session::list(&visit.db, account, &session.id, visit.now).await?;
    Ok(Reply::new(OpenSessions { items }))
}

/// `DELETE /api/account/sessions/{id}`
pub async fn end_session(call: Call<EndSession>) -> Done<EndSession> {
    let (visit, (session, _)) = (&call.visit, call.own()?);
    let account: &AccountId = &session.account.id;
    own_session::end(&visit.db, account, &call.params, visit.now).await?;
    let reply = Reply::new(());
    Ok(match call.params == session.id {
        true => reply.cookie(COOKIE, "", 0),
        false => reply,
    })
}

/// `DELETE /api/account/sessions`
pub async fn end_other_sessions(call: Call<EndOtherSessions>) -> Done<EndOtherSessions> {
    let (visit, (session, _)) = (&call.visit, call.own()?);
    let account = &session.account.id;
    match own_session::end_others(&visit.db, account, &session.id, visit.now).await {
        // Nobody else is signed in: what was asked for holds.
        Err(Refused::Guard(GONE)) => {}
        other => other?,
    }
    Ok(Reply::new(()))
}
