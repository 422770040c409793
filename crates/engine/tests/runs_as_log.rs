//! Our own runs as an event log: what was planted in a thousand of them is found, and nothing else.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod world;

use engine::run::inbox::TaskRef;
use engine::run::start::{Beginning, Which};
use engine::watching::Filter;
use engine::watching::view::conformance::{ConformanceReport, DeviationClass, DeviationTold};
use engine::{Caller, Person};
use interpreter::actor::Surface;
use interpreter::command::{Approve, Complete, Override};
use interpreter::id::RunId;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use procedure::document::StepId;
use procedure::value::{Decimal, Value};
use testkit::PlayedConnector;
use world::{World, document, moment, values};

const RUNS: u32 = 1_000;
/// The first run that is touched: it begins on 2026-02-16.
const PLANTED_FROM: u32 = 500;

fn administrator() -> Caller {
    caller("ada")
}

fn caller(id: &str) -> Caller {
    Caller::new(id, Surface::Web)
}

/// A row of numbers that is the same every time (Knuth's linear congruential generator).
struct Row(u64);

impl Row {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// A run that is worked through, hour by hour.
struct Worked<'a> {
    world: &'a World,
    run: RunId,
    at: Timestamp,
    row: &'a mut Row,
}

impl Worked<'_> {
    fn wait(&mut self, hours: i64) {
        self.at = self.at.checked_add(SignedDuration::from_hours(hours)).unwrap();
        self.world.clock.set(self.at);
    }

    /// The open task's step, if the run goes on.
    async fn open(&self) -> Option<(String, TaskRef)> {
        let view = self.world.engine.run(&administrator(), &self.run).await.unwrap();
        let (task, about) = view.state.tasks.iter().next()?;
        let step = view.state.activations[&about.activation].step.to_string();
        Some((step, TaskRef { run: self.run.clone(), task: *task }))
    }

    async fn jump(&self, to: &str) {
        self.world
            .engine
            .jump(&administrator(), &self.run, to.parse().unwrap(), "It is planted.".into())
            .await
            .unwrap();
    }

    async fn skip(&self, step: &str) {
        let step: StepId = step.parse().unwrap();
        self.world.engine.skip_step(&administrator(), &self.run, &step, None, "It is planted.".into()).await.unwrap();
    }

    /// Does the open task as it should be done.
    async fn work(&mut self, data: &[(&str, Value)]) {
        let (step, task) = self.open().await.unwrap();
        let role = match step.as_str() {
            "approve" => "lead",
            "pay" => "clerk",
            _ => "agent",
        };
        let by = caller(&format!("{role}-{}", self.row.below(6)));
        self.work_as(&by, &step, &task, data).await;
    }

    async fn work_as(&mut self, by: &Caller, step: &str, task: &TaskRef, data: &[(&str, Value)]) {
        let wait = 1 + self.row.below(6) as i64;
        self.wait(wait);
        let engine = &self.world.engine;
        engine.claim(by, task).await.unwrap();
        self.wait(1);
        if step == "approve" {
            let revision = engine.run(by, &self.run).await.unwrap().state.sequence;
            let approve = Approve { task: task.task, revision, values: values(data), signed: false, arguments: None };
            engine.approve(by, &self.run, approve).await.unwrap();
        } else {
            let complete = Complete { task: task.task, values: values(data), signed: false, revision: None };
            engine.complete(by, &self.run, complete).await.unwrap();
        }
    }

    /// To the end.
    async fn finish(&mut self) {
        while self.open().await.is_some() {
            self.work(&[]).await;
        }
    }
}

/// What is done otherwise in a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plant {
    Skipped,
    PaidTwice,
    ApprovedAfterPaying,
    LookedAtTheWrongWay,
    ApprovedLate,
    PaidByAnAgent,
}

/// Each is planted in a tenth of the runs that may be touched.
const PLANTS: [Plant; 6] = [
    Plant::Skipped,
    Plant::PaidTwice,
    Plant::ApprovedAfterPaying,
    Plant::LookedAtTheWrongWay,
    Plant::ApprovedLate,
    Plant::PaidByAnAgent,
];

impl Plant {
    /// What is to be found of it: the class, the step, and what else there is to say.
    fn finding(self) -> (DeviationClass, &'static str, &'static str) {
        match self {
            Plant::Skipped => (DeviationClass::Missing, "approve", ""),
            Plant::PaidTwice => (DeviationClass::Extra, "pay", "again"),
            Plant::ApprovedAfterPaying => (DeviationClass::OutOfOrder, "approve", ""),
            Plant::LookedAtTheWrongWay => (DeviationClass::WrongBranch, "route", "the case is: A large claim"),
            Plant::ApprovedLate => (DeviationClass::Late, "approve", ""),
            Plant::PaidByAnAgent => (DeviationClass::WrongRole, "pay", "agent"),
        }
    }
}

/// The runs that a plant was planted in, and the day on which the first of them began.
#[derive(Debug)]
struct Planted {
    plant: Plant,
    runs: usize,
    since: Date,
}

