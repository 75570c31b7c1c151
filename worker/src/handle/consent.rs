//! What customers agree to: said and taken back by themselves, by a mailed link, and what staff do about it.

use crate::call::{Call, Visit};
use crate::db::{GONE, Refused};
use crate::handle::record::seen;
use crate::random;
use crate::reply::{Done, Fail, Reply};
use crate::store::consent::Answered;
use crate::store::{consent, opt_in, settings, throttle};
use domain::api::consent::{AskConsent, ConfirmConsent, WithdrawConsent};
use domain::api::rights::{GetConsents, SetConsent};
use domain::consent::{Choice, Consents, Purpose};
use domain::id::CustomerId;
use domain::problem::{FieldError, Problem};
use domain::session::is_token;
use domain::settings::{CONSENT_VERSION, consent_text};
use domain::throttle::TOKEN_CLIENT;

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

/// `POST /api/consent-confirmations`
pub async fn confirm(call: Call<ConfirmConsent>) -> Done<ConfirmConsent> {
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
    let asked = opt_in::find(&visit.db, &token_hash, visit.now)
        .await?
        .ok_or_else(refused)?;
    match opt_in::confirm(&visit.db, &asked, &token_hash, visit.now).await {
        Err(Refused::Guard(GONE)) => Err(refused()),
        other => Ok(Reply::new(other?)),
    }
}

/// `POST /api/admin/customers/{id}/consents`
pub async fn ask(call: Call<AskConsent>) -> Done<AskConsent> {
    let (visit, id) = (&call.visit, &call.params);
    let record = seen(visit, id).await?;
    let shop = settings::shop(&visit.db).await?;
    let locale = record.locale.unwrap_or(shop.locale);
    let question = opt_in::Question {
        customer: id,
        link: &random::id(visit.now)?,
        consent: &random::id(visit.now)?,
        by: &call.staff()?.id,
        text: &consent_text(locale, &shop.name),
        version: CONSENT_VERSION,
        locale,
    };
    match opt_in::put(&visit.db, &question, visit.now).await {
        Err(Refused::Guard(GONE)) => {}
        other => {
            other?;
            visit.nudge();
            return Ok(Reply::new(seen(visit, id).await?));
        }
    }
    let record = seen(visit, id).await?;
    let code = match (record.agrees(), &record.suppressed) {
        (true, _) => "consented",
        (_, Some(_)) => "failing",
        _ => "asked",
    };
    Err(Fail::conflict(code, &record))
}

/// `DELETE /api/admin/customers/{id}/consents`
pub async fn withdraw(call: Call<WithdrawConsent>) -> Done<WithdrawConsent> {
    let (visit, id) = (&call.visit, &call.params);
    seen(visit, id).await?;
    let by = Answered::Staff(&call.staff()?.id);
    let act = random::id(visit.now)?;
    consent::withdraw(&visit.db, id, &act, Purpose::Marketing, &by, visit.now).await?;
    Ok(Reply::new(seen(visit, id).await?))
}
