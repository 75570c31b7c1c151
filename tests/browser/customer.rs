//! The two promises of the shop: who bought as a guest is the same customer once signed in, and who comes back may sign
//! in at the very moment of leaving details. And the way out: a guest withdraws by the link of the mail.

use crate::steps::{Hands, details, go_to_checkout, order, path, thanked};
use domain::contact::ContactForm;
use domain::customer::AccountState;
use domain::history::{Actor, Fact};
use domain::id::OrderId;
use domain::locale::Locale;
use domain::order::OrderState;
use domain::route;
use serde_json::json;
use tests::contact::zoe;
use tests::proving::PASSWORD;
use tests::staff::Staff;
use tests::window::{Look, journey};
use tests::world::email;
use tests::{Browser, Mails, Window};

/// Somebody at the shop marks the order paid on its page.
async fn staff_mark_paid(look: Look, order: OrderId) {
    journey(look, |office| async move {
        let owner = Staff::owner(&office.world).await;
        office.take_session(&owner.browser).await;
        office.visit(&route::admin_order(&order)).await;
        let number = owner.review(&order).await.order.number.to_string();
        office.fits("an order's page").await;
        office.press("admin_order.mark_paid").await;
        let asked = office
            .words
            .fill("admin_order.paid_title", &[("number", &number)]);
        office.sees(&asked).await;
        office.axe("marking an order paid").await;
        office.element("#act-do").await.click().await.unwrap();
        let done = office
            .words
            .fill("admin_order.paid_done", &[("number", &number)]);
        office.sees(&done).await;
        let state = owner.review(&order).await.order.state;
        assert_eq!(state, OrderState::Completed);
    })
    .await;
}

async fn from_guest_to_customer(window: Window, look: Look, hands: Hands) {
    window.world.for_sale().await;
    let form = zoe(&email("from-guest"));
    go_to_checkout(&window).await;
    for (name, text) in details(&form) {
        hands.fill(&window, name, text).await;
    }
    hands.press(&window, "#contact .button-primary").await;
    thanked(&window, &form).await;
    window.fits("the payment").await;
    window.axe("the payment").await;
    let placed = order(&window, hands, &form).await;
    window.fits("the order, just placed").await;
    window.axe("the order, just placed").await;
    let owner = Staff::owner(&window.world).await;
    let transfer = owner.review(&placed).await.order.transfer.unwrap();
    window.sees(&transfer.reference).await;
    let customer = owner.find(&form.email).await;
    assert_eq!(customer.account, AccountState::None);

    staff_mark_paid(look, placed.clone()).await;

    let mail = Mails::get().wait(&form.email, "invitation").await;
    window.visit(&path(&window, &mail.link())).await;
    window.fits("choosing a password").await;
    hands.fill(&window, "password", PASSWORD).await;
    hands.press(&window, "main form .button-primary").await;
    window.is_at(route::SIGN_IN).await;
    window.started().await;
    window.sees(window.words.text("session.set_done")).await;
    hands.fill(&window, "email", &form.email).await;
    hands.fill(&window, "password", PASSWORD).await;
    hands.press(&window, "main form .button-primary").await;
    window.is_at(route::ACCOUNT).await;
    let number = owner.review(&placed).await.order.number.to_string();
    let bought = window.words.fill("space.order", &[("number", &number)]);
    window.sees(&bought).await;
    window.sees(&form.address.line1).await;
    window.fits("the account").await;
    window.axe("the account").await;
    hands
        .press(&window, &format!("a[href='{}']", route::order(&placed)))
        .await;
    window.is_at(&route::order(&placed)).await;
    window
        .sees(window.words.text("order.state_completed"))
        .await;

    let after = owner.find(&form.email).await;
    assert_eq!(
        (after.id, after.account),
        (customer.id, AccountState::Enabled),
        "the same customer"
    );
}

#[tokio::test]
async fn a_guest_becomes_a_customer_in_french_on_a_phone() {
    let look = Look::PHONE.speaking(Locale::Fr);
    journey(look, move |window| {
        from_guest_to_customer(window, look, Hands::Pointer)
    })
    .await;
}

#[tokio::test]
async fn a_guest_becomes_a_customer_in_english_by_keyboard() {
    journey(Look::DESK, |window| {
        from_guest_to_customer(window, Look::DESK, Hands::Keys)
    })
    .await;
}

/// Signs in by a code in the page, after half the form was typed.
async fn signs_in_by_code(window: &Window, hands: Hands, address: &str) {
    hands.press(window, "#returning-open").await;
    window.holds("sign_in.email", address).await;
    let word = window.words.text("session.code_ask").to_owned();
    match hands {
        Hands::Pointer => window.press_word(&word).await,
        Hands::Keys => {
            hands
                .press(window, ".returning-or + button, .returning-or ~ button")
                .await;
        }
    }
    let sent = window
        .words
        .fill("session.code_sent", &[("email", address)]);
    window.sees(&sent).await;
    window.axe("a code was sent").await;
    let code = Mails::get().wait(address, "code").await.code();
    hands.fill(window, "sign_in.code", &code).await;
    hands.press(window, ".returning-form .button-primary").await;
}

