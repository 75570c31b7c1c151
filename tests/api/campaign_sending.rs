//! Campaigns on their way: exactly whom they may go to, each once, at the shop's pace; paused, stopped, planned; and what comes
//! of a mail provider that refuses, fails, hangs and drops.

use domain::campaign::{
    CampaignForm, CampaignState, LEASE, Outcome, RecipientQuery, ResendForm, SendForm,
};
use domain::history::Fact;
use domain::id::CustomerId;
use std::collections::BTreeMap;
use tests::campaigning::{agree, consenting, edited, figures, fill, letter, pace};
use tests::contact::zoe;
use tests::grouping::crowd;
use tests::mails::Mode;
use tests::staff::Staff;
use tests::world::{email, now, number, word};
use tests::{Browser, Mails, Server, World};

/// Where each of these customers reads mail.
async fn addresses(world: &World, people: &[CustomerId]) -> Vec<String> {
    let ids = serde_json::to_string(people).unwrap();
    let sql =
        "select email from customers where id in (select value from json_each(?1)) order by seq";
    let rows = world.database().rows(sql, &[&ids]).await;
    rows.iter()
        .map(|row| row[0].as_str().unwrap().to_owned())
        .collect()
}

/// Those to whom the provider was handed a campaign's mail, each with how often.
async fn handed(id: &str) -> BTreeMap<String, usize> {
    let mut handed = BTreeMap::new();
    for slip in Mails::get().tagged(id).await {
        *handed.entry(slip.to[0].clone()).or_default() += 1;
    }
    handed
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t38_exactly_those_who_may_each_once_though_sent_twice_and_leaving_needs_no_sign_in() {
    let world = World::get();
    pace(&world, 60_000).await;
    let owner = Staff::owner(&world).await;
    let database = world.database();
    let name = word();
    let people = crowd(&world, &name, 1_000).await;
    let quoted = |range: std::ops::Range<usize>| {
        let ids: Vec<String> = people[range].iter().map(|id| format!("'{id}'")).collect();
        ids.join(",")
    };
    let (one, two) = (
        owner.groups_as("T38").await,
        owner.groups_as("T38 bis").await,
    );
    // 300 without consent, 50 who unsubscribed, 20 who bounced, 10 who are erased, 5 in both groups.
    agree(&world, &name, &format!("c.id not in ({})", quoted(0..300))).await;
    for sql in [
        format!(
            "insert into consents (id, customer_id, purpose, state, text, version, way, at)
            select 'left-' || id, id, 'marketing', 'withdrawn', 'Oui', 1, 'unsubscribe', 2 from customers where id in ({})",
            quoted(300..350)
        ),
        format!(
            "insert into suppressions (email_key, reason, at) select email_key, 'bounce', 1 from customers where id in ({})",
            quoted(350..370)
        ),
    ] {
        database.rows(&sql, &[]).await;
    }
    fill(&world, &one.id, &name, "true").await;
    fill(
        &world,
        &two.id,
        &name,
        &format!("c.id in ({})", quoted(995..1_000)),
    )
    .await;
    for id in &people[370..380] {
        owner.erase(id, None).await.unwrap();
    }
    let draft = owner
        .drafts(&letter(
            "Bonjour {prénom|à vous}",
            "Des nouvelles.",
            &[&one, &two],
        ))
        .await;
    let form = SendForm {
        version: Some(draft.version),
        at: None,
        confirmed: true,
    };
    let key = format!("t38-{}", number());
    let (first, second) = tokio::join!(
        owner.send_under(&key, &draft.id, &form),
        owner.send_under(&key, &draft.id, &form)
    );
    first.expect(200);
    second.expect(200);
    let other = owner
        .send_under(&format!("{key}-other"), &draft.id, &form)
        .await;
    assert_eq!((other.status, &*other.problem().code), (409, "state"));
    let sent = owner.watches_campaign(&draft.id).await;
    assert_eq!(sent.state, CampaignState::Sent);
    assert_eq!(
        figures(&sent),
        [
            ("sent", "", 620),
            ("skipped", "no_consent", 350),
            ("skipped", "suppressed", 20)
        ]
    );
    assert_eq!((sent.total, sent.meant(), sent.reached()), (990, 620, 620));
    let handed = handed(draft.id.as_str()).await;
    let allowed = addresses(&world, &people[380..]).await;
    assert_eq!(handed.len(), 620);
    for address in &allowed {
        assert_eq!(handed.get(address), Some(&1), "{address}");
    }
    // Signed out, by what the mail itself carries.
    let mail = Mails::get().wait(&allowed[0], "campaign").await;
    let header = &mail.message.headers["List-Unsubscribe"];
    let link = header.trim_matches(['<', '>']);
    let token = link.rsplit('/').next().unwrap();
    assert!(
        link.starts_with(&format!("{}/api/unsubscribes/", world.url())),
        "{link}"
    );
    assert_eq!(
        mail.message.headers["List-Unsubscribe-Post"],
        "List-Unsubscribe=One-Click"
    );
    assert_eq!(
        mail.token(),
        token,
        "people and mail readers have the same way out"
    );
    let left = Browser::new(&world).unsubscribes(token).await;
    assert!(left.status < 300, "{left}");
    assert_eq!(owner.campaign(&draft.id).await.unsubscribed, 1);
    let who = RecipientQuery {
        unsubscribed: true,
        ..RecipientQuery::default()
    };
    let who = owner.recipients(&draft.id, &who).await;
    assert_eq!(who.len(), 1);
    assert_eq!(
        (&who[0].id, who[0].outcome),
        (&people[380], Some(Outcome::Sent))
    );
    // The next one goes to everybody but them.
    let next = owner.writes_again(&draft.id).await;
    owner.sends(&next).await;
    let next = owner.watches_campaign(&next.id).await;
    assert_eq!(next.count(Outcome::Sent), 619);
    assert_eq!(Mails::get().count(&allowed[0], "campaign").await, 1);
    // Each figure opens its list, page by page.
    let query = RecipientQuery {
        outcome: Some(Outcome::Skipped),
        reason: Some("suppressed".into()),
        ..RecipientQuery::default()
    };
    let listed = owner.recipients(&draft.id, &query).await;
    let listed: std::collections::BTreeSet<_> =
        listed.iter().map(|one| one.id.to_string()).collect();
    assert_eq!(listed.len(), 20);
    assert!(
        people[350..370]
            .iter()
            .all(|id| listed.contains(id.as_str()))
    );
    for (query, count) in [
        (RecipientQuery::default(), 990),
        (
            RecipientQuery {
                outcome: Some(Outcome::Skipped),
                ..RecipientQuery::default()
            },
            370,
        ),
    ] {
        let listed = owner.recipients(&draft.id, &query).await;
        let ids: std::collections::BTreeSet<_> =
            listed.iter().map(|one| one.id.to_string()).collect();
        assert_eq!((listed.len(), ids.len()), (count, count), "{query:?}");
    }
    // The customer's own history tells it, and so does what they take away.
    let entries = owner.history(&people[381]).await;
    let told: Vec<_> = entries
        .iter()
        .filter(|entry| entry.fact == Fact::CampaignSent)
        .collect();
    assert_eq!(told.len(), 2, "{entries:?}");
    assert_eq!(told[1].detail.as_deref(), Some("Bonjour Ada"));
    assert_eq!(told[1].campaign.as_ref(), Some(&draft.id));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t42_each_refusal_has_its_outcome_and_only_hands_send_what_is_unknown_again() {
    let server = Server::start("campaign-mail-down").await;
    let world = server.world.clone();
    pace(&world, 60_000).await;
    let (owner, mails) = (Staff::owner(&world).await, Mails::get());
    let name = word();
    let people = consenting(&world, &name, 8).await;
    let group = owner.groups_as("Panne").await;
    fill(&world, &group.id, &name, "true").await;
    let addresses = addresses(&world, &people).await;
    for (place, mode) in [
        (0, Mode::Refuse),
        (1, Mode::Fail),
        (2, Mode::Hang),
        (3, Mode::Drop),
    ] {
        mails.set_mode(&addresses[place], mode).await;
    }
    let draft = owner.drafts(&letter("Objet", "Corps", &[&group])).await;
    owner.sends(&draft).await;
    let half = owner
        .watches_until(&draft.id, |campaign| {
            campaign.count(Outcome::Sending) == 0 && campaign.count(Outcome::Sent) == 4
        })
        .await;
    assert_eq!(
        figures(&half),
        [
            ("failed", "refused", 1),
            ("sent", "", 4),
            ("unknown", "timeout", 1),
            ("unknown", "unreachable", 1),
            ("waiting", "status_500", 1)
        ]
    );
    assert_eq!(half.state, CampaignState::Sending);
    // What failed for now is tried again by itself, the rest never: not by any sweep of the days that follow.
    for (place, mode) in [(0, Mode::Ok), (1, Mode::Ok), (2, Mode::Ok), (3, Mode::Ok)] {
        mails.set_mode(&addresses[place], mode).await;
    }
    for later in [30_000, 90_000, 2 * LEASE, 10 * 3_600_000] {
        world.sweep_at(now() + later).await;
    }
    let rested = owner.campaign(&draft.id).await;
    assert_eq!(
        figures(&rested),
        [
            ("failed", "refused", 1),
            ("sent", "", 5),
            ("unknown", "timeout", 1),
            ("unknown", "unreachable", 1)
        ]
    );
    assert_eq!(rested.state, CampaignState::Sent);
    let handed_over = handed(draft.id.as_str()).await;
    assert_eq!(handed_over.get(&addresses[1]), Some(&1));
    assert_eq!(
        handed_over.get(&addresses[3]),
        Some(&1),
        "it was taken, and nobody knows"
    );
    assert_eq!(
        (
            mails.attempts(&addresses[1]).await,
            mails.attempts(&addresses[2]).await
        ),
        (2, 1)
    );
    // By hand, and twice clicked once.
    let key = format!("again-{}", number());
    let form = ResendForm {
        customers: Some(vec![people[2].clone()]),
        outcome: None,
    };
    owner.resend_under(&key, &draft.id, &form).await.expect(200);
    owner.resend_under(&key, &draft.id, &form).await.expect(200);
    let again = owner.watches_campaign(&draft.id).await;
    assert_eq!(again.count(Outcome::Sent), 6);
    let all = ResendForm {
        customers: None,
        outcome: Some(Outcome::Failed),
    };
    let key = format!("again-{}", number());
    owner.resend_under(&key, &draft.id, &all).await.expect(200);
    let again = owner.watches_campaign(&draft.id).await;
    assert_eq!(
        figures(&again),
        [("sent", "", 7), ("unknown", "unreachable", 1)]
    );
    let key = format!("again-{}", number());
    let none = owner.resend_under(&key, &draft.id, &all).await;
    assert_eq!((none.status, &*none.problem().code), (409, "state"));
    // The provider's key is the customer's and the campaign's: it, too, would know a second one.
    let slips = mails.tagged(draft.id.as_str()).await;
    let keys: std::collections::BTreeSet<_> = slips.iter().map(|slip| &slip.key).collect();
    assert_eq!((slips.len(), keys.len()), (8, 8));
    let kept =
        "select count(*) from campaign_mails where campaign_id = ?1 and provider_id is not null";
    assert_eq!(world.database().number(kept, &[draft.id.as_str()]).await, 7);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_that_is_down_costs_few_outcomes_and_the_rest_waits() {
    let server = Server::start("campaign-breaker").await;
    let world = server.world.clone();
    pace(&world, 60_000).await;
    let (owner, mails) = (Staff::owner(&world).await, Mails::get());
    let name = word();
    let people = consenting(&world, &name, 80).await;
    let group = owner.groups_as("Coupure").await;
    fill(&world, &group.id, &name, "true").await;
    let addresses = addresses(&world, &people).await;
    for address in &addresses {
        mails.set_mode(address, Mode::Drop).await;
    }
    let draft = owner.drafts(&letter("Objet", "Corps", &[&group])).await;
    owner.sends(&draft).await;
    let troubled = owner
        .watches_until(&draft.id, |campaign| campaign.troubled_until.is_some())
        .await;
    let unknown = troubled.count(Outcome::Unknown);
    assert!((3..=9).contains(&unknown), "{:?}", troubled.figures);
    assert_eq!(troubled.count(Outcome::Waiting), 80 - unknown);
    for address in &addresses {
        mails.set_mode(address, Mode::Ok).await;
    }
    world.sweep_at(now() + 60_000).await;
    let done = owner.watches_campaign(&draft.id).await;
    assert_eq!(
        figures(&done),
        [
            ("sent", "", 80 - unknown),
            ("unknown", "unreachable", unknown)
        ]
    );
    let handed = handed(draft.id.as_str()).await;
    assert!(
        handed.len() == 80 && handed.values().all(|count| *count == 1),
        "{handed:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_leaves_bounces_or_is_erased_while_it_waits_is_not_sent_it_and_a_pause_holds() {
    let server = Server::start("campaign-slow").await;
    let world = server.world.clone();
    // One at once, then one each five seconds: time for people to change their minds.
    pace(&world, 12).await;
    let owner = Staff::owner(&world).await;
    let name = word();
    let people = consenting(&world, &name, 12).await;
    let group = owner.groups_as("Lent").await;
    fill(&world, &group.id, &name, "true").await;
    let draft = owner.drafts(&letter("Objet", "Corps", &[&group])).await;
    owner.sends(&draft).await;
    owner
        .watches_until(&draft.id, |campaign| campaign.count(Outcome::Sent) == 1)
        .await;
    owner
        .set_campaign(&draft.id, CampaignState::Paused)
        .await
        .expect(200);
    let paused = owner
        .watches_until(&draft.id, |campaign| campaign.count(Outcome::Sending) == 0)
        .await;
    let sent = paused.count(Outcome::Sent);
    world.sweep_at(now() + 60_000).await;
    let later = owner.campaign(&draft.id).await;
    assert_eq!(
        (later.state, later.count(Outcome::Sent)),
        (CampaignState::Paused, sent)
    );
    let waiting = RecipientQuery {
        outcome: Some(Outcome::Waiting),
        ..RecipientQuery::default()
    };
    let waiting = owner.recipients(&draft.id, &waiting).await;
    assert_eq!(waiting.len(), 12 - sent as usize);
    let database = world.database();
    let token = tests::unsubscribing::unsubscribe_token(&waiting[0].id, Some(&draft.id));
    Browser::new(&world).unsubscribes(&token).await;
    let bounced = "insert into suppressions (email_key, reason, at) select email_key, 'bounce', 1 from customers where id = ?1";
    database.rows(bounced, &[waiting[1].id.as_str()]).await;
    owner.erase(&waiting[2].id, None).await.unwrap();
    pace(&world, 60_000).await;
    owner
        .set_campaign(&draft.id, CampaignState::Sending)
        .await
        .expect(200);
    let done = owner.watches_campaign(&draft.id).await;
    assert_eq!(
        figures(&done),
        [
            ("sent", "", 9),
            ("skipped", "gone", 1),
            ("skipped", "no_consent", 1),
            ("skipped", "suppressed", 1)
        ]
    );
    let handed = handed(draft.id.as_str()).await;
    assert_eq!(handed.len(), 9);
    for one in &waiting[..3] {
        assert!(!handed.contains_key(&one.email));
    }
    // Whoever is erased leaves an id, and nothing by which anybody is found.
    let gone = RecipientQuery {
        reason: Some("gone".into()),
        outcome: Some(Outcome::Skipped),
        ..RecipientQuery::default()
    };
    let gone = owner.recipients(&draft.id, &gone).await;
    assert_eq!(
        (gone[0].email.as_str(), gone[0].first_name.as_str()),
        ("", "")
    );
    assert_eq!(people.len(), 12);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stopping_tells_whom_it_did_not_reach_and_has_no_way_back() {
    let server = Server::start("campaign-stopped").await;
    let world = server.world.clone();
    pace(&world, 12).await;
    let owner = Staff::owner(&world).await;
    let name = word();
    consenting(&world, &name, 6).await;
    let group = owner.groups_as("Arrêt").await;
    fill(&world, &group.id, &name, "true").await;
    let draft = owner.drafts(&letter("Objet", "Corps", &[&group])).await;
    owner.sends(&draft).await;
    owner
        .watches_until(&draft.id, |campaign| campaign.count(Outcome::Sent) > 0)
        .await;
    owner
        .set_campaign(&draft.id, CampaignState::Stopped)
        .await
        .expect(200);
    let stopped = owner
        .watches_until(&draft.id, |campaign| campaign.count(Outcome::Sending) == 0)
        .await;
    let sent = stopped.count(Outcome::Sent);
    assert_eq!(
        figures(&stopped),
        [("sent", "", sent), ("skipped", "stopped", 6 - sent)]
    );
    pace(&world, 60_000).await;
    world.sweep_at(now() + 2 * LEASE).await;
    assert_eq!(owner.campaign(&draft.id).await.figures, stopped.figures);
    for state in [
        CampaignState::Sending,
        CampaignState::Paused,
        CampaignState::Draft,
    ] {
        owner.set_campaign(&draft.id, state).await.expect(409);
    }
    let edit = owner
        .edits_campaign(&draft.id, &edited(&draft, "a", "b"))
        .await;
    assert_eq!(&*edit.unwrap_err().code, "state");
    owner.deletes_campaign(&draft.id).await.expect(409);
    assert_eq!(handed(draft.id.as_str()).await.len(), sent as usize);
    let deeds = "select group_concat(deed) from (select deed from audit where subject_id = ?1 order by seq)";
    let told = world.database().rows(deeds, &[draft.id.as_str()]).await;
    assert_eq!(
        told[0][0],
        "campaign_created,campaign_started,campaign_stopped"
    );
}

#[tokio::test]
async fn a_planned_one_starts_by_itself_over_whoever_is_in_its_groups_by_then() {
    let server = Server::start("campaign-planned").await;
    let world = server.world.clone();
    pace(&world, 60_000).await;
    let owner = Staff::owner(&world).await;
    let name = word();
    consenting(&world, &name, 4).await;
    let (group, doomed) = (
        owner.groups_as("Prévu").await,
        owner.groups_as("Condamné").await,
    );
    fill(&world, &group.id, &name, "c.seq % 2 = 0").await;
    fill(&world, &doomed.id, &name, "true").await;
    let hour = 3_600_000;
    let draft = owner.drafts(&letter("Objet", "Corps", &[&group])).await;
    let planned = owner.plans(&draft, now() + hour).await;
    assert_eq!(
        (planned.state, planned.total),
        (CampaignState::Scheduled, 0)
    );
    assert_eq!(owner.group(&group.id).await.campaigns, 1);
    world.sweep_at(now() + hour / 2).await;
    assert_eq!(
        owner.campaign(&draft.id).await.state,
        CampaignState::Scheduled
    );
    // Taken back, planned anew, corrected; what bars it is refused at once, as nobody may be there when it starts.
    owner
        .set_campaign(&draft.id, CampaignState::Draft)
        .await
        .expect(200);
    world.sweep_at(now() + 2 * hour).await;
    assert_eq!(owner.campaign(&draft.id).await.state, CampaignState::Draft);
    let planned = owner.plans(&draft, now() + hour).await;
    let barred = owner
        .edits_campaign(&draft.id, &edited(&planned, "", ""))
        .await;
    assert_eq!(&*barred.unwrap_err().code, "checks");
    let saved = owner
        .edits_campaign(&draft.id, &edited(&planned, "Enfin", "Corps"))
        .await;
    assert_eq!(saved.unwrap().state, CampaignState::Scheduled);
    fill(&world, &group.id, &name, "c.seq % 2 = 1").await;
    let orphan = owner.drafts(&letter("Objet", "Corps", &[&doomed])).await;
    owner.plans(&orphan, now() + hour).await;
    owner.delete_group(&doomed.id).await.expect(204);
    world.sweep_at(now() + hour + 1_000).await;
    let done = owner.watches_campaign(&draft.id).await;
    assert_eq!(
        (done.state, done.count(Outcome::Sent)),
        (CampaignState::Sent, 4)
    );
    let slips = Mails::get().tagged(draft.id.as_str()).await;
    let mail = Mails::get().wait(&slips[0].to[0], "campaign").await;
    assert_eq!(mail.message.subject, "Enfin");
    let group = owner.group(&group.id).await;
    assert_eq!(
        (group.campaigns, group.last_campaign_at),
        (0, done.started_at)
    );
    // A group that went took its audience with it: there is nobody to send to.
    let orphan = owner.campaign(&orphan.id).await;
    assert_eq!(
        (orphan.state, orphan.total, orphan.groups.len()),
        (CampaignState::Stopped, 0, 0)
    );
    // One that has started keeps what its group was called.
    owner.delete_group(&group.id).await.expect(204);
    let kept = owner.campaign(&draft.id).await;
    assert_eq!(kept.groups[0].name, "Prévu");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn however_many_drive_it_the_pace_is_one() {
    let server = Server::start("campaign-pace").await;
    let world = server.world.clone();
    // Twenty-five at once, then one each 200 ms.
    pace(&world, 300).await;
    let owner = Staff::owner(&world).await;
    let name = word();
    consenting(&world, &name, 45).await;
    let group = owner.groups_as("Rythme").await;
    fill(&world, &group.id, &name, "true").await;
    let mut ids = Vec::new();
    let mut started = i64::MAX;
    // Two campaigns share it.
    for _ in 0..2 {
        let draft = owner.drafts(&letter("Objet", "Corps", &[&group])).await;
        let sent = owner.sends(&draft).await;
        started = started.min(sent.started_at.unwrap());
        ids.push(draft.id);
    }
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..2 {
        let world = world.clone();
        running.spawn(async move { world.sweep_at(now()).await });
    }
    for id in ids.clone() {
        let who = Staff::owner(&world).await;
        running.spawn(async move {
            who.watches_campaign(&id).await;
        });
    }
    running.join_all().await;
    let sql = "select max(at) from campaign_mails where state = 'sent'";
    let last = world.database().number(sql, &[]).await;
    assert!(
        last - started >= (90 - 25) * 200,
        "{} ms for 90",
        last - started
    );
    for id in &ids {
        let handed = handed(id.as_str()).await;
        assert!(handed.len() == 45 && handed.values().all(|count| *count == 1));
    }
}

#[tokio::test]
async fn a_language_gone_since_it_was_checked_is_skipped_not_sent_empty() {
    let server = Server::start("campaign-language").await;
    let world = server.world.clone();
    pace(&world, 60_000).await;
    let owner = Staff::owner(&world).await;
    let name = word();
    let people = consenting(&world, &name, 2).await;
    let group = owner.groups_as("Langues").await;
    fill(&world, &group.id, &name, "true").await;
    let draft = owner.drafts(&letter("Objet", "Corps", &[&group])).await;
    owner.plans(&draft, now() + 60_000).await;
    let english = "update customers set locale = 'en' where id = ?1";
    world.database().rows(english, &[people[0].as_str()]).await;
    world.sweep_at(now() + 61_000).await;
    let done = owner.watches_campaign(&draft.id).await;
    assert_eq!(figures(&done), [("sent", "", 1), ("skipped", "no_text", 1)]);
}

#[tokio::test]
async fn what_was_received_is_in_what_one_takes_away() {
    let world = World::get();
    pace(&world, 60_000).await;
    let owner = Staff::owner(&world).await;
    let address = email("received");
    let browser = Browser::new(&world);
    browser.leave(&zoe(&address)).await;
    browser.opens_account(&address).await;
    browser.agrees(true).await.unwrap();
    let customer = owner.find(&address).await;
    let group = owner.groups_as("Reçu").await;
    owner.puts_in(&customer.id, &group.id).await;
    let form = CampaignForm {
        subject_en: "Something for you".into(),
        body_en: "Hello".into(),
        ..letter("Pour vous", "Bonjour", &[&group])
    };
    let draft = owner.drafts(&form).await;
    owner.sends(&draft).await;
    owner.watches_campaign(&draft.id).await;
    let export = browser.export().await;
    let told = &export.sections["campaigns"][0];
    assert_eq!(told["state"], "sent");
    assert!(["Pour vous", "Something for you"].contains(&told["subject"].as_str().unwrap()));
}

/// Every mail that the platform's own binding took, as local workerd keeps it.
async fn by_binding(world: &World) -> Vec<serde_json::Value> {
    let url = format!(
        "{}/cdn-cgi/local/explorer/api/local/email/sending?limit=100",
        world.url()
    );
    let answer = reqwest::get(&url).await.expect("the shop is up");
    let answer: serde_json::Value = answer.json().await.expect("JSON");
    let listed = answer["result"].as_array().cloned();
    listed.unwrap_or_else(|| panic!("{answer}"))
}

#[tokio::test]
async fn the_platforms_own_binding_carries_both_ways_out_and_each_mail_once() {
    let mut server = Server::prepared("campaign-binding");
    server.serve(&["--var", "MAIL_API_BASE:"]);
    server.ready().await;
    let world = server.world.clone();
    pace(&world, 60_000).await;
    let owner = Staff::owner(&world).await;
    let name = word();
    let people = consenting(&world, &name, 3).await;
    let group = owner.groups_as("Liaison").await;
    fill(&world, &group.id, &name, "true").await;
    let draft = owner
        .drafts(&letter("Par la liaison", "Bonjour", &[&group]))
        .await;
    owner.sends(&draft).await;
    let done = owner.watches_campaign(&draft.id).await;
    assert_eq!(figures(&done), [("sent", "", 3)]);
    let taken = by_binding(&world).await;
    let addresses = addresses(&world, &people).await;
    assert_eq!(taken.len(), 3, "{taken:?}");
    for address in &addresses {
        let mail = taken.iter().find(|mail| mail.to_string().contains(address));
        let mail = mail.unwrap_or_else(|| panic!("none to {address}: {taken:?}"));
        let headers = mail["headers"].to_string();
        assert!(headers.contains("/api/unsubscribes/"), "{mail}");
        assert!(headers.contains("List-Unsubscribe=One-Click"), "{mail}");
        assert_eq!(mail["subject"], "Par la liaison", "{mail}");
    }
    let kept = "select count(distinct provider_id) from campaign_mails where campaign_id = ?1";
    assert_eq!(world.database().number(kept, &[draft.id.as_str()]).await, 3);
}
