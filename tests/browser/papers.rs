//! Papers and purchases as people get at them: an invoice saved from the space and read, one by a guest's link, a pro-forma
//! before the transfer; the same order again, an access renewed.

use crate::steps::{Hands, path};
use domain::customer::Purchase;
use domain::locale::Locale;
use domain::order::{Order, OrderState};
use domain::product::{Kind, ProductForm, ProductRecord};
use domain::route;
use serde_json::json;
use tests::contact::zoe;
use tests::documents::{for_buyers, page};
use tests::keeping::{edit, listed, product};
use tests::papers::{says, sound};
use tests::staff::Staff;
use tests::window::{Look, journey};
use tests::world::{email, word};
use tests::{Browser, Mails, Thing, Window, handing_in};

/// What somebody bought: 1 of 120 € at 20 % and 3 of 10,55 € at 5,5 %.
struct Bought {
    service: ProductRecord,
    access: ProductRecord,
    order: Order,
}

/// Makes two products that nobody else buys.
async fn made(owner: &Staff, kind: Kind, price: i64, vat_rate: u32) -> ProductRecord {
    let mark = word();
    let form = ProductForm {
        name_en: format!("Jar {mark}"),
        name_fr: format!("Bocal {mark}"),
        ..product(kind, price, vat_rate)
    };
    owner.create_product(&form).await.unwrap()
}

async fn buys(owner: &Staff, locale: Locale, address: &str) -> Bought {
    let buyer = Browser::new(&owner.world).speaking(locale);
    let service = made(owner, Kind::Service, 12_000, 2_000).await;
    let access = made(owner, Kind::Access, 1_055, 550).await;
    let lines = [
        (&listed(&buyer, &service).await, 1),
        (&listed(&buyer, &access).await, 3),
    ];
    let order = buyer.buys(&lines, &zoe(address)).await;
    Bought {
        service,
        access,
        order,
    }
}

fn name(record: &ProductRecord, locale: Locale) -> &str {
    match locale {
        Locale::En => &record.name_en,
        Locale::Fr => &record.name_fr,
    }
}

/// Every sum of [`Bought`], as a paper writes them.
fn sums(locale: Locale) -> [&'static str; 4] {
    match locale {
        Locale::En => [
            "Total excl. VAT €130.00",
            "VAT 5.5% on €30.00 €1.65",
            "VAT 20% on €100.00 €20.00",
            "Total incl. VAT €151.65",
        ],
        Locale::Fr => [
            "Total HT 130,00 €",
            "TVA 5,5 % sur 30,00 € 1,65 €",
            "TVA 20 % sur 100,00 € 20,00 €",
            "Total TTC 151,65 €",
        ],
    }
}

/// `Invoice F-2026-0042, PDF`, with its size where it is known.
fn link(window: &Window, key: &str, number: &str, size: Option<usize>) -> String {
    let name = window.words.fill(key, &[("number", number)]);
    let Some(size) = size else {
        return window.words.fill("order.file_unsized", &[("name", &name)]);
    };
    let unit = if window.locale == Locale::Fr {
        "ko"
    } else {
        "kB"
    };
    let size = format!("{} {unit}", (size + 500) / 1000);
    let values = [("name", name.as_str()), ("size", &size)];
    window.words.fill("order.file_sized", &values)
}

fn saved_as(locale: Locale, number: &str) -> String {
    match locale {
        Locale::En => format!("invoice-{number}.pdf"),
        Locale::Fr => format!("facture-{number}.pdf"),
    }
}

/// The checkout has these products in its summary.
async fn is_at_checkout_with(window: &Window, names: &[&str]) {
    window.is_at(route::CHECKOUT).await;
    window.started().await;
    for name in names {
        holds(window, name, true).await;
    }
}

/// What is bought is told, on a phone folded away.
async fn holds(window: &Window, product: &str, wanted: bool) {
    let product = json!(product);
    let condition =
        format!("document.querySelector('main').textContent.includes({product}) === {wanted}");
    window.until(&condition, "what is bought").await;
}

