//! Works at imports: reads the file by pieces, has its rows proved and staged, then decided and written, in chunks that other
//! requests find their way between. Whoever dies loses and doubles nothing: where to go on is written with each chunk.

use crate::blob::{self, Files};
use crate::db::{Db, MOVED, Refused, STALE, TAKEN};
use crate::random;
use crate::store::import::{
    self as store, Kept, Staged, StagedFault, StagedGroup, StagedRow, Write, Writes,
};
use crate::store::settings;
use domain::bulk::BulkAct;
use domain::customer::Keys;
use domain::id::{BulkId, GroupId, Id};
use domain::import::change::Change;
use domain::import::record::{Broken, Next, line, next};
use domain::import::row::{Reading, Row, Wrong};
use domain::import::{Column, ImportState, ROWS_MAX};
use domain::problem::FieldError;
use domain::settings::{CONSENT_VERSION, Shop, consent_text};
use domain::text::fold;
use serde::Serialize;
use std::borrow::Cow;
use std::time::Duration;
use worker::Delay;

/// Rows of the file that are staged in one batch, and the bytes they may have.
const ROWS: usize = 150;
const PIECE: u32 = 128 * 1024;
/// The least and the longest pause between two batches.
const PAUSE: (u64, u64) = (2, 100);
/// Statements that one call may ask of D1, which counts them.
const STATEMENTS_MAX: u32 = 850;
/// How long one call works at most, before the platform ends it.
const WORK_MAX: i64 = 20_000;
/// Times a chunk is decided anew because customers changed meanwhile.
const TRIES: u32 = 5;

/// What one call may still do.
struct Budget {
    db: Db,
    start: i64,
    statements: u32,
}

impl Budget {
    fn new(db: &Db) -> Budget {
        Budget {
            db: db.clone(),
            start: random::now(),
            statements: db.figures().statements.get(),
        }
    }

    fn is_spent(&self) -> bool {
        let asked = self.db.figures().statements.get() - self.statements;
        asked >= STATEMENTS_MAX || random::now() - self.start >= WORK_MAX
    }
}

/// Goes on with the imports that run, until none is left or it is somebody else's turn; then takes away what is left over.
/// Tells whether bulk changes began.
pub async fn go_on(files: &Files, db: &Db, now: i64) -> Result<bool, Refused> {
    let budget = Budget::new(db);
    let (mut began, mut failed) = (false, None);
    while !budget.is_spent() {
        let Some(mut kept) = store::claim(db, now).await? else {
            break;
        };
        let done = match kept.state {
            ImportState::Checking => check(files, db, &mut kept, &budget).await,
            _ => import(db, &mut kept, &budget)
                .await
                .map(|more| began |= more),
        };
        match done {
            // Paused, or somebody else's by now.
            Ok(()) | Err(Refused::Guard(STALE)) => {}
            // The next one goes on there, without waiting for the claim to end.
            Err(Refused::Unavailable(cause)) => {
                store::release(db, &kept).await?;
                return Err(Refused::Unavailable(cause));
            }
            // Ours to mend: it keeps its claim, so that the others have their turn meanwhile.
            Err(other) => failed = Some(other),
        }
    }
    let mut began_at = random::now();
    while !budget.is_spent() && store::tidy(db, now).await? {
        began_at = rest(began_at).await;
    }
    failed.map_or(Ok(began), Err)
}

/// Lets others have their turn, for as long as a chunk took that began at `since`: half of the time is theirs, more of it the
/// slower all goes. Tells when the next chunk begins.
async fn rest(since: i64) -> i64 {
    let took = u64::try_from(random::now() - since).unwrap_or_default();
    Delay::from(Duration::from_millis(took.clamp(PAUSE.0, PAUSE.1))).await;
    random::now()
}

/// The file from where the check stands.
struct Piece {
    bytes: Vec<u8>,
    /// How many of them are dealt with.
    used: usize,
    /// Where the next one lies in the file.
    end: u32,
    size: u32,
}

