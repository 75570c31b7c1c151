//! Passwords: changed by who knows them, set fresh from a code, refused when weak; what a change ends.

use tests::contact::zoe;
use tests::proving::PASSWORD;
use tests::reply::faults;
use tests::world::email;
use tests::{Browser, Mails, World};

pub const OTHER: &str = "quatre pommes vertes au four";

/// A customer's account with [`PASSWORD`], and its browser.
pub async fn account(world: &World) -> (Browser, String) {
    let address = email("reset");
    Browser::new(world).leave(&zoe(&address)).await;
    let browser = Browser::new(world);
    browser.opens_account(&address).await;
    (browser, address)
}

/// Asks for a link and reads its token; so many came before.
pub async fn link(world: &World, address: &str, before: usize) -> String {
    Browser::new(world).ask_reset(address).await.expect(202);
    let mail = Mails::get().wait_for(address, "reset", before + 1).await;
    mail.token()
}

pub async fn signs_in(world: &World, address: &str, password: &str) -> u16 {
    match Browser::new(world).sign_in(address, password).await {
        Ok(_) => 200,
        Err(problem) => problem.status,
    }
}

#[tokio::test]
async fn t14_changing_the_password_needs_the_old_one_and_ends_everything_else() {
    let world = World::get();
    let (home, address) = account(&world).await;
    let elsewhere = Browser::new(&world);
    elsewhere.sign_in(&address, PASSWORD).await.unwrap();
    let token = link(&world, &address, 0).await;
    let told = Mails::get().count(&address, "credentials_changed").await;
    let before = elsewhere.stolen();
    for (current, reason) in [("", "required"), ("wrong but long enough", "wrong")] {
        let refused = elsewhere.change_password(current, OTHER).await.unwrap_err();
        assert_eq!(faults(&refused), [format!("current: {reason}")]);
    }
    let weak = elsewhere.change_password(PASSWORD, "court").await;
    assert_eq!(faults(&weak.unwrap_err()), ["password: too_short"]);
    home.send("GET", "/api/account", "").await.expect(200);

    let session = elsewhere.change_password(PASSWORD, OTHER).await.unwrap();
    assert!(session.account.unwrap().has_password);
    elsewhere.send("GET", "/api/account", "").await.expect(200);
    for dead in [&home, &before] {
        dead.send("GET", "/api/account", "").await.expect(401);
    }
    let refused = Browser::new(&world).set_password(&token, PASSWORD).await;
    assert_eq!(refused.unwrap_err().status, 422, "open links are dead");
    Mails::get()
        .wait_for(&address, "credentials_changed", told + 1)
        .await;
    assert_eq!(signs_in(&world, &address, PASSWORD).await, 401);
    assert_eq!(signs_in(&world, &address, OTHER).await, 200);
}

#[tokio::test]
async fn a_password_is_set_without_the_old_one_only_fresh_from_a_code() {
    let world = World::get();
    let address = email("fresh");
    Browser::new(&world).leave(&zoe(&address)).await;
    let shopper = Browser::new(&world);
    shopper.prove(&address).await;
    let sql = "update sessions set proved_at = proved_at - 3600001 where account_id = (select id from accounts where email = ?1)";
    world.database().rows(sql, &[&address]).await;
    let stale = shopper.change_password("", PASSWORD).await.unwrap_err();
    assert_eq!((stale.status, stale.code.as_ref()), (403, "proof"));
    let fresh = Browser::new(&world);
    fresh.opens_account(&address).await;
    // From then on there is an old one to know.
    let refused = fresh.change_password("", OTHER).await.unwrap_err();
    assert_eq!(faults(&refused), ["current: required"]);
}

#[tokio::test]
async fn t18_weak_passwords_are_refused_at_both_doors_with_a_reason() {
    let world = World::get();
    let (home, address) = account(&world).await;
    let token = link(&world, &address, 0).await;
    let browser = Browser::new(&world);
    let (local, _) = address.split_once('@').unwrap();
    for (weak, reason) in [
        ("", "required"),
        ("onze signes", "too_short"),
        ("123456789012", "common"),
        ("passwordpassword", "common"),
        ("qwertyuiop123", "common"),
        (address.as_str(), "contains_email"),
        (&address.to_uppercase(), "contains_email"),
        (&format!("{local} 26!"), "contains_email"),
        ("maison lemoine", "contains_shop"),
        ("MaisonLemoine26", "contains_shop"),
        (&"é!ab".repeat(33), "too_long"),
    ] {
        let refused = browser.set_password(&token, weak).await.expect_err(weak);
        assert_eq!(faults(&refused), [format!("password: {reason}")], "{weak}");
        let refused = home.change_password(PASSWORD, weak).await.expect_err(weak);
        assert_eq!(faults(&refused), [format!("password: {reason}")], "{weak}");
    }
    // Neither used the link up nor ended a session; a phrase without figures is fine.
    home.send("GET", "/api/account", "").await.expect(200);
    browser.set_password(&token, OTHER).await.unwrap();
}
