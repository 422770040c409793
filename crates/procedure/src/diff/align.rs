//! Which items of two lists are the same, changed, moved, new or gone.

/// Most pairs that are looked at exactly; larger lists are compared after their equal ends by place alone.
const MOST_PAIRS: usize = 4_000_000;

/// Most pairs of changed items that are compared for likeness.
const MOST_LIKENESSES: usize = 400;

/// From this likeness on (0 to 1) two items are one that changed.
const ALIKE: f64 = 0.4;

/// Two items that belong together, or one alone; by their places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pair {
    Same(usize, usize),
    Changed(usize, usize),
    Moved(usize, usize),
    Gone(usize),
    New(usize),
}

/// Pairs in the order of the second list; what is gone stands where it was. Items are compared by `raw`, and by the
/// likeness of their words.
pub(super) fn align<T>(before: &[T], after: &[T], raw: impl Fn(&T) -> &str, words: impl Fn(&T) -> &str) -> Vec<Pair> {
    let same = |at: usize, to: usize| raw(&before[at]) == raw(&after[to]);
    let mut pairs = Vec::new();
    let (mut at, mut to) = (0, 0);
    for (next_at, next_to) in common(before.len(), after.len(), &same).into_iter().chain([(before.len(), after.len())])
    {
        run(at..next_at, to..next_to, &|at, to| likeness(words(&before[at]), words(&after[to])), &mut pairs);
        if next_at < before.len() {
            pairs.push(Pair::Same(next_at, next_to));
        }
        (at, to) = (next_at + 1, next_to + 1);
    }
    // The same item gone here and new there has moved.
    for place in 0..pairs.len() {
        let Pair::New(to) = pairs[place] else { continue };
        let gone = pairs.iter().position(|pair| matches!(pair, Pair::Gone(at) if same(*at, to)));
        if let Some(gone) = gone
            && let Pair::Gone(at) = pairs[gone]
        {
            pairs[place] = Pair::Moved(at, to);
            // A pair that says nothing, so that places stay as they are.
            pairs[gone] = Pair::Same(at, to);
        }
    }
    pairs
}

/// A longest common subsequence, as places in both lists.
fn common(before: usize, after: usize, same: &dyn Fn(usize, usize) -> bool) -> Vec<(usize, usize)> {
    let start = (0..before.min(after)).take_while(|at| same(*at, *at)).count();
    let end = (0..before.min(after) - start).take_while(|at| same(before - 1 - at, after - 1 - at)).count();
    let (rows, columns) = (before - start - end, after - start - end);
    let mut found: Vec<(usize, usize)> = (0..start).map(|at| (at, at)).collect();
    if rows.saturating_mul(columns) <= MOST_PAIRS {
        let mut longest = vec![vec![0_u32; columns + 1]; rows + 1];
        for row in (0..rows).rev() {
            for column in (0..columns).rev() {
                longest[row][column] = if same(start + row, start + column) {
                    longest[row + 1][column + 1] + 1
                } else {
                    longest[row + 1][column].max(longest[row][column + 1])
                };
            }
        }
        let (mut row, mut column) = (0, 0);
        while row < rows && column < columns {
            if same(start + row, start + column) {
                found.push((start + row, start + column));
                (row, column) = (row + 1, column + 1);
            } else if longest[row + 1][column] >= longest[row][column + 1] {
                row += 1;
            } else {
                column += 1;
            }
        }
    } else {
        let by_place = (start..start + rows.min(columns)).filter(|at| same(*at, *at));
        found.extend(by_place.map(|at| (at, at)));
    }
    found.extend((0..end).rev().map(|at| (before - 1 - at, after - 1 - at)));
    found
}

/// The items between two common ones: each with the first later one that is alike.
fn run(
    before: std::ops::Range<usize>,
    after: std::ops::Range<usize>,
    likeness: &dyn Fn(usize, usize) -> f64,
    pairs: &mut Vec<Pair>,
) {
    let by_place = before.len().saturating_mul(after.len()) > MOST_LIKENESSES;
    let mut to = after.start;
    for at in before {
        let partner = if by_place || (after.len() == 1 && after.start == to) && likeness(at, to) >= ALIKE {
            (to < after.end).then_some(to)
        } else {
            (to..after.end).find(|to| likeness(at, *to) >= ALIKE)
        };
        match partner {
            Some(partner) => {
                pairs.extend((to..partner).map(Pair::New));
                pairs.push(Pair::Changed(at, partner));
                to = partner + 1;
            }
            None => pairs.push(Pair::Gone(at)),
        }
    }
    pairs.extend((to..after.end).map(Pair::New));
}

/// How much two texts have in common, 0 to 1: of their words' starts.
fn likeness(one: &str, other: &str) -> f64 {
    let short = |text: &str| text.chars().take(200).collect::<String>();
    strsim::sorensen_dice(&short(one), &short(other))
}

/// The places of a longest rising run of numbers that need not stand side by side.
pub(super) fn rising(numbers: &[usize]) -> Vec<usize> {
    // `ends[k]` is the place of the smallest last number of any rising run of k + 1 numbers.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(numbers.len());
    for (place, number) in numbers.iter().enumerate() {
        let length = ends.partition_point(|end| numbers[*end] < *number);
        before.push(length.checked_sub(1).map(|last| ends[last]));
        if length == ends.len() {
            ends.push(place);
        } else {
            ends[length] = place;
        }
    }
    let mut run = Vec::new();
    let mut at = ends.last().copied();
    while let Some(place) = at {
        run.push(place);
        at = before[place];
    }
    run.reverse();
    run
}
