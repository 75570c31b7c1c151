//! One customer as staff change it: created, corrected, the address book, notes, purchases.

use domain::account::{BOOK_MAX, Role};
use domain::api::order::IDEMPOTENCY_KEY;
use domain::credentials::AccountForm;
use domain::customer::{AccountState, BookForm, Customer, CustomerForm};
use domain::history::{Actor, Fact};
use domain::id::{CustomerId, GroupId, Id, NoteId};
use serde_json::{Value, json};
use std::sync::Arc;
use tests::buying::idempotency_key;
use tests::contact::{somebody_else, zoe};
use tests::proving::PASSWORD;
use tests::recording::{code, invited, jeanne, quay, refused, typed};
use tests::staff::{self, Staff};
use tests::world::{email, word};
use tests::{Browser, Mails, World};

/// A correction of a record as it was seen.
fn of(seen: &Customer) -> CustomerForm {
    CustomerForm {
        version: Some(seen.version),
        ..CustomerForm::default()
    }
}

#[tokio::test]
async fn a_customer_needs_names_and_email_and_is_found_at_once() {
    let world = World::get();
    let support = Staff::of_role(&world, Role::Support).await;
    let address = email("created");
    let made = support.creates(&address).await;
    assert_eq!(
        (made.version, made.account, made.verified),
        (1, AccountState::None, false)
    );
    assert_eq!(made.last_name, "N’Guyen-Ünal");
    assert_eq!(support.find(&address).await, made);
    assert!(!support.search("n’guyen-unal").await.is_empty());
    let history = support.history(&made.id).await;
    assert_eq!(history.len(), 1);
    let Some(first) = history.first() else {
        panic!("a history")
    };
    assert_eq!((first.fact, first.actor), (Fact::Added, Actor::Staff));
    assert_eq!(first.by.as_deref(), Some(support.email.as_str()));
    assert_eq!(Mails::get().of(&address).await.len(), 0, "nobody is told");

    let missing = support.create(&CustomerForm::default()).await;
    assert_eq!(
        refused(missing),
        [
            "last_name: required",
            "first_name: required",
            "email: required"
        ]
    );
}

#[tokio::test]
async fn a_known_email_is_answered_with_the_customer_who_has_it() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let address = email("known");
    Browser::new(&world).leave(&zoe(&address)).await;
    let zoe = owner.find(&address).await;
    let taken = owner.create(&jeanne(&address.to_uppercase())).await;
    let problem = taken.expect_err("the mailbox is taken");
    assert_eq!((problem.status, &*problem.code), (409, "email_taken"));
    assert_eq!(problem.current, Some(json!(zoe)));
    assert_eq!(
        owner.customer(&zoe.id).await,
        zoe,
        "nothing of hers changed"
    );
    // A mailbox of the team is no obstacle, until it is to sign in as a customer too.
    let colleague = staff::account(&world, Role::Support).await;
    let with_account = CustomerForm {
        account: Some(typed(PASSWORD)),
        ..jeanne(&colleague)
    };
    assert_eq!(refused(owner.create(&with_account).await), ["email: taken"]);
    let shopper = owner.creates(&colleague).await;
    let set = owner.set_account(&shopper.id, &typed(PASSWORD)).await;
    assert_eq!(refused(set), ["email: taken"]);
}

