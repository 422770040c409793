//! Deciding a command: the events it leads to, evaluated against a working copy that folds each one at once.

use jiff::Timestamp;
use procedure::document::RoleId;

use crate::actor::{Actor, Standing};
use crate::advance;
use crate::command::{self, Command, Envelope};
use crate::event::{self, Event, FORMAT, Recorded};
use crate::id::{ActivationId, EffectId, TaskId, TimerId};
use crate::program::Program;
use crate::rejected::Rejected;
use crate::state::{State, Status};

/// The events of a command, and the state after them.
#[derive(Debug, Clone, PartialEq)]
pub struct Decided {
    pub events: Vec<Recorded>,
    pub state: State,
}

/// What a command leads to. The state given is not changed; a refusal leaves nothing behind.
pub fn decide(program: &Program, state: &State, envelope: &Envelope) -> Result<Decided, Rejected> {
    let mut decision = Decision {
        program,
        state: state.clone(),
        events: Vec::new(),
        at: envelope.at,
        standing: &envelope.standing,
        by_person: true,
        changed: true,
        wrote: None,
    };
    decision.admit(&envelope.command)?;
    command::carry_out(&mut decision, &envelope.command)?;
    decision.by_person = false;
    advance::advance(&mut decision);
    Ok(Decided { events: decision.events, state: decision.state })
}

/// The events of a command.
pub fn handle(program: &Program, state: &State, envelope: &Envelope) -> Result<Vec<Recorded>, Rejected> {
    decide(program, state, envelope).map(|decided| decided.events)
}

/// A command being decided.
pub(crate) struct Decision<'a> {
    pub program: &'a Program,
    pub state: State,
    pub events: Vec<Recorded>,
    pub at: Timestamp,
    pub standing: &'a Standing,
    /// Whether what is decided now is the actor's own doing, and not the engine's going on.
    pub by_person: bool,
    /// Whether anything happened that conditions, approvals or waits look at.
    pub changed: bool,
    /// The step that wrote a value last.
    pub wrote: Option<ActivationId>,
}

impl Decision<'_> {
    /// Refuses what no command may do to a run in this state.
    fn admit(&self, command: &Command) -> Result<(), Rejected> {
        if matches!(command, Command::Start(_)) {
            return if self.state.status == Status::New { Ok(()) } else { Err(Rejected::AlreadyStarted) };
        }
        if self.state.status == Status::New {
            return Err(Rejected::NotStarted);
        }
        if self.state.version != Some(self.program.version) {
            return Err(Rejected::OtherVersion {
                run: self.state.version.map(|version| version.short()).unwrap_or_default(),
                given: self.program.version.short(),
            });
        }
        let from_outside = matches!(
            command,
            Command::EffectSucceeded { .. }
                | Command::EffectFailed(_)
                | Command::ChildEnded { .. }
                | Command::ChildRaised { .. }
                | Command::AddNote { .. }
        );
        if self.state.status.is_terminal() && !from_outside {
            return Err(Rejected::Ended);
        }
        Ok(())
    }

    /// An event that the engine brings about.
    pub fn emit(&mut self, event: impl Into<Event>) {
        self.record(Actor::engine(), event.into());
    }

    /// An event that whoever gives the command brings about, in a role where one was needed.
    pub fn emit_by(&mut self, role: Option<RoleId>, event: impl Into<Event>) {
        let actor = Actor { role, ..self.standing.actor.clone() };
        self.record(actor, event.into());
    }

    /// An event that follows from what the actor just did, or from the engine's own going on.
    pub fn emit_by_cause(&mut self, event: impl Into<Event>) {
        if self.by_person {
            self.emit_by(None, event);
        } else {
            self.emit(event);
        }
    }

    fn record(&mut self, actor: Actor, event: Event) {
        let recorded = Recorded {
            format: FORMAT,
            sequence: self.state.sequence + 1,
            at: self.at,
            actor,
            version: self.program.version,
            event,
        };
        event::apply(&mut self.state, &recorded);
        if let Some(activation) = recorded.event.writes() {
            self.wrote = Some(activation);
        }
        self.changed |= recorded.event.is_looked_at();
        self.events.push(recorded);
    }

    pub fn next_activation(&self) -> ActivationId {
        ActivationId(self.state.next.activation)
    }

    pub fn next_task(&self) -> TaskId {
        TaskId(self.state.next.task)
    }

    pub fn next_effect(&self) -> EffectId {
        EffectId(self.state.next.effect)
    }

    pub fn next_timer(&self) -> TimerId {
        TimerId(self.state.next.timer)
    }
}
