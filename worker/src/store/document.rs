//! Documents as staff keep them; `own` has them as customers may read them.

pub mod own;
mod reach;

pub use reach::reach;

use crate::db::{Answers, Db, GONE, Refused, STALE, Sql, UNKNOWN, guard_unless, sql};
use crate::store::blob;
use crate::store::idempotency::{self, Key};
use crate::store::journal;
use domain::account::Account;
use domain::document::{
    Audience, CustomerMark, DocumentRecord, DocumentRow, Kind, ProductMark, Proved, State, To,
};
use domain::group::GroupMark;
use domain::history::Fact;
use domain::id::{BlobId, CustomerId, DocumentId, GroupId, ProductId};
use domain::journal::{Act, SubjectKind};
use domain::page::{Cursor, Page};
use domain::upload::{self, Blob};
use serde::Deserialize;

/// Rows a page of the staff's list has.
const PAGE: u32 = 50;

/// The documents, last made first; of one customer where one is given.
pub async fn list(
    db: &Db,
    customer: Option<&CustomerId>,
    cursor: Option<&Cursor>,
) -> Result<Page<DocumentRow>, Refused> {
    let narrowed = match customer {
        Some(_) => "and customer_id = ?3",
        None => "",
    };
    let mut list = sql(format!(
        "select d.seq, d.id, d.kind, d.title_en, d.title_fr, d.audience, d.state, d.updated_at,
            {NAMED_EN} as audience_en, {NAMED_FR} as audience_fr
        from (select seq, id, kind, title_en, title_fr, audience, product_id, customer_id, state, updated_at
            from documents where seq < ?1 {narrowed} order by seq desc limit ?2) d
        order by d.seq desc"
    ))
    .bind(Cursor::before(cursor))
    .bind(PAGE + 1);
    if let Some(customer) = customer {
        list = list.bind(customer);
    }
    let rows: Vec<Listed> = db.run(list).await?.all()?;
    let rows = rows.into_iter().map(Into::into).collect();
    Ok(Page::cut(rows, PAGE, |row: &DocumentRow| {
        Cursor::age(row.seq)
    }))
}

#[derive(Deserialize)]
struct Listed {
    seq: i64,
    id: DocumentId,
    kind: Kind,
    title_en: String,
    title_fr: String,
    audience: Audience,
    audience_en: Option<String>,
    audience_fr: Option<String>,
    state: State,
    updated_at: i64,
}

impl From<Listed> for DocumentRow {
    fn from(row: Listed) -> DocumentRow {
        DocumentRow {
            id: row.id,
            kind: row.kind,
            title_en: row.title_en,
            title_fr: row.title_fr,
            audience: row.audience,
            audience_en: row.audience_en.unwrap_or_default(),
            audience_fr: row.audience_fr.unwrap_or_default(),
            state: row.state,
            updated_at: row.updated_at,
            seq: row.seq,
        }
    }
}

/// Whom a document `d` is for, by name.
const NAMED_EN: &str = "case d.audience
    when 'groups' then (select group_concat(g.name, ', ') from document_groups x join groups g on g.id = x.group_id
        where x.document_id = d.id)
    when 'buyers' then (select name_en from products where id = d.product_id)
    when 'customer' then (select trim(first_name || ' ' || last_name) from customers where id = d.customer_id) end";
const NAMED_FR: &str = "case d.audience
    when 'groups' then (select group_concat(g.name, ', ') from document_groups x join groups g on g.id = x.group_id
        where x.document_id = d.id)
    when 'buyers' then (select name_fr from products where id = d.product_id)
    when 'customer' then (select trim(first_name || ' ' || last_name) from customers where id = d.customer_id) end";

/// One document, with how many have read it.
pub async fn find(db: &Db, id: &DocumentId) -> Result<Option<DocumentRecord>, Refused> {
    let one = sql(
        "select d.id, d.version, d.kind, d.title_en, d.title_fr, d.summary_en, d.summary_fr, d.body_en, d.body_fr,
            d.audience, d.lapsed, d.state, d.published_at, d.created_at, d.updated_at,
            b.id as blob_id, b.name as blob_name, b.kind as blob_kind, b.size as blob_size,
            p.id as product_id, p.name_en as product_en, p.name_fr as product_fr,
            c.id as customer_id, c.first_name, c.last_name, c.email,
            (select count(*) from document_reads r where r.document_id = d.id and r.at >= d.published_at) as readers
        from documents d left join blobs b on b.id = d.blob_id left join products p on p.id = d.product_id
            left join customers c on c.id = d.customer_id
        where d.id = ?1",
    )
    .bind(id);
    let groups = sql(
        "select g.id, g.code, g.name from document_groups x join groups g on g.id = x.group_id
        where x.document_id = ?1 order by g.name_key, g.id",
    )
    .bind(id);
    let mut answers = Answers::new(db.batch(vec![one, groups]).await?);
    let Some(row) = answers.take().first::<Row>()? else {
        return Ok(None);
    };
    let groups = answers.take().all()?;
    Ok(Some(row.record(groups)))
}

