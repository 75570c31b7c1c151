//! The back office's screens in the states that come by themselves: waiting, not loaded, without the right to it.

use crate::screens::examine;
use crate::steps::Hands;
use domain::account::Role;
use domain::locale::Locale;
use domain::route;
use tests::campaigning::letter;
use tests::contact::zoe;
use tests::staff::Staff;
use tests::window::{Look, journey};
use tests::world::email;
use tests::{Browser, Window};

/// The smallest phone, in French.
fn phone() -> Look {
    let smallest = Look {
        width: 320,
        ..Look::PHONE
    };
    smallest.speaking(Locale::Fr)
}

/// A screen waits for what it shows, then does not get it, then gets it.
async fn waits_fails_and_comes(window: &Window, path: &str, asks: &str) {
    window.hold(asks).await;
    window.ask_for(path).await;
    window
        .until(
            "!document.getElementById('shell') && document.querySelector('main h1') && document.querySelector('main [aria-busy=true]')",
            "it waits",
        )
        .await;
    examine(window, &format!("{path}, waiting")).await;
    window.release().await;
    window.started().await;

    window.block(&[asks]).await;
    window.ask_for(path).await;
    window.button(window.words.text("common.retry")).await;
    examine(window, &format!("{path}, not loaded")).await;
    window.block(&[]).await;
    Hands::Pointer.press_key(window, "common.retry").await;
    window.started().await;
    window
        .until(
            "document.querySelector('main table, main form, main dl, main ol, main section')",
            "it comes",
        )
        .await;
    examine(window, path).await;
}

async fn lists(window: Window) {
    window.provoke("ERR_BLOCKED_BY_CLIENT");
    let address = email("states");
    let placed = Browser::new(&window.world)
        .buys_service(&zoe(&address))
        .await;
    let owner = Staff::owner(&window.world).await;
    let group = owner.groups_as("Très bons clients").await;
    let customer = owner.find(&address).await;
    owner.puts_in(&customer.id, &group.id).await;
    owner.drafts(&letter("Bonjour", "Bonjour", &[&group])).await;
    window.take_session(&owner.browser).await;
    for (path, asks) in [
        (route::ADMIN_CUSTOMERS.to_owned(), "*/api/admin/customers*"),
        (route::ADMIN_CUSTOMER_NEW.to_owned(), ""),
        (route::ADMIN_GROUPS.to_owned(), "*/api/admin/groups*"),
        (route::admin_group(&group.id), "*/api/admin/groups/*"),
        (route::ADMIN_GROUP_NEW.to_owned(), ""),
        (route::ADMIN_ORDERS.to_owned(), "*/api/admin/orders*"),
        (route::admin_order(&placed.id), "*/api/admin/orders/*"),
        (route::ADMIN_PRODUCTS.to_owned(), "*/api/admin/products*"),
        (route::ADMIN_CAMPAIGNS.to_owned(), "*/api/admin/campaigns*"),
        (route::ADMIN_CAMPAIGN_NEW.to_owned(), ""),
        (route::ADMIN_OUTBOX.to_owned(), "*/api/admin/outbox*"),
        (route::ADMIN_JOURNAL.to_owned(), "*/api/admin/audit*"),
        (route::ADMIN_TEAM.to_owned(), "*/api/admin/staff*"),
        (route::ADMIN_SETTINGS.to_owned(), "*/api/admin/settings*"),
        (
            route::admin_customer(&customer.id),
            "*/api/admin/customers/*",
        ),
    ] {
        match asks {
            // A form that asks for nothing first.
            "" => {
                window.visit(&path).await;
                examine(&window, &path).await;
            }
            asks => waits_fails_and_comes(&window, &path, asks).await,
        }
    }
}

#[tokio::test]
async fn the_offices_screens_wait_fail_and_come_in_english_at_a_desk() {
    journey(Look::DESK, lists).await;
}

#[tokio::test]
async fn the_offices_screens_wait_fail_and_come_in_french_on_the_smallest_phone() {
    journey(phone(), lists).await;
}

/// Every screen that somebody of this role may not open says so, whatever led there.
async fn without_the_right(window: Window) {
    window.provoke("status of 403");
    let clerk = Staff::of_role(&window.world, Role::Support).await;
    window.take_session(&clerk.browser).await;
    for path in [
        route::ADMIN_TEAM,
        route::ADMIN_JOURNAL,
        route::ADMIN_OUTBOX,
        route::ADMIN_PRODUCT_NEW,
        route::ADMIN_GROUP_NEW,
    ] {
        window.visit(path).await;
        window.sees(window.words.text("error.forbidden")).await;
        examine(&window, &format!("{path} without the right to it")).await;
    }
    window.visit(route::ADMIN_SETTINGS).await;
    window
        .sees(window.words.text("admin_settings.read_only"))
        .await;
    examine(&window, "the settings, to be read only").await;
}

#[tokio::test]
async fn screens_without_their_right_in_english_at_a_desk() {
    journey(Look::DESK, without_the_right).await;
}

#[tokio::test]
async fn screens_without_their_right_in_french_on_the_smallest_phone() {
    journey(phone(), without_the_right).await;
}
