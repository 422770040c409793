//! Names for what is drafted: titles that read like the log's own words, ids and fields that nothing else has.

use std::collections::BTreeSet;

use procedure::document::RESERVED;

/// The longest title, in characters; what a log says beyond it is cut.
const LONGEST_TITLE: usize = 120;
/// The longest id that is made from a title, so that a number still fits behind it.
const LONGEST_ID: usize = 60;
/// The longest part of a name that something is added to.
const LONGEST_KEY: usize = 40;

/// The name of an activity as a step's title: the log's own words, on one line, with nothing that a template would read.
pub(super) fn title(name: &str) -> String {
    let spaced = if name.contains(' ') { name.to_owned() } else { name.replace('_', " ") };
    let words: Vec<&str> =
        spaced.split(|sign: char| sign.is_whitespace() || sign.is_control()).filter(|word| !word.is_empty()).collect();
    let mut text = words.join(" ").replace("{{", "{ {").replace("}}", "} }");
    if text.chars().count() > LONGEST_TITLE {
        text = text.chars().take(LONGEST_TITLE - 1).chain(['…']).collect();
    }
    if text.is_empty() { "Work without a name".to_owned() } else { text }
}

/// Small letters and digits in words joined by `joint`, beginning with a letter.
fn plain(text: &str, joint: char, otherwise: &str) -> String {
    let mut id = String::new();
    for letter in text.chars().flat_map(char::to_lowercase) {
        if letter.is_ascii_alphanumeric() {
            id.push(letter);
        } else if !id.is_empty() && !id.ends_with(joint) {
            id.push(joint);
        }
    }
    // Whole words, where the first one is not too long by itself.
    if id.len() > LONGEST_ID {
        let cut = id[..=LONGEST_ID].rfind(joint).unwrap_or(LONGEST_ID);
        id.truncate(cut);
    }
    let id = id.trim_matches(joint);
    if id.starts_with(|letter: char| letter.is_ascii_lowercase()) {
        return id.to_owned();
    }
    if id.is_empty() { otherwise.to_owned() } else { format!("{otherwise}{joint}{id}") }
}

/// An id made of a text: `send-fine`.
pub(super) fn slug(text: &str, otherwise: &str) -> String {
    plain(text, '-', otherwise)
}

/// The beginning of a slug, in whole words, to which something can still be added.
pub(super) fn key(text: &str) -> String {
    let slug = slug(text, "work");
    match slug.get(..=LONGEST_KEY) {
        Some(long) => long[..long.rfind('-').unwrap_or(LONGEST_KEY)].to_owned(),
        None => slug,
    }
}

/// Ids of which each is given out once.
#[derive(Debug, Default)]
pub(super) struct Unique(BTreeSet<String>);

impl Unique {
    /// An id for something with this title.
    pub(super) fn id(&mut self, title: &str, otherwise: &str) -> String {
        self.free(&slug(title, otherwise), '-')
    }

    /// A name that expressions can read.
    pub(super) fn name(&mut self, title: &str, otherwise: &str) -> String {
        let name = plain(title, '_', otherwise);
        let name = if RESERVED.contains(&name.as_str()) { format!("{otherwise}_{name}") } else { name };
        self.free(&name, '_')
    }

    /// Takes a name that must be just this one; false where it is given out already or is no name.
    pub(super) fn take(&mut self, name: &str) -> bool {
        name.parse::<procedure::document::Name>().is_ok() && self.0.insert(name.to_owned())
    }

    fn free(&mut self, wanted: &str, joint: char) -> String {
        let mut id = wanted.to_owned();
        let mut number = 2;
        while !self.0.insert(id.clone()) {
            id = format!("{wanted}{joint}{number}");
            number += 1;
        }
        id
    }
}

/// `1,234 of 4,580 cases (27 %)`.
pub(super) fn share(part: u64, all: u64) -> String {
    format!("{} of {} ({})", counted(part), cases(all), percent(part as f64, all as f64))
}

/// `1 case`, `4,580 cases`.
pub(super) fn cases(number: u64) -> String {
    if number == 1 { "1 case".to_owned() } else { format!("{} cases", counted(number)) }
}

