//! The purchase: placing orders, and bringing them to their end.

use anyhow::Result;

use super::client::Client;
use super::doors::ready;
use super::load::{self, WARM_UP};
use super::row;
use crate::demo::Owner;

const CALLS: u32 = 200;

/// Prints what a new customer's order costs, and what marking it paid does.
pub fn table(client: &Client, owner: &Owner) -> Result<()> {
    let product = client.product()?;
    let checkouts = (0..CALLS + WARM_UP)
        .map(|turn| ready(client, &format!("order.{turn}@doors.example.com"), &product))
        .collect::<Result<Vec<_>>>()?;
    println!("\n## Orders\n");
    println!("| what | p50 ms | p95 ms | rows read | round trips |");
    println!("|---|---|---|---|---|");
    let floor = load::one_by_one(CALLS, |_| client.open(&product).map(|(sample, _)| sample))?;
    row("floor: open a checkout (one insert)", &floor);
    let orders = std::cell::RefCell::new(Vec::new());
    let placed = load::one_by_one(CALLS, |turn| {
        let (sample, order) = client.order(&checkouts[turn as usize])?;
        orders.borrow_mut().push(order);
        Ok(sample)
    })?;
    row("an order placed, by transfer", &placed);
    let staff = client.signed_in(owner)?;
    let orders = orders.into_inner();
    let paid = load::one_by_one(CALLS, |turn| staff.pay(&orders[turn as usize]))?;
    row("an order marked paid and completed", &paid);
    Ok(())
}
