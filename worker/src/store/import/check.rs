//! What a check stages: good rows with what would become of them, bad ones with what is wrong, the groups named.

use super::{Kept, LACKING, hold, json, longer};
use crate::db::{Db, Refused, Rows, Sql, sql, stored};
use domain::account::SavedAddress;
use domain::contact::Billing;
use domain::id::CustomerId;
use domain::import::change::{Known, KnownGroup};
use domain::locale::Locale;
use domain::pending::Details;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// A customer whose mailbox is in the file.
pub struct Owner {
    pub id: CustomerId,
    pub version: u32,
    pub email: String,
    pub known: Known,
}

/// Selects the customers of these mailboxes: `keys` is SQL that gives their keys.
pub fn select_known(keys: &str) -> String {
    format!(
        "select c.email_key, c.id, c.version, c.email, c.first_name, c.last_name, c.phone, c.organisation, c.billing, c.locale,
            (select json_group_array(json_object('id', b.id, 'line1', b.line1, 'line2', b.line2, 'postcode', b.postcode,
                    'city', b.city, 'region', b.region, 'country', b.country))
                from (select id, line1, line2, postcode, city, region, country from addresses a where a.customer_id = c.id order by used_at desc, id desc) b) as book,
            (select json_group_array(json_object('code_key', g.code_key, 'name_key', g.name_key))
                from memberships m join groups g on g.id = m.group_id where m.customer_seq = c.seq) as groups,
            (select json_group_array(n.text) from notes n where n.customer_id = c.id) as notes
        from customers c where c.email_key in ({keys})"
    )
}

/// Reads what [`select_known`] selects, by the mailboxes' keys.
pub fn read_known(rows: &Rows) -> Result<HashMap<String, Owner>, Refused> {
    #[derive(Deserialize)]
    struct Row {
        email_key: String,
        id: CustomerId,
        version: u32,
        email: String,
        first_name: String,
        last_name: String,
        phone: Option<String>,
        organisation: Option<String>,
        billing: Option<String>,
        locale: Option<Locale>,
        book: String,
        groups: String,
        notes: String,
    }
    let mut owners = HashMap::new();
    for row in rows.all::<Row>()? {
        let book: Vec<SavedAddress> = stored("book", &row.book)?;
        let book: Vec<_> = book.into_iter().map(|entry| entry.address).collect();
        let billing: Option<Billing> = row
            .billing
            .as_deref()
            .map(|text| stored("billing", text))
            .transpose()?;
        let known = Known {
            details: Details {
                first_name: row.first_name,
                last_name: row.last_name,
                phone: row.phone,
                organisation: row.organisation,
                address: book.first().cloned(),
                billing,
            },
            locale: row.locale,
            book,
            groups: stored::<Vec<KnownGroup>>("groups", &row.groups)?,
            notes: stored("notes", &row.notes)?,
        };
        let owner = Owner {
            id: row.id,
            version: row.version,
            email: row.email,
            known,
        };
        owners.insert(row.email_key, owner);
    }
    Ok(owners)
}

/// The customers of these mailboxes.
pub async fn known(db: &Db, keys: &[&str]) -> Result<HashMap<String, Owner>, Refused> {
    let select = select_known("select value from json_each(?1)");
    read_known(&db.run(sql(select).bind(json(keys)?)).await?)
}

/// What a piece of the file came to.
#[derive(Default)]
pub struct Staged {
    pub rows: Vec<StagedRow>,
    pub faults: Vec<StagedFault>,
    pub groups: Vec<StagedGroup>,
    /// Rows read, bad ones among them.
    pub read: u32,
    /// Rows at fault.
    pub bad: u32,
    /// Where the next piece begins: byte, line, and whether the rest of a line is to be passed over first.
    pub place: u32,
    pub line: u32,
    pub skips: bool,
}

/// A good row.
#[derive(Serialize)]
pub struct StagedRow {
    pub line: u32,
    pub key: String,
    /// `create`, `update` or `unchanged`.
    pub verdict: &'static str,
    /// A [`domain::import::row::Row`] as JSON.
    pub data: String,
}

/// Something wrong with a row.
#[derive(Serialize)]
pub struct StagedFault {
    pub line: u32,
    /// Within the line, from 1; 0 says that the mailbox stood before.
    pub place: u32,
    pub header: Option<String>,
    pub value: Option<String>,
    /// A [`domain::problem::FieldError`] as JSON.
    pub error: String,
    /// The mailbox the row is about.
    pub key: Option<String>,
}

/// A group that a row names.
#[derive(Serialize)]
pub struct StagedGroup {
    pub key: String,
    pub name: String,
}

