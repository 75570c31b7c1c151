//! The OpenAPI 3.1 document, made from the endpoint types; `cargo xtask openapi` writes it for the Worker to serve.

use super::{Access, Declared, Endpoint, Query, Visitor, visit};
use crate::problem::Problem;
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

/// The whole document.
pub fn document() -> Value {
    let settings = SchemaSettings::draft2020_12()
        .with(|settings| settings.definitions_path = "/components/schemas".into());
    let mut paths = Paths {
        generator: settings.into_generator(),
        paths: Map::new(),
    };
    paths.generator.subschema_for::<Problem>();
    visit(&mut paths);
    let schemas = paths.generator.take_definitions(true);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Comptoir",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "The customer desk of a small online shop. Unsafe methods take JSON (uploads the bare file) and must come from the shop's own pages or from a client without cookies.",
        },
        "paths": paths.paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "session": { "type": "apiKey", "in": "cookie", "name": crate::session::COOKIE },
                "browser": { "type": "apiKey", "in": "cookie", "name": crate::session::BROWSER_COOKIE },
                "order": { "type": "apiKey", "in": "header", "name": super::order::ORDER_TOKEN },
            },
        },
    })
}

struct Paths {
    generator: SchemaGenerator,
    paths: Map<String, Value>,
}

impl Visitor for Paths {
    fn visit<E: Endpoint>(&mut self) {
        let declared = Declared::of::<E>();
        let mut operation = json!({
            "summary": declared.summary,
            "operationId": std::any::type_name::<E>().rsplit("::").next(),
            "parameters": parameters::<E>(),
            "responses": self.responses::<E>(&declared),
        });
        if declared.is_raw {
            operation["requestBody"] = json!({
                "required": true,
                "content": { crate::upload::MEDIA: { "schema": { "type": "string", "format": "binary" } } },
            });
        } else if declared.access == Access::Anywhere && declared.method == super::Method::Post {
            let signed = super::is_signed::<E::Request>();
            let media = match signed {
                true => "application/json",
                false => "application/x-www-form-urlencoded",
            };
            operation["requestBody"] = json!({
                "required": signed,
                "content": { media: { "schema": { "type": "object" } } },
            });
        } else if declared.has_request {
            let schema = self.generator.subschema_for::<E::Request>();
            operation["requestBody"] = json!({
                "required": true,
                "content": { "application/json": { "schema": schema } },
            });
        }
        operation["security"] = match declared.access {
            Access::Public | Access::Anywhere => json!([]),
            Access::Browser => json!([{ "browser": [] }]),
            Access::Order => json!([{ "session": [] }, { "order": [] }, { "browser": [] }]),
            Access::Account | Access::Customer => json!([{ "session": [] }]),
            Access::Staff(right) => {
                operation["x-role"] = json!(right.least().code());
                json!([{ "session": [] }])
            }
        };
        let path = self.paths.entry(declared.path).or_insert_with(|| json!({}));
        path[declared.method.name().to_lowercase()] = operation;
    }
}

impl Paths {
    fn responses<E: Endpoint>(&mut self, declared: &Declared) -> Value {
        let mut success = json!({ "description": "Done." });
        let is_csv = [
            std::any::TypeId::of::<super::File>(),
            std::any::TypeId::of::<super::Streamed>(),
        ]
        .contains(&std::any::TypeId::of::<E::Response>());
        if is_csv {
            success["content"] = json!({ "text/csv": { "schema": { "type": "string" } } });
        } else if std::any::TypeId::of::<E::Response>() == std::any::TypeId::of::<super::Download>()
        {
            success["content"] =
                json!({ "*/*": { "schema": { "type": "string", "format": "binary" } } });
        } else if std::any::TypeId::of::<E::Response>()
            == std::any::TypeId::of::<super::Elsewhere>()
        {
            success["headers"] = json!({ "Location": { "schema": { "type": "string" } } });
        } else if declared.has_response {
            let schema = self.generator.subschema_for::<E::Response>();
            success["content"] = json!({ "application/json": { "schema": schema } });
        }
        let problem = json!({
            "description": "Refused; `code` and `fields` say what to do.",
            "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
        });
        json!({ declared.status.to_string(): success, "4XX": problem, "5XX": problem })
    }
}

/// What stands in a path: ids, but for the token of a link.
fn parameter(name: &str) -> Value {
    match name {
        "token" => json!({ "type": "string" }),
        _ => json!({ "type": "string", "format": "uuid" }),
    }
}

fn parameters<E: Endpoint>() -> Vec<Value> {
    let path = E::PATH.split(['{', '}']).skip(1).step_by(2).map(
        |name| json!({ "name": name, "in": "path", "required": true, "schema": parameter(name) }),
    );
    let query = E::Query::KEYS
        .iter()
        .map(|name| json!({ "name": name, "in": "query", "schema": { "type": "string" } }));
    let name = super::is_raw::<E::Request>().then(|| {
        json!({
            "name": crate::upload::NAME_HEADER,
            "in": "header",
            "required": true,
            "description": "The file's name, percent-encoded UTF-8.",
            "schema": { "type": "string" },
        })
    });
    path.chain(query).chain(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_names_every_path_and_its_references_resolve() {
        let document = document();
        for one in super::super::all() {
            let method = one.method.name().to_lowercase();
            assert!(document["paths"][one.path][&method].is_object(), "{one:?}");
        }
        let text = document.to_string();
        for reference in text.split("#/components/schemas/").skip(1) {
            let name = reference.split('"').next().unwrap_or_default();
            assert!(
                document["components"]["schemas"][name].is_object(),
                "{name}"
            );
        }
    }
}
