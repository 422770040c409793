//! Texts on their way to the public.

use serde_json::{Value as Json, json};

use super::Scene;
use crate::demo::story::{Answer, Beginning, Coming, Story, days, hours};

const PROCEDURE: &str = "content-approval";

/// Title, topic, claims.
const TEXTS: &[(&str, &str, &[&str])] = &[
    ("How to sharpen a chisel in ten minutes", "general", &[]),
    ("Opening hours over the holidays", "general", &[]),
    ("Why our enamel pots last", "general", &["Enamel of 0.3 mm outlasts enamel of 0.15 mm four times over"]),
    ("Pay in three parts: what it costs", "finance", &["No interest for the first 90 days"]),
    ("A quieter drill", "general", &["12 dB quieter than the model before"]),
    (
        "Working without dust: what a mask can do",
        "health",
        &["Filters 94 % of fine dust", "Can be worn for eight hours"],
    ),
    ("A workbench for small hands", "children", &["Safe from the age of six"]),
    ("The new mitre saw, explained in one minute", "general", &[]),
    ("Recall: shelf brackets of lot S2607-1", "general", &[]),
    (
        "Everything you always wanted to know about the care, cleaning, seasoning and repair of cast-iron pans, and what you should never do to one",
        "general",
        &["Can be used for generations"],
    ),
    ("Lower back, lower bench: setting up a place to work", "health", &["Most backs tire less at 95 cm"]),
    ("Our year in numbers", "finance", &["Eight percent more returns were settled in a week"]),
];

fn fingerprint(scene: &mut Scene<'_>) -> String {
    format!("{:016x}", scene.dice.next())
}

fn common(scene: &mut Scene<'_>, beginning: Beginning, title: &str) -> Story {
    let fingerprint = fingerprint(scene);
    let evidence = [
        "Test report 2024-118, page 4.",
        "Measured by our own laboratory on 12 March; the sheet is in the folder.",
        "Contract with the bank, clause 7.",
    ];
    let dice = &mut scene.dice;
    let mut story = Story::new(PROCEDURE, scene.at, beginning).knows(json!({
        "evidence": evidence[dice.below(3)], "score": dice.between(91, 100), "remarks": ["One link leads to a page that has moved."],
        "fingerprint": fingerprint, "new_fingerprint": null, "live": fingerprint,
    }));
    if dice.percent(18) {
        story = story.answers(
            "expert-review",
            Answer::Refuse("The second paragraph says the opposite of the drawing below it."),
        );
    }
    if dice.percent(18) {
        story = story.answers(
            "legal-review",
            Answer::Refuse("Name the yearly rate next to the price, in letters of the same size."),
        );
    }
    if dice.percent(10) {
        story = story.answers("sign-off", Answer::Refuse("Not in the week of the recall. Ask me again on Monday."));
    }
    if dice.percent(7) {
        let data = json!({"title": title, "fingerprint": Json::Null});
        story = story.comes("embargo", Coming { after: hours(6), repeats: &[], data });
    }
    story
}

pub fn story(scene: &mut Scene<'_>) -> Story {
    let (title, topic, claims) = TEXTS[scene.dice.below(TEXTS.len())];
    let lead = days(scene.dice.between(4, 12));
    let publish_at = scene.at.checked_add(lead).unwrap_or(scene.at).to_string();
    let fingerprint = fingerprint(scene);
    let changed = [4, 20, 60, 100][scene.dice.below(4)];
    let machine = scene.dice.percent(25);
    let data = json!({
        "title": title, "fingerprint": fingerprint, "topic": topic, "claims": claims, "publish_at": publish_at,
        "changed": changed, "machine_written": machine, "endorsed": scene.dice.percent(8),
    });
    common(scene, Beginning::ByHand { role: "author", data }, title)
}

/// The monthly letter that the schedule starts.
pub fn monthly(scene: &mut Scene<'_>) -> Story {
    let beginning = Beginning::ByHand { role: "author", data: json!({}) };
    common(scene, beginning, "What is new this month")
}
