//! Everything about oneself, to take away: nothing of it is missing, nothing of anybody else is in it, nothing secret.

use domain::api::Endpoint;
use domain::api::rights::ExportOwn;
use domain::document::DocumentForm;
use domain::export::{FORMAT, LEFT_OUT, SECTIONS, VERSION};
use std::collections::BTreeSet;
use tests::campaigning::letter;
use tests::contact::{somebody_else, zoe};
use tests::documents::{for_customer, page};
use tests::mail_events::bounced;
use tests::proving::PASSWORD;
use tests::recording::{quay, typed};
use tests::staff::Staff;
use tests::world::{email, word};
use tests::{Browser, World};

/// Columns by which a row is somebody's.
const POINTS: [&str; 12] = [
    "customer_id",
    "customer_seq",
    "account_id",
    "order_id",
    "email",
    "email_key",
    "recipient",
    "buyer",
    "contact",
    "first_name",
    "last_name",
    "phone",
];

#[tokio::test]
async fn every_table_that_points_at_somebody_is_exported_or_has_a_reason() {
    let database = World::get().database();
    let tables = database
        .rows(
            "select t.name, c.name from sqlite_master t, pragma_table_info(t.name) c
            where t.type = 'table' and t.name not like 'sqlite_%' and t.name not like '\\_cf\\_%' escape '\\'
                and t.name not like 'd1\\_%' escape '\\' and t.name not like 'customers_search%'",
            &[],
        )
        .await;
    let mut pointing = BTreeSet::new();
    for row in &tables {
        let (table, column) = (row[0].as_str().unwrap(), row[1].as_str().unwrap());
        if POINTS.contains(&column) {
            pointing.insert(table.to_owned());
        }
    }
    assert!(pointing.len() >= 15, "{pointing:?}");
    let exported = SECTIONS
        .iter()
        .flat_map(|(_, tables)| tables.iter().copied());
    let left_out = LEFT_OUT.iter().map(|(table, _)| *table);
    let known: BTreeSet<&str> = exported.chain(left_out).collect();
    for table in &pointing {
        assert!(
            known.contains(table.as_str()),
            "{table} points at somebody: export it (domain::export) or say there why not"
        );
    }
    assert!(LEFT_OUT.iter().all(|(_, reason)| !reason.is_empty()));
}

#[tokio::test]
async fn the_export_tells_everything_and_nothing_of_anybody_else() {
    let world = World::get();
    world.for_sale().await;
    let owner = Staff::owner(&world).await;
    let (mine, others) = (email("export"), email("export-other"));
    let browser = Browser::new(&world);
    browser.leave(&zoe(&mine)).await;
    browser.opens_account(&mine).await;
    browser.adds_address(quay("2 quai du Port")).await.unwrap();
    Browser::new(&world).leave(&somebody_else(&mine)).await;
    let order = browser.buys_access(&zoe(&mine)).await;
    owner.marks_paid(&order.id).await;
    browser.agrees(true).await.unwrap();
    browser
        .asks_email(&email("export-new"), PASSWORD)
        .await
        .unwrap();
    let made = owner.find(&mine).await;
    let text = format!("Rappeler {}", word());
    owner.write_note(&made.id, &text).await.expect("a note");
    let form = domain::group::GroupForm {
        version: None,
        code: Some(word()),
        name: "Abonnés".into(),
    };
    let group = owner.create_group(&form).await.unwrap();
    let path = format!("/api/admin/customers/{}/groups/{}", made.id, group.id);
    owner.send("PUT", &path, "").await.expect(200);
    browser.asks("Une question", "Bonjour, une question.").await;
    let guide = DocumentForm {
        title_en: "Getting started".into(),
        body_en: "It opens the day you order.".into(),
        title_fr: String::new(),
        body_fr: String::new(),
        ..for_customer(page(""), &made.id)
    };
    owner.publishes(&guide).await;
    let refused = bounced(&mine, "a-mail", "Permanent");
    Browser::new(&world).tells_of(&refused).await;
    let letter = owner
        .drafts(&letter("Pour vous", "Bonjour", &[&group]))
        .await;
    let received =
        "insert into campaign_mails (campaign_id, customer_id, locale, state, due_at, at)
        values (?1, ?2, 'fr', 'sent', 1, 1)";
    let params = [letter.id.as_str(), made.id.as_str()];
    world.database().rows(received, &params).await;
    let merged =
        "insert into merges (id, customer_id, survivor_id, other_id, other_name, other_email, account_id, at)
        values (?2, ?1, ?1, ?2, 'Zoé Double', 'double@example.com', ?2, 1)";
    let params = [made.id.as_str(), "018f0000-0000-7000-8000-000000000001"];
    world.database().rows(merged, &params).await;
    // Somebody else, with the same things.
    let other = Browser::new(&world);
    other.leave(&zoe(&others)).await;
    other.opens_account(&others).await;
    other.buys_service(&zoe(&others)).await;

    let export = browser.export().await;
    assert_eq!((&*export.format, export.version), (FORMAT, VERSION));
    for (name, _) in SECTIONS {
        let rows = &export.sections[*name];
        assert!(!rows.is_empty(), "{name} is empty");
        assert!(rows.iter().all(|row| !row.is_empty()), "{name}");
    }
    assert_eq!(export.sections["record"][0]["email"], mine.as_str());
    // What is written in one language only is told in that one.
    let document = &export.sections["documents"][0];
    assert_eq!(document["title"], "Getting started");
    assert_eq!(document["text"], "It opens the day you order.");
    assert_eq!(export.sections["notes"][0]["text"], text.as_str());
    assert_eq!(export.sections["addresses"].len(), 2);
    let bought = &export.sections["orders"][0];
    assert_eq!(bought["number"], order.number);
    assert_eq!(bought["papers"][0]["kind"], "invoice");
    assert!(bought["papers"][0]["number"].is_string(), "{bought:?}");
    assert_eq!(
        bought["lines"].as_array().map(Vec::len),
        Some(order.lines.len())
    );
    let whole = serde_json::to_string(&export).unwrap();
    assert!(!whole.contains(&others), "nobody else");
    for secret in [
        "$argon2",
        "token_hash",
        "password_hash",
        "browser_hash",
        "code_mac",
    ] {
        assert!(!whole.contains(secret), "{secret}");
    }
    let facts = owner.facts(&made.id).await;
    assert_eq!(facts[0], "data_exported");
}

