//! The team: somebody is invited by mail, takes it up, sees what their role may, and goes again; the journal tells all of it.

use crate::screens::examine_calm as examine;
use crate::steps::{Hands, path};
use domain::locale::Locale;
use domain::route;
use serde_json::json;
use tests::contact::zoe;
use tests::proving::PASSWORD;
use tests::staff::Staff;
use tests::window::{Look, journey};
use tests::world::{email, word};
use tests::{Browser, Mails, Thing, Window};

/// Invites Paul to support; what is missing is said first.
async fn invites(window: &Window, hands: Hands, name: &str, address: &str) {
    window.visit(route::ADMIN_TEAM).await;
    window.sees(&window.world.owner().email.clone()).await;
    examine(window, "the team").await;
    hands.press_key(window, "admin_team.invite").await;
    hands.press_key(window, "admin_team.invite_do").await;
    window
        .until(
            "document.querySelectorAll('dialog [aria-invalid=true]').length >= 2",
            "what is missing is shown",
        )
        .await;
    examine(window, "an invitation, nothing typed").await;
    hands.fill(window, "name", name).await;
    hands.fill(window, "email", address).await;
    let support = Thing::tick_box(window.words.text("admin.role_support"));
    hands.tick(window, support, true).await;
    hands.press_key(window, "admin_team.invite_do").await;
    let sent = window
        .words
        .fill("admin_team.invited", &[("email", address)]);
    window.sees(&sent).await;
    window.sees(name).await;
}

/// Takes the invitation up and signs in.
async fn takes_it_up(window: &Window, hands: Hands, address: &str) {
    let mail = Mails::get().wait(address, "staff_invitation").await;
    window.visit(&path(window, &mail.link())).await;
    hands.fill(window, "password", PASSWORD).await;
    hands.press_key(window, "session.set_submit").await;
    window.is_at(route::SIGN_IN).await;
    window.started().await;
    hands.fill(window, "email", address).await;
    hands.fill(window, "password", PASSWORD).await;
    hands.press(window, "main form .button-primary").await;
    window.is_at(route::ADMIN_CUSTOMERS).await;
    window.started().await;
}

/// What stands in the menu, and what a screen without its right says.
async fn sees_what_support_may(window: &Window, customer: &str) {
    for (key, may) in [
        ("admin.nav_customers", true),
        ("admin.nav_orders", true),
        ("admin.nav_products", true),
        ("admin.nav_settings", true),
        ("admin.nav_outbox", false),
        ("admin.nav_team", false),
        ("admin.nav_journal", false),
    ] {
        let word = json!(window.words.text(key));
        let entry = format!(
            "[...document.querySelectorAll('nav a')].some(a => a.textContent.trim() === {word}) === {may}"
        );
        window
            .until(&entry, &format!("{key} in the menu: {may}"))
            .await;
    }
    for refused in [route::ADMIN_TEAM, route::ADMIN_JOURNAL, route::ADMIN_OUTBOX] {
        window.visit(refused).await;
        window.sees(window.words.text("error.forbidden")).await;
    }
    examine(window, "a screen without the right to it").await;
    // A customer may be corrected, sign-in is not theirs to give.
    window.visit(customer).await;
    let edit = window.words.text("admin_customer.edit_details");
    window.the(&Thing::button(edit)).await;
    let gives = window.words.text("admin_customer.can_sign_in");
    window.has_no(&Thing::tick_box(gives)).await;
}

async fn team(window: Window, look: Look, hands: Hands) {
    let (name, address) = (format!("Paul {}", word()), email("paul"));
    let visitor = email("seen-by-paul");
    Browser::new(&window.world).leave(&zoe(&visitor)).await;
    let owner = Staff::owner(&window.world).await;
    let customer = owner.find(&visitor).await;
    let record = route::admin_customer(&customer.id);
    window.take_session(&owner.browser).await;
    invites(&window, hands, &name, &address).await;

    let paul = address.clone();
    journey(look, move |office| async move {
        office.provoke("status of 401");
        office.provoke("status of 403");
        takes_it_up(&office, hands, &paul).await;
        sees_what_support_may(&office, &record).await;
        let team = office.stolen().await;
        for path in ["/api/admin/staff", "/api/admin/audit", "/api/admin/outbox"] {
            team.send("GET", path, "").await.expect(403);
        }
        is_told(&window, hands, &name, &address).await;
        goes(&window, hands, &name).await;
        // The page that was open is refused at once, and nothing is left of the session.
        team.send("GET", "/api/admin/customers", "")
            .await
            .expect(401);
        office.reload().await;
        office.element("[name=password]").await;
        office.sees_no(&visitor).await;
    })
    .await;
}

/// The journal tells of the invitation, the sign-in and what was tried.
async fn is_told(window: &Window, hands: Hands, name: &str, address: &str) {
    window.visit(route::ADMIN_JOURNAL).await;
    let by = Thing::list(window.words.text("admin_journal.filter_by"));
    hands.choose(window, by, name).await;
    let signed_in = [("who", name)];
    let signed_in = window.words.fill("admin_journal.act_signed_in", &signed_in);
    window.sees(&signed_in).await;
    window
        .sees(window.words.text("admin_journal.refused"))
        .await;
    window
        .until(
            "location.search.includes('by=')",
            "the filter is in the address",
        )
        .await;
    window.reload().await;
    window.sees(&signed_in).await;
    examine(window, "the journal of one person").await;
    let area = Thing::list(window.words.text("admin_journal.filter_area"));
    window.visit(route::ADMIN_JOURNAL).await;
    hands
        .choose(window, area, window.words.text("admin_journal.area_team"))
        .await;
    let owner = window.world.owner().email.clone();
    let invited = [("who", owner.as_str()), ("subject", name)];
    let invited = window
        .words
        .fill("admin_journal.act_staff_invited", &invited);
    window.sees(&invited).await;
    window.sees_no(address).await;
    examine(window, "the journal of the team").await;
}

async fn goes(window: &Window, hands: Hands, name: &str) {
    window.visit(route::ADMIN_TEAM).await;
    let remove = window.words.text("admin_team.remove");
    let named = [("act", remove), ("name", name)];
    let named = window.words.fill("admin_team.act_name", &named);
    hands.press_the(window, Thing::button(&named)).await;
    window.focus_is_on("removal-keep").await;
    examine(window, "removing somebody from the team, asked").await;
    let remove = window.words.fill("admin_team.remove_do", &[("name", name)]);
    hands.press_the(window, Thing::button(&remove)).await;
    let gone = window.words.fill("admin_team.removed", &[("name", name)]);
    window.sees(&gone).await;
}

#[tokio::test]
async fn the_team_in_english_by_keyboard() {
    journey(Look::DESK, |window| team(window, Look::DESK, Hands::Keys)).await;
}

#[tokio::test]
async fn the_team_in_french_on_a_phone() {
    let look = Look::PHONE.speaking(Locale::Fr);
    journey(look, move |window| team(window, look, Hands::Pointer)).await;
}
