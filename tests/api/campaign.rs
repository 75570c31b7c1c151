//! Campaigns before they are sent: drafts, whom they reach, how they look, what stands in their way.

use domain::account::Role;
use domain::api::Endpoint;
use domain::api::campaign::{
    CreateCampaign, GetAudience, ListAudience, ListCampaigns, PreviewCampaign, SendCampaign,
    TestCampaign,
};
use domain::campaign::{
    AudienceQuery, Campaign, CampaignForm, CampaignQuery, CampaignState, CheckKind, Level, Outcome,
    Part, PreviewForm, SendForm, TestForm, Tested,
};
use domain::locale::Locale;
use serde_json::json;
use tests::campaigning::{agree, consenting, edited, fill, letter};
use tests::grouping::crowd;
use tests::mails::Mode;
use tests::reply::faults;
use tests::staff::Staff;
use tests::world::{now, number, word};
use tests::{Mails, World};

#[tokio::test]
async fn a_draft_is_written_corrected_copied_and_deleted() {
    let world = World::get();
    let clerk = Staff::of_role(&world, Role::Support).await;
    let owner = Staff::owner(&world).await;
    let group = owner.groups_as("Presse").await;
    let draft = clerk.drafts(&letter("", "", &[])).await;
    assert_eq!(
        (draft.state, draft.version, draft.total),
        (CampaignState::Draft, 1, 0)
    );
    assert_eq!(draft.by.as_deref(), Some(clerk.email.as_str()));
    let form = CampaignForm {
        groups: vec![group.id.clone()],
        ..edited(&draft, "Objet", "Corps\r\n")
    };
    let saved = clerk.edits_campaign(&draft.id, &form).await.unwrap();
    assert_eq!((saved.version, &*saved.body_fr), (2, "Corps\n"));
    assert_eq!(saved.groups[0].name, "Presse");
    let stale = clerk.edits_campaign(&draft.id, &form).await.unwrap_err();
    assert_eq!((stale.status, &*stale.code), (409, "stale"));
    assert_eq!(stale.current, Some(json!(saved)));
    let copy = clerk.writes_again(&saved.id).await;
    assert_ne!(copy.id, saved.id);
    assert_eq!(
        (&copy.subject_fr, &copy.groups),
        (&saved.subject_fr, &saved.groups)
    );
    let query = CampaignQuery {
        group: Some(group.id.clone()),
        ..CampaignQuery::default()
    };
    let listed = clerk.get::<ListCampaigns>(&(), &query).await.unwrap();
    let ids: Vec<_> = listed.items.iter().map(|row| &row.id).collect();
    assert_eq!(ids, [&copy.id, &saved.id], "newest first");
    assert_eq!(listed.items[0].groups, "Presse");
    clerk.deletes_campaign(&copy.id).await.expect(204);
    clerk.deletes_campaign(&copy.id).await.expect(404);
    let listed = clerk.get::<ListCampaigns>(&(), &query).await.unwrap();
    assert_eq!(listed.items.len(), 1);
}

#[tokio::test]
async fn t35_every_slip_of_a_form_is_named_and_a_key_makes_one() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let nowhere = letter("a", "b", &[]);
    let nowhere = CampaignForm {
        groups: vec![domain::id::Id::new(1, tests::staff::random())],
        ..nowhere
    };
    let unknown = owner.call::<CreateCampaign>(&(), &(), &nowhere).await;
    assert_eq!(faults(&unknown.unwrap_err()), ["groups: unknown"]);
    for body in [
        r#"{"subject_fr":"a\nb"}"#,
        r#"{"x":1}"#,
        r#"{"groups":"all"}"#,
        r#"{"groups":["1"]}"#,
    ] {
        let reply = owner.send("POST", CreateCampaign::PATH, body).await;
        assert!([400, 422].contains(&reply.status), "{reply}");
    }
    let draft = owner.drafts(&letter("Objet", "Corps", &[])).await;
    let unversioned = owner
        .edits_campaign(
            &draft.id,
            &CampaignForm {
                version: None,
                ..edited(&draft, "a", "b")
            },
        )
        .await;
    assert_eq!(faults(&unversioned.unwrap_err()), ["version: required"]);
    let form = SendForm {
        version: Some(1),
        at: Some(now() - 1),
        confirmed: true,
    };
    let keyless = owner.call::<SendCampaign>(&draft.id, &(), &form).await;
    assert_eq!(faults(&keyless.unwrap_err()), ["idempotency_key: required"]);
    let key = format!("past-{}", number());
    let past = owner.send_under(&key, &draft.id, &form).await;
    assert_eq!(past.faults(), ["at: past"]);
}

