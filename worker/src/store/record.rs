//! One customer's record as staff change it: made, corrected; and what the customer acquired.

use crate::db::{Db, Refused, STALE, Sql, UNKNOWN, guard_changed, guard_unless, sql};
use crate::store::account::LOCALE;
use crate::store::credentials::{self, Set};
use crate::store::email_change;
use crate::store::history::{Told, tell, tell_more};
use crate::store::idempotency::{self, Key};
use crate::store::outbox::NEW_ID;
use domain::customer::{Edited, Keys, NewCustomer};
use domain::history::Fact;
use domain::id::{AccountId, CustomerId, GroupId};
use domain::locale::Locale;
use domain::pending::Details;
use domain::session::INVITATION;
use serde::{Deserialize, Serialize};

/// A customer to be made.
pub struct Created<'a> {
    pub id: &'a CustomerId,
    pub new: &'a NewCustomer,
    pub keys: &'a Keys,
    /// Each once.
    pub groups: &'a [GroupId],
    /// The account that goes with it.
    pub account: Option<&'a Set<'a>>,
    pub by: &'a AccountId,
    /// Under which this may be repeated.
    pub key: Option<&'a Key<'a>>,
}

/// Makes a customer. [`Refused::Guard`]: `repeated` when the key made one before, `taken` where a customer has the
/// mailbox (or, with an account, a member of the team), `unknown` for a group that is none.
pub async fn create(db: &Db, created: &Created<'_>, now: i64) -> Result<(), Refused> {
    let Created { id, new, keys, .. } = created;
    let details = &new.details;
    let mut batch = idempotency::claim(created.key, id.as_str(), now);
    batch.push(
        sql("insert into customers
                (id, email, email_key, first_name, last_name, phone, organisation, billing, locale,
                 name_key, search_text, created_at)
            values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)")
        .bind(*id)
        .bind(new.email.as_str())
        .bind(new.email.key())
        .bind(&details.first_name)
        .bind(&details.last_name)
        .bind(&details.phone)
        .bind(&details.organisation)
        .bind(details.billing.as_ref().map(json).transpose()?)
        .bind(new.locale.map(Locale::code))
        .bind(&keys.name_key)
        .bind(&keys.search_text)
        .bind(now),
    );
    batch.push(tell(id, created.by, Fact::Added, now));
    if !created.groups.is_empty() {
        batch.extend(join_groups(created, now)?);
    }
    if let Some(set) = created.account {
        batch.extend(credentials::statements(set, now));
    }
    db.batch(batch).await.map(|_| ())
}

/// Puts a customer just made into the groups it is to join: all of them, or nothing of the batch.
fn join_groups(created: &Created<'_>, now: i64) -> Result<[Sql; 3], Refused> {
    let groups = json(&created.groups)?;
    let count = u32::try_from(created.groups.len()).unwrap_or(u32::MAX);
    Ok([
        guard_unless(
            "(select count(*) from groups where id in (select value from json_each(?1))) = ?2",
            UNKNOWN,
        )
        .bind(&groups)
        .bind(count),
        sql("insert into memberships (group_id, customer_seq, at)
            select g.id, c.seq, ?2 from customers c, groups g
            where c.id = ?1 and g.id in (select value from json_each(?3))")
        .bind(created.id)
        .bind(now)
        .bind(&groups),
        sql(
            "insert into history (customer_id, at, actor, account_id, fact, detail)
            select ?1, ?2, 'staff', ?3, ?4, g.name from groups g
            where g.id in (select value from json_each(?5)) order by g.name_key, g.id",
        )
        .bind(created.id)
        .bind(now)
        .bind(created.by)
        .bind(Fact::GroupJoined.code())
        .bind(&groups),
    ])
}

/// The customer of a mailbox.
pub async fn of_mailbox(db: &Db, email_key: &str) -> Result<Option<CustomerId>, Refused> {
    #[derive(Deserialize)]
    struct Row {
        id: CustomerId,
    }
    let select = sql("select id from customers where email_key = ?1").bind(email_key);
    Ok(db.run(select).await?.first::<Row>()?.map(|row| row.id))
}

/// Corrections to a record.
pub struct Correction<'a> {
    pub id: &'a CustomerId,
    /// The version they are made from.
    pub version: u32,
    pub before: &'a Details,
    /// The e-mail that stood there.
    pub email: &'a str,
    pub edited: &'a Edited,
    pub keys: &'a Keys,
    /// Staff, or nobody of them: the customer.
    pub by: Option<&'a AccountId>,
    /// The mailbox before, where it is another one from now on.
    pub moved_from: Option<&'a str>,
}

