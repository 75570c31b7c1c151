//! When things go wrong: nothing typed is lost, the page says what to do, and the second try works.

use crate::steps::{go_to_checkout, save, thanked, type_details};
use domain::route;
use serde_json::json;
use tests::Browser;
use tests::contact::zoe;
use tests::staff::Staff;
use tests::window::{Look, journey};
use tests::world::email;

#[tokio::test]
async fn an_empty_form_shows_every_fault_and_focuses_the_first() {
    journey(Look::DESK, |window| async move {
        go_to_checkout(&window).await;
        window.press("checkout.submit").await;
        window.focus_is_on("email").await;
        let reasons = [
            "email",
            "first_name",
            "last_name",
            "line1",
            "postcode",
            "city",
        ];
        let heading = window
            .words
            .fill("common.summary_heading_other", &[("n", "6")]);
        window.sees(&heading).await;
        let prefix = window.words.text("common.error_prefix").to_owned();
        window
            .until(
                &format!("document.title.startsWith({})", json!(prefix)),
                "the title says so",
            )
            .await;
        for field in reasons {
            let sentence = window
                .words
                .text(&format!("error.{field}.required"))
                .to_owned();
            let count = format!(
                "document.body.innerText.split({}).length - 1 === 2",
                json!(sentence)
            );
            window
                .until(
                    &count,
                    &format!("`{sentence}` stands in the summary and at its field"),
                )
                .await;
        }
        window.axe("the contact form with its errors").await;
        // A link of the summary leads to its field; a corrected field leaves the summary.
        window
            .press_word(window.words.text("error.city.required"))
            .await;
        window.focus_is_on("address.city").await;
        window.type_into("address.city", "Paris").await;
        window
            .sees_no(window.words.text("error.city.required"))
            .await;
        let heading = window
            .words
            .fill("common.summary_heading_other", &[("n", "5")]);
        window.sees(&heading).await;
    })
    .await;
}

#[tokio::test]
async fn faults_are_told_on_leaving_a_field_but_never_that_it_is_empty() {
    journey(Look::DESK, |window| async move {
        go_to_checkout(&window).await;
        window.element("[name=email]").await.click().await.unwrap();
        window.keys(thirtyfour::Key::Tab).await;
        window.keys(thirtyfour::Key::Tab).await;
        window.type_into("address.postcode", "7501").await;
        window.keys(thirtyfour::Key::Tab).await;
        window
            .until(
                "document.getElementById('address.postcode-err')",
                "the postcode is told",
            )
            .await;
        window
            .sees_no(window.words.text("error.email.required"))
            .await;
        assert_eq!(
            window
                .js("document.getElementById('address.postcode').getAttribute('aria-invalid')")
                .await,
            json!("true")
        );
        window.type_into("address.postcode", "1").await;
        window
            .until(
                "!document.getElementById('address.postcode-err')",
                "the fault goes as soon as it is right",
            )
            .await;
    })
    .await;
}

#[tokio::test]
async fn what_the_server_refuses_is_shown_at_its_field_and_kept() {
    journey(Look::DESK, |window| async move {
        window.provoke("status of 422");
        go_to_checkout(&window).await;
        let form = zoe(&email("refused"));
        type_details(&window, &form).await;
        // The last field is left and checked before the button is pressed.
        window.keys(thirtyfour::Key::Tab).await;
        // The page's own rules are passed by: the request is changed on its way, as an old page's might be.
        window
            .js(
                "(() => { const real = window.fetch; window.fetch = async (input, init) => { \
                   const request = input instanceof Request ? input : new Request(input, init); \
                   if (!request.url.endsWith('/contact') || window.passed) return real(request); \
                   window.passed = true; const body = JSON.parse(await request.text()); \
                   body.first_name = ''; body.address.city = ''; \
                   return real(new Request(request.url, {method: request.method, headers: request.headers, body: JSON.stringify(body)})); \
                 }; return true; })()",
            )
            .await;
        window.press("checkout.submit").await;
        window.sees(window.words.text("error.first_name.required")).await;
        window.sees(window.words.text("error.city.required")).await;
        window.focus_is_on("first_name").await;
        let heading = window.words.fill("common.summary_heading_other", &[("n", "2")]);
        window.sees(&heading).await;
        window.holds("first_name", &form.first_name).await;
        window.holds("address.city", &form.address.city).await;
        save(&window, &form).await;
    })
    .await;
}

#[tokio::test]
async fn without_a_connection_everything_stays_and_the_retry_succeeds() {
    journey(Look::DESK, |window| async move {
        window.provoke("ERR_INTERNET_DISCONNECTED");
        go_to_checkout(&window).await;
        let form = zoe(&email("offline"));
        type_details(&window, &form).await;
        window.offline(true).await;
        window.press("checkout.submit").await;
        window.sees(window.words.text("error.offline")).await;
        window.axe("the contact form without a connection").await;
        window.holds("email", &form.email).await;
        window.holds("address.postcode", "75 011").await;
        window.press("common.retry").await;
        window.sees(window.words.text("error.offline")).await;
        window.offline(false).await;
        window.press("common.retry").await;
        thanked(&window, &form).await;
        Staff::owner(&window.world).await.find(&form.email).await;
    })
    .await;
}

