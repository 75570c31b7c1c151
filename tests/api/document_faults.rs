//! Documents with files, when a call to D1 fails: nothing is half written, no file is half attached (T44).

use domain::api::document::{CreateDocument, EditDocument};
use domain::api::order::IDEMPOTENCY_KEY;
use domain::api::{Endpoint, address};
use domain::document::{DocumentForm, Kind};
use serde_json::json;
use tests::World;
use tests::browser::escape;
use tests::buying::idempotency_key;
use tests::documents::{of, page};
use tests::faults::{Case, Effects, Request, each_call_fails};
use tests::handing_in::pdf;
use tests::staff::Staff;
use tests::world::word;

#[tokio::test]
async fn t44_document_with_its_file() {
    const EFFECTS: Effects = &[
        (
            "documents",
            "select count(*) from documents where title_fr = ?1 and blob_id is not null",
            1,
        ),
        (
            "files",
            "select count(*) from blobs b join documents d on d.blob_id = b.id where d.title_fr = ?1 and b.state = 'kept'",
            1,
        ),
        (
            "journal",
            "select count(*) from audit a join documents d on d.id = a.subject_id where d.title_fr = ?1",
            2,
        ),
        (
            "keys",
            "select count(*) from idempotency_keys k join documents d on k.made = d.id where d.title_fr = ?1",
            1,
        ),
    ];
    let world = World::get();
    each_call_fails(&world, "document", 201, EFFECTS, || async {
        let subject = word();
        let owner = Staff::owner(&world).await;
        let file = owner.hands_in("a.pdf", &pdf(&subject)).await;
        let form = DocumentForm {
            kind: Some(Kind::File),
            body_fr: String::new(),
            file: Some(file.id),
            ..page(&subject)
        };
        let path = CreateDocument::PATH.to_owned();
        let mut request = Request::new(owner.browser, "POST", path, json!(form).to_string());
        request.headers.push((IDEMPOTENCY_KEY, idempotency_key()));
        Case { request, subject }
    })
    .await;
}

#[tokio::test]
async fn t44_another_file_in_its_place() {
    const EFFECTS: Effects = &[
        (
            "documents",
            "select count(*) from documents where title_fr = ?1 and version = 2",
            1,
        ),
        (
            "kept",
            "select count(*) from blobs b join documents d on d.blob_id = b.id
                where d.title_fr = ?1 and b.state = 'kept' and b.name = ?1 || '-2.pdf'",
            1,
        ),
        (
            "let go",
            "select not exists (select 1 from blobs where name = ?1 || '-1.pdf' and state = 'kept')",
            1,
        ),
    ];
    let world = World::get();
    each_call_fails(&world, "document file", 200, EFFECTS, || async {
        let subject = word();
        let owner = Staff::owner(&world).await;
        let hands_in = async |n: u32| {
            let name = format!("{subject}-{n}.pdf");
            owner.hands_in(&name, &pdf(&name)).await.id
        };
        let made = owner
            .publishes(&DocumentForm {
                kind: Some(Kind::File),
                body_fr: String::new(),
                file: Some(hands_in(1).await),
                ..page(&subject)
            })
            .await;
        let form = DocumentForm {
            file: Some(hands_in(2).await),
            ..of(&made)
        };
        let path = address::<EditDocument>(&made.id, &(), escape);
        let request = Request::new(owner.browser, "PUT", path, json!(form).to_string());
        Case { request, subject }
    })
    .await;
}
