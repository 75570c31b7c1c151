//! Documents as staff keep them: what is refused, what is new to whom, whom they reach, and what goes with them.

use crate::document::Reader;
use domain::account::Role;
use domain::api::document::DocumentQuery;
use domain::document::{DocumentForm, Kind, State};
use domain::history::Fact;
use serde_json::json;
use tests::documents::{for_buyers, for_customer, for_group, of, page};
use tests::handing_in::pdf;
use tests::recording::{code, refused};
use tests::staff::{self, Staff};
use tests::world::{now, word};
use tests::{Server, World};

#[tokio::test]
async fn a_page_is_shown_as_its_tree_in_each_language() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let reader = Reader::new(&owner).await;
    let form = DocumentForm {
        title_en: "Guide".into(),
        summary_fr: "Pour bien commencer".into(),
        body_en: "# Start\n\n[Go](javascript:alert(1)) <b>now</b>".into(),
        ..page("Mode d’emploi")
    };
    let made = owner.publishes(&form).await;
    assert_eq!(
        (made.version, &*made.title_fr, &*made.body_en),
        (1, "Mode d’emploi", &*form.body_en)
    );
    let path = format!("/api/account/documents/{}", made.id);
    let open = reader.browser.send("GET", &path, "").await;
    let open = open.expect(200).value();
    assert_eq!(open["document"]["title_en"], "Guide");
    assert_eq!(open["document"]["summary_fr"], "Pour bien commencer");
    assert_eq!(
        open["body_fr"][0]["heading"]["text"][0]["text"],
        "Bienvenue"
    );
    // T30: what is no Markdown of ours is text, and what runs is no link.
    let text = open["body_en"].to_string();
    assert!(
        !text.contains("\"link\"") && !text.contains("\"html\""),
        "{text}"
    );
    assert!(text.contains("now"), "{text}");
    assert_eq!(
        reader
            .browser
            .document_file(&made.id, "GET", &[])
            .await
            .status,
        404,
        "a page has no file"
    );
}

#[tokio::test]
async fn t30_hostile_titles_are_kept_literally() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    for title in [
        "<img src=x onerror=alert(1)>",
        "\"><script>alert(1)</script>",
        "{{constructor}}",
    ] {
        let made = owner.publishes(&page(title)).await;
        assert_eq!(made.title_fr, title);
        owner.delete_document(&made.id).await.unwrap();
    }
    let hidden = page("fdp\u{202e}cod.exe");
    assert_eq!(
        refused(owner.create_document(&hidden).await),
        ["title_fr: control_chars"]
    );
}

#[tokio::test]
async fn t27_what_the_form_does_not_offer_is_refused() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let made = owner.publishes(&page("Masse")).await;
    let path = format!("/api/admin/documents/{}", made.id);
    for key in [
        "id",
        "seq",
        "blob_id",
        "published_at",
        "created_at",
        "readers",
        "customer_id",
        "role",
    ] {
        for (method, path, form) in [
            ("POST", "/api/admin/documents", page("Masse")),
            ("PUT", &*path, of(&made)),
        ] {
            let mut body = json!(form);
            body[key] = json!(1);
            let reply = owner.send(method, path, &body.to_string()).await;
            assert_eq!(reply.expect(422).faults(), [format!("{key}: unknown_key")]);
        }
    }
    assert_eq!(owner.document(&made.id).await.unwrap(), made);
    let mut form = page("Masse");
    form.version = Some(1);
    assert_eq!(
        refused(owner.create_document(&form).await),
        ["version: unknown_key"]
    );
    let mut form = of(&made);
    form.kind = Some(Kind::File);
    assert_eq!(
        refused(owner.edit_document(&made.id, &form).await),
        ["kind: unknown_key"]
    );
    form.kind = None;
    form.version = None;
    assert_eq!(
        refused(owner.edit_document(&made.id, &form).await),
        ["version: required"]
    );
}

