//! Small documents drawn by chance, sound or not: blocks within blocks, references that may lead nowhere.

use indexmap::IndexMap;
use procedure::document::*;
use procedure::expression::{Expression, Formula};
use procedure::template::Template;
use proptest::prelude::*;

const CONDITIONS: [&str; 4] = ["amount > 1", "amount <= 50 and damage == 'total'", "done", "pass > 2"];
const EXCEPTIONS: [&str; 3] = ["lost", "late", "nowhere"];

fn expression() -> impl Strategy<Value = Expression> {
    prop::sample::select(&CONDITIONS[..]).prop_map(|text| Expression::parse(text).unwrap())
}

fn id<T>(names: &'static [&'static str]) -> impl Strategy<Value = T>
where
    T: std::str::FromStr + std::fmt::Debug,
    T::Err: std::fmt::Debug,
{
    prop::sample::select(names).prop_map(|name| name.parse().unwrap())
}

fn exception() -> impl Strategy<Value = ExceptionId> {
    id(&EXCEPTIONS)
}

fn outcome() -> impl Strategy<Value = OutcomeId> {
    id(&["completed", "rejected"])
}

fn set() -> impl Strategy<Value = IndexMap<Name, Formula>> {
    (id::<Name>(&["amount", "remedy"]), 0..5_i64)
        .prop_map(|(name, value)| IndexMap::from([(name, Formula::Literal(value.into()))]))
}

fn consequence() -> impl Strategy<Value = Consequence> {
    prop_oneof![
        Just(Consequence::Continue),
        exception().prop_map(|raise| Consequence::Raise { raise }),
        outcome().prop_map(|end| Consequence::End { end }),
    ]
}

fn finish() -> impl Strategy<Value = Finish> {
    prop_oneof![
        Just(Finish::Resume { resume: Resume::Retry }),
        Just(Finish::Resume { resume: Resume::Continue }),
        (0..20_u8)
            .prop_map(|at| Finish::Resume { resume: Resume::RetryBlock { retry: format!("s{at}").parse().unwrap() } }),
        outcome().prop_map(|end| Finish::End { end }),
    ]
}

fn handled(steps: BoxedStrategy<Vec<Step>>) -> impl Strategy<Value = Exception> {
    (exception(), steps, finish()).prop_map(|(id, steps, finish)| Exception {
        title: format!("It is {id}"),
        id,
        severity: None,
        when: None,
        then: Handler { steps, escalate: None, finish },
    })
}

fn leaf() -> impl Strategy<Value = Verb> {
    let role = || RoleRef::Role("clerk".parse().unwrap());
    prop_oneof![
        Just(Verb::Person {
            person: Person {
                role: role(),
                assign: None,
                not_by: vec![],
                collect: vec![],
                evidence: IndexMap::new(),
                sign: None
            }
        }),
        prop::option::of(consequence()).prop_map(move |on_refuse| Verb::Approve {
            approve: Approve {
                by: vec![role()],
                quorum: None,
                not_by: vec![Barred::Starter],
                collect: vec![],
                covers: vec![],
                on_refuse,
                sign: None,
            }
        }),
        set().prop_map(|set| Verb::Set { set }),
        exception().prop_map(|raise| Verb::Raise { raise }),
        outcome().prop_map(|end| Verb::End { end }),
    ]
}

fn verb(steps: BoxedStrategy<Vec<Step>>) -> impl Strategy<Value = Verb> {
    let case = (expression(), prop::option::of("[a-z]{3}"), set(), steps.clone())
        .prop_map(|(when, title, set, steps)| Case { when, title, because: None, set, steps });
    let otherwise = prop_oneof![
        Just(Otherwise::Continue),
        (set(), steps.clone()).prop_map(|(set, steps)| Otherwise::Branch { because: None, set, steps }),
    ];
    prop_oneof![
        4 => leaf(),
        1 => (prop::collection::vec(case, 0..3), prop::option::of(otherwise))
            .prop_map(|(cases, otherwise)| Verb::Decide { decide: Decide { cases, table: None, otherwise } }),
        1 => (
            steps.clone(),
            prop::option::of(expression()),
            prop::option::of(steps.clone()),
            prop::collection::vec(handled(steps.clone()), 0..2),
        )
            .prop_map(|(steps, until, recheck, exceptions)| {
                let recheck = recheck.and_then(|mut steps| steps.pop()).map(Box::new);
                Verb::Group { group: Group { steps, until, recheck, exceptions } }
            }),
        1 => (prop::collection::vec(steps.clone(), 0..3), any::<bool>()).prop_map(|(branches, all)| {
            let branches = branches.into_iter().zip(["left", "right", "middle"]);
            let branches = branches.map(|(steps, name)| (name.parse().unwrap(), steps)).collect();
            Verb::Together { together: Together { branches, join: if all { Join::All } else { Join::Any } } }
        }),
        1 => (steps.clone(), expression(), 1..9_u32).prop_map(|(steps, until, at_most)| Verb::Repeat {
            repeat: Repeat { steps, until, at_most: at_most.try_into().unwrap() }
        }),
        1 => (steps, expression()).prop_map(|(steps, of)| Verb::Each {
            each: Each { of, item: "line".parse().unwrap(), steps, at_once: None, gather: IndexMap::new() }
        }),
    ]
}

