//! Which attributes tell who somebody is, whatever they are called.

use crate::log::{Column, Log};

/// Words in the name of an attribute that tell of somebody, and words that make it a group of people after all.
const SOMEBODY: [&str; 20] = [
    "agent",
    "applicant",
    "assignee",
    "author",
    "by",
    "clerk",
    "client",
    "customer",
    "employee",
    "handler",
    "name",
    "operator",
    "owner",
    "patient",
    "person",
    "resource",
    "responsible",
    "staff",
    "user",
    "worker",
];
const A_GROUP: [&str; 10] =
    ["category", "class", "department", "group", "level", "role", "section", "team", "type", "unit"];

impl Log {
    /// Whether an attribute tells who somebody is: by its name, or because it has the same texts as the log has people.
    pub fn names_somebody(&self, key: &str, column: &Column) -> bool {
        let lower = key.to_lowercase();
        let words: Vec<&str> = lower.split(|sign: char| !sign.is_alphanumeric()).collect();
        if words.iter().any(|word| SOMEBODY.contains(word)) && !words.iter().any(|word| A_GROUP.contains(word)) {
            return true;
        }
        let Some(names) = column.names() else { return false };
        let people = self.people_names();
        // Texts that were made unrecognisable before, `Value 3`, are the same in every attribute.
        let numbered = |text: &str| text.ends_with(|sign: char| sign.is_ascii_digit()) && !is_pseudonym(text);
        let both = names.iter().filter(|(_, text)| !numbered(text) && people.find(text).is_some()).count();
        both > 0 && both * 2 >= names.len()
    }
}

/// Whether a text is what [`super::Pseudonyms`] makes of a name.
fn is_pseudonym(text: &str) -> bool {
    text.strip_prefix("p-").is_some_and(|code| code.len() == 16 && code.bytes().all(|sign| sign.is_ascii_hexdigit()))
}
