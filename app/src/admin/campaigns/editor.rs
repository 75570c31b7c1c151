//! The state of a campaign being written: what was seen, what is typed, how far it is saved, and what was checked of it.

use crate::admin::ask::{ask, ask_with};
use crate::admin::campaigns::typed::{self, Named};
use crate::admin::desk::Desk;
use crate::admin::fields::Fields;
use crate::admin::refused::{current, look};
use crate::client::{self, Refusal};
use crate::loaded::Loaded;
use crate::reactive::go;
use crate::text;
use domain::api::campaign::{CheckCampaign, CreateCampaign, EditCampaign};
use domain::api::group::ListGroups;
use domain::api::order::IDEMPOTENCY_KEY;
use domain::api::shop::{GetLegal, InLocale};
use domain::campaign::{Audience, Campaign, CampaignForm, Checks};
use domain::group::Group;
use domain::id::{CustomerId, GroupId};
use domain::locale::Locale;
use leptos::prelude::*;

/// The form's state. A handle: copies share it.
#[derive(Clone, Copy)]
pub struct Editor {
    pub desk: Desk,
    pub fields: Fields,
    /// The campaign as it was last answered; none before it is first saved.
    pub campaign: RwSignal<Option<Campaign>>,
    /// The groups there are.
    pub groups: Loaded<Vec<Group>>,
    /// The shop's time zone.
    pub zone: Loaded<String>,
    /// Whom the groups reach, as counted last.
    pub audience: RwSignal<Option<Audience>>,
    /// The language that is being written.
    pub locale: RwSignal<Locale>,
    /// As whom it is shown and tested: their id and name.
    pub whom: RwSignal<Option<(CustomerId, String)>>,
    /// What stood in the way when it was last saved.
    pub checks: RwSignal<Option<Checks>>,
    pub checking: RwSignal<bool>,
    pub check_refusal: RwSignal<Option<Refusal>>,
    /// Something is under way: saving, testing, sending.
    pub busy: RwSignal<Option<Deed>>,
    pub refusal: RwSignal<Option<Refusal>>,
    /// Somebody else saved while this was typed.
    pub met: RwSignal<bool>,
    /// The version that was seen.
    version: StoredValue<Option<u32>>,
    /// What a new one was sent as, and under which key.
    sent: StoredValue<Option<(CampaignForm, String)>>,
}

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    Save,
    Test,
    Send,
}

impl Editor {
    /// Fills the form with the campaign that is there, or for a new one to these groups.
    pub fn new(fields: Fields, found: Option<Campaign>, groups: Vec<GroupId>) -> Editor {
        let desk = expect_context::<Desk>();
        let editor = Editor {
            desk,
            fields,
            groups: Loaded::new(move || {
                desk.follow_session();
                Box::pin(async move { Ok(ask::<ListGroups>(desk, &(), &(), &()).await?.items) })
            }),
            zone: Loaded::new(move || {
                desk.follow_session();
                Box::pin(async move {
                    let query = InLocale::default();
                    let legal = ask::<GetLegal>(desk, &(), &query, &()).await?;
                    Ok(legal.seller.time_zone)
                })
            }),
            audience: RwSignal::new(None),
            locale: RwSignal::new(found.as_ref().map_or_else(text::locale, written)),
            whom: RwSignal::new(None),
            checks: RwSignal::new(None),
            checking: RwSignal::new(false),
            check_refusal: RwSignal::new(None),
            busy: RwSignal::new(None),
            refusal: RwSignal::new(None),
            met: RwSignal::new(false),
            version: StoredValue::new(found.as_ref().map(|found| found.version)),
            sent: StoredValue::new(None),
            campaign: RwSignal::new(None),
        };
        provide_context(Named(editor.groups));
        match &found {
            Some(found) => fields.fill(typed::values(&typed::form_of(found))),
            None => {
                // Where it was come from is nothing typed.
                let form = CampaignForm {
                    groups,
                    ..CampaignForm::default()
                };
                fields.fill(typed::values(&form));
            }
        }
        editor.campaign.set(found);
        fields
            .form
            .check_with(move || editor.read().prove().err().unwrap_or_default());
        if editor.campaign.with_untracked(Option::is_some) {
            go(editor.check());
        }
        editor
    }

