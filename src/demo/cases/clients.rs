//! New clients of the advisory arm.

use serde_json::json;

use super::Scene;
use crate::demo::story::{Answer, Beginning, Coming, Replacement, Story, days, hours};

const PROCEDURE: &str = "client-onboarding";

pub fn story(scene: &mut Scene<'_>) -> Story {
    let dice = &mut scene.dice;
    let deal = format!("D-{}", 500 + scene.number);
    let data = json!({"deal": deal, "own_terms": !dice.percent(15)});
    let beginning = if dice.percent(50) {
        Beginning::Event { event: "com.example.deal.won", data: json!({"id": deal}) }
    } else {
        Beginning::ByHand { role: "account-lead", data }
    };
    let conflict = dice.percent(10);
    let mut story = Story::new(PROCEDURE, scene.at, beginning).knows(json!({
        "own_terms": true, "conflict": conflict, "waived": dice.percent(60), "conflict_hits": ["We advised a tenant of theirs in 2021; file 21-0412."],
        "owners": ["Margaret Rowan", "The Rowan Family Settlement 1998"], "identity_proof": scene.cast.papers.extract,
        "sanction_hit": false, "satisfaction": dice.between(3, 5), "possible_hits": 0, "risk_score": 20,
        "client": "As in the signed offer", "contact": "office@client.example", "services": "As in the signed offer", "fee": 9_000,
        "envelope": "ENV-BY-POST", "workspace": "https://work.example/by-hand", "letter": scene.cast.papers.contract,
        "kickoff_on": scene.date(9),
    }));
    let dice = &mut scene.dice;
    let slow = dice.percent(25);
    let after = if slow { days(8) } else { hours(dice.between(20, 90)) };
    for after in [after, days(2), days(2)] {
        story = story.comes("await-signature", Coming { after, repeats: &[("envelope", "envelope")], data: json!({}) });
    }
    if dice.percent(10) {
        story = story.answers("accept-fee", Answer::Refuse("At this discount we pay for the privilege of working."));
    }
    if dice.percent(15) {
        story = story.replaces(Replacement {
            step: "rate",
            role: "engagement-partner",
            values: json!({"risk": "normal"}),
            code: "known-client",
            words: "The score counts the change of name against them; we have known the family for twelve years.",
        });
    }
    story
}
