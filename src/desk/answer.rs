//! Every request and the use case that answers it: one table, for the file and for the socket.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Result;
use base64::Engine as _;
use engine::directory::Caller;
use engine::port::store::{Page, RunQuery};
use engine::run::batch::CaseDone;
use engine::run::inbox::{Inbox, TaskRef};
use engine::run::start::{Beginning, CloudEvent, Which};
use engine::run::view::RunView;
use engine::{Engine, Error};
use interpreter::Command;
use interpreter::id::RunId;
use interpreter::sight::Sight;
use interpreter::state::Status;
use jiff::Timestamp;
use procedure::document::{ExceptionId, OutcomeId, Procedure, StepId};
use procedure::read::Spelling;
use procedure::value::Values;
use serde::Serialize;
use serde_json::{Value as Json, json};

use super::Refusal;
use super::form::{Form, shown, status};
use super::named::named;
use super::request::{Act, Request, What};

/// Most rows of one list.
const MOST_ROWS: usize = 100_000;

/// Most cases of one table.
pub const MOST_CASES: usize = 1_000_000;

/// Where lines of a long answer go.
pub type Lines<'a> = &'a mut (dyn FnMut(String) + Send);

/// Answers a request of a caller.
pub async fn answer(engine: &Engine, caller: &Caller, request: Request, lines: Lines<'_>) -> Result<Json, Refusal> {
    Ok(match request {
        Request::Publish { document, text, rationale, again } => {
            let procedure = document_of(&document)?;
            match unchanged(engine, caller, &procedure).await?.filter(|_| !again && !rationale.trim().is_empty()) {
                Some(publication) => json!({"publication": publication, "unchanged": true}),
                None => {
                    let publication = engine.publish_written(caller, &procedure, text.as_deref(), &rationale).await?;
                    json!({"publication": publication, "unchanged": false})
                }
            }
        }
        Request::Procedures => {
            let mut rows = Vec::new();
            for publication in engine.procedures(caller).await? {
                let (_, procedure) = engine.procedure(caller, &publication.procedure, None).await?;
                rows.push(json!({
                    "procedure": publication.procedure,
                    "number": publication.number,
                    "version": publication.version,
                    "title": procedure.title,
                    "owner": procedure.owner,
                    "at": publication.at,
                }));
            }
            json!(rows)
        }
        Request::Procedure { procedure, number } => {
            let (publication, procedure, text) = engine.publication_text(caller, &procedure, number).await?;
            json!({"publication": publication, "document": procedure::print::to_json(&procedure), "text": text})
        }
        Request::Start { what, data } => {
            engine.judge_files(caller, None, &data).await?;
            let beginning = Beginning { data, ..Beginning::default() };
            let changed = engine.start(caller, which(what)?, beginning).await?;
            json!({"run": changed.run})
        }
        Request::Batch { what, cases, at_once } => batch(engine, caller, which(what)?, cases, at_once, lines).await?,
        Request::Run { run } => run_shown(engine, caller, &named(engine, caller, &run).await?).await?,
        Request::Reveal { run, task, reason } => {
            let run = named(engine, caller, &run).await?;
            let view = engine.run(caller, &run).await?;
            let form = engine.task_form_revealed(caller, &run, task, &reason).await?;
            json!(Form::of(form, &view.state))
        }
        Request::Runs { procedure, all, limit } => {
            let open = if all { RunQuery::default() } else { RunQuery::open() };
            let query = RunQuery { procedure, ..open };
            let mut rows = Vec::new();
            let mut page = Page::first(limit.min(Page::MOST));
            loop {
                let found = engine.runs(caller, &query, &page).await?;
                rows.extend(found.rows);
                match found.next.filter(|_| rows.len() < limit.min(MOST_ROWS)) {
                    Some(next) => page = Page::from(Page::MOST, next),
                    None => break,
                }
            }
            rows.truncate(limit);
            json!(rows)
        }
        Request::Inbox { mine, role, everybody, limit } => {
            let which = match (mine, everybody) {
                (true, _) => Inbox::Mine,
                (false, true) => Inbox::Everybody,
                (false, false) if role.is_some() => Inbox::MyRoles,
                (false, false) => Inbox::Both,
            };
            let mut rows = Vec::new();
            let mut page = Page::first(limit.min(Page::MOST));
            loop {
                let found = engine.inbox(caller, which, &page).await?;
                rows.extend(
                    found.rows.into_iter().filter(|row| role.as_ref().is_none_or(|role| row.candidates.contains(role))),
                );
                match found.next.filter(|_| rows.len() < limit.min(MOST_ROWS)) {
                    Some(next) => page = Page::from(Page::MOST, next),
                    None => break,
                }
            }
            rows.truncate(limit);
            json!(rows)
        }
        Request::Act { run, act } => {
            let run = named(engine, caller, &run).await?;
            let command = command(engine, caller, &run, act).await?;
            let changed = engine.act(caller, &run, command).await?;
            json!({"run": changed.run, "status": status(&changed.state), "revision": changed.state.sequence})
        }
        Request::Event { event, id, source, data } => {
            engine.judge_files(caller, None, &data).await?;
            let id = id.unwrap_or_else(|| engine.new_run_id().to_string());
            let data = procedure::value::Value::Object(data);
            let event = CloudEvent { id, source, event, time: Some(Timestamp::now()), data };
            let delivered = engine.deliver(caller, event).await?;
            json!({"started": delivered.started, "reached": delivered.reached, "failed": delivered.failed})
        }
        Request::Attach { content } => {
            let bytes = base64::engine::general_purpose::STANDARD
                .decode(content)
                .map_err(|error| invalid("the attachment", &error.to_string()))?;
            json!(engine.attach(caller, bytes).await?)
        }
        Request::Migrate { run, number, names, reason } => {
            let run = named(engine, caller, &run).await?;
            let number = match number {
                Some(number) => number,
                None => {
                    let procedure = engine.run(caller, &run).await?.origin.procedure.clone();
                    let latest = engine.publications(caller, &procedure).await?.pop();
                    latest.ok_or(Error::NoProcedure(procedure))?.number
                }
            };
            match reason {
                None => json!(engine.preview_migration(caller, &run, number, &names).await?),
                Some(reason) => {
                    let changed = engine.migrate(caller, &run, number, names, reason).await?;
                    json!({"run": changed.run, "number": number, "status": status(&changed.state)})
                }
            }
        }
        Request::Verify { checkpoint } => match engine.verify(caller, checkpoint.as_ref()).await? {
            Ok(verified) => json!({
                "holds": true,
                "entries": verified.entries,
                "events": verified.events,
                "erased": verified.erased,
                "head": verified.head,
            }),
            Err(broken) => json!({"holds": false, "broken": broken.to_string()}),
        },
        Request::Checkpoint => json!(engine.checkpoint(caller).await?),
        Request::Erase { run, reason } => {
            let run = named(engine, caller, &run).await?;
            engine.erase_run(caller, &run, &reason).await?;
            json!({"run": run})
        }
        Request::Export { run: Some(run), reveal } => {
            let run = named(engine, caller, &run).await?;
            engine.export_run(caller, &run, reveal.as_deref()).await?.each(lines).await?;
            Json::Null
        }
        Request::Export { run: None, reveal } => {
            engine.export_all(caller, reveal.as_deref()).await?.each(lines).await?;
            Json::Null
        }
        Request::Backup { to } => {
            engine.backup(caller, &to, &to.display().to_string()).await?;
            json!({"file": to})
        }
        Request::InDoubt => {
            let effects = engine.may_have_happened(caller).await?;
            let rows = effects.into_iter().map(|effect| {
                json!({"run": effect.run, "effect": effect.effect, "what": effect.what, "key": effect.key, "attempt": effect.attempt})
            });
            json!({"paused": engine.is_paused().await?, "may_have_happened": rows.collect::<Vec<_>>()})
        }
        Request::ResetPassword { person } => {
            let (secret, expires_at) = engine.offer_reset(caller, &person).await?;
            json!({"secret": secret, "expires_at": expires_at})
        }
        Request::ResumeDispatch { reason } => {
            engine.resume_dispatch(caller, &reason).await?;
            Json::Null
        }
    })
}

