//! A campaign when a call to D1 fails: nothing is half written, nobody is written to twice (T44).

use domain::api::campaign::{CreateCampaign, GetCampaign, SendCampaign, SetCampaignState};
use domain::api::order::IDEMPOTENCY_KEY;
use domain::api::{Endpoint, address};
use domain::campaign::{CampaignState, LEASE, Outcome};
use serde_json::json;
use std::collections::BTreeMap;
use tests::browser::{escape, same_origin};
use tests::buying::idempotency_key;
use tests::campaigning::{consenting, fill, letter, pace};
use tests::faults::{Case, Effects, FAULT_AT, Request, each_call_fails};
use tests::staff::Staff;
use tests::world::{now, word};
use tests::{Mails, Server, World};

#[tokio::test]
async fn t44_campaign_written() {
    const EFFECTS: Effects = &[
        (
            "campaigns",
            "select count(*) from campaigns k join campaign_groups g on g.campaign_id = k.id where k.subject_fr = ?1",
            1,
        ),
        (
            "journal",
            "select count(*) from audit a join campaigns k on k.id = a.subject_id where k.subject_fr = ?1",
            1,
        ),
        (
            "keys",
            "select count(*) from idempotency_keys i join campaigns k on k.id = i.made where k.subject_fr = ?1",
            1,
        ),
    ];
    let world = World::get();
    each_call_fails(&world, "draft", 201, EFFECTS, || async {
        let owner = Staff::owner(&world).await;
        let subject = word();
        let group = owner.groups_as("Faute").await;
        let form = letter(&subject, "Corps", &[&group]);
        let path = CreateCampaign::PATH.to_owned();
        let mut request = Request::new(owner.browser, "POST", path, json!(form).to_string());
        request.headers.push((IDEMPOTENCY_KEY, idempotency_key()));
        Case { request, subject }
    })
    .await;
}

#[tokio::test]
async fn t44_campaign_sent() {
    const EFFECTS: Effects = &[
        (
            "started",
            "select count(*) from campaigns where id = ?1 and state in ('sending', 'sent') and started_at is not null",
            1,
        ),
        ("total", "select total from campaigns where id = ?1", 3),
        (
            "frozen",
            "select count(*) from campaign_mails where campaign_id = ?1",
            3,
        ),
        (
            "counted",
            "select coalesce(sum(n), 0) from campaign_counts where campaign_id = ?1",
            3,
        ),
        (
            "journal",
            "select count(*) from audit where subject_id = ?1 and deed = 'campaign_started'",
            1,
        ),
    ];
    let world = World::get();
    pace(&world, 60_000).await;
    each_call_fails(&world, "send", 200, EFFECTS, || async {
        let owner = Staff::owner(&world).await;
        let name = word();
        consenting(&world, &name, 3).await;
        let group = owner.groups_as("Faute").await;
        fill(&world, &group.id, &name, "true").await;
        let draft = owner.drafts(&letter("Objet", "Corps", &[&group])).await;
        let subject = draft.id.to_string();
        let path = address::<SendCampaign>(&draft.id, &(), escape);
        let form = json!({ "version": draft.version, "confirmed": true });
        let mut request = Request::new(owner.browser, "POST", path, form.to_string());
        request.headers.push((IDEMPOTENCY_KEY, idempotency_key()));
        Case { request, subject }
    })
    .await;
}

/// What a step of a campaign does: the sender's calls to D1 fail one after the other.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t44_a_sender_that_fails_at_any_call_writes_to_nobody_twice_and_loses_nobody() {
    let server = Server::start("campaign-faults").await;
    let world = server.world.clone();
    pace(&world, 60_000).await;
    let owner = Staff::owner(&world).await;
    let group = owner.groups_as("Fautes").await;
    let name = word();
    consenting(&world, &name, 4).await;
    fill(&world, &group.id, &name, "true").await;
    let mut failed = 0;
    // A look at a campaign makes some calls of its own; the sender that it sets going makes those that follow.
    for call in 1..=16 {
        let draft = owner.drafts(&letter("Objet", "Corps", &[&group])).await;
        let id = &draft.id;
        freeze(&world, id.as_str()).await;
        let text = call.to_string();
        let mut headers = same_origin(world.url()).to_vec();
        headers.push(("content-type", "application/json"));
        headers.push((FAULT_AT, &text));
        let path = address::<SetCampaignState>(id, &(), escape);
        let body = json!({ "state": "sending" }).to_string().into_bytes();
        let reply = owner.attempt("PUT", &path, &headers, body).await;
        let status = reply.expect("the shop is up").status;
        failed += usize::from(status == 503);
        if status == 503 {
            owner
                .set_campaign(id, CampaignState::Sending)
                .await
                .expect(200);
        }
        // Whoever looks on, and the sweep after the claim has ended, bring it to its end.
        owner.get::<GetCampaign>(id, &()).await.unwrap();
        owner
            .watches_until(id, |campaign| {
                campaign.count(Outcome::Waiting) + campaign.count(Outcome::Sending) == 0
            })
            .await;
        world.sweep_at(now() + LEASE + 1_000).await;
        let done = owner.watches_campaign(id).await;
        assert_eq!(done.state, CampaignState::Sent, "call {call}");
        let (sent, unknown) = (done.count(Outcome::Sent), done.count(Outcome::Unknown));
        assert_eq!(sent + unknown, 4, "call {call}: {:?}", done.figures);
        let mut handed: BTreeMap<String, u32> = BTreeMap::new();
        for slip in Mails::get().tagged(id.as_str()).await {
            *handed.entry(slip.to[0].clone()).or_default() += 1;
        }
        assert!(
            handed.values().all(|count| *count == 1),
            "call {call}: {handed:?}"
        );
        assert!(handed.len() >= sent as usize, "call {call}");
        let told = "select count(*) from history where campaign_id = ?1";
        assert_eq!(
            world.database().number(told, &[id.as_str()]).await,
            4,
            "call {call}"
        );
    }
    assert!(
        failed >= 2,
        "calls of the request itself were seen to fail: {failed}"
    );
}

/// Freezes a planned campaign and pauses it, as a start that somebody pauses at once does.
async fn freeze(world: &World, id: &str) {
    let database = world.database();
    for sql in [
        "insert into campaign_mails (campaign_id, customer_id, locale, state, due_at, at)
            select ?1, c.id, 'fr', 'waiting', 1, 1 from campaign_groups g join memberships m on m.group_id = g.group_id
            join customers c on c.seq = m.customer_seq where g.campaign_id = ?1",
        "update campaigns set state = 'paused', started_at = 1, due_at = 1, send_at = null,
            total = (select count(*) from campaign_mails where campaign_id = ?1) where id = ?1",
    ] {
        database.rows(sql, &[id]).await;
    }
}
