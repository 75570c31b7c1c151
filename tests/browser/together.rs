//! Two people work on one customer at the same moment: the one who saves second sees both versions and loses nothing.

use crate::screens::examine;
use crate::steps::Hands;
use domain::account::Role;
use domain::customer::Customer;
use domain::locale::Locale;
use domain::route;
use tests::contact::zoe;
use tests::staff::Staff;
use tests::window::{Look, journey};
use tests::world::email;
use tests::{Browser, Thing, Window};
use thirtyfour::Key;

/// Opens the details' form of a customer's page.
async fn opens_details(window: &Window, hands: Hands, customer: &Customer) {
    window.visit(&route::admin_customer(&customer.id)).await;
    window.sees(&customer.email).await;
    hands.press_key(window, "admin_customer.edit_details").await;
    window.holds("last_name", &customer.last_name).await;
}

/// Somebody else, in a window of their own, gives another phone and an organisation.
async fn somebody_saves_first(look: Look, customer: Customer) -> Staff {
    let world = tests::World::get();
    let clerk = Staff::of_role(&world, Role::Support).await;
    let session = clerk.stolen();
    journey(look, move |window| async move {
        window.take_session(&session).await;
        let hands = Hands::Pointer;
        opens_details(&window, hands, &customer).await;
        hands.fill(&window, "phone", "06 39 98 77 88").await;
        hands.fill(&window, "organisation", "Atelier Zoé").await;
        hands.press_key(&window, "admin_customer.save").await;
        window
            .sees(window.words.text("admin_customer.details_saved"))
            .await;
    })
    .await;
    clerk
}

/// One side of a row of the question: what was typed here, or what stands there now.
fn side(window: &Window, key: &str, field: &str) -> Thing {
    let legend = window.words.text(field);
    Thing::tick_box(window.words.text(key)).beside(legend)
}

async fn meet(window: Window, look: Look, hands: Hands) {
    window.provoke("status of 409");
    let address = email("together");
    Browser::new(&window.world).leave(&zoe(&address)).await;
    let owner = Staff::owner(&window.world).await;
    let customer = owner.find(&address).await;
    window.take_session(&owner.browser).await;
    opens_details(&window, hands, &customer).await;
    hands.fill(&window, "first_name", "Zoélie").await;
    hands.fill(&window, "phone", "06 39 98 55 66").await;

    let clerk = somebody_saves_first(look, customer.clone()).await;

    hands.press_key(&window, "admin_customer.save").await;
    // Who it was, and both versions of what differs.
    window.sees(&clerk.email).await;
    for text in ["Zoélie", "Zoé", "Atelier Zoé"] {
        window.sees(text).await;
    }
    window.focus_is_on("overtaken-take").await;
    examine(&window, "two versions of one customer").await;
    // Yours is chosen where only you changed it, what stands there where somebody else did.
    for (key, field) in [
        ("admin_customer.overtaken_mine", "admin.field_first_name"),
        ("admin_customer.overtaken_now", "admin.field_phone"),
        ("admin_customer.overtaken_now", "admin.field_organisation"),
    ] {
        assert!(
            window.is_ticked(&side(&window, key, field)).await,
            "{key} of {field}"
        );
    }
    // Closing it keeps what was typed, and changes nothing.
    window.keys(Key::Escape).await;
    window
        .until("!document.querySelector('dialog:modal')", "it closes")
        .await;
    window.holds("first_name", "Zoélie").await;
    let theirs = owner.customer(&customer.id).await;
    assert_eq!(
        (theirs.first_name.as_str(), theirs.phone.as_deref()),
        ("Zoé", Some("+33639987788"))
    );

    hands.press_key(&window, "admin_customer.save").await;
    window.sees(&clerk.email).await;
    let own_phone = side(
        &window,
        "admin_customer.overtaken_mine",
        "admin.field_phone",
    );
    hands.tick(&window, own_phone, true).await;
    hands
        .press_key(&window, "admin_customer.overtaken_save")
        .await;
    window
        .sees(window.words.text("admin_customer.details_saved"))
        .await;
    let both = owner.customer(&customer.id).await;
    assert_eq!(both.first_name, "Zoélie", "only changed here");
    assert_eq!(both.phone.as_deref(), Some("+33639985566"), "as chosen");
    assert_eq!(
        both.organisation.as_deref(),
        Some("Atelier Zoé"),
        "only changed there"
    );
    assert_eq!(both.version, theirs.version + 1);
    window.fits("a customer's page").await;
}

#[tokio::test]
async fn two_people_edit_one_customer_in_english_by_keyboard() {
    journey(Look::DESK, |window| meet(window, Look::DESK, Hands::Keys)).await;
}

#[tokio::test]
async fn two_people_edit_one_customer_in_french_on_a_phone() {
    let look = Look::PHONE.speaking(Locale::Fr);
    journey(look, move |window| meet(window, look, Hands::Pointer)).await;
}
