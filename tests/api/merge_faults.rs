//! A merge and its undo, when a call to D1 fails: nothing is half written (T44).

use domain::api::duplicate::MergeCustomers;
use domain::api::{Endpoint, order::IDEMPOTENCY_KEY};
use serde_json::json;
use tests::Browser;
use tests::World;
use tests::buying::idempotency_key;
use tests::contact::zoe;
use tests::faults::{Case, Effects, Request, each_call_fails};
use tests::merging::taking;
use tests::staff::Staff;
use tests::world::email;

/// Two customers with a note each; the second one's e-mail is told.
async fn two(owner: &Staff) -> (domain::customer::Customer, domain::customer::Customer) {
    let mut made = Vec::new();
    for who in ["fault-a", "fault-b"] {
        let form = zoe(&email(who));
        Browser::new(&owner.world).leave(&form).await;
        let customer = owner.find(&form.email).await;
        owner.write_note(&customer.id, "note").await.unwrap();
        made.push(customer);
    }
    let second = made.remove(1);
    (made.remove(0), second)
}

#[tokio::test]
async fn t44_merge() {
    const EFFECTS: Effects = &[
        (
            "merges",
            "select count(*) from merges where customer_id = ?1",
            1,
        ),
        (
            "joined",
            "select count(*) = 2 from notes where customer_id = ?1",
            1,
        ),
        (
            "gone",
            "select count(*) from merges m where m.customer_id = ?1 and not exists (select 1 from customers where id = m.other_id)",
            1,
        ),
        (
            "told",
            "select count(*) from history where customer_id = ?1 and fact = 'merged'",
            1,
        ),
        (
            "journal",
            "select count(*) from audit where subject_id = ?1 and deed = 'merged'",
            1,
        ),
        (
            "keys",
            "select count(*) from idempotency_keys k join merges m on m.id = k.made where m.customer_id = ?1",
            1,
        ),
    ];
    let world = World::get();
    each_call_fails(&world, "merge", 201, EFFECTS, || async {
        let owner = Staff::owner(&world).await;
        let (first, second) = two(&owner).await;
        let body = json!(taking(&first, &second, &[])).to_string();
        let mut request =
            Request::new(owner.browser, "POST", MergeCustomers::PATH.to_owned(), body);
        request.headers.push((IDEMPOTENCY_KEY, idempotency_key()));
        Case {
            request,
            subject: first.id.to_string(),
        }
    })
    .await;
}

#[tokio::test]
async fn t44_merge_undone() {
    const EFFECTS: Effects = &[
        (
            "undone",
            "select count(*) from merges where customer_id = ?1 and undone_at is not null",
            1,
        ),
        (
            "there",
            "select count(*) from customers c join merges m on m.other_id = c.id where m.customer_id = ?1",
            1,
        ),
        (
            "parted",
            "select count(*) = 1 from notes where customer_id = ?1",
            1,
        ),
        (
            "dropped",
            "select count(*) from merges m where m.customer_id = ?1 and not exists (select 1 from merge_rows where merge_id = m.id)",
            1,
        ),
        (
            "told",
            "select count(*) from history where customer_id = ?1 and fact = 'merge_undone'",
            1,
        ),
    ];
    let world = World::get();
    each_call_fails(&world, "undo", 200, EFFECTS, || async {
        let owner = Staff::owner(&world).await;
        let (first, second) = two(&owner).await;
        let merge = owner.merges(&taking(&first, &second, &[])).await;
        let path = format!("/api/admin/merges/{}/undo", merge.id);
        let request = Request::new(owner.browser, "POST", path, String::new());
        Case {
            request,
            subject: first.id.to_string(),
        }
    })
    .await;
}
