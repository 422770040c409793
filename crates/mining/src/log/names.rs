//! Names that occur often, each kept once.

use indexmap::IndexSet;

/// One of [`Names`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(pub u32);

impl Name {
    pub(super) fn of(raw: u32) -> Option<Self> {
        (raw != Names::NONE).then_some(Self(raw))
    }

    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Names, each kept once, numbered in the order in which they first appear.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names(IndexSet<Box<str>>);

impl Names {
    /// Stands in a column where there is no name.
    pub(super) const NONE: u32 = u32::MAX;

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text of a name.
    ///
    /// # Panics
    /// If the name is not one of these.
    pub fn text(&self, name: Name) -> &str {
        &self.0[name.index()]
    }

    pub fn find(&self, text: &str) -> Option<Name> {
        self.0.get_index_of(text).map(|index| Name(index as u32))
    }

    /// All names, in the order of their numbers.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Name, &str)> {
        self.0.iter().enumerate().map(|(index, text)| (Name(index as u32), &**text))
    }

    /// The number of this text; a new one where it was not there yet.
    pub(crate) fn intern(&mut self, text: &str) -> Name {
        match self.0.get_index_of(text) {
            Some(index) => Name(index as u32),
            None => Name(self.0.insert_full(text.into()).0 as u32),
        }
    }
}
