//! What answers each endpoint: load, decide by the domain's rules, save, reply.

pub mod account;
pub mod book;
pub mod bulk;
pub mod checkout;
pub mod code;
pub mod credentials;
pub mod customer;
pub mod document;
pub mod erasure;
pub mod group;
pub mod journal;
pub mod markdown;
pub mod note;
pub mod order;
pub mod outbox;
pub mod page;
pub mod pending;
pub mod product;
pub mod record;
pub mod reset;
pub mod sales;
pub mod session;
pub mod settings;
pub mod shop;
pub mod space;
pub mod staff;
