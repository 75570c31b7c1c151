//! A conversation on the screen, for either of its sides: its messages, what is written next, and the files that go with it.
//! The space and the back office put it into their own pages.

pub mod draft;
pub mod files;
mod linked;
mod message;
mod party;
mod poll;
mod reply;
pub mod talk;
pub mod text_area;
pub mod words;

pub use message::name;
pub use party::Party;
pub use poll::poll;
