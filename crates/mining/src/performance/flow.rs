//! How many cases arrive, how many are completed, and how many stay open.

use std::collections::BTreeMap;

use super::extent;
use crate::log::{Log, Moment};

const WEEK: i64 = 7 * 24 * 3_600 * 1_000_000;
/// 1970-01-01 was a Thursday: weeks begin on the Monday before.
const MONDAY: i64 = -3 * 24 * 3_600 * 1_000_000;

/// One week (Monday to Sunday, UTC).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Week {
    pub begins: Moment,
    /// Cases with their first event in this week, and with their last.
    pub arrived: u64,
    pub completed: u64,
    /// Cases that had begun and not ended when the week was over.
    pub open: u64,
}

/// Arrivals and completions, week by week; weeks in which neither happened are left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Flow {
    pub weeks: Vec<Week>,
}

impl Flow {
    /// Completions for each arrival; below one, open cases pile up. Over the weeks up to the last arrival, since every
    /// case in a log has ended by the end of the log.
    pub fn completed_per_arrival(&self) -> Option<f64> {
        let last = self.weeks.iter().rposition(|week| week.arrived > 0)?;
        let until = &self.weeks[..=last];
        let arrived: u64 = until.iter().map(|week| week.arrived).sum();
        let completed: u64 = until.iter().map(|week| week.completed).sum();
        Some(completed as f64 / arrived as f64)
    }

    /// The week that ended with the most open cases.
    pub fn fullest(&self) -> Option<&Week> {
        self.weeks.iter().rev().max_by_key(|week| week.open)
    }
}

/// The flow of a log's cases. Cases without times are left out.
pub fn flow(log: &Log) -> Flow {
    let week = |time: i64| time.saturating_sub(MONDAY).div_euclid(WEEK);
    let mut weeks: BTreeMap<i64, (u64, u64)> = BTreeMap::new();
    for case in 0..log.len() {
        if let Some((first, last)) = extent(log, case) {
            weeks.entry(week(first)).or_default().0 += 1;
            weeks.entry(week(last)).or_default().1 += 1;
        }
    }
    let mut open = 0;
    let weeks = weeks.into_iter().map(|(week, (arrived, completed))| {
        open += arrived;
        open -= completed;
        Week { begins: Moment(week * WEEK + MONDAY), arrived, completed, open }
    });
    Flow { weeks: weeks.collect() }
}
