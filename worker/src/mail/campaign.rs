//! Sends campaigns, chunk by chunk at the shop's pace, by whoever drives them: the sweep, the call that started one, whoever
//! looks on. At most once (rule 21): taken before it is handed over, marked after, and never handed over twice by itself.

use super::transport::{self, Letter, Refusal};
use crate::config::Config;
use crate::db::{Db, Refused, STALE};
use crate::random;
use crate::store::campaign::chunk::{self, Addressed, Claimed, Marked};
use crate::store::settings;
use domain::campaign::content::{Addressee, Content};
use domain::campaign::{CHUNK, Outcome, Pace, back_off, rest};
use domain::consent::Purpose;
use domain::id::{CampaignId, CustomerId};
use domain::locale::Locale;
use domain::mail::{Letterhead, Rendered};
use domain::route;
use domain::settings::Settings;
use domain::unsubscribe::Unsubscribe;
use futures_util::stream::{self, StreamExt};
use std::cell::Cell;
use std::time::Duration;
use worker::{Delay, Env};

/// Mails that one call sends at most: the platform counts what a call asks of others.
const MAILS_MAX: u32 = 900;
/// Connections the platform opens at once.
const AT_ONCE: usize = 6;
/// Mails of a chunk that are tried while none succeeds; the rest wait until the provider answers again.
const DEAD_MAX: u32 = 3;
/// Of a campaign that rests because the provider did not answer: mails by which it is asked again.
const PROBES: u32 = 3;
/// Mails of a chunk are begun within this time, so that all are reported before its claim ends: milliseconds.
const BEGUN_WITHIN: i64 = 60_000;
/// Mails that a pause between two chunks waits for at least, and its length at most, in milliseconds.
const WORTH: i64 = 25;
const PAUSE_MAX: i64 = 3_000;

/// Goes on with the campaigns that are due, for at most `patience` milliseconds, as seen from `now`.
pub async fn send_due(
    env: &Env,
    config: &Config,
    db: &Db,
    now: i64,
    patience: i64,
) -> Result<(), Refused> {
    let start = random::now();
    let ahead = now - start;
    chunk::give_up_lost(db, now).await?;
    let mut left = MAILS_MAX;
    let mut settings = None;
    while left > 0 && random::now() - start < patience {
        let Some(mut claimed) = chunk::claim(db, random::now() + ahead).await? else {
            break;
        };
        if settings.is_none() {
            settings = Some(settings::settings(db).await);
        }
        let done = match &settings {
            Some(Ok(settings)) => {
                let round = Round {
                    env,
                    config,
                    db,
                    settings,
                    ahead,
                    until: start + patience,
                };
                round.go_on(&mut claimed, &mut left).await
            }
            _ => Err(Refused::Unavailable("settings".to_owned())),
        };
        match done {
            // Paused, stopped, or somebody else's by now.
            Ok(()) | Err(Refused::Guard(STALE)) => {}
            // What was taken keeps its claim; what was not is for the next, without waiting for this claim to end.
            Err(Refused::Unavailable(cause)) => {
                chunk::rest(db, &claimed, random::now() + ahead).await?;
                return Err(Refused::Unavailable(cause));
            }
            // Ours to mend: it keeps its lease, so that the others have their turn meanwhile.
            Err(other) => tell(&claimed.id, "cause", &format!("{other:?}")),
        }
    }
    Ok(())
}

/// What one call has to send with.
struct Round<'a> {
    env: &'a Env,
    config: &'a Config,
    db: &'a Db,
    settings: &'a Settings,
    /// How far the time of this call is ahead of the clock.
    ahead: i64,
    /// When it has to stop, by the clock.
    until: i64,
}

