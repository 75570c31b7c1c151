//! The settings: until they are complete the shop gives away and sells nothing. The shop is the test's own.

use domain::account::Role;
use domain::api::order::Agreement;
use domain::api::settings::EditSettings;
use domain::api::shop::{GetLegal, GetShop, InLocale};
use domain::locale::Locale;
use domain::order::PaymentMethod;
use domain::product::Kind;
use tests::buying::agreement;
use tests::contact::{somebody_else, zoe};
use tests::keeping::complete;
use tests::reply::faults;
use tests::staff::Staff;
use tests::world::email;
use tests::{Browser, Server, World};

/// Makes the shop one that has said nothing of itself yet.
async fn nothing_said(world: &World) {
    let database = world.database();
    database
        .rows("delete from settings where key = 'sale'", &[])
        .await;
}

#[tokio::test]
async fn a_shop_asks_for_money_once_it_has_said_who_it_is() {
    let server = Server::start("settings").await;
    let world = server.world.clone();
    nothing_said(&world).await;
    let owner = Staff::owner(&world).await;
    an_incomplete_shop_gives_away_and_sells_nothing(&world, &owner).await;
    every_missing_line_is_named_and_a_stale_edit_refused(&world, &owner).await;
    terms_have_versions_and_orders_keep_theirs(&world, &owner).await;
    nothing_is_sold_to_a_country_not_served(&world, &owner).await;
    the_day_of_an_invoice_is_the_shops_own(&world, &owner).await;
    without_a_vat_number_no_vat_is_in_any_price(&world, &owner).await;
}

async fn an_incomplete_shop_gives_away_and_sells_nothing(world: &World, owner: &Staff) {
    let settings = owner.settings().await;
    assert!(settings.missing.contains(&"sale.transfer.iban".to_owned()));
    let visitor = Browser::new(world);
    let service = visitor.product(Kind::Service).await;
    let free = visitor.free_product().await;
    let form = zoe(&email("early"));
    let checkout = visitor.open_basket(&[(&service, 1)]).await;
    visitor.submit_contact(&checkout.id, &form).await.unwrap();
    let checkout = visitor.checkout(&checkout.id).await;
    assert!(!checkout.takes_payment);
    let agreed = Agreement {
        payment_method: Some(PaymentMethod::Transfer),
        ..agreement(&checkout)
    };
    let refused = visitor.place(&checkout.id, &agreed).await.unwrap_err();
    assert_eq!(faults(&refused), ["payment_method: unavailable"]);

    let checkout = visitor.open_basket(&[(&free, 1)]).await;
    visitor.submit_contact(&checkout.id, &form).await.unwrap();
    let checkout = visitor.checkout(&checkout.id).await;
    let placed = visitor.place(&checkout.id, &agreement(&checkout)).await;
    assert_eq!(placed.unwrap().total, 0);
}

async fn every_missing_line_is_named_and_a_stale_edit_refused(world: &World, owner: &Staff) {
    let settings = owner.settings().await;
    let full = complete(&settings);
    let mut without = full.clone();
    without.version = None;
    let refused = owner.edit_settings(&without).await.unwrap_err();
    assert_eq!(faults(&refused), ["version: required"]);
    let mut wrong = full.clone();
    wrong.time_zone = "Europe/Atlantis".into();
    wrong.iban = "FR14 2004 1010 0505 0001 3M02 607".into();
    wrong.siren = "303265046".into();
    let refused = owner.edit_settings(&wrong).await.unwrap_err();
    let mut told = faults(&refused);
    told.sort();
    assert_eq!(
        told,
        ["iban: malformed", "siren: malformed", "time_zone: unknown"]
    );
    let mut lacking = full.clone();
    lacking.siren = String::new();
    lacking.terms_en = String::new();
    lacking.terms_fr = String::new();
    let saved = owner.edit_settings(&lacking).await.unwrap();
    assert_eq!(saved.missing, ["sale.seller.siren", "sale.terms"]);
    let stale = owner.edit_settings(&full).await.unwrap_err();
    assert_eq!((stale.status, stale.code.as_ref()), (409, "stale"));
    // The first mail may leave meanwhile.
    let current = domain::settings::Settings {
        mail_sent: saved.mail_sent,
        ..serde_json::from_value(stale.current.unwrap()).unwrap()
    };
    assert_eq!(current, saved);
    let full = complete(&saved);
    let saved = owner.edit_settings(&full).await.unwrap();
    assert_eq!(saved.missing, [""; 0]);
    let legal = Browser::new(world)
        .get::<GetLegal>(
            &(),
            &InLocale {
                locale: Some(Locale::Fr),
            },
        )
        .await
        .unwrap();
    assert_eq!(legal.terms, "Conditions de vente des essais.");
    assert_eq!(legal.seller, saved.sale.seller);
    let manager = Staff::of_role(world, Role::Manager).await;
    let refused = manager.call::<EditSettings>(&(), &(), &full).await;
    assert_eq!(refused.unwrap_err().status, 403);
}

