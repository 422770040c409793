//! What may be told of people: pseudonyms for their names, and figures only of groups that are large enough.

mod guard;
mod pseudonym;
mod somebody;

pub use guard::{ByPerson, Group, Guard, Rest, Shown};
pub use pseudonym::Pseudonyms;

use super::names::Name;

/// Somebody who did something in a log. Two events of one person can be told to be so; who it is cannot be asked of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Person(pub(super) Name);

impl Person {
    /// Which of the log's people, from 0 to [`super::Log::people`].
    pub fn index(self) -> usize {
        self.0.index()
    }
}
