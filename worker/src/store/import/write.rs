//! What the import writes: a chunk of customers with their addresses, groups, notes, consents and history, in one batch. Rows
//! are decided over what stands there as it is written: whoever changed a customer meanwhile has the chunk decided anew.

use super::check::{Owner, read_known, select_known};
use super::{Kept, hold, json, longer};
use crate::db::{
    Answers, Db, MOVED, Refused, STALE, Sql, guard_changed, guard_unless, sql, stored,
};
use crate::store::bulk;
use domain::account::BOOK_MAX;
use domain::bulk::BulkAct;
use domain::contact::{Address, Billing};
use domain::history::Fact;
use domain::id::{AddressId, BulkId, ConsentId, CustomerId, GroupId, NoteId};
use domain::import::Counts;
use domain::import::row::Row;
use domain::locale::Locale;
use domain::pending::Details;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// A row to be written.
pub struct Due {
    pub line: u32,
    pub key: String,
    pub row: Row,
}

/// Rows of one chunk, and the bytes they may have.
const CHUNK: u32 = 80;
const CHUNK_BYTES: usize = 256 * 1024;

/// The next rows to be written, with the customers there are of their mailboxes.
pub async fn due(db: &Db, kept: &Kept) -> Result<(Vec<Due>, HashMap<String, Owner>), Refused> {
    #[derive(Deserialize)]
    struct Staged {
        line: u32,
        email_key: String,
        data: String,
    }
    const NEXT: &str =
        "from import_rows where import_seq = ?1 and run = ?2 and line > ?3 order by line limit ?4";
    let over = |text: String| -> Sql {
        sql(text)
            .bind(kept.seq)
            .bind(kept.run)
            .bind(kept.done_line)
            .bind(CHUNK)
    };
    let rows = over(format!("select line, email_key, data {NEXT}"));
    let owners = over(select_known(&format!("select email_key {NEXT}")));
    let mut answers = Answers::new(db.batch(vec![rows, owners]).await?);
    let staged: Vec<Staged> = answers.take().all()?;
    let mut due = Vec::with_capacity(staged.len());
    let mut bytes = 0;
    for Staged {
        line,
        email_key,
        data,
    } in staged
    {
        bytes += data.len();
        if bytes > CHUNK_BYTES && !due.is_empty() {
            break;
        }
        due.push(Due {
            line,
            key: email_key,
            row: stored("row", &data)?,
        });
    }
    Ok((due, read_known(&answers.take())?))
}

/// A customer as the batch writes it: one there is not yet, or a change of one there is.
#[derive(Serialize)]
pub struct Write {
    pub id: CustomerId,
    /// None for a new customer.
    pub version: Option<u32>,
    pub email: Option<String>,
    pub email_key: Option<String>,
    pub first_name: String,
    pub last_name: String,
    pub phone: Option<String>,
    pub organisation: Option<String>,
    pub billing: Option<Billing>,
    pub locale: Option<Locale>,
    pub name_key: String,
    pub search_text: String,
    /// What changes of the record; empty for a new one, and where only groups or a note are new.
    pub fields: Vec<&'static str>,
    pub before: Option<Details>,
    pub address: Option<Address>,
    pub address_id: AddressId,
    /// Folded, as `import_groups` has them.
    pub groups: Vec<String>,
    pub note: Option<String>,
    pub note_id: Option<NoteId>,
    pub consent_id: Option<ConsentId>,
}

/// A chunk, decided.
#[derive(Default)]
pub struct Writes {
    pub all: Vec<Write>,
    pub counts: Counts,
    /// The last line it deals with.
    pub line: u32,
    /// The proof of consents: the words and their version.
    pub consent: (String, u32),
}

/// What the batch writes, as rows of `w`: ?1 is the import.
const WRITES: &str =
    "(select j.value as v from import_writes i, json_each(i.data) j where i.import_seq = ?1) w";

