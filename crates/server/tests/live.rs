//! Live updates: what each may see, and going on after a lost connection.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod house;

use axum::body::Body;
use house::{Asked, Browser, House};
use http_body_util::BodyExt;
use serde_json::json;

/// Reads events until one of that name, and gives what was read.
async fn until(body: &mut Body, name: &str) -> String {
    let mut text = String::new();
    while !text.contains(&format!("event: {name}\n")) || !text.ends_with("\n\n") {
        let frame = body.frame().await.expect("the connection goes on").unwrap();
        text.push_str(&String::from_utf8_lossy(frame.data_ref().unwrap()));
    }
    text
}

async fn watch(house: &House, by: &Browser, after: Option<&str>) -> Body {
    let mut asked = Asked::get("/api/v1/events").by(by);
    if let Some(after) = after {
        asked = asked.header("last-event-id", after);
    }
    let response = house.begin(asked).await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    response.into_body()
}

fn last_id(text: &str) -> String {
    text.lines().filter_map(|line| line.strip_prefix("id: ")).next_back().unwrap().to_owned()
}

#[tokio::test]
async fn whoever_takes_part_hears_of_a_run_and_others_do_not() {
    let house = House::lived_in().await;
    let (bob, vera) = (house.be("bob").await, house.be("vera").await);
    let (mut his, mut hers) = (watch(&house, &bob, None).await, watch(&house, &vera, None).await);
    let (run, _) = house.start(&bob).await;
    let heard = until(&mut his, "run").await;
    assert!(
        heard.contains(&run) && heard.contains("\"status\":\"running\"") && heard.contains("event: task"),
        "{heard}"
    );
    let ada = house.be("ada").await;
    let change =
        Asked::new("PATCH", "/api/v1/people/vera").header("if-match", "*").json(json!({"name": "Vera"})).by(&ada);
    assert_eq!(house.ask(change).await.status, 200);
    let heard = until(&mut hers, "people").await;
    assert!(!heard.contains(&run), "{heard}");
}

#[tokio::test]
async fn a_lost_connection_goes_on_where_it_was() {
    let house = House::lived_in().await;
    let bob = house.be("bob").await;
    let mut first = watch(&house, &bob, None).await;
    house.start(&bob).await;
    let place = last_id(&until(&mut first, "run").await);
    drop(first);
    let (missed, _) = house.start(&bob).await;
    let mut second = watch(&house, &bob, Some(&place)).await;
    let heard = until(&mut second, "run").await;
    assert!(heard.contains(&missed), "{heard}");
    // A place that this ledger does not have: everything is to be looked at anew.
    let mut third = watch(&house, &bob, Some("999999")).await;
    until(&mut third, "reset").await;
    let refused = house.ask(Asked::get("/api/v1/events").by(&bob).header("last-event-id", "x")).await;
    assert_eq!((refused.status, refused.code()), (400, "bad-header"));
}

#[tokio::test]
async fn whoever_signed_out_hears_nothing_more() {
    let house = House::lived_in().await;
    let (bob, cleo) = (house.be("bob").await, house.be("cleo").await);
    let mut his = watch(&house, &bob, None).await;
    assert_eq!(house.ask(Asked::new("DELETE", "/api/v1/session").by(&bob)).await.status, 204);
    let (run, _) = house.start(&cleo).await;
    let mut heard = String::new();
    while let Some(frame) = his.frame().await {
        heard.push_str(&String::from_utf8_lossy(frame.unwrap().data_ref().unwrap()));
    }
    assert!(!heard.contains(&run), "{heard}");
    assert_eq!(house.ask(Asked::get("/api/v1/events").by(&bob)).await.status, 401);
}

async fn rest(mut body: Body) -> String {
    let mut heard = String::new();
    while let Some(frame) = body.frame().await {
        heard.push_str(&String::from_utf8_lossy(frame.unwrap().data_ref().unwrap()));
    }
    heard
}

#[tokio::test]
async fn whoever_has_a_token_that_was_revoked_or_expired_hears_nothing_more() {
    for expires in [false, true] {
        let house = House::lived_in().await;
        let (bob, cleo) = (house.be("bob").await, house.be("cleo").await);
        let wanted = json!({"name": "x", "scopes": ["read"], "expires_at": "2026-03-02T10:00:00Z"});
        let token = house.ask(Asked::post("/api/v1/tokens", wanted).by(&bob)).await.json;
        let asked = Asked::get("/api/v1/events").token(token["secret"].as_str().unwrap());
        let stream = house.begin(asked).await;
        assert_eq!(stream.status(), 200);
        if expires {
            house.pass(3_600);
        } else {
            let path = format!("/api/v1/tokens/{}", token["id"].as_str().unwrap());
            assert_eq!(house.ask(Asked::new("DELETE", &path).by(&bob)).await.status, 204);
        }
        let (run, _) = house.start(&cleo).await;
        let heard = rest(stream.into_body()).await;
        assert!(!heard.contains(&run), "{heard}");
    }
}

#[tokio::test]
async fn whoever_may_not_read_a_procedure_does_not_hear_that_it_is_published() {
    let house = House::lived_in().await;
    let (bob, vera) = (house.be("bob").await, house.be("vera").await);
    let (mut his, mut hers) = (watch(&house, &bob, None).await, watch(&house, &vera, None).await);
    let closed = house::PROCEDURE.replace("id: returns", "id: takeover-of-acme");
    let open = house::PROCEDURE.replace("id: returns", "id: cleaning").replace("readers: []\n", "");
    for text in [closed, open] {
        let procedure = procedure::read::read(&text, procedure::read::Spelling::Yaml, &()).clean().unwrap();
        house.engine.publish(&house::ada(), &procedure, "It is needed.").await.unwrap();
    }
    let heard = until(&mut hers, "procedure").await;
    assert!(heard.contains("cleaning") && !heard.contains("takeover"), "{heard}");
    let mut heard = until(&mut his, "procedure").await;
    if !heard.contains("cleaning") {
        heard += &until(&mut his, "procedure").await;
    }
    assert!(heard.contains("takeover-of-acme") && heard.contains("cleaning"), "{heard}");
}

#[tokio::test]
async fn a_stopping_server_ends_live_updates_and_answers_what_is_under_way() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let house = House::lived_in().await;
    let bob = house.be("bob").await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = house.server.clone();
    let serving = tokio::spawn(async move {
        let stop = async move { stopped.await.unwrap() };
        server.serve(listener, stop, std::time::Duration::from_secs(10)).await
    });
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let asked = format!("GET /api/v1/events HTTP/1.1\r\nHost: house.test\r\nCookie: {}\r\n\r\n", bob.cookie);
    stream.write_all(asked.as_bytes()).await.unwrap();
    let mut first = [0; 12];
    stream.read_exact(&mut first).await.unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");
    stop.send(()).unwrap();
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).await.unwrap();
    serving.await.unwrap().unwrap();
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
}
