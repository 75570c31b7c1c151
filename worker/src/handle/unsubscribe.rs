//! Leaving the mails to many by the link in one of them, signed in or not (RFC 8058).

use crate::call::Call;
use crate::random;
use crate::reply::{Done, Fail, Reply};
use crate::store::consent::{self, Answered};
use crate::store::merge;
use domain::api::Elsewhere;
use domain::api::consent::{ShowUnsubscribe, Unsubscribe};
use domain::route;

/// `GET /api/unsubscribes/{token}`
pub async fn show(call: Call<ShowUnsubscribe>) -> Done<ShowUnsubscribe> {
    let page = format!("{}#{}", route::UNSUBSCRIBE, call.params.text());
    Ok(Reply::new(Elsewhere(page)))
}

/// `POST /api/unsubscribes/{token}`
///
/// Who is gone, or left before, has nothing to leave: what was asked for holds.
pub async fn leave(call: Call<Unsubscribe>) -> Done<Unsubscribe> {
    let (visit, token) = (&call.visit, &call.params);
    if !random::is_unsubscribe_token(&visit.config, token) {
        return Err(Fail::not_found());
    }
    let about = &token.about;
    // Links of a record that became another one hold for that one.
    let Some(customer) = merge::heir(&visit.db, &about.customer).await? else {
        return Ok(Reply::new(()));
    };
    let by = Answered::Unsubscribed(about.campaign.as_ref());
    let id = random::id(visit.now)?;
    consent::withdraw(&visit.db, &customer, &id, about.purpose, &by, visit.now).await?;
    Ok(Reply::new(()))
}
