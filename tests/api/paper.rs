//! Invoices, credit notes and pro-formas as PDF files: what they say in both languages, and that they stay what they were.

use domain::contact::{BillingForm, ContactForm};
use domain::invoice::{InvoiceState, Kind as Document};
use domain::locale::Locale;
use domain::order::{Order, OrderState};
use domain::product::Kind;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use tests::contact::{somebody_else, zoe};
use tests::keeping::listed;
use tests::papers::{examine, pdf, says, sound, words};
use tests::staff::Staff;
use tests::world::email;
use tests::{Browser, Mails, Reply, Server, World};

/// Zoé for her workshop, all that a French invoice to a firm names.
fn workshop(email: &str) -> ContactForm {
    ContactForm {
        billing: Some(BillingForm {
            organisation: "Atelier Zoé".into(),
            vat_id: Some("FR 40 303 265 045".into()),
            siren: Some("303 265 045".into()),
            ..BillingForm::default()
        }),
        ..zoe(email)
    }
}

/// Buys 1 of 120 € at 20 % and 3 of 10,55 € at 5,5 %: 151,65 € with 20,00 € and 1,65 € of VAT.
async fn buys_two_rates(owner: &Staff, buyer: &Browser, form: &ContactForm) -> Order {
    let full = owner.sells(Kind::Service, 12_000, 2_000).await;
    let low = owner.sells(Kind::Access, 1_055, 550).await;
    let (full, low) = (listed(buyer, &full).await, listed(buyer, &low).await);
    buyer.buys(&[(&full, 1), (&low, 3)], form).await
}

