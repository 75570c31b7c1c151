//! Documents are for whom they are for, at each request (T25): page, file, part and headers alike.

use domain::account::Role;
use domain::document::DocumentRecord;
use domain::id::DocumentId;
use domain::order::OrderState;
use domain::product::Kind;
use domain::session::DAY;
use tests::contact::zoe;
use tests::documents::{file_path, for_buyers, for_customer, for_group, page};
use tests::handing_in::pdf;
use tests::staff::{self, Staff};
use tests::world::{email, now, word};
use tests::{Browser, Reply, World};

/// A customer who can sign in, and their browser.
pub struct Reader {
    pub browser: Browser,
    pub email: String,
    pub customer: domain::id::CustomerId,
}

impl Reader {
    pub async fn new(owner: &Staff) -> Reader {
        let email = email("reader");
        let browser = Browser::new(&owner.world);
        browser.leave(&zoe(&email)).await;
        browser.prove(&email).await;
        let customer = owner.find(&email).await.id;
        Reader {
            browser,
            email,
            customer,
        }
    }
}

/// Every way to a document of one's own.
async fn ways(browser: &Browser, id: &DocumentId) -> Vec<Reply> {
    let path = format!("/api/account/documents/{id}");
    let mut replies = vec![
        browser.send("GET", &path, "").await,
        browser.send("PUT", &format!("{path}/read"), "").await,
        browser.document_file(id, "GET", &[]).await,
        browser
            .document_file(id, "GET", &[("range", "bytes=0-3")])
            .await,
        browser
            .document_file(id, "GET", &[("range", "bytes=99999999-")])
            .await,
    ];
    replies.push(browser.document_file(id, "HEAD", &[]).await);
    replies
}

async fn is_closed(browser: &Browser, id: &DocumentId, status: u16, why: &str) {
    for reply in ways(browser, id).await {
        assert_eq!(reply.status, status, "{why}: {reply}");
        assert!(!reply.text().contains("%PDF"), "{why}: {reply}");
        assert_eq!(reply.header("content-range"), None, "{why}");
    }
    if status == 404 {
        assert!(!browser.has_document(id).await, "{why}");
    }
}

async fn is_open(browser: &Browser, id: &DocumentId, why: &str) {
    let statuses: Vec<u16> = ways(browser, id)
        .await
        .iter()
        .map(|reply| reply.status)
        .collect();
    assert_eq!(statuses, [200, 204, 200, 206, 416, 200], "{why}");
    assert!(browser.has_document(id).await, "{why}");
}

#[tokio::test]
async fn t25_a_document_for_a_group_is_its_members_for_as_long_as_they_are_in_it() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (reader, other) = (Reader::new(&owner).await, Reader::new(&owner).await);
    let group = owner.groups_as(&word()).await;
    let made = owner
        .publishes_file(for_group(page("Réservé"), &group.id), "secret")
        .await;
    is_closed(&reader.browser, &made.id, 404, "not yet in the group").await;
    owner.puts_in(&reader.customer, &group.id).await;
    is_open(&reader.browser, &made.id, "in the group").await;
    is_closed(&other.browser, &made.id, 404, "another customer").await;
    is_closed(&Browser::new(&world), &made.id, 401, "nobody").await;
    for role in [Role::Support, Role::Manager, Role::Owner] {
        let clerk = Staff::of_role(&world, role).await;
        is_closed(&clerk, &made.id, 403, "staff are no customers").await;
    }
    // What was open a moment ago is lost by the next request.
    owner.takes_out(&reader.customer, &group.id).await;
    is_closed(&reader.browser, &made.id, 404, "left the group").await;
    owner.puts_in(&reader.customer, &group.id).await;
    is_open(&reader.browser, &made.id, "back in the group").await;
    let stolen = reader.browser.stolen();
    reader.browser.sign_out().await;
    is_closed(&stolen, &made.id, 401, "the session is over").await;
    let other_reader = Reader::new(&owner).await;
    owner.puts_in(&other_reader.customer, &group.id).await;
    is_open(&other_reader.browser, &made.id, "another member").await;
    let told = owner.groups().await;
    let told = told.iter().find(|one| one.id == group.id).unwrap();
    assert_eq!(
        (told.members, told.documents),
        (2, 1),
        "what goes with it is told before"
    );
    owner.delete_group(&group.id).await.expect(204);
    is_closed(&other_reader.browser, &made.id, 404, "the group is gone").await;
    assert!(owner.document(&made.id).await.unwrap().groups.is_empty());
}