/// Corrects a record. [`Refused::Guard`]: `stale` when it changed since, `taken` where another customer or account has
/// the mailbox.
pub async fn edit(db: &Db, correction: &Correction<'_>, now: i64) -> Result<(), Refused> {
    let Correction { id, by, .. } = correction;
    let mut batch = vec![change_record(correction)?, guard_changed(STALE)];
    let moved = correction.moved_from;
    let email = correction.edited.email.as_ref();
    if let (Some(email), None) = (email, moved) {
        // Another spelling of the same mailbox.
        batch.push(
            sql("update accounts set email = ?2 where customer_id = ?1 and role = 'customer'")
                .bind(*id)
                .bind(email.as_str()),
        );
    }
    // Another mailbox has a fact of its own.
    let own = correction.edited.fields.iter().copied();
    let fields: Vec<&str> = own
        .filter(|field| moved.is_none() || *field != "email")
        .collect();
    if !fields.is_empty() {
        let told = Told {
            fields: &fields,
            before: Some(correction.before),
            ..Told::default()
        };
        batch.push(tell_more(id, *by, Fact::DetailsChanged, &told, now)?);
    }
    if let (Some(email), Some(old_key)) = (email, moved) {
        batch.extend(move_mailbox(id, old_key, email, now));
        let told = Told {
            detail: Some(correction.email),
            ..Told::default()
        };
        batch.push(tell_more(id, *by, Fact::EmailChanged, &told, now)?);
        batch.push(tell_moved(id, correction.email, "former", now));
        batch.push(tell_moved(id, email.as_str(), "current", now));
    }
    db.batch(batch).await.map(|_| ())
}

fn change_record(correction: &Correction<'_>) -> Result<Sql, Refused> {
    let Edited {
        details,
        locale,
        email,
        ..
    } = correction.edited;
    let email = email.as_ref();
    Ok(sql("update customers set version = version + 1, first_name = ?3, last_name = ?4,
            phone = ?5, organisation = ?6, billing = ?7, locale = ?8, name_key = ?9, search_text = ?10,
            email = coalesce(?11, email), email_key = coalesce(?12, email_key),
            verified_at = case when ?13 = 1 then null else verified_at end
        where id = ?1 and version = ?2")
    .bind(correction.id)
    .bind(correction.version)
    .bind(&details.first_name)
    .bind(&details.last_name)
    .bind(&details.phone)
    .bind(&details.organisation)
    .bind(details.billing.as_ref().map(json).transpose()?)
    .bind(locale.map(Locale::code))
    .bind(&correction.keys.name_key)
    .bind(&correction.keys.search_text)
    .bind(email.map(|email| email.as_str()))
    .bind(email.map(|email| email.key()))
    .bind(correction.moved_from.is_some()))
}

/// The account of a customer.
const ACCOUNT: &str = "(select id from accounts where customer_id = ?1 and role = 'customer')";

/// What follows when a record has another mailbox, which nobody proved yet.
fn move_mailbox(
    customer: &CustomerId,
    old_key: &str,
    email: &domain::email::Email,
    now: i64,
) -> Vec<Sql> {
    let mut batch = readdress(customer, old_key, email, now);
    batch.extend([
        // A tick nobody proved was for the old mailbox; what was typed for it waits for staff or the customer alone.
        sql("delete from consents where customer_id = ?1 and state = 'pending'").bind(customer),
        sql("delete from consent_links where customer_id = ?1").bind(customer),
        sql("update pending_details set checkout_id = null where customer_id = ?1").bind(customer),
    ]);
    batch
}

/// The account signs in with another mailbox, its password stays. Whatever the old mailbox could still let in ends; an open
/// offer and mails about orders go to the new one.
pub fn readdress(
    customer: &CustomerId,
    old_key: &str,
    email: &domain::email::Email,
    now: i64,
) -> Vec<Sql> {
    vec![
        sql("delete from codes where email_key = ?1").bind(old_key),
        sql(format!(
            "update tokens set used_at = ?2 where account_id = {ACCOUNT} and used_at is null"
        ))
        .bind(customer)
        .bind(now),
        sql("update outbox set state = 'dropped' where customer_id = ?1
            and state in ('waiting', 'sending', 'failed') and template in ('reset', 'invitation', 'code', 'email_change')")
        .bind(customer),
        sql("update outbox set recipient = ?2
            where customer_id = ?1 and state in ('waiting', 'failed') and order_id is not null")
        .bind(customer)
        .bind(email.as_str()),
        sql(format!("delete from sessions where account_id = {ACCOUNT}")).bind(customer),
        email_change::end(ACCOUNT).bind(customer),
        // Without a password there is no way in but by proving the new mailbox: the account stays opened.
        sql("update accounts set email = ?2, email_key = ?3,
                verified_at = case when password_hash is null then verified_at end,
                invited_at = case when invited_until > ?4 then ?4 else invited_at end,
                invited_until = case when invited_until > ?4 then ?4 + ?5 end
            where customer_id = ?1 and role = 'customer'")
        .bind(customer)
        .bind(email.as_str())
        .bind(email.key())
        .bind(now)
        .bind(INVITATION),
        credentials::invitation(customer, now),
    ]
}

/// Tells one of the two addresses. Neither is told the other: one of them may be a stranger's.
pub fn tell_moved(customer: &CustomerId, recipient: &str, address: &str, now: i64) -> Sql {
    sql(format!(
        "insert into outbox (id, template, locale, recipient, customer_id, params, due_at, created_at)
        select {NEW_ID}, 'email_corrected', {LOCALE}, ?2, c.id, json_object('address', ?3), ?4, ?4
        from customers c where c.id = ?1"
    ))
    .bind(customer)
    .bind(recipient)
    .bind(address)
    .bind(now)
}

fn json(value: &impl Serialize) -> Result<String, Refused> {
    serde_json::to_string(value).map_err(|error| Refused::Cause(format!("json: {error}")))
}
