//! A merge undone: one batch gives back what was the other record's, unless it changed since (docs/decisions/0026).

use super::{FOLLOWING, LOST_REFUSAL, PURCHASE_ROW, figures, over};
use crate::db::{Db, Refused, STALE, Value, guard_changed, guard_unless, sql, stored};
use crate::store::history::tell;
use crate::store::outbox::NEW_ID;
use domain::customer::Keys;
use domain::duplicate::{Stood, UNDO_DAYS};
use domain::history::Fact;
use domain::id::{AccountId, CustomerId, MergeId};
use domain::locale::Locale;
use domain::session::DAY;
use serde::Deserialize;

/// What undoing a merge rests on.
pub struct Kept {
    /// Who has what was merged.
    pub customer: CustomerId,
    pub version: u32,
    /// The record that went.
    pub other: CustomerId,
    pub before: Stood,
    pub after: Stood,
    pub now: Stood,
    /// The record was merged into another since: its fields are that one's by now.
    pub merged_on: bool,
}

/// What is kept of a merge that can still be undone.
pub async fn kept(db: &Db, id: &MergeId, now: i64) -> Result<Option<Kept>, Refused> {
    #[derive(Deserialize)]
    struct Row {
        customer_id: CustomerId,
        survivor_id: CustomerId,
        other_id: CustomerId,
        version: u32,
        before: String,
        after: String,
        now: String,
    }
    let select = sql("select m.customer_id, m.survivor_id, m.other_id, c.version, m.before, m.after,
            json_object('email', c.email, 'email_key', c.email_key, 'verified_at', c.verified_at, 'first_name', c.first_name,
                'last_name', c.last_name, 'phone', c.phone, 'organisation', c.organisation, 'billing', c.billing,
                'locale', c.locale, 'created_at', c.created_at) as now
        from merges m join customers c on c.id = m.customer_id
        where m.id = ?1 and m.other is not null and m.at > ?2")
    .bind(id)
    .bind(now - UNDO_DAYS * DAY);
    let Some(row) = db.run(select).await?.first::<Row>()? else {
        return Ok(None);
    };
    Ok(Some(Kept {
        merged_on: row.customer_id != row.survivor_id,
        customer: row.customer_id,
        version: row.version,
        other: row.other_id,
        before: stored("merge", &row.before)?,
        after: stored("merge", &row.after)?,
        now: stored("merge", &row.now)?,
    }))
}

/// A merge to be undone.
pub struct Undone<'a> {
    pub id: &'a MergeId,
    pub kept: &'a Kept,
    /// The record that stays, as it is to be.
    pub stood: &'a Stood,
    pub keys: &'a Keys,
    pub by: &'a AccountId,
}

