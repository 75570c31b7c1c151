//! Conversations with the shop: from question to closure, what each side has not read, what the mails keep to themselves,
//! and whose they are.

use domain::account::Role;
use domain::api::PageQuery;
use domain::api::conversation::{
    AnswerConversation, GetConversation, GetOwnConversation, OpenConversation, ReadOwnConversation,
    SetOwnConversationState, WriteMessage,
};
use domain::conversation::{
    ConversationForm, ConversationState, InboxQuery, MESSAGES_PAGE, ReadForm, Side, View,
};
use domain::id::{ConversationId, Id};
use serde_json::json;
use std::slice::from_ref;
use std::sync::Arc;
use tests::contact::zoe;
use tests::conversing::{correspondent, key, message, question};
use tests::recording::{inner, outer};
use tests::reply::faults;
use tests::staff::{self, Staff};
use tests::world::{email, word};
use tests::{Browser, Mails, World};

const HOSTILE: &str = "<img src=x onerror=alert(1)>\n</script><svg/onload=alert(2)> \"'&amp; {{x}} javascript:alert(3)\n👩\u{200D}🌾 عربي ‘ʼ’ e\u{301}";

/// How the threads of a page are called.
fn subjects(page: &domain::page::Page<domain::conversation::Thread>) -> Vec<&str> {
    page.items.iter().map(|t| t.subject.as_str()).collect()
}

fn view(view: View) -> InboxQuery {
    InboxQuery {
        view,
        ..InboxQuery::default()
    }
}

fn nobodys() -> ConversationId {
    Id::new(1, staff::random())
}

#[tokio::test]
async fn a_conversation_from_question_to_closure_is_seen_from_both_sides() {
    let world = World::get();
    let clerk = Staff::of_role(&world, Role::Support).await;
    let (zoe, address) = correspondent(&world).await;
    let opened = zoe
        .asks(" Où est ma commande ? ", "Bonjour,\r\n\r\nelle tarde.")
        .await;
    let id = opened.thread.id.clone();
    assert_eq!(opened.thread.subject, "Où est ma commande ?");
    assert_eq!(opened.thread.customer, None, "who one is needs no telling");
    assert_eq!(
        (
            opened.thread.state,
            opened.thread.unread,
            opened.thread.messages
        ),
        (ConversationState::Open, 0, 1)
    );
    let first = &opened.page[0];
    assert_eq!(
        (first.n, first.by, first.text.as_str(), &first.author),
        (1, Side::Customer, "Bonjour,\n\nelle tarde.", &None)
    );

    let seen = clerk.opens(&id).await;
    let customer = seen.thread.customer.clone().unwrap();
    assert_eq!(
        (customer.email.as_str(), customer.reads),
        (address.as_str(), true)
    );
    assert_eq!((seen.thread.unread, seen.read), (1, 0));
    clerk.has_read(&id, 1).await;
    assert_eq!(clerk.opens(&id).await.thread.unread, 0);
    let answered = clerk.answers(&id, "Elle part demain.").await;
    let by_staff = answered.page.last().unwrap();
    assert_eq!((by_staff.n, by_staff.by), (2, Side::Shop));
    assert!(by_staff.author.is_some(), "the team sees who answered");

    assert_eq!(zoe.unread().await.unread, 1);
    let read = zoe.conversation(&id).await;
    assert_eq!((read.thread.unread, read.read), (1, 0));
    assert_eq!(read.page[1].author, None, "the shop speaks with one voice");
    assert!(!json!(read).to_string().contains(&clerk.email));
    assert_eq!(zoe.reads(&id, 2).await.unread, 0);
    assert_eq!(zoe.conversation(&id).await.read, 2);

    let closed = clerk
        .puts_conversation(&id, ConversationState::Closed)
        .await
        .unwrap();
    assert_eq!(
        (closed.state, closed.closed_by, closed.closed_at.is_some()),
        (ConversationState::Closed, Some(Side::Shop), true)
    );
    let again = clerk
        .puts_conversation(&id, ConversationState::Closed)
        .await;
    assert_eq!(again.unwrap(), closed, "so already is no change");
    // A last word of the shop leaves it closed; the customer's opens it again.
    let last = clerk.answers(&id, "Merci à vous.").await;
    assert_eq!(last.thread.state, ConversationState::Closed);
    let reopened = zoe.writes(&id, "Encore une question.").await;
    assert_eq!(
        (
            reopened.thread.state,
            reopened.thread.closed_by,
            reopened.thread.closed_at
        ),
        (ConversationState::Open, None, None)
    );
    let own = zoe.set_conversation(&id, ConversationState::Closed).await;
    assert_eq!(own.unwrap().closed_by, Some(Side::Customer));
    zoe.set_conversation(&id, ConversationState::Open)
        .await
        .unwrap();

    let facts: Vec<String> = clerk.facts(&customer.id).await;
    let told: Vec<&str> = facts
        .iter()
        .map(String::as_str)
        .filter(|fact| fact.contains("conversation") || fact.contains("message"))
        .collect();
    assert_eq!(told.len(), 8, "{told:?}");
    let journal = "select deed from audit where subject_id = ?1 and deed like '%conversation%' or subject_id = ?1 and deed = 'message_written' order by seq";
    let rows = world
        .database()
        .rows(journal, &[customer.id.as_str()])
        .await;
    assert_eq!(
        json!(rows),
        json!([
            ["message_written"],
            ["conversation_closed"],
            ["message_written"]
        ]),
        "what staff did, and not what the customer did"
    );
    let spoken = "select count(*) from history where customer_id = ?1 and (fields || coalesce(detail, '')) like '%commande%'";
    assert_eq!(
        world
            .database()
            .number(spoken, &[customer.id.as_str()])
            .await,
        0
    );
}