    /// What is typed.
    pub fn read(self) -> CampaignForm {
        typed::read(self.fields, self.version.get_value())
    }

    /// Whether everything typed is saved. Followed by whatever is reading.
    pub fn is_saved(self) -> bool {
        for path in typed::PATHS {
            self.fields.at(path).value.track();
        }
        self.campaign.with(Option::is_some) && self.fields.changed().is_empty()
    }

    /// Saves what is typed, where it is not saved already. The campaign as it is then; none when it could not be, which is said.
    pub async fn save(self) -> Option<Campaign> {
        self.refusal.set(None);
        if untrack(|| self.is_saved()) && !self.met.get_untracked() {
            return self.campaign.get_untracked();
        }
        if !self.fields.form.submit() {
            self.show_fault();
            return None;
        }
        let form = self.read();
        let known = self.campaign.get_untracked();
        let answer = match known {
            Some(known) => ask::<EditCampaign>(self.desk, &known.id, &(), &form).await,
            None => {
                // However often it is sent, one is made: an answer may have been lost.
                let sent = self.sent.get_value().filter(|(sent, _)| *sent == form);
                let key = sent.map_or_else(client::fresh_key, |(_, key)| key);
                self.sent.set_value(Some((form.clone(), key.clone())));
                let header = (IDEMPOTENCY_KEY, key);
                ask_with::<CreateCampaign>(self.desk, &(), &(), &form, &[header]).await
            }
        };
        if self.busy.is_disposed() {
            return None;
        }
        match answer {
            Ok(now) => {
                self.take(now.clone());
                Some(now)
            }
            Err(refusal) => {
                self.refused(refusal);
                None
            }
        }
    }

    /// Takes over the campaign as the Worker answered it.
    pub fn take(self, now: Campaign) {
        self.version.set_value(Some(now.version));
        self.met.set(false);
        self.fields.fill(typed::values(&typed::form_of(&now)));
        self.campaign.set(Some(now));
    }

    /// Asks what stands in the way of sending what is saved.
    pub async fn check(self) {
        let Some(id) = self
            .campaign
            .with_untracked(|now| now.as_ref().map(|now| now.id.clone()))
        else {
            return;
        };
        self.checking.set(true);
        let answer = ask::<CheckCampaign>(self.desk, &id, &(), &()).await;
        if self.checking.is_disposed() {
            return;
        }
        self.checking.set(false);
        match answer {
            Ok(checks) => {
                self.check_refusal.set(None);
                self.checks.set(Some(checks));
            }
            Err(refusal) => self.check_refusal.set(Some(refusal)),
        }
    }

    /// Not saved: faults go to their fields, a newer version is met, anything else is said.
    pub fn refused(self, refusal: Refusal) {
        if let Some(now) = current::<Campaign>(&refusal) {
            if !now.state.is_open() {
                self.campaign.set(Some(now));
                return;
            }
            let saved = typed::values(&typed::form_of(&now));
            self.fields.meet(&typed::values(&self.read()), saved);
            self.version.set_value(Some(now.version));
            self.campaign.set(Some(now));
            self.met.set(true);
            return look();
        }
        match &refusal {
            Refusal::Problem(problem, _) if problem.status == 422 => {
                self.fields.form.refuse(problem.fields.clone());
                self.show_fault();
            }
            _ => look(),
        }
        self.refusal.set(Some(refusal));
    }

    /// Turns to the language that has a fault, so that it is seen.
    fn show_fault(self) {
        let wrong = |path: &str| self.fields.at(path).error.with_untracked(Option::is_some);
        for locale in [Locale::Fr, Locale::En] {
            let (subject, body) = typed::of(locale);
            if wrong(subject) || wrong(body) {
                return self.locale.set(locale);
            }
        }
    }
}

/// The language to begin with: the reader's, unless only the other is written.
fn written(campaign: &Campaign) -> Locale {
    let own = text::locale();
    let other = match own {
        Locale::En => Locale::Fr,
        Locale::Fr => Locale::En,
    };
    let empty = |locale| campaign.subject(locale).is_empty() && campaign.body(locale).is_empty();
    if empty(own) && !empty(other) {
        other
    } else {
        own
    }
}
