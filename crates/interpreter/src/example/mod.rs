//! A document's own examples, carried out: people and systems answer from the example, the clock from its timers.
//!
//! * An answer is found by the step's id, else by `connector.action`. A list gives one answer a visit, and its last one
//!   ever after; a call that is not answered gives nothing back, a document that is not answered gives a file of its
//!   text, an approval that is not answered is given, a form that is not answered is sent as it is.
//! * `{error: not-found, message: …}` fails a call; `{raise: exception, words: …}` raises at a person's step; `refuse`,
//!   or `{refuse: reason}`, refuses an approval; `{choose: 2}` takes the second option of a decision;
//!   `{settle: retry}`, `continue` or `{end: outcome}` settles an exception that nothing handles; `{outcome: name}` ends
//!   a sub-procedure otherwise; `timeout` lets a wait's clock run out; `{after: 5h, …}` answers that much later.
//! * Each role has people of its own, as many as `not_by` and quorums need; another person starts the run.

mod answers;
mod compare;
mod people;

use jiff::Timestamp;
use procedure::document::{Example, OutcomeId, StepId, Verb};
use procedure::hash::ContentHash;
use procedure::value::{File, Value, Values};

pub use compare::Mismatch;

use crate::actor::Standing;
use crate::command::{Command, Complete, EffectFailed, Envelope, Settlement, Start, Trigger};
use crate::decide::{Decided, decide};
use crate::event::Recorded;
use crate::id::{EffectId, RunId, TaskId, TimerId};
use crate::program::Program;
use crate::state::{Effect, EffectRequest, Format, Phase, Purpose, State, Status, Task, TaskKind, Work};
use answers::{Answer, Answers};

/// Most commands of one example.
const MOST_COMMANDS: usize = 20_000;

/// What came of an example.
#[derive(Debug, Clone, PartialEq)]
pub struct Played {
    pub journal: Vec<Recorded>,
    pub state: State,
    /// Where it differs from what it expects; empty when it passes.
    pub mismatches: Vec<Mismatch>,
}

impl Played {
    pub fn passes(&self) -> bool {
        self.mismatches.is_empty()
    }
}

/// Carries out an example.
pub fn play(program: &Program, example: &Example) -> Played {
    play_while(program, example, &|| true)
}

/// Carries out an example, as long as `goes_on` says so: it is asked before every command.
pub fn play_while(program: &Program, example: &Example, goes_on: &dyn Fn() -> bool) -> Played {
    let at = example.at.unwrap_or(Timestamp::UNIX_EPOCH);
    let mut stage = Stage {
        program,
        answers: Answers::new(&example.answers),
        state: State::default(),
        journal: Vec::new(),
        now: at,
        goes_on,
    };
    let stopped = stage.play(example).err();
    let mismatches = compare::compare(program, example, &stage.state, stopped);
    Played { journal: stage.journal, state: stage.state, mismatches }
}

struct Stage<'a> {
    program: &'a Program,
    answers: Answers<'a>,
    state: State,
    journal: Vec<Recorded>,
    now: Timestamp,
    goes_on: &'a dyn Fn() -> bool,
}

/// Why an example stopped before its run ended, in words.
type Stopped = String;

