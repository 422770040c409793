//! `task`: what waits for people, and doing it.

use std::io::IsTerminal;
use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Subcommand};
use engine::port::store::TaskRow;
use engine::run::inbox::TaskRef;
use interpreter::command::{Approve, Complete, Settlement};
use interpreter::id::PersonId;
use procedure::document::{ExceptionId, OutcomeId, RoleId};
use procedure::value::{Value, Values};
use serde_json::Value as Json;

use super::run::{read_document, read_values};
use super::{Context, value};
use crate::desk::{Act, Desk, Form, Need, Refusal, Request, Shown, field_of, task_name};
use crate::exit::{BadValue, Exit};
use crate::output;
use crate::terminal::ask::{Terminal, Typed};

/// See what waits for people, and do it. A task is named RUN/NUMBER.
#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: TaskCommand,
}

#[derive(Subcommand)]
enum TaskCommand {
    /// What waits: yours and your roles', those due first
    List {
        /// Those assigned to you
        #[arg(long, conflicts_with_all = ["role", "all"])]
        mine: bool,
        /// Those for this role
        #[arg(long, value_name = "ROLE", conflicts_with = "all")]
        role: Option<RoleId>,
        /// Everybody's; for administrators and auditors
        #[arg(long)]
        all: bool,
        #[arg(long, value_name = "N", default_value_t = 100)]
        limit: usize,
    },
    /// One task: what is to be done, with which fields, or what there is to choose from
    Show {
        task: TaskRef,
        /// Show sensitive values too, for this reason, which the ledger notes; asked for where none is given
        #[arg(long, value_name = "REASON", num_args = 0..=1, default_missing_value = "")]
        reveal: Option<String>,
    },
    /// Take a task
    Claim { task: TaskRef },
    /// Give a task back
    Release { task: TaskRef },
    /// Give a task to a person or a role
    Reassign {
        task: TaskRef,
        #[arg(long, value_name = "PERSON", required_unless_present = "role")]
        to: Option<String>,
        #[arg(long, value_name = "ROLE")]
        role: Option<RoleId>,
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// Do a task
    Complete {
        task: TaskRef,
        #[command(flatten)]
        filled: Filled,
    },
    /// Agree, or accept what the machine is about to do
    Approve {
        task: TaskRef,
        #[command(flatten)]
        filled: Filled,
        /// Other arguments than the machine prepared, in a YAML or JSON file
        #[arg(long, value_name = "FILE")]
        arguments: Option<PathBuf>,
        /// The state of the run that you saw (`revision` of `task show`); refused where it has changed since
        #[arg(long, value_name = "N")]
        revision: Option<u64>,
    },
    /// Refuse, with a reason
    Refuse {
        task: TaskRef,
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Take a decision
    Choose {
        task: TaskRef,
        /// The option by its number from 1, or in its words; what there is to choose from is told where absent
        option: Option<String>,
    },
    /// Settle an exception that nothing handles
    Settle {
        task: TaskRef,
        /// retry, continue, or end:OUTCOME; what there is to choose from is told where absent
        how: Option<String>,
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// Say that something is out of the ordinary
    Raise {
        task: TaskRef,
        /// A declared exception; something else where absent
        #[arg(long, value_name = "ID")]
        exception: Option<ExceptionId>,
        /// In your words
        #[arg(long, value_name = "TEXT")]
        words: String,
    },
}

/// What a form is filled with.
#[derive(Args)]
struct Filled {
    /// A value; may be repeated
    #[arg(long = "set", short = 's', value_name = "NAME=VALUE")]
    values: Vec<String>,
    /// Values in a YAML or JSON file; `-` for standard input
    #[arg(long = "set-file", value_name = "FILE")]
    values_file: Option<PathBuf>,
    /// Sign what the step wants signed
    #[arg(long)]
    sign: bool,
}

pub async fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    let need = match &arguments.command {
        TaskCommand::List { .. } | TaskCommand::Show { reveal: None, .. } => Need::Read,
        _ => Need::Act,
    };
    let mut desk = Desk::open(&context.configuration, need).await?;
    let done = carry_out(&arguments.command, &mut desk, context).await;
    desk.close().await?;
    done
}

async fn carry_out(command: &TaskCommand, desk: &mut Desk, context: &Context) -> Result<Exit> {
    let (task, act) = match command {
        TaskCommand::List { mine, role, all, limit } => {
            let request = Request::Inbox { mine: *mine, role: role.clone(), everybody: *all, limit: *limit };
            return list(&desk.ask::<Vec<TaskRow>>(request).await?, context);
        }
        TaskCommand::Show { task, reveal } => {
            let (shown, mut form) = look(desk, task).await?;
            if let Some(reason) = reveal {
                let reason = reason_to_reveal(reason)?;
                let request = Request::Reveal { run: shown.run.clone(), task: task.task, reason };
                form = desk.ask::<Option<Form>>(request).await?.ok_or_else(|| no_task(task))?;
            }
            return show(&shown, &form, context);
        }
        TaskCommand::Claim { task } => (task, Act::Claim { task: task.task }),
        TaskCommand::Release { task } => (task, Act::Release { task: task.task }),
        TaskCommand::Reassign { task, to, role, reason } => {
            let person = to.as_ref().map(PersonId::new);
            (task, Act::Reassign { task: task.task, person, role: role.clone(), reason: reason.clone() })
        }
        TaskCommand::Complete { task, filled } => {
            let (shown, form) = look(desk, task).await?;
            let values = filled.values(&shown, &form)?;
            let revision = Some(form.revision);
            (task, Act::Complete(Complete { task: task.task, values, signed: filled.sign, revision }))
        }
        TaskCommand::Approve { task, filled, arguments, revision } => {
            let (shown, form) = look(desk, task).await?;
            let values = filled.values(&shown, &form)?;
            let arguments = arguments.as_deref().map(read_values).transpose()?;
            let revision = revision.unwrap_or(form.revision);
            (task, Act::Approve(Approve { task: task.task, values, signed: filled.sign, revision, arguments }))
        }
        TaskCommand::Refuse { task, reason } => {
            let (_, form) = look(desk, task).await?;
            (task, Act::Refuse { task: task.task, reason: reason.clone(), revision: Some(form.revision) })
        }
        TaskCommand::Choose { task, option } => {
            let (_, form) = look(desk, task).await?;
            let option = chosen(task, &form, option.as_deref())?;
            (task, Act::Choose { task: task.task, option, revision: form.revision })
        }
        TaskCommand::Settle { task, how, reason } => {
            let (_, form) = look(desk, task).await?;
            let settlement = settlement(task, &form, how.as_deref())?;
            let reason = reason.clone().ok_or_else(|| BadValue("say why, with --reason TEXT".to_owned()))?;
            (task, Act::Settle { task: task.task, settlement, reason })
        }
        TaskCommand::Raise { task, exception, words } => {
            (task, Act::Raise { task: task.task, exception: exception.clone(), words: words.clone() })
        }
    };
    let done: Json = desk.ask(Request::Act { run: task.run.to_string(), act }).await?;
    if context.json {
        output::json(&done)?;
    } else {
        let text = |key: &str| done[key].as_str().unwrap_or_default().to_owned();
        output::line(format_args!("{} {}", text("run"), text("status")))?;
    }
    Ok(Exit::Done)
}

/// The run and the form of an open task.
async fn look(desk: &mut Desk, task: &TaskRef) -> Result<(Shown, Form)> {
    let shown: Shown = desk.ask(Request::Run { run: task.run.to_string() }).await?;
    let form = shown.forms.iter().find(|form| form.task == task.task).cloned();
    Ok((shown, form.ok_or_else(|| no_task(task))?))
}

fn no_task(task: &TaskRef) -> Refusal {
    Refusal {
        code: "no-such-task".to_owned(),
        message: format!("there is no open task {} in run {}; it was done or withdrawn", task.task, task.run),
        unable: false,
    }
}

/// The reason for which sensitive values are shown; asked for at a terminal where none was given.
pub fn reason_to_reveal(given: &str) -> Result<String> {
    if !given.trim().is_empty() {
        return Ok(given.to_owned());
    }
    let missing = || BadValue("say why sensitive values are to be shown: --reveal REASON".to_owned());
    if !std::io::stdin().is_terminal() {
        return Err(missing().into());
    }
    match Terminal::new().ask("Why are sensitive values to be shown? The ledger notes it")? {
        Typed::Text(reason) if !reason.trim().is_empty() => Ok(reason),
        Typed::Text(_) | Typed::Exception | Typed::Help | Typed::End => Err(missing().into()),
    }
}

impl Filled {
    fn values(&self, shown: &Shown, form: &Form) -> Result<Values> {
        let procedure = read_document(&shown.document)?;
        let mut values = match &self.values_file {
            Some(file) => read_values(file)?,
            None => Values::new(),
        };
        values.extend(value::given(&self.values, |name| Ok(field_of(&procedure, &form.step, name)))?);
        // What is filled in already stays, as on a screen.
        for name in &form.fields {
            if let Some(value) = form.current.get(name).filter(|value| **value != Value::Null) {
                values.entry(name.clone()).or_insert_with(|| value.clone());
            }
        }
        Ok(values)
    }
}

/// What there is to choose from, a line each, for a message.
fn options(form: &Form) -> String {
    let line = |(at, option): (usize, &String)| match form.kind.as_str() {
        "settle" => format!("\n  {option}  ({})", settles(option)),
        _ => format!("\n  {}  {option}", at + 1),
    };
    form.options.iter().enumerate().map(line).collect()
}

/// What a way to settle an exception does.
fn settles(option: &str) -> &'static str {
    match option {
        "retry" => "enter the step again, from its beginning",
        "continue" => "leave the step as failed, save nothing of it, go on",
        _ => "end the run so, and withdraw what is open",
    }
}

fn chosen(task: &TaskRef, form: &Form, option: Option<&str>) -> Result<usize> {
    if form.kind != "choose" {
        let what = match form.kind.as_str() {
            "settle" => format!("it is an exception; use `task settle` with one of:{}", options(form)),
            kind => format!("it is of the kind `{kind}`; `task show` tells what it wants"),
        };
        return Err(BadValue(format!("at {task} there is nothing to choose: {what}")).into());
    }
    let Some(option) = option else {
        return Err(BadValue(format!("say which, by its number or in its words:{}", options(form))).into());
    };
    let by_words = form.options.iter().position(|words| words == option);
    let by_number = option.parse::<usize>().ok().filter(|number| (1..=form.options.len()).contains(number));
    let found = by_words.or(by_number.map(|number| number - 1));
    Ok(found.ok_or_else(|| BadValue(format!("`{option}` is none of the options:{}", options(form))))?)
}

fn settlement(task: &TaskRef, form: &Form, how: Option<&str>) -> Result<Settlement> {
    if form.kind != "settle" {
        let kind = &form.kind;
        let message = format!("at {task} there is no exception to settle: it is of the kind `{kind}`");
        return Err(BadValue(message).into());
    }
    let Some(how) = how else {
        return Err(BadValue(format!("say how it is settled:{}", options(form))).into());
    };
    let wrong = || BadValue(format!("`{how}` settles nothing; say one of:{}", options(form)));
    Ok(match how {
        "retry" => Settlement::Retry,
        "continue" => Settlement::Continue,
        _ => match how.strip_prefix("end:").map(str::parse::<OutcomeId>) {
            Some(Ok(outcome)) => Settlement::End(outcome),
            Some(Err(_)) | None => return Err(wrong().into()),
        },
    })
}

fn list(rows: &[TaskRow], context: &Context) -> Result<Exit> {
    if context.json {
        output::json(&rows)?;
        return Ok(Exit::Done);
    }
    for row in rows {
        let whom = row.assignee.as_ref().map(ToString::to_string);
        let roles: Vec<&str> = row.candidates.iter().map(|role| role.as_str()).collect();
        let due = row.due.map(|due| format!("  due {due}")).unwrap_or_default();
        output::line(format_args!(
            "{}  {}  {} / {}  {}{due}",
            task_name(row.run.as_str(), row.task),
            row.kind,
            row.procedure,
            row.step,
            whom.unwrap_or_else(|| roles.join(" or ")),
        ))?;
    }
    if rows.is_empty() {
        output::note("Nothing waits.");
    }
    Ok(Exit::Done)
}

fn show(shown: &Shown, form: &Form, context: &Context) -> Result<Exit> {
    if context.json {
        output::json(form)?;
        return Ok(Exit::Done);
    }
    let task = task_name(&shown.run, form.task);
    output::line(format_args!("{task}  {}", output::plain(&form.title)))?;
    let whom = form.assignee.clone().unwrap_or_else(|| form.candidates.join(" or "));
    output::line(format_args!("For: {whom}"))?;
    if let Some(due) = form.due {
        output::line(format_args!("Due: {due}"))?;
    }
    let words = form.instructions.iter().chain(&form.rules).chain(&form.about).chain(&form.returned);
    for text in words {
        output::line(output::plain(text.trim_end()))?;
    }
    if !form.fields.is_empty() {
        output::line(format_args!("Wanted: {}", form.fields.join(", ")))?;
    }
    if !form.options.is_empty() {
        let verb = if form.kind == "settle" { "settle" } else { "choose" };
        output::line(format_args!("To {verb}, with `task {verb}`:{}", output::plain(&options(form))))?;
    }
    if let Some(suggested) = &form.suggested {
        output::line(format_args!("Suggested: {}", output::plain(suggested)))?;
    }
    if let Some(meaning) = &form.sign {
        output::line(format_args!("To be signed: {}", output::plain(meaning)))?;
    }
    output::line(format_args!("Revision: {}", form.revision))?;
    Ok(Exit::Done)
}
