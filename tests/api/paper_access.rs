//! Whose papers and purchases are whose: by every door, for everybody who might ask (T24, T25).

use domain::account::Role;
use domain::id::{Id, InvoiceId};
use domain::order::{IssuedPaper, Order, OrderState};
use domain::product::Kind;
use tests::contact::zoe;
use tests::keeping::{edit, listed};
use tests::papers::pdf;
use tests::proving::PASSWORD;
use tests::recording::typed;
use tests::staff::{self, Staff};
use tests::world::email;
use tests::{Browser, Mails, World};

/// A customer whose mailbox is proved, with an order that was paid.
async fn customer(world: &World, owner: &Staff) -> (Browser, Order, IssuedPaper, String) {
    let address = email("papers");
    let placed = Browser::new(world).buys_access(&zoe(&address)).await;
    let paid = owner.marks_paid(&placed.id).await.order;
    let browser = Browser::new(world);
    browser.prove(&address).await;
    let paper = paid.invoice.clone().unwrap();
    (browser, paid, paper, address)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t24_t25_a_paper_is_for_its_customer_its_link_and_staff_alone() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (own, order, paper, address) = customer(&world, &owner).await;
    let (other, others_order, others_paper, _) = customer(&world, &owner).await;
    pdf(&own.own_file(&paper.id).await);
    let nobody = Browser::new(&world);
    let absent: InvoiceId = Id::new(1, staff::random());

    for id in [&others_paper.id, &absent] {
        own.own_file(id).await.expect(404);
    }
    nobody.own_file(&paper.id).await.expect(401);
    owner.own_file(&paper.id).await.expect(403);
    for browser in [&other, &nobody, &owner] {
        browser
            .order_file(&order.id, &paper.id, None)
            .await
            .expect(404);
        browser.pro_forma(&order.id, None).await.expect(404);
    }
    // Another order's paper by one's own order, and one's own by another's.
    own.order_file(&order.id, &others_paper.id, None)
        .await
        .expect(404);
    own.order_file(&others_order.id, &others_paper.id, None)
        .await
        .expect(404);
    own.order_file(&others_order.id, &paper.id, None)
        .await
        .expect(404);
    owner.paper(&order.id, &others_paper.id).await.expect(404);
    owner.paper(&order.id, &absent).await.expect(404);

    // By the link, for as long as it lasts.
    let token = Mails::get().wait(&address, "order_paid").await.token();
    let by_link = nobody.order_file(&order.id, &paper.id, Some(&token)).await;
    pdf(&by_link);
    nobody
        .order_file(&others_order.id, &others_paper.id, Some(&token))
        .await
        .expect(404);
    nobody
        .order_file(&order.id, &others_paper.id, Some(&token))
        .await
        .expect(404);
    for wrong in ["", "x", &"A".repeat(43), &token[1..]] {
        nobody
            .order_file(&order.id, &paper.id, Some(wrong))
            .await
            .expect(404);
    }
    let sql = "update tokens set expires_at = 1 where order_id = ?1";
    world.database().rows(sql, &[order.id.as_str()]).await;
    nobody
        .order_file(&order.id, &paper.id, Some(&token))
        .await
        .expect(404);

    // Staff of any role may read it; a customer's session is worth nothing there.
    let clerk = Staff::of_role(&world, Role::Support).await;
    assert_eq!(pdf(&clerk.paper(&order.id, &paper.id).await), by_link.body);
    let path = format!("/api/admin/orders/{}/invoices/{}/pdf", order.id, paper.id);
    own.send("GET", &path, "").await.expect(403);
    nobody.send("GET", &path, "").await.expect(401);

    // HEAD tells what GET would; a part cannot be asked for, and no other method is.
    let head = own
        .send(
            "HEAD",
            &format!("/api/account/invoices/{}/pdf", paper.id),
            "",
        )
        .await;
    assert_eq!(
        head.expect(200).header("content-type"),
        Some("application/pdf")
    );
    let part = [("range", "bytes=0-9")];
    let path = format!("/api/account/invoices/{}/pdf", paper.id);
    assert_eq!(own.raw("GET", &path, &part, "").await.body, by_link.body);
    other.raw("GET", &path, &part, "").await.expect(404);
    own.send("DELETE", &path, "").await.expect(405);

    // Signed out, and erased: the books stay, no door but staff's leads to them.
    own.sign_out().await;
    own.own_file(&paper.id).await.expect(401);
    let id = owner.find(&address).await.id;
    owner.erase(&id, Some(&address)).await.unwrap();
    pdf(&owner.paper(&order.id, &paper.id).await);
    let sql = "select count(*) from papers where invoice_id = ?1 and customer_id is null";
    assert_eq!(world.database().number(sql, &[paper.id.as_str()]).await, 1);
}

