//! The cast: who brings which case, in which weeks, and what is to come of it. One file a procedure.

mod clients;
mod close;
mod content;
mod hires;
mod incidents;
mod inspection;
mod invoices;
mod returns;

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use procedure::document::ProcedureId;
use procedure::value::Values;
use serde_json::{Map, Value as Json};

use super::chance::Dice;
use super::hours::at_work;
use super::story::{Beginning, Story, Twist, days, hours, minutes};
use super::systems::Office;

/// Weeks of history, in days.
const HISTORY_DAYS: i64 = 42;

/// Files that were attached, as a form names them.
#[derive(Debug, Clone, Default)]
pub struct Papers {
    pub parcel: Json,
    pub lamp: Json,
    pub part: Json,
    pub extract: Json,
    pub contract: Json,
    pub invoice: Json,
}

/// Everything that stories are made from.
pub struct Cast {
    seed: u64,
    office: Arc<Office>,
    papers: Papers,
    until: Timestamp,
}

/// What one story is made from.
pub struct Scene<'a> {
    cast: &'a Cast,
    /// Counts from 0.
    number: usize,
    at: Timestamp,
    /// Whether somebody is still at it when the history ends.
    is_open: bool,
    dice: Dice,
}

impl Scene<'_> {
    /// A day as forms write it, so many days after the story begins.
    fn date(&self, after: i64) -> String {
        let moment = self.at.checked_add(days(after)).unwrap_or(self.at);
        moment.to_zoned(super::hours::zone()).date().to_string()
    }
}

/// A kind of case, and how many of a hundred it is.
type Kind = (i64, fn(&mut Scene<'_>) -> Story);

const KINDS: &[Kind] = &[
    (32, returns::story),
    (30, invoices::story),
    (13, inspection::story),
    (11, content::story),
    (7, incidents::story),
    (3, clients::story),
    (3, hires::story),
];

const CANCELLED: &[&str] = &[
    "Entered twice; the other one goes on.",
    "The customer has withdrawn the request.",
    "Started by mistake while showing it to a new colleague.",
];

const PAUSED: &[&str] = &[
    "Waiting for the insurer's expert, who comes next week.",
    "The supplier is closed for inventory until Monday.",
    "On hold until the lawyers have spoken with each other.",
];

const NOTES: &[&str] = &[
    "Called twice, no answer; I left a message.",
    "Please keep this one together with the case of last week, it is the same household.",
    "Spoke with Helena about it: she knows the background.",
    "The papers are in the folder with the red tab until the scan is done.",
];

impl Cast {
    pub fn new(seed: u64, office: Arc<Office>, papers: Papers, until: Timestamp) -> Self {
        Cast { seed, office, papers, until }
    }

    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// So many stories, in the order of their beginnings.
    pub fn stories(&self, count: usize) -> Vec<Story> {
        let mut stories: Vec<Story> = (0..count).map(|number| self.story(number)).collect();
        stories.sort_by_key(|story| story.at);
        stories
    }

    fn story(&self, number: usize) -> Story {
        let mut dice = Dice::of(self.seed, &format!("story {number}"));
        // Every fourth is one of the last days, and somebody is still at it.
        let is_open = number % 4 == 3;
        let whole = hours(24 * HISTORY_DAYS);
        let (from, to) = if is_open { (days(9), hours(3)) } else { (whole - hours(4), days(8)) };
        let back = SignedDuration::from_secs(dice.between(to.as_secs(), from.as_secs()));
        let at = self.until.checked_sub(back).unwrap_or(self.until);
        let at = at_work(at, &mut dice).min(self.until.checked_sub(hours(1)).unwrap_or(self.until));
        let mut scene = Scene { cast: self, number, at, is_open, dice };
        let make = kind(number, &mut scene.dice);
        let mut story = make(&mut scene);
        let dice = &mut scene.dice;
        if is_open {
            story.stalls_after = Some(dice.below(3));
        }
        // However short the history is, one case stands still at its end.
        if number % 40 == 11 {
            story.stalls_after = Some(0);
            return story.twist(minutes(40), Twist::Pause(PAUSED[dice.below(PAUSED.len())], None));
        }
        match dice.between(1, 100) {
            1..=5 => {
                story = story.twist(hours(dice.between(1, 12)), Twist::Cancel(CANCELLED[dice.below(CANCELLED.len())]))
            }
            6..=11 => {
                let goes_on = (!is_open).then(|| days(dice.between(1, 4)));
                let reason = PAUSED[dice.below(PAUSED.len())];
                story = story.twist(hours(dice.between(1, 8)), Twist::Pause(reason, goes_on));
            }
            12..=22 => story = story.twist(hours(dice.between(2, 60)), Twist::Note(NOTES[dice.below(NOTES.len())])),
            _ => {}
        }
        story
    }

    /// A story for a run that nobody asked for: a schedule started it, or a step of another run.
    pub fn unasked(&self, procedure: &ProcedureId, known: &Values, at: Timestamp) -> Story {
        let mut scene = Scene {
            cast: self,
            number: 0,
            at,
            is_open: false,
            dice: Dice::of(self.seed, &format!("{procedure} {at}")),
        };
        match procedure.as_str() {
            "month-end-close" => close::close(&mut scene),
            "account-reconciliation" => close::reconciliation(&mut scene, known),
            "incident-response" => incidents::drill(&mut scene),
            "content-approval" => content::monthly(&mut scene),
            _ => Story::new("", at, Beginning::ByHand { role: "", data: Json::Object(Map::new()) }),
        }
    }
}

/// The first stories are one of each kind, so that a short history has them all.
fn kind(number: usize, dice: &mut Dice) -> fn(&mut Scene<'_>) -> Story {
    if let Some((_, make)) = KINDS.get(number) {
        return *make;
    }
    let mut left = dice.between(1, KINDS.iter().map(|(share, _)| share).sum());
    for (share, make) in KINDS {
        left -= share;
        if left <= 0 {
            return *make;
        }
    }
    returns::story
}
