//! A text as its writer sees it while writing: what is wrong and where, how it reads, and what its examples come to.
//!
//! Nothing is kept. Refuses texts beyond [`super::draft::MOST_TEXT`], and breaks off work beyond [`crate::Options::longest_check`]; a few are
//! worked on at a time, and one of each person.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Instant;

use interpreter::state::Status;
use interpreter::{Program, example};
use procedure::diagnostic::{Diagnostic, Severity};
use procedure::document::{Procedure, ProcedureId, RoleId};
use procedure::read::{Spelling, read};
use procedure::source::SourceMap;
use procedure::time::Calendar;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use utoipa::ToSchema;

use super::draft::MOST_TEXT;
use super::spelling::spelling_of;
use crate::access::{Deed, Thing};
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;
use crate::screen::{GraphShown, JournalLine, shown};

/// Most findings that are told.
const MOST_FINDINGS: usize = 500;

/// A text, checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Proof {
    pub diagnostics: Vec<Finding>,
    /// `yaml`, `json`, `markdown`.
    pub spelling: String,
    /// What follows is there once the text can be read.
    pub id: Option<String>,
    pub title: Option<String>,
    /// As people read it.
    pub html: Option<String>,
    pub graph: Option<GraphShown>,
    /// The names of its examples.
    pub examples: Vec<String>,
}

/// Something that is wrong, or better otherwise. Places are counted in UTF-16 units, as editors count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Finding {
    /// Stable, kebab-case.
    pub code: String,
    /// `error` or `warning`.
    pub severity: String,
    pub message: String,
    pub explanation: String,
    pub fix: Option<String>,
    pub from: usize,
    pub to: usize,
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    pub related: Vec<RelatedPlace>,
}

/// Another place that belongs to a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RelatedPlace {
    pub message: String,
    pub from: usize,
    pub to: usize,
}

/// An example, carried out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Tried {
    pub name: String,
    pub passed: bool,
    pub mismatches: Vec<MismatchShown>,
    /// The steps in the order in which they were entered.
    pub path: Vec<String>,
    /// The nodes of the diagram that were reached.
    pub nodes: Vec<String>,
    /// The edges that were gone along, by their positions in the diagram's list.
    pub edges: Vec<usize>,
    /// Where each step stands at the end.
    pub states: BTreeMap<String, String>,
    pub journal: Vec<JournalLine>,
    pub outcome: Option<String>,
    /// What the run knows at the end; sensitive values are masked.
    pub data: BTreeMap<String, Json>,
}

/// In what an example came out otherwise than it expects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MismatchShown {
    pub what: String,
    pub expected: String,
    pub found: String,
}

/// What a text is checked against.
pub(super) struct Around {
    connectors: BTreeMap<String, BTreeSet<String>>,
    pub published: BTreeMap<ProcedureId, Arc<Procedure>>,
    people: Option<BTreeMap<RoleId, BTreeSet<String>>>,
    pub calendar: Calendar,
}

impl Around {
    pub fn context<'a>(
        &'a self,
        find: &'a dyn Fn(&ProcedureId) -> Option<Arc<Procedure>>,
        source: Option<&'a SourceMap>,
    ) -> procedure::check::Context<'a> {
        procedure::check::Context {
            connectors: Some(&self.connectors),
            procedures: Some(find),
            people: self.people.as_ref(),
            source,
        }
    }
}

impl Engine {
    /// Everything that is wrong with a text here, and how it reads.
    pub async fn proof(&self, caller: &Caller, text: String, spelling: Option<Spelling>) -> Result<Proof, Error> {
        let around = self.around(caller, &text).await?;
        let proof = move |goes_on: &dyn Fn() -> bool| {
            proof(&text, spelling.unwrap_or_else(|| spelling_of(&text)), &around, goes_on)
        };
        self.at_work(caller, proof).await
    }

    /// Carries out examples of a text: those named, all where none is.
    pub async fn try_examples(&self, caller: &Caller, text: String, names: Vec<String>) -> Result<Vec<Tried>, Error> {
        let around = self.around(caller, &text).await?;
        self.at_work(caller, move |goes_on: &dyn Fn() -> bool| tried(&text, &names, &around, goes_on)).await?
    }

