//! A window of real Chromium: what people see, press and type in it, and what must hold on every screen.

use crate::words::Words;
use crate::world::{self, World};
use domain::locale::Locale;
use serde_json::{Value, json};
use std::future::Future;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use thirtyfour::prelude::*;
use thirtyfour::{ChromiumLikeCapabilities, PageLoadStrategy};

/// How the window is made.
#[derive(Clone, Copy)]
pub struct Look {
    pub locale: Locale,
    pub width: u32,
    pub height: u32,
    pub dark: bool,
}

impl Look {
    /// A desk.
    pub const DESK: Look = Look {
        locale: Locale::En,
        width: 1280,
        height: 900,
        dark: false,
    };
    /// A phone.
    pub const PHONE: Look = Look {
        locale: Locale::En,
        width: 360,
        height: 740,
        dark: false,
    };

    pub fn speaking(self, locale: Locale) -> Look {
        Look { locale, ..self }
    }

    pub fn dark(self) -> Look {
        Look { dark: true, ..self }
    }
}

/// A window with one page in it.
#[derive(Clone)]
pub struct Window {
    pub driver: WebDriver,
    pub world: World,
    pub locale: Locale,
    pub words: Arc<Words>,
    /// Parts of console lines that this journey provokes.
    provoked: Arc<Mutex<Vec<String>>>,
}

/// How long anything may take to appear.
const PATIENCE: Duration = Duration::from_secs(15);
const GLANCE: Duration = Duration::from_millis(20);

/// Opens a window, lets somebody act in it, and closes it whatever happened. Afterwards the console must be clean.
pub async fn journey<F>(look: Look, act: impl FnOnce(Window) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    journey_in(&World::get(), look, act).await;
}

/// The same in a shop of the test's own.
pub async fn journey_in<F>(world: &World, look: Look, act: impl FnOnce(Window) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let window = Window::open(world, look).await;
    let outcome = tokio::spawn(act(window.clone())).await;
    let name = std::thread::current()
        .name()
        .unwrap_or("journey")
        .replace("::", "-");
    if outcome.is_err() {
        window.picture_of_failure(&name).await;
    }
    let console = window.console().await;
    let driver = window.driver.clone();
    drop(window);
    driver.quit().await.ok();
    if let Err(error) = outcome {
        std::panic::resume_unwind(error.into_panic());
    }
    assert!(console.is_empty(), "the console says {console:#?}");
}

impl Window {
    async fn open(world: &World, look: Look) -> Window {
        let mut caps = DesiredCapabilities::chrome();
        caps.set_binary(&world::setting("COMPTOIR_CHROME"))
            .expect("a capability");
        for flag in [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
        ] {
            caps.add_arg(flag).expect("a capability");
        }
        let language = if look.locale == Locale::Fr {
            "fr-FR"
        } else {
            "en-GB"
        };
        caps.add_arg(&format!("--lang={language}"))
            .expect("a capability");
        let preferences = json!({
            "intl.accept_languages": language,
            "credentials_enable_service": false,
            "autofill.profile_enabled": false,
        });
        caps.add_experimental_option("prefs", preferences)
            .expect("a capability");
        caps.set("goog:loggingPrefs", json!({ "browser": "ALL" }))
            .expect("a capability");
        // Journeys wait for what they need, not for the page to fall silent.
        caps.set_page_load_strategy(PageLoadStrategy::None)
            .expect("a capability");
        let server = world::setting("COMPTOIR_CHROMEDRIVER_URL");
        let driver = WebDriver::new(&server, caps)
            .await
            .expect("Chromium starts");
        driver
            .set_script_timeout(Duration::from_secs(30))
            .await
            .expect("a timeout");
        let window = Window {
            driver,
            world: world.clone(),
            locale: look.locale,
            words: Arc::new(Words::of(look.locale)),
            provoked: Arc::default(),
        };
        window.size(look.width, look.height).await;
        window.media(look.dark).await;
        let number = world::number();
        let address = format!(
            "2001:db8:{:x}:{:x}::1",
            number >> 16 & 0xffff,
            number & 0xffff
        );
        window.cdp("Network.enable", json!({})).await;
        // An address of its own, so that journeys share no throttle.
        let headers = json!({ "headers": { "cf-connecting-ip": address } });
        window.cdp("Network.setExtraHTTPHeaders", headers).await;
        window
    }

