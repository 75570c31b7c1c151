//! Opening the checkout: the basket goes to the Worker, which prices it and binds it to this browser.
//! The form does not wait for it. A reload takes up the same checkout; one that is gone is opened anew.

use crate::checkout::{draft, fields, returning, submission, summary};
use crate::client::{self, Refusal};
use crate::dom::pause;
use crate::shop::kept;
use crate::text;
use domain::api::checkout::{Basket, GetCheckout, OpenCheckout};
use domain::api::shop::InLocale;
use domain::checkout::{BasketLine, Checkout};
use domain::id::CheckoutId;
use domain::problem::FieldError;
use domain::route;
use std::cell::{Cell, RefCell};
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;

thread_local! {
    static OPENED: RefCell<Option<CheckoutId>> = const { RefCell::new(None) };
    static UNDER_WAY: Cell<bool> = const { Cell::new(false) };
}

/// Opens it beside the page; the summary shows how that goes.
pub fn begin() {
    summary::waiting();
    spawn_local(async {
        let _ = open().await;
    });
}

/// The checkout's id; opens it first where that has not happened yet.
pub async fn id() -> Result<CheckoutId, Refusal> {
    while UNDER_WAY.get() {
        pause(Duration::from_millis(50)).await;
    }
    match OPENED.with_borrow(Clone::clone) {
        Some(id) => Ok(id),
        None => open().await,
    }
}

/// Forgets a checkout that the Worker no longer knows, and opens another for the same basket.
pub async fn anew() -> Result<(), Refusal> {
    kept::forget_checkout();
    OPENED.set(None);
    open().await.map(drop)
}

async fn open() -> Result<CheckoutId, Refusal> {
    UNDER_WAY.set(true);
    let answer = ask().await;
    UNDER_WAY.set(false);
    match answer {
        Ok(checkout) => {
            if checkout.order.is_some() {
                // Bought already: that page knows where the order is.
                let _ = crate::dom::window()
                    .location()
                    .assign(route::CHECKOUT_PAYMENT);
            }
            kept::keep_checkout(&checkout.id, kept::lines());
            OPENED.set(Some(checkout.id.clone()));
            if let Some(left) = &checkout.contact {
                fields::fill_unless_typed(left);
            }
            returning::hint(checkout.signed_in);
            if checkout.signed_in {
                returning::come(true);
            } else {
                returning::reveal();
            }
            let id = checkout.id.clone();
            submission::name(checkout.total == 0);
            summary::show(checkout);
            Ok(id)
        }
        Err(refusal) => {
            returning::reveal();
            summary::failed(&refusal);
            Err(refusal)
        }
    }
}

async fn ask() -> Result<Checkout, Refusal> {
    let query = InLocale {
        locale: Some(text::locale()),
    };
    let lines = kept::lines();
    if let Some((id, opened_for)) = kept::checkout()
        && (lines.is_empty() || opened_for == lines)
    {
        match client::call::<GetCheckout>(&id, &query, &()).await {
            Err(refusal) if refusal.status() == 404 && !lines.is_empty() => {}
            answer => return answer,
        }
    }
    loop {
        let basket = Basket {
            lines: kept::lines(),
        };
        match client::call::<OpenCheckout>(&(), &query, &basket).await {
            Err(Refusal::Problem(problem, _)) if drop_gone(&basket.lines, &problem.fields) => {
                summary::changed();
                if kept::lines().is_empty() {
                    // Nothing is left to buy: the page says so, what was typed stays in the draft.
                    draft::keep();
                    crate::dom::root("data-basket", "empty");
                    return Err(Refusal::Problem(problem, None));
                }
            }
            answer => return answer,
        }
    }
}

/// Takes lines whose product is gone out of the basket; true when there were any.
fn drop_gone(lines: &[BasketLine], faults: &[FieldError]) -> bool {
    let gone = |place: usize| {
        let path = format!("lines.{place}.product");
        faults.iter().any(|fault| fault.field == path)
    };
    let left: Vec<BasketLine> = lines
        .iter()
        .enumerate()
        .filter(|(place, _)| !gone(*place))
        .map(|(_, line)| line.clone())
        .collect();
    let some = left.len() < lines.len();
    if some {
        kept::keep_lines(&left);
    }
    some
}
