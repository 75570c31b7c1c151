//! The customers' space: arranged by staff under a version, seen by each customer as their groups allow. The shop is the test's own:
//! an arrangement is everybody's.

use domain::account::Role;
use domain::api::group::DeleteGroup;
use domain::api::space::ArrangeSpace;
use domain::api::{Endpoint, address};
use domain::journal::{Act, Deed, JournalQuery};
use domain::markdown::{Block, Inline};
use domain::space::{Arrangement, BlockKind, Placed, ToDo};
use serde_json::json;
use std::path::Path;
use tests::arranging::{announcement, link, only_for};
use tests::contact::zoe;
use tests::reply::faults;
use tests::staff::Staff;
use tests::world::{self, email, word};
use tests::{Browser, Server, World};

/// A signed-in customer, and their e-mail.
async fn customer(world: &World) -> (Browser, String) {
    let address = email("space");
    Browser::new(world).leave(&zoe(&address)).await;
    let browser = Browser::new(world);
    browser.prove(&address).await;
    (browser, address)
}

fn kinds(blocks: &[Placed]) -> Vec<BlockKind> {
    blocks.iter().map(|block| block.kind).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_shop_arranges_the_space_its_customers_see() {
    let server = Server::start("space").await;
    let world = server.world.clone();
    world.for_sale().await;
    let owner = Staff::owner(&world).await;
    a_fresh_shop_shows_everything_to_everyone(&world, &owner).await;
    a_block_is_seen_by_its_groups_alone(&world, &owner).await;
    a_block_whose_group_is_gone_is_seen_by_nobody(&world, &owner).await;
    a_stale_arrangement_loses(&owner).await;
    t27_forged_arrangements_are_refused_whole(&world, &owner).await;
    t30_hostile_texts_are_shown_and_nothing_else(&world, &owner).await;
    t28_support_reads_and_managers_arrange(&world, &owner).await;
    what_there_is_to_do_comes_first(&world, &owner).await;
    what_waits_for_a_decision_is_told(&world).await;
}

async fn a_fresh_shop_shows_everything_to_everyone(world: &World, owner: &Staff) {
    let fresh = owner.arrangement().await;
    assert_eq!(fresh, Arrangement::fresh(fresh.version));
    let (zoe, _) = customer(world).await;
    let space = zoe.space().await;
    assert_eq!(zoe.kinds().await, kinds(&fresh.blocks));
    assert_eq!(space.to_do, []);
    let orders = space.blocks.iter().find(|b| b.kind == BlockKind::Orders);
    assert_eq!(orders.unwrap().count.unwrap().all, 0);
    assert!(space.blocks.iter().all(|block| block.content.is_none()));
}

async fn a_block_is_seen_by_its_groups_alone(world: &World, owner: &Staff) {
    let (member, address) = customer(world).await;
    let (other, _) = customer(world).await;
    let vip = owner.groups_as("VIP").await;
    let id = owner.find(&address).await.id;
    owner.puts_in(&id, &vip.id).await;
    let mut blocks = owner.arrangement().await.blocks;
    // Orders for members, the profile for nobody, and something said to each.
    for block in &mut blocks {
        match block.kind {
            BlockKind::Orders => block.groups = Some(vec![vip.id.clone()]),
            BlockKind::Profile => block.on = false,
            _ => {}
        }
    }
    let for_members = announcement("Pour vous", "Entre **nous**");
    blocks.insert(0, only_for(for_members, &vip.id));
    blocks.push(link("Help", "Our page", "https://example.com/help"));
    let before = owner.arrangement().await;
    let now = owner.arranges(blocks.clone()).await;
    assert_eq!((now.version, &now.blocks), (before.version + 1, &blocks));
    assert_eq!(owner.arrangement().await, now);

    let seen = member.kinds().await;
    assert_eq!(seen.first(), Some(&BlockKind::Announcement));
    assert!(seen.contains(&BlockKind::Orders) && !seen.contains(&BlockKind::Profile));
    let said = member.space().await.blocks[0].content.clone().unwrap();
    assert_eq!(said.en, None);
    let strong = Inline::Strong(vec![Inline::Text("nous".into())]);
    let text = vec![Inline::Text("Entre ".into()), strong];
    assert_eq!(said.fr.unwrap().text, [Block::Paragraph(text)]);

    let seen = other.kinds().await;
    assert!(!seen.contains(&BlockKind::Announcement) && !seen.contains(&BlockKind::Orders));
    assert_eq!(seen.last(), Some(&BlockKind::Links));
    // Nothing of what is another's is in the answer, not even its title.
    let raw = other.send("GET", "/api/account/space", "").await;
    raw.expect(200);
    assert!(!raw.text().contains("Pour vous"), "{raw}");
    // Who leaves the group loses it at once.
    owner.takes_out(&id, &vip.id).await;
    assert_eq!(member.kinds().await, seen);
}

async fn a_block_whose_group_is_gone_is_seen_by_nobody(world: &World, owner: &Staff) {
    let (member, address) = customer(world).await;
    let press = owner.groups_as("Presse").await;
    let id = owner.find(&address).await.id;
    owner.puts_in(&id, &press.id).await;
    let mut blocks = Arrangement::fresh(0).blocks;
    blocks.insert(0, only_for(announcement("Presse", "x"), &press.id));
    owner.arranges(blocks).await;
    assert!(member.kinds().await.contains(&BlockKind::Announcement));
    owner
        .reply::<DeleteGroup>(&press.id, &(), &())
        .await
        .expect(204);
    assert!(!member.kinds().await.contains(&BlockKind::Announcement));
    let now = owner.arrangement().await;
    assert_eq!(now.blocks[0].groups, Some(vec![]));
    // Saved again as it stands it asks for a group; switched off it does not.
    let mut blocks = now.blocks;
    let refused = owner.arrange(Some(now.version), blocks.clone()).await;
    assert_eq!(faults(&refused.unwrap_err()), ["blocks.0.groups: required"]);
    blocks[0].on = false;
    owner.arranges(blocks).await;
}

async fn a_stale_arrangement_loses(owner: &Staff) {
    let seen = owner.arrangement().await;
    let mut blocks = seen.blocks.clone();
    blocks.reverse();
    let now = owner.arrange(Some(seen.version), blocks).await.unwrap();
    let late = owner
        .arrange(Some(seen.version), seen.blocks.clone())
        .await
        .unwrap_err();
    assert_eq!((late.status, late.code.as_ref()), (409, "stale"));
    assert_eq!(late.current, Some(json!(now)));
    let missing = owner.arrange(None, seen.blocks).await.unwrap_err();
    assert_eq!(faults(&missing), ["version: required"]);
    assert_eq!(owner.arrangement().await, now);
    // A kind that is left out is there, and off.
    let short = owner.arranges(now.blocks[..1].to_vec()).await;
    let off = short.blocks.iter().skip(1).all(|block| !block.on);
    assert!(off && short.blocks.len() >= now.blocks.len() - 1);
}

async fn t27_forged_arrangements_are_refused_whole(world: &World, owner: &Staff) {
    let before = owner.arrangement().await;
    let send = async |body: serde_json::Value| {
        let path = address::<ArrangeSpace>(&(), &(), |v| v.to_owned());
        let reply = owner
            .send(ArrangeSpace::METHOD.name(), &path, &body.to_string())
            .await;
        faults(&reply.expect(422).problem())
    };
    let with = |block: serde_json::Value| json!({ "version": before.version, "blocks": [block] });
    let nobodys = "00000000-0000-7000-8000-000000000000";
    for (block, fault) in [
        (
            json!({ "kind": "sales", "on": true, "groups": null }),
            "blocks.0.kind: unknown",
        ),
        (
            json!({ "kind": "ORDERS", "on": true, "groups": null }),
            "blocks.0.kind: unknown",
        ),
        (
            json!({ "kind": "orders", "on": true, "groups": [nobodys] }),
            "blocks.0.groups: unknown",
        ),
        (
            json!({ "kind": "links", "on": true, "groups": null, "content": {
                "en": { "title": "x", "html": "<b>" } } }),
            "blocks.0.content.en.html: unknown_key",
        ),
        (
            json!({ "kind": "orders", "on": true, "groups": null, "content": { "en": { "title": "x" } } }),
            "blocks.0.content: unknown_key",
        ),
    ] {
        assert_eq!(send(with(block.clone())).await, [fault], "{block}");
    }
    let twice = json!({ "version": before.version, "blocks": [
        { "kind": "orders", "on": true, "groups": null }, { "kind": "orders", "on": true, "groups": null } ] });
    assert_eq!(send(twice).await, ["blocks.1.kind: twice"]);
    assert_eq!(owner.arrangement().await, before);
    // A customer arranges nothing.
    let (zoe, _) = customer(world).await;
    let body = json!({ "version": before.version, "blocks": [] }).to_string();
    zoe.send("PUT", "/api/admin/space", &body).await.expect(403);
    zoe.send("PUT", "/api/account/space", &body)
        .await
        .expect(405);
}

async fn t30_hostile_texts_are_shown_and_nothing_else(world: &World, owner: &Staff) {
    let (zoe, _) = customer(world).await;
    for hostile in [
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&#58;alert(1))",
        "![x](https://example.com/pixel.gif)",
        "</script><svg/onload=alert(1)>",
        "<javascript:alert(1)>",
        "\"autofocus onfocus=alert(1)",
    ] {
        let title = "<b>Titre</b>";
        owner.arranges(vec![announcement(title, hostile)]).await;
        let space = zoe.space().await;
        let said = space.blocks[0].content.clone().unwrap().fr.unwrap();
        assert_eq!(said.title, title);
        let tree = serde_json::to_string(&said.text).unwrap();
        assert!(!tree.contains("\"link\""), "{hostile}: {tree}");
        assert!(tree.contains("\"text\""), "{hostile}: {tree}");
    }
    for to in [
        "javascript:alert(1)",
        "//example.com",
        "data:text/html,x",
        "http://example.com",
    ] {
        let refused = owner
            .arrange(
                Some(owner.arrangement().await.version),
                vec![link("Help", "x", to)],
            )
            .await;
        let told = faults(&refused.unwrap_err());
        assert_eq!(told, ["blocks.0.content.links.0.to: malformed"], "{to}");
    }
    // Depth without end: refused by length, or ended by the parser; the page comes either way.
    let bomb = announcement("Bombe", &"> ".repeat(1_900));
    owner.arranges(vec![bomb]).await;
    assert_eq!(zoe.space().await.blocks.len(), 1);
    let hidden = announcement("x", "a\u{202E}b");
    let version = owner.arrangement().await.version;
    let refused = owner.arrange(Some(version), vec![hidden]).await;
    assert_eq!(
        faults(&refused.unwrap_err()),
        ["blocks.0.content.fr.text: control_chars"]
    );
}

async fn t28_support_reads_and_managers_arrange(world: &World, owner: &Staff) {
    let support = owner.hires(world, Role::Support).await;
    let manager = owner.hires(world, Role::Manager).await;
    let fresh = Arrangement::fresh(0).blocks;
    let seen = support.arrangement().await;
    let refused = support.arrange(Some(seen.version), fresh.clone()).await;
    assert_eq!(refused.unwrap_err().status, 403);
    let now = manager.arranges(fresh).await;
    assert_eq!(now.version, seen.version + 1);
    let query = JournalQuery::default();
    let journal = owner
        .get::<domain::api::journal::ListJournal>(&(), &query)
        .await
        .unwrap();
    let line = journal
        .items
        .iter()
        .find(|line| line.deed == Deed::Act(Act::SpaceArranged))
        .expect("the journal tells it");
    assert_eq!(line.role, Some(Role::Manager));
}

async fn what_there_is_to_do_comes_first(world: &World, owner: &Staff) {
    let (zoe_here, address) = customer(world).await;
    let elsewhere = Browser::new(world);
    let order = elsewhere.buys_service(&zoe(&address)).await;
    let space = zoe_here.space().await;
    assert_eq!(
        space.to_do,
        [ToDo::Pay {
            order: order.id.clone(),
            number: order.number,
            total: order.total,
            currency: order.currency.clone()
        }]
    );
    let orders = |space: &domain::space::Space| {
        let block = space.blocks.iter().find(|b| b.kind == BlockKind::Orders);
        block.and_then(|block| block.count).map(|count| count.all)
    };
    assert_eq!(orders(&space), Some(1));
    // Another customer has none of it.
    let (other, _) = customer(world).await;
    let theirs = other.space().await;
    assert_eq!((orders(&theirs), theirs.to_do.len()), (Some(0), 0));
    owner.marks_paid(&order.id).await;
    assert_eq!(zoe_here.space().await.to_do, []);

    // An access that ends within 30 days; one that ends later is nothing to do about.
    let access = elsewhere.buys_access(&zoe(&address)).await;
    owner.marks_paid(&access.id).await;
    assert_eq!(zoe_here.space().await.to_do, []);
    let ends_at = world::now() + 10 * 24 * 60 * 60 * 1000;
    world
        .database()
        .rows(
            "update purchases set valid_until = cast(?1 as integer) where last_order_id = ?2",
            &[&ends_at.to_string(), access.id.as_str()],
        )
        .await;
    let to_do = zoe_here.space().await.to_do;
    assert!(
        matches!(&to_do[..], [ToDo::Renew { ends_at: at, .. }] if *at == ends_at),
        "{to_do:?}"
    );
}

async fn what_waits_for_a_decision_is_told(world: &World) {
    let (customer, address) = customer(world).await;
    // Somebody else's browser types other details for this mailbox.
    let mut typed = zoe(&address);
    typed.first_name = "Zoë".into();
    Browser::new(world).leave(&typed).await;
    let to_do = customer.space().await.to_do;
    assert_eq!(to_do, [ToDo::DecidePending { count: 1 }]);
    let account = "select id from accounts where email = ?1";
    let wait = format!(
        "insert into email_changes (id, account_id, email, email_key, asked_at, expires_at)
        values (?2, ({account}), 'new@example.com', 'new@example.com', 0, cast(?3 as integer))"
    );
    let until = (world::now() + 60_000).to_string();
    let id = word();
    world.database().rows(&wait, &[&address, &id, &until]).await;
    let to_do = customer.space().await.to_do;
    let email = "new@example.com".to_owned();
    assert_eq!(to_do.last(), Some(&ToDo::ConfirmEmail { email }));
    assert_eq!(to_do.len(), 2);
}

/// The worked example that people read is the file that is compiled.
#[test]
fn the_block_in_contributing_is_the_one_that_is_compiled() {
    let root = Path::new(&world::setting("COMPTOIR_ROOT")).to_owned();
    let guide = std::fs::read_to_string(root.join("CONTRIBUTING.md")).unwrap();
    let path = "app/src/space/blocks/help.rs";
    let file = std::fs::read_to_string(root.join(path)).unwrap();
    let (_, after) = guide.split_once(path).expect("CONTRIBUTING names the file");
    let (_, code) = after.split_once("```rust\n").expect("and shows it");
    let (code, _) = code.split_once("```").unwrap();
    assert_eq!(code, file);
}
