//! Conversations as they change: opened, written in, closed, read. Each change is one batch with its entry in the history
//! and, where the other side has nothing unread yet, the mail that tells it.

mod read;
mod thread;

pub use read::{Inbox, count_own_unread, count_unread, inbox, is_unread, own};
pub use thread::{Whose, attachment, find, thread};

use crate::db::{Answers, Db, GONE, Refused, Sql, UNKNOWN, guard_changed, sql};
use crate::store::idempotency::{self, Key};
use crate::store::outbox::{NEW_ID, SHOP_LOCALE};
use crate::store::{account, blob, throttle};
use domain::conversation::{ConversationState, Side, search_text};
use domain::history::Fact;
use domain::id::{AccountId, BlobId, ConversationId, CustomerId, MessageId, OrderId};
use domain::throttle::{CONVERSATION_ACCOUNT, MESSAGE_ACCOUNT};

/// A conversation to be opened by its customer.
pub struct New<'a> {
    pub id: &'a ConversationId,
    pub customer: &'a CustomerId,
    /// True where the account's mailbox was proved: then every order of the customer is theirs to name.
    pub verified: bool,
    pub subject: &'a str,
    pub order: Option<&'a OrderId>,
}

/// A message to be written.
pub struct Letter<'a> {
    pub id: &'a MessageId,
    pub conversation: &'a ConversationId,
    pub whose: Whose<'a>,
    /// The account that writes.
    pub by: &'a AccountId,
    pub text: &'a str,
    /// Files that wait for it, handed in by the same account.
    pub attachments: &'a [BlobId],
}

/// Opens a conversation with its first message. [`Refused::Guard`]: `repeated` where the key opened one before,
/// `throttled`, `unknown` where the order is not one of the customer's,
/// `no_file` where a file is none that waits.
pub async fn open(
    db: &Db,
    new: &New<'_>,
    letter: &Letter<'_>,
    key: Option<&Key<'_>>,
    now: i64,
) -> Result<(), Refused> {
    let mut batch = idempotency::claim(key, new.id.as_str(), now);
    batch.push(throttle::charge(
        &CONVERSATION_ACCOUNT,
        letter.by.as_str(),
        now,
    ));
    batch.push(
        sql(
            "insert into conversations
                (id, customer_id, order_id, subject, search_text, created_at, last_seq, last_at, last_by)
            select ?1, c.id, o.id, ?3, ?4, ?5, 0, ?5, 'customer'
            from customers c left join orders o on o.id = ?6 and o.customer_id = c.id
                and (?7 = 1 or o.account_id = ?8)
            where c.id = ?2 and (?6 is null or o.id is not null)",
        )
        .bind(new.id)
        .bind(new.customer)
        .bind(new.subject)
        .bind(search_text(new.subject))
        .bind(now)
        .bind(new.order)
        .bind(new.verified)
        .bind(letter.by),
    );
    batch.push(guard_changed(UNKNOWN));
    batch.extend(put(letter, now));
    batch.push(tell(letter, Fact::ConversationOpened, now));
    batch.push(mail(letter, now));
    db.batch(batch).await.map(|_| ())
}

/// Writes a message. [`Refused::Guard`]: `repeated` where the key wrote one before, `throttled`, `gone` where there is no
/// such conversation of this side, `no_file` where a file is none that waits.
pub async fn write(
    db: &Db,
    letter: &Letter<'_>,
    key: Option<&Key<'_>>,
    now: i64,
) -> Result<(), Refused> {
    let mut batch = idempotency::claim(key, letter.id.as_str(), now);
    if letter.whose.side() == Side::Customer {
        batch.push(throttle::charge(&MESSAGE_ACCOUNT, letter.by.as_str(), now));
        batch.push(tell_where(
            letter,
            Fact::ConversationReopened,
            "v.state = 'closed'",
            now,
        ));
    }
    batch.extend(put(letter, now));
    batch.push(tell(letter, Fact::MessageWritten, now));
    batch.push(mail(letter, now));
    db.batch(batch).await.map(|_| ())
}

