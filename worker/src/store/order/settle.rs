//! The batch that brings a purchase to its end (rule 15): the order's state decides, then its invoice, what was
//! acquired, the customer's record, the offer of an account, history and mails, or nothing of it.

use super::text;
use crate::db::{Db, MOVED, Refused, STALE, Sql, guard_changed, guard_unless, sql};
use crate::store::outbox;
use domain::customer::Keys;
use domain::history::{Actor, Fact};
use domain::id::{AccountId, AddressId, CustomerId, InvoiceId, OrderId};
use domain::invoice::{Invoice, Kind};
use domain::order::{Buyer, OrderState};
use domain::pending::{Details, DetailsField};
use domain::session::INVITATION;

/// A purchase to be brought to its end.
pub struct Settled<'a> {
    pub order: &'a OrderId,
    /// What the order becomes: paid, or completed where nothing is left to deliver.
    pub state: OrderState,
    /// None for what is free.
    pub invoice: Option<Issued<'a>>,
    /// The customer the order belongs to; none once erased.
    pub customer: Option<Owner<'a>>,
    /// The id of the dormant account that is offered where the customer has none.
    pub account: &'a AccountId,
    pub actor: Actor,
    pub by: Option<&'a AccountId>,
    /// True for what is paid by hand later: its buyer is told. What is free is told with the order.
    pub tell: bool,
}

/// A legal document to be numbered.
pub struct Issued<'a> {
    pub id: &'a InvoiceId,
    pub kind: Kind,
    pub year: i64,
    /// `2026-11-22`
    pub on: &'a str,
    pub total: i64,
    pub data: &'a Invoice,
}

/// The customer's record as it was read, and what the order's details make of it while the mailbox is unproved (rule 2).
pub struct Owner<'a> {
    pub id: &'a CustomerId,
    pub version: u32,
    pub before: &'a Details,
    pub buyer: &'a Buyer,
    pub keys: &'a Keys,
    pub fields: &'a [DetailsField],
    pub address: &'a AddressId,
}

/// Settles an order that was placed. [`Refused::Guard`]: `stale` when it is not `placed` any more, `moved` when the
/// customer's record changed since it was read.
pub async fn settle(db: &Db, settled: &Settled<'_>, now: i64) -> Result<(), Refused> {
    db.batch(statements(settled, now)?).await.map(|_| ())
}

/// The statements of [`settle`], for a batch that places and settles at once.
pub fn statements(settled: &Settled<'_>, now: i64) -> Result<Vec<Sql>, Refused> {
    let order = settled.order;
    let mut batch = vec![
        sql(
            "update orders set state = ?2, paid_at = ?3, remind_at = null, due_at = null,
                ended_at = case when ?2 = 'completed' then ?3 end
            where id = ?1 and state = 'placed'",
        )
        .bind(order)
        .bind(settled.state.code())
        .bind(now),
        guard_changed(STALE),
    ];
    if let Some(issued) = &settled.invoice {
        batch.extend(issue(order, issued, now)?);
    }
    batch.push(acquire(order, now));
    if let Some(owner) = &settled.customer {
        batch.extend(replace_details(owner, order, now)?);
        batch.push(
            sql("update customers set stage = 'buyer' where id = ?1 and stage <> 'buyer'")
                .bind(owner.id),
        );
        batch.extend(offer_account(settled.account, owner.id, order, now));
    }
    let fact = match settled.state {
        OrderState::Completed => Fact::OrderCompleted,
        _ => Fact::OrderPaid,
    };
    batch.push(note(order, settled.actor, settled.by, fact, now));
    if settled.tell {
        batch.push(outbox::to_buyer("order_paid", order, now));
    }
    Ok(batch)
}

