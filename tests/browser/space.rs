//! The customers' space: staff arrange its blocks, a member of a group sees theirs and another customer does not; one block that cannot
//! be loaded never empties the page. The shop is each test's own: an arrangement is everybody's.

use crate::screens::{examine, examine_calm};
use crate::steps::Hands;
use domain::locale::Locale;
use domain::route;
use domain::space::{Arrangement, BlockKind};
use serde_json::json;
use tests::arranging::announcement;
use tests::contact::zoe;
use tests::staff::Staff;
use tests::window::{Look, journey_in, plain};
use tests::world::{email, word};
use tests::{Browser, Server, Thing, Window, World};

/// A customer with so many orders, signed in in a browser of their own.
async fn customer(world: &World, orders: usize) -> (Browser, String) {
    let address = email("space");
    let form = zoe(&address);
    Browser::new(world).leave(&form).await;
    for _ in 0..orders {
        Browser::new(world).buys_service(&form).await;
        // So many in a row would be slowed.
        world.database().rows("delete from throttles", &[]).await;
    }
    let browser = Browser::new(world);
    browser.prove(&address).await;
    (browser, address)
}

/// The headings of the blocks, in order.
async fn headings(window: &Window) -> Vec<String> {
    let said = window
        .js("[...document.querySelectorAll('.blocks h2')].filter(h => h.checkVisibility()).map(h => h.innerText)")
        .await;
    let said = said.as_array().cloned().unwrap_or_default();
    said.iter()
        .filter_map(|text| text.as_str())
        .map(plain)
        .collect()
}

/// Waits until this stands among the blocks' headings.
async fn shows(window: &Window, heading: &str) {
    let heading = json!(heading);
    let condition = format!(
        "[...document.querySelectorAll('.blocks h2')].some(h => h.innerText.replace(/\\s+/g, ' ').startsWith({heading}))"
    );
    window.until(&condition, "the block is there").await;
}

/// Goes to the screen's start as a customer in this window.
async fn enters(window: &Window, browser: &Browser) {
    window.take_session(browser).await;
    window.visit(route::ACCOUNT).await;
    shows(window, window.words.text("space.orders_title")).await;
}

/// Opens the list of pages where it is folded.
async fn opens_the_menu(window: &Window, hands: Hands) {
    if window.js("innerWidth < 960").await == json!(true) {
        hands.press_key(window, "space.menu").await;
    }
}

/// The words of the pages that the navigation offers.
async fn pages(window: &Window) -> Vec<String> {
    let said = window
        .js("[...document.querySelectorAll('.space-pages a')].filter(a => a.checkVisibility({visibilityProperty: true})).map(a => a.innerText)")
        .await;
    let said = said.as_array().cloned().unwrap_or_default();
    said.iter()
        .filter_map(|text| text.as_str())
        .map(plain)
        .collect()
}