impl Piece {
    fn rest(&self) -> &[u8] {
        self.bytes.get(self.used..).unwrap_or_default()
    }

    fn is_last(&self) -> bool {
        self.end >= self.size
    }

    /// Reads on: more at once, the longer a record turns out to be.
    async fn grow(&mut self, files: &Files, kept: &Kept) -> Result<(), Refused> {
        let Some(id) = &kept.blob_id else {
            return Err(Refused::Cause("an import without its file".to_owned()));
        };
        self.bytes.drain(..self.used);
        self.used = 0;
        let held = u32::try_from(self.bytes.len()).unwrap_or(u32::MAX);
        let count = PIECE.max(held).min(self.size.saturating_sub(self.end));
        if count > 0 {
            let more = blob::read(files, id, self.end, count).await?;
            if more.is_empty() {
                return Err(Refused::Cause(format!("{id} ends before its size")));
            }
            self.end += u32::try_from(more.len()).unwrap_or(u32::MAX);
            self.bytes.extend(more);
        }
        Ok(())
    }
}

/// Checks the rows of a file, as far as the budget goes.
async fn check(files: &Files, db: &Db, kept: &mut Kept, budget: &Budget) -> Result<(), Refused> {
    let shop = settings::shop(db).await?;
    let reading = reading(kept, &shop)?;
    let header = kept.header()?;
    let email = place_of(&reading, Column::Email)
        .and_then(|place| header.get(place))
        .cloned();
    let mut piece = Piece {
        bytes: Vec::new(),
        used: 0,
        end: kept.place,
        size: kept.size,
    };
    let mut since = random::now();
    loop {
        if budget.is_spent() {
            return store::release(db, kept).await;
        }
        let mut staging = Staging::new(kept, &reading, &header);
        let ended = loop {
            if staging.is_full() {
                break false;
            }
            match staging.take(&mut piece)? {
                Taken::Row => {}
                Taken::More => piece.grow(files, kept).await?,
                Taken::End => break true,
            }
        };
        let staged = staging.decide(db).await?;
        store::check(db, kept, &staged, email.as_deref(), random::now()).await?;
        if ended {
            return store::end_check(db, kept, random::now()).await;
        }
        since = rest(since).await;
    }
}

fn reading(kept: &Kept, shop: &Shop) -> Result<Reading, Refused> {
    Ok(Reading {
        columns: kept.columns()?,
        encoding: kept.encoding,
        source: kept.source,
        country: shop.country.clone(),
    })
}

fn place_of(reading: &Reading, column: Column) -> Option<usize> {
    let columns = &reading.columns;
    columns.iter().position(|own| *own == Some(column))
}

/// What became of the next thing in the file.
enum Taken {
    Row,
    /// The piece is too short.
    More,
    End,
}

/// A chunk of the check as it grows.
struct Staging<'a> {
    reading: &'a Reading,
    header: &'a [String],
    separator: u8,
    rows: Vec<(u32, String, Row)>,
    staged: Staged,
    /// Rows before this chunk, and bytes of it.
    before: u32,
    bytes: usize,
}

