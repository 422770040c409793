//! `mine`: a procedure drafted from an event log.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use mining::draft::{Draft, LeftOut, Options, draft};
use procedure::document::ProcedureId;
use procedure::read::Spelling;
use serde_json::json;

use super::Context;
use crate::event_log::page::{Page, Row};
use crate::event_log::{Source, percent};
use crate::exit::{BadValue, Exit};
use crate::output;

/// Draft a procedure from an event log: what most cases do as steps, rare work as exceptions.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    source: Source,
    /// The file to make; its ending chooses the spelling [default: standard output, as YAML]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// How much of what cases do the steps cover, 0 to 1: less is simpler
    #[arg(long, value_name = "SHARE", default_value_t = 0.8)]
    coverage: f64,
    /// The procedure's title [default: made of the log's name]
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// The procedure's id [default: made of the title]
    #[arg(long, value_name = "ID")]
    id: Option<ProcedureId>,
    /// What was found and the draft as a page, in a file to make
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

pub fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    if !(0.0..=1.0).contains(&arguments.coverage) {
        return Err(BadValue(format!("--coverage {}: a share from 0 to 1", arguments.coverage)).into());
    }
    let spelling = match &arguments.output {
        Some(file) if file != std::path::Path::new("-") => {
            let name = file.display().to_string();
            Spelling::of_file(&name).ok_or_else(|| {
                BadValue(format!(
                    "{name} is no procedure by its name; name it `….sop.yaml`, `….sop.json` or `….sop.md`"
                ))
            })?
        }
        Some(_) | None => Spelling::Yaml,
    };
    let log = arguments.source.read()?;
    let options = Options {
        coverage: arguments.coverage,
        title: arguments.title.clone().unwrap_or_else(|| format!("Procedure of {}", arguments.source.stem())),
        id: arguments.id.as_ref().map(ToString::to_string),
        ..Options::default()
    };
    let draft = draft(&log.imported.log, &options)?;
    let printed = procedure::print::print(&draft.procedure, spelling);
    let to_file = arguments.output.as_deref().filter(|file| *file != std::path::Path::new("-"));
    if let Some(file) = &arguments.html {
        output::to_file_or_stdout(Some(file), &page(log.file(), &draft))?;
    }
    if context.json {
        if to_file.is_some() {
            output::to_file_or_stdout(to_file, &printed)?;
        }
        output::json(&report(&log.imported.report, &draft, to_file.is_none()))?;
        return Ok(Exit::Done);
    }
    output::to_file_or_stdout(to_file, &printed)?;
    tell(&draft);
    Ok(Exit::Done)
}

fn report(import: &mining::read::Report, draft: &Draft, with_procedure: bool) -> serde_json::Value {
    let fitness = &draft.fitness;
    let mut report = json!({
        "import": import,
        "id": draft.procedure.id,
        "tree": draft.tree.to_string(),
        "fitness": {"fitting": fitness.fitting, "mean": fitness.mean, "log": fitness.log, "lower": fitness.lower, "cost": fitness.cost},
        "precision": draft.precision.precision,
        "nodes": draft.simplicity.nodes,
        "rules": draft.rules,
        "exceptions": draft.exceptions,
        "dropped": draft.dropped,
    });
    if with_procedure {
        report["procedure"] = serde_json::to_value(&draft.procedure).unwrap_or_default();
    }
    report
}

/// How well the steps tell what the log does.
fn summary(draft: &Draft) -> Vec<String> {
    let fitness = &draft.fitness;
    let mut lines = vec![format!(
        "The steps: {} of the cases go exactly so; fitness {}, precision {}; {} of the choices are decided by mined rules.",
        percent(fitness.fitting),
        percent(fitness.log),
        percent(draft.precision.precision),
        draft.rules,
    )];
    if fitness.lower != fitness.cost {
        lines.push("Some cases were too hard to be proven: the fitness is at least this.".to_owned());
    }
    lines
}

fn page(log: &str, draft: &Draft) -> String {
    let mut page = Page::new(&format!("{}: drafted from {log}", draft.procedure.title));
    summary(draft).iter().for_each(|line| page.paragraph(line));
    for (heading, all) in [("Exceptions", &draft.exceptions), ("Rarer still, and left out", &draft.dropped)] {
        if all.is_empty() {
            continue;
        }
        page.heading(heading);
        let row = |left: &LeftOut| Row {
            title: left.title.clone(),
            notes: if left.activities.len() > 1 { left.activities.clone() } else { Vec::new() },
            figures: vec![left.cases.to_string()],
            share: None,
            is_less: false,
        };
        page.table(&["What", "Cases"], &all.iter().map(row).collect::<Vec<_>>());
    }
    page.document(&draft.procedure);
    page.finish()
}

fn tell(draft: &Draft) {
    let say = |text: String| output::note(output::plain(&text));
    summary(draft).into_iter().for_each(say);
    let line = |left: &LeftOut| say(format!("  {} ({} cases)", left.title, left.cases));
    if !draft.exceptions.is_empty() {
        say("Too rare for a step, and now an exception:".to_owned());
        draft.exceptions.iter().for_each(line);
    }
    if !draft.dropped.is_empty() {
        say("Rarer still, and left out:".to_owned());
        draft.dropped.iter().take(20).for_each(line);
        if draft.dropped.len() > 20 {
            say(format!("  and {} more", draft.dropped.len() - 20));
        }
    }
}
