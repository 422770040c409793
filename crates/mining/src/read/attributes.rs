//! The attributes of cases or events that a reader meets, and the columns they go to.

use std::collections::BTreeMap;

use super::report::{Attribute, Scope};
use super::xml::Beginning;
use super::{Keep, Limits};
use crate::log::{Builder, Kind, Name, Names, Place, Value};

/// What an attribute is to a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The name of a case, or of an activity.
    Name,
    Time,
    Person,
    Transition,
    Other,
}

/// Every attribute of cases, or of events.
pub(super) struct Attributes<'a> {
    scope: Scope,
    keep: &'a Keep,
    limits: &'a Limits,
    names: Names,
    keys: Vec<Key>,
    /// The one found last: which follow it is remembered.
    last: usize,
}

struct Key {
    role: Role,
    /// Which part of the classifier it is.
    part: Option<usize>,
    kept: bool,
    place: Option<Place>,
    kinds: [u64; KINDS.len()],
    /// Which followed it, the last first.
    next: [u32; FOLLOWERS],
    /// How its tags are written up to the value, where that was seen.
    written: Option<Beginning>,
}

/// How many attributes that followed another are remembered: events of different activities have different ones.
const FOLLOWERS: usize = 4;

const KINDS: [Kind; 5] = [Kind::Text, Kind::Number, Kind::Whole, Kind::Moment, Kind::Flag];

/// One of the attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found(usize);

impl<'a> Attributes<'a> {
    pub(super) fn new(scope: Scope, keep: &'a Keep, limits: &'a Limits) -> Self {
        Self { scope, keep, limits, names: Names::default(), keys: Vec::new(), last: 0 }
    }

    /// The attribute with these bytes as its key, if it was met already. Attributes come in the same order in most
    /// events, so that the one that followed last time is tried first.
    pub(super) fn known(&mut self, key: &[u8]) -> Option<Found> {
        let next = self.followers().into_iter().find(|&next| self.names.is(next, key));
        let found = next.or_else(|| self.names.find_bytes(key).map(|name| name.0))?;
        self.follow(found);
        Some(Found(found as usize))
    }

    /// The attribute whose tag begins these bytes, if it is written as one that followed the last one before.
    pub(super) fn written(&mut self, bytes: &[u8]) -> Option<(Found, &Beginning)> {
        let found = self.followers().into_iter().find(|&next| self.is_written(Found(next as usize), bytes))?;
        self.follow(found);
        Some((Found(found as usize), self.keys[found as usize].written.as_ref()?))
    }

    /// Whether a tag of this attribute that was met before began as these bytes do.
    pub(super) fn is_written(&self, found: Found, bytes: &[u8]) -> bool {
        self.keys.get(found.0).and_then(|key| key.written.as_ref()).is_some_and(|tag| tag.begins(bytes))
    }

    /// Remembers how the tags of an attribute are written.
    pub(super) fn write(&mut self, found: Found, beginning: Option<Beginning>) {
        self.keys[found.0].written = beginning;
    }

    fn followers(&self) -> [u32; FOLLOWERS] {
        self.keys.get(self.last).map_or([0; FOLLOWERS], |last| last.next)
    }

    fn follow(&mut self, found: u32) {
        if let Some(last) = self.keys.get_mut(self.last)
            && last.next[0] != found
        {
            let place = last.next.iter().position(|&next| next == found).unwrap_or(FOLLOWERS - 1);
            last.next.copy_within(..place, 1);
            last.next[0] = found;
        }
        self.last = found as usize;
    }

    /// The attribute of this key, which is new if there is room for it.
    pub(super) fn find(&mut self, key: &str, role: Role, part: Option<usize>) -> Option<Found> {
        if let Some(found) = self.known(key.as_bytes()) {
            return Some(found);
        }
        // Those that a log cannot do without are no reason for a limit.
        if self.keys.len() >= self.limits.keys && role == Role::Other && part.is_none() {
            return None;
        }
        let Name(index) = self.names.intern(key);
        let kept = role == Role::Other && self.keep.keeps(key);
        self.keys.push(Key {
            role,
            part,
            kept,
            place: None,
            kinds: [0; KINDS.len()],
            next: [0; FOLLOWERS],
            written: None,
        });
        Some(Found(index as usize))
    }

    pub(super) fn role(&self, found: Found) -> Role {
        self.keys[found.0].role
    }

    pub(super) fn part(&self, found: Found) -> Option<usize> {
        self.keys[found.0].part
    }

    pub(super) fn kept(&self, found: Found) -> bool {
        self.keys[found.0].kept
    }

    pub(super) fn count(&mut self, found: Found, kind: Kind) {
        self.keys[found.0].kinds[kind as usize] += 1;
    }

    /// Sets the value of the next event or case.
    pub(super) fn set(&mut self, found: Found, value: Value<'_>, builder: &mut Builder) -> Place {
        let key = &mut self.keys[found.0];
        let text = || self.names.text(Name(found.0 as u32));
        match self.scope {
            Scope::Case => {
                let place = *key.place.get_or_insert_with(|| builder.case_place(text(), value.kind()));
                builder.set_next_case(place, value);
                place
            }
            Scope::Event => {
                let place = *key.place.get_or_insert_with(|| builder.event_place(text(), value.kind()));
                builder.set_next_event(place, value);
                place
            }
        }
    }

    /// What the report says of them.
    pub(super) fn told(self) -> impl Iterator<Item = Attribute> {
        self.keys.into_iter().enumerate().map(move |(index, key)| {
            let seen = KINDS.iter().copied().zip(key.kinds).filter(|(_, count)| *count > 0);
            let kinds: BTreeMap<Kind, u64> = seen.collect();
            let text = self.names.text(Name(index as u32)).to_owned();
            Attribute { scope: self.scope, key: text, kinds, kept: key.kept || key.role != Role::Other }
        })
    }
}
