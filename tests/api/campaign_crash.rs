//! `kill -9` of everything the server is made of in the middle of a campaign: nobody twice, nobody who may not be written to,
//! and what was being handed over is shown as unknown (T38, T41).

use domain::campaign::{CHUNK, CampaignState, LEASE, Outcome, RecipientQuery, SendForm};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use tests::campaigning::{agree, fill, letter, pace};
use tests::grouping::crowd;
use tests::staff::Staff;
use tests::unsubscribing::unsubscribe_token;
use tests::world::{now, number, word};
use tests::{Browser, Mails, Server};

const ALL: usize = 10_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t38_t41_ten_thousand_the_server_killed_half_way_and_sent_twice() {
    let mut server = Server::start("campaign-crash").await;
    let world = server.world.clone();
    pace(&world, 60_000).await;
    let owner = Staff::owner(&world).await;
    let database = world.database();
    let name = word();
    crowd(&world, &name, ALL).await;
    let (one, two) = (
        owner.groups_as("Foule").await,
        owner.groups_as("Foule bis").await,
    );
    // Of ten, one never agreed; of a hundred, one unsubscribed since and one bounced; of three hundred, one complained.
    agree(&world, &name, "c.seq % 10 <> 0").await;
    for sql in [
        "insert into consents (id, customer_id, purpose, state, text, version, way, at)
            select 'left-' || id, id, 'marketing', 'withdrawn', 'Oui', 1, 'unsubscribe', 2 from customers
            where name_key = ?1 || ' ada' and seq % 100 = 1",
        "insert into suppressions (email_key, reason, at) select email_key, 'bounce', 1 from customers
            where name_key = ?1 || ' ada' and seq % 100 = 2",
        "insert into suppressions (email_key, reason, at) select email_key, 'complaint', 1 from customers
            where name_key = ?1 || ' ada' and seq % 300 = 3",
    ] {
        database.rows(sql, &[&name]).await;
    }
    fill(&world, &one.id, &name, "true").await;
    fill(&world, &two.id, &name, "c.seq % 7 = 0").await;
    let draft = owner
        .drafts(&letter(
            "Bonjour {prénom|à vous}",
            "Des **nouvelles** de la boutique.",
            &[&one, &two],
        ))
        .await;
    let form = SendForm {
        version: Some(draft.version),
        at: None,
        confirmed: true,
    };
    let key = format!("crash-{}", number());
    let (first, second) = tokio::join!(
        owner.send_under(&key, &draft.id, &form),
        owner.send_under(&key, &draft.id, &form)
    );
    first.expect(200);
    second.expect(200);
    let meant = owner.campaign(&draft.id).await.meant();
    owner
        .watches_until(&draft.id, |campaign| {
            campaign.count(Outcome::Sent) >= meant / 2
        })
        .await;
    server.kill();
    server.serve(&[]);
    server.ready().await;
    let half = owner.campaign(&draft.id).await;
    assert!(half.count(Outcome::Waiting) > 1_000, "{:?}", half.figures);
    owner.send_under(&key, &draft.id, &form).await.expect(200);
    let clicked = owner
        .send_under(&format!("{key}-2"), &draft.id, &form)
        .await;
    assert_eq!((clicked.status, &*clicked.problem().code), (409, "state"));

    // While the dead server's claim lasts, some of those who wait change their minds, bounce, are erased: the last by id.
    owner
        .set_campaign(&draft.id, CampaignState::Paused)
        .await
        .expect(200);
    let waiting =
        "select customer_id from campaign_mails where campaign_id = ?1 and state = 'waiting'
        order by due_at desc, customer_id desc limit 30";
    let rows = database.rows(waiting, &[draft.id.as_str()]).await;
    let late: Vec<domain::id::CustomerId> = rows
        .iter()
        .filter_map(|row| domain::id::Id::parse(row[0].as_str()?))
        .collect();
    assert_eq!(late.len(), 30);
    for id in &late[..10] {
        let token = unsubscribe_token(id, Some(&draft.id));
        assert!(Browser::new(&world).unsubscribes(&token).await.status < 300);
    }
    let mut changed: BTreeSet<String> = BTreeSet::new();
    let mailbox = "select email from customers where id = ?1";
    for id in &late {
        let rows = database.rows(mailbox, &[id.as_str()]).await;
        changed.insert(rows[0][0].as_str().unwrap().to_owned());
    }
    for id in &late[10..20] {
        let bounced = "insert into suppressions (email_key, reason, at) select email_key, 'bounce', 1 from customers where id = ?1";
        database.rows(bounced, &[id.as_str()]).await;
    }
    for id in &late[20..] {
        owner.erase(id, None).await.unwrap();
    }
    owner
        .set_campaign(&draft.id, CampaignState::Sending)
        .await
        .expect(200);
    tokio::time::sleep(Duration::from_millis(1)).await;
    world.sweep_at(now() + LEASE + 1_000).await;
    let done = owner.watches_campaign(&draft.id).await;
    assert_eq!(done.state, CampaignState::Sent);
    let unknown = done.count(Outcome::Unknown);
    assert!(unknown <= CHUNK, "{:?}", done.figures);
    assert_eq!(done.count(Outcome::Failed), 0, "{:?}", done.figures);
    assert_eq!(
        done.count(Outcome::Sent) + unknown + 30,
        meant,
        "{:?}",
        done.figures
    );

    // The provider is asked: nobody twice, and nobody whom the shop does not call sent or unknown.
    let mut handed: BTreeMap<String, u32> = BTreeMap::new();
    for slip in Mails::get().tagged(draft.id.as_str()).await {
        *handed.entry(slip.to[0].clone()).or_default() += 1;
    }
    let twice: Vec<_> = handed.iter().filter(|(_, count)| **count > 1).collect();
    assert!(twice.is_empty(), "{twice:?}");
    let outcomes = owner
        .recipients(&draft.id, &RecipientQuery::default())
        .await;
    assert_eq!(outcomes.len(), ALL);
    let mut lost = 0;
    for one in &outcomes {
        let came = handed.contains_key(&one.email);
        match one.outcome {
            Some(Outcome::Sent) => assert!(came, "{} is called sent and is not", one.email),
            Some(Outcome::Unknown) => lost += u32::from(!came),
            _ => assert!(!came, "{} was written to: {one:?}", one.email),
        }
    }
    assert!(lost <= unknown);
    for mailbox in &changed {
        assert!(!handed.contains_key(mailbox), "{mailbox} was written to");
    }
    let agreed = "select count(*) from campaign_mails m join customers c on c.id = m.customer_id
        where m.campaign_id = ?1 and m.state in ('sent', 'unknown') and (c.consent = 0 or c.failing = 1)";
    assert_eq!(database.number(agreed, &[draft.id.as_str()]).await, 0);
    // One entry a customer in the history, and the counts are those of the rows.
    let told = "select count(*) - count(distinct customer_id) from history where campaign_id = ?1";
    assert_eq!(database.number(told, &[draft.id.as_str()]).await, 0);
    let entries = "select count(*) from history where campaign_id = ?1";
    let entries = database.number(entries, &[draft.id.as_str()]).await;
    assert_eq!(entries, i64::from(done.count(Outcome::Sent) + unknown));
    let counted =
        "select count(*) from campaign_counts k where n <> (select count(*) from campaign_mails m
        where m.campaign_id = k.campaign_id and m.state = k.state and m.reason = k.reason)";
    assert_eq!(database.number(counted, &[]).await, 0);
}
