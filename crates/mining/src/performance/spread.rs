//! How long something takes: mean and percentiles of many durations.

/// A duration in microseconds.
pub type Micros = i64;

/// How many durations are kept as they are before only their distribution is.
const EXACT: usize = 1 << 16;
/// Each doubling is divided into so many classes: a percentile read from classes is at most 0.4 % off.
const CLASSES: i32 = 128;

/// The distribution of durations. Exact up to 65,536 of them; beyond that, percentiles come from classes that are at
/// about 0.8 % wide (the middle is at most 0.4 % off), so that a log of any size is summed up in bounded memory. Two can be put together, in any order, with
/// the same result.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spread {
    count: u64,
    sum: i128,
    least: Micros,
    most: Micros,
    held: Held,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Held {
    All(Vec<Micros>),
    Classes(Classes),
}

/// How many durations are of each class, from the first class that has one to the last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Classes {
    first: i32,
    counts: std::collections::VecDeque<u64>,
}

impl Classes {
    fn add(&mut self, class: i32, count: u64) {
        if self.counts.is_empty() {
            self.first = class;
        }
        while class < self.first {
            self.counts.push_front(0);
            self.first -= 1;
        }
        let place = (class - self.first) as usize;
        if place >= self.counts.len() {
            self.counts.resize(place + 1, 0);
        }
        self.counts[place] += count;
    }

    fn iter(&self) -> impl Iterator<Item = (i32, u64)> {
        (self.first..).zip(self.counts.iter().copied()).filter(|(_, count)| *count > 0)
    }
}

impl Default for Held {
    fn default() -> Self {
        Self::All(Vec::new())
    }
}

impl Spread {
    pub fn add(&mut self, duration: Micros) {
        self.note(1, i128::from(duration), duration, duration);
        match &mut self.held {
            Held::All(all) => all.push(duration),
            Held::Classes(classes) => classes.add(class(duration), 1),
        }
        self.shrink();
    }

    /// Adds everything that another one holds.
    pub fn join(&mut self, other: Self) {
        if other.count == 0 {
            return;
        }
        self.note(other.count, other.sum, other.least, other.most);
        match (&mut self.held, other.held) {
            (Held::All(all), Held::All(more)) => all.extend(more),
            (Held::Classes(classes), Held::All(more)) => {
                more.into_iter().for_each(|duration| classes.add(class(duration), 1));
            }
            (Held::Classes(classes), Held::Classes(more)) => {
                more.iter().for_each(|(class, count)| classes.add(class, count));
            }
            (Held::All(all), Held::Classes(mut classes)) => {
                all.iter().for_each(|&duration| classes.add(class(duration), 1));
                self.held = Held::Classes(classes);
            }
        }
        self.shrink();
    }

    fn note(&mut self, count: u64, sum: i128, least: Micros, most: Micros) {
        self.least = if self.count == 0 { least } else { self.least.min(least) };
        self.most = if self.count == 0 { most } else { self.most.max(most) };
        self.count += count;
        self.sum += sum;
    }

    fn shrink(&mut self) {
        let Held::All(all) = &self.held else { return };
        if all.len() <= EXACT {
            return;
        }
        let mut classes = Classes::default();
        all.iter().for_each(|&duration| classes.add(class(duration), 1));
        self.held = Held::Classes(classes);
    }

    /// How many durations there are.
    pub fn count(&self) -> u64 {
        self.count
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// All durations together, in microseconds.
    pub fn total(&self) -> i128 {
        self.sum
    }

    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum as f64 / self.count as f64)
    }

    pub fn least(&self) -> Option<Micros> {
        (self.count > 0).then_some(self.least)
    }

    pub fn most(&self) -> Option<Micros> {
        (self.count > 0).then_some(self.most)
    }

    pub fn median(&self) -> Option<f64> {
        self.percentile(50.0)
    }

    /// The duration that `percent` of all are at most (0 to 100), between two neighbours in proportion.
    pub fn percentile(&self, percent: f64) -> Option<f64> {
        self.percentiles(&[percent])?.pop()
    }

    /// Several percentiles at once.
    pub fn percentiles(&self, percents: &[f64]) -> Option<Vec<f64>> {
        if self.count == 0 {
            return None;
        }
        let place = |percent: f64| percent.clamp(0.0, 100.0) / 100.0 * (self.count - 1) as f64;
        match &self.held {
            Held::All(all) => {
                let mut all = all.clone();
                all.sort_unstable();
                let at = |percent: f64| {
                    let place = place(percent);
                    let (low, part) = (place as usize, place.fract());
                    let high = (low + 1).min(all.len() - 1);
                    all[low] as f64 + part * (all[high] - all[low]) as f64
                };
                Some(percents.iter().map(|&percent| at(percent)).collect())
            }
            Held::Classes(classes) => {
                let at = |percent: f64| {
                    let wanted = place(percent) as u64;
                    let mut passed = 0;
                    let found = classes.iter().find(|(_, count)| {
                        passed += count;
                        passed > wanted
                    });
                    found
                        .map_or(self.most as f64, |(class, _)| middle(class).clamp(self.least as f64, self.most as f64))
                };
                Some(percents.iter().map(|&percent| at(percent)).collect())
            }
        }
    }
}

/// The class of a duration: each its own below 256, then 128 classes to each doubling; negative ones mirrored.
fn class(duration: Micros) -> i32 {
    let size = duration.unsigned_abs();
    let doublings = 56_u32.saturating_sub(size.leading_zeros());
    let class = doublings as i32 * CLASSES + (size >> doublings) as i32;
    if duration < 0 { -class } else { class }
}

/// The middle of a class.
fn middle(class: i32) -> f64 {
    let size = class.abs();
    let doublings = (size / CLASSES - 1).max(0);
    let width = 2_f64.powi(doublings);
    let value = f64::from(size - doublings * CLASSES) * width + (width - 1.0) / 2.0;
    if class < 0 { -value } else { value }
}
