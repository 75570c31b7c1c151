//! The export as one page to read and to print: no script, nothing from elsewhere, every text shown literally.

use super::{Export, SECTIONS};
use crate::locale::Locale;
use crate::money;
use crate::time::Moment;
use crate::words::Words;
use serde_json::{Map, Value};

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;color:#18181b;background:#fff}\
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem;border-bottom:1px solid #71717a}\
dl{margin:0 0 1rem;padding:.5rem 0;border-bottom:1px solid #d4d4d8;break-inside:avoid}\
dl dl,dd ul{border:0;margin:0;padding:0 0 0 1rem}\
dt{color:#52525b}dd{margin:0 0 .25rem 1rem;overflow-wrap:anywhere;white-space:pre-line}\
@media(min-width:40rem){dl{display:grid;grid-template-columns:14rem 1fr}dl dl{display:block}}";

/// Writes the page. `clock` tells what the shop's clock showed at a time.
pub fn page(export: &Export, locale: Locale, clock: &dyn Fn(i64) -> Moment) -> String {
    let words = words(locale);
    let writer = Writer {
        words: &words,
        locale,
        clock,
    };
    let title = words.fill("title", &[("shop", &export.shop)]);
    let at = clock(export.exported_at).exact(locale);
    let mut html = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
        <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{1}</title>\n\
        <style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{1}</h1>\n<p>{2}</p>\n",
        locale.code(),
        escape(&title),
        escape(&words.fill("made", &[("date", &at)])),
    );
    for (name, _) in SECTIONS {
        let rows = export.sections.get(*name).map(Vec::as_slice);
        let heading = words.fill(&format!("section.{name}"), &[]);
        html.push_str(&format!("<h2>{}</h2>\n", escape(&heading)));
        let rows = rows.unwrap_or_default();
        if rows.is_empty() {
            let nothing = words.fill("nothing", &[]);
            html.push_str(&format!("<p>{}</p>\n", escape(&nothing)));
        }
        for row in rows {
            writer.row(row, &mut html);
            html.push('\n');
        }
    }
    html.push_str("</main>\n</body>\n</html>\n");
    html
}

pub(super) fn words(locale: Locale) -> Words {
    Words::of(match locale {
        Locale::En => include_str!("../../export/en.json"),
        Locale::Fr => include_str!("../../export/fr.json"),
    })
}

struct Writer<'a> {
    words: &'a Words,
    locale: Locale,
    clock: &'a dyn Fn(i64) -> Moment,
}

impl Writer<'_> {
    /// The pairs of a row that say something.
    fn row(&self, row: &Map<String, Value>, html: &mut String) {
        let currency = row.get("currency").and_then(Value::as_str);
        html.push_str("<dl>");
        for (key, value) in row {
            if is_nothing(value) || key == "currency" {
                continue;
            }
            let label = self.words.fill(&format!("key.{key}"), &[]);
            html.push_str(&format!("<dt>{}</dt><dd>", escape(&label)));
            self.value(key, value, currency, html);
            html.push_str("</dd>");
        }
        html.push_str("</dl>");
    }

    fn value(&self, key: &str, value: &Value, currency: Option<&str>, html: &mut String) {
        match value {
            Value::Object(row) => self.row(row, html),
            Value::Array(items) => {
                html.push_str("<ul>");
                for item in items {
                    html.push_str("<li>");
                    self.value(key, item, currency, html);
                    html.push_str("</li>");
                }
                html.push_str("</ul>");
            }
            other => html.push_str(&escape(&self.plain(key, other, currency))),
        }
    }

    fn plain(&self, key: &str, value: &Value, currency: Option<&str>) -> String {
        match (value, value.as_i64()) {
            (_, Some(at)) if key == "at" || key.ends_with("_at") || key.ends_with("_until") => {
                (self.clock)(at).exact(self.locale)
            }
            (_, Some(minor)) if matches!(key, "total" | "amount" | "price" | "vat") => {
                match currency {
                    Some(currency) => money::amount(minor, currency, self.locale),
                    None => format!("{}.{:02}", minor / 100, (minor % 100).abs()),
                }
            }
            (Value::Bool(yes), _) => {
                let key = if *yes { "yes" } else { "no" };
                self.words.fill(key, &[])
            }
            (Value::String(text), _) => text.clone(),
            (other, _) => other.to_string(),
        }
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(row) => row.values().all(is_nothing),
        _ => false,
    }
}

/// Text that no browser reads as anything else.
fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::moment;
    use serde_json::json;

    fn export(rows: Value) -> Export {
        let rows: Vec<Map<String, Value>> = serde_json::from_value(rows).unwrap();
        Export {
            format: super::super::FORMAT.into(),
            version: super::super::VERSION,
            shop: "Comptoir <b>".into(),
            exported_at: 1_795_000_000_000,
            sections: [("orders".to_owned(), rows)].into(),
        }
    }

    fn read(rows: Value, locale: Locale) -> String {
        page(&export(rows), locale, &|at| moment(at, 60))
    }

    #[test]
    fn t30_every_text_is_shown_literally() {
        let hostile = "<img src=x onerror=alert(1)>\"'&</dd><script>";
        let html = read(
            json!([{ "text": hostile, "buyer": { "last_name": hostile } }]),
            Locale::En,
        );
        assert!(
            !html.contains("<img") && !html.contains("<script"),
            "{html}"
        );
        assert_eq!(
            html.matches("&lt;img src=x onerror=alert(1)&gt;").count(),
            2
        );
        assert!(!html.contains("<b>"), "the shop's name neither");
        assert!(!html.contains("http"), "nothing from elsewhere");
    }

    #[test]
    fn amounts_times_and_what_is_empty_are_for_people() {
        let row = json!([{ "number": 1042, "total": 14_500, "currency": "EUR", "placed_at": 1_795_000_000_000_i64,
            "waiver": null, "lines": [{ "name": "Un", "quantity": 1 }], "buyer": { "phone": null } }]);
        let html = read(row, Locale::Fr);
        for part in ["145,00\u{a0}€", "1042", "nov. 2026", "<html lang=\"fr\">"] {
            assert!(html.contains(part), "{part}: {html}");
        }
        assert_eq!(html.matches("<dt>").count(), 6, "{html}");
    }

    #[test]
    fn both_languages_have_the_same_words() {
        let read = |text: &str| serde_json::from_str::<Map<String, Value>>(text).unwrap();
        let en = read(include_str!("../../export/en.json"));
        let fr = read(include_str!("../../export/fr.json"));
        assert!(en.keys().eq(fr.keys()));
        for (name, _) in SECTIONS {
            assert!(en.contains_key(&format!("section.{name}")), "{name}");
        }
    }
}
