//! "Informations d'identification": how a customer signs in, as staff see it, and what staff may make of it (rule 6).

use crate::problem::FieldError;
use serde::{Deserialize, Serialize};

/// A customer's account as staff see it. A customer without one cannot sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Credentials {
    /// "Peut se connecter au magasin en ligne ?": off, there is no way in at all.
    pub can_sign_in: bool,
    /// "Activé": off is a pause.
    pub enabled: bool,
    pub has_password: bool,
    /// The password that staff gave is to be replaced at the next sign-in.
    pub must_change: bool,
    /// The account's owner proved to read the mailbox.
    pub verified: bool,
    /// When the account was last offered by mail. All times are Unix milliseconds, UTC.
    pub invited_at: Option<i64>,
    /// How long that offer may be taken up; none where none is open.
    pub invited_until: Option<i64>,
    pub signed_in_at: Option<i64>,
    /// Open sessions.
    pub sessions: u32,
    /// When either switch was last moved, and by whom (a name, while they work here).
    pub switched_at: Option<i64>,
    pub switched_by: Option<String>,
    /// Too many wrong passwords: the next is looked at then.
    pub slowed_until: Option<i64>,
}

impl Credentials {
    /// Whether anything but a new invitation or password could let somebody in.
    fn has_way(&self) -> bool {
        self.has_password || self.verified
    }
}

/// What staff change. A left-out field stays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AccountForm {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub can_sign_in: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// A password typed by staff; never mailed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// Left out beside a password: yes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub must_change: Option<bool>,
    /// Sends an invitation, again where one is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invite: Option<bool>,
}

/// An account as it is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change<'a> {
    /// There was no account before.
    pub opens: bool,
    pub can_sign_in: bool,
    pub enabled: bool,
    /// Still to be checked by the rules of passwords.
    pub password: Option<&'a str>,
    pub must_change: bool,
    pub invite: bool,
    /// Somebody who is in must leave: a switch went off, or the password is another.
    pub ends_sessions: bool,
    /// Open invitations, links and codes must not work any more.
    pub ends_links: bool,
    /// Which switch moved.
    pub outer: bool,
    pub inner: bool,
}

impl AccountForm {
    /// What the form asks for, given what there is.
    ///
    /// Errors: `can_sign_in: required` for a password or invitation without a way in; `password: required` where
    /// switching on would let nobody in; `invite: unneeded` where there is a password or a proved mailbox already, or
    /// beside a typed password; `enabled: required` for an invitation to a paused account; `must_change: no_password`.
    pub fn decide<'a>(
        &'a self,
        before: Option<&Credentials>,
    ) -> Result<Change<'a>, Vec<FieldError>> {
        let was_in = before.is_some_and(|before| before.can_sign_in);
        let was_enabled = before.is_none_or(|before| before.enabled);
        let can_sign_in = self.can_sign_in.unwrap_or(was_in);
        let enabled = self.enabled.unwrap_or(was_enabled);
        let invite = self.invite.unwrap_or(false);
        let password = self.password.as_deref();
        let has_way = before.is_some_and(Credentials::has_way);
        let offered = before.is_some_and(|before| before.invited_until.is_some());
        let mut wrong = Vec::new();
        if !can_sign_in && (password.is_some() || invite) {
            wrong.push(FieldError::new("can_sign_in", "required"));
        }
        if can_sign_in && password.is_none() && !invite && !has_way && !offered {
            wrong.push(FieldError::new("password", "required"));
        }
        if invite && (password.is_some() || has_way) {
            wrong.push(FieldError::new("invite", "unneeded"));
        }
        if invite && !enabled {
            wrong.push(FieldError::new("enabled", "required"));
        }
        let has_password = password.is_some() || before.is_some_and(|before| before.has_password);
        if self.must_change == Some(true) && !has_password {
            wrong.push(FieldError::new("must_change", "no_password"));
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let outer = can_sign_in != was_in;
        let inner = enabled != was_enabled;
        let must_change = match (self.must_change, password) {
            (Some(must), _) => must,
            (None, Some(_)) => true,
            (None, None) => before.is_some_and(|before| before.must_change),
        };
        Ok(Change {
            opens: before.is_none(),
            can_sign_in,
            enabled,
            password,
            must_change,
            invite,
            ends_sessions: (outer && !can_sign_in) || (inner && !enabled) || password.is_some(),
            ends_links: (outer && !can_sign_in) || password.is_some(),
            outer,
            inner,
        })
    }
}

