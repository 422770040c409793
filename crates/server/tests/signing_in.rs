//! Accounts, sessions and passwords over HTTP.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod house;

use house::{Asked, Browser, House, PASSWORD};
use serde_json::json;

const HOUR: i64 = 3_600;

#[tokio::test]
async fn the_first_owner_is_made_once_by_the_link_of_the_terminal() {
    let house = House::new().await;
    assert_eq!(house.ask(Asked::get("/api/v1/setup")).await.json["needs_owner"], true);
    let owner = |secret: &str| json!({"secret": secret, "id": "ada", "name": "Ada", "password": PASSWORD});
    let guessed = house.ask(Asked::post("/api/v1/setup", owner("0000"))).await;
    assert_eq!((guessed.status, guessed.code()), (401, "bad-link"));
    let secret = house.engine.offer_setup().await.unwrap().unwrap();
    let weak = json!({"secret": secret, "id": "ada", "name": "Ada", "password": "aaaaaaaaaaaa"});
    assert_eq!(house.ask(Asked::post("/api/v1/setup", weak)).await.status, 422);
    let made = house.ask(Asked::post("/api/v1/setup", owner(&secret))).await;
    assert_eq!((made.status, &made.json["rights"]["administrator"]), (200, &json!(true)));
    let again = house.ask(Asked::post("/api/v1/setup", owner(&secret))).await;
    assert_eq!((again.status, again.code()), (403, "denied"));
    assert_eq!(house.ask(Asked::get("/api/v1/setup")).await.json["needs_owner"], false);
    assert_eq!(house.engine.offer_setup().await.unwrap(), None);
}

#[tokio::test]
async fn on_a_new_installation_a_procedure_is_written_and_published_before_anybody_holds_its_roles() {
    let house = House::new().await;
    let secret = house.engine.offer_setup().await.unwrap().unwrap();
    let owner = json!({"secret": secret, "id": "ada", "name": "Ada", "password": PASSWORD});
    let ada = Browser::of(&house.ask(Asked::post("/api/v1/setup", owner)).await);
    let text = house.ask(Asked::get("/api/v1/starter").by(&ada)).await.json["text"].clone();
    let proof = house.ask(Asked::post("/api/v1/check", json!({"text": text})).by(&ada)).await.json;
    let found = proof["diagnostics"].as_array().unwrap();
    assert!(!found.is_empty(), "that nobody holds a role is told");
    for found in found {
        assert_eq!((&found["code"], &found["severity"]), (&json!("nobody-left"), &json!("warning")), "{found}");
        assert!(found["fix"].as_str().unwrap().contains("under people"), "{found}");
    }
    let draft = house.ask(Asked::post("/api/v1/drafts", json!({"text": text})).by(&ada)).await.json;
    let publish = format!("/api/v1/drafts/{}/publish", draft["id"].as_str().unwrap());
    let publish = Asked::post(&publish, json!({"rationale": "It is new."}));
    let done = house.ask(publish.header("if-match", draft["etag"].as_str().unwrap()).by(&ada)).await;
    assert_eq!((done.status, &done.json["number"]), (201, &json!(1)), "{}", done.json);
}

#[tokio::test]
async fn a_session_is_a_cookie_that_scripts_cannot_read_and_a_word_that_pages_send() {
    let house = House::new().await;
    house.owned().await;
    let answer = house.sign_in("ada", PASSWORD).await;
    let cookie = answer.header("set-cookie");
    for part in ["understudy=", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert_eq!(answer.json["person"], json!({"id": "ada", "name": "Ada Lovelace", "initials": "AL"}));
    let ada = Browser::of(&answer);
    let seen = house.ask(Asked::get("/api/v1/session").by(&ada)).await;
    assert_eq!((seen.status, &seen.json["csrf"]), (200, &answer.json["csrf"]));
    assert_eq!(house.ask(Asked::new("DELETE", "/api/v1/session").by(&ada)).await.status, 204);
    assert_eq!(house.ask(Asked::get("/api/v1/session").by(&ada)).await.code(), "session-ended");
    let kinds: Vec<String> = house.ledger().await.into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["person-changed", "account-changed", "signed-in", "signed-in", "signed-out"]);
    let payloads = house.payloads().await;
    assert!(!payloads.contains("argon2") && !payloads.contains(&ada.csrf), "{payloads}");
}

#[tokio::test]
async fn behind_https_the_cookie_is_for_this_host_alone() {
    let options = server::Options { public_url: Some("https://house.test".into()), ..server::Options::default() };
    let house = House::with(options).await;
    house.owned().await;
    let answer = house.sign_in("ada", PASSWORD).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-understudy=") && cookie.contains("; Secure"), "{cookie}");
    assert!(!answer.header("strict-transport-security").is_empty());
}

