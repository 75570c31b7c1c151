//! What every shopper does: filling a basket, filling the form.

use domain::contact::ContactForm;
use domain::route;
use tests::{Browser, Window};

/// The name of the shop's first product in the window's language.
pub async fn product(window: &Window) -> String {
    let visitor = Browser::new(&window.world).speaking(window.locale);
    visitor.products().await.remove(0).name
}

/// Puts the first product into the basket and goes to the contact step.
pub async fn go_to_checkout(window: &Window) {
    let product = product(window).await;
    window.visit(route::SHOP).await;
    let add = window.words.fill("shop.add_name", &[("product", &product)]);
    window.press_word(&add).await;
    window.press("shop.to_checkout").await;
    window.is_at(route::CHECKOUT).await;
    window.started().await;
}

/// Types everything the form of a French address asks for.
pub async fn type_details(window: &Window, form: &ContactForm) {
    window.fill("email", &form.email).await;
    window.fill("first_name", &form.first_name).await;
    window.fill("last_name", &form.last_name).await;
    window
        .fill("phone", form.phone.as_deref().unwrap_or_default())
        .await;
    window.fill("address.line1", &form.address.line1).await;
    window
        .fill(
            "address.postcode",
            form.address.postcode.as_deref().unwrap_or_default(),
        )
        .await;
    window.fill("address.city", &form.address.city).await;
}

/// Presses the form's button and waits for the thank-you.
pub async fn save(window: &Window, form: &ContactForm) {
    window.press("checkout.submit").await;
    thanked(window, form).await;
}

/// The details are saved and shown.
pub async fn thanked(window: &Window, form: &ContactForm) {
    window.is_at(route::CHECKOUT_PAYMENT).await;
    let thanks = window
        .words
        .fill("checkout.saved_title", &[("name", &form.first_name)]);
    window.sees(&thanks).await;
    window.sees(&form.email).await;
}
