//! Imports: kept, shown, told how to read their file, started, paused and dropped. What a check stages is in [`check`], what
//! the import writes in [`write`].

mod check;
mod write;

pub use check::{Owner, Staged, StagedFault, StagedGroup, StagedRow, check, end_check, known};
pub use write::{Due, Write, Writes, due, finish, write};

use crate::db::{
    Answers, Db, MOVED, Refused, STALE, Sql, guard_changed, guard_unless, sql, stored,
};
use crate::store::idempotency::{self, Key};
use crate::store::{blob, journal};
use domain::account::Account;
use domain::group::{GROUPS_MAX, suggested_code};
use domain::id::{AccountId, BlobId, BulkId, GroupId, ImportId};
use domain::import::file::First;
use domain::import::{
    Column, Counts, Encoding, Fault, Import, ImportOptions, ImportState, KEPT_DAYS, LEASE,
    Separator, Source,
};
use domain::journal::{Act, SubjectKind};
use domain::page::{Cursor, Page};
use domain::session::DAY;
use domain::text::fold;
use serde::{Deserialize, Serialize};

/// What [`Kept`] reads of `imports`.
const COLUMNS: &str = "seq, id, name, blob_id, size, state, encoding, separator, source, header, columns, samples, options, \
    run, place, line, skips, rows, found_create, found_update, found_unchanged, faults, new_groups, \
    done_line, done_create, done_update, done_unchanged, bulks, account_id, created_at, checked_at, ended_at, lease, \
    (select case when removed_at is null then coalesce(name, email) end from accounts \
        where id = imports.account_id) as by";

/// An import as it is stored. `lease` is the claim of whoever works at it: its end, which no other claim shares.
#[derive(Deserialize)]
pub struct Kept {
    pub seq: i64,
    pub id: ImportId,
    pub name: String,
    pub blob_id: Option<BlobId>,
    pub size: u32,
    pub state: ImportState,
    pub encoding: Encoding,
    pub separator: Separator,
    pub source: Option<Source>,
    header: String,
    columns: String,
    samples: String,
    options: String,
    pub run: u32,
    pub place: u32,
    pub line: u32,
    pub skips: u8,
    pub rows: u32,
    found_create: u32,
    found_update: u32,
    found_unchanged: u32,
    pub faults: u32,
    new_groups: u32,
    pub done_line: u32,
    done_create: u32,
    done_update: u32,
    done_unchanged: u32,
    bulks: String,
    pub account_id: AccountId,
    pub created_at: i64,
    pub checked_at: Option<i64>,
    ended_at: Option<i64>,
    pub lease: Option<i64>,
    by: Option<String>,
}

impl Kept {
    pub fn header(&self) -> Result<Vec<String>, Refused> {
        stored("header", &self.header)
    }

    pub fn columns(&self) -> Result<Vec<Option<Column>>, Refused> {
        stored("columns", &self.columns)
    }

    pub fn options(&self) -> Result<ImportOptions, Refused> {
        stored("options", &self.options)
    }

    /// As staff see it.
    pub fn shown(self) -> Result<Import, Refused> {
        Ok(Import {
            header: self.header()?,
            columns: self.columns()?,
            options: self.options()?,
            samples: stored("samples", &self.samples)?,
            bulks: stored::<Vec<BulkId>>("bulks", &self.bulks)?,
            id: self.id,
            name: self.name,
            size: self.size,
            state: self.state,
            encoding: self.encoding,
            separator: self.separator,
            source: self.source,
            read: self.place,
            found: Counts {
                create: self.found_create,
                update: self.found_update,
                unchanged: self.found_unchanged,
            },
            faults: self.faults,
            new_groups: self.new_groups,
            done: Counts {
                create: self.done_create,
                update: self.done_update,
                unchanged: self.done_unchanged,
            },
            checked_at: self.checked_at,
            by: self.by,
            created_at: self.created_at,
            ended_at: self.ended_at,
        })
    }
}

/// Imports a list shows.
const LISTED_MAX: u32 = 50;