#[tokio::test]
async fn correcting_the_email_keeps_the_account_and_tells_both_addresses() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (old, new) = (email("wrong"), email("right"));
    let visitor = Browser::new(&world);
    visitor.leave(&somebody_else(&old)).await;
    visitor.opens_account(&old).await;
    let before = owner.find(&old).await;
    let moved = owner.moves(&before.id, &new.to_uppercase()).await;
    assert_eq!(moved.id, before.id);
    assert_eq!((&moved.email, moved.verified), (&new.to_uppercase(), false));
    assert_eq!(moved.account, AccountState::Enabled);
    assert_eq!(moved.version, before.version + 1);
    let cookies = visitor.session().await;
    assert!(cookies.account.is_none(), "sessions of the old address end");
    let browser = Browser::new(&world);
    assert_eq!(code(browser.sign_in(&old, PASSWORD).await).0, 401);
    let session = browser
        .sign_in(&new, PASSWORD)
        .await
        .expect("the password stays");
    assert_eq!(
        session.account.map(|own| own.email),
        Some(new.to_uppercase())
    );
    let history = owner.history(&moved.id).await;
    let entry = history
        .iter()
        .find(|entry| entry.fact == Fact::EmailChanged);
    assert_eq!(entry.and_then(|entry| entry.detail.as_deref()), Some(&*old));
    let mails = Mails::get();
    let told_old = mails.wait(&old, "email_corrected").await;
    let told_new = mails.wait(&new.to_uppercase(), "email_corrected").await;
    assert_ne!(told_old.message.text, told_new.message.text);
    for (mail, other) in [(&told_old, &new), (&told_new, &old)] {
        let all = format!("{mail} {}", mail.message.html).to_lowercase();
        assert!(
            !all.contains(other.as_str()),
            "each is told of itself only: {mail}"
        );
        assert!(!all.contains("ruth"), "our words only: {mail}");
    }
}

#[tokio::test]
async fn another_spelling_of_the_same_mailbox_moves_nothing() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let address = email("spelt");
    let visitor = Browser::new(&world);
    visitor.leave(&zoe(&address)).await;
    visitor.opens_account(&address).await;
    let before = owner.find(&address).await;
    let moved = owner.moves(&before.id, &address.to_uppercase()).await;
    assert_eq!(
        (&moved.email, moved.verified),
        (&address.to_uppercase(), true)
    );
    let session = visitor.session().await.account.expect("the session stays");
    assert_eq!(session.email, address.to_uppercase());
    let facts = owner.facts(&moved.id).await;
    assert_eq!(facts.first().map(String::as_str), Some("details_changed"));
    assert!(!facts.contains(&"email_changed".to_owned()));
    assert_eq!(Mails::get().count(&address, "email_corrected").await, 0);
}

#[tokio::test]
async fn what_the_old_mailbox_could_let_in_ends_and_an_open_offer_follows() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (old, new) = (email("old"), email("new"));
    let mails = Mails::get();
    // A box ticked and details typed by somebody who never proved the mailbox, and a code on its way.
    let visitor = Browser::new(&world);
    visitor.leave(&somebody_else(&old)).await;
    visitor.leave(&zoe(&old)).await;
    visitor.ask_code(&old).await.expect(202);
    let code_mail = mails.wait(&old, "code").await;
    let made = owner.find(&old).await;
    assert_eq!((made.pending.len(), made.consents.len()), (1, 1));
    owner.sets_account(&made.id, &invited()).await;
    let link = mails.wait(&old, "invitation").await.token();
    let moved = owner.moves(&made.id, &new).await;
    assert_eq!(code(visitor.set_password(&link, PASSWORD).await).0, 422);
    let by_code = visitor.sign_in_by_code(&old, &code_mail.code()).await;
    assert_eq!(code(by_code).0, 401);
    assert_eq!(moved.account, AccountState::Invited);
    let link = mails.wait(&new, "invitation").await.token();
    visitor
        .set_password(&link, PASSWORD)
        .await
        .expect("the offer follows");
    visitor
        .sign_in(&new, PASSWORD)
        .await
        .expect("the account is open");
    // The browser that ticked and typed proved another mailbox than it typed: nothing of it is taken over.
    let now = owner.customer(&made.id).await;
    assert_eq!((&*now.first_name, now.consents.len()), ("Ruth", 0));
    assert_eq!(now.pending.len(), 1, "it waits for a decision");
    assert!(now.verified);
    // Nobody has the old mailbox any more: it is somebody new.
    Browser::new(&world).leave(&zoe(&old)).await;
    assert_ne!(owner.find(&old).await.id, made.id);
}

#[tokio::test]
async fn an_email_that_another_customer_or_colleague_has_is_taken() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let first = owner.creates(&email("first")).await;
    let second = owner.creates(&email("second")).await;
    let form = CustomerForm {
        email: Some(first.email.to_uppercase()),
        ..of(&second)
    };
    assert_eq!(
        refused(owner.edit(&second.id, &form).await),
        ["email: taken"]
    );
    let colleague = staff::account(&world, Role::Manager).await;
    owner.sets_account(&second.id, &typed(PASSWORD)).await;
    let form = CustomerForm {
        email: Some(colleague),
        ..of(&second)
    };
    assert_eq!(
        refused(owner.edit(&second.id, &form).await),
        ["email: taken"]
    );
    let now = owner.customer(&second.id).await;
    assert_eq!((now.email, now.version), (second.email, second.version));
}