#[tokio::test]
async fn an_audience_counts_each_customer_once_and_each_figure_opens_its_list() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let name = word();
    let people = crowd(&world, &name, 60).await;
    let (one, two) = (owner.groups_as("Une").await, owner.groups_as("Deux").await);
    fill(&world, &one.id, &name, "true").await;
    fill(&world, &two.id, &name, "c.seq % 2 = 0").await;
    // Of sixty: five did not agree, two bounced, the others in two languages.
    let listed: Vec<String> = people.iter().map(|id| format!("'{id}'")).collect();
    agree(
        &world,
        &name,
        &format!("c.id not in ({})", listed[..5].join(",")),
    )
    .await;
    let database = world.database();
    for sql in [
        format!(
            "update customers set locale = 'en' where id in ({})",
            listed[40..].join(",")
        ),
        format!(
            "insert into suppressions (email_key, reason, at) select email_key, 'bounce', 1 from customers where id in ({})",
            listed[5..7].join(",")
        ),
    ] {
        database.rows(&sql, &[]).await;
    }
    let counted = owner.audience(&[&one, &two]).await;
    assert_eq!(
        (
            counted.total,
            counted.no_consent,
            counted.suppressed,
            counted.en,
            counted.fr
        ),
        (60, 5, 2, 20, 33)
    );
    let groups = vec![one.id.clone(), two.id.clone()];
    for (part, locale, expected) in [
        (Part::NoConsent, None, &people[..5]),
        (Part::Suppressed, None, &people[5..7]),
        (Part::Receive, Some(Locale::En), &people[40..]),
        (Part::Receive, None, &people[7..]),
    ] {
        let mut query = AudienceQuery {
            groups: groups.clone(),
            part,
            locale,
            cursor: None,
        };
        let mut found = Vec::new();
        loop {
            let page = owner.get::<ListAudience>(&(), &query).await.unwrap();
            found.extend(page.items.into_iter().map(|one| one.id));
            match page.next {
                Some(next) => query.cursor = Some(next),
                None => break,
            }
        }
        found.reverse();
        assert_eq!(found, expected, "{part:?} {locale:?}");
    }
    let nobody = owner
        .get::<GetAudience>(&(), &AudienceQuery::default())
        .await;
    assert_eq!(nobody.unwrap().total, 0);
}

fn kinds(campaign: &[domain::campaign::Check]) -> Vec<(CheckKind, Level, Option<Locale>)> {
    campaign
        .iter()
        .map(|one| (one.kind, one.level, one.locale))
        .collect()
}

