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
        ],
    ),
    (
        "T04 T19 T20 T22 T23 a mail for a forgotten password",
        &[("POST", "/api/password-resets"), ("POST", "/auth/forgot")],
    ),
    ("T22 a code by e-mail", &[("POST", "/api/session/codes")]),
    (
        "T14 changing password or e-mail",
        &[
            ("PUT", "/api/account/password"),
            ("PUT", "/api/account/email"),
            ("PUT", "/api/email-changes"),
        ],
    ),
    (
        "T24 T27 the customer's own space",
        &[
            ("GET", "/api/account"),
            ("PUT", "/api/account"),
            ("GET", "/api/account/orders"),
            ("GET", "/api/account/invoices"),
            ("GET", "/api/account/export"),
            ("POST", "/api/account/erasure"),
        ],
    ),
    (
        "T25 documents and uploads",
        &[
            ("GET", "/api/account/documents"),
            ("POST", "/api/admin/documents"),
            ("PUT", "/api/admin/documents"),
            ("POST", "/api/uploads"),
        ],
    ),
    (
        "T28 staff and groups",
        &[
            ("POST", "/api/admin/staff"),
            ("GET", "/api/admin/staff"),
            ("GET", "/api/admin/groups"),
        ],
    ),
    (
        "T31 T43 imports and exports",
        &[
            ("POST", "/api/admin/imports"),
            ("POST", "/api/admin/exports"),
            ("GET", "/api/admin/customers.csv"),
        ],
    ),
    (
        "T36 T29 orders",
        &[
            (
                "POST",
                "/api/checkouts/0192f0c1-2345-7000-8000-000000000000/order",
            ),
            ("GET", "/api/orders"),
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
        "T38 campaigns and unsubscribing",
        &[
            ("POST", "/api/admin/campaigns"),
            ("POST", "/api/unsubscribes/x"),
        ],
    ),
    (
        "T08 T42 mail",
        &[("GET", "/api/admin/outbox"), ("POST", "/api/admin/outbox")],
    ),
    (
        "T44 faults on demand",
        &[("POST", "/api/faults"), ("GET", "/api/debug")],
    ),
    (
        "T05 T30 settings and notes",
        &[("PUT", "/api/admin/settings"), ("POST", "/api/admin/notes")],
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
async fn customers_cannot_be_made_changed_or_deleted_by_the_list() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let address = tests::world::email("untouched");
    Browser::new(&world)
        .leave(&tests::contact::zoe(&address))
        .await;
    let customer = owner.find(&address).await;
    owner
        .send("POST", "/api/admin/customers", "{}")
        .await
        .expect(405);
    for method in ["PUT", "DELETE", "PATCH", "POST"] {
        let path = format!("/api/admin/customers/{}", customer.id);
        owner.send(method, &path, "{}").await.expect(405);
    }
    assert_eq!(owner.customer(&customer.id).await, customer);
}
