//! What every shopper does: filling a basket, filling the form, ordering; by pointer or by keyboard alone.

use domain::contact::ContactForm;
use domain::id::{Id, OrderId};
use domain::route;
use serde_json::json;
use tests::{Browser, Thing, Window};
use thirtyfour::Key;

/// How somebody works with a page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Hands {
    Pointer,
    Keys,
}

impl Hands {
    /// Presses what matches: a button, a link, a box.
    pub async fn press(self, window: &Window, css: &str) {
        match self {
            Hands::Pointer => {
                let element = window.element(css).await;
                let centre = "arguments[0].scrollIntoView({ block: 'center' })";
                let argument = element.to_json().expect("an element");
                window.driver.execute(centre, vec![argument]).await.ok();
                let pressed = element.click().await;
                pressed.unwrap_or_else(|error| panic!("{css}: {error}"));
            }
            Hands::Keys => {
                window.element(css).await;
                window.tab_to(css).await;
                let boxed = window
                    .js("['checkbox', 'radio'].includes(document.activeElement.type)")
                    .await;
                match boxed == json!(true) {
                    true => window.keys(Key::Space).await,
                    false => window.keys(Key::Enter).await,
                }
            }
        }
    }

    /// Presses a button or follows a link by its word.
    pub async fn press_the(self, window: &Window, thing: Thing) {
        match self {
            Hands::Pointer => window.click_the(&thing).await,
            Hands::Keys => {
                window.tab_to_the(&thing).await;
                window.keys(Key::Enter).await;
            }
        }
    }

    /// The same by the key of its word.
    pub async fn press_key(self, window: &Window, key: &str) {
        let word = Thing::button(window.words.text(key));
        self.press_the(window, word).await;
    }

    /// Ticks or unticks a box; one of several is chosen.
    pub async fn tick(self, window: &Window, thing: Thing, wanted: bool) {
        if window.is_ticked(&thing).await == wanted {
            return;
        }
        match self {
            Hands::Pointer => window.click_the(&thing).await,
            Hands::Keys => {
                let element = window.the(&thing).await;
                let radio = element.attr("type").await.ok().flatten();
                if radio.as_deref() == Some("radio") {
                    // The Tab key comes to the chosen one of its group, the arrows to the others.
                    let name = element.attr("name").await.ok().flatten();
                    let group = format!("input[type=radio][name='{}']", name.unwrap_or_default());
                    window.tab_to(&group).await;
                    for _ in 0..10 {
                        if window.is_ticked(&thing).await {
                            break;
                        }
                        window.keys(Key::Down).await;
                    }
                } else {
                    window.tab_to_the(&thing).await;
                    window.keys(Key::Space).await;
                }
            }
        }
        let what = if wanted { "ticked" } else { "not ticked" };
        let condition = "(e.checked ?? e.getAttribute('aria-checked') === 'true')";
        let condition = format!("{condition} === {}", json!(wanted));
        window.until_the(&thing, &condition, what).await;
    }

    /// Chooses an entry of a list by its word.
    pub async fn choose(self, window: &Window, list: Thing, word: &str) {
        match self {
            Hands::Pointer => {
                let option = window.the(&list.option(word)).await;
                option.click().await.expect("an option is pressed");
            }
            Hands::Keys => {
                window.tab_to_the(&list).await;
                window.keys(word).await;
            }
        }
        let chosen = format!("e.selectedOptions[0]?.innerText.trim() === {}", json!(word));
        window
            .until_the(&list, &chosen, &format!("`{word}` is chosen"))
            .await;
    }

    /// Puts a text in the place of what the field holds.
    pub async fn fill(self, window: &Window, name: &str, text: &str) {
        match self {
            Hands::Pointer => window.fill(name, text).await,
            Hands::Keys => {
                window.tab_to(&format!("[name='{name}']")).await;
                window.keys(Key::Control + "a").await;
                window.keys(text).await;
            }
        }
    }
}

/// The name of the shop's first product in the window's language.
pub async fn product(window: &Window) -> String {
    let visitor = Browser::new(&window.world).speaking(window.locale);
    visitor.products().await.remove(0).name
}

/// Puts the first product into the basket and goes to the contact step.
pub async fn go_to_checkout(window: &Window) {
    let product = product(window).await;
    window.visit(route::SHOP).await;
    let add = window.words.fill("shop.add_name", &[("product", &product)]);
    window.press_word(&add).await;
    window.press("shop.to_checkout").await;
    window.is_at(route::CHECKOUT).await;
    window.started().await;
}

/// Types everything the form of a French address asks for.
pub async fn type_details(window: &Window, form: &ContactForm) {
    for (name, text) in details(form) {
        window.fill(name, text).await;
    }
}

/// The form's fields and what is typed into them.
pub fn details(form: &ContactForm) -> [(&'static str, &str); 7] {
    [
        ("email", &form.email),
        ("first_name", &form.first_name),
        ("last_name", &form.last_name),
        ("phone", form.phone.as_deref().unwrap_or_default()),
        ("address.line1", &form.address.line1),
        (
            "address.postcode",
            form.address.postcode.as_deref().unwrap_or_default(),
        ),
        ("address.city", &form.address.city),
    ]
}

/// Presses the form's button and waits for the thank-you.
pub async fn save(window: &Window, form: &ContactForm) {
    window.press("checkout.submit").await;
    thanked(window, form).await;
}

/// The details are saved and shown.
pub async fn thanked(window: &Window, form: &ContactForm) {
    window.is_at(route::CHECKOUT_PAYMENT).await;
    let thanks = window
        .words
        .fill("checkout.saved_title", &[("name", &form.first_name)]);
    window.sees(&thanks).await;
    window.sees(&form.email).await;
}

/// Agrees to what the page asks for and orders; the order's page thanks.
pub async fn order(window: &Window, hands: Hands, form: &ContactForm) -> OrderId {
    for name in ["terms", "waiver"] {
        hands.press(window, &format!("[name='{name}']")).await;
    }
    hands.press(window, ".agreement .button-primary").await;
    let at = format!(
        "/^{}\\/[0-9a-f-]{{36}}$/.test(location.pathname)",
        route::ORDERS.replace('/', "\\/")
    );
    window.until(&at, "the order's page opens").await;
    window.started().await;
    let thanks = window
        .words
        .fill("order.thanks", &[("name", &form.first_name)]);
    window.sees(&thanks).await;
    let id = window.js("location.pathname.split('/').pop()").await;
    Id::parse(id.as_str().unwrap_or_default()).expect("an order's id")
}

/// The path of a link from a mail, with its token.
pub fn path(window: &Window, link: &str) -> String {
    let path = link.strip_prefix(window.world.url());
    path.unwrap_or_else(|| panic!("{link} leads away from the shop"))
        .to_owned()
}
