//! The only SQL. One module a noun, one atomic batch a use case.

pub mod account;
pub mod address;
pub mod book;
pub mod bulk;
pub mod checkout;
pub mod code;
pub mod credentials;
pub mod customer;
pub mod erasure;
pub mod group;
pub mod history;
pub mod idempotency;
pub mod journal;
pub mod note;
pub mod order;
pub mod outbox;
pub mod pending;
pub mod product;
pub mod record;
pub mod retention;
pub mod sales;
pub mod session;
pub mod settings;
pub mod space;
pub mod staff;
pub mod throttle;
