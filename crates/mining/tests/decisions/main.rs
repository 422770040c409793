//! Why cases go one way and not another.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

use mining::align::{self, Budget, Model};
use mining::decide::{Decision, Rule, Settings, Untold, decisions, field};
use mining::log::{Activity, Builder, Log, Name, Value, Variants};
use mining::tree::Tree;
use proptest::prelude::*;

/// Numbers as by chance, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

fn decided(log: &Log, tree: &str) -> Vec<Decision> {
    let variants = Variants::of(log);
    let tree: Tree<String> = tree.parse().unwrap();
    let tree = tree.map(&mut |name| {
        let Name(number) = log.activities().find(name).unwrap();
        Activity(number)
    });
    let alignments = align::variants(&Model::of(&tree), &variants, Budget::default());
    decisions(log, &variants, &tree, &alignments, Settings::default())
}

fn written(rules: &[Rule]) -> Vec<String> {
    rules.iter().map(|rule| format!("{} if {rule}", rule.way)).collect()
}

#[test]
fn a_limit_on_an_amount_is_found_and_counted() {
    let (mut builder, mut dice) = (Builder::default(), Dice(1));
    for case in 0..1_000 {
        builder.case(&case.to_string());
        let amount = dice.below(1_000) as i64;
        builder.case_value("Amount (EUR)", Value::Whole(amount));
        builder.case_value("colour", Value::Text(["red", "green", "blue"][dice.below(3) as usize]));
        builder.event("register", None);
        builder.event(if amount > 500 { "check" } else { "pass" }, None);
    }
    let found = decided(&builder.finish(), "->( 'register', X( 'check', 'pass' ) )");
    let [decision] = &found[..] else { panic!("{found:?}") };
    let rules = decision.rules.as_ref().unwrap();
    assert_eq!(written(&rules.rules), ["0 if amount_eur > 500", "1 if amount_eur <= 500"]);
    assert!(rules.accuracy > 0.98 && rules.majority < 0.6, "{rules:?}");
    assert_eq!(rules.rules.iter().map(|rule| rule.support).sum::<u64>(), 1_000);
    assert_eq!(decision.ways.iter().map(|(_, times)| times).sum::<u64>(), 1_000);
}

#[test]
fn where_nothing_foretells_the_way_nothing_is_claimed() {
    for seed in 0..20 {
        let (mut builder, mut dice) = (Builder::default(), Dice(seed));
        for case in 0..600 {
            builder.case(&case.to_string());
            builder.case_value("amount", Value::Whole(dice.below(1_000) as i64));
            builder.case_value("channel", Value::Text(["post", "web", "desk"][dice.below(3) as usize]));
            builder.case_value("number", Value::Text(&case.to_string()));
            builder.event(["a", "a", "b"][dice.below(3) as usize], None);
        }
        let found = decided(&builder.finish(), "X( 'a', 'b' )");
        assert!(matches!(found[0].rules, Err(Untold::NothingFound { .. })), "{seed}: {found:?}");
    }
}

#[test]
fn what_becomes_known_after_the_choice_is_not_used() {
    let (mut builder, mut dice) = (Builder::default(), Dice(3));
    for case in 0..500 {
        builder.case(&case.to_string());
        builder.event("ask", None);
        let yes = dice.below(2) == 0;
        builder.event(if yes { "grant" } else { "refuse" }, None);
        builder.event_value("result", Value::Text(if yes { "granted" } else { "refused" }));
        builder.event("close", None);
    }
    let found = decided(&builder.finish(), "->( 'ask', X( 'grant', 'refuse' ), 'close' )");
    assert!(found[0].rules.is_err(), "{found:?}");
}

#[test]
fn what_happens_beside_a_choice_is_not_taken_for_its_reason() {
    let (mut builder, mut dice) = (Builder::default(), Dice(8));
    for case in 0..600 {
        builder.case(&case.to_string());
        builder.event("ask", None);
        // The letter is always written last: that it was is no reason to check no more.
        builder.event("check", None);
        while dice.below(2) == 0 {
            builder.event("check", None);
        }
        builder.event("write", None);
        builder.event_value("letter", Value::Text("sent"));
        builder.event("close", None);
    }
    let found = decided(&builder.finish(), "->( 'ask', +( *( 'check', tau ), 'write' ), 'close' )");
    assert!(found[0].rules.is_err(), "{found:?}");
}

