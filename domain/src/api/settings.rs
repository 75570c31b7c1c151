//! The owner's settings.

use super::{Access, Endpoint, Method};
use crate::outbox::MailRow;
use crate::permission::Right;
use crate::settings::{Settings, SettingsForm};

/// `GET /api/admin/settings`
pub struct GetSettings;

impl Endpoint for GetSettings {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/settings";
    const ACCESS: Access = Access::Staff(Right::ReadSettings);
    const SUMMARY: &'static str =
        "Everything the owner sets, and what is missing before the shop may ask for money.";
    type Params = ();
    type Query = ();
    type Request = ();
    type Response = Settings;
}

/// `PUT /api/admin/settings`
pub struct EditSettings;

impl Endpoint for EditSettings {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/admin/settings";
    const ACCESS: Access = Access::Staff(Right::EditSettings);
    /// Four legal texts of [`crate::settings::NOTICE_MAX`] characters each.
    const BODY_MAX: usize = 512 * 1024;
    const SUMMARY: &'static str =
        "Changes the settings; a changed legal text becomes a new version.";
    type Params = ();
    type Query = ();
    type Request = SettingsForm;
    type Response = Settings;
}

/// `POST /api/admin/settings/test-mail`
pub struct SendTestMail;

impl Endpoint for SendTestMail {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/admin/settings/test-mail";
    const ACCESS: Access = Access::Staff(Right::EditSettings);
    const STATUS: u16 = 202;
    const SUMMARY: &'static str = "Sends a mail to the owner who asks, by the way every mail takes; the outbox tells what became of it.";
    type Params = ();
    type Query = ();
    type Request = ();
    type Response = MailRow;
}
