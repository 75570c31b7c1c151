//! The screens behind the list of customers, where the back office opens: a customer, orders, products, the outbox, the settings.
//! A chunk of their own.

use crate::admin::campaigns::{CampaignPage, Campaigns, NewCampaign};
use crate::admin::conversations::Conversations;
use crate::admin::customer::{CustomerPage, NewCustomer};
use crate::admin::documents::{DocumentPage, Documents, NewDocument};
use crate::admin::duplicates::{ComparePage, Duplicates};
use crate::admin::groups::{GroupPage, Groups, NewGroup};
use crate::admin::imports::{ImportPage, Imports};
use crate::admin::journal::JournalPage;
use crate::admin::order::OrderPage;
use crate::admin::orders::Orders;
use crate::admin::outbox::Outbox;
use crate::admin::product::{NewProduct, ProductPage};
use crate::admin::products::Products;
use crate::admin::settings::SettingsPage;
use crate::admin::space::SpacePage;
use crate::admin::team::TeamPage;
use crate::reactive::either;
use domain::id::{
    CampaignId, ConversationId, CustomerId, DocumentId, GroupId, ImportId, OrderId, ProductId,
};
use domain::route;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Which of these screens an address shows.
#[derive(Clone, PartialEq)]
pub enum Screen {
    NewCustomer,
    Customer(CustomerId),
    Groups,
    NewGroup,
    Group(GroupId),
    Duplicates,
    Comparison(CustomerId, CustomerId),
    Imports,
    Import(ImportId),
    Orders,
    Order(OrderId),
    Products,
    NewProduct,
    Product(ProductId),
    Documents,
    NewDocument,
    Document(DocumentId),
    Campaigns,
    NewCampaign,
    Campaign(CampaignId),
    Outbox,
    Conversations,
    Team,
    Journal,
    Space,
    Settings,
}

impl Screen {
    /// None where the path is another's, or nobody's.
    pub fn at(path: &str) -> Option<Screen> {
        match path {
            route::ADMIN_CUSTOMER_NEW => Some(Screen::NewCustomer),
            route::ADMIN_GROUPS => Some(Screen::Groups),
            route::ADMIN_GROUP_NEW => Some(Screen::NewGroup),
            route::ADMIN_DUPLICATES => Some(Screen::Duplicates),
            route::ADMIN_IMPORTS => Some(Screen::Imports),
            route::ADMIN_ORDERS => Some(Screen::Orders),
            route::ADMIN_PRODUCTS => Some(Screen::Products),
            route::ADMIN_PRODUCT_NEW => Some(Screen::NewProduct),
            route::ADMIN_DOCUMENTS => Some(Screen::Documents),
            route::ADMIN_DOCUMENT_NEW => Some(Screen::NewDocument),
            route::ADMIN_CAMPAIGNS => Some(Screen::Campaigns),
            route::ADMIN_CAMPAIGN_NEW => Some(Screen::NewCampaign),
            route::ADMIN_OUTBOX => Some(Screen::Outbox),
            route::ADMIN_CONVERSATIONS => Some(Screen::Conversations),
            route::ADMIN_TEAM => Some(Screen::Team),
            route::ADMIN_JOURNAL => Some(Screen::Journal),
            route::ADMIN_SPACE => Some(Screen::Space),
            route::ADMIN_SETTINGS => Some(Screen::Settings),
            _ => {
                if let Some((one, other)) = route::compared(path) {
                    return Some(Screen::Comparison(one, other));
                }
                let (list, id) = path.rsplit_once('/')?;
                match list {
                    route::ADMIN_CUSTOMERS => CustomerId::parse(id).map(Screen::Customer),
                    route::ADMIN_CONVERSATIONS => {
                        ConversationId::parse(id).map(|_| Screen::Conversations)
                    }
                    route::ADMIN_CAMPAIGNS => CampaignId::parse(id).map(Screen::Campaign),
                    route::ADMIN_GROUPS => GroupId::parse(id).map(Screen::Group),
                    route::ADMIN_IMPORTS => ImportId::parse(id).map(Screen::Import),
                    route::ADMIN_ORDERS => OrderId::parse(id).map(Screen::Order),
                    route::ADMIN_PRODUCTS => ProductId::parse(id).map(Screen::Product),
                    route::ADMIN_DOCUMENTS => DocumentId::parse(id).map(Screen::Document),
                    _ => None,
                }
            }
        }
    }
}

/// The screen of the address; on the way out the last one stays until its page is taken away.
#[component]
pub fn Work() -> AnyView {
    let path = use_location().pathname;
    let screen = Memo::new(move |before: Option<&Option<Screen>>| {
        let here = path.with(|path| Screen::at(path));
        here.or_else(|| before.cloned().flatten())
    });
    either(move || match screen.get() {
        Some(Screen::NewCustomer) => view! { <NewCustomer/> }.into_any(),
        Some(Screen::Customer(id)) => view! { <CustomerPage id/> }.into_any(),
        Some(Screen::Groups) => view! { <Groups/> }.into_any(),
        Some(Screen::NewGroup) => view! { <NewGroup/> }.into_any(),
        Some(Screen::Group(id)) => view! { <GroupPage id/> }.into_any(),
        Some(Screen::Duplicates) => view! { <Duplicates/> }.into_any(),
        Some(Screen::Comparison(one, other)) => view! { <ComparePage one other/> }.into_any(),
        Some(Screen::Imports) => view! { <Imports/> }.into_any(),
        Some(Screen::Import(id)) => view! { <ImportPage id/> }.into_any(),
        Some(Screen::Orders) => view! { <Orders/> }.into_any(),
        Some(Screen::Order(id)) => view! { <OrderPage id/> }.into_any(),
        Some(Screen::Products) => view! { <Products/> }.into_any(),
        Some(Screen::NewProduct) => view! { <NewProduct/> }.into_any(),
        Some(Screen::Product(id)) => view! { <ProductPage id/> }.into_any(),
        Some(Screen::Conversations) => view! { <Conversations/> }.into_any(),
        Some(Screen::Documents) => view! { <Documents/> }.into_any(),
        Some(Screen::NewDocument) => view! { <NewDocument/> }.into_any(),
        Some(Screen::Document(id)) => view! { <DocumentPage id/> }.into_any(),
        Some(Screen::Campaigns) => view! { <Campaigns/> }.into_any(),
        Some(Screen::NewCampaign) => view! { <NewCampaign/> }.into_any(),
        Some(Screen::Campaign(id)) => view! { <CampaignPage id/> }.into_any(),
        Some(Screen::Outbox) => view! { <Outbox/> }.into_any(),
        Some(Screen::Team) => view! { <TeamPage/> }.into_any(),
        Some(Screen::Journal) => view! { <JournalPage/> }.into_any(),
        Some(Screen::Space) => view! { <SpacePage/> }.into_any(),
        Some(Screen::Settings) => view! { <SettingsPage/> }.into_any(),
        None => ().into_any(),
    })
    .into_any()
}
