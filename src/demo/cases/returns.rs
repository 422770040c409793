//! Returns of damaged items.

use serde_json::json;

use super::Scene;
use crate::demo::story::{Answer, Beginning, Coming, Replacement, Story, days, hours};

const PROCEDURE: &str = "damaged-item-return";

const CUSTOMERS: &[&str] = &[
    "ada.brunner@example.org",
    "j.oconnell@example.com",
    "familie.wagner@example.net",
    "p.kowalczyk@example.org",
    "workshop.at.the.old.mill@example.com",
    "n.abdullah@example.net",
    "s.lefebvre@example.org",
    "maximiliane.freifrau.von.und.zu.grafenstein@example.com",
    "k.yamamoto@example.org",
    "r.silva@example.net",
];

const ACCOUNTS: &[&str] = &[
    "The box was pressed in on one side, and when I lifted it out a piece fell off.",
    "It worked for one evening. Since then there is a humming noise and nothing moves.",
    "There is a long scratch right across the front. Otherwise all is well.",
    "The parcel had been opened and taped again. One part is bent.",
    "I unpacked it on Saturday with my son. The glass was in a hundred pieces already in the box.",
    "It does not switch on. I tried two sockets and another cable.",
    "The paint is chipped at both corners; it was a present, so I would rather not keep it like that.",
];

pub fn story(scene: &mut Scene<'_>) -> Story {
    let dice = &mut scene.dice;
    let before = if dice.percent(8) { dice.between(34, 50) } else { dice.between(3, 16) };
    let day = scene.at.duration_since(scene.cast.until).as_hours() / 24;
    // Numbers differ so that no order comes twice in the same weeks.
    let number = scene.cast.office.order_of_day(day - before, i64::try_from(scene.number * 7).unwrap_or(0));
    let order = scene.cast.office.order(number);
    let cents = order.as_ref().map_or(0, |order| order.cents);
    let fragile = order.is_some_and(|order| order.item.contains("glass") || order.item.contains("lamp"));
    let order_id = format!("ORD-{number}");
    let customer = CUSTOMERS[dice.below(CUSTOMERS.len())];
    let unknown = dice.percent(6);
    let asked = if unknown { format!("ORD-{}", number + 90_000) } else { order_id.clone() };
    let data = json!({"order_id": asked, "customer": customer});
    let beginning = if dice.percent(45) {
        let ticket = format!("T-{}", 70_000 + scene.number);
        let data = json!({"kind": "damaged item", "order_id": asked, "customer": customer, "ticket_id": ticket});
        Beginning::Event { event: "com.example.ticket.created", data }
    } else {
        Beginning::ByHand { role: "support-agent", data }
    };
    let damage = match dice.between(1, 10) {
        1..=3 => "total",
        4..=7 => "functional",
        _ => "cosmetic",
    };
    let damage = if fragile { "total" } else { damage };
    let injury = dice.percent(3);
    let account = if injury {
        "The handle came off while the pot was full, and I burnt my foot. I had to see a doctor."
    } else {
        ACCOUNTS[dice.below(ACCOUNTS.len())]
    };
    let photo = if fragile { &scene.cast.papers.lamp } else { &scene.cast.papers.parcel };
    let remedy = if cents > 10_000 { "repair" } else { "refund" };
    let mut story = Story::new(PROCEDURE, scene.at, beginning).knows(json!({
        "order_id": order_id, "account": account, "injury": injury, "damage": damage, "photo": photo,
        "remedy": remedy, "content": "as described",
        // Where the shop could not be reached, they read it from the delivery note.
        "item": "as on the delivery note", "lot": "unknown", "amount": cents / 100, "bought_on": scene.cast.office.order(number).map(|order| order.day.to_string()),
        "same_lot": 0, "return_number": format!("RMA-{number}"),
    }));
    if dice.percent(12) {
        story = story.answers(
            "unpack",
            Answer::Fill(json!({"content": if dice.percent(50) { "another item" } else { "nothing" }})),
        );
    }
    if dice.percent(22) {
        let reason =
            ["The pictures show wear of years.", "Sold as a display piece with this very scratch; see the invoice."]
                [dice.below(2)];
        story = story.answers("lead-decides", Answer::Refuse(reason)).answers("goodwill", Answer::Refuse(reason));
    }
    if dice.percent(4) {
        story = story
            .answers("inspect", Answer::Raise(None, "The customer sends pictures of an item that we have never sold."));
    }
    let slow = dice.percent(7);
    let after = if slow { days(dice.between(15, 17)) } else { hours(dice.between(30, 130)) };
    for after in [after, days(2), days(2)] {
        let coming = Coming { after, repeats: &[("return_number", "return_number")], data: json!({}) };
        story = story.comes("await-parcel", coming);
    }
    if dice.percent(9) {
        story = story.replaces(Replacement {
            step: "choose",
            role: "support-lead",
            values: json!({"remedy": "refund"}),
            code: "customer-wish",
            words: "The customer has bought another one meanwhile and would rather have the money back.",
        });
    }
    story
}
