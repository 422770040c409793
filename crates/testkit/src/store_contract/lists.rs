//! Lists: what is found, in which order, and that paging neither repeats nor leaves out.

#![allow(clippy::unwrap_used, reason = "a law that cannot be checked is broken")]

use std::collections::BTreeSet;

use engine::port::store::{
    ChangeKind, Counts, Cursor, Difference, LedgerQuery, Notice, NoticeQuery, Page, RunQuery, RunStatus, RunsOf,
    StoreError, TaskOrder, TaskQuery, TaskRow, TaskScope, Words,
};
use interpreter::id::{PersonId, RunId, TimerId};
use jiff::Timestamp;

use super::Fresh;
use super::sample::{batch, change, effect, moment, progress, run, task};

pub async fn runs_are_found_by_what_they_are(store: Fresh) {
    assert_eq!(store.counts().await.unwrap(), Counts::default());
    store.commit(&run("r1"), 0, batch(0, 1)).await.unwrap();
    let mut other = batch(0, 1);
    if let Some(origin) = &mut other.origin {
        origin.procedure = "onboarding".parse().unwrap();
        (origin.parent, origin.schedule, origin.starter) = (None, None, None);
    }
    other.progress = progress(RunStatus::Ended);
    other.progress.version = procedure::hash::ContentHash::of(b"another");
    store.commit(&run("r2"), 0, other).await.unwrap();
    let mut paused = batch(0, 1);
    paused.progress = progress(RunStatus::Paused);
    store.commit(&run("r3"), 0, paused).await.unwrap();

    let counts = store.counts().await.unwrap();
    let one_each = [RunStatus::Running, RunStatus::Paused, RunStatus::Ended].map(|status| (status, 1));
    assert_eq!(counts.runs, one_each.into());
    let tasks = store.tasks(&TaskScope::All.into(), &Page::first(100)).await.unwrap().rows.len() as u64;
    let effects = store.effects(&Page::first(100)).await.unwrap().rows.len() as u64;
    assert_eq!((counts.tasks, counts.effects, counts.dead_letters), (tasks, effects, 0));

    let version = Some(procedure::hash::ContentHash::of(b"another"));
    let procedure = Some("returns".parse().unwrap());
    let starter = Some(PersonId::new("ada"));
    let ended = BTreeSet::from([RunStatus::Ended]);
    let all = RunQuery::default;
    for (query, found) in [
        (all(), &["r3", "r2", "r1"][..]),
        (RunQuery::open(), &["r3", "r1"]),
        (RunQuery { procedure: procedure.clone(), ..all() }, &["r3", "r1"]),
        (RunQuery { procedure, ..RunQuery::open() }, &["r3", "r1"]),
        (RunQuery { version, ..all() }, &["r2"]),
        (RunQuery { starter, ..all() }, &["r3", "r1"]),
        (RunQuery { statuses: ended, ..all() }, &["r2"]),
        (RunQuery { parent: Some(run("above")), ..all() }, &["r3", "r1"]),
        (RunQuery { parent: Some(run("below")), ..all() }, &[]),
        (RunQuery { schedule: Some(2), ..all() }, &["r3", "r1"]),
        (RunQuery { outcome: Some("completed".parse().unwrap()), ..all() }, &["r2"]),
        (RunQuery { since: Some(moment(1)), until: Some(moment(2)), ..all() }, &["r3", "r2", "r1"]),
        (RunQuery { since: Some(moment(2)), ..all() }, &[]),
        (RunQuery { until: Some(moment(1)), ..all() }, &[]),
        (RunQuery { words: Words::of("ord-1 R3"), ..all() }, &["r3"]),
        (RunQuery { words: Words::of("ord-2"), ..all() }, &[]),
    ] {
        let rows = store.runs(&query, &Page::first(10)).await.unwrap().rows;
        let names: Vec<&str> = rows.iter().map(|row| row.run.as_str()).collect();
        assert_eq!(names, found, "{query:?}");
    }
}

pub async fn pages_give_every_run_once(store: Fresh) {
    for number in 0..25 {
        store.commit(&run(&format!("r{number:02}")), 0, batch(0, 1)).await.unwrap();
    }
    for size in [1, 7, 25, 26] {
        let mut page = Page::first(size);
        let mut seen: Vec<RunId> = Vec::new();
        loop {
            let found = store.runs(&RunQuery::default(), &page).await.unwrap();
            assert!(found.rows.len() <= size);
            seen.extend(found.rows.into_iter().map(|row| row.run));
            let Some(next) = found.next else { break };
            // What is added at the front while somebody pages is not seen, and nothing is seen twice.
            page = Page::from(size, next);
        }
        let wanted: Vec<RunId> = (0..25).rev().map(|number| run(&format!("r{number:02}"))).collect();
        assert_eq!(seen, wanted, "pages of {size}");
    }
}

