//! The journal: what staff did and who signed in, told once, without a name in it, found by each of its filters. It is
//! read from end to end, so the shop is the test's own.

use domain::account::Role;
use domain::api::Endpoint;
use domain::api::group::{CreateGroup, DeleteGroup, JoinGroup, RenameGroup};
use domain::api::journal::ListJournal;
use domain::api::outbox::RetryMail;
use domain::api::settings::SendTestMail;
use domain::group::GroupForm;
use domain::id::{AccountId, Id};
use domain::journal::{Area, JournalQuery, KEPT_DAYS, Line, SubjectKind};
use domain::locale::Locale;
use domain::order::OrderState;
use domain::outbox::MailState;
use domain::product::Kind;
use domain::session::DAY;
use domain::settings::SettingsForm;
use domain::staff::StaffForm;
use serde_json::json;
use tests::contact::{named, zoe};
use tests::journal::code;
use tests::keeping::{complete, edit, product};
use tests::mails::Mode;
use tests::proving::PASSWORD;
use tests::staff::Staff;
use tests::world::{email, now};
use tests::{Browser, Figures, Mails, Server, World};

const OTHER: &str = "quatre pommes vertes";

fn of_area(area: Area) -> JournalQuery {
    JournalQuery {
        area: Some(area),
        ..JournalQuery::default()
    }
}

/// The newest line of an area.
async fn last(owner: &Staff, area: Area) -> Line {
    let mut lines = owner.journal(&of_area(area)).await.items;
    assert!(!lines.is_empty(), "{area:?}");
    lines.remove(0)
}

