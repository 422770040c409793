//! Scripts: the first answer that fits, answers in turn, failures as written.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod desk;

use desk::{Desk, call, line};
use serde_json::json;

const SHOP: &str = "
shop:
  scripted:
    actions:
      getOrder:
        - {when: {id: ORD-1}, give: {item: lamp, price: 19.90}}
        - {when: {id: ORD-2, full: true}, give: null}
        - fail: {error: not-found, message: No such order.}
      pay:
        title: Pay it back
        repeat: keyed
        required: [amount]
        answers:
          - when: {amount: 5}
            in_turn:
              - fail: {error: timeout, message: Too slow., certainty: unknown, transient: true}
              - give: {status: paid}
          - when: {day: 2026-03-31}
            give: {status: later}
";

#[tokio::test]
async fn the_first_answer_that_fits_is_given() {
    let registry = Desk::new().build(SHOP).unwrap();
    let order = call(&registry, "shop.getOrder", json!({"id": "ORD-1", "other": 1})).await.unwrap();
    assert_eq!(order, json!({"item": "lamp", "price": 19.9}));
    assert_eq!(call(&registry, "shop.getOrder", json!({"id": "ORD-2", "full": true})).await.unwrap(), json!(null));
    let failure = call(&registry, "shop.getOrder", json!({"id": "ORD-2"})).await.unwrap_err();
    assert_eq!(line(&failure), "not-found (NotDone, will stay): No such order.");
}

#[tokio::test]
async fn answers_in_turn_end_with_the_last() {
    let registry = Desk::new().build(SHOP).unwrap();
    let failure = call(&registry, "shop.pay", json!({"amount": 5})).await.unwrap_err();
    assert_eq!(line(&failure), "timeout (Unknown, may pass): Too slow.");
    for _ in 0..3 {
        assert_eq!(call(&registry, "shop.pay", json!({"amount": 5.0})).await.unwrap(), json!({"status": "paid"}));
    }
}

#[tokio::test]
async fn a_date_equals_its_text_in_the_script() {
    let registry = Desk::new().build(SHOP).unwrap();
    let mut request = desk::request("pay", json!({"amount": 1}));
    request.arguments.insert("day".into(), procedure::value::Value::Date("2026-03-31".parse().unwrap()));
    let given = registry.get("shop").unwrap().connector.call(&request).await.unwrap();
    assert_eq!(given.to_plain(), json!({"status": "later"}));
}

#[tokio::test]
async fn arguments_without_an_answer_are_invalid() {
    let registry = Desk::new().build(SHOP).unwrap();
    let unanswered = call(&registry, "shop.pay", json!({"amount": 6})).await.unwrap_err();
    let missing = call(&registry, "shop.pay", json!({})).await.unwrap_err();
    insta::assert_snapshot!(format!("{}\n{}", line(&unanswered), line(&missing)));
}

#[test]
fn actions_are_described_in_a_stable_order() {
    let registry = Desk::new().build(SHOP).unwrap();
    insta::assert_debug_snapshot!(registry.get("shop").unwrap().connector.actions());
}
