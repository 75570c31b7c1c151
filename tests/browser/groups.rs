//! Groups: made, renamed, filled by hand, by a selection and by all that match; ten thousand at once survive the death of the server.

use crate::screens::examine_calm as examine;
use crate::steps::Hands;
use domain::bulk::LEASE;
use domain::group::Group;
use domain::history::Fact;
use domain::id::CustomerId;
use domain::locale::Locale;
use domain::route;
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tests::contact::named;
use tests::crowd::crowd;
use tests::staff::Staff;
use tests::window::{Look, journey, journey_in};
use tests::world::{self, email, word};
use tests::{Browser, Server, Thing, Window};
use tokio::sync::Mutex;

/// A number as people of this language write it.
fn number(window: &Window, n: u32) -> String {
    let digits = n.to_string();
    let (head, tail) = digits.split_at(digits.len().saturating_sub(3));
    match (head, window.locale) {
        ("", _) => tail.to_owned(),
        (head, Locale::En) => format!("{head},{tail}"),
        (head, Locale::Fr) => format!("{head} {tail}"),
    }
}

/// A sentence about so many customers and a group.
fn said(window: &Window, key: &str, n: u32, group: &str) -> String {
    let one = n == 1 || n == 0 && window.locale == Locale::Fr;
    let key = format!("admin_bulk.{key}_{}", if one { "one" } else { "other" });
    let n = number(window, n);
    window.words.fill(&key, &[("n", &n), ("group", group)])
}

/// Makes a group: its name suggests the code.
async fn creates(window: &Window, owner: &Staff, hands: Hands, common: &str) -> Group {
    window.visit(route::ADMIN_GROUPS).await;
    hands.press_key(window, "admin_groups.create").await;
    window.is_at(route::ADMIN_GROUP_NEW).await;
    window.started().await;
    hands.press_key(window, "admin_groups.create_do").await;
    window
        .until(
            "document.querySelectorAll('main [aria-invalid=true]').length === 2",
            "name and code are missing",
        )
        .await;
    examine(window, "a new group, nothing typed").await;
    let name = format!("Très bons {common}");
    let code = format!("tres-bons-{common}");
    hands.fill(window, "name", &name).await;
    window.holds("code", &code).await;
    hands.press_key(window, "admin_groups.create_do").await;
    window.sees(window.words.text("admin_groups.created")).await;
    let all = owner.groups().await;
    let made = all.into_iter().find(|group| group.name == name);
    let made = made.expect("the group is made");
    assert_eq!(made.code, code);
    // The same code in another case is somebody's.
    window.visit(route::ADMIN_GROUP_NEW).await;
    hands.fill(window, "name", "Another").await;
    hands.fill(window, "code", &code.to_uppercase()).await;
    hands.press_key(window, "admin_groups.create_do").await;
    let taken = window
        .words
        .fill("admin_groups.taken_by", &[("name", &name)]);
    window.sees(&taken).await;
    examine(window, "a new group whose code is taken").await;
    hands.press_key(window, "admin_groups.taken_open").await;
    // What was typed for another group may go.
    hands.press_key(window, "admin.leave_do").await;
    window.is_at(&route::admin_group(&made.id)).await;
    made
}

/// Another name; the code stays.
async fn renames(window: &Window, owner: &Staff, hands: Hands, group: &Group) -> Group {
    hands.press_key(window, "admin_groups.rename").await;
    let name = group.name.replace("Très", "Plutôt");
    hands.fill(window, "name", &name).await;
    hands.press_key(window, "admin_groups.rename_do").await;
    window.sees(window.words.text("admin_groups.renamed")).await;
    let now = owner.group(&group.id).await;
    assert_eq!((&now.name, &now.code), (&name, &group.code));
    examine(window, "a group without members").await;
    now
}

/// Chooses the whole page of a list.
async fn chooses(window: &Window, hands: Hands, asked: &str) {
    window
        .visit(&format!("{}?{asked}", route::ADMIN_CUSTOMERS))
        .await;
    window
        .until(
            "document.querySelectorAll('main tbody tr').length > 0",
            "the list comes",
        )
        .await;
    if window.js("innerWidth < 500").await == json!(true) {
        hands.press_key(window, "admin_customers.choose").await;
    }
    let page = Thing::tick_box(window.words.text("admin_customers.choose_page"));
    hands.tick(window, page, true).await;
}

async fn into_the_group(window: &Window, hands: Hands, chosen: &str, group: &Group) {
    window.sees(chosen).await;
    let groups = Thing::button(window.words.text("admin_bulk.groups"));
    hands.press_the(window, groups.beside(chosen)).await;
    let list = Thing::list(window.words.text("admin_bulk.group"));
    hands.choose(window, list, &group.name).await;
    hands.press_key(window, "admin_bulk.join").await;
}

