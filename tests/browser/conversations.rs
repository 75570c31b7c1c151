//! A conversation from question to closure, seen from both sides: what is written comes without a reload, is shown literally,
//! and outlives a reload before it was sent.

use crate::screens::examine_calm as examine;
use crate::steps::Hands;
use domain::locale::Locale;
use domain::route;
use serde_json::json;
use tests::contact::zoe;
use tests::conversing::correspondent;
use tests::staff::Staff;
use tests::window::{Look, journey};
use tests::world::word;
use tests::{Browser, Thing, Window, World};

/// What runs where it is not shown literally.
const HOSTILE: &str = "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script> {{7*7}} javascript:alert(1)";

/// Chooses a file as the browser's own chooser gives it.
async fn attaches(window: &Window, name: &str) {
    let choose = format!(
        "(() => {{ const input = document.querySelector('input[type=file]'), files = new DataTransfer();
            files.items.add(new File(['%PDF-1.7\\n1 0 obj\\n<<>>\\nendobj\\ntrailer\\n<<>>\\n%%EOF\\n'], {}));
            input.files = files.files; input.dispatchEvent(new Event('change', {{ bubbles: true }})); }})()",
        json!(name)
    );
    window.element(".files-add label").await;
    window.js(&choose).await;
}

/// Lets the page ask at once, as when somebody comes back to it.
async fn looks_again(window: &Window) {
    window
        .js("document.dispatchEvent(new Event('visibilitychange', { bubbles: true })) && null")
        .await;
}

/// The texts of the messages, in order.
async fn texts(window: &Window) -> Vec<String> {
    let all = "[...document.querySelectorAll('.message-text')].map(e => e.textContent)";
    let texts = window.js(all).await;
    let texts = texts.as_array().cloned().unwrap_or_default();
    texts
        .iter()
        .filter_map(|text| text.as_str().map(str::to_owned))
        .collect()
}

async fn shows_messages(window: &Window, count: usize) {
    let condition = format!("document.querySelectorAll('.message').length === {count}");
    window.until(&condition, &format!("{count} messages")).await;
}

async fn ran_nothing(window: &Window) {
    assert_ne!(window.js("document.title").await, json!("run"));
    assert_eq!(
        window
            .js("document.querySelectorAll('.message img, .message script').length")
            .await,
        json!(0)
    );
}

async fn asks_and_settles(window: Window, hands: Hands, desk: Window) {
    let world = window.world.clone();
    let clerk = Staff::owner(&world).await;
    let (browser, address) = correspondent(&world).await;
    let order = Browser::new(&world).buys_service(&zoe(&address)).await;
    let said = |key: &str| window.words.text(&format!("conversation.{key}")).to_owned();

    // The customer: nothing yet, then a question about an order, with a file.
    window.take_session(&browser).await;
    window.visit(route::ACCOUNT_CONVERSATIONS).await;
    window
        .sees(window.words.text("space_conversations.empty"))
        .await;
    examine(&window, "no conversation yet").await;
    hands
        .press(&window, "main a.button-primary[href$='/new']")
        .await;
    window.is_at(route::ACCOUNT_CONVERSATION_NEW).await;
    hands.press_key(&window, "conversation.send").await;
    window
        .until(
            "document.querySelectorAll('main [aria-invalid=true]').length === 2",
            "subject and text are missing",
        )
        .await;
    window.focus_is_on("subject").await;
    examine(&window, "a new conversation, nothing typed").await;
    let tag = word();
    let subject = format!("Où est <b>ma commande</b> {tag} ?");
    hands.fill(&window, "subject", &subject).await;
    let text = format!("Bonjour,{HOSTILE}");
    hands.fill(&window, "text", &text).await;
    window.choose("order", order.id.as_str()).await;
    attaches(&window, "Plan du rayon.pdf").await;
    window.sees("Plan du rayon.pdf").await;
    attaches(&window, "programme.exe").await;
    let refused = "document.querySelectorAll('.files-row .field-error').length === 1";
    window
        .until(refused, "a program is no file to attach")
        .await;
    examine(&window, "a new conversation with files").await;
    let remove = window.words.fill(
        "conversation.file_remove_named",
        &[("name", "programme.exe")],
    );
    hands.press_the(&window, Thing::button(&remove)).await;
    window
        .until(
            "document.querySelectorAll('.files-row').length === 1",
            "it is taken out",
        )
        .await;
    // What was typed outlives a reload, the file too.
    window
        .until(
            "document.querySelector('.files-row .meta')",
            "the file is there",
        )
        .await;
    window.reload().await;
    window.holds("subject", &subject).await;
    window.holds("text", &text).await;
    window.sees("Plan du rayon.pdf").await;
    hands.press_key(&window, "conversation.send").await;
    shows_messages(&window, 1).await;
    let id = browser.conversations().await.items[0].id.clone();
    window.is_at(&route::conversation(&id)).await;
    window.sees(&subject).await;
    assert_eq!(texts(&window).await, std::slice::from_ref(&text));
    ran_nothing(&window).await;
    assert!(
        !window.kept().await.contains(&tag),
        "the draft has gone with the message"
    );
    examine(&window, "a conversation with one message").await;
    assert!(
        !window
            .js("document.title")
            .await
            .as_str()
            .unwrap_or_default()
            .contains(&tag),
        "the subject stays out of the title"
    );

    // Staff: the menu says so, the inbox has it, the same words stand there literally.
    desk.take_session(&clerk).await;
    desk.visit(route::ADMIN_CONVERSATIONS).await;
    desk.sees(&subject).await;
    desk.until(
        "document.querySelector('.desk-menu-count')",
        "the menu counts what is unread",
    )
    .await;
    examine(&desk, "the inbox").await;
    let found = format!("{}?q={tag}", route::ADMIN_CONVERSATIONS);
    desk.visit(&found).await;
    desk.sees(&subject).await;
    hands.press(&desk, ".threads-subject").await;
    shows_messages(&desk, 1).await;
    assert_eq!(texts(&desk).await, [text]);
    ran_nothing(&desk).await;
    desk.sees("Zoé Martin").await;
    examine(&desk, "a conversation in the inbox").await;
    let answer = "Elle part demain : https://example.com/suivi.";
    hands.fill(&desk, "text", answer).await;
    hands.press_key(&desk, "conversation.send").await;
    shows_messages(&desk, 2).await;

    // The customer, without a reload.
    looks_again(&window).await;
    shows_messages(&window, 2).await;
    assert_eq!(texts(&window).await[1], answer);
    let link = window
        .js("(a => [a.href, a.rel, a.target])(document.querySelector('.message-text a'))")
        .await;
    assert_eq!(
        link,
        json!([
            "https://example.com/suivi",
            "noopener noreferrer nofollow",
            "_blank"
        ])
    );
    examine(&window, "a conversation that was answered").await;
    window
        .until(
            "!document.querySelector('.space-link[href=\"/account/conversations\"] .space-new')",
            "what is read is not new",
        )
        .await;

    // Closed by the shop, opened again by what the customer writes; closed by the customer, and undone.
    hands.press_key(&desk, "conversation.close").await;
    desk.sees(desk.words.text("conversation.closed_done")).await;
    looks_again(&window).await;
    window.sees(&said("closed_next")).await;
    examine(&window, "a closed conversation").await;
    hands.fill(&window, "text", "Merci !").await;
    hands.press_key(&window, "conversation.send").await;
    shows_messages(&window, 3).await;
    window.sees_no(&said("closed_next")).await;
    looks_again(&desk).await;
    shows_messages(&desk, 3).await;
    desk.sees(desk.words.text("conversation.close")).await;
    hands.press_key(&window, "conversation.close").await;
    window.sees(&said("closed_done")).await;
    hands.press_key(&window, "conversation.undo").await;
    window.sees(&said("reopened_done")).await;
    hands.press_key(&window, "conversation.close").await;
    window.sees(&said("closed_next")).await;
    let seen = clerk.opens(&id).await;
    assert_eq!(
        seen.thread.closed_by,
        Some(domain::conversation::Side::Customer)
    );
    assert_eq!(seen.thread.unread, 0, "staff had it before them");

    // The first page of the space and the customer's page in the back office.
    window.visit(route::ACCOUNT).await;
    window.sees(&subject).await;
    examine(&window, "the space with a conversation").await;
    let customer = clerk.find(&address).await.id;
    desk.visit(&route::admin_customer(&customer)).await;
    desk.sees(&subject).await;
}

