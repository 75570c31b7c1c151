//! What staff do with orders, products, mails and settings.

use crate::{Browser, Reply, Staff};
use domain::api::order::{ListOrders, ReviewOrder, SetOrderState, StateWanted};
use domain::api::outbox::{ListOutbox, OutboxQuery, RetryMail};
use domain::api::product::{CreateProduct, EditProduct};
use domain::api::settings::{EditSettings, GetSettings};
use domain::contact::AddressForm;
use domain::id::{MailId, OrderId, ProductId};
use domain::order::{OrderQuery, OrderRecord, OrderRow, OrderState};
use domain::outbox::MailRow;
use domain::page::Page;
use domain::problem::Problem;
use domain::product::{Kind, ProductForm, ProductRecord};
use domain::settings::{Settings, SettingsForm};
use std::sync::Arc;

impl Staff {
    pub async fn set_state(
        &self,
        order: &OrderId,
        state: OrderState,
    ) -> Result<OrderRecord, Problem> {
        let wanted = StateWanted { state: Some(state) };
        self.call::<SetOrderState>(order, &(), &wanted).await
    }

    /// The same, for tests that look at the answer itself.
    pub async fn set_state_raw(&self, order: &OrderId, state: OrderState) -> Reply {
        let wanted = StateWanted { state: Some(state) };
        self.reply::<SetOrderState>(order, &(), &wanted).await
    }

    /// The transfer has come.
    pub async fn marks_paid(&self, order: &OrderId) -> OrderRecord {
        let record = self.set_state(order, OrderState::Paid).await;
        record.unwrap_or_else(|problem| panic!("order {order}: {problem:?}"))
    }

    pub async fn review(&self, order: &OrderId) -> OrderRecord {
        let record = self.get::<ReviewOrder>(order, &()).await;
        record.unwrap_or_else(|problem| panic!("order {order}: {problem:?}"))
    }

    pub async fn orders(&self, query: &OrderQuery) -> Page<OrderRow> {
        let page = self.get::<ListOrders>(&(), query).await;
        page.unwrap_or_else(|problem| panic!("{query:?}: {problem:?}"))
    }

    pub async fn outbox(&self, query: &OutboxQuery) -> Page<MailRow> {
        let page = self.get::<ListOutbox>(&(), query).await;
        page.unwrap_or_else(|problem| panic!("{query:?}: {problem:?}"))
    }

    /// The newest mails to an address among the newest of the outbox.
    pub async fn mails_to(&self, recipient: &str) -> Vec<MailRow> {
        let mut mails = Vec::new();
        let mut query = OutboxQuery::default();
        for _ in 0..20 {
            let page = self.outbox(&query).await;
            let mine = page.items.into_iter();
            mails.extend(mine.filter(|mail| mail.recipient == recipient));
            match page.next {
                Some(next) if mails.is_empty() => query.cursor = Some(next),
                _ => break,
            }
        }
        mails
    }

    pub async fn retry(&self, mail: &MailId) -> Result<MailRow, Problem> {
        self.call::<RetryMail>(mail, &(), &()).await
    }

    pub async fn settings(&self) -> Settings {
        let settings = self.get::<GetSettings>(&(), &()).await;
        settings.unwrap_or_else(|problem| panic!("settings: {problem:?}"))
    }

    pub async fn edit_settings(&self, form: &SettingsForm) -> Result<Settings, Problem> {
        self.call::<EditSettings>(&(), &(), form).await
    }

    pub async fn create_product(&self, form: &ProductForm) -> Result<ProductRecord, Problem> {
        self.call::<CreateProduct>(&(), &(), form).await
    }

    pub async fn edit_product(
        &self,
        id: &ProductId,
        form: &ProductForm,
    ) -> Result<ProductRecord, Problem> {
        self.call::<EditProduct>(id, &(), form).await
    }

    /// Makes a product of this price and rate.
    pub async fn sells(&self, kind: Kind, price: i64, vat_rate: u32) -> ProductRecord {
        let made = self.create_product(&product(kind, price, vat_rate)).await;
        made.unwrap_or_else(|problem| panic!("{problem:?}"))
    }
}

