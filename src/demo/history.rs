//! The history: stories begin, people do their tasks in their hours, systems answer, clocks run out. All of it happens
//! through the use cases of the engine, by the people whom it concerns, at moments that a told clock shows.

mod desk;
mod plan;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use anyhow::{Context, Result};
use engine::directory::Caller;
use engine::port::store::{Page, Publication, RunQuery, RunStatus, Store};
use engine::run::start::{Beginning as Begin, CloudEvent, Which};
use engine::run::view::RunView;
use engine::{Engine, Error};
use interpreter::actor::Surface;
use interpreter::id::{ActivationId, PersonId, RunId, TaskId};
use interpreter::state::{Activation, Phase, Task, TaskKind, Work};
use interpreter::{Command, Rejected};
use jiff::{SignedDuration, Timestamp};
use procedure::document::{Procedure, Verb};
use procedure::value::{Value, Values};
use serde_json::Value as Json;

use super::cases::Cast;
use super::catalogue;
use super::chance::Dice;
use super::clock::DemoClock;
use super::hours::at_work;
use super::people::{self, MACHINE};
use super::story::{Beginning, Story, Twist};

/// Something that is going to happen.
#[derive(Debug, Clone)]
enum Deed {
    Begin(Box<Story>),
    Claim(RunId, TaskId),
    Do(RunId, TaskId, u32),
    /// What a step waits for comes.
    Come(RunId, String, Values),
    Twist(RunId, Twist),
    Replace(RunId),
    Resume(RunId),
}

/// What came of making the history.
#[derive(Debug, Clone, Default)]
pub struct Made {
    /// Acts of people that the engine refused although the story meant them; in words.
    pub refused: Vec<String>,
    pub acts: usize,
}

/// The maker of the history.
pub struct History {
    engine: Engine,
    store: Arc<dyn Store>,
    clock: Arc<DemoClock>,
    cast: Cast,
    dice: Dice,
    until: Timestamp,
    agenda: BTreeMap<(Timestamp, u64), Deed>,
    planned: u64,
    stories: BTreeMap<RunId, Story>,
    tasks_seen: BTreeSet<(RunId, TaskId)>,
    waits_seen: BTreeSet<(RunId, ActivationId)>,
    tasks_of: BTreeMap<RunId, usize>,
    documents: Vec<Procedure>,
    made: Made,
}

impl History {
    pub fn new(engine: Engine, store: Arc<dyn Store>, clock: Arc<DemoClock>, cast: Cast, until: Timestamp) -> Self {
        let dice = Dice::of(cast.seed(), "history");
        History {
            engine,
            store,
            clock,
            cast,
            dice,
            until,
            agenda: BTreeMap::new(),
            planned: 0,
            stories: BTreeMap::new(),
            tasks_seen: BTreeSet::new(),
            waits_seen: BTreeSet::new(),
            tasks_of: BTreeMap::new(),
            documents: Vec::new(),
            made: Made::default(),
        }
    }

    fn plan(&mut self, at: Timestamp, deed: Deed) {
        self.planned += 1;
        self.agenda.insert((at, self.planned), deed);
    }