fn sha256(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What a file is saved as.
fn is_called(reply: &Reply, name: &str) {
    let begins = format!("attachment; filename=\"{name}\"");
    let said = reply.header("content-disposition").unwrap_or_default();
    assert!(said.starts_with(&begins), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invoice_says_everything_in_its_order_s_language() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let address = email("paper");
    let french = Browser::new(&world).speaking(Locale::Fr);
    let placed = buys_two_rates(&owner, &french, &workshop(&address)).await;
    let paper = owner.marks_paid(&placed.id).await.order.invoice.unwrap();
    assert_eq!(paper.size, None, "nobody asked for it yet");
    let reply = french.order_file(&placed.id, &paper.id, None).await;
    is_called(&reply, &format!("facture-{}.pdf", paper.number));
    let order = format!("Commande {} du ", placed.number);
    says(
        pdf(&reply),
        &[
            "Facture",
            &paper.number,
            &order,
            "Facturé à Atelier Zoé 12 rue des Lilas 75011 Paris France",
            "SIREN 303 265 045",
            "TVA FR40303265045",
            "Commandé par Zoé Martin",
            "Bocal d’essai, 12000 à 2000",
            "Accès de 365 jours",
            "Total HT 130,00 €",
            "TVA 5,5 % sur 30,00 € 1,65 €",
            "TVA 20 % sur 100,00 € 20,00 €",
            "Total TTC 151,65 €",
            "prestation de services",
            "Acquittée. Pas d’escompte",
            "indemnité forfaitaire de 40 €",
            "RCS",
            "Page 1 sur 1",
        ],
    );
    sound(&reply.body);

    let english = Browser::new(&world).speaking(Locale::En);
    let placed = buys_two_rates(&owner, &english, &somebody_else(&email("paper"))).await;
    let paper = owner.marks_paid(&placed.id).await.order.invoice.unwrap();
    let reply = english.order_file(&placed.id, &paper.id, None).await;
    is_called(&reply, &format!("invoice-{}.pdf", paper.number));
    says(
        pdf(&reply),
        &[
            "Invoice",
            &paper.number,
            "Billed to Bright & Sons Ltd 1 High Street Flat 2 SW1A 1AA London United Kingdom",
            "Ordered by Ruth O’Brien",
            "Jar of test, 1055 at 550",
            "Total excl. VAT €130.00",
            "VAT 5.5% on €30.00 €1.65",
            "VAT 20% on €100.00 €20.00",
            "Total incl. VAT €151.65",
            "Paid. No discount",
        ],
    );
    sound(&reply.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_the_same_bytes_for_everybody_and_what_it_was_is_kept() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let address = email("same");
    let buyer = Arc::new(Browser::new(&world).speaking(Locale::Fr));
    let placed = buyer.buys_access(&zoe(&address)).await;
    let paper = owner.marks_paid(&placed.id).await.order.invoice.unwrap();
    // The first of them all at once: one of them writes what it is, nobody is in another's way.
    let start = Arc::new(tokio::sync::Barrier::new(6));
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..6 {
        let (buyer, start) = (buyer.clone(), start.clone());
        let (order, id) = (placed.id.clone(), paper.id.clone());
        running.spawn(async move {
            start.wait().await;
            buyer.order_file(&order, &id, None).await
        });
    }
    let replies = running.join_all().await;
    let first = pdf(&replies[0]).to_vec();
    for reply in &replies {
        assert_eq!(pdf(reply), first);
    }
    let kept = "select sha256, size, made_at, differs from papers where invoice_id = ?1";
    let row = world.database().rows(kept, &[paper.id.as_str()]).await;
    assert_eq!(row.len(), 1);
    assert_eq!(row[0][0].as_str(), Some(sha256(&first).as_str()));
    assert_eq!(row[0][1].as_f64(), Some(first.len() as f64));
    assert_eq!(row[0][3].as_str(), None, "{row:?}");

    // The customer, the holder of the link, staff, and everybody again after prices, names and the shop have changed.
    let token = Mails::get().wait(&address, "order_paid").await.token();
    let customer = Browser::new(&world);
    customer.prove(&address).await;
    world
        .database()
        .rows(
            "update customers set first_name = 'Nobody', phone = null where email = ?1",
            &[&address],
        )
        .await;
    let guest = Browser::new(&world);
    for reply in [
        customer.own_file(&paper.id).await,
        customer.order_file(&placed.id, &paper.id, None).await,
        guest.order_file(&placed.id, &paper.id, Some(&token)).await,
        owner.paper(&placed.id, &paper.id).await,
    ] {
        assert_eq!(pdf(&reply), first, "{reply}");
    }
    assert_eq!(world.database().rows(kept, &[paper.id.as_str()]).await, row);
    let size = u32::try_from(first.len()).unwrap();
    let seen = buyer.order(&placed.id).await.unwrap().invoice.unwrap();
    assert_eq!(seen.size, Some(size));
    assert_eq!(customer.own_invoices(None).await.items[0].size, Some(size));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_credit_note_takes_its_invoice_back_by_name() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let address = email("credited");
    let buyer = Browser::new(&world).speaking(Locale::Fr);
    let placed = buys_two_rates(&owner, &buyer, &zoe(&address)).await;
    owner.marks_paid(&placed.id).await;
    let refunded = owner.set_state(&placed.id, OrderState::Refunded).await;
    let refunded = refunded.unwrap().order;
    let (invoice, note) = (refunded.invoice.unwrap(), refunded.credit_note.unwrap());
    let reply = buyer.order_file(&placed.id, &note.id, None).await;
    is_called(&reply, &format!("avoir-{}.pdf", note.number));
    let credits = format!("Annule la facture {} du ", invoice.number);
    says(
        pdf(&reply),
        &[
            "Avoir",
            &note.number,
            &credits,
            "Total remboursé 151,65 €",
            "1,65 €",
        ],
    );
    assert!(!words(&reply.body).contains("Acquittée"), "{reply}");
    sound(&reply.body);

    let customer = Browser::new(&world);
    customer.prove(&address).await;
    let page = customer.own_invoices(None).await;
    let told: Vec<_> = page
        .items
        .iter()
        .map(|one| (one.kind, one.state, one.number.as_str(), one.total))
        .collect();
    assert_eq!(
        told,
        [
            (
                Document::CreditNote,
                InvoiceState::PaidBack,
                note.number.as_str(),
                15_165
            ),
            (
                Document::Invoice,
                InvoiceState::Credited,
                invoice.number.as_str(),
                15_165
            ),
        ]
    );
    assert_eq!(page.total, Some(2));
    assert!(
        page.items
            .iter()
            .all(|one| one.order == placed.id && one.order_number == placed.number)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pro_forma_tells_how_to_pay_for_as_long_as_there_is_something_to_pay() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let address = email("pro-forma");
    let buyer = Browser::new(&world).speaking(Locale::Fr);
    let placed = buys_two_rates(&owner, &buyer, &workshop(&address)).await;
    let transfer = placed.transfer.clone().unwrap();
    let token = Mails::get().wait(&address, "order_placed").await.token();
    let guest = Browser::new(&world);
    let reply = guest.pro_forma(&placed.id, Some(&token)).await;
    is_called(&reply, &format!("pro-forma-{}.pdf", placed.number));
    let iban = domain::iban::grouped(&transfer.iban);
    let iban = iban.split_whitespace().collect::<Vec<_>>().join(" ");
    says(
        pdf(&reply),
        &[
            "Facture pro forma",
            "Facturé à Atelier Zoé",
            "Total TTC 151,65 €",
            "À régler par virement",
            &iban,
            &transfer.reference,
            "Au plus tard le",
            "n’est pas une facture",
        ],
    );
    sound(&reply.body);
    let again = buyer.pro_forma(&placed.id, None).await;
    assert_eq!(pdf(&again), pdf(&reply));
    // Nothing of it is numbered or kept.
    let sql = "select count(*) from invoices where order_id = ?1";
    assert_eq!(world.database().number(sql, &[placed.id.as_str()]).await, 0);

    owner.marks_paid(&placed.id).await;
    let late = buyer.pro_forma(&placed.id, None).await;
    assert_eq!(late.expect(409).problem().code, "state");
    let current = late.problem().current.unwrap();
    assert_eq!(current["state"], "paid", "{late}");
    let cancelled = buyer.buys_service(&zoe(&email("pro-forma"))).await;
    owner
        .set_state(&cancelled.id, OrderState::Cancelled)
        .await
        .unwrap();
    buyer.pro_forma(&cancelled.id, None).await.expect(409);
    let free = buyer.free_product().await;
    let free = buyer.buys(&[(&free, 1)], &zoe(&email("pro-forma"))).await;
    buyer.pro_forma(&free.id, None).await.expect(409);
    assert!(free.invoice.is_none());
}

/// T34: whatever a stranger calls themselves, there is a sound paper.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t34_a_name_of_any_signs_makes_a_sound_paper() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    for (first, last) in [
        ("日本語", "مرحبا بالعالم"),
        ("e\u{301}e\u{301}", "(\\)) Tj ET <</JS (x)>>"),
        ("<b>Zoé</b>", &"W".repeat(100)),
        ("🦀", "O’Brien \u{ad}"),
    ] {
        let form = tests::contact::named(first, last, &email("signs"));
        let buyer = Browser::new(&world);
        let placed = buyer.buys_access(&form).await;
        let paper = owner.marks_paid(&placed.id).await.order.invoice.unwrap();
        let reply = buyer.order_file(&placed.id, &paper.id, None).await;
        sound(pdf(&reply));
        says(&reply.body, &[&paper.number]);
        assert!(
            !String::from_utf8_lossy(&reply.body).contains("/JS"),
            "{first}"
        );
    }
}

/// What the examiner is worth: a file of ours with its table of places broken, cut short, or with a stream spoilt.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_broken_file_is_found_out() {
    let world = World::get();
    let buyer = Browser::new(&world);
    let placed = buyer.buys_service(&zoe(&email("broken"))).await;
    let reply = buyer.pro_forma(&placed.id, None).await;
    let sane = pdf(&reply);
    sound(sane);
    let find = |what: &[u8]| {
        let place = sane.windows(what.len()).rposition(|window| window == what);
        place.expect("it stands there")
    };
    let places = find(b"startxref");
    let table = [&sane[..places], b"startxref\n12\n%%EOF"].concat();
    let cut = sane[..sane.len() / 2].to_vec();
    let mut stream = sane.to_vec();
    let packed = find(b"stream\n") - 200;
    stream[packed..packed + 40].fill(0);
    for (what, broken) in [("table", table), ("cut", cut), ("stream", stream)] {
        let (code, said) = examine(&broken);
        assert!(code == 2 || code == 3, "{what}: {code} {said}");
    }
}

/// A hundred lines, which no basket holds, and a file that is another than the one made first: both need a shop of
/// their own, as rows are put there by hand.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_lines_are_sound_and_a_file_that_changed_is_told_once() {
    let server = Server::start("papers").await;
    let world = server.world.clone();
    let buyer = Browser::new(&world).speaking(Locale::Fr);
    let placed = buyer.buys_access(&zoe(&email("hundred"))).await;
    let owner = Staff::owner(&world).await;
    let paper = owner.marks_paid(&placed.id).await.order.invoice.unwrap();
    let unpaid = buyer.buys_access(&zoe(&email("hundred"))).await;
    let database = world.database();
    let data = "select json_set(data, '$.lines', (select json_group_array(json(iif(n > 0, data -> '$.lines[0]', '0'))) from hundred), \
                '$.total', total * 100, '$.vat[0].vat', (data ->> '$.vat[0].vat') * 100) from invoices where order_id = ?1";
    let hundred = "with recursive hundred(n) as (select 1 union all select n + 1 from hundred where n < 100) ";
    let insert = format!(
        "insert into invoices (id, kind, series, year, number, order_id, issued_at, issued_on, total, data) \
         select '01999999-9999-7999-8999-999999999999', kind, 'F', 1999, 1, ?2, issued_at, issued_on, total * 100, \
         ({hundred}{data}) from invoices where order_id = ?1"
    );
    database
        .rows(&insert, &[placed.id.as_str(), unpaid.id.as_str()])
        .await;
    let long = buyer.order(&unpaid.id).await.unwrap().invoice.unwrap();
    let reply = buyer.order_file(&unpaid.id, &long.id, None).await;
    sound(pdf(&reply));
    let text = words(&reply.body);
    let name = &placed.lines[0].name;
    assert_eq!(text.matches(name.as_str()).count(), 100, "{text}");
    assert!(
        text.contains("F-1999-0001") && text.contains("À reporter"),
        "{text}"
    );
    assert!(text.contains("Page 4 sur "), "{text}");

    let first = buyer.order_file(&placed.id, &paper.id, None).await;
    let other = "0".repeat(64);
    let spoil = "update papers set sha256 = ?2 where invoice_id = ?1";
    database.rows(spoil, &[paper.id.as_str(), &other]).await;
    for _ in 0..3 {
        let again = buyer.order_file(&placed.id, &paper.id, None).await;
        assert_eq!(pdf(&again), pdf(&first), "it is handed out all the same");
    }
    let told = |line: &str| line.contains("paper_differs") && line.contains(paper.id.as_str());
    server.logs(told).await;
    // What the third request would have said comes no later than what is said after it.
    buyer.order_file(&unpaid.id, &long.id, None).await;
    let log = server.log();
    assert_eq!(log.lines().filter(|line| told(line)).count(), 1, "{log}");
    assert!(
        !log.contains("hundred@") && !log.contains("Martin"),
        "{log}"
    );
    let row = "select sha256, differs from papers where invoice_id = ?1";
    let row = database.rows(row, &[paper.id.as_str()]).await;
    assert_eq!(
        row[0][0].as_str(),
        Some(other.as_str()),
        "what it was first stays"
    );
    assert_eq!(row[0][1].as_str(), Some(sha256(&first.body).as_str()));
}
