//! A document's way: staff publish a file to a group, a member reads and downloads it, leaves the group and has lost it.

use crate::screens::examine_calm as examine;
use crate::steps::Hands;
use domain::document::DocumentRecord;
use domain::id::DocumentId;
use domain::locale::Locale;
use domain::route;
use serde_json::{Value, json};
use std::path::PathBuf;
use tests::contact::zoe;
use tests::documents::file_path;
use tests::handing_in::pdf;
use tests::staff::Staff;
use tests::window::{Look, journey};
use tests::world::{email, word};
use tests::{Browser, Thing, Window};

/// A file on this machine, for a browser to hand in.
struct Handed(PathBuf);

impl Handed {
    fn new(name: &str, bytes: &[u8]) -> Handed {
        let folder = std::env::temp_dir().join(format!("comptoir-{}", word()));
        std::fs::create_dir_all(&folder).expect("a folder for the file");
        let path = folder.join(name);
        std::fs::write(&path, bytes).expect("a file");
        Handed(path)
    }

    async fn hand_in(&self, window: &Window) {
        // Chosen in the browser's own dialog, which no test sees.
        let input = window.element("[name='file']").await;
        let path = self.0.to_string_lossy().into_owned();
        input.send_keys(path).await.expect("a file is chosen");
    }
}

impl Drop for Handed {
    fn drop(&mut self) {
        if let Some(folder) = self.0.parent() {
            std::fs::remove_dir_all(folder).ok();
        }
    }
}

/// What a download of this document's file comes to: status and text.
async fn downloaded(window: &Window, id: &DocumentId) -> (Value, String) {
    let script = format!(
        "const done = arguments[arguments.length - 1]; \
         fetch('{}').then(async r => done([r.status, await r.text()]), e => done([0, String(e)]))",
        file_path(id)
    );
    let answer = window.driver.execute_async(&script, vec![]).await;
    let answer = answer.expect("the page asks").json().clone();
    let text = answer[1].as_str().unwrap_or_default().to_owned();
    (answer[0].clone(), text)
}

/// The state of the form's own inputs, by the words people read.
async fn ticks(window: &Window, hands: Hands, word: &str) {
    let word = Thing::tick_box(word);
    hands.tick(window, word, true).await;
}

/// Makes and publishes a file for a group; what is refused on the way leaves the form as it was.
async fn publishes(
    window: &Window,
    hands: Hands,
    owner: &Staff,
    group: &str,
    title: &str,
) -> DocumentRecord {
    let words = window.words.clone();
    window.visit(route::ADMIN_DOCUMENTS).await;
    hands.press_key(window, "admin_documents.create").await;
    window.is_at(route::ADMIN_DOCUMENT_NEW).await;
    window.started().await;
    examine(window, "a new document").await;
    hands.press_key(window, "admin_documents.create_do").await;
    window.focus_is_on("title_fr").await;
    examine(window, "a new document without a title").await;
    hands.fill(window, "title_fr", title).await;

    // A page shows what it will look like while it is written.
    hands.fill(window, "body_fr", "## Bonjour").await;
    window
        .until(
            "[...document.querySelectorAll('.documents-preview h3, .documents-preview h4')].some(h => h.innerText === 'Bonjour')",
            "the preview follows",
        )
        .await;
    examine(window, "a page and its preview").await;

    // A file, this time.
    ticks(window, hands, words.text("admin_documents.kind_file")).await;
    let lie = Handed::new("Fausse image.png", &pdf("x"));
    lie.hand_in(window).await;
    window
        .sees(&words.fill(
            "admin_documents.file_refused",
            &[("name", "Fausse image.png")],
        ))
        .await;
    window.sees("(pdf)").await;
    examine(window, "a file that was refused").await;
    let program = Handed::new("setup.exe", b"MZ");
    program.hand_in(window).await;
    window
        .sees(&words.fill("admin_documents.file_refused", &[("name", "setup.exe")]))
        .await;
    let right = Handed::new("Mode d’emploi.pdf", &pdf("secret de la maison"));
    right.hand_in(window).await;
    window.sees("Mode d’emploi.pdf, PDF").await;
    window.sees_no("setup.exe").await;

    ticks(window, hands, words.text("admin_documents.groups")).await;
    window
        .sees(words.text("admin_documents.reach_choose"))
        .await;
    ticks(window, hands, group).await;
    window
        .sees(&words.fill("admin_documents.reach_one", &[("n", "1")]))
        .await;
    ticks(window, hands, words.text("admin_documents.state_published")).await;
    hands.press_key(window, "admin_documents.create_do").await;
    window
        .sees(words.text("admin_documents.now_published"))
        .await;
    let at = "/^\\/admin\\/documents\\/[0-9a-f-]{36}$/.test(location.pathname)";
    window.until(at, "the document's page opens").await;
    let id = window.js("location.pathname.split('/').pop()").await;
    let id = DocumentId::parse(id.as_str().unwrap_or_default()).expect("an id");
    window.sees(title).await;
    examine(window, "a published document").await;
    owner.document(&id).await.expect("it is there")
}