    /// Publishes, begins every story, and lets everything happen up to the end. `told` hears how much is done, of 100.
    pub async fn make(mut self, stories: Vec<Story>, mut told: impl FnMut(usize)) -> Result<Made> {
        for story in stories {
            self.plan(story.at, Deed::Begin(Box::new(story)));
        }
        let mut editions = catalogue::EDITIONS.iter().peekable();
        let mut scheduled = None;
        let begin = self.clock_now();
        loop {
            let next_edition = editions.peek().map(|edition| edition.moment(self.until));
            let next_deed = self.agenda.first_key_value().map(|((at, _), _)| *at);
            let next_timer = self.store.next_timer(Timestamp::MIN).await?;
            let moments = [next_edition, next_deed, next_timer, scheduled];
            let Some(moment) = moments.into_iter().flatten().min().filter(|moment| *moment <= self.until) else {
                break;
            };
            self.clock.tell(moment);
            told(share(begin, self.clock_now(), self.until));
            if next_edition == Some(moment) {
                if let Some(edition) = editions.next() {
                    let publication = edition.publish(&self.engine).await?;
                    let document = edition.document()?;
                    self.documents.retain(|known| known.id != document.id);
                    self.documents.push(document);
                    scheduled = catalogue::next_scheduled(&self.documents, moment);
                    self.move_on(&publication).await?;
                }
            } else if next_timer == Some(moment) || scheduled == Some(moment) {
                self.run_clocks(scheduled == Some(moment)).await?;
                scheduled = catalogue::next_scheduled(&self.documents, moment);
            } else if let Some((_, deed)) = self.agenda.pop_first() {
                self.happen(deed).await?;
            }
        }
        self.clock.tell(self.until);
        self.engine.settle_until_idle().await?;
        Ok(self.made)
    }

    /// A few runs under way are moved on to what was just published; the others finish what they began with.
    async fn move_on(&mut self, publication: &Publication) -> Result<()> {
        let query = RunQuery { procedure: Some(publication.procedure.clone()), ..RunQuery::open() };
        for run in self.open_runs(query).await?.into_iter().take(2) {
            let caller = self.owner_of(&run).await?.unwrap_or_else(people::owner_caller);
            let reason = "This case is just what the change is for.".to_owned();
            let number = publication.number;
            let moved = self.engine.migrate(&caller, &run, number, BTreeMap::new(), reason).await;
            if !matches!(moved, Err(Error::Rejected(Rejected::NoMigration(_)))) {
                self.note("migrate", moved.map(drop));
            }
            self.after(&run).await?;
        }
        Ok(())
    }

    fn clock_now(&self) -> Timestamp {
        use engine::port::Clock as _;
        self.clock.now()
    }

    /// Fires what is due, and looks at every run that it concerned.
    async fn run_clocks(&mut self, schedules: bool) -> Result<()> {
        let now = self.clock_now();
        let due = self.store.timers(now, 500).await?;
        let mut runs: BTreeSet<RunId> = due.into_iter().map(|timer| timer.run).collect();
        self.engine.settle_until_idle().await?;
        if schedules {
            runs.extend(self.open_runs(RunQuery::open()).await?);
        }
        for run in runs {
            self.look(&run).await?;
        }
        Ok(())
    }

    async fn open_runs(&self, query: RunQuery) -> Result<Vec<RunId>> {
        let found = self.store.runs(&query, &Page::first(Page::MOST)).await?;
        Ok(found.rows.into_iter().map(|row| row.run).collect())
    }

    /// Looks at a run and at those that belong to it: plans what people do with new tasks, and what comes.
    async fn look(&mut self, run: &RunId) -> Result<()> {
        let mut next = vec![run.clone()];
        let mut seen = BTreeSet::new();
        while let Some(run) = next.pop() {
            if !seen.insert(run.clone()) {
                continue;
            }
            let Some(row) = self.store.run(&run).await? else { continue };
            next.extend(row.origin.parent.as_ref().map(|(parent, _)| parent.clone()));
            if !row.progress.status.is_open() {
                continue;
            }
            let view = self.engine.run(&people::owner_caller(), &run).await?;
            let has_children =
                view.program.procedure.all_steps().iter().any(|at| matches!(at.step.verb, Verb::Procedure(_)));
            if has_children {
                next.extend(self.open_runs(RunQuery { parent: Some(run.clone()), ..RunQuery::open() }).await?);
            }
            self.plan_run(&view, row.progress.status == RunStatus::Paused);
        }
        Ok(())
    }