fn invalid(what: &'static str, because: &str) -> Refusal {
    Error::Invalid { what, because: because.to_owned() }.into()
}

/// Reads a document anew: what comes by a socket was checked by nobody whom we know.
fn document_of(text: &str) -> Result<Procedure, Refusal> {
    let found = match procedure::read::read(text, Spelling::Json, &()).clean() {
        Ok(procedure) => {
            let found = procedure::check::check(&procedure, &procedure::check::Context::default());
            let errors: Vec<_> = found.into_iter().filter(procedure::diagnostic::Diagnostic::is_error).collect();
            if errors.is_empty() {
                return Ok(procedure);
            }
            errors
        }
        Err(found) => found,
    };
    Err(Error::Mistakes(found).into())
}

/// The current publication, where publishing would only repeat it: the same content, and the same sub-procedures.
async fn unchanged(
    engine: &Engine,
    caller: &Caller,
    procedure: &Procedure,
) -> Result<Option<engine::port::store::Publication>, Refusal> {
    let latest = engine.publications(caller, &procedure.id).await?.pop();
    let Some(latest) = latest.filter(|latest| latest.version == procedure::print::content_hash(procedure)) else {
        return Ok(None);
    };
    for (id, pin) in &latest.pins {
        let current = engine.publications(caller, id).await?.pop();
        if current.is_none_or(|current| current.number != pin.number) {
            return Ok(None);
        }
    }
    Ok(Some(latest))
}