/// The message itself, the next of its conversation, which it moves to the top; the customer's opens it again.
fn put(letter: &Letter<'_>, now: i64) -> Vec<Sql> {
    let insert = sql(
        "insert into messages (id, conversation_id, n, side, account_id, text, at)
        select ?1, v.id, v.messages + 1, ?4, ?5, ?6, ?7 from conversations v
        where v.id = ?2 and (?3 is null or v.customer_id = ?3)",
    )
    .bind(letter.id)
    .bind(letter.conversation)
    .bind(letter.whose.customer())
    .bind(letter.whose.side().code())
    .bind(letter.by)
    .bind(letter.text)
    .bind(now);
    let moved = match letter.whose.side() {
        Side::Customer => sql(
            "update conversations set messages = messages + 1, shop_unread = shop_unread + 1,
                last_seq = (select seq from messages where id = ?2), last_at = ?3, last_by = 'customer',
                state = 'open', closed_at = null, closed_by = null
            where id = ?1",
        ),
        Side::Shop => sql(
            "update conversations set messages = messages + 1, customer_unread = customer_unread + 1,
                last_seq = (select seq from messages where id = ?2), last_at = ?3, last_by = 'shop',
                answered_by = ?4
            where id = ?1",
        ),
    };
    let moved = moved.bind(letter.conversation).bind(letter.id).bind(now);
    let moved = match letter.whose.side() {
        Side::Customer => moved,
        Side::Shop => moved.bind(letter.by),
    };
    let mut batch = vec![insert, guard_changed(GONE), moved];
    for (place, file) in (0_u32..).zip(letter.attachments) {
        batch.extend(blob::attach(file, letter.by, now));
        let attach =
            sql("insert into attachments (message_id, place, blob_id) values (?1, ?2, ?3)");
        batch.push(attach.bind(letter.id).bind(place).bind(file));
    }
    batch
}

/// An entry of the customer's history, which the journal hears where staff act.
fn tell(letter: &Letter<'_>, fact: Fact, now: i64) -> Sql {
    tell_where(letter, fact, "true", now)
}

/// The same where a condition over `v` holds.
fn tell_where(letter: &Letter<'_>, fact: Fact, condition: &str, now: i64) -> Sql {
    sql(format!(
        "insert into history (customer_id, at, actor, account_id, fact, conversation_id)
        select v.customer_id, ?2, ?3, ?4, ?5, v.id from conversations v
        where v.id = ?1 and (?6 is null or v.customer_id = ?6) and {condition}"
    ))
    .bind(letter.conversation)
    .bind(now)
    .bind(letter.whose.actor().code())
    .bind(letter.by)
    .bind(fact.code())
    .bind(letter.whose.customer())
}

/// Tells the other side by mail, if this is the first thing it has not read; nothing of what was written goes with it.
fn mail(letter: &Letter<'_>, now: i64) -> Sql {
    match letter.whose.side() {
        Side::Customer => sql(format!(
            "insert into outbox (id, template, locale, recipient, params, due_at, created_at)
            select {NEW_ID}, 'shop_message', {SHOP_LOCALE}, s.value ->> 'contact_email',
                json_object('conversation', v.id), ?2, ?2
            from conversations v join settings s on s.key = 'shop'
            where v.id = ?1 and v.shop_unread = 1 and coalesce(s.value ->> 'contact_email', '') <> ''"
        )),
        Side::Shop => sql(format!(
            "insert into outbox (id, template, locale, recipient, customer_id, params, due_at, created_at)
            select {NEW_ID}, 'conversation_answered', {LOCALE}, c.email, c.id,
                json_object('conversation', v.id), ?2, ?2
            from conversations v join customers c on c.id = v.customer_id
            where v.id = ?1 and v.customer_unread = 1
                and exists (select 1 from accounts where customer_id = c.id and enabled = 1)",
            LOCALE = account::LOCALE
        )),
    }
    .bind(letter.conversation)
    .bind(now)
}

