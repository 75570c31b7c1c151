//! The world a test lives in: one running shop, its database, its clock, and names nobody else uses.

use crate::database::Database;
use crate::{Staff, keeping};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

/// A running shop. Cheap to clone.
#[derive(Clone)]
pub struct World {
    inner: Arc<Inner>,
}

/// Who may sign in to a fresh shop.
#[derive(Clone)]
pub struct Owner {
    pub email: String,
    /// Also the password of every account the tests make.
    pub password: String,
}

struct Inner {
    url: String,
    owner: Owner,
    owner_cookies: tokio::sync::OnceCell<Vec<(String, String)>>,
    for_sale: tokio::sync::OnceCell<()>,
}

/// The shop that `cargo xtask test` started.
static SHARED: LazyLock<World> = LazyLock::new(|| {
    World::at(
        setting("COMPTOIR_URL").trim_end_matches('/'),
        Owner {
            email: setting("COMPTOIR_OWNER_EMAIL"),
            password: setting("COMPTOIR_OWNER_PASSWORD"),
        },
    )
});

/// Names handed out in this process.
static NAMES: AtomicU64 = AtomicU64::new(0);

impl World {
    /// The shop that all tests share. Nothing in it may be counted on to stand still.
    pub fn get() -> World {
        SHARED.clone()
    }

    /// A shop at some other address, see [`crate::Server`].
    pub fn at(url: &str, owner: Owner) -> World {
        World {
            inner: Arc::new(Inner {
                url: url.to_owned(),
                owner,
                owner_cookies: tokio::sync::OnceCell::new(),
                for_sale: tokio::sync::OnceCell::new(),
            }),
        }
    }

    /// Where the shop is, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.inner.url
    }

    pub fn owner(&self) -> &Owner {
        &self.inner.owner
    }

    /// Its database, looked at from outside.
    pub fn database(&self) -> Database {
        Database::of(self.url())
    }

    /// Where the cookies of the owner's one session are kept, so that tests need not sign in each.
    pub(crate) fn owner_cookies(&self) -> &tokio::sync::OnceCell<Vec<(String, String)>> {
        &self.inner.owner_cookies
    }

    /// Sees to it that the shop's settings are complete, once: from then on it may ask for money.
    pub async fn for_sale(&self) {
        let complete = async {
            let owner = Staff::owner(self).await;
            let settings = owner.settings().await;
            let form = keeping::complete(&settings);
            let completed = owner.edit_settings(&form).await;
            let completed = completed.unwrap_or_else(|problem| panic!("{problem:?}"));
            assert_eq!(completed.missing, [""; 0]);
        };
        self.inner.for_sale.get_or_init(|| complete).await;
    }

    /// Does the scheduled chores as if it were `time` (Unix milliseconds).
    pub async fn sweep_at(&self, time: i64) {
        let url = format!(
            "{}/cdn-cgi/local/scheduled?cron=*+*+*+*+*&time={time}&format=json",
            self.url()
        );
        let answer = client().get(&url).send().await.expect("the shop is up");
        let text = answer.text().await.expect("an answer has a body");
        assert!(
            text.contains("\"outcome\":\"ok\""),
            "the sweep ended with {text}"
        );
    }
}

/// A number nobody else in this process, and hardly anybody in another, was given.
pub fn number() -> u64 {
    u64::from(std::process::id()) * 100_000 + NAMES.fetch_add(1, Ordering::Relaxed)
}

/// An e-mail address of its own, in lower case.
pub fn email(who: &str) -> String {
    format!("{who}.{}@example.com", number())
}

/// A word of letters only that no other test searches for.
pub fn word() -> String {
    const LETTERS: &[u8] = b"bcdfghjklmnpqrstvwxz";
    let mut number = number();
    let mut word = String::from("q");
    while number > 0 {
        let place = usize::try_from(number % 20).unwrap_or_default();
        word.push(char::from(LETTERS[place]));
        number /= 20;
    }
    word
}

/// Now, in Unix milliseconds.
pub fn now() -> i64 {
    let since = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or_default()
}

/// What `cargo xtask test` told the tests by the environment.
pub fn setting(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| {
        panic!(
            "{name} is not set: these tests are run by `cargo xtask test`, which starts the shop"
        )
    })
}

/// An HTTP client that follows nothing and remembers nothing.
pub(crate) fn client() -> reqwest::Client {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .timeout(std::time::Duration::from_secs(60))
        .build()
        .expect("a client without TLS can always be made")
}
