//! D1, typed: statements with numbered parameters, one atomic batch per use case, and what it cost.

use domain::json::{self, Broken, Json};
use serde::de::{DeserializeOwned, IgnoredAny};
use std::any::type_name;
use std::cell::Cell;
use std::rc::Rc;
use worker::wasm_bindgen::JsValue;
use worker::{D1Database, D1Result};

/// A statement and its values. Boxed: it is handed from call to call as its values are bound.
pub struct Sql(Box<Statement>);

struct Statement {
    text: String,
    values: Vec<Value>,
}

/// A bound value. D1 binds every number as REAL, exact up to 2^53: in expressions that matter, cast.
#[derive(Clone)]
pub enum Value {
    Text(String),
    Integer(i64),
    Null,
}

/// A statement without values yet.
pub fn sql(text: impl Into<String>) -> Sql {
    Sql(Box::new(Statement {
        text: text.into(),
        values: Vec::new(),
    }))
}

impl Sql {
    /// Binds the next parameter: `?1`, then `?2`, …
    pub fn bind(mut self, value: impl Into<Value>) -> Sql {
        self.0.values.push(value.into());
        self
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Value {
        Value::Text(text.clone())
    }
}

impl<T> From<&domain::id::Id<T>> for Value {
    fn from(id: &domain::id::Id<T>) -> Value {
        Value::Text(id.to_string())
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Value {
        Value::Integer(number)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Value {
        Value::Integer(i64::from(number))
    }
}

impl From<bool> for Value {
    fn from(yes: bool) -> Value {
        Value::Integer(i64::from(yes))
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, Into::into)
    }
}

impl From<&Option<String>> for Value {
    fn from(value: &Option<String>) -> Value {
        value.clone().into()
    }
}

/// Why a batch did nothing at all.
#[derive(Debug)]
pub enum Refused {
    /// A [`guard_changed`] of this name found that the statement before it had changed nothing, or a bucket was full.
    Guard(&'static str),
    /// D1 could not be asked, or did not answer: nothing is known to be wrong, the same again may succeed.
    Unavailable(String),
    /// Anything else, for the log.
    Cause(String),
}

/// The names guards may have: what a batch can lose to.
pub const STALE: &str = "stale";
pub const GONE: &str = "gone";
pub const THROTTLED: &str = "throttled";
pub const REPEATED: &str = "repeated";
pub const MOVED: &str = "moved";
pub const LAST_OWNER: &str = "last_owner";
pub const UNKNOWN: &str = "unknown";
/// The file that was to be attached is not there.
pub const NO_FILE: &str = "no_file";
/// Also what the unique keys of mailboxes say: another customer or account has this one.
pub const TAKEN: &str = "taken";

/// What SQLite says when a mailbox's key is in use.
const MAILBOXES: [&str; 2] = [
    "UNIQUE constraint failed: customers.email_key",
    "UNIQUE constraint failed: accounts.email_key",
];

/// A statement that fails, and with it the whole batch, when the one before it changed nothing. (`changes()` does
/// not count triggers.) The name comes back in [`Refused::Guard`].
///
/// `json_extract` is asked for a path that is none: D1 has no other way for a batch to roll itself back.
pub fn guard_changed(name: &'static str) -> Sql {
    sql(format!(
        "select case when changes() = 0 then json_extract('{{}}', '!{name}') end"
    ))
}

/// A statement that fails, and with it the whole batch, where `condition` (SQL over ?1, ?2 …) holds.
pub fn guard_unless(condition: &str, name: &'static str) -> Sql {
    sql(format!(
        "select case when not ({condition}) then json_extract('{{}}', '!{name}') end"
    ))
}

/// The database, counting what is asked of it. Clones count together.
#[derive(Clone)]
pub struct Db {
    d1: Rc<D1Database>,
    figures: Rc<Figures>,
    /// The call that is to fail, for tests of what is then half written.
    #[cfg(feature = "faults")]
    fault_at: Option<u32>,
}

/// What a request has cost so far.
#[derive(Default)]
pub struct Figures {
    pub trips: Cell<u32>,
    pub statements: Cell<u32>,
    pub rows_read: Cell<u64>,
    /// Passwords hashed or checked: the dearest work there is.
    pub hashes: Cell<u32>,
    /// What was asked, for tests of its plans.
    #[cfg(feature = "faults")]
    pub texts: std::cell::RefCell<Vec<String>>,
}

impl Db {
    pub fn new(d1: D1Database) -> Db {
        Db {
            d1: Rc::new(d1),
            figures: Rc::default(),
            #[cfg(feature = "faults")]
            fault_at: None,
        }
    }

