//! The back office's campaigns.

use super::{Access, Endpoint, Method, Query};
use crate::campaign::{
    Audience, AudienceQuery, Campaign, CampaignForm, CampaignQuery, CampaignRow, CampaignState,
    Checks, Outcome, Part, Preview, PreviewForm, Recipient, RecipientQuery, ResendForm, SendForm,
    TestForm, Tested,
};
use crate::id::{CampaignId, GroupId};
use crate::locale::Locale;
use crate::page::{Cursor, Page};
use crate::permission::Right;
use crate::problem::FieldError;
use serde::{Deserialize, Serialize};

/// Two texts of [`crate::campaign::BODY_MAX`] characters, each as JSON may escape it.
const TEXTS_MAX: usize = 256 * 1024;

fn unknown(field: &str) -> FieldError {
    FieldError::new(field.to_owned(), "unknown")
}

fn unknown_key(key: &str) -> FieldError {
    FieldError::new(key.to_owned(), "unknown_key")
}

fn at(cursor: Option<&Cursor>) -> Option<(&'static str, String)> {
    cursor.map(|cursor| ("cursor", cursor.text()))
}

/// `GET /api/admin/campaigns`
pub struct ListCampaigns;

impl Query for CampaignQuery {
    const KEYS: &'static [&'static str] = &["state", "group", "cursor"];

    fn take(&mut self, key: &str, value: &str) -> Result<(), FieldError> {
        match key {
            "state" => self.state = Some(CampaignState::parse(value).ok_or_else(|| unknown(key))?),
            "group" => self.group = Some(GroupId::parse(value).ok_or_else(|| unknown(key))?),
            "cursor" => self.cursor = Some(Cursor::parse(value).ok_or_else(|| unknown(key))?),
            other => return Err(unknown_key(other)),
        }
        Ok(())
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let state = self.state.map(|state| ("state", state.code().to_owned()));
        let group = self.group.as_ref().map(|id| ("group", id.to_string()));
        let cursor = at(self.cursor.as_ref());
        state.into_iter().chain(group).chain(cursor).collect()
    }
}

impl Endpoint for ListCampaigns {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/campaigns";
    const ACCESS: Access = Access::Staff(Right::ReadCampaigns);
    const SUMMARY: &'static str = "The campaigns, last made first.";
    type Params = ();
    type Query = CampaignQuery;
    type Request = ();
    type Response = Page<CampaignRow>;
}

/// `POST /api/admin/campaigns`
pub struct CreateCampaign;

impl Endpoint for CreateCampaign {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/admin/campaigns";
    const ACCESS: Access = Access::Staff(Right::EditCampaigns);
    const STATUS: u16 = 201;
    const BODY_MAX: usize = TEXTS_MAX;
    const SUMMARY: &'static str = "Makes a draft, which may lack anything.";
    type Params = ();
    type Query = ();
    type Request = CampaignForm;
    type Response = Campaign;
}

/// `GET /api/admin/campaigns/audience`
pub struct GetAudience;

impl Query for AudienceQuery {
    const KEYS: &'static [&'static str] = &["groups", "part", "locale", "cursor"];

    fn take(&mut self, key: &str, value: &str) -> Result<(), FieldError> {
        match key {
            "groups" => {
                let groups = value.split(',').map(GroupId::parse);
                let groups = groups.collect::<Option<Vec<_>>>();
                self.groups = groups.ok_or_else(|| unknown(key))?;
            }
            "part" => self.part = Part::parse(value).ok_or_else(|| unknown(key))?,
            "locale" => self.locale = Some(Locale::parse(value).ok_or_else(|| unknown(key))?),
            "cursor" => self.cursor = Some(Cursor::parse(value).ok_or_else(|| unknown(key))?),
            other => return Err(unknown_key(other)),
        }
        Ok(())
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if !self.groups.is_empty() {
            let groups: Vec<&str> = self.groups.iter().map(|group| group.as_str()).collect();
            pairs.push(("groups", groups.join(",")));
        }
        if self.part != Part::default() {
            pairs.push(("part", self.part.code().to_owned()));
        }
        pairs.extend(
            self.locale
                .map(|locale| ("locale", locale.code().to_owned())),
        );
        pairs.extend(at(self.cursor.as_ref()));
        pairs
    }
}

