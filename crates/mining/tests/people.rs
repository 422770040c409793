//! Names of people become pseudonyms, and figures by person leave only in groups that are large enough.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

use mining::log::{Builder, ByPerson, Group, Guard, Log, Person, Pseudonyms, Rest, Value};

/// One event by each of so many people.
fn log(people: usize) -> Log {
    let mut builder = Builder::default();
    builder.case("ann");
    builder.case_value("owner", Value::Text("person 1"));
    for person in 0..people {
        builder.event("a", None);
        builder.person(&format!("person {person}"));
        builder.event_value("badge", Value::Whole(person as i64));
    }
    builder.finish()
}

fn counted(log: &Log) -> ByPerson<usize> {
    let mut figures = ByPerson::default();
    for person in log.cases().flat_map(|case| case.events()).filter_map(|event| event.person()) {
        figures.add(person, |count: &mut usize| *count += 1);
    }
    figures
}

fn sum(total: &mut usize, more: usize) {
    *total += more;
}

#[test]
fn a_pseudonym_is_the_hmac_of_the_standard_cut_to_64_bits() {
    // RFC 4231, test cases 1, 2 and 6.
    for (key, text, expected) in [
        (vec![0x0b; 20], "Hi There", "p-b0344c61d8db3853"),
        (b"Jefe".to_vec(), "what do ya want for nothing?", "p-5bdcc146bf60754e"),
        (vec![0xaa; 131], "Test Using Larger Than Block-Size Key - Hash Key First", "p-60e431591ee0b67f"),
    ] {
        assert_eq!(Pseudonyms::new(&key).of(text), expected);
    }
}

#[test]
fn a_pseudonymised_log_names_nobody_and_tells_the_same_people_apart() {
    let pseudonyms = Pseudonyms::new(b"key").attributes(["owner", "badge"]).case_names();
    let plain = log(12);
    let masked = pseudonyms.apply(plain.clone());
    assert!(!format!("{masked:?}").contains("person "));
    assert!(!format!("{pseudonyms:?}").contains("key:"));
    assert_eq!(masked.people(), 12);
    assert_eq!(masked.case(0).name(), pseudonyms.of("ann"));
    assert_eq!(masked.case(0).value("owner"), Some(Value::Text(&pseudonyms.of("person 1"))));
    let badge = masked.case(0).events().nth(7).unwrap().value("badge");
    assert_eq!(badge, Some(Value::Text(&pseudonyms.of("7"))));
    assert_eq!(pseudonyms.apply(plain.clone()), masked);
    assert_ne!(Pseudonyms::new(b"other").apply(plain), masked);
}

#[test]
fn a_group_below_the_guard_is_not_shown_and_cannot_be_found_by_subtraction() {
    let team = |sizes: &'static [usize]| {
        move |person: Person| {
            let mut last = 0;
            sizes.iter().position(|size| {
                last += size;
                person.index() < last
            })
        }
    };
    let shown = counted(&log(13)).groups(Guard::default(), team(&[6, 5, 2]), sum);
    assert_eq!(shown.groups, [Group { group: 0, people: 6, figure: 6 }]);
    assert_eq!(shown.rest, Some(Rest { groups: 2, people: 7, figure: Some(7) }));

    let shown = counted(&log(11)).groups(Guard::default(), team(&[5, 3, 3]), sum);
    assert_eq!(shown.groups, [Group { group: 0, people: 5, figure: 5 }]);
    assert_eq!(shown.rest, Some(Rest { groups: 2, people: 6, figure: Some(6) }));

    let shown = counted(&log(4)).groups(Guard::default(), team(&[2, 2]), sum);
    assert_eq!((shown.groups.len(), shown.rest), (0, Some(Rest { groups: 2, people: 4, figure: None })));

    let alone = counted(&log(3)).groups(Guard::new(0), |person| Some(person.index()), sum);
    assert_eq!((alone.groups.len(), alone.rest), (3, None));
    assert_eq!(counted(&log(4)).together(Guard::default(), sum), None);
    assert_eq!(counted(&log(5)).together(Guard::default(), sum), Some(5));
}