/// Whether more faults are kept, as SQL.
const ROOM: &str = "(select faults from imports where seq = ?1)";

/// Stages a piece of the file. [`Refused::Guard`] `stale` when the check was paused or the claim has passed to somebody else:
/// then nothing was staged.
pub async fn check(
    db: &Db,
    kept: &mut Kept,
    staged: &Staged,
    email_header: Option<&str>,
    now: i64,
) -> Result<(), Refused> {
    let lease = longer(kept, now);
    let first = kept.line;
    let rows = json(&staged.rows)?;
    let over = |text: &str| -> Sql { sql(text).bind(kept.seq).bind(kept.run) };
    let mut batch: Vec<Sql> = hold(kept, lease).into();
    if !staged.rows.is_empty() {
        // A mailbox that stood before is left to its first line, and told below.
        batch.push(
            over(
                "insert into import_rows (import_seq, run, line, email_key, verdict, data)
                select ?1, ?2, j.value ->> 'line', j.value ->> 'key', j.value ->> 'verdict', j.value ->> 'data'
                from json_each(?3) j where true on conflict (import_seq, email_key, run) do nothing",
            )
            .bind(&rows),
        );
        batch.push(
            over(
                "insert into import_faults (import_seq, run, line, place, header, value, error, email_key)
                select ?1, ?2, j.value ->> 'line', 0, ?4, j.value ->> 'key',
                    json_object('field', 'email', 'reason', 'twice', 'count', r.line), j.value ->> 'key'
                from json_each(?3) j cross join import_rows r
                    on r.import_seq = ?1 and r.email_key = j.value ->> 'key' and r.run = ?2
                where r.line <> j.value ->> 'line'",
            )
            .bind(&rows)
            .bind(email_header),
        );
    }
    if !staged.faults.is_empty() {
        batch.push(
            over(&format!(
                "insert into import_faults (import_seq, run, line, place, header, value, error, email_key)
                select ?1, ?2, j.value ->> 'line', j.value ->> 'place', j.value ->> 'header', j.value ->> 'value',
                    j.value ->> 'error', j.value ->> 'key'
                from json_each(?3) j where {ROOM} < ?4"
            ))
            .bind(json(&staged.faults)?)
            .bind(domain::import::FAULTS_MAX),
        );
    }
    if !staged.groups.is_empty() {
        batch.push(
            over(
                "insert into import_groups (import_seq, run, key, name)
                select ?1, ?2, j.value ->> 'key', j.value ->> 'name' from json_each(?3) j where true
                on conflict (import_seq, run, key) do nothing",
            )
            .bind(json(&staged.groups)?),
        );
    }
    let good = u32::try_from(staged.rows.len()).unwrap_or(u32::MAX);
    let found = |verdict: &str| {
        format!(
            "(select count(*) from import_rows where import_seq = ?1 and run = ?2 and line between ?3 and ?4
                and verdict = '{verdict}')"
        )
    };
    batch.push(
        over(&format!(
            "update imports set place = ?5, line = ?6, skips = ?7, rows = rows + ?8,
                found_create = found_create + {create}, found_update = found_update + {update},
                found_unchanged = found_unchanged + {unchanged},
                faults = faults + ?9 + ?10 - (select count(*) from import_rows
                    where import_seq = ?1 and run = ?2 and line between ?3 and ?4)
            where seq = ?1",
            create = found("create"),
            update = found("update"),
            unchanged = found("unchanged"),
        ))
        .bind(first)
        .bind(staged.line.saturating_sub(1).max(first))
        .bind(staged.place)
        .bind(staged.line)
        .bind(staged.skips)
        .bind(staged.read)
        .bind(staged.bad)
        .bind(good),
    );
    db.batch(batch).await?;
    kept.lease = Some(lease);
    kept.place = staged.place;
    kept.line = staged.line;
    kept.skips = staged.skips.into();
    kept.rows = kept.rows.saturating_add(staged.read);
    Ok(())
}

/// Ends a check whose file is read to its end.
pub async fn end_check(db: &Db, kept: &Kept, now: i64) -> Result<(), Refused> {
    let end = sql(format!(
        "update imports set state = 'checked', checked_at = ?3, lease = null, place = size,
            new_groups = (select count(*) from import_groups n where n.import_seq = imports.seq and n.run = imports.run
                and {LACKING})
        where id = ?1 and lease = ?2 and state = 'checking'"
    ))
    .bind(&kept.id)
    .bind(kept.lease)
    .bind(now);
    db.run(end).await.map(|_| ())
}
