//! Double opt-in (rule 22): a tick waits, one mail a day asks, and only its link, or another proof of the mailbox from where the
//! box was ticked, makes it a consent. Nothing here tells a known mailbox from a new one.

use domain::consent::{ASKED_AGAIN, LINK};
use domain::customer::{ConsentState, Customer};
use domain::history::Actor;
use domain::id::CustomerId;
use tests::consenting::ticked;
use tests::contact::{somebody_else, zoe};
use tests::recording::code;
use tests::staff::Staff;
use tests::world::email;
use tests::{Browser, Figures, Mails, World};

const TEMPLATE: &str = "consent_confirmation";

/// Somebody leaves their details and ticks the box.
async fn leaves(world: &World, owner: &Staff, who: &str) -> (Browser, String, Customer) {
    let address = email(who);
    let browser = Browser::new(world);
    browser.leave(&ticked(zoe(&address))).await;
    let customer = owner.find(&address).await;
    (browser, address, customer)
}

async fn agrees(world: &World, id: &CustomerId) -> bool {
    let sql = "select consent from customers where id = ?1";
    world.database().number(sql, &[id.as_str()]).await == 1
}

/// Mails that ask, whatever became of them.
async fn questions(world: &World, id: &CustomerId) -> i64 {
    let sql =
        "select count(*) from outbox where customer_id = ?1 and template = 'consent_confirmation'";
    world.database().number(sql, &[id.as_str()]).await
}

#[tokio::test]
async fn a_tick_sends_one_mail_and_its_link_makes_it_a_consent() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (_, address, customer) = leaves(&world, &owner, "opt-in").await;
    let tick = customer.consents[0].clone();
    assert_eq!(tick.state, ConsentState::Pending);
    let mail = Mails::get().wait(&address, TEMPLATE).await;
    assert!(
        mail.message.text.contains(&tick.text.replace(' ', "\n")) || {
            let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            words(&mail.message.text).contains(&words(&tick.text))
        }
    );
    for name in ["Zoé", "Lefèvre"] {
        assert!(!mail.message.text.contains(name), "what a stranger typed");
    }
    // Looking at the page agrees to nothing.
    let visitor = Browser::new(&world);
    let accept = [("accept", "text/html")];
    visitor
        .raw("GET", "/consent", &accept, "")
        .await
        .expect(200);
    visitor
        .raw("GET", "/api/consent-confirmations", &[], "")
        .await
        .expect(405);
    assert!(!agrees(&world, &customer.id).await);
    visitor.confirms_consent(&mail.token()).await.expect("204");
    let record = owner.find(&address).await;
    let [given] = &record.consents[..] else {
        panic!("{:?}", record.consents)
    };
    assert_eq!(
        (given.state, &*given.way, given.asked_way.as_deref()),
        (ConsentState::Given, "confirmation", Some("checkout"))
    );
    assert_eq!((&given.text, given.version), (&tick.text, tick.version));
    assert_eq!(given.asked_at, Some(tick.at), "when the box was ticked");
    assert!(given.at >= tick.at);
    assert!(agrees(&world, &customer.id).await);
    let history = owner.history(&customer.id).await;
    assert_eq!(history[0].fact.code(), "consent_given");
    assert_eq!(history[0].actor, Actor::Customer);
    // One use; nothing else comes of it.
    let again = visitor.confirms_consent(&mail.token()).await;
    assert_eq!(code(again), (422, "fields".into()));
    assert!(!owner.find(&address).await.verified, "only a consent");
}

