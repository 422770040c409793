//! Sets of small numbers: the activities of a sublog, the cases of a log.

/// Some of the numbers `0..n`, one bit each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Set(Box<[u64]>);

impl Set {
    pub fn none(n: usize) -> Self {
        Self(vec![0; n.div_ceil(64)].into())
    }

    pub fn add(&mut self, member: usize) {
        self.0[member / 64] |= 1 << (member % 64);
    }

    pub fn remove(&mut self, member: usize) {
        self.0[member / 64] &= !(1 << (member % 64));
    }

    pub fn has(&self, member: usize) -> bool {
        self.0[member / 64] >> (member % 64) & 1 == 1
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|&word| word == 0)
    }

    pub fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// How many members both have.
    pub fn shared(&self, other: &Self) -> usize {
        self.0.iter().zip(&other.0).map(|(word, other)| (word & other).count_ones() as usize).sum()
    }

    pub fn join(&mut self, other: &Self) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word |= other;
        }
    }

    /// What both have.
    pub fn keep(&mut self, other: &Self) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= other;
        }
    }

    /// What the other does not have.
    pub fn leave(&mut self, other: &Self) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= !other;
        }
    }

    pub fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(word, other)| word & other != 0)
    }

    pub fn holds(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(word, other)| other & !word == 0)
    }

    pub fn first(&self) -> Option<usize> {
        self.iter().next()
    }

    /// Members in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().flat_map(|(index, &word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                if rest == 0 {
                    return None;
                }
                let bit = rest.trailing_zeros() as usize;
                rest &= rest - 1;
                Some(index * 64 + bit)
            })
        })
    }
}

/// The parts of `among` that are connected by a symmetric relation, each part where its smallest member stands.
pub(crate) fn components(among: &Set, related: impl Fn(usize) -> Set) -> Vec<Set> {
    let mut rest = among.clone();
    let mut found = Vec::new();
    while let Some(first) = rest.first() {
        let mut part = rest.clone();
        part.leave(&rest);
        part.add(first);
        rest.remove(first);
        let mut open = vec![first];
        while let Some(member) = open.pop() {
            let mut more = related(member);
            more.keep(&rest);
            rest.leave(&more);
            part.join(&more);
            open.extend(more.iter());
        }
        found.push(part);
    }
    found
}
