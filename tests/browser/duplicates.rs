//! Two records of one person: found, compared, merged and parted again; and two persons told apart.

use crate::screens::examine_calm as examine;
use crate::steps::Hands;
use domain::contact::ContactForm;
use domain::customer::Customer;
use domain::locale::Locale;
use domain::route;
use tests::contact::zoe;
use tests::proving::PASSWORD;
use tests::staff::Staff;
use tests::window::{Look, journey};
use tests::world::{email, number, word};
use tests::{Browser, Thing, Window};

/// Two customers with one phone and other details, each with something of their own.
async fn two(owner: &Staff) -> (Customer, Customer) {
    let world = &owner.world;
    let phone = format!("06 39 98 {:02} {:02}", number() / 100 % 100, number() % 100);
    let first = ContactForm {
        last_name: format!("Lefèvre {}", word()),
        phone: Some(phone.clone()),
        ..zoe(&email("double"))
    };
    let mut second = ContactForm {
        first_name: "Zoé-Marie".into(),
        email: email("doublon"),
        organisation: Some("Atelier du Quai".into()),
        ..first.clone()
    };
    second.address.line1 = "9 quai du Port".into();
    let mut made = Vec::new();
    for form in [&first, &second] {
        let browser = Browser::new(world);
        browser.leave(form).await;
        browser.buys_service(form).await;
        let customer = owner.find(&form.email).await;
        owner
            .write_note(&customer.id, "Rappeler lundi")
            .await
            .expect("a note");
        made.push(owner.customer(&customer.id).await);
    }
    let second = made.remove(1);
    (made.remove(0), second)
}

fn name(customer: &Customer) -> String {
    format!("{} {}", customer.first_name, customer.last_name)
}

async fn a_merge_and_its_undo(window: Window, hands: Hands) {
    let owner = Staff::owner(&window.world).await;
    let (first, second) = two(&owner).await;
    window.take_session(&owner.browser).await;
    let words = &window.words;
    // The record says whom it looks like.
    window.visit(&route::admin_customer(&first.id)).await;
    window.sees(words.text("admin_duplicates.why_phone")).await;
    window.sees(&second.email).await;
    examine(&window, "a record that looks like another").await;
    window.pictures("admin-duplicate-hint").await;
    let compare = Thing::button(words.text("admin_duplicates.compare"));
    hands
        .press_the(&window, compare.beside(&second.email))
        .await;
    window
        .is_at(&route::admin_comparison(&first.id, &second.id))
        .await;
    let things = words.fill("admin_duplicates.mailbox_lost", &[("email", &second.email)]);
    window.sees(&things).await;
    examine(&window, "two records side by side").await;
    window.pictures("admin-compare").await;
    // The other organisation is newer, the name is not wanted.
    let taken = words.fill(
        "admin_duplicates.take",
        &[
            ("field", words.text("admin.field_organisation")),
            ("name", &name(&second)),
        ],
    );
    assert!(
        window.is_ticked(&Thing::tick_box(&taken)).await,
        "what is not empty"
    );
    let own = words.fill(
        "admin_duplicates.take",
        &[
            ("field", words.text("admin.field_first_name")),
            ("name", &name(&first)),
        ],
    );
    hands.tick(&window, Thing::tick_box(&own), true).await;
    // The other record may stay as well: what follows turns round.
    hands
        .tick(&window, Thing::tick_box(&name(&second)), true)
        .await;
    let turned = words.fill("admin_duplicates.mailbox_lost", &[("email", &first.email)]);
    window.sees(&turned).await;
    hands
        .tick(&window, Thing::tick_box(&name(&first)), true)
        .await;
    window.sees(&things).await;
    hands
        .press_key(&window, "admin_duplicates.merge_open")
        .await;
    window.focus_is_on("merge-keep").await;
    examine(&window, "merging, asked").await;
    window.pictures("admin-merge-ask").await;
    hands.press_key(&window, "admin_duplicates.merge_do").await;
    window.is_at(&route::admin_customer(&first.id)).await;
    let merged = words.fill("admin_duplicates.merged", &[("name", &name(&second))]);
    window.sees(&merged).await;
    window.sees(words.text("admin_duplicates.undo_until")).await;
    let now = owner.customer(&first.id).await;
    assert_eq!(
        (&now.first_name, &now.email),
        (&first.first_name, &first.email)
    );
    assert_eq!(now.organisation, second.organisation);
    assert_eq!((now.orders.count, now.addresses.len()), (2, 2));
    assert_eq!(owner.search(&second.email).await, []);
    examine(&window, "a record that another was merged into").await;
    window.pictures("admin-merged").await;
    // It stands there for thirty days: from the record itself it is undone.
    window.reload().await;
    let undo = words.fill("admin_duplicates.undo_named", &[("name", &name(&second))]);
    hands.press_the(&window, Thing::button(&undo)).await;
    let parted = words.fill("admin_duplicates.parted", &[("name", &name(&second))]);
    window.sees(&parted).await;
    let back = owner.customer(&second.id).await;
    assert_eq!((&back.email, back.orders.count), (&second.email, 1));
    assert_eq!(owner.customer(&first.id).await.organisation, None);
    window.sees(&second.email).await;

    // Merged once more, the toast undoes it too.
    let compare = Thing::button(words.text("admin_duplicates.compare"));
    hands
        .press_the(&window, compare.beside(&second.email))
        .await;
    hands
        .press_key(&window, "admin_duplicates.merge_open")
        .await;
    hands.press_key(&window, "admin_duplicates.merge_do").await;
    window.is_at(&route::admin_customer(&first.id)).await;
    window.sees(&merged).await;
    let toast = Thing::button(words.text("admin.undo")).beside(&merged);
    // A toast does not wait for who tabs through the whole page: they undo it on the record.
    match hands {
        Hands::Pointer => {
            hands.press_the(&window, toast).await;
            window.sees(words.text("admin.undone")).await;
        }
        Hands::Keys => {
            hands.press_the(&window, Thing::button(&undo)).await;
            window.sees(&parted).await;
        }
    }
    assert_eq!(owner.customer(&second.id).await.email, second.email);
    window.sees(words.text("admin_duplicates.why_phone")).await;

    // From the list they are told apart, which can be taken back.
    window.visit(route::ADMIN_DUPLICATES).await;
    window.sees(&second.email).await;
    examine(&window, "possible duplicates").await;
    window.pictures("admin-duplicates").await;
    let apart = Thing::button(words.text("admin_duplicates.tell_apart"));
    hands.press_the(&window, apart.beside(&second.email)).await;
    window.sees(words.text("admin_duplicates.apart")).await;
    window.sees_no(&second.email).await;
    assert_eq!(owner.duplicates(&first.id).await.items, []);
    match hands {
        Hands::Pointer => {
            let toast = Thing::button(words.text("admin.undo"));
            hands
                .press_the(&window, toast.beside(words.text("admin_duplicates.apart")))
                .await;
        }
        Hands::Keys => {
            owner.find_again(&first.id, &second.id).await.expect("204");
            window.reload().await;
        }
    }
    window.sees(&second.email).await;
    assert_eq!(owner.duplicates(&first.id).await.items.len(), 1);
}

