//! Lots at goods-in.

use serde_json::json;

use super::Scene;
use crate::demo::story::{Answer, Beginning, Replacement, Story};
use crate::demo::systems::{PARTS, SUPPLIERS};

const PROCEDURE: &str = "incoming-inspection";

pub fn story(scene: &mut Scene<'_>) -> Story {
    let dice = &mut scene.dice;
    let (part, name) = PARTS[dice.below(PARTS.len())];
    let supplier = SUPPLIERS[dice.below(SUPPLIERS.len())];
    let lot = format!("L-{}", 61_000 + scene.number * 3);
    let size = [60, 120, 240, 400, 800, 1_500, 2_000][dice.below(7)];
    let revision = ["rev B", "rev C", "rev D"][dice.below(3)];
    let drawing = format!("{part} {revision} ({name})");
    let data = json!({"lot": lot, "part": part, "drawing": drawing, "supplier": supplier, "lot_size": size});
    let beginning = if dice.percent(60) {
        let data = json!({"lot": lot, "part": part, "drawing": drawing, "supplier": supplier, "quantity": size, "inspect": true});
        Beginning::Event { event: "com.example.goods.received", data }
    } else {
        Beginning::ByHand { role: "inspector", data }
    };
    let bad = dice.percent(14);
    let defects = if bad { dice.between(6, 9).min(size / 12 + 3) } else { [0, 0, 0, 1, 1, 2][dice.below(6)] };
    let defects = if size <= 60 { defects.min(5) } else { defects };
    let critical = i64::from(defects > 0 && dice.percent(6));
    let capability = [1.12, 1.29, 1.41, 1.48, 1.6, 1.72][dice.below(6)];
    let becomes = ["rework", "return", "scrap"][dice.below(3)];
    let mut story = Story::new(PROCEDURE, scene.at, beginning).knows(json!({
        "seed": dice.between(1_000, 9_999).to_string(), "defects": defects, "critical_defects": critical,
        "defect_photo": scene.cast.papers.part, "capability": capability, "enough": true,
        "gauge_due": scene.date(180), "use": becomes,
        "switching": "normal", "history": [true, true, true, true],
    }));
    let dice = &mut scene.dice;
    if dice.percent(25) {
        story = story.answers("series", Answer::Fill(json!({"capability": capability, "enough": false})));
    }
    if dice.percent(8) {
        story = story.answers(
            "release",
            Answer::Refuse("The burr on the picture is not in the count. Look at it again without the first result."),
        );
        story = story.answers("second-look", Answer::Fill(json!({"defects": defects})));
    }
    if dice.percent(4) {
        story = story.answers(
            "draw",
            Answer::Raise(
                Some("cannot-inspect"),
                "Two lots stand on one pallet, and the labels do not say which piece is of which.",
            ),
        );
    }
    if bad && dice.percent(30) {
        story = story.replaces(Replacement {
            step: "judge",
            role: "quality-engineer",
            values: json!({"verdict": "accept"}),
            code: "use-as-is",
            words: "The scratches lie on a face that is ground anyway; engineering has agreed in writing.",
        });
    }
    story
}
