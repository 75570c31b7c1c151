//! What is told of JSON that cannot be read: where and why, or no more than that.

use crate::problem::FieldError;
use serde::de::{self, Expected, Unexpected};
use std::fmt;

/// What is told of JSON that cannot be read.
pub trait Fault: de::Error {
    /// The text is no JSON at all.
    fn no_json() -> Self;
    /// The value below `key` cannot be read.
    fn within(self, key: &str) -> Self;
}

/// Where and why, for whoever sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    NoJson,
    Field(Box<FieldError>),
}

impl Unread {
    fn at(key: &str, reason: &'static str) -> Unread {
        Unread::Field(Box::new(FieldError::new(key.to_owned(), reason)))
    }

    fn here(reason: &'static str) -> Unread {
        Unread::at("", reason)
    }
}

impl Fault for Unread {
    fn no_json() -> Unread {
        Unread::NoJson
    }

    fn within(self, key: &str) -> Unread {
        match self {
            Unread::NoJson => Unread::NoJson,
            Unread::Field(fault) => Unread::Field(Box::new(fault.within(key))),
        }
    }
}

impl de::Error for Unread {
    fn custom<T: fmt::Display>(message: T) -> Unread {
        // as types of ours say it of their own values
        if message.to_string().starts_with("unknown ") {
            Unread::here("unknown")
        } else {
            Unread::here("type")
        }
    }

    fn invalid_type(_: Unexpected, _: &dyn Expected) -> Unread {
        Unread::here("type")
    }

    fn invalid_value(_: Unexpected, _: &dyn Expected) -> Unread {
        Unread::here("type")
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Unread {
        Unread::here("type")
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Unread {
        Unread::here("unknown")
    }

    fn unknown_field(field: &str, _: &'static [&'static str]) -> Unread {
        Unread::at(field, "unknown_key")
    }

    fn missing_field(field: &'static str) -> Unread {
        Unread::at(field, "required")
    }

    fn duplicate_field(field: &'static str) -> Unread {
        Unread::at(field, "duplicate_key")
    }
}

impl fmt::Display for Unread {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Unread::NoJson => formatter.write_str("no JSON"),
            Unread::Field(fault) => write!(formatter, "{}: {}", fault.field, fault.reason),
        }
    }
}

impl std::error::Error for Unread {}

/// That it cannot be read, and no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broken;

impl Fault for Broken {
    fn no_json() -> Broken {
        Broken
    }

    fn within(self, _: &str) -> Broken {
        Broken
    }
}

impl de::Error for Broken {
    fn custom<T: fmt::Display>(_: T) -> Broken {
        Broken
    }

    fn invalid_type(_: Unexpected, _: &dyn Expected) -> Broken {
        Broken
    }

    fn invalid_value(_: Unexpected, _: &dyn Expected) -> Broken {
        Broken
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Broken {
        Broken
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Broken {
        Broken
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Broken {
        Broken
    }

    fn missing_field(_: &'static str) -> Broken {
        Broken
    }

    fn duplicate_field(_: &'static str) -> Broken {
        Broken
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("not as expected")
    }
}

impl std::error::Error for Broken {}
