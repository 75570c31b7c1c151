//! Placing the order of a checkout.

use super::settling::{Deed, Settling};
use super::{RACES, found};
use crate::call::{Call, Visit};
use crate::db::{MOVED, REPEATED, Refused, THROTTLED, stored};
use crate::idempotency::Claim;
use crate::reply::{Done, Fail, Reply};
use crate::store::order::{self, Placed, Seer};
use crate::store::{checkout, throttle};
use crate::{guard, random, zone};
use domain::agreement::{Disagreement, Offer, agree};
use domain::api::order::PlaceOrder;
use domain::checkout::{price, total};
use domain::contact::{Contact, ContactForm};
use domain::history::Actor;
use domain::id::OrderId;
use domain::order::{Buyer, PaymentMethod, Transfer, withdrawal_until};
use domain::problem::{FieldError, Problem};
use domain::session::{BROWSER_COOKIE, DAY};
use domain::settings::{Settings, waiver_text};
use domain::throttle::{ORDER_CLIENT, ORDER_MAILBOX};

/// `POST /api/checkouts/{id}/order`
pub async fn place(call: Call<PlaceOrder>) -> Done<PlaceOrder> {
    let visit = &call.visit;
    let browser = visit.token(BROWSER_COOKIE).ok_or_else(Fail::not_found)?;
    let browser_hash = random::digest(&browser);
    let shopper = guard::shopper(visit).await?;
    let scope = format!("order:{}:{browser_hash}", call.params);
    let claim = Claim::of(visit, scope, &call.body)?
        .ok_or_else(|| FieldError::new("idempotency_key", "required"))?;
    let key = claim.key();
    let seer = Seer {
        browser_hash: Some(&browser_hash),
        token_hash: None,
        account: shopper.as_ref().map(|shopper| &shopper.account.id),
    };
    for _ in 0..RACES {
        let ready = checkout::ready(&visit.db, &call.params, &browser_hash, visit.now)
            .await?
            .ok_or_else(Fail::not_found)?;
        if let Some(id) = &ready.order {
            return repeated(visit, id, &claim, &seer).await;
        }
        // What somebody left signed in is nobody else's to order with.
        let own = ready.account.is_none() || ready.account.as_ref() == seer.account;
        let typed = ready.contact.as_deref().filter(|_| own);
        let (contact, settings) = (proved(typed)?, &ready.settings);
        if !settings.shop.serves(&contact.address.country) {
            return Err(Fail::field("address.country", "unknown"));
        }
        let locale = call.query.locale.unwrap_or(settings.shop.locale);
        let products = ready.products(locale)?;
        let lines = price(&ready.lines, &products)?;
        let (total, vat) = total(&lines);
        let offer = Offer {
            terms: settings.sale.terms.version,
            takes_payment: settings.missing.is_empty(),
        };
        let method = agree(&call.body, &lines, total, offer).map_err(disagreed)?;
        let buyer = Buyer::from(&contact);
        let transfer =
            (method == PaymentMethod::Transfer).then(|| transfer(settings, total, visit));
        let digital = lines.iter().any(|line| line.kind.is_digital());
        let id = random::id(visit.now)?;
        let email_key = contact.email.key();
        let mailbox = random::digest(&email_key);
        // Whoever is signed in speaks for the own mailbox only: what a guest left in this browser stays a guest's.
        let account = shopper
            .as_ref()
            .filter(|shopper| ready.customer.as_ref() == Some(&shopper.customer))
            .map(|shopper| &shopper.account.id);
        let unproved = account.is_none().then_some(mailbox.as_str());
        let deed = Deed {
            order: &id,
            number: None,
            lines: &lines,
            total,
            vat: &vat,
            currency: &settings.shop.currency,
            buyer: &buyer,
            placed_at: visit.now,
            customer: ready.customer.as_ref(),
            actor: Actor::System,
            by: None,
        };
        let free = match method {
            PaymentMethod::Free => Some(Settling::of(visit, settings, &deed).await?),
            PaymentMethod::Transfer => None,
        };
        let settled = free.as_ref().map(|settling| settling.settled(&deed));
        let keys = domain::customer::Keys::from(&contact);
        let placed = Placed {
            id: &id,
            checkout: &call.params,
            browser_hash: &browser_hash,
            key: &key,
            account,
            contact: typed.unwrap_or_default(),
            buyer: &buyer,
            email_key: &email_key,
            name_key: &keys.name_key,
            lines: &lines,
            total,
            vat: &vat,
            currency: &settings.shop.currency,
            locale,
            method,
            transfer: transfer.as_ref(),
            terms: settings.sale.terms.version,
            waiver: (digital && call.body.waiver).then(|| waiver_text(locale)),
            remind_at: transfer
                .as_ref()
                .map(|_| visit.now + i64::from(settings.sale.transfer.reminder_days) * DAY),
            due_at: transfer.as_ref().map(|transfer| transfer.due_at),
            withdraw_until: withdrawal_until(&lines, digital && call.body.waiver, visit.now)
                .map(|until| end_of_day(settings, until)),
            client: &visit.client,
            unproved,
            settled: settled.as_ref(),
        };
        match order::place(&visit.db, &placed, visit.now).await {
            Ok(()) => {
                visit.nudge();
                return Ok(Reply::new(found(visit, &id, &seer).await?.order));
            }
            Err(Refused::Guard(REPEATED | MOVED)) => {}
            Err(Refused::Guard(THROTTLED)) => {
                let limits = [
                    (&ORDER_CLIENT, visit.client.as_str()),
                    (&ORDER_MAILBOX, unproved.unwrap_or_default()),
                ];
                let seconds = throttle::wait(&visit.db, &limits, visit.now).await?;
                return Err(Fail::throttled(seconds));
            }
            Err(other) => return Err(other.into()),
        }
        // The key may stand for another try of this very order, or for another body.
        if let Some(id) = claim.made(visit).await? {
            return repeated(visit, &id, &claim, &seer).await;
        }
    }
    Err(Problem::new(409, "changed").into())
}