#[tokio::test]
async fn a_merge_and_its_undo_in_english_by_keyboard() {
    journey(Look::DESK, |window| {
        a_merge_and_its_undo(window, Hands::Keys)
    })
    .await;
}

#[tokio::test]
async fn a_merge_and_its_undo_in_french_on_a_phone() {
    let look = Look::PHONE.speaking(Locale::Fr);
    journey(look, |window| a_merge_and_its_undo(window, Hands::Pointer)).await;
}

async fn two_accounts(window: Window, hands: Hands) {
    window.provoke("409 (Conflict)");
    let owner = Staff::owner(&window.world).await;
    let (first, second) = two(&owner).await;
    for customer in [&first, &second] {
        Browser::new(&window.world)
            .opens_account(&customer.email)
            .await;
    }
    window.take_session(&owner.browser).await;
    let words = &window.words;
    window
        .visit(&route::admin_comparison(&first.id, &second.id))
        .await;
    window
        .sees(words.text("admin_duplicates.follows_later"))
        .await;
    // Asked too early, it says what is missing.
    hands
        .press_key(&window, "admin_duplicates.merge_open")
        .await;
    window.focus_is_on("merge-accounts").await;
    window
        .sees(words.text("admin_duplicates.two_accounts_first"))
        .await;
    examine(&window, "two accounts in use, none chosen").await;
    window.pictures("admin-compare-accounts").await;
    let account =
        Thing::tick_box(&second.email).beside(words.text("admin_duplicates.two_accounts"));
    hands.tick(&window, account, true).await;
    window
        .sees(&words.fill("admin_duplicates.account_ends", &[("email", &first.email)]))
        .await;
    examine(&window, "two accounts in use, one chosen").await;
    // Somebody changes one of them meanwhile: the page shows it, and asks again.
    owner.moves(&second.id, &email("ailleurs")).await;
    hands
        .press_key(&window, "admin_duplicates.merge_open")
        .await;
    hands.press_key(&window, "admin_duplicates.merge_do").await;
    window.sees(words.text("admin_duplicates.stale")).await;
    window.focus_is_on("merge").await;
    let now = owner.customer(&second.id).await;
    window.sees(&now.email).await;
    hands
        .press_key(&window, "admin_duplicates.merge_open")
        .await;
    hands.press_key(&window, "admin_duplicates.merge_do").await;
    window.sees(words.text("admin_duplicates.undo_until")).await;
    let survivor = owner.compare(&first.id, &second.id).await;
    assert!(survivor.is_err(), "one record is left");
    assert!(
        Browser::new(&window.world)
            .sign_in(&first.email, PASSWORD)
            .await
            .is_err()
    );
    Browser::new(&window.world)
        .sign_in(&now.email, PASSWORD)
        .await
        .expect("the chosen account");
}

#[tokio::test]
async fn of_two_accounts_one_is_chosen_in_english_by_keyboard() {
    journey(Look::DESK, |window| two_accounts(window, Hands::Keys)).await;
}

#[tokio::test]
async fn of_two_accounts_one_is_chosen_in_french_on_a_phone() {
    let look = Look::PHONE.speaking(Locale::Fr);
    journey(look, |window| two_accounts(window, Hands::Pointer)).await;
}