#[tokio::test]
async fn a_key_makes_one_customer_however_often_it_is_sent() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let form = CustomerForm {
        account: Some(typed(PASSWORD)),
        ..jeanne(&email("keyed"))
    };
    let key = idempotency_key();
    let headers = [(IDEMPOTENCY_KEY, key.as_str())];
    let first = owner.create_raw(&form, &headers).await.expect(201).value();
    let again = owner.create_raw(&form, &headers).await.expect(201).value();
    assert_eq!(first["id"], again["id"]);
    let other = CustomerForm {
        last_name: Some("Autre".into()),
        ..form
    };
    let reply = owner.create_raw(&other, &headers).await;
    assert_eq!(reply.expect(422).faults(), ["idempotency_key: reused"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_at_once_make_one_customer_and_correct_it_once() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let address = email("race");
    let both = async |body: Value, method: &'static str, path: String| {
        let start = Arc::new(tokio::sync::Barrier::new(2));
        let mut running = tokio::task::JoinSet::new();
        for place in 0..2 {
            let (browser, start) = (owner.stolen(), start.clone());
            let (mut body, path) = (body.clone(), path.clone());
            body["organisation"] = json!(format!("{method} {place}"));
            running.spawn(async move {
                browser.session().await;
                start.wait().await;
                browser.send(method, &path, &body.to_string()).await
            });
        }
        let mut statuses: Vec<u16> = running.join_all().await.iter().map(|r| r.status).collect();
        statuses.sort_unstable();
        statuses
    };
    let path = "/api/admin/customers".to_owned();
    let statuses = both(json!(jeanne(&address)), "POST", path.clone()).await;
    assert_eq!(statuses, [201, 409]);
    let made = owner.find(&address).await;
    assert_eq!(owner.history(&made.id).await.len(), 1);
    let edit = json!({ "version": made.version });
    let statuses = both(edit, "PUT", format!("{path}/{}", made.id)).await;
    assert_eq!(statuses, [200, 409]);
    assert_eq!(owner.customer(&made.id).await.version, made.version + 1);
    assert_eq!(owner.history(&made.id).await.len(), 2);
}

#[tokio::test]
async fn a_new_customer_joins_groups_that_there_are() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let group: GroupId = Id::new(tests::world::now(), staff::random());
    let name = word();
    let sql = "insert into groups (id, code, code_key, name, name_key, created_at) values (?1, ?2, ?2, ?2, ?2, 1)";
    world.database().rows(sql, &[group.as_str(), &name]).await;
    let mut form = jeanne(&email("joined"));
    form.groups = Some(vec![group.clone(), group.clone()]);
    let made = owner.create(&form).await.expect("the group exists");
    let names: Vec<&str> = made.groups.iter().map(|mark| mark.name.as_str()).collect();
    assert_eq!(names, [name.as_str()]);
    let history = owner.history(&made.id).await;
    let joined = history.iter().find(|entry| entry.fact == Fact::GroupJoined);
    assert_eq!(joined.and_then(|entry| entry.detail.clone()), Some(name));
    let address = email("unjoined");
    let mut form = jeanne(&address);
    form.groups = Some(vec![group, Id::new(1, staff::random())]);
    assert_eq!(refused(owner.create(&form).await), ["groups: unknown"]);
    assert!(
        owner.search(&address).await.is_empty(),
        "nothing is half made"
    );
}

