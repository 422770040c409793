//! Playing a script: each command decided lawfully, time moved by hand, every timer fired when it is due.

use interpreter::actor::Standing;
use interpreter::migrate::{self, Migration};
use interpreter::{Command, Decided, Envelope, Program, Recorded, State, replay};
use jiff::Timestamp;
use procedure::time::{Calendar, Duration};
use serde_json::Value as Json;
use testkit::laws;

use super::document::Scenario;
use super::{report, script};

/// A scenario that was played.
pub struct Played {
    pub report: String,
    pub journal: Vec<Recorded>,
    pub state: State,
}

struct Stage<'a> {
    scenario: &'a Scenario,
    now: Timestamp,
    state: State,
    journal: Vec<Recorded>,
    report: String,
}

/// Every script begins on a Monday morning.
fn morning() -> Timestamp {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

pub fn play(scenario: &Scenario) -> Played {
    let mut stage = Stage {
        scenario,
        now: morning(),
        state: State::default(),
        journal: Vec::new(),
        report: format!("# {}\n", scenario.name),
    };
    for line in &scenario.script {
        stage.report.push_str(&format!("\n> {}\n", report::line(line)));
        match (line.get("advance"), line.get("migrate")) {
            (Some(by), _) => stage.advance(by),
            (None, Some(names)) => stage.migrate(names),
            (None, None) => stage.give(line),
        }
        stage.report.push_str(&report::open(&stage.state));
    }
    let replayed = replay(&stage.journal);
    assert_eq!(replayed, stage.state, "{}: the journal does not lead to the state", scenario.name);
    Played { report: stage.report, journal: stage.journal, state: stage.state }
}

impl Stage<'_> {
    fn program(&self) -> &Program {
        let scenario = self.scenario;
        match &scenario.next {
            Some(next) if self.state.version == Some(next.version) => next,
            _ => &scenario.program,
        }
    }

    fn give(&mut self, line: &Json) {
        let (command, otherwise) = script::command(&self.state, line);
        let standing = script::standing(self.scenario, line, otherwise);
        self.decide(command, standing);
    }

    /// Moves the run to the scenario's other version; `names` are steps whose ids differ, old to new.
    fn migrate(&mut self, names: &Json) {
        let next = self.scenario.next.as_ref().expect("a scenario that migrates has another version");
        let names = serde_json::from_value(names.clone()).unwrap();
        let standing = script::standing(self.scenario, &Json::Null, Some("lea"));
        let migration =
            Migration { number: 2, names: &names, at: self.now, standing: &standing, reason: "the new one is out" };
        match migrate::handle(&self.scenario.program, next, &self.state, &migration) {
            Err(rejected) => {
                self.report.push_str(&format!("  refused, {}: {rejected}\n", rejected.code()));
            }
            Ok(decided) => self.keep(decided),
        }
    }

    fn keep(&mut self, Decided { events, state }: Decided) {
        for recorded in &events {
            self.report.push_str(&report::event(recorded));
        }
        self.journal.extend(events);
        self.state = state;
    }

    fn decide(&mut self, command: Command, standing: Standing) {
        let envelope = Envelope { at: self.now, standing, command };
        let lawful = laws::decide_lawfully(self.program(), &self.state, &envelope);
        match lawful {
            Err(broken) => panic!("{}\n!! {broken}", self.report),
            Ok(Err(rejected)) => {
                self.report.push_str(&format!("  refused, {}: {rejected}\n", rejected.code()));
            }
            Ok(Ok(decided)) => self.keep(decided),
        }
    }

    /// Moves the clock, by a duration or to a moment, and fires what becomes due, in order.
    fn advance(&mut self, by: &Json) {
        let text = by.as_str().expect("advance by a duration, or to a moment");
        let until = match text.parse::<Duration>() {
            Ok(duration) => Calendar::default().add(self.now, duration).unwrap(),
            Err(_) => text.parse().unwrap(),
        };
        for _ in 0..100 {
            let paused = matches!(self.state.status, interpreter::state::Status::Paused { .. });
            let due = self.state.timers.iter().filter(|(_, timer)| timer.at <= until && !(paused && timer.from_entry));
            let Some((id, at)) = due.map(|(id, timer)| (*id, timer.at)).min_by_key(|(id, at)| (*at, *id)) else {
                break;
            };
            self.now = self.now.max(at);
            self.report.push_str(&format!("  at {}\n", report::moment(self.now)));
            self.decide(Command::TimerFired { timer: id }, Standing::engine());
        }
        self.now = until;
    }
}