/// Writes a chunk. [`Refused::Guard`]: `stale` when the import was paused or the claim has passed to somebody else; `moved` or
/// `taken` when a customer came or changed meanwhile. Then nothing was written.
pub async fn write(db: &Db, kept: &mut Kept, writes: &Writes, now: i64) -> Result<(), Refused> {
    let lease = longer(kept, now);
    let changed = |write: &&Write| write.version.is_some() && !write.fields.is_empty();
    let changes = u32::try_from(writes.all.iter().filter(changed).count()).unwrap_or(u32::MAX);
    let any = |has: fn(&Write) -> bool| writes.all.iter().any(has);
    let mut batch: Vec<Sql> = hold(kept, lease).into();
    if !writes.all.is_empty() {
        batch.push(
            sql("insert into import_writes (import_seq, data) values (?1, ?2)")
                .bind(kept.seq)
                .bind(json(&writes.all)?),
        );
        if any(|write| write.version.is_none()) {
            batch.push(make(kept, now));
        }
        if changes > 0 {
            batch.push(change(kept));
            batch.push(guard_unless("changes() = ?1", MOVED).bind(changes));
        }
        if any(|write| write.address.is_some()) {
            batch.extend(addresses(kept, now));
        }
        batch.push(tell(kept, now));
        if any(|write| !write.groups.is_empty()) {
            batch.extend(groups(kept, now));
        }
        if any(|write| write.note.is_some()) {
            batch.extend(notes(kept, now));
        }
        if any(|write| write.consent_id.is_some()) {
            batch.extend(consents(kept, &writes.consent, now));
        }
        batch.push(sql("delete from import_writes where import_seq = ?1").bind(kept.seq));
    }
    batch.push(
        sql("update imports set done_line = ?2, done_create = done_create + ?3, done_update = done_update + ?4,
                done_unchanged = done_unchanged + ?5
            where seq = ?1")
        .bind(kept.seq)
        .bind(writes.line)
        .bind(writes.counts.create)
        .bind(writes.counts.update)
        .bind(writes.counts.unchanged),
    );
    db.batch(batch).await?;
    kept.lease = Some(lease);
    kept.done_line = writes.line;
    Ok(())
}

/// New customers, as staff make them; a mailbox that somebody has by now fails the batch.
fn make(kept: &Kept, now: i64) -> Sql {
    sql(format!(
        "insert into customers (id, email, email_key, first_name, last_name, phone, organisation, billing, locale,
            name_key, search_text, created_at)
        select v ->> 'id', v ->> 'email', v ->> 'email_key', v ->> 'first_name', v ->> 'last_name', v ->> 'phone',
            v ->> 'organisation', v ->> 'billing', v ->> 'locale', v ->> 'name_key', v ->> 'search_text', ?2
        from {WRITES} where v ->> 'version' is null"
    ))
    .bind(kept.seq)
    .bind(now)
}

/// What changes of those there are. Account, password, e-mail and orders are nobody's column.
fn change(kept: &Kept) -> Sql {
    sql(format!(
        "update customers set version = version + 1, first_name = v ->> 'first_name', last_name = v ->> 'last_name',
            phone = v ->> 'phone', organisation = v ->> 'organisation', billing = v ->> 'billing', locale = v ->> 'locale',
            name_key = v ->> 'name_key', search_text = v ->> 'search_text'
        from {WRITES}
        where v ->> 'version' is not null and json_array_length(v, '$.fields') > 0
            and customers.id = v ->> 'id' and customers.version = v ->> 'version'"
    ))
    .bind(kept.seq)
}

/// Addresses join the books as those used last. A book keeps [`BOOK_MAX`] of them.
fn addresses(kept: &Kept, now: i64) -> [Sql; 2] {
    let join = sql(format!(
        "insert into addresses (id, customer_id, line1, line2, postcode, city, region, country, used_at)
        select v ->> 'address_id', v ->> 'id', v ->> '$.address.line1', v ->> '$.address.line2', v ->> '$.address.postcode',
            v ->> '$.address.city', v ->> '$.address.region', v ->> '$.address.country', ?2
        from {WRITES} where v ->> 'address' is not null"
    ))
    .bind(kept.seq)
    .bind(now);
    let trim = sql(format!(
        "delete from addresses where id in (select id from (
            select a.id, row_number() over (partition by a.customer_id order by a.used_at desc, a.id desc) as place
            from {WRITES} join addresses a on a.customer_id = v ->> 'id'
            where v ->> 'version' is not null and v ->> 'address' is not null) where place > ?2)"
    ))
    .bind(kept.seq)
    .bind(BOOK_MAX);
    [join, trim]
}

/// The history of everybody made or changed; the journal tells the import once.
fn tell(kept: &Kept, now: i64) -> Sql {
    sql(format!(
        "insert into history (customer_id, at, actor, account_id, fact, fields, before, detail, bulk_id)
        select v ->> 'id', ?2, 'staff', ?3, case when v ->> 'version' is null then ?4 else ?5 end, v ->> 'fields',
            v ->> 'before', ?6, ?7
        from {WRITES} where v ->> 'version' is null or json_array_length(v, '$.fields') > 0"
    ))
    .bind(kept.seq)
    .bind(now)
    .bind(&kept.account_id)
    .bind(Fact::Imported.code())
    .bind(Fact::ImportChanged.code())
    .bind(&kept.name)
    .bind(&kept.id)
}

