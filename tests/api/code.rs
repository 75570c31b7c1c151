//! Signing in by a code from the mailbox: in the browser that asked, once, soon, and never by guessing (rule 12).

use domain::account::Role;
use domain::code::TRIES_MAX;
use domain::customer::AccountState;
use domain::history::{Actor, Fact};
use domain::locale::Locale;
use domain::session::{BROWSER_COOKIE, COOKIE};
use serde_json::json;
use std::sync::Arc;
use tests::contact::{somebody_else, zoe};
use tests::proving::PASSWORD;
use tests::staff::{self, Staff};
use tests::world::email;
use tests::{Browser, Mails, World};

/// A mailbox that the shop knows from a checkout, nothing more.
async fn known(world: &World) -> String {
    let address = email("coded");
    Browser::new(world).leave(&zoe(&address)).await;
    address
}

/// Asks for a code and reads it in the mailbox, which got so many before.
async fn code(browser: &Browser, address: &str, before: usize) -> String {
    browser.ask_code(address).await.expect(202);
    let mail = Mails::get().wait_for(address, "code", before + 1).await;
    mail.code()
}

/// Another six digits.
fn wrong(code: &str) -> String {
    let number: u32 = code.parse().unwrap();
    format!("{:06}", (number + 1) % 1_000_000)
}

async fn refused(browser: &Browser, address: &str, code: &str) {
    let problem = browser.sign_in_by_code(address, code).await.unwrap_err();
    assert_eq!(
        (problem.status, problem.code.as_ref()),
        (401, "code"),
        "{problem:?}"
    );
    assert_eq!(problem.fields, []);
    assert_eq!(browser.session().await.account, None);
}

#[tokio::test]
async fn a_code_makes_the_account_where_there_is_none_and_proves_the_mailbox() {
    let world = World::get();
    let address = known(&world).await;
    let owner = Staff::owner(&world).await;
    let before = owner.find(&address).await;
    assert_eq!(before.account, AccountState::None);
    let shopper = Browser::new(&world);
    let session = shopper.prove(&address).await;
    let account = session.account.unwrap();
    assert_eq!((&account.email, account.role), (&address, Role::Customer));
    assert!(!account.has_password && !account.must_change);
    assert_eq!(shopper.session().await.account, Some(account));
    let profile = shopper.profile().await;
    assert_eq!(
        (profile.first_name.as_str(), profile.email.as_str()),
        ("Zoé", address.as_str())
    );
    let after = owner.find(&address).await;
    assert_eq!(
        (&after.id, after.account),
        (&before.id, AccountState::Enabled)
    );
    let facts: Vec<(Fact, Actor)> = owner
        .history(&before.id)
        .await
        .iter()
        .map(|entry| (entry.fact, entry.actor))
        .collect();
    assert!(
        facts.contains(&(Fact::MailboxProved, Actor::Customer)),
        "{facts:?}"
    );
    // Once more in another browser: the same account.
    let again = Browser::new(&world).prove(&address).await;
    assert_eq!(again.account.unwrap().id, session_id(&shopper).await);
}

async fn session_id(browser: &Browser) -> domain::id::AccountId {
    browser.session().await.account.unwrap().id
}

#[tokio::test]
async fn t11_a_code_makes_a_session_of_its_own_and_may_be_remembered() {
    let world = World::get();
    let address = known(&world).await;
    let shopper = Browser::new(&world);
    let chosen = "C".repeat(43);
    shopper.set_cookie(COOKIE, &chosen);
    shopper.prove(&address).await;
    let first = shopper.cookie(COOKIE).unwrap();
    assert_ne!(first, chosen);
    let sql = "select max(ends_at - created_at) from sessions where account_id = (select id from accounts where email = ?1)";
    let lasts = world.database().number(sql, &[&address]).await;
    assert_eq!(lasts, 12 * 3_600_000);
    let old = shopper.stolen();
    shopper.ask_code(&address).await.expect(202);
    let code = Mails::get().wait_for(&address, "code", 2).await.code();
    let remembered = json!({ "email": address, "code": code, "remember": true });
    let reply = shopper
        .send("POST", "/api/session", &remembered.to_string())
        .await;
    reply.expect(200);
    assert_ne!(shopper.cookie(COOKIE).unwrap(), first);
    assert_eq!(old.session().await.account, None, "the one before is over");
    let lasts = world.database().number(sql, &[&address]).await;
    assert_eq!(lasts, 30 * 24 * 3_600_000);
}

