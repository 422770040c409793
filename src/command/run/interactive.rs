//! One run in the terminal: what is asked at the start, then each task that is for this person, and why it went which way.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use base64::Engine as _;
use interpreter::command::{Approve, Complete, Settlement};
use jiff::Timestamp;
use procedure::document::Procedure;
use procedure::value::{File, Value, Values};
use serde_json::{Value as Json, json};

use super::super::Context;
use super::read_document;
use crate::desk::{Act, Desk, Form, Request, Shown, What, field_of};
use crate::exit::Exit;
use crate::output;
use crate::terminal::ask::{Terminal, Typed};
use crate::terminal::interrupt::Hint;
use crate::terminal::{self, Asked};

/// How far ahead a moment may lie for the terminal to wait for it, and how long it waits for anything.
const WAIT_FOR: Duration = Duration::from_secs(120);

/// How often a run is looked at that waits for another system.
const LOOK: Duration = Duration::from_millis(100);

/// Events that are told as they happen: what a person at the terminal wants to know.
const TOLD: [&str; 14] = [
    "decision-made",
    "exception-raised",
    "exception-handled",
    "effect-requested",
    "effect-succeeded",
    "effect-failed",
    "escalation-raised",
    "approval-voided",
    "approval-refused",
    "wait-started",
    "event-taken",
    "override-made",
    "success-judged",
    "ended",
];

/// What a form came to.
enum Filled {
    Act(Act),
    /// The person goes; the run stays.
    Left,
}

pub async fn start(
    start_only: bool,
    what: What,
    procedure: &Procedure,
    mut data: Values,
    mut desk: Desk,
    context: &Context,
) -> Result<Exit> {
    let mut terminal = Terminal::new();
    let hint = Hint::watch("Nothing was started.");
    if !start_only {
        // Others need not wait for a person to answer.
        desk.rest().await?;
        output::note(format_args!("{}\n", output::plain(&procedure.title)));
        for name in procedure::check::asked_at_start(procedure) {
            if data.contains_key(name.as_str()) {
                continue;
            }
            let Some(field) = procedure.data.get(&name) else { continue };
            match ask(&mut terminal, &mut desk, &name, field, None).await? {
                Asked::Value(value) => {
                    data.insert(name.to_string(), value);
                }
                Asked::Kept => {}
                Asked::Exception => terminal.wrong("nothing has begun yet, so nothing can be out of the ordinary"),
                Asked::End => {
                    output::note("Nothing was started.");
                    desk.close().await?;
                    return Ok(Exit::Refused);
                }
            }
        }
    }
    desk.wake(&context.configuration).await?;
    let started: Json = desk.ask(Request::Start { what, data }).await?;
    let run = started["run"].as_str().context("the engine names the run that it started")?.to_owned();
    output::note(format_args!("Run {run}"));
    if start_only {
        let shown: Shown = desk.ask(Request::Run { run }).await?;
        desk.close().await?;
        return finish(&shown, context);
    }
    carry_out(run, terminal, hint, desk, context).await
}

pub async fn go_on(run: String, desk: Desk, context: &Context) -> Result<Exit> {
    carry_out(run, Terminal::new(), Hint::watch(""), desk, context).await
}

fn how_to_go_on(run: &str) -> String {
    format!("Go on with: understudy run --resume {run}")
}

