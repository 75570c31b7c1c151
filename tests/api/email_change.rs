//! Another e-mail for an account (T12, T13, T24): asked for with the password, true once its mailbox confirmed it, and never a
//! way to learn who is a customer.

use domain::api::Endpoint;
use domain::api::security::{AskEmail, ConfirmEmail};
use domain::history::{Actor, Fact};
use serde_json::{Value, json};
use tests::contact::{somebody_else, zoe};
use tests::proving::PASSWORD;
use tests::recording::{code, outer, refused};
use tests::staff::Staff;
use tests::world::{email, now};
use tests::{Browser, Mails, Reply, World};

/// Somebody with an account and its password, signed in.
async fn customer(world: &World, who: &str) -> (Browser, String) {
    let address = email(who);
    let browser = Browser::new(world);
    browser.leave(&zoe(&address)).await;
    browser.opens_account(&address).await;
    (browser, address)
}

/// The token that was mailed to an address.
async fn token(address: &str) -> String {
    Mails::get().wait(address, "email_change").await.token()
}

async fn ask(browser: &Browser, email: &str) -> Reply {
    let body = json!({ "email": email, "password": PASSWORD });
    browser.send_form("PUT", AskEmail::PATH, &body).await
}

#[tokio::test]
async fn another_email_is_true_once_its_mailbox_confirmed_it() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (browser, old) = customer(&world, "moves").await;
    let elsewhere = Browser::new(&world);
    elsewhere.sign_in(&old, PASSWORD).await.unwrap();
    let before = owner.find(&old).await;
    let new = email("moved");
    browser.asks_email(&new, PASSWORD).await.expect("202");
    let state = browser.email_state().await;
    assert_eq!(state.email, old);
    let waiting = state.waiting.expect("it waits");
    assert_eq!(waiting.email, new);
    assert_eq!(waiting.until - waiting.asked_at, 24 * 3_600_000);
    // Until then the old one signs in, and the new one does not.
    let told = Mails::get().wait(&old, "email_change_asked").await;
    assert!(!format!("{told}").contains(&new), "{told}");
    let third = Browser::new(&world);
    third.sign_in(&old, PASSWORD).await.expect("still valid");
    assert_eq!(code(third.sign_in(&new, PASSWORD).await).0, 401);

    let link = token(&new).await;
    assert!(!old.is_empty() && !link.contains('@'));
    let stolen = browser.stolen();
    let session = browser.confirms_email(&link).await.expect("a good link");
    let account = session.account.expect("this browser goes on");
    assert_eq!(account.email, new);
    assert!(browser.session().await.account.is_some());
    for ended in [&elsewhere, &third, &stolen] {
        assert!(ended.session().await.account.is_none(), "every other ends");
    }
    assert_eq!(
        code(Browser::new(&world).sign_in(&old, PASSWORD).await).0,
        401
    );
    let fresh = Browser::new(&world);
    fresh
        .sign_in(&new, PASSWORD)
        .await
        .expect("the same password");
    let after = owner.find(&new).await;
    assert_eq!((&after.id, after.verified), (&before.id, true));
    assert_eq!(after.version, before.version + 1);
    assert!(owner.search(&old).await.is_empty(), "the search forgets it");
    assert!(
        owner
            .search(&new)
            .await
            .iter()
            .any(|row| row.id == after.id)
    );
    let history = owner.history(&after.id).await;
    let entry = &history[0];
    assert_eq!(
        (entry.actor, entry.fact),
        (Actor::Customer, Fact::EmailChanged)
    );
    assert_eq!(entry.detail.as_deref(), Some(&*old));
    assert_eq!(history[1].fact, Fact::EmailChangeAsked);
    let told = Mails::get().wait(&old, "email_changed").await;
    assert!(!format!("{told}").contains(&new), "{told}");
    // Once.
    assert_eq!(
        refused(Browser::new(&world).confirms_email(&link).await),
        ["token: token"]
    );
    assert_eq!(browser.email_state().await.waiting, None);
}

#[tokio::test]
async fn a_link_followed_where_nobody_is_signed_in_signs_nobody_in() {
    let world = World::get();
    let (browser, old) = customer(&world, "phone").await;
    let new = email("phone-new");
    ask(&browser, &new).await.expect(202);
    let phone = Browser::new(&world);
    let link = token(&new).await;
    let session = phone.confirms_email(&link).await.expect("a good link");
    assert!(session.account.is_none());
    assert!(phone.cookie("__Host-session").is_none());
    assert!(
        browser.session().await.account.is_none(),
        "every session ends"
    );
    // In another's browser neither.
    let (other, other_email) = customer(&world, "phone-other").await;
    browser.sign_in(&new, PASSWORD).await.unwrap();
    ask(&browser, &old).await.expect(202);
    let session = other.confirms_email(&token(&old).await).await.unwrap();
    assert!(session.account.is_none());
    let own = other.session().await.account.expect("their own stays");
    assert_eq!(own.email, other_email);
}

