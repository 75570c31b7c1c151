//! The journal: what staff did in the back office, and who signed in to it. It names people by their ids only, so that an
//! erased customer is not found in it.

use crate::account::Role;
use crate::history::Fact;
use crate::id::AccountId;
use crate::page::Cursor;
use crate::problem::FieldError;
use serde::{Deserialize, Serialize};

/// A part of the work, which the journal is filtered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Area {
    SignIns,
    Customers,
    Groups,
    Campaigns,
    Orders,
    Products,
    Documents,
    Mails,
    Team,
    Settings,
}

impl Area {
    pub const ALL: [Area; 10] = [
        Area::SignIns,
        Area::Customers,
        Area::Groups,
        Area::Campaigns,
        Area::Orders,
        Area::Products,
        Area::Documents,
        Area::Mails,
        Area::Team,
        Area::Settings,
    ];

    /// As stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            Area::SignIns => "sign_ins",
            Area::Customers => "customers",
            Area::Groups => "groups",
            Area::Campaigns => "campaigns",
            Area::Orders => "orders",
            Area::Products => "products",
            Area::Documents => "documents",
            Area::Mails => "mails",
            Area::Team => "team",
            Area::Settings => "settings",
        }
    }

    pub fn parse(code: &str) -> Option<Area> {
        Area::ALL.into_iter().find(|area| area.code() == code)
    }
}

/// What was done, where no customer's history tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Act {
    SignedIn,
    /// A wrong password or code for a staff account.
    SignInFailed,
    SignedOut,
    /// Asked for something that the role does not allow.
    Refused,
    CustomerDeleted,
    CustomerErased,
    /// By their author, as the text is nobody else’s to mend.
    NoteEdited,
    NoteDeleted,
    /// Two customers are two persons, though they look alike; and that taken back.
    ToldApart,
    FoundAgain,
    /// A customer erased themselves, in the space: nobody of staff did it.
    CustomerLeft,
    GroupCreated,
    GroupRenamed,
    GroupDeleted,
    BulkStarted,
    BulkStopped,
    BulkUndone,
    /// A file was handed in; nothing of it is imported yet.
    ImportUploaded,
    /// For the first time or again; `fields` names the options ticked.
    ImportStarted,
    ImportPaused,
    /// The import; its customers stay.
    ImportDeleted,
    CustomersExported,
    CampaignCreated,
    CampaignEdited,
    CampaignDeleted,
    /// To start at a time; taken back before it came.
    CampaignScheduled,
    CampaignTakenBack,
    /// By hand; at its time it starts by itself.
    CampaignStarted,
    CampaignPaused,
    CampaignResumed,
    CampaignStopped,
    /// To those whose outcome was unknown or failed.
    CampaignResent,
    ProductCreated,
    ProductEdited,
    DocumentCreated,
    DocumentEdited,
    DocumentPublished,
    /// Published no more.
    DocumentWithdrawn,
    DocumentDeleted,
    MailRetried,
    TestMailSent,
    SettingsEdited,
    /// How the customers’ space is arranged.
    SpaceArranged,
    SalesExported,
    StaffInvited,
    StaffRenamed,
    RoleChanged,
    StaffEnabled,
    StaffDisabled,
    StaffRemoved,
}

impl Act {
    pub const ALL: [Act; 50] = [
        Act::SignedIn,
        Act::SignInFailed,
        Act::SignedOut,
        Act::Refused,
        Act::CustomerDeleted,
        Act::CustomerErased,
        Act::NoteEdited,
        Act::NoteDeleted,
        Act::ToldApart,
        Act::FoundAgain,
        Act::CustomerLeft,
        Act::GroupCreated,
        Act::GroupRenamed,
        Act::GroupDeleted,
        Act::BulkStarted,
        Act::BulkStopped,
        Act::BulkUndone,
        Act::ImportUploaded,
        Act::ImportStarted,
        Act::ImportPaused,
        Act::ImportDeleted,
        Act::CustomersExported,
        Act::CampaignCreated,
        Act::CampaignEdited,
        Act::CampaignDeleted,
        Act::CampaignScheduled,
        Act::CampaignTakenBack,
        Act::CampaignStarted,
        Act::CampaignPaused,
        Act::CampaignResumed,
        Act::CampaignStopped,
        Act::CampaignResent,
        Act::ProductCreated,
        Act::ProductEdited,
        Act::DocumentCreated,
        Act::DocumentEdited,
        Act::DocumentPublished,
        Act::DocumentWithdrawn,
        Act::DocumentDeleted,
        Act::MailRetried,
        Act::TestMailSent,
        Act::SettingsEdited,
        Act::SpaceArranged,
        Act::SalesExported,
        Act::StaffInvited,
        Act::StaffRenamed,
        Act::RoleChanged,
        Act::StaffEnabled,
        Act::StaffDisabled,
        Act::StaffRemoved,
    ];

