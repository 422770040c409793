//! Events from outside, brought to the real binary.

#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod program;

use program::Desk;

const PROCEDURE: &str = "\
procedure: 1
id: parcel
title: Follow a parcel
owner: clerk
review: every year
roles: {clerk: Follows parcels.}
data:
  parcel: {type: string}
  place: {type: string, optional: true}
outputs: [place]
triggers:
  - event: com.example.parcel.sent
    set: {parcel: =event.data.number}
    key: =event.data.number
steps:
  - id: arrive
    title: Wait until it arrives
    wait: {event: com.example.parcel.arrived, when: event.data.number == parcel}
    save: {place: =event.data.place}
success:
  - {that: place != null, because: It arrived somewhere.}
";

#[test]
fn an_event_starts_one_run_and_another_ends_it() {
    let desk = Desk::new();
    desk.write("parcel.sop.yaml", PROCEDURE);
    desk.write("sent.yaml", "number: P-1\n");
    desk.write("elsewhere.yaml", "{number: P-2, place: Bonn}\n");
    desk.write("arrived.yaml", "{number: P-1, place: Ulm}\n");
    desk.understudy(&["publish", "parcel.sop.yaml", "--rationale", "The first."]).good();

    let sent = ["event", "com.example.parcel.sent", "--set-file", "sent.yaml", "--json"];
    let started = desk.understudy(&sent).good().json()["started"].clone();
    assert_eq!(started.as_array().map(Vec::len), Some(1), "{started}");
    let again = desk.understudy(&sent).good().json();
    assert_eq!(again["started"].as_array().map(Vec::len), Some(0), "one run a key: {again}");

    let run = started[0].as_str().unwrap().to_owned();
    let brought = |file: &str| {
        desk.understudy(&["event", "com.example.parcel.arrived", "--set-file", file]).good();
        desk.understudy(&["runs", "show", &run, "--json"]).good().json()
    };
    let other = brought("elsewhere.yaml");
    assert_eq!(other["status"], "running", "{other}");
    let ended = brought("arrived.yaml");
    assert_eq!(ended["status"]["ended"]["outcome"], "completed", "{ended}");
    assert_eq!(ended["data"]["place"], "Ulm", "{ended}");
}

#[test]
fn an_event_of_a_wrong_name_or_without_a_readable_file_is_refused() {
    let desk = Desk::new();
    let wrong = desk.understudy(&["event", "7 wrong"]);
    assert_eq!(wrong.code, 2, "{}", wrong.err);
    let missing = desk.understudy(&["event", "com.example.x", "--set-file", "nowhere.yaml"]);
    assert_eq!(missing.code, 4, "{}", missing.err);
    assert!(missing.err.contains("nowhere.yaml"), "{}", missing.err);
}
