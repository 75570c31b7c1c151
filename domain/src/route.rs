//! The app's pages: the one list that the app links by and the Worker serves by. Any other path is a 404.

/// Which static shell a page starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shell {
    /// Masthead and an empty page.
    Shop,
    /// The contact form, painted and usable before the app has started.
    Checkout,
}

pub const SHOP: &str = "/";
pub const CHECKOUT: &str = "/checkout";
pub const CHECKOUT_SAVED: &str = "/checkout/saved";
pub const SIGN_IN: &str = "/sign-in";
pub const SET_PASSWORD: &str = "/set-password";
pub const YOUR_DATA: &str = "/your-data";
pub const ADMIN: &str = "/admin";
pub const ADMIN_CUSTOMERS: &str = "/admin/customers";

/// The page of one customer in the back office.
pub fn admin_customer(id: &crate::id::CustomerId) -> String {
    format!("{ADMIN_CUSTOMERS}/{id}")
}

/// The shell of a path the app knows; `None` for any other. A slash at the end is another path.
pub fn shell(path: &str) -> Option<Shell> {
    match path {
        CHECKOUT => Some(Shell::Checkout),
        SHOP | CHECKOUT_SAVED | SIGN_IN | SET_PASSWORD | YOUR_DATA | ADMIN | ADMIN_CUSTOMERS => {
            Some(Shell::Shop)
        }
        _ => {
            let id = path.strip_prefix(ADMIN_CUSTOMERS)?.strip_prefix('/')?;
            crate::id::CustomerId::parse(id).map(|_| Shell::Shop)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_paths_have_a_shell_and_others_none() {
        assert_eq!(shell("/checkout"), Some(Shell::Checkout));
        let id = crate::id::Id::new(1, [1; 10]);
        assert_eq!(shell(&admin_customer(&id)), Some(Shell::Shop));
        for path in [
            "/checkout/",
            "/nope",
            "/admin/customers/1",
            "/pkg-1/app.wasm",
            "",
        ] {
            assert_eq!(shell(path), None, "{path}");
        }
    }
}
