//! Deleting a customer (rule 7): without orders all of it goes, with orders the person is erased and the books stay. What
//! is left is looked for in the database itself.

use domain::account::Role;
use domain::api::order::ReviewOrder;
use domain::contact::ContactForm;
use domain::credentials::AccountForm;
use domain::customer::{Customer, Erasure};
use domain::id::{CustomerId, Id, OrderId};
use domain::order::OrderState;
use serde_json::{Value, json};
use tests::contact::{somebody_else, zoe};
use tests::proving::PASSWORD;
use tests::recording::{code, refused};
use tests::staff::{self, Staff};
use tests::world::{email, word};
use tests::{Browser, Mails, World};

/// Everything that tells who somebody is.
struct Person {
    form: ContactForm,
    name: String,
    phone: String,
}

impl Person {
    fn new() -> Person {
        let name = word();
        let phone = format!("+3363998{:04}", tests::world::number() % 10_000);
        let form = ContactForm {
            last_name: name.clone(),
            phone: Some(phone.clone()),
            marketing_consent: Some(true),
            ..zoe(&email("erased"))
        };
        Person { form, name, phone }
    }

    fn email(&self) -> &str {
        &self.form.email
    }

    /// What must be found nowhere.
    fn traces(&self) -> [&str; 3] {
        [self.email(), &self.name, &self.phone]
    }
}

/// Tables and columns where a text stands, in any case.
async fn found(world: &World, text: &str) -> Vec<String> {
    let database = world.database();
    // The shadow tables of the search index are asked as the index.
    let tables = database
        .rows(
            "select name from sqlite_master where type = 'table' and name not like 'customers_search%' \
             and name not like 'sqlite_%' and name not like '\\_cf\\_%' escape '\\'",
            &[],
        )
        .await;
    assert!(tables.len() > 20, "{tables:?}");
    let mut places = Vec::new();
    for table in tables.iter().filter_map(|row| row.first()?.as_str()) {
        let columns = format!("select name from pragma_table_info('{table}')");
        for column in database.rows(&columns, &[]).await {
            let column = column
                .first()
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned();
            let count =
                format!("select count(*) from {table} where instr(lower({column}), ?1) > 0");
            if database.number(&count, &[&text.to_lowercase()]).await > 0 {
                places.push(format!("{table}.{column}"));
            }
        }
    }
    let indexed = "select count(*) from customers_search where customers_search match ?1";
    let quoted = format!("\"{}\"", text.to_lowercase());
    if database.number(indexed, &[&quoted]).await > 0 {
        places.push("customers_search".into());
    }
    places
}

/// Somebody with all that a record may have: an account with sessions, a book, notes, a group, pending details, codes.
async fn with_everything(owner: &Staff, person: &Person) -> (Customer, Browser) {
    let world = &owner.world;
    let browser = Browser::new(world);
    browser.leave(&person.form).await;
    Browser::new(world)
        .leave(&somebody_else(person.email()))
        .await;
    browser.opens_account(person.email()).await;
    let made = owner.find(person.email()).await;
    let text = format!("Rappeler {} au {}", person.name, person.phone);
    owner.write_note(&made.id, &text).await.expect("a note");
    let group: Id<()> = Id::new(tests::world::now(), staff::random());
    let groups = "insert into groups (id, code, code_key, name, name_key, created_at) values (?1, ?1, ?1, ?1, ?1, 1)";
    world.database().rows(groups, &[group.as_str()]).await;
    let join = "insert into memberships (group_id, customer_seq, at) select ?1, seq, 1 from customers where id = ?2";
    let ids = [group.as_str(), made.id.as_str()];
    world.database().rows(join, &ids).await;
    // An address before this one leaves its traces too.
    let before = email("before");
    owner.moves(&made.id, &before).await;
    owner.moves(&made.id, person.email()).await;
    browser.ask_reset(person.email()).await.expect(202);
    browser.ask_code(person.email()).await.expect(202);
    browser
        .sign_in(person.email(), PASSWORD)
        .await
        .expect("the password stays");
    (owner.customer(&made.id).await, browser)
}

async fn previewed(owner: &Staff, customer: &Customer) -> Erasure {
    let seen = owner.preview_erasure(&customer.id).await;
    seen.unwrap_or_else(|problem| panic!("{problem:?}"))
}

