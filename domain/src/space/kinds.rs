//! The kinds of blocks: the one list that the Worker takes arrangements by, and the app draws and names blocks by.

/// Hands the list to a macro: for each kind the app's module that draws it, and its name. A new shop's space has them in
/// this order. `CONTRIBUTING.md` tells how to add one.
#[macro_export]
macro_rules! every_block {
    ($take:ident) => {
        $take! {
            purchases Purchases,
            conversations Conversations,
            orders Orders,
            invoices Invoices,
            documents Documents,
            details Profile,
            addresses Addresses,
            security Security,
            help Help,
            announcement Announcement,
            links Links,
        }
    };
}

macro_rules! kinds {
    ($($module:ident $kind:ident,)*) => {
        /// What a block shows.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum BlockKind {
            $($kind,)*
        }

        impl BlockKind {
            /// Every kind, in the order of a new shop's space.
            pub const ALL: [BlockKind; [$(BlockKind::$kind),*].len()] = [$(BlockKind::$kind),*];

            /// The name of the module that draws it.
            pub fn module(self) -> &'static str {
                match self {
                    $(BlockKind::$kind => stringify!($module),)*
                }
            }
        }
    };
}

every_block!(kinds);

impl BlockKind {
    /// Whether the shop writes what it says. Such blocks stand in the space as often as there is something to say; of the
    /// others, which show what is the customer's own, there is one of each.
    pub fn is_written(self) -> bool {
        matches!(self, BlockKind::Announcement | BlockKind::Links)
    }
}
