//! Checkouts, and the one batch by which contact details become a customer.

mod signed_in;

pub use signed_in::{Saving, save};

use crate::db::{Answers, Db, GONE, Refused, Rows, Sql, guard_changed, sql, stored};
use crate::store::idempotency::{self, Key};
use crate::store::{opt_in, settings, throttle};
use domain::checkout::BasketLine;
use domain::contact::{Contact, ContactForm};
use domain::customer::{ConsentState, Keys};
use domain::history::Fact;
use domain::id::{
    AccountId, AddressId, CheckoutId, ConsentId, CustomerId, OrderId, PendingId, TokenId,
};
use domain::locale::Locale;
use domain::pending::Details;
use domain::product::Product;
use domain::settings::{CONSENT_VERSION, Settings, consent_text};
use domain::throttle::{CHECKOUT_CLIENT, CONTACT_CLIENT};
use serde::{Deserialize, Serialize};

/// A checkout to be opened.
pub struct Opened<'a> {
    pub id: &'a CheckoutId,
    pub browser_hash: &'a str,
    /// Under which this may be repeated.
    pub key: Option<&'a Key<'a>>,
    pub lines: &'a [BasketLine],
    pub expires_at: i64,
    pub client: &'a str,
}

/// Opens a checkout; [`Refused::Guard`] `throttled` when the client opens too many, `repeated` when the key opened one.
pub async fn open(db: &Db, opened: &Opened<'_>, now: i64) -> Result<(), Refused> {
    let insert = sql(
        "insert into checkouts (id, browser_hash, lines, created_at, expires_at)
        values (?1, ?2, ?3, ?4, ?5)",
    )
    .bind(opened.id)
    .bind(opened.browser_hash)
    .bind(json(&opened.lines)?)
    .bind(now)
    .bind(opened.expires_at);
    let charge = throttle::charge(&CHECKOUT_CLIENT, opened.client, now);
    let mut batch = vec![charge];
    batch.extend(idempotency::claim(opened.key, opened.id.as_str(), now));
    batch.push(insert);
    db.batch(batch).await.map(|_| ())
}

/// A checkout about to become an order, with everything that decides about it.
pub struct Ready {
    pub lines: Vec<BasketLine>,
    /// domain::contact::ContactForm as stored.
    pub contact: Option<String>,
    pub customer: Option<CustomerId>,
    /// Who was signed in at the contact step.
    pub account: Option<AccountId>,
    /// The order it became already.
    pub order: Option<OrderId>,
    pub settings: Settings,
    listed: Rows,
}

impl Ready {
    /// What the shop sells, in a language.
    pub fn products(&self, locale: Locale) -> Result<Vec<Product>, Refused> {
        settings::read_products(&self.listed, &self.settings, locale)
    }
}

/// This browser's checkout of that id with the settings and products of now, in one trip; an ended one only where it
/// became an order.
pub async fn ready(
    db: &Db,
    id: &CheckoutId,
    browser_hash: &str,
    now: i64,
) -> Result<Option<Ready>, Refused> {
    #[derive(Deserialize)]
    struct Row {
        lines: String,
        contact: Option<String>,
        customer_id: Option<CustomerId>,
        account_id: Option<AccountId>,
        order_id: Option<OrderId>,
    }
    let checkout = sql(
        "select c.lines, c.contact, c.customer_id, c.account_id, o.id as order_id
        from checkouts c left join orders o on o.checkout_id = c.id
        where c.id = ?1 and c.browser_hash = ?2 and (c.expires_at > ?3 or o.id is not null)",
    )
    .bind(id)
    .bind(browser_hash)
    .bind(now);
    let batch = vec![
        checkout,
        settings::select_settings(),
        settings::select_products(),
    ];
    let mut answers = Answers::new(db.batch(batch).await?);
    let Some(row) = answers.take().first::<Row>()? else {
        return Ok(None);
    };
    Ok(Some(Ready {
        lines: stored("checkout", &row.lines)?,
        contact: row.contact,
        customer: row.customer_id,
        account: row.account_id,
        order: row.order_id,
        settings: settings::read_settings(&answers.take())?,
        listed: answers.take(),
    }))
}

/// Contact details left at a checkout, with the ids that new rows take if there are to be any.
pub struct Submission<'a> {
    pub checkout: &'a CheckoutId,
    pub browser_hash: &'a str,
    pub typed: &'a ContactForm,
    pub contact: Contact,
    pub keys: Keys,
    /// The mailbox's digest, for throttles: no address is kept there.
    pub mailbox: String,
    pub client: &'a str,
    pub customer: CustomerId,
    pub address: AddressId,
    pub pending: PendingId,
    pub consent: ConsentId,
    /// The link of the mail that asks to confirm a tick.
    pub link: TokenId,
}

