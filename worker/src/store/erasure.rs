//! Deleting customers (rule 7): everything of the person goes, the books stay without them. One list of what goes, for staff
//! who delete one customer and for the sweep that lets old contacts go.

use crate::db::{Answers, Db, MOVED, Refused, Sql, guard_unless, sql};
use crate::store::account::LOCALE;
use crate::store::outbox::NEW_ID;
use crate::store::{journal, throttle};
use domain::account::Account;
use domain::customer::{BOOKS_YEARS, Erasure};
use domain::id::CustomerId;
use domain::journal::{Act, SubjectKind};
use domain::mail::Template;
use domain::order::OrderSummary;
use domain::throttle::{ORDER_MAILBOX, PROOF_MAILBOX, SIGN_IN_ACCOUNT};
use serde::Deserialize;

/// Undelivered orders that are named.
const NAMED_MAX: u32 = 50;

/// What erasing a customer takes away and what stays; `None` when there is no such customer.
pub async fn preview(db: &Db, id: &CustomerId) -> Result<Option<Erasure>, Refused> {
    #[derive(Deserialize)]
    struct Row {
        orders: u32,
        invoices: u32,
        last_year: Option<u32>,
        purchases: u32,
        addresses: u32,
        notes: u32,
        groups: u32,
        has_account: u8,
        cancelled: u32,
    }
    let counts = sql("select
            (select count(*) from orders where customer_id = c.id) as orders,
            (select count(*) from orders o join invoices i on i.order_id = o.id where o.customer_id = c.id) as invoices,
            (select max(i.year) from orders o join invoices i on i.order_id = o.id where o.customer_id = c.id) as last_year,
            (select count(*) from purchases where customer_id = c.id) as purchases,
            (select count(*) from addresses where customer_id = c.id) as addresses,
            (select count(*) from notes where customer_id = c.id) as notes,
            (select count(*) from memberships where customer_seq = c.seq) as groups,
            exists (select 1 from accounts where customer_id = c.id) as has_account,
            (select count(*) from orders where customer_id = c.id and state = 'placed') as cancelled
        from customers c where c.id = ?1")
    .bind(id);
    let undelivered = sql(
        "select id, number, state, placed_at, total, currency from orders
        where customer_id = ?1 and state = 'paid' order by seq desc limit ?2",
    )
    .bind(id)
    .bind(NAMED_MAX);
    let mut answers = Answers::new(db.batch(vec![counts, undelivered]).await?);
    let Some(row) = answers.take().first::<Row>()? else {
        return Ok(None);
    };
    let undelivered: Vec<OrderSummary> = answers.take().all()?;
    Ok(Some(Erasure {
        keeps_books: row.orders > 0,
        orders: row.orders,
        invoices: row.invoices,
        kept_until: row.last_year.map(|year| year + BOOKS_YEARS),
        purchases: row.purchases,
        addresses: row.addresses,
        notes: row.notes,
        groups: row.groups,
        has_account: row.has_account == 1,
        cancelled: row.cancelled,
        undelivered,
    }))
}

/// Who erases.
pub enum By<'a> {
    Staff(&'a Account),
    /// The customer, who gets one last mail.
    Owner,
}

/// Erases a customer. `mailbox` is the digest that stands for it in throttles. [`Refused::Guard`] `moved` where orders
/// came or went since `seen`, or the customer is gone.
pub async fn erase(
    db: &Db,
    id: &CustomerId,
    seen: &Erasure,
    mailbox: &str,
    by: &By<'_>,
    now: i64,
) -> Result<(), Refused> {
    let mut batch = vec![
        guard_unless(
            "exists (select 1 from customers where id = ?1)
                and (select count(*) from orders where customer_id = ?1) = ?2
                and not exists (select 1 from orders where customer_id = ?1 and state = 'paid')",
            MOVED,
        )
        .bind(id)
        .bind(seen.orders),
        sql("insert into erasures (customer_id) values (?1)").bind(id),
    ];
    if let By::Owner = by {
        batch.push(last_mail(id, seen, now));
    }
    batch.extend(go(now));
    for limit in [&SIGN_IN_ACCOUNT, &PROOF_MAILBOX, &ORDER_MAILBOX] {
        batch.push(throttle::empty_all(limit, mailbox));
    }
    let subject = (SubjectKind::Customer, id.as_str());
    batch.push(match by {
        By::Staff(by) => {
            let act = match seen.keeps_books {
                true => Act::CustomerErased,
                false => Act::CustomerDeleted,
            };
            journal::tell(by, act, Some(subject), &[], now)
        }
        By::Owner => journal::tell_of_nobody(Act::CustomerLeft, subject, now),
    });
    db.batch(batch).await.map(|_| ())
}

/// The last mail, tied to nobody: its row goes as soon as it was sent, or will never be (`outbox::mark`).
fn last_mail(id: &CustomerId, seen: &Erasure, now: i64) -> Sql {
    sql(format!(
        "insert into outbox (id, template, locale, recipient, params, due_at, created_at)
        select {NEW_ID}, '{}', {LOCALE}, c.email,
            json_object('invoices', cast(?3 as integer), 'until', cast(?4 as integer)), ?2, ?2
        from customers c where c.id = ?1",
        Template::Erased.code()
    ))
    .bind(id)
    .bind(now)
    .bind(seen.invoices)
    .bind(seen.kept_until)
}

/// Everything of the customers that the same batch put into `erasures`, which is empty then.
///
/// Orders stay with what was bought and the country their VAT went to; unpaid ones are cancelled, and nobody is left to
/// be told. Invoices are frozen and stay as they are. The browser that ordered and the mailed links open nothing any more.
pub fn go(now: i64) -> Vec<Sql> {
    const WHO: &str = "(select customer_id from erasures)";
    const ORDERS: &str =
        "(select id from orders where customer_id in (select customer_id from erasures))";
    const ACCOUNTS: &str = "(select id from accounts
        where customer_id in (select customer_id from erasures) and role = 'customer')";
    let mut batch = vec![
        sql(format!(
            "update orders set state = 'cancelled', ended_at = ?1 where state = 'placed' and customer_id in {WHO}"
        ))
        .bind(now),
        sql(format!("delete from tokens where order_id in {ORDERS}")),
        sql(format!(
            "delete from tokens where account_id in {ACCOUNTS}"
        )),
        sql(format!(
            "update orders set account_id = null where account_id in {ACCOUNTS}"
        )),
        sql(format!(
            "update orders set customer_id = null, erased_at = ?1, browser_hash = '', email_key = '', name_key = '',
                remind_at = null, due_at = null,
                buyer = json_object('first_name', '', 'last_name', '', 'email', '', 'phone', null,
                    'organisation', null, 'billing', null, 'address', json_object('line1', '', 'line2', null,
                        'postcode', null, 'city', '', 'region', null, 'country', buyer ->> '$.address.country'))
            where customer_id in {WHO}"
        ))
        .bind(now),
    ];
    // A file that was handed in and not attached yet; what is attached goes with what it is attached to.
    batch.push(
        sql(format!(
            "update blobs set state = 'doomed', at = ?1 where state = 'waiting' and account_id in {ACCOUNTS}"
        ))
        .bind(now),
    );
    let rest = [
        format!("delete from sessions where account_id in {ACCOUNTS}"),
        // Also what others asked for with this mailbox: it is theirs to ask for again.
        format!(
            "delete from email_changes where account_id in {ACCOUNTS}
                or email_key in (select email_key from customers where id in {WHO})"
        ),
        format!(
            "delete from codes where email_key in (select email_key from customers where id in {WHO})"
        ),
        format!(
            "update checkouts set customer_id = null, account_id = null, contact = null
            where customer_id in {WHO} or account_id in {ACCOUNTS}"
        ),
        format!("delete from accounts where id in {ACCOUNTS}"),
        format!("update accounts set customer_id = null where customer_id in {WHO}"),
        format!("delete from outbox where customer_id in {WHO}"),
        format!("delete from purchases where customer_id in {WHO}"),
        format!("delete from pending_details where customer_id in {WHO}"),
        format!("delete from consents where customer_id in {WHO}"),
        format!("delete from consent_links where customer_id in {WHO}"),
        format!(
            "delete from suppressions where email_key in (select email_key from customers where id in {WHO})"
        ),
        format!(
            "delete from document_reads where customer_id in {WHO}
                or document_id in (select id from documents where customer_id in {WHO})"
        ),
        // Their files are told to go by a trigger.
        format!("delete from documents where customer_id in {WHO}"),
        // What an import holds of them: rows that wait, rows at fault, rows that are shown.
        format!(
            "delete from import_rows where (import_seq, run, line) in (
                select r.import_seq, r.run, r.line from customers c cross join imports i
                    cross join import_rows r on r.import_seq = i.seq and r.email_key = c.email_key
                where c.id in {WHO})"
        ),
        format!(
            "delete from import_faults where (import_seq, run, line, place) in (
                select f.import_seq, f.run, f.line, f.place from customers c cross join imports i
                    cross join import_faults f on f.import_seq = i.seq and f.email_key = c.email_key
                where c.id in {WHO})"
        ),
        format!(
            "update imports set samples = '[]' where exists (
                select 1 from customers c where c.id in {WHO} and instr(lower(imports.samples), c.email_key) > 0)"
        ),
        format!("delete from notes where customer_id in {WHO}"),
        format!("delete from history where customer_id in {WHO}"),
        format!(
            "delete from attachments where message_id in (select m.id from conversations v join messages m on m.conversation_id = v.id where v.customer_id in {WHO})"
        ),
        format!(
            "delete from messages where conversation_id in (select id from conversations where customer_id in {WHO})"
        ),
        format!("delete from conversations where customer_id in {WHO}"),
        format!("delete from addresses where customer_id in {WHO}"),
        // What was kept of records that became theirs, whoever those were.
        format!(
            "delete from merge_rows where merge_id in (select id from merges where customer_id in {WHO})"
        ),
        format!("delete from merges where customer_id in {WHO}"),
        format!("delete from told_apart where customer_id in {WHO} or other_id in {WHO}"),
        format!(
            "delete from memberships where customer_seq in (select seq from customers where id in {WHO})"
        ),
        format!("delete from customers where id in {WHO}"),
        "delete from erasures where true".to_owned(),
    ];
    batch.extend(rest.into_iter().map(sql));
    batch
}
