//! Names that occur often, each kept once.

use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher;

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

/// Texts one behind the other: no allocation for each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Texts {
    text: String,
    ends: Vec<usize>,
}

impl Texts {
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(self.text.len());
    }

    pub(crate) fn get(&self, index: usize) -> &str {
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.text[start..self.ends[index]]
    }

    fn bytes_of(&self, index: usize) -> &[u8] {
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.text.as_bytes()[start..self.ends[index]]
    }

    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|index| self.get(index))
    }

    /// How much memory they take.
    pub(crate) fn bytes(&self) -> usize {
        self.text.capacity() + self.ends.capacity() * size_of::<usize>()
    }

    pub(super) fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

/// Names, each kept once, numbered in the order in which they first appear.
#[derive(Debug, Clone, Default)]
pub struct Names {
    texts: Texts,
    found: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl PartialEq for Names {
    fn eq(&self, other: &Self) -> bool {
        self.texts == other.texts
    }
}

impl Eq for Names {}

impl Names {
    /// Stands in a column where there is no name.
    pub(super) const NONE: u32 = u32::MAX;

    pub fn len(&self) -> usize {
        self.texts.len()
    }

    pub fn is_empty(&self) -> bool {
        self.texts.len() == 0
    }

    /// The text of a name.
    ///
    /// # Panics
    /// If the name is not one of these.
    pub fn text(&self, name: Name) -> &str {
        self.texts.get(name.index())
    }

    pub fn find(&self, text: &str) -> Option<Name> {
        self.find_bytes(text.as_bytes())
    }

    /// The name whose text is these bytes; so that bytes which are known need not be checked to be text.
    pub(crate) fn find_bytes(&self, bytes: &[u8]) -> Option<Name> {
        let hash = self.hasher.hash_one(bytes);
        self.found.find(hash, |&index| self.texts.bytes_of(index as usize) == bytes).map(|&index| Name(index))
    }

    /// Whether a name has just these bytes as its text.
    pub(crate) fn is(&self, raw: u32, bytes: &[u8]) -> bool {
        (raw as usize) < self.len() && self.texts.bytes_of(raw as usize) == bytes
    }

    /// All names, in the order of their numbers.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Name, &str)> {
        self.texts.iter().enumerate().map(|(index, text)| (Name(index as u32), text))
    }

    /// The number of this text; a new one where it was not there yet.
    pub(crate) fn intern(&mut self, text: &str) -> Name {
        let hash = self.hasher.hash_one(text.as_bytes());
        let texts = &self.texts;
        if let Some(&index) = self.found.find(hash, |&index| texts.get(index as usize) == text) {
            return Name(index);
        }
        let index = self.texts.len() as u32;
        assert!(index < Self::NONE, "a log has fewer than 4,294,967,295 names");
        self.texts.push(text);
        let (texts, hasher) = (&self.texts, &self.hasher);
        self.found.insert_unique(hash, index, |&other| hasher.hash_one(texts.bytes_of(other as usize)));
        Name(index)
    }

    /// Other texts for these, and which of the others each has become: two that are now the same are one.
    pub(super) fn renamed(&self, mut rename: impl FnMut(&str) -> String) -> (Self, Vec<u32>) {
        let mut other = Self::default();
        let to = self.texts.iter().map(|text| other.intern(&rename(text)).0).collect();
        (other, to)
    }

    /// How much memory they take.
    pub(crate) fn bytes(&self) -> usize {
        self.texts.bytes() + self.found.capacity() * 5
    }

    pub(super) fn shrink(&mut self) {
        self.texts.shrink();
    }
}