impl Round<'_> {
    fn now(&self) -> i64 {
        random::now() + self.ahead
    }

    /// Sends chunks of a campaign until none is due, the provider fails, or this call has done enough.
    async fn go_on(&self, claimed: &mut Claimed, left: &mut u32) -> Result<(), Refused> {
        let pace = Pace::of(self.settings.mailing.mails_per_minute);
        let texts = Texts::of(claimed);
        loop {
            let limit = match claimed.stumbles {
                0 => CHUNK.min(*left),
                _ => PROBES.min(*left),
            };
            let clock = random::now();
            let taken = chunk::take(self.db, claimed, pace, limit, self.now(), clock).await?;
            let sent = u32::try_from(taken.mails.len()).unwrap_or(u32::MAX);
            *left = left.saturating_sub(sent);
            if sent > 0 {
                self.hand_over(claimed, &texts, &taken.mails).await?;
            }
            let over = *left == 0 || random::now() >= self.until;
            if over || claimed.stumbles > 0 || (sent == 0 && !taken.more) {
                return chunk::rest(self.db, claimed, self.now()).await;
            }
            self.pause(pace, taken.free_at).await;
        }
    }

    /// Waits until the pace allows enough mails to be worth the asking.
    async fn pause(&self, pace: Pace, full_until: i64) {
        let worth = WORTH.min(i64::from(pace.burst));
        let room = i64::from(pace.burst) - worth;
        let at = full_until - room * pace.interval_micros / 1_000;
        let wait = (at - random::now())
            .min(PAUSE_MAX)
            .min(self.until - random::now());
        if wait > 0 {
            Delay::from(Duration::from_millis(wait.unsigned_abs())).await;
        }
    }

    /// Hands over what was taken, a few at a time, and marks what became of each.
    async fn hand_over(
        &self,
        claimed: &mut Claimed,
        texts: &Texts,
        mails: &[Addressed],
    ) -> Result<(), Refused> {
        let begun = random::now();
        let (alive, dead) = (Cell::new(false), Cell::new(0));
        let id = claimed.id.clone();
        let one = |mail| {
            let (alive, dead, id) = (&alive, &dead, &id);
            async move {
                let lost = !alive.get() && dead.get() >= DEAD_MAX;
                if lost || random::now() - begun > BEGUN_WITHIN {
                    // It was never handed over, so this was no try.
                    return marked(
                        mail,
                        Outcome::Waiting,
                        "",
                        mail.tries.saturating_sub(1),
                        self.now(),
                    );
                }
                let (became, answered) = self.send(id, texts, mail).await;
                match answered {
                    true => alive.set(true),
                    false => dead.set(dead.get() + 1),
                }
                became
            }
        };
        let sending = stream::iter(mails).map(one).buffer_unordered(AT_ONCE);
        let marks: Vec<Marked> = sending.collect().await;
        claimed.stumbles = match alive.get() {
            true => 0,
            false => claimed.stumbles.saturating_add(1),
        };
        let until = self.now() + rest(claimed.stumbles);
        let until = Some(until).filter(|_| claimed.stumbles > 0);
        // What was sent must be known to be: a database that cannot be asked is asked again.
        let mut tries = 0;
        loop {
            let marks = chunk::mark(
                self.db,
                claimed,
                &marks,
                claimed.stumbles,
                until,
                self.now(),
            );
            match marks.await {
                Err(Refused::Unavailable(_)) if tries < 3 => {
                    tries += 1;
                    Delay::from(Duration::from_millis(200 * tries)).await;
                }
                other => return other,
            }
        }
    }

    /// Sends one mail. Whatever goes wrong is an outcome of this mail alone; also tells whether the provider answered.
    async fn send(&self, id: &CampaignId, texts: &Texts, mail: &Addressed) -> (Marked, bool) {
        let tries = mail.tries;
        let Some(content) = texts.of_locale(mail.locale) else {
            return (
                marked(mail, Outcome::Skipped, "no_text", tries, self.now()),
                true,
            );
        };
        let who = Addressee {
            first_name: &mail.first_name,
            last_name: &mail.last_name,
            organisation: mail.organisation.as_deref().unwrap_or_default(),
        };
        let Some(links) = Links::of(self.config, &mail.customer_id, Some(id)) else {
            return (
                marked(mail, Outcome::Failed, "render", tries, self.now()),
                true,
            );
        };
        let letterhead = letterhead(self.config, self.settings, mail.locale);
        let said = content.render(&who, &letterhead, &links.page);
        // The same for every try: the provider, too, takes no second one.
        let once = format!("{id}-{}", mail.customer_id);
        let letter = Letter {
            to: &mail.email,
            said: &said,
            headers: &links.headers(),
            tags: &[("template", "campaign"), ("campaign", id.as_str())],
            once: &once,
        };
        let name = &self.settings.shop.name;
        let (outcome, reason, provider, answered) =
            match transport::hand_over(self.env, self.config, name, &letter).await {
                Ok(provider) => (Outcome::Sent, String::new(), provider, true),
                Err(Refusal::ForGood(code)) => (Outcome::Failed, code, None, true),
                Err(Refusal::ForNow(code, cause)) => {
                    tell(id, &code, &cause);
                    match back_off(tries) {
                        Some(_) => (Outcome::Waiting, code, None, false),
                        None => (Outcome::Failed, code, None, false),
                    }
                }
                Err(Refusal::Unanswered(code, cause)) => {
                    tell(id, &code, &cause);
                    (Outcome::Unknown, code, None, false)
                }
            };
        let due_at = self.now() + back_off(tries).unwrap_or_default();
        let mut became = marked(mail, outcome, &reason, tries, due_at);
        became.provider_id = provider;
        became.subject = said.subject;
        (became, answered)
    }
}

