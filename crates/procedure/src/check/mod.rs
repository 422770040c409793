//! What is wrong with a document that can be read: references, types, flow, reachability, tables, people, time.
//!
//! [`check`] is pure: what is known of the world outside comes in a [`Context`], and a rule that needs what is not known
//! stays silent. One file holds one rule. [`CODES`] names every finding.
//!
//! Nothing is judged here that the reader ([`crate::read`]) already refuses, and examples are not run.
//!
//! Decisions where the format leaves room:
//!
//! * `end: x` declares the outcome `x` (it counts as neutral) where `outcomes` does not.
//! * An exception that only a person could raise by hand is "never raised" where no person or approval step is in scope.
//! * What a run is given at its start is told in [`asked_at_start`].

mod bounds;
mod calls;
mod circle;
mod condition;
mod deadline;
mod duplicate;
mod each;
mod escalation;
mod example;
mod exception;
mod field;
mod fit;
mod flow;
mod index;
mod inferred;
mod money;
mod name;
mod outcome;
mod people;
mod provided;
mod reachable;
mod reason;
mod rendered;
mod role;
mod sensitive;
mod site;
mod space;
mod subprocedure;
mod table;
mod together;
mod trigger;
mod typing;
mod unused;
mod upkeep;
mod wait;
mod write;

mod codes;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

pub use codes::CODES;

use crate::diagnostic::{Diagnostic, Path, Segment};
use crate::document::{Name, Procedure, ProcedureId, RoleId};
use crate::source::SourceMap;
use index::Index;
use site::Site;

/// Finds a procedure by its id.
pub type Procedures<'a> = dyn Fn(&ProcedureId) -> Option<Arc<Procedure>> + 'a;

/// What is known of the world outside. A rule that needs what is absent stays silent.
#[derive(Default, Clone, Copy)]
pub struct Context<'a> {
    /// The connectors with their actions.
    pub connectors: Option<&'a BTreeMap<String, BTreeSet<String>>>,
    pub procedures: Option<&'a Procedures<'a>>,
    /// Who holds each role.
    pub people: Option<&'a BTreeMap<RoleId, BTreeSet<String>>>,
    /// The text that the document was read from: findings then have spans and stand in its order.
    pub source: Option<&'a SourceMap>,
}

/// Everything that is wrong with a document, in the order of the document.
pub fn check(procedure: &Procedure, context: &Context<'_>) -> Vec<Diagnostic> {
    let index = Index::new(procedure, context);
    let mut report = Report { found: Vec::new(), source: context.source };
    for rule in RULES {
        rule(&index, &mut report);
    }
    report.finish()
}

/// The declared fields that whoever starts a run by hand is asked for: those that no step outside of handlers provides.
/// Optional ones, and ones with a default, may be left out.
pub fn asked_at_start(procedure: &Procedure) -> Vec<Name> {
    let context = Context::default();
    let index = Index::new(procedure, &context);
    let asked = flow::asked(&index);
    procedure.data.keys().filter(|name| asked.contains(&name.as_str())).cloned().collect()
}

type Rule = fn(&Index<'_>, &mut Report<'_>);

const RULES: &[Rule] = &[
    duplicate::check,
    field::check,
    role::check,
    name::check,
    typing::check,
    fit::check,
    provided::check,
    reachable::check,
    condition::check,
    table::check,
    together::check,
    each::check,
    bounds::check,
    wait::check,
    exception::check,
    escalation::check,
    deadline::check,
    people::check,
    sensitive::check,
    calls::check,
    subprocedure::check,
    circle::check,
    trigger::check,
    outcome::check,
    example::check,
    upkeep::check,
    money::check,
    reason::check,
    rendered::check,
    unused::check,
];

/// What the rules found so far.
struct Report<'a> {
    found: Vec<Diagnostic>,
    source: Option<&'a SourceMap>,
}

impl Report<'_> {
    fn push(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// The bytes of the value at the site's path that these bytes of its expression are.
    fn within(&self, site: &Site<'_>, range: &Range<usize>) -> Range<usize> {
        let text = self.source.and_then(|source| source.root().find(&site.path)).and_then(|node| node.as_text());
        let from = site.offset.unwrap_or(0);
        let found = text.and_then(|text| {
            let from = if text.is_char_boundary(from.min(text.len())) { from.min(text.len()) } else { 0 };
            text[from..].find(site.expression.source()).map(|at| at + from)
        });
        let start = found.unwrap_or(from);
        start + range.start..start + range.end
    }

    /// The bytes of each row within a table's text; nothing where they are not known.
    fn rows(&self, rules: &Path, count: usize) -> Vec<Range<usize>> {
        let text = self.source.and_then(|source| source.root().find(rules)).and_then(|node| node.as_text());
        text.map(crate::read::table::line_ranges).filter(|lines| lines.len() == count).unwrap_or_default()
    }

    fn finish(mut self) -> Vec<Diagnostic> {
        if let Some(source) = self.source {
            source.locate(&mut self.found);
        }
        self.found.sort_by_cached_key(|finding| {
            let span = finding.span.as_ref().map_or(0, |span| span.start);
            (span, order(&finding.path), finding.code)
        });
        self.found.dedup();
        self.found
    }
}

/// The keys of a document in the order in which they are written.
const KEYS: [&str; 23] = [
    "procedure",
    "id",
    "title",
    "purpose",
    "scope",
    "owner",
    "readers",
    "review",
    "calendar",
    "due",
    "standards",
    "tags",
    "roles",
    "settings",
    "data",
    "outputs",
    "outcomes",
    "triggers",
    "steps",
    "exceptions",
    "escalation",
    "success",
    "examples",
];

/// A place's position among others of a document whose text is not known.
fn order(path: &Path) -> Vec<(usize, String)> {
    let part = |(depth, segment): (usize, &Segment)| match segment {
        Segment::Index(index) => (*index, String::new()),
        Segment::Key(key) if depth == 0 => {
            (KEYS.iter().position(|known| known == key).unwrap_or(KEYS.len()), key.clone())
        }
        Segment::Key(key) => (0, key.clone()),
    };
    path.segments().iter().enumerate().map(part).collect()
}

/// Names in backquotes with commas, at most twelve of them.
fn listed<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> String {
    const MOST: usize = 12;
    let quoted: Vec<String> = names.into_iter().map(|name| format!("`{}`", name.as_ref())).collect();
    let more = quoted.len().saturating_sub(MOST);
    let shown = quoted.into_iter().take(MOST).collect::<Vec<_>>().join(", ");
    if more > 0 { format!("{shown} and {more} more") } else { shown }
}

/// The start of a sentence.
fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// "Did you mean `x`?", or what else to do.
fn meant<'a>(found: &str, known: impl IntoIterator<Item = &'a str>, otherwise: &str) -> String {
    crate::diagnostic::did_you_mean(found, known).map_or_else(|| otherwise.to_owned(), |near| capital(&near))
}
