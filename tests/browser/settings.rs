//! A new owner is led through what the shop must say before it may ask for money, and tries whether its mails leave.

use crate::screens::examine;
use crate::steps::Hands;
use domain::locale::Locale;
use domain::route;
use tests::staff::Staff;
use tests::window::{Look, journey_in};
use tests::{Mails, Server, Thing, Window, keeping};

/// How many things are done, of all.
async fn are_done(window: &Window, done: &str) {
    let count = [("done", done), ("all", "7")];
    window
        .sees(&window.words.fill("admin_settings.list_count", &count))
        .await;
}

async fn is_led_through(window: Window, hands: Hands) {
    let owner = Staff::owner(&window.world).await;
    let demo = "delete from settings where key = 'sale'";
    window.world.database().rows(demo, &[]).await;
    let before = owner.settings().await;
    assert!(!before.missing.is_empty(), "a new shop lacks something");
    window.take_session(&owner.browser).await;
    window.visit(route::ADMIN_SETTINGS).await;
    window
        .sees(window.words.text("admin_settings.list_free_only"))
        .await;
    examine(&window, "the settings of a new shop").await;
    // Each thing leads to its place.
    let list = window.words.text("admin_settings.list_title").to_owned();
    let iban = Thing::button(window.words.text("admin_settings.iban")).beside(&list);
    hands.press_the(&window, iban).await;
    window.focus_is_on("iban").await;

    let form = keeping::complete(&before);
    let address = form.seller_address.clone().unwrap_or_default();
    for (name, text) in [
        ("seller_name", &form.seller_name),
        ("seller_form", &form.seller_form),
        ("seller_address.line1", &address.line1),
        (
            "seller_address.postcode",
            &address.postcode.unwrap_or_default(),
        ),
        ("seller_address.city", &address.city),
        ("siren", &form.siren),
        ("iban", &form.iban),
        ("terms_fr", &form.terms_fr),
        ("terms_en", &form.terms_en),
        ("privacy_fr", &form.privacy_fr),
        ("privacy_en", &form.privacy_en),
        ("contact_email", &form.contact_email),
    ] {
        hands.fill(&window, name, text).await;
    }
    hands.press_key(&window, "admin_settings.save").await;
    window.sees(window.words.text("admin_settings.saved")).await;
    assert_eq!(owner.settings().await.missing, [""; 0]);
    // All but the mail that nobody has seen leave.
    are_done(&window, "6").await;
    examine(&window, "the settings, all but a mail").await;

    let mailbox = &owner.email;
    let tests = Mails::get().count(mailbox, "test").await;
    hands.press_key(&window, "admin_settings.test").await;
    let sent = window
        .words
        .fill("admin_settings.test_sent", &[("email", mailbox)]);
    let (sent, _) = sent.split_once("{time}").expect("the hour is told");
    window.sees(sent).await;
    Mails::get().wait_for(mailbox, "test", tests + 1).await;
    are_done(&window, "7").await;
    examine(&window, "the settings, complete").await;
    window.reload().await;
    are_done(&window, "7").await;
}

#[tokio::test]
async fn a_new_owner_is_led_through_the_settings_in_english_by_keyboard() {
    let server = Server::start("settings-en").await;
    journey_in(&server.world, Look::DESK, |window| {
        is_led_through(window, Hands::Keys)
    })
    .await;
}

#[tokio::test]
async fn a_new_owner_is_led_through_the_settings_in_french_on_a_phone() {
    let server = Server::start("settings-fr").await;
    let look = Look::PHONE.speaking(Locale::Fr);
    journey_in(&server.world, look, |window| {
        is_led_through(window, Hands::Pointer)
    })
    .await;
}
