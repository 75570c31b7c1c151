//! The checkout: opening it, reading it back, and the main job, leaving contact details.

use crate::call::{Call, Visit};
use crate::db::{REPEATED, Refused, STALE, THROTTLED, stored};
use crate::guard::Shopper;
use crate::idempotency::{Claim, made_before};
use crate::reply::{Done, Fail, Reply};
use crate::store::{account, checkout, settings, throttle};
use crate::{guard, random};
use domain::account::Account;
use domain::api::checkout::{GetCheckout, OpenCheckout, SubmitContact, Submitted};
use domain::checkout::{Checkout, Line, basket, price, quote, total};
use domain::customer::Keys;
use domain::id::CheckoutId;
use domain::pending::DetailsField;
use domain::problem::Problem;
use domain::session::{BROWSER_COOKIE, DAY};
use domain::settings::Settings;
use domain::throttle::{CHECKOUT_CLIENT, CONTACT_CLIENT};

/// `POST /api/checkouts`
pub async fn open(call: Call<OpenCheckout>) -> Done<OpenCheckout> {
    let visit = &call.visit;
    let lines = basket(&call.body.lines)?;
    let (settings, products) =
        settings::settings_and_products(&visit.db, call.query.locale).await?;
    let shop = &settings.shop;
    let priced = price(lines, &products)?;
    let browser = match visit.token(BROWSER_COOKIE) {
        Some(token) => token,
        None => random::token()?,
    };
    let browser_hash = random::digest(&browser);
    let claim = Claim::of(visit, format!("checkouts:{browser_hash}"), &call.body)?;
    let key = claim.as_ref().map(Claim::key);
    let shopper = guard::shopper(visit).await?;
    let account = shopper.as_ref().map(|shopper| &shopper.account);
    let id = random::id(visit.now)?;
    let days = i64::from(shop.retention_months) * 31;
    let opened = checkout::Opened {
        id: &id,
        browser_hash: &browser_hash,
        key: key.as_ref(),
        lines,
        expires_at: visit.now + days * DAY,
        client: &visit.client,
    };
    let id = match checkout::open(&visit.db, &opened, visit.now).await {
        Ok(()) => id,
        Err(Refused::Guard(REPEATED)) => {
            let made = made_before(visit, claim.as_ref()).await?;
            made.ok_or_else(Fail::not_found)?
        }
        Err(Refused::Guard(THROTTLED)) => {
            let limits = [(&CHECKOUT_CLIENT, visit.client.as_str())];
            let seconds = throttle::wait(&visit.db, &limits, visit.now).await?;
            return Err(Fail::throttled(seconds));
        }
        Err(other) => return Err(other.into()),
    };
    let checkout = shown(id, priced, &settings, account);
    Ok(Reply::new(checkout).cookie(BROWSER_COOKIE, &browser, days * 86_400))
}

/// `GET /api/checkouts/{id}`
pub async fn get(call: Call<GetCheckout>) -> Done<GetCheckout> {
    let visit = &call.visit;
    let browser = visit.token(BROWSER_COOKIE).ok_or_else(Fail::not_found)?;
    let hash = random::digest(&browser);
    let ready = checkout::ready(&visit.db, &call.params, &hash, visit.now)
        .await?
        .ok_or_else(Fail::not_found)?;
    let shopper = guard::shopper(visit).await?;
    let account = shopper.as_ref().map(|shopper| &shopper.account);
    let locale = call.query.locale.unwrap_or(ready.settings.shop.locale);
    // A product that left the shop since leaves the basket with its reason.
    let lines = price(&ready.lines, &ready.products(locale)?)?;
    // What somebody left signed in is shown to nobody else.
    let own =
        ready.account.is_none() || ready.account.as_ref() == account.map(|account| &account.id);
    let contact = ready
        .contact
        .as_deref()
        .filter(|_| own)
        .map(|text| stored("contact", text))
        .transpose()?;
    Ok(Reply::new(Checkout {
        contact,
        order: ready.order,
        ..shown(call.params, lines, &ready.settings, account)
    }))
}

/// A checkout at which nothing was left yet.
fn shown(
    id: CheckoutId,
    lines: Vec<Line>,
    settings: &Settings,
    account: Option<&Account>,
) -> Checkout {
    let (total, vat) = total(&lines);
    Checkout {
        id,
        quote: quote(&lines),
        lines,
        total,
        vat,
        currency: settings.shop.currency.clone(),
        contact: None,
        signed_in: account.is_some(),
        terms: settings.sale.terms.version,
        takes_payment: settings.missing.is_empty(),
        order: None,
    }
}

/// `PUT /api/checkouts/{id}/contact`
///
/// Rule 3: for a guest, whatever the mailbox, the same statements run and the same answer is given. The database
/// decides whether a customer is made or details wait on one; nothing here ever knows.
pub async fn contact(call: Call<SubmitContact>) -> Done<SubmitContact> {
    let visit = &call.visit;
    let browser = visit.token(BROWSER_COOKIE).ok_or_else(Fail::not_found)?;
    let shopper = guard::shopper(visit).await?;
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
        link: random::id(visit.now)?,
    };
    let saved = match shopper {
        Some(shopper) => save_back(visit, &submission, &shopper).await?,
        // Nobody's book is known here.
        None if call.body.address_id.is_some() => {
            return Err(Fail::field("address_id", "unknown"));
        }
        None => {
            let stored = checkout::submit(&visit.db, &submission, visit.now).await;
            counted(visit, stored).await?;
            Vec::new()
        }
    };
    // Asked for whatever the mailbox: whether there is a mail is the database's to know.
    if submission.contact.marketing_consent {
        visit.nudge();
    }
    Ok(Reply::new(Submitted {
        id: call.params,
        contact: call.body,
        saved,
    }))
}

/// Times that changes are made anew when somebody else was quicker.
const RACES: u32 = 5;

/// Rule 4: what a signed-in customer changed is saved back. Gives the fields that were.
async fn save_back(
    visit: &Visit,
    submission: &checkout::Submission<'_>,
    shopper: &Shopper,
) -> Result<Vec<DetailsField>, Fail> {
    let contact = &submission.contact;
    if !contact
        .email
        .as_str()
        .eq_ignore_ascii_case(&shopper.account.email)
    {
        return Err(Fail::field("email", "locked"));
    }
    for _ in 0..RACES {
        let own = account::find(&visit.db, &shopper.customer)
            .await?
            .ok_or_else(Fail::not_found)?;
        let back = own.save_back(submission.typed, contact)?;
        let keys = Keys::of(&back.details, &own.email);
        let saving = checkout::Saving {
            account: &shopper.account.id,
            customer: &shopper.customer,
            verified: shopper.verified,
            version: own.version,
            back: &back,
            keys: &keys,
        };
        match checkout::save(&visit.db, submission, &saving, visit.now).await {
            Err(Refused::Guard(STALE)) => {}
            stored => {
                counted(visit, stored).await?;
                return Ok(back.fields);
            }
        }
    }
    Err(Fail::Later(Problem::new(503, "busy"), 1))
}

/// What became of a submission: a full bucket says how long to wait.
async fn counted(visit: &Visit, stored: Result<(), Refused>) -> Result<(), Fail> {
    match stored {
        Err(Refused::Guard(THROTTLED)) => {
            let client = visit.client.as_str();
            let limits = [(&CONTACT_CLIENT, client), (&CHECKOUT_CLIENT, client)];
            let seconds = throttle::wait(&visit.db, &limits, visit.now).await?;
            Err(Fail::throttled(seconds))
        }
        other => Ok(other?),
    }
}