    async fn happen(&mut self, deed: Deed) -> Result<()> {
        match deed {
            Deed::Begin(story) => self.begin(*story).await,
            Deed::Claim(run, task) => {
                self.claim(&run, task).await?;
                self.after(&run).await
            }
            Deed::Do(run, task, tries) => {
                self.do_task(&run, task, tries).await?;
                self.after(&run).await
            }
            Deed::Come(run, event, data) => {
                let id = format!("{run}-{}", self.planned);
                self.signal(&run, &event, id, data).await?;
                self.after(&run).await
            }
            Deed::Twist(run, twist) => {
                self.twist(&run, twist).await?;
                self.after(&run).await
            }
            Deed::Replace(run) => {
                self.replace(&run).await?;
                self.after(&run).await
            }
            Deed::Resume(run) => {
                let owner = people::owner_caller();
                let resumed = self.engine.resume(&owner, &run).await;
                self.note("resume", resumed.map(drop));
                self.after(&run).await
            }
        }
    }

    /// Lets the systems answer, and looks at what became of the run.
    async fn after(&mut self, run: &RunId) -> Result<()> {
        self.made.acts += 1;
        self.engine.finish_jobs().await;
        self.look(run).await
    }

    async fn begin(&mut self, story: Story) -> Result<()> {
        let run = match &story.beginning {
            Beginning::ByHand { role, data } => {
                let Some(person) = self.who_holds(role, &BTreeSet::new()) else { return Ok(()) };
                let id = story.procedure.parse().context("the id of a story's procedure")?;
                let beginning = Begin { data: values(data)?, ..Begin::default() };
                let caller = Caller::new(person.as_str(), Surface::Web);
                match self.engine.start(&caller, Which::Latest(id), beginning).await {
                    Ok(changed) => changed.run,
                    Err(error) => {
                        self.made.refused.push(format!("start {}: {error}", story.procedure));
                        return Ok(());
                    }
                }
            }
            Beginning::Event { event, data } => {
                let delivered = self.deliver(event, data).await?;
                let Some(run) = delivered else {
                    self.made.refused.push(format!("{event} started no {}", story.procedure));
                    return Ok(());
                };
                run
            }
        };
        for (after, twist) in &story.twists {
            let at = at_work(story.at.checked_add(*after)?, &mut self.dice);
            self.plan(at, Deed::Twist(run.clone(), twist.clone()));
        }
        self.stories.insert(run.clone(), story);
        self.after(&run).await
    }

    async fn deliver(&mut self, event: &str, data: &Json) -> Result<Option<RunId>> {
        let now = self.clock_now();
        let event = CloudEvent {
            id: format!("ev-{}-{}", now.as_second(), self.planned),
            source: "https://shop.example/events".to_owned(),
            event: event.parse().context("the name of an event")?,
            time: Some(now),
            data: Value::Object(values(data)?),
        };
        let delivered = self.engine.deliver(&Caller::new(MACHINE, Surface::Api), event).await?;
        self.made.refused.extend(delivered.failed);
        Ok(delivered.started.into_iter().next())
    }

    async fn signal(&mut self, run: &RunId, event: &str, id: String, data: Values) -> Result<()> {
        let event = CloudEvent {
            id,
            source: "https://shop.example/events".to_owned(),
            event: event.parse().context("the name of an event")?,
            time: Some(self.clock_now()),
            data: Value::Object(data),
        };
        let delivered = self.engine.signal(&Caller::new(MACHINE, Surface::Api), run, &event).await?;
        self.made.refused.extend(delivered.failed.into_iter().filter(|words| !words.contains("paused")));
        Ok(())
    }

    async fn twist(&mut self, run: &RunId, twist: Twist) -> Result<()> {
        let owner = people::owner_caller();
        let done = match twist {
            Twist::Cancel(reason) => {
                let caller = self.owner_of(run).await?.unwrap_or(owner);
                self.engine.cancel(&caller, run, reason.to_owned()).await
            }
            Twist::Pause(reason, then) => {
                if let Some(then) = then {
                    let at = at_work(self.clock_now().checked_add(then)?, &mut self.dice);
                    self.plan(at, Deed::Resume(run.clone()));
                }
                let caller = self.owner_of(run).await?.unwrap_or(owner);
                self.engine.pause(&caller, run, reason.to_owned()).await
            }
            Twist::Note(text) => {
                let caller = self.owner_of(run).await?.unwrap_or(owner);
                self.engine.note(&caller, run, None, text.to_owned()).await
            }
        };
        self.note("twist", done.map(drop));
        Ok(())
    }