/// Stores a submission in one batch, the same one for every mailbox (rules 1 to 3):
/// the checkout keeps what was typed; a mailbox nobody had becomes a customer; for a known one what differs waits.
/// Repeating it changes nothing. [`Refused::Guard`]: `gone` for another browser's or an ended checkout, `throttled`.
pub async fn submit(db: &Db, submission: &Submission<'_>, now: i64) -> Result<(), Refused> {
    let details = json(&Details::from(&submission.contact))?;
    let client = submission.client;
    let [charge_step, remember] =
        throttle::charge_once(&CONTACT_CLIENT, client, &submission.mailbox, now);
    let mut batch = vec![
        throttle::charge(&CHECKOUT_CLIENT, client, now),
        charge_step,
        remember,
        create_customer(submission, now)?,
        create_address(submission, now),
        keep_typed(submission, None, now)?,
        guard_changed(GONE),
        drop_changed(submission, &details),
        wait(submission, &details, now)?,
        note(submission, now),
    ];
    batch.extend(tick(submission, ConsentState::Pending, now));
    db.batch(batch).await.map(|_| ())
}

/// One per mailbox: the unique key lets the first submission in, whoever else comes at the same moment.
fn create_customer(submission: &Submission<'_>, now: i64) -> Result<Sql, Refused> {
    let contact = &submission.contact;
    Ok(sql("insert into customers
            (id, email, email_key, first_name, last_name, phone, organisation, billing, locale,
             name_key, search_text, created_at)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        on conflict (email_key) do nothing")
    .bind(&submission.customer)
    .bind(contact.email.as_str())
    .bind(contact.email.key())
    .bind(&contact.first_name)
    .bind(&contact.last_name)
    .bind(&contact.phone)
    .bind(&contact.organisation)
    .bind(billing(contact)?)
    .bind(contact.locale.map(Locale::code))
    .bind(&submission.keys.name_key)
    .bind(&submission.keys.search_text)
    .bind(now))
}

/// Only the customer that this very batch made gets its address.
fn create_address(submission: &Submission<'_>, now: i64) -> Sql {
    let address = &submission.contact.address;
    sql("insert into addresses
            (id, customer_id, line1, line2, postcode, city, region, country, used_at)
        select ?1, id, ?3, ?4, ?5, ?6, ?7, ?8, ?9 from customers where id = ?2")
    .bind(&submission.address)
    .bind(&submission.customer)
    .bind(&address.line1)
    .bind(&address.line2)
    .bind(&address.postcode)
    .bind(&address.city)
    .bind(&address.region)
    .bind(&address.country)
    .bind(now)
}

/// Keeps what was typed on the browser's own checkout, tied to the mailbox's customer, and to the account of whoever is
/// signed in. Not changing anything, it takes the customer just made back with it.
fn keep_typed(
    submission: &Submission<'_>,
    account: Option<&AccountId>,
    now: i64,
) -> Result<Sql, Refused> {
    Ok(sql("update checkouts set contact = ?3, contact_at = ?4,
            customer_id = (select id from customers where email_key = ?5), account_id = ?6
        where id = ?1 and browser_hash = ?2 and expires_at > ?4")
    .bind(submission.checkout)
    .bind(submission.browser_hash)
    .bind(json(submission.typed)?)
    .bind(now)
    .bind(submission.contact.email.key())
    .bind(account))
}

/// What this checkout typed before gives way to what it types now.
fn drop_changed(submission: &Submission<'_>, details: &str) -> Sql {
    sql("delete from pending_details
        where customer_id = (select id from customers where email_key = ?1)
            and checkout_id = ?2 and details <> ?3")
    .bind(submission.contact.email.key())
    .bind(submission.checkout)
    .bind(details)
}

/// Lets details wait on a record that was there before and differs from them: domain::pending::differing, in SQL,
/// so that no branch of ours depends on the mailbox. The same details wait once.
fn wait(submission: &Submission<'_>, details: &str, now: i64) -> Result<Sql, Refused> {
    let contact = &submission.contact;
    let address = &contact.address;
    Ok(sql("insert into pending_details (id, customer_id, checkout_id, details, typed_at)
        select ?1, c.id, ?3, ?4, ?5
        from customers c
        left join addresses a on a.id = (
            select id from addresses where customer_id = c.id order by used_at desc, id desc limit 1)
        where c.email_key = ?6 and c.id <> ?2
            and not exists (select 1 from pending_details where customer_id = c.id and details = ?4)
            and (c.first_name <> ?7 or c.last_name <> ?8
                or (?9 is not null and c.phone is not ?9)
                or (?10 is not null and c.organisation is not ?10)
                or (?11 is not null and c.billing is not ?11)
                or a.line1 is not ?12 or a.line2 is not ?13 or a.postcode is not ?14
                or a.city is not ?15 or a.region is not ?16 or a.country is not ?17)")
    .bind(&submission.pending)
    .bind(&submission.customer)
    .bind(submission.checkout)
    .bind(details)
    .bind(now)
    .bind(contact.email.key())
    .bind(&contact.first_name)
    .bind(&contact.last_name)
    .bind(&contact.phone)
    .bind(&contact.organisation)
    .bind(billing(contact)?)
    .bind(&address.line1)
    .bind(&address.line2)
    .bind(&address.postcode)
    .bind(&address.city)
    .bind(&address.region)
    .bind(&address.country))
}

/// Tells what happened, if anything did: a customer made, or details that wait.
fn note(submission: &Submission<'_>, now: i64) -> Sql {
    sql("insert into history (customer_id, at, actor, fact)
        select id, ?3, 'visitor', ?4 from customers where id = ?1
        union all
        select customer_id, ?3, 'visitor', ?5 from pending_details where id = ?2")
    .bind(&submission.customer)
    .bind(&submission.pending)
    .bind(now)
    .bind(Fact::Created.code())
    .bind(Fact::PendingTyped.code())
}

/// A tick is `pending` until the mailbox answers the mail it is sent, or is proved from here (rule 22): anybody can type any
/// address. A box that is no longer ticked on this checkout takes it back, but what was given only whoever may give it.
/// The statements depend on the box, never on the mailbox.
fn tick(submission: &Submission<'_>, state: ConsentState, now: i64) -> Vec<Sql> {
    let may_give = state == ConsentState::Given;
    let email_key = submission.contact.email.key();
    let checkout = submission.checkout;
    if !submission.contact.marketing_consent {
        let own = |text: &str| sql(text).bind(&email_key).bind(checkout);
        let mut back = vec![own(
            "delete from consents where state = 'pending' and checkout_id = ?2
            and customer_id = (select id from customers where email_key = ?1)",
        )];
        if may_give {
            back.push(
                own("update consents set state = 'withdrawn', asked_at = coalesce(asked_at, at), way = 'checkout', at = ?3
                    where state = 'given' and checkout_id = ?2
                        and customer_id = (select id from customers where email_key = ?1)")
                .bind(now),
            );
        }
        return back;
    }
    let locale = submission.contact.locale.unwrap_or_default();
    let state = if may_give { "given" } else { "pending" };
    let insert = sql("insert into consents
            (id, customer_id, checkout_id, purpose, state, text, version, way, at)
        select ?1, id, ?3, 'marketing', ?7,
            replace(?4, '{shop}', coalesce((select value ->> 'name' from settings where key = 'shop'), '')),
            ?5, 'checkout', ?6
        from customers where email_key = ?2
        on conflict (customer_id, purpose, checkout_id) do update
            set state = ?7, at = ?6, text = excluded.text, version = excluded.version, way = excluded.way,
                asked_at = null, asked_way = null
            where state <> ?7 and state <> 'given'")
    .bind(&submission.consent)
    .bind(&email_key)
    .bind(checkout)
    .bind(consent_text(locale, "{shop}"))
    .bind(CONSENT_VERSION)
    .bind(now)
    .bind(state);
    if may_give {
        return vec![insert];
    }
    let link = &submission.link;
    let asked = "c.email_key = ?5 and exists (
        select 1 from consents where customer_id = c.id and checkout_id = ?6 and state = 'pending')";
    let ask = opt_in::ask(asked, link, now)
        .bind(&email_key)
        .bind(checkout);
    vec![insert, ask, opt_in::mail(link, Some(locale), now)]
}

fn billing(contact: &Contact) -> Result<Option<String>, Refused> {
    contact.billing.as_ref().map(json).transpose()
}

fn json(value: &impl Serialize) -> Result<String, Refused> {
    serde_json::to_string(value).map_err(|error| Refused::Cause(format!("json: {error}")))
}