async fn terms_have_versions_and_orders_keep_theirs(world: &World, owner: &Staff) {
    let visitor = Browser::new(world);
    let service = visitor.product(Kind::Service).await;
    let checkout = visitor.ready(&[(&service, 1)], &zoe(&email("terms"))).await;
    let first = checkout.terms;
    let settings = owner.settings().await;
    let mut form = complete(&settings);
    form.terms_en = "Other terms.".into();
    form.terms_fr = "D’autres conditions.".into();
    let saved = owner.edit_settings(&form).await.unwrap();
    assert_eq!(saved.sale.terms.version, first + 1);
    assert_eq!(saved.sale.privacy.version, settings.sale.privacy.version);
    let refused = visitor.place(&checkout.id, &agreement(&checkout)).await;
    assert_eq!(faults(&refused.unwrap_err()), ["terms: changed"]);
    let checkout = visitor.checkout(&checkout.id).await;
    let placed = visitor.place(&checkout.id, &agreement(&checkout)).await;
    let placed = placed.unwrap();
    assert_eq!(placed.terms, first + 1);
    let mut form = complete(&saved);
    form.terms_en = "Yet other terms.".into();
    owner.edit_settings(&form).await.unwrap();
    assert_eq!(visitor.order(&placed.id).await.unwrap().terms, first + 1);
    // What it accepted can still be read.
    let sql = "select en || '|' || fr as text from notices where kind = 'terms' and version = ?1";
    let version = (first + 1).to_string();
    let kept = world.database().rows(sql, &[&version]).await;
    assert_eq!(kept[0][0], "Other terms.|D’autres conditions.");
    let sql = "select count(*) from notices where kind = 'privacy'";
    assert_eq!(world.database().number(sql, &[]).await, 0);
}

async fn nothing_is_sold_to_a_country_not_served(world: &World, owner: &Staff) {
    let mut form = complete(&owner.settings().await);
    form.countries = vec!["FR".into(), "BE".into()];
    owner.edit_settings(&form).await.unwrap();
    let shop = Browser::new(world).get::<GetShop>(&(), &()).await.unwrap();
    assert_eq!(shop.countries, ["FR", "BE"]);
    let visitor = Browser::new(world);
    let service = visitor.product(Kind::Service).await;
    let abroad = somebody_else(&email("abroad"));
    let checkout = visitor.ready(&[(&service, 1)], &abroad).await;
    let refused = visitor.place(&checkout.id, &agreement(&checkout)).await;
    assert_eq!(faults(&refused.unwrap_err()), ["address.country: unknown"]);
    let mut form = complete(&owner.settings().await);
    form.countries = Vec::new();
    owner.edit_settings(&form).await.unwrap();
    let placed = visitor.place(&checkout.id, &agreement(&checkout)).await;
    assert_eq!(placed.unwrap().buyer.address.country, "GB");
}

async fn the_day_of_an_invoice_is_the_shops_own(world: &World, owner: &Staff) {
    // 26 hours lie between these two: at any moment their days differ.
    let mut days = Vec::new();
    for zone in ["Pacific/Kiritimati", "Pacific/Pago_Pago"] {
        let mut form = complete(&owner.settings().await);
        form.time_zone = zone.into();
        owner.edit_settings(&form).await.unwrap();
        let placed = Browser::new(world).buys_service(&zoe(&email("day"))).await;
        let invoice = owner.marks_paid(&placed.id).await.order.invoice.unwrap();
        days.push(invoice.issued_on);
    }
    assert!(days[0] > days[1], "{days:?}");
}

async fn without_a_vat_number_no_vat_is_in_any_price(world: &World, owner: &Staff) {
    let mut form = complete(&owner.settings().await);
    form.vat_id = String::new();
    form.time_zone = "Europe/Paris".into();
    owner.edit_settings(&form).await.unwrap();
    let visitor = Browser::new(world);
    let service = visitor.product(Kind::Service).await;
    let placed = visitor.buys(&[(&service, 1)], &zoe(&email("293b"))).await;
    let vat: i64 = placed.vat.iter().map(|share| share.vat).sum();
    assert_eq!((vat, placed.total), (0, service.price));
}