    /// Somebody who owns the run's procedure, at a screen.
    async fn owner_of(&mut self, run: &RunId) -> Result<Option<Caller>> {
        let Some(row) = self.store.run(run).await? else { return Ok(None) };
        let owner = self.documents.iter().find(|known| known.id == row.origin.procedure);
        let owner = owner.and_then(|known| known.owner.clone());
        let person = owner.and_then(|role| self.who_holds(&role, &BTreeSet::new()));
        Ok(person.map(|person| Caller::new(person.as_str(), Surface::Web)))
    }

    /// Keeps that something was refused. That a run ended, stands still or does not have the task any more, happens.
    fn note(&mut self, what: &str, done: Result<(), Error>) {
        match done {
            Ok(()) => {}
            Err(Error::Rejected(
                Rejected::Ended | Rejected::Paused | Rejected::NotPaused | Rejected::NoTask(_) | Rejected::Held { .. },
            )) => {}
            Err(error) => self.made.refused.push(format!("{what}: {error}")),
        }
    }

    /// Somebody with the role who is there now and is none of those.
    fn who_holds(&mut self, role: &str, but: &BTreeSet<PersonId>) -> Option<PersonId> {
        let now = self.clock_now();
        let directory = self.engine.directory();
        let away = |person: &engine::Person| {
            person.absences.iter().any(|absence| absence.from <= now && absence.until.is_none_or(|until| now < until))
        };
        let able: Vec<&PersonId> = directory
            .people()
            .filter(|person| !person.machine && !away(person) && !but.contains(&person.id))
            .filter(|person| directory.roles(&person.id, now).iter().any(|held| **held == *role))
            .map(|person| &person.id)
            .collect();
        if able.is_empty() {
            return None;
        }
        Some(able[self.dice.below(able.len())].clone())
    }
}

/// How much of the time has passed, of 100.
fn share(begin: Timestamp, now: Timestamp, until: Timestamp) -> usize {
    let whole = until.duration_since(begin).as_secs().max(1);
    usize::try_from(now.duration_since(begin).as_secs() * 100 / whole).unwrap_or(0)
}

/// An object's fields as values.
fn values(json: &Json) -> Result<Values> {
    match Value::from_plain(json)? {
        Value::Object(fields) => Ok(fields),
        Value::Null => Ok(Values::new()),
        other => anyhow::bail!("a form is an object, and this is {}", other.kind()),
    }
}

/// Whether a task of this step waits for the handler of what was raised at it.
fn is_held(view: &RunView, task: &Task) -> bool {
    let raised = |open: &Activation| matches!(open.phase, Phase::Raised(_));
    !matches!(task.kind, TaskKind::Settle { .. }) && view.state.activations.get(&task.activation).is_some_and(raised)
}

/// The event that an activation waits for now.
fn waits_for(view: &RunView, id: ActivationId) -> Option<String> {
    match &view.state.activations.get(&id)?.work {
        Work::Wait { event: Some(event), .. } => Some(event.to_string()),
        _ => None,
    }
}

/// Gives a command as a person.
async fn act(engine: &Engine, person: &PersonId, run: &RunId, command: Command) -> Result<(), Error> {
    let caller = Caller::new(person.as_str(), Surface::Web);
    engine.act(&caller, run, command).await.map(drop)
}

/// The moment so long after another; the other where there is none.
fn later(from: Timestamp, by: SignedDuration) -> Timestamp {
    from.checked_add(by).unwrap_or(from)
}