#[tokio::test]
async fn a_known_address_gets_the_same_answer_and_only_its_reader_is_told() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (known_guest, unknown) = (email("guest"), email("nobody"));
    Browser::new(&world)
        .leave(&somebody_else(&known_guest))
        .await;
    let (_, known_account) = customer(&world, "known").await;
    let staff = owner.email.clone();
    let mut answers = Vec::new();
    for address in [&unknown, &known_guest, &known_account, &staff] {
        let (browser, _) = customer(&world, "asks").await;
        let reply = ask(&browser, address).await;
        let figures = tests::Figures::of(&reply);
        let waiting = browser.email_state().await.waiting.map(|own| own.email);
        assert_eq!(waiting.as_ref(), Some(address));
        let profile = browser.profile().await;
        assert!(profile.email.starts_with("asks."));
        answers.push((
            reply.status,
            reply.text(),
            figures.trips,
            figures.statements,
        ));
    }
    assert!(
        answers.windows(2).all(|two| two[0] == two[1]),
        "{answers:?}"
    );
    for address in [&known_guest, &known_account] {
        let mail = Mails::get().wait(address, "email_taken").await;
        assert!(!mail.link().contains('#'), "no token: {mail}");
        assert!(!format!("{mail}").contains("asks."), "who asked: {mail}");
        assert_eq!(Mails::get().count(address, "email_change").await, 0);
    }
    token(&unknown).await;
    assert_eq!(Mails::get().count(&unknown, "email_taken").await, 0);
}

#[tokio::test]
async fn of_two_customers_who_ask_for_one_address_one_gets_it() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let wanted = email("wanted");
    let (one, _) = customer(&world, "one").await;
    let (two, _) = customer(&world, "two").await;
    let (first, second) = tokio::join!(ask(&one, &wanted), ask(&two, &wanted));
    assert_eq!((first.status, second.status), (202, 202));
    let mails = Mails::get();
    mails.wait_for(&wanted, "email_change", 2).await;
    let links = mails.of(&wanted).await;
    let links: Vec<String> = links.iter().map(|mail| mail.token()).collect();
    let (a, b) = (Browser::new(&world), Browser::new(&world));
    let (first, second) = tokio::join!(a.confirms_email(&links[0]), b.confirms_email(&links[1]));
    let lost = match (first, second) {
        (Ok(_), Err(lost)) | (Err(lost), Ok(_)) => lost,
        both => panic!("one gets it: {both:?}"),
    };
    assert_eq!(
        refused::<()>(Err(lost)),
        ["token: token"],
        "as any dead link"
    );
    owner.find(&wanted).await;
    let rows = "select count(*) from accounts where email_key = ?1";
    assert_eq!(world.database().number(rows, &[&wanted]).await, 1);
}

#[tokio::test]
async fn a_link_works_once_for_a_day_and_only_the_last_one() {
    let world = World::get();
    let (browser, old) = customer(&world, "links").await;
    let (first, second) = (email("first"), email("second"));
    ask(&browser, &first).await.expect(202);
    let dead = token(&first).await;
    ask(&browser, &second).await.expect(202);
    let link = token(&second).await;
    for bad in ["", "x", &dead, &old, "' or 1=1 --"] {
        assert_eq!(
            refused(browser.confirms_email(bad).await),
            ["token: token"],
            "{bad}"
        );
    }
    let set = "update email_changes set expires_at = 1 where email_key = ?1";
    world.database().rows(set, &[&second]).await;
    assert_eq!(
        refused(browser.confirms_email(&link).await),
        ["token: token"]
    );
    assert_eq!(
        browser.email_state().await.waiting,
        None,
        "it waits no more"
    );
    world.sweep_at(now()).await;
    let left = "select count(*) from email_changes where email_key = ?1";
    assert_eq!(world.database().number(left, &[&second]).await, 0);
    // Two at once: one is too late.
    ask(&browser, &second).await.expect(202);
    let mail = Mails::get().wait_for(&second, "email_change", 2).await;
    let (a, b) = (Browser::new(&world), Browser::new(&world));
    let link = mail.token();
    let (one, two) = tokio::join!(a.confirms_email(&link), b.confirms_email(&link));
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
}

