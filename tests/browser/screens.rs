//! Every screen and its states: axe-core in both themes and languages, no sideways scrolling, names and headings, pictures.

use crate::steps::{Hands, go_to_checkout, order, save, type_details};
use domain::locale::Locale;
use domain::route;
use serde_json::json;
use tests::contact::{somebody_else, zoe};
use tests::staff::Staff;
use tests::window::{Look, journey};
use tests::world::email;
use tests::{Browser, Window, World};

/// What holds on each screen: one heading, a title that names it, a language, landmarks; nothing for axe-core.
pub async fn examine(window: &Window, screen: &str) {
    assert_eq!(
        window
            .js("[...document.querySelectorAll('h1')].filter(h => h.offsetParent).length")
            .await,
        json!(1),
        "one h1 on {screen}"
    );
    let title = window.js("document.title").await;
    let title = title.as_str().unwrap_or_default();
    assert!(
        title.contains(" · ") || title.len() > 3,
        "{screen} is titled `{title}`"
    );
    assert_eq!(
        window.js("document.documentElement.lang").await,
        json!(window.locale.code()),
        "{screen}"
    );
    assert_eq!(
        window.js("document.querySelectorAll('main').length").await,
        json!(1),
        "one main on {screen}"
    );
    let unfilled = window
        .js("/\\{[a-z_]+\\}|undefined|NaN|\\[object/.test(document.body.innerText)")
        .await;
    assert_eq!(
        unfilled,
        json!(false),
        "{screen} says {}",
        window.seen().await
    );
    // Both appearances are examined at a desk; a phone's layout needs one.
    let narrow = window.js("innerWidth < 500").await == json!(true);
    let appearances: &[bool] = if narrow { &[true] } else { &[false, true] };
    window.axe_in(screen, appearances).await;
    window.fits(screen).await;
}

/// The same from the top of the page, once what was said of an act is put away: it lies over the page for a moment.
pub async fn examine_calm(window: &Window, screen: &str) {
    let away = "document.querySelector('.toast-close')?.click(), scrollTo(0, 0)";
    window.js(away).await;
    window
        .until(
            "!document.querySelector('.toast, [aria-busy=true]')",
            "nothing is said, nothing is awaited",
        )
        .await;
    examine(window, screen).await;
}

async fn the_shop(window: Window) {
    window.visit(route::SHOP).await;
    examine(&window, "the shop").await;
    go_to_checkout(&window).await;
    examine(&window, "the contact step").await;
    window
        .element("label[for=billing]")
        .await
        .click()
        .await
        .unwrap();
    window.element("[name='billing.organisation']").await;
    examine(&window, "the contact step with an invoice to another").await;
    window.choose("address.country", "US").await;
    examine(&window, "the contact step for an American").await;
    window
        .element("label[for=billing]")
        .await
        .click()
        .await
        .unwrap();
    window.choose("address.country", "FR").await;
    let form = zoe(&email("screens"));
    type_details(&window, &form).await;
    save(&window, &form).await;
    examine(&window, "the thank-you").await;
    for path in [route::SIGN_IN, route::SET_PASSWORD, route::YOUR_DATA] {
        window.visit(path).await;
        examine(&window, path).await;
    }
    window
        .visit(&format!("{}#{}", route::SET_PASSWORD, "A".repeat(43)))
        .await;
    examine(&window, "choosing a password").await;
}

async fn the_office(window: Window) {
    let address = email("screens");
    Browser::new(&window.world).leave(&zoe(&address)).await;
    Browser::new(&window.world)
        .leave(&somebody_else(&address))
        .await;
    let owner = Staff::owner(&window.world).await;
    let customer = owner.find(&address).await;
    window.take_session(&owner.browser).await;
    window.visit(route::ADMIN_CUSTOMERS).await;
    window
        .until(
            "document.querySelectorAll('main tbody tr').length > 0",
            "the list comes",
        )
        .await;
    examine(&window, "the list of customers").await;
    window.visit(&route::admin_customer(&customer.id)).await;
    window.sees(&address).await;
    examine(&window, "a customer's page").await;
}

#[tokio::test]
async fn the_shops_screens_in_english_at_a_desk() {
    journey(Look::DESK, the_shop).await;
}

#[tokio::test]
async fn the_shops_screens_in_french_on_the_smallest_phone() {
    let phone = Look {
        width: 320,
        ..Look::PHONE
    };
    journey(phone.speaking(Locale::Fr), the_shop).await;
}

#[tokio::test]
async fn the_offices_screens_in_english_at_a_desk() {
    journey(Look::DESK, the_office).await;
}

#[tokio::test]
async fn the_offices_screens_in_french_on_the_smallest_phone() {
    let phone = Look {
        width: 320,
        ..Look::PHONE
    };
    journey(phone.speaking(Locale::Fr), the_office).await;
}

#[tokio::test]
async fn the_first_load_of_the_checkout_brings_no_code_of_the_back_office() {
    journey(Look::DESK, |window| async move {
        go_to_checkout(&window).await;
        window
            .cdp("Network.setCacheDisabled", json!({ "cacheDisabled": true }))
            .await;
        window.visit(route::CHECKOUT).await;
        let loaded = window
            .js("performance.getEntriesByType('resource').map(e => e.name).join(' ')")
            .await;
        let loaded = loaded.as_str().unwrap_or_default();
        assert!(
            loaded.contains("app_bg.wasm") && !loaded.contains("admin"),
            "{loaded}"
        );
    })
    .await;
}

