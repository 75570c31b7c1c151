//! Made-up orders of made-up people: what buyers bought, with invoices numbered without a gap, and what others left unpaid.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, anyhow};
use domain::checkout::{BasketLine, Line, price, total};
use domain::history::Fact;
use domain::id::{CheckoutId, InvoiceId, OrderId, ProductId, PurchaseId};
use domain::invoice::{Invoice, Kind, number};
use domain::locale::Locale;
use domain::order::{
    Buyer, Numbered, OrderState, PaymentMethod, Transfer, settled, withdrawal_until,
};
use domain::product::{self, Product};
use domain::settings::{Sale, waiver_text};
use domain::time;
use serde::{Deserialize, Serialize};

use crate::demo::quoted;
use crate::people::{DAY, Dice, Person};
use crate::seed::{HISTORY, INVOICES, ORDER_LINES, ORDERS, PURCHASES, Statements, null, optional};
use crate::{state, wrangler};

/// Orders that are younger than this may still be waiting for their transfer.
const PATIENCE: i64 = 14 * DAY;

/// The shop's products and settings, and the numbers given so far.
pub struct Books {
    products: Vec<Listed>,
    sale: Sale,
    order: u32,
    documents: BTreeMap<String, u32>,
    now: i64,
}

/// A product as it stands in the database.
#[derive(Deserialize)]
struct Listed {
    id: ProductId,
    kind: product::Kind,
    name_en: String,
    name_fr: String,
    price: i64,
    vat_rate: u32,
    validity_days: Option<u32>,
}

impl Listed {
    fn named(&self, locale: Locale) -> Product {
        Product {
            id: self.id.clone(),
            name: match locale {
                Locale::En => self.name_en.clone(),
                Locale::Fr => self.name_fr.clone(),
            },
            summary: String::new(),
            kind: self.kind,
            price: self.price,
            vat_rate: self.vat_rate,
            validity_days: self.validity_days,
        }
    }
}

impl Books {
    /// Of a state folder.
    pub fn open(folder: &Path) -> Result<Books> {
        let products = wrangler::rows(
            folder,
            "select id, kind, name_en, name_fr, price, vat_rate, validity_days from products where listed = 1 order by seq",
        )?;
        let sale = wrangler::rows(folder, "select value from settings where key = 'sale'")?;
        let sale = sale.first().and_then(|row| row.get("value")?.as_str());
        let counters = wrangler::rows(folder, "select name, n from counters")?;
        let mut documents: BTreeMap<String, u32> = counters
            .iter()
            .filter_map(|row| {
                let n = row.get("n")?.as_u64()?;
                Some((row.get("name")?.as_str()?.to_owned(), n.try_into().ok()?))
            })
            .collect();
        Ok(Books {
            products: products
                .into_iter()
                .map(serde_json::from_value)
                .collect::<Result<_, _>>()?,
            sale: sale.map_or(Ok(Sale::default()), serde_json::from_str)?,
            order: documents.remove("order").unwrap_or(1_000),
            documents,
            now: state::now()?,
        })
    }

    /// The rows of what a person ordered. Buyers paid at least once; a few of the others never did.
    pub fn insert(&mut self, sql: &mut Statements, person: &Person) -> Result<()> {
        let mut dice = Dice::new(person.index);
        let ends: &[OrderState] = match (person.stage, dice.below(100)) {
            ("buyer", 0..75) => &[OrderState::Completed],
            ("buyer", 75..96) => &[OrderState::Completed, OrderState::Completed],
            ("buyer", _) => &[OrderState::Completed, OrderState::Refunded],
            (_, 0..4) if person.created_at > self.now - PATIENCE => &[OrderState::Placed],
            (_, 0..4) => &[OrderState::Cancelled],
            _ => &[],
        };
        let first = dice.below(8) as usize;
        for (turn, end) in ends.iter().enumerate() {
            // each of another product, moments apart
            let Some(line) = self.line(person, first + turn, &mut dice)? else {
                continue;
            };
            self.order += 1;
            let at = person.created_at + i64::try_from(turn)?;
            let order = Order {
                id: OrderId::new(at, dice.bytes()),
                number: self.order,
                at,
                state: match end {
                    OrderState::Completed => settled(std::slice::from_ref(&line)),
                    other => *other,
                },
                person,
                line,
            };
            self.write(sql, &order, &mut dice)?;
        }
        Ok(())
    }

