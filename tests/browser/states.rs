//! The screens of signing in, ordering and keeping the shop, each in its states: what holds on every screen holds on them.

use crate::screens::examine;
use crate::steps::{Hands, go_to_checkout, order, path, save, type_details};
use domain::locale::Locale;
use domain::order::OrderState;
use domain::route;
use tests::contact::{named, zoe};
use tests::staff::Staff;
use tests::window::{Look, journey};
use tests::world::email;
use tests::{Browser, Mails, Window, staff};

const NOBODYS: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

/// The smallest phone, in French.
fn phone() -> Look {
    let smallest = Look {
        width: 320,
        ..Look::PHONE
    };
    smallest.speaking(Locale::Fr)
}

/// The contact step of somebody who comes back: the panel's steps, then the form filled in beside what was typed.
async fn coming_back(window: Window) {
    window.provoke("status of 401");
    window.world.for_sale().await;
    let address = email("panel");
    Browser::new(&window.world).leave(&zoe(&address)).await;
    go_to_checkout(&window).await;
    let hands = Hands::Pointer;
    hands.fill(&window, "email", &address).await;
    hands.fill(&window, "last_name", "Lefèvre").await;
    hands
        .fill(&window, "address.line1", "8 quai des Brumes")
        .await;
    hands.press(&window, "#returning-open").await;
    window.element("[name='sign_in.password']").await;
    examine(&window, "the panel, open").await;
    hands
        .fill(&window, "sign_in.password", "a wrong password")
        .await;
    hands
        .press(&window, ".returning-form .button-primary")
        .await;
    window.sees(window.words.text("error.credentials")).await;
    window.holds("sign_in.password", "").await;
    examine(&window, "the panel, refused").await;
    // Esc closes it and goes back to the line; the guest's form is as it was.
    window.keys(thirtyfour::Key::Escape).await;
    window.focus_is_on("returning-open").await;
    window.holds("last_name", "Lefèvre").await;
    hands.press(&window, "#returning-open").await;
    window.press("session.code_ask").await;
    window.element("[name='sign_in.code']").await;
    hands.fill(&window, "sign_in.code", "000000").await;
    let code = Mails::get().wait(&address, "code").await.code();
    if code != "000000" {
        hands
            .press(&window, ".returning-form .button-primary")
            .await;
        window.sees(window.words.text("error.code")).await;
        examine(&window, "the panel, a wrong code").await;
    }
    hands.fill(&window, "sign_in.code", &code).await;
    hands
        .press(&window, ".returning-form .button-primary")
        .await;
    window.sees(window.words.text("returning.filled")).await;
    examine(&window, "the form, filled in beside what was typed").await;
    window.holds("last_name", "Lefèvre").await;
    window.press("returning.use_saved").await;
    window.holds("last_name", "Martin").await;
    window.press("returning.put_back").await;
    window.holds("last_name", "Lefèvre").await;
    window.press("returning.not_you").await;
    window
        .sees(window.words.text("returning.sign_out_title"))
        .await;
    examine(&window, "signing out at the checkout, asked").await;
    window.press("returning.sign_out").await;
    window.started().await;
    window.holds("last_name", "").await;
    window.sees_no(&address).await;
    let kept = window.kept().await;
    assert!(!kept.contains("Lef") && !kept.contains(&address), "{kept}");
}

/// From the payment to the order's page, and what becomes of it.
async fn ordering(window: Window) {
    window.provoke("status of 404");
    window.world.for_sale().await;
    let form = zoe(&email("ordering"));
    go_to_checkout(&window).await;
    type_details(&window, &form).await;
    save(&window, &form).await;
    examine(&window, "the payment").await;
    window.press("payment.submit").await;
    window.sees(window.words.text("error.terms.required")).await;
    examine(&window, "the payment, nothing agreed to").await;
    let placed = order(&window, Hands::Pointer, &form).await;
    examine(&window, "the order, just placed").await;
    window.reload().await;
    examine(&window, "the order, awaiting payment").await;
    let owner = Staff::owner(&window.world).await;
    owner.marks_paid(&placed).await;
    window.reload().await;
    window
        .sees(window.words.text("order.state_completed"))
        .await;
    examine(&window, "the order, completed").await;
    owner
        .set_state(&placed, OrderState::Refunded)
        .await
        .unwrap();
    window.reload().await;
    window.sees(window.words.text("order.state_refunded")).await;
    examine(&window, "the order, refunded").await;
    window.visit(&format!("{}/{NOBODYS}", route::ORDERS)).await;
    window.sees(window.words.text("order.gone_title")).await;
    examine(&window, "an order that cannot be shown").await;
    window.visit(route::TERMS).await;
    examine(&window, "the terms").await;
}

