//! Two customers' records made one: what belongs to each, and the one batch that makes it so (docs/decisions/0026).

mod undo;

pub use undo::{Undone, kept, undo};

use crate::db::{Answers, Db, MOVED, Refused, STALE, Sql, Value, guard_changed, guard_unless, sql};
use crate::store::duplicate;
use crate::store::history::{Told, tell_more};
use crate::store::idempotency::{self, Key};
use crate::store::outbox::NEW_ID;
use crate::store::record::{readdress, tell_moved};
use domain::customer::Keys;
use domain::duplicate::{
    Belongings, Duplicates, Joined, Likeness, Merge, MergeField, Plan, UNDO_DAYS,
};
use domain::email::Email;
use domain::history::Fact;
use domain::id::{AccountId, CustomerId, MergeId};
use domain::locale::Locale;
use domain::session::DAY;
use serde::Deserialize;

/// What a comparison asks of two records beside the records themselves: ?1 and ?2.
pub struct Around {
    pub one: Owned,
    pub other: Owned,
    pub joined: Joined,
    pub why: Vec<Likeness>,
    pub told_apart: bool,
}

/// What belongs to a record.
pub struct Owned {
    pub account: Option<AccountId>,
    pub staff: bool,
    pub details_at: i64,
    pub has: Belongings,
}

#[derive(Deserialize)]
struct OwnedRow {
    account: Option<AccountId>,
    staff: u8,
    details_at: i64,
    orders: u32,
    invoices: u32,
    purchases: u32,
    addresses: u32,
    documents: u32,
    conversations: u32,
    notes: u32,
    groups: u32,
    pending: u32,
    mails: u32,
    history: u32,
}

impl From<OwnedRow> for Owned {
    fn from(row: OwnedRow) -> Owned {
        Owned {
            account: row.account,
            staff: row.staff == 1,
            details_at: row.details_at,
            has: Belongings {
                orders: row.orders,
                invoices: row.invoices,
                purchases: row.purchases,
                addresses: row.addresses,
                documents: row.documents,
                conversations: row.conversations,
                notes: row.notes,
                groups: row.groups,
                pending: row.pending,
                mails: row.mails,
                history: row.history,
            },
        }
    }
}