/// Presses of one button at the same moment, by each of these in turn: every press has a line of its own, open already,
/// so that none waits for another's.
pub async fn at_once(
    staff: &[Staff],
    presses: usize,
    order: &OrderId,
    state: OrderState,
) -> Vec<Reply> {
    let mut ready = Vec::new();
    for who in staff.iter().cycle().take(presses) {
        let browser = who.stolen();
        browser.session().await;
        let email = who.email.clone();
        ready.push(Staff { browser, email });
    }
    let start = Arc::new(tokio::sync::Barrier::new(presses));
    let mut running = tokio::task::JoinSet::new();
    for who in ready {
        let (start, order) = (start.clone(), order.clone());
        running.spawn(async move {
            start.wait().await;
            who.set_state_raw(&order, state).await
        });
    }
    running.join_all().await
}

/// A product as typed by staff.
pub fn product(kind: Kind, price: i64, vat_rate: u32) -> ProductForm {
    ProductForm {
        kind: Some(kind),
        name_en: format!("Jar of test, {price} at {vat_rate}"),
        name_fr: format!("Bocal d’essai, {price} à {vat_rate}"),
        summary_en: "Made for a test".to_owned(),
        summary_fr: "Fait pour un essai".to_owned(),
        price: Some(price),
        vat_rate: Some(vat_rate),
        validity_days: (kind == Kind::Access).then_some(365),
        listed: true,
        ..ProductForm::default()
    }
}

/// A product as staff see it, to be edited.
pub fn edit(record: &ProductRecord) -> ProductForm {
    ProductForm {
        version: Some(record.version),
        kind: Some(record.kind),
        name_en: record.name_en.clone(),
        name_fr: record.name_fr.clone(),
        summary_en: record.summary_en.clone(),
        summary_fr: record.summary_fr.clone(),
        price: Some(record.price),
        vat_rate: Some(record.vat_rate),
        validity_days: record.validity_days,
        listed: record.listed,
    }
}

/// The product as shoppers see it.
pub async fn listed(browser: &Browser, record: &ProductRecord) -> domain::product::Product {
    let mut products = browser.products().await;
    products.retain(|product| product.id == record.id);
    let found = products.pop();
    found.unwrap_or_else(|| panic!("{} is not listed", record.name_en))
}

/// All that a shop must say before it may ask for money, over what it says already.
pub fn complete(settings: &Settings) -> SettingsForm {
    let Settings {
        version,
        shop,
        sale,
        mailing,
        ..
    } = settings;
    let or = |text: &str, otherwise: &str| match text {
        "" => otherwise.to_owned(),
        text => text.to_owned(),
    };
    let address = sale.seller.address.as_ref();
    let address = address.map_or_else(
        || AddressForm {
            line1: "3 place du Marché".into(),
            postcode: Some("69001".into()),
            city: "Lyon".into(),
            country: "FR".into(),
            ..AddressForm::default()
        },
        |address| AddressForm {
            line1: address.line1.clone(),
            line2: address.line2.clone(),
            postcode: address.postcode.clone(),
            city: address.city.clone(),
            region: address.region.clone(),
            country: address.country.clone(),
        },
    );
    SettingsForm {
        version: Some(*version),
        name: shop.name.clone(),
        country: shop.country.clone(),
        locale: shop.locale.code().into(),
        retention_months: Some(shop.retention_months),
        contact_email: or(&shop.contact_email, "bonjour@example.com"),
        countries: shop.countries.clone(),
        seller_name: or(&sale.seller.name, "Maison Lemoine"),
        seller_form: or(&sale.seller.form, "EURL"),
        seller_capital: or(&sale.seller.capital, "10 000 €"),
        seller_address: Some(address),
        siren: or(&sale.seller.siren, "303265045"),
        rcs: or(&sale.seller.rcs, "RCS Lyon"),
        vat_id: or(
            sale.seller.vat_id.as_deref().unwrap_or_default(),
            "FR40303265045",
        ),
        time_zone: sale.seller.time_zone.clone(),
        iban: or(&sale.transfer.iban, "FR14 2004 1010 0505 0001 3M02 606"),
        bic: sale.transfer.bic.clone(),
        reminder_days: Some(sale.transfer.reminder_days),
        cancel_days: Some(sale.transfer.cancel_days),
        mails_per_minute: Some(mailing.mails_per_minute),
        terms_en: or(&sale.terms.en, "Terms of sale of the tests."),
        terms_fr: or(&sale.terms.fr, "Conditions de vente des essais."),
        privacy_en: or(&sale.privacy.en, "Privacy notice of the tests."),
        privacy_fr: or(&sale.privacy.fr, "Notice de confidentialité des essais."),
    }
}
