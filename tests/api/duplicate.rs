//! Customers who look alike: by phone, by name and postcode, by spellings of one mailbox; told apart; looked for without
//! reading the table.

use domain::account::Role;
use domain::contact::ContactForm;
use domain::customer::{Customer, CustomerForm};
use domain::duplicate::{Duplicate, Likeness};
use domain::id::{CustomerId, Id};
use std::collections::BTreeSet;
use tests::contact::zoe;
use tests::merging::into;
use tests::recording::{code, of, refused};
use tests::staff::{self, Staff};
use tests::world::{email, number, word};
use tests::{Browser, World};

/// Somebody with a name, a phone and an address of their own.
fn somebody(address: &str) -> ContactForm {
    ContactForm {
        last_name: word(),
        phone: Some(format!("+33712{:06}", number() % 1_000_000)),
        ..zoe(address)
    }
}

async fn left(owner: &Staff, form: &ContactForm) -> Customer {
    Browser::new(&owner.world).leave(form).await;
    owner.find(&form.email).await
}

/// Who a customer is said to look like, and by what.
async fn alike(owner: &Staff, id: &CustomerId) -> Vec<(CustomerId, Vec<Likeness>)> {
    let found = owner.duplicates(id).await.items;
    assert!(found.iter().all(|pair| pair.customer.id == *id));
    found
        .into_iter()
        .map(|pair| (pair.other.id, pair.why))
        .collect()
}

#[tokio::test]
async fn a_phone_in_any_spelling_is_found_both_ways() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let first = somebody(&email("phone-a"));
    let mut second = somebody(&email("phone-b"));
    let national = first.phone.clone().unwrap_or_default().replace("+33", "0");
    second.phone = Some(national);
    let (first, second) = (left(&owner, &first).await, left(&owner, &second).await);
    assert_eq!(
        alike(&owner, &first.id).await,
        [(second.id.clone(), vec![Likeness::Phone])]
    );
    assert_eq!(
        alike(&owner, &second.id).await,
        [(first.id.clone(), vec![Likeness::Phone])]
    );
    // Another number, and nobody looks alike any more.
    let form = CustomerForm {
        phone: Some(format!("+33713{:06}", number() % 1_000_000)),
        ..of(&second)
    };
    owner.edit(&second.id, &form).await.unwrap();
    assert_eq!(alike(&owner, &first.id).await, []);
}

#[tokio::test]
async fn a_name_that_folds_alike_and_the_postcode_of_any_address_are_found() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let mut first = somebody(&email("name-a"));
    first.last_name = format!("Lefèvre-{}", word());
    let mut second = somebody(&email("name-b"));
    second.last_name = first.last_name.to_uppercase().replace('È', "E");
    second.first_name = "ZOE".into();
    second.address.postcode = Some("13 001".into());
    let (first, second) = (left(&owner, &first).await, left(&owner, &second).await);
    assert_eq!(alike(&owner, &first.id).await, [], "elsewhere");
    let mut form = tests::recording::quay("9 quai du Port");
    form.postcode = Some("75011".into());
    let book = domain::customer::BookForm {
        version: Some(second.version),
        address: Some(form),
        default: None,
    };
    let second = owner.add_address(&second.id, &book).await.unwrap();
    assert_eq!(
        alike(&owner, &first.id).await,
        [(second.id.clone(), vec![Likeness::Name])]
    );
    let entry = &second.addresses[0];
    owner.remove_address(&second.id, &entry.id).await.unwrap();
    assert_eq!(alike(&owner, &first.id).await, []);
}

#[tokio::test]
async fn spellings_of_one_mailbox_are_found_and_two_mailboxes_are_not() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let n = number();
    for (one, other, is_one) in [
        (
            format!("zoe.martin{n}@gmail.com"),
            format!("zoemartin{n}+boutique@googlemail.com"),
            true,
        ),
        (
            format!("zm{n}@gmial.com"),
            format!("z.m{n}@gmail.com"),
            true,
        ),
        (
            format!("ruth{n}@hotmial.fr"),
            format!("ruth{n}@hotmail.fr"),
            true,
        ),
        (
            format!("ada{n}@orange.f"),
            format!("ada{n}@orange.fr"),
            true,
        ),
        (
            format!("ida{n}+a@outlook.com"),
            format!("ida{n}@outlook.com"),
            true,
        ),
        // Dots say something there, tags elsewhere, and near letters are another provider.
        (
            format!("a.b{n}@outlook.com"),
            format!("ab{n}@outlook.com"),
            false,
        ),
        (
            format!("eve{n}+a@example.com"),
            format!("eve{n}@example.com"),
            false,
        ),
        (format!("max{n}@free.fr"), format!("max{n}@fret.fr"), false),
    ] {
        let (one, other) = (
            left(&owner, &somebody(&one)).await,
            left(&owner, &somebody(&other)).await,
        );
        let expected = match is_one {
            true => vec![(other.id.clone(), vec![Likeness::Email])],
            false => Vec::new(),
        };
        assert_eq!(
            alike(&owner, &one.id).await,
            expected,
            "{} {}",
            one.email,
            other.email
        );
    }
}

