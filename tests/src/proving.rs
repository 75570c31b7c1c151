//! How people prove who they are: codes and links from their mails, passwords, and what an account then shows.

use crate::browser::same_origin;
use crate::{Browser, Mails, Reply};
use domain::account::Profile;
use domain::api::account::{ChangePassword, GetProfile, PasswordChange};
use domain::api::session::{
    Credentials, Mailbox, NewPassword, RequestCode, RequestReset, Session, SetPassword, SignIn,
};
use domain::api::{Endpoint, is_empty};
use domain::problem::Problem;
use serde::Serialize;

/// A password that keeps the rules.
pub const PASSWORD: &str = "le chat dort sur le zinc";

impl Browser {
    /// Sends JSON as the app does, again for as long as too many passwords are being checked.
    pub async fn send_form(&self, method: &str, path: &str, form: &impl Serialize) -> Reply {
        let body = serde_json::to_string(form).expect("requests are JSON");
        let mut headers = same_origin(self.world.url()).to_vec();
        headers.push(("content-type", "application/json"));
        self.send_patiently(method, path, &headers, &body).await
    }

    async fn form<E: Endpoint<Params = (), Query = ()>>(
        &self,
        form: &E::Request,
    ) -> Result<E::Response, Problem> {
        let reply = self.send_form(E::METHOD.name(), E::PATH, form).await;
        if reply.status >= 400 {
            return Err(reply.problem());
        }
        reply.expect(E::STATUS);
        let body: &[u8] = match is_empty::<E::Response>() {
            true => b"null",
            false => &reply.body,
        };
        Ok(serde_json::from_slice(body).unwrap_or_else(|error| panic!("{reply}: {error}")))
    }

    /// Asks for a code; the answer never tells anything.
    pub async fn ask_code(&self, email: &str) -> Reply {
        let mailbox = Mailbox {
            email: email.into(),
        };
        self.send_form(RequestCode::METHOD.name(), RequestCode::PATH, &mailbox)
            .await
    }

    /// Asks for a link to set a password.
    pub async fn ask_reset(&self, email: &str) -> Reply {
        let mailbox = Mailbox {
            email: email.into(),
        };
        self.send_form(RequestReset::METHOD.name(), RequestReset::PATH, &mailbox)
            .await
    }

    pub async fn sign_in_by_code(&self, email: &str, code: &str) -> Result<Session, Problem> {
        self.form::<SignIn>(&Credentials {
            email: email.into(),
            code: Some(code.into()),
            ..Credentials::default()
        })
        .await
    }

    /// Reads the code in the mailbox and signs in with it.
    pub async fn prove(&self, email: &str) -> Session {
        let codes = Mails::get().count(email, "code").await;
        self.ask_code(email).await.expect(202);
        let mail = Mails::get().wait_for(email, "code", codes + 1).await;
        let session = self.sign_in_by_code(email, &mail.code()).await;
        session.unwrap_or_else(|problem| panic!("{email}: {problem:?}"))
    }

    /// Takes up a one-time link.
    pub async fn set_password(&self, token: &str, password: &str) -> Result<(), Problem> {
        self.form::<SetPassword>(&NewPassword {
            token: token.into(),
            password: password.into(),
        })
        .await
    }

    pub async fn change_password(&self, current: &str, password: &str) -> Result<Session, Problem> {
        self.form::<ChangePassword>(&PasswordChange {
            current: current.into(),
            password: password.into(),
        })
        .await
    }

    /// The signed-in customer's own record.
    pub async fn profile(&self) -> Profile {
        let profile = self.get::<GetProfile>(&(), &()).await;
        profile.unwrap_or_else(|problem| panic!("own record: {problem:?}"))
    }

    /// Proves a mailbox and sets [`PASSWORD`] for its account.
    pub async fn opens_account(&self, email: &str) {
        self.prove(email).await;
        let changed = self.change_password("", PASSWORD).await;
        changed.unwrap_or_else(|problem| panic!("{email}: {problem:?}"));
    }
}