async fn comes_back(window: Window, look: Look, hands: Hands) {
    window.world.for_sale().await;
    let address = email("comes-back");
    Browser::new(&window.world).leave(&zoe(&address)).await;
    let owner = Staff::owner(&window.world).await;
    let before = owner.find(&address).await;

    go_to_checkout(&window).await;
    window.sees_no("Martin").await;
    hands.fill(&window, "email", &address).await;
    hands.fill(&window, "first_name", "Zoélie").await;
    signs_in_by_code(&window, hands, &address).await;
    let hello = window
        .words
        .fill("returning.hello", &[("name", "Zoé Martin")]);
    window.sees(&hello).await;
    // Completed from the record, what was typed is kept.
    window.holds("last_name", "Martin").await;
    window.holds("address.line1", "12 rue des Lilas").await;
    window.holds("first_name", "Zoélie").await;
    window.sees(window.words.text("returning.typed")).await;
    window.fits("the form, filled in").await;
    window.axe("the form, filled in").await;

    hands.fill(&window, "phone", "06 39 98 55 66").await;
    hands
        .fill(&window, "address.line1", "8 quai des Brumes")
        .await;
    hands.fill(&window, "address.postcode", "29200").await;
    hands.fill(&window, "address.city", "Brest").await;
    let submit = window.words.text("checkout.submit").to_owned();
    match hands {
        Hands::Pointer => window.press_word(&submit).await,
        Hands::Keys => window.keys(thirtyfour::Key::Enter).await,
    }
    let form = ContactForm {
        first_name: "Zoélie".into(),
        ..zoe(&address)
    };
    thanked(&window, &form).await;
    window.axe("the payment, details saved back").await;
    let placed = order(&window, hands, &form).await;

    let after = owner.customer(&before.id).await;
    assert_eq!(after.first_name, "Zoélie");
    assert_eq!(after.phone.as_deref(), Some("+33639985566"));
    assert_eq!(after.address.as_ref().unwrap().city, "Brest");
    assert_eq!(after.pending, []);
    let review = owner.review(&placed).await;
    assert_eq!(review.customer, Some(before.id.clone()));
    assert_eq!(review.order.buyer.address.city, "Brest");
    let history = owner.history(&before.id).await;
    let changed: Vec<_> = history
        .iter()
        .filter(|entry| entry.fact == Fact::DetailsChanged)
        .map(|entry| (entry.actor, entry.fields.join(" ")))
        .collect();
    assert_eq!(
        changed,
        [(Actor::Customer, "first_name phone address".to_owned())]
    );

    // The next checkout shows them.
    go_to_checkout(&window).await;
    window.holds("first_name", "Zoélie").await;
    window.holds("address.line1", "8 quai des Brumes").await;
    window
        .until(
            "document.querySelector('[name=phone]').value.replace(/\\D/g, '').endsWith('639985566')",
            "the number is the new one",
        )
        .await;

    // And the history says who changed what.
    journey(look, |office| async move {
        let owner = Staff::owner(&office.world).await;
        office.take_session(&owner.browser).await;
        office.visit(&route::admin_customer(&before.id)).await;
        let text = office.words.text("admin.fact_details_changed_fields");
        let who = office.words.text("admin.who_customer");
        let said = text.replace("{who}", who);
        let said = said.split("{fields}").next().unwrap_or_default();
        office.sees(said).await;
        office.fits("a customer's page").await;
    })
    .await;
}

#[tokio::test]
async fn a_customer_comes_back_in_french_on_a_phone() {
    let look = Look::PHONE.speaking(Locale::Fr);
    journey(look, move |window| comes_back(window, look, Hands::Pointer)).await;
}

#[tokio::test]
async fn a_customer_comes_back_in_english_by_keyboard() {
    journey(Look::DESK, |window| {
        comes_back(window, Look::DESK, Hands::Keys)
    })
    .await;
}

async fn withdraws(window: Window, look: Look, hands: Hands) {
    let form = zoe(&email("withdraws"));
    let buyer = Browser::new(&window.world).speaking(window.locale);
    let placed = buyer.buys_service(&form).await;
    let owner = Staff::owner(&window.world).await;
    owner.marks_paid(&placed.id).await;
    let mail = Mails::get().wait(&form.email, "order_placed").await;
    window.visit(&path(&window, &mail.link())).await;
    let number = placed.number.to_string();
    window
        .sees(&window.words.fill("order.title", &[("number", &number)]))
        .await;
    let token = mail.token();
    window
        .until(
            &format!("!location.href.includes({})", json!(token)),
            "the token does not stay in the address",
        )
        .await;
    window.axe("a guest's order").await;
    hands
        .press(&window, "[aria-labelledby=withdrawal-title] button")
        .await;
    window.sees(window.words.text("order.declare_text")).await;
    window.focus_is_on("declare-title").await;
    window.fits("what is declared").await;
    window.axe("what is declared").await;
    let seen = owner.review(&placed.id).await.order.withdrawal.declared_at;
    assert_eq!(seen, None, "showing it declares nothing");
    hands.press(&window, ".declaration .button-danger").await;
    let declared = window.words.text("order.declared");
    window
        .sees(declared.split("{date}").next().unwrap_or_default())
        .await;
    window.axe("withdrawn").await;
    Mails::get().wait(&form.email, "withdrawal_received").await;
    window.reload().await;
    window
        .sees(declared.split("{date}").next().unwrap_or_default())
        .await;

    journey(look, |office| async move {
        let owner = Staff::owner(&office.world).await;
        office.take_session(&owner.browser).await;
        office.visit(&route::admin_order(&placed.id)).await;
        let told = office.words.text("admin_order.withdrawn_paid");
        office
            .sees(told.split("{date}").next().unwrap_or_default())
            .await;
        office.axe("an order withdrawn from").await;
    })
    .await;
}

#[tokio::test]
async fn a_guest_withdraws_in_french_on_a_phone() {
    let look = Look::PHONE.speaking(Locale::Fr);
    journey(look, move |window| withdraws(window, look, Hands::Pointer)).await;
}

#[tokio::test]
async fn a_guest_withdraws_in_english_by_keyboard() {
    journey(Look::DESK, |window| {
        withdraws(window, Look::DESK, Hands::Keys)
    })
    .await;
}
