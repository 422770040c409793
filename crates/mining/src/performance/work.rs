//! What was done once: an activity from its start to its completion.

use std::collections::VecDeque;

use crate::log::{Activity, Log, Moment, Name, Person};

/// An activity as it was done once in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Work {
    pub activity: Activity,
    /// When it began, if the log says.
    pub start: Option<Moment>,
    /// When it was complete, if the log says. Without a lifecycle the same moment as `start`.
    pub end: Option<Moment>,
    /// Who completed it.
    pub person: Option<Person>,
}

/// How a log tells that something was begun and completed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lifecycle {
    /// Every event is something that was done.
    Moments,
    /// Events of these transitions begin and complete something; others (scheduled, assigned, suspended) are left out.
    StartAndComplete { start: Name, complete: Name },
}

impl Lifecycle {
    /// What a log tells: it must know both `start` and `complete` (XES lifecycle extension; in any case of letters).
    pub fn of(log: &Log) -> Self {
        let find = |wanted: &str| {
            log.transitions().iter().find(|(_, text)| text.eq_ignore_ascii_case(wanted)).map(|(name, _)| name)
        };
        match (find("start"), find("complete")) {
            (Some(start), Some(complete)) => Self::StartAndComplete { start, complete },
            (None | Some(_), None) | (None, Some(_)) => Self::Moments,
        }
    }
}

/// What was done in a case, in the order of completion. An activity is begun by the earliest start of it that is still
/// open; a completion without a start counts as begun at its own moment, a start without a completion is not counted.
pub fn done(log: &Log, case: usize, lifecycle: Lifecycle, mut each: impl FnMut(Work)) {
    let events = log.case(case).events();
    let Lifecycle::StartAndComplete { start, complete } = lifecycle else {
        for event in events {
            let time = event.time();
            each(Work { activity: event.activity(), start: time, end: time, person: event.person() });
        }
        return;
    };
    let mut open: VecDeque<(Activity, Option<Moment>)> = VecDeque::new();
    for event in events {
        let transition = event.transition();
        if transition == Some(start) {
            open.push_back((event.activity(), event.time()));
        } else if transition == Some(complete) || transition.is_none() {
            let begun = open.iter().position(|(activity, _)| *activity == event.activity());
            let begun = begun.and_then(|place| open.remove(place)).map_or(event.time(), |(_, time)| time);
            each(Work { activity: event.activity(), start: begun, end: event.time(), person: event.person() });
        }
    }
}
