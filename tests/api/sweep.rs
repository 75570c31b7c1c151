//! The sweep: what has ended is dropped and who may be kept no longer is erased. The clock is turned, so the shop is the test's own.

use domain::contact::ContactForm;
use domain::pending::KEPT_DAYS;
use domain::session::DAY;
use tests::contact::{named, zoe};
use tests::staff::Staff;
use tests::world::{email, now};
use tests::{Browser, Server, World};

/// Longer than any month.
const MONTH: i64 = 31 * DAY;

async fn count(world: &World, sql: &str, key: &str) -> i64 {
    world.database().number(sql, &[key]).await
}

async fn known(world: &World, address: &str) -> bool {
    count(
        world,
        "select count(*) from customers where email = ?1",
        address,
    )
    .await
        == 1
}

/// Makes a customer's visits look this old.
async fn age(world: &World, address: &str, millis: i64) {
    let database = world.database();
    let millis = millis.to_string();
    for sql in [
        "update customers set created_at = created_at - cast(?1 as integer) where email = ?2",
        "update checkouts set contact_at = contact_at - cast(?1 as integer), created_at = created_at - cast(?1 as integer), \
         expires_at = expires_at - cast(?1 as integer) where customer_id = (select id from customers where email = ?2)",
    ] {
        database.rows(sql, &[&millis, address]).await;
    }
}

#[tokio::test]
async fn the_sweep_erases_who_may_be_kept_no_longer_and_nobody_else() {
    let server = Server::start("sweep").await;
    let world = server.world.clone();
    let shop = Browser::new(&world)
        .get::<domain::api::shop::GetShop>(&(), &())
        .await
        .unwrap();
    let term = i64::from(shop.retention_months) * MONTH;
    let owner = Staff::owner(&world).await;

    let (gone, recent, back, buyer, account, ticked, consenting) = (
        email("gone"),
        email("recent"),
        email("back"),
        email("buyer"),
        email("account"),
        email("ticked"),
        email("consent"),
    );
    for address in [&gone, &recent, &back, &buyer, &account] {
        Browser::new(&world).leave(&zoe(address)).await;
    }
    for address in [&ticked, &consenting] {
        let form = ContactForm {
            marketing_consent: Some(true),
            ..zoe(address)
        };
        Browser::new(&world).leave(&form).await;
    }
    let database = world.database();
    database
        .rows(
            "update customers set stage = 'buyer' where email = ?1",
            &[&buyer],
        )
        .await;
    database
        .rows(
            "update customers set account = 'enabled' where email = ?1",
            &[&account],
        )
        .await;
    database.rows("update consents set state = 'given' where customer_id = (select id from customers where email = ?1)", &[&consenting]).await;
    // All of them long ago; one came back since.
    for address in [&gone, &back, &buyer, &account, &ticked, &consenting] {
        age(&world, address, term + DAY).await;
    }
    Browser::new(&world).leave(&zoe(&back)).await;
    Browser::new(&world)
        .leave(&named("Other", "Person", &gone))
        .await;
    age(&world, &gone, term + DAY).await;
    let id = owner.find(&gone).await.id;

    world.sweep_at(now()).await;

    for (who, address, expected) in [
        ("nobody came back", &gone, false),
        ("left details lately", &recent, true),
        ("came back lately", &back, true),
        ("bought", &buyer, true),
        ("has an account", &account, true),
        ("ticked a box and never proved the mailbox", &ticked, false),
        ("consented", &consenting, true),
    ] {
        assert_eq!(known(&world, address).await, expected, "{who}");
    }
    for table in [
        "addresses",
        "pending_details",
        "consents",
        "history",
        "checkouts",
    ] {
        let sql = format!("select count(*) from {table} where customer_id = ?1");
        assert_eq!(
            count(&world, &sql, id.as_str()).await,
            0,
            "{table} still know the erased person"
        );
    }
    let traces = "select count(*) from checkouts where contact like '%' || ?1 || '%'";
    assert_eq!(
        count(&world, traces, &gone).await,
        0,
        "what the person typed is gone too"
    );
    assert!(owner.search(&gone).await.is_empty(), "and cannot be found");
    let reply = owner
        .send("GET", &format!("/api/admin/customers/{id}"), "")
        .await;
    reply.expect(404);
    let index = database
        .rows(
            "select count(*) from customers_search where customers_search match '\"' || ?1 || '\"'",
            &[&gone],
        )
        .await;
    assert_eq!(index[0][0].as_f64(), Some(0.0));
    // The mailbox may come again, as new.
    Browser::new(&world).leave(&zoe(&gone)).await;
    assert!(known(&world, &gone).await);

    the_whole_term_passes(&world, &recent, term).await;
}

/// By the clock of the scheduled event alone: pending details go after their days, then the people.
async fn the_whole_term_passes(world: &World, recent: &str, term: i64) {
    let database = world.database();
    Browser::new(world)
        .leave(&named("Other", "Person", recent))
        .await;
    let waiting = "select count(*) from pending_details where customer_id = (select id from customers where email = ?1)";
    assert_eq!(count(world, waiting, recent).await, 1);
    let sessions = "select count(*) from sessions where ends_at > ?1 or ends_at <= ?1";
    assert!(count(world, sessions, "0").await >= 1);
    let start = now();

    world.sweep_at(start + (KEPT_DAYS - 1) * DAY).await;
    assert_eq!(
        count(world, waiting, recent).await,
        1,
        "pending details are kept {KEPT_DAYS} days"
    );
    assert_eq!(
        count(world, sessions, "0").await,
        0,
        "ended sessions are gone"
    );
    assert_eq!(
        database.number("select count(*) from throttles", &[]).await,
        0,
        "empty buckets are gone"
    );
    world.sweep_at(start + (KEPT_DAYS + 1) * DAY).await;
    assert_eq!(count(world, waiting, recent).await, 0, "and no longer");
    assert!(known(world, recent).await);

    world.sweep_at(start + term + 2 * DAY).await;
    assert!(!known(world, recent).await, "the term is over");
    assert_eq!(
        database.number("select count(*) from checkouts", &[]).await,
        0,
        "ended checkouts are gone"
    );
    assert_eq!(
        database.number("select count(*) from erasures", &[]).await,
        0
    );
    let left = database
        .number(
            "select count(*) from customers where stage = 'contact' and account = 'none'",
            &[],
        )
        .await;
    assert_eq!(left, 1, "only who consented is left");
    let counted = database
        .number("select coalesce(sum(n), 0) from customer_counts", &[])
        .await;
    assert_eq!(
        counted,
        database.number("select count(*) from customers", &[]).await,
        "the counts follow"
    );
}