impl Endpoint for GetAudience {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/campaigns/audience";
    const ACCESS: Access = Access::Staff(Right::ReadCampaigns);
    const SUMMARY: &'static str = "Whom groups reach today, each customer once: who would receive a campaign by language, who has not agreed, whose address failed.";
    type Params = ();
    type Query = AudienceQuery;
    type Request = ();
    type Response = Audience;
}

/// `GET /api/admin/campaigns/audience/customers`
pub struct ListAudience;

impl Endpoint for ListAudience {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/campaigns/audience/customers";
    const ACCESS: Access = Access::Staff(Right::ReadCampaigns);
    const SUMMARY: &'static str = "The customers behind one figure of an audience.";
    type Params = ();
    type Query = AudienceQuery;
    type Request = ();
    type Response = Page<Recipient>;
}

/// `POST /api/admin/campaigns/preview`
pub struct PreviewCampaign;

impl Endpoint for PreviewCampaign {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/admin/campaigns/preview";
    const ACCESS: Access = Access::Staff(Right::EditCampaigns);
    const BODY_MAX: usize = TEXTS_MAX;
    const SUMMARY: &'static str =
        "A text as one customer would get it, with what is wrong with it by line; keeps nothing.";
    type Params = ();
    type Query = ();
    type Request = PreviewForm;
    type Response = Preview;
}

/// `GET /api/admin/campaigns/{id}`
pub struct GetCampaign;

impl Endpoint for GetCampaign {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/campaigns/{id}";
    const ACCESS: Access = Access::Staff(Right::ReadCampaigns);
    const SUMMARY: &'static str = "A campaign, how far it has come and what came of it.";
    type Params = CampaignId;
    type Query = ();
    type Request = ();
    type Response = Campaign;
}

/// `PUT /api/admin/campaigns/{id}`
pub struct EditCampaign;

impl Endpoint for EditCampaign {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/admin/campaigns/{id}";
    const ACCESS: Access = Access::Staff(Right::EditCampaigns);
    const BODY_MAX: usize = TEXTS_MAX;
    const SUMMARY: &'static str = "Changes a draft or a scheduled campaign; one that has started: 409 `state` with what it is.";
    type Params = CampaignId;
    type Query = ();
    type Request = CampaignForm;
    type Response = Campaign;
}

/// `DELETE /api/admin/campaigns/{id}`
pub struct DeleteCampaign;

impl Endpoint for DeleteCampaign {
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/api/admin/campaigns/{id}";
    const ACCESS: Access = Access::Staff(Right::EditCampaigns);
    const STATUS: u16 = 204;
    const SUMMARY: &'static str =
        "Deletes a draft; anything else stays: 409 `state` with what it is.";
    type Params = CampaignId;
    type Query = ();
    type Request = ();
    type Response = ();
}

/// `POST /api/admin/campaigns/{id}/copy`
pub struct CopyCampaign;

impl Endpoint for CopyCampaign {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/admin/campaigns/{id}/copy";
    const ACCESS: Access = Access::Staff(Right::EditCampaigns);
    const STATUS: u16 = 201;
    const SUMMARY: &'static str =
        "Makes a draft with the texts of a campaign, and those of its groups that there still are.";
    type Params = CampaignId;
    type Query = ();
    type Request = ();
    type Response = Campaign;
}

/// `POST /api/admin/campaigns/{id}/test`
pub struct TestCampaign;

impl Endpoint for TestCampaign {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/admin/campaigns/{id}/test";
    const ACCESS: Access = Access::Staff(Right::EditCampaigns);
    const SUMMARY: &'static str =
        "Sends a campaign to whoever asks, marked as a test, and tells what came of it.";
    type Params = CampaignId;
    type Query = ();
    type Request = TestForm;
    type Response = Tested;
}