async fn both_sides(look: Look, hands: Hands, desk: Look) {
    let world = World::get();
    world.for_sale().await;
    journey(look, |window| async move {
        journey(desk, |staff| asks_and_settles(window, hands, staff)).await;
    })
    .await;
}

#[tokio::test]
async fn a_conversation_from_question_to_closure_on_a_phone_in_french() {
    let french = Look::DESK.speaking(Locale::Fr);
    both_sides(Look::PHONE.speaking(Locale::Fr), Hands::Pointer, french).await;
}

#[tokio::test]
async fn a_conversation_from_question_to_closure_at_a_desk_by_keyboard() {
    both_sides(Look::DESK, Hands::Keys, Look::DESK).await;
}

#[tokio::test]
async fn what_is_written_stays_when_it_cannot_leave() {
    journey(Look::DESK, |window| async move {
        window.provoke("ERR_INTERNET_DISCONNECTED");
        window.provoke("Failed to fetch");
        let (browser, _) = correspondent(&window.world).await;
        let id = browser.asks("Hors ligne", "Bonjour").await.thread.id;
        window.take_session(&browser).await;
        window.visit(&route::conversation(&id)).await;
        shows_messages(&window, 1).await;
        window.type_into("text", "Encore une chose").await;
        window.offline(true).await;
        window.press("conversation.send").await;
        window.sees(window.words.text("error.offline")).await;
        window.holds("text", "Encore une chose").await;
        window.axe("a message that could not leave").await;
        window.offline(false).await;
        window.press("common.retry").await;
        shows_messages(&window, 2).await;
        window.holds("text", "").await;
        assert_eq!(browser.conversation(&id).await.thread.messages, 2);
        // Double click writes once.
        window.type_into("text", "Une seule fois").await;
        window
            .js("(b => { b.click(); b.click(); })(document.getElementById('send'))")
            .await;
        shows_messages(&window, 3).await;
        assert_eq!(browser.conversation(&id).await.thread.messages, 3);
        // Another's conversation is none.
        window.provoke("status of 404");
        let (other, _) = correspondent(&window.world).await;
        let others = other.asks("À une autre", "Secret").await.thread.id;
        window.visit(&route::conversation(&others)).await;
        window.sees(window.words.text("conversation.gone")).await;
        window.sees_no("Secret").await;
    })
    .await;
}
