//! RFC 9457 problems: what went wrong, as codes the app has words for, with the fields at fault.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// One field at fault. `field` is the path in the body (`address.postcode`), `reason` a code of [`REASONS`].
/// The optional figures fill the placeholders of the reason's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FieldError {
    pub field: Cow<'static, str>,
    pub reason: Cow<'static, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// A well-formed sample, such as a postcode of the chosen country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<Cow<'static, str>>,
    /// ISO code of the country the reason speaks of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Cow<'static, str>>,
    /// What stood there instead, such as a VAT number's own country prefix.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    /// Where it stands in a text of several lines: line and column from 1, in characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
}

impl FieldError {
    /// The plain form: a field and a reason.
    pub fn new(
        field: impl Into<Cow<'static, str>>,
        reason: impl Into<Cow<'static, str>>,
    ) -> FieldError {
        FieldError {
            field: field.into(),
            reason: reason.into(),
            min: None,
            max: None,
            count: None,
            example: None,
            country: None,
            found: None,
            line: None,
            column: None,
        }
    }

    /// The same fault of a value that stands deeper: `postcode` within `address` is `address.postcode`.
    pub fn within(mut self, parent: &str) -> FieldError {
        self.field = if self.field.is_empty() {
            parent.to_owned().into()
        } else {
            format!("{parent}.{}", self.field).into()
        };
        self
    }
}

/// The body of every refusal (`application/problem+json`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Problem")
)]
#[serde(bound(deserialize = "Now: Deserialize<'de>"))]
pub struct Problem<Now = serde_json::Value> {
    /// `about:blank#<code>`: the code says all there is.
    #[serde(rename = "type")]
    pub kind: String,
    /// The status in words, for people reading logs; the app shows its own text for `code`.
    pub title: Cow<'static, str>,
    pub status: u16,
    pub code: Cow<'static, str>,
    /// Ties the answer to the Worker's log line.
    #[serde(default)]
    pub trace: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldError>,
    /// 409 only: the row as it is now, in the shape its GET gives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<Now>,
}

impl Problem {
    /// A problem by its status and code.
    pub fn new(status: u16, code: &'static str) -> Problem {
        Problem {
            kind: format!("about:blank#{code}"),
            title: title(status).into(),
            status,
            code: code.into(),
            trace: String::new(),
            fields: Vec::new(),
            current: None,
        }
    }

    /// 422 with the fields at fault.
    pub fn fields(fields: Vec<FieldError>) -> Problem {
        Problem {
            fields,
            ..Problem::new(422, "fields")
        }
    }

    /// 422 for one field.
    pub fn field(
        field: impl Into<Cow<'static, str>>,
        reason: impl Into<Cow<'static, str>>,
    ) -> Problem {
        Problem::fields(vec![FieldError::new(field, reason)])
    }
}

fn title(status: u16) -> &'static str {
    match status {
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        416 => "Range Not Satisfiable",
        422 => "Unprocessable Content",
        429 => "Too Many Requests",
        503 => "Service Unavailable",
        _ => "Internal Server Error",
    }
}

/// Every `field.reason` or plain `reason` that the rules give. `check` fails when one has no text in a language.
pub const REASONS: &[&str] = &[
    "email.required",
    "email.malformed",
    "email.locked",
    "email.same",
    "first_name.required",
    "first_name.url",
    "last_name.required",
    "last_name.url",
    "organisation.url",
    "phone.malformed",
    "country.required",
    "country.unknown",
    "line1.required",
    "city.required",
    "postcode.required",
    "postcode.malformed",
    "region.required",
    "region.unknown",
    "billing.organisation.required",
    "vat_id.malformed",
    "vat_id.country",
    "siren.malformed",
    "locale.unknown",
    "password.required",
    "password.too_short",
    "password.common",
    "password.contains_email",
    "password.contains_shop",
    "password.same",
    "password.wrong",
    "proof",
    "must_change",
    "token",
    "code",
    "code.required",
    "current.required",
    "current.wrong",
    "terms.required",
    "terms.changed",
    "waiver.required",
    "payment_method.required",
    "payment_method.unknown",
    "payment_method.unavailable",
    "address_id.unknown",
    "idempotency_key.required",
    "idempotency_key.malformed",
    "idempotency_key.reused",
    "contact.required",
    "iban.malformed",
    "bic.malformed",
    "time_zone.unknown",
    "state.required",
    "kind.required",
    "price.required",
    "price.malformed",
    "price.out_of_range",
    "vat_rate.malformed",
    "vat_rate.out_of_range",
    "lines.required",
    "product.unknown",
    "quantity.out_of_range",
    "version.required",
    "locale.required",
    "fields.required",
    "email.taken",
    "email.other",
    "group.required",
    "group.unknown",
    "group_code_required",
    "group_malformed",
    "group_code_taken",
    "groups.full",
    "invite.unneeded",
    "must_change.no_password",
    "survivor.required",
    "survivor.unknown",
    "other.required",
    "other.same",
    "other_version.required",
    "account.unknown",
    "customers.required",
    "customers.too_many",
    "act.required",
    "role.required",
    "month.required",
    "month.too_many",
    "can_sign_in.required",
    "text.required",
    "kind.twice",
    "groups.too_many",
    "groups.required",
    "groups.unknown",
    "title.required",
    "links.required",
    "links.too_many",
    "words_required",
    "to.required",
    "to.malformed",
    "blocks.too_many",
    "at.past",
    "at.too_far",
    "subject.required",
    "order.unknown",
    "upto.required",
    "attachments.too_many",
    "attachments.unknown",
    "name.required",
    "name.path",
    "one_language",
    "groups.too_many",
    "file.required",
    "file.unknown",
    "file.empty",
    "file.too_large",
    "file.unsupported",
    "file.active",
    "file.lies",
    "file.damaged",
    "file.too_many",
    "control_chars_at",
    "html",
    "image_alt",
    "image_private",
    "image_scheme",
    "link_empty",
    "link_private",
    "link_scheme",
    "template_code",
    "variable_in_link",
    "variable_open",
    "variable_unknown",
    "variables_too_many",
    "email.twice",
    "encoding",
    "line.columns",
    "line.quote",
    "line.too_long",
    "line.too_many",
    "columns.missing",
    "columns.twice",
    "columns.unknown",
    "file.no_csv",
    "file.utf16",
    "file.no_rows",
    "file.too_many_columns",
    "too_long",
    "too_short",
    "control_chars",
    "required",
    "type",
    "unknown_key",
    "duplicate_key",
    "unknown",
    "out_of_range",
];