/// A line in one word: what, the subject's kind and name, fields.
fn told(line: &Line) -> (&'static str, Option<SubjectKind>, Option<&str>, Vec<&str>) {
    let subject = line.subject.as_ref();
    (
        code(line),
        subject.map(|subject| subject.kind),
        subject.and_then(|subject| subject.name.as_deref()),
        line.fields.iter().map(String::as_str).collect(),
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_journal_tells_what_staff_did() {
    let server = Server::start("journal").await;
    let world = server.world.clone();
    world.for_sale().await;
    let owner = Staff::owner(&world).await;
    sign_ins_of_staff_are_told_those_of_customers_not(&world, &owner).await;
    each_deed_is_told_once(&world, &owner).await;
    staff_are_named_when_they_are_gone(&world, &owner).await;
    no_name_stands_in_it(&world).await;
    t32_t35_what_is_no_filter_is_named(&owner).await;
    every_filter_finds_its_lines(&world, &owner).await;
    it_goes_back_a_year(&world, &owner).await;
}

async fn sign_ins_of_staff_are_told_those_of_customers_not(world: &World, owner: &Staff) {
    let clerk = owner.hires(world, Role::Support).await;
    let id = owner.member(&clerk.email).await.id;
    let query = JournalQuery {
        area: Some(Area::SignIns),
        by: Some(id),
        ..JournalQuery::default()
    };
    let deeds = async || {
        let lines = owner.whole_journal(&query).await;
        for line in &lines {
            assert_eq!(
                (line.by.as_deref(), line.role),
                (Some("Paul"), Some(Role::Support))
            );
            assert_eq!(line.subject, None);
        }
        lines.iter().map(code).collect::<Vec<_>>()
    };
    assert_eq!(deeds().await, ["signed_in", "password_set"]);
    clerk.change_password(PASSWORD, OTHER).await.unwrap();
    clerk.change_password(OTHER, PASSWORD).await.unwrap();
    clerk.sign_out().await;
    clerk.sign_out().await;
    let stranger = Browser::new(world);
    let wrong = stranger
        .sign_in(&clerk.email, "not the password at all")
        .await;
    assert_eq!(wrong.unwrap_err().status, 401);
    stranger.ask_code(&clerk.email).await.expect(202);
    let wrong = stranger.sign_in_by_code(&clerk.email, "123456").await;
    assert_eq!(wrong.unwrap_err().status, 401);
    assert_eq!(
        deeds().await,
        [
            "sign_in_failed",
            "sign_in_failed",
            "signed_out",
            "password_changed",
            "password_changed",
            "signed_in",
            "password_set"
        ]
    );
    let before = owner.whole_journal(&of_area(Area::SignIns)).await.len();
    let address = email("member");
    Browser::new(world).leave(&zoe(&address)).await;
    let member = Browser::new(world);
    member.opens_account(&address).await;
    for mailbox in [&address, &email("nobody")] {
        let wrong = stranger.sign_in(mailbox, "not the password at all").await;
        assert_eq!(wrong.unwrap_err().status, 401);
    }
    member
        .send("GET", "/api/admin/customers", "")
        .await
        .expect(403);
    member.sign_out().await;
    let after = owner.whole_journal(&of_area(Area::SignIns)).await.len();
    assert_eq!(before, after, "customers are nobody's journal");
    // Who is sent away for want of a right is told of.
    clerk.sign_in(&clerk.email, PASSWORD).await.unwrap();
    clerk
        .send("GET", "/api/admin/audit?area=team", "")
        .await
        .expect(403);
    let refused = last(owner, Area::SignIns).await;
    let fields = vec!["GET", "/api/admin/audit"];
    assert_eq!(told(&refused), ("refused", None, None, fields));
}

async fn each_deed_is_told_once(world: &World, owner: &Staff) {
    let start = owner.whole_journal(&JournalQuery::default()).await.len();
    let mut count = 0;
    let mut one_more = async |what: &str| {
        count += 1;
        let lines = owner.whole_journal(&JournalQuery::default()).await;
        assert_eq!(lines.len(), start + count, "{what}");
        let line = lines.into_iter().next().unwrap();
        assert_eq!(line.role, Some(Role::Owner), "{what}");
        line
    };
    // Products.
    let made = owner
        .create_product(&product(Kind::Access, 900, 2_000))
        .await
        .unwrap();
    let line = one_more("a product").await;
    let kind = Some(SubjectKind::Product);
    let shop = owner.settings().await.shop;
    let name = match shop.locale {
        Locale::En => made.name_en.clone(),
        Locale::Fr => made.name_fr.clone(),
    };
    assert_eq!(told(&line), ("product_created", kind, Some(&*name), vec![]));
    owner.edit_product(&made.id, &edit(&made)).await.unwrap();
    assert_eq!(code(&one_more("an edit").await), "product_edited");
    let stale = owner.edit_product(&made.id, &edit(&made)).await;
    assert_eq!(
        stale.unwrap_err().status,
        409,
        "what is refused is not told"
    );
    // Settings: by the names of what changed.
    let settings = owner.settings().await;
    let form = SettingsForm {
        contact_email: "autre@example.com".into(),
        rcs: "RCS Paris".into(),
        ..complete(&settings)
    };
    owner.edit_settings(&form).await.unwrap();
    let line = one_more("settings").await;
    let fields = vec!["contact_email", "seller"];
    assert_eq!(told(&line), ("settings_edited", None, None, fields));
    // A mail that is tried again, a test mail.
    let mail = owner.call::<SendTestMail>(&(), &(), &()).await.unwrap();
    assert_eq!((&*mail.recipient, &*mail.template), (&*owner.email, "test"));
    let line = one_more("a test").await;
    let kind = Some(SubjectKind::Mail);
    assert_eq!(
        told(&line),
        ("test_mail_sent", kind, Some(&*owner.email), vec![])
    );
    Mails::get().wait(&owner.email, "test").await;
    let address = email("bounces");
    Mails::get().set_mode(&address, Mode::Refuse).await;
    let placed = Browser::new(world)
        .buys_service(&named("Ida", "Journal", &address))
        .await;
    let sql = "select id from outbox where order_id = ?1 and template = 'order_placed' and state = 'failed'";
    let failed = loop {
        world.sweep_at(now()).await;
        let rows = world.database().rows(sql, &[placed.id.as_str()]).await;
        if let Some(row) = rows.first() {
            break Id::parse(row[0].as_str().unwrap()).unwrap();
        }
    };
    Mails::get().set_mode(&address, Mode::Ok).await;
    let retried = owner.call::<RetryMail>(&failed, &(), &()).await.unwrap();
    assert_eq!(retried.state, MailState::Waiting);
    let line = one_more("a retry").await;
    assert_eq!(told(&line), ("mail_retried", kind, Some(&*address), vec![]));
    // Orders.
    owner
        .set_state(&placed.id, OrderState::Cancelled)
        .await
        .unwrap();
    let line = one_more("an order").await;
    let number = placed.number.to_string();
    let kind = Some(SubjectKind::Order);
    assert_eq!(
        told(&line),
        ("order_cancelled", kind, Some(&*number), vec![])
    );
    assert_eq!(line.area, Area::Orders);
    // Groups and who is in them.
    let form = GroupForm {
        code: Some("journal".into()),
        name: "Lecteurs".into(),
        ..GroupForm::default()
    };
    let group = owner.call::<CreateGroup>(&(), &(), &form).await.unwrap();
    let line = one_more("a group").await;
    let kind = Some(SubjectKind::Group);
    assert_eq!(
        told(&line),
        ("group_created", kind, Some("Lecteurs"), vec![])
    );
    let form = GroupForm {
        version: Some(group.version),
        code: None,
        name: "Lectrices".into(),
    };
    owner
        .call::<RenameGroup>(&group.id, &(), &form)
        .await
        .unwrap();
    let line = one_more("another name").await;
    let name = Some("Lectrices");
    assert_eq!(told(&line), ("group_renamed", kind, name, vec!["name"]));
    let customer = owner.find(&address).await;
    let params = (customer.id.clone(), group.id.clone());
    owner.call::<JoinGroup>(&params, &(), &()).await.unwrap();
    let line = one_more("a member").await;
    let kind = Some(SubjectKind::Customer);
    assert_eq!(
        told(&line),
        ("group_joined", kind, Some("Ida Journal"), vec![])
    );
    owner
        .call::<DeleteGroup>(&group.id, &(), &())
        .await
        .unwrap();
    let line = one_more("no group").await;
    let kind = Some(SubjectKind::Group);
    assert_eq!(
        told(&line),
        ("group_deleted", kind, None, vec![]),
        "it has no name now"
    );
}

async fn staff_are_named_when_they_are_gone(world: &World, owner: &Staff) {
    let address = email("leaver");
    let invited = owner
        .invite("Noé Parti", &address, Role::Manager)
        .await
        .unwrap();
    let mail = Mails::get().wait(&address, "staff_invitation").await;
    let manager = Browser::new(world);
    manager.set_password(&mail.token(), PASSWORD).await.unwrap();
    manager.sign_in(&address, PASSWORD).await.unwrap();
    for form in [
        StaffForm {
            name: Some("Noé".into()),
            role: Some(Role::Support),
            enabled: Some(false),
        },
        StaffForm {
            enabled: Some(true),
            ..StaffForm::default()
        },
        // Nothing is new.
        StaffForm {
            name: Some("Noé".into()),
            role: Some(Role::Support),
            enabled: Some(true),
        },
    ] {
        owner.edit_staff(&invited.id, &form).await.unwrap();
    }
    owner.remove(&invited.id).await.unwrap();
    let lines = owner.journal(&of_area(Area::Team)).await.items;
    let expected: [(&str, &[&str]); 6] = [
        ("staff_removed", &[]),
        ("staff_enabled", &[]),
        ("staff_disabled", &[]),
        ("role_changed", &["manager", "support"]),
        ("staff_renamed", &[]),
        ("staff_invited", &["manager"]),
    ];
    for (line, (deed, fields)) in lines.iter().zip(expected) {
        let kind = Some(SubjectKind::Staff);
        assert_eq!(told(line), (deed, kind, Some("Noé"), fields.to_vec()));
    }
    let own = JournalQuery {
        by: Some(invited.id),
        ..JournalQuery::default()
    };
    let lines = owner.journal(&own).await.items;
    assert_eq!(lines[0].by.as_deref(), Some("Noé"));
    assert_eq!(lines[0].role, Some(Role::Manager), "the role of that time");
}

/// The table as it lies there: ids, codes and names of fields.
async fn no_name_stands_in_it(world: &World) {
    let rows = world.database().rows("select * from audit", &[]).await;
    assert!(rows.len() > 20, "{}", rows.len());
    let text = json!(rows).to_string();
    for name in [
        "@", "Zoé", "Martin", "Ida", "Journal", "Paul", "Noé", "Lecteurs", "RCS", "argon2", "?area",
    ] {
        assert!(!text.contains(name), "`{name}` stands in the journal");
    }
}

async fn t32_t35_what_is_no_filter_is_named(owner: &Staff) {
    for (query, fault) in [
        ("area=people", "area: unknown"),
        ("area=Team", "area: unknown"),
        ("area=team'--", "area: unknown"),
        ("by=1", "by: unknown"),
        ("by=%27%20or%201=1", "by: unknown"),
        ("from=yesterday", "from: unknown"),
        ("from=-1", "from: unknown"),
        ("from=1e309", "from: unknown"),
        ("to=9223372036854775808", "to: unknown"),
        ("to=", "to: unknown"),
        ("cursor=zz", "cursor: unknown"),
        ("cursor=1.61", "cursor: unknown"),
        ("cursor=1.2d31", "cursor: unknown"),
        ("cursor=1.6e616d6520646573633b2064726f70", "cursor: unknown"),
        ("sort=at%20desc", "sort: unknown_key"),
        ("area=team&area=orders", "area: duplicate_key"),
    ] {
        let path = format!("{}?{query}", ListJournal::PATH);
        let reply = owner.send("GET", &path, "").await;
        assert_eq!(reply.expect(422).faults(), [fault], "{query}");
    }
    // A cursor of another search moves the page and no more.
    let path = format!("{}?cursor=1.393939&area=team", ListJournal::PATH);
    let reply = owner.send("GET", &path, "").await;
    assert_eq!(reply.expect(200).value()["items"], json!([]));
}

async fn every_filter_finds_its_lines(world: &World, owner: &Staff) {
    // Two people, two areas, five thousand lines each, a second apart.
    let people: [AccountId; 2] = [Id::new(1, [1; 10]), Id::new(1, [2; 10])];
    let base = now() - 200 * DAY;
    for (person, id) in people.iter().enumerate() {
        for (place, area) in ["mails", "groups"].into_iter().enumerate() {
            let offset = base + i64::try_from(person * 2 + place).unwrap();
            let sql =
                "with recursive n (i) as (select 0 union all select i + 1 from n where i < 4999)
                insert into audit (at, account_id, role, area, deed)
                select cast(?2 as integer) + i * 1000, ?1, 'support', ?3,
                    case ?3 when 'mails' then 'mail_retried' else 'group_renamed' end from n";
            let params = [id.as_str(), &offset.to_string(), area];
            world.database().rows(sql, &params).await;
        }
    }
    let hour = 3_600_000;
    let whole = JournalQuery::default();
    let some = |area: Option<Area>, by: bool, from: Option<i64>, to: Option<i64>| JournalQuery {
        area,
        by: by.then(|| people[0].clone()),
        from: from.map(|hours| base + hours * hour),
        to: to.map(|hours| base + hours * hour),
        cursor: None,
    };
    let mails = Some(Area::Mails);
    for (query, expected) in [
        (some(None, true, None, None), 10_000),
        (some(mails, true, None, None), 5_000),
        (some(None, false, Some(0), Some(1)), 14_400),
        (some(mails, false, Some(0), Some(1)), 7_200),
        (some(mails, true, Some(1), None), 1_400),
        (some(mails, true, Some(0), Some(1)), 3_600),
        (some(None, true, Some(-2), Some(0)), 0),
    ] {
        // Every page is cheap, wherever it lies, and no line is missing or told twice.
        let (mut seen, mut at, mut query) = (0, i64::MAX, query);
        for _ in 0..400 {
            let reply = owner.reply::<ListJournal>(&(), &query, &()).await;
            let rows = Figures::of(reply.expect(200)).rows;
            assert!(rows < 300, "{rows} rows read for {query:?}");
            let page = reply.value();
            let items = page["items"].as_array().unwrap().clone();
            seen += items.len();
            for item in &items {
                let next = item["at"].as_i64().unwrap();
                assert!(next <= at, "{query:?} goes back in time");
                at = next;
            }
            match page["next"].as_str() {
                Some(next) => query.cursor = domain::page::Cursor::parse(next),
                None => break,
            }
        }
        assert_eq!(seen, expected, "{query:?}");
    }
    let first = owner.reply::<ListJournal>(&(), &whole, &()).await;
    let rows = Figures::of(first.expect(200)).rows;
    assert!(rows < 500, "{rows}");
}

async fn it_goes_back_a_year(world: &World, owner: &Staff) {
    let count = async || {
        world
            .database()
            .number("select count(*) from audit", &[])
            .await
    };
    let before = count().await;
    assert!(before > 20_000, "{before}");
    world.sweep_at(now()).await;
    assert_eq!(count().await, before, "a year is not over");
    // Each sweep drops a thousand.
    let later = now() + (KEPT_DAYS - 199) * DAY;
    for _ in 0..21 {
        world.sweep_at(later).await;
    }
    let password = &world.owner().password;
    owner.sign_in(&owner.email, password).await.unwrap();
    assert!(count().await < 1_000);
    let sql = "select count(*) from audit where at < cast(?1 as integer)";
    let old = (later - KEPT_DAYS * DAY).to_string();
    assert_eq!(world.database().number(sql, &[&old]).await, 0);
    let newest = last(owner, Area::SignIns).await;
    assert_eq!(code(&newest), "signed_in");
}
