//! New colleagues.

use serde_json::json;

use super::Scene;
use crate::demo::story::{Answer, Beginning, Story};

const PROCEDURE: &str = "new-hire-onboarding";

/// Name, job, place, whether access can do harm.
const PEOPLE: &[(&str, &str, &str, bool)] = &[
    ("Amelie Roth", "Fitter, assembly hall 2", "workshop", false),
    ("Tomás Aguilar", "Accounts payable clerk", "office", true),
    ("Priya Raman", "Customer support agent", "home", false),
    ("Jan-Willem van der Meulen-Oosterbaan", "Developer for the shop", "home", true),
    ("Fatou Sarr", "Quality technician, second shift", "workshop", false),
    ("Emil Krause", "Apprentice toolmaker", "workshop", false),
    ("Naledi Dlamini", "Payroll specialist", "office", true),
    ("Oskar Lund", "Warehouse clerk", "workshop", false),
    ("Beatriz Antunes", "Writer", "home", false),
];

pub fn story(scene: &mut Scene<'_>) -> Story {
    let (name, job, place, sensitive) = PEOPLE[scene.number % PEOPLE.len()];
    let dice = &mut scene.dice;
    let lead = dice.between(14, 40);
    let start_on = scene.date(lead);
    let dice = &mut scene.dice;
    let data = json!({
        "name": name, "job": job, "place": place, "start_on": start_on,
        "private_address": format!("{} Lindenweg, 7{:04} Altenstein", dice.between(1, 90), dice.between(100, 9_999)),
    });
    let dear = dice.percent(35);
    let mut story = Story::new(PROCEDURE, scene.at, Beginning::ByHand { role: "people-partner", data }).knows(json!({
        "contract": scene.cast.papers.contract, "right_to_work": true,
        "equipment": [
            {"item": "laptop, 14 inches", "cost": if dear { 2_290 } else { 1_180 }},
            {"item": "headset", "cost": 95},
            {"item": if place == "workshop" { "safety boots and glasses" } else { "monitor, 27 inches" }, "cost": 240},
        ],
        "accesses": if sensitive { json!(["mail", "time sheet", "ledger, posting"]) } else { json!(["mail", "time sheet"]) },
        "sensitive_access": sensitive, "delivered": !dice.percent(20), "loaner": format!("N-{}", dice.between(100, 180)),
        "arrived": true, "instructed_on": start_on, "content": dice.between(3, 5),
        "remarks": "The first days were well planned; the badge for the gate came a week late.",
        "goals": "Knows the people and the machines of the hall. Does the daily check alone. Has proposed one improvement.",
        "stays": true, "payroll_number": "PN-by-hand", "order_number": "EQ-by-hand", "granted_access": "by hand", "account": "by.hand",
    }));
    if dice.percent(20) {
        story = story.answers("check-papers", Answer::Fill(json!({"right_to_work": false, "papers_missing": "The residence permit runs out in May; the new one is applied for."})));
    }
    if dear && dice.percent(50) {
        story = story.answers(
            "agree-budget",
            Answer::Refuse("The smaller one will do for this job; see what the last three got."),
        );
    }
    if sensitive && dice.percent(30) {
        story = story.answers(
            "agree-access",
            Answer::Refuse("Posting comes after the training. Reading is enough for the first month."),
        );
    }
    story
}
