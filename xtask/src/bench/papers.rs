//! Papers: an invoice of one line and one of a hundred, drawn anew at each request, beside a request that draws nothing.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use super::client::Client;
use super::load;
use super::row;
use crate::demo::Owner;
use crate::seed;

const CALLS: u32 = 200;
/// The invoice of a hundred lines. No basket holds so many: it is written beside the shop.
const LONG: &str = "01999999-9999-7999-8999-999999999999";

/// Writes an invoice of a hundred lines into a state folder: those of another, in a series of its own, for the latest order
/// that has none.
pub fn add(folder: &Path) -> Result<()> {
    seed::run_sql(
        folder,
        &format!(
            "insert into invoices (id, kind, series, year, number, order_id, issued_at, issued_on, total, data)
            select '{LONG}', 'invoice', 'B', i.year, 1, o.id, i.issued_at, i.issued_on, i.total * 100,
                json_set(i.data, '$.total', i.total * 100, '$.vat[0].vat', (i.data ->> '$.vat[0].vat') * 100, '$.lines',
                    (with recursive n (place) as (select 1 union all select place + 1 from n where place < 100)
                    select json_group_array(json(json_set(i.data -> '$.lines[0]', '$.name', 'Article ' || place)))
                    from n))
            from invoices i, orders o
            where i.id = (select id from invoices where kind = 'invoice' order by id limit 1)
                and o.id = (select id from orders p where not exists (select 1 from invoices where order_id = p.id) order by seq desc limit 1);\n"
        ),
    )
}

/// Prints what a paper costs to draw.
pub fn table(client: &Client, owner: &Owner) -> Result<()> {
    let staff = client.signed_in(owner)?;
    println!("\n## Papers\n");
    println!("| what | p50 ms | p95 ms | rows read | round trips |");
    println!("|---|---|---|---|---|");
    let floor = load::one_by_one(CALLS, |_| client.get("/api/health"))?;
    row("floor: a request without D1", &floor);
    let (short, long) = papers(&staff)?;
    let order = long.0.clone();
    let page = load::one_by_one(CALLS, |_| staff.get(&order))?;
    row("floor: the order, which draws nothing", &page);
    for (title, file) in [
        ("an invoice of one line", &short.1),
        ("an invoice of a hundred lines", &long.1),
    ] {
        row(title, &load::one_by_one(CALLS, |_| staff.get(file))?);
    }
    Ok(())
}

/// The paths of an order and of its paper: of one line, and of a hundred.
fn papers(staff: &Client) -> Result<((String, String), (String, String))> {
    let paths = |order: &str, paper: &str| {
        let order = format!("/api/admin/orders/{order}");
        let paper = format!("{order}/invoices/{paper}/pdf");
        (order, paper)
    };
    let (mut short, mut long) = (None, None);
    for state in ["completed", "placed", "cancelled", "paid"] {
        let list = staff
            .read(&format!("/api/admin/orders?state={state}"))?
            .body;
        for order in list["items"].as_array().into_iter().flatten() {
            let id = order["id"].as_str().unwrap_or_default();
            let seen = staff.read(&format!("/api/admin/orders/{id}"))?.body;
            let invoice = seen.pointer("/order/invoice/id").and_then(Value::as_str);
            match invoice {
                Some(LONG) => long = Some(paths(id, LONG)),
                Some(other) => short = Some(paths(id, other)),
                None => {}
            }
            if let (Some(short), Some(long)) = (&short, &long) {
                return Ok((short.clone(), long.clone()));
            }
        }
    }
    short
        .zip(long)
        .context("the shop has no such invoices among its latest orders")
}