#[tokio::test]
async fn t25_a_document_for_buyers_is_theirs_while_the_access_is_valid() {
    let world = World::get();
    world.for_sale().await;
    let owner = Staff::owner(&world).await;
    let reader = Reader::new(&owner).await;
    let access = reader.browser.product(Kind::Access).await;
    let strict = owner
        .publishes_file(for_buyers(page("Cours"), &access.id), "cours")
        .await;
    let mut lenient = for_buyers(page("Facture type"), &access.id);
    lenient.lapsed = true;
    let lenient = owner.publishes_file(lenient, "toujours").await;
    is_closed(&reader.browser, &strict.id, 404, "bought nothing").await;
    let order = Browser::new(&world).buys_access(&zoe(&reader.email)).await;
    is_closed(&reader.browser, &strict.id, 404, "not paid").await;
    owner.marks_paid(&order.id).await;
    is_open(&reader.browser, &strict.id, "paid").await;
    is_open(&reader.browser, &lenient.id, "paid").await;
    let of_product = reader
        .browser
        .send(
            "GET",
            &format!("/api/account/documents?product={}", access.id),
            "",
        )
        .await;
    let ids: Vec<String> = of_product.value()["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["id"].as_str().unwrap().to_owned())
        .collect();
    assert!(ids.contains(&strict.id.to_string()) && ids.contains(&lenient.id.to_string()));
    let database = world.database();
    let valid = "update purchases set valid_from = cast(?1 as integer), valid_until = cast(?2 as integer) where customer_id = ?3";
    let (past, future) = ((now() - DAY).to_string(), (now() + DAY).to_string());
    let long_ago = (now() - 2 * DAY).to_string();
    database
        .rows(valid, &[&long_ago, &past, reader.customer.as_str()])
        .await;
    is_closed(&reader.browser, &strict.id, 404, "the access has run out").await;
    is_open(
        &reader.browser,
        &lenient.id,
        "it ran out, and the document says so",
    )
    .await;
    let later = (now() + 2 * DAY).to_string();
    database
        .rows(valid, &[&future, &later, reader.customer.as_str()])
        .await;
    is_closed(&reader.browser, &strict.id, 404, "not valid yet").await;
    database
        .rows(valid, &[&past, &future, reader.customer.as_str()])
        .await;
    is_open(&reader.browser, &strict.id, "valid again").await;
    owner
        .set_state(&order.id, OrderState::Refunded)
        .await
        .unwrap();
    is_closed(&reader.browser, &strict.id, 404, "refunded").await;
    is_closed(&reader.browser, &lenient.id, 404, "refunded").await;
}

#[tokio::test]
async fn t25_a_document_for_one_customer_is_theirs_alone_and_stands_in_their_history() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (reader, other) = (Reader::new(&owner).await, Reader::new(&owner).await);
    let form = for_customer(page("Votre dossier"), &reader.customer);
    let made = owner.publishes_file(form, "dossier").await;
    is_open(&reader.browser, &made.id, "the one").await;
    is_closed(&other.browser, &made.id, 404, "another").await;
    let mut edited = tests::documents::of(&made);
    edited.customer = Some(other.customer.clone());
    owner.edit_document(&made.id, &edited).await.unwrap();
    is_closed(&reader.browser, &made.id, 404, "it is another's now").await;
    is_open(&other.browser, &made.id, "the other").await;
    let told = |facts: Vec<String>| -> Vec<String> {
        let own = facts
            .into_iter()
            .filter(|fact| fact.starts_with("document"));
        own.collect()
    };
    assert_eq!(
        told(owner.facts(&reader.customer).await),
        ["document_taken", "document_given"]
    );
    assert_eq!(told(owner.facts(&other.customer).await), ["document_given"]);
    owner.delete_document(&made.id).await.unwrap();
    assert_eq!(
        told(owner.facts(&other.customer).await),
        ["document_taken", "document_given"]
    );
}

#[tokio::test]
async fn t25_drafts_and_what_is_withdrawn_are_nobodys() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let reader = Reader::new(&owner).await;
    let made = owner.publishes_file(page("Pour tous"), "tous").await;
    is_open(&reader.browser, &made.id, "for everyone").await;
    is_closed(&Browser::new(&world), &made.id, 401, "without an account").await;
    let mut form = tests::documents::of(&made);
    form.state = Some(domain::document::State::Draft);
    let draft = owner.edit_document(&made.id, &form).await.unwrap();
    is_closed(&reader.browser, &made.id, 404, "a draft").await;
    let mut form = tests::documents::of(&draft);
    form.state = Some(domain::document::State::Published);
    owner.edit_document(&made.id, &form).await.unwrap();
    is_open(&reader.browser, &made.id, "published again").await;
    owner.delete_document(&made.id).await.unwrap();
    is_closed(&reader.browser, &made.id, 404, "deleted").await;
}

