//! Campaigns: a message to a group from writing to results, with a pause; whoever leaves by its link gets the next one no more.

use crate::screens::examine_calm as examine;
use crate::steps::Hands;
use domain::campaign::variable::Variable;
use domain::campaign::{Campaign, CampaignState, Outcome};
use domain::group::Group;
use domain::id::{CampaignId, Id};
use domain::locale::Locale;
use domain::route;
use serde_json::json;
use tests::campaigning::{agree, consenting, fill};
use tests::grouping::crowd;
use tests::mails::Mails;
use tests::staff::Staff;
use tests::window::{Look, journey};
use tests::world::word;
use tests::{Thing, Window};
use thirtyfour::Key;

/// As many as more than one chunk holds, so that there is something to pause.
const MEMBERS: usize = 130;
/// Of whom so many have not agreed.
const SILENT: usize = 5;

/// A group of people, all but a few of whom agreed to news.
async fn a_group(window: &Window, owner: &Staff, common: &str) -> Group {
    let group = owner.groups_as(&format!("Presse {common}")).await;
    consenting(&window.world, common, MEMBERS - SILENT).await;
    let silent = format!("silent{common}");
    crowd(&window.world, &silent, SILENT).await;
    fill(&window.world, &group.id, common, "true").await;
    fill(&window.world, &group.id, &silent, "true").await;
    owner.group(&group.id).await
}

/// A sentence by its number.
fn counted(window: &Window, key: &str, n: usize) -> String {
    let one = n == 1 || n == 0 && window.locale == Locale::Fr;
    let key = format!(
        "admin_campaigns.{key}_{}",
        if one { "one" } else { "other" }
    );
    window.words.fill(&key, &[("n", &n.to_string())])
}

/// The language that is not the window's.
fn other(locale: Locale) -> Locale {
    match locale {
        Locale::En => Locale::Fr,
        Locale::Fr => Locale::En,
    }
}

/// Turns to a language's tab.
async fn turns_to(window: &Window, hands: Hands, locale: Locale) {
    let tab = format!("tab-{}", locale.code());
    match hands {
        Hands::Pointer => hands.press(window, &format!("#{tab}")).await,
        Hands::Keys => {
            window.tab_to("[role=tab][aria-selected=true]").await;
            if window.focused().await != tab {
                window.keys(Key::Right).await;
            }
        }
    }
    let selected = format!("document.getElementById('{tab}').ariaSelected === 'true'");
    window.until(&selected, "the tab is chosen").await;
}

/// What the frame of the preview shows.
async fn preview_says(window: &Window, text: &str) {
    let shown = format!(
        "document.querySelector('.campaign-frame')?.contentDocument.body?.innerText.includes({})",
        json!(text)
    );
    window
        .until(&shown, &format!("the preview says `{text}`"))
        .await;
}

