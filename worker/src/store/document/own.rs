//! Documents as a customer may read them. The right is in the `where` of each statement: whoever leaves a group, or whose
//! purchase ends, has lost them by the next request.

use crate::db::{Answers, Db, Refused, Sql, sql};
use domain::document::{FileMark, Kind, OwnDocument, OwnDocuments};
use domain::id::{BlobId, CustomerId, DocumentId, ProductId};
use domain::page::{Cursor, Page};
use domain::space::Count;
use domain::upload::{self, Blob};
use serde::Deserialize;

/// Rows a page of one's own list has.
const PAGE: u32 = 50;

/// What customer ?1 may read of documents `d` at the time ?2. A refunded purchase (`ended_at`) opens nothing; one that ran
/// out opens what says so.
const MAY_READ: &str = "d.state = 'published' and case d.audience
    when 'everyone' then 1
    when 'groups' then exists (select 1 from document_groups x join customers c on c.id = ?1
        join memberships m on m.group_id = x.group_id and m.customer_seq = c.seq where x.document_id = d.id)
    when 'buyers' then exists (select 1 from purchases p where p.customer_id = ?1 and p.product_id = d.product_id
        and p.ended_at is null and p.valid_from <= ?2
        and (p.valid_until is null or p.valid_until > ?2 or d.lapsed = 1))
    when 'customer' then d.customer_id = ?1 end";

/// The documents to ask the right of: found by what leads to them, so that no other customer's are looked at.
const LEADS: &str = "select seq from documents where audience = 'everyone' and state = 'published'
    union select d.seq from customers c join memberships m on m.customer_seq = c.seq
        join document_groups x on x.group_id = m.group_id join documents d on d.id = x.document_id where c.id = ?1
    union select d.seq from purchases p join documents d on d.product_id = p.product_id where p.customer_id = ?1
    union select seq from documents where customer_id = ?1";

const COLUMNS: &str =
    "d.seq, d.id, d.kind, d.title_en, d.title_fr, d.summary_en, d.summary_fr, d.published_at,
    b.name as file_name, b.kind as file_kind, b.size as file_size,
    not exists (select 1 from document_reads r where r.customer_id = ?1 and r.document_id = d.id
        and r.at >= d.published_at) as is_new";

/// A page of what a customer may read, last published first; of one product's where one is given.
pub async fn list(
    db: &Db,
    customer: &CustomerId,
    product: Option<&ProductId>,
    cursor: Option<&Cursor>,
    now: i64,
) -> Result<OwnDocuments, Refused> {
    let before = cursor.and_then(|cursor| cursor.key.parse().ok());
    let list = sql(format!(
        "select {COLUMNS} from documents d left join blobs b on b.id = d.blob_id
        where d.seq in ({LEADS}) and {MAY_READ} and (d.published_at, d.seq) < (?3, ?4)
            and (?5 is null or d.product_id = ?5)
        order by d.published_at desc, d.seq desc limit ?6"
    ))
    .bind(customer)
    .bind(now)
    .bind(before.unwrap_or(domain::page::NEWEST))
    .bind(Cursor::before(cursor))
    .bind(product)
    .bind(PAGE + 1);
    let mut answers = Answers::new(db.batch(vec![list, count(customer, now)]).await?);
    let rows: Vec<Row> = answers.take().all()?;
    let counted = counted(&mut answers)?;
    let page = Page::cut(rows, PAGE, |row| Cursor {
        key: row.published_at.to_string(),
        seq: row.seq,
    });
    Ok(OwnDocuments {
        items: page.items.into_iter().map(Into::into).collect(),
        next: page.next,
        new: counted.new,
    })
}

/// Selects what [`counted`] reads: how many documents a customer may read, and how many of them are new.
pub fn count(customer: &CustomerId, now: i64) -> Sql {
    sql(format!(
        "select count(*) as count, coalesce(sum(not exists (select 1 from document_reads r
            where r.customer_id = ?1 and r.document_id = d.id and r.at >= d.published_at)), 0) as new
        from documents d where d.seq in ({LEADS}) and {MAY_READ}"
    ))
    .bind(customer)
    .bind(now)
}

/// See [`count`].
pub fn counted(answers: &mut Answers) -> Result<Count, Refused> {
    #[derive(Deserialize)]
    struct Row {
        count: u32,
        new: u32,
    }
    let row = answers.take().first::<Row>()?;
    Ok(row.map_or(Count::default(), |row| Count {
        all: row.count,
        new: row.new,
    }))
}

/// A document that a customer may read now, with its texts as typed, in English and French.
pub async fn find(
    db: &Db,
    customer: &CustomerId,
    id: &DocumentId,
    now: i64,
) -> Result<Option<(OwnDocument, String, String)>, Refused> {
    #[derive(Deserialize)]
    struct Open {
        #[serde(flatten)]
        row: Row,
        body_en: String,
        body_fr: String,
    }
    let one = sql(format!(
        "select {COLUMNS}, d.body_en, d.body_fr from documents d left join blobs b on b.id = d.blob_id
        where d.id = ?3 and {MAY_READ}"
    ))
    .bind(customer)
    .bind(now)
    .bind(id);
    let open = db.run(one).await?.first::<Open>()?;
    Ok(open.map(|open| (open.row.into(), open.body_en, open.body_fr)))
}

/// The file of a document that a customer may read now.
pub async fn file(
    db: &Db,
    customer: &CustomerId,
    id: &DocumentId,
    now: i64,
) -> Result<Option<Blob>, Refused> {
    #[derive(Deserialize)]
    struct File {
        id: BlobId,
        name: String,
        kind: upload::Kind,
        size: u32,
    }
    let one = sql(format!(
        "select b.id, b.name, b.kind, b.size from documents d join blobs b on b.id = d.blob_id
        where d.id = ?3 and {MAY_READ}"
    ))
    .bind(customer)
    .bind(now)
    .bind(id);
    let file = db.run(one).await?.first::<File>()?;
    Ok(file.map(|file| Blob {
        id: file.id,
        name: file.name,
        kind: file.kind,
        size: file.size,
    }))
}

/// Notes that a customer has opened a document they may read now; false where they may not.
pub async fn read(
    db: &Db,
    customer: &CustomerId,
    id: &DocumentId,
    now: i64,
) -> Result<bool, Refused> {
    let read = sql(format!(
        "insert into document_reads (customer_id, document_id, at)
        select ?1, d.id, ?2 from documents d where d.id = ?3 and {MAY_READ}
        on conflict (customer_id, document_id) do update set at = excluded.at
        returning at"
    ))
    .bind(customer)
    .bind(now)
    .bind(id);
    db.run(read).await?.any()
}

#[derive(Deserialize)]
struct Row {
    seq: i64,
    id: DocumentId,
    kind: Kind,
    title_en: String,
    title_fr: String,
    summary_en: String,
    summary_fr: String,
    published_at: i64,
    file_name: Option<String>,
    file_kind: Option<upload::Kind>,
    file_size: Option<u32>,
    is_new: u8,
}

impl From<Row> for OwnDocument {
    fn from(row: Row) -> OwnDocument {
        let file = match (row.file_name, row.file_kind, row.file_size) {
            (Some(name), Some(kind), Some(size)) => Some(FileMark { name, kind, size }),
            _ => None,
        };
        OwnDocument {
            id: row.id,
            kind: row.kind,
            title_en: row.title_en,
            title_fr: row.title_fr,
            summary_en: row.summary_en,
            summary_fr: row.summary_fr,
            file,
            published_at: row.published_at,
            is_new: row.is_new == 1,
            seq: row.seq,
        }
    }
}
