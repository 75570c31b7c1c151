//! Query plans of what is put together for each request: the list by every order and filter, and the choice of a bulk change.

use crate::plan::read_whole;
use domain::api::Endpoint;
use domain::api::bulk::PrepareBulk;
use domain::api::checkout::SubmitContact;
use domain::api::conversation::ListConversations;
use domain::api::customer::ListCustomers;
use domain::api::export::{ExportCustomers, ExportQuery};
use domain::bulk::{BulkAct, BulkForm};
use domain::contact::ContactForm;
use domain::conversation::{InboxQuery, View};
use domain::customer::{AccountState, CustomerQuery, Sort, Stage};
use domain::id::GroupId;
use tests::browser::same_origin;
use tests::buying::idempotency_key;
use tests::contact::zoe;
use tests::staff::Staff;
use tests::world::email;
use tests::{Browser, World};

/// What the Worker asked D1 for this request.
async fn asked<E: Endpoint>(staff: &Staff, query: &E::Query, request: &E::Request) -> Vec<String>
where
    E::Params: Default,
{
    let path = domain::api::address::<E>(&E::Params::default(), query, tests::browser::escape);
    let body = match domain::api::is_empty::<E::Request>() {
        true => String::new(),
        false => serde_json::to_string(request).expect("requests are JSON"),
    };
    let mut headers = same_origin(staff.world.url()).to_vec();
    headers.push(("tell-sql", "1"));
    let key = idempotency_key();
    headers.push(("idempotency-key", &key));
    if !body.is_empty() {
        headers.push(("content-type", "application/json"));
    }
    let reply = staff.raw(E::METHOD.name(), &path, &headers, body).await;
    let told = reply.expect(E::STATUS).header("sql");
    serde_json::from_str(told.expect("the Worker of the tests tells its statements"))
        .expect("a list of statements")
}

/// Every filter by itself.
fn filters(group: &GroupId) -> Vec<CustomerQuery> {
    let none = CustomerQuery::default;
    vec![
        CustomerQuery {
            stage: Some(Stage::Buyer),
            ..none()
        },
        CustomerQuery {
            account: Some(AccountState::Enabled),
            ..none()
        },
        CustomerQuery {
            group: Some(group.clone()),
            ..none()
        },
        CustomerQuery {
            country: Some("BE".into()),
            ..none()
        },
        CustomerQuery {
            consent: Some(true),
            ..none()
        },
        CustomerQuery {
            pending: Some(true),
            ..none()
        },
        CustomerQuery {
            failing: Some(true),
            ..none()
        },
        CustomerQuery {
            failing: Some(false),
            ..none()
        },
        CustomerQuery {
            pending: Some(false),
            ..none()
        },
        CustomerQuery {
            created_from: Some(1),
            ..none()
        },
        CustomerQuery {
            ordered_to: Some(1),
            ..none()
        },
        CustomerQuery {
            q: "martin".into(),
            ..none()
        },
        CustomerQuery {
            q: "martin".into(),
            stage: Some(Stage::Buyer),
            ..none()
        },
        CustomerQuery {
            stage: Some(Stage::Buyer),
            country: Some("BE".into()),
            ..none()
        },
        CustomerQuery {
            group: Some(group.clone()),
            consent: Some(true),
            ..none()
        },
        none(),
    ]
}

/// Whether a step goes along the index of an order, which a limit ends: that is how an order without a filter is read.
fn goes_along_an_order(step: &str) -> bool {
    step.contains(" INDEX customers_by_")
}

#[tokio::test]
async fn every_order_and_filter_of_the_list_uses_an_index() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    for _ in 0..3 {
        Browser::new(&world).leave(&zoe(&email("planned"))).await;
    }
    let group = owner.groups_as("Planned").await;
    let mut statements = Vec::new();
    for filter in filters(&group.id) {
        for sort in Sort::ALL {
            let first = CustomerQuery {
                sort,
                limit: Some(1),
                ..filter.clone()
            };
            let page = owner.customers(&first).await;
            let next = page.next.map(|next| CustomerQuery {
                cursor: Some(next),
                ..first.clone()
            });
            for query in std::iter::once(first).chain(next) {
                statements.extend(asked::<ListCustomers>(&owner, &query, &()).await);
            }
        }
    }
    statements.sort();
    statements.dedup();
    let lists = statements
        .iter()
        .filter(|sql| sql.contains("from customers c"));
    assert!(lists.count() > 60, "the lists differ: {}", statements.len());
    let mut slow = Vec::new();
    for sql in &statements {
        let plan = world.database().plan(sql).await;
        assert!(!plan.is_empty(), "{sql}");
        for step in read_whole(sql, &plan) {
            if !goes_along_an_order(step) && !is_derived(sql, step) {
                slow.push(format!("{step}\n    {sql}\n    {plan:?}"));
            }
        }
    }
    assert!(slow.is_empty(), "\n{}", slow.join("\n"));
}