    /// One product that costs something.
    fn line(&self, person: &Person, place: usize, dice: &mut Dice) -> Result<Option<Line>> {
        let sold: Vec<&Listed> = self.products.iter().filter(|one| one.price > 0).collect();
        if sold.is_empty() {
            return Ok(None);
        }
        let product = sold[place % sold.len()].named(locale(person));
        let basket = [BasketLine {
            product: product.id.clone(),
            quantity: if dice.below(6) == 0 { 2 } else { 1 },
        }];
        let lines = price(&basket, &[product]).map_err(|errors| anyhow!("{errors:?}"))?;
        Ok(lines.into_iter().next())
    }

    /// The rows of one order.
    fn write(&mut self, sql: &mut Statements, order: &Order, dice: &mut Dice) -> Result<()> {
        let Order { line, at, .. } = order;
        let lines = std::slice::from_ref(line);
        let (total, vat) = total(lines);
        let buyer = order.buyer();
        let settings = &self.sale.transfer;
        let transfer = Transfer {
            beneficiary: self.sale.seller.name.clone(),
            iban: settings.iban.clone(),
            bic: (!settings.bic.is_empty()).then(|| settings.bic.clone()),
            reference: format!("C{}", order.number),
            amount: total,
            due_at: at + i64::from(settings.cancel_days) * DAY,
        };
        let waived = line.kind.is_digital();
        sql.row(
            ORDERS,
            &[
                quoted(order.id.as_str()),
                order.number.to_string(),
                quoted(CheckoutId::new(*at, dice.bytes()).as_str()),
                "'seed'".to_owned(),
                quoted(order.person.id.as_str()),
                quoted(order.state.code()),
                quoted(PaymentMethod::Transfer.code()),
                "'EUR'".to_owned(),
                total.to_string(),
                json(&vat)?,
                json(&buyer)?,
                quoted(&order.person.email_key),
                quoted(&order.person.keys.name_key),
                quoted(order.person.locale),
                json(&transfer)?,
                self.sale.terms.version.to_string(),
                optional(waived.then(|| waiver_text(locale(order.person)))),
                at.to_string(),
                moment((order.state == OrderState::Placed).then_some(transfer.due_at)),
                moment(order.is_paid().then_some(*at)),
                moment(match order.state {
                    OrderState::Placed | OrderState::Paid => None,
                    OrderState::Cancelled => Some(transfer.due_at),
                    OrderState::Completed | OrderState::Refunded => Some(*at),
                }),
                moment(withdrawal_until(lines, waived, *at)),
            ],
        );
        sql.row(ORDER_LINES, &order.line_row());
        order.note(sql, Fact::OrderPlaced, "visitor", *at);
        if order.state == OrderState::Cancelled {
            order.note(sql, Fact::OrderCancelled, "system", transfer.due_at);
        }
        if !order.is_paid() {
            return Ok(());
        }
        sql.row(PURCHASES, &order.purchase_row(dice));
        let invoice = Invoice {
            seller: self.sale.seller.clone(),
            buyer,
            order: order.number,
            ordered_at: *at,
            lines: lines.to_vec(),
            total,
            vat,
            currency: "EUR".to_owned(),
            credits: None,
        };
        let numbered = self.issue(sql, order, Kind::Invoice, &invoice, dice)?;
        let fact = match order.state {
            OrderState::Completed => Fact::OrderCompleted,
            _ => Fact::OrderPaid,
        };
        order.note(sql, fact, "staff", *at);
        if order.state == OrderState::Refunded {
            let credit_note = Invoice {
                credits: Some(numbered),
                ..invoice
            };
            self.issue(sql, order, Kind::CreditNote, &credit_note, dice)?;
            order.note(sql, Fact::OrderRefunded, "staff", *at);
        }
        Ok(())
    }

