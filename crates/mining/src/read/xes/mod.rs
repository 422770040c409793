//! XES: cases and events with typed attributes (IEEE 1849-2016).
//!
//! Attributes inside attributes get the keys of both, joined by `/`; those of the log itself are not kept, nor are
//! default values (`global`), which say nothing of a case.

mod value;

use std::collections::BTreeMap;

use hashbrown::{DefaultHashBuilder, HashSet};
use std::hash::BuildHasher;

use super::Options;
use super::attributes::Attributes;
use super::report::{End, Format, Problem, Report, Scope};
use super::window::Window;
use super::xml::{self, Element, Span, Tag};
use crate::log::{Activity, Builder, Moment, Name, Place, Zone};

pub(super) fn read(window: &mut Window<'_>, options: &Options) -> (Builder, Report) {
    let mut reader = Reader::new(options);
    let longest = options.limits.value.saturating_add(options.limits.key).saturating_add(4096);
    let mut offset = u64::MAX;
    loop {
        while reader.usual(window) {}
        let (tag, start) = xml::next(window, longest);
        match tag {
            Tag::Open { element, key, value, empty, oversized } => {
                if oversized {
                    reader.report.note(Problem::ValueTooLong, || window.place(start));
                }
                reader.open(element, key, value, empty, window, start);
            }
            Tag::Close(element) => reader.close(element, window, start),
            Tag::Broken => reader.report.note(Problem::Broken, || window.place(start)),
            Tag::Doctype => reader.report.note(Problem::Doctype, || window.place(start)),
            Tag::End { inside } => {
                reader.end(inside, window);
                break;
            }
        }
        // Once a chunk is often enough.
        if window.offset(0) != offset {
            offset = window.offset(0);
            if reader.full() {
                reader.end(false, window);
                reader.report.end = End::Full;
                break;
            }
        }
    }
    reader.finish()
}

/// An element that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Frame {
    Log,
    Trace,
    Event,
    /// An attribute of the trace or event: where its path ends.
    Nested {
        path: usize,
    },
    /// Nothing inside is looked at.
    Ignored,
}

struct Reader<'a> {
    options: &'a Options,
    report: Report,
    builder: Builder,
    frames: Vec<Frame>,
    /// How many elements are open that lie too deep.
    deeper: usize,
    path: String,
    cases: Attributes<'a>,
    events: Attributes<'a>,
    case_name: Option<String>,
    case_names: HashSet<u64>,
    hasher: DefaultHashBuilder,
    case_begins: usize,
    event: Event,
    seen_log: bool,
    zones: BTreeMap<Zone, u64>,
    last_zone: (Zone, u64),
}

/// The event that is being read.
#[derive(Default)]
struct Event {
    activity: Option<Activity>,
    /// The parts of the classifier, where it is not just the name.
    parts: Vec<Option<String>>,
    time: Option<Moment>,
    person: Option<Name>,
    transition: Option<Name>,
    /// What was set for it and is taken back if it is dropped.
    places: Vec<Place>,
    too_many: bool,
}

impl<'a> Reader<'a> {
    fn new(options: &'a Options) -> Self {
        Self {
            options,
            report: Report::new(Format::Xes),
            builder: Builder::default(),
            frames: Vec::new(),
            deeper: 0,
            path: String::new(),
            cases: Attributes::new(Scope::Case, &options.keep, &options.limits),
            events: Attributes::new(Scope::Event, &options.keep, &options.limits),
            case_name: None,
            case_names: HashSet::default(),
            hasher: DefaultHashBuilder::default(),
            case_begins: 0,
            event: Event { parts: vec![None; options.classifier.len()], ..Event::default() },
            seen_log: false,
            zones: BTreeMap::new(),
            last_zone: (Zone::Unsaid, 0),
        }
    }

