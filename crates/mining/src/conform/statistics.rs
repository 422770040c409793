//! How sure one can be: exact tests, corrected for how many were made.

/// Natural logarithms of factorials, up to a largest number.
#[derive(Debug)]
pub(super) struct Factorials(Vec<f64>);

impl Factorials {
    pub fn up_to(most: usize) -> Self {
        let mut logs = Vec::with_capacity(most + 1);
        logs.push(0.0);
        for number in 1..=most {
            logs.push(logs[number - 1] + (number as f64).ln());
        }
        Self(logs)
    }

    fn choose(&self, from: usize, some: usize) -> f64 {
        self.0[from] - self.0[some] - self.0[from - some]
    }

    /// The chance that at least `hits` of `group` members are among the `deviating` of `all`, if membership made no
    /// difference (Fisher's exact test, one-sided).
    pub fn at_least(&self, hits: usize, group: usize, deviating: usize, all: usize) -> f64 {
        let whole = self.choose(all, deviating);
        let most = group.min(deviating);
        let least = (group + deviating).saturating_sub(all).max(hits);
        let chance = |hits| (self.choose(group, hits) + self.choose(all - group, deviating - hits) - whole).exp();
        // The chances rise to one top and fall from there: what is lost against the sum ends it.
        let (mut sum, mut before) = (0.0, 0.0);
        for chance in (least..=most).map(chance) {
            sum += chance;
            if chance < before && chance < sum * f64::EPSILON {
                break;
            }
            before = chance;
        }
        sum.min(1.0)
    }
}

/// Chances of many tests, corrected so that of what is kept below a limit at most that share is false (Benjamini and
/// Hochberg 1995).
pub(super) fn corrected(chances: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..chances.len()).collect();
    order.sort_by(|&a, &b| chances[a].total_cmp(&chances[b]));
    let mut corrected = vec![1.0; chances.len()];
    let mut least: f64 = 1.0;
    for (rank, &index) in order.iter().enumerate().rev() {
        least = least.min(chances[index] * chances.len() as f64 / (rank + 1) as f64);
        corrected[index] = least;
    }
    corrected
}

/// Where a share changed for good.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Change {
    /// The first of the later part.
    pub at: usize,
    pub before: usize,
    pub after: usize,
    pub chance: f64,
}

/// The place at which a row of yes and no divides best into two shares (the largest likelihood ratio), with the chance of
/// so large a difference at any place. The best place stands beside one of the rarer ones of yes and no, so that as many
/// places were tried, for more and for less: the chance of the one is multiplied by that (Bonferroni).
pub(super) fn change(row: &[bool], factorials: &Factorials) -> Option<Change> {
    let total = row.iter().filter(|hit| **hit).count();
    let all = row.len();
    let mut before = 0;
    let mut best: Option<(f64, usize, usize)> = None;
    for at in 1..all {
        before += usize::from(row[at - 1]);
        let ratio = likelihood(before, at) + likelihood(total - before, all - at);
        if best.is_none_or(|(most, _, _)| ratio > most) {
            best = Some((ratio, at, before));
        }
    }
    let (_, at, before) = best?;
    let after = total - before;
    let grew = after * at > before * (all - at);
    let chance = if grew {
        factorials.at_least(after, all - at, total, all)
    } else {
        factorials.at_least(before, at, total, all)
    };
    Some(Change { at, before, after, chance: (chance * 2.0 * total.min(all - total) as f64).min(1.0) })
}

fn likelihood(hits: usize, of: usize) -> f64 {
    let part = |some: usize| if some == 0 { 0.0 } else { some as f64 * (some as f64 / of as f64).ln() };
    part(hits) + part(of - hits)
}

/// The middle of some numbers; nothing of none.
pub(super) fn median(mut numbers: Vec<i64>) -> Option<i64> {
    if numbers.is_empty() {
        return None;
    }
    let middle = numbers.len() / 2;
    let (_, median, _) = numbers.select_nth_unstable(middle);
    Some(*median)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fishers_lady_tasting_tea() {
        // R. A. Fisher, The Design of Experiments (1935): all four of eight cups told right, by chance one in seventy.
        let factorials = Factorials::up_to(8);
        assert!((factorials.at_least(4, 4, 4, 8) - 1.0 / 70.0).abs() < 1e-12);
        assert!((factorials.at_least(0, 4, 4, 8) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn chances_are_corrected_for_how_many_there_were() {
        assert_eq!(corrected(&[0.01, 0.04, 0.03]), [0.03, 0.04, 0.04]);
        assert_eq!(corrected(&[]), [0.0; 0]);
    }

    #[test]
    fn a_change_is_found_where_it_was() {
        let mut row = vec![false; 200];
        row.extend((0..200).map(|number| number % 4 == 0));
        let change = change(&row, &Factorials::up_to(400)).expect("a row has places to divide it");
        assert_eq!((change.at, change.before, change.after), (200, 0, 50));
        assert!(change.chance < 1e-9);
    }
}