/// How often the history of a customer says that they joined.
async fn joined(owner: &Staff, customer: &CustomerId) -> usize {
    let history = owner.history(customer).await;
    let joined = |entry: &&domain::history::Entry| entry.fact == Fact::GroupJoined;
    history.iter().filter(joined).count()
}

async fn by_hand_and_by_selection(window: Window, hands: Hands) {
    window.provoke("status of 409");
    let common = word();
    let mut customers = Vec::new();
    let owner = Staff::owner(&window.world).await;
    for last in ["a", "b", "c"] {
        let address = email("member");
        Browser::new(&window.world)
            .leave(&named("Ada", &format!("{common}{last}"), &address))
            .await;
        customers.push(owner.find(&address).await.id);
    }
    window.take_session(&owner.browser).await;
    let group = creates(&window, &owner, hands, &common).await;
    let group = renames(&window, &owner, hands, &group).await;

    // One from their own page.
    window.visit(&route::admin_customer(&customers[0])).await;
    hands.fill(&window, "group-add", &group.name).await;
    window.keys(thirtyfour::Key::Enter).await;
    let name = format!("Ada {common}a");
    let told = [("name", name.as_str()), ("group", &group.name)];
    window
        .sees(&window.words.fill("admin_customer.group_joined", &told))
        .await;
    examine(&window, "a customer in a group").await;

    // All three from the list: who is in already stays in, once.
    chooses(&window, hands, &format!("q={common}")).await;
    let three = said(&window, "chosen", 3, "");
    window.sees(&three).await;
    examine(&window, "a list, some chosen").await;
    into_the_group(&window, hands, &three, &group).await;
    window
        .sees(&said(&window, "ask_join", 3, &group.name))
        .await;
    window.focus_is_on("bulk-cancel").await;
    examine(&window, "a bulk change, asked").await;
    hands.press_key(&window, "admin_bulk.do_join").await;
    window
        .sees(&said(&window, "done_join", 2, &group.name))
        .await;
    window.sees(&said(&window, "skipped_join", 1, "")).await;
    examine(&window, "a bulk change, done").await;
    chooses(&window, hands, &format!("q={common}")).await;
    into_the_group(&window, hands, &three, &group).await;
    hands.press_key(&window, "admin_bulk.do_join").await;
    window.sees(&said(&window, "skipped_join", 3, "")).await;
    for customer in &customers {
        assert_eq!(
            joined(&owner, customer).await,
            1,
            "one membership, one entry"
        );
    }
    assert_eq!(owner.group(&group.id).await.members, 3);

    // Deleting says whom it touches, and touches the group alone.
    window.visit(&route::admin_group(&group.id)).await;
    window.sees(&format!("{common}c")).await;
    examine(&window, "a group").await;
    hands.press_key(&window, "admin_groups.delete").await;
    let touched = [("n", "3")];
    window
        .sees(
            &window
                .words
                .fill("admin_groups.delete_effect_other", &touched),
        )
        .await;
    window.focus_is_on("group-keep").await;
    examine(&window, "deleting a group, asked").await;
    hands.press_key(&window, "admin_groups.delete_do").await;
    window.sees(window.words.text("admin_groups.deleted")).await;
    window.is_at(route::ADMIN_GROUPS).await;
    for customer in &customers {
        assert_eq!(owner.customer(customer).await.groups, []);
    }
}

#[tokio::test]
async fn a_group_is_made_and_filled_in_english_by_keyboard() {
    journey(Look::DESK, |window| {
        by_hand_and_by_selection(window, Hands::Keys)
    })
    .await;
}

#[tokio::test]
async fn a_group_is_made_and_filled_in_french_on_a_phone() {
    let look = Look::PHONE.speaking(Locale::Fr);
    journey(look, |window| {
        by_hand_and_by_selection(window, Hands::Pointer)
    })
    .await;
}

/// As many as a bulk change must carry.
const MANY: u32 = 10_000;