#[tokio::test]
async fn an_edit_says_which_version_it_saw_and_touches_nothing_it_leaves_out() {
    let world = World::get();
    let support = Staff::of_role(&world, Role::Support).await;
    let address = email("edited");
    Browser::new(&world).leave(&zoe(&address)).await;
    let seen = support.find(&address).await;
    let form = CustomerForm {
        organisation: Some("Atelier Zoé".into()),
        phone: Some(String::new()),
        ..of(&seen)
    };
    let blind = CustomerForm {
        version: None,
        ..form.clone()
    };
    assert_eq!(
        refused(support.edit(&seen.id, &blind).await),
        ["version: required"]
    );
    let edited = support.edit(&seen.id, &form).await.expect("this version");
    assert_eq!(
        Customer {
            version: seen.version + 1,
            phone: None,
            organisation: Some("Atelier Zoé".into()),
            ..seen.clone()
        },
        edited
    );
    let stale = support
        .edit(&seen.id, &form)
        .await
        .expect_err("an old version");
    assert_eq!((stale.status, &*stale.code), (409, "stale"));
    assert_eq!(stale.current, Some(json!(edited)));
    let entry = support.history(&seen.id).await.remove(0);
    assert_eq!(
        (entry.fact, entry.actor),
        (Fact::DetailsChanged, Actor::Staff)
    );
    assert_eq!(entry.fields, ["phone", "organisation"]);
    assert_eq!(entry.before, Some(seen.details()));
    // What changes nothing is not told.
    let same = CustomerForm {
        organisation: Some(" Atelier Zoé ".into()),
        ..of(&edited)
    };
    assert_eq!(
        support.edit(&seen.id, &same).await.expect("no change"),
        edited
    );
    assert_eq!(support.history(&seen.id).await.len(), 2);
    // Found by what it says now, not by what it said.
    assert_eq!(
        support
            .search("atelier zoe")
            .await
            .iter()
            .filter(|row| row.id == seen.id)
            .count(),
        1
    );
}

#[tokio::test]
async fn the_address_book_is_kept_under_the_records_version() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let made = owner.creates(&email("book")).await;
    let typed = |seen: &Customer, line1: &str| BookForm {
        version: Some(seen.version),
        address: Some(quay(line1)),
        default: None,
    };
    let blank = owner.add_address(&made.id, &BookForm::default()).await;
    assert_eq!(refused(blank), ["address: required", "version: required"]);
    let one = owner
        .add_address(&made.id, &typed(&made, "1 quai"))
        .await
        .expect("added");
    let two = owner
        .add_address(&made.id, &typed(&one, "2 quai"))
        .await
        .expect("added");
    let lines = |seen: &Customer| -> Vec<String> {
        let lines = seen
            .addresses
            .iter()
            .map(|entry| entry.address.line1.clone());
        lines.collect()
    };
    assert_eq!(lines(&two), ["2 quai", "1 quai"]);
    assert_eq!(
        two.address.as_ref().map(|own| own.line1.as_str()),
        Some("2 quai")
    );
    let stale = owner.add_address(&made.id, &typed(&one, "3 quai")).await;
    assert_eq!(code(stale), (409, "stale".to_owned()));
    // Changed where it is; the record's own stays so.
    let first = one.addresses[0].id.clone();
    let changed = owner
        .edit_address(&made.id, &first, &typed(&two, "1 bis quai"))
        .await;
    let changed = changed.expect("changed");
    assert_eq!(lines(&changed), ["2 quai", "1 bis quai"]);
    let default = BookForm {
        version: Some(changed.version),
        address: None,
        default: Some(true),
    };
    let chosen = owner
        .edit_address(&made.id, &first, &default)
        .await
        .expect("chosen");
    assert_eq!(lines(&chosen), ["1 bis quai", "2 quai"]);
    let removed = owner
        .remove_address(&made.id, &first)
        .await
        .expect("removed");
    assert_eq!(lines(&removed), ["2 quai"]);
    assert_eq!(removed.version, made.version + 5);
    assert_eq!(code(owner.remove_address(&made.id, &first).await).0, 404);
    let facts = owner.facts(&made.id).await;
    let told = [
        "address_removed",
        "address_changed",
        "address_changed",
        "address_added",
        "address_added",
        "added",
    ];
    assert_eq!(facts, told);
    // Another customer's entry is nobody's here (T29).
    let other = owner.creates(&email("other-book")).await;
    let theirs = owner
        .add_address(&other.id, &typed(&other, "9 quai"))
        .await
        .expect("added");
    let entry = &theirs.addresses[0].id;
    let version = typed(&removed, "0 quai");
    assert_eq!(
        code(owner.edit_address(&made.id, entry, &version).await).0,
        404
    );
    assert_eq!(code(owner.remove_address(&made.id, entry).await).0, 404);
    assert_eq!(lines(&owner.customer(&other.id).await), ["9 quai"]);
}

