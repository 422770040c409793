//! Incidents at any hour, and drills.

use serde_json::json;

use super::Scene;
use crate::demo::story::{Answer, Beginning, Coming, Story, minutes};

const PROCEDURE: &str = "incident-response";

const ALARMS: &[(&str, &str, &str)] = &[
    (
        "Checkout answers with an error",
        "A certificate of the payment provider ran out at midnight.",
        "Certificates are watched a month ahead.",
    ),
    (
        "Search finds nothing",
        "The nightly index was built from an empty table.",
        "An index that loses half of its entries is not taken over.",
    ),
    (
        "Prices are shown without tax",
        "A setting was changed in the wrong country.",
        "Two people agree to tax settings.",
    ),
    (
        "Labels cannot be printed in the warehouse",
        "The printer's address changed with the new router.",
        "Printers have names instead of addresses.",
    ),
    (
        "Customers see the orders of others",
        "A cache kept pages that belong to one person.",
        "Pages behind a sign-in are never cached.",
    ),
    ("The site is slow from Scandinavia", "One of two lines was cut by roadworks.", "A third line by another way."),
    (
        "Mail to customers is not delivered",
        "Our address stood on a block list after a newsletter.",
        "The newsletter goes out from an address of its own.",
    ),
];

fn common(scene: &mut Scene<'_>, beginning: Beginning, which: usize) -> Story {
    let dice = &mut scene.dice;
    let (_, cause, learned) = ALARMS[which];
    let customers = [0, 3, 8, 40, 220, 900, 2_400][dice.below(7)];
    let mut story = Story::new(PROCEDURE, scene.at, beginning).knows(json!({
        "customers": customers, "data_lost": which == 4, "tried": "Restarted the service, and emptied the cache by hand.",
        "cause": cause, "learned": learned, "status": "It works again. We are sorry for the trouble.", "over": true,
        "healthy": true, "case_number": "CASE-by-telephone",
    }));
    story.around_the_clock = true;
    if dice.percent(50) {
        let update = "Some of you cannot finish an order at the moment. We are on it, and write again in half an hour.";
        story = story.answers("write-update", Answer::Fill(json!({"status": update, "over": false})));
    }
    if dice.percent(60) {
        let coming =
            Coming { after: minutes(dice.between(4, 14)), repeats: &[("case", "case_number")], data: json!({}) };
        story = story.comes("await-answer", coming);
    }
    if dice.percent(10) {
        story = story.answers(
            "think-again",
            Answer::Refuse("Only the supplier can end this. I have handed it over, and they call us back."),
        );
    }
    story
}

pub fn story(scene: &mut Scene<'_>) -> Story {
    let which = scene.dice.below(ALARMS.len());
    let (alarm, ..) = ALARMS[which];
    // Alarms come at any hour. One that is still open is young: it would be reminded of every few minutes.
    let began = if scene.is_open {
        scene.cast.until.checked_sub(minutes(scene.dice.between(15, 90)))
    } else {
        scene.at.checked_add(minutes(scene.dice.between(-600, 600)))
    };
    scene.at = began.unwrap_or(scene.at).min(scene.cast.until);
    let began = scene.at.checked_sub(minutes(scene.dice.between(1, 20))).unwrap_or(scene.at);
    let beginning = if scene.dice.percent(70) {
        let data = json!({"level": "page", "text": alarm, "at": began.to_string(), "id": format!("AL-{}", 9_000 + scene.number)});
        Beginning::Event { event: "com.example.alarm.raised", data }
    } else {
        Beginning::ByHand { role: "on-call", data: json!({"alarm": alarm, "began_at": began.to_string()}) }
    };
    common(scene, beginning, which)
}

/// The monthly drill.
pub fn drill(scene: &mut Scene<'_>) -> Story {
    let which = scene.dice.below(4);
    common(scene, Beginning::ByHand { role: "on-call", data: json!({}) }, which)
        .knows(json!({"customers": 0, "data_lost": false}))
}
