//! What is kept no longer than its term. Every sweep is bounded; the next one goes on.

use crate::db::{Db, Refused, sql};
use crate::store::erasure;
use domain::duplicate::UNDO_DAYS;
use domain::history::Fact;
use domain::journal;
use domain::pending::KEPT_DAYS;
use domain::session::DAY;

/// Days that mails stay in the outbox, sent or not.
const OUTBOX_DAYS: i64 = 90;
/// Customers erased in one sweep.
const ERASED_MAX: u32 = 200;

/// Drops what has ended: checkouts, pending details, sessions, links, lines of the journal, empty throttle buckets.
pub async fn drop_ended(db: &Db, now: i64) -> Result<(), Refused> {
    let delete = |text: &str, before: i64| sql(text).bind(before);
    db.batch(vec![
        delete("delete from checkouts where id in (select id from checkouts where expires_at <= ?1 limit 1000)", now),
        delete("delete from pending_details where id in (select id from pending_details where typed_at <= ?1 limit 1000)", now - KEPT_DAYS * DAY),
        delete("delete from sessions where id in (select id from sessions where ends_at <= ?1 limit 1000)", now),
        delete("delete from tokens where id in (select id from tokens where expires_at <= ?1 limit 1000)", now - 30 * DAY),
        delete("delete from codes where id in (select id from codes where expires_at <= ?1 limit 1000)", now - DAY),
        delete("delete from email_changes where id in (select id from email_changes where expires_at <= ?1 limit 1000)", now),
        delete("delete from consent_links where id in (select id from consent_links where expires_at <= ?1 limit 1000)", now),
        delete("delete from mail_events where id in (select id from mail_events where at <= ?1 limit 1000)", now - 30 * DAY),
        delete("delete from idempotency_keys where (scope, key) in (select scope, key from idempotency_keys where at <= ?1 limit 1000)", now - DAY),
        delete("delete from outbox where seq in (select seq from outbox where created_at <= ?1 order by created_at limit 1000)", now - OUTBOX_DAYS * DAY),
        delete("delete from audit where seq in (select seq from audit where at <= ?1 order by at limit 1000)", now - journal::KEPT_DAYS * DAY),
        delete("delete from throttles where key in (select key from throttles where tat <= ?1 limit 5000)", now),
    ])
    .await
    .map(|_| ())
}

/// Drops what undoing a merge needed, once it is too late for it. Whose the other record was stays told.
pub async fn drop_merged(db: &Db, now: i64) -> Result<(), Refused> {
    const OVER: &str =
        "select id from merges where other is not null and at <= ?1 order by at limit 200";
    let before = now - UNDO_DAYS * DAY;
    db.batch(vec![
        sql(format!("delete from merge_rows where merge_id in ({OVER})")).bind(before),
        sql(format!(
            "update merges set other = null, before = null, after = null where id in ({OVER})"
        ))
        .bind(before),
    ])
    .await
    .map(|_| ())
}

/// Ends offers of an account that were not taken up (rule 5), with their links. Who was invited to the team stays in it,
/// to be invited again or removed.
pub async fn end_offers(db: &Db, now: i64) -> Result<(), Refused> {
    const ENDED: &str = "select id from accounts where invited_until is not null and invited_until <= ?1
        and verified_at is null and password_hash is null and role = 'customer' order by invited_until limit 200";
    const STAFF: &str = "select id from accounts
        where invited_until is not null and invited_until <= ?1 and role <> 'customer'";
    db.batch(vec![
        sql(format!(
            "insert into history (customer_id, at, actor, fact)
            select customer_id, ?1, 'system', ?2 from accounts where customer_id is not null and id in ({ENDED})"
        ))
        .bind(now)
        .bind(Fact::InvitationEnded.code()),
        sql(format!("delete from tokens where account_id in ({ENDED})")).bind(now),
        sql(format!("delete from sessions where account_id in ({ENDED})")).bind(now),
        sql(format!("delete from accounts where id in ({ENDED})")).bind(now),
        sql(format!("delete from tokens where account_id in ({STAFF})")).bind(now),
        sql("update accounts set invited_until = null
            where invited_until is not null and invited_until <= ?1 and role <> 'customer'")
        .bind(now),
    ])
    .await
    .map(|_| ())
}

/// Erases people who left their details, never bought, have no account, proved no consent, and have not come
/// back within the term (rule 1). A tick nobody proved keeps nobody: anybody can type any address. The whole set is decided once, then deleted by name, in one batch.
pub async fn erase_contacts(db: &Db, now: i64, months: u32) -> Result<(), Refused> {
    let before = now - i64::from(months) * 31 * DAY;
    let decide = sql("insert into erasures (customer_id)
        select c.id from customers c indexed by customers_by_term
        where c.stage = 'contact' and c.account = 'none' and c.created_at <= ?1
            and c.consent = 0
            and not exists (select 1 from orders where customer_id = c.id)
            and not exists (select 1 from checkouts where customer_id = c.id and contact_at > ?1)
        order by c.created_at limit ?2")
    .bind(before)
    .bind(ERASED_MAX);
    let mut batch = vec![decide];
    batch.extend(erasure::go(now));
    db.batch(batch).await.map(|_| ())
}
