//! What is done again.

use super::work::{Lifecycle, done};
use crate::log::{Activity, Log};

/// How often an activity is done again within a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repeated {
    pub activity: Activity,
    /// Cases in which it was done at all, and more than once.
    pub cases: u64,
    pub repeating: u64,
    /// How often it was done beyond the first time: right after itself, and after something else.
    pub at_once: u64,
    pub later: u64,
}

/// What is done again in a log.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rework {
    /// Cases, and those in which anything was done more than once.
    pub cases: u64,
    pub repeating: u64,
    /// Everything that was done, and what of it was done again.
    pub done: u64,
    pub again: u64,
    /// Activities that were done again, the most repeated first.
    pub activities: Vec<Repeated>,
}

/// What is done again in a log, counted by completions where the log tells them.
pub fn rework(log: &Log) -> Rework {
    let lifecycle = Lifecycle::of(log);
    let none =
        |index: usize| Repeated { activity: Activity(index as u32), cases: 0, repeating: 0, at_once: 0, later: 0 };
    let mut activities: Vec<Repeated> = (0..log.activities().len()).map(none).collect();
    let mut times = vec![0_u32; activities.len()];
    let mut touched = Vec::new();
    let mut all = Rework { cases: log.len() as u64, ..Rework::default() };
    for case in 0..log.len() {
        let mut last = None;
        done(log, case, lifecycle, |work| {
            let index = work.activity.index();
            let before = times[index];
            times[index] += 1;
            all.done += 1;
            let of = &mut activities[index];
            if before == 0 {
                touched.push(index);
            } else if last == Some(index) {
                of.at_once += 1;
            } else {
                of.later += 1;
            }
            last = Some(index);
        });
        let mut again = false;
        for index in touched.drain(..) {
            activities[index].cases += 1;
            if std::mem::take(&mut times[index]) > 1 {
                activities[index].repeating += 1;
                again = true;
            }
        }
        all.repeating += u64::from(again);
    }
    all.again = activities.iter().map(|of| of.at_once + of.later).sum();
    activities.retain(|of| of.repeating > 0);
    activities.sort_by_key(|of| (std::cmp::Reverse(of.at_once + of.later), of.activity));
    all.activities = activities;
    all
}