#[tokio::test]
async fn a_book_keeps_no_more_than_it_may() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let mut seen = owner.creates(&email("long-book")).await;
    for place in 0..=BOOK_MAX {
        let form = BookForm {
            version: Some(seen.version),
            address: Some(quay(&format!("{place} quai"))),
            default: None,
        };
        seen = owner.add_address(&seen.id, &form).await.expect("added");
    }
    let kept = "select count(*) from addresses where customer_id = ?1";
    let kept = world.database().number(kept, &[seen.id.as_str()]).await;
    assert_eq!(kept, i64::from(BOOK_MAX));
    assert!(
        !seen
            .addresses
            .iter()
            .any(|entry| entry.address.line1 == "0 quai")
    );
}

#[tokio::test]
async fn purchases_are_listed_with_where_they_come_from() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let address = email("acquired");
    let placed = Browser::new(&world).buys_access(&zoe(&address)).await;
    owner.marks_paid(&placed.id).await;
    let customer = owner.find(&address).await;
    let list = owner.purchases(&customer.id).await.expect("a customer");
    let [one] = list.items.as_slice() else {
        panic!("{list:?}")
    };
    assert_eq!(
        (&one.first_order, &one.last_order),
        (&placed.id, &placed.id)
    );
    assert_eq!((one.quantity, one.ended_at), (1, None));
    assert!(one.valid_until > Some(one.valid_from) && !one.name_fr.is_empty());
    let absent: CustomerId = Id::new(1, staff::random());
    assert_eq!(code(owner.purchases(&absent).await).0, 404);
}

#[tokio::test]
async fn a_note_is_its_authors_to_mend_for_a_while() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let support = Staff::of_role(&world, Role::Support).await;
    let made = owner.creates(&email("noted")).await;
    let hostile = "<img src=x onerror=alert(1)> </script> \"' 👩‍👩‍👧 عربي\n= 1+1";
    let note = support
        .write_note(&made.id, hostile)
        .await
        .expect("written");
    assert_eq!(note.text, hostile);
    let shown =
        |entries: Vec<domain::history::Entry>| entries.into_iter().find_map(|entry| entry.note);
    let own = shown(support.history(&made.id).await).expect("it stands in the history");
    assert_eq!(
        (&*own.text, own.editable_until),
        (hostile, note.editable_until)
    );
    let others = shown(owner.history(&made.id).await).expect("others read it");
    assert_eq!((&*others.text, others.editable_until), (hostile, None));
    assert_eq!(code(owner.edit_note(&made.id, &note.id, "x").await).0, 403);
    assert_eq!(code(owner.delete_note(&made.id, &note.id).await).0, 403);
    support
        .edit_note(&made.id, &note.id, "autre")
        .await
        .expect("within 15 minutes");
    let edited = shown(support.history(&made.id).await).expect("it stands there");
    assert_eq!(edited.text, "autre");
    assert!(edited.edited_at.is_some());
    let other = owner.creates(&email("other-noted")).await;
    let foreign = support.edit_note(&other.id, &note.id, "x").await;
    assert_eq!(code(foreign).0, 404, "of another customer");
    let absent: NoteId = Id::new(1, staff::random());
    assert_eq!(code(support.delete_note(&made.id, &absent).await).0, 404);
    let sql = "update notes set at = at - 900001 where id = ?1";
    world.database().rows(sql, &[note.id.as_str()]).await;
    let late = (409, "note_settled".to_owned());
    assert_eq!(code(support.edit_note(&made.id, &note.id, "x").await), late);
    assert_eq!(code(support.delete_note(&made.id, &note.id).await), late);
    let second = support
        .write_note(&made.id, "à effacer")
        .await
        .expect("written");
    support
        .delete_note(&made.id, &second.id)
        .await
        .expect("at once");
    let facts = owner.facts(&made.id).await;
    assert_eq!(
        facts,
        ["note_written", "added"],
        "a deleted note leaves no entry"
    );
    assert_eq!(
        refused(support.write_note(&made.id, " \n").await),
        ["text: required"]
    );
    assert_eq!(
        refused(support.write_note(&made.id, "a\u{202e}b").await),
        ["text: control_chars"]
    );
    let nobody: CustomerId = Id::new(1, staff::random());
    assert_eq!(code(support.write_note(&nobody, "x").await).0, 404);
}