/// The deeds that the journal tells of a subject.
async fn deeds(world: &World, id: &str) -> Vec<String> {
    let sql = "select deed from audit where subject_id = ?1 order by seq";
    let rows = world.database().rows(sql, &[id]).await;
    let texts = rows.iter().filter_map(|row| row.first()?.as_str());
    texts.map(str::to_owned).collect()
}

#[tokio::test]
async fn without_orders_the_customer_goes_with_everything() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let person = Person::new();
    let (made, browser) = with_everything(&owner, &person).await;
    for trace in person.traces() {
        assert!(
            !found(&world, trace).await.is_empty(),
            "the search finds {trace}"
        );
    }
    let told = previewed(&owner, &made).await;
    assert_eq!(
        (told.keeps_books, told.orders, told.invoices),
        (false, 0, 0)
    );
    assert_eq!((told.addresses, told.notes, told.groups), (1, 1, 1));
    assert!(told.has_account && told.kept_until.is_none());
    let groups = "select members from groups g join memberships m on m.group_id = g.id join customers c on c.seq = m.customer_seq where c.id = ?1";
    assert_eq!(
        world.database().number(groups, &[made.id.as_str()]).await,
        1
    );
    owner
        .erase(&made.id, None)
        .await
        .expect("no confirmation is needed");
    for trace in person.traces() {
        assert_eq!(found(&world, trace).await, [""; 0], "{trace} is left");
    }
    assert!(
        browser.session().await.account.is_none(),
        "signed out at once"
    );
    assert_eq!(code(browser.sign_in(person.email(), PASSWORD).await).0, 401);
    assert_eq!(code(owner.preview_erasure(&made.id).await).0, 404);
    assert_eq!(code(owner.erase(&made.id, None).await).0, 404, "once");
    assert!(owner.search(person.email()).await.is_empty());
    assert_eq!(
        deeds(&world, made.id.as_str())
            .await
            .last()
            .map(String::as_str),
        Some("customer_deleted")
    );
    let left = "select count(*) from history where customer_id = ?1";
    assert_eq!(world.database().number(left, &[made.id.as_str()]).await, 0);
    // The same mailbox is somebody new then.
    Browser::new(&world).leave(&zoe(person.email())).await;
    assert_ne!(owner.find(person.email()).await.id, made.id);
}

#[tokio::test]
async fn with_orders_the_person_is_erased_and_the_books_stay() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let person = Person::new();
    let (made, browser) = with_everything(&owner, &person).await;
    // One paid and delivered with an invoice, one unpaid, one by the guest's own browser.
    let paid = browser.buys_access(&person.form).await;
    owner.marks_paid(&paid.id).await;
    let guest = Browser::new(&world);
    let unpaid = guest.buys_service(&person.form).await;
    let link = Mails::get()
        .wait_for(person.email(), "order_placed", 2)
        .await
        .token();
    guest.order_by_link(&unpaid.id, &link).await.expect(200);
    let told = previewed(&owner, &made).await;
    let year = domain::time::date(tests::world::now(), 60).year as u32;
    assert!(told.keeps_books && told.has_account);
    assert_eq!(
        (told.orders, told.invoices, told.purchases, told.cancelled),
        (2, 1, 1, 1)
    );
    assert_eq!(told.kept_until, Some(year + 10));
    assert!(told.undelivered.is_empty());
    assert_eq!(
        refused(owner.erase(&made.id, None).await),
        ["email: required"]
    );
    let other = Some("somebody@example.com");
    assert_eq!(
        refused(owner.erase(&made.id, other).await),
        ["email: other"]
    );
    assert_eq!(
        owner.customer(&made.id).await.id,
        made.id,
        "nothing is gone yet"
    );
    let mails = Mails::get().of(person.email()).await.len();
    let typed = person.email().to_uppercase();
    owner
        .erase(&made.id, Some(&typed))
        .await
        .expect("confirmed");

    for trace in person.traces() {
        let places = found(&world, trace).await;
        assert_eq!(
            places,
            ["invoices.data"],
            "{trace}: only what the law keeps"
        );
    }
    for (id, state) in [
        (&paid.id, OrderState::Completed),
        (&unpaid.id, OrderState::Cancelled),
    ] {
        let record = owner.review(id).await;
        assert_eq!((record.order.state, record.customer), (state, None));
        let buyer = &record.order.buyer;
        assert_eq!(
            (&*buyer.email, &*buyer.last_name, &*buyer.address.country),
            ("", "", "FR")
        );
        for whoever in [&browser, &guest] {
            assert_eq!(
                code(whoever.order(id).await).0,
                404,
                "its browser sees it no more"
            );
        }
        guest.order_by_link(id, &link).await.expect(404);
    }
    let record = owner.review(&paid.id).await;
    assert_eq!(record.order.total, paid.total);
    assert!(record.order.invoice.is_some());
    assert!(!is_in(&browser).await);
    assert_eq!(
        deeds(&world, made.id.as_str())
            .await
            .last()
            .map(String::as_str),
        Some("customer_erased")
    );
    assert_eq!(
        Mails::get().of(person.email()).await.len(),
        mails,
        "nobody is told"
    );
    // What staff still do with the order tells nobody either.
    owner
        .set_state(&paid.id, OrderState::Refunded)
        .await
        .expect("refunded");
    let to_nobody = "select count(*) from outbox where order_id = ?1 and template not like 'shop%'";
    assert_eq!(
        world
            .database()
            .number(to_nobody, &[paid.id.as_str()])
            .await,
        0
    );
}

