//! What an attribute of a case or an event says, and where it goes.

use std::borrow::Cow;

use super::super::attributes::{Found, Role};
use super::super::report::{Problem, Scope};
use super::super::window::Window;
use super::super::xml::{self, Beginning, Element, Meaning, Span};
use super::{Frame, Reader};
use crate::log::{Activity, Builder, Kind, Moment, Name, Names, Value};

impl Reader<'_> {
    /// Takes what nearly all of a log consists of, where it is written as nearly always: the tags of cases and
    /// events, and attributes that differ from an earlier one in their value only. False where something else comes.
    pub(super) fn usual(&mut self, window: &mut Window<'_>) -> bool {
        if self.deeper > 0 || self.frames.len() >= self.options.limits.depth {
            return false;
        }
        let bytes = window.bytes();
        let Some(start) = xml::next_tag(&bytes[window.at..]).map(|found| window.at + found) else { return false };
        let rest = &bytes[start..];
        for (tag, element, opens) in [
            (&b"</event>"[..], Element::Event, false),
            (b"<event>", Element::Event, true),
            (b"</trace>", Element::Trace, false),
            (b"<trace>", Element::Trace, true),
        ] {
            if rest.starts_with(tag) {
                window.at = start + tag.len();
                match opens {
                    true => self.open(element, None, None, false, window, start),
                    false => self.close(element, window, start),
                }
                return true;
            }
        }
        let (scope, attributes) = match self.frames.last() {
            Some(Frame::Event) => (Scope::Event, &mut self.events),
            Some(Frame::Trace) => (Scope::Case, &mut self.cases),
            Some(Frame::Log | Frame::Nested { .. } | Frame::Ignored) | None => return false,
        };
        let Some((found, beginning)) = attributes.written(rest) else { return false };
        let element = beginning.element;
        let Some((value, end)) = beginning.rest(bytes, start) else { return false };
        if value.len() > self.options.limits.value {
            return false;
        }
        window.at = end;
        self.value(scope, found, element, value, window, start);
        true
    }

    /// An attribute of whatever is open.
    pub(super) fn attribute(
        &mut self,
        element: Element,
        key: Option<Span>,
        value: Option<Span>,
        empty: bool,
        window: &Window<'_>,
        start: usize,
    ) -> Frame {
        let scope = match self.frames.last() {
            Some(Frame::Event) => Scope::Event,
            Some(Frame::Trace) => Scope::Case,
            Some(Frame::Nested { .. }) if self.frames.contains(&Frame::Event) => Scope::Event,
            Some(Frame::Nested { .. }) => Scope::Case,
            Some(Frame::Log | Frame::Ignored) | None => return Frame::Ignored,
        };
        let Some(key) = key else { return Frame::Ignored };
        if self.path.len() + key.len() > self.options.limits.key {
            self.report.note(Problem::KeyTooLong, || window.place(start));
            return Frame::Ignored;
        }
        let bytes = window.bytes();
        let attributes = match scope {
            Scope::Case => &mut self.cases,
            Scope::Event => &mut self.events,
        };
        let known = if self.path.is_empty() { key.plain(bytes).and_then(|key| attributes.known(key)) } else { None };
        let found = match known {
            Some(found) => {
                if let Some(value) = value.filter(|_| empty && !attributes.is_written(found, &bytes[start..])) {
                    attributes.write(found, Beginning::of(bytes, start, element, key, value));
                }
                found
            }
            None => {
                let text = self.meant(key, window, start);
                let before = self.path.len();
                self.path.push_str(&text);
                let found = self.find(scope);
                self.path.truncate(before);
                match found {
                    Some(found) => found,
                    None => {
                        self.report.note(Problem::TooManyKeys, || window.place(start));
                        return Frame::Ignored;
                    }
                }
            }
        };
        match value {
            Some(value) if value.len() > self.options.limits.value => {
                self.report.note(Problem::ValueTooLong, || window.place(start));
            }
            Some(value) => self.value(scope, found, element, value, window, start),
            None => {}
        }
        if empty {
            return Frame::Ignored;
        }
        let path = self.path.len();
        self.path.push_str(&key.meaning(bytes).text);
        self.path.push('/');
        Frame::Nested { path }
    }

    /// The attribute that the path names.
    fn find(&mut self, scope: Scope) -> Option<Found> {
        let part = self.options.classifier.iter().position(|key| **key == *self.path);
        match scope {
            Scope::Case => {
                let role = if self.path == "concept:name" { Role::Name } else { Role::Other };
                self.cases.find(&self.path, role, None)
            }
            Scope::Event => {
                let role = match &*self.path {
                    "time:timestamp" => Role::Time,
                    "org:resource" => Role::Person,
                    "lifecycle:transition" => Role::Transition,
                    _ if part == Some(0) && self.options.classifier.len() == 1 => Role::Name,
                    _ => Role::Other,
                };
                self.events.find(&self.path, role, part.filter(|_| role != Role::Name))
            }
        }
    }

    fn value(&mut self, scope: Scope, found: Found, element: Element, value: Span, window: &Window<'_>, start: usize) {
        let bytes = window.bytes();
        if scope == Scope::Event {
            if let Some(part) = self.events.part(found) {
                self.event.parts[part] = Some(value.meaning(bytes).text.into_owned());
            }
            match self.events.role(found) {
                Role::Name => {
                    self.events.count(found, Kind::Text);
                    self.event.activity = self.named(value, window, start);
                    return;
                }
                Role::Time => {
                    self.events.count(found, Kind::Moment);
                    self.time(value, window, start);
                    return;
                }
                Role::Person => {
                    self.events.count(found, Kind::Text);
                    self.event.person = self.intern(Builder::people_mut, value, window, start);
                    return;
                }
                Role::Transition => {
                    self.events.count(found, Kind::Text);
                    self.event.transition = self.intern(Builder::transitions_mut, value, window, start);
                    return;
                }
                Role::Other => {}
            }
        } else if self.cases.role(found) == Role::Name {
            self.cases.count(found, Kind::Text);
            self.case_name = Some(self.meant(value, window, start).into_owned());
            return;
        }
        let kind = match element {
            Element::Moment => Kind::Moment,
            Element::Whole => Kind::Whole,
            Element::Number => Kind::Number,
            Element::Flag => Kind::Flag,
            Element::Text
            | Element::List
            | Element::Values
            | Element::Log
            | Element::Trace
            | Element::Event
            | Element::Classifier
            | Element::Other => Kind::Text,
        };
        let attributes = match scope {
            Scope::Case => &mut self.cases,
            Scope::Event => &mut self.events,
        };
        attributes.count(found, kind);
        if !attributes.kept(found) {
            return;
        }
        let meant;
        let value = match (kind, value.plain(bytes)) {
            (Kind::Text, _) | (_, None) => {
                meant = self.meant(value, window, start);
                typed(kind, meant.as_bytes()).or((kind == Kind::Text).then_some(Value::Text(&meant)))
            }
            (Kind::Number | Kind::Whole | Kind::Moment | Kind::Flag, Some(plain)) => typed(kind, plain),
        };
        let Some(value) = value else {
            self.report.note(Problem::ValueUnreadable, || window.place(start));
            return;
        };
        match scope {
            Scope::Case => {
                self.cases.set(found, value, &mut self.builder);
            }
            Scope::Event => {
                let place = self.events.set(found, value, &mut self.builder);
                self.event.places.push(place);
            }
        }
    }

    fn time(&mut self, value: Span, window: &Window<'_>, start: usize) {
        let bytes = window.bytes();
        let read = match value.plain(bytes) {
            Some(plain) => Moment::parse(plain),
            None => Moment::parse(value.meaning(bytes).text.as_bytes()),
        };
        match read {
            Some((moment, zone)) => {
                self.event.time = Some(moment);
                if self.last_zone.0 != zone {
                    self.count_zones();
                    self.last_zone = (zone, 0);
                }
                self.last_zone.1 += 1;
            }
            None => self.report.note(Problem::TimeUnreadable, || window.place(start)),
        }
    }

    pub(super) fn count_zones(&mut self) {
        let (zone, count) = self.last_zone;
        if count > 0 {
            *self.zones.entry(zone).or_default() += count;
        }
    }

    fn named(&mut self, value: Span, window: &Window<'_>, start: usize) -> Option<Activity> {
        let bytes = window.bytes();
        let known = value.plain(bytes).and_then(|plain| self.builder.activities_mut().find_bytes(plain));
        if let Some(Name(known)) = known {
            return Some(Activity(known));
        }
        let meant = self.meant(value, window, start);
        self.activity(&meant)
    }

    fn intern(
        &mut self,
        names: fn(&mut Builder) -> &mut Names,
        value: Span,
        window: &Window<'_>,
        start: usize,
    ) -> Option<Name> {
        let known = value.plain(window.bytes()).and_then(|plain| {
            let names = names(&mut self.builder);
            // Most logs have one transition only.
            if names.is(0, plain) { Some(Name(0)) } else { names.find_bytes(plain) }
        });
        known.or_else(|| {
            let meant = self.meant(value, window, start);
            Some(names(&mut self.builder).intern(&meant))
        })
    }

    /// What a value means as text, with what is doubtful about it noted.
    fn meant<'b>(&mut self, value: Span, window: &'b Window<'_>, start: usize) -> Cow<'b, str> {
        let Meaning { text, unknown_entity, not_utf8 } = value.meaning(window.bytes());
        for (problem, met) in [(Problem::UnknownEntity, unknown_entity), (Problem::NotUtf8, not_utf8)] {
            if met {
                self.report.note(problem, || window.place(start));
            }
        }
        text
    }
}

/// A written value of a kind that is not text.
fn typed(kind: Kind, written: &[u8]) -> Option<Value<'static>> {
    let text = || std::str::from_utf8(written).ok().map(str::trim);
    match kind {
        Kind::Text => None,
        Kind::Number => Some(Value::Number(text()?.parse().ok().filter(|number: &f64| !number.is_nan())?)),
        Kind::Whole => {
            let text = text()?;
            let whole = text.parse().ok().map(Value::Whole);
            whole.or_else(|| Some(Value::Number(text.parse().ok().filter(|number: &f64| !number.is_nan())?)))
        }
        Kind::Moment => Some(Value::Moment(Moment::parse(written)?.0)),
        Kind::Flag => match text()? {
            "true" | "1" => Some(Value::Flag(true)),
            "false" | "0" => Some(Value::Flag(false)),
            other if other.eq_ignore_ascii_case("true") => Some(Value::Flag(true)),
            other if other.eq_ignore_ascii_case("false") => Some(Value::Flag(false)),
            _ => None,
        },
    }
}
