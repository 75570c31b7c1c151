//! The main job, end to end: basket, contact details, thank-you; then the owner finds the customer.

use crate::steps::{Hands, go_to_checkout, product, save, thanked, type_details};
use domain::contact::ContactForm;
use domain::locale::Locale;
use domain::route;
use tests::Window;
use tests::contact::zoe;
use tests::staff::Staff;
use tests::window::{Look, journey};
use tests::world::{email, word};
use thirtyfour::Key;

/// Zoé under a last name of her own, with accents to leave out.
fn customer() -> (ContactForm, String) {
    let mark = word();
    let form = ContactForm {
        last_name: format!("Lefèvre-Œ{mark}"),
        ..zoe(&email("purchase"))
    };
    (form, format!("lefevre-oe{mark}"))
}

/// Signs in by the page's own form and lands among the customers.
async fn owner_signs_in(window: &Window) {
    let owner = window.world.owner().clone();
    window.visit(route::SIGN_IN).await;
    window.type_into("email", &owner.email).await;
    window.type_into("password", &owner.password).await;
    Hands::Pointer
        .press(window, "main form .button-primary")
        .await;
    window.is_at(route::ADMIN_CUSTOMERS).await;
    window.started().await;
}

/// Finds the customer by each part of the name without its accents, and opens the record.
async fn owner_finds(window: &Window, form: &ContactForm, plain: &str) {
    for part in [
        plain,
        &plain[3..plain.len() - 2],
        &plain.to_uppercase(),
        &format!("zoe {plain}"),
    ] {
        window
            .element("input[type=search]")
            .await
            .clear()
            .await
            .unwrap();
        window
            .element("input[type=search]")
            .await
            .send_keys(part)
            .await
            .unwrap();
        window.until(&format!("[...document.querySelectorAll('main tbody tr')].length === 1 && document.querySelector('main tbody').innerText.includes({})", serde_json::json!(form.email)), part).await;
    }
    window
        .element("main tbody tr a")
        .await
        .click()
        .await
        .unwrap();
    window
        .until(
            "/^\\/admin\\/customers\\/[0-9a-f-]{36}$/.test(location.pathname)",
            "the record opens",
        )
        .await;
    window.started().await;
    window.sees(&form.email).await;
    window.sees(&form.last_name).await;
    window.sees(&form.address.line1).await;
}

async fn buys_and_is_found(window: Window) {
    let (form, plain) = customer();
    go_to_checkout(&window).await;
    window.fits("the contact step").await;
    type_details(&window, &form).await;
    save(&window, &form).await;
    window.fits("the thank-you").await;
    owner_signs_in(&window).await;
    window.fits("the list of customers").await;
    owner_finds(&window, &form, &plain).await;
    window.fits("the customer's page").await;
}

#[tokio::test]
async fn a_purchase_in_english_at_a_desk() {
    journey(Look::DESK, buys_and_is_found).await;
}

#[tokio::test]
async fn a_purchase_in_french_on_a_phone() {
    journey(Look::PHONE.speaking(Locale::Fr), buys_and_is_found).await;
}

#[tokio::test]
async fn a_purchase_by_keyboard_alone() {
    journey(Look::DESK, |window| async move {
        let (form, _) = customer();
        let product = product(&window).await;
        window.visit(route::SHOP).await;
        let add = window.words.fill("shop.add_name", &[("product", &product)]);
        window
            .tab_to(&format!("button[aria-label=\"{add}\"]"))
            .await;
        window.keys(Key::Space).await;
        window
            .tab_to(&format!("a[href='{}']", route::CHECKOUT))
            .await;
        window.keys(Key::Enter).await;
        window.is_at(route::CHECKOUT).await;
        window.started().await;
        for (name, text) in [
            ("email", form.email.as_str()),
            ("first_name", &form.first_name),
            ("last_name", &form.last_name),
            ("phone", "06 39 98 12 34"),
            ("address.line1", &form.address.line1),
            ("address.postcode", "75011"),
            ("address.city", &form.address.city),
        ] {
            window.tab_to(&format!("[name='{name}']")).await;
            window.keys(text).await;
        }
        window.keys(Key::Enter).await;
        thanked(&window, &form).await;

        let owner = window.world.owner().clone();
        window.visit(route::SIGN_IN).await;
        window.tab_to("[name=email]").await;
        window.keys(owner.email.as_str()).await;
        window.tab_to("[name=password]").await;
        window.keys(owner.password.as_str()).await;
        window.keys(Key::Enter).await;
        window.is_at(route::ADMIN_CUSTOMERS).await;
        window.started().await;
        window.tab_to("input[type=search]").await;
        window.keys(form.email.as_str()).await;
        window
            .until(
                "document.querySelectorAll('main tbody tr').length === 1",
                "one is found",
            )
            .await;
        window.tab_to("main tbody tr a").await;
        window.keys(Key::Enter).await;
        window.sees(&form.last_name).await;
        let found = Staff::owner(&window.world).await.find(&form.email).await;
        window.is_at(&route::admin_customer(&found.id)).await;
    })
    .await;
}