#[derive(Deserialize)]
struct Row {
    id: DocumentId,
    version: u32,
    kind: Kind,
    title_en: String,
    title_fr: String,
    summary_en: String,
    summary_fr: String,
    body_en: String,
    body_fr: String,
    audience: Audience,
    lapsed: u8,
    state: State,
    published_at: Option<i64>,
    created_at: i64,
    updated_at: i64,
    blob_id: Option<BlobId>,
    blob_name: Option<String>,
    blob_kind: Option<upload::Kind>,
    blob_size: Option<u32>,
    product_id: Option<ProductId>,
    product_en: Option<String>,
    product_fr: Option<String>,
    customer_id: Option<CustomerId>,
    first_name: Option<String>,
    last_name: Option<String>,
    email: Option<String>,
    readers: u32,
}

impl Row {
    fn record(self, groups: Vec<GroupMark>) -> DocumentRecord {
        let file = match (self.blob_id, self.blob_name, self.blob_kind, self.blob_size) {
            (Some(id), Some(name), Some(kind), Some(size)) => Some(Blob {
                id,
                name,
                kind,
                size,
            }),
            _ => None,
        };
        DocumentRecord {
            id: self.id,
            version: self.version,
            kind: self.kind,
            title_en: self.title_en,
            title_fr: self.title_fr,
            summary_en: self.summary_en,
            summary_fr: self.summary_fr,
            body_en: self.body_en,
            body_fr: self.body_fr,
            file,
            audience: self.audience,
            groups,
            product: self.product_id.map(|id| ProductMark {
                id,
                name_en: self.product_en.unwrap_or_default(),
                name_fr: self.product_fr.unwrap_or_default(),
            }),
            lapsed: self.lapsed == 1,
            customer: self.customer_id.map(|id| CustomerMark {
                id,
                first_name: self.first_name.unwrap_or_default(),
                last_name: self.last_name.unwrap_or_default(),
                email: self.email.unwrap_or_default(),
            }),
            state: self.state,
            published_at: self.published_at,
            created_at: self.created_at,
            updated_at: self.updated_at,
            readers: self.readers,
        }
    }
}

/// Makes a document. [`Refused::Guard`]: `repeated` where the key made one before, `unknown` where whom it is for is no
/// more, `no_file` where its file is.
pub async fn create(
    db: &Db,
    id: &DocumentId,
    document: &Proved,
    key: Option<&Key<'_>>,
    by: &Account,
    now: i64,
) -> Result<(), Refused> {
    let mut batch = idempotency::claim(key, id.as_str(), now);
    batch.extend(known(&document.to)?);
    if let Some(file) = &document.file {
        batch.extend(blob::attach(file, &by.id, now));
    }
    let (product, lapsed, customer) = parts(&document.to);
    batch.push(
        sql("insert into documents (id, kind, title_en, title_fr, summary_en, summary_fr, body_en, body_fr, blob_id,
            audience, product_id, lapsed, customer_id, state, published_at, created_at, updated_at)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,
            case ?14 when 'published' then cast(?15 as integer) end, ?15, ?15)")
        .bind(id)
        .bind(document.kind.code())
        .bind(&document.title_en)
        .bind(&document.title_fr)
        .bind(&document.summary_en)
        .bind(&document.summary_fr)
        .bind(&document.body_en)
        .bind(&document.body_fr)
        .bind(document.file.as_ref())
        .bind(document.to.audience().code())
        .bind(product)
        .bind(lapsed)
        .bind(customer)
        .bind(document.state.code())
        .bind(now),
    );
    batch.extend(groups(id, &document.to)?);
    let subject = Some((SubjectKind::Document, id.as_str()));
    batch.push(journal::tell(by, Act::DocumentCreated, subject, &[], now));
    if document.state == State::Published {
        batch.push(journal::tell(by, Act::DocumentPublished, subject, &[], now));
        batch.push(told(id, by, Fact::DocumentGiven, now));
    }
    db.batch(batch).await.map(|_| ())
}