impl<'a> Staging<'a> {
    fn new(kept: &Kept, reading: &'a Reading, header: &'a [String]) -> Staging<'a> {
        Staging {
            reading,
            header,
            separator: kept.separator.byte(),
            rows: Vec::new(),
            staged: Staged {
                place: kept.place,
                line: kept.line,
                skips: kept.skips == 1,
                ..Staged::default()
            },
            before: kept.rows,
            bytes: 0,
        }
    }

    fn is_full(&self) -> bool {
        self.staged.read as usize >= ROWS || self.bytes >= PIECE as usize * 2
    }

    /// Takes what stands next.
    fn take(&mut self, piece: &mut Piece) -> Result<Taken, Refused> {
        if self.staged.skips {
            return Ok(self.skip(piece));
        }
        let (length, lines) = match next(piece.rest(), self.separator, piece.is_last()) {
            Next::More => return Ok(Taken::More),
            Next::End => return Ok(Taken::End),
            Next::Record {
                cells,
                length,
                lines,
            } => {
                // Spreadsheets leave empty rows behind.
                if cells.iter().any(|cell| !cell.is_empty()) {
                    if self.before + self.staged.read >= ROWS_MAX {
                        self.fault(None, &[too_many()])?;
                        // Whoever goes on finds the end, not the same row.
                        self.staged.place = piece.size;
                        return Ok(Taken::End);
                    }
                    self.row(&cells)?;
                }
                (length, lines)
            }
            Next::Broken { why, length, ended } => {
                let head = piece.rest().get(..length).unwrap_or_default();
                let value = self.reading.shown(head);
                self.fault(None, &[broken(why, value)])?;
                self.staged.read += 1;
                self.staged.skips = !ended;
                (length, u32::from(ended))
            }
        };
        self.pass(piece, length, lines);
        Ok(Taken::Row)
    }

    fn pass(&mut self, piece: &mut Piece, length: usize, lines: u32) {
        piece.used += length;
        self.bytes += length;
        self.staged.line += lines;
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        self.staged.place = self.staged.place.saturating_add(length);
    }

    /// The rest of a line that is given up.
    fn skip(&mut self, piece: &mut Piece) -> Taken {
        let rest = piece.rest();
        let end = line(rest);
        let length = end.unwrap_or(rest.len());
        if length == 0 {
            return match piece.is_last() {
                true => Taken::End,
                false => Taken::More,
            };
        }
        self.staged.skips = end.is_none();
        self.pass(piece, length, u32::from(end.is_some()));
        Taken::Row
    }

    fn row(&mut self, cells: &[Cow<'_, [u8]>]) -> Result<(), Refused> {
        self.staged.read += 1;
        match self.reading.read(cells) {
            Ok((key, row)) => {
                for name in &row.groups {
                    self.staged.groups.push(StagedGroup {
                        key: fold(name),
                        name: name.clone(),
                    });
                }
                self.rows.push((self.staged.line, key, row));
                Ok(())
            }
            Err(wrong) => self.fault(self.reading.mailbox(cells), &wrong),
        }
    }

    /// A row at fault.
    fn fault(&mut self, key: Option<String>, wrong: &[Wrong]) -> Result<(), Refused> {
        self.staged.bad += 1;
        let most = usize::try_from(store::PLACES - 1).unwrap_or_default();
        for (place, wrong) in (1u32..).zip(wrong.iter().take(most)) {
            let header = wrong.place.and_then(|place| self.header.get(place));
            self.staged.faults.push(StagedFault {
                line: self.staged.line,
                place,
                header: header.cloned(),
                value: wrong.value.clone(),
                error: json(&wrong.error)?,
                key: key.clone(),
            });
        }
        Ok(())
    }

    /// What would become of each good row.
    async fn decide(mut self, db: &Db) -> Result<Staged, Refused> {
        if self.rows.is_empty() {
            return Ok(self.staged);
        }
        let keys: Vec<&str> = self.rows.iter().map(|(_, key, _)| key.as_str()).collect();
        let owners = store::known(db, &keys).await?;
        for (line, key, row) in self.rows {
            let verdict = match owners.get(&key) {
                None => "create",
                Some(owner) if Change::of(&row, &owner.known).is_some() => "update",
                Some(_) => "unchanged",
            };
            self.staged.rows.push(StagedRow {
                line,
                key,
                verdict,
                data: json(&row)?,
            });
        }
        Ok(self.staged)
    }
}

/// The file has more rows than one may have; what stands behind is not read.
fn too_many() -> Wrong {
    Wrong {
        place: None,
        value: None,
        error: FieldError {
            max: Some(ROWS_MAX),
            ..FieldError::new("line", "too_many")
        },
    }
}

fn broken(why: Broken, value: String) -> Wrong {
    Wrong {
        place: None,
        value: Some(value),
        error: FieldError::new("line", why.code()),
    }
}

