//! Configurations: three spellings, places in messages, and secrets that stay hidden.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod desk;

use std::path::Path;

use connectors::{Configuration, Format, Limits, Registry, Secret, SecretName};
use desk::{Desk, call, secret};
use serde_json::json;

#[tokio::test]
async fn json_yaml_and_toml_say_the_same_and_paths_are_relative_to_the_file() {
    let desk = Desk::new();
    desk.file("cases.csv", "id,n\na,1\n")
        .file("c.json", r#"{"connectors": {"cases": {"table": {"file": "cases.csv", "key": "id"}}}}"#)
        .file("c.yaml", "connectors:\n  cases:\n    table: {file: cases.csv, key: id}\n")
        .file("c.toml", "[connectors.cases.table]\nfile = \"cases.csv\"\nkey = \"id\"\n")
        .file("bare.yml", "cases: {table: {file: cases.csv, key: id}}\n");
    for name in ["c.json", "c.yaml", "c.toml", "bare.yml"] {
        let configuration = Configuration::read(&desk.path().join(name)).unwrap();
        let registry = Registry::build(&configuration, &secret, &Limits::default()).unwrap();
        assert_eq!(call(&registry, "cases.get", json!({"id": "a"})).await.unwrap(), json!({"id": "a", "n": 1}));
    }
}

#[test]
fn a_mistake_is_told_with_its_place_and_what_was_perhaps_meant() {
    let desk = Desk::new();
    desk.file("cases.csv", "id,n\na,1\n");
    let mut told = String::new();
    for yaml in [
        "connectors: {cases: {tabel: {file: cases.csv}}}",
        "connectors:\n  cases:\n    table:\n      fil: cases.csv",
        "connectors:\n  cases:\n    table: {key: id}",
        "connectors: {cases: {table: {file: cases.csv}, http: {}}}",
        "connectors: {cases: table}",
        "connectors: {a.b: {table: {file: cases.csv}}}",
        "connectors: [1]",
        "connectors: {}\nother: 1",
        "just text",
        "connectors: {cases: {table: {file: cases.csv, columns: {n: numbr}}}}",
        "connectors: {cases: {table: {file: cases.csv}}, cases: {table: {file: cases.csv}}}",
        "connectors: {cases: {table: {file: [}}}",
        "connectors: {s: {scripted: {actions: {get: [{give: 1, fail: {error: not-found}}]}}}}",
        "connectors: {s: {scripted: {actions: {get: [{when: {id: 1}}]}}}}",
        "connectors: {s: {scripted: {actions: {get: [{giv: 1}]}}}}",
        "connectors: {s: {scripted: {actions: {get: [{fail: {error: Not Found}}]}}}}",
        "connectors: {s: {scripted: {actions: {'1 2': [{give: 1}]}}}}",
        "connectors: {s: {scripted: {actions: {get: {repeat: sometimes, answers: []}}}}}",
    ] {
        told += &format!("{}\n", desk.complaint(yaml));
    }
    insta::assert_snapshot!(told);
}

#[test]
fn a_mistake_in_an_http_connector_is_told_with_its_key() {
    let desk = Desk::new();
    let mut told = String::new();
    let base = "base: 'https://api.example.com'";
    for options in [
        "base: 'api.example.com', actions: {}".to_owned(),
        "base: 'ftp://api.example.com', actions: {}".into(),
        "base: 'http://api.example.com', actions: {}".into(),
        "base: 'https://user:hunter2@api.example.com', actions: {}".into(),
        "base: 'https://api.example.com/?a=1', actions: {}".into(),
        "base: 'https://10.0.0.1', actions: {}".into(),
        format!("{base}, allow_internal: ['10.0.0.0/33'], actions: {{}}"),
        format!("{base}, timeout: soon, actions: {{}}"),
        format!("{base}, timeout: 0s, actions: {{}}"),
        format!("{base}, max_response: 0, actions: {{}}"),
        format!("{base}, max_response: 999999999999, actions: {{}}"),
        format!("{base}, auth: {{bearer: sk-live-51H}}, actions: {{}}"),
        format!("{base}, auth: {{bearer: {{secret: not-there}}}}, actions: {{}}"),
        format!("{base}, auth: {{header: {{name: X-Key, secret: line-break}}}}, actions: {{}}"),
        format!("{base}, auth: {{oauth: {{}}}}, actions: {{}}"),
        format!("{base}, auth: {{basic: {{user: me, secret: 'hunter2!'}}}}, actions: {{}}"),
        format!("{base}, auth: {{header: {{name: X-Key, secret: [sk-live]}}}}, actions: {{}}"),
        format!("{base}, headers: {{Authorization: Bearer sk-live}}, actions: {{}}"),
        format!("{base}, headers: {{X-Key: {{secret: 'sk-live!'}}}}, actions: {{}}"),
        format!("{base}, actions: {{get: {{method: GET, path: /a, headers: {{Cookie: '{{token}}'}}}}}}"),
        format!("{base}, headers: {{X-Version: 1.10}}, actions: {{}}"),
        format!("{base}, headers: {{Content-Length: '1'}}, actions: {{}}"),
        format!("{base}, actions: {{get: {{method: FETCH, path: /a}}}}"),
        format!("{base}, actions: {{get: {{method: GET, path: a}}}}"),
        format!("{base}, actions: {{get: {{method: GET, path: '//evil.example/a'}}}}"),
        format!("{base}, actions: {{get: {{method: GET, path: '/a?b={{c}}'}}}}"),
        format!("{base}, actions: {{get: {{method: GET, path: '/a/{{id'}}}}"),
        format!("{base}, actions: {{get: {{method: GET, path: '/a/{{}}'}}}}"),
        format!("{base}, actions: {{get: {{method: GET, path: '/a/../b'}}}}"),
        format!("{base}, actions: {{get: {{method: GET, path: /a, body: all}}}}"),
        format!("{base}, actions: {{get: {{method: POST, path: /a, body: some}}}}"),
        format!("{base}, actions: {{get: {{method: GET, path: /a, errors: {{200: fine}}}}}}"),
        format!("{base}, actions: {{get: {{method: GET, path: /a, result: data}}}}"),
        format!("{base}, actions: {{get: {{method: GET, path: /a, repet: safe}}}}"),
    ] {
        told += &format!("{}\n", desk.complaint(&format!("connectors: {{crm: {{http: {{{options}}}}}}}")));
    }
    for hidden in ["tok-very-secret", "lines-secret", "pass\"word", "sk-live", "hunter2"] {
        assert!(!told.contains(hidden), "{hidden} is in\n{told}");
    }
    insta::assert_snapshot!(told);
}

#[test]
fn a_file_that_cannot_be_read_is_told() {
    let desk = Desk::new();
    desk.file("c.toml", "[connectors.a\n")
        .file("c.json", "{\"connectors\": {},}")
        .file("c.yaml", b"a: \xff")
        .file("c.txt", "");
    let mut told = String::new();
    for name in ["c.toml", "c.json", "c.yaml", "c.txt", "missing.json"] {
        let error = Configuration::read(&desk.path().join(name)).unwrap_err();
        told += &desk.plain(&format!("[{}] {error}\n", error.code()));
    }
    insta::assert_snapshot!(told);
}

#[test]
fn every_example_of_the_user_guide_is_read() {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/connectors.md");
    let text = std::fs::read_to_string(guide).unwrap();
    let examples: Vec<&str> = text.split("```").skip(1).step_by(2).collect();
    assert!(examples.len() > 4);
    for example in examples {
        let (language, content) = example.split_once('\n').unwrap();
        let format = match language {
            "yaml" => Format::Yaml,
            "json" => Format::Json,
            "toml" => Format::Toml,
            other => panic!("{other} is no format of a configuration"),
        };
        Configuration::parse(content, format, Path::new("guide")).unwrap();
    }
}

#[test]
fn garbage_is_refused_and_never_panics() {
    let parts =
        ["{", "}", "[", "]", ":", ",", "\"", "connectors", "table", "file", "http", "- ", "\n", "  ", "=", "1e9"];
    let mut state = 7_usize;
    for _ in 0..2_000 {
        let mut text = String::new();
        for _ in 0..12 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push_str(parts[(state >> 33) % parts.len()]);
        }
        for format in [Format::Json, Format::Yaml, Format::Toml] {
            let _ = Configuration::parse(&text, format, Path::new("c"));
        }
    }
}