fn which(what: What) -> Result<Which, Refusal> {
    Ok(match what {
        What::Published { procedure, number: None } => Which::Latest(procedure),
        What::Published { procedure, number: Some(number) } => Which::Number(procedure, number),
        What::Document(text) => Which::Document(Arc::new(document_of(&text)?)),
    })
}

async fn run_shown(engine: &Engine, caller: &Caller, run: &RunId) -> Result<Json, Refusal> {
    let view = engine.run(caller, run).await?;
    let mut journal = Vec::new();
    loop {
        let after = journal.last().map_or(0, |last: &interpreter::Recorded| last.sequence);
        let page = engine.journal(caller, run, after, 1_000).await?;
        if page.is_empty() || after >= view.state.sequence {
            break;
        }
        journal.extend(page);
    }
    // What happened meanwhile belongs to the next look.
    journal.retain(|recorded| recorded.sequence <= view.state.sequence);
    let forms = engine.task_forms(caller, run).await?;
    Ok(json!(shown(&view, &journal, forms)))
}

async fn command(engine: &Engine, caller: &Caller, run: &RunId, act: Act) -> Result<Command, Refusal> {
    Ok(match act {
        Act::Claim { task } => Command::Claim { task },
        Act::Release { task } => Command::Release { task },
        Act::Reassign { task, person, role, reason } => Command::Reassign { task, assignee: person, role, reason },
        Act::Complete(complete) => {
            engine.judge_files(caller, Some(run), &complete.values).await?;
            Command::Complete(complete)
        }
        Act::Approve(approve) => {
            for values in std::iter::once(&approve.values).chain(&approve.arguments) {
                engine.judge_files(caller, Some(run), values).await?;
            }
            Command::Approve(approve)
        }
        Act::Refuse { task, reason, revision } => Command::Refuse { task, reason, revision },
        Act::Choose { task, option, revision } => Command::Choose { task, option, revision: Some(revision) },
        Act::Raise { task, exception, words } => Command::Raise { task, exception, words },
        Act::Settle { task, settlement, reason } => Command::Settle { task, settlement, reason },
        Act::Pause { reason } => Command::Pause { reason },
        Act::Resume => Command::Resume,
        Act::Cancel { reason } => Command::Cancel { reason },
        Act::Skip { step, reason, item } => {
            let RunView { state, .. } = engine.run(caller, run).await?;
            let open: Vec<_> =
                state.activations.iter().filter(|(_, activation)| activation.step == step).map(|(id, _)| *id).collect();
            let activation = match (open.as_slice(), item) {
                ([only], None) => *only,
                ([], _) => return Err(invalid("the step", &format!("`{step}` is not open in this run"))),
                (_, Some(item)) => *open
                    .get(item)
                    .ok_or_else(|| invalid("the item", &format!("`{step}` is open for {} items", open.len())))?,
                (_, None) => {
                    let because = format!("`{step}` is open for {} items; say which with --item, from 0", open.len());
                    return Err(invalid("the step", &because));
                }
            };
            Command::Skip { activation, reason }
        }
        Act::Jump { to, reason } => Command::Jump { to, reason },
        Act::Override(replacement) => {
            engine.judge_files(caller, Some(run), &replacement.values).await?;
            Command::Override(replacement)
        }
        Act::Note { step, text } => Command::AddNote { step, text },
    })
}