pub async fn tasks_come_in_the_order_of_the_inbox(store: Fresh) {
    let run = run("r1");
    let row = |id, roles: &[&str], due: Option<i64>, priority, assignee: Option<&str>| {
        let (id, row) = task(&run, id, roles);
        let due = due.map(moment);
        (id, TaskRow { due, priority, assignee: assignee.map(PersonId::new), ..row })
    };
    let mut first = batch(0, 1);
    first.tasks.set = vec![
        row(1, &["agent"], None, 50, None),
        row(2, &["agent", "lead"], None, 90, None),
        row(3, &["lead"], Some(500), 50, Some("ada")),
        row(4, &["agent"], Some(100), 50, None),
        row(5, &["agent"], Some(500), 60, Some("grace")),
        row(6, &["owner"], None, 50, None),
    ];
    let first_procedure = first.tasks.set[0].1.procedure.clone();
    store.commit(&run, 0, first).await.unwrap();
    let roles = |names: &[&str]| names.iter().map(|name| name.parse().unwrap()).collect::<BTreeSet<_>>();
    let ada = || PersonId::new("ada");
    let procedure = first_procedure;
    for (scope, found) in [
        (TaskScope::All, &[4, 5, 3, 2, 1, 6][..]),
        (TaskScope::Run(run.clone()), &[4, 5, 3, 2, 1, 6]),
        (TaskScope::Person(ada()), &[3]),
        (TaskScope::Roles(roles(&["agent"])), &[4, 2, 1]),
        (TaskScope::Roles(roles(&[])), &[]),
        (TaskScope::Roles(roles(&["agent", "lead"])), &[4, 2, 1]),
        (TaskScope::Inbox(ada(), roles(&["lead", "owner"])), &[3, 2, 6]),
        (TaskScope::Seen(ada(), roles(&["owner"]), BTreeSet::new()), &[3, 6]),
        (TaskScope::Seen(ada(), roles(&[]), BTreeSet::from([procedure.clone()])), &[4, 5, 3, 2, 1, 6]),
    ] {
        for size in [1, 2, 10] {
            let mut page = Page::first(size);
            let mut seen = Vec::new();
            loop {
                let part = store.tasks(&scope.clone().into(), &page).await.unwrap();
                seen.extend(part.rows.iter().map(|row| row.task.0));
                let Some(next) = part.next else { break };
                page = Page::from(size, next);
            }
            assert_eq!(seen, found, "{scope:?} by pages of {size}");
        }
    }
}

pub async fn tasks_are_found_by_words_procedure_role_and_due_moment(store: Fresh) {
    for (name, procedure, case) in [("r1", "returns", "ORD-1 Müller"), ("r2", "onboarding", "Ada Example")] {
        let run = run(name);
        let row = |id, title: &str, roles: &[&str], due: Option<i64>, priority| {
            let (id, row) = task(&run, id, roles);
            let (title, case) = (title.to_owned(), Some(case.to_owned()));
            let procedure = procedure.parse().unwrap();
            (id, TaskRow { title, case, procedure, due: due.map(moment), priority, ..row })
        };
        let mut first = batch(0, 1);
        first.tasks.set = vec![
            row(1, "Inspect the KETTLE", &["agent"], Some(100), 50),
            row(2, "Approve 100%_off", &["lead"], Some(200), 90),
        ];
        store.commit(&run, 0, first).await.unwrap();
    }
    let all = || TaskQuery::from(TaskScope::All);
    let words = |text: &str| TaskQuery { words: Words::of(text), ..all() };
    for (query, found) in [
        (all(), &["r1/1", "r2/1", "r1/2", "r2/2"][..]),
        (words("kettle"), &["r1/1", "r2/1"]),
        (words("  KETTLE mÜller "), &["r1/1"]),
        (words("%"), &["r1/2", "r2/2"]),
        (words("_off example"), &["r2/2"]),
        (words("r2"), &["r2/1", "r2/2"]),
        (words("teapot"), &[]),
        (TaskQuery { procedure: Some("returns".parse().unwrap()), ..all() }, &["r1/1", "r1/2"]),
        (TaskQuery { role: Some("lead".parse().unwrap()), ..all() }, &["r1/2", "r2/2"]),
        (TaskQuery { due_before: Some(moment(200)), ..all() }, &["r1/1", "r2/1"]),
        (TaskQuery { order: TaskOrder::Priority, ..all() }, &["r1/2", "r2/2", "r1/1", "r2/1"]),
        (TaskQuery { order: TaskOrder::Opened, ..all() }, &["r2/2", "r1/2", "r2/1", "r1/1"]),
        (TaskQuery { order: TaskOrder::Priority, ..words("müller") }, &["r1/2", "r1/1"]),
    ] {
        for size in [1, 3, 10] {
            let mut page = Page::first(size);
            let mut seen = Vec::new();
            loop {
                let part = store.tasks(&query, &page).await.unwrap();
                seen.extend(part.rows.iter().map(|row| format!("{}/{}", row.run, row.task)));
                let Some(next) = part.next else { break };
                page = Page::from(size, next);
            }
            assert_eq!(seen, found, "{query:?} by pages of {size}");
        }
        for most in [0, 1, 3, 1_000] {
            let counted = store.count_tasks(&query, most).await.unwrap();
            assert_eq!(counted, most.min(found.len() as u64), "{query:?}, no further than {most}");
        }
    }
}

