//! Files as other shops and spreadsheets write them, and what is none.

use domain::import::{Column, Encoding, ImportForm, Separator, Source};
use tests::World;
use tests::importing::one;
use tests::staff::Staff;
use tests::world::{email, word};

/// A file of each shop, with one customer in it; `{e}` is the mailbox, `{n}` the last name.
const SHOPS: [(Source, &str); 9] = [
    (
        Source::Sylius,
        "id,email,email_canonical,first_name,last_name,birthday,gender,created_at,phone_number,subscribed_to_newsletter\n7,{e},{e},Zoé,{n},,f,2024-05-01 10:00:00,0639981234,1\n",
    ),
    (
        Source::Sylius,
        "Number,State,Product_list,Total,Currency_code,Checkout_completed_at,Checkout_state,Payment_state,Shipping_state,Token_value,Gender,Full_name,Email,Telephone,Address,Customer_ip,Notes\n000000021,new,Mug,1200,EUR,2024-05-01,completed,paid,shipped,abc,u,Zoé {n},{e},0639981234,\"1 rue X, 75011 Paris\",127.0.0.1,\n",
    ),
    (
        Source::Shopify,
        "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default Address Address1,Default Address Address2,Default Address City,Default Address Province Code,Default Address Country Code,Default Address Zip,Default Address Phone,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Note,Tax Exempt,Tags\n'6891,Zoé,{n},{e},yes,Atelier,1 rue X,,Paris,,FR,'75011,'+33639981234,'+33639981234,no,12.00,1,,no,\"vip, paris\"\n",
    ),
    (
        Source::PrestaShop,
        "ID;\"Titre de civilité\";Prénom;Nom;\"Adresse e-mail\";Ventes;Activé;\"Lettre d'information\";\"Offres partenaires\";Inscription;\"Dernière visite\"\n2;Mme;Zoé;{n};{e};--;1;0;0;\"2024-05-01 10:00:00\";--\n",
    ),
    (
        Source::PrestaShop,
        "ID;Title;Last name;First Name;Email address;Age;Enabled;News.;Opt.;Registration;Last visit;\n2;1;{n};Zoé;{e};-;1;0;0;2013-07-04 15:20:02;2013-07-04 15:18:50;\n",
    ),
    (
        Source::WooCommerce,
        "ID,customer_id,user_login,user_pass,user_nicename,user_email,user_url,user_registered,display_name,first_name,last_name,user_status,roles,billing_first_name,billing_last_name,billing_company,billing_email,billing_phone,billing_address_1,billing_address_2,billing_postcode,billing_city,billing_state,billing_country\n5,5,zoe,$P$B,zoe,{e},,2024-05-01 10:00:00,Zoé,Zoé,{n},0,customer,Zoé,{n},,{e},0639981234,1 rue X,,75011,Paris,,FR\n",
    ),
    (
        Source::WooCommerce,
        "Name,Username,Last active,Date registered,Email,Orders,Total spend,AOV,Country / Region,City,Region,Postal code\nZoé {n},zoe,2024-05-01,2024-05-01,{e},2,24,12,FR,,,\n",
    ),
    (
        Source::Magento,
        "email,_website,_store,confirmation,created_at,created_in,disable_auto_group_change,dob,firstname,gender,group_id,lastname,middlename,password_hash,prefix,rp_token,rp_token_created_at,store_id,suffix,taxvat,updated_at,website_id,password\n{e},base,default,,2024-05-01,Default,0,,Zoé,,1,{n},,x,,,,1,,,2024-05-01,1,\n",
    ),
    (
        Source::Bagisto,
        "email,customer_group_code,first_name,last_name,phone,gender,date_of_birth\n{e},general,Zoé,{n},0639981234,Female,1990-01-01\n",
    ),
];

