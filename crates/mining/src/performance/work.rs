//! What was done once: an activity from its start to its completion.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::ops::Range;

use crate::log::{Activity, Column, Event, Kind, Log, Moment, Name, Person, Selection, Value};

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
    /// Every event is something that was done, and says under [`START`] when it began.
    Intervals,
    /// Events of these transitions begin and complete something; others (scheduled, assigned, suspended) are left out.
    StartAndComplete { start: Name, complete: Name },
}

/// The key under which an event of a log of intervals says when it began: what process mining tools call it.
pub const START: &str = "start_timestamp";

impl Lifecycle {
    /// What a log tells: it must know both `start` and `complete` (XES lifecycle extension; in any case of letters), or
    /// have moments under [`START`].
    pub fn of(log: &Log) -> Self {
        let find = |wanted: &str| {
            log.transitions().iter().find(|(_, text)| text.eq_ignore_ascii_case(wanted)).map(|(name, _)| name)
        };
        match (find("start"), find("complete")) {
            (Some(start), Some(complete)) => Self::StartAndComplete { start, complete },
            (None | Some(_), None) | (None, Some(_)) => match log.event_columns().get(START).map(Column::kind) {
                Some(Kind::Moment) => Self::Intervals,
                Some(Kind::Text | Kind::Number | Kind::Whole | Kind::Flag) | None => Self::Moments,
            },
        }
    }
}

/// What was done in a case, in the order of completion. An activity is begun by the earliest start of it that is still
/// open; a completion without a start counts as begun at its own moment, a start without a completion is not counted.
pub fn done(log: &Log, case: usize, lifecycle: Lifecycle, mut each: impl FnMut(Work)) {
    let events = log.case(case).events();
    let (start, complete) = match lifecycle {
        Lifecycle::Moments => {
            events.for_each(|event| each(Work::between(event, event.time())));
            return;
        }
        Lifecycle::Intervals => {
            events.for_each(|event| each(Work::between(event, event.begun())));
            return;
        }
        Lifecycle::StartAndComplete { start, complete } => (start, complete),
    };
    let mut open: VecDeque<(Activity, Option<Moment>)> = VecDeque::new();
    for event in events {
        let transition = event.transition();
        if transition == Some(start) {
            open.push_back((event.activity(), event.time()));
        } else if transition == Some(complete) || transition.is_none() {
            let begun = open.iter().position(|(activity, _)| *activity == event.activity());
            let begun = begun.and_then(|place| open.remove(place)).map_or(event.time(), |(_, time)| time);
            each(Work::between(event, begun));
        }
    }
}

/// A log of what was completed alone, where the log tells starts and completions; the log itself where it does not. Every
/// case stays, so that cases keep their places.
pub fn completed(log: &Log) -> Cow<'_, Log> {
    if completions(log, 0..0).is_none() {
        return Cow::Borrowed(log);
    }
    let mut selection = Selection::default();
    for case in 0..log.len() {
        completions(log, log.range(case)).into_iter().flatten().for_each(|event| selection.event(event));
        selection.case(case);
    }
    Cow::Owned(log.select(&selection))
}

/// Which of these events complete something; nothing where the log does not tell starts and completions.
pub(crate) fn completions(log: &Log, events: Range<usize>) -> Option<Vec<usize>> {
    let Lifecycle::StartAndComplete { complete, .. } = Lifecycle::of(log) else { return None };
    let is_complete = |event: &usize| log.event(*event).transition().is_none_or(|transition| transition == complete);
    Some(events.filter(is_complete).collect())
}

impl Work {
    fn between(event: Event<'_>, start: Option<Moment>) -> Self {
        Self { activity: event.activity(), start, end: event.time(), person: event.person() }
    }
}

impl Event<'_> {
    /// When what this event tells began: what it says itself, otherwise when it happened.
    pub fn begun(self) -> Option<Moment> {
        match self.value(START) {
            Some(Value::Moment(moment)) => Some(moment),
            Some(Value::Text(_) | Value::Number(_) | Value::Whole(_) | Value::Flag(_)) | None => self.time(),
        }
    }
}