#[tokio::test]
async fn whom_it_is_for_and_its_file_must_be_there() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let manager = Staff::of_role(&world, Role::Manager).await;
    let absent = || domain::id::Id::new(1, staff::random());
    let owner_ref = &owner;
    let told = |form: DocumentForm| async move { refused(owner_ref.create_document(&form).await) };
    assert_eq!(
        told(for_group(page("x"), &absent())).await,
        ["groups: unknown"]
    );
    assert_eq!(
        told(for_buyers(
            page("x"),
            &domain::id::Id::new(1, staff::random())
        ))
        .await,
        ["product: unknown"]
    );
    assert_eq!(
        told(for_customer(
            page("x"),
            &domain::id::Id::new(1, staff::random())
        ))
        .await,
        ["customer: unknown"]
    );
    let mut file = DocumentForm {
        kind: Some(Kind::File),
        body_fr: String::new(),
        ..page("x")
    };
    assert_eq!(told(file.clone()).await, ["file: required"]);
    // Neither another's upload nor one that is in use already.
    file.file = Some(manager.hands_in("a.txt", b"a").await.id);
    assert_eq!(told(file.clone()).await, ["file: unknown"]);
    let mine = owner.hands_in("a.txt", b"a").await;
    file.file = Some(mine.id.clone());
    owner.publishes(&file).await;
    assert_eq!(told(file).await, ["file: unknown"]);
}

#[tokio::test]
async fn of_two_edits_at_once_one_wins_and_the_other_is_shown_what_stands_there() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let made = owner.publishes(&page("Ensemble")).await;
    let edit = |title: &'static str| {
        let form = DocumentForm {
            title_fr: title.into(),
            ..of(&made)
        };
        let (owner, id) = (&owner, made.id.clone());
        async move { owner.edit_document(&id, &form).await }
    };
    let (first, second) = tokio::join!(edit("Un"), edit("Deux"));
    let (won, lost) = match (first, second) {
        (Ok(won), Err(lost)) | (Err(lost), Ok(won)) => (won, lost),
        both => panic!("{both:?}"),
    };
    assert_eq!((lost.status, &*lost.code), (409, "stale"));
    assert_eq!(lost.current.unwrap()["title_fr"], won.title_fr);
    assert_eq!(owner.document(&made.id).await.unwrap(), won);
    assert_eq!(won.version, 2);
}

#[tokio::test]
async fn a_document_is_new_until_it_is_said_to_be_read_and_again_when_published_anew() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let reader = Reader::new(&owner).await;
    let group = owner.groups_as(&word()).await;
    owner.puts_in(&reader.customer, &group.id).await;
    let made = owner
        .publishes(&for_group(page("Nouveau"), &group.id))
        .await;
    // Others publish for everyone at the same time: only this one document counts here.
    let is_new = || async {
        let own = reader.browser.own_documents().await;
        own.items
            .iter()
            .find(|one| one.id == made.id)
            .unwrap()
            .is_new
    };
    assert!(is_new().await);
    // Neither looking at the list nor the page, nor asking for its headers, reads it.
    let path = format!("/api/account/documents/{}", made.id);
    reader.browser.send("GET", &path, "").await.expect(200);
    reader.browser.raw("HEAD", &path, &[], "").await.expect(200);
    assert!(is_new().await);
    for _ in 0..2 {
        reader.browser.opens_document(&made.id).await.unwrap();
        assert!(!is_new().await);
    }
    assert_eq!(owner.document(&made.id).await.unwrap().readers, 1);
    // A correction is no news; publishing it again is.
    let mut form = of(&made);
    form.summary_fr = "Corrigé".into();
    let corrected = owner.edit_document(&made.id, &form).await.unwrap();
    assert!(!is_new().await);
    let mut form = of(&corrected);
    form.state = Some(State::Draft);
    let draft = owner.edit_document(&made.id, &form).await.unwrap();
    let mut form = of(&draft);
    form.state = Some(State::Published);
    owner.edit_document(&made.id, &form).await.unwrap();
    assert!(is_new().await);
    assert_eq!(owner.document(&made.id).await.unwrap().readers, 0);
}

