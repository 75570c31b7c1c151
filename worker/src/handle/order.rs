//! Orders: placed at a checkout, followed by their buyer, kept by staff.

mod settling;

use crate::call::{Call, Visit};
use crate::db::{MOVED, REPEATED, Refused, STALE, THROTTLED};
use crate::guard::{self, Shopper};
use crate::reply::{Done, Fail, Reply};
use crate::store::idempotency::{self, Key};
use crate::store::order::{self, End, Placed, Seer, Stored};
use crate::store::{checkout, settings, throttle};
use crate::{random, zone};
use domain::agreement::{Disagreement, Offer, agree};
use domain::api::order::{GetOrder, ListOrders, PlaceOrder, ReviewOrder, SetOrderState, Withdraw};
use domain::checkout::{price, total};
use domain::contact::{Contact, ContactForm};
use domain::history::Actor;
use domain::id::OrderId;
use domain::order::{Buyer, Order, OrderState, PaymentMethod, Transfer, settled, withdrawal_until};
use domain::problem::{FieldError, Problem};
use domain::session::{BROWSER_COOKIE, DAY};
use domain::settings::{Settings, waiver_text};
use domain::throttle::{ORDER_CLIENT, ORDER_MAILBOX};
use settling::{Deed, Settling};

/// Times a decision is made anew when somebody else was quicker.
const RACES: u32 = 5;

/// `POST /api/checkouts/{id}/order`
pub async fn place(call: Call<PlaceOrder>) -> Done<PlaceOrder> {
    let visit = &call.visit;
    let browser = visit.token(BROWSER_COOKIE).ok_or_else(Fail::not_found)?;
    let browser_hash = random::digest(&browser);
    let shopper = guard::shopper(visit).await?;
    let key = visit
        .idempotency_key()?
        .ok_or_else(|| FieldError::new("idempotency_key", "required"))?;
    let scope = format!("order:{}:{browser_hash}", call.params);
    let body = serde_json::to_string(&call.body).map_err(|error| Fail::cause("json", error))?;
    let body_hash = random::digest(&body);
    let key = Key {
        scope: &scope,
        key,
        body_hash: &body_hash,
    };
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
            return repeated(visit, id, &key, &seer).await;
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
        if let Some(made) = idempotency::find(&visit.db, key.scope, key.key).await? {
            let id = OrderId::parse(&made.made).ok_or_else(Fail::not_found)?;
            return repeated(visit, &id, &key, &seer).await;
        }
    }
    Err(Problem::new(409, "changed").into())
}

/// Answers an order that was placed before: the same key and body get it again.
async fn repeated(visit: &Visit, id: &OrderId, key: &Key<'_>, seer: &Seer<'_>) -> Done<PlaceOrder> {
    let made = idempotency::find(&visit.db, key.scope, key.key).await?;
    let order = found(visit, id, seer).await?.order;
    match made {
        Some(made) if made.body_hash == key.body_hash => Ok(Reply::new(order)),
        Some(_) => Err(Fail::field("idempotency_key", "reused")),
        None => Err(Problem {
            current: serde_json::to_value(order).ok(),
            ..Problem::new(409, "ordered")
        }
        .into()),
    }
}

/// The contact details of a checkout, by today's rules.
fn proved(typed: Option<&str>) -> Result<Contact, Fail> {
    let typed = typed.ok_or_else(|| FieldError::new("contact", "required"))?;
    let form: ContactForm =
        serde_json::from_str(typed).map_err(|error| Fail::cause("contact", error))?;
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

/// `GET /api/orders/{id}`
pub async fn get(call: Call<GetOrder>) -> Done<GetOrder> {
    let visit = &call.visit;
    let seen = Seeing::of(visit).await?;
    Ok(Reply::new(
        found(visit, &call.params, &seen.seer()).await?.order,
    ))
}

/// `POST /api/orders/{id}/withdrawal`
pub async fn withdraw(call: Call<Withdraw>) -> Done<Withdraw> {
    let visit = &call.visit;
    let seen = Seeing::of(visit).await?;
    let seer = seen.seer();
    let stored = found(visit, &call.params, &seer).await?;
    let actor = match seer.account {
        Some(_) => Actor::Customer,
        None => Actor::Visitor,
    };
    let declared =
        order::withdraw(&visit.db, &stored.order.id, actor, seer.account, visit.now).await;
    let now = found(visit, &call.params, &seer).await?.order;
    match declared {
        Ok(()) => {
            visit.nudge();
            Ok(Reply::new(now))
        }
        Err(Refused::Guard(STALE)) if now.withdrawal.declared_at.is_some() => Ok(Reply::new(now)),
        Err(Refused::Guard(STALE)) => Err(conflict("withdrawal", &now)),
        Err(other) => Err(other.into()),
    }
}

/// What a request shows of who asks.
struct Seeing {
    browser_hash: Option<String>,
    token_hash: Option<String>,
    shopper: Option<Shopper>,
}

impl Seeing {
    async fn of(visit: &Visit) -> Result<Seeing, Fail> {
        Ok(Seeing {
            browser_hash: visit
                .token(BROWSER_COOKIE)
                .map(|token| random::digest(&token)),
            token_hash: visit.order_token.as_deref().map(random::digest),
            shopper: guard::shopper(visit).await?,
        })
    }

    fn seer(&self) -> Seer<'_> {
        Seer {
            browser_hash: self.browser_hash.as_deref(),
            token_hash: self.token_hash.as_deref(),
            account: self.shopper.as_ref().map(|shopper| &shopper.account.id),
        }
    }
}

