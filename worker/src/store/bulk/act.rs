//! What a bulk change does to a chunk of customers: set-based, in the order in which one statement needs the other. The
//! first of each decides every item's outcome.

use super::chunk::{Chunk, Claimed};
use crate::db::{Sql, sql};
use crate::store::account::LOCALE;
use crate::store::outbox::NEW_ID;
use domain::bulk::BulkAct;
use domain::history::Fact;
use domain::session::INVITATION;

/// Those of the chunk that are changed.
const DONE: &str = "select customer_id from bulk_items where bulk_id = ?1 and outcome = 'done' and customer_id between ?2 and ?3";

/// Somebody of the team, or another account, has the mailbox or the customer of an item.
const STAFF: &str = "exists (select 1 from customers c join accounts a on a.email_key = c.email_key \
        where c.id = bulk_items.customer_id and (a.role <> 'customer' or a.customer_id is not c.id)) \
    or exists (select 1 from accounts a where a.customer_id = bulk_items.customer_id and a.role <> 'customer')";

/// The items of a chunk.
const ITEMS: &str = "bulk_id = ?1 and customer_id between ?2 and ?3 and outcome is null";

/// The account `a` was offered in this very batch.
const INVITED: &str =
    "a.invited_at = ?4 and a.enabled = 1 and a.password_hash is null and a.verified_at is null";

/// A chunk to be done.
pub struct Work<'a> {
    pub claimed: &'a Claimed,
    pub chunk: &'a Chunk,
    pub now: i64,
}

