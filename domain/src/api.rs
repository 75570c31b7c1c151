//! The wire contract: every endpoint is ONE type, which says its method, path, access, parameters, request and response.
//! The app calls by it, the Worker routes by it, the tests and the OpenAPI document are made from it.

pub mod account;
pub mod bulk;
pub mod campaign;
pub mod checkout;
pub mod consent;
pub mod conversation;
pub mod credentials;
pub mod customer;
pub mod document;
pub mod duplicate;
pub mod export;
pub mod group;
pub mod import;
pub mod invoice;
pub mod journal;
pub mod markdown;
#[cfg(feature = "schema")]
pub mod openapi;
pub mod order;
pub mod outbox;
pub mod product;
mod query;
pub mod record;
pub mod rights;
pub mod sales;
pub mod security;
pub mod session;
pub mod settings;
pub mod shop;
pub mod space;
pub mod staff;

pub use query::{PageQuery, Query};

use crate::id::Id;
use crate::permission::Right;
use crate::unsubscribe::UnsubscribeToken;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The methods in use. All but GET are unsafe and ask for proof of where they come from (rule 10).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
    Put,
    Delete,
}

impl Method {
    pub fn name(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Delete => "DELETE",
        }
    }
}

/// Who may call. What belongs to somebody is besides fetched with its owner in the WHERE.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everybody; a session, where there is one, is not looked at.
    Public,
    /// Whoever holds the token or the signature that the call carries, from anywhere: neither cookies nor where the request
    /// comes from are looked at (rule 12), and what stands in a body without a type is read past.
    Anywhere,
    /// The browser whose cookie opened the checkout; any other gets 404.
    Browser,
    /// Who may see the order: its signed-in customer, the holder of its link, the browser that placed it; any other gets 404.
    Order,
    /// Any signed-in account, also one whose password must be changed first.
    Account,
    /// A signed-in account that belongs to a customer: 401 without a session, 403 for staff who are none.
    Customer,
    /// Staff who have this right: 401 without a session, 403 without the right.
    Staff(Right),
}

/// A type that travels as JSON.
#[cfg(not(feature = "schema"))]
pub trait Wire: Serialize + DeserializeOwned + 'static {}
#[cfg(not(feature = "schema"))]
impl<T: Serialize + DeserializeOwned + 'static> Wire for T {}

/// A type that travels as JSON.
#[cfg(feature = "schema")]
pub trait Wire: Serialize + DeserializeOwned + schemars::JsonSchema + 'static {}
#[cfg(feature = "schema")]
impl<T: Serialize + DeserializeOwned + schemars::JsonSchema + 'static> Wire for T {}

/// An endpoint.
pub trait Endpoint: 'static {
    const METHOD: Method;
    /// Segments in braces are the parameters, in order.
    const PATH: &'static str;
    const ACCESS: Access;
    /// Status of success.
    const STATUS: u16 = 200;
    /// Bytes its body may have.
    const BODY_MAX: usize = BODY_MAX;
    /// One sentence for the OpenAPI document.
    const SUMMARY: &'static str;
    type Params: Params;
    type Query: Query;
    /// `()` where the call has no body; [`Upload`](crate::upload::Upload) where the body is a file.
    type Request: Wire;
    /// `()` where the answer has no body.
    type Response: Wire;
}

/// Bytes a JSON body may have (rule 19) where its endpoint says nothing else.
pub const BODY_MAX: usize = 64 * 1024;

/// True for `()`: no body is read or sent.
pub fn is_empty<T: 'static>() -> bool {
    std::any::TypeId::of::<T>() == std::any::TypeId::of::<()>()
}

/// True for [`Upload`](crate::upload::Upload): the body is the file itself, its name stands in a header.
pub fn is_raw<T: 'static>() -> bool {
    std::any::TypeId::of::<T>() == std::any::TypeId::of::<crate::upload::Upload>()
}

/// True for [`Signed`](crate::mail_event::Signed): the body is taken as it comes, its signature stands in headers.
pub fn is_signed<T: 'static>() -> bool {
    std::any::TypeId::of::<T>() == std::any::TypeId::of::<crate::mail_event::Signed>()
}

/// An answer that is a file: a plain GET with the session's cookie saves it under its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct File {
    /// Letters, digits, `-`, `_` and `.` only.
    pub name: String,
    /// Its media type.
    pub media: String,
    pub bytes: Vec<u8>,
}

/// An answer that is a file somebody handed in: a plain GET with the session's cookie saves it under its name, whole or
/// by parts. Its bytes stand beside it and are sent as they are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Download {
    pub file: crate::upload::Blob,
    /// The part that is sent, where one was asked for: first and last byte.
    #[serde(default)]
    pub part: Option<(u32, u32)>,
}

