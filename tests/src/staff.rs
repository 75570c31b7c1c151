//! Somebody who works in the shop, and customers' accounts: what they do once signed in.

use crate::world::{self, Owner, World};
use crate::{Browser, Reply};
use domain::account::Role;
use domain::api::customer::{
    Apply, ApplyPending, DismissPending, GetCustomer, HistoryQuery, ListCustomers, ListHistory,
};
use domain::customer::{Customer, CustomerQuery, CustomerRow};
use domain::history::Entry;
use domain::id::{CustomerId, Id, PendingId};
use domain::page::Page;
use domain::pending::DetailsField;
use domain::problem::Problem;
use std::ops::Deref;

/// A signed-in account. Does all that a [`Browser`] does.
pub struct Staff {
    pub browser: Browser,
    pub email: String,
}

impl Deref for Staff {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        &self.browser
    }
}

/// The password of every account the tests make in the shared shop.
pub fn password() -> String {
    World::get().owner().password.clone()
}

impl Staff {
    /// The owner, in the one session the tests share: nobody may end it.
    pub async fn owner(world: &World) -> Staff {
        let Owner { email, password } = world.owner().clone();
        let browser = Browser::new(world);
        let cookies = world
            .owner_cookies()
            .get_or_init(|| async {
                let first = Browser::new(world);
                let session = first.sign_in(&email, &password).await;
                session.expect("the owner's password is right");
                first.cookies()
            })
            .await;
        for (name, value) in cookies {
            browser.set_cookie(name, value);
        }
        Staff { browser, email }
    }

    /// An account of this role with a session of its own.
    pub async fn of_role(world: &World, role: Role) -> Staff {
        let email = account(world, role).await;
        let browser = Browser::new(world);
        let session = browser.sign_in(&email, &world.owner().password).await;
        session.unwrap_or_else(|problem| panic!("{email} cannot sign in: {problem:?}"));
        Staff { browser, email }
    }

    pub async fn customers(&self, query: &CustomerQuery) -> Page<CustomerRow> {
        let page = self.get::<ListCustomers>(&(), query).await;
        page.unwrap_or_else(|problem| panic!("{query:?}: {problem:?}"))
    }

    /// The list of customers for a search.
    pub async fn search(&self, q: &str) -> Vec<CustomerRow> {
        let query = CustomerQuery {
            q: q.into(),
            ..CustomerQuery::default()
        };
        self.customers(&query).await.items
    }

    /// The one customer with this e-mail; panics when there are more or fewer.
    pub async fn find(&self, email: &str) -> Customer {
        let mut found = self.search(email).await;
        assert_eq!(found.len(), 1, "customers found for {email}: {found:?}");
        self.customer(&found.remove(0).id).await
    }

    pub async fn customer(&self, id: &CustomerId) -> Customer {
        let customer = self.get::<GetCustomer>(id, &()).await;
        customer.unwrap_or_else(|problem| panic!("customer {id}: {problem:?}"))
    }

    /// The newest page of a customer's history.
    pub async fn history(&self, id: &CustomerId) -> Vec<Entry> {
        let page = self.get::<ListHistory>(id, &HistoryQuery::default()).await;
        page.unwrap_or_else(|problem| panic!("history of {id}: {problem:?}"))
            .items
    }

    pub async fn apply(
        &self,
        customer: &Customer,
        pending: &PendingId,
        fields: &[DetailsField],
    ) -> Result<Customer, Problem> {
        let apply = Apply {
            version: Some(customer.version),
            fields: fields.to_vec(),
        };
        let params = (customer.id.clone(), pending.clone());
        self.call::<ApplyPending>(&params, &(), &apply).await
    }

    pub async fn dismiss(&self, customer: &Customer, pending: &PendingId) -> Reply {
        let params = (customer.id.clone(), pending.clone());
        self.reply::<DismissPending>(&params, &(), &()).await
    }
}

/// Makes an account with the owner's password and gives its e-mail. There is no door for it yet, so it is
/// made in the database: the hash is the owner's, whose salt and pepper go with it.
pub async fn account(world: &World, role: Role) -> String {
    let email = world::email(role.code());
    let id: Id<()> = Id::new(world::now(), random());
    world
        .database()
        .rows(
            "insert into accounts (id, email, email_key, password_hash, pepper_id, role, enabled, verified_at, created_at) \
             select ?1, ?2, ?2, password_hash, pepper_id, ?3, 1, created_at, created_at from accounts where email = ?4",
            &[id.as_str(), &email, role.code(), &world.owner().email],
        )
        .await;
    email
}

/// Ten bytes that differ from call to call.
pub fn random() -> [u8; 10] {
    let number = world::number().to_be_bytes();
    let mut bytes = [7; 10];
    bytes[2..].copy_from_slice(&number);
    bytes
}
