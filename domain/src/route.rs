//! The app's pages: the one list that the app links by and the Worker serves by. Any other path is a 404.

/// Which static shell a page starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shell {
    /// Masthead and an empty page; the shop's pages come with it.
    Shop,
    /// The same with the customers' private space.
    Space,
    /// The same with the back office.
    Admin,
    /// The contact form, painted and usable before the app has started.
    Checkout,
}

impl Shell {
    /// The shell of an address, be there a page or not.
    pub fn of(path: &str) -> Shell {
        let under = |parent: &str| {
            path.strip_prefix(parent)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        if path == CHECKOUT {
            Shell::Checkout
        } else if under(ADMIN) {
            Shell::Admin
        } else if under(ACCOUNT) {
            Shell::Space
        } else {
            Shell::Shop
        }
    }

    /// Its file's name, before the language.
    pub fn name(self) -> &'static str {
        match self {
            Shell::Shop => "shop",
            Shell::Space => "space",
            Shell::Admin => "admin",
            Shell::Checkout => "checkout",
        }
    }
}

pub const SHOP: &str = "/";
pub const CHECKOUT: &str = "/checkout";
/// What was left at the contact step, the terms, and the button that orders.
pub const CHECKOUT_PAYMENT: &str = "/checkout/payment";
/// An order is `/orders/{id}`; a guest's link has the token after `#`.
pub const ORDERS: &str = "/orders";
/// Leaving the mails to many; the link's token stands after `#`.
pub const UNSUBSCRIBE: &str = "/unsubscribe";
/// Agreeing to mails that were asked for; the mailed link's token stands after `#`.
pub const CONSENT: &str = "/consent";
pub const ACCOUNT: &str = "/account";
pub const ACCOUNT_ORDERS: &str = "/account/orders";
/// A conversation is `/account/conversations/{id}`.
pub const ACCOUNT_CONVERSATIONS: &str = "/account/conversations";
pub const ACCOUNT_CONVERSATION_NEW: &str = "/account/conversations/new";
pub const ACCOUNT_INVOICES: &str = "/account/invoices";
pub const ACCOUNT_PURCHASES: &str = "/account/purchases";
/// One of them is `/account/documents/{id}`.
pub const ACCOUNT_DOCUMENTS: &str = "/account/documents";
pub const ACCOUNT_DETAILS: &str = "/account/details";
pub const ACCOUNT_SECURITY: &str = "/account/security";
/// Consents, the export of everything about oneself, erasing oneself.
pub const ACCOUNT_DATA: &str = "/account/data";
/// What erasing oneself takes away, and the button that does it.
pub const ACCOUNT_ERASURE: &str = "/account/data/erasure";
/// Takes up the link that confirms another e-mail: the token stands after `#`.
pub const CONFIRM_EMAIL: &str = "/confirm-email";
pub const SIGN_IN: &str = "/sign-in";
/// Asks for a reset by mail.
pub const FORGOT_PASSWORD: &str = "/forgot-password";
/// Takes up the link of an invitation or a reset: the token stands after `#`.
pub const SET_PASSWORD: &str = "/set-password";
pub const TERMS: &str = "/terms";
pub const YOUR_DATA: &str = "/your-data";
pub const ADMIN: &str = "/admin";
pub const ADMIN_CUSTOMERS: &str = "/admin/customers";
/// "Créer".
pub const ADMIN_CUSTOMER_NEW: &str = "/admin/customers/new";
pub const ADMIN_GROUPS: &str = "/admin/groups";
pub const ADMIN_GROUP_NEW: &str = "/admin/groups/new";
/// Files of customers; one of them is `/admin/imports/{id}`.
pub const ADMIN_IMPORTS: &str = "/admin/imports";
/// Customers who may be one person; two of them side by side are `/admin/duplicates/{one}/{other}`.
pub const ADMIN_DUPLICATES: &str = "/admin/duplicates";
pub const ADMIN_TEAM: &str = "/admin/team";
pub const ADMIN_JOURNAL: &str = "/admin/journal";
pub const ADMIN_ORDERS: &str = "/admin/orders";
/// The inbox; a conversation in it is `/admin/conversations/{id}`.
pub const ADMIN_CONVERSATIONS: &str = "/admin/conversations";
pub const ADMIN_PRODUCTS: &str = "/admin/products";
pub const ADMIN_PRODUCT_NEW: &str = "/admin/products/new";
pub const ADMIN_DOCUMENTS: &str = "/admin/documents";
pub const ADMIN_DOCUMENT_NEW: &str = "/admin/documents/new";
/// E-mails to groups; one is `/admin/campaigns/{id}`.
pub const ADMIN_CAMPAIGNS: &str = "/admin/campaigns";
/// A new one; `?group={id}` writes to that group.
pub const ADMIN_CAMPAIGN_NEW: &str = "/admin/campaigns/new";
/// An empty page of its own policy, in which a mail is shown: nothing in it runs or is loaded. No page of the app.
pub const MAIL_FRAME: &str = "/mail-frame";
pub const ADMIN_OUTBOX: &str = "/admin/outbox";
/// How the customers' space is arranged.
pub const ADMIN_SPACE: &str = "/admin/space";
pub const ADMIN_SETTINGS: &str = "/admin/settings";

/// The page of one customer in the back office.
pub fn admin_customer(id: &crate::id::CustomerId) -> String {
    format!("{ADMIN_CUSTOMERS}/{id}")
}

/// The page of one group in the back office.
pub fn admin_group(id: &crate::id::GroupId) -> String {
    format!("{ADMIN_GROUPS}/{id}")
}

