//! The team: staff accounts, which are only ever invited, and of which one owner must always be able to sign in.

use crate::db::{
    Db, GONE, LAST_OWNER, Refused, STALE, Sql, TAKEN, guard_changed, guard_unless, sql,
};
use crate::store::idempotency::{self, Key};
use crate::store::outbox::SHOP_LOCALE;
use crate::store::{account, journal, throttle};
use domain::account::{Account, Role};
use domain::id::{AccountId, MailId};
use domain::journal::{Act, SubjectKind};
use domain::session::INVITATION;
use domain::staff::{Edited, Invited, StaffMember};
use domain::throttle::STAFF_MAIL;
use serde::Deserialize;

/// People a team can hold: more is another kind of shop.
const TEAM_MAX: u32 = 200;

/// Who is in the team: accounts of staff who were not removed.
const OF_TEAM: &str = "role <> 'customer' and removed_at is null";

/// Owners who can sign in, as staff do: with a password. (The index is of those who are no customers.)
const OWNERS: &str =
    "select id from accounts where role <> 'customer' and role = 'owner' and enabled = 1
    and password_hash is not null and removed_at is null";

const COLUMNS: &str = "id, coalesce(name, email) as name, email, role, enabled, invited_until, signed_in_at,
    verified_at is null and password_hash is null as invited,
    (select count(*) from sessions where account_id = accounts.id and idle_at > ?2 and ends_at > ?2) as sessions";

#[derive(Deserialize)]
struct Row {
    id: AccountId,
    name: String,
    email: String,
    role: Role,
    enabled: u8,
    invited: u8,
    invited_until: Option<i64>,
    signed_in_at: Option<i64>,
    sessions: u32,
    last_owner: u8,
}

impl Row {
    fn member(self, reader: &AccountId) -> StaffMember {
        StaffMember {
            own: self.id == *reader,
            id: self.id,
            name: self.name,
            email: self.email,
            role: self.role,
            enabled: self.enabled == 1,
            invited: self.invited == 1,
            invited_until: self.invited_until,
            signed_in_at: self.signed_in_at,
            sessions: self.sessions,
            last_owner: self.last_owner == 1,
        }
    }
}

/// The whole team: owners first, then by name.
pub async fn list(db: &Db, reader: &AccountId, now: i64) -> Result<Vec<StaffMember>, Refused> {
    let list = sql(format!(
        "select {COLUMNS}, (select group_concat(id) from ({OWNERS})) = id as last_owner
        from accounts indexed by accounts_of_staff where {OF_TEAM}
        order by case role when 'owner' then 1 when 'manager' then 2 else 3 end, lower(coalesce(name, email)), id
        limit ?1"
    ))
    .bind(TEAM_MAX)
    .bind(now);
    let rows: Vec<Row> = db.run(list).await?.all()?;
    Ok(rows.into_iter().map(|row| row.member(reader)).collect())
}

/// One of the team; its rank in the list is not told.
pub async fn find(
    db: &Db,
    id: &AccountId,
    reader: &AccountId,
    now: i64,
) -> Result<Option<StaffMember>, Refused> {
    let find = sql(format!(
        "select {COLUMNS}, (select group_concat(id) from ({OWNERS})) = id as last_owner
        from accounts where id = ?1 and {OF_TEAM}"
    ))
    .bind(id)
    .bind(now);
    let row: Option<Row> = db.run(find).await?.first()?;
    Ok(row.map(|row| row.member(reader)))
}

/// Invites somebody. [`Refused::Guard`]: `repeated` where the key invited somebody before, `taken` where the mailbox has
/// an account, whoever's.
pub async fn invite(
    db: &Db,
    id: &AccountId,
    invited: &Invited,
    key: Option<&Key<'_>>,
    mail: &MailId,
    by: &Account,
    now: i64,
) -> Result<(), Refused> {
    let mut batch = idempotency::claim(key, id.as_str(), now);
    batch.extend([
        sql(
            "insert into accounts (id, email, email_key, role, name, invited_at, invited_until, created_at)
            values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?6) on conflict (email_key) do nothing",
        )
        .bind(id)
        .bind(invited.email.as_str())
        .bind(invited.email.key())
        .bind(invited.role.code())
        .bind(&invited.name)
        .bind(now)
        .bind(now + INVITATION),
        guard_changed(TAKEN),
        invitation(id, mail, invited.locale.map(domain::locale::Locale::code), now),
        tell(by, Act::StaffInvited, id, &[invited.role.code()], now),
    ]);
    db.batch(batch).await.map(|_| ())
}

