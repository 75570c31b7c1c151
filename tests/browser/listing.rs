//! The list of customers: searched, filtered and sorted with everything in its address; and how customers leave it for good.

use crate::screens::examine_calm as examine;
use crate::steps::Hands;
use domain::customer::Stage;
use domain::id::CustomerId;
use domain::locale::Locale;
use domain::order::OrderState;
use domain::route;
use serde_json::json;
use tests::contact::{named, zoe};
use tests::staff::Staff;
use tests::window::{Look, journey};
use tests::world::{email, word};
use tests::{Browser, Thing, Window};

/// Waits until the list has so many rows.
async fn rows(window: &Window, count: usize) {
    let rows = format!("document.querySelectorAll('main tbody tr').length === {count}");
    window.until(&rows, &format!("{count} rows")).await;
}

/// Waits until these stand in the list in this order.
async fn order_is(window: &Window, names: &[String]) {
    let condition = format!(
        "(rows => {}.every((name, i) => rows[i]?.innerText.includes(name)))([...document.querySelectorAll('main tbody tr')])",
        json!(names)
    );
    window
        .until(&condition, &format!("{names:?} in this order"))
        .await;
}

async fn is_asked_for(window: &Window, pair: &str, is: bool) {
    let condition = format!("location.search.includes({}) === {is}", json!(pair));
    window
        .until(&condition, &format!("{pair} in the address: {is}"))
        .await;
}

/// Sorts by a column, on a phone by the list of orders.
async fn sorts(window: &Window, hands: Hands, column: &str, order: &str, code: &str) {
    if window.js("innerWidth < 500").await == json!(true) {
        let list = Thing::list(window.words.text("admin.sort_label"));
        let word = window.words.text(order).to_owned();
        hands.choose(window, list, &word).await;
    } else {
        let column = Thing::button(window.words.text(column));
        hands.press_the(window, column).await;
        let sort = if code.starts_with('-') {
            "descending"
        } else {
            "ascending"
        };
        let sorted = format!("document.querySelectorAll('main th[aria-sort={sort}]').length === 1");
        window.until(&sorted, "one column says how it sorts").await;
    }
    is_asked_for(window, &format!("sort={code}"), true).await;
}

async fn found_and_sorted(window: Window, look: Look, hands: Hands) {
    let common = word();
    let owner = Staff::owner(&window.world).await;
    let group = owner.groups_as(&format!("List {common}")).await;
    let name = |letter: &str| format!("{common}{letter}");
    for letter in ["b", "c", "a"] {
        let address = email("listed");
        let form = named("Ada", &name(letter), &address);
        let visitor = Browser::new(&window.world);
        if letter == "c" {
            let placed = visitor.buys_service(&form).await;
            owner.marks_paid(&placed.id).await;
        } else {
            visitor.leave(&form).await;
        }
        let customer = owner.find(&address).await;
        owner.puts_in(&customer.id, &group.id).await;
        if letter == "c" {
            assert_eq!(customer.stage, Stage::Buyer);
        }
    }
    window.take_session(&owner.browser).await;
    window.visit(route::ADMIN_CUSTOMERS).await;
    hands.press(&window, "main input[type=search]").await;
    window.keys(common.as_str()).await;
    rows(&window, 3).await;
    is_asked_for(&window, &format!("q={common}"), true).await;
    // A filter narrows it, says so, and Back takes it off again.
    hands.press_key(&window, "admin_customers.filter").await;
    let stage = Thing::list(window.words.text("admin_customers.filter_stage"));
    let buyer = window.words.text("admin.stage_buyer").to_owned();
    hands.choose(&window, stage, &buyer).await;
    rows(&window, 1).await;
    is_asked_for(&window, "stage=buyer", true).await;
    examine(&window, "the filters of the list").await;
    window.keys(thirtyfour::Key::Escape).await;
    let filter = window.words.text("admin_customers.filter_stage").to_owned();
    let chip = window.words.fill(
        "admin_customers.chip",
        &[("filter", &filter), ("value", &buyer)],
    );
    window.sees(&chip).await;
    examine(&window, "a list with a filter").await;
    window.driver.back().await.expect("there is a way back");
    rows(&window, 3).await;
    is_asked_for(&window, "stage=", false).await;
    window.driver.forward().await.expect("and forth");
    rows(&window, 1).await;
    window.sees(&chip).await;
    // A copied link shows the same to somebody else.
    let link = window.js("location.pathname + location.search").await;
    let link = link.as_str().unwrap_or_default().to_owned();
    let (session, third, seen) = (owner.stolen(), name("c"), chip.clone());
    journey(look, move |other| async move {
        other.take_session(&session).await;
        other.visit(&link).await;
        rows(&other, 1).await;
        other.sees(&third).await;
        other.sees(&seen).await;
    })
    .await;
    hands.press_key(&window, "admin_customers.clear").await;
    rows(&window, 3).await;
    is_asked_for(&window, &format!("q={common}"), true).await;

    // Sorted, among the members of one group.
    let members = format!("{}?group={}", route::ADMIN_CUSTOMERS, group.id);
    window.visit(&members).await;
    rows(&window, 3).await;
    sorts(
        &window,
        hands,
        "admin.column_customer",
        "admin.sort_name_up",
        "name",
    )
    .await;
    order_is(&window, &["a", "b", "c"].map(name)).await;
    sorts(
        &window,
        hands,
        "admin.column_customer",
        "admin.sort_name_down",
        "-name",
    )
    .await;
    order_is(&window, &["c", "b", "a"].map(name)).await;
    sorts(
        &window,
        hands,
        "admin_customers.column_total",
        "admin_customers.sort_total_down",
        "-total",
    )
    .await;
    order_is(&window, &[name("c")]).await;
    window.reload().await;
    order_is(&window, &[name("c")]).await;
    examine(&window, "the members of a group, sorted").await;
}

