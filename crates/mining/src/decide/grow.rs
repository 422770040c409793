//! A decision tree is grown and pruned.
//!
//! Grown by the Gini index (Breiman et al., *Classification and Regression Trees*, 1984), pruned by the errors on cases
//! that it was not grown from (Quinlan, *Simplifying Decision Trees*, 1987). Of equally good conditions the first attribute
//! and the lowest value is taken: the same data gives the same tree.

use super::known::{Known, UNKNOWN, Values};

/// A question about one attribute. What is not known is a no, but to the question whether it is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Question {
    Above { attribute: usize, limit: f64 },
    Is { attribute: usize, name: u32 },
    True { attribute: usize },
    IsKnown { attribute: usize },
}

impl Question {
    pub fn attribute(self) -> usize {
        match self {
            Self::Above { attribute, .. }
            | Self::Is { attribute, .. }
            | Self::True { attribute }
            | Self::IsKnown { attribute } => attribute,
        }
    }

    pub fn holds(self, known: &Known, time: u32) -> bool {
        let time = time as usize;
        match (self, &known.attributes[self.attribute()].values) {
            (Self::Above { limit, .. }, Values::Number(rows)) => rows[time] > limit,
            (Self::Is { name, .. }, Values::Text { rows, .. }) => rows[time] == name,
            (Self::True { .. }, Values::Flag(rows)) => rows[time] == Some(true),
            (Self::IsKnown { .. }, values) => is_known(values, time),
            (Self::Above { .. } | Self::Is { .. } | Self::True { .. }, _) => false,
        }
    }
}

pub(super) fn is_known(values: &Values, time: usize) -> bool {
    match values {
        Values::Number(rows) => !rows[time].is_nan(),
        Values::Text { rows, .. } => rows[time] != UNKNOWN,
        Values::Flag(rows) => rows[time].is_some(),
    }
}

#[derive(Debug)]
pub(super) enum Tree {
    Leaf { way: u32 },
    Fork { question: Question, way: u32, yes: Box<Tree>, no: Box<Tree> },
}

/// Where times end that have the same answers.
pub(super) struct Leaf<'a> {
    pub way: u32,
    pub answers: Vec<(&'a Question, bool)>,
}

pub(super) fn tree(known: &Known, way: &impl Fn(u32) -> u32, growing: &[u32], pruning: &[u32], depth: usize) -> Tree {
    let least = (growing.len() / 100).max(5);
    let grown = grow(known, way, growing, least, depth);
    prune(grown, known, way, pruning).0
}

pub(super) fn most_frequent(times: &[u32], way: &impl Fn(u32) -> u32) -> u32 {
    let counts = counts(times, way);
    // Of equally frequent ways the first.
    (0..counts.len()).rev().max_by_key(|&way| counts[way]).unwrap_or(0) as u32
}

fn counts(times: &[u32], way: &impl Fn(u32) -> u32) -> Vec<u64> {
    let mut counts = Vec::new();
    for &time in times {
        let way = way(time) as usize;
        if counts.len() <= way {
            counts.resize(way + 1, 0);
        }
        counts[way] += 1;
    }
    counts
}

fn grow(known: &Known, way: &impl Fn(u32) -> u32, times: &[u32], least: usize, depth: usize) -> Tree {
    let most = most_frequent(times, way);
    let counts = counts(times, way);
    let pure = counts.iter().filter(|&&count| count > 0).count() < 2;
    if depth == 0 || pure || times.len() < 2 * least {
        return Tree::Leaf { way: most };
    }
    let Some(question) = best(known, way, times, &counts, least) else { return Tree::Leaf { way: most } };
    let (yes, no): (Vec<u32>, Vec<u32>) = times.iter().partition(|&&time| question.holds(known, time));
    Tree::Fork {
        question,
        way: most,
        yes: Box::new(grow(known, way, &yes, least, depth - 1)),
        no: Box::new(grow(known, way, &no, least, depth - 1)),
    }
}

/// How evenly ways are mixed, times how many there are: the sum of squares over the number, the larger the purer.
fn purity(counts: &[u64]) -> f64 {
    let all: u64 = counts.iter().sum();
    let squares: f64 = counts.iter().map(|&count| (count as f64).powi(2)).sum();
    if all == 0 { 0.0 } else { squares / all as f64 }
}