/// Reads it, downloads it.
async fn reads(window: &Window, hands: Hands, title: &str, id: &DocumentId) {
    let words = window.words.clone();
    window.visit(route::ACCOUNT).await;
    window.sees(title).await;
    window.sees(words.text("space_documents.new")).await;
    examine(window, "the space with a new document").await;
    window.visit(route::ACCOUNT_DOCUMENTS).await;
    window.sees(title).await;
    examine(window, "the documents").await;
    hands.press_the(window, Thing::button(title)).await;
    window.is_at(&route::document(id)).await;
    let named = format!(
        "{} Mode d’emploi.pdf, PDF",
        words.text("space_documents.download")
    );
    window
        .until(
            &format!(
                "[...document.querySelectorAll('a[download]')].some(a => a.textContent.replace(/\\s+/g, ' ').includes({}))",
                json!(named)
            ),
            "the link names file and kind",
        )
        .await;
    examine(window, "a document with its file").await;
    let (status, text) = downloaded(window, id).await;
    assert_eq!(status, json!(200));
    assert!(text.contains("secret de la maison"), "{text}");
    // Opened, it is new no more.
    window.visit(route::ACCOUNT_DOCUMENTS).await;
    window.sees(title).await;
    let mark = format!(
        "![...document.querySelectorAll('.documents-row')].some(row => row.innerText.includes({}) && row.innerText.includes({}))",
        json!(title),
        json!(words.text("space_documents.new"))
    );
    window.until(&mark, "it is new no more").await;
}

/// Has lost it, by every way.
async fn lost(window: &Window, title: &str, id: &DocumentId) {
    let (status, text) = downloaded(window, id).await;
    assert_eq!(status, json!(404), "{text}");
    assert!(!text.contains("secret"), "{text}");
    window.visit(&route::document(id)).await;
    window.sees(window.words.text("space_documents.gone")).await;
    examine(window, "a document that is lost").await;
    window.visit(route::ACCOUNT_DOCUMENTS).await;
    window
        .until(
            "!document.querySelector('main [aria-busy=true]')",
            "the list comes",
        )
        .await;
    window.sees_no(title).await;
}

async fn a_documents_way(window: Window, hands: Hands) {
    window.provoke("status of 404");
    window.provoke("status of 422");
    let owner = Staff::owner(&window.world).await;
    let address = email("reader");
    let reader = Browser::new(&window.world);
    reader.leave(&zoe(&address)).await;
    reader.prove(&address).await;
    let customer = owner.find(&address).await;
    let group = owner.groups_as(&format!("Cercle {}", word())).await;
    owner.puts_in(&customer.id, &group.id).await;
    let title = format!("Mode d’emploi {}", word());

    window.take_session(&owner.browser).await;
    let made = publishes(&window, hands, &owner, &group.name, &title).await;
    window.take_session(&reader).await;
    reads(&window, hands, &title, &made.id).await;
    assert_eq!(owner.document(&made.id).await.unwrap().readers, 1);
    owner.takes_out(&customer.id, &group.id).await;
    lost(&window, &title, &made.id).await;

    // It goes, and says before what goes.
    window.take_session(&owner.browser).await;
    window.visit(&route::admin_document(&made.id)).await;
    hands.press_key(&window, "admin_documents.delete").await;
    let named = window.words.fill(
        "admin_documents.delete_file",
        &[("name", "Mode d’emploi.pdf")],
    );
    window.sees(&named).await;
    window.focus_is_on("document-keep").await;
    examine(&window, "the question before a document is deleted").await;
    hands.press_key(&window, "admin_documents.delete_do").await;
    window.is_at(route::ADMIN_DOCUMENTS).await;
    window
        .sees(window.words.text("admin_documents.deleted"))
        .await;
    window.sees_no(&title).await;
    examine(&window, "the list of documents").await;
    assert_eq!(owner.document(&made.id).await.unwrap_err().status, 404);
}

#[tokio::test]
async fn a_document_is_published_read_and_lost_in_french_on_a_phone() {
    journey(Look::PHONE.speaking(Locale::Fr), |window| {
        a_documents_way(window, Hands::Pointer)
    })
    .await;
}

#[tokio::test]
async fn a_document_is_published_read_and_lost_in_english_by_keyboard() {
    journey(Look::DESK, |window| a_documents_way(window, Hands::Keys)).await;
}