#[tokio::test]
async fn a_change_without_the_sessions_word_or_from_another_site_is_refused() {
    let house = House::new().await;
    let ada = house.owned().await;
    let change = || Asked::new("PATCH", "/api/v1/me").json(json!({"name": "Ada L."}));
    let missing = Browser { csrf: String::new(), ..ada.clone() };
    let forged = Browser { csrf: "0".repeat(ada.csrf.len()), ..ada.clone() };
    for browser in [missing, forged] {
        let refused = house.ask(change().by(&browser)).await;
        assert_eq!((refused.status, refused.code()), (403, "csrf"));
    }
    for (header, value) in [
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://evil.test"),
        ("origin", "null"),
        ("origin", "http://house.test:81"),
    ] {
        let refused = house.ask(change().by(&ada).header(header, value)).await;
        assert_eq!((refused.status, refused.code()), (403, "csrf"), "{header}: {value}");
    }
    // Nor may another site sign a browser in as somebody else.
    let sign_in = Asked::post("/api/v1/session", json!({"name": "ada", "password": PASSWORD}));
    assert_eq!(house.ask(sign_in.header("origin", "https://evil.test")).await.code(), "csrf");
    assert_eq!(house.ask(change().by(&ada).header("origin", "http://house.test")).await.status, 200);
    // In HTTP/2 the address says which house is meant, and no header does.
    for (origin, status) in [("https://house.test:8443", 200), ("https://evil.test", 403)] {
        let change = Asked::new("PATCH", "https://house.test:8443/api/v1/me").without("host");
        let change = change.json(json!({"name": "Ada L."})).by(&ada).header("origin", origin);
        assert_eq!(house.ask(change).await.status, status, "{origin}");
    }
}

#[tokio::test]
async fn sessions_end_when_nobody_uses_them_and_after_a_month_in_any_case() {
    let house = House::new().await;
    let ada = house.owned().await;
    let look = || Asked::get("/api/v1/session").by(&ada);
    house.pass(11 * HOUR);
    assert_eq!(house.ask(look()).await.status, 200);
    house.pass(11 * HOUR);
    assert_eq!(house.ask(look()).await.status, 200);
    house.pass(12 * HOUR);
    assert_eq!(house.ask(look()).await.code(), "session-ended");
    let ada = Browser::of(&house.sign_in("ada", PASSWORD).await);
    for _ in 0..59 {
        house.pass(12 * HOUR - 1);
        assert_eq!(house.ask(Asked::get("/api/v1/session").by(&ada)).await.status, 200);
    }
    house.pass(12 * HOUR);
    assert_eq!(house.ask(Asked::get("/api/v1/session").by(&ada)).await.code(), "session-ended");
}

#[tokio::test]
async fn whoever_guesses_waits_longer_each_time_and_cannot_tell_which_names_there_are() {
    let house = House::new().await;
    house.owned().await;
    let mut nobody = Vec::new();
    let mut somebody = Vec::new();
    for (name, answers) in [("ada", &mut somebody), ("nobody", &mut nobody)] {
        for _ in 0..5 {
            answers.push(house.sign_in(name, "a wrong password").await);
        }
        answers.push(house.sign_in(name, PASSWORD).await);
        house.pass(60);
    }
    for (one, other) in somebody.iter().zip(&nobody) {
        assert_eq!((one.status, &one.json), (other.status, &other.json));
    }
    let locked = somebody.last().unwrap();
    assert_eq!((locked.status, locked.code(), locked.header("retry-after")), (429, "locked", "1"));
    // The lock was over; the next wrong try makes one that is twice as long.
    assert_eq!(house.sign_in("ada", "a wrong password").await.code(), "wrong-password");
    assert_eq!(house.sign_in("ada", PASSWORD).await.header("retry-after"), "2");
    house.pass(2);
    assert_eq!(house.sign_in("ada", PASSWORD).await.status, 200);
    let locks = house.ledger().await.into_iter().filter(|(kind, _)| kind == "account-locked").count();
    assert_eq!(locks, 2);
}

