//! Who may call: where unsafe requests come from (rule 10), and whose session it is (rules 9 and 13).

use crate::call::{Asked, Call, Visit, header};
use crate::random;
use crate::reply::Fail;
use crate::store;
use crate::store::journal;
use crate::store::session::Resumed;
use crate::store::space::Own;
use domain::account::Account;
use domain::api::{Access, Endpoint, Method};
use domain::id::CustomerId;
use domain::journal::Act;
use domain::problem::Problem;
use domain::session;
use worker::Request;

/// Refuses an unsafe request that another site made a browser send.
///
/// `Sec-Fetch-Site` decides where it is sent, else `Origin` must be the shop's own; a request with neither is
/// no browser's, unless it carries cookies. A call that carries its own proof may come from anywhere.
pub fn origin(request: &Request, asked: Asked, visit: &Visit) -> Result<(), Fail> {
    if asked.method == Method::Get || asked.access == Access::Anywhere {
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

/// The session an endpoint's access asks for: 401 without one, 403 below the role, for staff who are no customers,
/// and for everything but a new password where one must be chosen first. Staff who ask for more than they may are told
/// of in the journal.
pub async fn session(asked: Asked, visit: &Visit) -> Result<Option<Resumed>, Fail> {
    let access = asked.access;
    if matches!(
        access,
        Access::Public | Access::Anywhere | Access::Browser | Access::Order
    ) {
        return Ok(None);
    }
    let session = resume(visit)
        .await?
        .ok_or_else(|| Problem::new(401, "session"))?;
    if session.account.must_change && access != Access::Account {
        return Err(Problem::new(403, "must_change").into());
    }
    let may = match access {
        Access::Customer => session.customer.is_some(),
        Access::Staff(right) => session.account.role.may(right),
        _ => true,
    };
    if !may {
        if let (Access::Staff(_), true) = (access, session.account.role.is_staff()) {
            let asked = [asked.method.name(), asked.path];
            let refused = journal::tell(&session.account, Act::Refused, None, &asked, visit.now);
            visit.db.run(refused).await?;
        }
        return Err(Problem::new(403, "right").into());
    }
    Ok(Some(session))
}

/// The account of this browser's session, if it still lasts.
pub async fn signed_in(visit: &Visit) -> Result<Option<Account>, Fail> {
    Ok(resume(visit).await?.map(|session| session.account))
}

/// The customer who calls, where the endpoint's access asked for one.
pub fn own<E: Endpoint>(call: &Call<E>) -> Result<Own<'_>, Fail> {
    let session = call.session.as_ref().ok_or_else(Fail::not_found)?;
    Ok(Own {
        customer: session.customer.as_ref().ok_or_else(Fail::not_found)?,
        account: &session.account.id,
        verified: session.verified,
        now: call.visit.now,
    })
}

/// A customer who is signed in where nobody has to be: at the checkout, on an order's page.
pub struct Shopper {
    pub account: Account,
    pub customer: CustomerId,
    /// True once the account's mailbox was proved.
    pub verified: bool,
}

/// The customer signed in in this browser. Staff who are none, and whoever must choose a password first, are guests here.
pub async fn shopper(visit: &Visit) -> Result<Option<Shopper>, Fail> {
    let session = resume(visit).await?;
    Ok(session
        .filter(|session| !session.account.must_change)
        .and_then(|session| {
            Some(Shopper {
                customer: session.customer?,
                account: session.account,
                verified: session.verified,
            })
        }))
}

/// This browser's session, if it still lasts.
async fn resume(visit: &Visit) -> Result<Option<Resumed>, Fail> {
    let Some(token) = visit.token(session::COOKIE) else {
        return Ok(None);
    };
    let hash = random::digest(&token);
    Ok(store::session::resume(&visit.db, &hash, visit.now).await?)
}
