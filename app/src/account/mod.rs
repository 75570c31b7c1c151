//! What an account's pages and the sign-in share: choosing another password.

pub mod password;