async fn customer_gets_papers(window: Window, hands: Hands) {
    let (locale, owner) = (window.locale, Staff::owner(&window.world).await);
    let address = email("papers");
    let bought = buys(&owner, locale, &address).await;
    let customer = Browser::new(&window.world).speaking(locale);
    customer.prove(&address).await;
    let files = window.saves_files().await;
    window.take_session(&customer).await;

    window.visit(route::ACCOUNT_INVOICES).await;
    window.sees(window.words.text("space_invoices.empty")).await;
    window.visit(route::ACCOUNT_PURCHASES).await;
    window
        .sees(window.words.text("space_purchases.empty"))
        .await;
    window.axe("no purchases yet").await;

    let invoice = owner
        .marks_paid(&bought.order.id)
        .await
        .order
        .invoice
        .unwrap();
    window.visit(route::ACCOUNT).await;
    let named = link(&window, "order.file_invoice", &invoice.number, None);
    hands.press_the(&window, Thing::button(&named)).await;
    let file = files.file(&saved_as(locale, &invoice.number)).await;
    sound(&file);
    says(&file, &sums(locale));
    says(
        &file,
        &[&invoice.number, "Zoé Martin", name(&bought.access, locale)],
    );
    window.fits("the space with papers").await;
    window.axe("the space with papers").await;

    window.visit(route::ACCOUNT_INVOICES).await;
    let named = link(
        &window,
        "order.file_invoice",
        &invoice.number,
        Some(file.len()),
    );
    window.sees(&named).await;
    window.fits("the invoices").await;
    window.axe("the invoices").await;
    let number = bought.order.number.to_string();
    let again = window
        .words
        .fill("order.again_name", &[("number", &number)]);
    hands.press_the(&window, Thing::button(&again)).await;
    let both = [name(&bought.service, locale), name(&bought.access, locale)];
    is_at_checkout_with(&window, &both).await;
    // All of that page is here once it knows who is signed in.
    window.sees(&address).await;

    renews(&window, hands, &customer, &bought).await;
    window.sees(&address).await;
}

/// The access is renewed from its purchase; the service is none that ends.
async fn renews(window: &Window, hands: Hands, customer: &Browser, bought: &Bought) {
    window.js("localStorage.clear()").await;
    window.js("sessionStorage.clear()").await;
    window.visit(route::ACCOUNT_PURCHASES).await;
    let purchases: Vec<Purchase> = customer.own_purchases().await;
    for purchase in &purchases {
        window.sees(&purchase.reference).await;
    }
    window.fits("the purchases").await;
    window.axe("the purchases").await;
    let access = name(&bought.access, window.locale);
    let renew = window
        .words
        .fill("space_purchases.renew_name", &[("product", access)]);
    let service = name(&bought.service, window.locale);
    let none = window
        .words
        .fill("space_purchases.renew_name", &[("product", service)]);
    window.sees(service).await;
    window.has_no(&Thing::button(&none)).await;
    hands.press_the(window, Thing::button(&renew)).await;
    is_at_checkout_with(window, &[access]).await;
    holds(window, service, false).await;
}

#[tokio::test]
async fn a_customer_saves_an_invoice_orders_again_and_renews_in_french_on_a_phone() {
    let look = Look::PHONE.speaking(Locale::Fr);
    journey(look, |window| customer_gets_papers(window, Hands::Pointer)).await;
}

#[tokio::test]
async fn a_customer_saves_an_invoice_orders_again_and_renews_in_english_by_keyboard() {
    journey(Look::DESK, |window| {
        customer_gets_papers(window, Hands::Keys)
    })
    .await;
}

