//! One conversation, as one of its sides sees it: every statement asks whose it is.

use crate::db::{Answers, Db, Refused, Sql, sql};
use domain::conversation::{
    Conversation, ConversationState, Correspondent, MESSAGES_PAGE, Message, Side, Thread,
};
use domain::history::{Actor, OrderMark};
use domain::id::{BlobId, ConversationId, CustomerId, MessageId, OrderId};
use domain::page::{Cursor, Page};
use domain::upload::Blob;
use serde::Deserialize;

/// For whom a conversation is asked: its customer, or the shop, which has all of them.
#[derive(Clone, Copy)]
pub enum Whose<'a> {
    Customer(&'a CustomerId),
    Shop,
}

impl<'a> Whose<'a> {
    pub fn side(self) -> Side {
        match self {
            Whose::Customer(_) => Side::Customer,
            Whose::Shop => Side::Shop,
        }
    }

    pub(super) fn actor(self) -> Actor {
        match self {
            Whose::Customer(_) => Actor::Customer,
            Whose::Shop => Actor::Staff,
        }
    }

    /// The owner that a statement asks for; null asks for none.
    pub(super) fn customer(self) -> Option<&'a CustomerId> {
        match self {
            Whose::Customer(id) => Some(id),
            Whose::Shop => None,
        }
    }
}

/// What a customer's lists and pages read of `v`; nothing in it names staff.
pub(super) const OWN: &str = "v.id, v.last_seq, v.subject, v.order_id, o.number, v.state, v.closed_at, \
    v.closed_by, v.created_at, v.last_at, v.last_by, v.messages, v.customer_unread as unread, \
    v.customer_read as read";

/// What staff's read: with who the customer is, and whether they can come in to read.
pub(super) const SHOPS: &str = "v.id, v.last_seq, v.subject, v.order_id, o.number, v.state, v.closed_at, \
    v.closed_by, v.created_at, v.last_at, v.last_by, v.messages, v.shop_unread as unread, \
    v.shop_read as read, c.id as customer_id, c.first_name, c.last_name, c.email, c.account = 'enabled' as reads";

#[derive(Deserialize)]
pub(super) struct Row {
    pub id: ConversationId,
    pub last_seq: i64,
    subject: String,
    order_id: Option<OrderId>,
    number: Option<u32>,
    state: ConversationState,
    closed_at: Option<i64>,
    closed_by: Option<Side>,
    created_at: i64,
    last_at: i64,
    last_by: Side,
    messages: u32,
    unread: u32,
    read: u32,
    #[serde(default)]
    customer_id: Option<CustomerId>,
    #[serde(default)]
    first_name: Option<String>,
    #[serde(default)]
    last_name: Option<String>,
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    reads: u8,
}

impl From<Row> for Thread {
    fn from(row: Row) -> Thread {
        Thread {
            id: row.id,
            subject: row.subject,
            order: (row.order_id.zip(row.number)).map(|(id, number)| OrderMark { id, number }),
            state: row.state,
            closed_at: row.closed_at,
            closed_by: row.closed_by,
            created_at: row.created_at,
            last_at: row.last_at,
            last_by: row.last_by,
            messages: row.messages,
            unread: row.unread,
            customer: row.customer_id.map(|id| Correspondent {
                id,
                first_name: row.first_name.unwrap_or_default(),
                last_name: row.last_name.unwrap_or_default(),
                email: row.email.unwrap_or_default(),
                reads: row.reads == 1,
            }),
        }
    }
}

#[derive(Deserialize)]
struct Written {
    id: MessageId,
    n: u32,
    side: Side,
    author: Option<String>,
    text: String,
    at: i64,
}

#[derive(Deserialize)]
struct Attached {
    message_id: MessageId,
    #[serde(flatten)]
    blob: Blob,
}

impl Written {
    fn with(self, attachments: Vec<Blob>) -> Message {
        let row = self;
        Message {
            attachments,
            id: row.id,
            n: row.n,
            by: row.side,
            author: row.author,
            text: row.text,
            at: row.at,
        }
    }
}