async fn is_in(browser: &Browser) -> bool {
    browser.session().await.account.is_some()
}

#[tokio::test]
async fn what_was_paid_is_delivered_or_paid_back_first() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let address = email("undelivered");
    let order = Browser::new(&world).buys_service(&zoe(&address)).await;
    owner.marks_paid(&order.id).await;
    let made = owner.find(&address).await;
    let told = previewed(&owner, &made).await;
    let named: Vec<&OrderId> = told.undelivered.iter().map(|order| &order.id).collect();
    assert_eq!(named, [&order.id]);
    let problem = owner
        .erase(&made.id, Some(&address))
        .await
        .expect_err("a service is owed");
    assert_eq!((problem.status, &*problem.code), (409, "undelivered"));
    assert_eq!(problem.current, Some(json!(told)));
    assert_eq!(owner.customer(&made.id).await, made);
    owner
        .set_state(&order.id, OrderState::Completed)
        .await
        .expect("delivered");
    owner
        .erase(&made.id, Some(&address))
        .await
        .expect("nothing is owed");
    let reviewed = owner
        .get::<ReviewOrder>(&order.id, &())
        .await
        .expect("the books stay");
    assert_eq!(reviewed.customer, None);
}

#[tokio::test]
async fn the_daily_erasure_takes_notes_and_memberships_with_it() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let person = Person::new();
    let (made, _) = with_everything(&owner, &person).await;
    // A staff-made contact without an account, long ago.
    let sql = "update customers set created_at = 1 where id = ?1";
    let contact = owner.creates(&email("long-ago")).await;
    owner
        .write_note(&contact.id, "ancien")
        .await
        .expect("a note");
    let join = "insert into memberships (group_id, customer_seq, at) select m.group_id, c.seq, 1 from customers c, memberships m \
        join customers o on o.seq = m.customer_seq where c.id = ?1 and o.id = ?2";
    let ids = [contact.id.as_str(), made.id.as_str()];
    world.database().rows(join, &ids).await;
    world.database().rows(sql, &[contact.id.as_str()]).await;
    world.sweep_at(tests::world::now()).await;
    assert_eq!(code(owner.preview_erasure(&contact.id).await).0, 404);
    assert_eq!(
        owner.customer(&made.id).await.id,
        made.id,
        "who has an account stays"
    );
}

#[tokio::test]
async fn only_managers_erase_and_only_whom_there_is() {
    let world = World::get();
    let manager = Staff::of_role(&world, Role::Manager).await;
    let made = manager.creates(&email("by-manager")).await;
    let absent: CustomerId = Id::new(1, staff::random());
    assert_eq!(code(manager.preview_erasure(&absent).await).0, 404);
    assert_eq!(code(manager.erase(&absent, None).await).0, 404);
    let path = format!("/api/admin/customers/{}", made.id);
    let reply = manager.send("DELETE", &path, "{\"id\":1}").await;
    assert_eq!(reply.expect(422).faults(), ["id: unknown_key"]);
    manager
        .sets_account(
            &made.id,
            &AccountForm {
                can_sign_in: Some(true),
                invite: Some(true),
                ..AccountForm::default()
            },
        )
        .await;
    manager
        .erase(&made.id, None)
        .await
        .expect("an offer keeps nobody");
    let reply = manager.send("GET", &path, "").await;
    reply.expect(404);
}