#[tokio::test]
async fn the_appearance_chosen_holds_from_the_first_paint_of_the_next_page() {
    journey(Look::DESK, |window| async move {
        window.visit(route::SHOP).await;
        let ground = "getComputedStyle(document.documentElement).backgroundColor";
        let light = window.js(ground).await;
        let select = window.element("select.theme-select").await;
        select
            .send_keys(window.words.text("common.theme_dark"))
            .await
            .unwrap();
        window
            .until(
                "document.documentElement.dataset.theme === 'dark'",
                "the page is dark",
            )
            .await;
        let dark = window.js(ground).await;
        assert_ne!(light, dark);
        window.ask_for(route::YOUR_DATA).await;
        window
            .until(
                "document.documentElement.dataset.theme === 'dark'",
                "the next page begins dark",
            )
            .await;
        window.started().await;
        assert_eq!(window.js(ground).await, dark);
    })
    .await;
}

/// Pictures for the documentation, taken only when they are asked for:
/// `COMPTOIR_SCREENS=1 cargo xtask test --only browser pictures`, which starts from a fresh shop.
#[tokio::test]
async fn pictures_of_the_main_screens() {
    let world = World::get();
    let zoe_martin = "zoe.martin@example.com";
    if std::env::var("COMPTOIR_SCREENS").is_ok() {
        for (first, last, city) in [
            ("Jean", "N’Guyen-Ünal", "Lyon"),
            ("Maëlys", "Le Goff", "Quimper"),
            ("Étienne", "de La Tour", "Orléans"),
            ("Ruth", "O’Brien", "Dublin"),
            ("Zoé", "Martin", "Paris"),
            ("François", "Lefèvre", "Œuilly"),
            ("Inès", "Garcia Peña", "Toulouse"),
            ("Sören", "Ångström", "Nantes"),
        ] {
            let address = match last {
                "Martin" => zoe_martin.to_owned(),
                _ => format!("{}@example.com", domain::text::fold(first)),
            };
            let mut form = tests::contact::named(first, last, &address);
            form.address.city = city.into();
            Browser::new(&world).leave(&form).await;
        }
        Browser::new(&world).leave(&somebody_else(zoe_martin)).await;
    } else {
        Browser::new(&world).leave(&zoe(zoe_martin)).await;
    }
    for (name, look) in [
        ("en", Look::DESK),
        ("en-dark", Look::DESK.dark()),
        ("fr-phone", Look::PHONE.speaking(Locale::Fr)),
        ("fr-phone-dark", Look::PHONE.speaking(Locale::Fr).dark()),
    ] {
        if name != "en" && std::env::var("COMPTOIR_SCREENS").is_err() {
            continue;
        }
        journey(look, move |window| async move {
            go_to_checkout(&window).await;
            window.visit(route::SHOP).await;
            window.picture(&format!("shop-{name}")).await;
            window.visit(route::CHECKOUT).await;
            window.fill("email", zoe_martin).await;
            window.fill("first_name", "Zoé").await;
            window.fill("last_name", "Martin").await;
            window.js("document.activeElement.blur()").await;
            window.js("scrollTo(0, 0)").await;
            window.picture(&format!("checkout-{name}")).await;
            let form = zoe(&format!("zoe.{name}@example.com"));
            type_details(&window, &form).await;
            save(&window, &form).await;
            window.js("scrollTo(0, 0)").await;
            window.picture(&format!("payment-{name}")).await;
            let id = order(&window, Hands::Pointer, &form).await;
            window.js("scrollTo(0, 0)").await;
            window.picture(&format!("order-{name}")).await;
            let customer = Browser::new(&window.world);
            customer.prove(&form.email).await;
            window.take_session(&customer).await;
            window.visit(route::ACCOUNT).await;
            window.sees(&form.email).await;
            window.picture(&format!("account-{name}")).await;
            go_to_checkout(&window).await;
            window.sees(window.words.text("returning.filled")).await;
            window.js("scrollTo(0, 0)").await;
            window.picture(&format!("returning-{name}")).await;
            let owner = Staff::owner(&window.world).await;
            window.take_session(&owner.browser).await;
            window.visit(route::ADMIN_CUSTOMERS).await;
            window
                .until(
                    "document.querySelectorAll('main tbody tr').length > 0",
                    "the list comes",
                )
                .await;
            window.picture(&format!("customers-{name}")).await;
            let customer = owner.find(zoe_martin).await;
            window.visit(&route::admin_customer(&customer.id)).await;
            window.sees(zoe_martin).await;
            window.picture(&format!("customer-{name}")).await;
            let all = owner.groups().await;
            let vip = match all.into_iter().find(|group| group.name == "VIP") {
                Some(group) => group,
                None => owner.groups_as("VIP").await,
            };
            owner.puts_in(&customer.id, &vip.id).await;
            for (screen, path) in [
                ("customer-new", route::ADMIN_CUSTOMER_NEW.to_owned()),
                ("groups", route::ADMIN_GROUPS.to_owned()),
                ("group", route::admin_group(&vip.id)),
                ("team", route::ADMIN_TEAM.to_owned()),
                ("journal", route::ADMIN_JOURNAL.to_owned()),
                ("orders", route::ADMIN_ORDERS.to_owned()),
                ("order-staff", route::admin_order(&id)),
                ("products", route::ADMIN_PRODUCTS.to_owned()),
                ("outbox", route::ADMIN_OUTBOX.to_owned()),
                ("settings", route::ADMIN_SETTINGS.to_owned()),
            ] {
                window.visit(&path).await;
                window
                    .until(
                        "document.querySelector('main table, main form, main dl, main ol')",
                        screen,
                    )
                    .await;
                window.picture(&format!("{screen}-{name}")).await;
            }
        })
        .await;
    }
}
