//! What staff do with campaigns, and the people they are sent to.

use crate::browser::{escape, same_origin};
use crate::grouping::crowd;
use crate::{Reply, Staff, World, world};
use domain::api::campaign::{
    CampaignStateForm, CheckCampaign, CopyCampaign, CreateCampaign, DeleteCampaign, EditCampaign,
    GetAudience, GetCampaign, ListRecipients, ResendCampaign, SendCampaign, SetCampaignState,
};
use domain::api::order::IDEMPOTENCY_KEY;
use domain::api::{Endpoint, address};
use domain::campaign::{
    Audience, AudienceQuery, Campaign, CampaignForm, CampaignState, Checks, Recipient,
    RecipientQuery, ResendForm, SendForm,
};
use domain::group::Group;
use domain::id::{CampaignId, CustomerId, GroupId};
use domain::problem::Problem;
use serde::Serialize;
use std::time::{Duration, Instant};

/// A campaign in French, which is the shop's own language, to these groups.
pub fn letter(subject: &str, body: &str, groups: &[&Group]) -> CampaignForm {
    CampaignForm {
        subject_fr: subject.into(),
        body_fr: body.into(),
        groups: groups.iter().map(|group| group.id.clone()).collect(),
        ..CampaignForm::default()
    }
}

/// A campaign as it is, with another French text.
pub fn edited(campaign: &Campaign, subject: &str, body: &str) -> CampaignForm {
    CampaignForm {
        version: Some(campaign.version),
        subject_en: campaign.subject_en.clone(),
        subject_fr: subject.into(),
        body_en: campaign.body_en.clone(),
        body_fr: body.into(),
        groups: campaign
            .groups
            .iter()
            .map(|group| group.id.clone())
            .collect(),
    }
}

/// Writes this many customers into the database, all with this last name and all of whom agreed to news; gives their ids.
pub async fn consenting(world: &World, last_name: &str, count: usize) -> Vec<CustomerId> {
    let people = crowd(world, last_name, count).await;
    agree(world, last_name, "true").await;
    people
}

/// Lets those of a crowd agree whom the condition over `c` chooses.
pub async fn agree(world: &World, last_name: &str, condition: &str) {
    let sql = format!(
        "insert into consents (id, customer_id, purpose, state, text, version, way, at)
        select 'given-' || c.id, c.id, 'marketing', 'given', 'Oui', 1, 'space', 1 from customers c
        where c.name_key = ?1 || ' ada' and {condition}"
    );
    world.database().rows(&sql, &[last_name]).await;
}

/// Puts a whole crowd into a group, or those of it whom the condition over `c` chooses.
pub async fn fill(world: &World, group: &GroupId, last_name: &str, condition: &str) {
    let sql = format!(
        "insert into memberships (group_id, customer_seq, at)
        select ?2, c.seq, 1 from customers c where c.name_key = ?1 || ' ada' and {condition}"
    );
    world
        .database()
        .rows(&sql, &[last_name, group.as_str()])
        .await;
}

impl Staff {
    pub async fn drafts(&self, form: &CampaignForm) -> Campaign {
        let made = self.call::<CreateCampaign>(&(), &(), form).await;
        made.unwrap_or_else(|problem| panic!("{form:?}: {problem:?}"))
    }

    pub async fn edits_campaign(
        &self,
        id: &CampaignId,
        form: &CampaignForm,
    ) -> Result<Campaign, Problem> {
        self.call::<EditCampaign>(id, &(), form).await
    }

    pub async fn deletes_campaign(&self, id: &CampaignId) -> Reply {
        self.reply::<DeleteCampaign>(id, &(), &()).await
    }

    pub async fn writes_again(&self, id: &CampaignId) -> Campaign {
        let copy = self.call::<CopyCampaign>(id, &(), &()).await;
        copy.unwrap_or_else(|problem| panic!("copy of {id}: {problem:?}"))
    }

    pub async fn campaign(&self, id: &CampaignId) -> Campaign {
        let campaign = self.get::<GetCampaign>(id, &()).await;
        campaign.unwrap_or_else(|problem| panic!("campaign {id}: {problem:?}"))
    }

    pub async fn audience(&self, groups: &[&Group]) -> Audience {
        let query = AudienceQuery {
            groups: groups.iter().map(|group| group.id.clone()).collect(),
            ..AudienceQuery::default()
        };
        let counted = self.get::<GetAudience>(&(), &query).await;
        counted.unwrap_or_else(|problem| panic!("{query:?}: {problem:?}"))
    }

