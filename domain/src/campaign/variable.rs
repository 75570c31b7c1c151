//! What a campaign may name of whom it goes to, and how that is written: `{first_name|there}`, `{prénom|à vous}`.
//! A closed list: nothing else in braces is ever filled, and the value that stands for one is never read again.

use crate::locale::Locale;
use crate::text::fold;

/// A place for something that differs from one recipient to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variable {
    FirstName,
    LastName,
    Organisation,
    /// The shop's own name.
    Shop,
    /// The way to the customer's space, as a link.
    Space,
}

impl Variable {
    /// In the order they are offered.
    pub const ALL: [Variable; 5] = [
        Variable::FirstName,
        Variable::LastName,
        Variable::Organisation,
        Variable::Shop,
        Variable::Space,
    ];

    /// Its name in a language, as the composer writes it.
    pub fn name(self, locale: Locale) -> &'static str {
        let (en, fr) = self.names();
        match locale {
            Locale::En => en,
            Locale::Fr => fr,
        }
    }

    fn names(self) -> (&'static str, &'static str) {
        match self {
            Variable::FirstName => ("first_name", "prénom"),
            Variable::LastName => ("last_name", "nom"),
            Variable::Organisation => ("organisation", "organisation"),
            Variable::Shop => ("shop", "boutique"),
            Variable::Space => ("space", "espace"),
        }
    }

    /// Reads a name in either language, whatever its case and accents.
    pub fn find(name: &str) -> Option<Variable> {
        let folded = fold(name.trim());
        Variable::ALL.into_iter().find(|variable| {
            let (en, fr) = variable.names();
            folded == en || folded == fold(fr)
        })
    }

    /// Whether a customer may have nothing to stand there, so that a fallback is called for.
    pub fn may_lack(self) -> bool {
        matches!(
            self,
            Variable::FirstName | Variable::LastName | Variable::Organisation
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_is_found_in_either_language_with_or_without_accents() {
        for variable in Variable::ALL {
            for locale in [Locale::En, Locale::Fr] {
                assert_eq!(Variable::find(variable.name(locale)), Some(variable));
            }
        }
        for (name, variable) in [
            ("prenom", Variable::FirstName),
            (" Prénom ", Variable::FirstName),
            ("LAST_NAME", Variable::LastName),
        ] {
            assert_eq!(Variable::find(name), Some(variable), "{name}");
        }
        for name in ["", "firstname", "first name", "email", "shop.name", "nom_"] {
            assert_eq!(Variable::find(name), None, "{name}");
        }
    }
}