    /// The same window, whose page speaks another language from now on.
    pub fn speaking(&self, locale: Locale) -> Window {
        Window {
            locale,
            words: Arc::new(Words::of(locale)),
            ..self.clone()
        }
    }

    pub async fn size(&self, width: u32, height: u32) {
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.cdp("Emulation.setDeviceMetricsOverride", metrics)
            .await;
    }

    /// Light or dark, as the system would ask for; nothing moves.
    pub async fn media(&self, dark: bool) {
        let features = json!({ "features": [
            { "name": "prefers-color-scheme", "value": if dark { "dark" } else { "light" } },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ] });
        self.cdp("Emulation.setEmulatedMedia", features).await;
    }

    /// Cuts the line, or mends it.
    pub async fn offline(&self, cut: bool) {
        self.line(cut, 0, -1).await;
    }

    /// A line that is this slow, in bytes a second; `-1` for as fast as it goes.
    pub async fn slow(&self, bytes: i64) {
        self.line(false, if bytes < 0 { 0 } else { 100 }, bytes)
            .await;
    }

    async fn line(&self, offline: bool, latency: i64, bytes: i64) {
        let conditions = json!({
            "offline": offline, "latency": latency, "downloadThroughput": bytes, "uploadThroughput": bytes,
        });
        self.cdp("Network.emulateNetworkConditions", conditions)
            .await;
    }

    /// Lets no request through whose address matches; none at all lifts it.
    pub async fn block(&self, patterns: &[&str]) {
        self.cdp("Network.setBlockedURLs", json!({ "urls": patterns }))
            .await;
    }

    /// Keeps every request whose address matches from being answered: the page waits.
    pub async fn hold(&self, pattern: &str) {
        let patterns = json!({ "patterns": [{ "urlPattern": pattern }] });
        self.cdp("Fetch.enable", patterns).await;
    }

    /// Lets them all go on.
    pub async fn release(&self) {
        self.cdp("Fetch.disable", json!({})).await;
    }

    /// Asks the browser's own tools, by way of its driver.
    pub async fn cdp(&self, command: &str, params: Value) -> Value {
        let handle = self.driver.handle();
        let address = format!(
            "{}/session/{}/goog/cdp/execute",
            handle.server_url().as_str().trim_end_matches('/'),
            handle.session_id()
        );
        let body = json!({ "cmd": command, "params": params }).to_string();
        let request = world::client()
            .post(&address)
            .header("content-type", "application/json");
        let answer = request.body(body).send().await.expect("the driver answers");
        let text = answer.text().await.expect("the driver answers");
        let answer: Value = serde_json::from_str(&text).expect("the driver speaks JSON");
        assert!(answer["value"]["error"].is_null(), "{command}: {text}");
        answer["value"].clone()
    }

    /// A console line that holds this text is provoked by the journey and forgiven.
    pub fn provoke(&self, part: &str) {
        if let Ok(mut provoked) = self.provoked.lock() {
            provoked.push(part.to_owned());
        }
    }

    /// What the console said that nobody provoked.
    async fn console(&self) -> Vec<String> {
        let provoked = self
            .provoked
            .lock()
            .map(|list| list.clone())
            .unwrap_or_default();
        let lines = self.driver.browser_log().await.unwrap_or_default();
        lines
            .into_iter()
            .map(|line| format!("{:?} {}", line.level, line.message))
            .filter(|line| !provoked.iter().any(|part| line.contains(part)))
            .collect()
    }

    async fn picture_of_failure(&self, name: &str) {
        let folder = Path::new(&world::setting("COMPTOIR_ROOT")).join("target/test-state/failures");
        std::fs::create_dir_all(&folder).ok();
        self.driver
            .screenshot(&folder.join(format!("{name}.png")))
            .await
            .ok();
        eprintln!(
            "{name} ended at {:?}",
            self.driver.current_url().await.map(|url| url.to_string())
        );
    }

    /// Opens a page of the shop and waits until the app has started on it.
    pub async fn visit(&self, path: &str) {
        self.ask_for(path).await;
        self.started().await;
    }

    /// Opens a page of the shop and waits for nothing but its first bytes.
    pub async fn ask_for(&self, path: &str) {
        let url = format!("{}{path}", self.world.url());
        self.driver
            .execute("window.leftBehind = true", vec![])
            .await
            .ok();
        self.driver.goto(&url).await.expect("the page is asked for");
        self.until(
            "!window.leftBehind && location.href !== 'about:blank' && document.body",
            "the page comes",
        )
        .await;
    }