#[tokio::test]
async fn t30_what_is_written_is_stored_and_given_back_literally() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (zoe, _) = correspondent(&world).await;
    let subject = "<script>alert(1)</script> \"'& عربي";
    let opened = zoe.asks(subject, HOSTILE).await;
    let id = &opened.thread.id;
    owner.answers(id, HOSTILE).await;
    for seen in [zoe.conversation(id).await, owner.opens(id).await] {
        assert_eq!(seen.thread.subject, subject);
        let texts: Vec<&str> = seen.page.iter().map(|m| m.text.as_str()).collect();
        assert_eq!(texts, [HOSTILE, HOSTILE]);
    }
}

#[tokio::test]
async fn t34_broken_text_is_refused_by_its_name() {
    let world = World::get();
    let (zoe, _) = correspondent(&world).await;
    let id = zoe.asks("Entière", "Bonjour").await.thread.id;
    for text in ["a\0b", "a\u{202E}b", "a\u{2028}b", "\u{FEFF}a b\u{FEFF}c"] {
        let refused = zoe.write(&id, text).await.unwrap_err();
        assert_eq!(faults(&refused), ["text: control_chars"], "{text:?}");
        let refused = zoe.open_conversation(&question(text, "Bonjour")).await;
        assert_eq!(
            faults(&refused.unwrap_err()),
            ["subject: control_chars"],
            "{text:?}"
        );
    }
    let marks = "\u{301}".repeat(10_000);
    assert_eq!(
        faults(&zoe.write(&id, &marks).await.unwrap_err()),
        ["text: too_long"]
    );
    let empty = zoe.open_conversation(&question(" ", "\n\t")).await;
    assert_eq!(
        faults(&empty.unwrap_err()),
        ["subject: required", "text: required"]
    );
    let longest = question(&"é".repeat(150), &"\u{1F4A1}".repeat(5_000));
    assert!(zoe.open_conversation(&longest).await.is_ok());
    let path = format!("/api/account/conversations/{id}/messages");
    for body in [
        b"{\"text\":\"\xff\xfe\"}".to_vec(),
        b"{\"text\":\"\xc0\xaf\"}".to_vec(),
        br#"{"text":"\ud800"}"#.to_vec(),
        b"{\"text\":[\"a\"]}".to_vec(),
        b"{\"text\":null}".to_vec(),
    ] {
        let text = unsafe_text(&body);
        let headers = tests::browser::same_origin(world.url());
        let headers = [headers[0], headers[1], ("content-type", "application/json")];
        let reply = zoe.raw("POST", &path, &headers, body).await;
        assert!([400, 422].contains(&reply.status), "{text}: {reply}");
    }
    assert_eq!(zoe.conversation(&id).await.thread.messages, 1);
}