/// Asks for task after task, until the run ends or waits for somebody or something else.
async fn carry_out(run: String, mut terminal: Terminal, hint: Hint, mut desk: Desk, context: &Context) -> Result<Exit> {
    hint.say(how_to_go_on(&run));
    let mut told = 0;
    let mut acted_at = Instant::now();
    let shown = loop {
        let shown: Shown = desk.ask(Request::Run { run: run.clone() }).await?;
        told = tell(&shown, told);
        if shown.status != "running" {
            break shown;
        }
        let Some(form) = shown.forms.iter().find(|form| form.yours) else {
            if !worth_waiting(&shown) || acted_at.elapsed() > WAIT_FOR {
                break shown;
            }
            tokio::time::sleep(LOOK).await;
            desk.go_on().await?;
            continue;
        };
        let procedure = read_document(&shown.document)?;
        // Others need not wait for a person to answer.
        desk.rest().await?;
        let filled = fill(&mut terminal, &mut desk, &procedure, form).await?;
        desk.wake(&context.configuration).await?;
        match filled {
            Filled::Left => break shown,
            Filled::Act(act) => {
                acted_at = Instant::now();
                let acted = desk.ask::<Json>(Request::Act { run: run.clone(), act }).await;
                // A refusal is told, and the form comes again with what is true now.
                if let Err(error) = acted {
                    match error.downcast_ref::<crate::desk::Refusal>() {
                        Some(refusal) if !refusal.unable => {
                            terminal.wrong(&refusal.message);
                            if matches!(refusal.code.as_str(), "barred" | "not-your-role" | "denied") {
                                break shown;
                            }
                        }
                        Some(_) | None => return Err(error),
                    }
                }
            }
        }
    };
    desk.close().await?;
    finish(&shown, context)
}

fn worth_waiting(shown: &Shown) -> bool {
    let soon = shown.next_moment.is_some_and(|moment| {
        Duration::try_from(moment.duration_since(Timestamp::now())).map_or(true, |left| left <= WAIT_FOR)
    });
    shown.effects > 0 || (soon && shown.forms.is_empty())
}

/// Tells what happened after event number `after`.
fn tell(shown: &Shown, after: u64) -> u64 {
    for told in shown.story.iter().filter(|told| told.sequence > after && TOLD.contains(&told.event.as_str())) {
        output::note(format_args!("  · {}", output::plain(&told.text)));
    }
    shown.story.last().map_or(after, |last| last.sequence)
}

fn finish(shown: &Shown, context: &Context) -> Result<Exit> {
    if context.json {
        let view = &shown.view;
        output::json(&json!({
            "run": shown.run,
            "status": shown.status,
            "outcome": shown.outcome,
            "data": view["data"],
            "exceptions": view["exceptions"],
            "tasks": shown.forms.iter().map(|form| json!({
                "task": format!("{}/{}", shown.run, form.task),
                "title": form.title,
                "for": form.assignee.clone().map_or_else(|| form.candidates.clone(), |person| vec![person]),
            })).collect::<Vec<_>>(),
        }))?;
        return Ok(Exit::Done);
    }
    match shown.status.as_str() {
        "ended" => output::line(format_args!("{} {}", shown.run, shown.outcome.as_deref().unwrap_or("ended")))?,
        "running" => {
            for form in &shown.forms {
                let whom = form.assignee.clone().unwrap_or_else(|| form.candidates.join(" or "));
                let title = output::plain(&form.title).into_owned();
                output::note(format_args!("Open: {title} ({whom}), task {}/{}", shown.run, form.task));
            }
            if let Some(moment) = shown.next_moment {
                output::note(format_args!("It goes on by itself at {moment}, while `understudy serve` runs."));
            }
            output::note(how_to_go_on(&shown.run));
            output::line(format_args!("{} running", shown.run))?;
        }
        other => output::line(format_args!("{} {other}", shown.run))?,
    }
    Ok(Exit::Done)
}