/// Changes a document from what `before` says it was. [`Refused::Guard`]: `stale` when it changed since the version that
/// was seen, `unknown` and `no_file` as for a new one.
pub async fn edit(
    db: &Db,
    before: &DocumentRecord,
    version: u32,
    document: &Proved,
    changed: &[&str],
    by: &Account,
    now: i64,
) -> Result<(), Refused> {
    let id = &before.id;
    // Whoever it was for alone is told that it is no more for them, before it is for somebody else.
    let (product, lapsed, customer) = parts(&document.to);
    let mut batch = vec![
        guard_unless(
            "exists (select 1 from documents where id = ?1 and version = ?2)",
            STALE,
        )
        .bind(id)
        .bind(version),
    ];
    batch.extend(known(&document.to)?);
    let same_file = before.file.as_ref().map(|file| &file.id) == document.file.as_ref();
    if let Some(file) = document.file.as_ref().filter(|_| !same_file) {
        batch.extend(blob::attach(file, &by.id, now));
    }
    let old_reader = before.customer.as_ref().map(|customer| &customer.id);
    let was_given = before.state == State::Published && old_reader.is_some();
    let is_given = document.state == State::Published;
    let same_reader = old_reader == customer;
    if was_given && !(is_given && same_reader) {
        batch.push(told(id, by, Fact::DocumentTaken, now));
    }
    batch.push(
        sql("update documents set version = version + 1, title_en = ?2, title_fr = ?3, summary_en = ?4, summary_fr = ?5,
            body_en = ?6, body_fr = ?7, blob_id = ?8, audience = ?9, product_id = ?10, lapsed = ?11, customer_id = ?12,
            published_at = case when ?13 = 'published' and state = 'draft' then cast(?14 as integer) else published_at end,
            state = ?13, updated_at = ?14
        where id = ?1")
        .bind(id)
        .bind(&document.title_en)
        .bind(&document.title_fr)
        .bind(&document.summary_en)
        .bind(&document.summary_fr)
        .bind(&document.body_en)
        .bind(&document.body_fr)
        .bind(document.file.as_ref())
        .bind(document.to.audience().code())
        .bind(product)
        .bind(lapsed)
        .bind(customer)
        .bind(document.state.code())
        .bind(now),
    );
    batch.push(sql("delete from document_groups where document_id = ?1").bind(id));
    batch.extend(groups(id, &document.to)?);
    if is_given && !(was_given && same_reader) {
        batch.push(told(id, by, Fact::DocumentGiven, now));
    }
    let subject = Some((SubjectKind::Document, id.as_str()));
    let act = match (before.state, document.state) {
        (State::Draft, State::Published) => Act::DocumentPublished,
        (State::Published, State::Draft) => Act::DocumentWithdrawn,
        _ => Act::DocumentEdited,
    };
    batch.push(journal::tell(by, act, subject, changed, now));
    db.batch(batch).await.map(|_| ())
}

/// Deletes a document; its file goes with the next sweep. `gone` when it is no more.
pub async fn delete(db: &Db, id: &DocumentId, by: &Account, now: i64) -> Result<(), Refused> {
    let subject = Some((SubjectKind::Document, id.as_str()));
    db.batch(vec![
        guard_unless("exists (select 1 from documents where id = ?1)", GONE).bind(id),
        told(id, by, Fact::DocumentTaken, now),
        sql("delete from document_reads where document_id = ?1").bind(id),
        sql("delete from document_groups where document_id = ?1").bind(id),
        sql("delete from documents where id = ?1").bind(id),
        journal::tell(by, Act::DocumentDeleted, subject, &[], now),
    ])
    .await
    .map(|_| ())
}

/// Tells the history of the one customer a published document is for, if it is for one.
fn told(id: &DocumentId, by: &Account, fact: Fact, now: i64) -> Sql {
    sql("insert into history (customer_id, at, actor, account_id, fact, detail)
        select customer_id, ?2, 'staff', ?3, ?4, coalesce(nullif(title_fr, ''), title_en) from documents
        where id = ?1 and customer_id is not null and state = 'published'")
    .bind(id)
    .bind(now)
    .bind(&by.id)
    .bind(fact.code())
}

/// Fails the batch with `unknown` where whom a document is for is no more.
fn known(to: &To) -> Result<Option<Sql>, Refused> {
    Ok(match to {
        To::Everyone => None,
        To::Groups(ids) => Some(
            guard_unless(
                "(select count(*) from groups where id in (select value from json_each(?1))) = ?2",
                UNKNOWN,
            )
            .bind(list_of(ids)?)
            .bind(u32::try_from(ids.len()).unwrap_or(u32::MAX)),
        ),
        To::Buyers { product, .. } => Some(
            guard_unless("exists (select 1 from products where id = ?1)", UNKNOWN).bind(product),
        ),
        To::Customer(customer) => Some(
            guard_unless("exists (select 1 from customers where id = ?1)", UNKNOWN).bind(customer),
        ),
    })
}

/// The columns that say whom a document is for.
fn parts(to: &To) -> (Option<&ProductId>, bool, Option<&CustomerId>) {
    match to {
        To::Everyone | To::Groups(_) => (None, false, None),
        To::Buyers { product, lapsed } => (Some(product), *lapsed, None),
        To::Customer(customer) => (None, false, Some(customer)),
    }
}

fn groups(id: &DocumentId, to: &To) -> Result<Option<Sql>, Refused> {
    let To::Groups(groups) = to else {
        return Ok(None);
    };
    let insert = sql(
        "insert into document_groups (document_id, group_id) select ?1, value from json_each(?2)",
    );
    Ok(Some(insert.bind(id).bind(list_of(groups)?)))
}

fn list_of(ids: &[GroupId]) -> Result<String, Refused> {
    serde_json::to_string(ids).map_err(|error| Refused::Cause(format!("json: {error}")))
}