impl Change<'_> {
    /// False where the form asks for what there is already: nothing is written then.
    pub fn changes(&self, before: Option<&Credentials>) -> bool {
        let must_changed = before.is_some_and(|before| before.must_change != self.must_change);
        match before {
            None => self.can_sign_in,
            Some(_) => {
                self.outer || self.inner || self.invite || self.password.is_some() || must_changed
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on() -> Credentials {
        Credentials {
            can_sign_in: true,
            enabled: true,
            has_password: true,
            must_change: false,
            verified: true,
            invited_at: None,
            invited_until: None,
            signed_in_at: None,
            sessions: 1,
            switched_at: None,
            switched_by: None,
            slowed_until: None,
        }
    }

    fn invited() -> Credentials {
        Credentials {
            has_password: false,
            verified: false,
            invited_until: Some(9),
            ..on()
        }
    }

    fn form(can_sign_in: Option<bool>, enabled: Option<bool>) -> AccountForm {
        AccountForm {
            can_sign_in,
            enabled,
            ..AccountForm::default()
        }
    }

    fn reasons(form: &AccountForm, before: Option<&Credentials>) -> Vec<(String, String)> {
        let told = form.decide(before).err().unwrap_or_default();
        told.into_iter()
            .map(|e| (e.field.into_owned(), e.reason.into_owned()))
            .collect()
    }

    fn told(field: &str, reason: &str) -> Vec<(String, String)> {
        vec![(field.to_owned(), reason.to_owned())]
    }

    #[test]
    fn either_switch_off_ends_sessions_and_keeps_the_password() {
        let before = on();
        let off = form(Some(false), None);
        let outer = off.decide(Some(&before)).unwrap();
        assert!(outer.ends_sessions && outer.ends_links && outer.outer && outer.enabled);
        let pause = form(None, Some(false));
        let inner = pause.decide(Some(&before)).unwrap();
        assert!(inner.ends_sessions && !inner.ends_links && inner.can_sign_in);
        assert_eq!((outer.password, inner.password), (None, None));
    }

    #[test]
    fn switching_on_lets_the_same_password_in() {
        let before = Credentials {
            can_sign_in: false,
            ..on()
        };
        let again = form(Some(true), None);
        let change = again.decide(Some(&before)).unwrap();
        assert!(change.can_sign_in && !change.ends_sessions && !change.must_change);
    }

    #[test]
    fn a_way_in_needs_an_invitation_or_a_password() {
        assert_eq!(
            reasons(&form(Some(true), None), None),
            told("password", "required")
        );
        let password = AccountForm {
            password: Some("quatre pommes vertes".into()),
            ..form(Some(true), None)
        };
        let change = password.decide(None).unwrap();
        assert!(change.opens && change.must_change && change.enabled);
        let kept = AccountForm {
            must_change: Some(false),
            ..password.clone()
        };
        assert!(!kept.decide(None).unwrap().must_change);
        let invite = AccountForm {
            invite: Some(true),
            ..form(Some(true), None)
        };
        assert!(invite.decide(None).unwrap().invite);
        let both = AccountForm {
            invite: Some(true),
            ..password
        };
        assert_eq!(reasons(&both, None), told("invite", "unneeded"));
        assert_eq!(
            reasons(
                &AccountForm {
                    can_sign_in: None,
                    ..invite
                },
                None
            ),
            told("can_sign_in", "required")
        );
    }

    #[test]
    fn an_open_offer_may_be_sent_again_or_become_a_password() {
        let again = AccountForm {
            invite: Some(true),
            ..AccountForm::default()
        };
        assert!(again.decide(Some(&invited())).unwrap().invite);
        assert_eq!(reasons(&again, Some(&on())), told("invite", "unneeded"));
        let password = AccountForm {
            password: Some("quatre pommes vertes".into()),
            ..AccountForm::default()
        };
        let change = password.decide(Some(&invited())).unwrap();
        assert!(change.ends_links && !change.opens);
        let must = AccountForm {
            must_change: Some(true),
            ..AccountForm::default()
        };
        assert_eq!(
            reasons(&must, Some(&invited())),
            told("must_change", "no_password")
        );
    }

    #[test]
    fn nobody_is_invited_to_a_paused_account() {
        let paused = AccountForm {
            invite: Some(true),
            ..form(Some(true), Some(false))
        };
        assert_eq!(reasons(&paused, None), told("enabled", "required"));
    }

    #[test]
    fn asking_for_what_is_there_changes_nothing() {
        let before = on();
        for same in [
            form(None, None),
            form(Some(true), Some(true)),
            form(Some(true), None),
        ] {
            assert!(!same.decide(Some(&before)).unwrap().changes(Some(&before)));
        }
        let none = form(Some(false), Some(false));
        assert!(!none.decide(None).unwrap().changes(None));
        let off = form(None, Some(false));
        assert!(off.decide(Some(&before)).unwrap().changes(Some(&before)));
    }
}
