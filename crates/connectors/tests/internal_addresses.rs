//! What lies inside the network is out of reach unless somebody allowed it.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod desk;
mod server;

use desk::{Desk, call, line};
use engine::port::Certainty;
use serde_json::json;
use server::{Answer, Server};

fn yaml(base: &str, options: &str) -> String {
    format!("crm: {{http: {{base: '{base}', {options} actions: {{get: {{method: GET, path: /}}}}}}}}")
}

#[test]
fn an_internal_address_in_a_url_is_refused_however_it_is_spelled() {
    let desk = Desk::new();
    for host in [
        "127.0.0.1",
        "127.8.9.1",
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.1",
        "192.168.1.1",
        "192.0.0.8",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.9",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "[::]",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:a00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[64:ff9b:1::1]",
        "[2002:7f00:1::]",
        "[2001::1]",
        "[2001:db8::1]",
        "[fc00::1]",
        "[fd12::1]",
        "[fe80::1]",
        "[fec0::1]",
        "[ff02::1]",
        "[100::1]",
        "[3fff::1]",
    ] {
        let told = desk.complaint(&yaml(&format!("https://{host}"), ""));
        assert!(told.contains("is inside the network"), "{host}: {told}");
    }
}

#[test]
fn a_public_address_is_accepted() {
    let desk = Desk::new();
    for host in
        ["1.1.1.1", "100.63.0.1", "100.128.0.1", "172.32.0.1", "192.0.1.1", "[2606:4700::1111]", "[64:ff9b::101:101]"]
    {
        assert!(desk.build(&yaml(&format!("https://{host}"), "")).is_ok(), "{host}");
    }
}

#[test]
fn plain_http_leaves_the_network_only_when_allowed() {
    let desk = Desk::new();
    assert!(desk.complaint(&yaml("http://api.example.com", "")).contains("plain http can be read on the way"));
    assert!(desk.build(&yaml("http://api.example.com", "allow_plain: true,")).is_ok());
    assert!(desk.build(&yaml("http://crm.corp", "allow_internal: [CRM.corp.],")).is_ok());
    assert!(desk.build(&yaml("http://10.2.3.4", "allow_internal: [10.2.0.0/16],")).is_ok());
    assert!(desk.build(&yaml("http://[::ffff:10.2.3.4]", "allow_internal: [10.2.3.4],")).is_ok());
    desk.complaint(&yaml("http://10.3.3.4", "allow_internal: [10.2.0.0/16],"));
}

#[tokio::test]
async fn a_name_that_resolves_to_an_internal_address_is_refused_when_it_is_called() {
    let server = Server::answering(Answer::json("200 OK", "{\"ok\": true}")).await;
    let base = format!("http://localhost:{}", server.port);
    let registry = Desk::new().build(&yaml(&base, "allow_plain: true,")).unwrap();
    let failure = call(&registry, "crm.get", json!({})).await.unwrap_err();
    assert_eq!((failure.error.as_str(), failure.certainty, failure.transient), ("refused", Certainty::NotDone, false));
    assert!(server.requests().is_empty());
    insta::assert_snapshot!(line(&failure));
}

#[tokio::test]
async fn a_name_or_network_that_is_allowed_is_reached() {
    let server = Server::answering(Answer::json("200 OK", "{\"ok\": true}")).await;
    let base = format!("http://localhost:{}", server.port);
    for options in ["allow_internal: [localhost],", "allow_plain: true, allow_internal: [127.0.0.0/8],"] {
        let registry = Desk::new().build(&yaml(&base, options)).unwrap();
        assert_eq!(call(&registry, "crm.get", json!({})).await.unwrap(), json!({"ok": true}));
    }
}
