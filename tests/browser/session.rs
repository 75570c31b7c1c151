//! Signing in and out in the browser: one answer for all that is wrong, and nothing left behind.

use crate::steps::{Hands, go_to_checkout, type_details};
use domain::account::Role;
use domain::route;
use serde_json::json;
use tests::contact::zoe;
use tests::staff::{self, Staff, password};
use tests::window::{Look, journey};
use tests::world::email;
use tests::{Browser, Window};

async fn sign_in(window: &Window, email: &str, password: &str) {
    window.visit(route::SIGN_IN).await;
    window.type_into("email", email).await;
    window.type_into("password", password).await;
    submit(window).await;
}

/// The form's own button; the masthead has a link of the same word.
async fn submit(window: &Window) {
    Hands::Pointer
        .press(window, "main form .button-primary")
        .await;
}

#[tokio::test]
async fn wrong_credentials_get_one_sentence_whatever_was_wrong() {
    journey(Look::DESK, |window| async move {
        window.provoke("status of 401");
        let known = staff::account(&window.world, Role::Support).await;
        let unknown = email("nobody");
        let mut screens = Vec::new();
        for address in [&known, &unknown] {
            sign_in(&window, address, "a wrong password").await;
            window.sees(window.words.text("error.credentials")).await;
            window.holds("email", address).await;
            window.holds("password", "").await;
            window.focus_is_on("password").await;
            // Whatever was announced as coming has come.
            window.sees_no(window.words.text("common.loading")).await;
            screens.push(window.seen().await);
        }
        assert_eq!(screens[0], screens[1]);
        window.axe("sign-in, refused").await;
        // The page is still good for the right one.
        window.fill("email", &known).await;
        window.fill("password", &password()).await;
        submit(&window).await;
        window.is_at(route::ADMIN_CUSTOMERS).await;
    })
    .await;
}

#[tokio::test]
async fn signing_out_empties_the_screen_and_back_does_not_bring_it_back() {
    journey(Look::DESK, |window| async move {
        window.provoke("status of 401");
        let secret = email("private");
        Browser::new(&window.world).leave(&zoe(&secret)).await;
        // A draft of the same person in the same tab.
        go_to_checkout(&window).await;
        type_details(&window, &zoe(&secret)).await;

        let owner = window.world.owner().clone();
        sign_in(&window, &owner.email, &owner.password).await;
        window.is_at(route::ADMIN_CUSTOMERS).await;
        window.sees(&secret).await;
        let customer = Staff::owner(&window.world).await.find(&secret).await;
        window.visit(&route::admin_customer(&customer.id)).await;
        window.sees(&secret).await;
        let cookies = window
            .cdp(
                "Network.getCookies",
                json!({ "urls": [window.world.url()] }),
            )
            .await;
        let token = cookies["cookies"]
            .as_array()
            .unwrap()
            .iter()
            .find(|cookie| cookie["name"] == json!(domain::session::COOKIE))
            .expect("a session")["value"]
            .as_str()
            .unwrap()
            .to_owned();
        assert!(
            !window.kept().await.contains(&token),
            "scripts cannot read the session"
        );

        window.element("#person").await.click().await.unwrap();
        window.press("common.nav_sign_out").await;
        window.is_at(route::SIGN_IN).await;
        window.started().await;
        window.sees_no(&secret).await;
        let kept = window.kept().await;
        for private in [
            secret.as_str(),
            "Lilas",
            "Martin",
            owner.email.as_str(),
            &token,
        ] {
            assert!(!kept.contains(private), "{private} is kept in {kept}");
        }
        // The session ended on the server, not only here.
        let thief = Browser::new(&window.world);
        thief.set_cookie(domain::session::COOKIE, &token);
        thief
            .send("GET", "/api/admin/customers", "")
            .await
            .expect(401);

        for _ in 0..4 {
            window.driver.back().await.unwrap();
            window
                .until(
                    "document.readyState === 'complete' && !document.getElementById('shell')",
                    "the page before comes",
                )
                .await;
            let seen = window.seen().await;
            assert!(
                !seen.contains(&secret) && !seen.contains("Lilas"),
                "Back shows {seen}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn the_back_office_asks_strangers_to_sign_in_and_shows_nothing() {
    journey(Look::DESK, |window| async move {
        window.provoke("status of 401");
        let secret = email("hidden");
        Browser::new(&window.world).leave(&zoe(&secret)).await;
        window.visit(route::ADMIN_CUSTOMERS).await;
        window.element("[name=password]").await;
        window.sees_no(&secret).await;
        let owner = window.world.owner().clone();
        window.type_into("email", &owner.email).await;
        window.type_into("password", &owner.password).await;
        submit(&window).await;
        window.sees(&secret).await;
        window.is_at(route::ADMIN_CUSTOMERS).await;
    })
    .await;
}

#[tokio::test]
async fn a_customers_account_has_no_way_into_the_back_office() {
    journey(Look::DESK, |window| async move {
        window.provoke("status of 403");
        let secret = email("hidden");
        Browser::new(&window.world).leave(&zoe(&secret)).await;
        let address = staff::account(&window.world, Role::Customer).await;
        sign_in(&window, &address, &password()).await;
        window.is_at(route::ACCOUNT).await;
        // The account is nobody's: the space has nothing to show, and says so before the next page is asked for.
        window.sees(window.words.text("space.space_failed")).await;
        window.visit(route::ADMIN_CUSTOMERS).await;
        window.sees(window.words.text("error.forbidden")).await;
        window.sees_no(&secret).await;
    })
    .await;
}

#[tokio::test]
async fn a_session_that_ends_during_work_asks_to_sign_in_over_the_page() {
    journey(Look::DESK, |window| async move {
        window.provoke("status of 401");
        let address = email("over");
        Browser::new(&window.world).leave(&zoe(&address)).await;
        Browser::new(&window.world)
            .leave(&tests::contact::named("Ruth", "Other", &address))
            .await;
        let clerk = Staff::of_role(&window.world, Role::Support).await;
        window.take_session(&clerk.browser).await;
        let customer = clerk.find(&address).await;
        window.visit(&route::admin_customer(&customer.id)).await;
        window
            .element("input[id$='-first_name']")
            .await
            .click()
            .await
            .unwrap();
        clerk.sign_out().await;
        window.press("admin.apply").await;
        window.sees(window.words.text("admin.session_over")).await;
        window.focus_is_on("password").await;
        // Who was signed in stands there already.
        window
            .until(
                &format!(
                    "document.querySelector('dialog [name=email]').value === {}",
                    json!(clerk.email)
                ),
                "the e-mail is filled in",
            )
            .await;
        window.axe("a session that ended during work").await;
        window
            .element("dialog [name=password]")
            .await
            .send_keys(&password())
            .await
            .unwrap();
        window.press("session.submit").await;
        window
            .until(
                "!document.querySelector('dialog[open]')",
                "the dialog closes",
            )
            .await;
        // The choice is still there: only the last name is taken over.
        window
            .until(
                "!document.querySelector(\"input[id$='-first_name']\").checked",
                "the choice is kept",
            )
            .await;
        window.press("admin.apply").await;
        window.sees(window.words.text("admin.applied")).await;
        let after = Staff::owner(&window.world)
            .await
            .customer(&customer.id)
            .await;
        assert_eq!(
            (after.first_name.as_str(), after.last_name.as_str()),
            ("Zoé", "Other")
        );
    })
    .await;
}