#[tokio::test]
async fn every_shops_export_is_recognised_and_goes_in_as_it_is() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    for (source, sample) in SHOPS {
        let (address, name) = (email("shop"), word());
        let file = sample.replace("{e}", &address).replace("{n}", &name);
        let import = owner.hands_in_customers(&file).await;
        assert_eq!(import.source, Some(source), "{file}");
        let checked = owner.checks_rows(&import.id).await;
        let faults = owner.import_faults(&import.id).await;
        assert_eq!((checked.found.create, faults), (1, vec![]), "{source:?}");
        owner.lets_in(&import.id).await;
        let customer = owner.find(&address).await;
        assert_eq!(
            (&*customer.first_name, &*customer.last_name),
            ("Zoé", name.as_str()),
            "{source:?}"
        );
        if source == Source::Shopify {
            assert_eq!(customer.phone.as_deref(), Some("+33639981234"));
            assert_eq!(customer.groups.len(), 2);
        }
        if let Some(found) = &customer.address {
            assert_eq!(
                (&*found.city, found.postcode.as_deref()),
                ("Paris", Some("75011"))
            );
        }
    }
}

#[tokio::test]
async fn t43_bad_rows_of_every_kind_are_named_and_the_good_ones_go_in() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let name = word();
    let huge = "x".repeat(1_000_000);
    let at = |place: usize| format!("{name}.{place}@example.com");
    let mut file = "email,last_name,first_name,phone,postcode,city,line1,country\r\n".to_owned();
    // line 2 good, in quotes over two lines; 4 good after a lone line feed
    file.push_str(&format!(
        "{},\"{name}\",\"A \"\"B\"\"\",,75011,Paris,\"1 rue X\nBât. C\",France\r\n",
        at(2)
    ));
    file.push_str(&format!("{},{name},A,'+33639981234,,,,\n", at(4)));
    file.push_str(&format!("not an address,{name},A,,,,,\r\n"));
    file.push_str(&format!("{},{name},A,,,,,\r\n", at(4).to_uppercase()));
    file.push_str(&format!("{},{huge},A,,,,,\r\n", at(7)));
    file.push_str(&format!("{},{name},A\r\n", at(8)));
    file.push_str(&format!("{},\"{name},A,,,,,\r\n", at(9)));
    file.push_str(&format!("{},{name},A,,,,,\r\n", at(10)));
    file.push_str(&format!("{},{name},A,=1+1,,,,\r\n", at(11)));
    file.push_str(&format!("{},{name},\"=HYPERLINK(1)\",,,,,\r\n", at(12)));
    file.push_str(&format!("{},{name},,,7501,Paris,,Atlantis\r\n", at(13)));
    file.push_str(&format!("\r\n,,,,,,,\r\n{},{name},A\u{0},,,,,\r\n", at(16)));
    file.push_str(&format!("{},{name},A,,,,,", at(17)));
    let import = owner.hands_in_customers(&file).await;
    let checked = owner.checks_rows(&import.id).await;
    let faults = owner.import_faults(&import.id).await;
    let told: Vec<String> = faults
        .iter()
        .map(|fault| {
            let header = fault.header.as_deref().unwrap_or("-");
            format!(
                "{} {header} {}.{}",
                fault.line, fault.error.field, fault.error.reason
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "5 email email.malformed",
            "6 email email.twice",
            "7 last_name last_name.too_long",
            "8 - line.columns",
            "9 - line.quote",
            "11 phone phone.malformed",
            "13 country address.country.unknown",
            "13 first_name first_name.required",
            "16 first_name first_name.control_chars",
        ]
    );
    assert_eq!(faults[1].error.count, Some(4), "the first line is named");
    assert!(
        faults
            .iter()
            .all(|fault| fault.value.as_ref().is_none_or(|v| v.chars().count() < 90))
    );
    assert_eq!((checked.found.create, checked.faults), (5, 8));
    owner.lets_in(&import.id).await;
    for place in [2, 4, 10, 12, 17] {
        owner.find(&at(place)).await;
    }
    assert_eq!(
        owner.find(&at(12)).await.first_name,
        "=HYPERLINK(1)",
        "text, as anybody may type it"
    );
    let path = format!("/api/admin/imports/{}/faults/csv?locale=fr", import.id);
    let csv = owner.send("GET", &path, "").await;
    csv.expect(200);
    assert_eq!(csv.header("content-type"), Some("text/csv; charset=utf-8"));
    let text = csv.text();
    assert!(
        text.starts_with("\u{feff}Ligne;Colonne;Valeur;Motif\r\n5;email;not an address;"),
        "{text}"
    );
    assert!(
        text.contains("\r\n11;phone;'=1+1;pas un numéro de téléphone\r\n"),
        "{text}"
    );
}