fn unsafe_text(body: &[u8]) -> String {
    String::from_utf8_lossy(body).into_owned()
}

#[tokio::test]
async fn t27_nobody_says_more_than_a_form_asks() {
    let world = World::get();
    let (zoe, _) = correspondent(&world).await;
    let id = zoe.asks("À moi", "Bonjour").await.thread.id;
    for extra in [
        "customer_id",
        "state",
        "by",
        "side",
        "author",
        "id",
        "shop_unread",
        "account_id",
    ] {
        let open = json!({ "subject": "s", "text": "t", extra: "x" }).to_string();
        let reply = zoe.send("POST", "/api/account/conversations", &open).await;
        assert_eq!(
            reply.expect(422).faults(),
            [format!("{extra}: unknown_key")]
        );
        let path = format!("/api/account/conversations/{id}/messages");
        let write = json!({ "text": "t", extra: "x" }).to_string();
        let reply = zoe.send("POST", &path, &write).await;
        assert_eq!(
            reply.expect(422).faults(),
            [format!("{extra}: unknown_key")]
        );
    }
    let seen = zoe.conversation(&id).await;
    assert_eq!(
        (seen.thread.messages, zoe.conversations().await.items.len()),
        (1, 1)
    );
}

#[tokio::test]
async fn t24_another_customers_conversation_is_as_good_as_none() {
    let world = World::get();
    let (zoe, _) = correspondent(&world).await;
    let (other, _) = correspondent(&world).await;
    let id = zoe.asks("Secret", "Bonjour").await.thread.id;
    let state = domain::conversation::ConversationStateForm {
        state: Some(ConversationState::Closed),
    };
    let read = ReadForm {
        upto: Some(1),
        unread: false,
    };
    let mut answers = Vec::new();
    for id in [&id, &nobodys()] {
        let page = PageQuery::default();
        let replies = [
            other.reply::<GetOwnConversation>(id, &page, &()).await,
            other.reply::<WriteMessage>(id, &(), &message("x")).await,
            other
                .reply::<SetOwnConversationState>(id, &(), &state)
                .await,
            other.reply::<ReadOwnConversation>(id, &(), &read).await,
        ];
        let answer = |reply: tests::Reply| {
            let mut value = reply.value();
            value["trace"] = json!(null);
            (reply.status, value)
        };
        answers.push(replies.map(answer));
    }
    assert_eq!(answers[0], answers[1]);
    assert!(
        answers[0].iter().all(|(status, _)| *status == 404),
        "{answers:?}"
    );
    assert_eq!(other.conversations().await.items, []);
    let seen = zoe.conversation(&id).await;
    assert_eq!(
        (seen.thread.state, seen.thread.messages),
        (ConversationState::Open, 1)
    );
    // Nothing of it was written to the history either.
    let sql = "select count(*) from history where conversation_id = ?1";
    assert_eq!(world.database().number(sql, &[id.as_str()]).await, 1);
}

