//! The search: any part of first name, last name, e-mail, phone and organisation, without accents, and no trap.

use domain::contact::ContactForm;
use domain::customer::{AccountState, CustomerQuery, Stage};
use std::time::Duration;
use tests::contact::{named, zoe};
use tests::staff::Staff;
use tests::world::{email, number, word};
use tests::{Browser, World};

async fn found(owner: &Staff, q: &str) -> Vec<String> {
    owner
        .search(q)
        .await
        .into_iter()
        .map(|row| row.email)
        .collect()
}

#[tokio::test]
async fn any_part_of_any_field_finds_the_customer_without_its_accents() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (first, last, organisation) = (word(), word(), word());
    let address = email(&format!("find.{}", word()));
    let digits = format!("{:08}", number() % 100_000_000);
    let form = ContactForm {
        first_name: format!("Zoé-{first}"),
        last_name: format!("Lefèvre-Œ{last}"),
        phone: Some(format!("06{digits}")),
        organisation: Some(format!("Éts {organisation} & Fils")),
        ..zoe(&address)
    };
    Browser::new(&world).leave(&form).await;
    let middle = |text: &str| {
        text.chars()
            .skip(1)
            .take(text.chars().count() - 2)
            .collect::<String>()
    };
    for q in [
        format!("zoe-{first}"),
        format!("ZOÉ-{}", first.to_uppercase()),
        middle(&first),
        format!("lefevre-oe{last}"),
        format!("LEFÈVRE-Œ{last}"),
        format!("oe{last}"),
        middle(&last),
        address.clone(),
        address.to_uppercase(),
        address.split_once('@').unwrap().0.to_owned(),
        middle(&address),
        format!("06{digits}"),
        format!("+336{digits}"),
        format!(
            "06 {} {} {} {}",
            &digits[0..2],
            &digits[2..4],
            &digits[4..6],
            &digits[6..8]
        ),
        format!("+33 6{digits}"),
        organisation.clone(),
        format!("ets {organisation}"),
        format!("{organisation} & fils"),
        format!("{last} {first}"),
        format!("{first} {last} {organisation}"),
    ] {
        assert_eq!(found(&owner, &q).await, [address.as_str()], "{q}");
    }
    assert_eq!(
        found(&owner, &format!("{first} {}", word())).await,
        Vec::<String>::new(),
        "all words must match"
    );
}

#[tokio::test]
async fn decomposed_and_typographic_spellings_find_each_other() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let last = word();
    let address = email("spelt");
    Browser::new(&world)
        .leave(&named("Anaïs", &format!("d’Ûrf\u{E9}{last}"), &address))
        .await;
    for q in [
        format!("d'urfe{last}"),
        format!("D’U\u{302}RFE\u{301}{last}"),
        format!("D'ÛRFÉ{last}"),
        format!("ANAI\u{308}S d'urfe{last}"),
    ] {
        assert_eq!(found(&owner, &q).await, [address.as_str()], "{q}");
    }
}

#[tokio::test]
async fn one_and_two_letters_find_beginnings_of_each_field_only() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    // Beginnings that nobody else's names have.
    let (first, last, organisation, inside) = ("ʁ", "ɵ", "ʘ", "ɣ");
    let address = email("letters");
    let form = ContactForm {
        first_name: format!("{first}a{inside}"),
        last_name: format!("{last}b{inside} {inside}z"),
        organisation: Some(format!("{organisation}c{inside}")),
        ..zoe(&address)
    };
    Browser::new(&world).leave(&form).await;
    for q in [
        first.to_owned(),
        format!("{first}a"),
        last.to_owned(),
        format!("{last}B"),
        organisation.to_owned(),
        format!("{organisation}c"),
        format!("{first} {last}"),
    ] {
        assert!(found(&owner, &q).await.contains(&address), "{q}");
    }
    for q in [
        inside.to_owned(),
        format!("a{inside}"),
        format!("b{inside}"),
        format!("{inside}z"),
    ] {
        assert!(
            !found(&owner, &q).await.contains(&address),
            "`{q}` stands inside, not at a beginning"
        );
    }
}

#[tokio::test]
async fn the_search_follows_the_record_when_it_changes() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (before, after) = (word(), word());
    let address = email("renamed");
    Browser::new(&world)
        .leave(&named("Ida", &before, &address))
        .await;
    Browser::new(&world)
        .leave(&named("Ida", &after, &address))
        .await;
    assert_eq!(
        found(&owner, &after).await,
        Vec::<String>::new(),
        "what waits is not found"
    );
    let customer = owner.find(&address).await;
    owner
        .apply(
            &customer,
            &customer.pending[0].id,
            &[domain::pending::DetailsField::LastName],
        )
        .await
        .unwrap();
    assert_eq!(found(&owner, &after).await, [address.as_str()]);
    assert_eq!(found(&owner, &before).await, Vec::<String>::new());
}