#[tokio::test]
async fn t22_one_mail_a_day_however_often_and_wherever_it_is_ticked() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (browser, address, customer) = leaves(&world, &owner, "opt-in-flood").await;
    for _ in 0..3 {
        browser.leave(&ticked(zoe(&address))).await;
        let stranger = Browser::new(&world);
        stranger
            .leave(&ticked(somebody_else(&address.to_uppercase())))
            .await;
    }
    let all: Vec<Browser> = (0..4).map(|_| Browser::new(&world)).collect();
    let form = ticked(zoe(&address));
    tokio::join!(
        all[0].leave(&form),
        all[1].leave(&form),
        all[2].leave(&form),
        all[3].leave(&form)
    );
    assert_eq!(questions(&world, &customer.id).await, 1);
    // A day later it may be asked again, and both links work, once.
    let sql = "update consent_links set asked_at = asked_at - ?2 where customer_id = ?1";
    let day = (ASKED_AGAIN + 1).to_string();
    world
        .database()
        .rows(&sql.replace("?2", &day), &[customer.id.as_str()])
        .await;
    Browser::new(&world).leave(&form).await;
    assert_eq!(questions(&world, &customer.id).await, 2);
    let mails = Mails::get();
    let last = mails.wait_for(&address, TEMPLATE, 2).await;
    let first = mails.of(&address).await;
    let first = first
        .iter()
        .find(|mail| mail.template() == TEMPLATE)
        .unwrap();
    let visitor = Browser::new(&world);
    let (one, two) = (first.token(), last.token());
    let both = tokio::join!(
        visitor.confirms_consent(&one),
        visitor.confirms_consent(&two)
    );
    assert_eq!(
        [both.0.is_ok(), both.1.is_ok()]
            .iter()
            .filter(|ok| **ok)
            .count(),
        1,
        "{both:?}"
    );
    let record = owner.find(&address).await;
    assert_eq!(record.consents.len(), 1, "{:?}", record.consents);
}

#[tokio::test]
async fn t03_a_tick_costs_the_same_whatever_the_mailbox_and_asks_who_agreed_nothing() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let cost = async |form| {
        let browser = Browser::new(&world);
        let id = browser.open_checkout().await.id;
        let reply = browser
            .reply::<domain::api::checkout::SubmitContact>(&id, &(), &form)
            .await;
        reply.expect(200);
        let figures = Figures::of(&reply);
        (figures.trips, figures.statements)
    };
    let (_, known, customer) = leaves(&world, &owner, "opt-in-cost").await;
    let expected = cost(ticked(zoe(&email("opt-in-new")))).await;
    assert_eq!(cost(ticked(zoe(&known))).await, expected, "asked today");
    let token = Mails::get().wait(&known, TEMPLATE).await.token();
    Browser::new(&world).confirms_consent(&token).await.unwrap();
    let far = "update consent_links set asked_at = 0 where customer_id = ?1";
    let own = [customer.id.as_str()];
    world.database().rows(far, &own).await;
    assert_eq!(cost(ticked(zoe(&known))).await, expected, "agreed already");
    assert_eq!(questions(&world, &customer.id).await, 1);
    let (_, failing, other) = leaves(&world, &owner, "opt-in-failing").await;
    let sql = "insert into suppressions (email_key, reason, at) values (?1, 'bounce', 1)";
    world.database().rows(sql, &[&failing]).await;
    world.database().rows(far, &[other.id.as_str()]).await;
    assert_eq!(cost(ticked(zoe(&failing))).await, expected, "known to fail");
    assert_eq!(questions(&world, &other.id).await, 1, "the first one only");
}

#[tokio::test]
async fn a_strangers_tick_or_untick_changes_nothing_of_a_consent() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (_, address, customer) = leaves(&world, &owner, "opt-in-stranger").await;
    let token = Mails::get().wait(&address, TEMPLATE).await.token();
    Browser::new(&world).confirms_consent(&token).await.unwrap();
    let stranger = Browser::new(&world);
    let checkout = stranger.leave(&ticked(somebody_else(&address))).await;
    let mut form = somebody_else(&address);
    form.marketing_consent = Some(false);
    stranger
        .reply::<domain::api::checkout::SubmitContact>(&checkout, &(), &form)
        .await
        .expect(200);
    assert!(agrees(&world, &customer.id).await);
    let record = owner.customer(&customer.id).await;
    assert_eq!(record.consents.len(), 1, "{:?}", record.consents);
}

#[tokio::test]
async fn a_box_unticked_again_asks_nothing_and_its_link_is_dead() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let address = email("opt-in-unticked");
    let browser = Browser::new(&world);
    let checkout = browser.leave(&ticked(zoe(&address))).await;
    let token = Mails::get().wait(&address, TEMPLATE).await.token();
    browser
        .reply::<domain::api::checkout::SubmitContact>(&checkout, &(), &zoe(&address))
        .await
        .expect(200);
    let answer = browser.confirms_consent(&token).await;
    assert_eq!(code(answer), (422, "fields".into()));
    assert!(owner.find(&address).await.consents.is_empty());
}