#[tokio::test]
async fn t27_what_a_form_does_not_offer_is_refused_and_changes_nothing() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let made = owner.creates(&email("mass")).await;
    let path = format!("/api/admin/customers/{}", made.id);
    for key in [
        "id",
        "role",
        "is_admin",
        "email_verified",
        "verified",
        "verified_at",
        "login_enabled",
        "enabled",
        "group_ids",
        "created_at",
        "password_hash",
        "customer_id",
        "customerId",
        "stage",
        "orders",
        "total",
        "status",
    ] {
        let mut body = json!({ "version": made.version, "last_name": "Autre" });
        body[key] = json!(1);
        let reply = owner.send("PUT", &path, &body.to_string()).await;
        assert_eq!(reply.expect(422).faults(), [format!("{key}: unknown_key")]);
        let mut body = json!(jeanne(&email("mass-new")));
        body[key] = json!(1);
        let reply = owner
            .send("POST", "/api/admin/customers", &body.to_string())
            .await;
        assert_eq!(reply.expect(422).faults(), [format!("{key}: unknown_key")]);
        let body = json!({ "can_sign_in": true, "password": PASSWORD, key: 1 });
        if key != "enabled" {
            let reply = owner
                .send("PUT", &format!("{path}/account"), &body.to_string())
                .await;
            assert_eq!(reply.expect(422).faults(), [format!("{key}: unknown_key")]);
        }
    }
    // An edit gives no sign-in and joins no group; a new customer has no version yet.
    let body = json!({ "version": made.version, "groups": [], "account": { "can_sign_in": true } });
    let reply = owner.send("PUT", &path, &body.to_string()).await;
    assert_eq!(
        reply.expect(422).faults(),
        ["groups: unknown_key", "account: unknown_key"]
    );
    let mut form = jeanne(&email("versioned"));
    form.version = Some(1);
    assert_eq!(refused(owner.create(&form).await), ["version: unknown_key"]);
    assert_eq!(owner.customer(&made.id).await, made);
}

#[tokio::test]
async fn t28_support_creates_and_corrects_but_gives_no_sign_in() {
    let world = World::get();
    let support = Staff::of_role(&world, Role::Support).await;
    let made = support.creates(&email("t28")).await;
    let right = (403, "right".to_owned());
    for account in [AccountForm::default(), typed(PASSWORD), invited()] {
        let address = email("t28-account");
        let form = CustomerForm {
            account: Some(account.clone()),
            ..jeanne(&address)
        };
        assert_eq!(code(support.create(&form).await), right);
        assert!(support.search(&address).await.is_empty());
        assert_eq!(code(support.set_account(&made.id, &account).await), right);
    }
    assert_eq!(code(support.send_reset(&made.id).await), right);
    assert_eq!(code(support.end_sessions(&made.id).await), right);
    assert_eq!(code(support.lift_slowing(&made.id).await), right);
    assert_eq!(code(support.preview_erasure(&made.id).await), right);
    assert_eq!(code(support.erase(&made.id, None).await), right);
    assert_eq!(support.customer(&made.id).await, made);
}

#[tokio::test]
async fn t30_hostile_text_is_kept_and_given_back_literally() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    for text in [
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "\"autofocus onfocus=\"alert(1)",
        "</script>O’Brien",
    ] {
        let form = CustomerForm {
            last_name: Some(text.into()),
            organisation: Some(text.into()),
            ..jeanne(&email("hostile"))
        };
        let made = owner
            .create(&form)
            .await
            .expect("a name may be anything that is no link");
        assert_eq!(
            (&*made.last_name, made.organisation.as_deref()),
            (text, Some(text))
        );
        assert_eq!(owner.customer(&made.id).await, made);
    }
}

