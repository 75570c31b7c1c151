//! The roles of the team, in a word each.

use crate::admin::words;
use crate::text::Key;
use domain::account::Role;

/// What a role is called.
pub fn role_word(role: Role) -> Key {
    match role {
        Role::Owner => words::ROLE_OWNER,
        Role::Manager => words::ROLE_MANAGER,
        Role::Support => words::ROLE_SUPPORT,
        Role::Customer => words::ROLE_CUSTOMER,
    }
}