/// Answers an order that was placed before: the same key and body get it again.
async fn repeated(visit: &Visit, id: &OrderId, claim: &Claim, seer: &Seer<'_>) -> Done<PlaceOrder> {
    let made: Option<OrderId> = claim.made(visit).await?;
    let order = found(visit, id, seer).await?.order;
    match made {
        Some(_) => Ok(Reply::new(order)),
        None => Err(Fail::conflict("ordered", &order)),
    }
}

/// The contact details of a checkout, by today's rules.
fn proved(typed: Option<&str>) -> Result<Contact, Fail> {
    let typed = typed.ok_or_else(|| FieldError::new("contact", "required"))?;
    let form: ContactForm = stored("contact", typed)?;
    Ok(form.prove()?)
}

fn disagreed(disagreement: Disagreement) -> Fail {
    match disagreement {
        Disagreement::Fields(errors) => errors.into(),
        Disagreement::Changed => Problem::new(409, "changed").into(),
    }
}

/// What a transfer needs, as the settings are now; the order's number becomes its reference.
fn transfer(settings: &Settings, amount: i64, visit: &Visit) -> Transfer {
    let sale = &settings.sale;
    let due = visit.now + i64::from(sale.transfer.cancel_days) * DAY;
    Transfer {
        beneficiary: sale.seller.name.clone(),
        iban: sale.transfer.iban.clone(),
        bic: Some(sale.transfer.bic.clone()).filter(|bic| !bic.is_empty()),
        reference: String::new(),
        amount,
        due_at: end_of_day(settings, due),
    }
}

fn end_of_day(settings: &Settings, at: i64) -> i64 {
    zone::of(&settings.sale.seller.time_zone).map_or(at, |zone| zone.end_of_day(at))
}