    /// A text in another spelling. One that has it already stays as it is, with its comments.
    pub async fn convert(
        &self,
        caller: &Caller,
        text: String,
        from: Option<Spelling>,
        to: Spelling,
    ) -> Result<String, Error> {
        // Whoever may read procedures may have one in another spelling.
        self.allow(caller, Deed::Read, Thing::People, "convert procedures")?;
        not_too_long(&text)?;
        self.at_work(caller, move |_: &dyn Fn() -> bool| {
            let from = from.unwrap_or_else(|| spelling_of(&text));
            let procedure = read(&text, from, &()).clean().map_err(Error::Mistakes)?;
            Ok(if from == to { text } else { procedure::print::print(&procedure, to) })
        })
        .await?
    }

    async fn around(&self, caller: &Caller, text: &str) -> Result<Around, Error> {
        not_too_long(text)?;
        let mut published = BTreeMap::new();
        for publication in self.procedures(caller).await? {
            let program = self.program(publication.version).await?;
            published.insert(publication.procedure, Arc::clone(&program.procedure));
        }
        // It takes the processor, and is for those who write drafts, be it of one procedure.
        let writes = |of| self.allow(caller, Deed::Read, Thing::Draft(of), "check procedures");
        if let Err(denied) = writes(None)
            && !published.values().any(|procedure| writes(Some(procedure)).is_ok())
        {
            return Err(denied);
        }
        Ok(self.surrounded(published))
    }

    pub(super) fn surrounded(&self, published: BTreeMap<ProcedureId, Arc<Procedure>>) -> Around {
        let calendar = self.inner.options.calendar.clone();
        Around { connectors: self.actions(), published, people: self.holders(), calendar }
    }

    /// Does what takes the processor, beside everything else, a few at a time and one for each person. The work is told
    /// whether it may go on; when its time is over it stops, also where nobody waits for it any more.
    pub(super) async fn at_work<T: Send + 'static>(
        &self,
        caller: &Caller,
        work: impl FnOnce(&dyn Fn() -> bool) -> T + Send + 'static,
    ) -> Result<T, Error> {
        let Some(longest) = self.inner.options.longest_check else { return Ok(work(&|| true)) };
        let busy = || Error::TooSlow { seconds: longest.as_secs() };
        let wait = tokio::time::timeout(longest, self.inner.proofs.enter(&caller.person));
        let Ok(place) = wait.await else { return Err(busy()) };
        let working = tokio::task::spawn_blocking(move || {
            // Also when nobody waits any more: the next one is not to make it worse.
            let _place = place;
            let began = Instant::now();
            let goes_on = || began.elapsed() < longest;
            let done = work(&goes_on);
            // What was broken off looks as if it had nothing more to say.
            goes_on().then_some(done)
        });
        match tokio::time::timeout(longest, working).await {
            Ok(Ok(Some(done))) => Ok(done),
            Ok(Ok(None)) => Err(busy()),
            Ok(Err(crash)) => {
                Err(Error::Invalid { what: "the text", because: format!("checking it broke off: {crash}") })
            }
            Err(_) => Err(busy()),
        }
    }
}

fn not_too_long(text: &str) -> Result<(), Error> {
    if text.len() <= MOST_TEXT {
        return Ok(());
    }
    let because = format!("it has {} bytes, and {MOST_TEXT} are the most", text.len());
    Err(Error::Invalid { what: "the text", because })
}

fn proof(text: &str, spelling: Spelling, around: &Around, goes_on: &dyn Fn() -> bool) -> Proof {
    let reading = read(text, spelling, &());
    let mut found = reading.diagnostics;
    if let Some(procedure) = &reading.procedure {
        let find = |id: &ProcedureId| around.published.get(id).cloned();
        found.extend(procedure::check::check(procedure, &around.context(&find, Some(&reading.source))));
        if !found.iter().any(Diagnostic::is_error) {
            found.extend(super::check::examples(procedure, &around.calendar, goes_on));
        }
        reading.source.locate(&mut found);
    }
    found.sort_by_key(|found| (found.span.as_ref().map_or(0, |span| span.start), !found.is_error()));
    found.truncate(MOST_FINDINGS);
    let places = Places::of(text);
    let procedure = reading.procedure.as_ref();
    Proof {
        diagnostics: found.into_iter().map(|found| finding(found, &places, &reading.source)).collect(),
        spelling: spelling.to_string(),
        id: procedure.map(|procedure| procedure.id.to_string()),
        title: procedure.map(|procedure| procedure.title.clone()),
        html: procedure.map(procedure::render::html),
        graph: procedure.map(GraphShown::of),
        examples: procedure
            .map(|procedure| procedure.examples.iter().map(|example| example.name.clone()).collect())
            .unwrap_or_default(),
    }
}

