//! What is to be said of a log that was read: what was kept and dropped, why and where.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::log::{Kind, Zone};

/// What is to be said of a log that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    pub format: Format,
    /// How many bytes of text there were, after unpacking.
    pub bytes: u64,
    /// How many cases and events were kept.
    pub cases: u64,
    pub events: u64,
    pub end: End,
    /// The encoding that the text was decoded from, where it was not UTF-8.
    pub encoding: Option<&'static str>,
    pub problems: BTreeMap<Problem, Noted>,
    /// Every attribute that was seen, in the order in which each appeared first.
    pub attributes: Vec<Attribute>,
    /// Which column of a table was taken as what.
    pub mapping: Option<super::Mapping>,
    /// The classifiers that the log declares: a name, and the keys that name an activity together.
    pub classifiers: Vec<(String, Vec<String>)>,
    /// How many moments were written with which distance from UTC, in minutes; `None` where they do not say.
    #[serde(serialize_with = "zones")]
    pub zones: BTreeMap<Zone, u64>,
}

fn zones<S: serde::Serializer>(zones: &BTreeMap<Zone, u64>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(zones.iter().map(|(zone, count)| match zone {
        Zone::Offset(minutes) => (minutes.to_string(), count),
        Zone::Unsaid => ("unsaid".to_owned(), count),
    }))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    Xes,
    Csv,
    JsonLines,
    Ocel1,
    Ocel2,
}

/// How reading ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum End {
    /// All of it was read.
    Complete,
    /// The text or the packed stream ends in the middle.
    CutOff,
    /// The packed stream is damaged, or the input failed.
    Failed(String),
    /// Whoever watched the progress stopped it.
    Stopped,
    /// The log would take more memory than the limits allow.
    Full,
}

/// Where in the text: both count from the text after unpacking, the line from 1, the byte from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    pub line: u64,
    pub byte: u64,
}

/// How often a problem was met, and where first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Noted {
    pub count: u64,
    pub first: Vec<Place>,
}

/// What was lost by a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    CaseDropped,
    EventDropped,
    ValueDropped,
    /// A part of the text was passed over.
    TextDropped,
    /// All was kept, but it may not be what was meant.
    Kept,
}

macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident, $outcome:ident, $message:literal;)*) => {
        /// What can be wrong with a log.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Problem {
            $($(#[$doc])* $name,)*
        }

        impl Problem {
            pub fn outcome(self) -> Outcome {
                match self {
                    $(Self::$name => Outcome::$outcome,)*
                }
            }

            /// In words, for whoever has the log.
            pub fn message(self) -> &'static str {
                match self {
                    $(Self::$name => $message,)*
                }
            }
        }
    };
}

