//! `runs`: looking at runs, and what those who answer for them may do.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Subcommand};
use engine::port::store::RunRow;
use interpreter::command::Override;
use interpreter::id::ActivationId;
use procedure::document::{ProcedureId, StepId};
use procedure::value::Values;
use serde_json::{Value as Json, json};

use super::run::{read_document, read_values};
use super::{Context, value};
use crate::desk::{Act, Desk, Need, Request, Shown, field_of};
use crate::exit::{BadValue, Exit};
use crate::output;

/// See runs, and lead them.
#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: RunsCommand,
}

#[derive(Subcommand)]
enum RunsCommand {
    /// Runs, newest first
    List {
        /// Those of one procedure
        #[arg(long, value_name = "ID")]
        procedure: Option<ProcedureId>,
        /// Ended and cancelled ones too
        #[arg(long)]
        all: bool,
        #[arg(long, value_name = "N", default_value_t = 100)]
        limit: usize,
    },
    /// What happened in a run, in words, and why
    Show {
        run: String,
        /// Every event, one a line
        #[arg(long)]
        journal: bool,
    },
    /// Stop a run for a while
    Pause {
        run: String,
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Go on with a paused run
    Resume { run: String },
    /// End a run for good
    Cancel {
        run: String,
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Leave an open step as skipped
    Skip {
        run: String,
        step: StepId,
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// Which, where the step is open for several items; from 0
        #[arg(long, value_name = "N")]
        item: Option<usize>,
    },
    /// Go to another step of a block that is under way
    Jump {
        run: String,
        step: StepId,
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Replace values that a machine's step set
    Override {
        run: String,
        step: StepId,
        /// A value; may be repeated
        #[arg(long = "set", short = 's', value_name = "NAME=VALUE")]
        values: Vec<String>,
        /// Values in a YAML or JSON file
        #[arg(long = "set-file", value_name = "FILE")]
        values_file: Option<PathBuf>,
        /// A step under way in the item that is meant, by its number in `runs show --json` (`activations`)
        #[arg(long, value_name = "N")]
        within: Option<ActivationId>,
        /// The reason's code, for counting
        #[arg(long, value_name = "CODE")]
        code: String,
        /// The reason in words
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Move a run to another publication of its procedure
    Migrate {
        run: String,
        /// The publication [default: the latest]
        #[arg(long, value_name = "N")]
        to: Option<u32>,
        /// A step whose id differs in the other version; may be repeated
        #[arg(long = "map", value_name = "OLD=NEW")]
        names: Vec<String>,
        /// Only say what would become of its steps
        #[arg(long, conflicts_with = "reason")]
        preview: bool,
        #[arg(long, value_name = "TEXT", required_unless_present = "preview")]
        reason: Option<String>,
    },
    /// Add a note
    Note {
        run: String,
        text: String,
        /// The step it is about
        #[arg(long, value_name = "STEP")]
        step: Option<StepId>,
    },
}

pub async fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    let need = match &arguments.command {
        RunsCommand::List { .. } | RunsCommand::Show { .. } | RunsCommand::Migrate { preview: true, .. } => Need::Read,
        _ => Need::Act,
    };
    let mut desk = Desk::open(&context.configuration, need).await?;
    let done = carry_out(&arguments.command, &mut desk, context).await;
    desk.close().await?;
    done
}

async fn carry_out(command: &RunsCommand, desk: &mut Desk, context: &Context) -> Result<Exit> {
    let (run, act) = match command {
        RunsCommand::List { procedure, all, limit } => {
            let request = Request::Runs { procedure: procedure.clone(), all: *all, limit: *limit };
            return list(&desk.ask::<Vec<RunRow>>(request).await?, context);
        }
        RunsCommand::Show { run, journal } => {
            let shown: Shown = desk.ask(Request::Run { run: run.clone() }).await?;
            return if *journal { events(&shown, context) } else { show(&shown, context) };
        }
        RunsCommand::Migrate { run, to, names, preview: _, reason } => {
            let (names, reason) = (renamed(names)?, reason.clone());
            let preview = reason.is_none();
            let request = Request::Migrate { run: run.clone(), number: *to, names, reason };
            let told: Json = desk.ask(request).await?;
            return if preview { fates(&told, context) } else { migrated(&told, context) };
        }
        RunsCommand::Pause { run, reason } => (run, Act::Pause { reason: reason.clone() }),
        RunsCommand::Resume { run } => (run, Act::Resume),
        RunsCommand::Cancel { run, reason } => (run, Act::Cancel { reason: reason.clone() }),
        RunsCommand::Skip { run, step, reason, item } => {
            (run, Act::Skip { step: step.clone(), reason: reason.clone(), item: *item })
        }
        RunsCommand::Jump { run, step, reason } => (run, Act::Jump { to: step.clone(), reason: reason.clone() }),
        RunsCommand::Override { run, step, within, values, values_file, code, reason } => {
            let shown: Shown = desk.ask(Request::Run { run: run.clone() }).await?;
            let values = replaced(&shown, step, values, values_file.as_deref())?;
            let (code, words) = (code.clone(), reason.clone());
            (run, Act::Override(Override { step: step.clone(), within: *within, values, code, words }))
        }
        RunsCommand::Note { run, text, step } => (run, Act::Note { step: step.clone(), text: text.clone() }),
    };
    let done: Json = desk.ask(Request::Act { run: run.clone(), act }).await?;
    if context.json {
        output::json(&done)?;
    } else {
        let text = |key: &str| done[key].as_str().unwrap_or_default().to_owned();
        output::line(format_args!("{} {}", text("run"), text("status")))?;
    }
    Ok(Exit::Done)
}

/// `OLD=NEW`, each.
fn renamed(given: &[String]) -> Result<BTreeMap<StepId, StepId>> {
    let pair = |text: &String| {
        let (old, new) = value::pair(text, "maps nothing; write OLD=NEW")?;
        let step = |id: &str| id.parse::<StepId>().map_err(|error| BadValue(format!("`{id}`: {error}")));
        Ok((step(old)?, step(new)?))
    };
    given.iter().map(pair).collect()
}

fn migrated(told: &Json, context: &Context) -> Result<Exit> {
    if context.json {
        output::json(told)?;
    } else {
        output::line(format_args!("{} follows number {}", told["run"].as_str().unwrap_or_default(), told["number"]))?;
    }
    Ok(Exit::Done)
}

/// What would become of a run's steps.
fn fates(told: &Json, context: &Context) -> Result<Exit> {
    let possible = told["possible"] == true;
    if context.json {
        output::json(told)?;
        return Ok(Exit::of(possible));
    }
    for fate in told["fates"].as_array().into_iter().flatten() {
        let step = fate["step"].as_str().unwrap_or_default();
        let what = match (fate["becomes"].as_str(), fate["unchanged"] == true) {
            (None, _) => "is not there any more".to_owned(),
            (Some(_), true) => "stays as it is".to_owned(),
            (Some(new), false) if new == step => "changes".to_owned(),
            (Some(new), false) => format!("becomes {new}"),
        };
        let open = if fate["open"] == true { " (under way)" } else { "" };
        let problem = fate["problem"].as_str().map(|problem| format!(": {problem}")).unwrap_or_default();
        output::line(format_args!("{step}{open} {what}{problem}"))?;
    }
    for step in told["new"].as_array().into_iter().flatten() {
        output::line(format_args!("{} is new", step.as_str().unwrap_or_default()))?;
    }
    output::line(if possible { "The run can go on with it." } else { "The run cannot go on with it." })?;
    Ok(Exit::of(possible))
}

fn replaced(shown: &Shown, step: &StepId, given: &[String], file: Option<&std::path::Path>) -> Result<Values> {
    let procedure = read_document(&shown.document)?;
    let mut values = file.map(read_values).transpose()?.unwrap_or_default();
    values.extend(value::given(given, |name| Ok(field_of(&procedure, step, name)))?);
    Ok(values)
}

fn list(rows: &[RunRow], context: &Context) -> Result<Exit> {
    if context.json {
        output::json(&rows)?;
        return Ok(Exit::Done);
    }
    for row in rows {
        let number = match row.progress.number {
            0 => "draft".to_owned(),
            number => format!("@{number}"),
        };
        let outcome = row.progress.outcome.as_ref().map(|outcome| format!(" as {outcome}")).unwrap_or_default();
        output::line(format_args!(
            "{}  {} {number}  {}{outcome}  {}",
            row.run,
            row.origin.procedure,
            row.progress.status.as_str(),
            output::plain(row.origin.case.as_deref().unwrap_or("")),
        ))?;
    }
    if rows.is_empty() {
        output::note("There are no such runs.");
    }
    Ok(Exit::Done)
}

/// The events that say the least: clocks and the engine's own steps between others.
const QUIET: [&str; 12] = [
    "step-entered",
    "timer-set",
    "timer-fired",
    "due-set",
    "work-done",
    "block-opened",
    "block-done",
    "group-opened",
    "yielded",
    "approval-opened",
    "approval-kept",
    "conditions-judged",
];

fn show(shown: &Shown, context: &Context) -> Result<Exit> {
    let view = &shown.view;
    if context.json {
        let mut view = view.clone();
        if let Json::Object(fields) = &mut view {
            fields.insert("story".to_owned(), json!(shown.story));
        }
        output::json(&view)?;
        return Ok(Exit::Done);
    }
    let text = |json: &Json| output::plain(json.as_str().unwrap_or_default()).into_owned();
    let zone = &context.configuration.calendar.value.timezone;
    let moment = |json: &Json| match json.as_str().and_then(|text| text.parse().ok()) {
        Some(moment) => told_at(moment, zone),
        None => text(json),
    };
    let outcome = shown.outcome.as_ref().map(|outcome| format!(" as {outcome}")).unwrap_or_default();
    output::line(format_args!("{}", text(&view["title"])))?;
    output::line(format_args!("Run {} — {}{outcome}", shown.run, shown.status))?;
    let number = match view["number"].as_u64() {
        None | Some(0) => "a draft".to_owned(),
        Some(number) => format!("number {number}"),
    };
    output::line(format_args!("Version {} ({number})", text(&view["version"])))?;
    let by = view["started_by"].as_str().map(|by| format!(" by {by}")).unwrap_or_default();
    output::line(format_args!("Started {}{by}", moment(&view["started_at"])))?;

    output::line("\nSteps")?;
    for step in view["steps"].as_array().into_iter().flatten() {
        let indent = "  ".repeat(step["depth"].as_u64().unwrap_or(0) as usize + 1);
        let why = step["why"].as_str().map(|why| format!(" — {why}")).unwrap_or_default();
        let by = step["by"].as_str().map(|by| format!(", by {by}")).unwrap_or_default();
        let at = if step["at"].is_null() { String::new() } else { format!(", {}", moment(&step["at"])) };
        let line = format!(
            "{indent}{}  {}  [{}{by}{at}]{why}",
            text(&step["number"]),
            text(&step["title"]),
            text(&step["state"])
        );
        output::line(output::plain(&line))?;
    }

    output::line("\nWhat happened")?;
    for told in shown.story.iter().filter(|told| !QUIET.contains(&told.event.as_str())) {
        let who = told.who.as_ref().map(|who| format!(" ({who})")).unwrap_or_default();
        output::line(format_args!("  {}  {}{who}", told_at(told.at, zone), output::plain(&told.text)))?;
    }

    output::line("\nData")?;
    for (name, value) in view["data"].as_object().into_iter().flatten() {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        output::line(format_args!("  {name}: {}", output::plain(&value)))?;
    }
    let judged = view["success"].as_array().filter(|judged| !judged.is_empty());
    if let Some(judged) = judged {
        output::line("\nSuccess")?;
        for criterion in judged {
            let mark = if criterion["holds"] == true { "✓" } else { "✗" };
            let because = criterion["because"].as_str().map(|because| format!(" — {because}")).unwrap_or_default();
            output::line(format_args!("  {mark} {}{}", text(&criterion["that"]), output::plain(&because)))?;
        }
    }
    if !shown.forms.is_empty() {
        output::line("\nOpen")?;
        for form in &shown.forms {
            let whom = form.assignee.clone().unwrap_or_else(|| form.candidates.join(" or "));
            output::line(format_args!("  {}/{}  {} ({whom})", shown.run, form.task, output::plain(&form.title)))?;
        }
    }
    Ok(Exit::Done)
}

/// A moment to the second, in the site's zone.
fn told_at(moment: jiff::Timestamp, zone: &procedure::time::Zone) -> String {
    moment.to_zoned(zone.time_zone().clone()).strftime("%Y-%m-%d %H:%M:%S %Z").to_string()
}

fn events(shown: &Shown, context: &Context) -> Result<Exit> {
    for told in &shown.story {
        if context.json {
            output::json_line(told)?;
            continue;
        }
        let who = told.who.as_ref().map(|who| format!(" ({who})")).unwrap_or_default();
        output::line(format_args!(
            "{:>5}  {}  {}  {}{who}",
            told.sequence,
            told.at,
            told.event,
            output::plain(&told.text)
        ))?;
    }
    Ok(Exit::Done)
}