fn finding(found: Diagnostic, places: &Places<'_>, source: &SourceMap) -> Finding {
    let span = found.span.unwrap_or(0..0);
    let position = source.position(span.start);
    let related = found.related.into_iter().map(|related| {
        let span = related.span.unwrap_or(0..0);
        RelatedPlace { message: related.message, from: places.utf16(span.start), to: places.utf16(span.end) }
    });
    Finding {
        code: found.code.to_owned(),
        severity: match found.severity {
            Severity::Error => "error".to_owned(),
            Severity::Warning => "warning".to_owned(),
        },
        message: found.message,
        explanation: found.explanation,
        fix: found.fix,
        from: places.utf16(span.start),
        to: places.utf16(span.end),
        line: position.line,
        column: position.column,
        related: related.collect(),
    }
}

/// Bytes of a text as UTF-16 units: those before each line are counted once.
struct Places<'a> {
    text: &'a str,
    /// The byte and the units that each line begins with.
    lines: Vec<(usize, usize)>,
}

impl<'a> Places<'a> {
    fn of(text: &'a str) -> Self {
        let mut lines = vec![(0, 0)];
        let mut units = 0;
        for (at, letter) in text.char_indices() {
            units += letter.len_utf16();
            if letter == '\n' {
                lines.push((at + 1, units));
            }
        }
        Places { text, lines }
    }

    fn utf16(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let line = self.lines.partition_point(|(start, _)| *start <= byte).saturating_sub(1);
        let (start, units) = self.lines[line];
        units
            + self.text[start..]
                .char_indices()
                .take_while(|(at, _)| start + at < byte)
                .map(|(_, c)| c.len_utf16())
                .sum::<usize>()
    }
}

fn tried(text: &str, names: &[String], around: &Around, goes_on: &dyn Fn() -> bool) -> Result<Vec<Tried>, Error> {
    let procedure = Arc::new(read(text, spelling_of(text), &()).clean().map_err(Error::Mistakes)?);
    let unknown = names.iter().find(|name| !procedure.examples.iter().any(|example| example.name == **name));
    if let Some(name) = unknown {
        return Err(Error::Nothing { what: "example", name: name.chars().take(200).collect() });
    }
    let version = procedure::print::content_hash(&procedure);
    let program = Program::new(Arc::clone(&procedure), version, &around.calendar);
    let wanted = procedure.examples.iter().filter(|example| names.is_empty() || names.contains(&example.name));
    Ok(wanted.take_while(|_| goes_on()).map(|example| try_one(&program, example, goes_on)).collect())
}

fn try_one(program: &Program, example: &procedure::document::Example, goes_on: &dyn Fn() -> bool) -> Tried {
    let played = example::play_while(program, example, goes_on);
    let (graph, states) = GraphShown::after(program, &played.state, &played.journal);
    let taken = graph.edges.iter().enumerate().filter(|(_, edge)| edge.taken);
    let reached = graph.nodes.iter().filter(|node| node.reached());
    Tried {
        name: example.name.clone(),
        passed: played.passes(),
        mismatches: played
            .mismatches
            .iter()
            .map(|found| MismatchShown {
                what: found.what.clone(),
                expected: found.expected.clone(),
                found: found.found.clone(),
            })
            .collect(),
        path: played.state.path.iter().map(ToString::to_string).collect(),
        nodes: reached.map(|node| node.id.clone()).collect(),
        edges: taken.map(|(at, _)| at).collect(),
        states,
        journal: JournalLine::of(program, &played.journal),
        outcome: match &played.state.status {
            Status::Ended { outcome } => Some(outcome.to_string()),
            Status::New | Status::Running | Status::Paused { .. } | Status::Cancelled => None,
        },
        data: program
            .mask
            .values(&played.state.scope.values)
            .iter()
            .map(|(name, value)| (name.clone(), shown(value)))
            .collect(),
    }
}
