//! Changes are made upon what somebody saw: of two who change the same, the later is told.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod house;

use house::{Asked, House};
use serde_json::json;

#[tokio::test]
async fn of_two_administrators_who_change_a_person_the_later_is_told() {
    let house = House::lived_in().await;
    let ada = house.be("ada").await;
    let seen = house.ask(Asked::get("/api/v1/people/bob").by(&ada)).await;
    let tag = seen.header("etag").to_owned();
    assert_eq!(tag, format!("\"{}\"", seen.json["etag"].as_str().unwrap()));
    let listed = house.ask(Asked::get("/api/v1/people?q=bob").by(&ada)).await;
    assert_eq!(listed.json["items"][0]["etag"], seen.json["etag"], "a list tells it, too");
    let change = |tag: Option<&str>, role: &str| {
        let asked = Asked::new("PATCH", "/api/v1/people/bob").json(json!({"roles": [role]})).by(&ada);
        tag.map_or_else(
            || Asked::new("PATCH", "/api/v1/people/bob").json(json!({})).by(&ada),
            |tag| asked.header("if-match", tag),
        )
    };
    let unsaid = house.ask(change(None, "agent")).await;
    assert_eq!((unsaid.status, unsaid.code()), (428, "needs-match"));
    let first = house.ask(change(Some(&tag), "lead")).await;
    assert_eq!(first.status, 200, "{first:?}");
    assert_ne!(first.header("etag"), tag);
    let second = house.ask(change(Some(&tag), "agent")).await;
    assert_eq!((second.status, second.code()), (412, "changed-meanwhile"));
    assert_eq!(second.json["current"]["roles"], json!(["lead"]), "with what is there now");
    assert!(second.json["detail"].as_str().unwrap().contains("somebody changed it since you opened it"));
    assert_eq!(house.ask(change(Some("*"), "agent")).await.status, 200, "whoever wants it anyhow says so");
}

#[tokio::test]
async fn a_team_is_changed_upon_what_was_seen_and_a_new_one_is_new() {
    let house = House::lived_in().await;
    let ada = house.be("ada").await;
    let put = |tag: Option<&str>, name: &str| {
        let team = json!({"name": name, "members": [], "roles": []});
        let asked = Asked::new("PUT", "/api/v1/teams/day").json(team).by(&ada);
        match tag {
            Some(tag) => asked.header("if-match", tag),
            None => asked,
        }
    };
    let made = house.ask(put(None, "Day")).await;
    let tag = made.header("etag").to_owned();
    assert_eq!(made.status, 200);
    let again = house.ask(put(None, "Night")).await;
    assert_eq!((again.status, again.code()), (428, "needs-match"), "nobody makes one over another's");
    assert_eq!(house.ask(put(Some(&tag), "Late")).await.status, 200);
    let stale = house.ask(put(Some(&tag), "Early")).await;
    assert_eq!(
        (stale.status, stale.code(), &stale.json["current"]["name"]),
        (412, "changed-meanwhile", &json!("Late"))
    );
    assert_eq!(house.ask(Asked::new("DELETE", "/api/v1/teams/day").by(&ada)).await.status, 204);
    let gone = house.ask(put(Some(&tag), "Early")).await;
    assert_eq!(gone.status, 412, "what was taken away does not come back by a change of it");
    assert!(gone.json["detail"].as_str().unwrap().contains("took it away"), "{gone:?}");
}

#[tokio::test]
async fn what_people_set_about_themselves_may_name_what_it_was_made_upon() {
    let house = House::lived_in().await;
    let bob = house.be("bob").await;
    let seen = house.ask(Asked::get("/api/v1/me").by(&bob)).await;
    let tag = seen.header("etag").to_owned();
    let name = |name: &str| Asked::new("PATCH", "/api/v1/me").json(json!({"name": name})).by(&bob);
    assert_eq!(house.ask(name("Bob")).await.status, 200, "one's own needs no tag");
    let stale = house.ask(name("Robert").header("if-match", &tag)).await;
    assert_eq!((stale.status, stale.code()), (412, "changed-meanwhile"));
    let away = |tag: &str| {
        let away = Asked::new("PUT", "/api/v1/me/absence").json(json!({"delegate": "cleo"}));
        away.by(&bob).header("if-match", tag)
    };
    assert_eq!(house.ask(away(&tag)).await.status, 412);
    let now = house.ask(Asked::get("/api/v1/me").by(&bob)).await.header("etag").to_owned();
    assert_eq!(house.ask(away(&now)).await.status, 200);
}
