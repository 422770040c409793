//! A journal in plain words: one sentence for each event.
//!
//! Sensitive values are masked unless the reader may see them.

use std::collections::BTreeSet;

use procedure::document::{Otherwise, StepId, Verb};
use procedure::expression::Expression;
use procedure::template::Template;
use procedure::value::{Value, Values};

use crate::actor::Actor;
use crate::called::{capital, spaced};
use crate::command::Trigger;
use crate::event::{Choice, DecisionMade, Event, Recorded, Resumption, apply};
use crate::id::{ActivationId, TaskId};
use crate::names::Names;
use crate::program::Program;
use crate::sight::Sight;
use crate::state::{Addressee, EffectRequest, Outcome, Purpose, State, TaskKind};

/// Tells what happened, for readers of one program's runs.
#[derive(Debug, Clone, Copy)]
pub struct Teller<'a> {
    pub sight: &'a Sight<'a>,
    /// The run whose values stand in titles, best as it was when it happened ([`told`]). What it does not know shows as
    /// `…`.
    pub state: &'a State,
}

/// Tells a journal from its beginning, each event with what the run knew when it happened.
#[derive(Debug, Clone, Default)]
pub struct Folded(State);

impl Folded {
    /// The next event in one sentence.
    pub fn tell(&mut self, sight: &Sight<'_>, recorded: &Recorded) -> String {
        // What an event ends is still known before it, and what it begins only after.
        let begins = matches!(recorded.event, Event::Started(_) | Event::StepEntered(_) | Event::TaskOpened(_));
        let before = (!begins).then(|| Teller { sight, state: &self.0 }.tell(recorded));
        apply(&mut self.0, recorded);
        before.unwrap_or_else(|| Teller { sight, state: &self.0 }.tell(recorded))
    }
}

/// A whole journal in words.
pub fn told<'a>(sight: &Sight<'_>, journal: &'a [Recorded]) -> Vec<(&'a Recorded, String)> {
    let mut folded = Folded::default();
    journal.iter().map(|recorded| (recorded, folded.tell(sight, recorded))).collect()
}

/// Of what a decision looked at, what made it come out as it did: what the case that held reads, or the rows that held
/// test; everything where nothing held.
pub fn read_by_choice(program: &Program, made: &DecisionMade) -> Vec<(String, Value)> {
    let decide = program.place(&made.step).and_then(|place| match &place.step.verb {
        Verb::Decide { decide } => Some(decide),
        _ => None,
    });
    let conditions: Vec<&Expression> = match (&made.choice, decide) {
        (Choice::Case(at), Some(decide)) => decide.cases.get(*at).map(|case| &case.when).into_iter().collect(),
        (Choice::Rows(rows), Some(decide)) => decide
            .table
            .iter()
            .flat_map(|table| rows.iter().filter_map(move |row| Some((table, table.rules.get(*row)?))))
            .flat_map(|(table, row)| table.inputs.iter().zip(&row.inputs))
            .filter_map(|(input, cell)| (!cell.is_any()).then_some(input))
            .collect(),
        (Choice::Case(_) | Choice::Rows(_) | Choice::Otherwise | Choice::Continue, _) => Vec::new(),
    };
    let names: BTreeSet<String> =
        conditions.into_iter().flat_map(Expression::reads).map(|read| read.dotted()).collect();
    let told: Vec<(String, Value)> = made.inputs.iter().filter(|(name, _)| names.contains(name)).cloned().collect();
    if told.is_empty() { made.inputs.clone() } else { told }
}

