//! Signing in and out: one answer for all that is wrong, tokens that rotate and really end.

use domain::account::Role;
use domain::api::Endpoint;
use domain::api::session::{GetSession, SignIn};
use domain::session::{BROWSER_COOKIE, COOKIE, DEVICE_COOKIE};
use serde_json::json;
use tests::staff::{self, Staff, password};
use tests::world::email;
use tests::{Browser, Reply, World};

async fn sign_in(browser: &Browser, email: &str, password: &str) -> Reply {
    let body = json!({ "email": email, "password": password }).to_string();
    let mut headers = tests::browser::same_origin(browser.world.url()).to_vec();
    headers.push(("content-type", "application/json"));
    browser
        .send_patiently("POST", "/api/session", &headers, &body)
        .await
}

/// The answer without its trace, which is each answer's own.
fn without_trace(reply: &Reply) -> String {
    let mut value = reply.value();
    value["trace"] = json!(null);
    format!("{} {:?} {value}", reply.status, reply.same_headers())
}

/// The line that sets this cookie.
fn set_cookie(reply: &Reply, name: &str) -> Option<String> {
    let lines = reply.headers.get_all("set-cookie");
    lines
        .iter()
        .filter_map(|line| line.to_str().ok())
        .find(|line| line.starts_with(name))
        .map(str::to_owned)
}

#[tokio::test]
async fn the_owner_signs_in_with_the_printed_password_and_is_known_as_such() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let account = owner.session().await.account.expect("signed in");
    assert_eq!(
        (account.email.as_str(), account.role),
        (owner.email.as_str(), Role::Owner)
    );
    assert_eq!(Browser::new(&world).session().await.account, None);
}

#[tokio::test]
async fn t04_every_wrong_credential_gets_one_answer() {
    let world = World::get();
    let known = staff::account(&world, Role::Support).await;
    let disabled = staff::account(&world, Role::Support).await;
    world
        .database()
        .rows(
            "update accounts set enabled = 0, can_sign_in = 0 where email = ?1",
            &[&disabled],
        )
        .await;
    let dormant = staff::account(&world, Role::Customer).await;
    world
        .database()
        .rows(
            "update accounts set password_hash = null, pepper_id = null where email = ?1",
            &[&dormant],
        )
        .await;
    let retired = staff::account(&world, Role::Support).await;
    world
        .database()
        .rows(
            "update accounts set pepper_id = 'gone' where email = ?1",
            &[&retired],
        )
        .await;
    let contact = email("contact-only");
    Browser::new(&world)
        .leave(&tests::contact::zoe(&contact))
        .await;

    let wrong = sign_in(&Browser::new(&world), &known, "not the password at all").await;
    wrong.expect(401);
    assert_eq!(wrong.problem().code, "credentials");
    for (what, address, typed) in [
        ("unknown", email("nobody"), password()),
        ("disabled, right password", disabled.clone(), password()),
        (
            "disabled, wrong password",
            disabled,
            "not the password at all".to_owned(),
        ),
        ("without a password", dormant, password()),
        ("hashed with a pepper that is gone", retired, password()),
        ("a customer without account", contact, password()),
        ("no address", "zoe@".to_owned(), password()),
        ("empty password", known.clone(), String::new()),
        ("too long a password", known.clone(), "x".repeat(20_000)),
    ] {
        let reply = sign_in(&Browser::new(&world), &address, &typed).await;
        if reply.status == 422 {
            // Told by form alone, before anything is looked up.
            assert!(
                ["no address", "empty password", "too long a password"].contains(&what),
                "{what}: {reply}"
            );
            continue;
        }
        assert_eq!(without_trace(&reply), without_trace(&wrong), "{what}");
    }
}

#[tokio::test]
async fn t11_a_chosen_session_stays_anonymous_and_each_sign_in_makes_a_new_one() {
    let world = World::get();
    let address = staff::account(&world, Role::Support).await;
    let chosen = "C".repeat(43);
    let victim = Browser::new(&world);
    victim.set_cookie(COOKIE, &chosen);
    victim.sign_in(&address, &password()).await.unwrap();
    let first = victim.cookie(COOKIE).unwrap();
    assert_ne!(first, chosen);
    let attacker = Browser::new(&world);
    attacker.set_cookie(COOKIE, &chosen);
    assert_eq!(attacker.session().await.account, None);
    attacker
        .send("GET", "/api/admin/customers", "")
        .await
        .expect(401);

    let old = victim.stolen();
    victim.sign_in(&address, &password()).await.unwrap();
    assert_ne!(victim.cookie(COOKIE).unwrap(), first);
    old.send("GET", "/api/admin/customers", "")
        .await
        .expect(401);
    victim
        .send("GET", "/api/admin/customers", "")
        .await
        .expect(200);
}