async fn arranges_for_a_group(window: Window, hands: Hands, staff_window: Window) {
    let world = window.world.clone();
    let owner = Staff::owner(&world).await;
    let (member, address) = customer(&world, 1).await;
    let (other, _) = customer(&world, 0).await;
    let group = format!("Fidèles {}", word());
    let vip = owner.groups_as(&group).await;
    let id = owner.find(&address).await.id;
    owner.puts_in(&id, &vip.id).await;

    // Staff: an announcement for the group, orders first, security switched off.
    let desk = &staff_window;
    let words = desk.words.clone();
    desk.take_session(&owner.browser).await;
    desk.visit(route::ADMIN_SPACE).await;
    desk.sees(words.text("admin_space.preview")).await;
    examine_calm(desk, "how the space is arranged").await;
    hands.press_key(desk, "admin_space.save").await;
    desk.sees(words.text("admin_space.saved")).await;

    hands.press_key(desk, "admin_space.add_announcement").await;
    hands.press_key(desk, "admin_space.save").await;
    desk.until(
        "document.querySelectorAll('main [aria-invalid=true]').length === 4",
        "a title and a text are asked for in one language",
    )
    .await;
    examine(desk, "an announcement that says nothing").await;
    let language = match desk.locale {
        Locale::Fr => "fr",
        Locale::En => "en",
    };
    let name = |part: &str| format!("[name$='.content.{language}.{part}']");
    let field = async |part: &str| {
        let css = json!(name(part));
        let name = desk
            .js(&format!("document.querySelector({css}).name"))
            .await;
        name.as_str().unwrap_or_default().to_owned()
    };
    let title = field("title").await;
    let text = field("text").await;
    hands.fill(desk, &title, "Soirée des fidèles").await;
    hands
        .fill(
            desk,
            &text,
            "Le **3 décembre**. [Plan](https://example.com/plan) <img src=x onerror=alert(1)>",
        )
        .await;
    // The preview reads it as customers will get it.
    desk.until(
        "document.querySelector('.space-preview strong')?.innerText === '3 décembre'
            && document.querySelector('.space-preview a')?.href === 'https://example.com/plan'
            && !document.querySelector('.space-preview img')",
        "the preview shows the text",
    )
    .await;
    let groups = words.text("admin_space.some_groups");
    hands.tick(desk, Thing::tick_box(groups), true).await;
    hands.tick(desk, Thing::tick_box(&group), true).await;
    // As everyone the preview is without it, as a member with it.
    desk.until(
        "!document.querySelector('.space-preview strong')",
        "no member, no announcement",
    )
    .await;
    let list = Thing::list(words.text("admin_space.preview_as"));
    hands.choose(desk, list, &group).await;
    desk.until(
        "!!document.querySelector('.space-preview strong')",
        "a member sees the announcement",
    )
    .await;
    examine(desk, "an announcement for a group").await;

    let security = words.text("block.security");
    let on = words.fill("admin_space.on_name", &[("name", security)]);
    hands.tick(desk, Thing::tick_box(&on), false).await;
    let orders = words.text("block.orders");
    let up = words.fill("admin_space.move_up", &[("name", orders)]);
    hands.press_the(desk, Thing::button(&up)).await;
    desk.until(
        "document.activeElement.id.endsWith('-up')",
        "focus stays on the button",
    )
    .await;
    hands.press_key(desk, "admin_space.save").await;
    desk.until("document.querySelector('.toast') !== null", "it is saved")
        .await;
    let now = owner.arrangement().await;
    assert_eq!(now.blocks[0].kind, BlockKind::Announcement);
    assert_eq!(now.blocks[0].groups, Some(vec![vip.id.clone()]));
    let off = |block: &&domain::space::Placed| block.kind == BlockKind::Security;
    assert!(!now.blocks.iter().find(off).unwrap().on);

    // The member.
    enters(&window, &member).await;
    let said = headings(&window).await;
    let to_do = format!("{} (1)", window.words.text("space.to_do"));
    assert_eq!(
        said[..2],
        [to_do.as_str(), "Soirée des fidèles"],
        "{said:?}"
    );
    window
        .until(
            "document.querySelector('.announcement strong')?.innerText === '3 décembre'
                && !document.querySelector('.announcement img')",
            "the announcement is shown, its HTML as words",
        )
        .await;
    window.sees("<img src=x onerror=alert(1)>").await;
    examine_calm(&window, "the space of a member").await;
    opens_the_menu(&window, hands).await;
    let offered = pages(&window).await;
    let orders = window.words.text("space.nav_orders").to_owned();
    let security = window.words.text("space.nav_security").to_owned();
    assert!(
        offered.contains(&orders) && !offered.contains(&security),
        "{offered:?}"
    );
    examine_calm(&window, "the list of pages").await;
    // Esc closes the list where it is folded, and focus is back on its button.
    if window.js("innerWidth < 960").await == json!(true) {
        window.keys(thirtyfour::Key::Tab).await;
        window.keys(thirtyfour::Key::Escape).await;
        window.focus_is_on("space-menu").await;
        assert_eq!(pages(&window).await, [""; 0]);
        opens_the_menu(&window, hands).await;
    }
    hands.press_the(&window, Thing::button(&orders)).await;
    window.is_at(route::ACCOUNT_ORDERS).await;
    window
        .until(
            "document.querySelectorAll('.orders-row').length === 1",
            "the order is listed",
        )
        .await;
    examine_calm(&window, "the orders").await;
    // The whole row is the order's.
    let row = "(r => document.elementFromPoint(r.right - 4, r.bottom - 4).closest('a'))(document.querySelector('.orders-row').getBoundingClientRect()) !== null";
    assert_eq!(window.js(row).await, json!(true));

    // Another customer.
    enters(&window, &other).await;
    let said = headings(&window).await;
    assert!(!said.iter().any(|said| said.contains("Soirée")), "{said:?}");
    window.sees(window.words.text("space.orders_empty")).await;
    examine_calm(&window, "the space of another customer").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_arrange_the_space_and_each_customer_sees_their_own() {
    let server = Server::start("blocks").await;
    let world = server.world.clone();
    world.for_sale().await;
    for (look, desk, hands) in [
        (
            Look::PHONE.speaking(Locale::Fr),
            Look::DESK.speaking(Locale::Fr),
            Hands::Pointer,
        ),
        (Look::DESK, Look::DESK, Hands::Keys),
    ] {
        let owner = Staff::owner(&world).await;
        owner.arranges(Arrangement::fresh(0).blocks).await;
        let inner = world.clone();
        journey_in(&world, look, |window| async move {
            journey_in(&inner, desk, |staff_window| {
                arranges_for_a_group(window, hands, staff_window)
            })
            .await;
        })
        .await;
    }
}

async fn loses_one_block(window: Window, browser: Browser) {
    window.provoke("ERR_BLOCKED_BY_CLIENT");
    window.take_session(&browser).await;
    window.block(&["*/api/account/orders*"]).await;
    window.visit(route::ACCOUNT).await;
    let orders = window.words.text("space.orders_failed").to_owned();
    window.sees(&orders).await;
    // Every other block stands.
    for heading in [
        "space.details_title",
        "space.addresses_title",
        "space.help_title",
    ] {
        shows(&window, window.words.text(heading)).await;
    }
    window.sees("12 rue des Lilas").await;
    examine_calm(&window, "the space with a block that failed").await;
    window.block(&[]).await;
    let again = Thing::button(window.words.text("common.retry")).beside(&orders);
    Hands::Pointer.press_the(&window, again).await;
    window
        .until(
            "document.querySelectorAll('.orders-row').length === 5",
            "the block is there, and no longer than a block",
        )
        .await;
    // There are more than it shows.
    let all = window.words.fill("space.see_all", &[("n", "6")]);
    let title = window.words.text("space.orders_title");
    let name = window
        .words
        .fill("space.of", &[("act", &all), ("what", title)]);
    window.the(&Thing::button(&name)).await;

    // The arrangement itself.
    window.block(&["*/api/account/space*"]).await;
    window.reload().await;
    let failed = window.words.text("space.space_failed").to_owned();
    window.sees(&failed).await;
    assert!(pages(&window).await.len() >= 4, "every page is offered");
    examine_calm(&window, "the space that cannot be known").await;
    window.block(&[]).await;
    let again = Thing::button(window.words.text("common.retry")).beside(&failed);
    Hands::Pointer.press_the(&window, again).await;
    shows(&window, window.words.text("space.orders_title")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_block_that_fails_leaves_the_others() {
    let server = Server::start("blocks-broken").await;
    let world = server.world.clone();
    world.for_sale().await;
    let (browser, _) = customer(&world, 6).await;
    journey_in(&world, Look::DESK, |window| {
        loses_one_block(window, browser)
    })
    .await;
}

async fn meets_another(window: Window, hands: Hands) {
    window.provoke("status of 409");
    let owner = Staff::owner(&window.world).await;
    let words = window.words.clone();
    window.take_session(&owner.browser).await;
    window.visit(route::ADMIN_SPACE).await;
    let security = words.text("block.security");
    let on = words.fill("admin_space.on_name", &[("name", security)]);
    hands.tick(&window, Thing::tick_box(&on), false).await;
    // Somebody else saves meanwhile.
    let mut blocks = owner.arrangement().await.blocks;
    blocks.insert(0, announcement("Entre-temps", "x"));
    let theirs = owner.arranges(blocks).await;
    hands.press_key(&window, "admin_space.save").await;
    window.sees(words.text("admin_space.conflict")).await;
    examine_calm(&window, "an arrangement that somebody else saved").await;
    assert_eq!(
        owner.arrangement().await,
        theirs,
        "nothing is saved over it"
    );
    // Leaving asks first.
    let groups = Thing::button(words.text("admin_groups.title"));
    hands.press_the(&window, groups).await;
    hands.press_key(&window, "admin.leave_stay").await;
    hands.press_key(&window, "admin_space.conflict_take").await;
    window.sees("Entre-temps").await;
    let box_now = Thing::tick_box(&on);
    assert!(window.is_ticked(&box_now).await, "theirs stands here now");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_who_arrange_at_once_are_told() {
    let server = Server::start("blocks-conflict").await;
    journey_in(&server.world, Look::DESK.speaking(Locale::Fr), |window| {
        meets_another(window, Hands::Pointer)
    })
    .await;
}
