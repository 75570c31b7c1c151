//! The signed-in account: its customer's record and orders, and its password.

use crate::call::{Call, Visit};
use crate::db::{GONE, Refused, STALE};
use crate::handle::session::note;
use crate::password::{self, Seat};
use crate::reply::{Done, Fail, Reply};
use crate::store::session::Resumed;
use crate::store::{account, purchase, session, settings, throttle};
use crate::{device, guard, random};
use domain::account::{Account, Profile};
use domain::api::account::{ChangePassword, GetProfile, ListOwnOrders, ListOwnPurchases};
use domain::api::session::Session;
use domain::customer::Purchases;
use domain::id::CustomerId;
use domain::problem::{FieldError, Problem};
use domain::session::{COOKIE, FRESH};
use domain::throttle::SIGN_IN_ACCOUNT;

/// `GET /api/account`
pub async fn profile(call: Call<GetProfile>) -> Done<GetProfile> {
    let (_, customer) = call.own()?;
    Ok(Reply::new(own(&call.visit, customer).await?))
}

/// A customer's own record.
pub async fn own(visit: &Visit, customer: &CustomerId) -> Result<Profile, Fail> {
    let own = account::find(&visit.db, customer).await?;
    own.ok_or_else(Fail::not_found)
}

/// `GET /api/account/orders`
pub async fn orders(call: Call<ListOwnOrders>) -> Done<ListOwnOrders> {
    let session = call.session.ok_or_else(Fail::not_found)?;
    let customer = session.customer.ok_or_else(Fail::not_found)?;
    let page = account::orders(
        &call.visit.db,
        &customer,
        &session.account.id,
        session.verified,
        call.query.cursor.as_ref(),
    )
    .await?;
    Ok(Reply::new(page))
}

/// `GET /api/account/purchases`
pub async fn purchases(call: Call<ListOwnPurchases>) -> Done<ListOwnPurchases> {
    let own = guard::own(&call)?;
    let items = purchase::own(&call.visit.db, &own).await?;
    Ok(Reply::new(Purchases { items }))
}

/// `PUT /api/account/password`
///
/// The old password is asked for with the limits of a sign-in. An account without one may be given one shortly after
/// a code proved its mailbox.
pub async fn change_password(call: Call<ChangePassword>) -> Done<ChangePassword> {
    let visit = &call.visit;
    let session = call.session.ok_or_else(Fail::not_found)?;
    let typed = &call.body;
    let seat = Seat::take(&visit.db)?;
    let found = session::find_own(&visit.db, &session.account.id)
        .await?
        .ok_or_else(|| Problem::new(401, "session"))?;
    let shop = settings::shop(&visit.db).await?;
    check_typed(&typed.current, &typed.password, &found, &shop.name)?;
    let bucket = bucket(visit, &found);
    prove(visit, &seat, &session, &found, &typed.current, "current").await?;
    let hash = password::hash(&seat, &visit.config, &typed.password)?;
    drop(seat);
    let token = random::token()?;
    let new = account::NewPassword {
        account: &session.account.id,
        replaces: found.password_hash.as_deref(),
        hash: &hash,
        pepper_id: &visit.config.pepper_id,
        token_hash: &session.token_hash,
        new_token_hash: &random::digest(&token),
        mail: &random::id(visit.now)?,
        forgives: &bucket,
    };
    match account::change_password(&visit.db, &new, visit.now).await {
        // The password that was right a moment ago is the old one now.
        Err(Refused::Guard(STALE)) => return Err(Fail::field("current", "wrong")),
        Err(Refused::Guard(GONE)) => return Err(Problem::new(401, "session").into()),
        other => other?,
    }
    visit.nudge();
    note("change_password", "accepted", &visit.trace);
    let account = Account {
        has_password: true,
        must_change: false,
        ..session.account
    };
    let age = (session.ends_at - visit.now) / 1000;
    Ok(Reply::new(Session {
        account: Some(account),
    })
    .cookie(COOKIE, &token, age))
}

/// The bucket that wrong passwords of a signed-in account are counted in; a right one empties it.
pub fn bucket(visit: &Visit, found: &session::Found) -> String {
    device::bucket(visit, &random::digest(&found.email_key))
}

/// The owner once more, before what cannot be undone: by the password, with the limits of a sign-in; an account
/// without one by the code that opened this session within the hour. Errors: `field: wrong`, 403 `proof`.
pub async fn prove(
    visit: &Visit,
    seat: &Seat,
    session: &Resumed,
    found: &session::Found,
    typed: &str,
    field: &'static str,
) -> Result<(), Fail> {
    let Some(phc) = &found.password_hash else {
        let fresh = |at: i64| visit.now - at <= FRESH;
        return match session.proved_at.is_some_and(fresh) {
            true => Ok(()),
            false => Err(Problem::new(403, "proof").into()),
        };
    };
    let bucket = bucket(visit, found);
    let limits = [(&SIGN_IN_ACCOUNT, bucket.as_str())];
    if let Err(seconds) = throttle::charge_all(&visit.db, &limits, visit.now).await? {
        return Err(Fail::throttled(seconds));
    }
    let pepper_id = found.pepper_id.as_deref();
    if password::check(seat, &visit.config, typed, Some(phc), pepper_id)? {
        return Ok(());
    }
    note("proof", "refused", &visit.trace);
    Err(Fail::field(field, "wrong"))
}

/// Everything that is told without a hash: what could never be right, and what could never be set.
fn check_typed(
    current: &str,
    password: &str,
    found: &session::Found,
    shop: &str,
) -> Result<(), Fail> {
    let mut errors = Vec::new();
    let count = u32::try_from(current.chars().count()).unwrap_or(u32::MAX);
    if found.password_hash.is_some() && current.is_empty() {
        errors.push(FieldError::new("current", "required"));
    }
    if count > domain::password::MAX {
        errors.push(FieldError::new("current", "wrong"));
    }
    errors.extend(domain::password::check(password, &found.email, shop).err());
    if found.password_hash.is_some() && current == password {
        errors.push(FieldError::new("password", "same"));
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors.into())
    }
}
