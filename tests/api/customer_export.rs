//! Customers as a file: all whom the list shows and nobody else, whatever their number; no cell a formula (T31); for those who
//! may (T28); and a file that breaks off is seen to.

use domain::account::Role;
use domain::api::address;
use domain::api::customer::ListCustomers;
use domain::api::export::{ExportCustomers, ExportQuery};
use domain::csv::Separator;
use domain::customer::export::COLUMNS;
use domain::customer::{CustomerQuery, LIMIT_MAX, Stage};
use domain::import::{Column, Source};
use domain::locale::Locale;
use serde_json::json;
use tests::browser::escape;
use tests::contact::{named, somebody_else};
use tests::exporting::read;
use tests::faults::FAULT_AT;
use tests::grouping::crowd;
use tests::staff::Staff;
use tests::world::{email, word};
use tests::{Browser, World};

fn searched(q: &str) -> ExportQuery {
    ExportQuery {
        list: CustomerQuery {
            q: q.into(),
            ..CustomerQuery::default()
        },
        ..ExportQuery::default()
    }
}

/// The ids in a file that has them alone, in its order.
async fn ids(owner: &Staff, query: &ExportQuery) -> Vec<String> {
    let query = ExportQuery {
        columns: Some(vec![Column::Id]),
        separator: Some(Separator::Comma),
        ..query.clone()
    };
    let reply = owner.exports(&query).await;
    let mut rows = read(&reply.expect(200).text(), ',').into_iter();
    assert_eq!(rows.next(), Some(vec!["id".to_owned()]));
    rows.map(|mut row| row.remove(0)).collect()
}

/// The ids of all pages of the list.
async fn listed(owner: &Staff, query: &CustomerQuery) -> Vec<String> {
    let mut all = Vec::new();
    let mut query = CustomerQuery {
        limit: Some(LIMIT_MAX),
        ..query.clone()
    };
    loop {
        let page = owner.get::<ListCustomers>(&(), &query).await.unwrap();
        all.extend(page.items.into_iter().map(|row| row.id.to_string()));
        match page.next {
            Some(next) => query.cursor = Some(next),
            None => return all,
        }
    }
}

#[tokio::test]
async fn a_file_has_everything_about_everybody_in_the_order_that_was_chosen() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let family = word();
    let mailbox = email("exported");
    let mut form = somebody_else(&mailbox);
    form.last_name.clone_from(&family);
    Browser::new(&world).leave(&form).await;
    let customer = owner.find(&mailbox).await;
    let group = owner.groups_as("Taken out").await;
    owner.puts_in(&customer.id, &group.id).await;
    let whole = ExportQuery {
        columns: Some(COLUMNS.to_vec()),
        locale: Some(Locale::Fr),
        ..searched(&family)
    };
    let reply = owner.exports(&whole).await;
    assert_eq!(
        reply.expect(200).header("content-type"),
        Some("text/csv; charset=utf-8")
    );
    let file = reply.header("content-disposition").unwrap();
    assert!(
        file.starts_with("attachment; filename=\"clients-") && file.ends_with(".csv\""),
        "{file}"
    );
    let rows = read(&reply.text(), ';');
    let heads: Vec<&str> = COLUMNS.iter().map(|column| column.code()).collect();
    assert_eq!(rows[0], heads);
    let cell = |column: Column| {
        let place = COLUMNS.iter().position(|one| *one == column).unwrap();
        rows[1][place].as_str()
    };
    assert_eq!(rows.len(), 2);
    for (column, value) in [
        (Column::Email, mailbox.as_str()),
        (Column::LastName, &family),
        (Column::FirstName, "Ruth"),
        (Column::Phone, "'+447700900123"),
        (Column::Organisation, "Bright & Sons"),
        (Column::Locale, "en"),
        (Column::Line1, "1 High Street"),
        (Column::Line2, "Flat 2"),
        (Column::Postcode, "SW1A 1AA"),
        (Column::City, "London"),
        (Column::Region, ""),
        (Column::Country, "GB"),
        (Column::BillingOrganisation, "Bright & Sons Ltd"),
        (Column::BillingVatId, ""),
        (Column::Groups, group.code.as_str()),
        (Column::Consent, "no"),
        (Column::Id, customer.id.as_str()),
        (Column::Verified, "no"),
        (Column::Stage, "contact"),
        (Column::Account, "none"),
        (Column::CreatedAt, &domain::time::utc(customer.created_at)),
        (Column::OrdersCount, "0"),
        (Column::OrdersPaid, "0"),
        (Column::OrdersTotal, "0,00"),
        (Column::LastOrderAt, ""),
    ] {
        assert_eq!(cell(column), value, "{column:?}");
    }
    let chosen = ExportQuery {
        columns: Some(vec![Column::City, Column::Email]),
        separator: Some(Separator::Tab),
        ..whole
    };
    let reply = owner.exports(&chosen).await;
    let expected = vec![
        vec!["city".to_owned(), "email".to_owned()],
        vec!["London".to_owned(), mailbox],
    ];
    assert_eq!(read(&reply.text(), '\t'), expected);
}