/// An answer that leads to a page of the app: its path, with what stands behind `#`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Elsewhere(pub String);

/// An answer that is a file written while it is sent: a plain GET with the session's cookie saves it under its name. Its
/// bytes stand beside it. One that cannot be written to its end is broken off, so that nobody takes it for whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Streamed {
    pub name: String,
    /// Its media type.
    pub media: String,
}

/// The parameters in a path.
pub trait Params: Sized + 'static {
    /// Reads the segments in braces; `None` is answered with 404.
    fn read(segments: &[String]) -> Option<Self>;
    fn segments(&self) -> Vec<String>;
}

impl Params for () {
    fn read(segments: &[String]) -> Option<()> {
        segments.is_empty().then_some(())
    }

    fn segments(&self) -> Vec<String> {
        Vec::new()
    }
}

impl<T: 'static> Params for Id<T> {
    fn read(segments: &[String]) -> Option<Self> {
        match segments {
            [id] => Id::parse(id),
            _ => None,
        }
    }

    fn segments(&self) -> Vec<String> {
        vec![self.to_string()]
    }
}

impl Params for UnsubscribeToken {
    fn read(segments: &[String]) -> Option<Self> {
        match segments {
            [token] => UnsubscribeToken::parse(token),
            _ => None,
        }
    }

    fn segments(&self) -> Vec<String> {
        vec![self.text()]
    }
}

impl<T: 'static, U: 'static> Params for (Id<T>, Id<U>) {
    fn read(segments: &[String]) -> Option<Self> {
        match segments {
            [first, second] => Some((Id::parse(first)?, Id::parse(second)?)),
            _ => None,
        }
    }

    fn segments(&self) -> Vec<String> {
        vec![self.0.to_string(), self.1.to_string()]
    }
}

/// The path and query of a call. `escape` percent-encodes one value for a query.
pub fn address<E: Endpoint>(
    params: &E::Params,
    query: &E::Query,
    escape: impl Fn(&str) -> String,
) -> String {
    let mut segments = params.segments().into_iter();
    let mut path = String::new();
    for part in E::PATH.split('/').skip(1) {
        path.push('/');
        if part.starts_with('{') {
            path.push_str(&segments.next().unwrap_or_default());
        } else {
            path.push_str(part);
        }
    }
    for (place, (key, value)) in query.pairs().into_iter().enumerate() {
        path.push(if place == 0 { '?' } else { '&' });
        path.push_str(key);
        path.push('=');
        path.push_str(&escape(&value));
    }
    path
}

/// What is declared of an endpoint, for lists of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Declared {
    pub method: Method,
    pub path: &'static str,
    pub access: Access,
    pub status: u16,
    pub summary: &'static str,
    pub has_request: bool,
    /// The body is a file, not JSON.
    pub is_raw: bool,
    pub has_response: bool,
}

impl Declared {
    /// The media type its body has; empty without one.
    pub fn media(&self) -> &'static str {
        match (self.has_request, self.is_raw) {
            (false, _) => "",
            (true, false) => "application/json",
            (true, true) => crate::upload::MEDIA,
        }
    }

    pub fn of<E: Endpoint>() -> Declared {
        Declared {
            method: E::METHOD,
            path: E::PATH,
            access: E::ACCESS,
            status: E::STATUS,
            summary: E::SUMMARY,
            has_request: !is_empty::<E::Request>() && !is_signed::<E::Request>(),
            is_raw: is_raw::<E::Request>(),
            has_response: !is_empty::<E::Response>(),
        }
    }
}

/// Something done once for each endpoint of the contract.
pub trait Visitor {
    fn visit<E: Endpoint>(&mut self);
}