#[tokio::test]
async fn proving_the_mailbox_where_the_box_was_ticked_still_makes_it_a_consent() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (browser, address, customer) = leaves(&world, &owner, "opt-in-code").await;
    let token = Mails::get().wait(&address, TEMPLATE).await.token();
    // Another browser's proof says nothing of this tick.
    Browser::new(&world).prove(&address).await;
    assert!(!agrees(&world, &customer.id).await);
    browser.prove(&address).await;
    let record = owner.find(&address).await;
    assert_eq!(record.consents[0].state, ConsentState::Given);
    assert_eq!(record.consents[0].asked_at, Some(customer.consents[0].at));
    let given = owner.history(&customer.id).await;
    let given = given.iter().filter(|e| e.fact.code() == "consent_given");
    assert_eq!(given.count(), 1);
    // The mail's link has nothing left to do, and says so kindly.
    browser.confirms_consent(&token).await.expect("204");
    let record = owner.find(&address).await;
    assert_eq!(record.consents.len(), 1);
}

#[tokio::test]
async fn t13_empty_short_foreign_and_old_links_get_one_answer() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (browser, address, customer) = leaves(&world, &owner, "opt-in-old").await;
    let token = Mails::get().wait(&address, TEMPLATE).await.token();
    let first = browser.confirms_consent("").await.expect_err("422");
    let mut tokens = vec!["x".to_owned(), token[..42].to_owned(), "A".repeat(43)];
    let sql =
        format!("update consent_links set expires_at = expires_at - {LINK} where customer_id = ?1");
    world.database().rows(&sql, &[customer.id.as_str()]).await;
    tokens.push(token);
    for token in tokens {
        let refused = browser.confirms_consent(&token).await.expect_err("422");
        assert_eq!(
            (refused.status, &refused.fields),
            (422, &first.fields),
            "{token}"
        );
    }
    assert!(!agrees(&world, &customer.id).await);
}

#[tokio::test]
async fn staff_ask_and_take_back_but_never_give() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let clerk = Staff::of_role(&world, domain::account::Role::Support).await;
    let made = owner.creates(&email("opt-in-staff")).await;
    let asked = clerk.asks_consent(&made.id).await.expect("200");
    let question = &asked.consents[0];
    assert_eq!(
        (question.state, &*question.way),
        (ConsentState::Pending, "staff")
    );
    assert!(!asked.agrees());
    let refused = clerk.asks_consent(&made.id).await;
    assert_eq!(code(refused), (409, "asked".into()), "one a day");
    let token = Mails::get().wait(&made.email, TEMPLATE).await.token();
    Browser::new(&world).confirms_consent(&token).await.unwrap();
    let record = owner.customer(&made.id).await;
    assert!(record.agrees());
    assert_eq!(record.consents[0].asked_way.as_deref(), Some("staff"));
    assert_eq!(record.consents[0].text, question.text);
    assert_eq!(
        code(clerk.asks_consent(&made.id).await),
        (409, "consented".into())
    );
    for _ in 0..2 {
        let taken = clerk.withdraws_consent(&made.id).await.expect("200");
        assert!(!taken.agrees());
        assert_eq!(taken.consents[0].way, "staff");
        assert_eq!(taken.consents.len(), 2, "repeating it is no act");
    }
    let history = owner.history(&made.id).await;
    let told: Vec<_> = history.iter().map(|e| (e.fact.code(), e.actor)).collect();
    assert_eq!(
        told[..3],
        [
            ("consent_withdrawn", Actor::Staff),
            ("consent_given", Actor::Customer),
            ("consent_asked", Actor::Staff)
        ]
    );
}

#[tokio::test]
async fn a_question_does_not_follow_to_another_mailbox() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (_, address, customer) = leaves(&world, &owner, "opt-in-moved").await;
    let token = Mails::get().wait(&address, TEMPLATE).await.token();
    owner.moves(&customer.id, &email("opt-in-moved-to")).await;
    let answer = Browser::new(&world).confirms_consent(&token).await;
    assert_eq!(code(answer), (422, "fields".into()));
    assert!(!agrees(&world, &customer.id).await);
}