#[tokio::test]
async fn t29_a_conversation_is_about_an_order_of_ones_own() {
    let world = World::get();
    world.for_sale().await;
    let owner = Staff::owner(&world).await;
    let (zoe_there, address) = correspondent(&world).await;
    let own = Browser::new(&world).buys_service(&zoe(&address)).await;
    let others = Browser::new(&world)
        .buys_service(&zoe(&email("other")))
        .await;
    let about = |order: &domain::id::OrderId| ConversationForm {
        order: Some(order.clone()),
        ..question("Ma commande", "Bonjour")
    };
    for foreign in [others.id, Id::new(1, staff::random())] {
        let refused = zoe_there.open_conversation(&about(&foreign)).await;
        assert_eq!(faults(&refused.unwrap_err()), ["order: unknown"]);
    }
    assert_eq!(zoe_there.conversations().await.items, []);
    let opened = zoe_there.open_conversation(&about(&own.id)).await.unwrap();
    let mark = opened.thread.order.clone().unwrap();
    assert_eq!((mark.id, mark.number), (own.id, own.number));
    let query = InboxQuery {
        q: own.number.to_string(),
        ..InboxQuery::default()
    };
    let found = owner.inbox(&query).await;
    assert!(
        found.items.iter().any(|t| t.id == opened.thread.id),
        "the inbox finds it by its order’s number"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_at_once_lose_nothing_and_count_right() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (zoe, address) = correspondent(&world).await;
    let id = zoe.asks("Ensemble", "Un").await.thread.id;
    let start = Arc::new(tokio::sync::Barrier::new(9));
    let mut running = tokio::task::JoinSet::new();
    for place in 0..9 {
        let (start, id) = (start.clone(), id.clone());
        let browser = zoe.stolen();
        let clerk = Staff::owner(&world).await;
        running.spawn(async move {
            start.wait().await;
            match place % 3 {
                0 => drop(browser.writes(&id, &format!("client {place}")).await),
                1 => drop(clerk.answers(&id, &format!("boutique {place}")).await),
                _ => drop(clerk.has_read(&id, 1).await),
            }
        });
    }
    running.join_all().await;
    let seen = owner.opens(&id).await;
    let places: Vec<u32> = seen.page.iter().map(|m| m.n).collect();
    assert_eq!(places, [1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(
        (
            seen.thread.messages,
            seen.thread.unread,
            zoe.conversation(&id).await.thread.unread
        ),
        (7, 3, 3),
        "what came after the first is unread, on either side"
    );
    owner.has_read(&id, 7).await;
    assert_eq!(owner.opens(&id).await.thread.unread, 0);
    // Reading goes forward only, whatever an older tab says, and never past what there is.
    zoe.reads(&id, 99).await;
    zoe.reads(&id, 1).await;
    let seen = zoe.conversation(&id).await;
    assert_eq!((seen.read, seen.thread.unread), (7, 0));
    // One mail each: the rest came before anything was read.
    assert_eq!(
        Mails::get().count(&address, "conversation_answered").await,
        1
    );
}

#[tokio::test]
async fn repeating_under_a_key_writes_once() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (zoe, _) = correspondent(&world).await;
    let (first, second, third) = (key(), key(), key());
    let form = question("Une fois", "Bonjour");
    let opened = zoe.post_under::<OpenConversation>(&first, &(), &form).await;
    let again = zoe.post_under::<OpenConversation>(&first, &(), &form).await;
    assert_eq!(opened.expect(201).value(), again.expect(201).value());
    let other = zoe
        .post_under::<OpenConversation>(&first, &(), &question("Autre", "Bonjour"))
        .await;
    assert_eq!(other.expect(422).faults(), ["idempotency_key: reused"]);
    let id = zoe.conversations().await.items[0].id.clone();
    for _ in 0..2 {
        let text = message("Encore");
        let reply = zoe.post_under::<WriteMessage>(&second, &id, &text).await;
        assert!(reply.expect(201).value()["messages"].as_u64() <= Some(3));
        let text = message("Réponse");
        let reply = owner
            .post_under::<AnswerConversation>(&third, &id, &text)
            .await;
        assert!(reply.expect(201).value()["messages"].as_u64() <= Some(3));
    }
    let seen = owner.opens(&id).await;
    assert_eq!((seen.thread.messages, seen.thread.unread), (3, 2));
    assert_eq!(zoe.conversations().await.items.len(), 1);
}

#[tokio::test]
async fn mails_tell_that_there_is_something_and_nothing_of_it() {
    let world = World::get();
    world.for_sale().await;
    let owner = Staff::owner(&world).await;
    let (zoe, address) = correspondent(&world).await;
    let secret = word();
    let opened = zoe
        .asks(&format!("Sujet {secret}"), &format!("Texte {secret}"))
        .await;
    let id = &opened.thread.id;
    let shops = "select recipient, params, customer_id from outbox
        where template = 'shop_message' and params ->> 'conversation' = ?1";
    zoe.writes(id, "Encore").await;
    let rows = world.database().rows(shops, &[id.as_str()]).await;
    assert_eq!(rows.len(), 1, "one until somebody has read it: {rows:?}");
    let desk = owner.settings().await.shop.contact_email;
    assert_eq!(
        json!(rows[0]),
        json!([desk, format!("{{\"conversation\":\"{id}\"}}"), null])
    );
    owner.has_read(id, 2).await;
    zoe.writes(id, "Et encore").await;
    assert_eq!(world.database().rows(shops, &[id.as_str()]).await.len(), 2);

    owner.answers(id, &format!("Réponse {secret}")).await;
    let mail = Mails::get().wait(&address, "conversation_answered").await;
    for part in [
        &mail.message.subject,
        &mail.message.text,
        &mail.message.html,
    ] {
        assert!(!part.contains(&secret), "{part}");
        assert!(!part.contains("Zo"), "{part}");
    }
    assert!(
        mail.message
            .text
            .contains(&format!("/account/conversations/{id}")),
        "{mail}"
    );
    owner.answers(id, "Et aussi").await;
    let sql =
        "select count(*) from outbox where template = 'conversation_answered' and recipient = ?1";
    assert_eq!(world.database().number(sql, &[&address]).await, 1);
    zoe.reads(id, 5).await;
    owner.answers(id, "Enfin").await;
    assert_eq!(world.database().number(sql, &[&address]).await, 2);
    let written = world
        .database()
        .rows(
            "select params, template, recipient from outbox where params like '%' || ?1 || '%'",
            &[id.as_str()],
        )
        .await;
    assert!(!json!(written).to_string().contains(&secret));
}

#[tokio::test]
async fn what_is_read_before_its_mail_leaves_needs_none() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (zoe, address) = correspondent(&world).await;
    let id = zoe.asks("Vite", "Bonjour").await.thread.id;
    Mails::get()
        .set_mode(&address, tests::mails::Mode::Fail)
        .await;
    owner.answers(&id, "Voilà").await;
    zoe.reads(&id, 2).await;
    Mails::get()
        .set_mode(&address, tests::mails::Mode::Ok)
        .await;
    world.sweep_at(tests::world::now() + 5 * 60_000).await;
    let sql =
        "select state from outbox where template = 'conversation_answered' and recipient = ?1";
    let rows = world.database().rows(sql, &[&address]).await;
    assert_eq!(json!(rows), json!([["dropped"]]));
    assert_eq!(
        Mails::get().count(&address, "conversation_answered").await,
        0
    );
}

#[tokio::test]
async fn who_may_not_sign_in_reads_and_writes_nothing() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (zoe, address) = correspondent(&world).await;
    let id = zoe.asks("Avant", "Bonjour").await.thread.id;
    let customer = owner.find(&address).await;
    for switch in [inner(false), outer(false)] {
        zoe.prove(&address).await;
        assert_eq!(zoe.conversation(&id).await.thread.messages, 1);
        owner.sets_account(&customer.id, &switch).await;
        let refused = zoe.write(&id, "Après").await.unwrap_err();
        assert_eq!(refused.status, 401);
        let refused = zoe
            .get::<GetOwnConversation>(&id, &PageQuery::default())
            .await;
        assert_eq!(refused.unwrap_err().status, 401);
        let seen = owner.opens(&id).await;
        assert!(
            !seen.thread.customer.unwrap().reads,
            "staff see that nobody would read it"
        );
        owner.sets_account(&customer.id, &inner(true)).await;
        owner.sets_account(&customer.id, &outer(true)).await;
    }
    assert_eq!(owner.opens(&id).await.thread.messages, 1);
    // An answer to who cannot come in is kept, and no mail leads to a closed door.
    owner.sets_account(&customer.id, &inner(false)).await;
    owner.answers(&id, "Pour plus tard").await;
    let sql =
        "select count(*) from outbox where template = 'conversation_answered' and recipient = ?1";
    assert_eq!(world.database().number(sql, &[&address]).await, 0);
}

