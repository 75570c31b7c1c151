//! The route matrix: every endpoint of the contract by everybody who might ask (rule 13), and what staff try beyond their
//! role (T28).

use crate::sample::sample;
use domain::account::Role;
use domain::api::order::IDEMPOTENCY_KEY;
use domain::api::{self, Access, Declared, Method};
use domain::credentials::AccountForm;
use domain::customer::CustomerForm;
use domain::permission::Right;
use domain::upload::NAME_HEADER;
use serde_json::{Value, json};
use tests::browser::{fill, same_origin};
use tests::buying::idempotency_key;
use tests::contact::zoe;
use tests::proving::PASSWORD;
use tests::recording::typed;
use tests::staff::{self, Staff, password};
use tests::world::email;
use tests::{Browser, Reply, World};

/// Somebody who might ask.
struct Actor {
    name: &'static str,
    /// What the session is worth; none for nobody's.
    role: Option<Role>,
    browser: Staff,
}

impl Actor {
    /// Whether the permission table lets them.
    fn may(&self, right: Right) -> bool {
        self.role.is_some_and(|role| role.may(right))
    }
}

/// Everybody there is: strangers, customers and staff, and those of them who were let in once.
async fn everybody(world: &World, owner: &Staff) -> Vec<Actor> {
    let browser = |browser: Browser| Staff {
        browser,
        email: String::new(),
    };
    let mut all = Vec::new();
    let mut add = |name, role, browser| {
        all.push(Actor {
            name,
            role,
            browser,
        });
    };
    add("nobody", None, browser(Browser::new(world)));
    let other = Browser::new(world);
    other.leave(&zoe(&email("other"))).await;
    add("another browser", None, browser(other));
    for (name, role) in [
        ("customer", Some(Role::Customer)),
        ("customer, disabled", None),
    ] {
        let address = email("matrix-customer");
        Browser::new(world).leave(&zoe(&address)).await;
        let customer = Browser::new(world);
        customer.prove(&address).await;
        if role.is_none() {
            disable(world, &address).await;
        }
        add(name, role, browser(customer));
    }
    for (name, role) in [
        ("support", Role::Support),
        ("manager", Role::Manager),
        ("owner", Role::Owner),
    ] {
        add(name, Some(role), Staff::of_role(world, role).await);
    }
    let ended = Staff::of_role(world, Role::Owner).await;
    let stolen = ended.stolen();
    ended.sign_out().await;
    add("owner, signed out", None, browser(stolen));
    let disabled = Staff::of_role(world, Role::Owner).await;
    disable(world, &disabled.email).await;
    add("owner, disabled", None, disabled);
    let removed = Staff::of_role(world, Role::Owner).await;
    let id = owner.member(&removed.email).await.id;
    owner.remove(&id).await.unwrap();
    add("owner, removed", None, removed);
    all
}

async fn disable(world: &World, email: &str) {
    let sql = "update accounts set enabled = 0, can_sign_in = 0 where email = ?1";
    world.database().rows(sql, &[email]).await;
}

/// What the contract promises: the statuses an answer may have.
fn promised(one: &Declared, actor: &Actor, also: &[u16]) -> Box<dyn Fn(u16) -> bool> {
    let done: Vec<u16> = also.iter().copied().chain([one.status]).collect();
    match (one.access, actor.role) {
        // Its token or signature is all that counts.
        (Access::Anywhere, _) => Box::new(move |status| done.contains(&status)),
        (Access::Public, _) => Box::new(|status| ![403, 404, 405].contains(&status)),
        // A customer is told first that another mailbox is locked.
        (Access::Browser, Some(Role::Customer)) => Box::new(|status| [404, 422].contains(&status)),
        (Access::Browser | Access::Order, _) => Box::new(|status| status == 404),
        (_, None) => Box::new(|status| status == 401),
        (Access::Account | Access::Customer, Some(Role::Customer)) | (Access::Account, _) => {
            Box::new(move |status| done.contains(&status))
        }
        (Access::Customer, _) => Box::new(|status| status == 403),
        (Access::Staff(right), _) if actor.may(right) => {
            Box::new(move |status| done.contains(&status))
        }
        (Access::Staff(_), _) => Box::new(|status| status == 403),
    }
}

