//! Opening the checkout: the basket goes to the Worker, which prices it and binds it to this browser.
//! The form does not wait for it. A reload takes up the same checkout; one that is gone is opened anew.

use crate::client::{self, Refusal};
use crate::reactive::{follow, go};
use crate::shop::basket::Basket;
use crate::storage::{self, Shelf};
use crate::text;
use domain::api::checkout::{Basket as OpenWith, GetCheckout, OpenCheckout};
use domain::api::shop::InLocale;
use domain::checkout::{BasketLine, Checkout};
use domain::contact::ContactForm;
use domain::id::CheckoutId;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::time::Duration;

const NAME: &str = "checkout";

/// The checkout of this tab, and the basket it was opened for.
#[derive(Serialize, Deserialize)]
struct Kept {
    id: CheckoutId,
    lines: Vec<BasketLine>,
}

/// The opening of a checkout. A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Opening {
    basket: Basket,
    checkout: RwSignal<Option<Checkout>>,
    refusal: RwSignal<Option<Refusal>>,
    /// A product of the basket is not for sale any more.
    changed: RwSignal<bool>,
    under_way: StoredValue<bool>,
}

impl Opening {
    /// Takes up the tab's checkout if it is for this basket, else opens one; asks again when the language changes.
    pub fn new(basket: Basket) -> Opening {
        let opening = Opening {
            basket,
            checkout: RwSignal::new(None),
            refusal: RwSignal::new(None),
            changed: RwSignal::new(false),
            under_way: StoredValue::new(false),
        };
        follow(move || {
            text::locale();
            if !opening.nothing() {
                go(async move {
                    let _ = opening.open().await;
                });
            }
        });
        opening
    }

    /// Whether there is nothing to check out: an empty basket and no checkout in this tab.
    pub fn nothing(self) -> bool {
        self.basket.lines().is_empty() && kept().is_none()
    }

    /// The opened checkout, followed by whatever is reading.
    pub fn checkout(self) -> Option<Checkout> {
        self.checkout.get()
    }

    /// Why it could not be opened.
    pub fn refusal(self) -> Option<Refusal> {
        self.refusal.get()
    }

    /// Whether the basket was changed because a product is gone.
    pub fn changed(self) -> bool {
        self.changed.get()
    }

    /// Reads what this browser typed in this checkout before, once that is known.
    pub fn with_typed(self, read: impl FnOnce(&ContactForm)) {
        self.checkout.with(|checkout| {
            if let Some(typed) = checkout.as_ref().and_then(|c| c.contact.as_ref()) {
                read(typed);
            }
        });
    }

    /// The checkout's id; opens it first where that has not happened yet.
    pub async fn id(self) -> Result<CheckoutId, Refusal> {
        while self.under_way.try_get_value() == Some(true) {
            client::pause(Duration::from_millis(50)).await;
        }
        if let Some(checkout) = self.checkout.get_untracked() {
            return Ok(checkout.id);
        }
        self.open().await?;
        let checkout = self.checkout.get_untracked();
        checkout
            .map(|checkout| checkout.id)
            .ok_or(Refusal::Broken(0))
    }

    /// Tries again after a refusal.
    pub fn again(self) {
        go(async move {
            let _ = self.open().await;
        });
    }

    /// Forgets a checkout that the Worker no longer knows, and opens another for the same basket.
    pub async fn anew(self) -> Result<(), Refusal> {
        storage::remove(Shelf::Tab, NAME);
        self.checkout.set(None);
        self.open().await
    }

    async fn open(self) -> Result<(), Refusal> {
        self.under_way.set_value(true);
        let answer = self.ask().await;
        self.under_way.try_set_value(false);
        self.refusal.try_set(answer.as_ref().err().cloned());
        let checkout = answer?;
        keep(&checkout.id, self.basket.lines_now());
        self.checkout.try_set(Some(checkout));
        Ok(())
    }

    async fn ask(self) -> Result<Checkout, Refusal> {
        let query = InLocale {
            locale: Some(text::locale_now()),
        };
        let lines = self.basket.lines_now();
        if let Some(kept) = kept()
            && (lines.is_empty() || kept.lines == lines)
        {
            match client::call::<GetCheckout>(&kept.id, &query, &()).await {
                Err(refusal) if refusal.status() == 404 && !lines.is_empty() => {}
                answer => return answer,
            }
        }
        let answer = client::call::<OpenCheckout>(&(), &query, &OpenWith { lines }).await;
        match answer {
            Err(Refusal::Problem(problem, _)) if self.drop_gone(&problem.fields) => {
                let lines = self.basket.lines_now();
                client::call::<OpenCheckout>(&(), &query, &OpenWith { lines }).await
            }
            answer => answer,
        }
    }

    /// Takes lines whose product is gone out of the basket; true when something is left to open.
    fn drop_gone(self, faults: &[domain::problem::FieldError]) -> bool {
        let lines = self.basket.lines_now();
        let gone: Vec<_> = lines
            .iter()
            .enumerate()
            .filter(|(place, _)| {
                let path = format!("lines.{place}.product");
                faults.iter().any(|fault| fault.field == path)
            })
            .map(|(_, line)| line.product.clone())
            .collect();
        for product in &gone {
            self.basket.set(product, 0);
        }
        self.changed.set(!gone.is_empty());
        !gone.is_empty() && !self.basket.lines_now().is_empty()
    }
}

/// The id of the tab's checkout.
pub fn kept_id() -> Option<CheckoutId> {
    kept().map(|kept| kept.id)
}

fn kept() -> Option<Kept> {
    serde_json::from_str(&storage::get(Shelf::Tab, NAME)?).ok()
}

fn keep(id: &CheckoutId, lines: Vec<BasketLine>) {
    let kept = Kept {
        id: id.clone(),
        lines,
    };
    if let Ok(text) = serde_json::to_string(&kept) {
        storage::set(Shelf::Tab, NAME, &text);
    }
}
