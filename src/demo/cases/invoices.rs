//! Suppliers' invoices.

use serde_json::{Value as Json, json};

use super::Scene;
use crate::demo::story::{Answer, Beginning, Replacement, Story};
use crate::demo::systems::{VENDORS, Vendor};

const PROCEDURE: &str = "invoice-approval";

pub fn story(scene: &mut Scene<'_>) -> Story {
    let mut number = 2_400 + scene.number;
    // Now and then the same invoice comes a second time.
    let again = scene.number > 40 && scene.dice.percent(5);
    if again {
        number -= 30;
    }
    let mut of_number = crate::demo::chance::Dice::of(scene.cast.seed, &format!("invoice {number}"));
    let active = VENDORS.len() - 1;
    let vendor = if of_number.percent(2) { &VENDORS[active] } else { &VENDORS[of_number.below(active)] };
    let (lines, total) = lines(vendor, &mut of_number);
    let dice = &mut scene.dice;
    let has_order = dice.percent(80);
    let new_account = dice.percent(5);
    let account = if new_account { "LT00 7300 0101 2345 6700" } else { vendor.account };
    let blurred = dice.percent(10);
    let name = if dice.percent(4) { vendor.name.to_uppercase() } else { vendor.name.to_owned() };
    let initials: String = vendor.name.split(' ').filter_map(|word| word.chars().next()).take(2).collect();
    let invoice_number = format!("{}-{number}", initials.to_uppercase());
    let mut data = json!({
        "vendor": name, "invoice_number": invoice_number, "total": money(total), "bank_account": account,
        "invoice_date": scene.at.to_zoned(crate::demo::hours::zone()).date().to_string(), "lines": lines,
    });
    if has_order {
        data["order_number"] = json!(format!("PO-{}", 8_800 + number % 700));
    }
    if blurred {
        data["confidence"] = json!(0.74);
    }
    let mut story = Story::new(PROCEDURE, scene.at, Beginning::ByHand { role: "payables-clerk", data }).knows(json!({
        "vendor": vendor.name, "document": scene.cast.papers.invoice, "payable": money(total), "called_back": !dice.percent(45),
        "approver": "budget-owner", "vendor_status": "active", "account_on_file": vendor.account, "twins": 0,
        "posting": "K-by-hand", "payment": "paid", "due_on": scene_due(scene.at, vendor.terms),
    }));
    if dice.percent(30) {
        story = story.answers(
            "ask-buyer",
            Answer::Refuse("The framework agreement has the old price until the end of the year."),
        );
    }
    if dice.percent(30) {
        story =
            story.answers("ask-budget", Answer::Refuse("I have not ordered this, and nobody in my department has."));
    }
    if dice.percent(6) {
        story =
            story.answers("release-one", Answer::Refuse("It is paid twice if this goes out: see the standing order."));
    }
    if dice.percent(5) {
        story = story.replaces(Replacement {
            step: "judge",
            role: "controller",
            values: json!({"finding": "matched"}),
            code: "receipt-booked-late",
            words: "The receipt was booked an hour after the match; the pallets are on the yard, I have seen them.",
        });
    }
    story
}

fn scene_due(at: jiff::Timestamp, terms: i64) -> String {
    let due = at.checked_add(crate::demo::story::days(terms)).unwrap_or(at);
    due.to_zoned(crate::demo::hours::zone()).date().to_string()
}

/// Cents as a decimal that no binary float has touched.
fn money(cents: i64) -> Json {
    serde_json::from_str(&format!("{}.{:02}", cents / 100, cents % 100)).unwrap_or(Json::Null)
}

/// One to four lines, and what they come to in cents. Some are too many, some too dear.
fn lines(vendor: &Vendor, dice: &mut crate::demo::chance::Dice) -> (Json, i64) {
    let mut total = 0;
    let mut lines = Vec::new();
    for (item, agreed) in vendor.sells.iter().take(dice.below(3) + 1) {
        let ordered = if *agreed > 5_000 { dice.between(1, 12) } else { dice.between(20, 400) };
        let price = match dice.between(1, 100) {
            1..=6 => agreed + agreed * dice.between(4, 14) / 100,
            7..=16 => agreed + agreed / 100,
            _ => *agreed,
        };
        let received = if dice.percent(9) { ordered - ordered / 10 - 1 } else { ordered };
        total += ordered * price;
        lines.push(json!({
            "item": item, "billed": ordered, "price": money(price), "ordered": ordered,
            "received": received.max(0), "agreed": money(*agreed),
        }));
    }
    (Json::Array(lines), total)
}
