//! The permission table: what staff of each role may do. The router's access, the menu, every button and the route
//! matrix of the tests read it from here.

use crate::account::Role;

/// Something staff may do, as endpoints and screens ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// See customers, their history, groups and work in progress.
    ReadCustomers,
    /// Create and correct customers, write notes, put one customer into a group.
    EditCustomers,
    /// Give and take sign-in, set passwords, end sessions.
    GiveSignIn,
    /// Let mails to many go again to an address that failed.
    LiftSuppressions,
    /// Delete or erase a customer.
    EraseCustomers,
    /// Make two customers’ records one, and undo it.
    MergeCustomers,
    /// Create, rename and delete groups.
    EditGroups,
    /// Change many customers at once.
    ChangeInBulk,
    /// Bring customers in from a file.
    ImportCustomers,
    /// Take customers out of the shop, as a file.
    ExportCustomers,
    /// See campaigns, drafts included, whom they reach and what came of them.
    ReadCampaigns,
    /// Write campaigns and have tests of them sent to oneself.
    EditCampaigns,
    /// Send campaigns, pause and stop them, send again what may not have arrived.
    SendCampaigns,
    ReadOrders,
    /// Read what customers write to the shop.
    ReadConversations,
    /// Answer them, close and open again.
    AnswerConversations,
    /// Mark paid, complete, cancel, refund.
    SettleOrders,
    /// Take the month's sales out of the shop.
    ExportSales,
    ReadProducts,
    EditProducts,
    /// See how the customers’ space is arranged, and read Markdown as it will be shown.
    ReadSpace,
    /// Arrange the space: its blocks, their order, for whom.
    EditSpace,
    /// See documents, drafts included, and take their files.
    ReadDocuments,
    /// Write, publish and delete documents.
    EditDocuments,
    /// See and retry mails, which stand with their recipients.
    ReadOutbox,
    ReadSettings,
    EditSettings,
    /// Invite staff, give roles, remove.
    ManageTeam,
    /// Read what staff did.
    ReadJournal,
}

/// Every right with the least role that has it; the roles above have it too. This is the whole table.
pub const TABLE: &[(Right, Role)] = &[
    (Right::ReadCustomers, Role::Support),
    (Right::EditCustomers, Role::Support),
    (Right::GiveSignIn, Role::Manager),
    (Right::LiftSuppressions, Role::Manager),
    (Right::EraseCustomers, Role::Manager),
    (Right::MergeCustomers, Role::Manager),
    (Right::EditGroups, Role::Manager),
    (Right::ChangeInBulk, Role::Manager),
    (Right::ImportCustomers, Role::Manager),
    (Right::ExportCustomers, Role::Manager),
    (Right::ReadCampaigns, Role::Support),
    (Right::EditCampaigns, Role::Support),
    (Right::SendCampaigns, Role::Manager),
    (Right::ReadOrders, Role::Support),
    (Right::ReadConversations, Role::Support),
    (Right::AnswerConversations, Role::Support),
    (Right::SettleOrders, Role::Manager),
    (Right::ExportSales, Role::Manager),
    (Right::ReadProducts, Role::Support),
    (Right::EditProducts, Role::Manager),
    (Right::ReadSpace, Role::Support),
    (Right::EditSpace, Role::Manager),
    (Right::ReadDocuments, Role::Support),
    (Right::EditDocuments, Role::Manager),
    (Right::ReadOutbox, Role::Manager),
    (Right::ReadSettings, Role::Support),
    (Right::EditSettings, Role::Owner),
    (Right::ManageTeam, Role::Owner),
    (Right::ReadJournal, Role::Owner),
];

impl Right {
    /// The least role that has it. What the table forgets is the owner's.
    pub fn least(self) -> Role {
        let row = TABLE.iter().find(|(right, _)| *right == self);
        row.map_or(Role::Owner, |(_, least)| *least)
    }
}

impl Role {
    /// Whether staff of this role may do it. A customer never may.
    pub fn may(self, right: Right) -> bool {
        self.is_staff() && self >= right.least()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_names_each_right_once() {
        for (place, (right, _)) in TABLE.iter().enumerate() {
            assert!(
                !TABLE
                    .iter()
                    .skip(place + 1)
                    .any(|(other, _)| other == right),
                "{right:?}"
            );
        }
    }

    #[test]
    fn t28_support_edits_customers_managers_give_sign_in_owners_the_rest() {
        let may = |role: Role| -> Vec<Right> {
            TABLE
                .iter()
                .map(|(right, _)| *right)
                .filter(|right| role.may(*right))
                .collect()
        };
        assert_eq!(may(Role::Customer), []);
        assert_eq!(
            may(Role::Support),
            [
                Right::ReadCustomers,
                Right::EditCustomers,
                Right::ReadCampaigns,
                Right::EditCampaigns,
                Right::ReadOrders,
                Right::ReadConversations,
                Right::AnswerConversations,
                Right::ReadProducts,
                Right::ReadSpace,
                Right::ReadDocuments,
                Right::ReadSettings
            ]
        );
        assert!(Role::Manager.may(Right::GiveSignIn) && !Role::Manager.may(Right::ManageTeam));
        assert_eq!(may(Role::Owner).len(), TABLE.len());
    }
}
