//! What a legal document says, and where on the page: seller and buyer, lines, sums, mentions (CGI, annexe II, 242 nonies A).

use super::page::{BODY, BOLD, HEIGHT, Pages, SMALL, Style, WIDTH};
use super::table::Table;
use crate::checkout::{Line, VatShare};
use crate::contact::Address;
use crate::country::names as country;
use crate::iban;
use crate::locale::Locale;
pub use crate::mail::Payment;
use crate::mail::seller::{by_threes, mentions};
use crate::mail::words as mail_words;
use crate::money;
use crate::order::{Buyer, Numbered};
use crate::settings::Seller;
use crate::time::Date;
use crate::words::Words;

pub(super) const LEFT: f32 = 48.0;
pub(super) const RIGHT: f32 = WIDTH - 48.0;
/// Below it stands the foot of the page only.
pub(super) const BOTTOM: f32 = HEIGHT - 64.0;
/// Where the second column begins.
const MIDDLE: f32 = 320.0;

const NAME: Style = Style { size: 15.0, ..BOLD };
const HEADING: Style = Style { size: 20.0, ..BOLD };

/// Which document it is.
#[derive(Clone, Copy)]
pub enum Title<'a> {
    Invoice(&'a Numbered),
    /// Takes the whole invoice `credits` back; its amounts are the invoice's.
    CreditNote {
        own: &'a Numbered,
        credits: &'a Numbered,
    },
    /// What an order still to be paid comes to; no number, no invoice.
    ProForma,
}

/// A document, as it was frozen.
#[derive(Clone, Copy)]
pub struct Paper<'a> {
    pub title: Title<'a>,
    pub locale: Locale,
    pub seller: &'a Seller,
    pub buyer: &'a Buyer,
    pub order: u32,
    pub ordered_on: Date,
    pub lines: &'a [Line],
    /// VAT included, minor units.
    pub total: i64,
    pub vat: &'a [VatShare],
    /// ISO 4217.
    pub currency: &'a str,
    /// How it is to be paid; for a pro-forma.
    pub payment: Option<Payment<'a>>,
}

impl Paper<'_> {
    /// What the file is called: `facture-F-2026-0042.pdf`, `pro-forma-1042.pdf`.
    pub fn file_name(&self) -> String {
        let (word, number) = match (self.title, self.locale) {
            (Title::Invoice(own), Locale::En) => ("invoice", own.number.clone()),
            (Title::Invoice(own), Locale::Fr) => ("facture", own.number.clone()),
            (Title::CreditNote { own, .. }, Locale::En) => ("credit-note", own.number.clone()),
            (Title::CreditNote { own, .. }, Locale::Fr) => ("avoir", own.number.clone()),
            (Title::ProForma, _) => ("pro-forma", self.order.to_string()),
        };
        format!("{word}-{number}.pdf")
    }
}

pub(super) struct Writer<'a, 'p, 'f> {
    pub paper: &'a Paper<'a>,
    pub pages: &'p mut Pages<'f>,
    pub words: Words,
    /// How far down the last page is written.
    pub y: f32,
}

impl<'a, 'p, 'f> Writer<'a, 'p, 'f> {
    pub fn new(paper: &'a Paper<'a>, pages: &'p mut Pages<'f>) -> Self {
        let words = Words::of(match paper.locale {
            Locale::En => include_str!("../../pdf/en.json"),
            Locale::Fr => include_str!("../../pdf/fr.json"),
        });
        Writer {
            paper,
            pages,
            words,
            y: 0.0,
        }
    }

    pub fn say(&self, key: &str) -> String {
        self.words.fill(key, &[])
    }

    pub fn money(&self, minor: i64) -> String {
        money::amount(minor, self.paper.currency, self.paper.locale)
    }

    /// Writes it all; gives the document's name.
    pub fn write(mut self) -> String {
        let seller_end = self.seller();
        let facts_end = self.heading();
        self.y = seller_end.max(facts_end) + 26.0;
        self.parties();
        Table::new(&mut self).write();
        self.sums();
        self.payment();
        self.mentions();
        self.feet();
        match self.paper.title {
            Title::Invoice(own) | Title::CreditNote { own, .. } => {
                format!("{} {}", self.title(), own.number)
            }
            Title::ProForma => format!("{} {}", self.title(), self.paper.order),
        }
    }

    fn title(&self) -> String {
        self.say(match self.paper.title {
            Title::Invoice(_) => "title.invoice",
            Title::CreditNote { .. } => "title.credit_note",
            Title::ProForma => "title.pro_forma",
        })
    }

