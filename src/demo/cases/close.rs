//! The month's close, which the schedule starts, and the reconciliations that it starts.

use procedure::value::Values;
use serde_json::json;

use super::Scene;
use crate::demo::story::{Answer, Beginning, Story};

fn unasked(procedure: &'static str, scene: &Scene<'_>) -> Story {
    Story::new(procedure, scene.at, Beginning::ByHand { role: "controller", data: json!({}) })
}

pub fn close(scene: &mut Scene<'_>) -> Story {
    let accruals = [18_400, 24_900, 31_250, 47_800][scene.dice.below(4)];
    let mut story = unasked("month-end-close", scene).knows(json!({
        "accrual_total": accruals, "ledgers_open": 0, "late_posting": false, "locked": true,
        "explanation": "A customer paid three invoices early to use the discount; see the bank statement of the 29th.",
        "correction": "The bank fee of the last day stood on one side only.",
    }));
    if scene.dice.percent(50) {
        story = story.answers("approve-accruals", Answer::Refuse("The rent of the second hall is in it twice."));
        story = story.answers("correct-accrual", Answer::Fill(json!({"accrual_total": accruals - 6_200})));
    }
    story
}

pub fn reconciliation(scene: &mut Scene<'_>, known: &Values) -> Story {
    let book = known.get("book").map_or_else(|| json!(0), procedure::value::Value::to_plain);
    let gap = if scene.dice.percent(25) { scene.dice.between(20, 420) } else { 0 };
    let actual = book.as_i64().map_or(book, |book| json!(book - gap));
    let mut story = unasked("account-reconciliation", scene)
        .knows(json!({"actual": actual, "cause": if gap > 0 { "A payment that left on the last day and arrived on the first." } else { "None: both agree." }}));
    if scene.dice.percent(15) {
        story = story.answers("review", Answer::Refuse("Item 14 of the statement is missing from the list."));
    }
    story
}