#[tokio::test]
async fn another_encoding_or_separator_has_the_columns_guessed_anew() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let address = email("latin");
    let mut file = b"e-mail;nom;pr\xe9nom;soci\xe9t\xe9\n".to_vec();
    file.extend(format!("{address};Martin;").bytes());
    file.extend(b"Zo\xe9;L'\x9cil, bien\n");
    let import = owner.hands_in_customers(&file).await;
    assert_eq!(
        (import.encoding, import.separator),
        (Encoding::Latin, Separator::Semicolon)
    );
    assert_eq!(import.header, ["e-mail", "nom", "prénom", "société"]);
    let form = ImportForm {
        separator: Some(Separator::Comma),
        ..ImportForm::default()
    };
    let refused = owner.edit_import(&import.id, &form).await.unwrap_err();
    assert_eq!(tests::reply::faults(&refused), ["file: no_csv"]);
    let columns = vec![
        Some(Column::Email),
        Some(Column::LastName),
        Some(Column::FirstName),
        None,
    ];
    let form = ImportForm {
        encoding: Some(Encoding::Latin),
        separator: Some(Separator::Semicolon),
        columns: Some(columns.clone()),
        ..ImportForm::default()
    };
    assert_eq!(
        owner.edit_import(&import.id, &form).await.unwrap().columns,
        columns
    );
    owner.checks_rows(&import.id).await;
    owner.lets_in(&import.id).await;
    let customer = owner.find(&address).await;
    assert_eq!(
        (&*customer.first_name, customer.organisation),
        ("Zoé", None)
    );
}

#[tokio::test]
async fn what_is_no_csv_or_too_much_is_refused_and_leaves_nothing() {
    let world = World::get();
    let owner = Staff::of_role(&world, domain::account::Role::Manager).await;
    for (bytes, told) in [
        (&b""[..], "file: empty"),
        (b"\n \n", "file: empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "file: no_csv"),
        (b"email\0,last_name\nx,y", "file: no_csv"),
        (b"email,last_name,first_name\n", "file: no_rows"),
        (b"email,last_name,first_name", "file: no_rows"),
        (b"\xff\xfee\0,\0", "file: utf16"),
        (b"just a letter\nto you", "file: no_csv"),
    ] {
        let reply = owner.hand_in_customers(bytes).await;
        assert_eq!(reply.expect(422).faults(), [told], "{bytes:?}");
    }
    for (name, told) in [
        ("../a.csv", "name: path"),
        ("", "name: required"),
        ("a\0.csv", "name: control_chars"),
    ] {
        let reply = owner
            .hand_in_under("a-key", name, one(&email("name")).into())
            .await;
        assert_eq!(reply.expect(422).faults(), [told], "{name:?}");
    }
    let huge = vec![b','; domain::import::SIZE_MAX + 1];
    owner.hand_in_customers(huge).await.expect(413);
    let kept =
        "select count(*) from blobs b join accounts a on a.id = b.account_id where a.email = ?1";
    assert_eq!(world.database().number(kept, &[&owner.email]).await, 0);
    owner.send("GET", "/api/health", "").await.expect(200);
}