    /// Who sells, at the top left.
    fn seller(&mut self) -> f32 {
        let mut y = 60.0;
        let mentions = mentions(&mail_words(self.paper.locale), self.paper.seller);
        for (place, mention) in mentions.iter().enumerate() {
            let style = if place == 0 { NAME } else { SMALL };
            y = self.block(LEFT, y, MIDDLE - LEFT - 16.0, mention, style);
        }
        y
    }

    /// What it is, at the top right, with its numbers and days.
    fn heading(&mut self) -> f32 {
        let paper = self.paper;
        let date = |date: Date| date.text(paper.locale);
        let day = |iso: &str| Date::parse(iso).map_or_else(|| iso.to_owned(), date);
        let of = |words: &Words, key: &str, number: &str, date: &str| {
            words.fill(key, &[("number", number), ("date", date)])
        };
        let title = self.title();
        self.pages.text(MIDDLE, 64.0, &title, HEADING);
        let mut facts = Vec::new();
        if let Title::Invoice(own) | Title::CreditNote { own, .. } = paper.title {
            facts.push((self.say("number"), own.number.clone()));
            facts.push((self.say("date"), day(&own.issued_on)));
        }
        let order = paper.order.to_string();
        let ordered = of(&self.words, "order.of", &order, &date(paper.ordered_on));
        facts.push((self.say("order"), ordered));
        if let Title::CreditNote { credits, .. } = paper.title {
            let on = day(&credits.issued_on);
            let credited = of(&self.words, "credits.of", &credits.number, &on);
            facts.push((self.say("credits"), credited));
        }
        self.facts(MIDDLE, 88.0, &facts)
    }

    /// Names and values in two columns.
    fn facts(&mut self, x: f32, top: f32, facts: &[(String, String)]) -> f32 {
        let widths = facts.iter().map(|(name, _)| self.pages.width(name, SMALL));
        let names = widths.fold(0.0, f32::max) + 12.0;
        let mut y = top;
        for (name, value) in facts {
            self.pages.text(x, y, name, SMALL);
            y = self.block(x + names, y, RIGHT - x - names, value, BODY);
        }
        y
    }

    /// Who the invoice is for, and who ordered where that is somebody else.
    fn parties(&mut self) {
        let buyer = self.paper.buyer;
        let name = format!("{} {}", buyer.first_name, buyer.last_name);
        let mut orderer = vec![name];
        orderer.extend(buyer.organisation.clone());
        orderer.extend(self.postal(&buyer.address));
        let top = self.y;
        let ends = match &buyer.billing {
            None => self.party(LEFT, top, "billed_to", &orderer),
            Some(billing) => {
                let mut billed = vec![billing.organisation.clone()];
                let address = billing.address.as_ref().unwrap_or(&buyer.address);
                billed.extend(self.postal(address));
                let siren = billing.siren.as_deref().map(by_threes);
                let fill =
                    |key: &str, name: &str, value: &str| self.words.fill(key, &[(name, value)]);
                billed.extend(siren.map(|siren| fill("siren", "siren", &siren)));
                let vat_id = billing.vat_id.as_deref();
                billed.extend(vat_id.map(|vat_id| fill("vat_id", "vat_id", vat_id)));
                let left = self.party(LEFT, top, "billed_to", &billed);
                left.max(self.party(MIDDLE, top, "delivered_to", &orderer))
            }
        };
        self.y = ends + 22.0;
    }

    fn party(&mut self, x: f32, top: f32, title: &str, lines: &[String]) -> f32 {
        let title = self.say(title);
        let mut y = self.block(x, top, 220.0, &title, SMALL);
        for (place, line) in lines.iter().enumerate() {
            let style = if place == 0 { BOLD } else { BODY };
            y = self.block(x, y, 220.0, line, style);
        }
        y
    }

    /// An address as its country writes it, as far as invoices need: the postcode before the town.
    fn postal(&self, address: &Address) -> Vec<String> {
        let town = match &address.postcode {
            Some(postcode) => format!("{postcode} {}", address.city),
            None => address.city.clone(),
        };
        let mut lines = vec![address.line1.clone()];
        lines.extend(address.line2.clone());
        lines.push(town);
        lines.extend(address.region.clone());
        lines.push(country::name(&address.country, self.paper.locale).to_owned());
        lines.retain(|line| !line.is_empty());
        lines
    }

