//! Imports: customers that come from a CSV file of another shop, or of this one. The file is kept, its columns are guessed,
//! every row is checked with nothing written, and then they go in, in chunks that survive anything.

pub mod cell;
pub mod change;
mod column;
pub mod file;
mod header;
pub mod record;
mod report;
pub mod row;

pub use crate::csv::Separator;
pub use column::Column;
pub use report::faults_csv;

use crate::id::{BulkId, GroupId, ImportId};
use crate::problem::FieldError;
use serde::{Deserialize, Serialize};

/// Bytes a file may have (rule 19).
pub const SIZE_MAX: usize = 30 * 1024 * 1024;
/// Rows a file may have; what stands behind them is not read.
pub const ROWS_MAX: u32 = 100_000;
/// Columns a file may have.
pub const COLUMNS_MAX: u32 = 250;
/// Sample rows that are shown.
pub const SAMPLES: usize = 5;
/// Characters of a value that a sample or a fault shows.
pub const SHOWN_MAX: usize = 80;
/// Faults that are listed; bad rows are counted beyond that.
pub const FAULTS_MAX: u32 = 50_000;
/// How long a report is kept after the import ended, and a file that was never imported: days.
pub const KEPT_DAYS: i64 = 30;
/// A worker that does not report back within this time is taken for dead, and the next one goes on: milliseconds.
pub const LEASE: i64 = 30_000;

/// How the file's letters are written. Found out from the file; staff may say otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Encoding {
    #[serde(rename = "utf-8")]
    Utf8,
    /// What Western spreadsheets write: Latin-1 with the typographic signs.
    #[serde(rename = "windows-1252")]
    Latin,
}

impl Encoding {
    pub const ALL: [Encoding; 2] = [Encoding::Utf8, Encoding::Latin];

    /// As stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Latin => "windows-1252",
        }
    }
}

/// The shop whose export a file was recognised as, by its header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// Our own export.
    Comptoir,
    Sylius,
    Shopify,
    PrestaShop,
    WooCommerce,
    Magento,
    Bagisto,
}

impl Source {
    pub const ALL: [Source; 7] = [
        Source::Comptoir,
        Source::Sylius,
        Source::Shopify,
        Source::PrestaShop,
        Source::WooCommerce,
        Source::Magento,
        Source::Bagisto,
    ];

    /// As stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            Source::Comptoir => "comptoir",
            Source::Sylius => "sylius",
            Source::Shopify => "shopify",
            Source::PrestaShop => "prestashop",
            Source::WooCommerce => "woocommerce",
            Source::Magento => "magento",
            Source::Bagisto => "bagisto",
        }
    }
}

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum ImportState {
    /// The file is kept and its columns are guessed; staff look at them.
    Draft,
    /// Every row is looked at; nothing of customers is written.
    Checking,
    /// What the import will do is known, and every bad row is listed.
    Checked,
    Importing,
    /// Stopped by staff, within the check or, where that is done, within the import; may go on.
    Paused,
    Finished,
}

impl ImportState {
    pub fn code(self) -> &'static str {
        match self {
            ImportState::Draft => "draft",
            ImportState::Checking => "checking",
            ImportState::Checked => "checked",
            ImportState::Importing => "importing",
            ImportState::Paused => "paused",
            ImportState::Finished => "finished",
        }
    }

    /// Whether a worker goes on with it.
    pub fn is_working(self) -> bool {
        matches!(self, ImportState::Checking | ImportState::Importing)
    }
}

/// What is to be done beside the rows. Nothing of it unless ticked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ImportOptions {
    /// Everybody in the file may sign in: who never had a way in is sent an invitation. Done by a bulk change after the
    /// import.
    #[serde(default)]
    pub sign_in: bool,
    /// Everybody in the file joins this group; by a bulk change after the import.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupId>,
    /// What the column [`Column::Consent`] says yes to is a consent to news and offers.
    #[serde(default)]
    pub consents: bool,
}

/// Rows by what becomes of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Counts {
    /// Customers that are made.
    pub create: u32,
    /// Customers that are changed.
    pub update: u32,
    /// Customers who are so already.
    pub unchanged: u32,
}

impl Counts {
    /// Rows dealt with.
    pub fn sum(&self) -> u32 {
        self.create
            .saturating_add(self.update)
            .saturating_add(self.unchanged)
    }
}

/// An import, as staff see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Import {
    pub id: ImportId,
    /// The file's.
    pub name: String,
    /// Bytes.
    pub size: u32,
    pub state: ImportState,
    pub encoding: Encoding,
    pub separator: Separator,
    pub source: Option<Source>,
    /// The file's first row, shortened.
    pub header: Vec<String>,
    /// Where each of the file's columns goes; none is left out.
    pub columns: Vec<Option<Column>>,
    /// Up to [`SAMPLES`] rows, shortened; empty once the import is over.
    pub samples: Vec<Vec<String>>,
    pub options: ImportOptions,
    /// Bytes the check has read, of `size`.
    pub read: u32,
    /// What the check found; whole once it is over.
    pub found: Counts,
    /// Bad rows: nothing of them goes in.
    pub faults: u32,
    /// Groups named in the file that the shop does not have: the import makes them.
    pub new_groups: u32,
    /// What the import has done so far, of `found`.
    pub done: Counts,
    /// The check is over (Unix milliseconds, UTC).
    pub checked_at: Option<i64>,
    /// The bulk changes that the options asked for, once they were started.
    pub bulks: Vec<BulkId>,
    /// Who handed it in, while they work here.
    pub by: Option<String>,
    /// Unix milliseconds, UTC.
    pub created_at: i64,
    pub ended_at: Option<i64>,
}