/// Undoes a merge. [`Refused::Guard`]: `stale` when somebody did it first or the record changed since it was read, `taken`
/// where another customer or account has one of the two mailboxes.
pub async fn undo(db: &Db, undone: &Undone<'_>, now: i64) -> Result<(), Refused> {
    let kept = undone.kept;
    let (customer, other) = (&kept.customer, &kept.other);
    let values: [Value; 4] = [undone.id.into(), customer.into(), other.into(), now.into()];
    let mut batch = vec![
        over(
            "update merges set undone_at = ?4 where id = ?1 and customer_id = ?2 and other_id = ?3 and other is not null".to_owned(),
            &values,
        ),
        guard_changed(STALE),
        guard_unless("(select version from customers where id = ?1) = ?2", STALE)
            .bind(customer)
            .bind(kept.version),
        // A mailbox that goes back takes with it what it refused.
        over(LOST_REFUSAL.to_owned(), &values),
        sql("update customers set version = version + 1, email = ?2, email_key = ?3, verified_at = ?4, first_name = ?5,
                last_name = ?6, phone = ?7, organisation = ?8, billing = ?9, locale = ?10, created_at = ?11,
                name_key = ?12, search_text = ?13
            where id = ?1")
        .bind(customer)
        .bind(&undone.stood.email)
        .bind(&undone.stood.email_key)
        .bind(undone.stood.verified_at)
        .bind(&undone.stood.first_name)
        .bind(&undone.stood.last_name)
        .bind(&undone.stood.phone)
        .bind(&undone.stood.organisation)
        .bind(&undone.stood.billing)
        .bind(undone.stood.locale.map(Locale::code))
        .bind(undone.stood.created_at)
        .bind(&undone.keys.name_key)
        .bind(&undone.keys.search_text),
        over(AGAIN.to_owned(), &values),
    ];
    for (table, key) in FOLLOWING {
        let back = format!(
            "update {table} set customer_id = ?3 where customer_id = ?2
                and {key} in (select row_id from merge_rows where merge_id = ?1 and part = '{table}')"
        );
        // A number is looked for as one.
        let back = match key {
            "seq" => back.replace("select row_id", "select cast(row_id as integer)"),
            _ => back,
        };
        batch.push(over(back, &values));
    }
    batch.extend(parting().into_iter().map(|text| over(text, &values)));
    batch.push(figures(customer));
    batch.push(figures(other));
    batch.push(over(STAY_WITHDRAWN.replace("{NEW_ID}", NEW_ID), &values));
    batch.push(tell(customer, undone.by, Fact::MergeUndone, now));
    batch.push(tell(other, undone.by, Fact::MergeUndone, now));
    // The other is somebody else again: nothing of them stays here.
    let end = [
        "update history set detail = null where customer_id = ?2 and fact = 'merged'
            and at = (select at from merges where id = ?1)",
        "delete from merge_rows where merge_id = ?1",
        "update merges set other = null, before = null, after = null, other_name = '', other_email = '' where id = ?1",
    ];
    batch.extend(end.map(|text| over(text.to_owned(), &values)));
    db.batch(batch).await.map(|_| ())
}

/// The record that went, made again. What triggers and [`figures`] tell is left to them; its place in the age order is its old
/// one, unless that is somebody else's by now.
const AGAIN: &str = "insert into customers (seq, id, version, email, email_key, verified_at, first_name, last_name, phone,
        organisation, billing, locale, stage, name_key, search_text, created_at)
    select iif(exists (select 1 from customers where seq = m.other ->> 'seq'), null, m.other ->> 'seq'),
        m.other ->> 'id', (m.other ->> 'version') + 1, m.other ->> 'email', m.other ->> 'email_key', m.other ->> 'verified_at',
        m.other ->> 'first_name', m.other ->> 'last_name', m.other ->> 'phone', m.other ->> 'organisation',
        m.other ->> 'billing', m.other ->> 'locale', m.other ->> 'stage', m.other ->> 'name_key', m.other ->> 'search_text',
        m.other ->> 'created_at'
    from merges m where m.id = ?1";

/// Consent that was taken back since by whoever had both records is not given again with one of them.
const STAY_WITHDRAWN: &str = "insert into consents (id, customer_id, checkout_id, purpose, state, text, version, way, at)
    select {NEW_ID}, l.customer_id, null, l.purpose, 'withdrawn', l.text, l.version, 'staff', max(?4, l.at + 1)
    from consents l join consents w on w.customer_id = ?2 and w.purpose = l.purpose and w.state = 'withdrawn'
        and w.at > (select at from merges where id = ?1)
    where l.id = (select id from consents where customer_id = ?3 and purpose = 'marketing' and state <> 'pending'
            order by at desc, id desc limit 1) and l.state = 'given'
    order by w.at desc limit 1";

/// The rows of a part of what the merge did.
fn rows(part: &str, column: &str) -> String {
    format!("(select {column} from merge_rows where merge_id = ?1 and part = '{part}')")
}