    /// Loads the page again and waits until the app has started on it.
    pub async fn reload(&self) {
        self.driver
            .execute("window.leftBehind = true", vec![])
            .await
            .ok();
        self.driver
            .refresh()
            .await
            .expect("the page is loaded again");
        self.until("!window.leftBehind && document.body", "the page comes")
            .await;
        self.started().await;
    }

    /// Waits until the app has taken the static shell's place and shows a heading.
    pub async fn started(&self) {
        self.until(
            "!document.getElementById('shell') && document.querySelector('main h1') && !document.querySelector('[aria-busy=true]')",
            "the app starts",
        )
        .await;
    }

    /// Waits until a JavaScript condition holds.
    pub async fn until(&self, condition: &str, what: &str) {
        let script = format!("return !!({condition})");
        let patience = Instant::now() + PATIENCE;
        loop {
            let answer = self.driver.execute(&script, vec![]).await;
            if answer.is_ok_and(|answer| answer.json() == &json!(true)) {
                return;
            }
            assert!(
                Instant::now() < patience,
                "{what}: {condition} never held on a page that says\n{}",
                self.seen().await
            );
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// What a JavaScript expression gives.
    pub async fn js(&self, expression: &str) -> Value {
        let script = format!("return ({expression})");
        let answer = self.driver.execute(&script, vec![]).await;
        answer
            .unwrap_or_else(|error| panic!("{expression}: {error}"))
            .json()
            .clone()
    }

    /// The text of the page.
    pub async fn seen(&self) -> String {
        let text = self
            .driver
            .execute(
                "return document.body ? document.body.innerText : ''",
                vec![],
            )
            .await;
        text.ok()
            .and_then(|text| text.json().as_str().map(str::to_owned))
            .unwrap_or_default()
    }

    /// Waits until the page shows this text, its spaces of all kinds taken as one.
    pub async fn sees(&self, text: &str) {
        let wanted = json!(plain(text));
        let condition = format!(
            "document.body && document.body.innerText.replace(/\\s+/g, ' ').includes({wanted})"
        );
        self.until(&condition, &format!("`{text}` is shown")).await;
    }

    /// Waits until the page does not show this text.
    pub async fn sees_no(&self, text: &str) {
        let wanted = json!(plain(text));
        let condition = format!(
            "document.body && !document.body.innerText.replace(/\\s+/g, ' ').includes({wanted})"
        );
        self.until(&condition, &format!("`{text}` is not shown"))
            .await;
    }

    /// Waits until the address is this path.
    pub async fn is_at(&self, path: &str) {
        self.until(
            &format!("location.pathname === {}", json!(path)),
            "the page is another",
        )
        .await;
    }

    /// The first element that can be seen, waited for.
    pub async fn element(&self, css: &str) -> WebElement {
        let found = self
            .driver
            .query(By::Css(css))
            .wait(PATIENCE, GLANCE)
            .and_displayed()
            .first()
            .await;
        match found {
            Ok(element) => element,
            Err(_) => panic!("{css} is not on a page that says\n{}", self.seen().await),
        }
    }

    /// A button or link by the word it shows.
    pub async fn button(&self, word: &str) -> WebElement {
        let word = xpath_text(word);
        let path = format!(
            "//button[not(ancestor::*[@id='shell']) and (normalize-space()={word} or .//span[normalize-space()={word}] \
             or @aria-label={word})] | //a[normalize-space()={word} or @aria-label={word}] \
             | //summary[normalize-space()={word}]"
        );
        let found = self
            .driver
            .query(By::XPath(path))
            .wait(PATIENCE, GLANCE)
            .and_displayed()
            .first()
            .await;
        match found {
            Ok(element) => element,
            Err(_) => panic!(
                "there is no button {word} on a page that says\n{}",
                self.seen().await
            ),
        }
    }

    /// Presses a button or follows a link by the key of its word.
    pub async fn press(&self, key: &str) {
        let word = self.words.text(key).to_owned();
        self.press_word(&word).await;
    }

    pub async fn press_word(&self, word: &str) {
        let button = self.button(word).await;
        // Brought to the middle, where nothing that lies over the page's edge covers it.
        let centre = "arguments[0].scrollIntoView({ block: 'center' })";
        let argument = button.to_json().expect("an element");
        self.driver.execute(centre, vec![argument]).await.ok();
        button
            .click()
            .await
            .unwrap_or_else(|error| panic!("{word}: {error}"));
    }

    /// Presses what has this id.
    pub async fn press_id(&self, id: &str) {
        let found = self.element(&format!("[id=\"{id}\"]")).await;
        let centre = "arguments[0].scrollIntoView({ block: 'center' })";
        let argument = found.to_json().expect("an element");
        self.driver.execute(centre, vec![argument]).await.ok();
        found
            .click()
            .await
            .unwrap_or_else(|error| panic!("{id}: {error}"));
    }

    /// Types into the field of this name after what stands there.
    pub async fn type_into(&self, name: &str, text: &str) {
        let field = self.element(&field(name)).await;
        field
            .send_keys(text)
            .await
            .unwrap_or_else(|error| panic!("{name}: {error}"));
    }

    /// Puts a text in the place of what the field holds.
    pub async fn fill(&self, name: &str, text: &str) {
        let element = self.element(&field(name)).await;
        element.send_keys(Key::Control + "a").await.expect("keys");
        element.send_keys(Key::Delete + "").await.expect("keys");
        element.send_keys(text).await.expect("keys");
    }

    /// Chooses an option of a native select by its value.
    pub async fn choose(&self, name: &str, value: &str) {
        let option = format!("{} option[value='{value}']", field(name));
        let found = self
            .driver
            .query(By::Css(&option))
            .wait(PATIENCE, GLANCE)
            .first()
            .await;
        found
            .expect("the option is there")
            .click()
            .await
            .expect("the option is chosen");
    }

    /// What a field holds.
    pub async fn value(&self, name: &str) -> String {
        let value = self
            .js(&format!(
                "document.querySelector({})?.value ?? null",
                json!(field(name))
            ))
            .await;
        value
            .as_str()
            .unwrap_or_else(|| panic!("no field {name}"))
            .to_owned()
    }

    /// Waits until a field holds this.
    pub async fn holds(&self, name: &str, value: &str) {
        let condition = format!(
            "document.querySelector({})?.value === {}",
            json!(field(name)),
            json!(value)
        );
        self.until(&condition, &format!("{name} holds `{value}`"))
            .await;
    }

    /// Presses keys where the focus is. Ctrl, Shift, Alt and Meta stay down for all that follow them.
    pub async fn keys(&self, keys: impl Into<TypingData>) {
        let mut chain = self.driver.action_chain();
        let mut held = Vec::new();
        for key in keys.into().as_vec() {
            chain = chain.key_down(key);
            match key {
                '\u{e008}'..='\u{e00a}' | '\u{e03d}' => held.push(key),
                _ => chain = chain.key_up(key),
            }
        }
        for key in held {
            chain = chain.key_up(key);
        }
        chain.perform().await.expect("keys are pressed");
    }

    /// Goes by the Tab key to the first element that matches, as somebody without a mouse does. Wherever the focus
    /// passes it must be seen.
    pub async fn tab_to(&self, css: &str) {
        self.tab_until(&format!("e.matches({})", json!(css)), css)
            .await;
    }

    /// Goes on by the Tab key until something holds of the focused element `e`.
    pub async fn tab_until(&self, reached: &str, what: &str) {
        for _ in 0..200 {
            self.keys(Key::Tab).await;
            let state = self
                .js(&format!(
                    "(() => {{ const e = document.activeElement; if (!e || e === document.body) return ['nowhere']; \
                     const s = getComputedStyle(e); const r = e.getBoundingClientRect(); \
                     const line = s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0; \
                     const label = e.closest('label'); \
                     const ring = line(s) || s.boxShadow !== 'none' || !!label && line(getComputedStyle(label)); \
                     return [({reached}) ? 'there' : 'elsewhere', ring, \
                       r.bottom > 0 && r.top < innerHeight, e.outerHTML.slice(0, 120)]; }})()"
                ))
                .await;
            if state[0] == json!("nowhere") {
                continue;
            }
            assert_eq!(
                (&state[1], &state[2]),
                (&json!(true), &json!(true)),
                "the focus is not seen on {}",
                state[3]
            );
            if state[0] == json!("there") {
                return;
            }
        }
        panic!(
            "the Tab key never comes to {what} on a page that says\n{}",
            self.seen().await
        );
    }

    /// The id or name of the focused element.
    pub async fn focused(&self) -> String {
        let id = self.js("(document.activeElement && (document.activeElement.id || document.activeElement.name)) || ''").await;
        id.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the focus is on this id.
    pub async fn focus_is_on(&self, id: &str) {
        let wanted = json!(id);
        let patience = Instant::now() + PATIENCE;
        while self.focused().await != id {
            let here = self
                .js("document.activeElement?.outerHTML.slice(0, 200)")
                .await;
            assert!(
                Instant::now() < patience,
                "the focus is not on {wanted} but on {here}"
            );
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// Everything this origin keeps in the browser.
    pub async fn kept(&self) -> String {
        let kept = self
            .js("JSON.stringify({local: {...localStorage}, tab: {...sessionStorage}, cookies: document.cookie, name: window.name})")
            .await;
        kept.as_str().unwrap_or_default().to_owned()
    }

    /// Gives this window a session as if its person had signed in.
    pub async fn take_session(&self, browser: &crate::Browser) {
        let token = browser
            .cookie(domain::session::COOKIE)
            .expect("a signed-in browser");
        let cookie = json!({
            "name": domain::session::COOKIE, "value": token, "url": self.world.url(), "path": "/",
            "secure": true, "httpOnly": true, "sameSite": "Lax",
        });
        let answer = self.cdp("Network.setCookie", cookie).await;
        assert_ne!(
            answer["success"],
            json!(false),
            "the cookie is taken: {answer}"
        );
    }

    /// axe-core finds nothing on what is shown now, in light and in dark.
    pub async fn axe(&self, state: &str) {
        self.axe_in(state, &[false, true]).await;
    }

    /// axe-core finds nothing on what is shown now, in these appearances (`true` for dark).
    pub async fn axe_in(&self, state: &str, appearances: &[bool]) {
        let source =
            Path::new(&world::setting("COMPTOIR_ROOT")).join("node_modules/axe-core/axe.min.js");
        let source = std::fs::read_to_string(source).expect("axe-core is installed");
        let known = self.js("typeof axe !== 'undefined'").await;
        if known != json!(true) {
            self.driver
                .execute(&source, vec![])
                .await
                .expect("axe-core is loaded");
        }
        for &dark in appearances {
            self.media(dark).await;
            let run = "const done = arguments[arguments.length - 1]; \
                axe.run(document, {rules: {'target-size': {enabled: true}}}).then( \
                  r => done(r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ') + ' ' + n.failureSummary).join(' | '))), \
                  e => done(['axe failed: ' + e]))";
            let found = self
                .driver
                .execute_async(run, vec![])
                .await
                .expect("axe-core runs");
            let found = found.json().clone();
            let theme = if dark { "dark" } else { "light" };
            assert_eq!(found, json!([]), "axe-core on {state}, {theme}");
        }
        self.media(false).await;
    }

    /// Nothing of the page is wider than the window.
    pub async fn fits(&self, state: &str) {
        let sizes = self
            .js("[document.documentElement.scrollWidth, innerWidth]")
            .await;
        assert!(
            sizes[0].as_i64() <= sizes[1].as_i64(),
            "{state} scrolls sideways: {sizes}"
        );
    }

    /// Keeps a picture for the documentation, when such were asked for.
    pub async fn picture(&self, name: &str) {
        if std::env::var("COMPTOIR_SCREENS").is_ok_and(|asked| asked == "1") {
            let folder = Path::new(&world::setting("COMPTOIR_ROOT")).join("docs/screens");
            std::fs::create_dir_all(&folder).expect("the folder for pictures");
            self.driver
                .screenshot(&folder.join(format!("{name}.png")))
                .await
                .expect("a picture");
        }
    }
}

impl Window {
    /// The same of a screen, light and dark, called after its language and size.
    pub async fn pictures(&self, screen: &str) {
        let phone = match self.js("innerWidth < 500").await == json!(true) {
            true => "-phone",
            false => "",
        };
        for (dark, shade) in [(false, ""), (true, "-dark")] {
            self.media(dark).await;
            let language = self.locale.code();
            self.picture(&format!("{screen}-{language}{phone}{shade}"))
                .await;
        }
        self.media(false).await;
    }
}

/// The field of this name, once the app has taken over.
fn field(name: &str) -> String {
    format!("[name=\"{name}\"]:not(#shell *)")
}

/// A text with each run of spaces made one plain space.
pub fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text as an XPath literal, which has no escapes.
fn xpath_text(text: &str) -> String {
    let parts: Vec<String> = text.split('"').map(|part| format!("\"{part}\"")).collect();
    match parts.len() {
        1 => parts[0].clone(),
        _ => format!("concat({})", parts.join(", '\"', ")),
    }
}
