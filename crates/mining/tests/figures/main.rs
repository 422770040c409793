//! What is counted and timed in a log.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod graph;
mod performance;

use mining::log::{Activity, Builder, Log, Moment, Name};

/// One case a line: `a0 b5 c5..8 d9@ann`: an activity with the minute at which it was done, or from when to when, and who
/// did it.
fn log(text: &str) -> Log {
    let mut builder = Builder::default();
    for (number, line) in text.lines().enumerate() {
        builder.case(&number.to_string());
        let mut events = Vec::new();
        for (order, word) in line.split_whitespace().enumerate() {
            let (what, person) = word.split_once('@').map_or((word, None), |(what, person)| (what, Some(person)));
            let (activity, times) = what.split_at(1);
            match times.split_once("..") {
                Some((start, end)) => {
                    events.push((minute(start), order, activity, Some("start"), person));
                    events.push((minute(end), order, activity, Some("complete"), person));
                }
                None => events.push((minute(times), order, activity, None, person)),
            }
        }
        events.sort();
        for (time, _, activity, transition, person) in events {
            builder.event(activity, Some(time));
            transition.inspect(|transition| builder.transition(transition));
            person.inspect(|person| builder.person(person));
        }
    }
    builder.finish()
}

fn minute(text: &str) -> Moment {
    Moment(text.parse::<i64>().unwrap() * MINUTE)
}

const MINUTE: i64 = 60_000_000;

fn activity(log: &Log, name: &str) -> Activity {
    let Name(number) = log.activities().find(name).unwrap();
    Activity(number)
}
