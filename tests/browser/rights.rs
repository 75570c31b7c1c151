//! What customers decide about themselves: details and addresses, another e-mail from the mail to the new sign-in, everything to
//! take away, and erasing oneself. In French on a phone by pointer, in English at a desk by keyboard alone.

use crate::screens::examine_calm as examine;
use crate::steps::{Hands, path};
use domain::locale::Locale;
use domain::route;
use serde_json::json;
use tests::contact::{somebody_else, zoe};
use tests::proving::PASSWORD;
use tests::staff::Staff;
use tests::window::{Look, journey};
use tests::world::email;
use tests::{Browser, Mails, Thing, Window};

/// Somebody with an account, signed in by typing.
async fn customer(window: &Window, hands: Hands, who: &str) -> String {
    let address = email(who);
    let browser = Browser::new(&window.world);
    browser.leave(&zoe(&address)).await;
    browser.opens_account(&address).await;
    signs_in(window, hands, &address).await;
    address
}

async fn signs_in(window: &Window, hands: Hands, address: &str) {
    window.visit(route::SIGN_IN).await;
    window.started().await;
    hands.fill(window, "email", address).await;
    hands.fill(window, "password", PASSWORD).await;
    hands.press(window, "main form .button-primary").await;
    window.is_at(route::ACCOUNT).await;
    let hello = window.words.fill("space.hello", &[("name", "Zoé")]);
    window.sees(&hello).await;
}

async fn keeps_the_record(window: Window, hands: Hands) {
    let words = window.words.clone();
    let address = customer(&window, hands, "record").await;
    Browser::new(&window.world)
        .leave(&somebody_else(&address))
        .await;
    window.visit(route::ACCOUNT).await;
    window
        .sees(&words.fill("space.to_decide_one", &[("n", "1")]))
        .await;
    window.visit(route::ACCOUNT_DETAILS).await;
    window.sees(words.text("space_details.pending")).await;
    window.sees("1 High Street").await;
    examine(&window, "my details, with details that wait").await;
    hands
        .press_key(&window, "space_details.pending_discard")
        .await;
    window
        .sees(words.text("space_details.pending_discarded"))
        .await;
    window.sees_no("1 High Street").await;

    hands.press(&window, "#details-edit").await;
    window.element("[name=last_name]").await;
    examine(&window, "my details, the form").await;
    hands.fill(&window, "last_name", "Durand").await;
    hands.fill(&window, "phone", "12").await;
    hands.press_key(&window, "space_details.save").await;
    window
        .until(
            "document.querySelector('[name=phone]')?.ariaInvalid === 'true'",
            "the phone is wrong",
        )
        .await;
    window.holds("last_name", "Durand").await;
    hands.fill(&window, "phone", "06 39 98 12 35").await;
    hands.press_key(&window, "space_details.save").await;
    window.sees("Zoé Durand").await;
    window.sees(words.text("space_details.saved")).await;

    hands.press(&window, "#address-add").await;
    window.element("[id='address.line1']").await;
    examine(&window, "my details, a new address").await;
    hands.press_key(&window, "space_details.save").await;
    window
        .until(
            "document.querySelectorAll('main [aria-invalid=true]').length === 3",
            "what is missing is said",
        )
        .await;
    hands.fill(&window, "address.line1", "2 quai du Port").await;
    hands.fill(&window, "address.postcode", "13001").await;
    hands.fill(&window, "address.city", "Marseille").await;
    hands.press_key(&window, "space_details.save").await;
    window.sees(words.text("space_details.entry_saved")).await;
    let lilas = ("address", "12 rue des Lilas");
    let default = words.fill("space_details.book_use_name", &[lilas]);
    hands.press_the(&window, Thing::button(&default)).await;
    window.sees(words.text("space_details.book_used")).await;
    let owner = Staff::owner(&window.world).await;
    let record = owner.find(&address).await;
    assert_eq!(
        record.address.map(|own| own.line1).as_deref(),
        Some("12 rue des Lilas")
    );
    assert_eq!(&*record.last_name, "Durand");
    assert_eq!(record.phone.as_deref(), Some("+33639981235"));
    let remove = words.fill("space_details.book_remove_name", &[lilas]);
    hands.press_the(&window, Thing::button(&remove)).await;
    window.sees(words.text("space_details.book_removed")).await;
    let record = owner.find(&address).await;
    assert_eq!(
        record.address.map(|own| own.line1).as_deref(),
        Some("2 quai du Port")
    );
    examine(&window, "my details").await;
}

