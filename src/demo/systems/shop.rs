//! The shop and its payments.

use std::collections::BTreeSet;

use engine::port::{Failure, Repeat, Request};
use jiff::civil::Date;
use serde_json::{Value as Json, json};

use super::{Offer, Office, locked, text};

pub const SYSTEMS: &[(&str, &[Offer])] = &[
    (
        "shop",
        &[
            ("getOrder", "Look up an order", Repeat::Safe, &["id"], get_order),
            ("openReturn", "Open a return", Repeat::Keyed, &["order"], open_return),
            ("sendReplacement", "Send a replacement", Repeat::Keyed, &["order"], send_replacement),
        ],
    ),
    ("payments", &[("refund", "Pay money back", Repeat::Keyed, &["order", "amount"], refund)]),
];

/// Name and price in cents.
const ITEMS: &[(&str, i64)] = &[
    ("cordless drill BX-18", 18_900),
    ("set of nine chisels, ash handles", 12_450),
    ("workbench lamp with clamp", 4_590),
    ("enamel stock pot, 8 litres", 3_990),
    ("stainless kettle", 3_450),
    ("folding step stool", 5_900),
    ("garden shears, left-handed", 4_200),
    ("shelf bracket, oiled oak, pair", 2_890),
    ("sliding mitre saw SM-254", 61_900),
    ("toolbox with two trays", 7_900),
    ("wall clock, radio-controlled", 4_990),
    ("hand-blown glass vase", 2_400),
    ("kitchen scale to 5 kg", 2_990),
    ("rotary evaporator stand for the hobby laboratory, height-adjustable, with spirit level", 54_900),
    ("wireless thermometer, two sensors", 5_490),
    ("cast-iron pan, 28 cm", 6_400),
];

/// Orders a day.
const A_DAY: i64 = 40;

/// The first order's number, a hundred and fifty days before the end of the history.
const FIRST: i64 = 41_000;
const FIRST_DAY: i64 = -150;

#[derive(Default)]
pub struct Desk {
    refunded: BTreeSet<String>,
}

/// An order of the shop.
#[derive(Debug, Clone)]
pub struct Order {
    pub item: &'static str,
    pub cents: i64,
    pub lot: String,
    pub day: Date,
}

impl Office {
    /// The order of this number; numbers count up with the days.
    pub fn order(&self, number: i64) -> Option<Order> {
        let index = number - FIRST;
        if !(0..A_DAY * (-FIRST_DAY + 1)).contains(&index) {
            return None;
        }
        let mut dice = self.dice(&format!("order {number}"));
        let (item, cents) = ITEMS[dice.below(ITEMS.len())];
        let day = self.day(FIRST_DAY + index / A_DAY);
        let initial = item.chars().next().unwrap_or('x').to_ascii_uppercase();
        let lot = format!("{initial}{:02}{:02}-{}", day.year() % 100, day.month(), dice.between(1, 2));
        Some(Order { item, cents, lot, day })
    }

    /// An order that was placed so many days before the end of the history.
    pub fn order_of_day(&self, from_end: i64, chance: i64) -> i64 {
        FIRST + (from_end - FIRST_DAY).clamp(0, -FIRST_DAY) * A_DAY + chance.rem_euclid(A_DAY)
    }
}

fn number(id: &str) -> Option<i64> {
    id.trim().strip_prefix("ORD-")?.parse().ok()
}

fn order(office: &Office, id: &str) -> Result<Order, Failure> {
    let found = number(id).and_then(|number| office.order(number));
    found.ok_or_else(|| Failure::permanent("not-found", format!("the shop has no order {id}")))
}

fn get_order(office: &Office, request: &Request) -> Result<Json, Failure> {
    let order = order(office, &text(request, "id"))?;
    // Whole cents as a decimal, never through a binary float.
    let amount: Json = serde_json::from_str(&format!("{}.{:02}", order.cents / 100, order.cents % 100))
        .map_err(|error| Failure::permanent("failure", error.to_string()))?;
    Ok(json!({"item": order.item, "lot": order.lot, "amount": amount, "ordered_on": order.day.to_string()}))
}

fn open_return(office: &Office, request: &Request) -> Result<Json, Failure> {
    let id = text(request, "order");
    order(office, &id)?;
    Ok(json!({"number": format!("RMA-{}", id.trim_start_matches("ORD-"))}))
}

fn send_replacement(office: &Office, request: &Request) -> Result<Json, Failure> {
    let id = text(request, "order");
    let order = order(office, &id)?;
    if order.item.starts_with("hand-blown") {
        return Err(Failure::permanent("out-of-stock", format!("there is no {} left", order.item)));
    }
    Ok(json!({"shipment": format!("SH-{}", id.trim_start_matches("ORD-"))}))
}

fn refund(office: &Office, request: &Request) -> Result<Json, Failure> {
    let id = text(request, "order");
    order(office, &id)?;
    if !locked(&office.shop).refunded.insert(id.clone()) {
        return Err(Failure::permanent("already-refunded", format!("{id} was refunded before")));
    }
    Ok(json!({"status": "paid"}))
}