#[tokio::test]
async fn a_file_has_all_pages_of_the_list_and_nobody_else() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let family = word();
    let all = crowd(&world, &family, 2_345).await;
    let group = owner.groups_as("Half of them").await;
    let database = world.database();
    database
        .rows(
            "insert into memberships (group_id, customer_seq, at)
            select ?1, seq, 1 from customers where name_key = ?2 || ' ada' and seq % 2 = 0",
            &[group.id.as_str(), &family],
        )
        .await;
    for sql in [
        "update customers set stage = 'buyer' where name_key = ?1 || ' ada' and seq % 3 = 0",
        "update customers set country = 'BE' where name_key = ?1 || ' ada' and seq % 5 = 0",
    ] {
        database.rows(sql, &[&family]).await;
    }
    let newest_first: Vec<String> = all.iter().rev().map(ToString::to_string).collect();
    assert_eq!(ids(&owner, &searched(&family)).await, newest_first);
    let in_group = CustomerQuery {
        group: Some(group.id.clone()),
        ..CustomerQuery::default()
    };
    let born = owner.customer(&all[0]).await;
    for list in [
        in_group.clone(),
        CustomerQuery {
            stage: Some(Stage::Buyer),
            ..in_group.clone()
        },
        CustomerQuery {
            q: family.clone(),
            country: Some("BE".into()),
            stage: Some(Stage::Contact),
            ..in_group.clone()
        },
        CustomerQuery {
            q: family.clone(),
            created_from: Some(born.created_at + 1_000),
            created_to: Some(born.created_at + 2_000),
            ..CustomerQuery::default()
        },
        CustomerQuery {
            country: Some("BE".into()),
            created_from: Some(born.created_at),
            group: Some(group.id.clone()),
            ..CustomerQuery::default()
        },
    ] {
        let query = ExportQuery {
            list: list.clone(),
            ..ExportQuery::default()
        };
        let file = ids(&owner, &query).await;
        assert!(file.len() > 30, "{list:?}: {}", file.len());
        assert_eq!(file, listed(&owner, &list).await, "{list:?}");
        assert_eq!(owner.counts_export(&query).await as usize, file.len());
    }
    let chosen = ExportQuery {
        customers: Some(vec![all[7].clone(), all[2_000].clone()]),
        ..searched(&family)
    };
    let two = [all[2_000].to_string(), all[7].to_string()];
    assert_eq!(ids(&owner, &chosen).await, two);
    assert_eq!(owner.counts_export(&chosen).await, 2);
    let nobody = searched("qqxzzqq");
    assert_eq!(ids(&owner, &nobody).await, [""; 0]);
    assert_eq!(owner.counts_export(&nobody).await, 0);
}

