//! The shop as shoppers see it: its name, country, currency and terms. Until the Worker has answered, the defaults stand.

use crate::client;
use crate::reactive::go;
use domain::api::shop::GetShop;
use domain::settings::Shop;
use leptos::prelude::*;
use leptos::reactive::graph::Observer;

/// The shop's settings. A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Settings {
    shop: RwSignal<Shop>,
}

impl Settings {
    /// Made once, by the app's root, and put into the context; asks the Worker at once.
    pub fn new() -> Settings {
        let shop = RwSignal::new(Shop::default());
        go(async move {
            if let Ok(found) = client::call::<GetShop>(&(), &(), &()).await {
                shop.set(found);
            }
        });
        Settings { shop }
    }

    /// The shop's name, followed by whatever is reading.
    pub fn name(self) -> String {
        self.with(|shop| shop.name.clone())
    }

    /// Takes over what the owner has just set.
    pub fn set(self, shop: Shop) {
        self.shop.set(shop);
    }

    /// Reads one thing of the settings, followed by whatever is reading. Event handlers may ask too.
    pub fn with<T>(self, read: impl FnOnce(&Shop) -> T) -> T {
        if Observer::get().is_some() {
            self.shop.track();
        }
        self.shop.with_untracked(read)
    }
}