#[tokio::test]
async fn a_customer_who_writes_too_much_is_asked_to_wait() {
    let world = World::get();
    let (zoe, _) = correspondent(&world).await;
    let (calm, _) = correspondent(&world).await;
    for place in 0..10 {
        zoe.asks(&format!("Question {place}"), "Bonjour").await;
    }
    let form = question("Question de trop", "Bonjour");
    let reply = zoe.reply::<OpenConversation>(&(), &(), &form).await;
    assert_eq!(reply.expect(429).problem().code, "rate_limited");
    let wait: u32 = reply.header("retry-after").unwrap().parse().unwrap();
    assert!((300..=360).contains(&wait), "{wait}");
    let page = zoe.conversations().await;
    assert_eq!(page.items.len(), 10);
    let id = &page.items[0].id;
    for place in 0..30 {
        zoe.writes(id, &format!("Message {place}")).await;
    }
    let reply = zoe
        .reply::<WriteMessage>(id, &(), &message("de trop"))
        .await;
    reply.expect(429);
    let wait: u32 = reply.header("retry-after").unwrap().parse().unwrap();
    assert!((30..=60).contains(&wait), "{wait}");
    assert_eq!(zoe.conversation(id).await.thread.messages, 31);
    calm.asks("Une autre", "Bonjour").await;
}