/// Writes subject and text of a language; the preview follows as one of those it goes to.
async fn writes(window: &Window, hands: Hands, locale: Locale, common: &str) {
    turns_to(window, hands, locale).await;
    let code = locale.code();
    let (subject, body) = (format!("subject_{code}"), format!("body_{code}"));
    let name = Variable::FirstName.name(locale);
    hands
        .fill(window, &subject, &format!("{common} {{{name}|x}}"))
        .await;
    hands
        .fill(
            window,
            &body,
            &format!("# {common}\n\nZut {{{name}|x}} <b>[a](javascript:b)"),
        )
        .await;
    let fault = |key: &str, column: &str, found: &str| {
        let values = [("line", "3"), ("column", column), ("found", found)];
        window.words.fill(key, &values)
    };
    let behind = name.chars().count() + 10;
    window
        .sees(&fault("error.html", &behind.to_string(), "<b>"))
        .await;
    window
        .sees(&fault(
            "error.link_scheme",
            &(behind + 3).to_string(),
            "javascript:b",
        ))
        .await;
    examine(window, "a campaign's text with faults").await;
    hands
        .fill(window, &body, &format!("# {common}\n\nBon {{{name}|x}}, "))
        .await;
    preview_says(window, "Bon Ada").await;
    // The buttons write what nobody likes to type.
    hands.press_key(window, "admin_campaigns.tool_bold").await;
    window.keys("mot").await;
    preview_says(window, "mot").await;
    let bold = "document.querySelector('.campaign-frame').contentDocument.querySelector('strong')?.innerText === 'mot'";
    window.until(bold, "the word is bold").await;
    window.keys(Key::End).await;
    window.keys(" ").await;
    match hands {
        Hands::Pointer => {
            hands
                .press_key(window, "admin_campaigns.tool_variable")
                .await;
        }
        // The button stands before the text: by way of the subject it would write there.
        Hands::Keys => {
            window.keys(Key::Shift + Key::Tab).await;
            window.focus_is_on("tool-variable").await;
            window.keys(Key::Enter).await;
        }
    }
    hands
        .press_key(window, "admin_campaigns.variable_shop")
        .await;
    let variable = format!("{{{}}}", Variable::Shop.name(locale));
    let typed = format!(
        "document.getElementById('{body}').value.endsWith({})",
        json!(variable)
    );
    window.until(&typed, "the variable is written").await;
    window
        .sees_no(window.words.text("admin_campaigns.faults_title"))
        .await;
}

/// What the Worker has of the campaign at the address.
async fn at_hand(window: &Window, owner: &Staff) -> Campaign {
    let id = window.js("location.pathname.split('/').pop()").await;
    let id: CampaignId = Id::parse(id.as_str().unwrap_or_default()).expect("a campaign's id");
    owner.campaign(&id).await
}

