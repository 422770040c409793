//! At the desk: somebody who may opens the task and does what the story says, as through the screen.

use std::collections::BTreeSet;

use anyhow::Result;
use engine::Error;
use engine::run::view::RunView;
use interpreter::command::{Approve, Complete, Override, Settlement};
use interpreter::id::{PersonId, RunId, TaskId};
use interpreter::state::{Task, TaskKind};
use interpreter::{Command, Rejected};
use jiff::SignedDuration;
use procedure::document::{Name, Verb};
use procedure::value::{Value, Values};

use super::{Deed, History, act, is_held, later, values};
use crate::demo::hours::at_work;
use crate::demo::people::{self, OWNER};
use crate::demo::story::{Answer, hours};

/// How often a task is come back to that cannot be done yet.
const MOST_TRIES: u32 = 12;

impl History {
    pub(super) async fn claim(&mut self, run: &RunId, id: TaskId) -> Result<()> {
        let Some((view, task)) = self.task(run, id).await? else { return Ok(()) };
        if task.assignee.is_some() || is_held(&view, &task) {
            return Ok(());
        }
        let mut tried = BTreeSet::new();
        while let Some(person) = self.next_person(&task, &tried) {
            match act(&self.engine, &person, run, Command::Claim { task: id }).await {
                Err(Error::Rejected(Rejected::Barred { .. } | Rejected::AlreadyAgreed)) => {
                    tried.insert(person);
                }
                done => {
                    self.note("claim", done);
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    pub(super) async fn do_task(&mut self, run: &RunId, id: TaskId, tries: u32) -> Result<()> {
        let Some((view, task)) = self.task(run, id).await? else { return Ok(()) };
        let paused = matches!(view.state.status, interpreter::state::Status::Paused { .. });
        if paused || is_held(&view, &task) {
            if tries < MOST_TRIES {
                let wait = hours(self.dice.between(3, 20));
                let again = at_work(later(self.clock_now(), wait), &mut self.dice);
                self.plan(again, Deed::Do(run.clone(), id, tries + 1));
            }
            return Ok(());
        }
        let command = self.command(&view, id, &task)?;
        let mut tried = BTreeSet::new();
        let mut last = None;
        while let Some(person) = self.next_person(&task, &tried) {
            match act(&self.engine, &person, run, command.clone()).await {
                Err(Error::Rejected(refused @ (Rejected::Barred { .. } | Rejected::AlreadyAgreed))) => {
                    last = Some(Error::from(refused));
                    tried.insert(person);
                }
                Ok(()) => return self.once_more(run, id, tries).await,
                done => {
                    let step = view.state.activations.get(&task.activation).map(|open| open.step.to_string());
                    self.note(&format!("{} {}", view.program.procedure.id, step.unwrap_or_default()), done);
                    return Ok(());
                }
            }
        }
        if let Some(error) = last {
            self.let_go(run, id, &task, tries, &error).await?;
        }
        Ok(())
    }

    /// Nobody with the role may, or the one whom it is assigned to may not: the owner gives it free again.
    async fn let_go(&mut self, run: &RunId, id: TaskId, task: &Task, tries: u32, error: &Error) -> Result<()> {
        if task.assignee.is_none() || tries >= MOST_TRIES {
            self.made.refused.push(format!("nobody may do task {id} of {run}: {error}"));
            return Ok(());
        }
        let free = Command::Reassign {
            task: id,
            assignee: None,
            role: task.candidates.first().cloned(),
            reason: Some("Whoever had it may not do it.".to_owned()),
        };
        let freed = act(&self.engine, &PersonId::new(OWNER), run, free).await;
        self.note("reassign", freed);
        self.plan(later(self.clock_now(), hours(1)), Deed::Do(run.clone(), id, tries + 1));
        Ok(())
    }

    /// A task that is still open wants another person: a quorum, or a form that came back.
    async fn once_more(&mut self, run: &RunId, id: TaskId, tries: u32) -> Result<()> {
        if tries < MOST_TRIES && self.task(run, id).await?.is_some() {
            let wait = SignedDuration::from_mins(self.dice.between(20, 200));
            let again = at_work(later(self.clock_now(), wait), &mut self.dice);
            self.plan(again, Deed::Do(run.clone(), id, tries + 1));
        }
        Ok(())
    }

    /// Replaces what a machine has set, if the step was carried out and may still be overridden.
    pub(super) async fn replace(&mut self, run: &RunId) -> Result<()> {
        let Some(story) = self.stories.get_mut(run) else { return Ok(()) };
        let Some(replacement) = story.replacement.take() else { return Ok(()) };
        let Some(person) = self.who_holds(replacement.role, &BTreeSet::new()) else { return Ok(()) };
        let command = Command::Override(Override {
            step: replacement.step.parse()?,
            within: None,
            values: values(&replacement.values)?,
            code: replacement.code.to_owned(),
            words: replacement.words.to_owned(),
        });
        let done = act(&self.engine, &person, run, command).await;
        if !matches!(done, Err(Error::Rejected(Rejected::NoOverride { .. }))) {
            self.note("override", done);
        }
        Ok(())
    }

    async fn task(&mut self, run: &RunId, id: TaskId) -> Result<Option<(RunView, Task)>> {
        let open = self.store.run(run).await?.is_some_and(|row| row.progress.status.is_open());
        if !open {
            return Ok(None);
        }
        let view = self.engine.run(&people::owner_caller(), run).await?;
        let task = view.state.tasks.get(&id).cloned();
        Ok(task.map(|task| (view, task)))
    }

    /// Whoever is to try next: the one whom it is assigned to, else somebody of its roles, else the owner.
    fn next_person(&mut self, task: &Task, tried: &BTreeSet<PersonId>) -> Option<PersonId> {
        if let Some(assignee) = &task.assignee {
            return (!tried.contains(assignee)).then(|| assignee.clone());
        }
        if task.candidates.is_empty() {
            let owner = PersonId::new(OWNER);
            return (!tried.contains(&owner)).then_some(owner);
        }
        let mut from = self.dice.below(task.candidates.len());
        for _ in 0..task.candidates.len() {
            let role = task.candidates[from].clone();
            if let Some(person) = self.who_holds(&role, tried) {
                return Some(person);
            }
            from = (from + 1) % task.candidates.len();
        }
        None
    }

    /// What the story says to this task.
    fn command(&mut self, view: &RunView, id: TaskId, task: &Task) -> Result<Command> {
        let step = view.state.activations.get(&task.activation).map(|open| open.step.clone());
        let story = self.stories.get_mut(&view.run);
        let answers = story.zip(step.as_ref()).and_then(|(story, step)| story.answers.get_mut(step.as_str()));
        let is_work = matches!(task.kind, TaskKind::Work | TaskKind::Approve { .. } | TaskKind::Confirm { .. });
        let answer = match answers {
            Some(answers) if is_work && !answers.is_empty() => Some(answers.remove(0)),
            _ => None,
        };
        if let Some(Answer::Raise(exception, words)) = answer {
            let exception = exception.map(str::parse).transpose()?;
            return Ok(Command::Raise { task: id, exception, words: words.to_owned() });
        }
        if let Some(Answer::Refuse(reason)) = answer {
            return Ok(Command::Refuse { task: id, reason: reason.to_owned(), revision: Some(view.state.sequence) });
        }
        let given = match answer {
            Some(Answer::Fill(json)) => values(&json)?,
            Some(Answer::Refuse(_) | Answer::Raise(..)) | None => Values::new(),
        };
        let revision = view.state.sequence;
        Ok(match &task.kind {
            TaskKind::Settle { .. } => {
                let settlement = if self.dice.percent(70) { Settlement::Continue } else { Settlement::Retry };
                let reason = "Seen to by telephone; nothing is lost, and the case can go on.".to_owned();
                Command::Settle { task: id, settlement, reason }
            }
            TaskKind::Choose { options, suggested, .. } => {
                let option = options.iter().position(|option| Some(option) == suggested.as_ref()).unwrap_or(0);
                Command::Choose { task: id, option, revision: None }
            }
            TaskKind::Confirm { .. } => {
                Command::Approve(Approve { task: id, revision, values: Values::new(), signed: true, arguments: None })
            }
            TaskKind::Approve { .. } => {
                let values = self.form(view, &collected(view, task), given);
                Command::Approve(Approve { task: id, revision, values, signed: true, arguments: None })
            }
            TaskKind::Supply { fields } | TaskKind::ByHand { fields, .. } => {
                let values = self.form(view, fields, given);
                Command::Complete(Complete { task: id, values, signed: true, revision: Some(revision) })
            }
            TaskKind::Work => {
                let values = self.form(view, &collected(view, task), given);
                Command::Complete(Complete { task: id, values, signed: true, revision: Some(revision) })
            }
        })
    }

    /// Fills the fields: what the answer gives, else what the story knows. What nobody knows stays as it is.
    fn form(&mut self, view: &RunView, fields: &[Name], mut given: Values) -> Values {
        let known = self.stories.get(&view.run).map(|story| &story.values);
        let mut filled = Values::new();
        for field in fields {
            let told = known.and_then(|known| known.get(field.as_str()));
            let value = given.remove(field.as_str()).or_else(|| told.and_then(|json| Value::from_plain(json).ok()));
            if let Some(value) = value.filter(|value| !value.is_null()) {
                filled.insert(field.as_str().to_owned(), value);
            }
        }
        filled
    }
}

/// The fields that the step's form has.
fn collected(view: &RunView, task: &Task) -> Vec<Name> {
    let step = view.state.activations.get(&task.activation).and_then(|open| view.program.place(&open.step));
    match step.map(|place| &place.step.verb) {
        Some(Verb::Person { person }) => person.collect.iter().chain(person.evidence.keys()).cloned().collect(),
        Some(Verb::Approve { approve }) => approve.collect.clone(),
        _ => Vec::new(),
    }
}
