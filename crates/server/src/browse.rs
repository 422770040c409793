//! The description of the API as a page for people: plain HTML, with nothing from elsewhere.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::Value as Json;
use utoipa::openapi::OpenApi;

use crate::gate::headers::NONCE;

const STYLE: &str = "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}\
    summary{cursor:pointer;padding:.25rem 0}code{font-size:.92em}h2{margin-top:2rem}b{display:inline-block;min-width:4.5rem}\
    pre{overflow:auto;padding:.75rem;border:1px solid #8884;border-radius:6px;font-size:12.5px}";

/// The page.
pub(crate) fn page(described: &OpenApi) -> String {
    let described = serde_json::to_value(described).unwrap_or(Json::Null);
    let mut by_tag: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let nothing = serde_json::Map::new();
    for (path, item) in described["paths"].as_object().unwrap_or(&nothing) {
        for (method, operation) in item.as_object().unwrap_or(&nothing) {
            let tag = operation["tags"][0].as_str().unwrap_or("other").to_owned();
            by_tag.entry(tag).or_default().push(entry(&described, path, method, operation));
        }
    }
    let mut html = String::new();
    let _ = write!(
        html,
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>Understudy API</title><style nonce=\"{NONCE}\">{STYLE}</style><h1>Understudy API</h1><p>{}</p>\
         <p>For programs: <a href=\"/api/openapi.json\">openapi.json</a></p>",
        escaped(described["info"]["description"].as_str().unwrap_or_default())
    );
    for (tag, entries) in by_tag {
        let _ = write!(html, "<h2>{}</h2>{}", escaped(&tag), entries.concat());
    }
    html
}

fn entry(described: &Json, path: &str, method: &str, operation: &Json) -> String {
    let mut html = format!(
        "<details><summary><b>{}</b> <code>{}</code> {}</summary>",
        method.to_uppercase(),
        escaped(path),
        escaped(operation["summary"].as_str().unwrap_or_default())
    );
    if let Some(words) = operation["description"].as_str() {
        let _ = write!(html, "<p>{}</p>", escaped(words));
    }
    let parameters = operation["parameters"].as_array().map_or(&[][..], Vec::as_slice);
    for parameter in parameters {
        let text = |key: &str| escaped(parameter[key].as_str().unwrap_or_default());
        let _ = write!(html, "<p><code>{}</code> ({}) {}</p>", text("name"), text("in"), text("description"));
    }
    let body = &operation["requestBody"]["content"]["application/json"]["schema"];
    for (title, schema) in [("Send", body), ("Get", answer(operation))] {
        if !schema.is_null() {
            let shape = serde_json::to_string_pretty(resolved(described, schema)).unwrap_or_default();
            let _ = write!(html, "<p>{title}</p><pre>{}</pre>", escaped(&shape));
        }
    }
    html.push_str("</details>");
    html
}

fn answer(operation: &Json) -> &Json {
    let responses = operation["responses"].as_object();
    let good = responses.and_then(|all| all.iter().find(|(status, _)| status.starts_with('2')));
    good.map_or(&Json::Null, |(_, response)| &response["content"]["application/json"]["schema"])
}

/// What a reference stands for.
fn resolved<'a>(described: &'a Json, schema: &'a Json) -> &'a Json {
    let name = schema["$ref"].as_str().and_then(|name| name.strip_prefix("#/components/schemas/"));
    name.map_or(schema, |name| &described["components"]["schemas"][name])
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