#[tokio::test]
async fn t12_signing_out_ends_the_session_on_the_server() {
    let world = World::get();
    let staff = Staff::of_role(&world, Role::Support).await;
    let checkout = staff.open_checkout().await.id;
    let thief = staff.stolen();
    thief
        .send("GET", "/api/admin/customers", "")
        .await
        .expect(200);
    let out = staff.send("DELETE", "/api/session", "").await;
    out.expect(204);
    assert_eq!(out.header("cache-control"), Some("no-store"));
    assert_eq!(
        staff.cookie(COOKIE),
        None,
        "the browser is told to forget it"
    );
    assert_eq!(staff.cookie(BROWSER_COOKIE), None, "and its checkouts");
    thief
        .send("GET", "/api/admin/customers", "")
        .await
        .expect(401);
    assert_eq!(thief.session().await.account, None);
    staff
        .send("GET", &format!("/api/checkouts/{checkout}"), "")
        .await
        .expect(404);
    thief.send("DELETE", "/api/session", "").await.expect(204);
    staff.send("DELETE", "/api/session", "").await.expect(204);
    Browser::new(&world)
        .send("DELETE", "/api/session", "")
        .await
        .expect(204);
}

#[tokio::test]
async fn t15_the_session_cookie_is_locked_to_the_host_and_only_its_hash_is_stored() {
    let world = World::get();
    let address = staff::account(&world, Role::Manager).await;
    let browser = Browser::new(&world);
    let reply = sign_in(&browser, &address, &password()).await;
    reply.expect(200);
    for name in [COOKIE, DEVICE_COOKIE] {
        let line = set_cookie(&reply, name)
            .unwrap_or_else(|| panic!("{name} is set"))
            .to_ascii_lowercase();
        for attribute in ["; path=/", "; secure", "; httponly"] {
            assert!(line.contains(attribute), "{attribute} in {line}");
        }
        assert!(
            line.contains("; samesite=lax") || line.contains("; samesite=strict"),
            "{line}"
        );
        assert!(!line.contains("domain="), "{line}");
    }
    let token = browser.cookie(COOKIE).unwrap();
    assert!(domain::session::is_token(&token), "{token}");
    assert!(!reply.text().contains(&token));
    let rows = world
        .database()
        .rows(
            "select s.* from sessions s join accounts a on a.id = s.account_id where a.email = ?1",
            &[&address],
        )
        .await;
    assert_eq!(rows.len(), 1);
    assert!(!format!("{rows:?}").contains(&token), "{rows:?}");
}

#[tokio::test]
async fn t13_an_account_switched_off_loses_its_sessions_at_once() {
    let world = World::get();
    let staff = Staff::of_role(&world, Role::Support).await;
    staff
        .send("GET", "/api/admin/customers", "")
        .await
        .expect(200);
    world
        .database()
        .rows(
            "update accounts set enabled = 0, can_sign_in = 0 where email = ?1",
            &[&staff.email],
        )
        .await;
    staff
        .send("GET", "/api/admin/customers", "")
        .await
        .expect(401);
    assert_eq!(staff.session().await.account, None);
}

#[tokio::test]
async fn a_session_ends_when_idle_and_at_its_end() {
    let world = World::get();
    for column in ["idle_at", "ends_at"] {
        let staff = Staff::of_role(&world, Role::Support).await;
        staff
            .send("GET", "/api/admin/customers", "")
            .await
            .expect(200);
        let sql = format!(
            "update sessions set {column} = 1 where account_id = (select id from accounts where email = ?1)"
        );
        world.database().rows(&sql, &[&staff.email]).await;
        staff
            .send("GET", "/api/admin/customers", "")
            .await
            .expect(401);
        assert_eq!(staff.session().await.account, None, "past {column}");
    }
}

#[tokio::test]
async fn staff_sessions_last_a_working_day_even_when_remembering_is_asked_for() {
    let world = World::get();
    let address = staff::account(&world, Role::Owner).await;
    let browser = Browser::new(&world);
    let credentials = domain::api::session::Credentials {
        email: address.clone(),
        password: Some(password()),
        code: None,
        remember: true,
    };
    // The other tests sign in at the same moment: a busy isolate is asked again, as the form does.
    let body = serde_json::to_string(&credentials).unwrap();
    let json = [("content-type", "application/json")];
    let reply = browser
        .send_patiently("POST", SignIn::PATH, &json, &body)
        .await;
    reply.expect(200);
    let line = set_cookie(&reply, COOKIE).unwrap().to_ascii_lowercase();
    let (_, age) = line.split_once("max-age=").expect("the cookie has an end");
    let age: i64 = age.split(';').next().unwrap().parse().unwrap();
    assert!(age <= 12 * 3_600 && !line.contains("expires"), "{line}");
    let sql = "select max(ends_at - created_at) from sessions where account_id = (select id from accounts where email = ?1)";
    let lasts = world.database().number(sql, &[&address]).await;
    assert!(lasts <= 12 * 3_600_000, "{lasts}");
}