/// What did not follow as it stood, back where it was. ?1 is the merge, ?2 the record that stays, ?3 the other, ?4 the time.
fn parting() -> Vec<String> {
    const SINCE: &str = "(select at from merges where id = ?1)";
    let kept = rows("accounts.kept", "row_id");
    let ended = rows("accounts.ended", "row_id");
    let mut all = vec![
        // Addresses: entries that both had, and when the survivor's were used, if they were not used since.
        format!("update addresses set customer_id = ?3 where customer_id = ?2 and id in {}", rows("addresses", "row_id")),
        "insert into addresses (id, customer_id, line1, line2, postcode, city, region, country, used_at)
            select row_id, ?3, row ->> 'line1', row ->> 'line2', row ->> 'postcode', row ->> 'city', row ->> 'region',
                row ->> 'country', row ->> 'used_at'
            from merge_rows where merge_id = ?1 and part = 'addresses.twin'"
            .to_owned(),
        format!(
            "update addresses as a set used_at = (select row ->> 'used_at' from merge_rows
                    where merge_id = ?1 and part = 'addresses.used' and row_id = a.id)
                where a.id in {} and a.used_at <= {SINCE} + 1",
            rows("addresses.used", "row_id")
        ),
        // Purchases, where no order renewed and no refund shortened them since.
        format!(
            "update purchases as p set customer_id = ?3 where p.customer_id = ?2 and p.id in (select row_id from merge_rows
                where merge_id = ?1 and part = 'purchases' and row = {PURCHASE_ROW})"
        ),
        format!(
            "insert into purchases (id, customer_id, product_id, reference, first_order_id, first_place, last_order_id, last_place,
                quantity, valid_from, valid_until, ended_at)
            select r.row_id, ?3, r.row ->> 'product_id', r.row ->> 'reference', r.row ->> 'first_order_id', r.row ->> 'first_place',
                r.row ->> 'last_order_id', r.row ->> 'last_place', r.row ->> 'quantity', r.row ->> 'valid_from',
                r.row ->> 'valid_until', r.row ->> 'ended_at'
            from merge_rows r join purchases p on p.customer_id = ?2 and p.product_id = r.row ->> 'product_id'
                join merge_rows n on n.merge_id = ?1 and n.part = 'purchases.after' and n.row_id = p.id and n.row = {PURCHASE_ROW}
            where r.merge_id = ?1 and r.part = 'purchases.twin'"
        ),
        format!(
            "update purchases as p set first_order_id = b.row ->> 'first_order_id', first_place = b.row ->> 'first_place',
                last_order_id = b.row ->> 'last_order_id', last_place = b.row ->> 'last_place', quantity = b.row ->> 'quantity',
                valid_from = b.row ->> 'valid_from', valid_until = b.row ->> 'valid_until', ended_at = b.row ->> 'ended_at'
            from merge_rows b where p.id = b.row_id and b.merge_id = ?1 and b.part = 'purchases.before' and p.id in (
                select row_id from merge_rows where merge_id = ?1 and part = 'purchases.after' and row = {PURCHASE_ROW})"
        ),
        // Groups: who was taken out since is in none of them.
        "insert into memberships (group_id, customer_seq, at)
            select r.row_id, o.seq, r.row ->> 'at' from merge_rows r join customers o on o.id = ?3 join customers c on c.id = ?2
                join memberships m on m.group_id = r.row_id and m.customer_seq = c.seq
            where r.merge_id = ?1 and r.part = 'memberships'"
            .to_owned(),
        "delete from memberships where customer_seq = (select seq from customers where id = ?2)
            and group_id in (select row_id from merge_rows where merge_id = ?1 and part = 'memberships' and row ->> 'new' = 1)"
            .to_owned(),
        "insert into document_reads (customer_id, document_id, at)
            select ?3, r.row_id, r.row ->> 'at' from merge_rows r join documents d on d.id = r.row_id
            where r.merge_id = ?1 and r.part = 'document_reads'"
            .to_owned(),
        "delete from document_reads where customer_id = ?2 and document_id in (select row_id from merge_rows r
            where r.merge_id = ?1 and r.part = 'document_reads' and r.row ->> 'own' is null and r.row ->> 'at' = document_reads.at)"
            .to_owned(),
        "update document_reads as x set at = r.row ->> 'own' from merge_rows r
            where r.merge_id = ?1 and r.part = 'document_reads' and x.customer_id = ?2 and x.document_id = r.row_id
                and x.at = r.row ->> 'at' and r.row ->> 'own' is not null"
            .to_owned(),
        "delete from told_apart where (customer_id = ?2 or other_id = ?2) and max(customer_id, other_id) || min(customer_id, other_id) in (
            select max(row_id, ?2) || min(row_id, ?2) from merge_rows where merge_id = ?1 and part = 'told_apart' and row ->> 'new' = 1)"
            .to_owned(),
        "insert into told_apart (customer_id, other_id, account_id, at)
            select min(r.row_id, ?3), max(r.row_id, ?3), r.row ->> 'account_id', r.row ->> 'at'
            from merge_rows r join customers x on x.id = r.row_id where r.merge_id = ?1 and r.part = 'told_apart'
            on conflict do nothing"
            .to_owned(),
        // Consents: what closed the other's, the checkouts of ticks, ticks that still wait unless all was taken back since.
        format!("delete from consents where id in {}", rows("consents.closed", "row_id")),
        format!(
            "update consents as c set checkout_id = (select row ->> 'checkout_id' from merge_rows
                where merge_id = ?1 and part = 'consents.checkout' and row_id = c.id) where c.id in {}",
            rows("consents.checkout", "row_id")
        ),
        format!(
            "insert into consents (id, customer_id, checkout_id, purpose, state, text, version, way, at, asked_at, asked_way, campaign_id)
            select row_id, row ->> 'customer_id', row ->> 'checkout_id', row ->> 'purpose', row ->> 'state', row ->> 'text',
                row ->> 'version', row ->> 'way', row ->> 'at', row ->> 'asked_at', row ->> 'asked_way', row ->> 'campaign_id'
            from merge_rows where merge_id = ?1 and part = 'consents.pending' and row ->> 'customer_id' in (?2, ?3)
                and not exists (select 1 from consents where customer_id = ?2 and state = 'withdrawn' and at > {SINCE})
            on conflict do nothing"
        ),
        format!(
            "insert into consent_links (id, customer_id, purpose, token_hash, asked_at, expires_at)
            select row_id, row ->> 'customer_id', row ->> 'purpose', row ->> 'token_hash', row ->> 'asked_at', row ->> 'expires_at'
            from merge_rows where merge_id = ?1 and part = 'consent_links.lost' and row ->> 'customer_id' in (?2, ?3)
                and not exists (select 1 from consents where customer_id = ?2 and state = 'withdrawn' and at > {SINCE})"
        ),
        "insert into suppressions (email_key, reason, at, detail)
            select r.row_id, r.row ->> 'reason', r.row ->> 'at', r.row ->> 'detail'
            from merge_rows r join customers c on c.email_key = r.row_id
            where r.merge_id = ?1 and r.part = 'suppressions' on conflict do nothing"
            .to_owned(),
        "update campaign_mails set customer_id = ?3 where customer_id = ?2 and campaign_id in (select r.row_id from merge_rows r
            where r.merge_id = ?1 and r.part = 'campaign_mails' and not exists (select 1 from campaign_mails b
                where b.campaign_id = r.row_id and b.customer_id = ?3))"
            .to_owned(),
        // Details that wait.
        format!(
            "update pending_details as p set checkout_id = (select row ->> 'checkout_id' from merge_rows
                where merge_id = ?1 and part = 'pending_details.typed' and row_id = p.id) where p.id in {}",
            rows("pending_details.typed", "row_id")
        ),
        format!(
            "insert into pending_details (id, customer_id, checkout_id, details, typed_at)
            select row_id, iif(row_id in {}, ?3, ?2), row ->> 'checkout_id', row ->> 'details', row ->> 'typed_at'
            from merge_rows where merge_id = ?1 and part = 'pending_details.pruned'",
            rows("pending_details", "row_id")
        ),
        // The account that stayed goes back with its record and its mailbox, then the one that ended is there again.
        format!(
            "update accounts set customer_id = ?3 where id = {kept} and customer_id = ?2
                and {} = ?3",
            rows("accounts.kept", "row ->> 'customer_id'")
        ),
        format!(
            "delete from sessions where account_id in (select a.id from accounts a join customers c on c.id = a.customer_id
                where a.id = {kept} and a.email_key <> c.email_key)"
        ),
        format!(
            "update tokens set used_at = ?4 where used_at is null and account_id in (select a.id from accounts a
                join customers c on c.id = a.customer_id where a.id = {kept} and a.email_key <> c.email_key)"
        ),
        format!(
            "update accounts as a set email = c.email, email_key = c.email_key,
                verified_at = iif({} = c.email_key, {}, null)
            from customers c where c.id = a.customer_id and a.id = {kept} and a.email_key <> c.email_key",
            rows("accounts.kept", "row ->> 'email_key'"),
            rows("accounts.kept", "row ->> 'verified_at'")
        ),
        "insert into accounts (id, customer_id, email, email_key, password_hash, pepper_id, role, enabled, verified_at, created_at,
                must_change, invited_until, paused, can_sign_in, switched_at, switched_by, invited_at, signed_in_at, name, removed_at)
            select row_id, row ->> 'customer_id', row ->> 'email', row ->> 'email_key', row ->> 'password_hash', row ->> 'pepper_id',
                row ->> 'role', row ->> 'enabled', row ->> 'verified_at', row ->> 'created_at', row ->> 'must_change',
                row ->> 'invited_until', row ->> 'paused', row ->> 'can_sign_in', row ->> 'switched_at', row ->> 'switched_by',
                row ->> 'invited_at', row ->> 'signed_in_at', row ->> 'name', row ->> 'removed_at'
            from merge_rows r where merge_id = ?1 and part = 'accounts.ended' and row ->> 'customer_id' in (?2, ?3)
                and not exists (select 1 from accounts where customer_id = r.row ->> 'customer_id')"
            .to_owned(),
    ];
    all.push(
        "update customers set account = 'none' where id = ?2 and account <> 'none'
            and not exists (select 1 from accounts where customer_id = ?2)"
            .to_owned(),
    );
    for table in ["orders", "checkouts"] {
        all.push(format!(
            "update {table} set account_id = {ended} where id in {} and exists (select 1 from accounts where id = {ended})",
            rows(&format!("{table}.account"), "row_id")
        ));
    }
    // What was told since about what goes back goes with it; a conversation names an order of its own customer.
    for (table, key, of) in [
        ("history", "order_id", "orders"),
        ("history", "conversation_id", "conversations"),
        ("history", "note_id", "notes"),
        ("outbox", "order_id", "orders"),
    ] {
        all.push(format!(
            "update {table} set customer_id = ?3 where customer_id = ?2 and {key} in (select id from {of} where customer_id = ?3)"
        ));
    }
    all.push(
        "update conversations set order_id = null where customer_id = ?2
            and order_id in (select id from orders where customer_id = ?3)"
            .to_owned(),
    );
    all.push(
        "update customers set stage = 'contact' where id = ?2 and orders_paid = 0
            and (select before ->> 'stage' from merges where id = ?1 and survivor_id = ?2) = 'contact'
            and not exists (select 1 from orders where customer_id = ?2 and state = 'refunded')"
            .to_owned(),
    );
    all
}
