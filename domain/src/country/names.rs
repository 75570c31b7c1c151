//! Countries as papers name them and as files of other shops do. A table of our own and not the platform's: a paper's bytes
//! stay the same for ever, and the platform's names change with its versions.

use crate::locale::Locale;
use crate::text::fold;

/// The name of a country by its ISO code, in a language; the code itself for one that the shop's forms do not know.
pub fn name(code: &str, locale: Locale) -> &str {
    let known = NAMES.iter().find(|(own, _, _)| *own == code);
    match (known, locale) {
        (Some((_, en, _)), Locale::En) => en,
        (Some((_, _, fr)), Locale::Fr) => fr,
        (None, _) => code,
    }
}

/// The ISO code of a country that is written as a code or a name, in any letters.
pub fn find(text: &str) -> Option<&'static str> {
    let text = fold(text.trim());
    let begins = text.chars().next()?;
    // Folding all of them for each row of a file would be most of its work.
    let is = |name: &str| {
        let first = name.chars().next().unwrap_or(begins);
        (!first.is_ascii() || first.eq_ignore_ascii_case(&begins)) && text == fold(name)
    };
    let known = NAMES
        .iter()
        .find(|(code, en, fr)| text.eq_ignore_ascii_case(code) || is(en) || is(fr));
    let also = || ALSO.iter().find(|(_, other)| text == *other);
    known
        .map(|(code, _, _)| *code)
        .or_else(|| also().map(|(code, _)| *code))
}

/// Other names in use, folded.
const ALSO: [(&str, &str); 9] = [
    ("CI", "ivory coast"),
    ("CZ", "czech republic"),
    ("CZ", "republique tcheque"),
    ("GB", "uk"),
    ("GB", "great britain"),
    ("HK", "hong kong sar china"),
    ("NL", "the netherlands"),
    ("US", "usa"),
    ("US", "united states of america"),
];

/// Code, English, French.
const NAMES: [(&str, &str, &str); 48] = [
    ("AE", "United Arab Emirates", "Émirats arabes unis"),
    ("AT", "Austria", "Autriche"),
    ("AU", "Australia", "Australie"),
    ("BE", "Belgium", "Belgique"),
    ("BG", "Bulgaria", "Bulgarie"),
    ("BR", "Brazil", "Brésil"),
    ("CA", "Canada", "Canada"),
    ("CH", "Switzerland", "Suisse"),
    ("CI", "Côte d’Ivoire", "Côte d’Ivoire"),
    ("CY", "Cyprus", "Chypre"),
    ("CZ", "Czechia", "Tchéquie"),
    ("DE", "Germany", "Allemagne"),
    ("DK", "Denmark", "Danemark"),
    ("DZ", "Algeria", "Algérie"),
    ("EE", "Estonia", "Estonie"),
    ("ES", "Spain", "Espagne"),
    ("FI", "Finland", "Finlande"),
    ("FR", "France", "France"),
    ("GB", "United Kingdom", "Royaume-Uni"),
    ("GR", "Greece", "Grèce"),
    ("HK", "Hong Kong", "Hong Kong"),
    ("HR", "Croatia", "Croatie"),
    ("HU", "Hungary", "Hongrie"),
    ("IE", "Ireland", "Irlande"),
    ("IS", "Iceland", "Islande"),
    ("IT", "Italy", "Italie"),
    ("JP", "Japan", "Japon"),
    ("LI", "Liechtenstein", "Liechtenstein"),
    ("LT", "Lithuania", "Lituanie"),
    ("LU", "Luxembourg", "Luxembourg"),
    ("LV", "Latvia", "Lettonie"),
    ("MA", "Morocco", "Maroc"),
    ("MC", "Monaco", "Monaco"),
    ("MT", "Malta", "Malte"),
    ("NL", "Netherlands", "Pays-Bas"),
    ("NO", "Norway", "Norvège"),
    ("NZ", "New Zealand", "Nouvelle-Zélande"),
    ("PL", "Poland", "Pologne"),
    ("PT", "Portugal", "Portugal"),
    ("QA", "Qatar", "Qatar"),
    ("RO", "Romania", "Roumanie"),
    ("SE", "Sweden", "Suède"),
    ("SG", "Singapore", "Singapour"),
    ("SI", "Slovenia", "Slovénie"),
    ("SK", "Slovakia", "Slovaquie"),
    ("SN", "Senegal", "Sénégal"),
    ("TN", "Tunisia", "Tunisie"),
    ("US", "United States", "États-Unis"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_of_the_forms_has_a_name() {
        let own: Vec<&str> = NAMES.iter().map(|(code, _, _)| *code).collect();
        let all: Vec<&str> = crate::country::all().iter().map(|one| one.code).collect();
        assert_eq!(own, all);
        assert_eq!(name("CH", Locale::Fr), "Suisse");
        assert_eq!(name("CH", Locale::En), "Switzerland");
        assert_eq!(name("XX", Locale::Fr), "XX");
    }

    #[test]
    fn a_country_is_known_by_code_or_name() {
        for (text, code) in [
            ("fr", "FR"),
            (" France ", "FR"),
            ("ETATS-UNIS", "US"),
            ("cote d'ivoire", "CI"),
            ("UK", "GB"),
        ] {
            assert_eq!(find(text), Some(code), "{text}");
        }
        assert_eq!(find("Atlantis"), None);
        assert_eq!(find(""), None);
    }
}
