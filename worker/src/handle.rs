//! What answers each endpoint: load, decide by the domain's rules, save, reply.

pub mod checkout;
pub mod customer;
pub mod order;
pub mod outbox;
pub mod page;
pub mod product;
pub mod session;
pub mod settings;
pub mod shop;
