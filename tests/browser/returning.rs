//! The returning customer at the contact step: signing in in place, what was typed beside what is saved, what is saved back, signing out.

use crate::steps::{go_to_checkout, type_details};
use domain::contact::{AddressForm, ContactForm};
use domain::history::{Actor, Fact};
use domain::locale::Locale;
use domain::route;
use tests::contact::zoe;
use tests::mails::Mails;
use tests::staff::Staff;
use tests::window::{Look, journey};
use tests::world::email;
use tests::{Browser, Window};
use thirtyfour::Key;

/// Somebody who left their details in this shop before, in another browser.
async fn customer(window: &Window) -> ContactForm {
    let form = zoe(&email("returning"));
    Browser::new(&window.world).leave(&form).await;
    form
}

/// Opens the panel and has a code mailed.
async fn ask_for_a_code(window: &Window, mailbox: &str) -> String {
    window.press_id("returning-open").await;
    window.element("[name='sign_in.email']").await;
    window.fill("sign_in.email", mailbox).await;
    window.press("session.code_ask").await;
    window.element("[name='sign_in.code']").await;
    Mails::get().wait(mailbox, "code").await.code()
}

/// Signs in by code; the form is filled then.
async fn sign_in(window: &Window, mailbox: &str) {
    let code = ask_for_a_code(window, mailbox).await;
    let (head, tail) = code.split_at(3);
    window
        .fill("sign_in.code", &format!(" {head} {tail}"))
        .await;
    window.keys(Key::Enter).await;
    window.sees(window.words.text("returning.filled")).await;
}

async fn comes_back(window: Window) {
    let form = customer(&window).await;
    go_to_checkout(&window).await;
    window.fill("email", "typed.by.mistake@example.com").await;
    window.fill("first_name", "Zoe").await;
    sign_in(&window, &form.email).await;
    window.focus_is_on("contact-title").await;
    let hello = window
        .words
        .fill("returning.hello", &[("name", "Zoé Martin")]);
    window.sees(&hello).await;
    let instead = [
        ("typed", "typed.by.mistake@example.com"),
        ("email", &form.email),
    ];
    window
        .sees(&window.words.fill("returning.typed_email", &instead))
        .await;
    // What was typed stays, the rest is completed.
    window.holds("first_name", "Zoe").await;
    window.holds("last_name", "Martin").await;
    window.holds("phone", "+33 6 39 98 12 34").await;
    window.holds("address.line1", "12 rue des Lilas").await;
    window.axe("the filled form, which asks").await;
    window.fits("the filled form").await;
    // The saved details may be taken, and what was typed comes back.
    window.press("returning.use_saved").await;
    window.holds("first_name", "Zoé").await;
    window.press("returning.put_back").await;
    window.holds("first_name", "Zoe").await;
    window.press("returning.use_saved").await;
    window.fill("phone", "06 39 98 56 78").await;
    window.fill("address.line1", "14 rue des Lilas").await;
    window.sees(window.words.text("returning.book_too")).await;
    window.press("checkout.submit").await;
    window.is_at(route::CHECKOUT_PAYMENT).await;
    let fields = ["payment.field_phone", "payment.field_address"];
    let fields = fields.map(|key| window.words.text(key)).join(", ");
    let updated = window
        .words
        .fill("payment.saved_back", &[("fields", &fields)]);
    window.sees(&updated).await;

    // The next checkout shows both addresses, the new one first.
    window.js("sessionStorage.clear()").await;
    window.visit(route::CHECKOUT).await;
    window.holds("phone", "+33 6 39 98 56 78").await;
    window.holds("address.line1", "14 rue des Lilas").await;
    window.sees("12 rue des Lilas").await;

    let owner = Staff::owner(&window.world).await;
    let record = owner.find(&form.email).await;
    assert_eq!(record.first_name, "Zoé");
    let history = owner.history(&record.id).await;
    let changed = history
        .iter()
        .find(|entry| entry.fact == Fact::DetailsChanged)
        .expect("the history says what changed");
    assert_eq!(changed.actor, Actor::Customer);
    assert_eq!(changed.fields, ["phone", "address"]);
}

#[tokio::test]
async fn a_customer_comes_back_in_english_at_a_desk() {
    journey(Look::DESK, comes_back).await;
}

#[tokio::test]
async fn a_customer_comes_back_in_french_on_a_phone() {
    journey(Look::PHONE.speaking(Locale::Fr), comes_back).await;
}

