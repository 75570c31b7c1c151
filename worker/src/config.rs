//! What the Worker is given from outside. Anything missing stops it with a clear line, never a default.

use domain::mail_event;
use worker::{Env, console_error};

/// Variables and secrets, all present.
#[derive(Clone)]
pub struct Config {
    /// The shop's own address, without a slash at the end; the only one links are made from.
    pub base_url: String,
    pub pepper_id: String,
    pub pepper: String,
    /// Signs the cookie of browsers that signed in before.
    pub device_key: String,
    /// Whom mails are from.
    pub mail_from: String,
    /// An HTTP mail API and its key; without it, mails leave by the platform's own binding.
    pub mail_api: Option<(String, String)>,
    /// The key that the provider's webhook signs with; without it nothing that comes there is believed.
    pub mail_webhook: Option<Vec<u8>>,
    /// True in development: what was sent can be read in the outbox.
    pub keep_mail_text: bool,
    /// True where answers tell what they cost in D1 (tests and benchmarks).
    pub d1_figures: bool,
}

/// Shorter secrets than this are mistakes.
const SECRET_MIN: usize = 32;

/// As the mail provider shows it: `whsec_` and base64.
const WEBHOOK_SECRET: &str = "MAIL_WEBHOOK_SECRET";

impl Config {
    /// Reads everything, or tells the names of what is missing or too short.
    pub fn read(env: &Env) -> Result<Config, Vec<&'static str>> {
        let mut missing = Vec::new();
        let mut take = |name: &'static str, min: usize| {
            let text = env
                .var(name)
                .map(|value| value.to_string())
                .unwrap_or_default();
            if text.len() < min {
                missing.push(name);
            }
            text
        };
        let given = |name: &str| env.var(name).map(|value| value.to_string()).ok();
        let webhook = given(WEBHOOK_SECRET).filter(|secret| !secret.is_empty());
        let mail_api = given("MAIL_API_BASE").filter(|base| !base.is_empty());
        let config = Config {
            base_url: take("BASE_URL", 1).trim_end_matches('/').to_owned(),
            pepper_id: take("PEPPER_ID", 1),
            pepper: take("PASSWORD_PEPPER", SECRET_MIN),
            device_key: take("DEVICE_KEY", SECRET_MIN),
            mail_from: take("MAIL_FROM", 3),
            mail_api: mail_api.map(|base| {
                let base = base.trim_end_matches('/').to_owned();
                (base, take("MAIL_API_KEY", 1))
            }),
            mail_webhook: webhook.as_deref().and_then(mail_event::key),
            keep_mail_text: given("KEEP_MAIL_TEXT").is_some_and(|yes| yes == "1"),
            d1_figures: given("D1_FIGURES").is_some_and(|yes| yes == "1"),
        };
        if webhook.is_some() && config.mail_webhook.is_none() {
            missing.push(WEBHOOK_SECRET);
        }
        if missing.is_empty() {
            Ok(config)
        } else {
            console_error!(
                "{{\"event\":\"refused to serve\",\"missing\":\"{}\"}}",
                missing.join(", ")
            );
            Err(missing)
        }
    }
}