    /// The sums at the right, on the page of the last lines or together on the next one.
    fn sums(&mut self) {
        let paper = self.paper;
        let mut sums = Vec::new();
        if paper.seller.charges_vat() {
            let vat: i64 = paper.vat.iter().map(|share| share.vat).sum();
            sums.push((self.say("subtotal"), self.money(paper.total - vat)));
            for share in paper.vat {
                let of_rate = paper
                    .lines
                    .iter()
                    .filter(|line| line.vat_rate == share.vat_rate);
                let base: i64 = of_rate.map(|line| line.amount - line.vat).sum();
                let rate = money::percent(share.vat_rate, paper.locale);
                let base = self.money(base);
                let name = self
                    .words
                    .fill("vat.share", &[("rate", &rate), ("base", &base)]);
                sums.push((name, self.money(share.vat)));
            }
        }
        let total = match paper.title {
            Title::CreditNote { .. } => "total.credit_note",
            _ if paper.seller.charges_vat() => "total",
            _ => "total_without_vat",
        };
        self.room(20.0 + 16.0 * sums.len() as f32);
        for (name, amount) in &sums {
            self.y += 16.0;
            self.pages.text_to(RIGHT - 100.0, self.y, name, BODY);
            self.pages.text_to(RIGHT, self.y, amount, BODY);
        }
        self.y += 8.0;
        self.pages.rule(MIDDLE, RIGHT, self.y, 0.4);
        self.y += 16.0;
        let big = Style { size: 12.0, ..BOLD };
        let total = self.say(total);
        self.pages.text_to(RIGHT - 100.0, self.y, &total, big);
        let amount = self.money(paper.total);
        self.pages.text_to(RIGHT, self.y, &amount, big);
        self.y += 30.0;
    }

    fn payment(&mut self) {
        let Some(Payment { transfer, due }) = self.paper.payment else {
            return;
        };
        let bic = transfer.bic.as_ref().filter(|bic| !bic.is_empty());
        let mut facts = vec![
            (
                self.say("transfer.beneficiary"),
                transfer.beneficiary.clone(),
            ),
            (self.say("transfer.iban"), iban::grouped(&transfer.iban)),
        ];
        facts.extend(bic.map(|bic| (self.say("transfer.bic"), bic.clone())));
        facts.push((self.say("transfer.reference"), transfer.reference.clone()));
        facts.push((self.say("transfer.due"), due.text(self.paper.locale)));
        self.room(30.0 + 15.0 * facts.len() as f32);
        let title = self.say("transfer");
        self.pages.text(LEFT, self.y, &title, BOLD);
        self.y = self.facts(LEFT, self.y + 18.0, &facts) + 12.0;
    }

    /// What the law wants said, and what it is not.
    fn mentions(&mut self) {
        let mut said = vec!["operation.service"];
        match self.paper.title {
            Title::Invoice(_) => said.push("paid"),
            Title::CreditNote { .. } => {}
            Title::ProForma => said.push("pro_forma"),
        }
        let professional = self.paper.buyer.billing.is_some();
        if professional && !matches!(self.paper.title, Title::CreditNote { .. }) {
            said.push("professional");
        }
        self.room(60.0);
        for key in said {
            let mention = self.say(key);
            self.y = self.block(LEFT, self.y, RIGHT - LEFT, &mention, SMALL) + 2.0;
        }
    }

    /// Seller and page number below each page.
    fn feet(&mut self) {
        let pages = self.pages.count();
        let y = HEIGHT - 34.0;
        for page in 0..pages {
            let (own, all) = ((page + 1).to_string(), pages.to_string());
            let number = self.words.fill("page", &[("page", &own), ("pages", &all)]);
            let x = RIGHT - self.pages.width(&number, SMALL);
            self.pages.text_on(page, x, y, &number, SMALL);
            let name = self.paper.seller.name.clone();
            self.pages.text_on(page, LEFT, y, &name, SMALL);
        }
    }

    /// A text in as many lines as it needs; gives where the next one begins.
    fn block(&mut self, x: f32, y: f32, width: f32, text: &str, style: Style) -> f32 {
        let mut y = y;
        for line in self.pages.lines(text, width, style) {
            self.pages.text(x, y, &line, style);
            y += style.size * 1.4;
        }
        y
    }

    /// Turns the page where so much does not fit any more.
    pub fn room(&mut self, height: f32) {
        if self.y + height > BOTTOM {
            self.pages.turn();
            self.y = 60.0;
        }
    }
}
