//! Placing an order: the server's prices and words, what the law asks, one order a checkout, and who may see it.

use domain::api::order::{Agreement, IDEMPOTENCY_KEY};
use domain::checkout::QUANTITY_MAX;
use domain::locale::Locale;
use domain::order::{Buyer, OrderQuery, OrderState, PaymentMethod, WITHDRAWAL_DAYS};
use domain::problem::Problem;
use domain::product::Kind;
use domain::session::DAY;
use domain::settings::waiver_text;
use serde_json::json;
use tests::buying::{agreement, idempotency_key};
use tests::contact::{somebody_else, zoe};
use tests::keeping::{edit, listed};
use tests::reply::faults;
use tests::staff::Staff;
use tests::world::{email, now};
use tests::{Browser, Mails, World};

fn refused(outcome: Result<domain::order::Order, Problem>) -> Vec<String> {
    let problem = outcome.expect_err("this order is refused");
    assert_eq!(problem.status, 422, "{problem:?}");
    faults(&problem)
}

#[tokio::test]
async fn an_order_keeps_the_prices_names_and_details_of_its_moment() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let visitor = Browser::new(&world);
    let service = owner.sells(Kind::Service, 12_345, 2_000).await;
    let book = owner.sells(Kind::Download, 999, 550).await;
    let lines = [
        (&listed(&visitor, &service).await, 3),
        (&listed(&visitor, &book).await, 7),
    ];
    let address = email("frozen");
    let checkout = visitor.ready(&lines, &somebody_else(&address)).await;
    let before = now();
    let placed = visitor
        .place(&checkout.id, &agreement(&checkout))
        .await
        .unwrap();
    assert_eq!(placed.state, OrderState::Placed);
    assert!((before..=now()).contains(&placed.placed_at), "{placed:?}");
    assert_eq!(placed.lines, checkout.lines);
    assert_eq!(placed.total, 3 * 12_345 + 7 * 999);
    assert_eq!(
        placed.total,
        placed.lines.iter().map(|line| line.amount).sum::<i64>()
    );
    // 37 035 × 20 / 120 = 6 172.5, 6 993 × 5.5 / 105.5 = 364.57…
    let shares: Vec<(u32, i64)> = placed.vat.iter().map(|s| (s.vat_rate, s.vat)).collect();
    let lines_vat: i64 = placed.lines.iter().map(|line| line.vat).sum();
    assert_eq!(shares.iter().map(|(_, vat)| vat).sum::<i64>(), lines_vat);
    assert!(
        matches!(shares[..], [(550, 365), (2_000, 6_172 | 6_173)]),
        "{shares:?}"
    );
    let typed = somebody_else(&address).prove().unwrap();
    assert_eq!(placed.buyer, Buyer::from(&typed));

    // Everything it came from changes.
    for (record, price) in [(&service, 1), (&book, 99_999)] {
        let mut form = edit(record);
        form.price = Some(price);
        form.vat_rate = Some(1_000);
        form.name_en = "Something else".into();
        form.listed = false;
        owner.edit_product(&record.id, &form).await.unwrap();
    }
    visitor
        .submit_contact(&checkout.id, &zoe(&address))
        .await
        .ok();
    let after = visitor.order(&placed.id).await.unwrap();
    assert_eq!(after, placed);
}

#[tokio::test]
async fn t36_money_is_the_servers_alone() {
    let world = World::get();
    let visitor = Browser::new(&world);
    let product = visitor.product(Kind::Service).await;
    let checkout = visitor.ready(&[(&product, 2)], &zoe(&email("price"))).await;
    let agreed = json!(agreement(&checkout));
    for (key, value) in [
        ("total", json!(1)),
        ("price", json!(1)),
        (
            "lines",
            json!([{ "product": product.id, "quantity": 1, "price": 1 }]),
        ),
        ("currency", json!("JPY")),
        ("vat", json!([])),
        ("vat_rate", json!(0)),
        ("state", json!("paid")),
        ("paid_at", json!(1)),
        ("customer", json!("x")),
    ] {
        let mut body = agreed.clone();
        body[key] = value;
        let key_header = [(IDEMPOTENCY_KEY, idempotency_key())];
        let headers = [(key_header[0].0, key_header[0].1.as_str())];
        let reply = visitor
            .place_raw(&checkout.id, &headers, &body.to_string())
            .await;
        reply.expect(422);
        assert_eq!(reply.faults(), [format!("{key}: unknown_key")]);
    }
    for (field, value) in [
        ("payment_method", json!("free")),
        ("payment_method", json!("gold")),
        ("payment_method", json!(null)),
        ("terms", json!(-1)),
        ("terms", json!("1")),
        ("terms", json!(4_000_000_000u32)),
        ("waiver", json!("yes")),
    ] {
        let mut body = agreed.clone();
        body[field] = value.clone();
        let key = idempotency_key();
        let reply = visitor
            .place_raw(&checkout.id, &[(IDEMPOTENCY_KEY, &key)], &body.to_string())
            .await;
        reply.expect(422);
        assert!(
            reply.faults()[0].starts_with(field),
            "{field} = {value}: {reply}"
        );
    }
    let placed = visitor
        .place(&checkout.id, &agreement(&checkout))
        .await
        .unwrap();
    assert_eq!(placed.total, 2 * product.price);
    assert_eq!(placed.transfer.unwrap().amount, placed.total);
}

