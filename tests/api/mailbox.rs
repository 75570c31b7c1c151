//! One customer per mailbox, and a contact step that tells nobody whether the shop knows it (rules 1 to 3).

use domain::api::checkout::{GetCheckout, SubmitContact};
use domain::api::shop::InLocale;
use domain::contact::ContactForm;
use domain::customer::ConsentState;
use domain::id::CheckoutId;
use serde_json::Value;
use std::sync::Arc;
use tests::contact::{somebody_else, zoe};
use tests::staff::Staff;
use tests::world::email;
use tests::{Browser, Figures, Reply, World};

/// Submissions that all start together: each visitor has opened its checkout before the first one submits.
async fn at_once(submissions: Vec<(Arc<Browser>, CheckoutId, ContactForm)>) -> Vec<Reply> {
    let start = Arc::new(tokio::sync::Barrier::new(submissions.len()));
    let mut running = tokio::task::JoinSet::new();
    for (visitor, checkout, form) in submissions {
        let start = start.clone();
        running.spawn(async move {
            start.wait().await;
            visitor.reply::<SubmitContact>(&checkout, &(), &form).await
        });
    }
    running.join_all().await
}

async fn visitors(
    world: &World,
    count: usize,
    form: impl Fn(usize) -> ContactForm,
) -> Vec<(Arc<Browser>, CheckoutId, ContactForm)> {
    let mut ready = Vec::new();
    for place in 0..count {
        let visitor = Arc::new(Browser::new(world));
        let checkout = visitor.open_checkout().await.id;
        ready.push((visitor, checkout, form(place)));
    }
    ready
}

/// The address with letters in upper case by the bits of `seed`.
fn mixed_case(address: &str, seed: usize) -> String {
    address
        .chars()
        .enumerate()
        .map(|(place, c)| {
            if seed >> (place % 6) & 1 == 1 {
                c.to_ascii_uppercase()
            } else {
                c
            }
        })
        .collect()
}