pub async fn open_runs_are_found_by_their_version(store: Fresh) {
    let version = |name: &str| procedure::hash::ContentHash::of(name.as_bytes());
    assert_eq!(store.open_versions().await.unwrap(), []);
    for (name, of, status) in [
        ("r1", "one", RunStatus::Running),
        ("r2", "two", RunStatus::Paused),
        ("r3", "two", RunStatus::Running),
        ("r4", "three", RunStatus::Ended),
    ] {
        let mut first = batch(0, 1);
        first.progress = progress(status);
        first.progress.version = version(of);
        store.commit(&run(name), 0, first).await.unwrap();
    }
    let found = async |of: &[&str]| {
        let versions = of.iter().map(|of| version(of)).collect();
        let runs = store.open_runs_of(&versions).await.unwrap();
        runs.into_iter().map(|run| run.to_string()).collect::<BTreeSet<_>>()
    };
    let names = |names: &[&str]| names.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
    let open: BTreeSet<_> = store.open_versions().await.unwrap().into_iter().collect();
    assert_eq!(open, [version("one"), version("two")].into());
    assert_eq!(found(&["two", "three"]).await, names(&["r2", "r3"]));
    assert_eq!(found(&["one", "two"]).await, names(&["r1", "r2", "r3"]));
    assert_eq!(found(&[]).await, names(&[]));

    // A run that goes on by another version, and one that ends.
    let mut migrated = batch(1, 2);
    migrated.progress.version = version("five");
    store.commit(&run("r1"), 1, migrated).await.unwrap();
    let mut ended = batch(1, 2);
    ended.progress = progress(RunStatus::Ended);
    ended.progress.version = version("two");
    store.commit(&run("r3"), 1, ended).await.unwrap();
    let mut wanted = vec![version("five"), version("two")];
    wanted.sort();
    assert_eq!(store.open_versions().await.unwrap(), wanted);
    assert_eq!(found(&["one", "two", "five"]).await, names(&["r1", "r2"]));
}

pub async fn what_goes_on_of_a_procedure_is_counted(store: Fresh) {
    store.commit(&run("r1"), 0, batch(0, 1)).await.unwrap();
    let mut later = batch(0, 1);
    if let Some(origin) = &mut later.origin {
        origin.started_at = moment(50);
    }
    later.progress = progress(RunStatus::Ended);
    store.commit(&run("r2"), 0, later).await.unwrap();
    let returns = "returns".parse().unwrap();
    assert_eq!(store.runs_of(&returns).await.unwrap(), RunsOf { all: 2, open: 1, latest: Some(moment(50)) });
    assert_eq!(store.runs_of(&"onboarding".parse().unwrap()).await.unwrap(), RunsOf::default());
}

pub async fn the_ledger_is_looked_through_from_its_end(store: Fresh) {
    store.record(change(ChangeKind::PersonChanged, "grace")).await.unwrap();
    store.commit(&run("r1"), 0, batch(0, 1)).await.unwrap();
    store.record(change(ChangeKind::ConfigurationChanged, "calendar")).await.unwrap();
    let all = LedgerQuery::default;
    for (query, found) in [
        (all(), &[3, 2, 1][..]),
        (LedgerQuery { kind: Some("run".into()), ..all() }, &[2]),
        (LedgerQuery { kind: Some("person-changed".into()), ..all() }, &[1]),
        (LedgerQuery { subject: Some("r1".into()), ..all() }, &[2]),
        (LedgerQuery { subject: Some("grace".into()), ..all() }, &[1]),
        (LedgerQuery { person: Some(PersonId::new("ada")), ..all() }, &[3, 1]),
        (LedgerQuery { person: Some(PersonId::new("grace")), ..all() }, &[]),
        (LedgerQuery { since: Some(moment(5)), ..all() }, &[3, 1]),
        (LedgerQuery { until: Some(moment(5)), ..all() }, &[2]),
    ] {
        let mut page = Page::first(1);
        let mut seen = Vec::new();
        loop {
            let part = store.ledger_entries(&query, &page).await.unwrap();
            seen.extend(part.rows.iter().map(|entry| entry.number));
            let Some(next) = part.next else { break };
            page = Page::from(1, next);
        }
        assert_eq!(seen, found, "{query:?}");
    }
}