impl Stage<'_> {
    fn play(&mut self, example: &Example) -> Result<(), Stopped> {
        let values = |values: &indexmap::IndexMap<procedure::document::Name, Value>| -> Values {
            values.iter().map(|(name, value)| (name.as_str().to_owned(), value.clone())).collect()
        };
        let start = Start {
            run: RunId::new("example"),
            number: 0,
            data: values(&example.given),
            settings: values(&example.settings),
            trigger: Trigger::Example,
            parent: None,
            autonomy_cap: None,
        };
        self.command(people::starter(self.program), Command::Start(start))?;
        for _ in 0..MOST_COMMANDS {
            if self.state.status != Status::Running {
                return Ok(());
            }
            self.step()?;
        }
        Err(format!("the run goes on after {MOST_COMMANDS} answers"))
    }

    fn command(&mut self, standing: Standing, command: Command) -> Result<(), Stopped> {
        if !(self.goes_on)() {
            return Err("it took too long, and was broken off".to_owned());
        }
        let envelope = Envelope { at: self.now, standing, command };
        let Decided { events, state } =
            decide(self.program, &self.state, &envelope).map_err(|refused| refused.to_string())?;
        self.journal.extend(events);
        self.state = state;
        Ok(())
    }

    fn engine(&mut self, command: Command) -> Result<(), Stopped> {
        self.command(Standing::engine(), command)
    }

    /// The next thing that the outside does.
    fn step(&mut self) -> Result<(), Stopped> {
        let effect = self.state.effects.iter().find(|(id, effect)| !effect.abandoned && !self.is_waiting(**id, effect));
        if let Some((id, effect)) = effect.map(|(id, effect)| (*id, effect.clone())) {
            return self.answer_effect(id, &effect);
        }
        let task = self.state.tasks.iter().find(|(_, task)| self.can_answer(task));
        if let Some((id, task)) = task.map(|(id, task)| (*id, task.clone())) {
            return self.answer_task(id, &task);
        }
        if self.answer_wait()? {
            return Ok(());
        }
        let timer = self.state.timers.iter().min_by_key(|(id, timer)| (timer.at, **id));
        if let Some((id, at)) = timer.map(|(id, timer)| (*id, timer.at)) {
            return self.fire(id, at);
        }
        Err(self.stuck())
    }

    fn fire(&mut self, id: TimerId, at: Timestamp) -> Result<(), Stopped> {
        self.now = self.now.max(at);
        if let Some(step) = self.wait_of(id) {
            self.answers.time_out(&step);
        }
        self.engine(Command::TimerFired { timer: id })
    }

    /// The wait whose clock this is.
    fn wait_of(&self, id: TimerId) -> Option<StepId> {
        let timer = self.state.timers.get(&id).filter(|timer| timer.purpose == Purpose::Wait)?;
        let activation = self.state.activations.get(&timer.activation?)?;
        Some(activation.step.clone())
    }

    /// Lets clocks run up to a moment.
    fn pass_time_to(&mut self, moment: Timestamp) -> Result<(), Stopped> {
        while let Some((id, at)) = self
            .state
            .timers
            .iter()
            .filter(|(_, timer)| timer.at <= moment)
            .min_by_key(|(id, timer)| (timer.at, **id))
            .map(|(id, timer)| (*id, timer.at))
        {
            self.fire(id, at)?;
            if self.state.status != Status::Running {
                return Ok(());
            }
        }
        self.now = self.now.max(moment);
        Ok(())
    }

    /// Whether a failed request waits for its next try.
    fn is_waiting(&self, id: EffectId, effect: &Effect) -> bool {
        let work = self.state.activations.get(&effect.activation).map(|activation| &activation.work);
        matches!(work, Some(Work::Effect { effect: Some(of), retry: Some(_), .. }) if *of == id)
    }

    fn answer_effect(&mut self, id: EffectId, effect: &Effect) -> Result<(), Stopped> {
        let step = self.step_of(effect);
        let action = match &effect.request {
            EffectRequest::Call { action, .. } => Some(action.to_string()),
            _ => None,
        };
        let answer = self.answers.next(&step, action.as_deref());
        if let Some(pause) = answer.after {
            let later = self.program.calendar.add(self.now, pause).map_err(|error| error.to_string())?;
            self.pass_time_to(later)?;
            if !self.state.effects.contains_key(&id) || self.state.status != Status::Running {
                return Ok(());
            }
        }
        if let Some((error, message)) = answer.error() {
            let error = error.parse().map_err(|wrong| format!("the answer of `{step}`: {wrong}"))?;
            let message = message.unwrap_or_else(|| format!("the example answers with `{error}`"));
            let failed = EffectFailed { effect: id, error, message, repeatable: true, in_doubt: false };
            return self.engine(Command::EffectFailed(failed));
        }
        if let EffectRequest::Procedure { .. } = &effect.request {
            let outcome = match answer.named("outcome") {
                Some(outcome) => outcome.parse().map_err(|wrong| format!("the answer of `{step}`: {wrong}"))?,
                None => OutcomeId::completed(),
            };
            let outputs = answer.values();
            return self.engine(Command::ChildEnded { effect: id, outcome, outputs });
        }
        let result = answer.value.or_else(|| rendered(&effect.request)).unwrap_or_default();
        self.engine(Command::EffectSucceeded { effect: id, result, reused: false })
    }

    fn step_of(&self, effect: &Effect) -> StepId {
        self.state.activations[&effect.activation].step.clone()
    }

    /// A task is answered unless its step waits for its handler, or nothing says how to settle it.
    fn can_answer(&self, task: &Task) -> bool {
        let Some(activation) = self.state.activations.get(&task.activation) else { return false };
        match &task.kind {
            TaskKind::Settle { .. } => self.answers.has(&activation.step, "settle"),
            _ => !matches!(activation.phase, Phase::Raised(_)),
        }
    }

    fn answer_task(&mut self, id: TaskId, task: &Task) -> Result<(), Stopped> {
        let step = self.state.activations[&task.activation].step.clone();
        let answer = match &task.kind {
            // What an expression asks for is part of the answer to its step.
            TaskKind::Supply { .. } => self.answers.peek(&step),
            _ => self.answers.next(&step, None),
        };
        if let Some(pause) = answer.after {
            let later = self.program.calendar.add(self.now, pause).map_err(|error| error.to_string())?;
            self.pass_time_to(later)?;
        }
        let Some(task) = self.state.tasks.get(&id).cloned() else { return Ok(()) };
        let command = self.task_command(id, &task, &step, &answer)?;
        // Whoever may: the first of the role's people whom no rule bars.
        let mut refused = String::new();
        for standing in people::who_may(self.program, &task) {
            match self.command(standing, command.clone()) {
                Ok(()) => return Ok(()),
                Err(why) => refused = why,
            }
        }
        Err(format!("the answer to `{step}` was refused: {refused}"))
    }

    fn task_command(&self, id: TaskId, task: &Task, step: &StepId, answer: &Answer) -> Result<Command, Stopped> {
        let wrong = |message: &str| format!("the answer to `{step}` {message}");
        if let Some(exception) = answer.named("raise") {
            let exception = match exception.as_str() {
                "unforeseen" => None,
                declared => {
                    Some(declared.parse().map_err(|error| wrong(&format!("raises what is no exception: {error}")))?)
                }
            };
            let words = answer.named("words").unwrap_or_else(|| "as the example says".to_owned());
            return Ok(Command::Raise { task: id, exception, words });
        }
        Ok(match &task.kind {
            TaskKind::Approve { .. } | TaskKind::Confirm { .. } => match answer.refusal() {
                Some(reason) => Command::Refuse { task: id, reason, revision: None },
                None => Command::Approve(crate::command::Approve {
                    task: id,
                    revision: self.state.sequence,
                    values: answer.values(),
                    signed: true,
                    arguments: None,
                }),
            },
            TaskKind::Choose { options, suggested, .. } => {
                let option = match answer.choice(options) {
                    Some(option) => option.map_err(|error| wrong(&error))?,
                    None => options.iter().position(|option| Some(option) == suggested.as_ref()).unwrap_or(0),
                };
                Command::Choose { task: id, option, revision: None }
            }
            TaskKind::Settle { .. } => {
                let settlement = answer.settlement().map_err(|error| wrong(&error))?;
                let settlement = settlement.unwrap_or(Settlement::Retry);
                Command::Settle { task: id, settlement, reason: "as the example says".to_owned() }
            }
            TaskKind::Supply { fields } => {
                let mut values = answer.values();
                values.retain(|name, _| fields.iter().any(|field| *field == **name));
                Command::Complete(Complete { task: id, values, signed: true, revision: None })
            }
            TaskKind::Work | TaskKind::ByHand { .. } => {
                Command::Complete(Complete { task: id, values: answer.values(), signed: true, revision: None })
            }
        })
    }

    /// Gives an event to a wait whose answer is one.
    fn answer_wait(&mut self) -> Result<bool, Stopped> {
        let waiting = self.state.activations.iter().find_map(|(id, activation)| match &activation.work {
            Work::Wait { event: Some(event), .. } if self.answers.gives_event(&activation.step) => {
                Some((*id, activation.step.clone(), event.clone()))
            }
            _ => None,
        });
        let Some((id, step, event)) = waiting else { return Ok(false) };
        let answer = self.answers.next(&step, None);
        if let Some(pause) = answer.after {
            let later = self.program.calendar.add(self.now, pause).map_err(|error| error.to_string())?;
            self.pass_time_to(later)?;
            if !self.state.activations.contains_key(&id) || self.state.status != Status::Running {
                return Ok(true);
            }
        }
        let data = answer.value.unwrap_or_default();
        self.engine(Command::EventArrived { event, data })?;
        if self.state.activations.values().any(|activation| activation.step == step && !self.answers.gives_event(&step))
        {
            return Err(format!("the event that `{step}` is answered with is not one that it waits for"));
        }
        Ok(true)
    }

    fn stuck(&self) -> Stopped {
        let settle = self.state.tasks.values().find_map(|task| match &task.kind {
            TaskKind::Settle { exception, words, .. } => {
                let step = &self.state.activations.get(&task.activation)?.step;
                let words = words.as_deref().unwrap_or("");
                Some(format!("step `{step}` raised `{exception}`, which nothing handles: {words}"))
            }
            _ => None,
        });
        settle.unwrap_or_else(|| {
            let open: Vec<String> = self
                .state
                .activations
                .values()
                .filter(|activation| activation.lanes.is_empty())
                .map(|activation| match self.program.place(&activation.step).map(|place| &place.step.verb) {
                    Some(Verb::Wait { .. }) => format!("`{}` waits for an event that no answer gives", activation.step),
                    _ => format!("`{}` is open", activation.step),
                })
                .collect();
            format!("the run stands still: {}", open.join(", "))
        })
    }
}

/// What stands for a document that no answer gives: a file that holds its text as it is.
fn rendered(request: &EffectRequest) -> Option<Value> {
    let EffectRequest::Document { text, format, name } = request else { return None };
    let (ending, media_type) = match format {
        Format::Pdf => ("pdf", "application/pdf"),
        Format::Docx => ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        Format::Html => ("html", "text/html"),
        Format::Markdown => ("md", "text/markdown"),
    };
    let name: String =
        name.chars().map(|letter| if matches!(letter, '/' | '\\' | '\0') { '-' } else { letter }).collect();
    Some(Value::File(File {
        sha256: ContentHash::of(text.as_bytes()).to_string(),
        name: format!("{name}.{ending}"),
        media_type: media_type.to_owned(),
        size: u64::try_from(text.len()).unwrap_or(u64::MAX),
    }))
}