async fn from_writing_to_results(window: Window, hands: Hands) {
    let common = word();
    let owner = Staff::owner(&window.world).await;
    let mails = Mails::get();
    let group = a_group(&window, &owner, &common).await;
    window.take_session(&owner.browser).await;
    let agreed = MEMBERS - SILENT;

    // From the group's own page.
    window.visit(&route::admin_group(&group.id)).await;
    window
        .sees(window.words.text("admin_groups.messages_never"))
        .await;
    hands.press_key(&window, "admin_groups.write").await;
    window.is_at(route::ADMIN_CAMPAIGN_NEW).await;
    window.sees(&group.name).await;
    window.sees(&counted(&window, "receive", agreed)).await;
    window.sees(&counted(&window, "no_consent", SILENT)).await;
    examine(&window, "a new campaign").await;
    hands
        .press_the(
            &window,
            Thing::button(&counted(&window, "no_consent", SILENT)),
        )
        .await;
    window.sees(&format!("silent{common}.1@example.com")).await;
    window.focus_is_on("people-close").await;
    examine(&window, "who has not agreed").await;
    window.keys(Key::Escape).await;

    // Customers without a language of their own get the shop's, French.
    writes(&window, hands, Locale::Fr, &common).await;
    examine(&window, "a campaign in one language").await;
    turns_to(&window, hands, other(window.locale)).await;
    turns_to(&window, hands, Locale::Fr).await;
    hands.press_key(&window, "admin_campaigns.save").await;
    window
        .sees(window.words.text("admin_campaigns.saved"))
        .await;
    window
        .sees(window.words.text("admin_campaigns.bad_test"))
        .await;
    let draft = at_hand(&window, &owner).await;
    assert_eq!(draft.state, CampaignState::Draft);
    assert_eq!(draft.subject_fr, format!("{common} {{prénom|x}}"));

    // Nothing typed is lost by leaving.
    examine(&window, "a draft that is kept").await;
    hands
        .fill(&window, "subject_fr", &format!("{common} bis {{prénom|x}}"))
        .await;
    let link = format!(
        "document.querySelector('a[href=\"{}\"]').click()",
        route::ADMIN_CAMPAIGNS
    );
    window.js(&link).await;
    hands.press_key(&window, "admin.leave_stay").await;
    window
        .holds("subject_fr", &format!("{common} bis {{prénom|x}}"))
        .await;

    // A test goes to whoever writes, with what is typed.
    hands.press_key(&window, "admin_campaigns.test").await;
    let tested = [("email", owner.email.as_str())];
    window
        .sees(&window.words.fill("admin_campaigns.tested", &tested))
        .await;
    window
        .sees(window.words.text("admin_campaigns.ok_test"))
        .await;
    let tests = mails.of(&owner.email).await;
    assert!(
        tests
            .iter()
            .any(|mail| mail.message.subject.contains(&format!("{common} bis Ada"))),
        "the test is as it was typed"
    );
    examine(&window, "a campaign that was tried out").await;
    window.pictures("campaign").await;
    for part in ["message", "sending"] {
        let to = format!("document.getElementById('{part}-title').scrollIntoView()");
        window.js(&to).await;
        window.pictures(&format!("campaign-{part}")).await;
    }

    // Sent after the question, then paused, then resumed.
    let send = Thing::button(&counted(&window, "send", agreed));
    hands.press_the(&window, send).await;
    window.sees(&counted(&window, "ask_now", agreed)).await;
    window.focus_is_on("send-keep").await;
    examine(&window, "sending a campaign, asked").await;
    window.pictures("campaign-asked").await;
    hands.press(&window, "#send-do").await;
    window
        .button(window.words.text("admin_campaigns.pause"))
        .await;
    hands.press_key(&window, "admin_campaigns.pause").await;
    window
        .sees(window.words.text("admin_campaigns.paused_note"))
        .await;
    let rests = owner.campaign(&draft.id).await;
    assert_eq!(rests.state, CampaignState::Paused);
    assert!(rests.count(Outcome::Waiting) > 0, "{:?}", rests.figures);
    examine(&window, "a campaign that rests").await;
    window.pictures("campaign-paused").await;
    hands.press_key(&window, "admin_campaigns.stop").await;
    window
        .sees(&counted(
            &window,
            "stop_text",
            rests.count(Outcome::Waiting) as usize,
        ))
        .await;
    window.focus_is_on("stop-keep").await;
    examine(&window, "stopping a campaign, asked").await;
    hands.press_key(&window, "admin_campaigns.stop_keep").await;
    hands.press_key(&window, "admin_campaigns.resume").await;
    owner.watches_campaign(&draft.id).await;
    window
        .sees(&counted(&window, "progress_sent", agreed))
        .await;
    let sent = owner.campaign(&draft.id).await;
    assert_eq!(
        sent.count(Outcome::Sent) as usize,
        agreed,
        "{:?}",
        sent.figures
    );
    let badge = "document.querySelector('.campaign-about .badge')?.innerText ?? ''";
    let state = window.words.text("admin_campaigns.state_sent");
    window
        .until(&format!("{badge}.includes({})", json!(state)), "it is sent")
        .await;

    // Results: who was left out, and why.
    let pair = [
        (
            "outcome",
            window.words.text("admin_campaigns.outcome_skipped"),
        ),
        (
            "reason",
            window.words.text("admin_campaigns.reason_no_consent"),
        ),
    ];
    let left_out = window.words.fill("admin_campaigns.pair", &pair);
    if sent.count(Outcome::Skipped) > 0 {
        window.sees(&left_out).await;
    }
    hands.press(&window, ".campaign-was summary").await;
    preview_says(&window, "Bon x").await;
    examine(&window, "a campaign that is sent").await;
    for mailbox in [format!("silent{common}.1"), format!("silent{common}.5")] {
        assert_eq!(mails.of(&format!("{mailbox}@example.com")).await.len(), 0);
    }

    // Somebody leaves by the mail's link, signed out.
    let shop = owner.settings().await.shop.name;
    let leaver = format!("{common}.7@example.com");
    let mail = mails.wait(&leaver, "campaign").await;
    let link = mail
        .message
        .text
        .lines()
        .find(|line| line.contains(route::UNSUBSCRIBE));
    let link = link.expect("the way out").trim().to_owned();
    window.cdp("Network.clearBrowserCookies", json!({})).await;
    let path = crate::steps::path(&window, &link);
    window.visit(&path).await;
    hands.press_key(&window, "mailing.leave_submit").await;
    window
        .sees(&window.words.fill("mailing.leave_done", &[("shop", &shop)]))
        .await;

    // The next one, made of the first, goes to all the others.
    window.speaking(window.locale);
    window.take_session(&owner.browser).await;
    window.visit(&route::admin_campaign(&draft.id)).await;
    window
        .sees(window.words.text("admin_campaigns.unsubscribed"))
        .await;
    window.pictures("campaign-results").await;
    hands.press_key(&window, "admin_campaigns.copy").await;
    window.sees(&counted(&window, "receive", agreed - 1)).await;
    let next = at_hand(&window, &owner).await;
    assert_ne!(next.id, draft.id);
    let send = Thing::button(&counted(&window, "send", agreed - 1));
    hands.press_the(&window, send).await;
    hands.press(&window, "#send-do").await;
    window
        .button(window.words.text("admin_campaigns.pause"))
        .await;
    let done = owner.watches_campaign(&next.id).await;
    assert_eq!(done.count(Outcome::Sent) as usize, agreed - 1);
    assert_eq!(
        mails.count(&leaver, "campaign").await,
        1,
        "the next one no more"
    );
    assert_eq!(
        mails
            .count(&format!("{common}.8@example.com"), "campaign")
            .await,
        2
    );

    // The list, and the group's page, have both.
    window.visit(route::ADMIN_CAMPAIGNS).await;
    window.sees(&format!("{common} bis")).await;
    examine(&window, "the campaigns").await;
    window.pictures("campaigns").await;
    window.visit(&route::admin_group(&group.id)).await;
    window.sees(&format!("{common} bis")).await;
    examine(&window, "a group with its messages").await;
}

