//! Why a run did not take a branch: the comparison that decided, with its values.

use procedure::document::{Block, Decide, Verb};
use procedure::expression::{Expression, Known, Limits};
use procedure::value::{Value, Values};

use crate::event::{Choice, DecisionMade};
use crate::sight::Sight;

/// Nothing where the branch was taken. The values are those that the decision read, so that it reads the same for ever.
pub(super) fn not_taken(sight: &Sight<'_>, block: &Block, decision: &DecisionMade) -> Option<String> {
    let taken = match (&decision.choice, block) {
        (Choice::Case(taken), Block::Case(_, case)) => taken == case,
        (Choice::Otherwise, Block::Otherwise(_)) => true,
        _ => false,
    };
    if taken {
        return None;
    }
    let decide = sight.program.place(&decision.step).and_then(|place| match &place.step.verb {
        Verb::Decide { decide } => Some(decide),
        _ => None,
    });
    let told = decide.and_then(|decide| because(sight, decide, block, decision));
    Some(told.unwrap_or_else(|| "another branch was chosen".to_owned()))
}

/// What made its own condition false; else what made the condition true of the case that came before it.
fn because(sight: &Sight<'_>, decide: &Decide, block: &Block, decision: &DecisionMade) -> Option<String> {
    let values = read(&decision.inputs);
    let zone = sight.program.calendar.timezone.time_zone().clone();
    let scope = Known { values: &values, zone };
    let told = |condition: &Expression, wanted: bool| {
        let (truth, told) = condition.decided(&scope, &Limits::default(), sight)?;
        (truth == wanted).then(|| told.join(" and "))
    };
    let case = |at: usize| decide.cases.get(at).map(|case| &case.when);
    let own = match block {
        Block::Case(_, at) => case(*at).and_then(|when| told(when, false)),
        _ => None,
    };
    own.or_else(|| match &decision.choice {
        Choice::Case(at) => case(*at).and_then(|when| told(when, true)),
        Choice::Rows(_) | Choice::Otherwise | Choice::Continue => None,
    })
}

/// What was read, by dotted name, as the names that an expression sees.
fn read(inputs: &[(String, Value)]) -> Values {
    let mut values = Values::new();
    for (path, value) in inputs {
        let mut parts = path.split('.').peekable();
        let mut at = &mut values;
        while let Some(part) = parts.next() {
            if parts.peek().is_none() {
                at.insert(part.to_owned(), value.clone());
                break;
            }
            let next = at.entry(part.to_owned()).or_insert_with(|| Value::Object(Values::new()));
            let Value::Object(inner) = next else { break };
            at = inner;
        }
    }
    values
}