#[tokio::test]
async fn a_file_that_breaks_off_is_no_file() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let family = word();
    crowd(&world, &family, 2_100).await;
    let path = address::<ExportCustomers>(&(), &searched(&family), escape);
    let mut ends = Vec::new();
    for call in 1..=8 {
        let at = call.to_string();
        let headers = [(FAULT_AT, at.as_str())];
        let reply = owner.attempt("GET", &path, &headers, Vec::new()).await;
        ends.push(match reply {
            Some(reply) if reply.status == 200 => {
                assert_eq!(read(&reply.text(), ';').len(), 2_101, "{call}");
                "whole"
            }
            Some(reply) if reply.status == 503 => "refused",
            // `wrangler dev` holds the first bytes back: what breaks off among them it answers itself
            Some(reply) if reply.text().contains("Network connection lost") => "broken off",
            Some(reply) => panic!("{reply}"),
            None => "broken off",
        });
    }
    // The session, the settings, the count, the journal and the first thousand come before anything is answered.
    let mut expected = ["whole"; 8];
    expected[..5].fill("refused");
    expected[5..7].fill("broken off");
    assert_eq!(ends, expected);
}

#[tokio::test]
async fn t31_no_cell_of_a_customer_is_a_formula() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let family = word();
    let names = [
        "=1+1",
        "+33",
        "-2+3",
        "@SUM(A1)",
        "'=1",
        "\"=1+1\"",
        "a;b",
        "a,b",
        "'Ndrangheta",
        "-5",
    ];
    for name in names {
        let form = named(name, &family, &email("formula"));
        Browser::new(&world).leave(&form).await;
    }
    // What nobody can type, but an older shop may have.
    for (sign, code) in [("tab", 9), ("return", 13), ("line", 10)] {
        let mailbox = email(sign);
        Browser::new(&world)
            .leave(&named("X", &family, &mailbox))
            .await;
        let sql = format!("update customers set first_name = char({code}) || 'x' where email = ?1");
        world.database().rows(&sql, &[&mailbox]).await;
    }
    for separator in Separator::ALL {
        let query = ExportQuery {
            columns: Some(vec![Column::FirstName, Column::LastName, Column::Phone]),
            separator: Some(separator),
            ..searched(&family)
        };
        let reply = owner.exports(&query).await;
        let rows = read(&reply.expect(200).text(), char::from(separator.byte()));
        let mut read_back: Vec<String> = Vec::new();
        for row in &rows[1..] {
            assert_eq!(
                (row.len(), row[1].as_str()),
                (3, family.as_str()),
                "{row:?}"
            );
            assert_eq!(row[2], "'+33639981234");
            let begins = ['=', '+', '-', '@', '\t', '\r', '\0'];
            assert!(!row.iter().any(|cell| cell.starts_with(begins)), "{row:?}");
            read_back.insert(0, domain::csv::plain(&row[0]).to_owned());
        }
        let mut expected: Vec<&str> = names.to_vec();
        expected.extend(["\tx", "\rx", "\nx"]);
        assert_eq!(read_back, expected, "{separator:?}");
    }
}