#[tokio::test]
async fn the_reach_counts_whom_it_is_for_and_who_of_them_can_sign_in() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (first, second) = (
        owner.groups_as(&word()).await,
        owner.groups_as(&word()).await,
    );
    let reader = Reader::new(&owner).await;
    let without = owner.creates(&tests::world::email("unreached")).await;
    for group in [&first, &second] {
        owner.puts_in(&reader.customer, &group.id).await;
    }
    owner.puts_in(&without.id, &first.id).await;
    let mut form = for_group(page("x"), &first.id);
    form.groups.push(second.id.clone());
    let reach = owner.reach(&form).await.unwrap();
    assert_eq!((reach.customers, reach.with_account), (2, 1));
    let reach = owner
        .reach(&for_customer(page("x"), &without.id))
        .await
        .unwrap();
    assert_eq!((reach.customers, reach.with_account), (1, 0));
    let reach = owner.reach(&page("x")).await.unwrap();
    assert!(reach.customers >= 1 && reach.customers == reach.with_account);
    let product = reader.browser.products().await.remove(0);
    owner
        .reach(&for_buyers(page("x"), &product.id))
        .await
        .unwrap();
    assert_eq!(
        refused(owner.reach(&DocumentForm::default()).await),
        ["audience: required"]
    );
}

#[tokio::test]
async fn support_reads_what_managers_write() {
    let world = World::get();
    let manager = Staff::of_role(&world, Role::Manager).await;
    let support = Staff::of_role(&world, Role::Support).await;
    let made = manager.publishes(&page("Rôles")).await;
    assert_eq!(support.document(&made.id).await.unwrap(), made);
    let rows = support.documents(&DocumentQuery::default()).await.items;
    assert!(rows.iter().any(|row| row.id == made.id));
    let right = (403, "right".to_owned());
    assert_eq!(code(support.create_document(&page("x")).await), right);
    assert_eq!(
        code(support.edit_document(&made.id, &of(&made)).await),
        right
    );
    assert_eq!(code(support.delete_document(&made.id).await), right);
    assert_eq!(support.hand_in("a.txt", b"a").await.status, 403);
    assert_eq!(manager.document(&made.id).await.unwrap(), made);
}

#[tokio::test]
async fn files_go_with_their_documents_and_customers() {
    let server = Server::start("documents").await;
    let world = server.world.clone();
    let owner = Staff::owner(&world).await;
    let reader = Reader::new(&owner).await;
    let first = owner.publishes_file(page("Un"), "un").await;
    let second = owner.publishes_file(page("Deux"), "deux").await;
    let private = owner
        .publishes_file(for_customer(page("Trois"), &reader.customer), "trois")
        .await;
    assert_eq!(reader.browser.own_documents().await.new, 3);
    reader.browser.opens_document(&second.id).await.unwrap();
    assert_eq!(reader.browser.own_documents().await.new, 2);
    let kept = |record: &domain::document::DocumentRecord| record.file.clone().unwrap();
    // Another file takes the first's place.
    let mut form = of(&first);
    let new = owner.hands_in("neuf.pdf", &pdf("neuf")).await;
    form.file = Some(new.id.clone());
    owner.edit_document(&first.id, &form).await.unwrap();
    owner.delete_document(&second.id).await.unwrap();
    owner.erase(&reader.customer, None).await.unwrap();
    assert_eq!(owner.document(&private.id).await.unwrap_err().status, 404);
    world.sweep_at(now()).await;
    for (blob, stays) in [
        (kept(&first), false),
        (new, true),
        (kept(&second), false),
        (kept(&private), false),
    ] {
        assert_eq!(world.holds(&blob).await, stays, "{}", blob.name);
    }
    let database = world.database();
    assert_eq!(database.number("select count(*) from blobs", &[]).await, 1);
    assert_eq!(
        database
            .number("select count(*) from document_reads", &[])
            .await,
        0
    );
    let told = "select count(*) from audit where area = 'documents'";
    assert_eq!(database.number(told, &[]).await, 2 * 3 + 2);
    assert_eq!(Fact::DocumentGiven.code(), "document_given");
}
