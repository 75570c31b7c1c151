//! Orders: placed at a checkout, followed by their buyer, kept by staff.

mod place;
mod settling;

pub use place::place;

use crate::call::{Call, Visit};
use crate::db::{MOVED, Refused, STALE};
use crate::guard::{self, Shopper};
use crate::random;
use crate::reply::{Done, Fail, Reply};
use crate::store::order::{self, End, Seer, Stored};
use crate::store::settings;
use domain::api::order::{GetOrder, ListOrders, ReviewOrder, SetOrderState, Withdraw};
use domain::history::Actor;
use domain::id::OrderId;
use domain::order::{Order, OrderState};
use domain::problem::FieldError;
use domain::session::BROWSER_COOKIE;
use settling::{Deed, Settling};

/// Times a decision is made anew when somebody else was quicker.
const RACES: u32 = 5;

/// `GET /api/orders/{id}`
pub async fn get(call: Call<GetOrder>) -> Done<GetOrder> {
    let visit = &call.visit;
    let stored = Seeing::of(visit).await?.order(visit, &call.params).await?;
    Ok(Reply::new(stored.order))
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
        Err(Refused::Guard(STALE)) => Err(Fail::conflict("withdrawal", &now)),
        Err(other) => Err(other.into()),
    }
}

/// What a request shows of who asks.
pub struct Seeing {
    browser_hash: Option<String>,
    token_hash: Option<String>,
    shopper: Option<Shopper>,
}

impl Seeing {
    pub async fn of(visit: &Visit) -> Result<Seeing, Fail> {
        Ok(Seeing {
            browser_hash: visit
                .token(BROWSER_COOKIE)
                .map(|token| random::digest(&token)),
            token_hash: visit.order_token.as_deref().map(random::digest),
            shopper: guard::shopper(visit).await?,
        })
    }

    /// An order that this request may see; 404 for any other.
    pub async fn order(&self, visit: &Visit, id: &OrderId) -> Result<Stored, Fail> {
        found(visit, id, &self.seer()).await
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
    let by = call.account().map(|account| &account.id);
    for _ in 0..RACES {
        let before = stored(visit, &call.params).await?;
        let state = before.order.state;
        if state.fulfils(wanted) {
            return Ok(Reply::new(before.record()));
        }
        if !state.next().contains(&wanted) {
            return Err(Fail::conflict("state", &before.record()));
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
            OrderState::Placed => return Err(Fail::conflict("state", &before.record())),
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
    Err(Fail::conflict("state", &now))
}

async fn stored(visit: &Visit, id: &OrderId) -> Result<Stored, Fail> {
    order::find(&visit.db, id)
        .await?
        .ok_or_else(Fail::not_found)
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
