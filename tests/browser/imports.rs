//! An import's way: a file of another shop is dropped, a column is said by hand, every row is checked, the good ones go in while the
//! tab is closed; the same again changes nothing, nor does what the shop itself exported.

use crate::screens::examine_calm as examine;
use crate::steps::Hands;
use domain::locale::Locale;
use domain::route;
use serde_json::json;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use tests::staff::Staff;
use tests::window::{Look, journey, journey_in};
use tests::world::word;
use tests::{Server, Thing, Window};

/// Of how many rows one is bad.
const BAD: usize = 50;
/// How long a check or an import of the largest file may take.
const PATIENCE: Duration = Duration::from_secs(600);

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

    /// Chosen in the browser's own dialog, which no test sees.
    async fn hand_in(&self, window: &Window) {
        let input = window.element("#import-file").await;
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

/// A file of so many customers of a family, as a shop of this language writes it: every so many have no e-mail address, and a
/// column has a name that nobody knows.
fn file(locale: Locale, family: &str, rows: usize) -> Vec<u8> {
    let (head, separator) = match locale {
        Locale::En => (
            "Email,Last name,First name,Ring,City,Country,Shoe size\n",
            ',',
        ),
        Locale::Fr => ("E-mail;Nom;Prénom;Sonner;Ville;Pays;Pointure\r\n", ';'),
    };
    let mut file = head.to_owned();
    for row in 1..=rows {
        let email = match row % BAD {
            0 => "nobody".to_owned(),
            _ => format!("{family}.{row}@example.com"),
        };
        let cells = [&email, family, "Zoé", "06 39 98 12 34", "", "", "39"];
        let line = cells.join(&separator.to_string());
        let end = if locale == Locale::Fr { "\r\n" } else { "\n" };
        // A String never refuses to be written to.
        let _ = write!(file, "{line}{end}");
    }
    match locale {
        Locale::En => file.into_bytes(),
        // as spreadsheets of yesterday write it
        Locale::Fr => file.chars().map(|sign| sign as u8).collect(),
    }
}

/// A number as people of this language write it.
fn number(window: &Window, n: usize) -> String {
    let digits = n.to_string();
    let (head, tail) = digits.split_at(digits.len().saturating_sub(3));
    match (head, window.locale) {
        ("", _) => tail.to_owned(),
        (head, Locale::En) => format!("{head},{tail}"),
        (head, Locale::Fr) => format!("{head} {tail}"),
    }
}

/// A sentence about so many rows.
fn said(window: &Window, key: &str, n: usize) -> String {
    let n = number(window, n);
    let key = format!("admin_imports.{key}_other");
    window.words.fill(&key, &[("n", &n)])
}

/// Waits for what may take its time.
async fn until_at_last(window: &Window, condition: &str, what: &str) {
    let patience = Instant::now() + PATIENCE;
    while window.js(&format!("!!({condition})")).await != json!(true) {
        let seen = window.seen().await;
        assert!(
            Instant::now() < patience,
            "{what}, on a page that says\n{seen}"
        );
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// The tab is closed, and another one opened.
async fn closes_the_tab(window: &Window, look: Look) {
    let before = window.driver.window().await.expect("a tab");
    let next = window.driver.new_tab().await.expect("another tab");
    window.driver.switch_to_window(before).await.expect("back");
    window.driver.close_window().await.expect("it is closed");
    window.driver.switch_to_window(next).await.expect("on");
    window.size(look.width, look.height).await;
}

/// Hands a file in; its page opens.
async fn hands_in(window: &Window, handed: &Handed) -> String {
    window.visit(route::ADMIN_IMPORTS).await;
    handed.hand_in(window).await;
    let at = "/^\\/admin\\/imports\\/[0-9a-f-]{36}$/.test(location.pathname)";
    until_at_last(window, at, "the import's page opens").await;
    let path = window.js("location.pathname").await;
    path.as_str().unwrap_or_default().to_owned()
}

/// From the file on to what the check found.
async fn has_it_checked(window: &Window, hands: Hands) {
    hands.press(window, "#import-onward").await;
    hands.press(window, "#import-check").await;
    let over = "document.querySelector('.import-counts')?.innerText";
    until_at_last(window, over, "the check ends").await;
}

async fn brings_customers_in(window: Window, hands: Hands, look: Look, rows: usize) {
    for part in ["status of 422", "status of 404"] {
        window.provoke(part);
    }
    let words = window.words.clone();
    let owner = Staff::owner(&window.world).await;
    let family = word();
    let good = rows - rows / BAD;
    window.take_session(&owner.browser).await;

    // From the list of customers; what is no such file is refused, with its name.
    window.visit(route::ADMIN_CUSTOMERS).await;
    hands.press_key(&window, "admin_customers.import").await;
    window.is_at(route::ADMIN_IMPORTS).await;
    window.started().await;
    examine(&window, "the imports").await;
    window.pictures("imports").await;
    let picture = Handed::new("vacances.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0");
    picture.hand_in(&window).await;
    let untaken = words.fill("admin_imports.untaken", &[("name", "vacances.csv")]);
    window.sees(&untaken).await;
    examine(&window, "a file that was not taken").await;

    // Step 1: how it was read.
    let customers = Handed::new("clients.csv", &file(window.locale, &family, rows));
    let path = hands_in(&window, &customers).await;
    let (letters, between) = match window.locale {
        Locale::En => ("encoding_utf8", "separator_comma"),
        Locale::Fr => ("encoding_latin", "separator_semicolon"),
    };
    let letters = words.text(&format!("admin_imports.{letters}"));
    let between = words.text(&format!("admin_exports.{between}"));
    let shape = format!("{letters} · {between}");
    window.sees(&shape).await;
    window.sees("Zoé").await;
    examine(&window, "an import's file").await;
    window.pictures("import-file").await;

    // Step 2: a column is said by hand, and kept at once.
    hands.press(&window, "#import-onward").await;
    window
        .until(
            "location.search === '?step=columns'",
            "the step stands in the address",
        )
        .await;
    let ring = match window.locale {
        Locale::En => "Ring",
        Locale::Fr => "Sonner",
    };
    let phone = words.text("admin_exports.column_phone").to_owned();
    hands.choose(&window, Thing::list(ring), &phone).await;
    window
        .until(
            "!document.querySelector('main [aria-disabled=true]')",
            "it is kept",
        )
        .await;
    window.reload().await;
    let kept = format!(
        "e.selectedOptions[0]?.innerText.trim() === {}",
        json!(phone)
    );
    window
        .until_the(&Thing::list(ring), &kept, "the choice is kept")
        .await;
    examine(&window, "an import's columns").await;
    window.pictures("import-columns").await;

    // Step 3: nothing is written, every bad row is told.
    hands.press(&window, "#import-check").await;
    window
        .until(
            "document.querySelector('#import-check-title')",
            "the check is shown",
        )
        .await;
    closes_the_tab(&window, look).await;
    window.visit(&path).await;
    let over = "document.querySelector('.import-counts')?.innerText";
    until_at_last(&window, over, "the check ends").await;
    window.sees(&said(&window, "to_create", good)).await;
    window.sees(&said(&window, "faulty", rows / BAD)).await;
    let row = "document.querySelector('.import-faults tbody tr')?.innerText.includes('nobody')";
    window.until(row, "the bad rows are listed").await;
    assert_eq!(imported(&window, &family).await, 0, "nothing is written");
    examine(&window, "what a check found").await;
    window.pictures("import-check").await;
    let downloads = window.saves_files().await;
    hands.press(&window, "#import-faults-file").await;
    let patience = Instant::now() + Duration::from_secs(30);
    while !downloads.names().iter().any(|name| name.ends_with(".csv")) {
        assert!(Instant::now() < patience, "the faults are saved");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }

    // Step 4: it goes on without the page, pauses and resumes.
    let act = window
        .words
        .fill("admin_imports.do_other", &[("n", &number(&window, good))]);
    hands.press_the(&window, Thing::button(&act)).await;
    let begun = "document.querySelector('#import-import-title')";
    until_at_last(&window, begun, "it is imported").await;
    if rows > 10_000 {
        pauses_and_resumes(&window, hands, look, &path, &family).await;
    }
    closes_the_tab(&window, look).await;
    window.visit(&path).await;
    until_at_last(&window, over, "the import ends").await;
    window.sees(&said(&window, "created", good)).await;
    window.sees(&said(&window, "faulty", rows / BAD)).await;
    assert_eq!(
        imported(&window, &family).await,
        i64::try_from(good).unwrap()
    );
    examine(&window, "an import's report").await;
    window.pictures("import-report").await;

    // Once more changes nothing.
    let again = Handed::new("encore.csv", &file(window.locale, &family, rows.min(500)));
    hands_in(&window, &again).await;
    has_it_checked(&window, hands).await;
    window.sees(words.text("admin_imports.nothing_to_do")).await;
    examine(&window, "an import that would do nothing").await;

    // Nor does what the shop itself wrote.
    let list = format!("{}?q={family}.1", route::ADMIN_CUSTOMERS);
    window.visit(&list).await;
    let downloads = window.saves_files().await;
    hands.press_key(&window, "admin_customers.export").await;
    window
        .until(
            "document.querySelector('#export-do:not([aria-disabled=true])')",
            "they are counted",
        )
        .await;
    hands.press(&window, "#export-do").await;
    let patience = Instant::now() + Duration::from_secs(60);
    let name = loop {
        if let Some(name) = downloads
            .names()
            .into_iter()
            .find(|name| name.ends_with(".csv"))
        {
            break name;
        }
        assert!(Instant::now() < patience, "nothing is saved");
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    let own = Handed::new("own.csv", &downloads.file(&name).await);
    hands_in(&window, &own).await;
    window.sees("Comptoir").await;
    has_it_checked(&window, hands).await;
    window.sees(words.text("admin_imports.nothing_to_do")).await;

    // A report may go; the customers stay.
    window.visit(&path).await;
    hands.press_key(&window, "admin_imports.delete").await;
    window.focus_is_on("import-keep").await;
    examine(&window, "the question before an import goes").await;
    hands.press(&window, "#import-delete-do").await;
    window.is_at(route::ADMIN_IMPORTS).await;
    window.visit(&path).await;
    window.sees(words.text("admin_imports.gone")).await;
    assert_eq!(
        imported(&window, &family).await,
        i64::try_from(good).unwrap()
    );
}

/// Half way: paused, closed, opened anew, resumed.
async fn pauses_and_resumes(window: &Window, hands: Hands, look: Look, path: &str, family: &str) {
    let some = "document.querySelector('#import-progress')?.value > 100";
    until_at_last(window, some, "some rows are in").await;
    window
        .sees(window.words.text("admin_imports.may_close"))
        .await;
    window.pictures("import-going").await;
    hands.press_key(window, "admin_imports.pause").await;
    let resume = Thing::button(window.words.text("admin_imports.resume"));
    window.the(&resume).await;
    examine(window, "an import that is paused").await;
    closes_the_tab(window, look).await;
    window.visit(path).await;
    window.the(&resume).await;
    let there = imported(window, family).await;
    assert!(there > 0, "half way");
    hands.press_the(window, resume).await;
    window
        .the(&Thing::button(window.words.text("admin_imports.pause")))
        .await;
}

/// Customers of this family.
async fn imported(window: &Window, family: &str) -> i64 {
    let count = "select count(*) from customers where last_name = ?1";
    window.world.database().number(count, &[family]).await
}

#[tokio::test]
async fn customers_are_brought_in_in_french_on_a_phone() {
    let look = Look::PHONE.speaking(Locale::Fr);
    journey(look, move |window| {
        brings_customers_in(window, Hands::Pointer, look, 1_000)
    })
    .await;
}

/// In a shop of its own: the others have theirs to themselves.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_thousand_customers_are_brought_in_in_english_at_a_desk() {
    let server = Server::start("imports").await;
    journey_in(&server.world, Look::DESK, |window| {
        brings_customers_in(window, Hands::Keys, Look::DESK, 100_000)
    })
    .await;
}