#[tokio::test]
async fn broken_session_cookies_are_anonymous() {
    let world = World::get();
    let long = "A".repeat(5_000);
    for cookie in [
        "",
        "x",
        "' or 1=1 --",
        long.as_str(),
        "%00",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ] {
        let browser = Browser::new(&world);
        let headers = [(
            "cookie",
            format!("{COOKIE}={cookie}; {BROWSER_COOKIE}={cookie}"),
        )];
        let headers = [(headers[0].0, headers[0].1.as_str())];
        let session = browser.raw("GET", "/api/session", &headers, "").await;
        assert_eq!(session.value(), json!({ "account": null }), "{cookie}");
        browser
            .raw("GET", "/api/admin/customers", &headers, "")
            .await
            .expect(401);
    }
    // Of two cookies with one name neither may be trusted over the other's head: never a mix, never an error.
    let staff = Staff::of_role(&world, Role::Support).await;
    let token = staff.cookie(COOKIE).unwrap();
    let twice = format!("{COOKIE}={}; {COOKIE}={token}", "A".repeat(43));
    let reply = Browser::new(&world)
        .raw("GET", "/api/session", &[("cookie", &twice)], "")
        .await;
    assert!([200, 400].contains(&reply.status), "{reply}");
}

#[tokio::test]
async fn t17_a_password_is_taken_exactly_as_typed() {
    let world = World::get();
    let address = staff::account(&world, Role::Support).await;
    let right = password();
    for wrong in [
        format!(" {right}"),
        format!("{right} "),
        right.to_uppercase(),
        format!("{right}\u{0}"),
        right.chars().skip(1).collect(),
    ] {
        sign_in(&Browser::new(&world), &address, &wrong)
            .await
            .expect(401);
    }
    sign_in(&Browser::new(&world), &address, &right)
        .await
        .expect(200);
}

#[tokio::test]
async fn t17_an_endless_password_is_refused_without_work() {
    let world = World::get();
    let owner = world.owner().email.clone();
    let browser = Browser::new(&world);
    let huge = sign_in(&browser, &owner, &"x".repeat(1_000_000)).await;
    huge.expect(413);
    let long = sign_in(&browser, &owner, &"x".repeat(60_000)).await;
    assert!([401, 422].contains(&long.status), "{long}");
    let session = browser.reply::<GetSession>(&(), &(), &()).await;
    session.expect(200);
}

#[tokio::test]
async fn t23_credentials_of_the_wrong_kind_are_refused() {
    let browser = Browser::new(&World::get());
    for body in [
        json!({ "email": ["a@example.com", "b@example.com"], "password": "x" }),
        json!({ "email": { "$ne": "" }, "password": { "$ne": "" } }),
        json!({ "email": "a@example.com", "password": 123456789012u64 }),
        json!({ "email": "a@example.com", "password": null }),
        json!({ "email": "a@example.com", "password": "x", "role": "owner" }),
        json!({ "email": "a@example.com", "password": "x", "remember": "yes" }),
        json!([]),
    ] {
        browser
            .send("POST", "/api/session", &body.to_string())
            .await
            .expect(422);
    }
    let twice = r#"{"email":"a@example.com","email":"b@example.com","password":"x"}"#;
    browser
        .send("POST", "/api/session", twice)
        .await
        .expect(422);
    let empty = browser.send("POST", "/api/session", "{}").await;
    assert!([401, 422].contains(&empty.status), "{empty}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sign_ins_given_up_half_way_take_nobodys_place_for_good() {
    let world = World::get();
    let address = staff::account(&world, Role::Support).await;
    for _ in 0..3 {
        let mut running = tokio::task::JoinSet::new();
        for _ in 0..20 {
            let world = world.clone();
            running.spawn(async move {
                let browser = Browser::new(&world);
                let body = json!({ "email": email("gone-away"), "password": "a wrong password" })
                    .to_string();
                browser.send("POST", "/api/session", &body).await;
            });
        }
        // Everybody closes the window while the checks are waiting or running.
        tokio::time::sleep(std::time::Duration::from_millis(60)).await;
        running.abort_all();
        while running.join_next().await.is_some() {}
    }
    // `sign_in` tries again as the form does, and gives up after half a minute.
    Browser::new(&world)
        .sign_in(&address, &password())
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn forty_sign_ins_at_once_all_get_in_and_health_answers_meanwhile() {
    let world = World::get();
    let address = staff::account(&world, Role::Support).await;
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..40 {
        let (world, address) = (world.clone(), address.clone());
        running.spawn(async move {
            Browser::new(&world)
                .sign_in(&address, &password())
                .await
                .is_ok()
        });
    }
    let visitor = Browser::new(&world);
    for _ in 0..10 {
        let health = visitor.send("GET", "/api/health", "").await;
        assert!(
            health.took < std::time::Duration::from_secs(2),
            "{:?}",
            health.took
        );
    }
    assert_eq!(running.join_all().await, vec![true; 40]);
}