#[tokio::test]
async fn a_long_conversation_and_a_long_list_come_in_pages() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (zoe, _) = correspondent(&world).await;
    let id = zoe.asks("Longue", "message 1").await.thread.id;
    let total = MESSAGES_PAGE + 7;
    for n in 2..=total {
        owner.answers(&id, &format!("message {n}")).await;
    }
    let last = zoe.conversation(&id).await;
    let texts = |page: &[domain::conversation::Message]| -> Vec<String> {
        page.iter().map(|m| m.text.clone()).collect()
    };
    let expected: Vec<String> = (8..=total).map(|n| format!("message {n}")).collect();
    assert_eq!(texts(&last.page), expected);
    let earlier = PageQuery {
        cursor: last.earlier.clone(),
    };
    let first = zoe.get::<GetOwnConversation>(&id, &earlier).await.unwrap();
    let expected: Vec<String> = (1..=7).map(|n| format!("message {n}")).collect();
    assert_eq!((texts(&first.page), first.earlier), (expected, None));
    let same = owner.get::<GetConversation>(&id, &earlier).await.unwrap();
    assert_eq!(texts(&same.page), texts(&first.page));
    assert_eq!(same.thread.messages, total);
}

#[tokio::test]
async fn the_inbox_shows_what_waits_and_finds_by_subject_and_customer() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let clerk = Staff::of_role(&world, Role::Support).await;
    let (zoe, address) = correspondent(&world).await;
    let tag = word();
    let named = |subject: &str| format!("{subject} {tag}");
    let waiting = zoe.asks(&named("Éa"), "Bonjour").await.thread.id;
    let answered = zoe.asks(&named("Bé"), "Bonjour").await.thread.id;
    let closed = zoe.asks(&named("Cé"), "Bonjour").await.thread.id;
    clerk.has_read(&answered, 1).await;
    clerk.answers(&answered, "Voilà").await;
    owner.has_read(&closed, 1).await;
    owner
        .puts_conversation(&closed, ConversationState::Closed)
        .await
        .unwrap();
    let asked = async |staff: &Staff, view: View, q: &str| -> Vec<ConversationId> {
        let query = InboxQuery {
            view,
            q: q.to_owned(),
            ..InboxQuery::default()
        };
        staff
            .inbox(&query)
            .await
            .items
            .into_iter()
            .map(|t| t.id)
            .collect()
    };
    let all = [answered.clone(), closed.clone(), waiting.clone()];
    assert_eq!(
        asked(&owner, View::All, &tag).await,
        all,
        "the last written in first"
    );
    assert_eq!(
        asked(&owner, View::All, &address).await,
        all,
        "by their customer"
    );
    assert_eq!(
        asked(&owner, View::All, &format!("ea {tag}")).await,
        from_ref(&waiting)
    );
    assert_eq!(asked(&owner, View::Waiting, &tag).await, from_ref(&waiting));
    assert_eq!(asked(&owner, View::Unread, &tag).await, from_ref(&waiting));
    assert_eq!(
        asked(&owner, View::Open, &tag).await,
        [answered.clone(), waiting.clone()]
    );
    assert_eq!(asked(&owner, View::Closed, &tag).await, from_ref(&closed));
    assert_eq!(asked(&clerk, View::Mine, &tag).await, from_ref(&answered));
    assert_eq!(
        asked(&owner, View::Mine, &tag).await,
        Vec::<ConversationId>::new()
    );
    let of_one = InboxQuery {
        customer: Some(owner.find(&address).await.id),
        ..InboxQuery::default()
    };
    let found = owner.inbox(&of_one).await;
    assert_eq!(
        subjects(&found),
        [named("Bé"), named("Cé"), named("Éa")],
        "and for one customer"
    );
    for q in [
        "'",
        "\"",
        "%",
        "a AND",
        "*",
        "(",
        "-x",
        "NEAR(a b)",
        &"x".repeat(4_000),
    ] {
        asked(&owner, View::Unread, q).await;
    }
    // Unread for all of staff until one of them reads it; who is not done with it leaves it unread.
    let before = asked(&clerk, View::Unread, &tag).await;
    clerk.has_read(&waiting, 1).await;
    assert_eq!(
        asked(&owner, View::Unread, &tag).await.len(),
        before.len() - 1
    );
    owner.leaves_unread(&waiting).await;
    assert_eq!(asked(&clerk, View::Unread, &tag).await, from_ref(&waiting));
    assert_eq!(clerk.opens(&waiting).await.thread.unread, 1);
    assert!(
        owner
            .inbox(&view(View::Waiting))
            .await
            .items
            .iter()
            .all(|t| t.last_by == Side::Customer)
    );
    assert!(owner.inbox_unread().await.waiting.unwrap() >= 1);
    assert_eq!(
        zoe.unread().await.waiting,
        None,
        "what waits for the shop is not the customer’s"
    );
}