async fn guest_gets_papers(window: Window, hands: Hands) {
    let (locale, owner) = (window.locale, Staff::owner(&window.world).await);
    let address = email("guest-papers");
    let bought = buys(&owner, locale, &address).await;
    let files = window.saves_files().await;

    // What is to be paid, on paper, before it is.
    let mail = Mails::get().wait(&address, "order_placed").await;
    window.visit(&path(&window, &mail.link())).await;
    let number = bought.order.number.to_string();
    let named = link(&window, "order.file_pro_forma", &number, None);
    hands.press_the(&window, Thing::button(&named)).await;
    let file = files.file(&format!("pro-forma-{number}.pdf")).await;
    sound(&file);
    says(&file, &sums(locale));
    let transfer = bought.order.transfer.as_ref().unwrap();
    says(&file, &[&transfer.reference, &transfer.beneficiary]);
    window.axe("an order with its pro-forma").await;

    // Paid: the invoice by the link of the next mail.
    let invoice = owner
        .marks_paid(&bought.order.id)
        .await
        .order
        .invoice
        .unwrap();
    let mail = Mails::get().wait(&address, "order_paid").await;
    window.visit(route::SHOP).await;
    window.visit(&path(&window, &mail.link())).await;
    let named = link(&window, "order.file_invoice", &invoice.number, None);
    hands.press_the(&window, Thing::button(&named)).await;
    let file = files.file(&saved_as(locale, &invoice.number)).await;
    sound(&file);
    says(&file, &sums(locale));
    window.fits("an order with its invoice").await;
    window.axe("an order with its invoice").await;

    gets_the_rest(&window, hands, &owner, &bought).await;

    // The link ends while the page is open.
    window.visit(&route::order(&bought.order.id)).await;
    window.sees(&invoice.number).await;
    let sql = "update tokens set expires_at = 1 where order_id = ?1";
    let database = window.world.database();
    database.rows(sql, &[bought.order.id.as_str()]).await;
    window.provoke("404");
    let named = link(
        &window,
        "order.file_invoice",
        &invoice.number,
        Some(file.len()),
    );
    hands.press_the(&window, Thing::button(&named)).await;
    window.sees(window.words.text("order.file_closed")).await;
    window.axe("a file whose link has ended").await;
}

/// Orders again what is not sold as a whole any more: that is told before anything else.
async fn gets_the_rest(window: &Window, hands: Hands, owner: &Staff, bought: &Bought) {
    let gone = ProductForm {
        listed: false,
        ..edit(&bought.service)
    };
    owner.edit_product(&bought.service.id, &gone).await.unwrap();
    hands.press_key(window, "order.again").await;
    let (service, access) = (
        name(&bought.service, window.locale),
        name(&bought.access, window.locale),
    );
    let told = window
        .words
        .fill("order.again_gone", &[("products", service)]);
    window.sees(&told).await;
    assert_eq!(
        window.js("location.pathname").await,
        json!(route::order(&bought.order.id))
    );
    window.axe("what is not sold any more").await;
    hands.press_key(window, "order.again_rest").await;
    is_at_checkout_with(window, &[access]).await;
    holds(window, service, false).await;
}

#[tokio::test]
async fn a_guest_saves_papers_by_the_link_in_french_on_a_phone() {
    let look = Look::PHONE.speaking(Locale::Fr);
    journey(look, |window| guest_gets_papers(window, Hands::Pointer)).await;
}

#[tokio::test]
async fn a_guest_saves_papers_by_the_link_in_english_by_keyboard() {
    journey(Look::DESK, |window| guest_gets_papers(window, Hands::Keys)).await;
}

