//! What customers agree to, said and taken back by themselves.

use crate::call::{Call, Visit};
use crate::random;
use crate::reply::{Done, Fail, Reply};
use crate::store::consent::Answered;
use crate::store::{consent, settings};
use domain::api::rights::{GetConsents, SetConsent};
use domain::consent::{Choice, Consents};
use domain::id::CustomerId;
use domain::problem::{FieldError, Problem};

/// `GET /api/account/consents`
pub async fn get(call: Call<GetConsents>) -> Done<GetConsents> {
    let (_, customer) = call.own()?;
    Ok(Reply::new(found(&call.visit, customer).await?))
}

/// `PUT /api/account/consents`
pub async fn set(call: Call<SetConsent>) -> Done<SetConsent> {
    let (visit, (session, customer)) = (&call.visit, call.own()?);
    let (db, form) = (&visit.db, &call.body);
    let id = random::id(visit.now)?;
    if !form.given {
        let own = Answered::Own;
        consent::withdraw(db, customer, &id, form.purpose, &own, visit.now).await?;
        return Ok(Reply::new(found(visit, customer).await?));
    }
    let (Some(locale), Some(version)) = (form.locale, form.version) else {
        let missing = [
            ("locale", form.locale.is_none()),
            ("version", form.version.is_none()),
        ];
        let missing = missing.into_iter().filter(|(_, is)| *is);
        let errors: Vec<FieldError> = missing
            .map(|(field, _)| FieldError::new(field, "required"))
            .collect();
        return Err(errors.into());
    };
    if !session.verified {
        return Err(Problem::new(403, "proof").into());
    }
    let now = found(visit, customer).await?;
    let choice = now.purposes.iter().find(|own| own.purpose == form.purpose);
    let choice = choice.ok_or_else(Fail::not_found)?;
    if choice.version != version {
        return Err(Fail::conflict("stale", &now));
    }
    let words = (choice.text(locale), version);
    consent::give(db, customer, &id, form.purpose, words, visit.now).await?;
    Ok(Reply::new(found(visit, customer).await?))
}

async fn found(visit: &Visit, customer: &CustomerId) -> Result<Consents, Fail> {
    let shop = settings::shop(&visit.db).await?;
    let found = consent::find(&visit.db, customer).await?;
    let (given, history) = found.ok_or_else(Fail::not_found)?;
    Ok(Consents {
        purposes: vec![Choice::marketing(&shop.name, given)],
        history,
    })
}
