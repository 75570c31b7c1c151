//! What is typed is never lost: not before the app has started, nor by a reload, another language or a way round.

use crate::steps::{go_to_checkout, save, thanked, type_details};
use domain::locale::Locale;
use domain::route;
use serde_json::json;
use tests::Window;
use tests::contact::zoe;
use tests::staff::Staff;
use tests::window::{Look, journey};
use tests::world::email;
use thirtyfour::Key;

/// Fills the basket, then comes to the checkout on a line so slow that the app is long in coming.
async fn slow_checkout(window: &Window) {
    go_to_checkout(window).await;
    window.cdp("Network.clearBrowserCache", json!({})).await;
    window
        .cdp("Network.setCacheDisabled", json!({ "cacheDisabled": true }))
        .await;
    window.slow(60_000).await;
    window.ask_for(route::CHECKOUT).await;
    window
        .until(
            "document.querySelector('#shell [name=email]')",
            "the form is painted",
        )
        .await;
}

#[tokio::test]
async fn what_is_typed_before_the_app_has_started_stays_with_its_caret() {
    journey(Look::DESK, |window| async move {
        slow_checkout(&window).await;
        let address = email("early");
        let early = |name: &str| format!("#shell [name='{name}']");
        for (name, text) in [
            ("first_name", "Zoé"),
            ("email", address.as_str()),
            ("address.line1", "12 des Lilas"),
        ] {
            window
                .element(&early(name))
                .await
                .send_keys(text)
                .await
                .unwrap();
        }
        // Nine letters back: the word that was left out is about to be put in.
        for _ in 0..9 {
            window.keys(Key::Left).await;
        }
        window.slow(-1).await;
        window.started().await;
        for (name, value) in [
            ("email", address.as_str()),
            ("first_name", "Zoé"),
            ("address.line1", "12 des Lilas"),
        ] {
            window.holds(name, value).await;
        }
        window.focus_is_on("address.line1").await;
        window.keys("rue ").await;
        window.holds("address.line1", "12 rue des Lilas").await;
    })
    .await;
}

#[tokio::test]
async fn typing_on_while_the_app_takes_over_loses_no_letter() {
    journey(Look::DESK, |window| async move {
        slow_checkout(&window).await;
        window
            .element("#shell [name=first_name]")
            .await
            .click()
            .await
            .unwrap();
        let mut typed = String::new();
        window.slow(400_000).await;
        let mut after = 0;
        for letter in "abcdefghijklmnopqrstuvwxyz".chars().cycle().take(95) {
            window.keys(letter.to_string()).await;
            typed.push(letter);
            let gone = window.js("!document.getElementById('shell')").await;
            if gone == json!(true) {
                after += 1;
            }
            if after > 10 {
                break;
            }
        }
        window.slow(-1).await;
        window.started().await;
        window.holds("first_name", &typed).await;
        window.focus_is_on("first_name").await;
    })
    .await;
}

#[tokio::test]
async fn a_press_before_the_app_has_started_is_a_press() {
    journey(Look::DESK, |window| async move {
        slow_checkout(&window).await;
        let form = zoe(&email("pressed"));
        for (name, text) in [
            ("email", form.email.as_str()),
            ("first_name", &form.first_name),
            ("last_name", &form.last_name),
            ("address.line1", &form.address.line1),
            ("address.postcode", "75011"),
            ("address.city", "Paris"),
        ] {
            window
                .element(&format!("#shell [name='{name}']"))
                .await
                .send_keys(text)
                .await
                .unwrap();
        }
        window
            .element("#shell #submit")
            .await
            .click()
            .await
            .unwrap();
        window.slow(-1).await;
        thanked(&window, &form).await;
        Staff::owner(&window.world).await.find(&form.email).await;
    })
    .await;
}