async fn found(visit: &Visit, id: &OrderId, seer: &Seer<'_>) -> Result<Stored, Fail> {
    order::find_for(&visit.db, id, seer, visit.now)
        .await?
        .ok_or_else(Fail::not_found)
}

/// `GET /api/admin/orders`
pub async fn list(call: Call<ListOrders>) -> Done<ListOrders> {
    Ok(Reply::new(order::list(&call.visit.db, &call.query).await?))
}

/// `GET /api/admin/orders/{id}`
pub async fn review(call: Call<ReviewOrder>) -> Done<ReviewOrder> {
    Ok(Reply::new(
        stored(&call.visit, &call.params).await?.record(),
    ))
}

/// `PUT /api/admin/orders/{id}/state`
pub async fn set_state(call: Call<SetOrderState>) -> Done<SetOrderState> {
    let visit = &call.visit;
    let wanted = call
        .body
        .state
        .ok_or_else(|| FieldError::new("state", "required"))?;
    let by = call.account.as_ref().map(|account| &account.id);
    for _ in 0..RACES {
        let before = stored(visit, &call.params).await?;
        let state = before.order.state;
        if state.fulfils(wanted) {
            return Ok(Reply::new(before.record()));
        }
        if !state.next().contains(&wanted) {
            return Err(conflict("state", &before.record()));
        }
        let changed = match wanted {
            OrderState::Completed => order::complete(&visit.db, &call.params, by, visit.now).await,
            OrderState::Cancelled => {
                order::end(&visit.db, &call.params, &End::Cancel, by, visit.now).await
            }
            OrderState::Paid | OrderState::Refunded => {
                let settings = settings::settings(&visit.db).await?;
                let deed = Deed::of(&before, by);
                if wanted == OrderState::Paid {
                    let settling = Settling::of(visit, &settings, &deed).await?;
                    order::settle(&visit.db, &settling.settled(&deed), visit.now).await
                } else {
                    let note = settling::credit_note(visit, &settings, &deed, &before.order)?;
                    let end = End::Refund(note.as_ref().map(settling::Drawn::issued));
                    order::end(&visit.db, &call.params, &end, by, visit.now).await
                }
            }
            OrderState::Placed => return Err(conflict("state", &before.record())),
        };
        match changed {
            Ok(()) => {
                visit.nudge();
                return Ok(Reply::new(stored(visit, &call.params).await?.record()));
            }
            // Somebody was quicker: what they made of it decides.
            Err(Refused::Guard(STALE | MOVED)) => {}
            Err(other) => return Err(other.into()),
        }
    }
    let now = stored(visit, &call.params).await?.record();
    Err(conflict("state", &now))
}

async fn stored(visit: &Visit, id: &OrderId) -> Result<Stored, Fail> {
    order::find(&visit.db, id)
        .await?
        .ok_or_else(Fail::not_found)
}

fn conflict(code: &'static str, current: &impl serde::Serialize) -> Fail {
    Problem {
        current: serde_json::to_value(current).ok(),
        ..Problem::new(409, code)
    }
    .into()
}

/// What an order becomes once nothing is left to pay.
fn state_of(order: &Deed<'_>) -> OrderState {
    settled(order.lines)
}

impl<'a> Deed<'a> {
    /// The deed of a stored order, done by staff.
    fn of(stored: &'a Stored, by: Option<&'a domain::id::AccountId>) -> Deed<'a> {
        let order: &Order = &stored.order;
        Deed {
            order: &order.id,
            number: Some(order.number),
            lines: &order.lines,
            total: order.total,
            vat: &order.vat,
            currency: &order.currency,
            buyer: &order.buyer,
            placed_at: order.placed_at,
            customer: stored.customer.as_ref(),
            actor: Actor::Staff,
            by,
        }
    }
}
