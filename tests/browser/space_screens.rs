//! Every page of a space with something in it, and the staff's side of it: axe-core in both themes, headings, nothing sideways;
//! pictures of them for the documentation.

use crate::screens::examine_calm;
use domain::locale::Locale;
use domain::order::OrderState;
use domain::route;
use tests::contact::zoe;
use tests::conversing::question;
use tests::documents::{for_customer, page};
use tests::staff::Staff;
use tests::window::{Look, journey};
use tests::world::email;
use tests::{Browser, Window};

/// A customer who bought, was written to, and has something to read.
struct Furnished {
    customer: Browser,
    owner: Staff,
    /// Every page of the space, and of the back office about it: each with its picture's name.
    own: Vec<(&'static str, String)>,
    staffs: Vec<(&'static str, String)>,
}

async fn furnish(window: &Window) -> Furnished {
    let world = &window.world;
    let owner = Staff::owner(world).await;
    let address = email("space");
    let buyer = Browser::new(world).speaking(window.locale);
    let access = buyer.buys_access(&zoe(&address)).await;
    owner.set_state(&access.id, OrderState::Paid).await.unwrap();
    buyer.buys_service(&zoe(&address)).await;
    let customer = Browser::new(world).speaking(window.locale);
    customer.prove(&address).await;
    let words = |en: &'static str, fr: &'static str| match window.locale {
        Locale::En => en,
        Locale::Fr => fr,
    };
    // Theirs alone: what is published in another language stays out of the picture.
    let id = owner.find(&address).await.id;
    let private = |title| for_customer(page(title), &id);
    let mut guide = private(words("Getting started", "Bien commencer"));
    guide.body_fr = words(
        "## Your access\n\nIt opens **the day you order** and lasts a year.\n\n- Sign in with your e-mail\n- Ask for a code if you forgot the password\n\n> Write to us when in doubt.",
        "## Votre accès\n\nIl s’ouvre **le jour de la commande** et dure un an.\n\n- Connectez-vous avec votre e-mail\n- Demandez un code en cas d’oubli du mot de passe\n\n> En cas de doute, écrivez-nous.",
    )
    .into();
    let guide = owner.publishes(&guide).await;
    let manual = private(words("The manual", "Le mode d’emploi"));
    owner.publishes_file(manual, "Mode d’emploi").await;
    let asked = customer
        .open_conversation(&question(
            words("Where do I find my access?", "Où trouver mon accès ?"),
            words(
                "I paid yesterday and do not see it yet. Thank you for your help.",
                "J’ai réglé hier et ne le vois pas encore. Merci de votre aide.",
            ),
        ))
        .await
        .unwrap();
    let id = asked.thread.id;
    let answer = words(
        "It is open now: you find it among your purchases.",
        "Il est ouvert : vous le trouvez parmi vos achats.",
    );
    owner.answers(&id, answer).await;
    let at = |name, path: &str| (name, path.to_owned());
    Furnished {
        own: vec![
            at("space-home", route::ACCOUNT),
            at("space-orders", route::ACCOUNT_ORDERS),
            at("space-invoices", route::ACCOUNT_INVOICES),
            at("space-purchases", route::ACCOUNT_PURCHASES),
            at("space-documents", route::ACCOUNT_DOCUMENTS),
            at("space-document", &route::document(&guide.id)),
            at("space-conversations", route::ACCOUNT_CONVERSATIONS),
            at("space-conversation", &route::conversation(&id)),
            at("space-details", route::ACCOUNT_DETAILS),
            at("space-security", route::ACCOUNT_SECURITY),
            at("space-data", route::ACCOUNT_DATA),
            at("space-erasure", route::ACCOUNT_ERASURE),
        ],
        staffs: vec![
            at("arrangement", route::ADMIN_SPACE),
            at("documents", route::ADMIN_DOCUMENTS),
            at("document", &route::admin_document(&guide.id)),
            at("inbox", route::ADMIN_CONVERSATIONS),
            at("conversation", &route::admin_conversation(&id)),
        ],
        customer,
        owner,
    }
}

/// Goes through all pages; each is examined, and has its picture taken where that is asked for.
async fn look_at(window: &Window, pages: &[(&str, String)], name: &str) {
    for (screen, path) in pages {
        // The examination of the page before ended in light.
        window.media(name.ends_with("dark")).await;
        window.visit(path).await;
        window
            .until(
                "document.querySelector('main h1') && !document.querySelector('main .loading, main [aria-busy=true]')",
                "the page is here",
            )
            .await;
        // Before it is examined, which tries both appearances.
        window.picture(&format!("{screen}-{name}")).await;
        examine_calm(window, screen).await;
    }
}

/// `COMPTOIR_SCREENS=1 cargo xtask test --only browser pictures` takes the pictures, from a fresh shop.
#[tokio::test]
async fn pictures_of_the_space() {
    for (name, look) in [
        ("en", Look::DESK),
        ("fr-phone", Look::PHONE.speaking(Locale::Fr)),
        ("en-dark", Look::DESK.dark()),
        ("fr-phone-dark", Look::PHONE.speaking(Locale::Fr).dark()),
    ] {
        if name.ends_with("dark") && std::env::var("COMPTOIR_SCREENS").is_err() {
            continue;
        }
        journey(look, move |window| async move {
            let furnished = furnish(&window).await;
            window.take_session(&furnished.customer).await;
            look_at(&window, &furnished.own, name).await;
            window.take_session(&furnished.owner.browser).await;
            look_at(&window, &furnished.staffs, name).await;
        })
        .await;
    }
}