problems! {
    /// Nothing of the format was found.
    NotALog, TextDropped, "this is no log of this format: nothing in it could be read; check the format";
    EventWithoutActivity, EventDropped, "an event names no activity and was dropped";
    EventWithoutCase, EventDropped, "an event belongs to no case and was dropped";
    EventCutOff, EventDropped, "the log ends in the middle of an event, which was dropped";
    CaseCutOff, Kept, "the log ends in the middle of a case; what came of it was kept";
    CaseWithoutName, Kept, "a case has no name; it was named by its number";
    CaseWithoutEvents, Kept, "a case has no events";
    DuplicateCase, Kept, "a case has the name of an earlier one; both were kept as cases of their own";
    EventWithoutTime, Kept, "an event has no time";
    TimeUnreadable, ValueDropped, "a time could not be read; the event was kept without it";
    MixedZones, Kept, "times are written in zones that lie more than an hour apart, or some with a zone and some \
        without, which were taken as UTC";
    TimeWithoutZone, Kept, "times are written without a zone; they were taken as UTC";
    Reordered, Kept, "events of a case were not in the order of their times and were put into it";
    ValueUnreadable, ValueDropped, "a value is not of the kind it is declared as and was dropped";
    ValueTooLong, ValueDropped, "a value is longer than the limit and was dropped";
    ValueShortened, ValueDropped, "a text is longer than the limit and was cut there";
    KeyTooLong, ValueDropped, "the name of an attribute is longer than the limit; it was dropped";
    TooManyKeys, ValueDropped, "there are more attributes than the limit; those that appeared later were dropped";
    TooManyActivities, EventDropped, "there are more activities than the limit; events of those that appeared later \
        were dropped";
    TooDeep, ValueDropped, "elements lie deeper in each other than the limit; what was deeper was dropped";
    LineTooLong, TextDropped, "a line is longer than the limit and was dropped";
    LineUnreadable, EventDropped, "a line could not be read and was dropped";
    WrongFieldCount, Kept, "a line has more or fewer fields than the header; those that are there were taken";
    Broken, TextDropped, "the markup is damaged here; reading went on after it";
    Doctype, Kept, "the document declares entities or a structure of its own; they were not used";
    UnknownEntity, Kept, "a value uses an entity that XML does not define; it was kept as it is written";
    NotUtf8, Kept, "a text is not valid UTF-8; it was read as Windows-1252";
    NotDecoded, Kept, "some bytes are not valid in the encoding that the log declares; they became U+FFFD";
    UnknownEncoding, Kept, "the log declares an encoding that is not known; it was read as UTF-8";
    EventUnreadable, EventDropped, "an event is not written as the format asks for and was dropped";
    ObjectUnreadable, CaseDropped, "an object is not written as the format asks for and was dropped";
    NoSuchType, Kept, "the log has no object of this type";
    EventWithoutObject, Kept, "an event belongs to no object of the type and is in no case of this view";
    UnknownObject, ValueDropped, "an event names an object that the log does not have";
    EventInManyCases, Kept, "an event belongs to several objects of the type; it was put into the case of each";
    NoColumn, TextDropped, "no column for the case, or none for the activity, could be found: say which they are";
}

/// Whether an attribute is of cases or of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    Case,
    Event,
}

/// An attribute that was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attribute {
    pub scope: Scope,
    pub key: String,
    /// How often it was seen, by kind.
    pub kinds: BTreeMap<Kind, u64>,
    /// Whether the log has it.
    pub kept: bool,
}

impl Report {
    /// How many places of each problem are named.
    const PLACES: usize = 5;

    pub(super) fn new(format: Format) -> Self {
        Self {
            format,
            bytes: 0,
            cases: 0,
            events: 0,
            end: End::Complete,
            encoding: None,
            problems: BTreeMap::new(),
            attributes: Vec::new(),
            mapping: None,
            classifiers: Vec::new(),
            zones: BTreeMap::new(),
        }
    }

    /// How often a problem was met.
    pub fn count(&self, problem: Problem) -> u64 {
        self.problems.get(&problem).map_or(0, |noted| noted.count)
    }

    /// Whether something of the input is not in the log.
    pub fn lost(&self) -> bool {
        self.end != End::Complete || self.problems.keys().any(|problem| problem.outcome() != Outcome::Kept)
    }

    pub(super) fn note(&mut self, problem: Problem, place: impl FnOnce() -> Place) {
        let noted = self.problems.entry(problem).or_default();
        noted.count += 1;
        if noted.first.len() < Self::PLACES {
            noted.first.push(place());
        }
    }

    /// What is to be said of a log as a whole.
    pub(super) fn note_whole(&mut self, problem: Problem, count: u64) {
        self.problems.entry(problem).or_default().count += count;
    }

    /// Warns of zones that do not go together.
    pub(super) fn judge_zones(&mut self) {
        let unsaid = self.zones.get(&Zone::Unsaid).copied().unwrap_or(0);
        let mut offsets = self.zones.keys().filter_map(|zone| match zone {
            Zone::Offset(minutes) => Some(*minutes),
            Zone::Unsaid => None,
        });
        let first = offsets.next();
        let apart = first.zip(offsets.next_back()).is_some_and(|(first, last)| last - first > 60);
        if apart || (unsaid > 0 && first.is_some()) {
            self.note_whole(Problem::MixedZones, if apart { self.zones.values().sum() } else { unsaid });
        } else if unsaid > 0 {
            self.note_whole(Problem::TimeWithoutZone, unsaid);
        }
    }
}