/// Runs every case; the lines come in the order of the table.
async fn batch(
    engine: &Engine,
    caller: &Caller,
    which: Which,
    cases: Vec<Values>,
    at_once: usize,
    lines: Lines<'_>,
) -> Result<Json, Refusal> {
    if cases.len() > MOST_CASES {
        return Err(invalid("the table", &format!("it has {} cases, and {MOST_CASES} are the most", cases.len())));
    }
    for case in &cases {
        engine.judge_files(caller, None, case).await?;
    }
    let mut next = 0;
    let mut early: BTreeMap<usize, String> = BTreeMap::new();
    let mut good = 0_usize;
    let count = engine
        .run_batch(caller, which, cases.into_iter(), at_once.clamp(1, 1_000), |done: CaseDone| {
            let (line, ended) = case_line(engine, caller, &done);
            good += usize::from(ended);
            early.insert(done.case, line);
            while let Some(line) = early.remove(&next) {
                lines(line);
                next += 1;
            }
        })
        .await?;
    Ok(json!({"cases": count, "ended": good}))
}

/// What is told of a case.
#[derive(Serialize)]
struct CaseLine<'a> {
    case: usize,
    run: &'a RunId,
    status: &'static str,
    outcome: Option<&'a OutcomeId>,
    data: BTreeMap<String, Json>,
    path: &'a [StepId],
    failed_criteria: Vec<String>,
    exceptions: &'a [ExceptionId],
}

/// One case as a line, and whether its run ended.
fn case_line(engine: &Engine, caller: &Caller, done: &CaseDone) -> (String, bool) {
    let case = done.case + 1;
    let changed = match &done.result {
        Ok(changed) => changed,
        Err(error) => {
            let error = json!({"code": error.code(), "message": error.to_string()});
            return (json!({"case": case, "run": null, "status": "refused", "error": error}).to_string(), false);
        }
    };
    let state = &changed.state;
    let outcome = match &state.status {
        Status::Ended { outcome } => Some(outcome),
        Status::New | Status::Running | Status::Paused { .. } | Status::Cancelled => None,
    };
    let hidden = engine.hidden_from(caller, &changed.program, state);
    let sight = Sight::without(&changed.program, false, hidden);
    let criterion = |position: &usize| changed.program.procedure.success.get(*position);
    let line = CaseLine {
        case,
        run: &done.run,
        status: status(state),
        outcome,
        data: interpreter::view::data(&sight, state),
        path: &state.path,
        failed_criteria: state.failed_criteria.iter().filter_map(criterion).map(|it| it.that.to_string()).collect(),
        exceptions: &state.raised,
    };
    let line = serde_json::to_string(&line).expect("a line holds texts, numbers and plain values");
    (line, state.status.is_terminal())
}

/// A task's name: the run and the number.
pub fn task_name(run: &str, task: interpreter::id::TaskId) -> String {
    TaskRef { run: RunId::new(run), task }.to_string()
}
