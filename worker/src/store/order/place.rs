//! The batch that places an order: its number, its frozen lines and buyer, its mails.

use super::settle::{Settled, statements};
use super::text;
use crate::db::{Db, REPEATED, Refused, guard_changed, sql};
use crate::store::idempotency::{self, Key};
use crate::store::{outbox, throttle};
use domain::checkout::{Line, VatShare};
use domain::history::Fact;
use domain::id::{AccountId, CheckoutId, OrderId};
use domain::locale::Locale;
use domain::order::{Buyer, PaymentMethod, Transfer};
use domain::throttle::{ORDER_CLIENT, ORDER_MAILBOX};

/// An order to be placed.
pub struct Placed<'a> {
    pub id: &'a OrderId,
    pub checkout: &'a CheckoutId,
    pub browser_hash: &'a str,
    pub key: &'a Key<'a>,
    /// The account that is signed in.
    pub account: Option<&'a AccountId>,
    /// What stands on the checkout, as it was read: changed since, the order is not placed.
    pub contact: &'a str,
    pub buyer: &'a Buyer,
    pub email_key: &'a str,
    pub name_key: &'a str,
    pub lines: &'a [Line],
    pub total: i64,
    pub vat: &'a [VatShare],
    pub currency: &'a str,
    pub locale: Locale,
    pub method: PaymentMethod,
    /// Without its reference, which is the order's number.
    pub transfer: Option<&'a Transfer>,
    pub terms: u32,
    pub waiver: Option<&'a str>,
    pub remind_at: Option<i64>,
    pub due_at: Option<i64>,
    pub withdraw_until: Option<i64>,
    pub client: &'a str,
    /// The mailbox's digest, where nobody signed in stands for it: such orders are counted.
    pub unproved: Option<&'a str>,
    /// For what is free: it is brought to its end in the same batch.
    pub settled: Option<&'a Settled<'a>>,
}

/// Places an order. [`Refused::Guard`]: `repeated` when the key or the checkout made one before, or the contact details
/// changed meanwhile; `throttled`; `moved` when the customer's record changed meanwhile (free orders only).
pub async fn place(db: &Db, placed: &Placed<'_>, now: i64) -> Result<(), Refused> {
    let mut batch = vec![throttle::charge(&ORDER_CLIENT, placed.client, now)];
    if let Some(mailbox) = placed.unproved {
        batch.push(throttle::charge(&ORDER_MAILBOX, mailbox, now));
    }
    batch.extend(idempotency::claim(placed.key, placed.id.as_str(), now));
    batch.push(sql("insert into counters (name, n) values ('order', 1001)
        on conflict (name) do update set n = n + 1"));
    batch.push(
        sql("insert into orders (id, number, checkout_id, browser_hash, customer_id, account_id, state,
                payment_method, currency, total, vat, buyer, email_key, name_key, locale, transfer, terms,
                waiver, placed_at, remind_at, due_at, withdraw_until)
            select ?1, (select n from counters where name = 'order'), id, browser_hash, customer_id, ?5,
                'placed', ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,
                json_set(?14, '$.reference', 'C' || (select n from counters where name = 'order')),
                ?15, ?16, ?17, ?18, ?19, ?20
            from checkouts where id = ?2 and browser_hash = ?3 and contact = ?4 and customer_id is not null
                and expires_at > ?17
            on conflict (checkout_id) do nothing")
        .bind(placed.id)
        .bind(placed.checkout)
        .bind(placed.browser_hash)
        .bind(placed.contact)
        .bind(placed.account)
        .bind(placed.method.code())
        .bind(placed.currency)
        .bind(placed.total)
        .bind(text(&placed.vat)?)
        .bind(text(placed.buyer)?)
        .bind(placed.email_key)
        .bind(placed.name_key)
        .bind(placed.locale.code())
        .bind(placed.transfer.map(text).transpose()?)
        .bind(placed.terms)
        .bind(placed.waiver)
        .bind(now)
        .bind(placed.remind_at)
        .bind(placed.due_at)
        .bind(placed.withdraw_until),
    );
    batch.push(guard_changed(REPEATED));
    batch.push(
        sql("insert into order_lines (order_id, place, product_id, name, kind, validity_days, quantity,
                price, vat_rate, amount, vat)
            select ?1, j.key, j.value ->> 'product', j.value ->> 'name', j.value ->> 'kind',
                j.value ->> 'validity_days', j.value ->> 'quantity', j.value ->> 'price',
                j.value ->> 'vat_rate', j.value ->> 'amount', j.value ->> 'vat'
            from json_each(?2) j")
        .bind(placed.id)
        .bind(text(&placed.lines)?),
    );
    batch.push(
        sql("insert into history (customer_id, at, actor, account_id, fact, order_id)
            select customer_id, placed_at, case when account_id is null then 'visitor' else 'customer' end,
                account_id, ?2, id
            from orders where id = ?1")
        .bind(placed.id)
        .bind(Fact::OrderPlaced.code()),
    );
    if let Some(settled) = placed.settled {
        batch.extend(statements(settled, now)?);
    }
    batch.push(outbox::to_buyer("order_placed", placed.id, now));
    batch.push(outbox::to_shop("shop_order", placed.id, now));
    db.batch(batch).await.map(|_| ())
}
