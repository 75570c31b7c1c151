//! How an order ends: completed, cancelled, refunded, withdrawn from; and what the clock does to one that is not paid.

use super::settle::{Issued, issue, note};
use crate::db::{Db, Refused, STALE, guard_changed, sql};
use crate::store::outbox;
use domain::history::{Actor, Fact};
use domain::id::{AccountId, OrderId};

/// Completes an order whose last delivery was done by hand; `stale` unless it is paid.
pub async fn complete(
    db: &Db,
    order: &OrderId,
    by: Option<&AccountId>,
    now: i64,
) -> Result<(), Refused> {
    db.batch(vec![
        sql(
            "update orders set state = 'completed', ended_at = ?2 where id = ?1 and state = 'paid'",
        )
        .bind(order)
        .bind(now),
        guard_changed(STALE),
        note(order, Actor::Staff, by, Fact::OrderCompleted, now),
        outbox::to_buyer("order_completed", order, now),
    ])
    .await
    .map(|_| ())
}

/// How staff end an order.
pub enum End<'a> {
    /// Before it was paid.
    Cancel,
    /// After; with the credit note where there is an invoice.
    Refund(Option<Issued<'a>>),
}

/// Cancels or refunds an order; `stale` where its state does not allow it. What was acquired by it ends.
pub async fn end(
    db: &Db,
    order: &OrderId,
    end: &End<'_>,
    by: Option<&AccountId>,
    now: i64,
) -> Result<(), Refused> {
    let batch = match end {
        End::Cancel => vec![
            sql("update orders set state = 'cancelled', ended_at = ?2, remind_at = null, due_at = null
                where id = ?1 and state = 'placed'")
            .bind(order)
            .bind(now),
            guard_changed(STALE),
            note(order, Actor::Staff, by, Fact::OrderCancelled, now),
            outbox::to_buyer("order_cancelled", order, now),
        ],
        End::Refund(credit_note) => {
            let mut batch = vec![
                sql("update orders set state = 'refunded', ended_at = ?2
                    where id = ?1 and state in ('paid', 'completed')")
                .bind(order)
                .bind(now),
                guard_changed(STALE),
            ];
            if let Some(issued) = credit_note {
                batch.extend(issue(order, issued, now)?);
            }
            // What only this order gave ends; what others gave too loses the part that this one added. (All sides of a
            // `set` are read before any is written.)
            batch.push(
                sql(format!(
                    "update purchases set
                        ended_at = case when quantity <= (select sum(l.quantity) from order_lines l
                            where l.order_id = ?1 and l.product_id = purchases.product_id) then ?2 else ended_at end,
                        valid_until = valid_until - {DAY} * (select sum(l.validity_days * l.quantity)
                            from order_lines l where l.order_id = ?1 and l.product_id = purchases.product_id),
                        quantity = max(0, quantity - (select sum(l.quantity)
                            from order_lines l where l.order_id = ?1 and l.product_id = purchases.product_id))
                    where customer_id = (select customer_id from orders where id = ?1)
                        and product_id in (select product_id from order_lines where order_id = ?1)",
                    DAY = domain::session::DAY
                ))
                .bind(order)
                .bind(now),
            );
            batch.push(note(order, Actor::Staff, by, Fact::OrderRefunded, now));
            batch.push(outbox::to_buyer("order_refunded", order, now));
            batch
        }
    };
    db.batch(batch).await.map(|_| ())
}

/// Declares the withdrawal from an order: within its term and once. What was not paid yet is cancelled with it.
/// `stale` where it cannot be declared (any more).
pub async fn withdraw(
    db: &Db,
    order: &OrderId,
    actor: Actor,
    by: Option<&AccountId>,
    now: i64,
) -> Result<(), Refused> {
    db.batch(vec![
        sql(
            "update orders set withdrawn_at = ?2, remind_at = null, due_at = null,
                ended_at = case when state = 'placed' then ?2 else ended_at end,
                state = case when state = 'placed' then 'cancelled' else state end
            where id = ?1 and withdrawn_at is null and withdraw_until >= ?2
                and state in ('placed', 'paid', 'completed')",
        )
        .bind(order)
        .bind(now),
        guard_changed(STALE),
        note(order, actor, by, Fact::OrderWithdrawn, now),
        outbox::to_buyer("withdrawal_received", order, now),
        outbox::to_shop("shop_withdrawal", order, now),
    ])
    .await
    .map(|_| ())
}

/// Orders that one sweep reminds of or cancels.
const SWEPT_MAX: u32 = 200;

/// Reminds of orders whose payment is overdue, once each.
pub async fn remind(db: &Db, now: i64) -> Result<(), Refused> {
    const DUE: &str = "select id from orders indexed by orders_to_remind where state = 'placed' and remind_at is not null
        and remind_at <= ?1 order by remind_at limit ?3";
    db.batch(vec![
        outbox::to_buyers("payment_reminder", &format!("o.id in ({DUE})"), now).bind(SWEPT_MAX),
        sql(format!(
            "update orders set remind_at = null where id in ({})",
            DUE.replace("?3", "?2")
        ))
        .bind(now)
        .bind(SWEPT_MAX),
    ])
    .await
    .map(|_| ())
}

/// Cancels orders that were not paid in time.
pub async fn cancel_overdue(db: &Db, now: i64) -> Result<(), Refused> {
    const DUE: &str = "select id from orders indexed by orders_to_cancel where state = 'placed' and due_at is not null
        and due_at <= ?1 order by due_at limit ?3";
    db.batch(vec![
        outbox::to_buyers("order_cancelled", &format!("o.id in ({DUE})"), now).bind(SWEPT_MAX),
        sql(format!(
            "insert into history (customer_id, at, actor, fact, order_id)
            select customer_id, ?1, 'system', ?2, id from orders
            where customer_id is not null and id in ({DUE})"
        ))
        .bind(now)
        .bind(Fact::OrderCancelled.code())
        .bind(SWEPT_MAX),
        sql(format!(
            "update orders set state = 'cancelled', ended_at = ?1, remind_at = null, due_at = null
            where id in ({})",
            DUE.replace("?3", "?2")
        ))
        .bind(now)
        .bind(SWEPT_MAX),
    ])
    .await
    .map(|_| ())
}
