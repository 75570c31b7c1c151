//! Who may call: where unsafe requests come from (rule 10), and whose session it is (rules 9 and 13).

use crate::call::{Visit, header};
use crate::random;
use crate::reply::Fail;
use crate::store;
use domain::account::{Account, Role};
use domain::api::{Access, Method};
use domain::problem::Problem;
use domain::session;
use worker::Request;

/// Refuses an unsafe request that another site made a browser send.
///
/// `Sec-Fetch-Site` decides where it is sent, else `Origin` must be the shop's own; a request with neither is
/// no browser's, unless it carries cookies.
pub fn origin(request: &Request, method: Method, visit: &Visit) -> Result<(), Fail> {
    if method == Method::Get {
        return Ok(());
    }
    let allowed = match (header(request, "Sec-Fetch-Site"), header(request, "Origin")) {
        (Some(site), _) => site == "same-origin" || site == "none",
        (None, Some(origin)) => origin == visit.config.base_url,
        (None, None) => !visit.has_cookies(),
    };
    if allowed {
        Ok(())
    } else {
        Err(Problem::new(403, "origin").into())
    }
}

/// The account an endpoint's access asks for: 401 without a session, 403 below the role.
pub async fn account(access: Access, visit: &Visit) -> Result<Option<Account>, Fail> {
    let Access::Staff(least) = access else {
        if matches!(access, Access::Account | Access::Customer) {
            let account = signed_in(visit).await?;
            return Ok(Some(account.ok_or_else(|| Problem::new(401, "session"))?));
        }
        return Ok(None);
    };
    let account = signed_in(visit)
        .await?
        .ok_or_else(|| Problem::new(401, "session"))?;
    if account.role < least.max(Role::Support) {
        return Err(Problem::new(403, "right").into());
    }
    Ok(Some(account))
}

/// The account of this browser's session, if it still lasts.
pub async fn signed_in(visit: &Visit) -> Result<Option<Account>, Fail> {
    let Some(token) = visit.token(session::COOKIE) else {
        return Ok(None);
    };
    let hash = random::digest(&token);
    Ok(store::session::resume(&visit.db, &hash, visit.now).await?)
}