#[tokio::test]
async fn a_change_that_is_withdrawn_is_no_more() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (browser, old) = customer(&world, "withdraws").await;
    let new = email("withdrawn");
    assert_eq!(
        code(browser.withdraws_email().await).0,
        404,
        "nothing waits"
    );
    ask(&browser, &new).await.expect(202);
    let link = token(&new).await;
    browser.withdraws_email().await.expect("204");
    assert_eq!(browser.email_state().await.waiting, None);
    assert_eq!(
        refused(browser.confirms_email(&link).await),
        ["token: token"]
    );
    let id = owner.find(&old).await.id;
    assert_eq!(owner.facts(&id).await[0], "email_change_withdrawn");
    // Also by another password, and when staff take the way in.
    for (count, by_staff) in [(2, false), (3, true)] {
        ask(&browser, &new).await.expect(202);
        let mail = Mails::get().wait_for(&new, "email_change", count).await;
        match by_staff {
            false => {
                let other = format!("{PASSWORD} !");
                browser.change_password(PASSWORD, &other).await.unwrap();
                browser.change_password(&other, PASSWORD).await.unwrap();
            }
            true => {
                owner.sets_account(&id, &outer(false)).await;
                owner.sets_account(&id, &outer(true)).await;
            }
        }
        let refused = refused(Browser::new(&world).confirms_email(&mail.token()).await);
        assert_eq!(refused, ["token: token"], "by staff: {by_staff}");
    }
}

#[tokio::test]
async fn the_password_is_asked_for_once_more() {
    let world = World::get();
    let (browser, old) = customer(&world, "asked").await;
    let new = email("asked-new");
    assert_eq!(
        refused(browser.asks_email(&new, "").await),
        ["password: required"]
    );
    assert_eq!(
        refused(browser.asks_email(&new, "pas celui-là du tout").await),
        ["password: wrong"]
    );
    assert_eq!(refused(browser.asks_email("x", "").await).len(), 2);
    assert_eq!(
        refused(browser.asks_email(&old, PASSWORD).await),
        ["email: same"]
    );
    assert_eq!(browser.email_state().await.waiting, None);
    assert_eq!(Mails::get().of(&new).await.len(), 0);
    // Without a password: the code that opened the session, for an hour.
    let coded = email("coded");
    let by_code = Browser::new(&world);
    by_code.leave(&zoe(&coded)).await;
    by_code.prove(&coded).await;
    let set = "update sessions set proved_at = ?2 where account_id = (select id from accounts where email = ?1)";
    world.database().rows(set, &[&coded, "1"]).await;
    assert_eq!(
        code(by_code.asks_email(&new, "").await),
        (403, "proof".into())
    );
    by_code.prove(&coded).await;
    by_code
        .asks_email(&new, "")
        .await
        .expect("proved a moment ago");
    // A mailbox that nobody proved takes no record elsewhere, whoever typed the password.
    let unproved = email("unproved");
    let owner = Staff::owner(&world).await;
    let made = owner.creates(&unproved).await;
    owner
        .sets_account(&made.id, &tests::recording::typed(PASSWORD))
        .await;
    let guest = Browser::new(&world);
    guest.sign_in(&unproved, PASSWORD).await.unwrap();
    let sql = "update accounts set must_change = 0 where email = ?1";
    world.database().rows(sql, &[&unproved]).await;
    assert_eq!(
        code(guest.asks_email(&email("x"), PASSWORD).await),
        (403, "proof".into())
    );
}

#[tokio::test]
async fn who_asks_too_often_waits() {
    let world = World::get();
    let (browser, _) = customer(&world, "often").await;
    for _ in 0..5 {
        ask(&browser, &email("often-new")).await.expect(202);
    }
    let reply = ask(&browser, &email("often-new")).await;
    assert_eq!(reply.status, 429, "{reply}");
    assert!(reply.header("retry-after").is_some());
    // And one mailbox gets three at most, whoever asks.
    let bombed = email("bombed");
    for _ in 0..4 {
        let (browser, _) = customer(&world, "bomber").await;
        ask(&browser, &bombed).await.expect(202);
    }
    let rows = "select count(*) from outbox where recipient = ?1";
    assert_eq!(world.database().number(rows, &[&bombed]).await, 3);
}

#[tokio::test]
async fn t27_t34_nothing_else_is_read_from_the_body() {
    let world = World::get();
    let (browser, _) = customer(&world, "strict").await;
    for (path, body) in [
        (
            AskEmail::PATH,
            json!({ "email": "a@example.com", "password": "x", "customer_id": "x" }),
        ),
        (
            ConfirmEmail::PATH,
            json!({ "token": "x", "email": "a@example.com" }),
        ),
    ] {
        let reply = browser.send("PUT", path, &body.to_string()).await;
        assert_eq!(reply.status, 422, "{reply}");
        let value: Value = reply.value();
        assert_eq!(value["fields"][0]["reason"], "unknown_key");
    }
    let broken = email("x").replace('@', "\u{0}@");
    assert_eq!(
        refused(browser.asks_email(&broken, PASSWORD).await),
        ["email: malformed"]
    );
}
