//! What is said of a log that was read, in words that people read.

use mining::log::{Kind, Zone};
use mining::read::{End, Report};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is said of a log that was read: what was kept and dropped, why and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportReport {
    /// `xes`, `csv`, `json-lines`, `ocel1`, `ocel2`.
    pub format: String,
    /// Bytes of text, after unpacking.
    pub bytes: u64,
    /// How many cases and events were kept.
    pub cases: u64,
    pub events: u64,
    pub end: EndOfText,
    /// The encoding that the text was decoded from, where it was not UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// Those by which something was lost first.
    pub problems: Vec<ProblemFound>,
    /// Every attribute that was seen.
    pub attributes: Vec<AttributeSeen>,
    /// Of a table, which column was taken as what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mapping: Option<MappingTaken>,
    /// How many moments were written at which distance from UTC.
    pub zones: Vec<ZoneSeen>,
    /// The attributes whose values were made unrecognisable because they name people.
    #[serde(default)]
    pub pseudonymised: Vec<String>,
}

/// How reading ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EndOfText {
    /// `complete`, `cut-off`, `failed`, `stopped`, `full`.
    pub kind: String,
    pub message: String,
}

/// Something that is wrong with a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProblemFound {
    /// Stable, kebab-case.
    pub problem: String,
    pub message: String,
    /// What was lost by it: `case-dropped`, `event-dropped`, `value-dropped`, `text-dropped`; or `kept`.
    pub outcome: String,
    pub count: u64,
    /// Where it was met first.
    pub first: Vec<PlaceInText>,
}

/// A place in the text, after unpacking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PlaceInText {
    /// Counts from 1.
    pub line: u64,
    /// Counts from 0.
    pub byte: u64,
}

/// An attribute that was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AttributeSeen {
    pub key: String,
    /// `case` or `event`.
    pub scope: String,
    /// `text`, `number`, `whole`, `moment`, `flag`.
    pub kind: String,
    pub count: u64,
    /// Whether the log has it.
    pub kept: bool,
}

/// Which column of a table was taken as what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MappingTaken {
    /// What stands between the fields.
    pub delimiter: String,
    pub case: Option<String>,
    pub activity: Option<String>,
    pub time: Option<String>,
    pub person: Option<String>,
    pub transition: Option<String>,
    /// `iso`, `day-first`, `month-first`, `year-first`, `seconds`, `milliseconds`.
    pub times: String,
    /// Whether the day comes first in a date, or the month, cannot be told from the beginning of the table.
    pub day_or_month: bool,
}

/// How many moments were written at a distance from UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ZoneSeen {
    /// East of Greenwich; absent where the text does not say.
    pub minutes: Option<i16>,
    pub count: u64,
}

/// Objects of a type, in a log of objects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ObjectsFound {
    pub name: String,
    pub objects: u64,
}

impl From<mining::read::ObjectType> for ObjectsFound {
    fn from(found: mining::read::ObjectType) -> Self {
        ObjectsFound { name: found.name, objects: found.objects as u64 }
    }
}

impl From<&Report> for ImportReport {
    fn from(report: &Report) -> Self {
        let mut problems: Vec<ProblemFound> = report
            .problems
            .iter()
            .map(|(problem, noted)| ProblemFound {
                problem: word(problem),
                message: problem.message().to_owned(),
                outcome: word(&problem.outcome()),
                count: noted.count,
                first: noted.first.iter().map(|at| PlaceInText { line: at.line, byte: at.byte }).collect(),
            })
            .collect();
        problems.sort_by_key(|found| found.outcome == "kept");
        let seen = |attribute: &mining::read::Attribute| AttributeSeen {
            key: attribute.key.clone(),
            scope: word(&attribute.scope),
            kind: kind(attribute.kinds.keys().copied()),
            count: attribute.kinds.values().sum(),
            kept: attribute.kept,
        };
        let zone = |(zone, count): (&Zone, &u64)| ZoneSeen {
            minutes: match zone {
                Zone::Offset(minutes) => Some(*minutes),
                Zone::Unsaid => None,
            },
            count: *count,
        };
        ImportReport {
            format: word(&report.format),
            bytes: report.bytes,
            cases: report.cases,
            events: report.events,
            end: EndOfText::from(&report.end),
            encoding: report.encoding.map(str::to_owned),
            problems,
            attributes: report.attributes.iter().map(seen).collect(),
            mapping: report.mapping.as_ref().map(MappingTaken::from),
            zones: report.zones.iter().map(zone).collect(),
            pseudonymised: Vec::new(),
        }
    }
}

impl From<&End> for EndOfText {
    fn from(end: &End) -> Self {
        let (kind, message) = match end {
            End::Complete => ("complete", "all of it was read".to_owned()),
            End::CutOff => ("cut-off", "it ends in the middle; what came before was read".to_owned()),
            End::Failed(because) => {
                ("failed", format!("it could not be read to its end ({because}); what came before was read"))
            }
            End::Stopped => ("stopped", "reading was stopped; what came before was read".to_owned()),
            End::Full => {
                ("full", "it is larger than the memory for one log; what fits was read, the rest is missing".to_owned())
            }
        };
        EndOfText { kind: kind.to_owned(), message }
    }
}

impl From<&mining::read::Mapping> for MappingTaken {
    fn from(mapping: &mining::read::Mapping) -> Self {
        MappingTaken {
            delimiter: mapping.delimiter.to_string(),
            case: mapping.case.clone(),
            activity: mapping.activity.clone(),
            time: mapping.time.clone(),
            person: mapping.person.clone(),
            transition: mapping.transition.clone(),
            times: word(&mapping.times),
            day_or_month: mapping.day_or_month,
        }
    }
}

/// The kind of a column that has values of these kinds.
fn kind(kinds: impl Iterator<Item = Kind> + Clone) -> String {
    let only = |wanted: &[Kind]| kinds.clone().all(|kind| wanted.contains(&kind));
    let of_all = match kinds.clone().next() {
        Some(first) if only(&[first]) => first,
        Some(_) if only(&[Kind::Whole, Kind::Number]) => Kind::Number,
        Some(_) | None => Kind::Text,
    };
    word(&of_all)
}

/// The word that an enumeration's case has on the wire.
fn word(case: &impl Serialize) -> String {
    let json = serde_json::to_value(case).unwrap_or_default();
    json.as_str().map_or_else(|| json.to_string(), str::to_owned)
}