fn owned(id: &CustomerId) -> Sql {
    sql("select
            (select id from accounts where customer_id = c.id and role = 'customer') as account,
            exists (select 1 from accounts where role <> 'customer' and (customer_id = c.id or email_key = c.email_key)) as staff,
            max(c.created_at, coalesce(c.last_order_at, 0),
                coalesce((select max(used_at) from addresses where customer_id = c.id), 0),
                coalesce((select max(contact_at) from checkouts where customer_id = c.id), 0),
                coalesce((select max(at) from history where customer_id = c.id
                    and fact in ('details_changed', 'details_replaced', 'pending_applied', 'email_changed')), 0)) as details_at,
            (select count(*) from orders where customer_id = c.id) as orders,
            (select count(*) from papers where customer_id = c.id) as invoices,
            (select count(*) from purchases where customer_id = c.id) as purchases,
            (select count(*) from addresses where customer_id = c.id) as addresses,
            (select count(*) from documents where customer_id = c.id) as documents,
            (select count(*) from conversations where customer_id = c.id) as conversations,
            (select count(*) from notes where customer_id = c.id) as notes,
            (select count(*) from memberships where customer_seq = c.seq) as groups,
            (select count(*) from pending_details where customer_id = c.id) as pending,
            (select count(*) from outbox where customer_id = c.id) as mails,
            (select count(*) from history where customer_id = c.id) as history
        from customers c where c.id = ?1")
    .bind(id)
}

/// What stands around two records; `None` where one of them is none.
pub async fn around(
    db: &Db,
    one: &CustomerId,
    other: &CustomerId,
) -> Result<Option<Around>, Refused> {
    #[derive(Deserialize)]
    struct Row {
        addresses: u32,
        purchases: u32,
        groups: u32,
        why: Option<String>,
        told_apart: u8,
    }
    let common = sql("select
            (select count(*) from addresses a join addresses b on b.customer_id = ?2 and a.line1 is b.line1 and a.line2 is b.line2
                and a.postcode is b.postcode and a.city is b.city and a.region is b.region and a.country is b.country
                where a.customer_id = ?1) as addresses,
            (select count(*) from purchases a join purchases b on b.customer_id = ?2 and b.product_id = a.product_id
                where a.customer_id = ?1) as purchases,
            (select count(*) from customers c join memberships a on a.customer_seq = c.seq
                join memberships b on b.group_id = a.group_id and b.customer_seq = (select seq from customers where id = ?2)
                where c.id = ?1) as groups,
            (select group_concat(distinct substr(a.key, 1, 1)) from customers c
                join likenesses a on a.customer_seq = c.seq
                join likenesses b on b.key = a.key and b.customer_seq = (select seq from customers where id = ?2)
                where c.id = ?1) as why,
            exists (select 1 from told_apart where customer_id = min(?1, ?2) and other_id = max(?1, ?2)) as told_apart")
    .bind(one)
    .bind(other);
    let mut answers = Answers::new(db.batch(vec![owned(one), owned(other), common]).await?);
    let one = answers.take().first::<OwnedRow>()?;
    let other = answers.take().first::<OwnedRow>()?;
    let (Some(one), Some(other), Some(row)) = (one, other, answers.take().first::<Row>()?) else {
        return Ok(None);
    };
    Ok(Some(Around {
        one: one.into(),
        other: other.into(),
        joined: Joined {
            addresses: row.addresses,
            purchases: row.purchases,
            groups: row.groups,
        },
        why: duplicate::likenesses(&row.why.unwrap_or_default()),
        told_apart: row.told_apart == 1,
    }))
}

const MERGE: &str = "m.id, m.customer_id, m.other_id, m.other_name, m.other_email, m.at,
        coalesce(s.name, s.email) as by, m.other is not null as kept, m.undone_at";

/// Who of staff did it.
const MERGED_BY: &str = "merges m left join accounts s on s.id = m.account_id";

#[derive(Deserialize)]
struct MergeRow {
    id: MergeId,
    customer_id: CustomerId,
    other_id: CustomerId,
    other_name: String,
    other_email: String,
    at: i64,
    by: Option<String>,
    kept: u8,
    undone_at: Option<i64>,
}

impl From<MergeRow> for Merge {
    fn from(row: MergeRow) -> Merge {
        Merge {
            id: row.id,
            customer: row.customer_id,
            other: row.other_id,
            other_name: row.other_name,
            other_email: row.other_email,
            at: row.at,
            by: row.by,
            undo_until: (row.kept == 1).then(|| row.at + UNDO_DAYS * DAY),
            undone_at: row.undone_at,
        }
    }
}

/// A merge.
pub async fn find(db: &Db, id: &MergeId) -> Result<Option<Merge>, Refused> {
    let select = sql(format!("select {MERGE} from {MERGED_BY} where m.id = ?1")).bind(id);
    Ok(db.run(select).await?.first::<MergeRow>()?.map(Merge::from))
}

/// The customer of this id, or the one whose record it became.
pub async fn heir(db: &Db, id: &CustomerId) -> Result<Option<CustomerId>, Refused> {
    #[derive(Deserialize)]
    struct Row {
        id: Option<CustomerId>,
    }
    let select = sql(
        "select coalesce((select id from customers where id = ?1), (select customer_id from merges
            where other_id = ?1 and undone_at is null order by seq desc limit 1)) as id",
    )
    .bind(id);
    Ok(db.run(select).await?.first::<Row>()?.and_then(|row| row.id))
}

/// Whom a customer looks like, and which merges of theirs can be undone; `None` when there is no such customer.
pub async fn duplicates(db: &Db, id: &CustomerId, now: i64) -> Result<Option<Duplicates>, Refused> {
    let there = sql("select id from customers where id = ?1").bind(id);
    let merges = sql(format!(
        "select {MERGE} from {MERGED_BY} where m.customer_id = ?1 and m.other is not null and m.at > ?2 order by m.seq desc limit 20"
    ))
    .bind(id)
    .bind(now - UNDO_DAYS * DAY);
    let batch = vec![there, duplicate::of(id), merges];
    let mut answers = Answers::new(db.batch(batch).await?);
    if !answers.take().any()? {
        return Ok(None);
    }
    let items = duplicate::read(&answers.take())?;
    let merges: Vec<MergeRow> = answers.take().all()?;
    Ok(Some(Duplicates {
        items,
        merges: merges.into_iter().map(Merge::from).collect(),
    }))
}