    pub async fn checks(&self, id: &CampaignId) -> Checks {
        let checks = self.call::<CheckCampaign>(id, &(), &()).await;
        checks.unwrap_or_else(|problem| panic!("checks of {id}: {problem:?}"))
    }

    /// Asks for a campaign to be sent, under this key.
    pub async fn send_under(&self, key: &str, id: &CampaignId, form: &SendForm) -> Reply {
        self.under::<SendCampaign>(key, id, form).await
    }

    /// Sends a campaign now, whatever its checks warn of.
    pub async fn sends(&self, campaign: &Campaign) -> Campaign {
        self.lets_go(campaign, None).await
    }

    /// Lets a campaign start at a time.
    pub async fn plans(&self, campaign: &Campaign, at: i64) -> Campaign {
        self.lets_go(campaign, Some(at)).await
    }

    async fn lets_go(&self, campaign: &Campaign, at: Option<i64>) -> Campaign {
        let form = SendForm {
            version: Some(campaign.version),
            at,
            confirmed: true,
        };
        let key = format!("send-{}", world::number());
        let reply = self.send_under(&key, &campaign.id, &form).await;
        serde_json::from_value(reply.expect(200).value()).expect("a campaign")
    }

    pub async fn set_campaign(&self, id: &CampaignId, state: CampaignState) -> Reply {
        let form = CampaignStateForm { state: Some(state) };
        self.reply::<SetCampaignState>(id, &(), &form).await
    }

    pub async fn resend_under(&self, key: &str, id: &CampaignId, form: &ResendForm) -> Reply {
        self.under::<ResendCampaign>(key, id, form).await
    }

    async fn under<E: Endpoint<Params = CampaignId, Query = ()>>(
        &self,
        key: &str,
        id: &CampaignId,
        form: &impl Serialize,
    ) -> Reply {
        let origin = self.world.url().to_owned();
        let [site, origin] = same_origin(&origin);
        let headers = [
            site,
            origin,
            ("content-type", "application/json"),
            (IDEMPOTENCY_KEY, key),
        ];
        let body = serde_json::to_string(form).expect("forms are JSON");
        let path = address::<E>(id, &(), escape);
        self.raw("POST", &path, &headers, body).await
    }

    /// Watches a campaign, as its screen does, until nobody waits any more.
    pub async fn watches_campaign(&self, id: &CampaignId) -> Campaign {
        self.watches_until(id, |campaign| {
            matches!(campaign.state, CampaignState::Sent | CampaignState::Stopped)
        })
        .await
    }

    /// Watches a campaign until something holds of it.
    pub async fn watches_until(
        &self,
        id: &CampaignId,
        holds: impl Fn(&Campaign) -> bool,
    ) -> Campaign {
        let patience = Instant::now() + Duration::from_secs(120);
        loop {
            let campaign = self.campaign(id).await;
            if holds(&campaign) {
                return campaign;
            }
            assert!(
                Instant::now() < patience,
                "{:?} {:?} does not come to it",
                campaign.state,
                campaign.figures
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// All customers of a campaign, page by page.
    pub async fn recipients(&self, id: &CampaignId, query: &RecipientQuery) -> Vec<Recipient> {
        let mut all = Vec::new();
        let mut query = query.clone();
        loop {
            let page = self.get::<ListRecipients>(id, &query).await;
            let page = page.unwrap_or_else(|problem| panic!("{query:?}: {problem:?}"));
            all.extend(page.items);
            match page.next {
                Some(next) => query.cursor = Some(next),
                None => return all,
            }
        }
    }
}

/// Sets how many mails a minute leave, past the settings' own screen.
pub async fn pace(world: &World, per_minute: u32) {
    let value = format!("{{\"mails_per_minute\":{per_minute}}}");
    let sql = "insert into settings (key, value) values ('mailing', ?1)
        on conflict (key) do update set value = ?1";
    world.database().rows(sql, &[&value]).await;
}

/// How many of a campaign's customers there are of each outcome and reason.
pub fn figures(campaign: &Campaign) -> Vec<(&'static str, &str, u32)> {
    let told = campaign.figures.iter();
    told.map(|one| (one.outcome.code(), one.reason.as_str(), one.count))
        .collect()
}
