//! The team: staff accounts, their roles, and who may not go.

use crate::account::Role;
use crate::email::Email;
use crate::id::AccountId;
use crate::journal::Act;
use crate::locale::Locale;
use crate::problem::FieldError;
use crate::text;
use serde::{Deserialize, Serialize};

/// Somebody who works in the shop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StaffMember {
    pub id: AccountId,
    /// The e-mail while nobody has given a name.
    pub name: String,
    pub email: String,
    pub role: Role,
    /// False for an account that is switched off for a while.
    pub enabled: bool,
    /// True until the invitation was taken up.
    pub invited: bool,
    /// How long the invitation may be taken up; none where none is open. Unix milliseconds, UTC.
    pub invited_until: Option<i64>,
    pub signed_in_at: Option<i64>,
    /// Open sessions.
    pub sessions: u32,
    /// The reader's own account.
    pub own: bool,
    /// The only owner who can sign in: cannot go, nor be less.
    pub last_owner: bool,
}

/// The whole team: small, so one answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Team {
    pub items: Vec<StaffMember>,
}

/// Somebody to be invited.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InviteForm {
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub email: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Of the invitation; left out: the shop's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
}

/// An invitation that keeps the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    pub name: String,
    pub email: Email,
    pub role: Role,
    pub locale: Option<Locale>,
}

/// What an owner changes of somebody. A left-out field stays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StaffForm {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
}

/// Somebody as an edit leaves them, and what is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    pub name: String,
    pub role: Role,
    pub enabled: bool,
    /// Their sessions end: the role sinks, or they are switched off.
    pub may_less: bool,
    /// What the journal is told, each with its fields; nothing where nothing changes.
    pub acts: Vec<(Act, Vec<&'static str>)>,
}

impl StaffMember {
    /// What becomes of somebody. `name` and `role` are proved; what is none stays.
    pub fn edited(
        &self,
        name: Option<String>,
        role: Option<Role>,
        enabled: Option<bool>,
    ) -> Edited {
        let name = name.unwrap_or_else(|| self.name.clone());
        let (role, enabled) = (role.unwrap_or(self.role), enabled.unwrap_or(self.enabled));
        let mut acts = Vec::new();
        if name != self.name {
            acts.push((Act::StaffRenamed, Vec::new()));
        }
        if role != self.role {
            acts.push((Act::RoleChanged, vec![self.role.code(), role.code()]));
        }
        match (self.enabled, enabled) {
            (true, false) => acts.push((Act::StaffDisabled, Vec::new())),
            (false, true) => acts.push((Act::StaffEnabled, Vec::new())),
            _ => {}
        }
        Edited {
            may_less: role < self.role || (self.enabled && !enabled),
            name,
            role,
            enabled,
            acts,
        }
    }
}

const NAME_MAX: u32 = 100;

impl InviteForm {
    /// Proves what was typed, or tells everything that is wrong.
    pub fn prove(&self) -> Result<Invited, Vec<FieldError>> {
        let name = name(&self.name);
        let email = Email::parse(&self.email).map_err(|error| error.within("email"));
        let role = match self.role {
            Some(role) if role.is_staff() => Ok(role),
            Some(_) => Err(FieldError::new("role", "unknown")),
            None => Err(FieldError::new("role", "required")),
        };
        match (name, email, role) {
            (Ok(name), Ok(email), Ok(role)) => Ok(Invited {
                name,
                email,
                role,
                locale: self.locale,
            }),
            (name, email, role) => {
                let wrong = name.err().into_iter().chain(email.err()).chain(role.err());
                Err(wrong.collect())
            }
        }
    }
}

impl StaffForm {
    /// The name and role it asks for, proved; `None` leaves what stands there.
    pub fn prove(&self) -> Result<(Option<String>, Option<Role>), Vec<FieldError>> {
        let name = self.name.as_deref().map(name).transpose();
        match (name, self.role) {
            (Ok(name), role) if role.is_none_or(Role::is_staff) => Ok((name, role)),
            (name, role) => {
                let wrong_role = role.filter(|role| !role.is_staff());
                let wrong_role = wrong_role.map(|_| FieldError::new("role", "unknown"));
                Err(name.err().into_iter().chain(wrong_role).collect())
            }
        }
    }
}

fn name(typed: &str) -> Result<String, FieldError> {
    text::line(typed, NAME_MAX)
        .and_then(|line| line.ok_or_else(|| FieldError::new("", "required")))
        .map_err(|error| error.within("name"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t28_nobody_is_invited_as_a_customer_or_as_nothing() {
        let paul = InviteForm {
            name: " Paul ".into(),
            email: "paul@example.com".into(),
            role: Some(Role::Support),
            locale: None,
        };
        assert_eq!(paul.prove().unwrap().name, "Paul");
        for (role, reason) in [(Some(Role::Customer), "unknown"), (None, "required")] {
            let errors = InviteForm {
                role,
                ..paul.clone()
            }
            .prove()
            .unwrap_err();
            assert_eq!((&*errors[0].field, &*errors[0].reason), ("role", reason));
        }
        let empty = InviteForm::default().prove().unwrap_err();
        let fields: Vec<&str> = empty.iter().map(|e| &*e.field).collect();
        assert_eq!(fields, ["name", "email", "role"]);
        let less = StaffForm {
            role: Some(Role::Customer),
            ..StaffForm::default()
        };
        assert_eq!(less.prove().unwrap_err().len(), 1);
        assert_eq!(StaffForm::default().prove(), Ok((None, None)));
    }
    #[test]
    fn an_edit_tells_what_it_changes_and_ends_sessions_where_less_is_allowed() {
        let paul = StaffMember {
            id: crate::id::Id::new(1, [1; 10]),
            name: "Paul".into(),
            email: "paul@example.com".into(),
            role: Role::Manager,
            enabled: true,
            invited: false,
            invited_until: None,
            signed_in_at: None,
            sessions: 1,
            own: false,
            last_owner: false,
        };
        let edited = |name: Option<&str>, role, enabled| {
            let edited = paul.edited(name.map(str::to_owned), role, enabled);
            let acts: Vec<Act> = edited.acts.iter().map(|(act, _)| *act).collect();
            (acts, edited.may_less)
        };
        assert_eq!(edited(None, None, None), (vec![], false));
        assert_eq!(
            edited(Some("Paul"), Some(Role::Manager), Some(true)),
            (vec![], false)
        );
        assert_eq!(
            edited(Some("Paula"), None, None),
            (vec![Act::StaffRenamed], false)
        );
        assert_eq!(
            edited(None, Some(Role::Owner), None),
            (vec![Act::RoleChanged], false)
        );
        assert_eq!(
            edited(None, Some(Role::Support), None),
            (vec![Act::RoleChanged], true)
        );
        assert_eq!(
            edited(None, None, Some(false)),
            (vec![Act::StaffDisabled], true)
        );
        let off = StaffMember {
            enabled: false,
            ..paul.clone()
        };
        let on = off.edited(None, None, Some(true));
        assert_eq!(
            (on.acts, on.may_less),
            (vec![(Act::StaffEnabled, vec![])], false)
        );
        let role = paul.edited(None, Some(Role::Support), None).acts;
        assert_eq!(role, [(Act::RoleChanged, vec!["manager", "support"])]);
    }
}