#[tokio::test]
async fn t36_the_dearest_basket_adds_up() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let dearest = owner
        .sells(Kind::Service, domain::product::PRICE_MAX, 10_000)
        .await;
    let visitor = Browser::new(&world);
    let product = listed(&visitor, &dearest).await;
    let lines = [(&product, QUANTITY_MAX)];
    let placed = visitor.buys(&lines, &zoe(&email("dear"))).await;
    let total = domain::product::PRICE_MAX * i64::from(QUANTITY_MAX);
    assert_eq!((placed.total, placed.vat[0].vat), (total, total / 2));
    let paid = owner.marks_paid(&placed.id).await;
    assert_eq!(paid.order.total, total);
}

#[tokio::test]
async fn what_is_missing_from_an_order_is_named() {
    let world = World::get();
    world.for_sale().await;
    let visitor = Browser::new(&world);
    let access = visitor.product(Kind::Access).await;
    let service = visitor.product(Kind::Service).await;
    let opened = visitor.open_basket(&[(&access, 1)]).await;
    let early = visitor.place(&opened.id, &agreement(&opened)).await;
    assert_eq!(refused(early), ["contact: required"]);

    let form = zoe(&email("missing"));
    let checkout = visitor.ready(&[(&access, 1)], &form).await;
    let right = agreement(&checkout);
    for (agreed, expected) in [
        (
            Agreement {
                waiver: false,
                ..right.clone()
            },
            "waiver: required",
        ),
        (
            Agreement {
                terms: None,
                ..right.clone()
            },
            "terms: required",
        ),
        (
            Agreement {
                terms: Some(checkout.terms + 1),
                ..right.clone()
            },
            "terms: changed",
        ),
        (
            Agreement {
                payment_method: None,
                ..right.clone()
            },
            "payment_method: required",
        ),
        (
            Agreement {
                payment_method: Some(PaymentMethod::Free),
                ..right.clone()
            },
            "payment_method: unknown",
        ),
    ] {
        let outcome = visitor.place(&checkout.id, &agreed).await;
        assert_eq!(refused(outcome), [expected]);
    }
    // Nothing is delivered online: no waiver is asked for, and one given is none.
    let checkout = visitor.ready(&[(&service, 1)], &form).await;
    let agreed = Agreement {
        waiver: true,
        ..agreement(&checkout)
    };
    let placed = visitor.place(&checkout.id, &agreed).await.unwrap();
    assert_eq!(placed.waiver, None);
}

#[tokio::test]
async fn the_waiver_is_kept_in_its_words_and_the_right_goes_with_it_alone() {
    let world = World::get();
    for (locale, kind) in [
        (Locale::Fr, Kind::Access),
        (Locale::En, Kind::Download),
        (Locale::En, Kind::Service),
    ] {
        let visitor = Browser::new(&world).speaking(locale);
        let product = visitor.product(kind).await;
        let form = domain::contact::ContactForm {
            locale: Some(locale.code().into()),
            ..zoe(&email("waiver"))
        };
        let placed = visitor.buys(&[(&product, 1)], &form).await;
        if kind.is_digital() {
            assert_eq!(placed.waiver.as_deref(), Some(waiver_text(locale)));
            assert_eq!(placed.withdrawal.until, None, "{kind:?}");
        } else {
            assert_eq!(placed.waiver, None);
            let until = placed.withdrawal.until.expect("a right to withdraw");
            let days = placed.placed_at + WITHDRAWAL_DAYS * DAY;
            // To the end of that day where the shop is.
            assert!((days..days + DAY).contains(&until), "{placed:?}");
        }
        let mail = Mails::get().wait(&form.email, "order_placed").await;
        let text = tests::window::plain(&mail.message.text);
        let waiver = tests::window::plain(waiver_text(locale));
        assert_eq!(text.contains(&waiver), kind.is_digital(), "{mail}");
    }
}

