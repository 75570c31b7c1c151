//! One-time links that set a password: one purpose, one use, an end, and only a hash kept.

use domain::account::Role;
use domain::api::Endpoint;
use domain::api::session::{NewPassword, SetPassword};
use domain::problem::Problem;
use domain::session::token;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use tests::reply::faults;
use tests::staff::{self, Staff, password};
use tests::world::now;
use tests::{Browser, World};

const HOUR: i64 = 3_600_000;

/// Makes a link for an account, as `cargo xtask deploy` does for the first owner, and gives its token.
async fn link(world: &World, email: &str, expires_at: i64) -> String {
    let mut random = [3; 32];
    random[..10].copy_from_slice(&staff::random());
    let token = token(&random);
    let hash: String = Sha256::digest(token.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let id = domain::id::Id::<()>::new(now(), staff::random());
    let sql = "insert into tokens (id, purpose, account_id, token_hash, expires_at) \
               select ?1, 'invitation', id, ?2, cast(?3 as integer) from accounts where email = ?4";
    world
        .database()
        .rows(sql, &[id.as_str(), &hash, &expires_at.to_string(), email])
        .await;
    token
}

/// Sets a password as the form does, patiently when too many are being checked.
async fn set(browser: &Browser, token: &str, password: &str) -> Result<(), Problem> {
    let new = NewPassword {
        token: token.into(),
        password: password.into(),
    };
    let body = serde_json::to_string(&new).unwrap();
    let mut headers = tests::browser::same_origin(browser.world.url()).to_vec();
    headers.push(("content-type", "application/json"));
    let reply = browser
        .send_patiently("PUT", SetPassword::PATH, &headers, &body)
        .await;
    match reply.status {
        204 => Ok(()),
        _ => Err(reply.problem()),
    }
}

#[tokio::test]
async fn t21_a_link_sets_the_password_once_ends_sessions_and_signs_nobody_in() {
    let world = World::get();
    let staff = Staff::of_role(&world, Role::Support).await;
    let token = link(&world, &staff.email, now() + HOUR).await;
    let older = link(&world, &staff.email, now() + HOUR).await;
    let browser = Browser::new(&world);

    let weak = set(&browser, &token, "court").await.unwrap_err();
    assert_eq!(
        faults(&weak),
        ["password: too_short"],
        "a refused password does not use the link up"
    );
    let own = set(&browser, &token, &staff.email).await.unwrap_err();
    assert_eq!(faults(&own), ["password: contains_email"]);
    for method in ["GET", "HEAD"] {
        let reply = browser.raw(method, "/api/password-resets", &[], "").await;
        reply.expect(405);
    }

    let chosen = "  le chat dort sur le zinc 😀 ";
    set(&browser, &token, chosen).await.unwrap();
    assert_eq!(
        browser.session().await.account,
        None,
        "nobody is signed in by it"
    );
    staff
        .send("GET", "/api/admin/customers", "")
        .await
        .expect(401);
    assert_eq!(
        faults(&set(&browser, &token, chosen).await.unwrap_err()).len(),
        1,
        "a link works once"
    );
    assert!(
        set(&browser, &older, chosen).await.is_err(),
        "its sisters are dead too"
    );

    let home = Browser::new(&world);
    for wrong in [chosen.trim(), password().as_str()] {
        assert_eq!(
            home.sign_in(&staff.email, wrong).await.unwrap_err().status,
            401,
            "{wrong}"
        );
    }
    home.sign_in(&staff.email, chosen).await.unwrap();
}

#[tokio::test]
async fn t17_long_passwords_count_to_their_last_byte() {
    let world = World::get();
    let address = staff::account(&world, Role::Support).await;
    let long = format!("{}a", "les pommes ".repeat(7));
    let token = link(&world, &address, now() + HOUR).await;
    set(&Browser::new(&world), &token, &long).await.unwrap();
    let other = format!("{}b", "les pommes ".repeat(7));
    assert_eq!(
        Browser::new(&world)
            .sign_in(&address, &other)
            .await
            .unwrap_err()
            .status,
        401
    );
    Browser::new(&world).sign_in(&address, &long).await.unwrap();

    let token = link(&world, &address, now() + HOUR).await;
    let limit: String = "é!ab".chars().cycle().take(129).collect();
    let refused = set(&Browser::new(&world), &token, &limit)
        .await
        .unwrap_err();
    assert_eq!(faults(&refused), ["password: too_long"]);
}

#[tokio::test]
async fn t21_wrong_expired_and_disabled_links_are_all_told_alike() {
    let world = World::get();
    let address = staff::account(&world, Role::Support).await;
    let expired = link(&world, &address, now() - 1).await;
    let disabled = staff::account(&world, Role::Support).await;
    let withdrawn = link(&world, &disabled, now() + HOUR).await;
    world
        .database()
        .rows(
            "update accounts set enabled = 0, can_sign_in = 0 where email = ?1",
            &[&disabled],
        )
        .await;
    let unknown = token(&[9; 32]);
    let chosen = "le chat dort sur le zinc";
    let reference = set(&Browser::new(&world), &unknown, chosen)
        .await
        .unwrap_err();
    assert_eq!(reference.status, 422);
    assert_eq!(reference.fields[0].field, "token");
    for (what, token) in [
        ("expired", expired.as_str()),
        ("of a disabled account", &withdrawn),
        ("empty", ""),
        ("short", "abc"),
        ("SQL", "' or 1=1 --"),
    ] {
        let refused = set(&Browser::new(&world), token, chosen).await.unwrap_err();
        assert_eq!(
            (refused.status, faults(&refused)),
            (422, faults(&reference)),
            "{what}"
        );
    }
    Browser::new(&world)
        .sign_in(&address, &password())
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t21_of_twenty_uses_at_once_one_wins_and_only_its_password_works() {
    let world = World::get();
    let address = staff::account(&world, Role::Support).await;
    let token = Arc::new(link(&world, &address, now() + HOUR).await);
    let start = Arc::new(tokio::sync::Barrier::new(20));
    let mut running = tokio::task::JoinSet::new();
    for place in 0..20 {
        let (world, token, start) = (world.clone(), token.clone(), start.clone());
        running.spawn(async move {
            let browser = Browser::new(&world);
            let chosen = format!("le chat numero {place} dort ici");
            start.wait().await;
            match set(&browser, &token, &chosen).await {
                Ok(()) => (place, true),
                Err(problem) => {
                    assert_eq!(problem.status, 422, "{problem:?}");
                    (place, false)
                }
            }
        });
    }
    let winners: Vec<i32> = running
        .join_all()
        .await
        .into_iter()
        .filter(|(_, won)| *won)
        .map(|(place, _)| place)
        .collect();
    assert_eq!(winners.len(), 1, "{winners:?}");
    let right = format!("le chat numero {} dort ici", winners[0]);
    Browser::new(&world)
        .sign_in(&address, &right)
        .await
        .unwrap();
    let wrong = format!("le chat numero {} dort ici", (winners[0] + 1) % 20);
    assert_eq!(
        Browser::new(&world)
            .sign_in(&address, &wrong)
            .await
            .unwrap_err()
            .status,
        401
    );
}

#[tokio::test]
async fn t21_tokens_are_not_in_the_database() {
    let world = World::get();
    let address = staff::account(&world, Role::Support).await;
    let token = link(&world, &address, now() + HOUR).await;
    set(&Browser::new(&world), &token, "quatre pommes vertes")
        .await
        .unwrap();
    let hash = world
        .database()
        .rows(
            "select password_hash from accounts where email = ?1",
            &[&address],
        )
        .await;
    let hash = hash[0][0].as_str().unwrap().to_owned();
    assert!(
        hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
        "{hash}"
    );
    assert!(!hash.contains("pommes"));
    let rows = world.database().rows("select * from tokens", &[]).await;
    assert!(
        !format!("{rows:?}").contains(&token),
        "only hashes are kept"
    );
}