#[tokio::test]
async fn what_stands_in_the_way_is_told_errors_bar_and_warnings_are_confirmed() {
    let world = World::get();
    world.for_sale().await;
    let owner = Staff::owner(&world).await;
    let name = word();
    let people = consenting(&world, &name, 4).await;
    let group = owner.groups_as("Vérifié").await;
    let database = world.database();
    let empty = owner.drafts(&letter("Objet", "Corps", &[&group])).await;
    let told = owner.checks(&empty.id).await;
    assert_eq!(
        kinds(&told.problems),
        [
            (CheckKind::Audience, Level::Error, None),
            (CheckKind::Test, Level::Warning, None)
        ]
    );
    fill(&world, &group.id, &name, "true").await;
    for (place, sql) in [
        (0, "update customers set locale = 'en' where id = ?1"),
        (1, "update customers set first_name = '  ' where id = ?1"),
    ] {
        database.rows(sql, &[people[place].as_str()]).await;
    }
    let wanting = CampaignForm {
        subject_fr: "Pour {prénom}".into(),
        body_fr:
            "Voir [ici](/nulle-part), [là](/account) et [ailleurs](https://nobody.example.com/x)."
                .into(),
        ..letter("", "", &[&group])
    };
    let draft = owner.drafts(&wanting).await;
    let told = owner.checks(&draft.id).await;
    assert_eq!((told.audience.en, told.audience.fr), (1, 3));
    let problems: Vec<_> = told
        .problems
        .iter()
        .map(|one| (one.kind, one.level, one.count, one.found.as_deref()))
        .collect();
    assert_eq!(
        problems,
        [
            (CheckKind::Language, Level::Error, Some(1), None),
            (CheckKind::Test, Level::Warning, None, None),
            (CheckKind::Variable, Level::Warning, Some(1), Some("prénom")),
            (CheckKind::Link, Level::Warning, None, Some("/nulle-part")),
            (
                CheckKind::Link,
                Level::Warning,
                None,
                Some("https://nobody.example.com/x")
            ),
        ]
    );
    assert_eq!(told.problems[3].reason.as_deref(), Some("missing"));
    let form = |version, confirmed| SendForm {
        version: Some(version),
        at: None,
        confirmed,
    };
    let barred = owner
        .send_under(&format!("s-{}", number()), &draft.id, &form(1, true))
        .await;
    barred.expect(409);
    assert_eq!(&*barred.problem().code, "checks");
    assert_eq!(barred.problem().current, Some(json!(told)));
    // With a text for everybody, what is left is confirmed.
    let mended = CampaignForm {
        subject_en: "For you".into(),
        body_en: "Hello".into(),
        ..edited(&draft, "Pour vous", "Bonjour")
    };
    let mended = owner.edits_campaign(&draft.id, &mended).await.unwrap();
    let key = format!("s-{}", number());
    let unread = owner
        .send_under(&key, &draft.id, &form(mended.version, false))
        .await;
    unread.expect(409);
    let stale = owner.send_under(&key, &draft.id, &form(1, true)).await;
    assert_eq!((stale.status, &*stale.problem().code), (409, "stale"));
    assert_eq!(owner.campaign(&draft.id).await.state, CampaignState::Draft);
    owner
        .send_under(&key, &draft.id, &form(mended.version, true))
        .await
        .expect(200);
}

#[tokio::test]
async fn t30_code_and_addresses_that_harm_are_refused_with_their_line() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let name = word();
    consenting(&world, &name, 1).await;
    let group = owner.groups_as("Prudence").await;
    fill(&world, &group.id, &name, "true").await;
    for body in [
        "Bonjour\n\n<script>alert(1)</script>",
        "Bonjour\n\n[ici](javascript:alert(1))",
        "Bonjour\n\n![x](https://127.0.0.1/a.png)",
        "Bonjour\n\n![x](https://intranet/a.png)",
        "Bonjour\n\n{{ 7 * 7 }}",
        "Bonjour\n\n{password_hash}",
    ] {
        let draft = owner.drafts(&letter("Objet", body, &[&group])).await;
        let told = owner.checks(&draft.id).await;
        let fault = told.problems.iter().find(|one| one.kind == CheckKind::Text);
        let fault = fault.unwrap_or_else(|| panic!("{body}: {told:?}"));
        let line = fault.fault.as_ref().and_then(|fault| fault.line);
        assert_eq!((fault.level, line), (Level::Error, Some(3)), "{body}");
        let form = SendForm {
            version: Some(1),
            at: None,
            confirmed: true,
        };
        let key = format!("s-{}", number());
        owner.send_under(&key, &draft.id, &form).await.expect(409);
        let shown = PreviewForm {
            locale: Locale::Fr,
            subject: "Objet".into(),
            body: body.into(),
            customer: None,
        };
        let shown = owner
            .call::<PreviewCampaign>(&(), &(), &shown)
            .await
            .unwrap();
        assert!(!shown.faults.is_empty(), "{body}");
        for harm in ["<script", "javascript:", "127.0.0.1", "intranet"] {
            assert!(
                !shown.html.contains(harm) || !shown.html.contains(&format!("\"{harm}")),
                "{body}"
            );
        }
        assert!(!shown.html.contains("<script"), "{body}");
    }
}