#[tokio::test]
async fn t34_broken_text_is_refused_by_field() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let made = owner.creates(&email("broken")).await;
    let path = format!("/api/admin/customers/{}", made.id);
    let headers = tests::browser::same_origin(world.url());
    let mut headers = headers.to_vec();
    headers.push(("content-type", "application/json"));
    for bytes in [
        &b"{\"version\":1,\"last_name\":\"\xff\xfe\"}"[..],
        b"{\"last_name\":\"\\ud800\"}",
        b"\xef\xbb\xbf{}",
        b"{",
        b"",
    ] {
        let reply = owner.raw("PUT", &path, &headers, bytes.to_vec()).await;
        assert!([400, 422].contains(&reply.status), "{reply}");
    }
    for (text, reason) in [
        ("a\u{0}b", "control_chars"),
        ("a\u{202e}b", "control_chars"),
        ("\u{301}".repeat(10_000).as_str(), "too_long"),
    ] {
        let form = CustomerForm {
            organisation: Some(text.into()),
            ..of(&made)
        };
        assert_eq!(
            refused(owner.edit(&made.id, &form).await),
            [format!("organisation: {reason}")]
        );
    }
    assert_eq!(owner.customer(&made.id).await, made);
}

#[tokio::test]
async fn t35_wrong_types_are_named() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let made = owner.creates(&email("types")).await;
    let path = format!("/api/admin/customers/{}", made.id);
    let asked = [
        ("PUT", path.clone(), "last_name"),
        ("PUT", path.clone(), "email"),
        ("POST", "/api/admin/customers".to_owned(), "first_name"),
        ("PUT", format!("{path}/account"), "password"),
        ("POST", format!("{path}/notes"), "text"),
        ("DELETE", path.clone(), "email"),
    ];
    for (method, path, field) in &asked {
        for wrong in ["1", "1e309", "[\"a\"]", "{\"a\":1}", "true", "-0"] {
            let reply = owner
                .send(method, path, &format!("{{\"{field}\":{wrong}}}"))
                .await;
            assert!([400, 422].contains(&reply.status), "{reply}");
            if reply.status == 422 {
                let faults = reply.faults();
                assert!(
                    faults.iter().any(|fault| fault.starts_with(*field)),
                    "{reply}"
                );
            }
        }
        for whole in ["[]", "null", "1", "\"a\""] {
            let reply = owner.send(method, path, whole).await;
            assert!([400, 422].contains(&reply.status), "{reply}");
        }
    }
    for version in ["\"1\"", "-1", "1.5", "9223372036854775808"] {
        let reply = owner
            .send("PUT", &path, &format!("{{\"version\":{version}}}"))
            .await;
        assert_eq!(reply.expect(422).faults(), ["version: type"]);
    }
    let twice = "{\"version\":1,\"version\":1}";
    let reply = owner.send("PUT", &path, twice).await;
    assert_eq!(reply.expect(422).faults(), ["version: duplicate_key"]);
    assert_eq!(owner.customer(&made.id).await, made);
}

#[tokio::test]
async fn nobody_but_staff_gets_near_a_record() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let address = email("near");
    let customer = Browser::new(&world);
    customer.leave(&zoe(&address)).await;
    customer.prove(&address).await;
    let own = owner.find(&address).await;
    let path = format!("/api/admin/customers/{}", own.id);
    for (browser, status) in [(&Browser::new(&world), 401), (&customer, 403)] {
        for (method, tail) in [
            ("PUT", ""),
            ("DELETE", ""),
            ("GET", "/erasure"),
            ("POST", "/notes"),
            ("POST", "/addresses"),
            ("GET", "/purchases"),
            ("PUT", "/account"),
            ("POST", "/password-resets"),
            ("DELETE", "/sessions"),
            ("DELETE", "/throttle"),
        ] {
            let body = if method == "GET" { "" } else { "{}" };
            let reply = browser.send(method, &format!("{path}{tail}"), body).await;
            assert_eq!(reply.status, status, "{reply}");
        }
        let body = json!(jeanne(&email("near-new"))).to_string();
        let reply = browser.send("POST", "/api/admin/customers", &body).await;
        assert_eq!(reply.status, status, "{reply}");
    }
    assert_eq!(owner.customer(&own.id).await, own);
}
