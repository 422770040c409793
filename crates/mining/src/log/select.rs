//! Makes a log of some of another's events.

use super::column::Column;
use super::names::{Name, Names};
use super::{Columns, Log, Texts};

/// Which events of a log make another: its cases, each with where its events end in `events`.
#[derive(Debug, Default)]
pub(crate) struct Selection {
    cases: Vec<u32>,
    ends: Vec<usize>,
    events: Vec<u32>,
}

impl Selection {
    pub(crate) fn event(&mut self, event: usize) {
        self.events.push(event as u32);
    }

    /// Ends a case: the events added since the last one are its events.
    pub(crate) fn case(&mut self, case: usize) {
        self.cases.push(case as u32);
        self.ends.push(self.events.len());
    }

    pub(crate) fn whole_case(&mut self, log: &Log, case: usize) {
        self.events.extend(log.range(case).map(|event| event as u32));
        self.case(case);
    }
}

impl Log {
    /// The log of these cases and events. Names that are not used any more are gone.
    pub(crate) fn select(&self, selection: &Selection) -> Self {
        let Selection { cases, ends, events } = selection;
        let mut log = Self::default();
        log.starts.push(0);
        log.starts.extend(ends.iter().map(|&end| end as u32));
        for &case in cases {
            log.case_names.push(self.case_names.get(case as usize));
        }
        let of = |rows: &[u32]| events.iter().map(|&event| rows[event as usize]).collect::<Vec<_>>();
        let activities: Vec<u32> = events.iter().map(|&event| self.activity[event as usize].0).collect();
        let (names, activities) = used(&self.activities, activities);
        log.activities = names;
        log.activity = activities.into_iter().map(super::Activity).collect();
        (log.people, log.person) = used(&self.people, of(&self.person));
        (log.transitions, log.transition) = used(&self.transitions, of(&self.transition));
        log.time = events.iter().map(|&event| self.time[event as usize]).collect();
        log.event_columns = columns(&self.event_columns, events);
        log.case_columns = columns(&self.case_columns, cases);
        log.pack();
        log
    }
}

impl Log {
    /// The events of a log put into cases: which case each belongs to, and what the cases are called. Events of a case
    /// are put into the order of their times where all of them have one; tells how many cases that changed. What is said
    /// of events under a key that begins with `case:` is said of cases, by the first event of each.
    pub(crate) fn grouped(mut self, case_of: &[u32], names: &Names) -> (Self, usize) {
        let mut order: Vec<u32> = (0..case_of.len() as u32).collect();
        order.sort_by_key(|&event| case_of[event as usize]);
        let (mut selection, mut reordered) = (Selection::default(), 0);
        for events in order.chunk_by_mut(|&one, &other| case_of[one as usize] == case_of[other as usize]) {
            let time = |event: &u32| self.time[*event as usize];
            if events.iter().all(|event| time(event) != super::NO_TIME) && !events.is_sorted_by_key(time) {
                events.sort_by_key(time);
                reordered += 1;
            }
            events.iter().for_each(|&event| selection.event(event as usize));
            selection.case(case_of[events[0] as usize] as usize);
        }
        self.case_names = Texts::default();
        names.iter().for_each(|(_, text)| self.case_names.push(text));
        let mut log = self.select(&selection);
        let of_cases: Vec<Box<str>> =
            log.event_columns.keys().filter(|key| key.starts_with("case:") && key.len() > 5).cloned().collect();
        for key in of_cases {
            let firsts: Vec<u32> = log.starts[..log.len()].to_vec();
            if let Some(column) = log.event_columns.shift_remove(&key) {
                log.case_columns.insert(key["case:".len()..].into(), taken(&column, &firsts));
            }
        }
        log.pack();
        (log, reordered)
    }
}

fn columns(columns: &Columns, rows: &[u32]) -> Columns {
    let taken = columns.iter().map(|(key, column)| (key.clone(), taken(column, rows)));
    taken.filter(|(_, column)| column.given() > 0).collect()
}

fn taken(column: &Column, rows: &[u32]) -> Column {
    let mut other = Column::new(column.kind());
    for (row, &from) in rows.iter().enumerate() {
        if let Some(value) = column.get(from as usize) {
            other.set(row, value);
        }
    }
    other
}

/// Only the names that occur in these rows, in the order in which they do, and the rows with their new numbers.
fn used(names: &Names, mut rows: Vec<u32>) -> (Names, Vec<u32>) {
    let mut to = vec![Names::NONE; names.len()];
    let mut other = Names::default();
    for raw in &mut rows {
        if *raw == Names::NONE {
            continue;
        }
        let new = &mut to[*raw as usize];
        if *new == Names::NONE {
            *new = other.intern(names.text(Name(*raw))).0;
        }
        *raw = *new;
    }
    (other, rows)
}