/// `POST /api/admin/campaigns/{id}/checks`
pub struct CheckCampaign;

impl Endpoint for CheckCampaign {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/admin/campaigns/{id}/checks";
    const ACCESS: Access = Access::Staff(Right::EditCampaigns);
    const SUMMARY: &'static str =
        "Everything to know before a campaign is sent; asks whether its links answer.";
    type Params = CampaignId;
    type Query = ();
    type Request = ();
    type Response = Checks;
}

/// `POST /api/admin/campaigns/{id}/send`
pub struct SendCampaign;

impl Endpoint for SendCampaign {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/admin/campaigns/{id}/send";
    const ACCESS: Access = Access::Staff(Right::SendCampaigns);
    const SUMMARY: &'static str = "Starts a campaign, now or at a time: freezes its audience when it starts. Needs an `Idempotency-Key`. What its checks bar: 409 `checks` with all of them; one that has started: 409 `state` with what it is.";
    type Params = CampaignId;
    type Query = ();
    type Request = SendForm;
    type Response = Campaign;
}

/// `PUT /api/admin/campaigns/{id}/state`
pub struct SetCampaignState;

/// The state a campaign is put into: `draft` takes back one that is scheduled; `paused`, `sending` (to go on), `stopped`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CampaignStateForm {
    #[serde(default)]
    pub state: Option<CampaignState>,
}

impl Endpoint for SetCampaignState {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/admin/campaigns/{id}/state";
    const ACCESS: Access = Access::Staff(Right::SendCampaigns);
    const SUMMARY: &'static str = "Takes back, pauses, resumes or stops a campaign; a state it cannot have: 409 with what it is.";
    type Params = CampaignId;
    type Query = ();
    type Request = CampaignStateForm;
    type Response = Campaign;
}

/// `GET /api/admin/campaigns/{id}/recipients`
pub struct ListRecipients;

impl Query for RecipientQuery {
    const KEYS: &'static [&'static str] = &["outcome", "reason", "unsubscribed", "cursor"];

    fn take(&mut self, key: &str, value: &str) -> Result<(), FieldError> {
        match key {
            "outcome" => self.outcome = Some(Outcome::parse(value).ok_or_else(|| unknown(key))?),
            "reason" => {
                let code = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
                if value.len() > 40 || !value.bytes().all(code) {
                    return Err(unknown(key));
                }
                self.reason = Some(value.to_owned());
            }
            "unsubscribed" => {
                self.unsubscribed = match value {
                    "true" => true,
                    "false" => false,
                    _ => return Err(unknown(key)),
                };
            }
            "cursor" => self.cursor = Some(Cursor::parse(value).ok_or_else(|| unknown(key))?),
            other => return Err(unknown_key(other)),
        }
        Ok(())
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        pairs.extend(self.outcome.map(|one| ("outcome", one.code().to_owned())));
        pairs.extend(self.reason.clone().map(|reason| ("reason", reason)));
        if self.unsubscribed {
            pairs.push(("unsubscribed", "true".to_owned()));
        }
        pairs.extend(at(self.cursor.as_ref()));
        pairs
    }
}

impl Endpoint for ListRecipients {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/campaigns/{id}/recipients";
    const ACCESS: Access = Access::Staff(Right::ReadCampaigns);
    const SUMMARY: &'static str =
        "The customers of a campaign that has started, with what became of the mail to each.";
    type Params = CampaignId;
    type Query = RecipientQuery;
    type Request = ();
    type Response = Page<Recipient>;
}

/// `POST /api/admin/campaigns/{id}/recipients/resend`
pub struct ResendCampaign;

impl Endpoint for ResendCampaign {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/admin/campaigns/{id}/recipients/resend";
    const ACCESS: Access = Access::Staff(Right::SendCampaigns);
    const SUMMARY: &'static str = "Sends a campaign again to customers whose outcome is unknown or failed; whoever unsubscribed meanwhile is skipped. Needs an `Idempotency-Key`.";
    type Params = CampaignId;
    type Query = ();
    type Request = ResendForm;
    type Response = Campaign;
}
