//! How far a returning customer has come: from the closed line to the filled form.

use crate::checkout::{faults, fields, returning as returning_line};
use crate::client::{self, Refusal};
use crate::dom;
use crate::reactive::go;
use crate::returning::sheet::Sheet;
use crate::text::{self, returning};
use domain::account::Account;
use domain::api::account::GetProfile;
use domain::api::session::GetSession;
use leptos::prelude::*;

/// What the panel shows.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// The quiet line alone.
    Closed,
    Password,
    /// A code is on its way to the mailbox.
    Code,
    /// The password that staff gave has to be replaced first.
    NewPassword,
    /// The record is being asked for.
    Asking,
    /// The record could not be had.
    Stuck(Refusal),
    /// Somebody is signed in and the form is theirs.
    Known,
}

/// The visit of one customer. A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Visit {
    step: RwSignal<Step>,
    /// What is typed as the account's mailbox; both ways to sign in share it.
    pub email: RwSignal<String>,
    pub remember: RwSignal<bool>,
    account: RwSignal<Option<Account>>,
    /// The password that opened the session, while it has to be replaced.
    pub given: RwSignal<Option<String>>,
    pub sheet: RwSignal<Option<Sheet>>,
}

impl Visit {
    /// A visit that has not begun.
    pub fn new() -> Visit {
        Visit {
            step: RwSignal::new(Step::Closed),
            email: RwSignal::new(String::new()),
            remember: RwSignal::new(false),
            account: RwSignal::new(None),
            given: RwSignal::new(None),
            sheet: RwSignal::new(None),
        }
    }

    /// What to show, followed by whatever is reading.
    pub fn step(self) -> Step {
        self.step.get()
    }

    /// The mailbox of the account, once somebody is signed in.
    pub fn mailbox(self) -> String {
        let account = self.account.get();
        account.map(|account| account.email).unwrap_or_default()
    }

    /// The line's button was pressed.
    pub fn toggle(self) {
        match self.step.get_untracked() {
            Step::Closed => {
                // Whatever was typed as the contact's, blank or not, is offered as the account's.
                let typed = fields::value("email").trim().to_owned();
                if !typed.is_empty() {
                    self.email.set(typed);
                }
                self.show(Step::Password);
            }
            Step::Password | Step::Code => self.close(),
            _ => {}
        }
    }

    /// Goes on to another step; the line's button says whether the panel is open.
    pub fn show(self, step: Step) {
        let open = !matches!(step, Step::Closed | Step::Known);
        if let Some(button) = dom::find("returning-open") {
            let expanded = if open { "true" } else { "false" };
            dom::attribute(&button, "aria-expanded", Some(expanded));
        }
        if let Some(line) = dom::find("returning-line") {
            let offered = matches!(step, Step::Closed | Step::Password | Step::Code);
            dom::show(&line, offered);
        }
        self.step.set(step);
        if self.step.get_untracked() != Step::Asking {
            returning_line::reveal();
        }
    }

    /// Closes the panel; focus goes back to where it came from.
    pub fn close(self) {
        self.show(Step::Closed);
        dom::focus("returning-open");
    }

    /// Closes the panel to go on as a guest: the form is next.
    pub fn go_on_as_guest(self) {
        self.show(Step::Closed);
        dom::focus("email");
    }

    /// The Worker says that somebody is signed in: whose form is it?
    pub fn resume(self) {
        if matches!(self.step.get_untracked(), Step::Asking | Step::Known) {
            return;
        }
        self.show(Step::Asking);
        go(async move {
            match client::call::<GetSession>(&(), &(), &()).await {
                Ok(session) => match session.account {
                    Some(account) => self.enter(account, None, false).await,
                    None => self.show(Step::Closed),
                },
                Err(refusal) => self.show(Step::Stuck(refusal)),
            }
        });
    }

    /// Somebody is signed in. `by_hand`: at this moment, in the panel; focus then goes on to the form.
    pub async fn enter(self, account: Account, given: Option<String>, by_hand: bool) {
        self.email.set(account.email.clone());
        let must_change = account.must_change;
        self.account.set(Some(account));
        self.given.set(given.filter(|_| must_change));
        if must_change {
            self.show(Step::NewPassword);
            return;
        }
        self.show(Step::Asking);
        match client::call::<GetProfile>(&(), &(), &()).await {
            Ok(mut record) => {
                // The Worker locks the form to the account's mailbox.
                record.email = self.email.get_untracked();
                self.sheet.set(Some(Sheet::fill(record)));
                self.show(Step::Known);
            }
            // Somebody of the shop's team: signed in, but no customer with a record.
            Err(refusal) if matches!(refusal.status(), 403 | 404) => self.show(Step::Known),
            Err(refusal) => {
                self.show(Step::Stuck(refusal));
                return;
            }
        }
        if by_hand {
            faults::announce(&untrack(|| self.greeting()));
            dom::focus("contact-title");
        }
    }

    /// Hello, by name where the record is here.
    pub fn greeting(self) -> String {
        match self.sheet.get() {
            Some(sheet) => text::fill(returning::HELLO, &[("name", &sheet.name())]),
            None => self.mailbox(),
        }
    }
}
