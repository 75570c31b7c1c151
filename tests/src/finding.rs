//! Finding things as people do: by what they are and the words they go by, never by an id. Under an open question only what is
//! in it counts, as everything else is inert.

use crate::Window;
use crate::window::plain;
use serde_json::json;
use std::time::{Duration, Instant};
use thirtyfour::WebElement;

const PATIENCE: Duration = Duration::from_secs(15);
const GLANCE: Duration = Duration::from_millis(20);

/// Something on a page that can be worked with.
#[derive(Clone)]
pub struct Thing {
    kind: &'static str,
    name: String,
    beside: Option<String>,
}

impl Thing {
    /// A button, a link, a tab or an entry of a menu.
    pub fn button(name: &str) -> Thing {
        Thing::new(
            "button, a[href], summary, [role=button], [role=menuitem], [role=tab], [role=option]",
            name,
        )
    }

    /// What text is typed into.
    pub fn field(name: &str) -> Thing {
        Thing::new(
            "input:not([type=checkbox], [type=radio], [type=hidden]), textarea",
            name,
        )
    }

    /// A box to be ticked, or one of several of which one holds.
    pub fn tick_box(name: &str) -> Thing {
        Thing::new(
            "input[type=checkbox], input[type=radio], [role=switch], [role=menuitemcheckbox]",
            name,
        )
    }

    /// A list of which one is chosen.
    pub fn list(name: &str) -> Thing {
        Thing::new("select", name)
    }

    fn new(kind: &'static str, name: &str) -> Thing {
        Thing {
            kind,
            name: plain(name),
            beside: None,
        }
    }

    /// An entry of a list.
    pub fn option(&self, word: &str) -> Thing {
        Thing::new("option", word).beside(&self.name)
    }

    /// The one nearest to this text: in its row, its card, its part of the form.
    pub fn beside(self, text: &str) -> Thing {
        Thing {
            beside: Some(plain(text)),
            ..self
        }
    }

    /// An expression that gives the element, or null.
    fn expression(&self) -> String {
        format!(
            "({FIND})({}, {}, {})",
            json!(self.kind),
            json!(self.name),
            json!(self.beside)
        )
    }
}

/// Gives the first shown element of a kind that goes by a name: wholly before partly, and where a text is given the one that has
/// it nearest.
const FIND: &str = "(kind, name, beside) => {
    const plain = text => (text || '').replace(/\\s+/g, ' ').trim();
    const open = [...document.querySelectorAll('dialog:modal')].pop();
    const shown = e => (e.closest('select') || e).checkVisibility({ visibilityProperty: true }) && !e.closest('#shell, [inert]')
        && (!open || open.contains(e));
    const texts = ids => plain((ids || '').split(' ').map(id => document.getElementById(id)?.innerText || '').join(' '));
    const said = e => {
        if (!e.querySelector('[aria-hidden=true]')) return e.innerText;
        const copy = e.cloneNode(true);
        copy.querySelectorAll('[aria-hidden=true]').forEach(part => part.remove());
        return copy.textContent;
    };
    const names = e => [e.getAttribute('aria-label'), texts(e.getAttribute('aria-labelledby')),
        e.matches('input, select, textarea') ? '' : said(e), ...[...(e.labels || [])].map(said)].map(plain).filter(Boolean);
    const marks = text => plain(text.replace(/ \\((optional|facultatif)\\)$/, ''));
    const near = e => {
        if (!beside) return 0;
        let steps = 0;
        for (let part = e; part; part = part.parentElement, steps++)
            if (plain(part.innerText).includes(beside)) return steps;
        return Infinity;
    };
    const found = [...document.querySelectorAll(kind)].filter(shown).map((e, place) => {
        const own = names(e).map(marks);
        const rank = own.includes(name) ? 0 : own.some(text => text.startsWith(name + ' ')) ? 1 : 2;
        return { e, rank, near: near(e), place };
    }).filter(one => one.rank < 2 && one.near < Infinity);
    found.sort((a, b) => a.near - b.near || a.rank - b.rank || a.place - b.place);
    return found[0]?.e || null;
}";

impl Window {
    /// The thing, waited for.
    pub async fn the(&self, thing: &Thing) -> WebElement {
        let script = format!("return {}", thing.expression());
        let patience = Instant::now() + PATIENCE;
        loop {
            let found = self.driver.execute(&script, vec![]).await;
            if let Ok(found) = found
                && let Ok(element) = found.element()
            {
                return element;
            }
            assert!(
                Instant::now() < patience,
                "no `{}`{} ({}) on a page that says\n{}",
                thing.name,
                thing
                    .beside
                    .as_ref()
                    .map_or(String::new(), |text| format!(" beside `{text}`")),
                thing.kind,
                self.seen().await
            );
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// Waits until something holds of the thing, called `e`.
    pub async fn until_the(&self, thing: &Thing, condition: &str, what: &str) {
        let expression = thing.expression();
        let all = format!("(e => e && ({condition}))({expression})");
        self.until(&all, what).await;
    }

    /// Waits until there is no such thing.
    pub async fn has_no(&self, thing: &Thing) {
        let gone = format!("!({})", thing.expression());
        let what = format!("there is no `{}`", thing.name);
        self.until(&gone, &what).await;
    }

    /// Brings it to the middle, where nothing that lies over the page's edge covers it, and presses it.
    pub async fn click_the(&self, thing: &Thing) {
        let element = self.the(thing).await;
        let centre = "arguments[0].scrollIntoView({ block: 'center' })";
        let argument = element.to_json().expect("an element");
        self.driver.execute(centre, vec![argument]).await.ok();
        let pressed = element.click().await;
        pressed.unwrap_or_else(|error| panic!("{}: {error}", thing.name));
    }

    /// Goes to it by the Tab key, seeing where the focus is.
    pub async fn tab_to_the(&self, thing: &Thing) {
        self.the(thing).await;
        let reached = format!("e === {}", thing.expression());
        self.tab_until(&reached, &format!("`{}`", thing.name)).await;
    }

    /// Whether the box is ticked.
    pub async fn is_ticked(&self, thing: &Thing) -> bool {
        let element = self.the(thing).await;
        let argument = element.to_json().expect("an element");
        let script =
            "return arguments[0].checked ?? arguments[0].getAttribute('aria-checked') === 'true'";
        let answer = self.driver.execute(script, vec![argument]).await;
        answer.is_ok_and(|answer| answer.json() == &json!(true))
    }

    /// The session this window has, if any.
    pub async fn session_token(&self) -> Option<String> {
        let urls = json!({ "urls": [self.world.url()] });
        let cookies = self.cdp("Network.getCookies", urls).await;
        let all = cookies["cookies"].as_array().cloned().unwrap_or_default();
        let own = all
            .into_iter()
            .find(|cookie| cookie["name"] == json!(domain::session::COOKIE))?;
        own["value"].as_str().map(str::to_owned)
    }

    /// A browser without the screen that has this window's session: what somebody has who copied its cookies.
    pub async fn stolen(&self) -> crate::Browser {
        let browser = crate::Browser::new(&self.world);
        let token = self.session_token().await.expect("a signed-in window");
        browser.set_cookie(domain::session::COOKIE, &token);
        browser
    }
}