/// Shows a task and asks for what it wants.
async fn fill(terminal: &mut Terminal, desk: &mut Desk, procedure: &Procedure, form: &Form) -> Result<Filled> {
    output::note(format_args!("\n▸ {}", output::plain(&form.title)));
    let due = form.due.map(|due| format!("Due {due}"));
    let lines = form.instructions.iter().chain(&form.rules).chain(&form.about).chain(&due);
    for line in lines.flat_map(|text| text.lines()) {
        output::note(format_args!("  {}", output::plain(line)));
    }
    for returned in &form.returned {
        output::note(format_args!("  It came back: {}", output::plain(returned)));
    }
    match form.kind.as_str() {
        "approve" | "confirm" => decide(terminal, desk, procedure, form).await,
        "choose" => {
            let suggested = form.suggested.as_ref().map(|words| format!(" (suggested: {words})")).unwrap_or_default();
            let help = "They are the ways that the procedure has here; the run goes on by the one you take.";
            match terminal.choose(&format!("Which way{suggested}?"), &form.options, help)? {
                Some(option) => Ok(Filled::Act(Act::Choose { task: form.task, option, revision: form.revision })),
                None => Ok(Filled::Left),
            }
        }
        "settle" => settle(terminal, procedure, form),
        _ => {
            let values = match fields(terminal, desk, procedure, form).await? {
                Ok(values) => values,
                Err(filled) => return Ok(filled),
            };
            let signed = match &form.sign {
                None => false,
                Some(meaning) => match sign(terminal, meaning)? {
                    None => return Ok(Filled::Left),
                    Some(signed) => signed,
                },
            };
            // A step that asks for nothing still wants to hear that it is done.
            if form.fields.is_empty() && form.sign.is_none() {
                loop {
                    match terminal.ask("Done? [Enter]")? {
                        Typed::End => return Ok(Filled::Left),
                        Typed::Exception => return exception(terminal, form),
                        Typed::Help => {
                            output::note("  Enter says that it is done; `!` that something is out of the ordinary.")
                        }
                        Typed::Text(_) => break,
                    }
                }
            }
            let revision = Some(form.revision);
            Ok(Filled::Act(Act::Complete(Complete { task: form.task, values, signed, revision })))
        }
    }
}

async fn decide(terminal: &mut Terminal, desk: &mut Desk, procedure: &Procedure, form: &Form) -> Result<Filled> {
    loop {
        let verb = if form.kind == "confirm" { "Do it?" } else { "Do you approve?" };
        let yes = match terminal.ask(&format!("{verb} [y/n]"))? {
            Typed::End => return Ok(Filled::Left),
            Typed::Exception => return exception(terminal, form),
            Typed::Help => {
                output::note("  y approves, n refuses and asks why, `!` says that something is out of the ordinary.");
                continue;
            }
            Typed::Text(text) => text.trim().to_ascii_lowercase(),
        };
        match yes.as_str() {
            "y" | "yes" => break,
            "n" | "no" => {
                let Some(reason) = words(terminal, "Why not?")? else { return Ok(Filled::Left) };
                return Ok(Filled::Act(Act::Refuse { task: form.task, reason, revision: Some(form.revision) }));
            }
            _ => terminal.wrong("please type y or n"),
        }
    }
    let values = match fields(terminal, desk, procedure, form).await? {
        Ok(values) => values,
        Err(filled) => return Ok(filled),
    };
    let signed = match &form.sign {
        None => false,
        Some(meaning) => match sign(terminal, meaning)? {
            None => return Ok(Filled::Left),
            Some(signed) => signed,
        },
    };
    let (task, revision) = (form.task, form.revision);
    Ok(Filled::Act(Act::Approve(Approve { task, values, signed, revision, arguments: None })))
}

fn settle(terminal: &mut Terminal, procedure: &Procedure, form: &Form) -> Result<Filled> {
    let mut options = vec!["Try the step again".to_owned(), "Leave it as failed and go on".to_owned()];
    let mut ends = vec!["completed".to_owned()];
    ends.extend(procedure.outcomes.keys().map(ToString::to_string));
    options.extend(ends.iter().map(|outcome| format!("End the run as {outcome}")));
    let help = "The first enters the step again from its beginning; the second saves nothing of it; the others end the \
                whole run and withdraw what is open.";
    let Some(option) = terminal.choose("How is it settled?", &options, help)? else { return Ok(Filled::Left) };
    let Some(reason) = words(terminal, "Why?")? else { return Ok(Filled::Left) };
    let settlement = match option {
        0 => Settlement::Retry,
        1 => Settlement::Continue,
        other => Settlement::End(ends[other - 2].parse()?),
    };
    Ok(Filled::Act(Act::Settle { task: form.task, settlement, reason }))
}

