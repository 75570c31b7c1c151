//! Customers taken out of the shop as a file: all whom the list shows, or those who are chosen. The button and what it asks stand
//! with the list; the question comes with the chunk.

pub mod columns;
pub mod dialog;
mod saving;
pub mod words;

use crate::admin::customers::listing::Listing;
use crate::admin::customers::words as customers;
use crate::admin::desk::Desk;
use crate::admin::part::part;
use crate::ui::button::Button;
use domain::permission::Right;
use leptos::prelude::*;

/// What is asked for. A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Export {
    /// Whether the question stands.
    pub open: RwSignal<bool>,
    /// Only the rows that are chosen.
    pub chosen: RwSignal<bool>,
}

impl Export {
    pub fn new() -> Export {
        Export {
            open: RwSignal::new(false),
            chosen: RwSignal::new(false),
        }
    }

    pub fn ask(self, chosen: bool) {
        self.chosen.set(chosen);
        self.open.set(true);
    }
}

/// Asks how everybody who matches is to be written; nothing for whom it is not.
#[component]
pub fn ExportButton(listing: Listing) -> AnyView {
    let desk = expect_context::<Desk>();
    part(move || {
        desk.may(Right::ExportCustomers).then(|| {
            view! {
                <Button
                    id="export-all"
                    label=customers::EXPORT
                    press=move |()| listing.export.ask(false)
                />
            }
        })
    })
    .into_any()
}