impl Import {
    /// Whether staff may put it into `wanted` from here. Being there already is no change.
    pub fn may_become(&self, wanted: ImportState) -> bool {
        use ImportState::{Checked, Checking, Draft, Importing, Paused};
        let checked = self.checked_at.is_some();
        match wanted {
            Checking => {
                matches!(self.state, Draft | Checking) || (self.state == Paused && !checked)
            }
            Importing => {
                matches!(self.state, Checked | Importing) || (self.state == Paused && checked)
            }
            Paused => self.state.is_working() || self.state == Paused,
            _ => false,
        }
    }

    /// Whether its columns may be changed: what was checked is then to be checked anew.
    pub fn may_be_edited(&self) -> bool {
        use ImportState::{Checked, Draft, Paused};
        let begun = self.state == Paused && self.checked_at.is_some();
        matches!(self.state, Draft | Checked | Paused) && !begun
    }

    /// How much of the check or the import is done, in thousandths.
    pub fn progress(&self) -> u32 {
        let (part, whole) = match self.checked_at {
            None => (self.read, self.size),
            Some(_) => (self.done.sum(), self.found.sum()),
        };
        let part = u64::from(part.min(whole)) * 1000;
        u32::try_from(part.checked_div(u64::from(whole)).unwrap_or(1000)).unwrap_or(1000)
    }
}

/// Imports that wait, run or ended lately, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Imports {
    pub items: Vec<Import>,
}

/// How a file is read, as staff say it. What is left out stays. Another encoding or separator has the columns guessed
/// anew, unless they come with it; anything but options throws a check away.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ImportForm {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<Encoding>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub separator: Option<Separator>,
    /// One for each column of the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub columns: Option<Vec<Option<Column>>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub options: Option<ImportOptions>,
}

/// What is wrong with a choice of columns: `columns.missing` with the column in `found`, `columns.twice` likewise.
/// E-mail, first and last name are needed; a full name stands for both.
pub fn prove_columns(columns: &[Option<Column>]) -> Vec<FieldError> {
    let count = |wanted: Column| {
        let same = columns.iter().flatten().filter(|column| **column == wanted);
        same.count()
    };
    let error = |column: Column, reason: &'static str| FieldError {
        found: Some(column.code().to_owned()),
        ..FieldError::new("columns", reason)
    };
    let has_names = count(Column::FullName) > 0;
    let mut wrong = Vec::new();
    for needed in [Column::Email, Column::LastName, Column::FirstName] {
        if count(needed) == 0 && (needed == Column::Email || !has_names) {
            wrong.push(error(needed, "missing"));
        }
    }
    for column in Column::ALL {
        if count(column) > 1 {
            wrong.push(error(column, "twice"));
        }
    }
    wrong
}

/// What is wrong with a row: the line of the file it begins at, the column, and why, by the reasons of the customer's own
/// form. A row without any column at fault: `line.columns`, `line.quote`, `line.too_long`, `line.too_many`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Fault {
    pub line: u32,
    /// The column as the file calls it.
    pub header: Option<String>,
    /// What stands there, shortened.
    pub value: Option<String>,
    pub error: FieldError,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailbox_and_a_name_are_needed_once() {
        let told = |columns: &[Option<Column>]| -> Vec<String> {
            prove_columns(columns)
                .into_iter()
                .map(|error| format!("{} {}", error.reason, error.found.unwrap_or_default()))
                .collect()
        };
        use Column::{Email, FirstName, FullName, LastName};
        assert_eq!(
            told(&[None]),
            ["missing email", "missing last_name", "missing first_name"]
        );
        assert_eq!(told(&[Some(FullName), None, Some(Email)]), [""; 0]);
        assert_eq!(
            told(&[Some(Email), Some(LastName), Some(FirstName), Some(Email)]),
            ["twice email"]
        );
    }

    #[test]
    fn codes_are_what_is_sent() {
        for encoding in Encoding::ALL {
            let sent = serde_json::to_string(&encoding).unwrap();
            assert_eq!(sent, format!("\"{}\"", encoding.code()));
        }
        for source in Source::ALL {
            let sent = serde_json::to_string(&source).unwrap();
            assert_eq!(sent, format!("\"{}\"", source.code()));
        }
        for separator in Separator::ALL {
            let sent = serde_json::to_string(&separator).unwrap();
            assert_eq!(sent, format!("\"{}\"", separator.code()));
        }
    }
}