/// The groups a row names, as the start of the import found or made them; one that is gone since is joined by nobody.
const JOINED: &str = "cross join json_each(v, '$.groups') n
    cross join import_groups x on x.import_seq = ?1 and x.run = ?2 and x.key = n.value
    cross join groups g on g.id = x.group_id cross join customers c on c.id = v ->> 'id'";

fn groups(kept: &Kept, now: i64) -> [Sql; 2] {
    let over = |text: String| sql(text).bind(kept.seq).bind(kept.run).bind(now);
    let told = over(format!(
        "insert into history (customer_id, at, actor, account_id, fact, detail, bulk_id)
        select c.id, ?3, 'staff', ?4, ?5, g.name, ?6 from {WRITES} {JOINED}
        where not exists (select 1 from memberships m where m.group_id = g.id and m.customer_seq = c.seq)
        group by c.id, g.id"
    ))
    .bind(&kept.account_id)
    .bind(Fact::GroupJoined.code())
    .bind(&kept.id);
    let join = over(format!(
        "insert into memberships (group_id, customer_seq, at)
        select g.id, c.seq, ?3 from {WRITES} {JOINED} where true
        on conflict (group_id, customer_seq) do nothing"
    ));
    [told, join]
}

fn notes(kept: &Kept, now: i64) -> [Sql; 2] {
    let note = sql(format!(
        "insert into notes (id, customer_id, account_id, text, at)
        select v ->> 'note_id', v ->> 'id', ?3, v ->> 'note', ?2 from {WRITES} where v ->> 'note' is not null"
    ))
    .bind(kept.seq)
    .bind(now)
    .bind(&kept.account_id);
    let told = sql(format!(
        "insert into history (customer_id, at, actor, account_id, fact, note_id, bulk_id)
        select v ->> 'id', ?2, 'staff', ?3, ?4, v ->> 'note_id', ?5 from {WRITES} where v ->> 'note' is not null"
    ))
    .bind(kept.seq)
    .bind(now)
    .bind(&kept.account_id)
    .bind(Fact::NoteWritten.code())
    .bind(&kept.id);
    [note, told]
}

/// Consents that the file says were given: once for each customer, never over what they said here themselves.
fn consents(kept: &Kept, (text, version): &(String, u32), now: i64) -> [Sql; 2] {
    const ASKED: &str = "v ->> 'consent_id' is not null and not exists (
        select 1 from consents o where o.customer_id = v ->> 'id' and o.purpose = 'marketing')";
    let told = sql(format!(
        "insert into history (customer_id, at, actor, account_id, fact, bulk_id)
        select v ->> 'id', ?2, 'staff', ?3, ?4, ?5 from {WRITES} where {ASKED}"
    ))
    .bind(kept.seq)
    .bind(now)
    .bind(&kept.account_id)
    .bind(Fact::ConsentGiven.code())
    .bind(&kept.id);
    let give = sql(format!(
        "insert into consents (id, customer_id, purpose, state, text, version, way, at)
        select v ->> 'consent_id', v ->> 'id', 'marketing', 'given', ?3, ?4, 'import', ?2 from {WRITES} where {ASKED}"
    ))
    .bind(kept.seq)
    .bind(now)
    .bind(text)
    .bind(*version);
    [told, give]
}

/// Ends an import that has nothing left to write: its file goes, and the bulk changes that its options ask for begin.
pub async fn finish(
    db: &Db,
    kept: &Kept,
    bulks: &[(BulkId, BulkAct, Option<GroupId>)],
    now: i64,
) -> Result<(), Refused> {
    let ids: Vec<&BulkId> = bulks.iter().map(|(id, _, _)| id).collect();
    let end = sql(
        "update imports set state = 'finished', ended_at = ?3, lease = null, blob_id = null, samples = '[]', bulks = ?4
        where id = ?1 and lease = ?2 and state = 'importing'",
    )
    .bind(&kept.id)
    .bind(kept.lease)
    .bind(now)
    .bind(json(&ids)?);
    let mut batch = vec![end, guard_changed(STALE)];
    for (id, act, group) in bulks {
        batch.push(
            sql(
                "insert into bulks (id, act, group_id, state, total, account_id, created_at)
                values (?1, ?2, ?3, 'running', 0, ?4, ?5)",
            )
            .bind(id)
            .bind(act.code())
            .bind(group.as_ref())
            .bind(&kept.account_id)
            .bind(now),
        );
        batch.push(
            sql("insert into bulk_items (bulk_id, customer_id)
                select ?1, c.id from import_rows r join customers c on c.email_key = r.email_key
                where r.import_seq = ?2 and r.run = ?3")
            .bind(id)
            .bind(kept.seq)
            .bind(kept.run),
        );
        batch.extend(bulk::count(id, *act));
    }
    db.batch(batch).await.map(|_| ())
}