/// Every way in, and the account behind it.
async fn ways_in(window: Window) {
    window.provoke("status of 401");
    window.provoke("status of 422");
    let hands = Hands::Pointer;
    let address = email("ways-in");
    Browser::new(&window.world)
        .buys_service(&zoe(&address))
        .await;
    window.visit(route::FORGOT_PASSWORD).await;
    examine(&window, "a forgotten password").await;
    hands.fill(&window, "email", "nobody").await;
    window.press("session.forgot_submit").await;
    window
        .sees(window.words.text("error.email.malformed"))
        .await;
    examine(&window, "a forgotten password, malformed").await;
    hands.fill(&window, "email", &address).await;
    window.press("session.forgot_submit").await;
    window.sees(window.words.text("session.forgot_hint")).await;
    examine(&window, "a forgotten password, answered").await;
    window
        .visit(&format!("{}#{}", route::SET_PASSWORD, "A".repeat(43)))
        .await;
    hands
        .fill(&window, "password", tests::proving::PASSWORD)
        .await;
    window.press("session.set_submit").await;
    window.sees(window.words.text("session.set_expired")).await;
    examine(&window, "a link that has run out").await;

    window.visit(route::SIGN_IN).await;
    hands.fill(&window, "email", &address).await;
    window.press("session.code_ask").await;
    let code = Mails::get().wait(&address, "code").await.code();
    window.element("main input[inputmode=numeric]").await;
    examine(&window, "signing in by code").await;
    window
        .element("main input[inputmode=numeric]")
        .await
        .send_keys(&code)
        .await
        .unwrap();
    hands.press(&window, "main form .button-primary").await;
    window.is_at(route::ACCOUNT).await;
    window.sees(window.words.text("space.orders_title")).await;
    examine(&window, "the account").await;
    window.visit(route::ACCOUNT_SECURITY).await;
    window.press("space.password_set_title").await;
    window
        .sees(window.words.text("space.password_set_text"))
        .await;
    examine(&window, "the account, choosing a password").await;
    window.visit(route::CHECKOUT).await;
    examine(&window, "the contact step with nothing in the basket").await;
}

#[tokio::test]
async fn coming_back_in_english_at_a_desk() {
    journey(Look::DESK, coming_back).await;
}

#[tokio::test]
async fn coming_back_in_french_on_the_smallest_phone() {
    journey(phone(), coming_back).await;
}

#[tokio::test]
async fn ordering_in_english_at_a_desk() {
    journey(Look::DESK, ordering).await;
}

#[tokio::test]
async fn ordering_in_french_on_the_smallest_phone() {
    journey(phone(), ordering).await;
}

#[tokio::test]
async fn ways_in_in_english_at_a_desk() {
    journey(Look::DESK, ways_in).await;
}

#[tokio::test]
async fn ways_in_in_french_on_the_smallest_phone() {
    journey(phone(), ways_in).await;
}

/// Orders, products, mails and settings as staff see them.
async fn keeping(window: Window) {
    window.provoke("status of 422");
    let address = email("keeping");
    let placed = Browser::new(&window.world)
        .buys_service(&named("Zoé", "Œuilly-Ünal", &address))
        .await;
    let account = staff::account(&window.world, domain::account::Role::Owner).await;
    let owner = Browser::new(&window.world);
    owner.sign_in(&account, &staff::password()).await.unwrap();
    window.take_session(&owner).await;
    window.visit(route::ADMIN_ORDERS).await;
    window
        .until(
            "document.querySelectorAll('main tbody tr').length > 0",
            "the list comes",
        )
        .await;
    examine(&window, "the list of orders").await;
    window
        .visit(&format!("{}?q=nobody-at-all", route::ADMIN_ORDERS))
        .await;
    let none = window
        .words
        .fill("admin_order.none_search", &[("q", "nobody-at-all")]);
    window.sees(&none).await;
    examine(&window, "no order matches").await;
    window.visit(&route::admin_order(&placed.id)).await;
    window.sees(&address).await;
    examine(&window, "an order's page").await;
    window.press("admin_order.cancel").await;
    window
        .sees(window.words.text("admin_order.cancelled_effect"))
        .await;
    examine(&window, "cancelling an order, asked").await;
    window.keys(thirtyfour::Key::Escape).await;
    let clerk = Staff::owner(&window.world).await;
    assert_eq!(
        clerk.review(&placed.id).await.order.state,
        OrderState::Placed
    );

    window.visit(route::ADMIN_PRODUCTS).await;
    window
        .until(
            "document.querySelectorAll('main tbody tr').length > 0",
            "the list comes",
        )
        .await;
    examine(&window, "the list of products").await;
    window.visit(route::ADMIN_PRODUCT_NEW).await;
    examine(&window, "a new product").await;
    Hands::Pointer
        .press(&window, "main form .button-primary")
        .await;
    window
        .until(
            "document.querySelector('main [aria-invalid=true]')",
            "what is missing is shown",
        )
        .await;
    examine(&window, "a new product, nothing typed").await;
    window
        .visit(&route::admin_product(&placed.lines[0].product))
        .await;
    window.element("[name=name_en]").await;
    examine(&window, "a product").await;
    window.visit(route::ADMIN_OUTBOX).await;
    window
        .until(
            "document.querySelectorAll('main tbody tr').length > 0",
            "the list comes",
        )
        .await;
    examine(&window, "the mails").await;
    window.visit(route::ADMIN_SETTINGS).await;
    window.element("[name=seller_name]").await;
    examine(&window, "the settings").await;
}

#[tokio::test]
async fn keeping_the_shop_in_english_at_a_desk() {
    journey(Look::DESK, keeping).await;
}

#[tokio::test]
async fn keeping_the_shop_in_french_on_the_smallest_phone() {
    journey(phone(), keeping).await;
}

#[tokio::test]
async fn a_guests_link_leaves_nothing_of_its_token_behind() {
    journey(Look::DESK, |window| async move {
        let form = zoe(&email("link"));
        let placed = Browser::new(&window.world).buys_service(&form).await;
        let mail = Mails::get().wait(&form.email, "order_placed").await;
        window.visit(&path(&window, &mail.link())).await;
        let number = placed.number.to_string();
        window
            .sees(&window.words.fill("order.title", &[("number", &number)]))
            .await;
        let here = window.js("location.href + document.title").await;
        assert!(!here.to_string().contains(&mail.token()), "{here}");
        // A reload still shows it, and a new tab does not.
        window.reload().await;
        window.sees(&form.email).await;
        let stranger = Browser::new(&window.world);
        assert_eq!(stranger.order(&placed.id).await.unwrap_err().status, 404);
    })
    .await;
}
