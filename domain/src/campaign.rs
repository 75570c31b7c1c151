//! Campaigns: an e-mail to an audience of groups, only to those who consented.

#[cfg(all(feature = "mail", feature = "markdown"))]
pub mod content;
pub mod variable;