/// Writes what was checked, as far as the budget goes. Tells whether bulk changes began.
async fn import(db: &Db, kept: &mut Kept, budget: &Budget) -> Result<bool, Refused> {
    let options = kept.options()?;
    let shop = settings::shop(db).await?;
    let mut tries = 0;
    let mut since = random::now();
    loop {
        if budget.is_spent() {
            store::release(db, kept).await?;
            return Ok(false);
        }
        let (due, owners) = store::due(db, kept).await?;
        if due.is_empty() {
            let mut bulks: Vec<(BulkId, BulkAct, Option<GroupId>)> = Vec::new();
            if let Some(group) = options.group {
                bulks.push((fresh()?, BulkAct::JoinGroup, Some(group)));
            }
            if options.sign_in {
                bulks.push((fresh()?, BulkAct::GiveSignIn, None));
            }
            store::finish(db, kept, &bulks, random::now()).await?;
            return Ok(!bulks.is_empty());
        }
        let mut writes = Writes {
            consent: (consent_text(shop.locale, &shop.name), CONSENT_VERSION),
            ..Writes::default()
        };
        for due in &due {
            writes.line = due.line;
            let owner = owners.get(&due.key);
            let change = match owner {
                None => Some(Change::new(&due.row)),
                Some(owner) => Change::of(&due.row, &owner.known),
            };
            match (&change, owner) {
                (None, _) => writes.counts.unchanged += 1,
                (Some(_), None) => writes.counts.create += 1,
                (Some(_), Some(_)) => writes.counts.update += 1,
            }
            let consents = options.consents && due.row.consent;
            if change.is_some() || consents {
                writes.all.push(written(due, owner, change, consents)?);
            }
        }
        match store::write(db, kept, &writes, random::now()).await {
            Ok(()) => tries = 0,
            // Customers came or changed since they were read: decided anew, over what stands there now.
            Err(Refused::Guard(MOVED | TAKEN)) if tries < TRIES => tries += 1,
            Err(other) => return Err(other),
        }
        since = rest(since).await;
    }
}

/// A row as the batch writes it.
fn written(
    due: &store::Due,
    owner: Option<&store::Owner>,
    change: Option<Change>,
    consents: bool,
) -> Result<Write, Refused> {
    let change = change.unwrap_or_else(|| Change {
        fields: Vec::new(),
        address: None,
        groups: Vec::new(),
        note: None,
        ..Change::new(&due.row)
    });
    let email = owner.map_or(due.row.email.as_str(), |owner| owner.email.as_str());
    let keys = Keys::of(&change.details, email);
    let details = change.details;
    Ok(Write {
        id: match owner {
            Some(owner) => owner.id.clone(),
            None => fresh()?,
        },
        version: owner.map(|owner| owner.version),
        email: owner.is_none().then(|| email.to_owned()),
        email_key: owner.is_none().then(|| due.key.clone()),
        first_name: details.first_name,
        last_name: details.last_name,
        phone: details.phone,
        organisation: details.organisation,
        billing: details.billing,
        locale: change.locale,
        name_key: keys.name_key,
        search_text: keys.search_text,
        before: owner
            .filter(|_| !change.fields.is_empty())
            .map(|owner| owner.known.details.clone()),
        fields: change.fields,
        address: change.address,
        address_id: fresh()?,
        groups: change.groups.iter().map(|name| fold(name)).collect(),
        note_id: change.note.is_some().then(fresh).transpose()?,
        note: change.note,
        consent_id: consents.then(fresh).transpose()?,
    })
}

/// A fresh id, at the time it is made.
pub fn fresh<T>() -> Result<Id<T>, Refused> {
    random::id(random::now()).map_err(|_| Refused::Cause("no randomness".to_owned()))
}

fn json(value: &impl Serialize) -> Result<String, Refused> {
    serde_json::to_string(value).map_err(|error| Refused::Cause(format!("json: {error}")))
}
