//! News and offers, from the box at the checkout over the mail that asks to the no of one click, and what staff see and do about it.
//! In French on a phone by pointer, in English at a desk by keyboard alone.

use crate::screens::examine_calm as examine;
use crate::steps::{Hands, details, go_to_checkout, path, thanked};
use domain::customer::Customer;
use domain::locale::Locale;
use domain::route;
use tests::consenting::ticked;
use tests::contact::zoe;
use tests::mail_events::{bounced, complained};
use tests::staff::Staff;
use tests::unsubscribing::unsubscribe_token;
use tests::window::{Look, journey};
use tests::world::email;
use tests::{Browser, Mails, Thing, Window};

const TEMPLATE: &str = "consent_confirmation";

/// Somebody who left their details and ticked the box.
async fn asked(window: &Window, owner: &Staff, who: &str) -> Customer {
    let address = email(who);
    let mut form = ticked(zoe(&address));
    form.locale = Some(window.locale.code().into());
    Browser::new(&window.world).leave(&form).await;
    owner.find(&address).await
}

/// Ticks at the checkout, confirms from the mail; staff see it with what proves it, and take it back.
async fn says_yes(window: Window, hands: Hands) {
    let words = window.words.clone();
    let address = email("says-yes");
    let mut form = zoe(&address);
    go_to_checkout(&window).await;
    for (name, text) in details(&form) {
        hands.fill(&window, name, text).await;
    }
    hands
        .press(&window, "[name='marketing_consent']:not(#shell *)")
        .await;
    hands.press_key(&window, "checkout.submit").await;
    form.locale = None;
    thanked(&window, &form).await;
    let mail = Mails::get().wait(&address, TEMPLATE).await;
    // The reader may be anywhere: nothing of the checkout is needed.
    window.driver.delete_all_cookies().await.unwrap();
    window.visit(&path(&window, &mail.link())).await;
    window.sees(words.text("mailing.consent_intro")).await;
    let kept = window.js("location.href").await.to_string();
    assert!(!kept.contains('#'), "the token leaves the address: {kept}");
    examine(&window, "a consent, asked").await;
    hands.press_key(&window, "mailing.consent_submit").await;
    window.sees(words.text("mailing.consent_done")).await;
    examine(&window, "a consent, given").await;

    let owner = Staff::owner(&window.world).await;
    let customer = owner.find(&address).await;
    assert!(customer.agrees());
    window.take_session(&owner.browser).await;
    window.visit(&route::admin_customer(&customer.id)).await;
    window
        .sees(words.text("admin_customer.consents_title"))
        .await;
    hands.press(&window, ".consent-proof summary").await;
    window
        .sees(words.text("admin_customer.way_confirmation"))
        .await;
    window.sees(words.text("admin_customer.way_checkout")).await;
    window.sees(&customer.consents[0].text).await;
    examine(&window, "a customer's consent, with its proof").await;
    hands
        .press_key(&window, "admin_customer.consent_take")
        .await;
    window.focus_is_on("consent-keep").await;
    examine(&window, "a consent, about to be withdrawn").await;
    hands
        .press_key(&window, "admin_customer.consent_take_keep")
        .await;
    window.focus_is_on("consent-take").await;
    hands
        .press_key(&window, "admin_customer.consent_take")
        .await;
    hands
        .press(
            &window,
            "[aria-labelledby='consent-question'] .button-danger",
        )
        .await;
    window
        .button(words.text("admin_customer.consent_ask"))
        .await;
    assert!(!owner.find(&address).await.agrees());
    // Nobody gives it for them: a mail asks, which may go once a day.
    window.provoke("status of 409");
    hands.press_key(&window, "admin_customer.consent_ask").await;
    window
        .sees(words.text("admin_customer.consent_waits"))
        .await;
    examine(&window, "a question that was put already").await;
}

#[tokio::test]
async fn saying_yes_from_the_box_to_the_proof_in_french_on_a_phone() {
    let look = Look::PHONE.speaking(Locale::Fr);
    journey(look, |window| says_yes(window, Hands::Pointer)).await;
}

#[tokio::test]
async fn saying_yes_from_the_box_to_the_proof_in_english_by_keyboard() {
    journey(Look::DESK, |window| says_yes(window, Hands::Keys)).await;
}