/// Closes a conversation or opens it again; so already is no change and no entry in the history. `gone` where there is
/// no such conversation of this side.
pub async fn set_state(
    db: &Db,
    id: &ConversationId,
    whose: Whose<'_>,
    by: &AccountId,
    state: ConversationState,
    now: i64,
) -> Result<(), Refused> {
    let (fact, closed_at, closed_by) = match state {
        ConversationState::Open => (Fact::ConversationReopened, None, None),
        ConversationState::Closed => (
            Fact::ConversationClosed,
            Some(now),
            Some(whose.side().code()),
        ),
    };
    let update = sql(
        "update conversations set state = ?3, closed_at = ?4, closed_by = ?5
        where id = ?1 and (?2 is null or customer_id = ?2) and state <> ?3",
    )
    .bind(id)
    .bind(whose.customer())
    .bind(state.code())
    .bind(closed_at)
    .bind(closed_by);
    let told = sql(
        "insert into history (customer_id, at, actor, account_id, fact, conversation_id)
        select customer_id, ?2, ?3, ?4, ?5, id from conversations where id = ?1 and changes() > 0",
    )
    .bind(id)
    .bind(now)
    .bind(whose.actor().code())
    .bind(by)
    .bind(fact.code());
    db.batch(vec![update, told]).await.map(|_| ())
}

/// Marks as read up to a message, never back: what came after it stays unread. `false` where there is no such
/// conversation of this side.
pub async fn mark_read(
    db: &Db,
    id: &ConversationId,
    whose: Whose<'_>,
    upto: u32,
) -> Result<bool, Refused> {
    let update = match whose.side() {
        Side::Customer => sql(
            "update conversations set customer_read = max(customer_read, min(?3, messages)),
                customer_unread = (select count(*) from messages m where m.conversation_id = conversations.id
                    and m.side = 'shop' and m.n > max(conversations.customer_read, ?3))
            where id = ?1 and customer_id = ?2 returning id",
        ),
        Side::Shop => sql(
            "update conversations set shop_read = max(shop_read, min(?3, messages)),
                shop_unread = (select count(*) from messages m where m.conversation_id = conversations.id
                    and m.side = 'customer' and m.n > max(conversations.shop_read, ?3))
            where id = ?1 and ?2 is null returning id",
        ),
    };
    let update = update.bind(id).bind(whose.customer()).bind(upto);
    db.run(update).await?.any()
}

/// Makes the other side's last message unread again, where it wrote one. `false` where there is no such conversation of
/// this side.
pub async fn mark_unread(db: &Db, id: &ConversationId, whose: Whose<'_>) -> Result<bool, Refused> {
    let update = match whose.side() {
        Side::Customer => sql(
            "update conversations set customer_unread = max(customer_unread, 1), customer_read = min(customer_read,
                (select max(n) - 1 from messages where conversation_id = ?1 and side = 'shop'))
            where id = ?1 and customer_id = ?2
                and exists (select 1 from messages where conversation_id = ?1 and side = 'shop')",
        ),
        Side::Shop => sql(
            "update conversations set shop_unread = max(shop_unread, 1), shop_read = min(shop_read,
                (select max(n) - 1 from messages where conversation_id = ?1 and side = 'customer'))
            where id = ?1 and ?2 is null
                and exists (select 1 from messages where conversation_id = ?1 and side = 'customer')",
        ),
    };
    let known =
        sql("select id from conversations where id = ?1 and (?2 is null or customer_id = ?2)");
    let bind = |statement: Sql| statement.bind(id).bind(whose.customer());
    let mut answers = Answers::new(db.batch(vec![bind(update), bind(known)]).await?);
    answers.take();
    answers.take().any()
}