/// Every endpoint there is, in the order of the documentation.
pub fn visit(visitor: &mut impl Visitor) {
    visitor.visit::<shop::GetHealth>();
    visitor.visit::<shop::GetOpenApi>();
    visitor.visit::<shop::GetShop>();
    visitor.visit::<shop::GetLegal>();
    visitor.visit::<shop::ListProducts>();
    visitor.visit::<checkout::OpenCheckout>();
    visitor.visit::<checkout::GetCheckout>();
    visitor.visit::<checkout::SubmitContact>();
    visitor.visit::<order::PlaceOrder>();
    visitor.visit::<order::GetOrder>();
    visitor.visit::<order::Withdraw>();
    visitor.visit::<invoice::GetOrderInvoice>();
    visitor.visit::<invoice::GetProForma>();
    visitor.visit::<consent::ShowUnsubscribe>();
    visitor.visit::<consent::Unsubscribe>();
    visitor.visit::<consent::ConfirmConsent>();
    visitor.visit::<consent::TellMailEvent>();
    visitor.visit::<session::GetSession>();
    visitor.visit::<session::SignIn>();
    visitor.visit::<session::SignOut>();
    visitor.visit::<session::RequestCode>();
    visitor.visit::<session::RequestReset>();
    visitor.visit::<session::SetPassword>();
    visitor.visit::<account::GetProfile>();
    visitor.visit::<account::ListOwnOrders>();
    visitor.visit::<invoice::ListOwnInvoices>();
    visitor.visit::<invoice::GetOwnInvoice>();
    visitor.visit::<account::ListOwnPurchases>();
    visitor.visit::<account::ChangePassword>();
    visitor.visit::<space::GetSpace>();
    visitor.visit::<conversation::ListOwnConversations>();
    visitor.visit::<conversation::OpenConversation>();
    visitor.visit::<conversation::CountOwnUnread>();
    visitor.visit::<conversation::GetOwnConversation>();
    visitor.visit::<conversation::WriteMessage>();
    visitor.visit::<conversation::SetOwnConversationState>();
    visitor.visit::<conversation::ReadOwnConversation>();
    visitor.visit::<account::EditProfile>();
    visitor.visit::<account::AddOwnAddress>();
    visitor.visit::<account::EditOwnAddress>();
    visitor.visit::<account::RemoveOwnAddress>();
    visitor.visit::<account::ListOwnPending>();
    visitor.visit::<account::ApplyOwnPending>();
    visitor.visit::<account::DismissOwnPending>();
    visitor.visit::<security::GetEmail>();
    visitor.visit::<security::AskEmail>();
    visitor.visit::<security::WithdrawEmail>();
    visitor.visit::<security::ConfirmEmail>();
    visitor.visit::<security::ListSessions>();
    visitor.visit::<security::EndSession>();
    visitor.visit::<security::EndOtherSessions>();
    visitor.visit::<rights::GetConsents>();
    visitor.visit::<rights::SetConsent>();
    visitor.visit::<rights::ExportOwn>();
    visitor.visit::<rights::PreviewOwnErasure>();
    visitor.visit::<rights::EraseOwn>();
    visitor.visit::<conversation::AttachOwnFile>();
    visitor.visit::<conversation::GetOwnAttachment>();
    visitor.visit::<customer::ListCustomers>();
    visitor.visit::<customer::GetCustomer>();
    visitor.visit::<record::CreateCustomer>();
    visitor.visit::<record::EditCustomer>();
    visitor.visit::<record::PreviewErasure>();
    visitor.visit::<record::EraseCustomer>();
    visitor.visit::<record::AddAddress>();
    visitor.visit::<record::EditAddress>();
    visitor.visit::<record::RemoveAddress>();
    visitor.visit::<record::ListPurchases>();
    visitor.visit::<customer::ListHistory>();
    visitor.visit::<record::WriteNote>();
    visitor.visit::<record::EditNote>();
    visitor.visit::<record::DeleteNote>();
    visitor.visit::<customer::ApplyPending>();
    visitor.visit::<customer::DismissPending>();
    visitor.visit::<duplicate::ListDuplicates>();
    visitor.visit::<duplicate::GetDuplicates>();
    visitor.visit::<duplicate::TellApart>();
    visitor.visit::<duplicate::FindAgain>();
    visitor.visit::<duplicate::CompareCustomers>();
    visitor.visit::<duplicate::MergeCustomers>();
    visitor.visit::<duplicate::GetMerge>();
    visitor.visit::<duplicate::UndoMerge>();
    visitor.visit::<credentials::SetAccount>();
    visitor.visit::<credentials::SendReset>();
    visitor.visit::<credentials::EndSessions>();
    visitor.visit::<credentials::LiftSlowing>();
    visitor.visit::<consent::AskConsent>();
    visitor.visit::<consent::WithdrawConsent>();
    visitor.visit::<consent::LiftSuppression>();
    visitor.visit::<group::JoinGroup>();
    visitor.visit::<group::LeaveGroup>();
    visitor.visit::<group::ListGroups>();
    visitor.visit::<group::CreateGroup>();
    visitor.visit::<group::GetGroup>();
    visitor.visit::<group::RenameGroup>();
    visitor.visit::<group::DeleteGroup>();
    visitor.visit::<bulk::ListBulks>();
    visitor.visit::<bulk::PrepareBulk>();
    visitor.visit::<bulk::GetBulk>();
    visitor.visit::<bulk::SetBulkState>();
    visitor.visit::<bulk::UndoBulk>();
    visitor.visit::<bulk::ListBulkFailures>();
    visitor.visit::<campaign::ListCampaigns>();
    visitor.visit::<campaign::CreateCampaign>();
    visitor.visit::<campaign::GetAudience>();
    visitor.visit::<campaign::ListAudience>();
    visitor.visit::<campaign::PreviewCampaign>();
    visitor.visit::<campaign::GetCampaign>();
    visitor.visit::<campaign::EditCampaign>();
    visitor.visit::<campaign::DeleteCampaign>();
    visitor.visit::<campaign::CopyCampaign>();
    visitor.visit::<campaign::TestCampaign>();
    visitor.visit::<campaign::CheckCampaign>();
    visitor.visit::<campaign::SendCampaign>();
    visitor.visit::<campaign::SetCampaignState>();
    visitor.visit::<campaign::ListRecipients>();
    visitor.visit::<campaign::ResendCampaign>();
    visitor.visit::<import::ListImports>();
    visitor.visit::<import::UploadImport>();
    visitor.visit::<import::GetImport>();
    visitor.visit::<import::EditImport>();
    visitor.visit::<import::DeleteImport>();
    visitor.visit::<import::SetImportState>();
    visitor.visit::<import::ListImportFaults>();
    visitor.visit::<import::GetImportFaults>();
    visitor.visit::<order::ListOrders>();
    visitor.visit::<order::ReviewOrder>();
    visitor.visit::<order::SetOrderState>();
    visitor.visit::<conversation::ListConversations>();
    visitor.visit::<conversation::CountUnread>();
    visitor.visit::<conversation::GetConversation>();
    visitor.visit::<conversation::AnswerConversation>();
    visitor.visit::<conversation::SetConversationState>();
    visitor.visit::<conversation::ReadConversation>();
    visitor.visit::<invoice::ReviewInvoice>();
    visitor.visit::<conversation::AttachFile>();
    visitor.visit::<conversation::GetAttachment>();
    visitor.visit::<product::ListProductRecords>();
    visitor.visit::<product::CreateProduct>();
    visitor.visit::<product::GetProductRecord>();
    visitor.visit::<product::EditProduct>();
    visitor.visit::<space::GetArrangement>();
    visitor.visit::<space::ArrangeSpace>();
    visitor.visit::<markdown::ReadMarkdown>();
    visitor.visit::<document::ListOwnDocuments>();
    visitor.visit::<document::GetOwnDocument>();
    visitor.visit::<document::GetOwnFile>();
    visitor.visit::<document::ReadOwnDocument>();
    visitor.visit::<document::ListDocuments>();
    visitor.visit::<document::CreateDocument>();
    visitor.visit::<document::GetReach>();
    visitor.visit::<document::UploadDocument>();
    visitor.visit::<document::GetDocument>();
    visitor.visit::<document::EditDocument>();
    visitor.visit::<document::DeleteDocument>();
    visitor.visit::<document::GetFile>();
    visitor.visit::<outbox::ListOutbox>();
    visitor.visit::<outbox::RetryMail>();
    visitor.visit::<settings::GetSettings>();
    visitor.visit::<settings::EditSettings>();
    visitor.visit::<settings::SendTestMail>();
    visitor.visit::<export::CountExport>();
    visitor.visit::<export::ExportCustomers>();
    visitor.visit::<sales::GetSales>();
    visitor.visit::<staff::ListStaff>();
    visitor.visit::<staff::InviteStaff>();
    visitor.visit::<staff::EditStaff>();
    visitor.visit::<staff::InviteStaffAgain>();
    visitor.visit::<staff::RemoveStaff>();
    visitor.visit::<journal::ListJournal>();
}