    /// As stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            Act::SignedIn => "signed_in",
            Act::SignInFailed => "sign_in_failed",
            Act::SignedOut => "signed_out",
            Act::Refused => "refused",
            Act::CustomerDeleted => "customer_deleted",
            Act::CustomerErased => "customer_erased",
            Act::NoteEdited => "note_edited",
            Act::NoteDeleted => "note_deleted",
            Act::ToldApart => "told_apart",
            Act::FoundAgain => "found_again",
            Act::CustomerLeft => "customer_left",
            Act::GroupCreated => "group_created",
            Act::GroupRenamed => "group_renamed",
            Act::GroupDeleted => "group_deleted",
            Act::BulkStarted => "bulk_started",
            Act::BulkStopped => "bulk_stopped",
            Act::BulkUndone => "bulk_undone",
            Act::ImportUploaded => "import_uploaded",
            Act::ImportStarted => "import_started",
            Act::ImportPaused => "import_paused",
            Act::ImportDeleted => "import_deleted",
            Act::CustomersExported => "customers_exported",
            Act::CampaignCreated => "campaign_created",
            Act::CampaignEdited => "campaign_edited",
            Act::CampaignDeleted => "campaign_deleted",
            Act::CampaignScheduled => "campaign_scheduled",
            Act::CampaignTakenBack => "campaign_taken_back",
            Act::CampaignStarted => "campaign_started",
            Act::CampaignPaused => "campaign_paused",
            Act::CampaignResumed => "campaign_resumed",
            Act::CampaignStopped => "campaign_stopped",
            Act::CampaignResent => "campaign_resent",
            Act::ProductCreated => "product_created",
            Act::ProductEdited => "product_edited",
            Act::DocumentCreated => "document_created",
            Act::DocumentEdited => "document_edited",
            Act::DocumentPublished => "document_published",
            Act::DocumentWithdrawn => "document_withdrawn",
            Act::DocumentDeleted => "document_deleted",
            Act::MailRetried => "mail_retried",
            Act::TestMailSent => "test_mail_sent",
            Act::SettingsEdited => "settings_edited",
            Act::SpaceArranged => "space_arranged",
            Act::SalesExported => "sales_exported",
            Act::StaffInvited => "staff_invited",
            Act::StaffRenamed => "staff_renamed",
            Act::RoleChanged => "role_changed",
            Act::StaffEnabled => "staff_enabled",
            Act::StaffDisabled => "staff_disabled",
            Act::StaffRemoved => "staff_removed",
        }
    }

    /// The part of the work it belongs to.
    pub fn area(self) -> Area {
        match self {
            Act::SignedIn | Act::SignInFailed | Act::SignedOut | Act::Refused => Area::SignIns,
            Act::CustomerDeleted
            | Act::CustomerErased
            | Act::NoteEdited
            | Act::NoteDeleted
            | Act::ToldApart
            | Act::FoundAgain
            | Act::CustomerLeft
            | Act::BulkStarted
            | Act::BulkStopped
            | Act::BulkUndone
            | Act::ImportUploaded
            | Act::ImportStarted
            | Act::ImportPaused
            | Act::ImportDeleted
            | Act::CustomersExported => Area::Customers,
            Act::GroupCreated | Act::GroupRenamed | Act::GroupDeleted => Area::Groups,
            Act::CampaignCreated
            | Act::CampaignEdited
            | Act::CampaignDeleted
            | Act::CampaignScheduled
            | Act::CampaignTakenBack
            | Act::CampaignStarted
            | Act::CampaignPaused
            | Act::CampaignResumed
            | Act::CampaignStopped
            | Act::CampaignResent => Area::Campaigns,
            Act::SalesExported => Area::Orders,
            Act::ProductCreated | Act::ProductEdited => Area::Products,
            Act::DocumentCreated
            | Act::DocumentEdited
            | Act::DocumentPublished
            | Act::DocumentWithdrawn
            | Act::DocumentDeleted => Area::Documents,
            Act::MailRetried => Area::Mails,
            Act::TestMailSent | Act::SettingsEdited | Act::SpaceArranged => Area::Settings,
            Act::StaffInvited
            | Act::StaffRenamed
            | Act::RoleChanged
            | Act::StaffEnabled
            | Act::StaffDisabled
            | Act::StaffRemoved => Area::Team,
        }
    }
}

