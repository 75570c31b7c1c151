//! Where one is signed in, each with its device and last use, and signing out there.

use crate::client;
use crate::dom::focus;
use crate::loaded::Loaded;
use crate::reactive::{either, words as say};
use crate::session::Session;
use crate::space::act::Act;
use crate::space::security::words;
use crate::text::{self, t};
use crate::ui::badge::{Badge, Hue};
use crate::ui::button::Button;
use crate::ui::failed::Failed;
use crate::ui::loading::Loading;
use crate::ui::toast::Toasts;
use domain::api::security::{
    EndOtherSessions, EndSession, ListSessions, OpenSession, OpenSessions,
};
use domain::device::{Browser, Device, System};
use leptos::prelude::*;
use std::time::Duration;

const TITLE: &str = "sessions-title";

pub fn card() -> AnyView {
    let open =
        Loaded::new(|| Box::pin(async move { client::call::<ListSessions>(&(), &(), &()).await }));
    let body = either(move || match (open.value(), open.refusal()) {
        (Some(own), _) => list(own, open),
        (None, Some(refusal)) => view! {
            <Failed
                message=text::said(words::SESSIONS_FAILED)
                refusal=Some(refusal)
                retry=move |()| open.again()
            />
        }
        .into_any(),
        (None, None) => view! { <Loading bars=3/> }.into_any(),
    });
    view! {
        <section class="card stack" aria-labelledby=TITLE>
            <h2 class="subheading" id=TITLE tabindex="-1">
                {t(words::SESSIONS)}
            </h2>
            {body}
        </section>
    }
    .into_any()
}

fn list(own: OpenSessions, open: Loaded<OpenSessions>) -> AnyView {
    let others = own.items.iter().any(|session| !session.this);
    let act = Act::new();
    let rows: Vec<AnyView> = own
        .items
        .into_iter()
        .map(|session| row(session, act, open))
        .collect();
    let toasts = expect_context::<Toasts>();
    let end_others = UnsyncCallback::new(move |()| {
        act.run::<EndOtherSessions>((), (), move |()| {
            toasts.say(text::word(words::SESSIONS_ENDED).to_owned(), None);
            open.again();
            set_timeout(|| focus(TITLE), Duration::from_millis(20));
        });
    });
    let all = others.then(|| {
        view! {
            <div>
                <Button
                    label=words::SESSIONS_END
                    busy=act.busy
                    press=move |()| end_others.run(())
                />
            </div>
        }
        .into_any()
    });
    view! {
        {act.said(end_others)}
        <ul class="space-rows">{rows}</ul>
        {all}
    }
    .into_any()
}

fn row(session: OpenSession, act: Act, open: Loaded<OpenSessions>) -> AnyView {
    let who = expect_context::<Session>();
    let toasts = expect_context::<Toasts>();
    let OpenSession {
        id,
        this,
        device,
        country,
        created_at,
        seen_at,
    } = session;
    let named = say(move || said(device));
    let place = country.clone();
    let used = say(move || {
        let at = text::date_time(seen_at);
        text::fill(words::SESSION_USED, &[("date", &at)])
    });
    let opened = say(move || {
        let at = text::date_time(created_at);
        match &place {
            Some(code) => {
                let place = text::country(code);
                text::fill(
                    words::SESSION_OPENED_IN,
                    &[("date", &at), ("place", &place)],
                )
            }
            None => text::fill(words::SESSION_OPENED, &[("date", &at)]),
        }
    });
    let name = say(move || text::fill(words::SESSION_END_NAME, &[("device", &named.get())]));
    let end = move |()| {
        act.run::<EndSession>(id.clone(), (), move |()| {
            if this {
                return who.ended();
            }
            toasts.say(text::word(words::SESSION_ENDED).to_owned(), None);
            open.again();
            set_timeout(|| focus(TITLE), Duration::from_millis(20));
        });
    };
    let mark = this.then(|| {
        view! {
            <Badge hue=Hue::Accent shape="✓">
                {t(words::SESSION_THIS)}
            </Badge>
        }
    });
    view! {
        <li class="space-row">
            <div class="space-said">
                <strong>{named}</strong>
                {mark}
                <span class="meta">{used}</span>
                <span class="meta">{opened}</span>
            </div>
            <Button label=words::SESSION_END name busy=act.busy press=end/>
        </li>
    }
    .into_any()
}

/// "Firefox, Windows"; names of products are the same in both languages.
fn said(device: Device) -> String {
    let browser = device.browser.map(|browser| match browser {
        Browser::Chrome => "Chrome",
        Browser::Edge => "Edge",
        Browser::Firefox => "Firefox",
        Browser::Opera => "Opera",
        Browser::Safari => "Safari",
        Browser::Samsung => "Samsung Internet",
    });
    let system = device.system.map(|system| match system {
        System::Android => "Android",
        System::Chromeos => "ChromeOS",
        System::Ipad => "iPad",
        System::Iphone => "iPhone",
        System::Linux => "Linux",
        System::Macos => "macOS",
        System::Windows => "Windows",
    });
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => text::word(words::SESSION_UNKNOWN).to_owned(),
    }
}