pub async fn timers_come_in_the_order_of_time(store: Fresh) {
    for (name, timers) in [("r1", vec![(1, 50), (2, 10)]), ("r2", vec![(1, 30), (2, 10)])] {
        let mut first = batch(0, 1);
        first.timers.set = timers.into_iter().map(|(id, at)| (TimerId(id), moment(at))).collect();
        store.commit(&run(name), 0, first).await.unwrap();
    }
    for (after, next) in [(9, Some(10)), (10, Some(30)), (30, Some(50)), (50, None)] {
        assert_eq!(store.next_timer(moment(after)).await.unwrap(), next.map(moment));
    }
    let found = |rows: Vec<engine::port::store::TimerRow>| {
        rows.into_iter().map(|row| (row.run.to_string(), row.timer.0)).collect::<Vec<_>>()
    };
    let all = store.timers(Timestamp::MAX, 10).await.unwrap();
    let order = [("r1".to_owned(), 2), ("r2".to_owned(), 2), ("r2".to_owned(), 1), ("r1".to_owned(), 1)];
    assert_eq!(found(all), order);
    assert_eq!(found(store.timers(moment(30), 10).await.unwrap()), order[..3]);
    assert_eq!(found(store.timers(moment(29), 10).await.unwrap()), order[..2]);
    assert_eq!(found(store.timers(Timestamp::MAX, 1).await.unwrap()), order[..1]);
}

pub async fn effects_are_listed_by_pages(store: Fresh) {
    for name in ["r1", "r2"] {
        let run = run(name);
        let mut first = batch(0, 1);
        first.effects = Difference { set: (1..=3).map(|id| effect(&run, id, None)).collect(), removed: vec![] };
        store.commit(&run, 0, first).await.unwrap();
    }
    let mut page = Page::first(2);
    let mut seen = Vec::new();
    loop {
        let part = store.effects(&page).await.unwrap();
        seen.extend(part.rows.iter().map(|row| (row.run.to_string(), row.effect.0)));
        let Some(next) = part.next else { break };
        page = Page::from(2, next);
    }
    let wanted = ["r1", "r2"].iter().flat_map(|run| (1..=3).map(|id| ((*run).to_owned(), id)));
    assert_eq!(seen, wanted.collect::<Vec<_>>());
}

pub async fn notices_reach_whom_they_are_for(store: Fresh) {
    let notice = |second, role: Option<&str>, person: Option<&str>, text: &str| Notice {
        at: moment(second),
        run: run("r1"),
        step: Some("inspect".parse().unwrap()),
        role: role.map(|role| role.parse().unwrap()),
        person: person.map(PersonId::new),
        subject: None,
        text: text.into(),
    };
    let to_lead = notice(1, Some("lead"), None, "for the lead");
    let to_ada = notice(2, None, Some("ada"), "for Ada");
    let mut first = batch(0, 1);
    first.notices = vec![to_lead.clone(), to_ada.clone()];
    store.commit(&run("r1"), 0, first).await.unwrap();
    let roles = BTreeSet::from(["lead".parse().unwrap()]);
    let ada = Some(PersonId::new("ada"));
    let none = NoticeQuery::default;
    for (query, found) in [
        (NoticeQuery { person: ada.clone(), roles: roles.clone(), run: None }, vec![to_ada.clone(), to_lead.clone()]),
        (NoticeQuery { person: ada.clone(), ..none() }, vec![to_ada.clone()]),
        (NoticeQuery { roles: roles.clone(), ..none() }, vec![to_lead.clone()]),
        (NoticeQuery { person: ada.clone(), roles, run: Some(run("r2")) }, vec![]),
        (none(), vec![]),
    ] {
        assert_eq!(store.notices(&query, &Page::first(10)).await.unwrap().rows, found, "{query:?}");
    }
}

pub async fn a_foreign_cursor_is_refused(store: Fresh) {
    let page = Page::from(10, Cursor("'; DROP TABLE run; --".into()));
    assert_eq!(store.runs(&RunQuery::default(), &page).await, Err(StoreError::BadCursor));
    assert_eq!(store.effects(&page).await, Err(StoreError::BadCursor));
    assert_eq!(store.dead_letters(&page).await, Err(StoreError::BadCursor));
}
