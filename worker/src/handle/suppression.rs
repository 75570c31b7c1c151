//! Addresses that fail: what the mail provider tells of them, and staff who let mails go there again.

use crate::call::Call;
use crate::db::{GONE, REPEATED, Refused};
use crate::handle::record::seen;
use crate::random;
use crate::reply::{Done, Reply};
use crate::store::suppression;
use domain::api::consent::{LiftSuppression, TellMailEvent};
use domain::email::Email;
use domain::json::{self, Unread};
use domain::mail_event::Written;
use domain::problem::Problem;

/// `POST /api/mail-events`
///
/// What is signed and means nothing to us is taken all the same: the provider would tell it again for days.
pub async fn tell(call: Call<TellMailEvent>) -> Done<TellMailEvent> {
    let (visit, message) = (&call.visit, &call.body);
    if !random::is_signed(&visit.config, message, visit.now) {
        return Err(Problem::new(401, "signature").into());
    }
    let written: Result<Written, Unread> = json::read(&message.bytes);
    let Some(failing) = written.ok().and_then(Written::failing) else {
        return Ok(Reply::new(()));
    };
    let keys = failing.to.iter().filter_map(|to| Email::parse(to).ok());
    let keys: Vec<String> = keys.map(|email| email.key()).collect();
    let customers = suppression::whose(&visit.db, &keys).await?;
    match suppression::tell(&visit.db, &message.id, &failing, &customers, visit.now).await {
        Ok(()) | Err(Refused::Guard(REPEATED)) => Ok(Reply::new(())),
        Err(other) => Err(other.into()),
    }
}

/// `DELETE /api/admin/customers/{id}/suppression`
pub async fn lift(call: Call<LiftSuppression>) -> Done<LiftSuppression> {
    let (visit, id) = (&call.visit, &call.params);
    let by = call.staff()?;
    seen(visit, id).await?;
    match suppression::lift(&visit.db, id, &by.id, visit.now).await {
        // What was asked for holds.
        Ok(()) | Err(Refused::Guard(GONE)) => Ok(Reply::new(seen(visit, id).await?)),
        Err(other) => Err(other.into()),
    }
}