impl Work<'_> {
    /// The statements of its act.
    pub fn push(&self, batch: &mut Vec<Sql>) {
        match self.claimed.act {
            BulkAct::JoinGroup => self.join(batch),
            BulkAct::LeaveGroup => self.leave(batch),
            BulkAct::GiveSignIn => self.give_sign_in(batch),
            BulkAct::TakeSignIn => self.take_sign_in(batch),
        }
    }

    /// A statement over the chunk: ?1 the bulk change, ?2 to ?3 its customers.
    pub fn over(&self, text: impl Into<String>) -> Sql {
        sql(text)
            .bind(&self.claimed.id)
            .bind(&self.chunk.first)
            .bind(&self.chunk.last)
    }

    /// An entry in the history of everybody changed; `detail` and `which` are SQL over the customer `c`. The journal
    /// tells the bulk change once.
    fn tell(&self, fact: Fact, which: &str, detail: &str) -> Sql {
        self.over(format!(
            "insert into history (customer_id, at, actor, account_id, fact, detail, bulk_id)
            select c.id, ?4, 'staff', ?5, ?6, {detail}, ?1 from customers c where c.id in ({DONE}) and {which}"
        ))
        .bind(self.now)
        .bind(&self.claimed.account_id)
        .bind(fact.code())
    }

    fn join(&self, batch: &mut Vec<Sql>) {
        let group = self.claimed.group_id.as_ref();
        batch.push(
            self.over(format!(
                "update bulk_items set (outcome, reason) = (
                    select case when g.id is null or c.id is null then 'failed'
                            when m.group_id is not null then 'skipped' else 'done' end,
                        case when g.id is null or c.id is null then 'gone' end
                    from (select 1) left join customers c on c.id = bulk_items.customer_id
                        left join groups g on g.id = ?4
                        left join memberships m on m.group_id = ?4 and m.customer_seq = c.seq)
                where {ITEMS}"
            ))
            .bind(group),
        );
        batch.push(
            self.over(format!(
                "insert into memberships (group_id, customer_seq, at)
                select ?4, c.seq, ?5 from customers c where c.id in ({DONE})"
            ))
            .bind(group)
            .bind(self.now),
        );
        batch.push(self.tell_group(Fact::GroupJoined));
    }

    fn leave(&self, batch: &mut Vec<Sql>) {
        let group = self.claimed.group_id.as_ref();
        batch.push(
            self.over(format!(
                "update bulk_items set (outcome, reason) = (
                    select case when c.id is null then 'failed'
                            when m.group_id is null then 'skipped' else 'done' end,
                        case when c.id is null then 'gone' end
                    from (select 1) left join customers c on c.id = bulk_items.customer_id
                        left join memberships m on m.group_id = ?4 and m.customer_seq = c.seq)
                where {ITEMS}"
            ))
            .bind(group),
        );
        batch.push(
            self.over(format!(
                "delete from memberships where group_id = ?4 and customer_seq in (
                    select seq from customers where id in ({DONE}))"
            ))
            .bind(group),
        );
        batch.push(self.tell_group(Fact::GroupLeft));
    }

    fn tell_group(&self, fact: Fact) -> Sql {
        self.tell(fact, "true", "(select name from groups where id = ?7)")
            .bind(self.claimed.group_id.as_ref())
    }

    /// Who has no account is offered one; who was switched off gets the old way back, or a new offer where there was
    /// none. A pause is another switch and stays.
    fn give_sign_in(&self, batch: &mut Vec<Sql>) {
        // An account that proved the mailbox before there was a customer is the customer's.
        batch.push(self.over(format!(
            "update accounts set customer_id = (select c.id from customers c where c.email_key = accounts.email_key)
            where customer_id is null and role = 'customer' and verified_at is not null
                and email_key in (select c.email_key from customers c
                    where c.id in (select customer_id from bulk_items where {ITEMS})
                        and not exists (select 1 from accounts o where o.customer_id = c.id))"
        )));
        batch.push(self.over(format!(
            "update bulk_items set
                outcome = case
                    when not exists (select 1 from customers c where c.id = bulk_items.customer_id) then 'failed'
                    when {STAFF} then 'failed'
                    when exists (select 1 from accounts a
                        where a.customer_id = bulk_items.customer_id and a.can_sign_in = 1) then 'skipped'
                    else 'done' end,
                reason = case
                    when not exists (select 1 from customers c where c.id = bulk_items.customer_id) then 'gone'
                    when {STAFF} then 'staff' end
            where {ITEMS}"
        )));
        batch.push(
            self.over(format!(
                "update accounts set can_sign_in = 1, enabled = (paused = 0), switched_at = ?4, switched_by = ?5,
                    invited_at = case when password_hash is null and verified_at is null and paused = 0
                        then ?4 else invited_at end,
                    invited_until = case when password_hash is null and verified_at is null and paused = 0
                        then ?4 + ?6 else invited_until end
                where customer_id in ({DONE}) and can_sign_in = 0"
            ))
            .bind(self.now)
            .bind(&self.claimed.account_id)
            .bind(INVITATION),
        );
        batch.push(
            self.over(format!(
                "insert into accounts (id, customer_id, email, email_key, role, switched_at, switched_by,
                    invited_at, invited_until, created_at)
                select {NEW_ID}, c.id, c.email, c.email_key, 'customer', ?4, ?5, ?4, ?4 + ?6, ?4 from customers c
                where c.id in ({DONE}) and not exists (select 1 from accounts a where a.customer_id = c.id)"
            ))
            .bind(self.now)
            .bind(&self.claimed.account_id)
            .bind(INVITATION),
        );
        batch.push(
            self.over(format!(
                "insert into outbox (id, template, locale, recipient, customer_id, account_id, due_at, created_at)
                select {NEW_ID}, 'invitation', {LOCALE}, a.email, c.id, a.id, ?4, ?4
                from customers c join accounts a on a.customer_id = c.id
                where c.id in ({DONE}) and {INVITED}"
            ))
            .bind(self.now),
        );
        batch.push(self.tell(Fact::SignInGiven, "true", "null"));
        let invited =
            format!("exists (select 1 from accounts a where a.customer_id = c.id and {INVITED})");
        batch.push(self.tell(Fact::Invited, &invited, "null"));
    }

    /// Rule 6, the outer switch: sessions, links, codes and what waits to be mailed end; the password stays.
    fn take_sign_in(&self, batch: &mut Vec<Sql>) {
        batch.push(self.over(format!(
            "update bulk_items set (outcome, reason) = (
                select case when c.id is null or a.role <> 'customer' then 'failed'
                        when a.can_sign_in = 1 then 'done' else 'skipped' end,
                    case when c.id is null then 'gone' when a.role <> 'customer' then 'staff' end
                from (select 1) left join customers c on c.id = bulk_items.customer_id
                    left join accounts a on a.customer_id = c.id)
            where {ITEMS}"
        )));
        batch.push(
            self.over(format!(
                "update accounts set can_sign_in = 0, enabled = 0, switched_at = ?4, switched_by = ?5,
                    invited_until = null
                where customer_id in ({DONE})"
            ))
            .bind(self.now)
            .bind(&self.claimed.account_id),
        );
        batch.push(self.over(format!(
            "delete from sessions where account_id in (select id from accounts where customer_id in ({DONE}))"
        )));
        batch.push(
            self.over(format!(
                "update tokens set used_at = ?4 where used_at is null
                    and account_id in (select id from accounts where customer_id in ({DONE}))"
            ))
            .bind(self.now),
        );
        batch.push(self.over(format!(
            "delete from codes where email_key in (select email_key from customers where id in ({DONE}))"
        )));
        batch.push(self.over(format!(
            "update outbox set state = 'dropped' where customer_id in ({DONE})
                and state in ('waiting', 'sending', 'failed') and template in ('reset', 'invitation', 'code')"
        )));
        batch.push(self.tell(Fact::SignInTaken, "true", "null"));
    }
}
