//! Where letters are written: the language's words, the letterhead, amounts and links.

use super::Letterhead;
use super::letter::Letter;
use super::seller;
use crate::locale::Locale;
use crate::money;
use crate::words::Words;

pub(super) struct Desk<'a> {
    pub letterhead: &'a Letterhead<'a>,
    pub locale: Locale,
    words: Words,
}

impl<'a> Desk<'a> {
    pub fn new(letterhead: &'a Letterhead<'a>) -> Desk<'a> {
        Desk {
            letterhead,
            locale: letterhead.locale,
            words: super::words(letterhead.locale),
        }
    }

    /// An empty letter with the shop's name and footer.
    pub fn letter(&self, subject: &str, title: &str) -> Letter {
        let mut letter = Letter::new(subject, title, self.letterhead.shop);
        if let Some(email) = self.contact_email() {
            letter.footer(&self.fill("footer.contact", &[("email", email)]));
        }
        for line in seller::mentions(&self.words, self.letterhead.seller) {
            letter.footer(&line);
        }
        letter
    }

    /// An empty letter to the shop itself, which needs not be told who it is.
    pub fn notice(&self, subject: &str, title: &str) -> Letter {
        Letter::new(subject, title, self.letterhead.shop)
    }

    /// Where a letter to the shop goes: the seller's name and address, and the shop's e-mail.
    pub fn addressee(&self) -> String {
        let mut addressee = seller::addressee(self.letterhead.seller);
        if addressee.is_empty() {
            addressee.push_str(self.letterhead.shop);
        }
        if let Some(email) = self.contact_email() {
            addressee.push_str(", ");
            addressee.push_str(email);
        }
        addressee
    }

    /// A text that needs no more than the shop's name.
    pub fn say(&self, key: &str) -> String {
        self.fill(key, &[])
    }

    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut all = values.to_vec();
        all.push(("shop", self.letterhead.shop));
        self.words.fill(key, &all)
    }

    /// A fact: its name and value.
    pub fn fact(&self, key: &str, value: impl Into<String>) -> (String, String) {
        (self.say(key), value.into())
    }

    pub fn money(&self, minor: i64, currency: &str) -> String {
        money::amount(minor, currency, self.locale)
    }

    /// A link into the shop; `path` starts with a slash.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.letterhead.base_url.trim_end_matches('/'))
    }

    pub fn contact_email(&self) -> Option<&'a str> {
        let email = self.letterhead.contact_email;
        (!email.is_empty()).then_some(email)
    }
}
