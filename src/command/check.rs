//! `check`: everything that is wrong with procedures, and their examples run.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use clap::Args;
use interpreter::Program;
use procedure::diagnostic::{Diagnostic, Path};
use procedure::document::{Procedure, ProcedureId};
use procedure::read::Reading;
use procedure::source::SourceMap;
use serde_json::{Value as Json, json};

use super::Context;
use crate::document::{self, Text};
use crate::exit::Exit;
use crate::output;
use crate::terminal::finding::Printer;

/// Say everything that is wrong with procedures, and run their examples.
#[derive(Args)]
pub struct Arguments {
    /// Files and folders; `-` for standard input
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Warnings fail too
    #[arg(long)]
    deny_warnings: bool,
}

/// One text with what was found.
struct Checked {
    text: Text,
    reading: Reading,
}

/// A path that could not be looked into, and why.
struct Missing {
    name: String,
    because: anyhow::Error,
}

pub fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    let mut all = Vec::new();
    let mut missing = Vec::new();
    for named in &arguments.paths {
        let lacks = |because| Missing { name: named.display().to_string(), because };
        let paths = match document::find(std::slice::from_ref(named)) {
            Ok(paths) => paths,
            Err(because) => {
                missing.push(lacks(because));
                continue;
            }
        };
        for path in paths {
            match Text::load(&path) {
                Ok(text) => {
                    let reading = text.read();
                    all.push(Checked { text, reading });
                }
                Err(because) => missing.push(Missing { name: path.display().to_string(), because }),
            }
        }
    }
    let mut judge = Judge::of(context, &arguments.paths)?;
    for checked in &all {
        judge.knows(&checked.reading);
    }
    for checked in &mut all {
        judge.judge(&mut checked.reading);
    }
    twice(&mut all);
    report(arguments, context, &all, &missing)
}

/// What documents are checked against.
pub struct Judge<'a> {
    context: &'a Context,
    connectors: Option<BTreeMap<String, BTreeSet<String>>>,
    procedures: BTreeMap<ProcedureId, Arc<Procedure>>,
}

impl<'a> Judge<'a> {
    /// Knows the connectors, where some are configured, and the procedures that stand beside the files.
    pub fn of(context: &'a Context, paths: &[PathBuf]) -> Result<Self> {
        let registry = context.configuration.registry()?;
        let actions: BTreeMap<String, BTreeSet<String>> = registry
            .iter()
            .map(|(name, entry)| {
                let actions = entry.connector.actions().into_iter().map(|action| action.action.to_string());
                (name.to_owned(), actions.collect())
            })
            .collect();
        let connectors = Some(actions).filter(|actions| !actions.is_empty());
        let mut judge = Judge { context, connectors, procedures: BTreeMap::new() };
        for path in paths.iter().filter(|path| path.is_file()) {
            judge.knows_neighbours(path);
        }
        Ok(judge)
    }

    /// The procedures beside a file, as far as they can be read; what is wrong with them is not told.
    fn knows_neighbours(&mut self, path: &FilePath) {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(FilePath::new("."));
        let Ok(entries) = std::fs::read_dir(folder) else { return };
        for entry in entries.flatten().take(1_000) {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.contains(".sop.")
                && entry.path().is_file()
                && let Ok(text) = Text::load(&entry.path())
            {
                self.knows(&text.read());
            }
        }
    }

    pub fn knows(&mut self, reading: &Reading) {
        if let Some(procedure) = &reading.procedure {
            self.procedures.insert(procedure.id.clone(), Arc::new(procedure.clone()));
        }
    }

    /// Adds to a reading what is wrong with the document, and which of its examples fail.
    pub fn judge(&self, reading: &mut Reading) {
        let Some(procedure) = &reading.procedure else { return };
        let known = |id: &ProcedureId| self.procedures.get(id).cloned();
        let context = procedure::check::Context {
            connectors: self.connectors.as_ref(),
            procedures: Some(&known),
            people: None,
            source: Some(&reading.source),
        };
        let mut found = procedure::check::check(procedure, &context);
        let wrong = reading.diagnostics.iter().chain(&found).any(Diagnostic::is_error);
        if !wrong {
            found.extend(self.examples(procedure, &reading.source));
        }
        reading.diagnostics.extend(found);
        reading.diagnostics.sort_by_key(|found| found.span.as_ref().map_or(0, |span| span.start));
    }

