//! Placing the order, once however often it is sent: the key made at the first press is used until an answer comes, also after a reload.

use crate::client::{self, Refusal};
use crate::json;
use crate::storage::{self, Shelf};
use crate::text;
use domain::api::order::{Agreement, IDEMPOTENCY_KEY, PlaceOrder};
use domain::api::shop::InLocale;
use domain::id::CheckoutId;
use domain::order::Order;

const NAME: &str = "placing";

/// Sends the order. A refusal is an answer; silence and the Worker's own troubles are none.
pub async fn place(id: &CheckoutId, agreement: &Agreement) -> Result<Order, Refusal> {
    let key = key(id, agreement);
    let query = InLocale {
        locale: Some(text::locale()),
    };
    let answer =
        client::call_with::<PlaceOrder>(id, &query, agreement, &[(IDEMPOTENCY_KEY, key)]).await;
    let answered = match &answer {
        Ok(_) => true,
        Err(refusal) => (400..500).contains(&refusal.status()),
    };
    if answered {
        storage::remove(Shelf::Tab, NAME);
    }
    answer
}

/// The key of this very order: another checkout or another agreement is another order.
fn key(id: &CheckoutId, agreement: &Agreement) -> String {
    let body = serde_json::to_string(&(id, agreement)).unwrap_or_default();
    let kept = storage::get(Shelf::Tab, NAME)
        .and_then(|text| json::read::<(String, String)>(&text))
        .filter(|(of, _)| *of == body);
    if let Some((_, key)) = kept {
        return key;
    }
    let key = client::fresh_key();
    if let Ok(text) = serde_json::to_string(&(body, &key)) {
        storage::set(Shelf::Tab, NAME, &text);
    }
    key
}
