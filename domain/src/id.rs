//! Identifiers: UUIDv7 as lower-case text, typed by what they name so that one cannot stand for another.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::marker::PhantomData;

/// The id of a `T`. Sorted by the time it was made; no secret, so never proof of anything.
pub struct Id<T> {
    text: String,
    names: PhantomData<fn() -> T>,
}

/// What ids name.
pub mod named {
    /// See [`crate::checkout`].
    pub enum Checkout {}
    /// See [`crate::customer`].
    pub enum Customer {}
    /// See [`crate::pending`].
    pub enum Pending {}
    /// See [`crate::product`].
    pub enum Product {}
    /// See [`crate::account`].
    pub enum Account {}
    /// See [`crate::session`].
    pub enum Session {}
    /// An entry of a customer's address book.
    pub enum Address {}
    /// A consent given or withdrawn.
    pub enum Consent {}
    /// See [`crate::order`].
    pub enum Order {}
    /// An invoice or a credit note.
    pub enum Invoice {}
    /// See [`crate::outbox`].
    pub enum Mail {}
    /// An acquired product.
    pub enum Purchase {}
    /// A one-time link or code.
    pub enum Token {}
    /// See [`crate::group`].
    pub enum Group {}
    /// See [`crate::note`].
    pub enum Note {}
    /// See [`crate::bulk`].
    pub enum Bulk {}
    /// See [`crate::import`].
    pub enum Import {}
    /// See [`crate::campaign`].
    pub enum Campaign {}
    /// A file that is kept, see [`crate::upload`].
    pub enum Blob {}
    /// A document of the space.
    pub enum Document {}
    /// See [`crate::conversation`].
    pub enum Conversation {}
    /// A message of a conversation.
    pub enum Message {}
    /// Two customers’ records made one, see [`crate::duplicate`].
    pub enum Merge {}
}

pub type CheckoutId = Id<named::Checkout>;
pub type CustomerId = Id<named::Customer>;
pub type PendingId = Id<named::Pending>;
pub type ProductId = Id<named::Product>;
pub type AccountId = Id<named::Account>;
pub type SessionId = Id<named::Session>;
pub type AddressId = Id<named::Address>;
pub type ConsentId = Id<named::Consent>;
pub type OrderId = Id<named::Order>;
pub type InvoiceId = Id<named::Invoice>;
pub type MailId = Id<named::Mail>;
pub type PurchaseId = Id<named::Purchase>;
pub type TokenId = Id<named::Token>;
pub type ConversationId = Id<named::Conversation>;
pub type MessageId = Id<named::Message>;
pub type GroupId = Id<named::Group>;
pub type NoteId = Id<named::Note>;
pub type BulkId = Id<named::Bulk>;
pub type ImportId = Id<named::Import>;
pub type CampaignId = Id<named::Campaign>;
pub type BlobId = Id<named::Blob>;
pub type DocumentId = Id<named::Document>;
pub type MergeId = Id<named::Merge>;

impl<T> Id<T> {
    /// A fresh id from the clock (Unix milliseconds) and ten random bytes.
    pub fn new(now: i64, random: [u8; 10]) -> Id<T> {
        let millis = u64::try_from(now).unwrap_or_default();
        Id::of(
            uuid::Builder::from_unix_timestamp_millis(millis, &random)
                .into_uuid()
                .hyphenated()
                .to_string(),
        )
    }

    /// Reads an id as it stands in a path or body; `None` for anything but a hyphenated lower-case UUID.
    pub fn parse(text: &str) -> Option<Id<T>> {
        let uuid = uuid::Uuid::try_parse(text).ok()?;
        let canonical = uuid.hyphenated().to_string();
        (canonical == text).then(|| Id::of(canonical))
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Its sixteen bytes.
    pub fn bytes(&self) -> [u8; 16] {
        let uuid = uuid::Uuid::try_parse(&self.text).unwrap_or_default();
        uuid.into_bytes()
    }

    /// The id that [`Id::bytes`] gave.
    pub fn of_bytes(bytes: [u8; 16]) -> Id<T> {
        Id::of(uuid::Uuid::from_bytes(bytes).hyphenated().to_string())
    }

    fn of(text: String) -> Id<T> {
        Id {
            text,
            names: PhantomData,
        }
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        Id::of(self.text.clone())
    }
}

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<T> Eq for Id<T> {}

impl<T> std::fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl<T> std::fmt::Display for Id<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl<T> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de, T> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Id::parse(&text).ok_or_else(|| serde::de::Error::custom("unknown id"))
    }
}

#[cfg(feature = "schema")]
impl<T> schemars::JsonSchema for Id<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Id".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "uuid" })
    }

    fn inline_schema() -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_id_reads_back_and_sorts_by_time() {
        let early: CheckoutId = Id::new(1_795_000_000_000, [255; 10]);
        let late: CheckoutId = Id::new(1_795_000_000_001, [0; 10]);
        assert_eq!(CheckoutId::parse(early.as_str()), Some(early.clone()));
        assert!(early.as_str() < late.as_str());
        assert_eq!(CheckoutId::of_bytes(early.bytes()), early);
    }

    #[test]
    fn only_one_spelling_of_an_id_is_known() {
        let id: CheckoutId = Id::new(1, [0xab; 10]);
        for other in [
            id.as_str().to_uppercase(),
            id.as_str().replace('-', ""),
            format!("{{{id}}}"),
            String::new(),
            "1".to_owned(),
        ] {
            assert_eq!(CheckoutId::parse(&other), None, "{other}");
        }
    }
}
