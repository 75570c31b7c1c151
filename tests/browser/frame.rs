//! The back office's frame: acts that are taken back, forms that are not left by accident, the keys.

use crate::screens::examine;
use domain::api::product::GetProductRecord;
use domain::locale::Locale;
use domain::product::{Kind, ProductForm, ProductRecord};
use domain::route;
use serde_json::json;
use tests::contact::named;
use tests::keeping;
use tests::staff::Staff;
use tests::window::{Look, journey};
use tests::world::{email, word};
use tests::{Browser, Window};
use thirtyfour::{Key, TypingData};

/// The office at a product of its own.
async fn at_a_product(window: &Window) -> (Staff, ProductRecord) {
    let owner = Staff::owner(&window.world).await;
    window.take_session(&owner.browser).await;
    let form = ProductForm {
        // the shop's other journeys do not meet it
        listed: false,
        ..keeping::product(Kind::Service, 12_000, 2_000)
    };
    let record = owner.create_product(&form).await.unwrap();
    window.visit(route::ADMIN_PRODUCTS).await;
    window.sees(window.words.text("admin_product.title")).await;
    let link = format!("main a[href='{}']", route::admin_product(&record.id));
    window.element(&link).await.click().await.unwrap();
    window.holds("name_en", &record.name_en).await;
    (owner, record)
}

/// The product as it stands.
async fn now(owner: &Staff, record: &ProductRecord) -> ProductRecord {
    let now = owner.get::<GetProductRecord>(&record.id, &()).await;
    now.unwrap_or_else(|problem| panic!("{problem:?}"))
}

/// Presses keys together, where this has focus.
async fn chord(window: &Window, css: &str, keys: TypingData) {
    let element = window.element(css).await;
    element.send_keys(keys).await.expect("keys are pressed");
}

/// The question's title, for one field.
fn question(window: &Window, label: &str) -> String {
    let name = window.words.text(label);
    let quoted = window.words.fill("admin.leave_quoted", &[("name", name)]);
    window.words.fill("admin.leave_title", &[("what", &quoted)])
}

async fn leaving(window: Window) {
    let (_, record) = at_a_product(&window).await;
    window.type_into("name_en", " and more").await;
    let typed = format!("{} and more", record.name_en);
    let question = question(&window, "admin_product.name_en");
    // By a link: the safe button has focus, Esc is the same, and everything stays.
    window.press("admin.nav_settings").await;
    window.sees(&question).await;
    window.focus_is_on("leave-stay").await;
    examine(&window, "leaving a form with something typed, asked").await;
    window.press("admin.leave_stay").await;
    window.sees_no(&question).await;
    window.holds("name_en", &typed).await;
    // By the browser's Back.
    window.driver.back().await.unwrap();
    window.sees(&question).await;
    window.is_at(&route::admin_product(&record.id)).await;
    window.keys(Key::Escape).await;
    window.sees_no(&question).await;
    window.holds("name_en", &typed).await;
    // The tab asks too.
    let asks = "(() => { const e = new Event('beforeunload', {cancelable: true}); dispatchEvent(e); return e.defaultPrevented; })()";
    assert_eq!(window.js(asks).await, json!(true));
    // What is put back as it was needs no question; what is left is gone.
    window.fill("name_en", &record.name_en).await;
    assert_eq!(window.js(asks).await, json!(false));
    window.type_into("name_en", "!").await;
    window.driver.back().await.unwrap();
    window.sees(&question).await;
    window.press("admin.leave_do").await;
    window.is_at(route::ADMIN_PRODUCTS).await;
    window.sees_no(&question).await;
}

#[tokio::test]
async fn a_form_is_not_left_by_accident() {
    journey(Look::DESK, leaving).await;
}

#[tokio::test]
async fn a_form_is_not_left_by_accident_in_french() {
    journey(Look::DESK.speaking(Locale::Fr), leaving).await;
}

