use super::{Broken, Json, Unread, read, typed};
use crate::page::Cursor;
use serde::Deserialize;
use serde_json::Value;

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    name: String,
    #[serde(default)]
    quantity: u32,
    phone: Option<String>,
    #[serde(default)]
    lines: Vec<Line>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    product: String,
    kind: Kind,
    #[serde(default)]
    at: Option<Cursor>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Goods,
    Weight(f64),
    Parcel { wide: i64, high: i64 },
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(tag = "what", rename_all = "lowercase")]
enum Told {
    Pay { total: i64 },
    Rest,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Flat {
    id: String,
    #[serde(flatten)]
    line: Extra,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Extra {
    count: Option<u32>,
    pair: (String, i64),
}

fn fault(text: &str) -> String {
    match read::<Form, Unread>(text) {
        Err(unread) => unread.to_string(),
        Ok(form) => format!("{form:?}"),
    }
}

fn read_as<T: serde::de::DeserializeOwned>(text: &str) -> Option<T> {
    read::<T, Broken>(text).ok()
}

#[test]
fn what_fits_is_read() {
    let text = r#"{"name":"Zoé\n","quantity":3,"phone":null,"lines":[
        {"product":"a","kind":"goods"},
        {"product":"b","kind":{"weight":2}},
        {"product":"c","kind":{"parcel":{"wide":-1,"high":9007199254740993}},"at":null}]}"#;
    let line = |product: &str, kind| Line {
        product: product.to_owned(),
        kind,
        at: None,
    };
    let form = Form {
        name: "Zoé\n".to_owned(),
        quantity: 3,
        phone: None,
        lines: vec![
            line("a", Kind::Goods),
            line("b", Kind::Weight(2.0)),
            line(
                "c",
                Kind::Parcel {
                    wide: -1,
                    high: 9_007_199_254_740_993,
                },
            ),
        ],
    };
    assert_eq!(read::<Form, Unread>(text), Ok(form));
}

#[test]
fn tagged_and_flat_types_are_read_as_serde_json_reads_them() {
    for text in [
        r#"{"what":"pay","total":5}"#,
        r#"{"what":"rest"}"#,
        r#"{"total":-5,"what":"pay"}"#,
    ] {
        assert_eq!(read_as::<Told>(text), serde_json::from_str(text).ok());
        assert!(read_as::<Told>(text).is_some(), "{text}");
    }
    let text = r#"{"id":"x","count":4,"pair":["a",1]}"#;
    assert_eq!(read_as::<Flat>(text), serde_json::from_str(text).ok());
    assert!(read_as::<Flat>(text).is_some());
    assert_eq!(read_as::<Flat>(r#"{"id":"x","pair":["a",1,2]}"#), None);
}

#[test]
fn any_json_stays_what_it_is() {
    let text = r#"{"a":[1,-2,0.5,true,null,"x",{"b":{}}],"big":1e300}"#;
    let value: Value = serde_json::from_str(text).unwrap();
    assert_eq!(read_as::<Value>(text), Some(value.clone()));
    let tree: Json = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(typed::<Value, Broken>(&tree), Ok(value));
}

#[test]
fn a_refusal_names_the_place_and_the_reason() {
    for (text, said) in [
        (r#"{"name":1}"#, "name: type"),
        (r#"{}"#, "name: required"),
        (r#"{"name":"a","nmae":1}"#, "nmae: unknown_key"),
        (r#"{"name":"a","name":"b"}"#, "name: duplicate_key"),
        (r#"{"name":"a","quantity":-1}"#, "quantity: type"),
        (r#"{"name":"a","quantity":4294967296}"#, "quantity: type"),
        (r#"{"name":"a","quantity":1.0}"#, "quantity: type"),
        (
            r#"{"name":"a","quantity":99999999999999999999}"#,
            "quantity: type",
        ),
        (r#"{"name":"a","phone":[]}"#, "phone: type"),
        (r#"{"name":"a","lines":{}}"#, "lines: type"),
        (r#"{"name":"a","lines":[null]}"#, "lines.0: type"),
        (r#"{"name":"a","lines":[["p","goods"]]}"#, "lines.0: type"),
        (r#"["a"]"#, ": type"),
        (
            r#"{"name":"a","lines":[{"product":"p","kind":"goods"},{"product":"p","kind":"x"}]}"#,
            "lines.1.kind: unknown",
        ),
        (
            r#"{"name":"a","lines":[{"product":"p","kind":{"weight":"w"}}]}"#,
            "lines.0.kind.weight: type",
        ),
        (
            r#"{"name":"a","lines":[{"product":"p","kind":"weight"}]}"#,
            "lines.0.kind.weight: type",
        ),
        (
            r#"{"name":"a","lines":[{"product":"p","kind":{"goods":1}}]}"#,
            "lines.0.kind: type",
        ),
        (
            r#"{"name":"a","lines":[{"product":"p","kind":"goods","at":"nowhere"}]}"#,
            "lines.0.at: unknown",
        ),
        (
            r#"{"name":"a","lines":[{"kind":"goods"}]}"#,
            "lines.0.product: required",
        ),
        (r#"{"name":"a""#, "no JSON"),
        (r#"{"name":"a"} {}"#, "no JSON"),
        ("", "no JSON"),
    ] {
        assert_eq!(fault(text), said, "{text}");
    }
    let deep = "[".repeat(100_000);
    assert_eq!(fault(&deep), "no JSON");
}

#[test]
fn whoever_only_wants_to_know_is_told_no_more() {
    assert_eq!(read::<Form, Broken>(b"{}"), Err(Broken));
    assert_eq!(read::<Form, Broken>(b"{"), Err(Broken));
    assert!(read::<Form, Broken>(br#"{"name":"a"}"#).is_ok());
}