fn marked(mail: &Addressed, outcome: Outcome, reason: &str, tries: u32, due_at: i64) -> Marked {
    Marked {
        customer_id: mail.customer_id.clone(),
        state: outcome.code(),
        reason: reason.to_owned(),
        tries,
        due_at,
        provider_id: None,
        fact: chunk::fact_of(outcome),
        subject: String::new(),
    }
}

/// A campaign's texts, each read once.
struct Texts {
    en: Option<Content>,
    fr: Option<Content>,
}

impl Texts {
    fn of(claimed: &Claimed) -> Texts {
        let read = |subject: &str, body: &str| Content::read(subject, body).ok();
        Texts {
            en: read(&claimed.subject_en, &claimed.body_en),
            fr: read(&claimed.subject_fr, &claimed.body_fr),
        }
    }

    fn of_locale(&self, locale: Locale) -> Option<&Content> {
        match locale {
            Locale::En => self.en.as_ref(),
            Locale::Fr => self.fr.as_ref(),
        }
    }
}

/// The ways out that a mail to many carries: a page for people, an address for mail readers (RFC 8058).
pub struct Links {
    pub page: String,
    one_click: String,
}

impl Links {
    /// Of one customer's mail of one campaign. `None` without the shop's key.
    pub fn of(
        config: &Config,
        customer: &CustomerId,
        campaign: Option<&CampaignId>,
    ) -> Option<Links> {
        let about = Unsubscribe {
            customer: customer.clone(),
            purpose: Purpose::Marketing,
            campaign: campaign.cloned(),
        };
        let token = random::unsubscribe_token(config, about)?.text();
        let base = &config.base_url;
        Some(Links {
            page: format!("{base}{}#{token}", route::UNSUBSCRIBE),
            one_click: format!("<{base}/api/unsubscribes/{token}>"),
        })
    }

    pub fn headers(&self) -> [(&'static str, String); 2] {
        [
            ("List-Unsubscribe", self.one_click.clone()),
            (
                "List-Unsubscribe-Post",
                "List-Unsubscribe=One-Click".to_owned(),
            ),
        ]
    }
}

/// Who writes.
pub fn letterhead<'a>(
    config: &'a Config,
    settings: &'a Settings,
    locale: Locale,
) -> Letterhead<'a> {
    Letterhead {
        shop: &settings.shop.name,
        seller: &settings.sale.seller,
        contact_email: &settings.shop.contact_email,
        base_url: &config.base_url,
        locale,
    }
}

/// Sends a test to somebody of staff, with ways out that are nobody's: what came of it, with its reason.
pub async fn send_test(
    env: &Env,
    config: &Config,
    settings: &Settings,
    to: &str,
    said: &Rendered,
    links: &Links,
    once: &str,
) -> (Outcome, String) {
    let letter = Letter {
        to,
        said,
        headers: &links.headers(),
        tags: &[("template", "campaign_test")],
        once,
    };
    match transport::hand_over(env, config, &settings.shop.name, &letter).await {
        Ok(_) => (Outcome::Sent, String::new()),
        Err(Refusal::ForGood(code) | Refusal::ForNow(code, _)) => (Outcome::Failed, code),
        Err(Refusal::Unanswered(code, _)) => (Outcome::Unknown, code),
    }
}

/// One line a failure, without the recipient.
fn tell(campaign: &CampaignId, code: &str, cause: &str) {
    let line = serde_json::json!({ "event": "campaign", "campaign": campaign, "outcome": code, "cause": cause });
    worker::console_error!("{line}");
}