/// Staff save what the customer gets, on the order's page.
#[tokio::test]
async fn staff_save_an_invoice_on_the_orders_page() {
    journey(Look::DESK, |window| async move {
        let owner = Staff::owner(&window.world).await;
        let bought = buys(&owner, Locale::Fr, &email("office-papers")).await;
        let invoice = owner
            .marks_paid(&bought.order.id)
            .await
            .order
            .invoice
            .unwrap();
        let files = window.saves_files().await;
        window.take_session(&owner.browser).await;
        window.visit(&route::admin_order(&bought.order.id)).await;
        let named = [("number", invoice.number.as_str())];
        let named = window.words.fill("admin_order.papers_file", &named);
        Hands::Keys.press_the(&window, Thing::button(&named)).await;
        let file = files.file(&saved_as(Locale::Fr, &invoice.number)).await;
        says(&file, &sums(Locale::Fr));
        window.axe("an order with its papers").await;
    })
    .await;
}

/// A list that did not come says so, and comes when it is asked for again; the block beside it is there.
#[tokio::test]
async fn lists_of_papers_that_could_not_be_loaded_come_on_retry() {
    journey(Look::DESK, |window| async move {
        let owner = Staff::owner(&window.world).await;
        let address = email("papers-failed");
        let bought = buys(&owner, Locale::En, &address).await;
        let invoice = owner
            .marks_paid(&bought.order.id)
            .await
            .order
            .invoice
            .unwrap();
        let customer = Browser::new(&window.world);
        customer.prove(&address).await;
        window.take_session(&customer).await;
        window.provoke("ERR_BLOCKED_BY_CLIENT");
        for (what, page, failed, found) in [
            (
                "invoices",
                route::ACCOUNT_INVOICES,
                "space_invoices.failed",
                invoice.number.as_str(),
            ),
            (
                "purchases",
                route::ACCOUNT_PURCHASES,
                "space_purchases.failed",
                bought.access.name_en.as_str(),
            ),
        ] {
            window.block(&[&format!("*/api/account/{what}*")]).await;
            window.visit(page).await;
            window.sees(window.words.text(failed)).await;
            window.axe(&format!("{what} that did not come")).await;
            window.visit(route::ACCOUNT).await;
            window.sees(window.words.text(failed)).await;
            window.sees(window.words.text("space.orders_title")).await;
            window.visit(page).await;
            window.sees(window.words.text(failed)).await;
            window.block(&[]).await;
            window.press("common.retry").await;
            window.sees(found).await;
        }
    })
    .await;
}

/// A download lies beside its purchase: not before the shop has put it up, and not once the money is back.
#[tokio::test]
async fn a_download_lies_beside_its_purchase() {
    let look = Look::PHONE.speaking(Locale::Fr);
    journey(look, |window| async move {
        let owner = Staff::owner(&window.world).await;
        let address = email("download");
        let record = made(&owner, Kind::Download, 900, 550).await;
        let buyer = Browser::new(&window.world).speaking(Locale::Fr);
        let lines = [(&listed(&buyer, &record).await, 1)];
        let placed = buyer.buys(&lines, &zoe(&address)).await;
        owner.marks_paid(&placed.id).await;
        let customer = Browser::new(&window.world);
        customer.prove(&address).await;
        window.take_session(&customer).await;
        window.visit(route::ACCOUNT_PURCHASES).await;
        let later = window.words.text("space_purchases.files_later");
        window.sees(later).await;

        let form = for_buyers(page("Le cahier"), &record.id);
        owner.publishes_file(form, "Bonjour le cahier").await;
        let files = window.saves_files().await;
        window.visit(route::ACCOUNT_PURCHASES).await;
        Hands::Pointer.press(&window, ".documents-file").await;
        let file = files.file("Mode d’emploi.pdf").await;
        assert_eq!(file, handing_in::pdf("Bonjour le cahier"));
        window.fits("a purchase with its file").await;
        window.axe("a purchase with its file").await;

        let refunded = OrderState::Refunded;
        owner.set_state(&placed.id, refunded).await.unwrap();
        window.visit(route::ACCOUNT_PURCHASES).await;
        window
            .sees(window.words.text("space_purchases.ended"))
            .await;
        let none = "!document.querySelector('.documents-file')";
        window.until(none, "the file is gone").await;
        window.sees_no(later).await;
    })
    .await;
}
