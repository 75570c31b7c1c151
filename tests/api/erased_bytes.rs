//! After somebody erased themselves, no byte of the database, of the store of files or of the log holds their e-mail, name or
//! phone in any spelling, but for the kept invoice. The server is stopped, its database copied without free pages, and searched.

use domain::bulk::{BulkAct, BulkForm};
use domain::contact::ContactForm;
use domain::email::Email;
use domain::text::fold;
use sha2::{Digest, Sha256};
use std::path::Path;
use tests::contact::{somebody_else, zoe};
use tests::documents::{for_customer, page};
use tests::handing_in::pdf;
use tests::proving::PASSWORD;
use tests::recording::quay;
use tests::remains;
use tests::rights::of;
use tests::staff::Staff;
use tests::world::{email, now};
use tests::{Browser, Mails, Server};

/// Nobody else in the shop has three letters of it in a row.
const NAME: &str = "Çqxwvjkzh";
const PHONE: &str = "+33639989877";

/// Every way in which somebody may be written down.
fn spellings(emails: &[&str]) -> Vec<String> {
    let mut all = vec![
        NAME.to_owned(),
        NAME.to_lowercase(),
        NAME.to_uppercase(),
        fold(NAME),
        fold(NAME).to_uppercase(),
        "qxwvjkzh".to_owned(),
        "QXWVJKZH".to_owned(),
        PHONE.to_owned(),
        "0639989877".to_owned(),
        "639989877".to_owned(),
        "06 39 98 98 77".to_owned(),
        "39 98 98 77".to_owned(),
        "6 39 98 98 77".replace(' ', "\u{a0}"),
        "chemin des Zzyzx".to_owned(),
        fold("chemin des Zzyzx"),
    ];
    for email in emails {
        let key = Email::parse(email).unwrap().key();
        let local = email.split('@').next().unwrap().to_owned();
        let digest = Sha256::digest(key.as_bytes());
        let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        all.extend([
            (*email).to_owned(),
            email.to_uppercase(),
            key,
            local,
            digest,
        ]);
    }
    all
}