/// Those that wait, run or ended lately, newest first.
pub async fn list(db: &Db) -> Result<Vec<Kept>, Refused> {
    let newest = sql(format!(
        "select {COLUMNS} from imports where seq < ?1 and state <> 'gone' order by seq desc limit ?2"
    ))
    .bind(Cursor::before(None))
    .bind(LISTED_MAX);
    db.run(newest).await?.all()
}

/// One import.
pub async fn find(db: &Db, id: &ImportId) -> Result<Option<Kept>, Refused> {
    let one = sql(format!(
        "select {COLUMNS} from imports where id = ?1 and state <> 'gone'"
    ))
    .bind(id);
    db.run(one).await?.first()
}

/// A file that was read for the first time.
pub struct New<'a> {
    pub id: &'a ImportId,
    pub file: &'a domain::upload::Blob,
    pub encoding: Encoding,
    pub separator: Separator,
    pub first: &'a First,
}

/// Keeps an import whose file waits. [`Refused::Guard`]: `repeated` where the key made one before, `no_file` where the file
/// is not there.
pub async fn create(
    db: &Db,
    new: &New<'_>,
    key: &Key<'_>,
    by: &Account,
    now: i64,
) -> Result<(), Refused> {
    let mut batch = idempotency::claim(key, new.id.as_str(), now);
    let insert = sql(
        "insert into imports (id, name, blob_id, size, encoding, separator, source, header, columns, samples,
            start_place, start_line, account_id, created_at, state)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, 'draft')",
    )
    .bind(new.id)
    .bind(&new.file.name)
    .bind(&new.file.id)
    .bind(new.file.size)
    .bind(new.encoding.code())
    .bind(new.separator.code());
    batch.push(begins(insert, new.first)?.bind(&by.id).bind(now));
    batch.extend(blob::attach(&new.file.id, &by.id, now));
    batch.push(told(by, Act::ImportUploaded, new.id, &[], now));
    db.batch(batch).await.map(|_| ())
}

/// Binds what was read of a file's beginning: source, header, columns, samples, and where its rows start.
fn begins(statement: Sql, first: &First) -> Result<Sql, Refused> {
    let place = u32::try_from(first.start.0).unwrap_or(u32::MAX);
    Ok(statement
        .bind(first.source.map(Source::code))
        .bind(json(&first.header)?)
        .bind(json(&first.columns)?)
        .bind(json(&first.samples)?)
        .bind(place)
        .bind(first.start.1))
}

/// A draft from now on, with nothing checked. The run that was is litter.
const ANEW: &str = "state = 'draft', run = run + 1, place = 0, line = 0, skips = 0, rows = 0, found_create = 0, \
    found_update = 0, found_unchanged = 0, faults = 0, new_groups = 0, checked_at = null, lease = null";

/// Nothing has been written of it, and nobody works at it: as [`Import::may_be_edited`].
const EDITABLE: &str =
    "(state in ('draft', 'checked') or (state = 'paused' and checked_at is null))";

/// Has the file read in another way. [`Refused::Guard`] `stale` where that cannot be, or was done meanwhile.
pub async fn read_anew(
    db: &Db,
    before: &Kept,
    encoding: Encoding,
    separator: Separator,
    first: &First,
) -> Result<(), Refused> {
    let update = sql(format!(
        "update imports set {ANEW}, encoding = ?3, separator = ?4, source = ?5, header = ?6, columns = ?7, samples = ?8,
            start_place = ?9, start_line = ?10
        where id = ?1 and run = ?2 and {EDITABLE}"
    ))
    .bind(&before.id)
    .bind(before.run)
    .bind(encoding.code())
    .bind(separator.code());
    let update = begins(update, first)?;
    db.batch(vec![update, guard_changed(STALE)])
        .await
        .map(|_| ())
}

/// Says where the columns go. [`Refused::Guard`] `stale` likewise.
pub async fn set_columns(
    db: &Db,
    before: &Kept,
    columns: &[Option<Column>],
) -> Result<(), Refused> {
    let update = sql(format!(
        "update imports set {ANEW}, columns = ?3 where id = ?1 and run = ?2 and {EDITABLE}"
    ))
    .bind(&before.id)
    .bind(before.run)
    .bind(json(&columns)?);
    db.batch(vec![update, guard_changed(STALE)])
        .await
        .map(|_| ())
}

