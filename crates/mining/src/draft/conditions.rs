//! What choices depend on: rules that were mined, where they are sure, and otherwise a question to a person.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};

use super::evidence::Evidence;
use super::naming;
use crate::decide::{self, Condition, Decision, Rules, Settings, Untold};
use crate::log::{Activity, Kind, Log, Value};
use crate::tree::Tree;

/// A rule decides by itself only where it is right this often on cases kept aside; otherwise it is told to the person who
/// decides.
const SURE: f64 = 0.9;
/// ... and halves the mistakes that always taking the most frequent way would make.
const FEWER_MISTAKES: f64 = 0.5;
/// More rules for one way are no longer read.
const MOST_RULES: usize = 4;
/// So many different texts are offered as a choice.
const MOST_TEXTS: usize = 12;

/// Said where nothing is known that would foretell how it goes on.
const UNTOLD: &str = "The log does not tell what this depends on.";

/// A way of a choice, as a rule tells it.
#[derive(Debug, Clone)]
pub(super) struct Told {
    pub expression: String,
    pub because: String,
}

/// What was mined about the choices of one tree.
#[derive(Debug, Default)]
pub(super) struct Conditions(BTreeMap<usize, Decision>);

impl Conditions {
    pub(super) fn of(log: &Log, tree: &Tree<Activity>, evidence: &Evidence, settings: Settings) -> Self {
        let (variants, alignments) = (&evidence.variants, &evidence.alignments);
        let mut told = log.clone();
        told.retain_columns(|key, column| !log.names_somebody(key, column));
        let decisions = decide::decisions(&told, variants, tree, alignments, settings);
        Self(decisions.into_iter().map(|decision| (decision.node, decision)).collect())
    }

    fn rules(&self, node: usize) -> Option<&Rules> {
        self.0.get(&node)?.rules.as_ref().ok()
    }

    /// The attributes that any rule reads.
    pub(super) fn all_keys(&self) -> BTreeSet<Box<str>> {
        self.0.keys().flat_map(|node| self.keys(*node)).collect()
    }

    /// When this way is taken, where the rules are sure, and can be written as an expression over fields of their own.
    pub(super) fn told(&self, node: usize, way: usize) -> Option<Told> {
        let is_sure =
            |rules: &&Rules| rules.accuracy >= SURE && 1.0 - rules.accuracy <= FEWER_MISTAKES * (1.0 - rules.majority);
        let rules = self.rules(node).filter(is_sure)?;
        let own: Vec<_> = rules.rules.iter().filter(|rule| rule.way == way).collect();
        let untold = |rule: &&decide::Rule| rule.conditions.is_empty() || rule.conditions.iter().any(is_about_the_log);
        if own.is_empty() || own.len() > MOST_RULES || own.iter().any(untold) {
            return None;
        }
        let one = |rule: &&decide::Rule| match own.len() {
            1 => rule.to_string(),
            _ => format!("({rule})"),
        };
        let (right, support) = own.iter().fold((0, 0), |(right, all), rule| (right + rule.right, all + rule.support));
        let because = format!(
            "Mined: so went {} of {} looked at to which this applies. On cases kept aside the rules are right in {}, the most frequent way alone in {}.",
            naming::counted(right),
            naming::cases(support),
            naming::percent(rules.accuracy, 1.0),
            naming::percent(rules.majority, 1.0),
        );
        Some(Told { expression: own.iter().map(one).collect::<Vec<_>>().join(" or "), because })
    }

    /// What a person who decides may be told of how it went before: what was mined, or that the log does not tell; nothing
    /// where it was not looked for.
    pub(super) fn hint(&self, node: usize, way: usize) -> Option<String> {
        let decision = self.0.get(&node)?;
        let rules = match &decision.rules {
            Ok(rules) => rules,
            Err(Untold::TooFew) => return Some("It came up too seldom to tell what it depends on.".to_owned()),
            Err(Untold::NothingFound { .. }) => return Some(UNTOLD.to_owned()),
        };
        let told = |rule: &&decide::Rule| {
            rule.way == way && !rule.conditions.is_empty() && !rule.conditions.iter().any(is_about_the_log)
        };
        let Some(best) = rules.rules.iter().filter(told).max_by_key(|rule| rule.right) else {
            return Some(UNTOLD.to_owned());
        };
        Some(format!(
            "Not sure enough to decide by: so went {} of {} looked at with {best}. On cases kept aside what was mined is right in {}, the most frequent way alone in {}.",
            naming::counted(best.right),
            naming::cases(best.support),
            naming::percent(rules.accuracy, 1.0),
            naming::percent(rules.majority, 1.0),
        ))
    }

    /// The attributes that the rules of a node read, in the order of their names.
    pub(super) fn keys(&self, node: usize) -> BTreeSet<Box<str>> {
        let rules = self.rules(node).into_iter().flat_map(|rules| &rules.rules);
        rules.flat_map(|rule| &rule.conditions).map(|condition| key(condition).into()).collect()
    }
}

/// That something is written down at all says more of the log than of the work.
fn is_about_the_log(condition: &Condition) -> bool {
    match condition {
        Condition::Known { .. } | Condition::Unknown { .. } => true,
        Condition::Above { .. }
        | Condition::AtMost { .. }
        | Condition::Is { .. }
        | Condition::IsNot { .. }
        | Condition::True { .. }
        | Condition::NotTrue { .. } => false,
    }
}

fn key(condition: &Condition) -> &str {
    match condition {
        Condition::Above { key, .. }
        | Condition::AtMost { key, .. }
        | Condition::Is { key, .. }
        | Condition::IsNot { key, .. }
        | Condition::True { key, .. }
        | Condition::NotTrue { key, .. }
        | Condition::Known { key }
        | Condition::Unknown { key } => key,
    }
}

/// The field that holds an attribute; none where the log has no such attribute.
pub(super) fn field(log: &Log, key: &str) -> Option<Json> {
    let column = log.event_columns().get(key).or_else(|| log.case_columns().get(key))?;
    let words = naming::words(key);
    let ask = format!("What is the {words}?");
    let mut field = match column.kind() {
        Kind::Text => json!({"type": "string", "ask": ask, "optional": true}),
        Kind::Number => json!({"type": "number", "ask": ask, "optional": true}),
        Kind::Whole => json!({"type": "integer", "ask": ask, "optional": true}),
        Kind::Moment => json!({"type": "date-time", "ask": ask, "optional": true}),
        Kind::Flag => {
            json!({"type": "boolean", "ask": format!("Does this hold: {words}?"), "optional": true})
        }
    };
    field["title"] = json!(naming::capital(&words));
    if column.kind() == Kind::Text {
        let mut texts: Vec<&str> = Vec::new();
        for (_, value) in column.iter() {
            let Value::Text(text) = value else { continue };
            if !texts.contains(&text) {
                texts.push(text);
            }
            if texts.len() > MOST_TEXTS {
                return Some(field);
            }
        }
        texts.sort_unstable();
        field["enum"] = json!(texts);
    }
    Some(field)
}