#[tokio::test]
async fn the_form_does_not_wait_for_the_checkout_to_open() {
    journey(Look::DESK, |window| async move {
        window.provoke("ERR_BLOCKED_BY_CLIENT");
        window.block(&["*/api/checkouts*"]).await;
        go_to_checkout(&window).await;
        let form = zoe(&email("opening"));
        type_details(&window, &form).await;
        window.block(&[]).await;
        save(&window, &form).await;
    })
    .await;
}

#[tokio::test]
async fn a_double_press_makes_one_submission() {
    journey(Look::DESK, |window| async move {
        go_to_checkout(&window).await;
        let form = zoe(&email("double"));
        type_details(&window, &form).await;
        window
            .js(
                "(() => { sessionStorage.sent = 0; const real = window.fetch; window.fetch = (input, init) => { \
                   if ((input.url || input).endsWith('/contact')) sessionStorage.sent = Number(sessionStorage.sent) + 1; return real(input, init); }; return true; })()",
            )
            .await;
        // Three presses and two Enters before any answer can have come.
        window
            .js(
                "(() => { const b = document.getElementById('submit'); const f = b.form; \
                 b.click(); b.click(); f.requestSubmit(); f.requestSubmit(); b.click(); return true; })()",
            )
            .await;
        thanked(&window, &form).await;
        assert_eq!(window.js("sessionStorage.sent").await, json!("1"));
        let owner = Staff::owner(&window.world).await;
        let customer = owner.find(&form.email).await;
        assert_eq!((customer.version, customer.pending.len()), (1, 0));
        assert_eq!(owner.history(&customer.id).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_known_and_a_new_mailbox_give_the_same_screen() {
    journey(Look::DESK, |window| async move {
        let known = email("screen");
        Browser::new(&window.world)
            .leave(&tests::contact::somebody_else(&known))
            .await;
        let new = email("screen");
        let mut screens = Vec::new();
        for address in [&known, &new] {
            go_to_checkout(&window).await;
            type_details(&window, &zoe(address)).await;
            save(&window, &zoe(address)).await;
            screens.push(window.seen().await.replace(address.as_str(), "EMAIL"));
            // The bill is on the screen: both buy the same.
            window.js("localStorage.removeItem('basket')").await;
        }
        assert_eq!(screens[0], screens[1]);
        assert!(
            !screens[0].contains("Bright") && !screens[0].contains("London"),
            "{}",
            screens[0]
        );
    })
    .await;
}

#[tokio::test]
async fn a_checkout_that_is_gone_is_opened_again_with_everything_typed() {
    journey(Look::DESK, |window| async move {
        window.provoke("status of 404");
        go_to_checkout(&window).await;
        let form = zoe(&email("gone"));
        type_details(&window, &form).await;
        window.cdp("Network.clearBrowserCookies", json!({})).await;
        window.press("checkout.submit").await;
        window.sees(window.words.text("checkout.expired")).await;
        window.holds("email", &form.email).await;
        window.press("checkout.reopen").await;
        window.sees_no(window.words.text("checkout.expired")).await;
        window.holds("last_name", "Martin").await;
        save(&window, &form).await;
    })
    .await;
}

#[tokio::test]
async fn a_page_that_cannot_start_says_so_and_starts_on_reload() {
    journey(Look::DESK, |window| async move {
        window.provoke("ERR_BLOCKED_BY_CLIENT");
        window.provoke("app_bg.wasm");
        window.provoke("app.js");
        window.provoke("boot.js");
        go_to_checkout(&window).await;
        window.block(&["*app_bg.wasm*"]).await;
        window.cdp("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await;
        window.ask_for(route::CHECKOUT).await;
        window.until("document.getElementById('boot-failed') && !document.getElementById('boot-failed').hidden", "the page says so").await;
        window.sees(window.words.text("common.boot_failed")).await;
        window.element("#shell [name=first_name]").await.send_keys("Zoé").await.unwrap();
        assert_eq!(window.js("document.querySelector('#shell [name=first_name]').value").await, json!("Zoé"));
        window.block(&[]).await;
        window.element("#boot-reload").await.click().await.unwrap();
        window.started().await;
    })
    .await;
}

#[tokio::test]
async fn products_that_could_not_be_loaded_come_on_retry() {
    journey(Look::DESK, |window| async move {
        window.provoke("ERR_BLOCKED_BY_CLIENT");
        window.block(&["*/api/products*"]).await;
        window.visit(route::SHOP).await;
        window.sees(window.words.text("shop.list_failed")).await;
        window.axe("the shop whose products did not come").await;
        window.block(&[]).await;
        window.press("common.retry").await;
        let product = crate::steps::product(&window).await;
        window.sees(&product).await;
    })
    .await;
}