fn step(steps: BoxedStrategy<Vec<Step>>) -> impl Strategy<Value = Step> {
    (
        verb(steps),
        "[A-Za-z <>\"*_#|{\\[-]{1,12}",
        prop::option::weighted(0.2, expression()),
        prop::option::weighted(0.3, (expression(), consequence())),
    )
        .prop_map(|(verb, title, condition, check)| Step {
            id: "unnamed".parse().unwrap(),
            title: Template::plain(&title),
            verb,
            instructions: None,
            condition,
            due: None,
            remind: vec![],
            rules: vec![],
            checks: check
                .into_iter()
                .map(|(that, otherwise)| Check { that, because: None, otherwise: Some(otherwise) })
                .collect(),
            on_error: IndexMap::new(),
            autonomy: None,
            visible_to: vec![],
            guide: None,
            standards: vec![],
            tags: vec![],
        })
}

fn steps(depth: u32) -> BoxedStrategy<Vec<Step>> {
    if depth == 0 {
        return Just(Vec::new()).boxed();
    }
    prop::collection::vec(step(steps(depth - 1)), 0..4).boxed()
}

/// A document whose steps are `s0`, `s1` … in some order; with `twice`, ids may come twice.
pub fn document() -> impl Strategy<Value = Procedure> {
    (steps(3), prop::collection::vec(handled(steps(2)), 0..3), any::<u64>(), prop::bool::weighted(0.1)).prop_map(
        |(steps, exceptions, seed, twice)| {
            let text = "procedure: 1\nid: drawn\ntitle: Drawn\nroles: {clerk: Works.}\nsteps: [{id: a, title: A, set: {x: 1}}]\n";
            let mut procedure = procedure::read::read(text, procedure::read::Spelling::Yaml, &()).procedure.unwrap();
            procedure.steps = steps;
            procedure.exceptions = exceptions;
            let mut names = Names { next: 0, modulo: if twice { 3 + seed % 5 } else { u64::MAX } };
            procedure.steps.iter_mut().for_each(|step| names.name(step));
            procedure.exceptions.iter_mut().flat_map(|it| &mut it.then.steps).for_each(|step| names.name(step));
            procedure
        },
    )
}

struct Names {
    next: u64,
    modulo: u64,
}

impl Names {
    fn name(&mut self, step: &mut Step) {
        step.id = format!("s{}", self.next % self.modulo).parse().unwrap();
        self.next += 1;
        match &mut step.verb {
            Verb::Decide { decide } => {
                decide.cases.iter_mut().flat_map(|case| &mut case.steps).for_each(|step| self.name(step));
                if let Some(Otherwise::Branch { steps, .. }) = &mut decide.otherwise {
                    steps.iter_mut().for_each(|step| self.name(step));
                }
            }
            Verb::Group { group } => {
                group.steps.iter_mut().for_each(|step| self.name(step));
                group.recheck.iter_mut().for_each(|step| self.name(step));
                group.exceptions.iter_mut().flat_map(|it| &mut it.then.steps).for_each(|step| self.name(step));
            }
            Verb::Together { together } => {
                together.branches.values_mut().flatten().for_each(|step| self.name(step));
            }
            Verb::Repeat { repeat } => repeat.steps.iter_mut().for_each(|step| self.name(step)),
            Verb::Each { each } => each.steps.iter_mut().for_each(|step| self.name(step)),
            _ => {}
        }
    }
}