/// Staff gave a password, nobody proved the mailbox: what a guest bought with that address is not shown.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t24_an_account_whose_mailbox_is_not_proved_sees_its_own_orders_only() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let address = email("unproved");
    let guest = Browser::new(&world).buys_access(&zoe(&address)).await;
    let guests = owner.marks_paid(&guest.id).await.order.invoice.unwrap();
    let id = owner.find(&address).await.id;
    let given = domain::credentials::AccountForm {
        must_change: Some(false),
        ..typed(PASSWORD)
    };
    owner.sets_account(&id, &given).await;
    let account = Browser::new(&world);
    account.sign_in(&address, PASSWORD).await.unwrap();
    account.own_file(&guests.id).await.expect(404);
    let page = account.own_invoices(None).await;
    assert_eq!((page.items.len(), page.total), (0, None));
    assert_eq!(account.own_purchases().await, []);

    let service = account.product(Kind::Service).await;
    let own = account.buys(&[(&service, 1)], &zoe(&address)).await;
    let paper = owner.marks_paid(&own.id).await.order.invoice.unwrap();
    pdf(&account.own_file(&paper.id).await);
    let listed: Vec<_> = account.own_invoices(None).await.items;
    assert_eq!(
        listed.iter().map(|one| &one.id).collect::<Vec<_>>(),
        [&paper.id]
    );
    let bought: Vec<_> = account.own_purchases().await;
    assert_eq!(
        bought.iter().map(|one| &one.product).collect::<Vec<_>>(),
        [&service.id]
    );

    account.prove(&address).await;
    assert_eq!(account.own_invoices(None).await.items.len(), 2);
    assert_eq!(account.own_purchases().await.len(), 2);
    pdf(&account.own_file(&guests.id).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn invoices_come_latest_issued_first_page_by_page_with_their_count() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let address = email("many");
    let buyer = Browser::new(&world);
    buyer.leave(&zoe(&address)).await;
    buyer.prove(&address).await;
    let mut placed = Vec::new();
    for _ in 0..11 {
        placed.push(buyer.buys_access(&zoe(&address)).await.id);
    }
    // Paid in another order than they were placed in, then all paid back.
    placed.rotate_left(7);
    let mut issued = Vec::new();
    for id in &placed {
        issued.push(owner.marks_paid(id).await.order.invoice.unwrap().number);
    }
    for id in &placed {
        let refunded = owner.set_state(id, OrderState::Refunded).await.unwrap();
        issued.push(refunded.order.credit_note.unwrap().number);
    }
    issued.reverse();
    let first = buyer.own_invoices(None).await;
    assert_eq!((first.items.len(), first.total), (20, Some(22)));
    let second = buyer.own_invoices(first.next.clone()).await;
    assert_eq!((second.items.len(), second.total), (2, None));
    assert_eq!(second.next, None);
    let listed: Vec<_> = first.items.into_iter().chain(second.items).collect();
    let numbers: Vec<_> = listed.iter().map(|one| one.number.clone()).collect();
    assert_eq!(numbers, issued);
    // Forged cursors and keys move the page at most.
    for (query, status) in [
        ("?cursor=1.", 200),
        ("?cursor=x", 422),
        ("?customer=1", 422),
        ("?cursor=1.&cursor=2.", 422),
    ] {
        let reply = buyer
            .send("GET", &format!("/api/account/invoices{query}"), "")
            .await;
        reply.expect(status);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn purchases_tell_their_orders_their_window_and_whether_they_can_be_renewed() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let address = email("acquired");
    let buyer = Browser::new(&world);
    let record = owner.sells(Kind::Access, 900, 2_000).await;
    let product = listed(&buyer, &record).await;
    let first = buyer.buys(&[(&product, 1)], &zoe(&address)).await;
    owner.marks_paid(&first.id).await;
    buyer.prove(&address).await;
    let once = buyer.own_purchases().await.remove(0);
    assert_eq!(
        (once.first_number, once.last_number),
        (first.number, first.number)
    );
    assert_eq!(
        (once.kind, once.listed, once.quantity),
        (Kind::Access, true, 1)
    );
    let year = 365 * domain::session::DAY;
    assert_eq!(once.valid_until, Some(once.valid_from + year));
    assert!(once.reference.starts_with(&format!("P{}-", first.number)));

    let second = buyer.buys(&[(&product, 1)], &zoe(&address)).await;
    owner.marks_paid(&second.id).await;
    let twice = buyer.own_purchases().await.remove(0);
    assert_eq!(
        (twice.first_number, twice.last_number),
        (first.number, second.number)
    );
    assert_eq!(twice.valid_until, Some(once.valid_from + 2 * year));
    // Staff see the same.
    let id = owner.find(&address).await.id;
    assert_eq!(
        owner.purchases(&id).await.unwrap().items,
        std::slice::from_ref(&twice)
    );

    let form = domain::product::ProductForm {
        listed: false,
        ..edit(&record)
    };
    owner.edit_product(&record.id, &form).await.unwrap();
    owner
        .set_state(&second.id, OrderState::Refunded)
        .await
        .unwrap();
    let taken_back = buyer.own_purchases().await.remove(0);
    assert!(!taken_back.listed, "{taken_back:?}");
    assert_eq!(taken_back.valid_until, once.valid_until);
    owner
        .set_state(&first.id, OrderState::Refunded)
        .await
        .unwrap();
    let ended = buyer.own_purchases().await.remove(0);
    assert!(ended.ended_at.is_some(), "{ended:?}");
    // Another customer sees nothing of it, a signed-out visitor is told to sign in.
    let (other, ..) = customer(&world, &owner).await;
    assert!(
        other
            .own_purchases()
            .await
            .iter()
            .all(|one| one.id != ended.id)
    );
    let out = Browser::new(&world)
        .send("GET", "/api/account/purchases", "")
        .await;
    out.expect(401);
}
