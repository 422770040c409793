//! OCEL 2.0 and 1.0 in JSON: events that belong to several objects each.
//!
//! Of an attribute of an object that changes over time, the latest value is kept; relations between objects are not.

mod objects;
mod stream;

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value as Json;

pub use objects::{ObjectLog, ObjectType};

use self::objects::Gathered;
use self::stream::Stream;
use super::Options;
use super::report::{End, Format, Problem, Report};
use super::window::Window;

pub(super) fn read(window: &mut Window<'_>, options: &Options) -> (ObjectLog, Report) {
    let mut gathered = Gathered::new(options);
    let mut stream = Stream::new(window, options);
    let mut json = serde_json::Deserializer::from_reader(&mut stream);
    let result = json.deserialize_map(Root(&mut gathered)).and_then(|()| json.end());
    drop(json);
    let Stream { shortened, too_long, .. } = stream;
    let place = window.place(window.at);
    let report = &mut gathered.report;
    if shortened > 0 {
        report.note_whole(Problem::ValueShortened, shortened);
    }
    if let Err(error) = result {
        if gathered.full {
            report.end = End::Full;
        } else if error.is_eof() {
            report.end = End::CutOff;
        } else {
            report.note(if too_long { Problem::LineTooLong } else { Problem::Broken }, || place);
            report.end = End::CutOff;
        }
    }
    if !gathered.seen {
        gathered.report.note_whole(Problem::NotALog, 1);
    }
    gathered.finish()
}

/// The object that the whole text is.
struct Root<'g, 'o>(&'g mut Gathered<'o>);

impl<'de> Visitor<'de> for Root<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object-centric event log")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let part = match &*key {
                "events" | "ocel:events" => Part::Event,
                "objects" | "ocel:objects" => Part::Object,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            if key.starts_with("ocel:") {
                self.0.report.format = Format::Ocel1;
            }
            self.0.seen = true;
            map.next_value_seed(Elements { gathered: self.0, part })?;
        }
        Ok(())
    }
}

#[derive(Clone, Copy)]
enum Part {
    Event,
    Object,
}

/// All events, or all objects: a list in OCEL 2.0, an object by id in OCEL 1.0.
struct Elements<'g, 'o> {
    gathered: &'g mut Gathered<'o>,
    part: Part,
}

impl Elements<'_, '_> {
    fn element<E: serde::de::Error>(&mut self, id: Option<&str>, element: &Json) -> Result<(), E> {
        match self.part {
            Part::Event => self.gathered.event(element),
            Part::Object => self.gathered.object(id, element),
        }
        if self.gathered.is_full() { Err(E::custom("the log takes all the memory that it may take")) } else { Ok(()) }
    }
}

impl<'de> DeserializeSeed<'de> for Elements<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Elements<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("events or objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<(), A::Error> {
        while let Some(element) = seq.next_element::<Json>()? {
            self.element(None, &element)?;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some((id, element)) = map.next_entry::<String, Json>()? {
            self.element(Some(&id), &element)?;
        }
        Ok(())
    }
}