#[tokio::test]
async fn a_message_to_a_group_in_english_by_keyboard() {
    journey(Look::DESK, |window| {
        from_writing_to_results(window, Hands::Keys)
    })
    .await;
}

#[tokio::test]
async fn a_message_to_a_group_in_french_on_a_phone() {
    let look = Look::PHONE.speaking(Locale::Fr);
    journey(look, |window| {
        from_writing_to_results(window, Hands::Pointer)
    })
    .await;
}

/// What bars sending is told, a plan is made and taken back, and two who write one thing are told of each other.
async fn planned_and_met(window: Window, hands: Hands) {
    window.provoke("status of 409");
    let common = word();
    let owner = Staff::owner(&window.world).await;
    let group = a_group(&window, &owner, &common).await;
    agree(
        &window.world,
        &format!("silent{common}"),
        "c.email_key like '%.1@%'",
    )
    .await;
    window.take_session(&owner.browser).await;
    let agreed = MEMBERS - SILENT + 1;
    window.visit(route::ADMIN_CAMPAIGN_NEW).await;
    examine(&window, "a campaign of nothing").await;
    hands
        .press_the(
            &window,
            Thing::button(window.words.text("admin_campaigns.send_none")),
        )
        .await;
    window
        .sees(window.words.text("admin_campaigns.barred"))
        .await;
    window
        .sees(window.words.text("admin_campaigns.bad_audience"))
        .await;
    examine(&window, "a campaign that may not be sent").await;

    let list = Thing::list(window.words.text("admin_campaigns.group_add"));
    let named = window.words.fill(
        "admin_campaigns.group_option_other",
        &[("name", &group.name), ("n", &MEMBERS.to_string())],
    );
    hands.choose(&window, list, &named).await;
    hands
        .press_key(&window, "admin_campaigns.group_add_do")
        .await;
    window.sees(&counted(&window, "receive", agreed)).await;
    turns_to(&window, hands, Locale::Fr).await;
    hands.fill(&window, "subject_fr", &common).await;
    hands.fill(&window, "body_fr", "Bon {organisation}").await;
    hands.press_key(&window, "admin_campaigns.save").await;
    let lacking = window.words.fill(
        "admin_campaigns.bad_variable_other",
        &[("n", &agreed.to_string()), ("name", "organisation")],
    );
    window.sees(&lacking).await;
    examine(&window, "a variable that somebody lacks").await;

    // At a time that is over, then at one to come.
    let later = Thing::tick_box(window.words.text("admin_campaigns.when_later"));
    hands.tick(&window, later, true).await;
    let plan = || Thing::button(&counted(&window, "plan", agreed));
    hands.press_the(&window, plan()).await;
    window
        .sees(window.words.text("admin_campaigns.date_required"))
        .await;
    window.focus_is_on("send-date").await;
    examine(&window, "a plan without a date").await;
    let day = |days: i64| {
        let at = tests::world::now() + days * 86_400_000;
        domain::time::moment(at, 0).date.iso()
    };
    for (date, sees) in [
        (
            day(-3),
            window.words.text("admin_campaigns.at_past").to_owned(),
        ),
        (day(30), counted(&window, "ask_later", agreed)),
    ] {
        let set = "const e = document.getElementById('send-date'); e.value = arguments[0]; e.dispatchEvent(new Event('input'))";
        window
            .driver
            .execute(set, vec![json!(date)])
            .await
            .expect("a date is chosen");
        hands.press_the(&window, plan()).await;
        window.sees(&sees).await;
    }
    window.sees("Europe/Paris").await;
    examine(&window, "planning a campaign, asked").await;
    hands.press(&window, "#send-do").await;
    window
        .button(window.words.text("admin_campaigns.take_back"))
        .await;
    let planned = at_hand(&window, &owner).await;
    assert_eq!(planned.state, CampaignState::Scheduled);
    let at = planned.send_at.expect("its time");
    // Nine by the shop's clock, in winter or in summer.
    let hour = at.rem_euclid(86_400_000) / 3_600_000;
    assert!(at % 3_600_000 == 0 && [7, 8].contains(&hour), "{at}");
    examine(&window, "a planned campaign").await;
    hands.press_key(&window, "admin_campaigns.take_back").await;
    window
        .sees(window.words.text("admin_campaigns.taken_back"))
        .await;
    assert_eq!(
        owner.campaign(&planned.id).await.state,
        CampaignState::Draft
    );

    // Somebody else saves meanwhile.
    examine(&window, "a plan taken back").await;
    hands.fill(&window, "subject_fr", "Ici").await;
    let theirs = owner.campaign(&planned.id).await;
    let form = tests::campaigning::edited(&theirs, "Ailleurs", &theirs.body_fr);
    owner
        .edits_campaign(&planned.id, &form)
        .await
        .expect("it is free");
    hands.press_key(&window, "admin_campaigns.save").await;
    window.sees("Ailleurs").await;
    examine(&window, "two wrote one campaign").await;
    hands.press_key(&window, "admin_campaigns.save").await;
    window
        .sees(window.words.text("admin_campaigns.saved"))
        .await;
    assert_eq!(owner.campaign(&planned.id).await.subject_fr, "Ici");

    hands.press_key(&window, "admin_campaigns.delete").await;
    window.focus_is_on("campaign-keep").await;
    examine(&window, "deleting a campaign, asked").await;
    hands.press_key(&window, "admin_campaigns.delete_do").await;
    window.is_at(route::ADMIN_CAMPAIGNS).await;
}

#[tokio::test]
async fn a_campaign_is_planned_in_english_by_keyboard() {
    journey(Look::DESK, |window| planned_and_met(window, Hands::Keys)).await;
}

#[tokio::test]
async fn a_campaign_is_planned_in_french_on_a_phone() {
    let look = Look::PHONE.speaking(Locale::Fr);
    journey(look, |window| planned_and_met(window, Hands::Pointer)).await;
}