/// Every endpoint's declaration.
pub fn all() -> Vec<Declared> {
    struct Collect(Vec<Declared>);
    impl Visitor for Collect {
        fn visit<E: Endpoint>(&mut self) {
            self.0.push(Declared::of::<E>());
        }
    }
    let mut collect = Collect(Vec::new());
    visit(&mut collect);
    collect.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customer::{CustomerQuery, Sort};

    #[test]
    fn every_endpoint_is_declared_once() {
        let all = all();
        for (place, one) in all.iter().enumerate() {
            let twin = all
                .iter()
                .skip(place + 1)
                .any(|other| (other.method, other.path) == (one.method, one.path));
            assert!(!twin, "{one:?}");
        }
    }

    #[test]
    fn all_of_admin_is_for_staff() {
        for one in all() {
            if one.path.starts_with("/api/admin") {
                assert!(matches!(one.access, Access::Staff(_)), "{one:?}");
            }
        }
    }

    #[test]
    fn an_address_reads_back() {
        let query = CustomerQuery {
            q: "a&b".into(),
            sort: Sort::NameUp,
            limit: Some(10),
            ..CustomerQuery::default()
        };
        let text = address::<customer::ListCustomers>(&(), &query, |v| v.replace('&', "%26"));
        assert_eq!(text, "/api/admin/customers?q=a%26b&sort=name&limit=10");
        let pairs = query.pairs();
        let read = CustomerQuery::read(pairs.iter().map(|(k, v)| (*k, v.as_str())));
        assert_eq!(read, Ok(query));
    }
}