async fn changes_the_email(window: Window, hands: Hands) {
    let words = window.words.clone();
    let old = customer(&window, hands, "email-old").await;
    let new = email("email-new");
    let elsewhere = Browser::new(&window.world);
    elsewhere.sign_in(&old, PASSWORD).await.unwrap();
    window.visit(route::ACCOUNT_SECURITY).await;
    window.sees(words.text("space_security.session_this")).await;
    examine(&window, "security").await;
    hands
        .press_key(&window, "space_security.email_change")
        .await;
    hands.fill(&window, "change.email", &new).await;
    hands
        .fill(&window, "change.password", "pas celui-là du tout")
        .await;
    window.provoke("status of 422");
    hands.press_key(&window, "space_security.email_ask").await;
    window.sees(words.text("error.password.wrong")).await;
    hands.fill(&window, "change.password", PASSWORD).await;
    hands.press_key(&window, "space_security.email_ask").await;
    let waits = words.fill(
        "space_security.email_waits",
        &[("new", &new), ("old", &old)],
    );
    window.sees(&waits).await;
    examine(&window, "security, another e-mail waits").await;
    window.visit(route::ACCOUNT).await;
    window
        .sees(&words.fill("space.to_confirm", &[("email", &new)]))
        .await;

    let mail = Mails::get().wait(&new, "email_change").await;
    window.visit(&path(&window, &mail.link())).await;
    window.sees(words.text("session.move_intro")).await;
    assert_eq!(
        window.js("location.hash").await,
        json!(""),
        "the token left the address"
    );
    examine(&window, "confirming another e-mail").await;
    hands.press_key(&window, "session.move_submit").await;
    window.sees(words.text("session.move_done")).await;
    hands.press_key(&window, "session.move_to_account").await;
    window.is_at(route::ACCOUNT).await;
    window.sees(&new).await;
    assert!(
        elsewhere.session().await.account.is_none(),
        "every other session ends"
    );
    assert!(
        Browser::new(&window.world)
            .sign_in(&old, PASSWORD)
            .await
            .is_err()
    );
    // Sign out, and in by the new one.
    window.provoke("status of 401");
    if hands == Hands::Pointer {
        hands.press_key(&window, "space.menu").await;
    }
    hands.press_key(&window, "common.nav_sign_out").await;
    window.is_at(route::SIGN_IN).await;
    window.started().await;
    signs_in(&window, hands, &new).await;
    // The link works once.
    window.visit(&path(&window, &mail.link())).await;
    hands.press_key(&window, "session.move_submit").await;
    window.sees(words.text("session.move_expired")).await;
    examine(&window, "confirming another e-mail, too late").await;
}

async fn takes_everything_and_leaves(window: Window, hands: Hands) {
    let words = window.words.clone();
    window.world.for_sale().await;
    let owner = Staff::owner(&window.world).await;
    let address = customer(&window, hands, "leaves").await;
    let order = Browser::new(&window.world)
        .buys_access(&zoe(&address))
        .await;
    owner.marks_paid(&order.id).await;
    window.visit(route::ACCOUNT_DATA).await;
    window.sees(words.text("space_data.consent_no")).await;
    examine(&window, "my data").await;
    hands.press_key(&window, "space_data.consent_give").await;
    window.sees(words.text("space_data.consent_yes")).await;
    hands
        .press_key(&window, "space_data.consents_history")
        .await;
    window.sees(words.text("space_data.way_space")).await;
    hands.press_key(&window, "space_data.consent_take").await;
    window.sees(words.text("space_data.consent_no")).await;
    examine(&window, "my data, every yes and no").await;
    for (key, part) in [
        ("space_data.export_html", "12 rue des Lilas".to_owned()),
        (
            "space_data.export_json",
            format!("\"email\": \"{address}\""),
        ),
    ] {
        let link = window.the(&Thing::button(words.text(key))).await;
        let to = link.attr("href").await.unwrap().unwrap();
        let fetched = format!("(await (await fetch({})).text())", json!(to));
        let text = window.js(&format!("(async () => {fetched})()")).await;
        let text = text.as_str().unwrap_or_default().to_owned();
        assert!(text.contains(&part), "{key}: {text}");
        assert!(text.contains(&order.number.to_string()), "{key}");
    }
    hands.press_key(&window, "space_data.erase_open").await;
    window.is_at(route::ACCOUNT_ERASURE).await;
    window.sees(words.text("space_data.goes")).await;
    window.sees(words.text("space_data.stays")).await;
    examine(&window, "erasing oneself").await;
    window.provoke("status of 422");
    hands
        .fill(&window, "password", "pas celui-là du tout")
        .await;
    hands.press(&window, "main form .button-danger").await;
    window.sees(words.text("error.password.wrong")).await;
    hands.fill(&window, "password", PASSWORD).await;
    hands.press(&window, "main form .button-danger").await;
    window.sees(words.text("space_data.erased")).await;
    examine(&window, "erased").await;
    Mails::get().wait(&address, "erased").await;
    assert!(owner.search(&address).await.is_empty());
    window.provoke("status of 401");
    window.visit(route::ACCOUNT).await;
    window.is_at(route::SIGN_IN).await;
}

fn french() -> Look {
    Look::PHONE.speaking(Locale::Fr)
}

fn english() -> Look {
    Look::DESK.speaking(Locale::En)
}

#[tokio::test]
async fn the_own_record_in_french_on_a_phone() {
    journey(french(), |window| keeps_the_record(window, Hands::Pointer)).await;
}

#[tokio::test]
async fn the_own_record_in_english_by_keyboard_alone() {
    journey(english(), |window| keeps_the_record(window, Hands::Keys)).await;
}

#[tokio::test]
async fn another_email_in_french_on_a_phone() {
    journey(french(), |window| changes_the_email(window, Hands::Pointer)).await;
}

#[tokio::test]
async fn another_email_in_english_by_keyboard_alone() {
    journey(english(), |window| changes_the_email(window, Hands::Keys)).await;
}

#[tokio::test]
async fn taking_everything_and_leaving_in_french_on_a_phone() {
    journey(french(), |window| {
        takes_everything_and_leaves(window, Hands::Pointer)
    })
    .await;
}

#[tokio::test]
async fn taking_everything_and_leaving_in_english_by_keyboard_alone() {
    journey(english(), |window| {
        takes_everything_and_leaves(window, Hands::Keys)
    })
    .await;
}