    /// The row of a legal document, under the next number of its series.
    fn issue(
        &mut self,
        sql: &mut Statements,
        order: &Order,
        kind: Kind,
        data: &Invoice,
        dice: &mut Dice,
    ) -> Result<Numbered> {
        let issued_on = time::date(order.at, 0).iso();
        let year: i64 = issued_on.get(..4).unwrap_or_default().parse()?;
        let counter = self.documents.entry(kind.counter(year)).or_default();
        *counter += 1;
        let place = *counter;
        sql.row(
            INVOICES,
            &[
                quoted(InvoiceId::new(order.at, dice.bytes()).as_str()),
                quoted(kind.code()),
                quoted(kind.series()),
                year.to_string(),
                place.to_string(),
                quoted(order.id.as_str()),
                order.at.to_string(),
                quoted(&issued_on),
                data.total.to_string(),
                json(data)?,
            ],
        );
        Ok(Numbered {
            number: number(kind.series(), year, place),
            issued_on,
        })
    }

    /// Lets the shop go on counting where this ended.
    pub fn close(&self) -> String {
        let order = [("order", self.order)];
        let documents = self.documents.iter().map(|(name, n)| (name.as_str(), *n));
        order
            .into_iter()
            .chain(documents)
            .map(|(name, n)| {
                format!(
                    "insert into counters (name, n) values ({}, {n}) on conflict (name) do update set n = max(n, excluded.n);\n",
                    quoted(name)
                )
            })
            .collect()
    }
}

/// An order of one line.
struct Order<'a> {
    id: OrderId,
    number: u32,
    at: i64,
    state: OrderState,
    person: &'a Person,
    line: Line,
}

impl Order<'_> {
    fn is_paid(&self) -> bool {
        !matches!(self.state, OrderState::Placed | OrderState::Cancelled)
    }

    fn buyer(&self) -> Buyer {
        Buyer {
            first_name: self.person.first_name.clone(),
            last_name: self.person.last_name.clone(),
            email: self.person.email.clone(),
            phone: self.person.phone.clone(),
            organisation: self.person.organisation.clone(),
            address: self.person.address.clone(),
            billing: None,
        }
    }

    fn line_row(&self) -> [String; 11] {
        let line = &self.line;
        [
            quoted(self.id.as_str()),
            "0".to_owned(),
            quoted(line.product.as_str()),
            quoted(&line.name),
            quoted(line.kind.code()),
            moment(line.validity_days.map(i64::from)),
            line.quantity.to_string(),
            line.price.to_string(),
            line.vat_rate.to_string(),
            line.amount.to_string(),
            line.vat.to_string(),
        ]
    }

    fn purchase_row(&self, dice: &mut Dice) -> [String; 12] {
        let (order, line) = (quoted(self.id.as_str()), &self.line);
        let days = line.validity_days.map(i64::from);
        [
            quoted(PurchaseId::new(self.at, dice.bytes()).as_str()),
            quoted(self.person.id.as_str()),
            quoted(line.product.as_str()),
            quoted(&format!("P{}-1", self.number)),
            order.clone(),
            "0".to_owned(),
            order,
            "0".to_owned(),
            line.quantity.to_string(),
            self.at.to_string(),
            moment(days.map(|days| self.at + days * i64::from(line.quantity) * DAY)),
            moment((self.state == OrderState::Refunded).then_some(self.at)),
        ]
    }

    fn note(&self, sql: &mut Statements, fact: Fact, actor: &str, at: i64) {
        let row = [
            quoted(self.person.id.as_str()),
            at.to_string(),
            quoted(actor),
            quoted(fact.code()),
            quoted(self.id.as_str()),
        ];
        sql.row(HISTORY, &row);
    }
}

fn locale(person: &Person) -> Locale {
    Locale::parse(person.locale).unwrap_or(Locale::Fr)
}

fn json(value: &impl Serialize) -> Result<String> {
    Ok(quoted(&serde_json::to_string(value)?))
}

/// A number that may be missing.
fn moment(at: Option<i64>) -> String {
    at.map_or_else(null, |at| at.to_string())
}