/// Invites somebody again who has not taken it up; the older mail, where it still waits, does not go out.
/// [`Refused::Guard`]: `gone` for anybody else, `throttled`.
pub async fn invite_again(
    db: &Db,
    id: &AccountId,
    mail: &MailId,
    by: &Account,
    now: i64,
) -> Result<(), Refused> {
    let extend = sql(format!(
        "update accounts set invited_at = ?2, invited_until = ?3
        where id = ?1 and {OF_TEAM} and enabled = 1 and verified_at is null and password_hash is null"
    ))
    .bind(id)
    .bind(now)
    .bind(now + INVITATION);
    let older = sql("update outbox set state = 'dropped'
        where state = 'waiting' and account_id = ?1 and template = 'staff_invitation'")
    .bind(id);
    db.batch(vec![
        extend,
        guard_changed(GONE),
        throttle::charge(&STAFF_MAIL, id.as_str(), now),
        older,
        invitation(id, mail, None, now),
        tell(by, Act::StaffInvited, id, &[], now),
    ])
    .await
    .map(|_| ())
}

/// The mail of an invitation, in a language or the shop's.
fn invitation(id: &AccountId, mail: &MailId, locale: Option<&str>, now: i64) -> Sql {
    sql(format!(
        "insert into outbox (id, template, locale, recipient, account_id, due_at, created_at)
        select ?2, 'staff_invitation', coalesce(?3, {SHOP_LOCALE}), email, id, ?4, ?4
        from accounts where id = ?1"
    ))
    .bind(id)
    .bind(mail)
    .bind(locale)
    .bind(now)
}

/// Changes somebody of the team who is still as `before` tells. [`Refused::Guard`]: `stale` where not, `last_owner`
/// where no owner would be left to sign in.
pub async fn edit(
    db: &Db,
    before: &StaffMember,
    edited: &Edited,
    by: &Account,
    now: i64,
) -> Result<(), Refused> {
    let id = &before.id;
    let update = sql(format!(
        "update accounts set name = ?2, role = ?3, enabled = ?4, paused = ?5, can_sign_in = 1,
            switched_at = iif(enabled = ?4, switched_at, ?6), switched_by = iif(enabled = ?4, switched_by, ?7)
        where id = ?1 and {OF_TEAM} and coalesce(name, email) = ?8 and role = ?9 and enabled = ?10"
    ))
    .bind(id)
    .bind(&edited.name)
    .bind(edited.role.code())
    .bind(edited.enabled)
    .bind(!edited.enabled)
    .bind(now)
    .bind(&by.id)
    .bind(&before.name)
    .bind(before.role.code())
    .bind(before.enabled);
    let mut batch = vec![update, guard_changed(STALE), guard_owner()];
    if edited.may_less {
        batch.push(end_sessions(id));
    }
    for (act, fields) in &edited.acts {
        batch.push(tell(by, *act, id, fields, now));
    }
    db.batch(batch).await.map(|_| ())
}

/// Removes somebody from the team: nothing lets them in any more, nothing is on its way to them, and the mailbox is free
/// for another account. The row stays for what they did. [`Refused::Guard`]: `gone` for who is not in the team,
/// `last_owner` where no owner would be left to sign in.
pub async fn remove(db: &Db, id: &AccountId, by: &Account, now: i64) -> Result<(), Refused> {
    // Codes go by the mailbox, which the row gives up.
    let mut batch = Vec::from(account::end_links(id, now));
    batch.extend([
        sql(format!(
            "update accounts set removed_at = ?2, enabled = 0, can_sign_in = 0, paused = 0, password_hash = null,
                pepper_id = null, must_change = 0, invited_until = null, email_key = 'removed:' || id,
                switched_at = ?2, switched_by = ?3
            where id = ?1 and {OF_TEAM}"
        ))
        .bind(id)
        .bind(now)
        .bind(&by.id),
        guard_changed(GONE),
        guard_owner(),
        end_sessions(id),
        sql("update outbox set state = 'dropped'
            where state in ('waiting', 'sending') and account_id = ?1")
        .bind(id),
        tell(by, Act::StaffRemoved, id, &[], now),
    ]);
    db.batch(batch).await.map(|_| ())
}

/// Fails the batch where it leaves no owner who can sign in: of two who remove each other, the second is refused.
fn guard_owner() -> Sql {
    guard_unless(&format!("exists ({OWNERS})"), LAST_OWNER)
}

fn end_sessions(id: &AccountId) -> Sql {
    sql("delete from sessions where account_id = ?1").bind(id)
}

fn tell(by: &Account, act: Act, id: &AccountId, fields: &[&str], now: i64) -> Sql {
    let subject = Some((SubjectKind::Staff, id.as_str()));
    journal::tell(by, act, subject, fields, now)
}