    fn open(
        &mut self,
        element: Element,
        key: Option<Span>,
        value: Option<Span>,
        empty: bool,
        window: &Window<'_>,
        start: usize,
    ) {
        if self.deeper > 0 {
            self.deeper += usize::from(!empty);
            return;
        }
        if self.frames.len() >= self.options.limits.depth {
            self.report.note(Problem::TooDeep, || window.place(start));
            self.deeper += usize::from(!empty);
            return;
        }
        let is_attribute = matches!(
            element,
            Element::Text | Element::Moment | Element::Whole | Element::Number | Element::Flag | Element::List
        );
        if is_attribute && empty {
            self.attribute(element, key, value, empty, window, start);
            return;
        }
        let frame = match element {
            Element::Log => {
                self.seen_log = true;
                Frame::Log
            }
            Element::Trace => {
                self.leave(|frame| matches!(frame, Frame::Trace | Frame::Event), window, start);
                self.seen_log = true;
                self.builder.begin_case();
                self.case_begins = self.builder.events();
                Frame::Trace
            }
            Element::Event => {
                self.leave(|frame| *frame == Frame::Event, window, start);
                if self.frames.contains(&Frame::Trace) {
                    Frame::Event
                } else {
                    self.report.note(Problem::EventWithoutCase, || window.place(start));
                    Frame::Ignored
                }
            }
            Element::Text | Element::Moment | Element::Whole | Element::Number | Element::Flag | Element::List => {
                self.attribute(element, key, value, empty, window, start)
            }
            Element::Values => self.frames.last().copied().filter(nested).unwrap_or(Frame::Ignored),
            Element::Classifier => {
                self.classifier(key, value, window);
                Frame::Ignored
            }
            Element::Other => Frame::Ignored,
        };
        self.frames.push(frame);
        if empty {
            self.pop(window, start);
        }
    }

    fn close(&mut self, element: Element, window: &Window<'_>, start: usize) {
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        let open: fn(&Frame) -> bool = match element {
            Element::Log => |frame| *frame == Frame::Log,
            Element::Trace => |frame| *frame == Frame::Trace,
            Element::Event => |frame| *frame == Frame::Event,
            Element::Text
            | Element::Moment
            | Element::Whole
            | Element::Number
            | Element::Flag
            | Element::List
            | Element::Values => |frame| matches!(frame, Frame::Nested { .. } | Frame::Ignored),
            Element::Classifier | Element::Other => |frame| *frame == Frame::Ignored,
        };
        if self.frames.last().is_some_and(open) {
            self.pop(window, start);
            return;
        }
        // An event outside of any case is open as something that is ignored.
        if element == Element::Event && self.frames.last() == Some(&Frame::Ignored) {
            self.frames.pop();
            return;
        }
        self.report.note(Problem::Broken, || window.place(start));
        if matches!(element, Element::Log | Element::Trace | Element::Event) && self.frames.iter().any(open) {
            while self.frames.last().is_some_and(|frame| !open(frame)) {
                self.pop(window, start);
            }
            self.pop(window, start);
        }
    }

    /// Closes what is open of these and should not be.
    fn leave(&mut self, unwanted: fn(&Frame) -> bool, window: &Window<'_>, start: usize) {
        if self.frames.iter().any(unwanted) {
            self.report.note(Problem::Broken, || window.place(start));
            while self.frames.iter().any(unwanted) {
                self.pop(window, start);
            }
        }
    }

    fn pop(&mut self, window: &Window<'_>, start: usize) {
        match self.frames.pop() {
            Some(Frame::Event) => self.end_event(window, start),
            Some(Frame::Trace) => self.end_case(window, start),
            Some(Frame::Nested { path }) => self.path.truncate(path),
            Some(Frame::Log | Frame::Ignored) | None => {}
        }
    }

    fn end_event(&mut self, window: &Window<'_>, start: usize) {
        if self.options.classifier.len() != 1 {
            let parts: Vec<&str> = self.event.parts.iter().flatten().map(|part| &**part).collect();
            if !parts.is_empty() {
                let name = parts.join("+");
                self.event.activity = self.activity(&name);
            }
        }
        match self.event.activity {
            Some(activity) => {
                let Event { time, person, transition, .. } = self.event;
                self.builder.push(activity, time, person, transition);
                if time.is_none() {
                    self.report.note(Problem::EventWithoutTime, || window.place(start));
                }
            }
            None => {
                let problem =
                    if self.event.too_many { Problem::TooManyActivities } else { Problem::EventWithoutActivity };
                self.report.note(problem, || window.place(start));
                self.take_back();
            }
        }
        self.forget_event();
    }