/// One conversation without its messages.
fn one(id: &ConversationId, whose: Whose<'_>) -> Sql {
    match whose {
        Whose::Customer(customer) => sql(format!(
            "select {OWN} from conversations v left join orders o on o.id = v.order_id
            where v.id = ?1 and v.customer_id = ?2"
        ))
        .bind(id)
        .bind(customer),
        Whose::Shop => sql(format!(
            "select {SHOPS} from conversations v join customers c on c.id = v.customer_id
                left join orders o on o.id = v.order_id where v.id = ?1"
        ))
        .bind(id),
    }
}

/// The last messages before a place. Staff are told which of them wrote; the customer is not.
fn before(id: &ConversationId, whose: Whose<'_>, place: i64) -> Sql {
    match whose {
        Whose::Customer(customer) => sql(
            "select m.id, m.n, m.side, m.text, m.at from messages m
            where m.conversation_id = (select id from conversations where id = ?1 and customer_id = ?4)
                and m.n < ?2
            order by m.n desc limit ?3",
        )
        .bind(id)
        .bind(place)
        .bind(MESSAGES_PAGE + 1)
        .bind(customer),
        Whose::Shop => sql(
            "select m.id, m.n, m.side, m.text, m.at,
                case m.side when 'shop' then coalesce(a.name, a.email) end as author
            from messages m left join accounts a on a.id = m.account_id
            where m.conversation_id = ?1 and m.n < ?2
            order by m.n desc limit ?3",
        )
        .bind(id)
        .bind(place)
        .bind(MESSAGES_PAGE + 1),
    }
}

/// The files of the last messages before a place.
fn files(id: &ConversationId, whose: Whose<'_>, place: i64) -> Sql {
    sql(
        "select t.message_id, b.id, b.name, b.kind, b.size
        from messages m join attachments t on t.message_id = m.id join blobs b on b.id = t.blob_id
        where m.conversation_id = (select id from conversations where id = ?1 and (?4 is null or customer_id = ?4))
            and m.id in (select id from messages where conversation_id = ?1 and n < ?2 order by n desc limit ?3)
        order by m.n, t.place",
    )
    .bind(id)
    .bind(place)
    .bind(MESSAGES_PAGE)
    .bind(whose.customer())
}

/// A file of one of this side's conversations.
pub async fn attachment(
    db: &Db,
    id: &ConversationId,
    whose: Whose<'_>,
    file: &BlobId,
) -> Result<Option<Blob>, Refused> {
    let one = sql(
        "select b.id, b.name, b.kind, b.size from attachments t join messages m on m.id = t.message_id
            join conversations v on v.id = m.conversation_id join blobs b on b.id = t.blob_id
        where t.blob_id = ?1 and v.id = ?2 and (?3 is null or v.customer_id = ?3) and b.state = 'kept'",
    )
    .bind(file)
    .bind(id)
    .bind(whose.customer());
    db.run(one).await?.first()
}

/// A conversation with the last page of its messages, or the one before a cursor; `None` where this side has none such.
pub async fn find(
    db: &Db,
    id: &ConversationId,
    whose: Whose<'_>,
    cursor: Option<&Cursor>,
) -> Result<Option<Conversation>, Refused> {
    let place = Cursor::before(cursor);
    let batch = vec![
        one(id, whose),
        before(id, whose, place),
        files(id, whose, place),
    ];
    let mut answers = Answers::new(db.batch(batch).await?);
    let Some(row) = answers.take().first::<Row>()? else {
        return Ok(None);
    };
    let rows: Vec<Written> = answers.take().all()?;
    let mut files: Vec<Attached> = answers.take().all()?;
    let Page {
        mut items, next, ..
    } = Page::cut(rows, MESSAGES_PAGE, |row| Cursor::age(i64::from(row.n)));
    items.reverse();
    Ok(Some(Conversation {
        read: row.read,
        thread: row.into(),
        page: items
            .into_iter()
            .map(|row| {
                let own = files.extract_if(.., |file| file.message_id == row.id);
                let own = own.map(|file| file.blob).collect();
                row.with(own)
            })
            .collect(),
        earlier: next,
    }))
}

/// A conversation without its messages; `None` where this side has none such.
pub async fn thread(
    db: &Db,
    id: &ConversationId,
    whose: Whose<'_>,
) -> Result<Option<Thread>, Refused> {
    let row: Option<Row> = db.run(one(id, whose)).await?.first()?;
    Ok(row.map(Thread::from))
}