/// A number with commas between thousands.
pub(super) fn counted(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A share in percent: whole, one place where it is small, never rounded up to all or down to nothing.
pub(super) fn percent(part: f64, all: f64) -> String {
    let share = if all > 0.0 { 100.0 * part / all } else { 0.0 };
    match share {
        share if share <= 0.0 => "0 %".to_owned(),
        share if share < 0.1 => "under 0.1 %".to_owned(),
        share if share < 9.95 => format!("{share:.1} %"),
        share if (99.5..100.0).contains(&share) => "over 99 %".to_owned(),
        share => format!("{share:.0} %"),
    }
}

/// `A`, `A and B`, `A, B and C`; beyond `most` the rest as a number.
pub(super) fn listed(titles: &[String], most: usize) -> String {
    joined(titles, most, "and")
}

/// `A`, `A or B`, `A, B or C`; beyond `most` the rest as a number.
pub(super) fn either(titles: &[String], most: usize) -> String {
    joined(titles, most, "or")
}

fn joined(titles: &[String], most: usize, word: &str) -> String {
    match titles {
        [] => String::new(),
        [only] => only.clone(),
        several if several.len() > most => {
            format!("{} {word} {} more", several[..most].join(", "), several.len() - most)
        }
        several => {
            let (last, first) = several.split_last().expect("several are more than none");
            format!("{} {word} {last}", first.join(", "))
        }
    }
}

/// The words in a row that all titles share, where they are enough to name them by: two of them, or one that is all there
/// is beside numbers and letters.
pub(super) fn shared_words(titles: &[String]) -> Option<String> {
    let (first, others) = titles.split_first()?;
    if others.is_empty() {
        return None;
    }
    let words: Vec<&str> = first.split(' ').collect();
    let shared = |run: &[&str]| {
        let run = run.iter().map(|word| word.to_lowercase()).collect::<Vec<_>>();
        others.iter().all(|title| {
            let words: Vec<String> = title.split(' ').map(str::to_lowercase).collect();
            words.windows(run.len()).any(|window| window == run)
        })
    };
    let runs = (2..=words.len()).rev().flat_map(|length| words.windows(length));
    let mut found = runs.filter(|run| run.iter().any(|word| is_word(word)) && shared(run));
    let run = found.next().map(|run| run.join(" "));
    let kind = kind(first);
    let same = !kind.is_empty() && others.iter().all(|title| self::kind(title) == kind);
    Some(capital(&run.or(same.then_some(kind))?))
}

/// Whether two names are of the same kind: `Release B` and `Release C`, or three words and more in a row that both have.
pub(super) fn are_kin(one: &str, other: &str) -> bool {
    let (one, other) = (title(one), title(other));
    let (kind, same) = (kind(&one), kind(&other));
    if !kind.is_empty() && kind == same {
        return true;
    }
    let words: Vec<&str> = kind.split(' ').collect();
    let others: Vec<&str> = same.split(' ').collect();
    words.windows(3).any(|run| run.iter().any(|word| is_word(word)) && others.windows(3).any(|other| other == run))
}

/// Long enough to mean something by itself.
fn is_word(word: &str) -> bool {
    word.chars().count() > 3
}

/// A title without numbers, codes and single letters.
fn kind(title: &str) -> String {
    let plain = title.to_lowercase();
    let says = |word: &&str| word.chars().count() > 1 && !word.contains(|sign: char| sign.is_ascii_digit());
    let words: Vec<&str> = plain.split(' ').filter(says).collect();
    if words.iter().any(|word| is_word(word)) { words.join(" ") } else { String::new() }
}

/// With a capital at the beginning.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// An attribute's key as words: `totalPaymentAmount` is `total payment amount`.
pub(super) fn words(key: &str) -> String {
    let mut text = String::new();
    let mut before = ' ';
    for letter in key.chars() {
        if letter.is_uppercase() && before.is_lowercase() {
            text.push(' ');
        }
        text.push(if letter.is_alphanumeric() { letter } else { ' ' });
        before = letter;
    }
    title(&text).to_lowercase()
}
