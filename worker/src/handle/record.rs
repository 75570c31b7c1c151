//! The back office's one customer: made, corrected, looked at after each change; and what the customer acquired.

use crate::call::{Call, Visit};
use crate::db::{REPEATED, Refused, STALE, TAKEN, UNKNOWN};
use crate::handle::credentials::{Hashed, opening};
use crate::idempotency::{Claim, made_before};
use crate::random;
use crate::reply::{Done, Fail, Reply};
use crate::store::{customer, purchase, record, settings, throttle};
use domain::api::record::{CreateCustomer, EditCustomer, ListPurchases};
use domain::customer::{Customer, CustomerForm, Keys, Purchases};
use domain::email::Email;
use domain::id::{CustomerId, GroupId};
use domain::permission::Right;
use domain::problem::{FieldError, Problem};
use domain::throttle::SIGN_IN_ACCOUNT;

/// A customer's record as staff see it, with whether sign-ins are slowed.
pub async fn seen(visit: &Visit, id: &CustomerId) -> Result<Customer, Fail> {
    let found = customer::find(&visit.db, id, visit.now).await?;
    let mut customer = found.ok_or_else(Fail::not_found)?;
    if let Some(credentials) = &mut customer.credentials {
        let mailbox = mailbox(&customer.email);
        credentials.slowed_until =
            throttle::full_until(&visit.db, &SIGN_IN_ACCOUNT, &mailbox, visit.now).await?;
    }
    Ok(customer)
}

/// What stands for a customer's mailbox in the keys of throttles.
pub fn mailbox(email: &str) -> String {
    let key = Email::parse(email).map(|email| email.key());
    random::digest(&key.unwrap_or_default())
}

/// `POST /api/admin/customers`
pub async fn create(call: Call<CreateCustomer>) -> Done<CreateCustomer> {
    let (visit, form) = (&call.visit, &call.body);
    let by = call.staff()?;
    if form.account.is_some() && !by.role.may(Right::GiveSignIn) {
        return Err(Problem::new(403, "right").into());
    }
    if form.version.is_some() {
        return Err(Fail::field("version", "unknown_key"));
    }
    let shop = settings::shop(&visit.db).await?;
    let mut errors = Vec::new();
    let new = form
        .prove_new(&shop.country)
        .map_err(|wrong| errors.extend(wrong));
    let account = opening(form.account.as_ref(), form.email.as_deref(), &shop.name)
        .map_err(|wrong| errors.extend(wrong));
    let (Ok(new), Ok(account), true) = (new, account, errors.is_empty()) else {
        return Err(errors.into());
    };
    let claim = Claim::of(
        visit,
        format!("customers:{}", by.id),
        &without_secrets(form),
    )?;
    if let Some(claim) = &claim
        && let Some(id) = claim.made(visit).await?
    {
        return Ok(Reply::new(seen(visit, &id).await?));
    }
    let id = random::id(visit.now)?;
    let hashed = Hashed::of(visit, account.as_ref())?;
    let set = account
        .as_ref()
        .map(|change| hashed.set(&id, None, change, &by.id));
    let key = claim.as_ref().map(Claim::key);
    let created = record::Created {
        id: &id,
        keys: &Keys::of(&new.details, new.email.as_str()),
        new: &new,
        groups: &each_once(form.groups.as_deref().unwrap_or_default()),
        account: set.as_ref(),
        by: &by.id,
        key: key.as_ref(),
    };
    match record::create(&visit.db, &created, visit.now).await {
        Ok(()) => {
            visit.nudge();
            Ok(Reply::new(seen(visit, &id).await?))
        }
        Err(Refused::Guard(REPEATED)) => {
            let made = made_before(visit, claim.as_ref()).await?;
            let id = made.ok_or_else(Fail::not_found)?;
            Ok(Reply::new(seen(visit, &id).await?))
        }
        Err(Refused::Guard(TAKEN)) => Err(taken(visit, &new.email).await?),
        Err(Refused::Guard(UNKNOWN)) => Err(Fail::field("groups", "unknown")),
        Err(other) => Err(other.into()),
    }
}

/// A known mailbox: the customer who has it. Where it is the account of a member of the team, the field says so.
async fn taken(visit: &Visit, email: &Email) -> Result<Fail, Fail> {
    Ok(match record::of_mailbox(&visit.db, &email.key()).await? {
        Some(id) => Fail::conflict("email_taken", &seen(visit, &id).await?),
        None => Fail::field("email", "taken"),
    })
}

/// What a repeated request is told by: a hash of a typed password would be stored with it.
fn without_secrets(form: &CustomerForm) -> CustomerForm {
    let mut form = form.clone();
    if let Some(account) = &mut form.account {
        account.password = None;
    }
    form
}

fn each_once(groups: &[GroupId]) -> Vec<GroupId> {
    let mut once: Vec<GroupId> = Vec::new();
    for group in groups {
        if !once.contains(group) {
            once.push(group.clone());
        }
    }
    once
}

/// `PUT /api/admin/customers/{id}`
pub async fn edit(call: Call<EditCustomer>) -> Done<EditCustomer> {
    let (visit, form) = (&call.visit, &call.body);
    let by = call.staff()?;
    let record = seen(visit, &call.params).await?;
    let shop = settings::shop(&visit.db).await?;
    let edited = form.edit(&record, &shop.country);
    let version = asked_version(form.version, edited.as_ref().err())?;
    let edited = edited?;
    if record.version != version {
        return Err(Fail::conflict("stale", &record));
    }
    if edited.fields.is_empty() {
        return Ok(Reply::new(record));
    }
    let old_key = Email::parse(&record.email).map(|email| email.key());
    let old_key = old_key.unwrap_or_default();
    let moved = edited
        .email
        .as_ref()
        .is_some_and(|email| email.key() != old_key);
    let email = edited
        .email
        .as_ref()
        .map_or(record.email.as_str(), Email::as_str);
    let correction = record::Correction {
        id: &call.params,
        version,
        before: &record.details(),
        email: &record.email,
        edited: &edited,
        keys: &Keys::of(&edited.details, email),
        by: Some(&by.id),
        moved_from: moved.then_some(old_key.as_str()),
    };
    match record::edit(&visit.db, &correction, visit.now).await {
        Ok(()) => {
            visit.nudge();
            Ok(Reply::new(seen(visit, &call.params).await?))
        }
        // A lost race is answered by reading what the winner wrote.
        Err(Refused::Guard(STALE)) => {
            Err(Fail::conflict("stale", &seen(visit, &call.params).await?))
        }
        Err(Refused::Guard(TAKEN)) => Err(Fail::field("email", "taken")),
        Err(other) => Err(other.into()),
    }
}

/// Rule 17: an edit says which version it saw. What else is wrong is told with it.
pub fn asked_version(version: Option<u32>, wrong: Option<&Vec<FieldError>>) -> Result<u32, Fail> {
    match version {
        Some(version) if wrong.is_none() => Ok(version),
        Some(_) => Err(wrong.cloned().unwrap_or_default().into()),
        None => {
            let mut errors = wrong.cloned().unwrap_or_default();
            errors.push(FieldError::new("version", "required"));
            Err(errors.into())
        }
    }
}

/// `GET /api/admin/customers/{id}/purchases`
pub async fn purchases(call: Call<ListPurchases>) -> Done<ListPurchases> {
    let items = purchase::of_customer(&call.visit.db, &call.params).await?;
    let items = items.ok_or_else(Fail::not_found)?;
    Ok(Reply::new(Purchases { items }))
}
