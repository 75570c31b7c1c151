//! What answers each endpoint: load, decide by the domain's rules, save, reply.

pub mod checkout;
pub mod customer;
pub mod page;
pub mod session;
pub mod shop;