#[tokio::test]
async fn t33_traps_are_searched_for_literally() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let mark = word();
    let traps = [
        "%",
        "_",
        "\\",
        "\"",
        "*",
        "NEAR(a b)",
        "a AND b",
        "-x",
        ":",
        "first_name:",
        "(",
        ")",
        "{",
        "^",
        "a OR b",
        "NOT",
        "+",
        "'",
        "';--",
        "/*",
        "\u{0}",
        "😀",
        "العربية",
        "Σίσυφος",
        "?1",
        "$1",
        "@x",
        "#",
        "\t",
        "\r\n",
        "a\"b\"c",
        "\"\"\"",
        "''''",
    ];
    for trap in traps {
        let reply = owner
            .send(
                "GET",
                &format!("/api/admin/customers?q={}", tests::browser::escape(trap)),
                "",
            )
            .await;
        reply.expect(200);
        let both = format!("{mark}{trap}");
        assert_eq!(found(&owner, &both).await, Vec::<String>::new(), "{both}");
    }
    for (first, last) in [
        ("100%", "Under_score"),
        ("Quo\"te", "Back\\slash"),
        ("Σίσυφος", "العربية"),
        ("😀", "star*"),
    ] {
        let address = email("trap");
        Browser::new(&world)
            .leave(&named(&format!("{first}{mark}"), last, &address))
            .await;
        for q in [format!("{first}{mark}"), format!("{last} {mark}")] {
            assert_eq!(found(&owner, &q).await, [address.as_str()], "{q}");
        }
        world
            .database()
            .rows(
                "update customers set first_name = 'done', search_text = 'done' where email = ?1",
                &[&address],
            )
            .await;
    }
    // A final sigma is the same letter as any other.
    let address = email("sigma");
    Browser::new(&world)
        .leave(&named(&format!("ΣΊΣΥΦΟΣ {mark}"), "Martin", &address))
        .await;
    assert_eq!(
        found(&owner, &format!("σίσυφος {mark}")).await,
        [address.as_str()]
    );
}

#[tokio::test]
async fn t33_searches_of_every_length_answer_in_time() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let local = format!("{}.{}", "l".repeat(40), number());
    let label = "d".repeat(60);
    let address = format!("{local}@{label}.{label}.{label}.example");
    assert!(address.len() > 200 && address.len() <= 254);
    Browser::new(&world).leave(&zoe(&address)).await;
    assert_eq!(
        found(&owner, &address).await,
        [address.as_str()],
        "a long e-mail is found whole"
    );
    for length in [
        1, 49, 50, 51, 99, 100, 101, 200, 300, 301, 1_000, 4_000, 4_096,
    ] {
        for letter in ["z", "é", "z "] {
            let typed: String = letter.chars().cycle().take(length).collect();
            let reply = owner
                .send(
                    "GET",
                    &format!("/api/admin/customers?q={}", tests::browser::escape(&typed)),
                    "",
                )
                .await;
            reply.expect(200);
            assert!(
                reply.took < Duration::from_secs(1),
                "{length} letters took {:?}",
                reply.took
            );
        }
    }
    let reply = owner
        .send(
            "GET",
            &format!("/api/admin/customers?q={}", "z".repeat(4_097)),
            "",
        )
        .await;
    assert_eq!(reply.faults(), ["q: too_long"]);
    let blank = owner
        .customers(&CustomerQuery {
            q: "   ".into(),
            ..CustomerQuery::default()
        })
        .await;
    assert!(!blank.items.is_empty(), "blanks are no search");
}

#[tokio::test]
async fn a_filtered_search_that_finds_nobody_says_so() {
    let owner = Staff::owner(&World::get()).await;
    for (stage, account) in [
        (Some(Stage::Buyer), None),
        (None, Some(AccountState::Disabled)),
        (Some(Stage::Buyer), Some(AccountState::Disabled)),
    ] {
        let query = CustomerQuery {
            q: "nobody-has-this-name".into(),
            stage,
            account,
            ..CustomerQuery::default()
        };
        let page = owner.customers(&query).await;
        assert_eq!(
            (page.items.len(), page.next, page.partial),
            (0, None, false)
        );
    }
}
