//! One case: what was done in it, in order, and where it departs from a procedure.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use jiff::Timestamp;
use mining::conform::{CaseFinding, CaseMove, MoveKind};
use mining::log::{Column, Event, Log, Person};
use mining::performance::START;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::conformance::{DeviationClass, StepTold};
use super::{Hidden, cut, stamp, written};

/// So many events of a case are told, and so much of a value, in characters.
const MOST_EVENTS: usize = 2_000;
const LONGEST_VALUE: usize = 1_000;

/// A case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CaseTimeline {
    /// Its place in the part of the log that is looked at.
    pub case: usize,
    pub name: String,
    /// The run that it is, in a log of our own.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub run: Option<String>,
    /// What the log says of it. What tells who somebody is is left out.
    pub values: Vec<ValueTold>,
    /// In the log's order, at most 2,000.
    pub events: Vec<EventTold>,
    /// How many events it has.
    pub count: usize,
    /// The case beside the procedure that was asked for: of its first 2,000 events, and what the procedure has in between.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub moves: Option<Vec<MoveTold>>,
}

/// What a log says under a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ValueTold {
    pub key: String,
    pub value: String,
}

/// An event of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EventTold {
    pub activity: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub at: Option<Timestamp>,
    /// When it began, where the event says.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub began: Option<Timestamp>,
    /// Who did it: a letter for each person of this case, in the order in which they appear. The same letter in another case
    /// is somebody else.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub by: Option<String>,
    /// `start`, `complete`, …, as the log writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub transition: Option<String>,
    pub values: Vec<ValueTold>,
}

/// One move of a case beside a procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MoveTold {
    pub kind: MoveWord,
    /// Which of the case's events, from 0; absent where the procedure alone moves.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub event: Option<u32>,
    /// The step that is done, or should have been.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub step: Option<StepTold>,
    /// What departs here.
    pub found: Vec<FindingTold>,
}

/// Who moves: both, the case alone (`log`), or the procedure alone (`model`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MoveWord {
    Both,
    Log,
    Model,
}

/// What departs at a move. Class, step and detail say which deviation it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FindingTold {
    pub class: DeviationClass,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub step: Option<StepTold>,
    pub detail: String,
    pub words: String,
    /// Why it was accepted, where it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub accepted: Option<String>,
}

/// The timeline of a case of the log. `ours`: it is a run.
pub fn of((log, ours): (&Log, bool), place: usize, hidden: &Hidden, moves: Option<Vec<CaseMove>>) -> CaseTimeline {
    let case = log.case(place);
    let (name, run) = super::cases::called(case, ours);
    let mut people: BTreeMap<Person, usize> = BTreeMap::new();
    let mut letter = |person: Person| {
        let next = people.len();
        letters(*people.entry(person).or_insert(next))
    };
    let events = case.events().take(MOST_EVENTS).map(|event| EventTold {
        activity: log.name(event.activity()).to_owned(),
        at: event.time().and_then(stamp),
        began: event.begun().filter(|begun| Some(*begun) != event.time()).and_then(stamp),
        by: event.person().map(&mut letter),
        transition: event.transition().map(|transition| log.transitions().text(transition).to_owned()),
        values: values(log.event_columns(), hidden, |column| value(column, event)),
    });
    let is_told = |one: &CaseMove| one.event.is_none_or(|event| (event as usize) < MOST_EVENTS);
    CaseTimeline {
        case: place,
        name: name.to_owned(),
        run: run.map(str::to_owned),
        values: values(log.case_columns(), hidden, |column| column.get(place).map(written)),
        events: events.collect(),
        count: case.trace().len(),
        moves: moves.map(|moves| moves.into_iter().take_while(is_told).map(MoveTold::from).collect()),
    }
}

fn value(column: &Column, event: Event<'_>) -> Option<String> {
    column.get(event.index).map(written)
}

fn values(
    columns: &IndexMap<Box<str>, Column>,
    hidden: &Hidden,
    of: impl Fn(&Column) -> Option<String>,
) -> Vec<ValueTold> {
    let told = columns.iter().filter(|(key, _)| !hidden.contains(*key) && &***key != START);
    let told = told
        .filter_map(|(key, column)| Some(ValueTold { key: key.to_string(), value: cut(&of(column)?, LONGEST_VALUE) }));
    told.collect()
}

/// `A`, `B`, …, `Z`, `AA`, `AB`, …
fn letters(mut number: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(b'A' + (number % 26) as u8);
        if number < 26 {
            break;
        }
        number = number / 26 - 1;
    }
    letters.iter().rev().map(|letter| char::from(*letter)).collect()
}

impl From<CaseMove> for MoveTold {
    fn from(one: CaseMove) -> Self {
        let kind = match one.kind {
            MoveKind::Both => MoveWord::Both,
            MoveKind::Log => MoveWord::Log,
            MoveKind::Model => MoveWord::Model,
        };
        let found = one.found.into_iter().map(FindingTold::from).collect();
        MoveTold { kind, event: one.event, step: one.step.as_ref().map(StepTold::from), found }
    }
}

impl From<CaseFinding> for FindingTold {
    fn from(found: CaseFinding) -> Self {
        FindingTold {
            class: found.class.into(),
            step: found.step.as_ref().map(StepTold::from),
            detail: found.detail,
            words: found.words,
            accepted: found.accepted,
        }
    }
}