/// One import in the back office.
pub fn admin_import(id: &crate::id::ImportId) -> String {
    format!("{ADMIN_IMPORTS}/{id}")
}

/// One campaign in the back office.
pub fn admin_campaign(id: &crate::id::CampaignId) -> String {
    format!("{ADMIN_CAMPAIGNS}/{id}")
}

/// Two customers side by side in the back office.
pub fn admin_comparison(one: &crate::id::CustomerId, other: &crate::id::CustomerId) -> String {
    format!("{ADMIN_DUPLICATES}/{one}/{other}")
}

/// The two customers of a comparison's path.
pub fn compared(path: &str) -> Option<(crate::id::CustomerId, crate::id::CustomerId)> {
    let pair = path.strip_prefix(ADMIN_DUPLICATES)?.strip_prefix('/')?;
    let (one, other) = pair.split_once('/')?;
    Some((crate::id::Id::parse(one)?, crate::id::Id::parse(other)?))
}

/// The page of one order in the back office.
pub fn admin_order(id: &crate::id::OrderId) -> String {
    format!("{ADMIN_ORDERS}/{id}")
}

/// The page of one product in the back office.
pub fn admin_product(id: &crate::id::ProductId) -> String {
    format!("{ADMIN_PRODUCTS}/{id}")
}

/// One conversation in the back office.
pub fn admin_conversation(id: &crate::id::ConversationId) -> String {
    format!("{ADMIN_CONVERSATIONS}/{id}")
}

/// One of the customer's own conversations.
pub fn conversation(id: &crate::id::ConversationId) -> String {
    format!("{ACCOUNT_CONVERSATIONS}/{id}")
}

/// The page of one document in the back office.
pub fn admin_document(id: &crate::id::DocumentId) -> String {
    format!("{ADMIN_DOCUMENTS}/{id}")
}

/// The page of one document in the space.
pub fn document(id: &crate::id::DocumentId) -> String {
    format!("{ACCOUNT_DOCUMENTS}/{id}")
}

/// An order's own page.
pub fn order(id: &crate::id::OrderId) -> String {
    format!("{ORDERS}/{id}")
}

/// The shell of a path the app knows; `None` for any other. A slash at the end is another path.
pub fn shell(path: &str) -> Option<Shell> {
    knows(path).then(|| Shell::of(path))
}

fn knows(path: &str) -> bool {
    match path {
        SHOP | CHECKOUT | CHECKOUT_PAYMENT | SIGN_IN | FORGOT_PASSWORD | SET_PASSWORD
        | CONFIRM_EMAIL | UNSUBSCRIBE | CONSENT | TERMS | YOUR_DATA => true,
        ACCOUNT
        | ACCOUNT_ORDERS
        | ACCOUNT_INVOICES
        | ACCOUNT_PURCHASES
        | ACCOUNT_DOCUMENTS
        | ACCOUNT_CONVERSATIONS
        | ACCOUNT_CONVERSATION_NEW
        | ACCOUNT_DETAILS
        | ACCOUNT_SECURITY
        | ACCOUNT_DATA
        | ACCOUNT_ERASURE => true,
        ADMIN | ADMIN_IMPORTS | ADMIN_CUSTOMERS | ADMIN_CUSTOMER_NEW | ADMIN_GROUPS
        | ADMIN_GROUP_NEW | ADMIN_ORDERS | ADMIN_PRODUCTS | ADMIN_PRODUCT_NEW | ADMIN_DOCUMENTS
        | ADMIN_DOCUMENT_NEW | ADMIN_CONVERSATIONS | ADMIN_OUTBOX | ADMIN_TEAM | ADMIN_JOURNAL
        | ADMIN_SPACE | ADMIN_SETTINGS | ADMIN_CAMPAIGNS | ADMIN_CAMPAIGN_NEW
        | ADMIN_DUPLICATES => true,
        _ if compared(path).is_some() => true,
        _ => [
            ADMIN_CUSTOMERS,
            ADMIN_GROUPS,
            ADMIN_IMPORTS,
            ADMIN_ORDERS,
            ADMIN_PRODUCTS,
            ADMIN_DOCUMENTS,
            ACCOUNT_DOCUMENTS,
            ORDERS,
            ACCOUNT_CONVERSATIONS,
            ADMIN_CONVERSATIONS,
            ADMIN_CAMPAIGNS,
        ]
        .into_iter()
        .filter_map(|parent| path.strip_prefix(parent)?.strip_prefix('/'))
        .any(|id| crate::id::Id::<()>::parse(id).is_some()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_paths_have_a_shell_and_others_none() {
        assert_eq!(shell("/checkout"), Some(Shell::Checkout));
        let id = crate::id::Id::new(1, [1; 10]);
        assert_eq!(shell(&admin_customer(&id)), Some(Shell::Admin));
        assert_eq!(shell(&admin_comparison(&id, &id)), Some(Shell::Admin));
        assert_eq!(shell(ACCOUNT), Some(Shell::Space));
        assert_eq!(shell(ACCOUNT_ERASURE), Some(Shell::Space));
        assert_eq!(
            shell(&order(&crate::id::Id::new(1, [2; 10]))),
            Some(Shell::Shop)
        );
        assert_eq!(Shell::of("/account/nope"), Shell::Space);
        assert_eq!(Shell::of("/accounts"), Shell::Shop);
        for path in [
            "/checkout/",
            "/nope",
            "/admin/customers/1",
            "/admin/duplicates/1/2",
            "/pkg-1/app.wasm",
            "",
        ] {
            assert_eq!(shell(path), None, "{path}");
        }
    }
}