#[test]
fn the_last_value_before_the_choice_counts() {
    let (mut builder, mut dice) = (Builder::default(), Dice(4));
    for case in 0..500 {
        builder.case(&case.to_string());
        builder.event("ask", None);
        builder.event_value("risk", Value::Text(["low", "high"][dice.below(2) as usize]));
        builder.event("look", None);
        let high = dice.below(3) == 0;
        builder.event_value("risk", Value::Text(if high { "high" } else { "low" }));
        builder.event(if high { "refuse" } else { "grant" }, None);
    }
    let found = decided(&builder.finish(), "->( 'ask', 'look', X( 'grant', 'refuse' ) )");
    assert_eq!(written(&found[0].rules.as_ref().unwrap().rules), [r#"0 if risk == "low""#, r#"1 if risk != "low""#]);
}

#[test]
fn what_is_sometimes_unknown_is_asked_for_before_it_is_read() {
    let (mut builder, mut dice) = (Builder::default(), Dice(5));
    for case in 0..900 {
        builder.case(&case.to_string());
        let score = dice.below(100) as i64;
        let known = dice.below(3) > 0;
        if known {
            builder.case_value("score", Value::Whole(score));
        }
        builder.event(if known && score > 70 { "accept" } else { "refuse" }, None);
    }
    let found = decided(&builder.finish(), "X( 'accept', 'refuse' )");
    let rules = written(&found[0].rules.as_ref().unwrap().rules);
    assert_eq!(rules, ["0 if score != null and score > 70", "1 if (score == null or score <= 70)"]);
}

#[test]
fn a_loop_is_left_for_a_reason() {
    let (mut builder, mut dice) = (Builder::default(), Dice(6));
    for case in 0..400 {
        builder.case(&case.to_string());
        loop {
            let complete = dice.below(3) > 0;
            builder.event("check", None);
            builder.event_value("complete", Value::Flag(complete));
            if complete {
                break;
            }
            builder.event("mend", None);
        }
    }
    let found = decided(&builder.finish(), "*( 'check', 'mend' )");
    assert_eq!(written(&found[0].rules.as_ref().unwrap().rules), ["0 if complete == true", "1 if complete == false"]);
}

#[test]
fn a_choice_that_was_seldom_seen_has_no_rule() {
    let mut builder = Builder::default();
    for case in 0..30 {
        builder.case(&case.to_string());
        builder.case_value("amount", Value::Whole(case));
        builder.event(if case > 15 { "a" } else { "b" }, None);
    }
    assert_eq!(decided(&builder.finish(), "X( 'a', 'b' )")[0].rules, Err(Untold::TooFew));
}

#[test]
fn keys_become_names_of_fields() {
    for (key, name) in [("case:AMOUNT_REQ", "case_amount_req"), ("Größe", "gr_e"), ("2nd", "field_2nd"), ("–", "field")]
    {
        assert_eq!(field(key), name);
    }
}

proptest! {
    #[test]
    fn no_data_is_too_strange(
        rows in prop::collection::vec((any::<f64>(), prop::option::of("[\"a-c' \n]{0,3}"), any::<Option<bool>>(), 0..3_usize), 1..200)
    ) {
        let mut builder = Builder::default();
        for name in ["a", "b", "c"] {
            builder.case(name);
            builder.event(name, None);
        }
        for (case, (number, text, flag, way)) in rows.iter().enumerate() {
            builder.case(&case.to_string());
            builder.case_value("number", Value::Number(*number));
            text.iter().for_each(|text| builder.case_value("text", Value::Text(text)));
            flag.iter().for_each(|&flag| builder.case_value("flag", Value::Flag(flag)));
            builder.event(["a", "b", "c"][*way], None);
        }
        let log = builder.finish();
        let found = decided(&log, "X( 'a', 'b', 'c' )");
        prop_assert_eq!(found[0].looked_at, log.len() as u64);
    }
}