/// A row of `customers c`, whole: undoing makes it again.
const ROW: &str = "json_object('seq', c.seq, 'id', c.id, 'version', c.version, 'email', c.email, 'email_key', c.email_key,
    'verified_at', c.verified_at, 'first_name', c.first_name, 'last_name', c.last_name, 'phone', c.phone,
    'organisation', c.organisation, 'billing', c.billing, 'locale', c.locale, 'stage', c.stage, 'account', c.account,
    'name_key', c.name_key, 'search_text', c.search_text, 'created_at', c.created_at, 'country', c.country,
    'consent', c.consent, 'waits', c.waits, 'orders_count', c.orders_count, 'orders_paid', c.orders_paid,
    'orders_total', c.orders_total, 'last_order_at', c.last_order_at, 'failing', c.failing)";

/// A row of `accounts a`, whole.
const ACCOUNT_ROW: &str = "json_object('id', a.id, 'customer_id', a.customer_id, 'email', a.email, 'email_key', a.email_key,
    'password_hash', a.password_hash, 'pepper_id', a.pepper_id, 'role', a.role, 'enabled', a.enabled,
    'verified_at', a.verified_at, 'created_at', a.created_at, 'must_change', a.must_change,
    'invited_until', a.invited_until, 'paused', a.paused, 'can_sign_in', a.can_sign_in, 'switched_at', a.switched_at,
    'switched_by', a.switched_by, 'invited_at', a.invited_at, 'signed_in_at', a.signed_in_at, 'name', a.name,
    'removed_at', a.removed_at)";

/// A row of `purchases p`, whole.
const PURCHASE_ROW: &str = "json_object('id', p.id, 'product_id', p.product_id, 'reference', p.reference,
    'first_order_id', p.first_order_id, 'first_place', p.first_place, 'last_order_id', p.last_order_id,
    'last_place', p.last_place, 'quantity', p.quantity, 'valid_from', p.valid_from, 'valid_until', p.valid_until,
    'ended_at', p.ended_at)";

/// A row of `addresses a`, whole but for whose it is.
const ADDRESS_ROW: &str =
    "json_object('id', a.id, 'line1', a.line1, 'line2', a.line2, 'postcode', a.postcode,
    'city', a.city, 'region', a.region, 'country', a.country, 'used_at', a.used_at)";

/// A row of `consents c`, whole.
const CONSENT_ROW: &str = "json_object('id', c.id, 'customer_id', c.customer_id, 'checkout_id', c.checkout_id,
    'purpose', c.purpose, 'state', c.state, 'text', c.text, 'version', c.version, 'way', c.way, 'at', c.at,
    'asked_at', c.asked_at, 'asked_way', c.asked_way, 'campaign_id', c.campaign_id)";

/// What follows as it stands: each table with the column that names its rows, all of which have `customer_id`.
const FOLLOWING: [(&str, &str); 11] = [
    ("orders", "id"),
    ("checkouts", "id"),
    ("documents", "id"),
    ("conversations", "id"),
    ("notes", "id"),
    ("history", "seq"),
    ("outbox", "id"),
    ("consents", "id"),
    ("consent_links", "id"),
    ("pending_details", "id"),
    ("merges", "id"),
];

/// A statement over those of these values that it names.
fn over(text: String, values: &[Value]) -> Sql {
    let named = (1..=values.len())
        .rev()
        .find(|n| text.contains(&format!("?{n}")));
    let values = values.iter().take(named.unwrap_or_default());
    values.fold(sql(text), |sql, value| sql.bind(value.clone()))
}

/// Two records to be made one.
pub struct Merging<'a> {
    pub id: &'a MergeId,
    pub plan: &'a Plan<'a>,
    pub email: &'a Email,
    pub keys: &'a Keys,
    /// The versions the plan was made from.
    pub version: u32,
    pub other_version: u32,
    pub by: &'a AccountId,
    pub key: Option<&'a Key<'a>>,
}