/// Takes the next number of a series and freezes the document under it.
pub fn issue(order: &OrderId, issued: &Issued<'_>, now: i64) -> Result<[Sql; 2], Refused> {
    let counter = issued.kind.counter(issued.year);
    let count = sql("insert into counters (name, n) values (?1, 1)
        on conflict (name) do update set n = n + 1")
    .bind(&counter);
    let insert = sql("insert into invoices
            (id, kind, series, year, number, order_id, issued_at, issued_on, total, data)
        select ?1, ?2, ?3, ?4, n, ?5, ?6, ?7, ?8, ?9 from counters where name = ?10")
    .bind(issued.id)
    .bind(issued.kind.code())
    .bind(issued.kind.series())
    .bind(issued.year)
    .bind(order)
    .bind(now)
    .bind(issued.on)
    .bind(issued.total)
    .bind(text(issued.data)?)
    .bind(&counter);
    Ok([count, insert])
}

/// What was acquired: one row a product and customer; buying it again renews it, an access from its end on.
fn acquire(order: &OrderId, now: i64) -> Sql {
    sql(format!(
        "insert into purchases (id, customer_id, product_id, reference, first_order_id, first_place,
            last_order_id, last_place, quantity, valid_from, valid_until)
        select {id}, o.customer_id, l.product_id, 'P' || o.number || '-' || (l.place + 1), o.id, l.place,
            o.id, l.place, l.quantity, ?2, ?2 + l.validity_days * l.quantity * {DAY}
        from orders o join order_lines l on l.order_id = o.id
        where o.id = ?1 and o.customer_id is not null
        on conflict (customer_id, product_id) do update set
            last_order_id = excluded.last_order_id, last_place = excluded.last_place,
            quantity = quantity + excluded.quantity, ended_at = null,
            valid_until = case when excluded.valid_until is null then null
                else max(coalesce(valid_until, ?2), ?2) + excluded.valid_until - ?2 end",
        id = outbox::NEW_ID,
        DAY = domain::session::DAY,
    ))
    .bind(order)
    .bind(now)
}

/// While nobody proved the mailbox, the paid order's details become the record's, and what stood there goes to the
/// history. The same statements run for a proved one and change nothing.
fn replace_details(owner: &Owner<'_>, order: &OrderId, now: i64) -> Result<Vec<Sql>, Refused> {
    let fields: Vec<&str> = owner.fields.iter().map(|field| field.code()).collect();
    let differs = !fields.is_empty();
    let other_address = owner.fields.contains(&DetailsField::Address);
    let address = &owner.buyer.address;
    Ok(vec![
        guard_unless("(select version from customers where id = ?1) = ?2", MOVED)
            .bind(owner.id)
            .bind(owner.version),
        sql(
            "insert into history (customer_id, at, actor, fact, fields, order_id, before)
            select id, ?2, 'system', ?3, ?4, ?5, ?6 from customers
            where id = ?1 and verified_at is null and ?7 = 1",
        )
        .bind(owner.id)
        .bind(now)
        .bind(Fact::DetailsReplaced.code())
        .bind(text(&fields)?)
        .bind(order)
        .bind(text(owner.before)?)
        .bind(differs),
        sql("insert into addresses
                (id, customer_id, line1, line2, postcode, city, region, country, used_at)
            select ?1, id, ?3, ?4, ?5, ?6, ?7, ?8, ?9 from customers
            where id = ?2 and verified_at is null and ?10 = 1")
        .bind(owner.address)
        .bind(owner.id)
        .bind(&address.line1)
        .bind(&address.line2)
        .bind(&address.postcode)
        .bind(&address.city)
        .bind(&address.region)
        .bind(&address.country)
        .bind(now)
        .bind(other_address),
        sql(
            "update customers set version = version + 1, first_name = ?2, last_name = ?3,
                phone = coalesce(?4, phone), organisation = coalesce(?5, organisation),
                billing = coalesce(?6, billing), name_key = ?7, search_text = ?8
            where id = ?1 and verified_at is null and ?9 = 1",
        )
        .bind(owner.id)
        .bind(&owner.buyer.first_name)
        .bind(&owner.buyer.last_name)
        .bind(&owner.buyer.phone)
        .bind(&owner.buyer.organisation)
        .bind(owner.buyer.billing.as_ref().map(text).transpose()?)
        .bind(&owner.keys.name_key)
        .bind(&owner.keys.search_text)
        .bind(differs),
        // What was typed at that checkout stands on the record now and waits no more.
        sql("delete from pending_details
            where customer_id = (select id from customers where id = ?1 and verified_at is null)
                and checkout_id = (select checkout_id from orders where id = ?2)")
        .bind(owner.id)
        .bind(order),
    ])
}

/// Links the customer to an account: the one of the mailbox where its owner proved it, else a dormant one that is only
/// offered (rule 5). A disabled account stays as it is.
fn offer_account(
    account: &AccountId,
    customer: &CustomerId,
    order: &OrderId,
    now: i64,
) -> Vec<Sql> {
    vec![
        sql("update accounts set customer_id = ?1
            where customer_id is null and verified_at is not null and role = 'customer'
                and email_key = (select email_key from customers where id = ?1)")
        .bind(customer),
        sql("insert into accounts (id, customer_id, email, email_key, role, enabled, invited_at, invited_until, created_at)
            select ?1, c.id, c.email, c.email_key, 'customer', 1, ?4, ?3, ?4 from customers c
            where c.id = ?2 and not exists (
                select 1 from accounts where customer_id = c.id or email_key = c.email_key)")
        .bind(account)
        .bind(customer)
        .bind(now + INVITATION)
        .bind(now),
        sql("insert into history (customer_id, at, actor, fact, order_id)
            select customer_id, ?2, 'system', ?3, ?4 from accounts where id = ?1")
        .bind(account)
        .bind(now)
        .bind(Fact::Invited.code())
        .bind(order),
        outbox::invitation(account, order, now),
    ]
}

/// An entry of the history about an order.
pub fn note(order: &OrderId, actor: Actor, by: Option<&AccountId>, fact: Fact, now: i64) -> Sql {
    sql("insert into history (customer_id, at, actor, account_id, fact, order_id)
        select customer_id, ?2, ?3, ?4, ?5, id from orders where id = ?1 and customer_id is not null")
    .bind(order)
    .bind(now)
    .bind(actor.code())
    .bind(by)
    .bind(fact.code())
}