#[test]
fn nothing_that_can_be_printed_holds_a_secret() {
    let desk = Desk::new();
    let yaml = "
crm:
  http:
    base: https://api.example.com
    headers: {X-Trace: {secret: crm-token}}
    auth: {basic: {user: me, secret: crm-password}}
    actions: {get: {method: GET, path: '/a/{id}'}}";
    let configuration = Configuration::parse(yaml, Format::Yaml, &desk.path().join("c.yaml")).unwrap();
    let registry = Registry::build(&configuration, &secret, &Limits::default()).unwrap();
    let printed = format!("{configuration:#?}\n{registry:#?}\n{:?}", Secret::new("tok-very-secret"));
    for hidden in ["tok-very-secret", "pass\"word", "pass\\\"word"] {
        assert!(!printed.contains(hidden));
    }
    insta::assert_snapshot!(desk.plain(&printed));
    let wrong: Result<Secret, _> = serde_json::from_value(json!(123_456));
    assert!(!wrong.unwrap_err().to_string().contains("123456"));
}

#[test]
fn the_environment_variable_of_a_secret_follows_from_its_name() {
    let name: SecretName = serde_json::from_value(json!("crm-token_2")).unwrap();
    assert_eq!(connectors::secret::variable(&name), "UNDERSTUDY_SECRET_CRM_TOKEN_2");
}
