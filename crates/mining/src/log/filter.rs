//! Part of a log: by time, by what is said of a case or event, by the way it went, by activity, length and duration.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::select::Selection;
use super::{Case, Event, Log, Moment, Value, Variants};

/// Which part of a log is looked at. Each makes another log; a case that has lost all its events is gone.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// Cases by when they happened. What has no time is in no range.
    Time { range: RangeInclusive<Moment>, when: When },
    /// Cases of which the log says this.
    CaseValue { key: Box<str>, test: Test },
    /// Cases with an event of which the log says this.
    HasEventValue { key: Box<str>, test: Test },
    /// Only the events of which the log says this.
    EventValue { key: Box<str>, test: Test },
    /// Cases that went one of the most frequent ways: so many ways.
    TopVariants(usize),
    /// Cases that went the most frequent ways: as few ways as cover this share of the cases (0 to 1).
    Coverage(f64),
    /// Only events of these activities.
    KeepActivities(BTreeSet<Box<str>>),
    /// All events but those of these activities.
    DropActivities(BTreeSet<Box<str>>),
    /// Cases in which all of these happened.
    Contains(BTreeSet<Box<str>>),
    /// Cases in which none of these happened.
    Lacks(BTreeSet<Box<str>>),
    /// Cases of so many events.
    Length(RangeInclusive<usize>),
    /// Cases that took so long from the earliest to the latest event, in microseconds. A case without a time took none
    /// and is in no range.
    Duration(RangeInclusive<i64>),
}

/// How a case lies to a range of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Its first event lies in the range.
    Started,
    /// Its last event lies in the range.
    Ended,
    /// It lies in the range as a whole.
    Contained,
    /// Some of it lies in the range, or it goes on all through it.
    Touched,
    /// It is cut to its events in the range.
    Cut,
}

/// What a value must be.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// One of these, as it is written.
    OneOf(BTreeSet<Box<str>>),
    /// A number (whole or not) in this range.
    Between(RangeInclusive<f64>),
    /// A moment in this range.
    During(RangeInclusive<Moment>),
    /// There is a value.
    Given,
    /// There is none.
    Absent,
}

impl Test {
    pub fn holds(&self, value: Option<Value<'_>>) -> bool {
        match (self, value) {
            (Self::Absent, value) => value.is_none(),
            (Self::Given, value) => value.is_some(),
            (Self::OneOf(texts), Some(Value::Text(text))) => texts.contains(text),
            (Self::OneOf(texts), Some(Value::Number(number))) => texts.contains(&*number.to_string()),
            (Self::OneOf(texts), Some(Value::Whole(number))) => texts.contains(&*number.to_string()),
            (Self::OneOf(texts), Some(Value::Moment(moment))) => texts.contains(&*moment.to_string()),
            (Self::OneOf(texts), Some(Value::Flag(flag))) => texts.contains(if flag { "true" } else { "false" }),
            (Self::Between(range), Some(Value::Number(number))) => range.contains(&number),
            (Self::Between(range), Some(Value::Whole(number))) => range.contains(&(number as f64)),
            (Self::During(range), Some(Value::Moment(moment))) => range.contains(&moment),
            (Self::OneOf(_) | Self::Between(_) | Self::During(_), _) => false,
        }
    }
}

impl Filter {
    /// The part of a log that this lets through.
    pub fn apply(&self, log: &Log) -> Log {
        match self {
            Self::Time { range, when: When::Cut } => {
                log.keep_events(|event| event.time().is_some_and(|time| range.contains(&time)))
            }
            Self::Time { range, when } => log.keep_cases(|case| lies(case, range, *when)),
            Self::CaseValue { key, test } => log.keep_cases(|case| test.holds(case.value(key))),
            Self::HasEventValue { key, test } => {
                log.keep_cases(|case| case.events().any(|event| test.holds(event.value(key))))
            }
            Self::EventValue { key, test } => log.keep_events(|event| test.holds(event.value(key))),
            Self::TopVariants(most) => {
                let variants = Variants::of(log);
                log.with_cases(variants.iter().take(*most).flat_map(|variant| &variant.cases))
            }
            Self::Coverage(share) => {
                let variants = Variants::of(log);
                let wanted = share.clamp(0.0, 1.0) * log.len() as f64;
                let mut covered = 0;
                let enough = variants.iter().take_while(|variant| {
                    let more = (covered as f64) < wanted;
                    covered += variant.cases.len();
                    more
                });
                log.with_cases(enough.flat_map(|variant| &variant.cases))
            }
            Self::KeepActivities(names) => {
                let kept = log.among(names);
                log.keep_events(|event| kept[event.activity().index()])
            }
            Self::DropActivities(names) => {
                let dropped = log.among(names);
                log.keep_events(|event| !dropped[event.activity().index()])
            }
            Self::Contains(names) => {
                let all: Option<Vec<_>> = names.iter().map(|name| log.activities().find(name)).collect();
                let Some(all) = all else { return Log::default() };
                log.keep_cases(|case| {
                    all.iter().all(|name| case.trace().iter().any(|activity| activity.index() == name.index()))
                })
            }
            Self::Lacks(names) => {
                let lacking = log.among(names);
                log.keep_cases(|case| !case.trace().iter().any(|activity| lacking[activity.index()]))
            }
            Self::Length(range) => log.keep_cases(|case| range.contains(&case.trace().len())),
            Self::Duration(range) => log.keep_cases(|case| {
                span(case).is_some_and(|(first, last)| range.contains(&last.0.saturating_sub(first.0)))
            }),
        }
    }
}

/// The earliest and the latest time of a case.
fn span(case: Case<'_>) -> Option<(Moment, Moment)> {
    let mut times = case.events().filter_map(Event::time);
    let first = times.next()?;
    Some(times.fold((first, first), |(first, last), time| (first.min(time), last.max(time))))
}

fn lies(case: Case<'_>, range: &RangeInclusive<Moment>, when: When) -> bool {
    let Some((first, last)) = span(case) else { return false };
    match when {
        When::Started => range.contains(&first),
        When::Ended => range.contains(&last),
        When::Contained => range.contains(&first) && range.contains(&last),
        When::Touched | When::Cut => first <= *range.end() && last >= *range.start(),
    }
}

impl Log {
    /// The log of the cases for which this holds.
    pub fn keep_cases(&self, mut keep: impl FnMut(Case<'_>) -> bool) -> Self {
        let mut selection = Selection::default();
        for case in self.cases().filter(|case| keep(*case)) {
            selection.whole_case(self, case.index);
        }
        self.select(&selection)
    }

    /// The log of the events for which this holds. A case that lost all its events is gone; one that had none stays.
    pub fn keep_events(&self, mut keep: impl FnMut(Event<'_>) -> bool) -> Self {
        let mut selection = Selection::default();
        for case in self.cases() {
            let mut left = 0;
            for event in case.events().filter(|event| keep(*event)) {
                selection.event(event.index);
                left += 1;
            }
            if left > 0 || case.trace().is_empty() {
                selection.case(case.index);
            }
        }
        self.select(&selection)
    }

    /// The log of these cases, in its own order.
    fn with_cases<'a>(&self, cases: impl Iterator<Item = &'a u32>) -> Self {
        let cases: BTreeSet<u32> = cases.copied().collect();
        let mut selection = Selection::default();
        for case in cases {
            selection.whole_case(self, case as usize);
        }
        self.select(&selection)
    }

    /// For every activity, whether it is one of these.
    fn among(&self, names: &BTreeSet<Box<str>>) -> Vec<bool> {
        self.activities.iter().map(|(_, text)| names.contains(text)).collect()
    }
}
