//! "Informations d'identification": giving and taking sign-in, typed passwords, invitations (rule 6).

use crate::call::{Call, Visit};
use crate::db::{GONE, MOVED, Refused, TAKEN};
use crate::handle::record::{mailbox, seen};
use crate::password::{self, Seat};
use crate::random;
use crate::reply::{Done, Fail, Reply};
use crate::store::{credentials, settings};
use domain::api::credentials::{EndSessions, LiftSlowing, SendReset, SetAccount};
use domain::credentials::{AccountForm, Change, Credentials};
use domain::id::{AccountId, CustomerId, MailId};
use domain::problem::{FieldError, Problem};

/// How often a decision is made anew because the account changed meanwhile.
const RACES: u32 = 4;

/// The account that goes with a new customer, or everything that is wrong with it; none where nothing is asked for.
pub fn opening<'a>(
    form: Option<&'a AccountForm>,
    email: Option<&str>,
    shop: &str,
) -> Result<Option<Change<'a>>, Vec<FieldError>> {
    let Some(form) = form else {
        return Ok(None);
    };
    let within = |wrong: Vec<FieldError>| -> Vec<FieldError> {
        let deeper = wrong.into_iter().map(|error| error.within("account"));
        deeper.collect()
    };
    let change = form.decide(None).map_err(within)?;
    check(&change, email.unwrap_or_default(), shop).map_err(|error| within(vec![error]))?;
    Ok(Some(change).filter(|change| change.changes(None)))
}

/// The rules of passwords, where one was typed.
fn check(change: &Change<'_>, email: &str, shop: &str) -> Result<(), FieldError> {
    match change.password {
        Some(password) => domain::password::check(password, email, shop),
        None => Ok(()),
    }
}

/// What a change needs besides the decision: the typed password's hash, and fresh ids.
pub struct Hashed {
    password: Option<(String, String)>,
    account: AccountId,
    mail: MailId,
}

impl Hashed {
    /// Hashes the password of a change that has one; 503 when too many wait.
    pub fn of(visit: &Visit, change: Option<&Change<'_>>) -> Result<Hashed, Fail> {
        let typed = change.and_then(|change| change.password);
        let password = match typed {
            Some(typed) => {
                let seat = Seat::take(&visit.db)?;
                let hash = password::hash(&seat, &visit.config, typed)?;
                Some((hash, visit.config.pepper_id.clone()))
            }
            None => None,
        };
        Ok(Hashed {
            password,
            account: random::id(visit.now)?,
            mail: random::id(visit.now)?,
        })
    }

    /// As the store takes it.
    pub fn set<'a>(
        &'a self,
        customer: &'a CustomerId,
        before: Option<&'a Credentials>,
        change: &'a Change<'a>,
        by: &'a AccountId,
    ) -> credentials::Set<'a> {
        let hashed = self.password.as_ref();
        credentials::Set {
            customer,
            before,
            change,
            password: hashed.map(|(hash, pepper)| (hash.as_str(), pepper.as_str())),
            account: &self.account,
            mail: &self.mail,
            by,
        }
    }
}

/// `PUT /api/admin/customers/{id}/account`
pub async fn set_account(call: Call<SetAccount>) -> Done<SetAccount> {
    let (visit, id) = (&call.visit, &call.params);
    let by = call.staff()?;
    let mut hashed = None;
    for _ in 0..RACES {
        let record = seen(visit, id).await?;
        let before = record.credentials.as_ref();
        let change = call.body.decide(before)?;
        if !change.changes(before) {
            return Ok(Reply::new(record));
        }
        if hashed.is_none() {
            if change.password.is_some() {
                let shop = settings::shop(&visit.db).await?;
                check(&change, &record.email, &shop.name)?;
            }
            hashed = Some(Hashed::of(visit, Some(&change))?);
        }
        let Some(hashed) = &hashed else {
            break;
        };
        let set = hashed.set(id, before, &change, &by.id);
        match credentials::set(&visit.db, &set, visit.now).await {
            Ok(()) => {
                visit.nudge();
                return Ok(Reply::new(seen(visit, id).await?));
            }
            // Somebody was quicker: decide by what stands there now.
            Err(Refused::Guard(MOVED)) => {}
            Err(Refused::Guard(TAKEN)) => return Err(Fail::field("email", "taken")),
            Err(other) => return Err(other.into()),
        }
    }
    Err(Fail::conflict("stale", &seen(visit, id).await?))
}

/// `POST /api/admin/customers/{id}/password-resets`
pub async fn send_reset(call: Call<SendReset>) -> Done<SendReset> {
    let visit = &call.visit;
    let record = seen(visit, &call.params).await?;
    let by = &call.staff()?.id;
    match credentials::send_reset(&visit.db, &record.id, by, visit.now).await {
        Ok(()) => {
            visit.nudge();
            Ok(Reply::new(record))
        }
        Err(Refused::Guard(GONE)) => Err(Problem::new(409, "no_way_in").into()),
        Err(other) => Err(other.into()),
    }
}

/// `DELETE /api/admin/customers/{id}/sessions`
pub async fn end_sessions(call: Call<EndSessions>) -> Done<EndSessions> {
    let (visit, id) = (&call.visit, &call.params);
    let record = seen(visit, id).await?;
    let open = record.credentials.as_ref().map_or(0, |own| own.sessions);
    if open == 0 {
        return Ok(Reply::new(record));
    }
    credentials::sign_out(&visit.db, id, &call.staff()?.id, visit.now).await?;
    Ok(Reply::new(seen(visit, id).await?))
}

/// `DELETE /api/admin/customers/{id}/throttle`
pub async fn lift_slowing(call: Call<LiftSlowing>) -> Done<LiftSlowing> {
    let (visit, id) = (&call.visit, &call.params);
    let record = seen(visit, id).await?;
    let slowed = record.credentials.as_ref().and_then(|own| own.slowed_until);
    if slowed.is_none() {
        return Ok(Reply::new(record));
    }
    let by = &call.staff()?.id;
    credentials::lift_slowing(&visit.db, id, &mailbox(&record.email), by, visit.now).await?;
    Ok(Reply::new(seen(visit, id).await?))
}