/// The files of a state folder but for the database that hold one of these texts.
fn in_files(state: &Path, texts: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for file in remains::files(state) {
        let path = file.to_string_lossy().into_owned();
        // The local platform's own traces keep the addresses that were asked for, what staff searched for among them, as
        // the platform's request logs do (docs/privacy.md).
        if path.contains("D1DatabaseObject") || path.contains("/observability/") {
            continue;
        }
        if !remains::standing_in(&file, texts).is_empty() {
            found.push(path);
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_somebody_erased_is_left_but_the_kept_invoice() {
    let mut server = Server::start("erased-bytes").await;
    let world = server.world.clone();
    world.for_sale().await;
    let owner = Staff::owner(&world).await;
    let (first, second, third) = (email("qxfirst"), email("qxsecond"), email("qxthird"));
    let mut form = ContactForm {
        last_name: NAME.into(),
        phone: Some(PHONE.into()),
        marketing_consent: Some(true),
        ..zoe(&first)
    };
    form.address.line1 = "7 chemin des Zzyzx".into();
    let browser = Browser::new(&world);
    browser.leave(&form).await;
    browser.opens_account(&first).await;
    let id = owner.find(&first).await.id;
    // Everything that can be done by them or about them.
    browser
        .adds_address(quay("8 chemin des Zzyzx"))
        .await
        .unwrap();
    let changed = of(&browser.profile().await);
    let changed = domain::profile::ProfileForm {
        organisation: Some(format!("Atelier {NAME}")),
        ..changed
    };
    browser.edits_profile(&changed).await.unwrap();
    let mut typed = somebody_else(&first);
    typed.last_name = NAME.to_uppercase();
    typed.phone = Some("06 39 98 98 77".into());
    Browser::new(&world).leave(&typed).await;
    browser.agrees(false).await.unwrap();
    browser.agrees(true).await.unwrap();
    browser.asks_email(&second, PASSWORD).await.unwrap();
    let link = Mails::get().wait(&second, "email_change").await.token();
    browser.confirms_email(&link).await.unwrap();
    form.email.clone_from(&second);
    let text = format!("Rappeler {NAME} au {PHONE}, ou {second}");
    owner.write_note(&id, &text).await.unwrap();
    let group = owner.groups_as("Abonnés").await;
    owner.puts_in(&id, &group.id).await;
    let bulk = BulkForm {
        act: Some(BulkAct::LeaveGroup),
        group: Some(group.id.clone()),
        customers: Some(vec![id.clone()]),
        matching: None,
    };
    let bulk = owner.prepare(&bulk).await;
    owner.runs(&bulk.id).await;
    let asked = browser.asks(&format!("Question de {NAME}"), &text).await;
    owner
        .answers(&asked.thread.id, &format!("Bonjour {NAME}, {text}"))
        .await;
    browser
        .asks_with(&format!("Plan de {NAME}.pdf"), &text)
        .await;
    let private = for_customer(page(&format!("Pour {NAME}")), &id);
    owner.publishes_file(private, &text).await;
    let never_sent = browser
        .hand_in_for_message(&format!("{NAME}.pdf"), &pdf(&text))
        .await;
    never_sent.expect(201);
    let paid = browser.buys_access(&form).await;
    owner.marks_paid(&paid.id).await;
    let guest = Browser::new(&world);
    let unpaid = guest.buys_service(&form).await;
    let mail = Mails::get().wait_for(&second, "order_placed", 2).await;
    guest
        .order_by_link(&unpaid.id, &mail.token())
        .await
        .expect(200);
    assert!(!owner.search(NAME).await.is_empty());
    browser.asks_email(&third, PASSWORD).await.unwrap();
    Mails::get().wait(&third, "email_change").await;
    // Somebody else wants their address, and is not told that it is theirs.
    let other = Browser::new(&world);
    let others = email("other");
    other.leave(&zoe(&others)).await;
    other.prove(&others).await;
    other.asks_email(&second, "").await.unwrap();
    Mails::get().wait(&second, "email_taken").await;
    let stranger = Browser::new(&world);
    assert!(
        stranger
            .sign_in(&second, "pas celui-là du tout")
            .await
            .is_err()
    );
    stranger.ask_code(&second).await.expect(202);
    stranger.ask_reset(&second).await.expect(202);
    browser.export().await;
    assert_eq!(
        in_files(server.state(), &[PHONE.to_owned()]).len(),
        3,
        "the files are found"
    );

    browser.erases_oneself(PASSWORD).await.expect("204");
    Mails::get().wait(&second, "erased").await;
    let waiting = "select count(*) from outbox where template = 'erased'";
    let patience = std::time::Instant::now() + std::time::Duration::from_secs(15);
    while world.database().number(waiting, &[]).await > 0 {
        assert!(
            std::time::Instant::now() < patience,
            "the last mail's row stays"
        );
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    // Within two hours throttles and sessions of theirs have run out; the chores of then are done.
    world.sweep_at(now() + 7_200_000).await;
    let kept = "select count(*) from invoices where instr(data, ?1) > 0";
    assert_eq!(
        world.database().number(kept, &[NAME]).await,
        1,
        "the books stay"
    );
    let log = server.log();
    server.kill();

    let spellings = spellings(&[&first, &second, &third]);
    let state = server.state().to_owned();
    let database = remains::database(&state);
    let folder = state.parent().unwrap();
    // As it is: the invoice holds it, so the search finds what there is to find.
    let whole = folder.join("whole.sqlite");
    remains::compact(&database, &whole, "");
    let found = remains::standing_in(&whole, &spellings);
    assert!(
        found.contains(&NAME) && found.contains(&second.as_str()),
        "{found:?}"
    );
    // Without what the kept invoice says: nothing at all, in no table, no index, no list of words.
    let rest = folder.join("rest.sqlite");
    let invoices = "drop trigger invoices_frozen; update invoices set data = '{}';";
    remains::compact(&database, &rest, invoices);
    let found = remains::standing_in(&rest, &spellings);
    assert_eq!(found, [""; 0], "in the database");
    // The search keeps three letters at a time: none of the name's.
    let folded: Vec<char> = fold(NAME).chars().collect();
    let trigrams: Vec<String> = folded
        .windows(3)
        .map(|part| part.iter().collect())
        .collect();
    let words = folder.join("words.sqlite");
    let listed = "drop trigger invoices_frozen; update invoices set data = '{}';
        create virtual table words using fts5vocab('customers_search', 'row');
        create table trigrams as select term from words;
        create virtual table asked using fts5vocab('conversations_search', 'row');
        insert into trigrams select term from asked;
        drop table words; drop table asked;";
    remains::compact(&database, &words, listed);
    let found = remains::standing_in(&words, &trigrams);
    assert_eq!(found, [""; 0], "in the search index");
    // Files that were handed in, caches, everything else the server wrote; and what it said.
    assert_eq!(in_files(&state, &spellings), [""; 0]);
    for line in log.lines().filter(|line| !line.contains("?q=")) {
        let said = spellings
            .iter()
            .find(|spelling| line.contains(spelling.as_str()));
        assert_eq!(said, None, "in the log: {line}");
    }
}