#[tokio::test]
async fn t25_no_key_of_the_bucket_leads_anywhere() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let reader = Reader::new(&owner).await;
    let made = owner.publishes_file(page("Clé"), "cle").await;
    let blob = made.file.unwrap().id;
    for path in [
        format!("/files/{blob}"),
        format!("/api/files/{blob}"),
        format!("/api/account/documents/{blob}/file"),
        format!("/api/account/documents/{blob}"),
        format!("/api/account/documents/files/{blob}"),
        format!("/api/account/documents/..%2f..%2ffiles%2f{blob}/file"),
    ] {
        let reply = reader.browser.raw("GET", &path, &[], "").await;
        assert_eq!(reply.status, 404, "{reply}");
    }
}

#[tokio::test]
async fn a_file_is_saved_whole_or_by_parts_and_never_shown() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let reader = Reader::new(&owner).await;
    let made: DocumentRecord = owner.publishes_file(page("Parts"), "parts").await;
    let bytes = pdf("parts");
    let get = |headers: Vec<(&'static str, &'static str)>| {
        let browser = &reader.browser;
        let id = made.id.clone();
        async move { browser.document_file(&id, "GET", &headers).await }
    };
    let whole = get(vec![]).await;
    assert_eq!(whole.expect(200).body, bytes);
    assert_eq!(
        whole.header("content-length"),
        Some(&*bytes.len().to_string())
    );
    assert_eq!(whole.header("accept-ranges"), Some("bytes"));
    assert_eq!(whole.header("content-type"), Some("application/pdf"));
    assert_eq!(whole.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(whole.header("cache-control"), Some("private, no-store"));
    assert_eq!(
        whole.header("content-disposition"),
        Some(
            "attachment; filename=\"Mode_d_emploi.pdf\"; filename*=UTF-8''Mode%20d%E2%80%99emploi.pdf"
        )
    );
    assert!(
        whole
            .header("content-security-policy")
            .unwrap()
            .contains("sandbox")
    );
    let size = bytes.len();
    for (range, first, last) in [
        ("bytes=0-3", 0, 3),
        ("bytes=5-", 5, size - 1),
        ("bytes=-4", size - 4, size - 1),
        ("bytes=5-99999999", 5, size - 1),
    ] {
        let part = reader
            .browser
            .document_file(&made.id, "GET", &[("range", range)])
            .await;
        assert_eq!(part.expect(206).body, &bytes[first..=last], "{range}");
        let said = format!("bytes {first}-{last}/{size}");
        assert_eq!(part.header("content-range"), Some(&*said));
        assert_eq!(
            part.header("content-length"),
            Some(&*(last - first + 1).to_string())
        );
    }
    for range in ["bytes=0-1,3-4", "bytes=x", "lines=0-1"] {
        let whole = reader
            .browser
            .document_file(&made.id, "GET", &[("range", range)])
            .await;
        assert_eq!(whole.expect(200).body, bytes, "{range}");
    }
    // A part of another version of the file is no use to anybody: there is no version to name.
    let whole = get(vec![("range", "bytes=0-3"), ("if-range", "\"x\"")]).await;
    assert_eq!(whole.expect(200).body, bytes);
    let behind = get(vec![("range", "bytes=99999999-")]).await;
    assert_eq!(
        behind.expect(416).header("content-range"),
        Some(&*format!("bytes */{size}"))
    );
    let head = reader.browser.document_file(&made.id, "HEAD", &[]).await;
    assert_eq!(
        head.expect(200).header("content-length"),
        Some(&*size.to_string())
    );
    assert_eq!(
        head.header("content-disposition"),
        whole.header("content-disposition")
    );
    // Staff get the same bytes, those with the right.
    let path = format!("/api/admin/documents/{}/file", made.id);
    let support = Staff::of_role(&world, Role::Support).await;
    assert_eq!(support.send("GET", &path, "").await.expect(200).body, bytes);
    reader.browser.send("GET", &path, "").await.expect(403);
    Browser::new(&world)
        .send("GET", &path, "")
        .await
        .expect(401);
    let absent = domain::id::Id::<()>::new(1, staff::random());
    owner
        .send("GET", &format!("/api/admin/documents/{absent}/file"), "")
        .await
        .expect(404);
    assert_eq!(
        file_path(&made.id),
        format!("/api/account/documents/{}/file", made.id)
    );
}