#[tokio::test]
async fn an_administrator_gives_a_link_that_sets_a_password_once_and_ends_all_sessions() {
    let house = House::new().await;
    let ada = house.owned().await;
    let bob = json!({"id": "bob", "name": "Bob", "roles": ["agent"]});
    assert_eq!(house.ask(Asked::post("/api/v1/people", bob.clone()).by(&ada)).await.status, 201);
    assert_eq!(house.ask(Asked::post("/api/v1/people", bob).by(&ada)).await.status, 422);
    assert_eq!(house.sign_in("bob", PASSWORD).await.code(), "wrong-password");
    let link = house.ask(Asked::new("POST", "/api/v1/people/bob/reset").by(&ada)).await;
    let secret = link.json["link"].as_str().unwrap().rsplit_once('#').unwrap().1.to_owned();
    let reset = |password: &str| Asked::post("/api/v1/session/reset", json!({"secret": secret, "password": password}));
    // A word that is too weak does not spend the link.
    assert_eq!(house.ask(reset("short")).await.status, 422);
    let first = Browser::of(&house.ask(reset("first words of bob")).await);
    assert_eq!(house.ask(reset("other words of bob")).await.code(), "bad-link");
    let second = Browser::of(&house.sign_in("bob", "first words of bob").await);
    let change = json!({"old": "first words of bob", "new": "other words of b."});
    let changed = house.ask(Asked::new("PUT", "/api/v1/me/password").json(change).by(&second)).await;
    let third = Browser::of(&changed);
    for (browser, status) in [(&first, 401), (&second, 401), (&third, 200)] {
        assert_eq!(house.ask(Asked::get("/api/v1/me").by(browser)).await.status, status);
    }
    // Whoever leaves is out at once.
    let gone =
        Asked::new("PATCH", "/api/v1/people/bob").header("if-match", "*").json(json!({"active": false})).by(&ada);
    assert_eq!(house.ask(gone).await.json["active"], false);
    assert_eq!(house.ask(Asked::get("/api/v1/me").by(&third)).await.code(), "session-ended");
    assert_eq!(house.sign_in("bob", "other words of b.").await.code(), "wrong-password");
    let last = Asked::new("PATCH", "/api/v1/people/ada")
        .header("if-match", "*")
        .json(json!({"administrator": false}))
        .by(&ada);
    assert_eq!(house.ask(last).await.code(), "invalid");
    assert!(!house.payloads().await.contains(&secret));
}

#[tokio::test]
async fn a_click_signs_in_where_this_is_a_demonstration_and_nowhere_else() {
    let house = House::new().await;
    house.owned().await;
    let refused = house.ask(Asked::post("/api/v1/session/demo", json!({"person": "ada"}))).await;
    assert_eq!((refused.status, refused.code()), (403, "not-a-demo"));
    let house = House::lived_in().await;
    assert_eq!(house.ask(Asked::get("/api/v1/session").by(&house.be("bob").await)).await.json["person"]["id"], "bob");
}

#[tokio::test]
async fn a_deputy_holds_the_roles_while_somebody_is_away() {
    let house = House::lived_in().await;
    let (lena, vera) = (house.be("lena").await, house.be("vera").await);
    let roles = async || house.ask(Asked::get("/api/v1/session").by(&vera)).await.json["roles"].clone();
    assert_eq!(roles().await, json!([]));
    let away = |delegate: &str| Asked::new("PUT", "/api/v1/me/absence").json(json!({"delegate": delegate})).by(&lena);
    assert_eq!(house.ask(away("lena")).await.status, 422);
    assert_eq!(house.ask(away("nobody")).await.status, 422);
    assert_eq!(house.ask(away("vera")).await.status, 200);
    assert_eq!(roles().await[0]["role"], "lead");
    assert_eq!(house.ask(Asked::new("DELETE", "/api/v1/me/absence").by(&lena)).await.status, 204);
    assert_eq!(roles().await, json!([]));
    let team = json!({"name": "Leads", "members": ["vera"], "roles": ["lead"]});
    let ada = house.be("ada").await;
    assert_eq!(house.ask(Asked::new("PUT", "/api/v1/teams/leads").json(team.clone()).by(&vera)).await.status, 403);
    assert_eq!(house.ask(Asked::new("PUT", "/api/v1/teams/leads").json(team).by(&ada)).await.status, 200);
    assert_eq!(roles().await[0]["role"], "lead");
}

#[tokio::test]
async fn whoever_guesses_elsewhere_locks_nobody_out_of_where_they_signed_in_before() {
    let house = House::new().await;
    house.owned().await;
    let sign_in = |from: &str, password: &str| {
        Asked::post("/api/v1/session", json!({"name": "ada", "password": password})).from(from)
    };
    let (desk, elsewhere) = ("192.0.2.20:1", "203.0.113.9:1");
    assert_eq!(house.ask(sign_in(desk, PASSWORD)).await.status, 200);
    for _ in 0..6 {
        house.ask(sign_in(elsewhere, "a wrong password")).await;
    }
    assert_eq!(house.ask(sign_in(elsewhere, PASSWORD)).await.code(), "locked");
    assert_eq!(house.ask(sign_in("198.51.100.4:1", PASSWORD)).await.code(), "locked", "wherever it is not known");
    assert_eq!(house.ask(sign_in(desk, PASSWORD)).await.status, 200);
    // Guessing at the desk itself is counted, too.
    for _ in 0..5 {
        assert_eq!(house.ask(sign_in(desk, "a wrong password")).await.code(), "wrong-password");
    }
    assert_eq!(house.ask(sign_in(desk, PASSWORD)).await.code(), "locked");
}