/// Says what is to be done beside the rows. [`Refused::Guard`]: `stale` likewise, `moved` for a group that is none.
pub async fn set_options(db: &Db, id: &ImportId, options: &ImportOptions) -> Result<(), Refused> {
    let known = guard_unless(
        "?1 is null or exists (select 1 from groups where id = ?1)",
        MOVED,
    )
    .bind(options.group.as_ref());
    let update = sql(format!(
        "update imports set options = ?2 where id = ?1 and {EDITABLE}"
    ))
    .bind(id)
    .bind(json(options)?);
    db.batch(vec![known, update, guard_changed(STALE)])
        .await
        .map(|_| ())
}

/// Has the rows checked, from the first one or where the check was paused. [`Refused::Guard`] `stale` where that cannot be.
pub async fn start_check(db: &Db, before: &Kept) -> Result<(), Refused> {
    let start = sql("update imports set lease = null, state = 'checking',
            place = case state when 'draft' then start_place else place end,
            line = case state when 'draft' then start_line else line end
        where id = ?1 and run = ?2 and (state = 'draft' or (state = 'paused' and checked_at is null))")
    .bind(&before.id)
    .bind(before.run);
    db.batch(vec![start, guard_changed(STALE)])
        .await
        .map(|_| ())
}

/// Pauses between two chunks. [`Refused::Guard`] `stale` where nothing runs.
pub async fn pause(db: &Db, id: &ImportId, by: &Account, now: i64) -> Result<(), Refused> {
    let pause = sql("update imports set state = 'paused', lease = null
        where id = ?1 and state in ('checking', 'importing')")
    .bind(id);
    let told = told(by, Act::ImportPaused, id, &[], now);
    db.batch(vec![pause, guard_changed(STALE), told])
        .await
        .map(|_| ())
}

/// Goes on with an import that was paused. [`Refused::Guard`] `stale` where it is not.
pub async fn resume(db: &Db, id: &ImportId, by: &Account, now: i64) -> Result<(), Refused> {
    let resume = sql("update imports set state = 'importing', lease = null
        where id = ?1 and state = 'paused' and checked_at is not null")
    .bind(id);
    let told = told(by, Act::ImportStarted, id, &[], now);
    db.batch(vec![resume, guard_changed(STALE), told])
        .await
        .map(|_| ())
}

fn told(by: &Account, act: Act, id: &ImportId, fields: &[&str], now: i64) -> Sql {
    journal::tell(
        by,
        act,
        Some((SubjectKind::Import, id.as_str())),
        fields,
        now,
    )
}

/// Whether the shop lacks the group that a file names, of `import_groups n`.
const LACKING: &str = "not exists (select 1 from groups g where g.code_key = n.key)
    and not exists (select 1 from groups g where g.name_key = n.key)";

/// Lets what was checked go in; the groups that the shop lacks are made first. [`Refused::Guard`]: `stale` where nothing is
/// checked, `moved` where the shop would have more groups than it may.
pub async fn start_import(
    db: &Db,
    before: &Kept,
    fresh: impl Fn() -> Result<GroupId, Refused>,
    by: &Account,
    now: i64,
) -> Result<(), Refused> {
    #[derive(Deserialize)]
    struct Named {
        name: String,
    }
    #[derive(Deserialize)]
    struct Taken {
        code_key: String,
    }
    #[derive(Serialize)]
    struct Made {
        id: GroupId,
        code: String,
        name: String,
        name_key: String,
    }
    let named = sql(format!(
        "select n.name from import_groups n where n.import_seq = ?1 and n.run = ?2 and {LACKING} order by n.key limit ?3"
    ))
    .bind(before.seq)
    .bind(before.run)
    .bind(GROUPS_MAX + 1);
    let taken = sql("select code_key from groups limit ?1").bind(GROUPS_MAX);
    let mut answers = Answers::new(db.batch(vec![named, taken]).await?);
    let named: Vec<Named> = answers.take().all()?;
    let taken: Vec<Taken> = answers.take().all()?;
    let mut codes: Vec<String> = taken.into_iter().map(|row| row.code_key).collect();
    let mut made = Vec::with_capacity(named.len());
    for Named { name } in named {
        let code = free_code(&name, &codes);
        codes.push(code.clone());
        made.push(Made {
            id: fresh()?,
            name_key: fold(&name),
            code,
            name,
        });
    }
    let groups = json(&made)?;
    let options = before.options()?;
    let ticked = [
        ("sign_in", options.sign_in),
        ("group", options.group.is_some()),
        ("consents", options.consents),
    ];
    let ticked: Vec<&str> = ticked
        .iter()
        .filter_map(|(name, is)| is.then_some(*name))
        .collect();
    let batch = vec![
        sql("update imports set state = 'importing', lease = null, done_line = 0
            where id = ?1 and run = ?2 and state = 'checked'")
        .bind(&before.id)
        .bind(before.run),
        guard_changed(STALE),
        sql("insert into groups (id, code, code_key, name, name_key, created_at)
            select j.value ->> 'id', j.value ->> 'code', j.value ->> 'code', j.value ->> 'name', j.value ->> 'name_key', ?2
            from json_each(?1) j where true on conflict (code_key) do nothing")
        .bind(&groups)
        .bind(now),
        sql("insert into audit (at, account_id, role, area, deed, subject_kind, subject_id)
            select ?2, ?3, ?4, ?5, ?6, ?7, g.id from json_each(?1) j join groups g on g.id = j.value ->> 'id'")
        .bind(&groups)
        .bind(now)
        .bind(&by.id)
        .bind(by.role.code())
        .bind(Act::GroupCreated.area().code())
        .bind(Act::GroupCreated.code())
        .bind(SubjectKind::Group.code()),
        sql("update import_groups set group_id = coalesce(
                (select id from groups where code_key = import_groups.key),
                (select id from groups where name_key = import_groups.key order by id limit 1))
            where import_seq = ?1 and run = ?2")
        .bind(before.seq)
        .bind(before.run),
        // A code that was taken this moment: the next try finds another.
        guard_unless(
            "not exists (select 1 from import_groups where import_seq = ?1 and run = ?2 and group_id is null)",
            STALE,
        )
        .bind(before.seq)
        .bind(before.run),
        guard_unless("(select count(*) from groups) <= ?1", MOVED).bind(GROUPS_MAX),
        told(by, Act::ImportStarted, &before.id, &ticked, now),
    ];
    db.batch(batch).await.map(|_| ())
}

/// The code a name suggests, with a number behind it where it is taken.
fn free_code(name: &str, taken: &[String]) -> String {
    let suggested = match suggested_code(name) {
        code if code.is_empty() => "group".to_owned(),
        code => code,
    };
    let mut code = suggested.clone();
    let mut number = 1;
    while taken.contains(&code) {
        number += 1;
        let base: String = suggested.chars().take(58).collect();
        code = format!("{base}-{number}");
    }
    code
}

/// Drops an import and its file: at once for staff, its rows by the sweep. [`Refused::Guard`] `stale` while it runs.
pub async fn drop(db: &Db, id: &ImportId, by: &Account, now: i64) -> Result<(), Refused> {
    let drop = sql(
        "update imports set state = 'gone', blob_id = null, samples = '[]'
        where id = ?1 and state not in ('checking', 'importing', 'gone')",
    )
    .bind(id);
    let told = told(by, Act::ImportDeleted, id, &[], now);
    db.batch(vec![drop, guard_changed(STALE), told])
        .await
        .map(|_| ())
}

/// Claims the oldest import that runs and that nobody works at.
pub async fn claim(db: &Db, now: i64) -> Result<Option<Kept>, Refused> {
    let claim = sql(format!(
        "update imports set lease = ?1 + ?2
        where seq = (select seq from imports
            where state in ('checking', 'importing') and (lease is null or lease <= ?1) order by seq limit 1)
        returning {COLUMNS}"
    ))
    .bind(now)
    .bind(LEASE);
    db.run(claim).await?.first()
}

/// Lets somebody else go on at once.
pub async fn release(db: &Db, kept: &Kept) -> Result<(), Refused> {
    db.run(
        sql("update imports set lease = null where id = ?1 and lease = ?2")
            .bind(&kept.id)
            .bind(kept.lease),
    )
    .await
    .map(|_| ())
}

/// Begins a batch that only whoever holds the claim may do, while nobody has paused it: another claim, or `stale`.
fn hold(kept: &Kept, lease: i64) -> [Sql; 2] {
    let hold = sql("update imports set lease = ?3 where id = ?1 and lease = ?2 and state = ?4")
        .bind(&kept.id)
        .bind(kept.lease)
        .bind(lease)
        .bind(kept.state.code());
    [hold, guard_changed(STALE)]
}

/// The claim after this one.
fn longer(kept: &Kept, now: i64) -> i64 {
    (now + LEASE).max(kept.lease.unwrap_or_default() + 1)
}

/// Faults a page has.
const FAULTS_PAGE: u32 = 50;

/// A page of what is wrong with the bad rows.
pub async fn faults(
    db: &Db,
    kept: &Kept,
    cursor: Option<&Cursor>,
    limit: Option<u32>,
) -> Result<Page<Fault>, Refused> {
    #[derive(Deserialize)]
    struct Row {
        line: u32,
        place: u32,
        header: Option<String>,
        value: Option<String>,
        error: String,
    }
    let after = cursor.map_or(-1, |cursor| cursor.seq);
    let limit = limit.unwrap_or(FAULTS_PAGE);
    let page = sql(
        "select line, place, header, value, error from import_faults
        where import_seq = ?1 and run = ?2 and (line, place) > (?3, ?4) order by line, place limit ?5",
    )
    .bind(kept.seq)
    .bind(kept.run)
    .bind(after.div_euclid(PLACES))
    .bind(after.rem_euclid(PLACES))
    .bind(limit + 1);
    let rows: Vec<Row> = db.run(page).await?.all()?;
    Page::cut(rows, limit, |row| {
        Cursor::age(i64::from(row.line) * PLACES + i64::from(row.place))
    })
    .try_map(|row| {
        Ok(Fault {
            line: row.line,
            header: row.header,
            value: row.value,
            error: stored("fault", &row.error)?,
        })
    })
}

/// Faults that one row may have; more of them are not kept.
pub const PLACES: i64 = 8;

/// Rows that one batch of [`tidy`] takes away.
const LITTER: u32 = 2_000;

/// Takes away what nobody needs any more: files and imports whose time has come, rows of earlier checks and of imports that
/// are over. True where there may be more of it.
pub async fn tidy(db: &Db, now: i64) -> Result<bool, Refused> {
    let before = now - KEPT_DAYS * DAY;
    let litter = |table: &str, key: &str, over: &str| {
        sql(format!(
            "delete from {table} where (import_seq, run, {key}) in (
                select r.import_seq, r.run, {keys} from imports i cross join {table} r on r.import_seq = i.seq
                    and r.run < i.run + (i.state in ({over})) limit ?1) returning 1 as one",
            keys = key
                .split(", ")
                .map(|key| format!("r.{key}"))
                .collect::<Vec<_>>()
                .join(", ")
        ))
        .bind(LITTER)
    };
    let batch = vec![
        sql(
            "update imports set state = 'gone', blob_id = null, samples = '[]'
            where created_at <= ?1 and state <> 'gone' and coalesce(ended_at, created_at) <= ?1
                and state not in ('checking', 'importing')",
        )
        .bind(before),
        litter("import_rows", "line", "'finished', 'gone'"),
        litter("import_groups", "key", "'finished', 'gone'"),
        litter("import_faults", "line, place", "'gone'"),
        sql("delete from imports where state = 'gone'
            and not exists (select 1 from import_rows where import_seq = imports.seq)
            and not exists (select 1 from import_faults where import_seq = imports.seq)"),
    ];
    let mut answers = Answers::new(db.batch(batch).await?);
    answers.take();
    let mut more = false;
    for _ in 0..3 {
        more |= answers.take().any()?;
    }
    Ok(more)
}

fn json(value: &(impl Serialize + ?Sized)) -> Result<String, Refused> {
    serde_json::to_string(value).map_err(|error| Refused::Cause(format!("json: {error}")))
}
