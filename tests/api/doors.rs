//! Doors that Comptoir does not have (yet): an attack that needs one must find a wall.

use tests::staff::Staff;
use tests::{Browser, World};

/// Each door by the cases that would go through it.
const ABSENT: &[(&str, &[(&str, &str)])] = &[
    (
        "T01 T02 T18 registering",
        &[
            ("POST", "/api/accounts"),
            ("POST", "/api/register"),
            ("POST", "/auth/register"),
            ("POST", "/auth/forgot"),
        ],
    ),
    (
        "T14 T23 changing the e-mail by another way",
        &[
            ("POST", "/api/account/email"),
            ("GET", "/api/email-changes"),
        ],
    ),
    (
        "T24 T27 what the customer's own space does not have",
        &[
            ("POST", "/api/account"),
            ("PUT", "/api/account/role"),
            ("POST", "/api/account/invoices"),
            ("DELETE", "/api/account/purchases"),
        ],
    ),
    (
        "T24 T36 orders and mails by another way",
        &[
            ("GET", "/api/orders"),
            ("POST", "/api/orders"),
            ("POST", "/api/admin/orders"),
            ("POST", "/api/admin/outbox"),
            ("POST", "/api/admin/notes"),
        ],
    ),
    (
        "T25 documents and uploads",
        &[
            ("POST", "/api/account/documents"),
            ("PUT", "/api/admin/documents"),
            ("GET", "/files/x"),
            ("POST", "/api/uploads"),
        ],
    ),
    (
        "T28 roles and credentials by another way",
        &[
            ("PUT", "/api/admin/staff"),
            ("POST", "/api/admin/roles"),
            ("GET", "/api/admin/accounts"),
            ("POST", "/api/admin/accounts"),
            ("POST", "/api/admin/audit"),
            ("DELETE", "/api/admin/audit"),
        ],
    ),
    (
        "T31 T43 imports and exports by another way",
        &[
            ("PUT", "/api/admin/imports"),
            ("POST", "/api/admin/exports"),
            ("POST", "/api/admin/exports/customers"),
            ("GET", "/api/admin/customers.csv"),
        ],
    ),
    (
        "T37 payment webhooks",
        &[
            ("POST", "/api/webhooks/payment"),
            ("POST", "/webhooks/payment"),
        ],
    ),
    (
        "T38 unsubscribing by no token",
        &[
            ("POST", "/api/unsubscribes"),
            ("POST", "/api/unsubscribes/x"),
            ("DELETE", "/api/unsubscribes/x"),
        ],
    ),
    (
        "T44 faults on demand",
        &[("POST", "/api/faults"), ("GET", "/api/debug")],
    ),
];

#[tokio::test]
async fn doors_that_are_not_built_are_walls_for_everybody() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let visitor = Browser::new(&world);
    for (cases, doors) in ABSENT {
        for (method, path) in *doors {
            for browser in [&visitor, &owner.browser] {
                let body = if *method == "GET" {
                    ""
                } else {
                    "{\"email\":\"zoe@example.com\"}"
                };
                let reply = browser.send(method, path, body).await;
                assert!([404, 405].contains(&reply.status), "{cases}: {reply}");
            }
        }
    }
}

#[tokio::test]
async fn customers_are_changed_one_by_one_and_by_no_other_method() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let address = tests::world::email("untouched");
    Browser::new(&world)
        .leave(&tests::contact::zoe(&address))
        .await;
    let customer = owner.find(&address).await;
    for method in ["PUT", "DELETE", "PATCH"] {
        let reply = owner.send(method, "/api/admin/customers", "{}").await;
        reply.expect(405);
    }
    for method in ["PATCH", "POST"] {
        let path = format!("/api/admin/customers/{}", customer.id);
        owner.send(method, &path, "{}").await.expect(405);
    }
    assert_eq!(owner.customer(&customer.id).await, customer);
}
