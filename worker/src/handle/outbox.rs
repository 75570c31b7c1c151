//! The back office's outbox.

use crate::call::Call;
use crate::db::{GONE, Refused};
use crate::reply::{Done, Fail, Reply};
use crate::store::outbox;
use domain::api::outbox::{ListOutbox, RetryMail};

/// `GET /api/admin/outbox`
pub async fn list(call: Call<ListOutbox>) -> Done<ListOutbox> {
    let query = &call.query;
    let page = outbox::list(&call.visit.db, query.state, query.cursor.as_ref()).await?;
    Ok(Reply::new(page))
}

/// `POST /api/admin/outbox/{id}/retry`
pub async fn retry(call: Call<RetryMail>) -> Done<RetryMail> {
    let visit = &call.visit;
    let retried = outbox::retry(&visit.db, &call.params, call.staff()?, visit.now).await;
    let mail = outbox::find(&visit.db, &call.params)
        .await?
        .ok_or_else(Fail::not_found)?;
    match retried {
        Ok(()) => {
            visit.nudge();
            Ok(Reply::new(mail))
        }
        Err(Refused::Guard(GONE)) => Err(Fail::conflict("state", &mail)),
        Err(other) => Err(other.into()),
    }
}
