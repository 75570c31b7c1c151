//! `seed --customers N`: adds made-up people and what they ordered to a local database; the same ones on every machine.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use domain::id::GroupId;
use domain::locale::Locale;
use domain::settings::{CONSENT_VERSION, consent_text};
use domain::text::fold;
use sha2::{Digest, Sha256};

use crate::build::hex;
use crate::demo::quoted;
use crate::orders::Books;
use crate::people::{self, Person};
use crate::setup::{self, Needs};
use crate::{dev, flags, project, state, wrangler};

/// People per call of wrangler.
const SHARE: u64 = 50_000;
/// Bytes a statement may have; D1 takes 100 kB.
const STATEMENT: usize = 90_000;

/// The command.
pub fn run(args: Vec<String>) -> Result<()> {
    let (mut customers, mut folder) = (None, project::path(dev::STATE));
    flags::each(args, |name, values| {
        match name {
            "--customers" => customers = Some(values.number()?),
            "--state" => folder = values.path()?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    let customers = customers.context("`seed` needs `--customers N`")?;
    setup::ensure(Needs::Build)?;
    state::prepare(&folder)?;
    let start = Instant::now();
    add(&folder, customers)?;
    println!(
        "{customers} customers added in {:.1} s",
        start.elapsed().as_secs_f32()
    );
    Ok(())
}

/// Adds people after those that are there.
pub fn add(folder: &Path, customers: u64) -> Result<()> {
    if customers == 0 {
        return Ok(());
    }
    let there = wrangler::number(folder, "select count(*) from customers")?;
    let mut books = Books::open(folder)?;
    let midnight = state::now()?.div_euclid(people::DAY) * people::DAY;
    run_sql(folder, &groups())?;
    let mut from = there;
    while from < there + customers {
        let to = (there + customers).min(from + SHARE);
        let mut sql = Statements::default();
        for index in from..to {
            let person = Person::new(index, there, there + customers, midnight)?;
            insert(&mut sql, &person)?;
            books.insert(&mut sql, &person)?;
        }
        run_sql(folder, &(sql.finished() + &books.close()))?;
        from = to;
        if customers > SHARE {
            println!("seed: {} of {customers}", from - there);
        }
    }
    Ok(())
}

/// Tells one way of making people up from another.
pub fn mark() -> String {
    let sources = [
        include_str!("seed.rs"),
        include_str!("people.rs"),
        include_str!("orders.rs"),
    ];
    hex(&Sha256::digest(sources.concat()))
}

/// Writes people who ordered nothing.
pub fn write(folder: &Path, people: &[Person]) -> Result<()> {
    let mut sql = Statements::default();
    for person in people {
        insert(&mut sql, person)?;
    }
    run_sql(folder, &sql.finished())
}

/// Runs statements on a state folder.
pub fn run_sql(folder: &Path, sql: &str) -> Result<()> {
    let file = folder.join("people.sql");
    project::write(&file, sql)?;
    wrangler::execute_file(folder, &file).context("the people could not be written")?;
    Ok(std::fs::remove_file(&file)?)
}

/// The id of one of the shop's groups: the same on every machine.
fn group_id(place: usize) -> GroupId {
    GroupId::new(people::DAY, [u8::try_from(place).unwrap_or_default(); 10])
}

/// The shop's groups, where it has them not yet.
fn groups() -> String {
    let row = |(place, [code, name, _]): (usize, &[&str; 3])| {
        let values = [
            quoted(group_id(place).as_str()),
            quoted(code),
            quoted(code),
            quoted(name),
            quoted(&fold(name)),
            people::DAY.to_string(),
        ];
        format!(
            "insert into groups (id, code, code_key, name, name_key, created_at) values ({}) on conflict (code_key) do nothing;\n",
            values.join(", ")
        )
    };
    people::GROUPS.iter().enumerate().map(row).collect()
}

/// The rows of one person.
fn insert(sql: &mut Statements, person: &Person) -> Result<()> {
    let customer = quoted(person.id.as_str());
    sql.row(
        CUSTOMERS,
        &[
            customer.clone(),
            quoted(&person.email),
            quoted(&person.email_key),
            verified(person),
            quoted(&person.first_name),
            quoted(&person.last_name),
            optional(person.phone.as_deref()),
            optional(person.organisation.as_deref()),
            quoted(person.locale),
            quoted(person.stage),
            quoted(person.account),
            quoted(&person.keys.name_key),
            quoted(&person.keys.search_text),
            person.created_at.to_string(),
        ],
    );
    sql.row(
        ADDRESSES,
        &[
            quoted(person.address_id.as_str()),
            customer.clone(),
            quoted(&person.address.line1),
            optional(person.address.line2.as_deref()),
            optional(person.address.postcode.as_deref()),
            quoted(&person.address.city),
            quoted(&person.address.country),
            person.created_at.to_string(),
        ],
    );
    sql.row(
        HISTORY,
        &[
            customer.clone(),
            person.created_at.to_string(),
            "'visitor', 'created', null".to_owned(),
        ],
    );
    if let Some(account) = &person.account_id {
        let paused = person.account == "disabled";
        sql.row(
            ACCOUNTS,
            &[
                quoted(account.as_str()),
                customer.clone(),
                quoted(&person.email),
                quoted(&person.email_key),
                "'customer'".to_owned(),
                u8::from(!paused).to_string(),
                u8::from(paused).to_string(),
                verified(person),
                person.created_at.to_string(),
            ],
        );
    }
    if let Some((id, state)) = &person.consent {
        let locale = Locale::parse(person.locale).unwrap_or_default();
        sql.row(
            CONSENTS,
            &[
                quoted(id.as_str()),
                customer.clone(),
                "'marketing'".to_owned(),
                quoted(state),
                quoted(&consent_text(locale, "Maison Lemoine")),
                CONSENT_VERSION.to_string(),
                "'checkout'".to_owned(),
                person.created_at.to_string(),
            ],
        );
    }
    for place in &person.groups {
        sql.row(
            MEMBERSHIPS,
            &[
                format!(
                    "(select id from groups where code_key = {})",
                    quoted(people::GROUPS[*place][0])
                ),
                format!("(select seq from customers where id = {customer})"),
                person.created_at.to_string(),
            ],
        );
    }
    if let Some((id, details)) = &person.pending {
        let details = serde_json::to_string(details)?;
        sql.row(
            PENDING,
            &[
                quoted(id.as_str()),
                customer,
                quoted(&details),
                (person.created_at + people::DAY / 24).to_string(),
            ],
        );
    }
    Ok(())
}

const CUSTOMERS: usize = 0;
const ADDRESSES: usize = 1;
pub const HISTORY: usize = 2;
const ACCOUNTS: usize = 3;
const PENDING: usize = 4;
pub const ORDERS: usize = 5;
pub const ORDER_LINES: usize = 6;
pub const INVOICES: usize = 7;
pub const PURCHASES: usize = 8;
const CONSENTS: usize = 9;
const MEMBERSHIPS: usize = 10;

/// In an order that foreign keys allow.
const TABLES: [&str; 11] = [
    "insert into customers (id, email, email_key, verified_at, first_name, last_name, phone, organisation, locale, stage, account, name_key, search_text, created_at) values",
    "insert into addresses (id, customer_id, line1, line2, postcode, city, country, used_at) values",
    "insert into history (customer_id, at, actor, fact, order_id) values",
    "insert into accounts (id, customer_id, email, email_key, role, enabled, paused, verified_at, created_at) values",
    "insert into pending_details (id, customer_id, details, typed_at) values",
    "insert into orders (id, number, checkout_id, browser_hash, customer_id, state, payment_method, currency, total, vat, buyer, email_key, name_key, locale, transfer, terms, waiver, placed_at, due_at, paid_at, ended_at, withdraw_until) values",
    "insert into order_lines (order_id, place, product_id, name, kind, validity_days, quantity, price, vat_rate, amount, vat) values",
    "insert into invoices (id, kind, series, year, number, order_id, issued_at, issued_on, total, data) values",
    "insert into purchases (id, customer_id, product_id, reference, first_order_id, first_place, last_order_id, last_place, quantity, valid_from, valid_until, ended_at) values",
    "insert into consents (id, customer_id, purpose, state, text, version, way, at) values",
    "insert into memberships (group_id, customer_seq, at) values",
];

/// Rows gathered into statements of many rows each.
#[derive(Default)]
pub struct Statements {
    done: String,
    open: [String; TABLES.len()],
}

impl Statements {
    pub fn row(&mut self, table: usize, columns: &[String]) {
        if self.open[table].len() > STATEMENT {
            // a customer's other rows may only follow the customer
            self.flush();
        }
        let open = &mut self.open[table];
        let separator = if open.is_empty() { "" } else { "," };
        write!(open, "{separator}\n({})", columns.join(", ")).ok();
    }

    fn flush(&mut self) {
        for (table, rows) in self.open.iter_mut().enumerate() {
            if !rows.is_empty() {
                writeln!(self.done, "{}{rows};", TABLES[table]).ok();
                rows.clear();
            }
        }
    }

    fn finished(mut self) -> String {
        self.flush();
        self.done
    }
}

/// When somebody proved to read the mailbox.
fn verified(person: &Person) -> String {
    if person.is_verified() {
        person.created_at.to_string()
    } else {
        null()
    }
}

pub fn optional(text: Option<&str>) -> String {
    text.map_or_else(null, quoted)
}

pub fn null() -> String {
    "null".to_owned()
}
