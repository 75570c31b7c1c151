//! The mails the shop sent: what the tests' mail provider (`src/bin/sink.rs`) accepted, and how it shall behave.

use crate::world;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::time::{Duration, Instant};

/// How long a mail may take to come.
const PATIENCE: Duration = Duration::from_secs(20);

/// A mail as the shop hands it over: the body of `POST /emails`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Message {
    pub from: String,
    pub to: Vec<String>,
    pub subject: String,
    pub html: String,
    pub text: String,
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    #[serde(default)]
    pub tags: Vec<Tag>,
}

/// A mark that mailbox owners do not see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tag {
    pub name: String,
    pub value: String,
}

/// A mail that was accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// The provider's name for it.
    pub id: String,
    /// The `Idempotency-Key` it came with.
    pub key: String,
    #[serde(flatten)]
    pub message: Message,
}

impl Mail {
    /// Which of the shop's mails it is.
    pub fn template(&self) -> &str {
        let tag = self
            .message
            .tags
            .iter()
            .find(|tag| tag.name == "template")
            .unwrap_or_else(|| panic!("no tag `template` on {self}"));
        &tag.value
    }

    /// The six digits in its text.
    pub fn code(&self) -> String {
        let mut codes: Vec<&str> = self
            .message
            .text
            .split(|letter: char| !letter.is_ascii_digit())
            .filter(|digits| digits.len() == 6)
            .collect();
        codes.dedup();
        assert_eq!(codes.len(), 1, "not one code but {codes:?} in {self}");
        codes[0].to_owned()
    }

    /// The first link in its text that carries a token; else the first link.
    pub fn link(&self) -> String {
        let links: Vec<&str> = self
            .message
            .text
            .split_whitespace()
            .filter_map(|word| Some(&word[word.find("http://").or(word.find("https://"))?..]))
            .map(|link| link.trim_end_matches(['.', ',', ')', '>']))
            .collect();
        let link = links.iter().find(|link| link.contains('#'));
        let link = link
            .or(links.first())
            .unwrap_or_else(|| panic!("no link in {self}"));
        (*link).to_owned()
    }

    /// The token that its link carries after `#`.
    pub fn token(&self) -> String {
        let link = self.link();
        let (_, token) = link
            .split_once('#')
            .unwrap_or_else(|| panic!("no token in {self}"));
        token.to_owned()
    }
}

impl fmt::Display for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Message {
            to, subject, text, ..
        } = &self.message;
        write!(f, "the mail to {} «{subject}»:\n{text}", to.join(", "))
    }
}

/// A mail that was accepted, without what it says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Slip {
    pub id: String,
    pub key: String,
    pub to: Vec<String>,
}

/// What the provider does with mails to an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Accepts.
    Ok,
    /// Says for good that it will not: 422.
    Refuse,
    /// Answers 500.
    Fail,
    /// Says nothing for 30 s, then answers 500.
    Hang,
    /// Accepts, then closes the connection without an answer.
    Drop,
}

/// The body of `PUT /modes`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Behaviour {
    pub to: String,
    pub mode: Mode,
}

/// The provider, as the test asks and directs it.
pub struct Mails {
    url: String,
    client: reqwest::Client,
}

impl Mails {
    /// The provider that `cargo xtask test` started.
    pub fn get() -> Mails {
        Mails::at(&world::setting("COMPTOIR_SINK"))
    }

    /// A provider at some address.
    pub fn at(url: &str) -> Mails {
        Mails {
            url: url.to_owned(),
            client: world::client(),
        }
    }

    /// Every mail to this address, oldest first.
    pub async fn of(&self, to: &str) -> Vec<Mail> {
        let listed = self.asked("mails", to).await;
        serde_json::from_str(&listed).unwrap_or_else(|error| panic!("{listed}: {error}"))
    }

    /// Every mail that carries a tag of this value, oldest first.
    pub async fn tagged(&self, value: &str) -> Vec<Slip> {
        let listed = self.asked("tagged", value).await;
        serde_json::from_str(&listed).unwrap_or_else(|error| panic!("{listed}: {error}"))
    }

    /// How many mails of this template came to this address.
    pub async fn count(&self, to: &str, template: &str) -> usize {
        let all = self.of(to).await;
        all.iter()
            .filter(|mail| mail.template() == template)
            .count()
    }

    /// The newest mail of this template to this address; waits until there is one.
    pub async fn wait(&self, to: &str, template: &str) -> Mail {
        self.wait_for(to, template, 1).await
    }

    /// The same, waiting until there are so many of them.
    pub async fn wait_for(&self, to: &str, template: &str, count: usize) -> Mail {
        let patience = Instant::now() + PATIENCE;
        loop {
            let all = self.of(to).await;
            let mut found: Vec<&Mail> = all.iter().filter(|m| m.template() == template).collect();
            if found.len() >= count
                && let Some(last) = found.pop()
            {
                return last.clone();
            }
            if Instant::now() > patience {
                let came: Vec<&str> = all.iter().map(Mail::template).collect();
                let attempts = self.attempts(to).await;
                panic!(
                    "{count} × `{template}` did not come to {to} within {PATIENCE:?}: {attempts} attempts, accepted: {came:?}"
                );
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// How often the shop tried to send to this address.
    pub async fn attempts(&self, to: &str) -> u64 {
        let count = self.asked("attempts", to).await;
        count
            .parse()
            .unwrap_or_else(|error| panic!("{count}: {error}"))
    }

    /// Makes the provider behave like this with mails to this address.
    pub async fn set_mode(&self, to: &str, mode: Mode) {
        let behaviour = Behaviour {
            to: to.to_owned(),
            mode,
        };
        let body = serde_json::to_vec(&behaviour).expect("a behaviour is JSON");
        let put = self.client.put(format!("{}/modes", self.url)).body(body);
        let status = put.send().await.expect("the sink is up").status().as_u16();
        assert_eq!(status, 204, "the sink does not know {behaviour:?}");
    }

    async fn asked(&self, what: &str, to: &str) -> String {
        let mut url = reqwest::Url::parse(&format!("{}/{what}", self.url)).expect("a URL");
        url.query_pairs_mut().append_pair("to", to);
        let answer = self.client.get(url).send().await.expect("the sink is up");
        answer.text().await.expect("an answer has a body")
    }
}