#[tokio::test]
async fn a_transfer_says_where_how_much_and_why() {
    let world = World::get();
    let form = zoe(&email("transfer"));
    let visitor = Browser::new(&world).speaking(Locale::Fr);
    let placed = visitor.buys_service(&form).await;
    assert_eq!(placed.payment_method, PaymentMethod::Transfer);
    let settings = Staff::owner(&world).await.settings().await;
    let transfer = placed.transfer.clone().unwrap();
    assert_eq!(transfer.iban, settings.sale.transfer.iban);
    assert_eq!(transfer.beneficiary, settings.sale.seller.name);
    assert_eq!(transfer.amount, placed.total);
    assert!(transfer.reference.contains(&placed.number.to_string()));
    let days = i64::from(settings.sale.transfer.cancel_days);
    let due = placed.placed_at + days * DAY;
    assert!(
        (due - 1..due + DAY).contains(&transfer.due_at),
        "{placed:?}"
    );
    assert_eq!((placed.invoice.clone(), placed.paid_at), (None, None));

    let mail = Mails::get().wait(&form.email, "order_placed").await;
    let together = |text: &str| text.split_whitespace().collect::<String>();
    let text = together(&mail.message.text);
    let terms = settings.sale.terms.fr.lines().next().unwrap_or_default();
    for said in [
        transfer.iban.as_str(),
        &transfer.reference,
        &placed.number.to_string(),
        terms,
    ] {
        assert!(text.contains(&together(said)), "{said} in {mail}");
    }
    let query = OrderQuery {
        q: placed.number.to_string(),
        ..OrderQuery::default()
    };
    let rows = Staff::owner(&world).await.orders(&query).await.items;
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!((rows[0].state, rows[0].total), (placed.state, placed.total));
}

#[tokio::test]
async fn what_is_free_is_completed_at_once_and_has_no_invoice() {
    let world = World::get();
    let visitor = Browser::new(&world);
    let free = visitor.free_product().await;
    let form = zoe(&email("free"));
    let placed = visitor.buys(&[(&free, 1)], &form).await;
    assert_eq!(
        (placed.state, placed.payment_method),
        (OrderState::Completed, PaymentMethod::Free)
    );
    assert_eq!((placed.total, &placed.transfer), (0, &None));
    assert_eq!((&placed.invoice, &placed.credit_note), (&None, &None));
    assert!(placed.paid_at.is_some() && placed.ended_at.is_some());
    let database = world.database();
    for (table, expected) in [("invoices", 0), ("order_lines", 1)] {
        let sql = format!("select count(*) from {table} where order_id = ?1");
        let count = database.number(&sql, &[placed.id.as_str()]).await;
        assert_eq!(count, expected, "{table}");
    }
    let sql = "select count(*) from purchases where last_order_id = ?1";
    assert_eq!(database.number(sql, &[placed.id.as_str()]).await, 1);
    let customer = Staff::owner(&world).await.find(&form.email).await;
    assert_eq!(customer.stage, domain::customer::Stage::Buyer);
    assert_eq!(customer.account, domain::customer::AccountState::Invited);
    Mails::get().wait(&form.email, "order_placed").await;
    Mails::get().wait(&form.email, "invitation").await;
}

#[tokio::test]
async fn nobody_buys_at_a_price_not_seen() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let visitor = Browser::new(&world);
    let record = owner.sells(Kind::Service, 5_000, 2_000).await;
    let product = listed(&visitor, &record).await;
    let checkout = visitor.ready(&[(&product, 1)], &zoe(&email("quote"))).await;
    let mut form = edit(&record);
    form.price = Some(6_000);
    let record = owner.edit_product(&record.id, &form).await.unwrap();
    let changed = visitor
        .place(&checkout.id, &agreement(&checkout))
        .await
        .unwrap_err();
    assert_eq!(
        (changed.status, changed.code.as_ref()),
        (409, "changed"),
        "{changed:?}"
    );
    let seen = visitor.checkout(&checkout.id).await;
    assert_eq!(seen.total, 6_000);
    // Gone from the shop: it cannot be bought any more.
    let mut form = edit(&record);
    form.listed = false;
    owner.edit_product(&record.id, &form).await.unwrap();
    let gone = visitor
        .place(&checkout.id, &agreement(&seen))
        .await
        .unwrap_err();
    assert!([409, 422].contains(&gone.status), "{gone:?}");
    let mut form = edit(&record);
    form.version = Some(record.version + 1);
    owner.edit_product(&record.id, &form).await.unwrap();
    let placed = visitor.place(&checkout.id, &agreement(&seen)).await;
    assert_eq!(placed.unwrap().total, 6_000);
}