    /// Lets the `call`-th call of this request fail.
    #[cfg(feature = "faults")]
    pub fn fail_at(mut self, call: Option<u32>) -> Db {
        self.fault_at = call;
        self
    }

    pub fn figures(&self) -> &Figures {
        &self.figures
    }

    /// Runs all statements in order, or none: D1 makes a batch one transaction.
    pub async fn batch(&self, statements: Vec<Sql>) -> Result<Vec<Rows>, Refused> {
        let count = u32::try_from(statements.len()).unwrap_or(u32::MAX);
        self.figures.trips.set(self.figures.trips.get() + 1);
        self.figures
            .statements
            .set(self.figures.statements.get().saturating_add(count));
        #[cfg(feature = "faults")]
        if self.fault_at == Some(self.figures.trips.get()) {
            return Err(Refused::Unavailable("fault".to_owned()));
        }
        let mut prepared = Vec::with_capacity(statements.len());
        for Sql(statement) in statements {
            let Statement { text, values } = *statement;
            #[cfg(feature = "faults")]
            self.figures.texts.borrow_mut().push(text.clone());
            let values: Vec<JsValue> = values.iter().map(js).collect();
            let statement = self.d1.prepare(text).bind(&values).map_err(refused)?;
            prepared.push(statement);
        }
        let results = self.d1.batch(prepared).await.map_err(refused)?;
        let read: usize = results
            .iter()
            .filter_map(|result| result.meta().ok().flatten()?.rows_read)
            .sum();
        let figures = &self.figures.rows_read;
        figures.set(figures.get() + read as u64);
        Ok(results
            .into_iter()
            .map(|result| Rows(Some(result)))
            .collect())
    }

    /// Runs one statement.
    pub async fn run(&self, statement: Sql) -> Result<Rows, Refused> {
        Ok(Answers::new(self.batch(vec![statement]).await?).take())
    }
}

/// What one statement answered.
pub struct Rows(Option<D1Result>);

impl Rows {
    /// Every row, read into `T` by column names.
    pub fn all<T: DeserializeOwned>(&self) -> Result<Vec<T>, Refused> {
        match &self.0 {
            Some(result) => result
                .results::<Json>()
                .map_err(|error| Refused::Cause(format!("rows: {error}")))?
                .iter()
                .map(|row| json::typed(row).map_err(|Broken| misread(type_name::<T>())))
                .collect(),
            None => Ok(Vec::new()),
        }
    }

    /// Whether there is a row.
    pub fn any(&self) -> Result<bool, Refused> {
        Ok(self.first::<IgnoredAny>()?.is_some())
    }

    /// The first row, if any.
    pub fn first<T: DeserializeOwned>(&self) -> Result<Option<T>, Refused> {
        Ok(self.all()?.into_iter().next())
    }
}

/// Reads JSON that a column holds.
pub fn stored<T: DeserializeOwned>(what: &str, text: impl AsRef<[u8]>) -> Result<T, Refused> {
    json::read(text).map_err(|Broken| misread(what))
}

/// What we wrote ourselves is not as we read it. To name the field too, each type would be read by a third more code.
fn misread(what: &str) -> Refused {
    Refused::Cause(format!("{what}: not as expected"))
}

/// Takes a batch's answers in order.
pub struct Answers(std::vec::IntoIter<Rows>);

impl Answers {
    pub fn new(rows: Vec<Rows>) -> Answers {
        Answers(rows.into_iter())
    }

    /// The next statement's answer.
    pub fn take(&mut self) -> Rows {
        self.0.next().unwrap_or(Rows(None))
    }
}

fn js(value: &Value) -> JsValue {
    match value {
        Value::Text(text) => JsValue::from_str(text),
        Value::Integer(number) => JsValue::from_f64(*number as f64),
        Value::Null => JsValue::NULL,
    }
}

fn refused(error: worker::Error) -> Refused {
    let cause = match &error {
        worker::Error::D1(d1) => d1.cause(),
        other => other.to_string(),
    };
    let names = [
        STALE, GONE, THROTTLED, REPEATED, MOVED, LAST_OWNER, UNKNOWN, NO_FILE, TAKEN,
    ];
    for name in names {
        if cause.contains(&format!("'!{name}'")) {
            return Refused::Guard(name);
        }
    }
    if MAILBOXES.iter().any(|key| cause.contains(key)) {
        return Refused::Guard(TAKEN);
    }
    // What SQLite itself refuses is a mistake of ours; anything else is the platform's and may pass.
    if cause.contains("SQLITE_") || cause.contains("D1_TYPE_ERROR") {
        Refused::Cause(cause)
    } else {
        Refused::Unavailable(cause)
    }
}
