//! Figures by person leave only in groups of enough people.
//!
//! A [`ByPerson`] takes in figures and lets none of them out again but through [`ByPerson::groups`], which asks for the
//! installation's [`Guard`]. Groups that are too small are put together; where even all of them together are too few,
//! the smallest group that could have been shown is put to them, since otherwise the total would tell them.

use std::collections::BTreeMap;

use super::Person;

/// The smallest group of people of which anything is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guard {
    smallest: usize,
}

impl Default for Guard {
    /// Five people.
    fn default() -> Self {
        Self { smallest: 5 }
    }
}

impl Guard {
    /// At least one person; one means that everybody may be shown alone.
    pub fn new(smallest: usize) -> Self {
        Self { smallest: smallest.max(1) }
    }

    pub fn smallest(self) -> usize {
        self.smallest
    }

    /// Whether something about so many people may be shown.
    pub fn allows(self, people: usize) -> bool {
        people >= self.smallest
    }
}

/// Figures by person, which can be gathered but not looked at.
#[derive(Clone)]
pub struct ByPerson<T> {
    figures: BTreeMap<Person, T>,
}

/// Says how many there are and no more.
impl<T> std::fmt::Debug for ByPerson<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ByPerson").field("people", &self.figures.len()).finish_non_exhaustive()
    }
}

impl<T> Default for ByPerson<T> {
    fn default() -> Self {
        Self { figures: BTreeMap::new() }
    }
}

/// A group that is large enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group<G, T> {
    pub group: G,
    /// How many people it has.
    pub people: usize,
    pub figure: T,
}

/// Groups that were not shown by themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rest<T> {
    /// How many groups these are.
    pub groups: usize,
    pub people: usize,
    /// Nothing where all of them together are too few.
    pub figure: Option<T>,
}

/// What may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown<G, T> {
    /// In the order of the groups.
    pub groups: Vec<Group<G, T>>,
    pub rest: Option<Rest<T>>,
}

impl<T: Default> ByPerson<T> {
    /// The figure of a person, to be changed: nothing can be read from it.
    pub fn add(&mut self, person: Person, change: impl FnOnce(&mut T)) {
        change(self.figures.entry(person).or_default());
    }

    /// How many people have a figure.
    pub fn people(&self) -> usize {
        self.figures.len()
    }

    /// The figures of groups of people, put together by `join`. Who belongs to no group (`None`) is left out of all.
    pub fn groups<G: Ord>(
        self,
        guard: Guard,
        mut group: impl FnMut(Person) -> Option<G>,
        mut join: impl FnMut(&mut T, T),
    ) -> Shown<G, T> {
        let mut groups: BTreeMap<G, (usize, T)> = BTreeMap::new();
        for (person, figure) in self.figures {
            let Some(group) = group(person) else { continue };
            let (people, joined) = groups.entry(group).or_default();
            *people += 1;
            join(joined, figure);
        }
        let (mut shown, small): (Vec<_>, Vec<_>) = groups
            .into_iter()
            .map(|(group, (people, figure))| Group { group, people, figure })
            .partition(|group| guard.allows(group.people));
        let mut rest: Option<Rest<T>> = None;
        let mut put = |rest: &mut Option<Rest<T>>, group: Group<G, T>| {
            let rest = rest.get_or_insert_with(|| Rest { groups: 0, people: 0, figure: Some(T::default()) });
            rest.groups += 1;
            rest.people += group.people;
            join(rest.figure.get_or_insert_default(), group.figure);
        };
        small.into_iter().for_each(|group| put(&mut rest, group));
        if rest.as_ref().is_some_and(|rest| !guard.allows(rest.people)) {
            let smallest = (0..shown.len()).min_by_key(|&index| shown[index].people);
            match smallest {
                Some(index) => put(&mut rest, shown.remove(index)),
                None => rest.iter_mut().for_each(|rest| rest.figure = None),
            }
        }
        Shown { groups: shown, rest }
    }

    /// The figure of everybody together, if they are enough.
    pub fn together(self, guard: Guard, join: impl FnMut(&mut T, T)) -> Option<T> {
        let shown = self.groups(guard, |_| Some(()), join);
        shown.groups.into_iter().next().map(|group| group.figure)
    }
}
