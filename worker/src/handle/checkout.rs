//! The checkout: opening it, reading it back, and the main job, leaving contact details.

use crate::call::Call;
use crate::db::{Refused, THROTTLED};
use crate::random;
use crate::reply::{Done, Fail, Reply};
use crate::store::{checkout, settings, throttle};
use domain::api::checkout::{GetCheckout, OpenCheckout, SubmitContact, Submitted};
use domain::checkout::{Checkout, basket, price, quote, total};
use domain::customer::Keys;
use domain::session::{BROWSER_COOKIE, DAY};
use domain::throttle::{CHECKOUT_CLIENT, CONTACT_CLIENT};

/// `POST /api/checkouts`
pub async fn open(call: Call<OpenCheckout>) -> Done<OpenCheckout> {
    let visit = &call.visit;
    let lines = basket(&call.body.lines)?;
    let (shop, products) = settings::shop_and_products(&visit.db, call.query.locale).await?;
    let priced = price(lines, &products)?;
    let browser = match visit.token(BROWSER_COOKIE) {
        Some(token) => token,
        None => random::token()?,
    };
    let id = random::id(visit.now)?;
    let days = i64::from(shop.retention_months) * 31;
    let opened = checkout::Opened {
        id: &id,
        browser_hash: &random::digest(&browser),
        lines,
        expires_at: visit.now + days * DAY,
        client: &visit.client,
    };
    match checkout::open(&visit.db, &opened, visit.now).await {
        Err(Refused::Guard(THROTTLED)) => {
            let limits = [(&CHECKOUT_CLIENT, visit.client.as_str())];
            let seconds = throttle::wait(&visit.db, &limits, visit.now).await?;
            return Err(Fail::throttled(seconds));
        }
        other => other?,
    }
    let (total, vat) = total(&priced);
    let quote = quote(&priced);
    let reply = Reply::new(Checkout {
        id,
        lines: priced,
        total,
        vat,
        currency: shop.currency,
        contact: None,
        signed_in: false,
        quote,
        terms: 0,
        takes_payment: false,
        order: None,
    });
    Ok(reply.cookie(BROWSER_COOKIE, &browser, days * 86_400))
}

/// `GET /api/checkouts/{id}`
pub async fn get(call: Call<GetCheckout>) -> Done<GetCheckout> {
    let visit = &call.visit;
    let browser = visit.token(BROWSER_COOKIE).ok_or_else(Fail::not_found)?;
    let hash = random::digest(&browser);
    let stored = checkout::find(&visit.db, &call.params, &hash, visit.now)
        .await?
        .ok_or_else(Fail::not_found)?;
    let (shop, products) = settings::shop_and_products(&visit.db, call.query.locale).await?;
    // A product that left the shop since leaves the basket with its reason.
    let lines = price(&stored.lines, &products)?;
    let (total, vat) = total(&lines);
    let quote = quote(&lines);
    Ok(Reply::new(Checkout {
        id: call.params,
        lines,
        total,
        vat,
        currency: shop.currency,
        contact: stored.contact,
        signed_in: false,
        quote,
        terms: 0,
        takes_payment: false,
        order: None,
    }))
}

/// `PUT /api/checkouts/{id}/contact`
///
/// Rule 3: whatever the mailbox, the same statements run and the same answer is given. The database decides
/// whether a customer is made or details wait on one; nothing here ever knows.
pub async fn contact(call: Call<SubmitContact>) -> Done<SubmitContact> {
    let visit = &call.visit;
    let browser = visit.token(BROWSER_COOKIE).ok_or_else(Fail::not_found)?;
    let contact = call.body.prove()?;
    let submission = checkout::Submission {
        checkout: &call.params,
        browser_hash: &random::digest(&browser),
        typed: &call.body,
        keys: Keys::from(&contact),
        mailbox: random::digest(&contact.email.key()),
        contact,
        client: &visit.client,
        customer: random::id(visit.now)?,
        address: random::id(visit.now)?,
        pending: random::id(visit.now)?,
        consent: random::id(visit.now)?,
    };
    match checkout::submit(&visit.db, &submission, visit.now).await {
        Err(Refused::Guard(THROTTLED)) => {
            let client = visit.client.as_str();
            let limits = [(&CONTACT_CLIENT, client), (&CHECKOUT_CLIENT, client)];
            let seconds = throttle::wait(&visit.db, &limits, visit.now).await?;
            Err(Fail::throttled(seconds))
        }
        other => {
            other?;
            Ok(Reply::new(Submitted {
                id: call.params,
                contact: call.body,
                saved: Vec::new(),
            }))
        }
    }
}