async fn ask(one: &Declared, browser: &Browser, path: &str, body: &str) -> Reply {
    let key = idempotency_key();
    let mut headers = same_origin(browser.world.url()).to_vec();
    headers.push((IDEMPOTENCY_KEY, &key));
    if one.has_request {
        headers.push(("content-type", one.media()));
    }
    if one.is_raw {
        headers.push((NAME_HEADER, "sample.txt"));
    }
    let method = one.method.name();
    browser.send_patiently(method, path, &headers, body).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t26_every_endpoint_answers_everybody_as_the_contract_says() {
    let world = World::get();
    world.for_sale().await;
    let owner = Staff::owner(&world).await;
    let everybody = everybody(&world, &owner).await;
    // Erasing oneself and signing out come last, as they end the session.
    let mut all = api::all();
    all.sort_by_key(|one| match (one.method, one.path) {
        (Method::Post, "/api/account/erasure") => 1,
        (Method::Delete, "/api/session") => 2,
        _ => 0,
    });
    assert!(all.len() >= 70, "the table holds every endpoint");
    let (mut cells, mut wrong) = (0, Vec::new());
    for one in &all {
        let shared = sample(one, &owner, &owner).await;
        for actor in &everybody {
            // Who may change things has things of their own to change.
            let own = match one.access {
                Access::Staff(right) if actor.may(right) && one.method != Method::Get => {
                    Some(sample(one, &owner, &actor.browser).await)
                }
                _ => None,
            };
            let call = own.as_ref().unwrap_or(&shared);
            let reply = ask(one, &actor.browser, &call.path, &call.body).await;
            cells += 1;
            if !promised(one, actor, call.also)(reply.status) {
                wrong.push(format!(
                    "{} got {reply}, promised {:?}",
                    actor.name, one.access
                ));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {cells} cells:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert_eq!(cells, all.len() * everybody.len());
}

/// Calls of staff that have nothing to tell.
const UNTOLD: &[(&str, &str)] = &[
    ("POST", "/api/admin/markdown"),
    // Reads only.
    ("POST", "/api/admin/campaigns/preview"),
    ("POST", "/api/admin/campaigns/{id}/checks"),
    // Only counts: the change is told when it starts.
    ("POST", "/api/admin/bulks"),
    // How a file is read: the import is told when its file comes and when it goes in.
    ("PUT", "/api/admin/imports/{id}"),
    // Told with the message that the file goes into.
    ("POST", "/api/admin/conversations/files"),
    // Told with the document that the file goes into.
    ("POST", "/api/admin/documents/files"),
    // What is read and what is not: a mark, no deed.
    ("PUT", "/api/admin/conversations/{id}/read"),
    // The samples find nothing to end, to lift, to leave.
    ("DELETE", "/api/admin/customers/{id}/sessions"),
    ("DELETE", "/api/admin/customers/{id}/throttle"),
    ("DELETE", "/api/admin/customers/{id}/groups/{group}"),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_deed_of_staff_is_told() {
    let world = World::get();
    world.for_sale().await;
    let owner = Staff::owner(&world).await;
    let clerk = Staff::of_role(&world, Role::Owner).await;
    let lines = async || {
        let sql = "select count(*) from audit where account_id = (select id from accounts where email = ?1)";
        world.database().number(sql, &[&clerk.email]).await
    };
    let mut untold = Vec::new();
    let deeds = api::all().into_iter().filter(|one| {
        matches!(one.access, Access::Staff(_))
            && one.method != Method::Get
            && !UNTOLD.contains(&(one.method.name(), one.path))
    });
    for one in deeds {
        let call = sample(&one, &owner, &clerk).await;
        let before = lines().await;
        let reply = ask(&one, &clerk, &call.path, &call.body).await;
        let told = lines().await - before;
        if reply.status == one.status && told < 1 {
            untold.push(format!("{} {}: {told} lines", one.method.name(), call.path));
        }
    }
    assert!(untold.is_empty(), "{}", untold.join("\n"));
}

/// What the journal tells of somebody: deed and fields, oldest first.
async fn told(world: &World, email: &str) -> Vec<(String, Value)> {
    let sql = "select deed, fields from audit where account_id = (select id from accounts where email = ?1) order by seq";
    let rows = world.database().rows(sql, &[email]).await;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    rows.iter()
        .map(|row| {
            (
                text(&row[0]),
                serde_json::from_str(&text(&row[1])).unwrap_or_default(),
            )
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t28_what_staff_try_beyond_their_role_is_refused_and_told() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    for role in [Role::Support, Role::Manager] {
        let clerk = Staff::of_role(&world, role).await;
        let mut expected = vec![("signed_in".to_owned(), json!([]))];
        for (method, path) in [
            ("PUT", "/api/admin/customers/{id}/account"),
            ("PUT", "/api/admin/staff/{id}"),
            ("POST", "/api/admin/staff"),
            ("POST", "/api/admin/bulks"),
            ("GET", "/api/admin/sales"),
            ("GET", "/api/admin/audit"),
            ("PUT", "/api/admin/settings"),
        ] {
            let all = api::all();
            let one = all
                .iter()
                .find(|one| (one.method.name(), one.path) == (method, path));
            let one = one.expect("it is in the contract");
            let Access::Staff(right) = one.access else {
                panic!("{path} is for staff");
            };
            if role.may(right) {
                continue;
            }
            let call = sample(one, &owner, &owner).await;
            let reply = ask(one, &clerk, &call.path, &call.body).await;
            assert_eq!(reply.expect(403).problem().code, "right");
            expected.push(("refused".to_owned(), json!([method, path])));
        }
        assert!(expected.len() > 4, "{role:?}: {expected:?}");
        // Inviting oneself as an owner, and making oneself one.
        let own = owner.member(&clerk.email).await.id;
        let form = json!({ "name": "Me", "email": email("me"), "role": "owner" }).to_string();
        clerk
            .send("POST", "/api/admin/staff", &form)
            .await
            .expect(403);
        expected.push(("refused".to_owned(), json!(["POST", "/api/admin/staff"])));
        let path = format!("/api/admin/staff/{own}");
        let form = json!({ "role": "owner" }).to_string();
        clerk.send("PUT", &path, &form).await.expect(403);
        expected.push((
            "refused".to_owned(),
            json!(["PUT", "/api/admin/staff/{id}"]),
        ));
        assert_eq!(told(&world, &clerk.email).await, expected);
        assert_eq!(owner.member(&clerk.email).await.role, role);
    }
}

#[tokio::test]
async fn t28_no_door_for_customers_leads_to_an_account_of_staff() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let manager = Staff::of_role(&world, Role::Manager).await;
    let target = staff::account(&world, Role::Owner).await;
    let sql = "select * from accounts where email = ?1";
    let before = world.database().rows(sql, &[&target]).await;
    // A customer's record of the same mailbox, and one that is corrected to it.
    Browser::new(&world).leave(&zoe(&target)).await;
    let same = manager.find(&target).await;
    let forms = [
        typed(PASSWORD),
        AccountForm {
            can_sign_in: Some(true),
            invite: Some(true),
            ..AccountForm::default()
        },
        AccountForm {
            enabled: Some(false),
            ..AccountForm::default()
        },
    ];
    for form in &forms {
        let set = manager.set_account(&same.id, form).await;
        let status = set.map_or_else(|problem| problem.status, |_| 200);
        // Pausing an account that the customer has not is nothing to refuse.
        let harmless = form.enabled == Some(false) && status == 200;
        assert!(
            [409, 422].contains(&status) || harmless,
            "{form:?}: {status}"
        );
    }
    let refused = manager.send_reset(&same.id).await.unwrap_err();
    assert_eq!(refused.status, 409);
    let other = owner.creates(&email("corrected")).await;
    owner.sets_account(&other.id, &typed(PASSWORD)).await;
    let form = CustomerForm {
        version: Some(owner.customer(&other.id).await.version),
        email: Some(target.clone()),
        ..CustomerForm::default()
    };
    let refused = manager.edit(&other.id, &form).await.unwrap_err();
    assert!([409, 422].contains(&refused.status), "{refused:?}");
    let after = world.database().rows(sql, &[&target]).await;
    assert_eq!(before, after, "the account of staff is as it was");
    let wrong = Browser::new(&world).sign_in(&target, PASSWORD).await;
    assert_eq!(wrong.unwrap_err().status, 401);
    Browser::new(&world)
        .sign_in(&target, &password())
        .await
        .unwrap();
}

#[tokio::test]
async fn t28_nobody_reads_a_hash() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let rows = world
        .database()
        .rows(
            "select password_hash from accounts where email = ?1",
            &[&owner.email],
        )
        .await;
    let hash = rows[0][0].as_str().unwrap().to_owned();
    assert!(hash.starts_with("$argon2id$"), "there is one to be read");
    let salt = hash.split('$').nth(4).unwrap();
    for one in api::all().iter().filter(|one| one.method == Method::Get) {
        let call = sample(one, &owner, &owner).await;
        let text = ask(one, &owner, &call.path, "").await.text();
        for part in ["$argon2", "password_hash", "pepper", "token_hash", salt] {
            // The contract itself names no column either.
            assert!(!text.contains(part), "`{part}` stands in {}", call.path);
        }
    }
}

#[tokio::test]
async fn no_endpoint_of_the_router_is_missing_from_the_contract() {
    let visitor = Browser::new(&World::get());
    let served = visitor.send("GET", "/api/openapi.json", "").await.value();
    let mut listed: Vec<String> = Vec::new();
    for (path, methods) in served["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            listed.push(format!("{} {path}", method.to_uppercase()));
        }
    }
    let mut declared: Vec<String> = api::all()
        .iter()
        .map(|one| format!("{} {}", one.method.name(), one.path))
        .collect();
    listed.sort();
    declared.sort();
    assert_eq!(listed, declared);
    // What a path allows beyond GET and HEAD is what the contract declares for it.
    for one in api::all() {
        let reply = visitor
            .send("PATCH", &fill(one.path, &["1", "2"]), "")
            .await;
        reply.expect(405);
        let allowed = reply.header("allow").unwrap().to_owned();
        let mut allowed: Vec<&str> = allowed
            .split(',')
            .map(str::trim)
            .filter(|m| !["HEAD", "OPTIONS"].contains(m))
            .collect();
        let mut expected: Vec<&str> = api::all()
            .iter()
            .filter(|other| other.path == one.path)
            .map(|other| other.method.name())
            .collect();
        allowed.sort_unstable();
        expected.sort_unstable();
        assert_eq!(allowed, expected, "{}", one.path);
    }
}

#[tokio::test]
async fn what_is_not_there_is_404_and_what_is_no_id_too() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let absent = domain::id::CustomerId::new(1, staff::random());
    let customer = owner.creates(&email("upper")).await;
    let upper = customer.id.to_string().to_uppercase();
    for id in [
        absent.as_str(),
        "1",
        "0",
        "-1",
        "null",
        "..",
        "%2e%2e",
        "a'b",
        "%00",
        &upper,
        &"9".repeat(500),
    ] {
        for tail in ["", "/history"] {
            let reply = owner
                .send("GET", &format!("/api/admin/customers/{id}{tail}"), "")
                .await;
            assert!(
                [404, 400].contains(&reply.status) || (id.contains("..") || id.contains("%2e")),
                "{reply}"
            );
        }
    }
}