#[tokio::test]
async fn t28_only_who_may_takes_customers_out_and_the_journal_tells_it_without_a_value() {
    let world = World::get();
    let support = Staff::of_role(&world, Role::Support).await;
    let manager = Staff::of_role(&world, Role::Manager).await;
    let family = word();
    crowd(&world, &family, 3).await;
    let query = ExportQuery {
        list: CustomerQuery {
            q: family.clone(),
            stage: Some(Stage::Contact),
            ..CustomerQuery::default()
        },
        ..ExportQuery::default()
    };
    support.exports(&query).await.expect(403);
    manager.exports(&query).await.expect(200);
    let told = |who: &Staff| {
        let (database, email) = (world.database(), who.email.clone());
        async move {
            let sql = "select fields, area, subject_id from audit where deed = 'customers_exported'
                and account_id = (select id from accounts where email = ?1)";
            database.rows(sql, &[&email]).await
        }
    };
    assert_eq!(told(&support).await.len(), 0);
    let fields = json!(["3", "q", "stage"]).to_string();
    assert_eq!(
        told(&manager).await,
        [[json!(fields), json!("customers"), json!(null)]]
    );
    // a file that is refused was not taken
    for (wrong, fault) in [
        ("?columns=email,password_hash", "columns: unknown"),
        ("?separator=x", "separator: unknown"),
        ("?limit=5", "limit: unknown_key"),
        ("?stage=x", "stage: unknown"),
        ("?customers=1", "customers: unknown"),
    ] {
        let reply = manager.exports_by(wrong).await;
        assert_eq!(reply.expect(422).faults(), [fault]);
    }
    assert_eq!(told(&manager).await.len(), 1);
}

/// What is stored of this family, and how often it was changed.
async fn stored(world: &World, family: &str) -> Vec<Vec<serde_json::Value>> {
    let sql = "select c.email, c.version, c.first_name, c.last_name, c.phone, c.organisation, c.billing, c.locale, c.country,
            c.consent, (select count(*) from history h where h.customer_id = c.id),
            (select json_group_array(json_array(line1, line2, postcode, city, region, country)) from addresses a
                where a.customer_id = c.id),
            (select count(*) from memberships m where m.customer_seq = c.seq),
            (select count(*) from consents o where o.customer_id = c.id)
        from customers c where c.last_name = ?1 order by c.seq";
    world.database().rows(sql, &[family]).await
}

#[tokio::test]
async fn t31_what_is_taken_out_and_brought_back_changes_nothing() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let family = word();
    let group = owner.groups_as("There and back").await;
    let names = [
        "=1+1",
        "+33",
        "-2+3",
        "@SUM(A1)",
        "'=1",
        "''=1",
        "\"=1+1\"",
        "a;b",
        "a,b",
        "'Ndrangheta",
        "-5",
        "O\"Neil",
        "Zoé",
        "Ça – là",
        "0012",
        "<b>",
        "😀",
    ];
    for (place, name) in names.iter().enumerate() {
        let mailbox = email("back");
        let mut form = match place % 2 {
            0 => named(name, &family, &mailbox),
            _ => somebody_else(&mailbox),
        };
        (form.first_name, form.last_name) = ((*name).to_owned(), family.clone());
        Browser::new(&world).leave(&form).await;
        if place % 3 == 0 {
            let customer = owner.find(&mailbox).await;
            owner.puts_in(&customer.id, &group.id).await;
        }
    }
    let before = stored(&world, &family).await;
    assert_eq!(before.len(), names.len());
    for separator in Separator::ALL {
        for locale in [Locale::En, Locale::Fr] {
            let query = ExportQuery {
                columns: Some(COLUMNS.to_vec()),
                separator: Some(separator),
                locale: Some(locale),
                ..searched(&family)
            };
            let file = owner.exports(&query).await.expect(200).body.clone();
            let import = owner.imports(&file).await;
            let came = format!("{separator:?} {locale:?}: {import:?}");
            assert_eq!(import.source, Some(Source::Comptoir), "{came}");
            assert_eq!(import.separator, separator, "{came}");
            let all = COLUMNS.map(Some).to_vec();
            assert_eq!(import.columns, all, "every column is known again: {came}");
            let faults = owner.import_faults(&import.id).await;
            assert!(faults.is_empty(), "{came} {faults:?}");
            let unchanged = u32::try_from(names.len()).unwrap();
            let done = (
                import.done.create,
                import.done.update,
                import.done.unchanged,
            );
            assert_eq!(done, (0, 0, unchanged), "{came}");
            assert_eq!(stored(&world, &family).await, before, "{came}");
        }
    }
}