/// Makes two records one. [`Refused::Guard`]: `repeated` when the key did it before, `stale` when one of the records changed,
/// `moved` when an account came, went or was opened meanwhile.
pub async fn merge(db: &Db, merging: &Merging<'_>, now: i64) -> Result<(), Refused> {
    let plan = merging.plan;
    let (a, b) = (&plan.survivor.customer, &plan.other.customer);
    let values: [Value; 4] = [
        merging.id.into(),
        (&a.id).into(),
        (&b.id).into(),
        now.into(),
    ];
    let mut batch = idempotency::claim(merging.key, merging.id.as_str(), now);
    batch.push(decide(merging, now));
    batch.push(guard_changed(STALE));
    batch.extend(accounts_stand(plan));
    let lost = &plan.lost.customer.id;
    batch.extend(lose_mailbox(merging.id, lost));
    for text in joining() {
        batch.push(over(text, &values));
    }
    batch.extend(join_accounts(merging, now)?);
    for (table, key) in FOLLOWING {
        let record = format!(
            "insert into merge_rows (merge_id, part, row_id) select ?1, '{table}', {key} from {table} where customer_id = ?3"
        );
        let follow = format!("update {table} set customer_id = ?2 where customer_id = ?3");
        batch.push(over(record, &values));
        batch.push(over(follow, &values));
    }
    batch.push(over(PENDING_PRUNED.to_owned(), &values));
    batch.push(
        sql(format!(
            "delete from pending_details where id in ({PRUNED})"
        ))
        .bind(&a.id),
    );
    batch.push(sql("delete from customers where id = ?1").bind(&b.id));
    batch.push(become_one(merging)?);
    if let Some(address) = plan.address {
        batch.push(
            sql("insert into merge_rows (merge_id, part, row_id, row)
                select ?1, 'addresses.used', id, json_object('used_at', used_at) from addresses
                where id = ?2 and customer_id = ?3 on conflict do nothing")
            .bind(merging.id)
            .bind(address)
            .bind(&a.id),
        );
        batch.push(
            sql("update addresses set used_at = (select max(used_at) from addresses where customer_id = ?2) + 1
                where id = ?1 and customer_id = ?2
                    and id <> (select id from addresses where customer_id = ?2 order by used_at desc, id desc limit 1)")
            .bind(address)
            .bind(&a.id),
        );
    }
    batch.push(figures(&a.id));
    batch.extend(close_consent(merging, now));
    if plan.readdressed
        && let Some(kept) = plan.account
    {
        let old_key = Email::parse(&kept.customer.email).map(|email| email.key());
        batch.extend(readdress(
            &a.id,
            &old_key.unwrap_or_default(),
            merging.email,
            now,
        ));
    }
    batch.extend(tell_mailboxes(plan, now));
    let other = format!("{} {} · {}", b.first_name, b.last_name, b.email);
    let fields: Vec<&str> = plan.took.iter().map(|field| field.code()).collect();
    let told = Told {
        fields: &fields,
        before: Some(&a.details()),
        detail: Some(&other),
        ..Told::default()
    };
    batch.push(tell_more(
        &a.id,
        Some(merging.by),
        Fact::Merged,
        &told,
        now,
    )?);
    batch.push(
        sql(format!(
            "update merges set after = (select {ROW} from customers c where c.id = ?2) where id = ?1"
        ))
        .bind(merging.id)
        .bind(&a.id),
    );
    db.batch(batch).await.map(|_| ())
}

/// The statement that decides, and keeps both records as they stand.
fn decide(merging: &Merging<'_>, now: i64) -> Sql {
    let plan = merging.plan;
    sql(format!(
        "insert into merges (id, customer_id, survivor_id, other_id, other_name, other_email, account_id, at, other, before)
        select ?1, a.id, a.id, b.id, trim(b.first_name || ' ' || b.last_name), b.email, ?4, ?5,
            (select {ROW} from customers c where c.id = b.id), (select {ROW} from customers c where c.id = a.id)
        from customers a join customers b on b.id = ?3
        where a.id = ?2 and a.version = ?6 and b.version = ?7"
    ))
    .bind(merging.id)
    .bind(&plan.survivor.customer.id)
    .bind(&plan.other.customer.id)
    .bind(merging.by)
    .bind(now)
    .bind(merging.version)
    .bind(merging.other_version)
}

/// Fails where an account is not as the plan saw it: who has one, whether it is in use, whether it is one of the team's.
fn accounts_stand(plan: &Plan<'_>) -> Vec<Sql> {
    let stands = |record: &domain::duplicate::Record| {
        guard_unless(
            "(select id from accounts where customer_id = ?1 and role = 'customer') is ?2
                and coalesce((select verified_at is not null or password_hash is not null from accounts where id = ?2), 0) = ?3
                and not exists (select 1 from accounts a join customers c on c.id = ?1
                    where a.role <> 'customer' and a.email_key = c.email_key)
                and not exists (select 1 from accounts where customer_id = ?1 and role <> 'customer')",
            MOVED,
        )
        .bind(&record.customer.id)
        .bind(record.account.as_ref())
        .bind(record.account_in_use())
    };
    vec![stands(plan.survivor), stands(plan.other)]
}

/// That the mailbox of the record ?2 refused mails: kept for as long as somebody has it.
const LOST_REFUSAL: &str = "insert into merge_rows (merge_id, part, row_id, row)
    select ?1, 'suppressions', s.email_key, json_object('reason', s.reason, 'at', s.at, 'detail', s.detail)
    from suppressions s join customers c on c.email_key = s.email_key where c.id = ?2
    on conflict (merge_id, part, row_id) do update set row = excluded.row";

/// What was for a mailbox that goes: ticks nobody proved, and the browsers that typed for it.
fn lose_mailbox(id: &MergeId, lost: &CustomerId) -> Vec<Sql> {
    let on = |text: String| sql(text).bind(id).bind(lost);
    vec![
        on(format!(
            "insert into merge_rows (merge_id, part, row_id, row)
            select ?1, 'consents.pending', c.id, {CONSENT_ROW} from consents c where c.customer_id = ?2 and c.state = 'pending'"
        )),
        sql("delete from consents where customer_id = ?1 and state = 'pending'").bind(lost),
        on("insert into merge_rows (merge_id, part, row_id, row)
            select ?1, 'pending_details.typed', id, json_object('checkout_id', checkout_id) from pending_details
            where customer_id = ?2 and checkout_id is not null"
            .to_owned()),
        sql("update pending_details set checkout_id = null where customer_id = ?1 and checkout_id is not null").bind(lost),
        on("insert into merge_rows (merge_id, part, row_id, row)
            select ?1, 'consent_links.lost', id, json_object('customer_id', customer_id, 'purpose', purpose,
                'token_hash', token_hash, 'asked_at', asked_at, 'expires_at', expires_at)
            from consent_links where customer_id = ?2"
            .to_owned()),
        sql("delete from consent_links where customer_id = ?1").bind(lost),
        on(LOST_REFUSAL.to_owned()),
        sql("delete from suppressions where email_key = (select email_key from customers where id = ?1)").bind(lost),
        sql("delete from codes where email_key = (select email_key from customers where id = ?1)").bind(lost),
    ]
}

/// Details that wait beyond those that may, once the other record's wait too.
const PRUNED: &str = "select id from pending_details where customer_id = ?1
    order by typed_at desc, id desc limit -1 offset 5";
const PENDING_PRUNED: &str = "insert into merge_rows (merge_id, part, row_id, row)
    select ?1, 'pending_details.pruned', p.id, json_object('checkout_id', p.checkout_id, 'details', p.details, 'typed_at', p.typed_at)
    from pending_details p where p.id in (select id from pending_details where customer_id = ?2
        order by typed_at desc, id desc limit -1 offset 5)";

/// What does not follow as it stands, because a record has it once: addresses, purchases, groups, what was read, who was told
/// apart, consents of one checkout. ?1 is the merge, ?2 the record that stays, ?3 the one that goes.
fn joining() -> Vec<String> {
    const TWIN: &str = "a.line1 is b.line1 and a.line2 is b.line2 and a.postcode is b.postcode and a.city is b.city
        and a.region is b.region and a.country is b.country";
    vec![
        // An address that both have: the book keeps the survivor's entry, used when the later of the two was.
        format!(
            "insert into merge_rows (merge_id, part, row_id, row)
            select ?1, 'addresses.twin', a.id, {ADDRESS_ROW} from addresses a
            where a.customer_id = ?3 and exists (select 1 from addresses b where b.customer_id = ?2 and {TWIN})"
        ),
        format!(
            "insert into merge_rows (merge_id, part, row_id, row)
            select ?1, 'addresses.used', b.id, json_object('used_at', b.used_at) from addresses b
            where b.customer_id = ?2 and exists (select 1 from addresses a
                where a.customer_id = ?3 and {TWIN} and a.used_at > b.used_at)"
        ),
        format!(
            "update addresses as b set used_at = (select max(a.used_at) from addresses a where a.customer_id = ?3 and {TWIN})
            where b.customer_id = ?2 and b.id in (select row_id from merge_rows where merge_id = ?1 and part = 'addresses.used')"
        ),
        "delete from addresses where customer_id = ?3
            and id in (select row_id from merge_rows where merge_id = ?1 and part = 'addresses.twin')"
            .to_owned(),
        "insert into merge_rows (merge_id, part, row_id)
            select ?1, 'addresses', id from addresses where customer_id = ?3"
            .to_owned(),
        "update addresses set customer_id = ?2 where customer_id = ?3".to_owned(),
        // A product both acquired: what is paid adds up and no paid day is lost; what a refund ended adds nothing.
        format!(
            "insert into merge_rows (merge_id, part, row_id, row)
            select ?1, 'purchases.twin', p.id, {PURCHASE_ROW} from purchases p
            where p.customer_id = ?3 and exists (select 1 from purchases q where q.customer_id = ?2 and q.product_id = p.product_id)"
        ),
        format!(
            "insert into merge_rows (merge_id, part, row_id, row)
            select ?1, 'purchases.before', p.id, {PURCHASE_ROW} from purchases p
            where p.customer_id = ?2 and exists (select 1 from purchases q where q.customer_id = ?3 and q.product_id = p.product_id)"
        ),
        "update purchases as p set
                first_order_id = iif(q.valid_from < p.valid_from, q.first_order_id, p.first_order_id),
                first_place = iif(q.valid_from < p.valid_from, q.first_place, p.first_place),
                last_order_id = iif(q.number > (select number from orders where id = p.last_order_id), q.last_order_id, p.last_order_id),
                last_place = iif(q.number > (select number from orders where id = p.last_order_id), q.last_place, p.last_place),
                quantity = p.quantity + q.quantity,
                valid_from = min(p.valid_from, q.valid_from),
                valid_until = case when p.ended_at is not null and q.ended_at is null then q.valid_until
                    when q.ended_at is not null and p.ended_at is null then p.valid_until
                    else max(p.valid_until, q.valid_until)
                        + max(0, min(p.valid_until, q.valid_until) - max(p.valid_from, q.valid_from)) end,
                ended_at = case when p.ended_at is null or q.ended_at is null then null else max(p.ended_at, q.ended_at) end
            from (select x.*, o.number from purchases x left join orders o on o.id = x.last_order_id where x.customer_id = ?3) q
            where p.customer_id = ?2 and q.product_id = p.product_id"
            .to_owned(),
        "delete from purchases where customer_id = ?3
            and id in (select row_id from merge_rows where merge_id = ?1 and part = 'purchases.twin')"
            .to_owned(),
        format!(
            "insert into merge_rows (merge_id, part, row_id, row)
            select ?1, 'purchases.after', p.id, {PURCHASE_ROW} from purchases p where p.customer_id = ?2
                and p.id in (select row_id from merge_rows where merge_id = ?1 and part = 'purchases.before')"
        ),
        format!(
            "insert into merge_rows (merge_id, part, row_id, row)
            select ?1, 'purchases', p.id, {PURCHASE_ROW} from purchases p where p.customer_id = ?3"
        ),
        "update purchases set customer_id = ?2 where customer_id = ?3".to_owned(),
        // Groups count their members where rows come and go.
        "insert into merge_rows (merge_id, part, row_id, row)
            select ?1, 'memberships', m.group_id, json_object('at', m.at, 'new', not exists (
                select 1 from memberships x where x.group_id = m.group_id and x.customer_seq = (select seq from customers where id = ?2)))
            from memberships m where m.customer_seq = (select seq from customers where id = ?3)"
            .to_owned(),
        "delete from memberships where customer_seq = (select seq from customers where id = ?3)".to_owned(),
        "insert into memberships (group_id, customer_seq, at)
            select r.row_id, c.seq, r.row ->> 'at' from merge_rows r join customers c on c.id = ?2
            where r.merge_id = ?1 and r.part = 'memberships' and r.row ->> 'new' = 1"
            .to_owned(),
        "insert into merge_rows (merge_id, part, row_id, row)
            select ?1, 'document_reads', b.document_id, json_object('at', b.at, 'own', a.at) from document_reads b
                left join document_reads a on a.customer_id = ?2 and a.document_id = b.document_id
            where b.customer_id = ?3"
            .to_owned(),
        "insert into document_reads (customer_id, document_id, at)
            select ?2, document_id, at from document_reads where customer_id = ?3
            on conflict (customer_id, document_id) do update set at = max(at, excluded.at)"
            .to_owned(),
        "delete from document_reads where customer_id = ?3".to_owned(),
        "insert into merge_rows (merge_id, part, row_id, row)
            select ?1, 'told_apart', iif(t.customer_id = ?3, t.other_id, t.customer_id),
                json_object('account_id', t.account_id, 'at', t.at, 'new', not exists (select 1 from told_apart x
                    where (x.customer_id = ?2 and x.other_id in (t.customer_id, t.other_id))
                        or (x.other_id = ?2 and x.customer_id in (t.customer_id, t.other_id))))
            from told_apart t where t.customer_id = ?3 or t.other_id = ?3"
            .to_owned(),
        "delete from told_apart where (customer_id = ?3 or other_id = ?3)".to_owned(),
        "insert into told_apart (customer_id, other_id, account_id, at)
            select min(row_id, ?2), max(row_id, ?2), row ->> 'account_id', row ->> 'at' from merge_rows
            where merge_id = ?1 and part = 'told_apart' and row ->> 'new' = 1 and row_id <> ?2"
            .to_owned(),
        // A campaign goes to a person once: where the one that goes was sent it and the other waits, the mail that was sent is the
        // survivor's, and the one that waits finds nobody.
        "insert into merge_rows (merge_id, part, row_id)
            select ?1, 'campaign_mails', b.campaign_id from campaign_mails b left join campaign_mails a
                on a.campaign_id = b.campaign_id and a.customer_id = ?2
            where b.customer_id = ?3 and (a.state is null or (a.state = 'waiting' and b.state in ('sending', 'sent', 'unknown')))"
            .to_owned(),
        "update campaign_mails set customer_id = ?1 where customer_id = ?2
            and campaign_id in (select row_id from merge_rows where merge_id = ?1 and part = 'campaign_mails')"
            .to_owned(),
        "update campaign_mails set customer_id = ?2 where customer_id = ?3
            and campaign_id in (select row_id from merge_rows where merge_id = ?1 and part = 'campaign_mails')"
            .to_owned(),
        "update campaign_mails set customer_id = ?3 where customer_id = ?1 and ?2 <> ?3".to_owned(),
        // Ticked at one checkout under two mailboxes: the checkout can name one of them.
        "insert into merge_rows (merge_id, part, row_id, row)
            select ?1, 'consents.checkout', b.id, json_object('checkout_id', b.checkout_id) from consents b
            where b.customer_id = ?3 and exists (select 1 from consents a
                where a.customer_id = ?2 and a.purpose = b.purpose and a.checkout_id = b.checkout_id)"
            .to_owned(),
        "update consents set checkout_id = null where customer_id = ?3
            and id in (select row_id from merge_rows where merge_id = ?1 and part = 'consents.checkout')"
            .to_owned(),
    ]
}

/// One account stays; the other ends, and whatever could still let somebody in by it.
fn join_accounts(merging: &Merging<'_>, now: i64) -> Result<Vec<Sql>, Refused> {
    let plan = merging.plan;
    let mut batch = Vec::new();
    let kept = plan.account.and_then(|record| record.account.as_ref());
    if let Some(kept) = kept {
        batch.push(
            sql(format!(
                "insert into merge_rows (merge_id, part, row_id, row)
                select ?1, 'accounts.kept', a.id, {ACCOUNT_ROW} from accounts a where a.id = ?2"
            ))
            .bind(merging.id)
            .bind(kept),
        );
    }
    if let Some(ended) = plan.ended.and_then(|record| record.account.as_ref()) {
        let on = |text: String| sql(text).bind(merging.id).bind(ended);
        batch.push(on(format!(
            "insert into merge_rows (merge_id, part, row_id, row)
            select ?1, 'accounts.ended', a.id, {ACCOUNT_ROW} from accounts a where a.id = ?2"
        )));
        for table in ["orders", "checkouts"] {
            batch.push(on(format!(
                "insert into merge_rows (merge_id, part, row_id) select ?1, '{table}.account', id from {table} where account_id = ?2"
            )));
            batch.push(
                sql(format!(
                    "update {table} set account_id = ?2 where account_id = ?1"
                ))
                .bind(ended)
                .bind(kept),
            );
        }
        let of_ended = [
            "delete from sessions where account_id = ?1",
            "delete from tokens where account_id = ?1",
            "delete from email_changes where account_id = ?1",
            "delete from codes where email_key = (select email_key from accounts where id = ?1)",
            "update outbox set state = 'dropped' where account_id = ?1 and state in ('waiting', 'sending', 'failed')
                and customer_id = (select customer_id from accounts where id = ?1)
                and template in ('reset', 'invitation', 'code', 'email_change')",
            "delete from accounts where id = ?1",
        ];
        batch.extend(of_ended.map(|text| sql(text).bind(ended)));
        batch.push(
            sql("update blobs set state = 'doomed', at = ?2 where state = 'waiting' and account_id = ?1")
                .bind(ended)
                .bind(now),
        );
    }
    if let Some(kept) = kept {
        batch.push(
            sql("update accounts set customer_id = ?2 where id = ?1 and customer_id <> ?2")
                .bind(kept)
                .bind(&plan.survivor.customer.id),
        );
    }
    Ok(batch)
}

/// The record as it is to be. The other one is gone by now: its mailbox is free.
fn become_one(merging: &Merging<'_>) -> Result<Sql, Refused> {
    let plan = merging.plan;
    let details = &plan.details;
    let billing = details.billing.as_ref().map(serde_json::to_string);
    let billing = billing
        .transpose()
        .map_err(|error| Refused::Cause(format!("json: {error}")))?;
    Ok(sql("update customers set version = version + 1, first_name = ?3, last_name = ?4, phone = ?5, organisation = ?6,
            billing = ?7, locale = ?8, name_key = ?9, search_text = ?10, email = ?11, email_key = ?12,
            verified_at = iif(?13 = 1, (select other ->> 'verified_at' from merges where id = ?1), verified_at),
            stage = iif(stage = 'buyer' or (select other ->> 'stage' from merges where id = ?1) = 'buyer', 'buyer', 'contact'),
            created_at = min(created_at, (select other ->> 'created_at' from merges where id = ?1))
        where id = ?2")
    .bind(merging.id)
    .bind(&plan.survivor.customer.id)
    .bind(&details.first_name)
    .bind(&details.last_name)
    .bind(&details.phone)
    .bind(&details.organisation)
    .bind(billing)
    .bind(plan.locale.map(Locale::code))
    .bind(&merging.keys.name_key)
    .bind(&merging.keys.search_text)
    .bind(merging.email.as_str())
    .bind(merging.email.key())
    .bind(plan.took.contains(&MergeField::Email)))
}

/// What a record knows of its belongings and no trigger tells it when they change hands.
fn figures(customer: &CustomerId) -> Sql {
    sql("update customers set
            consent = coalesce((select state = 'given' from consents where customer_id = ?1
                and purpose = 'marketing' and state <> 'pending' order by at desc, id desc limit 1), 0),
            waits = exists (select 1 from pending_details where customer_id = ?1),
            country = (select country from addresses where customer_id = ?1 order by used_at desc, id desc limit 1),
            last_order_at = (select max(placed_at) from orders where customer_id = ?1)
        where id = ?1")
    .bind(customer)
}

/// A consent that was never the surviving mailbox's own is taken back: the record says so from now on.
fn close_consent(merging: &Merging<'_>, now: i64) -> Vec<Sql> {
    let survivor = &merging.plan.survivor.customer.id;
    let own = match merging.plan.took.contains(&MergeField::Email) {
        true => "other",
        false => "before",
    };
    vec![
        sql(format!(
            "insert into consents (id, customer_id, checkout_id, purpose, state, text, version, way, at)
            select {NEW_ID}, l.customer_id, null, l.purpose, 'withdrawn', l.text, l.version, 'staff', max(?3, l.at + 1)
            from consents l where l.id = (select id from consents where customer_id = ?2 and purpose = 'marketing'
                    and state <> 'pending' order by at desc, id desc limit 1)
                and l.state = 'given' and (select {own} ->> 'consent' from merges where id = ?1) = 0"
        ))
        .bind(merging.id)
        .bind(survivor)
        .bind(now),
        sql("insert into merge_rows (merge_id, part, row_id)
            select ?1, 'consents.closed', id from consents where customer_id = ?2 and way = 'staff' and at >= ?3
                and id not in (select row_id from merge_rows where merge_id = ?1 and part = 'consents')")
        .bind(merging.id)
        .bind(survivor)
        .bind(now),
    ]
}

/// Tells the mailboxes by which somebody signs in no more, or from now on. Who had no account is told nothing: nothing changes
/// for them.
fn tell_mailboxes(plan: &Plan<'_>, now: i64) -> Vec<Sql> {
    let survivor = &plan.survivor.customer.id;
    let ends = plan.ended.filter(|record| record.account_in_use());
    let moved = plan
        .account
        .filter(|record| plan.readdressed && record.account_in_use());
    let lost = [ends, moved].into_iter().flatten();
    let mut told = Vec::new();
    for record in lost {
        if record.customer.id == plan.lost.customer.id {
            told.push(tell_moved(survivor, &record.customer.email, "former", now));
        }
    }
    if moved.is_some() {
        told.push(tell_moved(
            survivor,
            &plan.mailbox.customer.email,
            "current",
            now,
        ));
    }
    told
}
