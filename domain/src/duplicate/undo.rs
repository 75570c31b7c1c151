//! What a record's fields become when a merge is undone: what they were, unless they were changed since.

use crate::locale::Locale;
use serde::{Deserialize, Serialize};

/// The fields of a record at one moment, as its row has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stood {
    pub email: String,
    pub email_key: String,
    pub verified_at: Option<i64>,
    pub first_name: String,
    pub last_name: String,
    pub phone: Option<String>,
    pub organisation: Option<String>,
    /// JSON.
    pub billing: Option<String>,
    pub locale: Option<Locale>,
    pub created_at: i64,
}

impl Stood {
    /// The record as it is to be, where `before` and `after` are how it stood around the merge and `self` is how it stands now.
    pub fn undone(&self, before: &Stood, after: &Stood) -> Stood {
        fn back<T: PartialEq + Clone>(now: &T, before: &T, after: &T) -> T {
            if now == after { before } else { now }.clone()
        }
        // The mailbox goes back as a whole, with what was proved of it.
        let mailbox = if after.email_key == before.email_key || self.email_key != after.email_key {
            self
        } else {
            before
        };
        let verified_at = match mailbox.email_key == self.email_key {
            true => back(&self.verified_at, &before.verified_at, &after.verified_at),
            false => mailbox.verified_at,
        };
        Stood {
            email: mailbox.email.clone(),
            email_key: mailbox.email_key.clone(),
            verified_at,
            first_name: back(&self.first_name, &before.first_name, &after.first_name),
            last_name: back(&self.last_name, &before.last_name, &after.last_name),
            phone: back(&self.phone, &before.phone, &after.phone),
            organisation: back(
                &self.organisation,
                &before.organisation,
                &after.organisation,
            ),
            billing: back(&self.billing, &before.billing, &after.billing),
            locale: back(&self.locale, &before.locale, &after.locale),
            created_at: back(&self.created_at, &before.created_at, &after.created_at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stood(email: &str, name: &str, phone: Option<&str>) -> Stood {
        Stood {
            email: email.into(),
            email_key: email.into(),
            verified_at: None,
            first_name: "Zoé".into(),
            last_name: name.into(),
            phone: phone.map(str::to_owned),
            organisation: None,
            billing: None,
            locale: None,
            created_at: 2,
        }
    }

    #[test]
    fn what_was_changed_since_stays_and_the_rest_goes_back() {
        let before = stood("a@x.fr", "Martin", None);
        let after = Stood {
            created_at: 1,
            verified_at: Some(9),
            ..stood("b@x.fr", "Martin-Roy", Some("+331"))
        };
        assert_eq!(after.undone(&before, &after), before);
        let renamed = Stood {
            last_name: "Roy".into(),
            ..after.clone()
        };
        assert_eq!(renamed.undone(&before, &after).last_name, "Roy");
        assert_eq!(renamed.undone(&before, &after).phone, None);
        let moved = Stood {
            email: "c@x.fr".into(),
            email_key: "c@x.fr".into(),
            verified_at: None,
            ..after.clone()
        };
        assert_eq!(moved.undone(&before, &after).email, "c@x.fr");
        assert_eq!(moved.undone(&before, &after).verified_at, None);
    }

    #[test]
    fn a_mailbox_proved_since_stays_proved() {
        let before = stood("a@x.fr", "Martin", None);
        let after = stood("a@x.fr", "Martin", Some("+331"));
        let proved = Stood {
            verified_at: Some(5),
            ..after.clone()
        };
        assert_eq!(proved.undone(&before, &after).verified_at, Some(5));
    }
}
