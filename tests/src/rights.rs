//! What customers do with their own record in the space: details, book, e-mail, sessions, consents.

use crate::{Browser, Reply};
use domain::account::Profile;
use domain::api::account::{
    AddOwnAddress, ApplyOwnPending, DismissOwnPending, EditOwnAddress, EditProfile, ListOwnPending,
    OwnPending, RemoveOwnAddress,
};
use domain::api::customer::Apply;
use domain::api::rights::{EraseOwn, ExportOwn, GetConsents, PreviewOwnErasure, SetConsent};
use domain::api::security::{
    AskEmail, ConfirmEmail, EndOtherSessions, EndSession, GetEmail, ListSessions, OpenSession,
    WithdrawEmail,
};
use domain::api::session::Session;
use domain::api::{Endpoint, address};
use domain::consent::{ConsentForm, Consents, Purpose};
use domain::contact::AddressForm;
use domain::customer::{BookForm, Erasure, OwnErasureForm};
use domain::email_change::{EmailForm, EmailState, EmailToken};
use domain::export::Export;
use domain::id::{AddressId, PendingId, SessionId};
use domain::locale::Locale;
use domain::pending::DetailsField;
use domain::problem::Problem;
use domain::profile::ProfileForm;

/// A change of one's own record as it was seen.
pub fn of(seen: &Profile) -> ProfileForm {
    ProfileForm {
        version: Some(seen.version),
        ..ProfileForm::default()
    }
}

impl Browser {
    pub async fn edits_profile(&self, form: &ProfileForm) -> Result<Profile, Problem> {
        self.call::<EditProfile>(&(), &(), form).await
    }

    pub async fn adds_address(&self, address: AddressForm) -> Result<Profile, Problem> {
        let form = BookForm {
            version: Some(self.profile().await.version),
            address: Some(address),
            default: None,
        };
        self.call::<AddOwnAddress>(&(), &(), &form).await
    }

    pub async fn edits_address(&self, id: &AddressId, form: &BookForm) -> Result<Profile, Problem> {
        self.call::<EditOwnAddress>(id, &(), form).await
    }

    pub async fn removes_address(&self, id: &AddressId) -> Result<Profile, Problem> {
        self.get::<RemoveOwnAddress>(id, &()).await
    }

    /// Details that wait on the own record.
    pub async fn waiting(&self) -> OwnPending {
        let waiting = self.get::<ListOwnPending>(&(), &()).await;
        waiting.unwrap_or_else(|problem| panic!("what waits: {problem:?}"))
    }

    pub async fn takes_over(
        &self,
        id: &PendingId,
        version: u32,
        fields: &[DetailsField],
    ) -> Result<Profile, Problem> {
        let apply = Apply {
            version: Some(version),
            fields: fields.to_vec(),
        };
        self.call::<ApplyOwnPending>(id, &(), &apply).await
    }

    pub async fn sets_aside(&self, id: &PendingId) -> Result<(), Problem> {
        self.get::<DismissOwnPending>(id, &()).await
    }

    pub async fn email_state(&self) -> EmailState {
        let state = self.get::<GetEmail>(&(), &()).await;
        state.unwrap_or_else(|problem| panic!("the own e-mail: {problem:?}"))
    }

    /// Asks to sign in with another e-mail.
    pub async fn asks_email(&self, email: &str, password: &str) -> Result<(), Problem> {
        let form = EmailForm {
            email: email.into(),
            password: password.into(),
        };
        let path = address::<AskEmail>(&(), &(), str::to_owned);
        let reply = self.send_form(AskEmail::METHOD.name(), &path, &form).await;
        if reply.status >= 400 {
            return Err(reply.problem());
        }
        reply.expect(202);
        Ok(())
    }

    pub async fn withdraws_email(&self) -> Result<(), Problem> {
        self.get::<WithdrawEmail>(&(), &()).await
    }

    /// Takes up the link that confirms another e-mail.
    pub async fn confirms_email(&self, token: &str) -> Result<Session, Problem> {
        let token = EmailToken {
            token: token.into(),
        };
        self.call::<ConfirmEmail>(&(), &(), &token).await
    }

    pub async fn open_sessions(&self) -> Vec<OpenSession> {
        let sessions = self.get::<ListSessions>(&(), &()).await;
        sessions
            .unwrap_or_else(|problem| panic!("own sessions: {problem:?}"))
            .items
    }

    pub async fn ends_session(&self, id: &SessionId) -> Result<(), Problem> {
        self.get::<EndSession>(id, &()).await
    }

    pub async fn ends_other_sessions(&self) -> Result<(), Problem> {
        self.get::<EndOtherSessions>(&(), &()).await
    }

    pub async fn consents(&self) -> Consents {
        let consents = self.get::<GetConsents>(&(), &()).await;
        consents.unwrap_or_else(|problem| panic!("own consents: {problem:?}"))
    }

    /// Agrees to news in French, or takes it back.
    pub async fn agrees(&self, given: bool) -> Result<Consents, Problem> {
        let form = ConsentForm {
            purpose: Purpose::Marketing,
            given,
            locale: given.then_some(Locale::Fr),
            version: given.then_some(domain::settings::CONSENT_VERSION),
        };
        self.call::<SetConsent>(&(), &(), &form).await
    }

    /// Everything the shop keeps of oneself, for programs.
    pub async fn export(&self) -> Export {
        let reply = self.send("GET", ExportOwn::PATH, "").await;
        reply.expect(200);
        serde_json::from_slice(&reply.body).unwrap_or_else(|error| panic!("{reply}: {error}"))
    }

    /// The same in a shape and language, as the browser gets it.
    pub async fn export_as(&self, shape: &str, locale: &str) -> Reply {
        let path = format!("{}?shape={shape}&locale={locale}", ExportOwn::PATH);
        self.send("GET", &path, "").await
    }

    pub async fn previews_erasure(&self) -> Result<Erasure, Problem> {
        self.get::<PreviewOwnErasure>(&(), &()).await
    }

    /// Erases oneself.
    pub async fn erases_oneself(&self, password: &str) -> Result<(), Problem> {
        let form = OwnErasureForm {
            password: password.into(),
        };
        let reply = self.send_form("POST", EraseOwn::PATH, &form).await;
        if reply.status >= 400 {
            return Err(reply.problem());
        }
        reply.expect(204);
        Ok(())
    }
}
