//! What the shop gives and takes: a customer made by staff, a password, the two switches, another e-mail; and what the customer
//! sees of it at the same moment, in a window of their own.

use crate::screens::examine_calm as examine;
use crate::steps::Hands;
use domain::api::Endpoint;
use domain::api::account::GetProfile;
use domain::credentials::Credentials;
use domain::customer::Customer;
use domain::id::CustomerId;
use domain::locale::Locale;
use domain::route;
use serde_json::json;
use tests::proving::PASSWORD;
use tests::staff::Staff;
use tests::window::{Look, journey};
use tests::world::email;
use tests::{Browser, Mails, Thing, Window};

/// What staff type; the customer must choose another.
const GIVEN: &str = "prêté pour la journée 7";

/// "Créer": what is missing is said first, all of it; then three fields are enough.
async fn creates(office: &Window, owner: &Staff, hands: Hands, address: &str) -> Customer {
    office.visit(route::ADMIN_CUSTOMERS).await;
    hands.press_key(office, "admin_customers.create").await;
    office.is_at(route::ADMIN_CUSTOMER_NEW).await;
    office.started().await;
    office.element("[name=last_name]").await;
    examine(office, "a new customer").await;
    hands.press(office, "main form .button-primary").await;
    for field in ["last_name", "first_name", "email"] {
        let wrong =
            format!("document.querySelector('main [name={field}]')?.ariaInvalid === 'true'");
        office.until(&wrong, &format!("{field} is missing")).await;
    }
    let wrong = office
        .js("document.querySelectorAll('main [aria-invalid=true]').length")
        .await;
    assert_eq!(wrong, json!(3), "nothing else is asked for");
    office.focus_is_on("last_name").await;
    examine(office, "a new customer, nothing typed").await;
    hands.fill(office, "last_name", "Martin").await;
    hands.fill(office, "first_name", "Zoé").await;
    hands.fill(office, "email", address).await;
    hands.press(office, "main form .button-primary").await;
    office
        .sees(office.words.text("admin_customer.k_none"))
        .await;
    let made = owner.find(address).await;
    office.is_at(&route::admin_customer(&made.id)).await;
    assert!(made.credentials.is_none() && !made.verified);
    made
}

/// A password typed by staff, to be changed at the first sign-in.
async fn gives_a_password(office: &Window, owner: &Staff, hands: Hands, customer: &CustomerId) {
    let words = office.words.clone();
    let outer = Thing::tick_box(words.text("admin_customer.can_sign_in"));
    hands.tick(office, outer, true).await;
    let by_password = Thing::tick_box(words.text("admin_customer.way_password"));
    hands.tick(office, by_password, true).await;
    for key in ["admin_customer.must_change", "admin_customer.enabled"] {
        let ticked = office.is_ticked(&Thing::tick_box(words.text(key))).await;
        assert!(ticked, "{key} is ticked from the start");
    }
    // Too short is said before anything is sent, and the form stays.
    hands.fill(office, "password", "court").await;
    hands.press_key(office, "admin_customer.save").await;
    office
        .until(
            "document.querySelector('main [name=password]')?.ariaInvalid === 'true'",
            "too short is said",
        )
        .await;
    examine(office, "sign-in, a password too short").await;
    office.holds("password", "court").await;
    hands.fill(office, "password", GIVEN).await;
    hands.press_key(office, "admin_customer.save").await;
    office
        .sees(words.text("admin_customer.k_must_change"))
        .await;
    let account = credentials(owner, customer).await;
    assert!(account.can_sign_in && account.enabled && account.must_change);
    examine(office, "sign-in, given by a password").await;
}

async fn credentials(owner: &Staff, customer: &CustomerId) -> Credentials {
    let credentials = owner.customer(customer).await.credentials;
    credentials.expect("the customer has an account")
}

/// Moves one of the switches and sees what it did.
async fn switches(office: &Window, hands: Hands, switch: &str, on: bool) {
    office.reload().await;
    let label = office.words.text(switch);
    hands.tick(office, Thing::tick_box(label), on).await;
    let name = ("name", "Zoé Martin");
    let said = match on {
        true => office.words.fill("admin_customer.switched_on", &[name]),
        false => office
            .words
            .fill("admin_customer.switched_off_one", &[name, ("n", "1")]),
    };
    office.sees(&said).await;
}

/// Types e-mail and password at the shop's door.
async fn signs_in(shop: &Window, hands: Hands, address: &str, password: &str) {
    shop.visit(route::SIGN_IN).await;
    hands.fill(shop, "email", address).await;
    hands.fill(shop, "password", password).await;
    hands.press(shop, "main form .button-primary").await;
}

/// The same, and is in: a copy of its cookies, as somebody else might have.
async fn is_in(shop: &Window, hands: Hands, address: &str) -> Browser {
    signs_in(shop, hands, address, PASSWORD).await;
    shop.is_at(route::ACCOUNT).await;
    shop.sees(&shop.words.fill("space.hello", &[("name", "Zoé")]))
        .await;
    let copy = shop.stolen().await;
    copy.profile().await;
    copy
}