    /// Takes back what was set for an event that is none.
    fn take_back(&mut self) {
        for place in self.event.places.drain(..) {
            self.builder.unset_next_event(place);
        }
    }

    fn forget_event(&mut self) {
        let Event { activity, parts, time, person, transition, places, too_many } = &mut self.event;
        (*activity, *time, *person, *transition, *too_many) = (None, None, None, None, false);
        places.clear();
        parts.iter_mut().for_each(|part| *part = None);
    }

    /// The number of an activity, unless there are too many.
    fn activity(&mut self, name: &str) -> Option<Activity> {
        let activities = self.builder.activities_mut();
        if activities.len() >= self.options.limits.activities && activities.find(name).is_none() {
            self.event.too_many = true;
            return None;
        }
        Some(self.builder.activity(name))
    }

    fn end_case(&mut self, window: &Window<'_>, start: usize) {
        if self.builder.events() == self.case_begins {
            self.report.note(Problem::CaseWithoutEvents, || window.place(start));
        }
        let name = self.case_name.take().unwrap_or_else(|| {
            self.report.note(Problem::CaseWithoutName, || window.place(start));
            format!("#{}", self.builder.cases() + 1)
        });
        if !self.case_names.insert(self.hasher.hash_one(&name)) {
            self.report.note(Problem::DuplicateCase, || window.place(start));
        }
        self.builder.end_case(&name);
    }

    fn classifier(&mut self, name: Option<Span>, keys: Option<Span>, window: &Window<'_>) {
        /// More than any log has.
        const MOST: usize = 100;
        let Some(keys) = keys.filter(|keys| keys.len() <= self.options.limits.value) else { return };
        if self.report.classifiers.len() >= MOST {
            return;
        }
        let name = name.filter(|name| name.len() <= self.options.limits.key);
        let name = name.map_or_else(String::new, |name| name.meaning(window.bytes()).text.into_owned());
        let keys = keys.meaning(window.bytes()).text;
        // A key with a blank stands in single quotes.
        let mut parts = Vec::new();
        for (index, part) in keys.split('\'').enumerate() {
            if index % 2 == 1 {
                parts.push(part.to_owned());
            } else {
                parts.extend(part.split_whitespace().map(str::to_owned));
            }
        }
        self.report.classifiers.push((name, parts));
    }

    /// Whether the log takes all the memory that it may take.
    fn full(&self) -> bool {
        let names = self.case_names.capacity() * 9;
        self.builder.bytes() + names > self.options.limits.memory || self.builder.events() > u32::MAX as usize / 2
    }

    /// The text ends, perhaps inside a tag; what is open by then was cut off.
    fn end(&mut self, inside: bool, window: &Window<'_>) {
        let at = window.at;
        if self.frames.contains(&Frame::Event) {
            self.report.note(Problem::EventCutOff, || window.place(at));
            self.take_back();
            self.forget_event();
        }
        if self.frames.contains(&Frame::Trace) {
            if self.case_name.is_some() || self.builder.events() > self.case_begins {
                self.report.note(Problem::CaseCutOff, || window.place(at));
                self.end_case(window, at);
            } else {
                self.builder.abandon_case();
            }
        }
        if (inside || !self.frames.is_empty()) && !window.broke_off() {
            self.report.end = End::CutOff;
        }
        if !self.seen_log {
            self.report.note_whole(Problem::NotALog, 1);
        }
    }

    fn finish(mut self) -> (Builder, Report) {
        self.count_zones();
        self.report.zones = self.zones;
        self.report.attributes = self.cases.told().chain(self.events.told()).collect();
        (self.builder, self.report)
    }
}

fn nested(frame: &Frame) -> bool {
    matches!(frame, Frame::Nested { .. })
}
