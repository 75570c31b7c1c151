//! What a document may be for, by name: the groups, the products, and the customers and files met so far.

use crate::admin::ask::ask;
use crate::admin::desk::Desk;
use crate::loaded::Loaded;
use crate::text;
use domain::api::group::ListGroups;
use domain::api::product::ListProductRecords;
use domain::group::Group;
use domain::locale::Locale;
use domain::product::ProductRecord;
use leptos::prelude::*;

/// In the context of the form. A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Names {
    pub groups: Loaded<Vec<Group>>,
    pub products: Loaded<Vec<ProductRecord>>,
    /// Ids with what they are called: of customers and files.
    met: RwSignal<Vec<(String, String)>>,
}

impl Names {
    /// Asks for them, for what stands below.
    pub fn load() {
        let desk = expect_context::<Desk>();
        provide_context(Names {
            groups: Loaded::new(move || {
                desk.follow_session();
                Box::pin(async move { Ok(ask::<ListGroups>(desk, &(), &(), &()).await?.items) })
            }),
            products: Loaded::new(move || {
                desk.follow_session();
                Box::pin(
                    async move { Ok(ask::<ListProductRecords>(desk, &(), &(), &()).await?.items) },
                )
            }),
            met: RwSignal::new(Vec::new()),
        });
    }

    /// Keeps what a customer or a file is called.
    pub fn meet(self, id: &str, name: String) {
        self.met.update(|met| {
            met.retain(|(other, _)| other != id);
            met.push((id.to_owned(), name));
        });
    }

    /// What an id met before is called.
    pub fn of(self, id: &str) -> Option<String> {
        self.met.with(|met| {
            let found = met.iter().find(|(other, _)| other == id);
            found.map(|(_, name)| name.clone())
        })
    }

    /// The names of groups, by their ids with commas between.
    pub fn of_groups(self, ids: &str) -> String {
        self.groups.with(|groups| {
            let chosen = groups
                .into_iter()
                .flatten()
                .filter(|group| ids.split(',').any(|id| id == group.id.as_str()));
            chosen
                .map(|group| group.name.clone())
                .collect::<Vec<_>>()
                .join(", ")
        })
    }

    /// A product's name in the language in use.
    pub fn of_product(self, id: &str) -> String {
        let product = self.products.with(|products| {
            let mut all = products.into_iter().flatten();
            all.find(|product| product.id.as_str() == id).cloned()
        });
        product.map_or_else(String::new, |product| name_of(&product))
    }
}

/// A product's name in the language in use.
pub fn name_of(product: &ProductRecord) -> String {
    match text::locale() {
        Locale::En => product.name_en.clone(),
        Locale::Fr => product.name_fr.clone(),
    }
}