/// The given password lets in once, to choose another and for nothing else.
async fn must_choose(shop: &Window, hands: Hands, address: &str) {
    signs_in(shop, hands, address, GIVEN).await;
    shop.sees(shop.words.text("session.change_title")).await;
    examine(shop, "signing in, another password must be chosen").await;
    let before = shop.stolen().await;
    before.send("GET", GetProfile::PATH, "").await.expect(403);
    hands.fill(shop, "password", PASSWORD).await;
    hands.press_key(shop, "session.set_submit").await;
    shop.is_at(route::ACCOUNT).await;
    shop.sees(&shop.words.fill("space.hello", &[("name", "Zoé")]))
        .await;
}

/// The page that is open is of no more use, and nobody comes in again.
async fn is_out(shop: &Window, hands: Hands, address: &str, copies: &[&Browser]) {
    for copy in copies {
        copy.send("GET", GetProfile::PATH, "").await.expect(401);
    }
    shop.reload().await;
    shop.is_at(route::SIGN_IN).await;
    shop.sees_no("Martin").await;
    signs_in(shop, hands, address, PASSWORD).await;
    shop.sees(shop.words.text("error.credentials")).await;
}

/// Corrects the address; the account is the same, both mailboxes are told.
async fn corrects_email(office: &Window, hands: Hands, old: &str, new: &str) {
    office.reload().await;
    hands.press_key(office, "admin_customer.edit_details").await;
    hands.fill(office, "email", new).await;
    let warned = [("new", new), ("old", old)];
    let warned = office
        .words
        .fill("admin_customer.email_warning_account", &warned);
    office.sees(&warned).await;
    examine(office, "another e-mail, what it means").await;
    hands.press_key(office, "admin_customer.save").await;
    office
        .sees(office.words.text("admin_customer.details_saved"))
        .await;
    for mailbox in [old, new] {
        Mails::get().wait(mailbox, "email_corrected").await;
    }
}

async fn given_and_taken(office: Window, look: Look, hands: Hands) {
    let (old, new) = (email("wrong"), email("right"));
    let owner = Staff::owner(&office.world).await;
    office.take_session(&owner.browser).await;
    let customer = creates(&office, &owner, hands, &old).await.id;
    gives_a_password(&office, &owner, hands, &customer).await;
    // The customer is told that there is one, never which.
    let told = Mails::get().wait(&old, "credentials_changed").await.message;
    let said = [&told.subject, &told.text, &told.html];
    assert!(!said.iter().any(|text| text.contains(GIVEN)), "{said:?}");
    let account = "select id from accounts where customer_id = ?1";
    let database = office.world.database();
    let before = database.rows(account, &[customer.as_str()]).await;

    journey(look, move |shop| async move {
        shop.provoke("status of 401");
        shop.provoke("status of 403");
        must_choose(&shop, hands, &old).await;
        let first = shop.stolen().await;
        first.profile().await;
        switches(&office, hands, "admin_customer.enabled", false).await;
        examine(&office, "sign-in, paused").await;
        is_out(&shop, hands, &old, &[&first]).await;
        switches(&office, hands, "admin_customer.enabled", true).await;
        let second = is_in(&shop, hands, &old).await;
        switches(&office, hands, "admin_customer.can_sign_in", false).await;
        examine(&office, "sign-in, switched off").await;
        is_out(&shop, hands, &old, &[&first, &second]).await;
        switches(&office, hands, "admin_customer.can_sign_in", true).await;
        let third = is_in(&shop, hands, &old).await;
        for copy in [&first, &second] {
            copy.send("GET", GetProfile::PATH, "").await.expect(401);
        }

        corrects_email(&office, hands, &old, &new).await;
        third.send("GET", GetProfile::PATH, "").await.expect(401);
        signs_in(&shop, hands, &old, PASSWORD).await;
        shop.sees(shop.words.text("error.credentials")).await;
        is_in(&shop, hands, &new).await;
        let after = database.rows(account, &[customer.as_str()]).await;
        assert_eq!(after, before, "the same account");
        assert_eq!(owner.find(&new).await.id, customer);
        examine(&office, "a customer whose e-mail was corrected").await;
    })
    .await;
}

#[tokio::test]
async fn sign_in_is_given_and_taken_in_english_by_keyboard() {
    journey(Look::DESK, |window| {
        given_and_taken(window, Look::DESK, Hands::Keys)
    })
    .await;
}

#[tokio::test]
async fn sign_in_is_given_and_taken_in_french_on_a_phone() {
    let look = Look::PHONE.speaking(Locale::Fr);
    journey(look, move |window| {
        given_and_taken(window, look, Hands::Pointer)
    })
    .await;
}