async fn customers(world: &World, address: &str) -> i64 {
    let sql = "select count(*) from customers where lower(email) = ?1";
    world.database().number(sql, &[address]).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t06_fifty_at_once_and_fifty_in_other_letters_make_one_customer() {
    let world = World::get();
    let address = email("fifty");
    let same = visitors(&world, 50, |_| zoe(&address)).await;
    for reply in at_once(same).await {
        reply.expect(200);
    }
    assert_eq!(customers(&world, &address).await, 1);

    let mixed = visitors(&world, 50, |place| zoe(&mixed_case(&address, place + 1))).await;
    for reply in at_once(mixed).await {
        reply.expect(200);
    }
    assert_eq!(customers(&world, &address).await, 1);

    let owner = Staff::owner(&world).await;
    let customer = owner.find(&address).await;
    assert_eq!(customer.version, 1);
    assert_eq!(customer.email, address, "the first spelling stays");
    let created = owner.history(&customer.id).await;
    let created = created
        .iter()
        .filter(|entry| entry.fact.code() == "created")
        .count();
    assert_eq!(created, 1);
    assert!(
        customer.pending.is_empty(),
        "nobody typed anything else: {:?}",
        customer.pending
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t06_fifty_presses_of_one_button_are_one_submission() {
    let world = World::get();
    let address = email("button");
    let visitor = Arc::new(Browser::new(&world));
    let checkout = visitor.open_checkout().await.id;
    let presses = (0..50)
        .map(|_| (visitor.clone(), checkout.clone(), zoe(&address)))
        .collect();
    let replies = at_once(presses).await;
    for reply in &replies {
        reply.expect(200);
        assert_eq!(
            reply.body, replies[0].body,
            "each press has the same answer"
        );
    }
    assert_eq!(customers(&world, &address).await, 1);
    let owner = Staff::owner(&world).await;
    let customer = owner.find(&address).await;
    assert_eq!((customer.version, customer.pending.len()), (1, 0));
    assert_eq!(owner.history(&customer.id).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t06_two_people_racing_for_one_new_mailbox_leave_one_record_and_one_pending() {
    let world = World::get();
    for _ in 0..5 {
        let address = email("race");
        let racing = visitors(&world, 2, |place| match place {
            0 => zoe(&address),
            _ => somebody_else(&address),
        })
        .await;
        for reply in at_once(racing).await {
            reply.expect(200);
        }
        let owner = Staff::owner(&world).await;
        let customer = owner.find(&address).await;
        assert_eq!(customer.pending.len(), 1, "{customer:?}");
        assert_ne!(
            customer.first_name, customer.pending[0].details.first_name,
            "one won, the other waits"
        );
        let last_names = [&customer.first_name, &customer.last_name];
        assert!(
            last_names == ["Zoé", "Martin"] || last_names == ["Ruth", "O’Brien"],
            "a record is one person's, never a mixture: {customer:?}"
        );
    }
}

#[tokio::test]
async fn t07_every_spelling_of_a_mailbox_is_the_same_customer_or_refused() {
    let world = World::get();
    let address = email("spelling");
    Browser::new(&world).leave(&zoe(&address)).await;
    let (local, _) = address.split_once('@').unwrap();
    for spelling in [
        address.to_uppercase(),
        format!("  {address}\t"),
        format!("{local}@Example.COM"),
        mixed_case(&address, 21),
    ] {
        Browser::new(&world).leave(&zoe(&spelling)).await;
    }
    for spelling in [
        format!("{address}."),
        address.replace('@', "＠"),
        format!("{local}@exam\u{AD}ple.com"),
        format!("{local}@еxample.com"),
        format!("<{address}>"),
        format!("{address},{address}"),
    ] {
        let visitor = Browser::new(&world);
        let checkout = visitor.open_checkout().await.id;
        let refused = visitor
            .submit_contact(&checkout, &zoe(&spelling))
            .await
            .unwrap_err();
        assert_eq!(
            tests::reply::faults(&refused),
            ["email: malformed"],
            "{spelling}"
        );
    }
    let like = format!("%{local}%");
    let sql = "select count(*) from customers where email like ?1";
    assert_eq!(world.database().number(sql, &[&like]).await, 1);
}

/// An answer with its checkout's id and its e-mail masked.
fn masked(reply: &Reply, checkout: &CheckoutId, address: &str) -> String {
    reply.expect(200);
    reply
        .text()
        .replace(checkout.as_str(), "CHECKOUT")
        .replace(address, "EMAIL")
}

async fn submit(world: &World, form: &ContactForm) -> (Browser, CheckoutId, Reply) {
    let visitor = Browser::new(world);
    let checkout = visitor.open_checkout().await.id;
    let reply = visitor.reply::<SubmitContact>(&checkout, &(), form).await;
    (visitor, checkout, reply)
}

#[tokio::test]
async fn t03_a_known_mailbox_gets_byte_for_byte_the_answer_of_a_new_one() {
    let world = World::get();
    let known = email("mailbox");
    let new = email("mailbox");
    assert_eq!(known.len(), new.len());
    Browser::new(&world).leave(&zoe(&known)).await;

    let (_, first_checkout, to_known) = submit(&world, &somebody_else(&known)).await;
    let (_, second_checkout, to_new) = submit(&world, &somebody_else(&new)).await;
    assert_eq!(
        masked(&to_known, &first_checkout, &known),
        masked(&to_new, &second_checkout, &new)
    );
    assert_eq!(to_known.body.len(), to_new.body.len());
    assert_eq!(to_known.same_headers(), to_new.same_headers());
    assert_eq!(
        to_known.header("set-cookie"),
        None,
        "no cookie tells them apart"
    );
    let keys: Vec<String> = to_known
        .value()
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    assert_eq!(keys, ["id", "contact"], "nothing of the customer");

    // Once more, in the browser that typed it first, in others, with the record's own details.
    let (_, checkout, with_record) = submit(&world, &zoe(&known)).await;
    let (_, other, plain) = submit(&world, &zoe(&email("mailbox"))).await;
    let address = plain.value()["contact"]["email"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(
        masked(&with_record, &checkout, &known),
        masked(&plain, &other, &address)
    );
}

#[tokio::test]
async fn t03_the_same_statements_run_whatever_the_mailbox() {
    let world = World::get();
    let known = email("statements");
    // The box is a matter of what is typed: what it costs is asked in `opt_in`.
    let somebody_else = |email: &str| ContactForm {
        marketing_consent: None,
        ..somebody_else(email)
    };
    let (visitor, checkout, new) = submit(&world, &zoe(&known)).await;
    let expected = Figures::of(&new);
    assert!(
        expected.statements > 0 && expected.trips <= 3,
        "{expected:?}"
    );
    let repeated = visitor
        .reply::<SubmitContact>(&checkout, &(), &zoe(&known))
        .await;
    let (_, _, same) = submit(&world, &zoe(&known)).await;
    let (_, _, different) = submit(&world, &somebody_else(&known)).await;
    let (_, _, again) = submit(&world, &somebody_else(&known)).await;
    let (_, _, upper) = submit(&world, &somebody_else(&known.to_uppercase())).await;
    let (_, _, newer) = submit(&world, &somebody_else(&email("statements"))).await;
    for (what, reply) in [
        ("repeated", repeated),
        ("known, same details", same),
        ("known, other details", different),
        ("known, other details again", again),
        ("in capitals", upper),
        ("new, with billing", newer),
    ] {
        reply.expect(200);
        let figures = Figures::of(&reply);
        assert_eq!(
            (figures.trips, figures.statements),
            (expected.trips, expected.statements),
            "{what}"
        );
    }
}

#[tokio::test]
async fn t03_a_stranger_changes_and_sees_nothing_of_the_record() {
    let world = World::get();
    let address = email("victim");
    Browser::new(&world)
        .leave(&ContactForm {
            organisation: Some("Secret Society".into()),
            ..zoe(&address)
        })
        .await;
    let owner = Staff::owner(&world).await;
    let before = owner.find(&address).await;
    let stored = record(&world, before.id.as_str()).await;

    let stranger = Browser::new(&world);
    let checkout = stranger.leave(&somebody_else(&address)).await;
    let seen = stranger
        .reply::<GetCheckout>(&checkout, &InLocale::default(), &())
        .await;
    for private in [
        "Martin",
        "Lilas",
        "Secret Society",
        "75011",
        "+33639981234",
        before.id.as_str(),
    ] {
        assert!(!seen.text().contains(private), "{private} in {seen}");
    }
    assert_eq!(stranger.session().await.account, None);
    assert_eq!(stranger.cookie(domain::session::COOKIE), None);
    assert_eq!(
        record(&world, before.id.as_str()).await,
        stored,
        "the record is as it was"
    );

    let mut after = owner.customer(&before.id).await;
    assert_eq!(after.pending.len(), 1, "what was typed waits for staff");
    assert_eq!(after.pending[0].checkout, Some(checkout));
    after.pending.clear();
    let ticked: Vec<ConsentState> = after.consents.iter().map(|tick| tick.state).collect();
    assert_eq!(ticked, [ConsentState::Pending], "a tick proves nothing");
    after.consents.clear();
    assert_eq!(after, before);
}

/// Everything stored of a customer but what waits, and its history.
async fn record(world: &World, id: &str) -> Vec<Vec<Vec<Value>>> {
    let mut tables = Vec::new();
    for sql in [
        "select version, email, email_key, verified_at, first_name, last_name, phone, organisation, billing, locale, \
         stage, account, name_key, search_text, created_at, country, consent from customers where id = ?1",
        "select * from addresses where customer_id = ?1 order by id",
        "select * from consents where customer_id = ?1 and checkout_id is null",
    ] {
        tables.push(world.database().rows(sql, &[id]).await);
    }
    tables
}