fn best(known: &Known, way: &impl Fn(u32) -> u32, times: &[u32], counts: &[u64], least: usize) -> Option<Question> {
    let mut found = Best { question: None, purity: purity(counts) + 1e-9 };
    for (attribute, of) in known.attributes.iter().enumerate() {
        let mut unknown = vec![0; counts.len()];
        let known_times: Vec<u32> = times
            .iter()
            .copied()
            .filter(|&time| {
                let known = is_known(&of.values, time as usize);
                unknown[way(time) as usize] += u64::from(!known);
                known
            })
            .collect();
        let known_counts: Vec<u64> = counts.iter().zip(&unknown).map(|(all, unknown)| all - unknown).collect();
        found.offer(Question::IsKnown { attribute }, &known_counts, counts, least);
        match &of.values {
            Values::Number(rows) => {
                let mut sorted = known_times;
                sorted.sort_by(|&left, &right| rows[left as usize].total_cmp(&rows[right as usize]));
                let mut above = known_counts;
                for pair in sorted.windows(2) {
                    above[way(pair[0]) as usize] -= 1;
                    let (low, high) = (rows[pair[0] as usize], rows[pair[1] as usize]);
                    if low < high && found.offer(Question::Above { attribute, limit: low }, &above, counts, least) {
                        found.question = Some(Question::Above { attribute, limit: round_between(low, high) });
                    }
                }
            }
            Values::Text { names, rows } => {
                let mut by_name = vec![vec![0; counts.len()]; names.len()];
                for &time in &known_times {
                    if let Some(counts) = by_name.get_mut(rows[time as usize] as usize) {
                        counts[way(time) as usize] += 1;
                    }
                }
                for (name, is) in by_name.iter().enumerate() {
                    found.offer(Question::Is { attribute, name: name as u32 }, is, counts, least);
                }
            }
            Values::Flag(rows) => {
                let mut is = vec![0; counts.len()];
                known_times
                    .iter()
                    .for_each(|&time| is[way(time) as usize] += u64::from(rows[time as usize] == Some(true)));
                found.offer(Question::True { attribute }, &is, counts, least);
            }
        }
    }
    found.question
}

struct Best {
    question: Option<Question>,
    purity: f64,
}

impl Best {
    /// Takes a question that parts the ways better than those before. `yes` counts the ways where it holds.
    fn offer(&mut self, question: Question, yes: &[u64], all: &[u64], least: usize) -> bool {
        let no: Vec<u64> = all.iter().zip(yes).map(|(all, yes)| all - yes).collect();
        let least = least as u64;
        if yes.iter().sum::<u64>() < least || no.iter().sum::<u64>() < least {
            return false;
        }
        let purity = purity(yes) + purity(&no);
        if purity <= self.purity {
            return false;
        }
        self.question = Some(question);
        // The least difference that counts, so that rounding decides nothing.
        self.purity = purity + 1e-9;
        true
    }
}

/// The roundest number that is at least `low` and below `high`.
fn round_between(low: f64, high: f64) -> f64 {
    for digits in (-15..=15).rev() {
        let size = 10_f64.powi(i32::abs(digits));
        let (units, whole): (f64, fn(f64, f64) -> f64) = if digits >= 0 {
            (high / size, |units, size| units * size)
        } else {
            (high * size, |units, size| units / size)
        };
        let number = whole(units.ceil() - 1.0, size);
        if number >= low && number < high {
            return number;
        }
    }
    low
}

/// Forks that do no better than their most frequent way become leaves. Returns the errors on `times`.
fn prune(tree: Tree, known: &Known, way: &impl Fn(u32) -> u32, times: &[u32]) -> (Tree, usize) {
    let wrong = |said: u32| times.iter().filter(|&&time| way(time) != said).count();
    match tree {
        Tree::Leaf { way: said } => (tree, wrong(said)),
        Tree::Fork { question, way: said, yes, no } => {
            let (holds, fails): (Vec<u32>, Vec<u32>) = times.iter().partition(|&&time| question.holds(known, time));
            let (yes, yes_wrong) = prune(*yes, known, way, &holds);
            let (no, no_wrong) = prune(*no, known, way, &fails);
            let as_leaf = wrong(said);
            let same = matches!((&yes, &no), (Tree::Leaf { way: yes }, Tree::Leaf { way: no }) if yes == no);
            if as_leaf <= yes_wrong + no_wrong || same {
                let said = if let (true, Tree::Leaf { way }) = (same, &yes) { *way } else { said };
                return (Tree::Leaf { way: said }, wrong(said));
            }
            let fork = Tree::Fork { question, way: said, yes: Box::new(yes), no: Box::new(no) };
            (fork, yes_wrong + no_wrong)
        }
    }
}

impl Tree {
    pub fn leaf(&self, known: &Known, time: u32) -> Leaf<'_> {
        let mut tree = self;
        let mut answers = Vec::new();
        loop {
            match tree {
                Self::Leaf { way } => return Leaf { way: *way, answers },
                Self::Fork { question, yes, no, .. } => {
                    let holds = question.holds(known, time);
                    answers.push((question, holds));
                    tree = if holds { yes } else { no };
                }
            }
        }
    }

    /// The leaves at which any of these times ends, yes before no.
    pub fn leaves(&self, known: &Known, times: &[u32]) -> Vec<Leaf<'_>> {
        if times.is_empty() {
            return Vec::new();
        }
        match self {
            Self::Leaf { way } => vec![Leaf { way: *way, answers: Vec::new() }],
            Self::Fork { question, yes, no, .. } => {
                let (holds, fails): (Vec<u32>, Vec<u32>) = times.iter().partition(|&&time| question.holds(known, time));
                let mut all = Vec::new();
                for (tree, times, answer) in [(yes, &holds, true), (no, &fails, false)] {
                    for mut leaf in tree.leaves(known, times) {
                        leaf.answers.insert(0, (question, answer));
                        all.push(leaf);
                    }
                }
                all
            }
        }
    }
}