#[tokio::test]
async fn two_persons_are_told_apart_and_it_is_remembered_until_taken_back() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let first = somebody(&email("twin-a"));
    let second = ContactForm {
        email: email("twin-b"),
        ..first.clone()
    };
    let (first, second) = (left(&owner, &first).await, left(&owner, &second).await);
    assert_eq!(
        alike(&owner, &first.id).await[0].1.len(),
        2,
        "phone and name"
    );
    owner.tell_apart(&second.id, &first.id).await.unwrap();
    owner
        .tell_apart(&first.id, &second.id)
        .await
        .expect("said already");
    assert_eq!(alike(&owner, &first.id).await, []);
    assert_eq!(alike(&owner, &second.id).await, []);
    assert!(
        !pages(&owner)
            .await
            .iter()
            .any(|pair| pair.customer.id == second.id)
    );
    assert!(
        owner
            .compare(&first.id, &second.id)
            .await
            .unwrap()
            .told_apart
    );
    owner.find_again(&first.id, &second.id).await.unwrap();
    assert_eq!(alike(&owner, &first.id).await.len(), 1);
    let deeds = "select group_concat(deed) from audit where subject_id in (?1, ?2) and deed in ('told_apart', 'found_again')";
    let told = world
        .database()
        .rows(deeds, &[first.id.as_str(), second.id.as_str()])
        .await;
    assert_eq!(told[0][0], "told_apart,told_apart,found_again");
    // Nobody, and oneself.
    let nobody: CustomerId = Id::new(1, staff::random());
    assert_eq!(code(owner.tell_apart(&first.id, &nobody).await).0, 404);
    assert_eq!(
        refused(owner.tell_apart(&first.id, &first.id).await),
        ["other: same"]
    );
    let support = Staff::of_role(&world, Role::Support).await;
    assert_eq!(code(support.tell_apart(&first.id, &second.id).await).0, 403);
    assert_eq!(alike(&support, &first.id).await.len(), 1, "support sees it");
}

/// Every pair of the list, page by page; no pair stands twice.
async fn pages(owner: &Staff) -> Vec<Duplicate> {
    let mut cursor = None;
    let mut all = Vec::new();
    loop {
        let page = owner.alike(cursor).await;
        all.extend(page.items);
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    let pairs: BTreeSet<String> = all
        .iter()
        .map(|pair| format!("{}{}", pair.customer.id, pair.other.id))
        .collect();
    assert_eq!(pairs.len(), all.len());
    all
}

#[tokio::test]
async fn the_list_has_every_pair_once_and_reads_a_page_not_the_table() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let phone = format!("+33714{:06}", number() % 1_000_000);
    let mut ids = Vec::new();
    for _ in 0..3 {
        let form = ContactForm {
            phone: Some(phone.clone()),
            ..somebody(&email("listed"))
        };
        ids.push(left(&owner, &form).await.id);
    }
    // A switchboard: so many have it that it tells nothing, and nobody is compared with all of them.
    let name = word();
    let crowd = tests::grouping::crowd(&world, &name, 3_000).await;
    let shared = "update customers set phone = ?1 where name_key = ?2 || ' ada'";
    world
        .database()
        .rows(shared, &["+33100000001", &name])
        .await;
    let all = pages(&owner).await;
    let ours: Vec<&Duplicate> = all
        .iter()
        .filter(|pair| ids.contains(&pair.customer.id))
        .collect();
    assert_eq!(ours.len(), 3, "three of three, two by two");
    assert!(
        ours.iter().all(|pair| pair.why == [Likeness::Phone]
            && pair.other.created_at <= pair.customer.created_at)
    );
    assert!(!all.iter().any(|pair| crowd.contains(&pair.customer.id)));
    assert_eq!(owner.duplicates(&crowd[0]).await.items, []);
    let figures = tests::Figures::of(
        &owner
            .raw("GET", "/api/admin/duplicates", &[], String::new())
            .await,
    );
    assert!(figures.rows <= 2_000 && figures.trips <= 5, "{figures:?}");
    // Nineteen leave, and twenty are few enough to tell something again.
    let gone = "update customers set phone = null where name_key = ?1 || ' ada' and seq not in (
        select seq from customers where name_key = ?1 || ' ada' order by seq limit 20)";
    world.database().rows(gone, &[&name]).await;
    assert_eq!(owner.duplicates(&crowd[0]).await.items.len(), 19);
}

#[tokio::test]
async fn who_was_merged_is_found_no_more() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let first = somebody(&email("once-a"));
    let second = ContactForm {
        email: email("once-b"),
        ..first.clone()
    };
    let (first, second) = (left(&owner, &first).await, left(&owner, &second).await);
    let merge = owner.merges(&into(&first, &second)).await;
    let found = owner.duplicates(&first.id).await;
    assert_eq!((found.items.len(), found.merges), (0, vec![merge]));
    assert_eq!(code(owner.compare(&first.id, &second.id).await).0, 404);
}