/// Leaves by the link in a mail without signing in; a wrong link and a lost connection say so.
async fn says_no(window: Window, hands: Hands) {
    window.provoke("status of 404");
    window.provoke("ERR_BLOCKED_BY_CLIENT");
    let words = window.words.clone();
    let owner = Staff::owner(&window.world).await;
    let customer = asked(&window, &owner, "says-no").await;
    let token = Mails::get().wait(&customer.email, TEMPLATE).await.token();
    Browser::new(&window.world)
        .confirms_consent(&token)
        .await
        .unwrap();
    let token = unsubscribe_token(&customer.id, None);
    // As mail programs that know no page show it.
    window.visit(&format!("/api/unsubscribes/{token}")).await;
    window.is_at(route::UNSUBSCRIBE).await;
    let shop = owner.settings().await.shop.name;
    let named = [("shop", shop.as_str())];
    window
        .sees(&words.fill("mailing.leave_intro", &named))
        .await;
    examine(&window, "leaving, asked").await;
    assert!(
        owner.find(&customer.email).await.agrees(),
        "looking is no act"
    );
    window.block(&["*/api/unsubscribes/*"]).await;
    hands.press_key(&window, "mailing.leave_submit").await;
    window.button(words.text("common.retry")).await;
    examine(&window, "leaving, not reached").await;
    window.block(&[]).await;
    hands.press_key(&window, "mailing.leave_submit").await;
    window.sees(&words.fill("mailing.leave_done", &named)).await;
    examine(&window, "leaving, done").await;
    assert!(!owner.find(&customer.email).await.agrees());

    let forged = format!("{}#{}{}", route::UNSUBSCRIBE, &token[..66], "AA");
    window.visit(route::SHOP).await;
    window.visit(&forged).await;
    hands.press_key(&window, "mailing.leave_submit").await;
    window.sees(words.text("mailing.leave_broken")).await;
    examine(&window, "leaving, a wrong link").await;
    for page in [route::UNSUBSCRIBE, route::CONSENT] {
        window.visit(page).await;
        window.sees(words.text("mailing.no_token")).await;
        examine(&window, &format!("{page} without a token")).await;
    }
}

#[tokio::test]
async fn saying_no_signed_out_in_french_on_a_phone() {
    let look = Look::PHONE.speaking(Locale::Fr);
    journey(look, |window| says_no(window, Hands::Pointer)).await;
}

#[tokio::test]
async fn saying_no_signed_out_in_english_by_keyboard() {
    journey(Look::DESK, |window| says_no(window, Hands::Keys)).await;
}

/// An address fails: staff find it in the list, read why, and let mails go there again.
async fn fails(window: Window, hands: Hands) {
    let words = window.words.clone();
    let owner = Staff::owner(&window.world).await;
    let customer = asked(&window, &owner, "fails").await;
    let provider = Browser::new(&window.world);
    provider
        .tells_of(&bounced(&customer.email, "a-mail", "Permanent"))
        .await;
    window.take_session(&owner.browser).await;
    let list = format!(
        "{}?failing=yes&q={}",
        route::ADMIN_CUSTOMERS,
        customer.email.replace('@', "%40")
    );
    window.visit(&list).await;
    window.sees(words.text("admin.failing_flag")).await;
    window
        .sees(words.text("admin_customers.filter_failing"))
        .await;
    examine(&window, "the list of failing addresses").await;
    hands.press(&window, ".customers-link").await;
    window
        .sees(words.text("admin_customer.failing_bounce"))
        .await;
    window.sees("No such user here").await;
    examine(&window, "a failing address").await;
    provider
        .tells_of(&complained(&customer.email, "a-mail"))
        .await;
    window.reload().await;
    window
        .sees(words.text("admin_customer.failing_complaint"))
        .await;
    let lift = Thing::button(words.text("admin_customer.failing_lift"));
    hands.press_the(&window, lift).await;
    window
        .sees_no(words.text("admin_customer.failing_complaint"))
        .await;
    assert!(owner.find(&customer.email).await.suppressed.is_none());
    window.sees_no(words.text("admin.failing_flag")).await;
}

#[tokio::test]
async fn a_failing_address_in_french_on_a_phone() {
    let look = Look::PHONE.speaking(Locale::Fr);
    journey(look, |window| fails(window, Hands::Pointer)).await;
}

#[tokio::test]
async fn a_failing_address_in_english_by_keyboard() {
    journey(Look::DESK, |window| fails(window, Hands::Keys)).await;
}

/// The pictures for the documentation.
async fn pictures(window: Window) {
    let owner = Staff::owner(&window.world).await;
    let customer = asked(&window, &owner, "pictured").await;
    let mail = Mails::get().wait(&customer.email, TEMPLATE).await;
    window.visit(&path(&window, &mail.link())).await;
    window
        .sees(window.words.text("mailing.consent_intro"))
        .await;
    window.pictures("consent").await;
    window.press("mailing.consent_submit").await;
    window.sees(window.words.text("mailing.consent_done")).await;
    window.pictures("consent-given").await;
    let token = unsubscribe_token(&customer.id, None);
    window
        .visit(&format!("{}#{token}", route::UNSUBSCRIBE))
        .await;
    window
        .button(window.words.text("mailing.leave_submit"))
        .await;
    window.pictures("unsubscribe").await;
    window.press("mailing.leave_submit").await;
    window
        .sees(window.words.text("mailing.leave_underway"))
        .await;
    window.pictures("unsubscribe-done").await;
    Browser::new(&window.world)
        .tells_of(&bounced(&customer.email, "a-mail", "Permanent"))
        .await;
    window.take_session(&owner.browser).await;
    window.visit(&route::admin_customer(&customer.id)).await;
    window
        .sees(window.words.text("admin_customer.failing_bounce"))
        .await;
    window
        .js("document.getElementById('consents-title').scrollIntoView(), document.querySelector('.consent-proof').open = true")
        .await;
    window.pictures("admin-consents").await;
}

#[tokio::test]
async fn consents_in_pictures_in_french_on_a_phone() {
    journey(Look::PHONE.speaking(Locale::Fr), pictures).await;
}

#[tokio::test]
async fn consents_in_pictures_in_english_at_a_desk() {
    journey(Look::DESK, pictures).await;
}
