//! The people and the machines of the tests: actors with verbs, speaking the domain's types to the real shop.
//! Every answer they get is examined by the oracles of [`reply`], whatever the test then asks of it.

pub mod arranging;
pub mod browser;
pub mod buying;
pub mod campaigning;
pub mod consenting;
pub mod contact;
pub mod conversing;
pub mod crowd;
pub mod database;
pub mod documents;
pub mod downloading;
pub mod exporting;
pub mod faults;
pub mod figures;
pub mod finding;
pub mod grouping;
pub mod handing_in;
pub mod importing;
pub mod journal;
pub mod keeping;
pub mod mail_events;
pub mod mails;
pub mod merging;
pub mod papers;
pub mod proving;
pub mod recording;
pub mod remains;
pub mod reply;
pub mod rights;
pub mod server;
pub mod staff;
pub mod team;
pub mod unsubscribing;
pub mod window;
pub mod words;
pub mod world;

pub use browser::Browser;
pub use figures::Figures;
pub use finding::Thing;
pub use mails::{Mail, Mails};
pub use reply::Reply;
pub use server::Server;
pub use staff::Staff;
pub use window::{Look, Window};
pub use world::World;