#[tokio::test]
async fn an_address_that_differs_is_asked_about_and_a_change_is_undone() {
    journey(Look::DESK, |window| async move {
        let form = customer(&window).await;
        go_to_checkout(&window).await;
        let typed = ContactForm {
            address: AddressForm {
                line1: "5 place Viarme".into(),
                postcode: Some("44000".into()),
                city: "Nantes".into(),
                ..form.address.clone()
            },
            ..form.clone()
        };
        type_details(&window, &typed).await;
        sign_in(&window, &form.email).await;
        window.holds("address.line1", "5 place Viarme").await;
        window.press_id("address_choice.0").await;
        window.holds("address.city", "Paris").await;
        window.press_id("address_choice.another").await;
        window.holds("address.line1", "").await;
        window.press_id("address_choice.typed").await;
        window.holds("address.line1", "5 place Viarme").await;
        window.press("checkout.submit").await;
        window.press("payment.saved_back_undo").await;
        window.sees("12 rue des Lilas").await;
        let record = Staff::owner(&window.world).await.find(&form.email).await;
        let address = record.address.expect("an address");
        assert_eq!(address.line1, "12 rue des Lilas");
    })
    .await;
}

#[tokio::test]
async fn wrong_credentials_are_told_at_the_field_and_the_guest_goes_on() {
    journey(Look::PHONE, |window| async move {
        window.provoke("/api/session");
        let form = zoe(&email("unknown"));
        go_to_checkout(&window).await;
        window.fill("email", &form.email).await;
        window.press_id("returning-open").await;
        window.focus_is_on("sign_in.password").await;
        window.holds("sign_in.email", &form.email).await;
        window.axe("the panel").await;
        window.keys("not the password").await;
        window.keys(Key::Enter).await;
        window.sees(window.words.text("error.credentials")).await;
        window.focus_is_on("sign_in.password").await;
        window.holds("sign_in.password", "").await;
        window.axe("the panel after a wrong password").await;
        window.fits("the panel").await;
        window.keys(Key::Escape).await;
        window.focus_is_on("returning-open").await;
        assert_eq!(
            window.js("document.querySelector('[type=password]')").await,
            serde_json::Value::Null,
            "no password field stands beside the contact's"
        );
        window.holds("email", &form.email).await;
        // Asking for a code looks the same for a mailbox the shop does not know.
        window.press_id("returning-open").await;
        window.press("session.code_ask").await;
        let sent = window
            .words
            .fill("session.code_sent", &[("email", &form.email)]);
        window.sees(&sent).await;
        window.axe("the panel with a code").await;
        window.keys("000000").await;
        window.keys(Key::Enter).await;
        window.sees(window.words.text("error.code")).await;
        window.press("returning.stay_guest").await;
        window.focus_is_on("email").await;
    })
    .await;
}

#[tokio::test]
async fn signing_out_empties_the_form_and_the_tab() {
    journey(Look::DESK, |window| async move {
        let form = customer(&window).await;
        go_to_checkout(&window).await;
        sign_in(&window, &form.email).await;
        window.press("returning.not_you").await;
        let title = window.words.text("returning.sign_out_title");
        window.sees(title).await;
        window.axe("the question before signing out").await;
        window.press("returning.sign_out_stay").await;
        window.sees_no(title).await;
        window.holds("last_name", "Martin").await;
        window.press("returning.not_you").await;
        window.press("returning.sign_out").await;
        window.sees(window.words.text("returning.question")).await;
        window.started().await;
        for field in ["email", "last_name", "phone", "address.line1"] {
            window.holds(field, "").await;
        }
        let kept = window.kept().await;
        for private in [form.email.as_str(), "Martin", "Lilas"] {
            assert!(!kept.contains(private), "{private} stayed in {kept}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_panel_that_could_not_be_loaded_is_asked_for_again() {
    journey(Look::DESK, |window| async move {
        window.provoke("split_returning");
        window.provoke("Failed to fetch");
        go_to_checkout(&window).await;
        window.block(&["*split_returning*"]).await;
        window.press_id("returning-open").await;
        window.sees(window.words.text("returning.not_loaded")).await;
        window.axe("the panel that could not be loaded").await;
        window.block(&[]).await;
        window.press("common.retry").await;
        window.element("[name='sign_in.password']").await;
        window
            .sees_no(window.words.text("returning.not_loaded"))
            .await;
    })
    .await;
}