#[tokio::test]
async fn the_page_is_a_file_of_its_own_in_the_readers_language() {
    let world = World::get();
    let hostile = "<img src=x onerror=alert(1)>";
    let mine = email("export-page");
    let browser = Browser::new(&world);
    let mut form = zoe(&mine);
    form.address.line1 = hostile.into();
    browser.leave(&form).await;
    browser.prove(&mine).await;
    for (locale, title, name) in [
        ("fr", "garde à votre sujet", "mes-donnees-"),
        ("en", "keeps about you", "my-data-"),
    ] {
        let reply = browser.export_as("html", locale).await;
        reply.expect(200);
        let text = reply.text();
        assert!(text.contains(title), "{locale}");
        assert!(!text.contains(hostile) && text.contains("&lt;img"), "T30");
        assert!(!text.contains("key."), "every key has a word");
        let header = |name: &str| reply.header(name).unwrap_or_default().to_owned();
        // Never shown on the shop's own origin.
        assert_eq!(header("content-type"), "application/octet-stream");
        assert!(header("content-disposition").contains(".html\""));
        assert!(header("content-disposition").contains(&format!("attachment; filename=\"{name}")));
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert!(header("cache-control").contains("no-store"));
    }
    let odd = browser.export_as("xml", "fr").await;
    assert_eq!(odd.status, 422);
}

#[tokio::test]
async fn who_never_proved_the_mailbox_takes_nothing_away_and_nobody_all_the_time() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let made = owner.creates(&email("export-unproved")).await;
    owner.sets_account(&made.id, &typed(PASSWORD)).await;
    let guest = Browser::new(&world);
    guest.sign_in(&made.email, PASSWORD).await.unwrap();
    let sql = "update accounts set must_change = 0 where email = ?1";
    world.database().rows(sql, &[&made.email]).await;
    let reply = guest.send("GET", ExportOwn::PATH, "").await;
    assert_eq!((reply.status, &*reply.problem().code), (403, "proof"));
    let mine = email("export-often");
    let browser = Browser::new(&world);
    browser.leave(&zoe(&mine)).await;
    browser.prove(&mine).await;
    for _ in 0..5 {
        browser.export().await;
    }
    let reply = browser.send("GET", ExportOwn::PATH, "").await;
    assert_eq!(reply.status, 429, "{reply}");
    assert!(reply.header("retry-after").is_some());
}
