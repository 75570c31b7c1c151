//! What is wrong with a file's rows, as a file: for whoever mends it beside the one that was handed in.

use super::Fault;
use crate::csv;
use crate::locale::Locale;
use crate::problem::FieldError;
use serde_json::{Map, Value};

/// The words of the reasons, by field and reason or by reason alone.
struct Words(Map<String, Value>);

impl Words {
    fn of(locale: Locale) -> Words {
        let file = match locale {
            Locale::En => include_str!("../../import/en.json"),
            Locale::Fr => include_str!("../../import/fr.json"),
        };
        Words(serde_json::from_str(file).unwrap_or_default())
    }

    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).and_then(Value::as_str)
    }

    /// What a fault says: looked up under its field's whole path, its last part, its reason alone.
    fn say(&self, error: &FieldError) -> String {
        let reason = error.reason.as_ref();
        let last = error.field.rsplit('.').next().unwrap_or_default();
        let text = self
            .get(&format!("{}.{reason}", error.field))
            .or_else(|| self.get(&format!("{last}.{reason}")))
            .or_else(|| self.get(reason))
            .unwrap_or(reason);
        let number =
            |figure: Option<u32>| figure.map(|figure| figure.to_string()).unwrap_or_default();
        let sample = |text: &Option<std::borrow::Cow<'static, str>>| {
            text.as_deref().unwrap_or_default().to_owned()
        };
        let mut said = text.to_owned();
        for (name, value) in [
            ("{max}", number(error.max)),
            ("{count}", number(error.count)),
            ("{example}", sample(&error.example)),
            ("{country}", sample(&error.country)),
            ("{found}", error.found.clone().unwrap_or_default()),
        ] {
            said = said.replace(name, &value);
        }
        said
    }
}

/// The faults as a CSV file that the language's spreadsheets open.
pub fn faults_csv(faults: &[Fault], locale: Locale) -> String {
    let words = Words::of(locale);
    let mut file = csv::BOM.to_owned();
    let heads = ["head_line", "head_column", "head_value", "head_reason"];
    let heads = heads.map(|key| words.get(key).unwrap_or(key).to_owned());
    push(&mut file, &heads, locale);
    for fault in faults {
        let cells = [
            fault.line.to_string(),
            csv::safe(fault.header.as_deref().unwrap_or_default()).into_owned(),
            csv::safe(fault.value.as_deref().unwrap_or_default()).into_owned(),
            words.say(&fault.error),
        ];
        push(&mut file, &cells, locale);
    }
    file
}

fn push(file: &mut String, cells: &[String], locale: Locale) {
    for (place, cell) in cells.iter().enumerate() {
        csv::push(file, place, cell, csv::Separator::of(locale));
    }
    file.push_str(csv::END);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(error: FieldError, value: &str) -> Fault {
        Fault {
            line: 7,
            header: Some("E-mail".into()),
            value: Some(value.into()),
            error,
        }
    }

    #[test]
    fn t31_faults_are_said_in_words_and_no_value_is_a_formula() {
        let faults = [
            fault(FieldError::new("email", "malformed"), "=1+1;\"x\""),
            fault(
                FieldError {
                    count: Some(3),
                    ..FieldError::new("email", "twice")
                },
                "a@b.fr",
            ),
            fault(FieldError::new("address.line1", "required"), ""),
        ];
        assert_eq!(
            faults_csv(&faults, Locale::Fr),
            "\u{FEFF}Ligne;Colonne;Valeur;Motif\r\n\
             7;E-mail;\"'=1+1;\"\"x\"\"\";pas une adresse e-mail comme nom@exemple.fr\r\n\
             7;E-mail;a@b.fr;la même adresse e-mail se trouve à la ligne 3\r\n\
             7;E-mail;;manque\r\n"
        );
    }

    #[test]
    fn both_languages_say_the_same_things() {
        let keys = |locale| -> Vec<String> { Words::of(locale).0.keys().cloned().collect() };
        assert_eq!(keys(Locale::En), keys(Locale::Fr));
        let said = Words::of(Locale::En).say(&FieldError {
            example: Some("75011".into()),
            country: Some("FR".into()),
            ..FieldError::new("address.postcode", "malformed")
        });
        assert_eq!(said, "postcodes look like 75011 (FR)");
    }
}
