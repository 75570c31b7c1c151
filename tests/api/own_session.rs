//! Where one is signed in: the device in two words, and signing out there (T12).

use domain::device;
use tests::contact::zoe;
use tests::proving::PASSWORD;
use tests::recording::code;
use tests::staff::Staff;
use tests::world::email;
use tests::{Browser, World};

const PHONE: &str = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36";

/// Signs in as this browser would, on a device that says who it is.
async fn sign_in_on(browser: &Browser, email: &str, agent: &str) {
    let body = serde_json::json!({ "email": email, "password": PASSWORD }).to_string();
    let mut headers = tests::browser::same_origin(browser.world.url()).to_vec();
    headers.push(("content-type", "application/json"));
    headers.push(("user-agent", agent));
    let reply = browser
        .send_patiently("POST", "/api/session", &headers, &body)
        .await;
    reply.expect(200);
}

#[tokio::test]
async fn each_session_says_where_it_is_and_can_be_ended() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let address = email("sessions");
    let desk = Browser::new(&world);
    desk.leave(&zoe(&address)).await;
    desk.opens_account(&address).await;
    let phone = Browser::new(&world);
    sign_in_on(&phone, &address, PHONE).await;
    let hostile = Browser::new(&world);
    sign_in_on(&hostile, &address, "<img src=x onerror=alert(1)>").await;
    let open = phone.open_sessions().await;
    assert_eq!(open.len(), 3);
    let this: Vec<_> = open.iter().filter(|session| session.this).collect();
    assert_eq!(this.len(), 1);
    assert_eq!(this[0].device.browser, Some(device::Browser::Chrome));
    assert_eq!(this[0].device.system, Some(device::System::Android));
    assert!(this[0].seen_at >= this[0].created_at);
    let stored =
        "select count(*) from sessions where device like '%<img%' or device like '%Mozilla%'";
    assert_eq!(
        world.database().number(stored, &[]).await,
        0,
        "words of ours only"
    );

    // One by one: another's session is nobody's.
    let other = Browser::new(&world);
    let other_email = email("sessions-other");
    other.leave(&zoe(&other_email)).await;
    other.prove(&other_email).await;
    assert_eq!(code(other.ends_session(&this[0].id).await).0, 404);
    assert!(phone.session().await.account.is_some());
    let seen = hostile.open_sessions().await;
    let hostiles = &seen.iter().find(|session| session.this).unwrap().id;
    phone.ends_session(hostiles).await.expect("204");
    assert!(hostile.session().await.account.is_none(), "at once");
    assert_eq!(code(phone.ends_session(hostiles).await).0, 404, "once");
    // All but this one, and again.
    for _ in 0..2 {
        phone.ends_other_sessions().await.expect("204");
        assert_eq!(phone.open_sessions().await.len(), 1);
    }
    assert!(desk.session().await.account.is_none());
    let id = owner.find(&address).await.id;
    let facts = owner.facts(&id).await;
    assert_eq!(facts[..2], ["sessions_ended", "sessions_ended"]);
    // The own one: signed out here, cookie and all.
    let own = phone.open_sessions().await.remove(0).id;
    let stolen = phone.stolen();
    phone.ends_session(&own).await.expect("204");
    assert!(
        phone
            .cookie("__Host-session")
            .is_none_or(|value| value.is_empty())
    );
    assert!(stolen.session().await.account.is_none());
}
