//! The API on the real workerd and D1, one file per noun. `tNN` in a name is a case of the attack list.

mod access;
mod bodies;
mod checkout;
mod contact;
mod contract;
mod crash;
mod customers;
mod doors;
mod mailbox;
mod origin;
mod page;
mod pending;
mod plan;
mod search;
mod secret;
mod session;
mod sweep;
mod throttle;
mod token;