#[tokio::test]
async fn a_preview_is_made_for_one_customer_and_literally() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let people = crowd(&world, &word(), 1).await;
    let sql = "update customers set first_name = '{nom} <b>*Zoé*</b>' where id = ?1";
    world.database().rows(sql, &[people[0].as_str()]).await;
    let form = |customer| PreviewForm {
        locale: Locale::Fr,
        subject: "Bonjour {prénom|à vous}".into(),
        body: "Bonjour {prénom|à vous}".into(),
        customer,
    };
    let shown = owner
        .call::<PreviewCampaign>(&(), &(), &form(Some(people[0].clone())))
        .await
        .unwrap();
    assert_eq!(shown.subject, "Bonjour {nom} <b>*Zoé*</b>");
    assert!(
        shown
            .html
            .contains("Bonjour {nom} &lt;b&gt;*Zoé*&lt;/b&gt;"),
        "{}",
        shown.html
    );
    assert!(shown.text.contains("/unsubscribe#"), "{}", shown.text);
    let nobody = owner
        .call::<PreviewCampaign>(&(), &(), &form(None))
        .await
        .unwrap();
    assert_eq!(nobody.subject, "Bonjour à vous");
    let stranger = form(Some(domain::id::Id::new(1, tests::staff::random())));
    let unknown = owner.call::<PreviewCampaign>(&(), &(), &stranger).await;
    assert_eq!(faults(&unknown.unwrap_err()), ["customer: unknown"]);
}

/// A test of a campaign to whoever asks.
async fn tests_it(clerk: &Staff, draft: &Campaign) -> Result<Tested, domain::problem::Problem> {
    let form = TestForm {
        locale: Locale::Fr,
        customer: None,
    };
    clerk.call::<TestCampaign>(&draft.id, &(), &form).await
}

#[tokio::test]
async fn a_test_goes_to_whoever_asks_marked_and_counts_for_this_text_alone() {
    let world = World::get();
    let mails = Mails::get();
    let clerk = Staff::of_role(&world, Role::Support).await;
    let draft = clerk.drafts(&letter("Nouvelles", "Bonjour", &[])).await;
    mails.set_mode(&clerk.email, Mode::Refuse).await;
    let refused = tests_it(&clerk, &draft).await.unwrap();
    assert_eq!(
        (refused.outcome, &*refused.reason),
        (Outcome::Failed, "refused")
    );
    assert_eq!(refused.tested_at, None);
    mails.set_mode(&clerk.email, Mode::Ok).await;
    let sent = tests_it(&clerk, &draft).await.unwrap();
    assert_eq!((sent.outcome, &sent.to), (Outcome::Sent, &clerk.email));
    assert!(sent.tested_at.is_some());
    let mail = mails.wait(&clerk.email, "campaign_test").await;
    assert_eq!(mail.message.subject, "[Essai] Nouvelles");
    assert!(mail.message.headers.contains_key("List-Unsubscribe"));
    let regrouped = CampaignForm {
        groups: vec![],
        ..edited(&draft, "Nouvelles", "Bonjour")
    };
    let same = clerk.edits_campaign(&draft.id, &regrouped).await.unwrap();
    assert_eq!(same.tested_at, sent.tested_at, "the same text");
    let other = clerk
        .edits_campaign(&draft.id, &edited(&same, "Nouvelles", "Bonsoir"))
        .await
        .unwrap();
    assert_eq!(other.tested_at, None);
    let mut left = 3;
    while tests_it(&clerk, &other).await.is_ok() {
        assert!(left > 0, "it is not throttled");
        left -= 1;
    }
}
