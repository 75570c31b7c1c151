//! Comptoir's rules and its wire contract. Pure: no platform, no waiting; time, ids and randomness are arguments.
//! The app, the Worker, the tests and the tools all speak through these types.

pub mod account;
pub mod api;
pub mod checkout;
pub mod code;
pub mod comparison;
pub mod contact;
pub mod country;
pub mod customer;
pub mod email;
pub mod headers;
pub mod history;
pub mod iban;
pub mod id;
pub mod locale;
#[cfg(feature = "mail")]
pub mod mail;
pub mod money;
pub mod order;
pub mod outbox;
pub mod page;
pub mod password;
pub mod pending;
pub mod phone;
pub mod postcode;
pub mod problem;
pub mod product;
pub mod region;
pub mod route;
pub mod search;
pub mod session;
pub mod settings;
pub mod text;
pub mod throttle;
pub mod time;
pub mod vat;