#[tokio::test]
async fn t25_a_file_is_for_the_two_sides_of_its_conversation_alone() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (zoe, address) = correspondent(&world).await;
    let (other, _) = correspondent(&world).await;
    let (id, file) = zoe.asks_with_file().await;
    let seen = zoe.conversation(&id).await;
    assert_eq!(seen.page[0].attachments, from_ref(&file));
    assert_eq!(owner.opens(&id).await.page[0].attachments, from_ref(&file));
    let own = format!("/api/account/conversations/{id}/attachments/{}", file.id);
    let shops = format!("/api/admin/conversations/{id}/attachments/{}", file.id);
    for reply in [
        zoe.send("GET", &own, "").await,
        owner.send("GET", &shops, "").await,
    ] {
        assert_eq!(reply.expect(200).body, tests::handing_in::pdf("plan"));
        let disposition = reply.header("content-disposition").unwrap();
        assert!(
            disposition.starts_with("attachment;") && disposition.contains("%C3%89t%C3%A9.pdf")
        );
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
    }
    // Nobody else, by no other conversation, and no file that is none of a message.
    let (elsewhere, _) = other.asks_with_file().await;
    let through = format!(
        "/api/account/conversations/{elsewhere}/attachments/{}",
        file.id
    );
    for path in [&own, &through] {
        other.send("GET", path, "").await.expect(404);
    }
    owner
        .send(
            "GET",
            &format!(
                "/api/admin/conversations/{elsewhere}/attachments/{}",
                file.id
            ),
            "",
        )
        .await
        .expect(404);
    Browser::new(&world).send("GET", &own, "").await.expect(401);
    zoe.send("GET", &shops, "").await.expect(403);

    // A file goes into one message, of whoever handed it in; a refused message is not written at all.
    let waiting = zoe
        .hand_in_for_message("a.pdf", &tests::handing_in::pdf("a"))
        .await;
    let waiting: domain::upload::Blob = serde_json::from_slice(&waiting.expect(201).body).unwrap();
    let with = |files: Vec<domain::id::BlobId>| domain::conversation::MessageForm {
        attachments: files,
        ..message("Avec")
    };
    let elsewhere_form = with(vec![waiting.id.clone()]);
    let refused = other
        .call::<WriteMessage>(&elsewhere, &(), &elsewhere_form)
        .await;
    assert_eq!(faults(&refused.unwrap_err()), ["attachments: unknown"]);
    for files in [
        vec![file.id.clone()],
        vec![waiting.id.clone(), waiting.id.clone()],
    ] {
        let refused = zoe.call::<WriteMessage>(&id, &(), &with(files)).await;
        assert_eq!(faults(&refused.unwrap_err()), ["attachments: unknown"]);
    }
    let six = (0..6).map(|_| Id::new(1, staff::random())).collect();
    let refused = zoe.call::<WriteMessage>(&id, &(), &with(six)).await;
    assert_eq!(faults(&refused.unwrap_err()), ["attachments: too_many"]);
    assert_eq!(zoe.conversation(&id).await.thread.messages, 1);
    let written = zoe
        .call::<WriteMessage>(&id, &(), &with(vec![waiting.id.clone()]))
        .await;
    assert_eq!(written.unwrap().page[1].attachments, [waiting]);

    // It goes with its customer, object and all.
    assert!(world.holds(&file).await);
    let customer = owner.find(&address).await.id;
    owner.erase(&customer, Some(&address)).await.unwrap();
    world.sweep_at(tests::world::now()).await;
    assert!(!world.holds(&file).await);
}

#[tokio::test]
async fn erasing_a_customer_leaves_no_word_of_theirs() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let (zoe, address) = correspondent(&world).await;
    let secret = word();
    let id = zoe
        .asks(&format!("Sujet {secret}"), &format!("Texte {secret}"))
        .await
        .thread
        .id;
    owner.answers(&id, &format!("Réponse {secret}")).await;
    let customer = owner.find(&address).await.id;
    owner.erase(&customer, Some(&address)).await.unwrap();
    let database = world.database();
    for sql in [
        "select count(*) from conversations where id = ?1",
        "select count(*) from messages where conversation_id = ?1",
        "select count(*) from history where conversation_id = ?1",
    ] {
        assert_eq!(database.number(sql, &[id.as_str()]).await, 0, "{sql}");
    }
    let index = "select count(*) from conversations_search where conversations_search match ?1";
    assert_eq!(database.number(index, &[&format!("\"{secret}\"")]).await, 0);
    let refused = owner
        .get::<GetConversation>(&id, &PageQuery::default())
        .await;
    assert_eq!(refused.unwrap_err().status, 404);
}