#[tokio::test]
async fn the_list_is_searched_filtered_and_sorted_in_english_by_keyboard() {
    journey(Look::DESK, |window| {
        found_and_sorted(window, Look::DESK, Hands::Keys)
    })
    .await;
}

#[tokio::test]
async fn the_list_is_searched_filtered_and_sorted_in_french_on_a_phone() {
    let look = Look::PHONE.speaking(Locale::Fr);
    journey(look, move |window| {
        found_and_sorted(window, look, Hands::Pointer)
    })
    .await;
}

/// Opens the question before a customer goes.
async fn is_about_to_go(window: &Window, hands: Hands, customer: &CustomerId, title: &str) {
    window.visit(&route::admin_customer(customer)).await;
    hands.press_key(window, "admin_customer.more").await;
    hands.press_key(window, "admin_customer.delete_open").await;
    let title = window.words.fill(title, &[("name", "Zoé Martin")]);
    window.sees(&title).await;
    window.focus_is_on("erasure-keep").await;
}

/// The record is gone, from the list and from its own page.
async fn is_gone(window: &Window, owner: &Staff, address: &str, customer: &CustomerId) {
    window.is_at(route::ADMIN_CUSTOMERS).await;
    assert_eq!(owner.search(address).await, []);
    let path = format!("/api/admin/customers/{customer}");
    owner.send("GET", &path, "").await.expect(404);
    window.visit(&route::admin_customer(customer)).await;
    window.sees(window.words.text("admin.customer_gone")).await;
}

async fn deleted_and_erased(window: Window, hands: Hands) {
    window.provoke("status of 404");
    let owner = Staff::owner(&window.world).await;
    window.take_session(&owner.browser).await;

    // Without an order everything goes.
    let address = email("deleted");
    Browser::new(&window.world).leave(&zoe(&address)).await;
    let customer = owner.find(&address).await.id;
    is_about_to_go(&window, hands, &customer, "admin_customer.delete_title").await;
    window
        .sees(window.words.text("admin_customer.no_undo"))
        .await;
    examine(&window, "deleting a customer, asked").await;
    // Esc changes nothing.
    window.keys(thirtyfour::Key::Escape).await;
    window
        .until("!document.querySelector('dialog:modal')", "it closes")
        .await;
    owner.customer(&customer).await;
    is_about_to_go(&window, hands, &customer, "admin_customer.delete_title").await;
    hands.press_key(&window, "admin_customer.delete_do").await;
    is_gone(&window, &owner, &address, &customer).await;

    // With orders the person goes and the books stay.
    let address = email("erased");
    let placed = Browser::new(&window.world)
        .buys_service(&zoe(&address))
        .await;
    for state in [OrderState::Paid, OrderState::Completed] {
        owner.set_state(&placed.id, state).await.unwrap();
    }
    let before = owner.review(&placed.id).await;
    let customer = owner.find(&address).await.id;
    is_about_to_go(&window, hands, &customer, "admin_customer.erase_title").await;
    let stays = window
        .words
        .fill("admin_customer.stays_order_one", &[("n", "1")]);
    window.sees(&stays).await;
    examine(&window, "erasing a person, asked").await;
    hands
        .fill(&window, "erased.email", "somebody@example.com")
        .await;
    hands.press_key(&window, "admin_customer.erase_do").await;
    window
        .until(
            "document.querySelector('dialog [aria-invalid=true]')",
            "another's address is refused",
        )
        .await;
    examine(&window, "erasing a person, another's address typed").await;
    owner.customer(&customer).await;
    hands.fill(&window, "erased.email", &address).await;
    hands.press_key(&window, "admin_customer.erase_do").await;
    is_gone(&window, &owner, &address, &customer).await;
    let after = owner.review(&placed.id).await;
    assert_eq!(after.order.number, before.order.number);
    assert_eq!(after.order.total, before.order.total);
    assert_eq!(after.customer, None, "nobody is linked any more");
    let invoices = "select count(*) from invoices where order_id = ?1";
    let invoices = window
        .world
        .database()
        .number(invoices, &[placed.id.as_str()])
        .await;
    assert_eq!(invoices, 1, "the books are kept");
}

#[tokio::test]
async fn customers_are_deleted_and_erased_in_english_by_keyboard() {
    journey(Look::DESK, |window| deleted_and_erased(window, Hands::Keys)).await;
}

#[tokio::test]
async fn customers_are_deleted_and_erased_in_french_on_a_phone() {
    let look = Look::PHONE.speaking(Locale::Fr);
    journey(look, |window| deleted_and_erased(window, Hands::Pointer)).await;
}