/// What was done: an act of the journal's own, or a fact of a customer's history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Deed {
    Act(Act),
    Fact(Fact),
}

/// What it was done to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Subject {
    pub kind: SubjectKind,
    pub id: String,
    /// Its name today: a customer's, a group's, an order's number; none once it is gone.
    pub name: Option<String>,
}

/// What a deed may be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum SubjectKind {
    Customer,
    Order,
    Group,
    Product,
    Document,
    Mail,
    Staff,
    Bulk,
    Import,
    Campaign,
}

impl SubjectKind {
    /// As stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            SubjectKind::Customer => "customer",
            SubjectKind::Order => "order",
            SubjectKind::Group => "group",
            SubjectKind::Product => "product",
            SubjectKind::Document => "document",
            SubjectKind::Mail => "mail",
            SubjectKind::Staff => "staff",
            SubjectKind::Bulk => "bulk",
            SubjectKind::Import => "import",
            SubjectKind::Campaign => "campaign",
        }
    }
}

/// A line of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Line {
    /// Unix milliseconds, UTC.
    pub at: i64,
    /// Who did it: the name, else the e-mail; kept when they leave the team.
    pub by: Option<String>,
    /// The role they had then.
    pub role: Option<Role>,
    pub deed: Deed,
    pub area: Area,
    pub subject: Option<Subject>,
    /// Names of the fields that changed. For a refusal, the method and the endpoint's path; for a role, the one before and
    /// the one given; for an invitation, the role; for the sales, the month; for exported customers, how many, then the keys of the filters.
    #[serde(default)]
    pub fields: Vec<String>,
}

/// What the journal is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JournalQuery {
    pub area: Option<Area>,
    pub by: Option<AccountId>,
    /// Unix milliseconds, UTC: from this moment on, and before that one.
    pub from: Option<i64>,
    pub to: Option<i64>,
    pub cursor: Option<Cursor>,
}

impl JournalQuery {
    /// Reads one pair of the address.
    pub(crate) fn take(&mut self, key: &str, value: &str) -> Result<(), FieldError> {
        let unknown = |field: &'static str| FieldError::new(field, "unknown");
        match key {
            "area" => self.area = Some(Area::parse(value).ok_or_else(|| unknown("area"))?),
            "by" => self.by = Some(AccountId::parse(value).ok_or_else(|| unknown("by"))?),
            "from" => self.from = Some(crate::time::millis(value).ok_or_else(|| unknown("from"))?),
            "to" => self.to = Some(crate::time::millis(value).ok_or_else(|| unknown("to"))?),
            "cursor" => self.cursor = Some(Cursor::parse(value).ok_or_else(|| unknown("cursor"))?),
            other => return Err(FieldError::new(other.to_owned(), "unknown_key")),
        }
        Ok(())
    }
}

/// Names of the fields in which a value differs from what it was: its own, not those within them.
pub fn changed<T: Serialize>(before: &T, after: &T) -> Vec<String> {
    let read = |value: &T| serde_json::to_value(value).unwrap_or_default();
    let (before, after) = (read(before), read(after));
    let fields = after.as_object().into_iter().flatten();
    let mut names: Vec<String> = fields
        .filter(|(name, value)| before.get(name) != Some(value))
        .map(|(name, _)| name.clone())
        .collect();
    names.sort();
    names
}

/// Days the journal goes back.
pub const KEPT_DAYS: i64 = 365;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deed_reads_back_and_no_act_is_spelled_like_a_fact() {
        for act in Act::ALL {
            let text = serde_json::to_string(&Deed::Act(act)).unwrap();
            assert_eq!(text, format!("\"{}\"", act.code()));
            assert_eq!(serde_json::from_str::<Deed>(&text).unwrap(), Deed::Act(act));
            assert!(
                !Fact::ALL.iter().any(|fact| fact.code() == act.code()),
                "{act:?}"
            );
        }
        for fact in Fact::ALL {
            let text = format!("\"{}\"", fact.code());
            assert_eq!(
                serde_json::from_str::<Deed>(&text).unwrap(),
                Deed::Fact(fact)
            );
        }
    }

    #[test]
    fn what_changed_is_told_by_name_only() {
        let before = serde_json::json!({ "name": "a", "seller": { "siren": "1" }, "kept": 1 });
        let after = serde_json::json!({ "name": "a", "seller": { "siren": "2" }, "kept": null });
        assert_eq!(changed(&before, &after), ["kept", "seller"]);
        assert_eq!(changed(&after, &after), [""; 0]);
    }
}