impl Teller<'_> {
    /// The event in one sentence, without who and when.
    pub fn tell(&self, recorded: &Recorded) -> String {
        match &self.sight.mask().recorded(recorded).event {
            Event::Started(event) => {
                let version =
                    if event.number == 0 { "a draft".to_owned() } else { format!("version {}", event.number) };
                let how = match &event.trigger {
                    Trigger::Manual => "by hand".to_owned(),
                    Trigger::Batch => "from a table of cases".to_owned(),
                    Trigger::Event { id } => format!("by the event {id}"),
                    Trigger::Schedule { moment, .. } => format!("by its schedule for {moment}"),
                    Trigger::Procedure { run, .. } => format!("by run {run}"),
                    Trigger::Example => "as an example".to_owned(),
                };
                format!("Started {version} of “{}” {how}{}", self.sight.program.procedure.title, self.with(&event.data))
            }
            Event::Paused(event) => format!("Paused: {}", event.reason),
            Event::Resumed(_) => "Resumed".to_owned(),
            Event::Ended(event) => {
                let why = event.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
                match &event.step {
                    _ if event.outcome == "completed" => format!("Completed{why}"),
                    Some(step) => format!("Ended as {} at {}{why}", event.outcome, self.step(step)),
                    None => format!("Ended as {}{why}", event.outcome),
                }
            }
            Event::Cancelled(event) => format!("Cancelled: {}", event.reason),
            Event::SuccessJudged(event) => self.success(&event.held, &event.failed),
            Event::NoteAdded(event) => format!("Note: {}", event.text),
            Event::StepEntered(event) if event.visit > 1 => {
                format!(
                    "Entered {} for the {} time",
                    self.step_at(&event.step, Some(event.activation)),
                    ordinal(event.visit)
                )
            }
            Event::StepEntered(event) => format!("Entered {}", self.step_at(&event.step, Some(event.activation))),
            Event::DueSet(event) if event.activation.is_none() => format!("The run is due {}", event.due),
            Event::DueSet(event) => format!("Due {}", event.due),
            Event::WorkDone(event) => format!("The work is done{}", self.with(&event.values)),
            Event::StepLeft(event) => {
                let because = event.because.as_ref().map(|because| format!(": {because}")).unwrap_or_default();
                let how = match event.outcome {
                    Outcome::Completed => "Did",
                    Outcome::Skipped => "Skipped",
                    Outcome::Failed => "Went on after the failure of",
                    Outcome::Refused => "Went on after the refusal of",
                    Outcome::Event => "The event came that ended",
                    Outcome::Timeout => "Time ran out for",
                };
                format!("{how} {}{because}", self.step_at(&event.step, Some(event.activation)))
            }
            Event::BlockOpened(_) | Event::GroupOpened(_) => "Began its steps".to_owned(),
            Event::BlockDone(event) => format!("Finished {}", lane(&event.lane.to_string())),
            Event::UntilJudged(event) => format!("Not done yet{}", self.because_of(&event.inputs)),
            Event::TogetherOpened(event) => {
                let names: Vec<String> = event.branches.iter().map(|branch| spaced(branch.as_str())).collect();
                format!("Began side by side: {}", names.join(", "))
            }
            Event::PassStarted(event) => format!("Began pass {}", event.pass),
            Event::ItemsFixed(event) => format!("Found {} items", event.items.len()),
            Event::ItemStarted(event) => format!("Began item {}", event.index + 1),
            Event::ItemEnded(event) => format!("Finished item {}{}", event.index + 1, self.with(&event.gathered)),
            Event::ValuesSet(event) => format!("Computed{}", self.list(&event.values)),
            Event::DecisionMade(event) => self.decision(recorded, event),
            Event::TaskOpened(event) => self.task(&event.kind, event),
            Event::TaskClaimed(event) => {
                format!("{} took {}", self.sight.person(&event.person), self.task_named(event.task))
            }
            Event::TaskReleased(event) => format!("Gave {} back", self.task_named(event.task)),
            Event::TaskReassigned(event) => {
                let to = event.assignee.as_ref().map(|person| self.sight.person(person));
                let to = to.or_else(|| event.role.as_ref().map(|role| self.sight.role(role))).unwrap_or_default();
                format!("Gave {} to {to}", self.task_named(event.task))
            }
            Event::TaskCompleted(event) => {
                let signed = event.signature.as_ref().map(|meaning| format!(", signed: {meaning}")).unwrap_or_default();
                format!(
                    "Completed {}{}{signed}",
                    self.step_at(&event.step, Some(event.activation)),
                    self.with(&event.values)
                )
            }
            Event::ApprovalOpened(_) => "Asked for approval".to_owned(),
            Event::ApprovalGiven(event) => {
                format!(
                    "Approved {} as {}{}",
                    self.step_at(&event.step, Some(event.activation)),
                    self.sight.role(&event.role),
                    self.with(&event.values)
                )
            }
            Event::ApprovalRefused(event) => {
                let role = event.role.as_ref().map(|role| format!(" as {}", self.sight.role(role))).unwrap_or_default();
                format!("Refused {}{role}: {}", self.step_at(&event.step, Some(event.activation)), event.reason)
            }
            Event::ApprovalKept(event) => {
                let names = self.labels(event.covers.iter().map(|name| name.as_str()));
                format!("The approval of {} covers {}", self.step_at(&event.step, Some(event.activation)), names)
            }
            Event::ApprovalVoided(event) => {
                let names = self.labels(event.changed.iter().map(|name| name.as_str()));
                format!(
                    "The approval of {} no longer stands: {} changed",
                    self.step_at(&event.step, event.activation),
                    names
                )
            }
            Event::EffectRequested(event) => {
                let again = if event.attempt > 1 { format!(" (try {})", event.attempt) } else { String::new() };
                format!("{}{again}", self.request(&event.request))
            }
            Event::EffectSucceeded(event) => {
                let reused = if event.reused { ", from an earlier run's success" } else { "" };
                match &event.kept_as {
                    Some(name) => format!("It answered, kept as {}{reused}", self.sight.label(name)),
                    None => format!("It answered{reused}{}", self.with(&event.saved)),
                }
            }
            Event::EffectFailed(event) => {
                let next = event.retry_at.map(|at| format!("; it is tried again at {at}")).unwrap_or_default();
                let doubt = if event.in_doubt { " (it may have been done all the same)" } else { "" };
                format!("It failed with {}: {}{doubt}{next}", event.error, event.message)
            }
            Event::EffectReturnedLate(_) => {
                "An answer came when nothing waited for it any more; it is not used".to_owned()
            }
            Event::TimerSet(event) => match &event.purpose {
                Purpose::Remind { .. } => format!("A reminder is set for {}", event.at),
                Purpose::Escalate { .. } => format!("An escalation is set for {}", event.at),
                Purpose::Wait => format!("Waits until {}", event.at),
                Purpose::Retry => format!("The next try is at {}", event.at),
                Purpose::GoOn => "Goes on at once".to_owned(),
            },
            Event::TimerFired(event) => match &event.purpose {
                Purpose::Remind { .. } => "The time for a reminder came".to_owned(),
                Purpose::Escalate { .. } => "The time for an escalation came".to_owned(),
                Purpose::Wait => "The time that was waited for came".to_owned(),
                Purpose::Retry => "The time for the next try came".to_owned(),
                Purpose::GoOn => "Went on".to_owned(),
            },
            Event::Yielded(_) => "Paused for breath: one command may do only so much".to_owned(),
            Event::WaitStarted(event) => match &event.event {
                Some(name) => format!("Waits for the event {name}"),
                None => "Waits".to_owned(),
            },
            Event::EventKept(event) => format!("The event {} came and is kept", event.event),
            Event::EventTaken(event) => format!("Took the event {}{}", event.event, self.with(&event.saved)),
            Event::ExceptionRaised(event) => {
                let words = event.words.as_ref().map(|words| format!(" — “{words}”")).unwrap_or_default();
                {
                    let raised = self.sight.exception(&event.exception);
                    let step = capital(&self.step_at(&event.step, Some(event.activation)));
                    format!("{step} raised {raised}: {}{words}", event.message)
                }
            }
            Event::ExceptionHandled(event) => {
                let why = event.reason.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
                match &event.resume {
                    Resumption::Continue => {
                        format!("Handled {}: the run goes on{why}", self.sight.exception(&event.exception))
                    }
                    Resumption::Enter { step, .. } => {
                        let handled = self.sight.exception(&event.exception);
                        format!("Handled {handled}: {} is done again{why}", self.step(step))
                    }
                }
            }
            Event::ConditionsJudged(event) if event.now_true.is_empty() => {
                "No exception's condition holds any more".to_owned()
            }
            Event::ConditionsJudged(event) => {
                let names: Vec<String> =
                    event.now_true.iter().map(|(_, exception)| self.sight.exception(exception)).collect();
                format!("These exceptions' conditions hold: {}", names.join(", "))
            }
            Event::EscalationRaised(event) => {
                let told: Vec<String> = event.notify.iter().map(|role| self.sight.role(role)).collect();
                let told = (!told.is_empty()).then(|| format!("told {}", told.join(", ")));
                let handed = event.reassign.iter().map(|role| format!("handed to {}", self.sight.role(role)));
                let done: Vec<String> = told.into_iter().chain(handed).collect();
                format!("{}: {}", crate::called::capital(&done.join(" and ")), event.text)
            }
            Event::Reminded(event) => format!("Reminded: {}", event.text),
            Event::OverrideMade(event) => format!(
                "Overrode {}: {} instead of {} ({}: {})",
                self.step_at(&event.step, event.activation),
                self.list(&event.after).trim_start(),
                self.list(&event.before).trim_start(),
                event.code,
                event.words
            ),
            Event::Jumped(event) => {
                format!("Went from {} to {}: {}", self.step(&event.from), self.step(&event.to), event.reason)
            }
            Event::Migrated(event) => format!("Moved to version {}: {}", event.number, event.reason),
        }
    }

    /// Who did it, in words; nothing for the engine.
    pub fn who(&self, actor: &Actor) -> Option<String> {
        let person = actor.person.as_ref()?;
        let role = actor.role.as_ref().map(|role| format!(" as {}", self.sight.role(role))).unwrap_or_default();
        let for_whom =
            actor.on_behalf_of.as_ref().map(|other| format!(" for {}", self.sight.person(other))).unwrap_or_default();
        Some(format!("{}{for_whom}{role}", self.sight.person(person)))
    }

    /// A step by its title.
    pub fn step(&self, id: &StepId) -> String {
        let open = self.state.activations.iter().find(|(_, open)| open.step == *id);
        self.step_at(id, open.map(|(activation, _)| *activation))
    }

    /// A step by its title, with what one of its visits knows.
    fn step_at(&self, id: &StepId, activation: Option<ActivationId>) -> String {
        match self.sight.program.place(id) {
            Some(_) if !self.sight.shows(id) => "a step that is not shown to you".to_owned(),
            Some(place) => {
                let now = self.state.ended_at.or(self.state.started_at).unwrap_or_default();
                let names = Names::new(self.sight.program, self.state, activation, now);
                format!("“{}”", self.render(&place.step.title, &names))
            }
            None => format!("`{id}`"),
        }
    }

    /// An open task by the title of its step; by its number once it is closed.
    fn task_named(&self, id: TaskId) -> String {
        let activation = self.state.tasks.get(&id).map(|task| task.activation);
        let step = activation.and_then(|activation| self.state.activations.get(&activation)).map(|open| &open.step);
        step.map_or_else(|| format!("task {id}"), |step| self.step_at(step, activation))
    }

    fn labels<'n>(&self, names: impl Iterator<Item = &'n str>) -> String {
        names.map(|name| self.sight.label(name)).collect::<Vec<_>>().join(", ")
    }

    /// A text with its holes filled, as this reader sees it.
    pub(crate) fn render(&self, template: &Template, names: &Names<'_>) -> String {
        let sensitive = |path: &str| self.sight.mask().hides(path);
        let rendered = template.render_masked(names, &Default::default(), &sensitive);
        rendered.map_or_else(|_| template.source().to_owned(), |rendered| rendered.text)
    }

    /// A value as this reader sees it under a name.
    pub fn value(&self, name: &str, value: &Value) -> String {
        self.sight.value(name, value)
    }

    fn list(&self, values: &Values) -> String {
        let parts: Vec<String> = values
            .iter()
            .map(|(name, value)| format!("{} = {}", self.sight.label(name), self.value(name, value)))
            .collect();
        format!(" {}", parts.join(", "))
    }

    fn with(&self, values: &Values) -> String {
        if values.is_empty() { String::new() } else { format!(" with{}", self.list(values)) }
    }

    fn because_of(&self, inputs: &[(String, Value)]) -> String {
        let parts: Vec<String> = inputs
            .iter()
            .map(|(name, value)| format!("{} is {}", self.sight.label(name), self.value(name, value)))
            .collect();
        if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) }
    }

    fn decision(&self, recorded: &Recorded, event: &crate::event::DecisionMade) -> String {
        let decide = self.sight.program.place(&event.step).and_then(|place| match &place.step.verb {
            Verb::Decide { decide } => Some(decide),
            _ => None,
        });
        let what = match (&event.choice, decide) {
            (Choice::Case(position), Some(decide)) => match decide.cases.get(*position) {
                Some(case) => format!(
                    "case {} holds, “{}”",
                    position + 1,
                    case.when.in_words(&|name| Some(self.sight.label(name)))
                ),
                None => format!("case {} holds", position + 1),
            },
            (Choice::Case(position), None) => format!("case {} holds", position + 1),
            (Choice::Rows(rows), _) => {
                let rows: Vec<String> = rows.iter().map(|row| (row + 1).to_string()).collect();
                format!("row {} of the table holds", rows.join(", "))
            }
            (Choice::Otherwise | Choice::Continue, Some(decide)) => match &decide.otherwise {
                Some(Otherwise::Continue) => "nothing holds, so the run goes on".to_owned(),
                Some(Otherwise::Branch { .. }) | None => "nothing else holds".to_owned(),
            },
            (Choice::Otherwise | Choice::Continue, None) => "nothing else holds".to_owned(),
        };
        let chose = if recorded.actor.person.is_some() { "Chose at" } else { "Decided" };
        let because = if event.because.is_empty() { String::new() } else { format!(". {}", event.because.join(" ")) };
        let so = if event.values.is_empty() { String::new() } else { format!(" So{}.", self.list(&event.values)) };
        let read = read_by_choice(self.sight.program, event);
        format!("{chose} {}: {what}{}{because}{so}", self.step(&event.step), self.because_of(&read))
    }

    fn task(&self, kind: &TaskKind, event: &crate::event::TaskOpened) -> String {
        let roles: Vec<String> = event.candidates.iter().map(|role| self.sight.role(role)).collect();
        let whom = event.assignee.as_ref().map_or_else(|| roles.join(" or "), |person| self.sight.person(person));
        let back = if event.returned.is_empty() {
            String::new()
        } else {
            format!("; it came back: {}", event.returned.join("; "))
        };
        let what = match kind {
            TaskKind::Work => "Waits for".to_owned(),
            TaskKind::Approve { role } => format!("Waits for the approval of {}, a task of", self.sight.role(role)),
            TaskKind::Supply { fields } => {
                format!("Asks for {} of", self.labels(fields.iter().map(|name| name.as_str())))
            }
            TaskKind::ByHand { because, .. } => format!("Is done by hand ({because}) by"),
            TaskKind::Confirm { request } => format!("Wants {} confirmed by", self.wish(request)),
            TaskKind::Choose { suggested: Some(suggested), .. } => format!("Suggests “{suggested}” to"),
            TaskKind::Choose { suggested: None, .. } => "Wants a decision of".to_owned(),
            TaskKind::Settle { exception, .. } => {
                format!("Nothing handles {}: it waits for", self.sight.exception(exception))
            }
        };
        let whom = if whom.is_empty() { "an administrator".to_owned() } else { whom };
        format!("{what} {whom}{back}")
    }

    fn request(&self, request: &EffectRequest) -> String {
        match request {
            EffectRequest::Call { action, arguments } => format!("Called {action}{}", self.with(arguments)),
            EffectRequest::Agent { goal, .. } => format!("Gave an agent the goal “{}”", shorten(goal)),
            EffectRequest::Document { name, .. } => format!("Had the document “{name}” made"),
            EffectRequest::Notify { to: Addressee::Role(role), text, .. } => {
                format!("Told {}: {}", self.sight.role(role), shorten(text))
            }
            EffectRequest::Notify { to: Addressee::Person(person), text, .. } => {
                format!("Told {}: {}", self.sight.person(person), shorten(text))
            }
            EffectRequest::Procedure { procedure, data } => {
                format!("Started the procedure {procedure}{}", self.with(data))
            }
        }
    }

    /// What is to be asked, before it is.
    fn wish(&self, request: &EffectRequest) -> String {
        match request {
            EffectRequest::Call { action, arguments } => format!("the call of {action}{}", self.with(arguments)),
            EffectRequest::Agent { goal, .. } => format!("an agent with the goal “{}”", shorten(goal)),
            EffectRequest::Document { name, .. } => format!("the document “{name}”"),
            EffectRequest::Notify { to: Addressee::Role(role), text, .. } => {
                format!("a word to {}, “{}”,", self.sight.role(role), shorten(text))
            }
            EffectRequest::Notify { to: Addressee::Person(person), text, .. } => {
                format!("a word to {}, “{}”,", self.sight.person(person), shorten(text))
            }
            EffectRequest::Procedure { procedure, data } => {
                format!("a run of the procedure {procedure}{}", self.with(data))
            }
        }
    }

    fn success(&self, held: &[usize], failed: &[usize]) -> String {
        let words = |position: &usize| {
            let criterion = self.sight.program.procedure.success.get(*position)?;
            Some(
                criterion
                    .because
                    .clone()
                    .unwrap_or_else(|| criterion.that.in_words(&|name| Some(self.sight.label(name)))),
            )
        };
        let failed: Vec<String> = failed.iter().filter_map(words).collect();
        if failed.is_empty() {
            return match held.len() {
                1 => "Its success criterion holds".to_owned(),
                count => format!("All {count} success criteria hold"),
            };
        }
        format!("These success criteria do not hold: {}", failed.join("; "))
    }
}

fn lane(lane: &str) -> String {
    match lane.split_once(':') {
        Some(("branch", name)) => format!("branch {}", spaced(name)),
        Some(("case", _)) | None => "the steps".to_owned(),
        Some(("item", _)) => "the steps of an item".to_owned(),
        Some((kind, name)) => format!("{kind} {name}"),
    }
}

fn ordinal(number: u32) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// The beginning of a long text.
pub(crate) fn shorten(text: &str) -> String {
    const MOST: usize = 160;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