#[tokio::test]
async fn t21_a_code_works_once_only_where_it_was_asked_for_and_not_for_another_mailbox() {
    let world = World::get();
    let (address, other) = (known(&world).await, known(&world).await);
    let shopper = Browser::new(&world);
    let typed = code(&shopper, &address, 0).await;
    let stranger = Browser::new(&world);
    stranger.open_checkout().await;
    refused(&stranger, &address, &typed).await;
    stranger.ask_code(&other).await.expect(202);
    refused(&stranger, &address, &typed).await;
    refused(&stranger, &other, &typed).await;
    refused(&shopper, &other, &typed).await;
    // As people type it: in two groups.
    let (head, tail) = typed.split_at(3);
    let session = shopper
        .sign_in_by_code(&address, &format!(" {head} {tail} "))
        .await;
    assert!(session.unwrap().account.is_some());
    let cookie = shopper.cookie(BROWSER_COOKIE);
    shopper.sign_out().await;
    refused(&shopper, &address, &typed).await;
    if let Some(cookie) = cookie {
        shopper.set_cookie(BROWSER_COOKIE, &cookie);
        refused(&shopper, &address, &typed).await;
    }
}

#[tokio::test]
async fn t21_wrong_codes_use_the_code_up() {
    let world = World::get();
    let address = known(&world).await;
    let shopper = Browser::new(&world);
    let typed = code(&shopper, &address, 0).await;
    for _ in 0..TRIES_MAX {
        refused(&shopper, &address, &wrong(&typed)).await;
    }
    refused(&shopper, &address, &typed).await;
    // One that was tried less still works.
    let (address, shopper) = (known(&world).await, Browser::new(&world));
    let typed = code(&shopper, &address, 0).await;
    for _ in 0..TRIES_MAX - 1 {
        refused(&shopper, &address, &wrong(&typed)).await;
    }
    shopper.sign_in_by_code(&address, &typed).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t21_guesses_at_once_are_counted_one_by_one() {
    let world = World::get();
    let address = known(&world).await;
    let shopper = Arc::new(Browser::new(&world));
    let typed = code(&shopper, &address, 0).await;
    let start = Arc::new(tokio::sync::Barrier::new(30));
    let mut running = tokio::task::JoinSet::new();
    for place in 1..=30u32 {
        let (shopper, start, address) = (shopper.clone(), start.clone(), address.clone());
        let guess = format!("{:06}", (typed.parse::<u32>().unwrap() + place) % 1_000_000);
        running.spawn(async move {
            start.wait().await;
            let problem = shopper.sign_in_by_code(&address, &guess).await.unwrap_err();
            assert!([401, 429].contains(&problem.status), "{problem:?}");
        });
    }
    running.join_all().await;
    let problem = shopper.sign_in_by_code(&address, &typed).await.unwrap_err();
    assert!([401, 429].contains(&problem.status), "{problem:?}");
    let sql = "select max(tries) from codes where email_key = ?1";
    let tries = world.database().number(sql, &[&address]).await;
    assert!(tries <= i64::from(TRIES_MAX), "{tries} were compared");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t21_of_twenty_uses_of_a_code_at_once_one_wins() {
    let world = World::get();
    let address = known(&world).await;
    let shopper = Arc::new(Browser::new(&world));
    let typed = code(&shopper, &address, 0).await;
    let asked = shopper.cookies();
    let start = Arc::new(tokio::sync::Barrier::new(20));
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let (world, start, asked) = (world.clone(), start.clone(), asked.clone());
        let (address, typed) = (address.clone(), typed.clone());
        running.spawn(async move {
            let same = Browser::new(&world);
            for (name, value) in &asked {
                same.set_cookie(name, value);
            }
            start.wait().await;
            let outcome = same.sign_in_by_code(&address, &typed).await;
            if let Err(problem) = &outcome {
                assert!([401, 429].contains(&problem.status), "{problem:?}");
            }
            outcome.is_ok()
        });
    }
    let won = running.join_all().await.into_iter().filter(|won| *won);
    assert_eq!(won.count(), 1);
    let sql = "select count(*) from sessions where account_id = (select id from accounts where email = ?1)";
    assert_eq!(world.database().number(sql, &[&address]).await, 1);
    let sql = "select count(*) from accounts where email = ?1";
    assert_eq!(world.database().number(sql, &[&address]).await, 1);
}

#[tokio::test]
async fn t21_a_newer_code_ends_the_one_before_and_time_ends_both() {
    let world = World::get();
    let address = known(&world).await;
    let shopper = Browser::new(&world);
    let first = code(&shopper, &address, 0).await;
    let second = code(&shopper, &address, 1).await;
    if first != second {
        refused(&shopper, &address, &first).await;
    }
    let sql = "update codes set expires_at = 1 where email_key = ?1";
    world.database().rows(sql, &[&address]).await;
    refused(&shopper, &address, &second).await;
    let third = code(&shopper, &address, 2).await;
    shopper.sign_in_by_code(&address, &third).await.unwrap();
}

#[tokio::test]
async fn t21_a_code_lives_ten_minutes_and_is_not_in_the_database() {
    let world = World::get();
    let address = known(&world).await;
    let shopper = Browser::new(&world);
    let before = tests::world::now();
    let typed = code(&shopper, &address, 0).await;
    let database = world.database();
    let sql = "select max(expires_at) from codes where email_key = ?1";
    let ends = database.number(sql, &[&address]).await;
    let longest = tests::world::now() + domain::code::LIFETIME;
    assert!((before..=longest).contains(&ends), "{ends}");
    for sql in [
        "select * from codes where email_key = ?1",
        "select * from outbox where recipient = ?1",
    ] {
        let rows = database.rows(sql, &[&address]).await;
        assert!(!rows.is_empty());
        assert!(!format!("{rows:?}").contains(&typed), "{rows:?}");
    }
}

#[tokio::test]
async fn t04_codes_leave_for_known_mailboxes_only() {
    let world = World::get();
    let asker = Browser::new(&world);
    let (unknown, disabled, last) = (email("unknown"), known(&world).await, known(&world).await);
    Browser::new(&world).prove(&disabled).await;
    let sql = "update accounts set enabled = 0, can_sign_in = 0 where email = ?1";
    world.database().rows(sql, &[&disabled]).await;
    let codes = Mails::get().count(&disabled, "code").await;
    for address in [&unknown, &disabled, &last] {
        let reply = asker.ask_code(address).await;
        reply.expect(202);
        assert_eq!(reply.text(), "");
    }
    // The last one asked for has come: the others will not.
    Mails::get().wait(&last, "code").await;
    assert_eq!(Mails::get().attempts(&unknown).await, 0);
    assert_eq!(Mails::get().count(&disabled, "code").await, codes);
    let sql = "select count(*) from outbox where recipient = ?1 and state = 'waiting'";
    for address in [&unknown, &disabled] {
        refused(&asker, address, "123456").await;
        assert_eq!(world.database().number(sql, &[address]).await, 0);
    }
    let sql = "select enabled from accounts where email = ?1";
    assert_eq!(
        world.database().number(sql, &[&disabled]).await,
        0,
        "nothing switches a disabled account on"
    );
}

#[tokio::test]
async fn staff_sign_in_by_password_and_never_by_a_code() {
    let world = World::get();
    let clerk = staff::account(&world, Role::Support).await;
    let browser = Browser::new(&world);
    browser.ask_code(&clerk).await.expect(202);
    let after = known(&world).await;
    code(&browser, &after, 0).await;
    assert_eq!(Mails::get().attempts(&clerk).await, 0);
}

#[tokio::test]
async fn the_mail_speaks_the_customers_language_and_names_nothing_typed() {
    let world = World::get();
    for (locale, word) in [
        (Locale::Fr, "Votre code"),
        (Locale::En, "Your sign-in code"),
    ] {
        let address = email("language");
        let mut form = somebody_else(&address);
        form.first_name = "Zzyzx".into();
        form.locale = Some(locale.code().into());
        Browser::new(&world).leave(&form).await;
        let shopper = Browser::new(&world).speaking(locale);
        code(&shopper, &address, 0).await;
        let mail = Mails::get().wait(&address, "code").await;
        assert!(mail.message.subject.contains(word), "{mail}");
        assert!(!mail.message.html.contains("Zzyzx") && !mail.message.text.contains("Zzyzx"));
        assert!(
            !mail.message.subject.contains(&mail.code()),
            "lock screens show subjects: {mail}"
        );
    }
}

#[tokio::test]
async fn t02_proving_the_mailbox_ends_whatever_was_set_before() {
    let world = World::get();
    let address = email("hijack");
    Browser::new(&world).leave(&zoe(&address)).await;
    // Somebody got an account for the mailbox without reading it, with a password and sessions.
    let account = staff::account(&world, Role::Customer).await;
    let mut squatters = Vec::new();
    for _ in 0..2 {
        let squatter = Browser::new(&world);
        squatter
            .sign_in(&account, &staff::password())
            .await
            .unwrap();
        squatters.push(squatter);
    }
    let sql = "update accounts set email = ?1, email_key = ?1, verified_at = null, \
               customer_id = (select id from customers where email = ?1) where email = ?2";
    world.database().rows(sql, &[&address, &account]).await;

    let victim = Browser::new(&world);
    let session = victim.prove(&address).await.account.unwrap();
    assert!(!session.has_password, "the stranger's password is gone");
    for squatter in &squatters {
        assert_eq!(squatter.session().await.account, None);
        squatter.send("GET", "/api/account", "").await.expect(401);
    }
    let wrong = Browser::new(&world)
        .sign_in(&address, &staff::password())
        .await
        .unwrap_err();
    assert_eq!(wrong.status, 401);
    victim.change_password("", PASSWORD).await.unwrap();
    Browser::new(&world)
        .sign_in(&address, PASSWORD)
        .await
        .unwrap();
    let owner = Staff::owner(&world).await;
    let customer = owner.find(&address).await;
    assert_eq!(customer.account, AccountState::Enabled);
}

#[tokio::test]
async fn codes_of_the_wrong_shape_are_told_by_form() {
    let world = World::get();
    let address = known(&world).await;
    let shopper = Browser::new(&world);
    let typed = code(&shopper, &address, 0).await;
    for body in [
        json!({ "email": address, "code": 123456 }),
        json!({ "email": address, "code": [typed] }),
        json!({ "email": [address], "code": typed }),
        json!({ "email": address }),
        json!({ "email": address, "code": "" }),
        json!({ "email": address, "code": typed, "password": "both at once is neither" }),
    ] {
        let reply = shopper
            .send("POST", "/api/session", &body.to_string())
            .await;
        assert!([401, 422].contains(&reply.status), "{reply}");
        assert_eq!(shopper.session().await.account, None);
    }
    for shape in [
        "12345",
        "1234567",
        "abcdef",
        "１２３４５６",
        "' or 1",
        "00000\u{0}",
    ] {
        let problem = shopper.sign_in_by_code(&address, shape).await.unwrap_err();
        assert!([401, 422].contains(&problem.status), "{problem:?}");
    }
}