/// A thousand runs, worked through by people.
async fn world(plants: bool) -> (World, Vec<Planted>) {
    let world = World::idle(PlayedConnector::new()).await;
    let mut ada = Person::new("ada");
    ada.administrator = true;
    let mut people = vec![ada];
    for role in ["agent", "lead", "clerk"] {
        people.extend((0..6).map(|number| {
            let mut person = Person::new(format!("{role}-{number}"));
            person.roles.insert(role.parse().unwrap());
            person
        }));
    }
    world.engine.configure_people(people).await.unwrap();
    let refund = document(include_str!("../../mining/tests/conformance/refund.sop.yaml"));
    world.engine.publish(&administrator(), &refund, "The first.").await.unwrap();
    let mut row = Row(7);
    let mut done: Vec<Planted> = Vec::new();
    for number in 0..RUNS {
        let begin = moment("2026-01-05T08:00:00Z") + SignedDuration::from_hours(2 * i64::from(number));
        world.clock.set(begin);
        let which = Which::Latest("refund".parse().unwrap());
        let by = caller(&format!("agent-{}", row.below(6)));
        let run = world.engine.start(&by, which, Beginning::default()).await.unwrap().run;
        let region = ["north", "south", "west"][row.below(3) as usize];
        let amount = row.below(1_000);
        let plant = PLANTS.get(row.below(10) as usize);
        let plant = plant.filter(|_| plants && region == "north" && number >= PLANTED_FROM);
        // What goes the wrong way is a large claim.
        let amount = if plant == Some(&Plant::LookedAtTheWrongWay) { 501 + amount / 2 } else { amount };
        let mut worked = Worked { world: &world, run, at: begin, row: &mut row };
        let data = [
            ("region", Value::from(region)),
            ("amount", Value::Number(Decimal::from(amount))),
            ("receipt", Value::from(format!("R-{number}").as_str())),
        ];
        worked.work(&data).await;
        if let Some(&plant) = plant {
            match done.iter_mut().find(|planted| planted.plant == plant) {
                Some(planted) => planted.runs += 1,
                None => {
                    let since = worked.at.in_tz("Europe/Berlin").unwrap().date();
                    done.push(Planted { plant, runs: 1, since });
                }
            }
            planted(plant, &mut worked).await;
        }
        worked.finish().await;
    }
    (world, done)
}

async fn planted(plant: Plant, run: &mut Worked<'_>) {
    if plant == Plant::LookedAtTheWrongWay {
        let change = Override {
            step: "size".parse().unwrap(),
            within: None,
            values: values(&[("large", Value::Bool(false))]),
            code: "planted".into(),
            words: "It is planted.".into(),
        };
        run.world.engine.override_values(&administrator(), &run.run, change).await.unwrap();
        run.jump("route").await;
        return;
    }
    while run.open().await.unwrap().0 != "approve" {
        run.work(&[]).await;
    }
    match plant {
        Plant::LookedAtTheWrongWay => {}
        Plant::Skipped => run.skip("approve").await,
        Plant::ApprovedLate => run.wait(24 * 9),
        Plant::PaidTwice => {
            run.work(&[]).await;
            run.work(&[]).await;
            run.jump("pay").await;
        }
        Plant::ApprovedAfterPaying => {
            run.jump("pay").await;
            run.work(&[]).await;
            run.jump("approve").await;
            run.work(&[]).await;
            run.skip("pay").await;
        }
        Plant::PaidByAnAgent => {
            run.work(&[]).await;
            let (step, task) = run.open().await.unwrap();
            let engine = &run.world.engine;
            let role = Some("agent".parse().unwrap());
            engine.reassign(&administrator(), &task, None, role, Some("It is planted.".into())).await.unwrap();
            run.work_as(&caller("agent-1"), &step, &task, &[]).await;
        }
    }
}

async fn found(plants: bool) -> (ConformanceReport, Vec<Planted>) {
    let (world, planted) = world(plants).await;
    let (log, refund) = ("runs:refund".parse().unwrap(), "refund".parse().unwrap());
    let found = world.engine.conformance(&administrator(), (&log, &Filter::default()), &refund, None).await.unwrap();
    (found, planted)
}

#[tokio::test]
async fn runs_that_are_as_they_should_be_stay_silent() {
    let (found, _) = found(false).await;
    assert_eq!(found.deviations, []);
    assert_eq!((found.cases, found.conforming, found.unproven), (1_000, 1_000, 0));
    assert_eq!((found.unknown_activities.len(), found.unseen_steps.len()), (0, 0));
}

#[tokio::test]
async fn what_was_planted_is_found_on_its_step_in_its_region_since_its_day() {
    let (found, planted) = found(true).await;
    assert_eq!((planted.len(), found.deviations.len()), (PLANTS.len(), PLANTS.len()), "{found:#?}");
    for Planted { plant, runs, since } in planted {
        let (class, step, detail) = plant.finding();
        let is_it = |one: &&DeviationTold| {
            (one.class, one.step.as_ref().map(|step| step.id.as_str()), one.detail.as_str())
                == (class, Some(step), detail)
        };
        let one = found.deviations.iter().find(is_it).unwrap_or_else(|| panic!("{plant:?}: {found:#?}"));
        assert_eq!((one.cases, one.share), (runs, runs as f64 / f64::from(RUNS)));
        let mut explained = one.explained.iter().map(|told| (told.attribute.as_str(), told.condition.as_str()));
        assert!(explained.any(|told| told == ("region", "= north")), "{one:#?}");
        let changed = one.changed.as_ref().unwrap();
        assert_eq!((changed.before, changed.among.as_deref()), (0.0, Some("region = north")));
        assert_eq!(changed.on, since.to_string(), "{plant:?}");
    }
}