/// Asks the database until it says so; bulk changes of thousands take their time.
async fn comes_to(window: &Window, sql: &str, wanted: impl Fn(i64) -> bool) -> i64 {
    let patience = Instant::now() + Duration::from_secs(180);
    loop {
        let now = window.world.database().number(sql, &[]).await;
        if wanted(now) {
            return now;
        }
        assert!(Instant::now() < patience, "{sql} gives {now}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Lets no more than this many in: holds the work in its middle for as long as it takes to kill the server there.
const HELD: u32 = 4_000;
const BRAKE: &str = "create trigger held before insert on memberships
    when (select members from groups where id = new.group_id) >= 4000
    begin select raise(abort, 'held'); end";

const DONE: &str = "select coalesce(max(done), 0) from bulks where undoes is null";
const MEMBERS: &str = "select count(*) from memberships";
const ENTRIES: &str = "select count(*) from history where fact = 'group_joined'";
const ONES: &str = "select count(distinct customer_id) from history where fact = 'group_joined'";

async fn ten_thousand(window: Window, server: Arc<Mutex<Server>>, hands: Hands) {
    window.provoke("ERR_CONNECTION_REFUSED");
    window.provoke("ERR_CONNECTION_RESET");
    window.provoke("ERR_EMPTY_RESPONSE");
    crowd(&window.world, "Foule", MANY).await;
    let everybody = "select count(*) from customers where stage = 'contact'";
    let everybody = window.world.database().number(everybody, &[]).await;
    assert_eq!(everybody, i64::from(MANY), "nobody else is there");
    let owner = Staff::owner(&window.world).await;
    let group = owner.groups_as("VIP").await;
    window.take_session(&owner.browser).await;
    chooses(&window, hands, "stage=contact").await;
    let all = said(&window, "choose_all", MANY, "");
    hands.press_the(&window, Thing::button(&all)).await;
    let chosen = said(&window, "chosen_all", MANY, "");
    into_the_group(&window, hands, &chosen, &group).await;
    // The question repeats how many they are, and by which filter.
    window
        .sees(&said(&window, "ask_join", MANY, &group.name))
        .await;
    let filter = window.words.text("admin_customers.filter_stage");
    let value = window.words.text("admin.stage_contact");
    let over = [("filter", filter), ("value", value)];
    let over = window.words.fill("admin_customers.chip", &over);
    window.sees(&over).await;
    examine(&window, "a bulk change over all that match, asked").await;
    window.world.database().rows(BRAKE, &[]).await;
    hands.press_key(&window, "admin_bulk.do_join").await;

    // In the middle of it everything dies.
    comes_to(&window, DONE, |done| done == i64::from(HELD)).await;
    let doing = said(&window, "doing_join", MANY, &group.name);
    let doing = doing.replace("{done}", &number(&window, HELD));
    window.sees(&doing).await;
    {
        let mut server = server.lock().await;
        server.kill();
        server.serve(&[]);
        server.ready().await;
    }
    window.reload().await;
    window.sees(&doing).await;
    examine(&window, "a bulk change under way").await;
    comes_to(&window, DONE, |done| done == i64::from(HELD)).await;
    let let_go = "drop trigger held";
    window.world.database().rows(let_go, &[]).await;

    // The sweep takes it up once the dead one's time is over.
    let mut time = world::now() + LEASE + 1_000;
    let patience = Instant::now() + Duration::from_secs(180);
    let running = "select count(*) from bulks where state = 'running'";
    while window.world.database().number(running, &[]).await > 0 {
        assert!(Instant::now() < patience, "the sweep does not finish it");
        window.world.sweep_at(time).await;
        time += LEASE + 1_000;
    }
    window
        .sees(&said(&window, "done_join", MANY, &group.name))
        .await;
    examine(&window, "a bulk change, done").await;
    let database = window.world.database();
    for (what, sql) in [
        ("members", MEMBERS),
        ("entries", ENTRIES),
        ("customers with an entry", ONES),
    ] {
        assert_eq!(database.number(sql, &[]).await, i64::from(MANY), "{what}");
    }
    assert_eq!(owner.group(&group.id).await.members, MANY);

    // It can still be taken back, from wherever one is.
    window.visit(route::ADMIN_GROUPS).await;
    hands.press_key(&window, "admin_bulk.work").await;
    hands.press_key(&window, "admin_bulk.undo").await;
    comes_to(&window, MEMBERS, |members| members == 0).await;
    let out = said(&window, "done_leave", MANY, &group.name);
    let taken_back = window
        .words
        .fill("admin_bulk.taken_back", &[("what", &out)]);
    window.sees(&taken_back).await;
    assert_eq!(owner.group(&group.id).await.members, 0);
}

#[tokio::test]
async fn ten_thousand_join_a_group_over_a_crash_in_english_by_keyboard() {
    let server = Server::start("bulk-en").await;
    let world = server.world.clone();
    let server = Arc::new(Mutex::new(server));
    journey_in(&world, Look::DESK, |window| {
        ten_thousand(window, server, Hands::Keys)
    })
    .await;
}

#[tokio::test]
async fn ten_thousand_join_a_group_over_a_crash_in_french_on_a_phone() {
    let server = Server::start("bulk-fr").await;
    let world = server.world.clone();
    let server = Arc::new(Mutex::new(server));
    let look = Look::PHONE.speaking(Locale::Fr);
    journey_in(&world, look, |window| {
        ten_thousand(window, server, Hands::Pointer)
    })
    .await;
}