/// Asks which exception it is, and for words.
fn exception(terminal: &mut Terminal, form: &Form) -> Result<Filled> {
    let mut options: Vec<String> = form.exceptions.iter().map(|(_, title)| title.clone()).collect();
    options.push("Something else".to_owned());
    let help = "Each is handled as the procedure says; something else waits for the owner, with your words.";
    let Some(option) = terminal.choose("What is out of the ordinary?", &options, help)? else {
        return Ok(Filled::Left);
    };
    let Some(words) = words(terminal, "In your words")? else { return Ok(Filled::Left) };
    let exception = form.exceptions.get(option).map(|(id, _)| id.parse()).transpose()?;
    Ok(Filled::Act(Act::Raise { task: form.task, exception, words }))
}

fn sign(terminal: &mut Terminal, meaning: &str) -> Result<Option<bool>> {
    let help = "y signs with your name, for what is said here; n sends the form without a signature.";
    terminal.confirm(&format!("You sign: {meaning} Do you?"), help)
}

/// Some words; nothing when the input ended.
fn words(terminal: &mut Terminal, question: &str) -> Result<Option<String>> {
    loop {
        match terminal.ask(question)? {
            Typed::End => return Ok(None),
            Typed::Text(text) if !text.trim().is_empty() => return Ok(Some(text)),
            Typed::Text(_) | Typed::Exception | Typed::Help => terminal.wrong("please say it in words"),
        }
    }
}

/// The form's values; or what was done instead.
async fn fields(
    terminal: &mut Terminal,
    desk: &mut Desk,
    procedure: &Procedure,
    form: &Form,
) -> Result<Result<Values, Filled>> {
    let mut values = Values::new();
    for name in &form.fields {
        let field = field_of(procedure, &form.step, name);
        match ask(terminal, desk, name, &field, form.current.get(name)).await? {
            Asked::Value(value) => {
                values.insert(name.clone(), value);
            }
            Asked::Kept => {
                let kept = form.current.get(name).cloned().or_else(|| field.default.clone());
                values.extend(kept.map(|value| (name.clone(), value)));
            }
            Asked::Exception => return Ok(Err(exception(terminal, form)?)),
            Asked::End => return Ok(Err(Filled::Left)),
        }
    }
    Ok(Ok(values))
}

/// Asks for one field; a file's content goes to the store before the run hears of it.
async fn ask(
    terminal: &mut Terminal,
    desk: &mut Desk,
    name: &str,
    field: &procedure::document::Field,
    current: Option<&Value>,
) -> Result<Asked> {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let asked = terminal::field(terminal, name, field, current, &mut |path| {
        let (file, content) = attachment(path)?;
        files.push((file.sha256.clone(), content));
        Ok(Value::File(file))
    })?;
    for (_, content) in files {
        let content = base64::engine::general_purpose::STANDARD.encode(content);
        let _: Json = desk.ask(Request::Attach { content }).await?;
    }
    Ok(asked)
}

/// A file's content, and what the run knows of it.
fn attachment(path: &std::path::Path) -> Result<(File, Vec<u8>)> {
    use std::io::Read as _;
    let most = engine::port::store::MAX_ATTACHMENT;
    let opened = std::fs::File::open(path).with_context(|| format!("could not open {}", path.display()))?;
    anyhow::ensure!(opened.metadata()?.is_file(), "{} is no file", path.display());
    let mut content = Vec::new();
    opened.take(most as u64 + 1).read_to_end(&mut content)?;
    anyhow::ensure!(content.len() <= most, "{} has more than {most} bytes", path.display());
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let media_type = match ending.as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "pdf" => "application/pdf",
        "txt" | "log" => "text/plain",
        "md" => "text/markdown",
        "csv" => "text/csv",
        "json" => "application/json",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/octet-stream",
    };
    let sha256 = procedure::hash::ContentHash::of(&content).to_string();
    let file = File { sha256, name, media_type: media_type.to_owned(), size: content.len() as u64 };
    Ok((file, content))
}