    /// Runs the examples. A document with errors is not run: its examples would only repeat them.
    fn examples(&self, procedure: &Procedure, source: &SourceMap) -> Vec<Diagnostic> {
        let version = procedure::print::content_hash(procedure);
        let program = Program::new(Arc::new(procedure.clone()), version, &self.context.configuration.calendar.value);
        let mut found = Vec::new();
        for (index, example) in procedure.examples.iter().enumerate() {
            let played = interpreter::example::play(&program, example);
            if played.passes() {
                continue;
            }
            let differences = played
                .mismatches
                .iter()
                .map(|mismatch| format!("{}: expected {}, found {}", mismatch.what, mismatch.expected, mismatch.found));
            let message = format!("the example \"{}\" fails", example.name);
            let path = Path::root().key("examples").index(index).key("name");
            found.push(
                Diagnostic::error("example-failed", path, message)
                    .because(differences.collect::<Vec<_>>().join("\n"))
                    .fix("Change the steps, or what the example expects."),
            );
        }
        source.locate(&mut found);
        found
    }
}

/// Two documents with one id cannot both be published.
fn twice(all: &mut [Checked]) {
    let mut first: BTreeMap<ProcedureId, String> = BTreeMap::new();
    for checked in all {
        let Some(procedure) = &checked.reading.procedure else { continue };
        let Some(other) = first.get(&procedure.id) else {
            first.insert(procedure.id.clone(), checked.text.name.clone());
            continue;
        };
        let message = format!("the id `{}` is also that of {other}", procedure.id);
        let mut found = vec![
            Diagnostic::warning("procedure-twice", Path::root().key("id"), message)
                .because("Both cannot be published, and `procedure:` steps find only one of them."),
        ];
        checked.reading.source.locate(&mut found);
        checked.reading.diagnostics.extend(found);
    }
}

fn report(arguments: &Arguments, context: &Context, all: &[Checked], missing: &[Missing]) -> Result<Exit> {
    let count = |errors: bool| {
        let found = all.iter().flat_map(|checked| &checked.reading.diagnostics);
        found.filter(|found| found.is_error() == errors).count()
    };
    let (errors, warnings) = (count(true), count(false));
    if context.json {
        let unable = |missing: &Missing| {
            let message = format!("{:#}", missing.because);
            json!({"file": missing.name, "error": {"code": "unable", "message": message}, "diagnostics": []})
        };
        let checked = all.iter().map(|checked| findings(&checked.text.name, &checked.reading));
        output::json(&checked.chain(missing.iter().map(unable)).collect::<Vec<Json>>())?;
    } else {
        let printer = Printer::for_terminal();
        for Checked { text, reading } in all {
            let shown = printer.findings(&text.name, reading.source.text(), &reading.diagnostics);
            if !shown.is_empty() {
                output::note(shown.trim_end_matches('\n'));
                output::note("");
            }
        }
        for missing in missing {
            output::error("unable", &output::plain(&format!("{:#}", missing.because)), false);
        }
        let examples: usize =
            all.iter().filter_map(|checked| checked.reading.procedure.as_ref()).map(|found| found.examples.len()).sum();
        output::line(format_args!(
            "{}, {}: {}, {}{}",
            counted(all.len(), "procedure"),
            counted(examples, "example"),
            counted(errors, "error"),
            counted(warnings, "warning"),
            if missing.is_empty() { String::new() } else { format!(", {} not looked into", missing.len()) },
        ))?;
    }
    if !missing.is_empty() {
        return Ok(Exit::Unable);
    }
    Ok(Exit::of(errors == 0 && (warnings == 0 || !arguments.deny_warnings)))
}

fn counted(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// One file's findings for programs, with lines and columns from 1.
fn findings(name: &str, reading: &Reading) -> Json {
    let place = |span: &Option<std::ops::Range<usize>>| {
        span.as_ref().map(|span| {
            let (from, to) = (reading.source.position(span.start), reading.source.position(span.end));
            json!({"line": from.line, "column": from.column, "end_line": to.line, "end_column": to.column})
        })
    };
    let found = reading.diagnostics.iter().map(|found| {
        let mut json = serde_json::to_value(found).unwrap_or(Json::Null);
        let related: Vec<Json> = found
            .related
            .iter()
            .map(|related| json!({"path": related.path, "message": related.message, "place": place(&related.span)}))
            .collect();
        if let Json::Object(fields) = &mut json {
            fields.remove("part");
            fields.remove("span");
            fields.insert("place".to_owned(), json!(place(&found.span)));
            if !related.is_empty() {
                fields.insert("related".to_owned(), json!(related));
            }
        }
        json
    });
    json!({"file": name, "diagnostics": found.collect::<Vec<_>>()})
}

/// Tells the findings of one text where another command stops at them.
pub fn print_findings(context: &Context, name: &str, reading: &Reading, shown: String) -> Result<()> {
    if context.json {
        return output::json(&vec![findings(name, reading)]);
    }
    output::note(shown.trim_end());
    Ok(())
}