/// The indexes that hold only those with pending details, or a failing address.
const THOSE_FEW: [&str; 2] = [" INDEX customers_by_waiting", " INDEX customers_by_failing"];

/// Whether a step reads what the statement itself put together.
fn is_derived(sql: &str, step: &str) -> bool {
    let name = step
        .strip_prefix("SCAN ")
        .and_then(|rest| rest.split(' ').next());
    name.is_some_and(|name| {
        [" ", "\n", ")"]
            .iter()
            .any(|end| sql.contains(&format!(") {name}{end}")))
    })
}

#[tokio::test]
async fn a_bulk_change_finds_its_customers_by_an_index() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let group = owner.groups_as("Planned bulk").await;
    for (key, value) in [
        ("stage", "buyer"),
        ("account", "enabled"),
        ("group", group.id.as_str()),
        ("country", "LU"),
        ("consent", "yes"),
        ("pending", "yes"),
        ("failing", "yes"),
        ("q", "qqxzzqq"),
        ("created_to", "1"),
        ("ordered_to", "1"),
    ] {
        let form = BulkForm {
            act: Some(BulkAct::JoinGroup),
            group: Some(group.id.clone()),
            matching: Some([(key.to_owned(), value.to_owned())].into()),
            customers: None,
        };
        for sql in asked::<PrepareBulk>(&owner, &(), &form).await {
            let plan = world.database().plan(&sql).await;
            let whole: Vec<_> = read_whole(&sql, &plan)
                .filter(|step| !is_derived(&sql, step))
                .filter(|step| !THOSE_FEW.iter().any(|few| step.ends_with(few)))
                .collect();
            assert!(whole.is_empty(), "{key}: {whole:?}\n    {sql}");
        }
    }
}

#[tokio::test]
async fn an_export_reads_along_the_customers_numbers() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let group = owner.groups_as("Planned export").await;
    let mut wrong = Vec::new();
    for list in filters(&group.id) {
        let query = ExportQuery {
            list,
            ..ExportQuery::default()
        };
        for sql in asked::<ExportCustomers>(&owner, &query, &()).await {
            let plan = world.database().plan(&sql).await;
            let sorts = plan.iter().any(|step| step.contains("B-TREE FOR ORDER BY"));
            // the groups and the address of one customer are a few
            let of_one = plan.iter().any(|step| step.contains("CORRELATED"));
            let whole: Vec<_> = read_whole(&sql, &plan)
                .filter(|step| !is_derived(&sql, step))
                .filter(|step| !THOSE_FEW.iter().any(|few| step.ends_with(few)))
                .collect();
            if !whole.is_empty() || (sorts && !of_one) {
                wrong.push(format!("{sql}\n    {plan:#?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_tick_and_the_mail_that_asks_find_their_rows_by_an_index() {
    let world = World::get();
    let address = email("planned-tick");
    let mut slow = Vec::new();
    for marketing_consent in [Some(true), Some(true), None] {
        let browser = Browser::new(&world);
        let checkout = browser.open_checkout().await.id;
        let form = ContactForm {
            marketing_consent,
            ..zoe(&address)
        };
        let mut headers = same_origin(world.url()).to_vec();
        headers.extend([("tell-sql", "1"), ("content-type", "application/json")]);
        let path = domain::api::address::<SubmitContact>(&checkout, &(), str::to_owned);
        let body = serde_json::to_string(&form).expect("requests are JSON");
        let reply = browser.raw("PUT", &path, &headers, body).await;
        let told = reply.expect(200).header("sql").expect("its statements");
        let asked: Vec<String> = serde_json::from_str(told).expect("a list of statements");
        assert!(
            asked.iter().any(|sql| sql.contains("consents")),
            "{asked:?}"
        );
        for sql in asked {
            let plan = world.database().plan(&sql).await;
            slow.extend(read_whole(&sql, &plan).map(|step| format!("{step}: {sql}\n{plan:?}")));
        }
    }
    assert!(slow.is_empty(), "{}", slow.join("\n"));
}

#[tokio::test]
async fn every_view_and_search_of_the_inbox_uses_an_index() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let mut slow = Vec::new();
    for view in View::ALL {
        for q in ["", "martin", "1042"] {
            let query = InboxQuery {
                view,
                q: q.to_owned(),
                ..InboxQuery::default()
            };
            for sql in asked::<ListConversations>(&owner, &query, &()).await {
                let plan = world.database().plan(&sql).await;
                slow.extend(
                    read_whole(&sql, &plan)
                        .filter(|step| !is_derived(&sql, step))
                        .map(|step| format!("{query:?}: {step} of {plan:?}")),
                );
            }
        }
    }
    assert!(slow.is_empty(), "{}", slow.join("\n"));
}