#[tokio::test]
async fn a_saved_form_is_taken_back() {
    journey(Look::DESK, |window| async move {
        window.provoke("status of 409");
        let (owner, record) = at_a_product(&window).await;
        window.fill("summary_en", "In three volumes").await;
        chord(&window, "[name=vat_choice]", Key::Control + Key::Enter).await;
        window.sees(window.words.text("admin_product.saved")).await;
        let stands = async || now(&owner, &record).await.summary_en;
        assert_eq!(stands().await, "In three volumes");
        window.press("admin.undo").await;
        window.sees(window.words.text("admin.undone")).await;
        window.holds("summary_en", &record.summary_en).await;
        assert_eq!(stands().await, record.summary_en);
        // Somebody else was there in between: that is said on the page, and theirs stands.
        window.fill("summary_en", "In four volumes").await;
        chord(&window, "[name=vat_choice]", Key::Control + Key::Enter).await;
        window.sees(window.words.text("admin_product.saved")).await;
        let mut form = keeping::edit(&now(&owner, &record).await);
        form.summary_en = "In five volumes".into();
        owner.edit_product(&record.id, &form).await.unwrap();
        window.press("admin.undo").await;
        window.sees(window.words.text("admin.undo_failed")).await;
        examine(&window, "a taking back that came too late").await;
        assert_eq!(stands().await, "In five volumes");
    })
    .await;
}

/// The field for finding anything: by its key or its button, by the arrows and Enter, and away again.
async fn finding(window: Window) {
    let last_name = format!("Palette{}", word());
    let address = email("palette");
    let buyer = Browser::new(&window.world);
    let placed = buyer
        .buys_service(&named("Zoé", &last_name, &address))
        .await;
    let owner = Staff::owner(&window.world).await;
    window.take_session(&owner.browser).await;
    let customer = owner.find(&address).await;
    window.visit(route::ADMIN_PRODUCTS).await;
    window.element("#find").await;
    chord(&window, "body", Key::Control + "k").await;
    window.focus_is_on("palette-q").await;
    examine(&window, "the palette, nothing typed").await;
    // By the name: nothing is chosen before an arrow is pressed, then Enter opens the record.
    window
        .type_into("palette-q", &last_name.to_lowercase())
        .await;
    window
        .until(
            &format!(
                "document.querySelector('#palette [role=option]')?.innerText.includes({})",
                json!(last_name)
            ),
            "the customer is found",
        )
        .await;
    let active = "document.activeElement.getAttribute('aria-activedescendant')";
    assert_eq!(window.js(active).await, json!(null));
    examine(&window, "the palette, a customer found").await;
    window.keys(Key::Down + "").await;
    window
        .until(&format!("{active} === 'palette-0'"), "the first choice")
        .await;
    window.keys(Key::Enter + "").await;
    window.is_at(&route::admin_customer(&customer.id)).await;
    window.sees(&address).await;
    // By the order's number; where one was stands first without a search.
    window.press_id("find").await;
    window.focus_is_on("palette-q").await;
    window.sees(window.words.text("admin_palette.recent")).await;
    let number = placed.number.to_string();
    window.type_into("palette-q", &number).await;
    let named = window
        .words
        .fill("admin.order_numbered", &[("number", &number)]);
    let found = format!(
        "[...document.querySelectorAll('#palette .palette-first')].findIndex(e => e.innerText === {})",
        json!(named)
    );
    window
        .until(&format!("{found} >= 0"), "the order is found")
        .await;
    let place = window.js(&found).await.as_u64().unwrap();
    window.press_id(&format!("palette-{place}")).await;
    window.is_at(&route::admin_order(&placed.id)).await;
    // A screen by the beginning of its name, as this language says it; nothing by what is nobody's.
    window.press_id("find").await;
    let screen = window.words.text("admin.nav_settings");
    window.type_into("palette-q", &screen[..4]).await;
    window.until(&format!("[...document.querySelectorAll('#palette .palette-first')].some(e => e.innerText === {})", json!(screen)), "the screen is found").await;
    window.fill("palette-q", "qqzxj").await;
    window
        .sees(
            &window
                .words
                .fill("admin_palette.nothing", &[("q", "qqzxj")]),
        )
        .await;
    examine(&window, "the palette, nothing found").await;
    window.keys(Key::Escape + "").await;
    window.focus_is_on("find").await;
}

#[tokio::test]
async fn anything_is_found_from_one_field() {
    journey(Look::DESK, finding).await;
}

#[tokio::test]
async fn anything_is_found_from_one_field_on_a_phone_in_french() {
    journey(Look::PHONE.speaking(Locale::Fr), finding).await;
}

#[tokio::test]
async fn the_keys_are_listed() {
    journey(Look::DESK, |window| async move {
        let owner = Staff::owner(&window.world).await;
        window.take_session(&owner.browser).await;
        window.visit(route::ADMIN_PRODUCTS).await;
        window.press_id("keys").await;
        window.focus_is_on("keys-close").await;
        window.sees(window.words.text("admin.key_save_does")).await;
        examine(&window, "the list of keys").await;
        window.keys(Key::Escape + "").await;
        window.focus_is_on("keys").await;
    })
    .await;
}