#[tokio::test]
async fn a_reload_keeps_the_draft_and_saving_forgets_it() {
    journey(Look::DESK, |window| async move {
        go_to_checkout(&window).await;
        let form = zoe(&email("reload"));
        type_details(&window, &form).await;
        window.element("label[for=billing]").await.click().await.unwrap();
        window.type_into("billing.organisation", "Lilas SARL").await;
        window.element("label[for=marketing_consent]").await.click().await.unwrap();
        window.reload().await;
        for (name, value) in [
            ("email", form.email.as_str()),
            ("first_name", "Zoé"),
            ("last_name", "Martin"),
            ("phone", "06 39 98 12 34"),
            ("address.line1", "12 rue des Lilas"),
            ("address.postcode", "75 011"),
            ("address.city", "Paris"),
            ("billing.organisation", "Lilas SARL"),
        ] {
            window.holds(name, value).await;
        }
        let ticked = "document.getElementById('billing').checked && document.getElementById('marketing_consent').checked";
        window.until(ticked, "both boxes are ticked").await;
        window.element("label[for=billing]").await.click().await.unwrap();
        save(&window, &form).await;
        let kept = window.kept().await;
        assert!(!kept.contains(&form.email) && !kept.contains("Lilas"), "{kept}");

        // Back to the form: it is filled with what was saved, from the server.
        window.press("checkout.saved_change").await;
        window.is_at(route::CHECKOUT).await;
        window.holds("email", &form.email).await;
        window.holds("address.line1", "12 rue des Lilas").await;
    })
    .await;
}

#[tokio::test]
async fn another_language_keeps_what_was_typed_and_the_place() {
    journey(Look::DESK, |window| async move {
        go_to_checkout(&window).await;
        window.type_into("first_name", "Zoé").await;
        window.type_into("email", "zoe@").await;
        window.type_into("last_name", "M").await;
        let malformed = window.words.text("error.email.malformed").to_owned();
        window.sees(&malformed).await;

        window
            .element("button.language[lang=fr]")
            .await
            .click()
            .await
            .unwrap();
        let french = window.speaking(Locale::Fr);
        french
            .sees(french.words.text("checkout.first_name_label"))
            .await;
        french
            .sees(french.words.text("error.email.malformed"))
            .await;
        french.sees_no(&malformed).await;
        for (name, value) in [("first_name", "Zoé"), ("email", "zoe@"), ("last_name", "M")] {
            french.holds(name, value).await;
        }
        french.is_at(route::CHECKOUT).await;
        french
            .until(
                "document.documentElement.lang === 'fr'",
                "the page says its language",
            )
            .await;
        let title = french.words.text("checkout.title").to_owned();
        french
            .until(
                &format!("document.title.includes({})", json!(title)),
                "the title is French",
            )
            .await;

        // The choice outlives the page, the draft too.
        french.reload().await;
        french
            .sees(french.words.text("checkout.first_name_label"))
            .await;
        french.holds("first_name", "Zoé").await;
    })
    .await;
}

#[tokio::test]
async fn another_country_keeps_what_was_typed_and_asks_for_its_own() {
    journey(Look::DESK, |window| async move {
        go_to_checkout(&window).await;
        let form = zoe(&email("country"));
        type_details(&window, &form).await;
        window.choose("address.country", "US").await;
        window.sees(window.words.text("checkout.zip_label")).await;
        window.choose("address.region", "TX").await;
        window.choose("address.country", "HK").await;
        window.choose("address.country", "US").await;
        window.holds("address.region", "TX").await;
        window.holds("address.postcode", "75 011").await;
        window.choose("address.country", "FR").await;
        window.holds("address.line1", "12 rue des Lilas").await;
        window
            .until(
                "!document.querySelector('[name=\"address.region\"]')?.offsetParent",
                "France asks for no region",
            )
            .await;
        save(&window, &form).await;
        let customer = Staff::owner(&window.world).await.find(&form.email).await;
        assert_eq!(
            customer.address.unwrap().region,
            None,
            "what the country does not ask for is not sent"
        );
    })
    .await;
}

#[tokio::test]
async fn a_slip_in_the_address_is_pointed_out_and_corrected_by_one_press() {
    journey(Look::DESK, |window| async move {
        go_to_checkout(&window).await;
        window.type_into("email", "zoe@gmial.com").await;
        window.keys(Key::Tab).await;
        window.sees("zoe@gmail.com").await;
        window.press("checkout.email_slip_use").await;
        window.holds("email", "zoe@gmail.com").await;
        window.sees_no("zoe@gmail.com?").await;
        window.focus_is_on("email").await;
    })
    .await;
}
