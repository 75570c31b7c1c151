//! What stands beside a record: the address book under its version, and notes by their authors.

use domain::account::{BOOK_MAX, Role};
use domain::customer::{BookForm, Customer};
use domain::id::{CustomerId, Id, NoteId};
use std::sync::Arc;
use tests::World;
use tests::recording::{code, quay, refused};
use tests::staff::{self, Staff};
use tests::world::email;
use tokio::sync::Barrier;

#[tokio::test]
async fn of_changes_of_one_book_at_once_one_is_made() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let made = owner.creates(&email("book-at-once")).await;
    let start = Arc::new(Barrier::new(8));
    let mut running = tokio::task::JoinSet::new();
    for place in 0..8 {
        // each on a line of its own, open already
        let browser = owner.stolen();
        browser.session().await;
        let who = Staff {
            browser,
            email: owner.email.clone(),
        };
        let (start, id) = (start.clone(), made.id.clone());
        let form = BookForm {
            version: Some(made.version),
            address: Some(quay(&format!("{place} quai"))),
            default: None,
        };
        running.spawn(async move {
            start.wait().await;
            who.add_address(&id, &form).await
        });
    }
    let (added, late): (Vec<_>, Vec<_>) = running
        .join_all()
        .await
        .into_iter()
        .partition(Result::is_ok);
    assert_eq!(added.len(), 1);
    for answer in late {
        assert_eq!(code(answer), (409, "stale".to_owned()));
    }
    assert_eq!(owner.customer(&made.id).await.addresses.len(), 1);
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
