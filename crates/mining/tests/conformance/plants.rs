//! A thousand cases of a small procedure, as they should be, and with deviations planted from a known day on.

use mining::log::{Builder, Log, Moment, Value};

/// Micro-seconds of an hour.
const HOUR: i64 = 3_600_000_000;
/// 2026-01-05T08:00:00Z, a Monday.
const BEGIN: i64 = 1_767_600_000_000_000;
/// Cases begin so far apart: a thousand in about 83 days.
const APART: i64 = 2 * HOUR;

/// The first case that a plant may touch: it begins on 2026-02-16.
pub const PLANTED_FROM: usize = 500;

/// One event of a case before it is written.
#[derive(Clone)]
pub struct Did {
    pub step: &'static str,
    pub person: String,
    pub role: &'static str,
    pub hours: i64,
    pub receipt: bool,
}

pub struct Planted {
    pub region: &'static str,
    pub amount: i64,
    pub events: Vec<Did>,
}

/// A row of numbers that is the same every time (Knuth's linear congruential generator).
struct Row(u64);

impl Row {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

fn orderly(row: &mut Row) -> Planted {
    let amount = row.below(1_000) as i64;
    let steps: &[&str] = if amount > 500 {
        &["register", "inspect", "report", "approve", "pay", "close"]
    } else {
        &["register", "glance", "approve", "pay", "close"]
    };
    let role = |step| match step {
        "approve" => "lead",
        "pay" => "clerk",
        _ => "agent",
    };
    let mut did = |step: &'static str| Did {
        step,
        person: format!("{}-{}", role(step), row.below(8)),
        role: role(step),
        hours: 1 + row.below(20) as i64,
        receipt: step == "register",
    };
    let events = steps.iter().map(|step| did(step)).collect();
    Planted { region: ["north", "south", "west"][row.below(3) as usize], amount, events }
}

/// A thousand cases; every tenth of those that a plant may touch, of one region, is changed by it.
pub fn cases(change: impl Fn(&mut Planted)) -> Log {
    let mut row = Row(7);
    let mut log = Builder::default();
    for number in 0..1_000 {
        let mut case = orderly(&mut row);
        let touched = row.below(10) == 0 && case.region == "north" && number >= PLANTED_FROM;
        if touched {
            change(&mut case);
        }
        log.case(&format!("case {number}"));
        log.case_value("region", Value::Text(case.region));
        log.case_value("amount", Value::Whole(case.amount));
        log.case_value("channel", Value::Text(["shop", "web"][row.below(2) as usize]));
        let mut time = BEGIN + number as i64 * APART;
        for event in case.events {
            time += event.hours * HOUR;
            log.event(event.step, Some(Moment(time)));
            log.person(&event.person);
            log.event_value("org:role", Value::Text(event.role));
            if event.receipt {
                log.event_value("receipt", Value::Text("R-1"));
            }
        }
    }
    log.finish()
}

impl Planted {
    pub fn place(&self, step: &str) -> usize {
        self.events.iter().position(|event| event.step == step).unwrap()
    }
}
