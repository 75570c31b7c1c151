//! Bulk changes: one act on many customers. Chosen in a list, confirmed, then done by the Worker whatever becomes of the page; how far it
//! has come stands on the list and in the top bar.

pub mod asking;
pub mod bar;
pub mod confirmation;
mod failures;
pub mod panel;
pub mod progress;
mod row;
mod said;
mod strip;
mod top;
pub mod words;

pub use progress::Progress;
pub use row::UnderWay;
pub use strip::Strip;
pub use top::WorkInProgress;
