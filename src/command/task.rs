//! `task`: what waits for people, and doing it.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use clap::{Args, Subcommand};
use engine::port::store::TaskRow;
use engine::run::inbox::TaskRef;
use interpreter::id::PersonId;
use procedure::document::{ExceptionId, OutcomeId, RoleId};
use procedure::value::{Value, Values};
use serde_json::Value as Json;

use super::Context;
use super::run::{read_document, read_values};
use crate::desk::{Act, Desk, Form, Need, Request, SettleAs, Shown, field_of, task_name};
use crate::exit::Exit;
use crate::output;

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
    /// One task: what is to be done, and with which fields
    Show { task: TaskRef },
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
    /// Take a decision: the option by its number from 1, or in its words
    Choose { task: TaskRef, option: String },
    /// Settle an exception that nothing handles
    Settle {
        task: TaskRef,
        /// retry, continue, or end:OUTCOME
        how: String,
        #[arg(long, value_name = "TEXT")]
        reason: String,
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
        TaskCommand::List { .. } | TaskCommand::Show { .. } => Need::Read,
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
        TaskCommand::Show { task } => {
            let (_, form) = look(desk, task).await?;
            return show(task, &form, context);
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
            (task, Act::Complete { task: task.task, values, signed: filled.sign, revision: Some(form.revision) })
        }
        TaskCommand::Approve { task, filled, arguments, revision } => {
            let (shown, form) = look(desk, task).await?;
            let values = filled.values(&shown, &form)?;
            let arguments = arguments.as_deref().map(read_values).transpose()?;
            let revision = revision.unwrap_or(form.revision);
            (task, Act::Approve { task: task.task, values, signed: filled.sign, revision, arguments })
        }
        TaskCommand::Refuse { task, reason } => {
            let (_, form) = look(desk, task).await?;
            (task, Act::Refuse { task: task.task, reason: reason.clone(), revision: Some(form.revision) })
        }
        TaskCommand::Choose { task, option } => {
            let (_, form) = look(desk, task).await?;
            (task, Act::Choose { task: task.task, option: chosen(&form, option)? })
        }
        TaskCommand::Settle { task, how, reason } => {
            (task, Act::Settle { task: task.task, how: settlement(how)?, reason: reason.clone() })
        }
        TaskCommand::Raise { task, exception, words } => {
            (task, Act::Raise { task: task.task, exception: exception.clone(), words: words.clone() })
        }
    };
    let done: Json = desk.ask(Request::Act { run: task.run.to_string(), act }).await?;
    if context.json {
        output::json(&done)?;
    } else {
        output::line(format_args!("{} {}", task.run, done["status"].as_str().unwrap_or_default()))?;
    }
    Ok(Exit::Done)
}

/// The run and the form of an open task.
async fn look(desk: &mut Desk, task: &TaskRef) -> Result<(Shown, Form)> {
    let shown: Shown = desk.ask(Request::Run { run: task.run.to_string() }).await?;
    let form = shown.forms.iter().find(|form| form.task == task.task).cloned();
    let form = form.ok_or_else(|| crate::desk::Refusal {
        code: "no-such-task".to_owned(),
        message: format!("there is no open task {} in run {}; it was done or withdrawn", task.task, task.run),
        unable: false,
    })?;
    Ok((shown, form))
}

impl Filled {
    fn values(&self, shown: &Shown, form: &Form) -> Result<Values> {
        let procedure = read_document(&shown.document)?;
        let mut values = match &self.values_file {
            Some(file) => read_values(file)?,
            None => Values::new(),
        };
        for given in &self.values {
            let (name, text) =
                given.split_once('=').with_context(|| format!("`{given}` sets nothing; write NAME=VALUE"))?;
            let field = field_of(&procedure, &form.step, name);
            let value = field.accept_text(text).map_err(|violations| {
                let sentences: Vec<String> = violations.iter().map(|violation| violation.sentence(name)).collect();
                anyhow::anyhow!("{}", sentences.join("; "))
            })?;
            values.insert(name.to_owned(), value);
        }
        // What is filled in already stays, as on a screen.
        for name in &form.fields {
            if let Some(value) = form.current.get(name).filter(|value| **value != Value::Null) {
                values.entry(name.clone()).or_insert_with(|| value.clone());
            }
        }
        Ok(values)
    }
}

fn chosen(form: &Form, option: &str) -> Result<usize> {
    let by_words = form.options.iter().position(|words| words == option);
    let by_number = option.parse::<usize>().ok().filter(|number| (1..=form.options.len()).contains(number));
    by_words
        .or(by_number.map(|number| number - 1))
        .with_context(|| format!("`{option}` is none of the options: {}", form.options.join("; ")))
}

fn settlement(how: &str) -> Result<SettleAs> {
    Ok(match how {
        "retry" => SettleAs::Retry,
        "continue" => SettleAs::Continue,
        _ => match how.strip_prefix("end:") {
            Some(outcome) => SettleAs::End(outcome.parse::<OutcomeId>()?),
            None => bail!("`{how}` settles nothing; say `retry`, `continue` or `end:OUTCOME`"),
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

fn show(task: &TaskRef, form: &Form, context: &Context) -> Result<Exit> {
    if context.json {
        output::json(form)?;
        return Ok(Exit::Done);
    }
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
    for (at, option) in form.options.iter().enumerate() {
        output::line(format_args!("  {}  {}", at + 1, output::plain(option)))?;
    }
    if let Some(meaning) = &form.sign {
        output::line(format_args!("To be signed: {}", output::plain(meaning)))?;
    }
    output::line(format_args!("Revision: {}", form.revision))?;
    Ok(Exit::Done)
}
