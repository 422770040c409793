//! What an event log tells: figures, map, ways, cases, departures, a draft; and what it does not.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]
#![allow(clippy::print_stderr, reason = "a test that is skipped says so")]

mod house;

use std::fmt::Write;

use house::{Answer, Asked, Browser, House};
use serde_json::{Value as Json, json};

const INSPECT: &str = "Inspect the item";

/// A case: its name, its region, and what was done by whom.
type Told<'a> = (String, &'a str, Vec<(&'a str, &'a str)>);

/// One case a line: its name, its region, and what was done by whom, an hour apart, on days that follow each other.
fn table(cases: &[Told<'_>]) -> String {
    let mut text = String::from("case,activity,time,person,region,clerk\n");
    for (day, (name, region, events)) in cases.iter().enumerate() {
        for (hour, (activity, person)) in events.iter().enumerate() {
            let (month, day) = (1 + day / 28, 1 + day % 28);
            let (hour, minute) = (hour / 60, hour % 60);
            writeln!(
                text,
                "{name},{activity},2026-{month:02}-{day:02}T{hour:02}:{minute:02}:00Z,{person},{region},{person}"
            )
            .unwrap();
        }
    }
    text
}

/// Twenty cases as they should be, and four that depart.
fn planted() -> String {
    let mut cases: Vec<Told<'_>> = Vec::new();
    let regions = ["north", "south"];
    for number in 0..20 {
        let events = vec![(INSPECT, "Maria Huber"), ("Agree", "Jon Doe")];
        cases.push((format!("good {number}"), regions[number % 2], events));
    }
    cases.push(("left out".into(), "north", vec![(INSPECT, "Maria Huber")]));
    cases.push(("turned round".into(), "north", vec![("Agree", "Jon Doe"), (INSPECT, "Maria Huber")]));
    cases.push(("one person".into(), "south", vec![(INSPECT, "Jon Doe"), ("Agree", "Jon Doe")]));
    let coffee = vec![(INSPECT, "Jon Doe"), ("Coffee", "Ann Lee"), ("Agree", "Maria Huber")];
    cases.push(("with coffee".into(), "south", coffee));
    table(&cases)
}

async fn brought(house: &House, by: &Browser, text: String) -> String {
    let query = "?name=desk.csv&case=case&activity=activity&time=time&person=person";
    let asked = Asked::new("POST", &format!("/api/v1/event-logs{query}"));
    let answer = house.ask(asked.header("content-type", "application/octet-stream").body(text).by(by)).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    answer.json["log"]["id"].as_str().unwrap().to_owned()
}

/// A house with the planted log, and an editor who looks at it.
struct Desk {
    house: House,
    eve: Browser,
    log: String,
}

impl Desk {
    async fn of(text: String) -> Desk {
        let house = House::lived_in().await;
        let eve = house.be("eve").await;
        let log = brought(&house, &eve, text).await;
        Desk { house, eve, log }
    }

    async fn answer(&self, below: &str) -> Answer {
        self.house.ask(Asked::get(&format!("/api/v1/event-logs/{}{below}", self.log)).by(&self.eve)).await
    }

    /// What is told; never a name, nor what stands for one elsewhere.
    async fn told(&self, below: &str) -> Json {
        let answer = self.answer(below).await;
        assert_eq!(answer.status, 200, "{below}: {answer:?}");
        // What was said of the log when it was brought tells its attributes, by name only.
        let mut figures = answer.json.clone();
        figures.as_object_mut().unwrap().remove("report");
        for name in ["Maria", "Huber", "Jon", "Ann", "\"p-", "clerk"] {
            assert!(!figures.to_string().contains(name), "{below} tells `{name}`: {figures:#}");
        }
        answer.json
    }

    async fn names(&self, below: &str) -> Vec<String> {
        let told = self.told(below).await;
        let items = told["items"].as_array().unwrap();
        items.iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
    }
}

fn texts<'a>(list: &'a Json, key: &str) -> Vec<&'a str> {
    list.as_array().unwrap().iter().map(|one| one[key].as_str().unwrap()).collect()
}

#[tokio::test]
async fn an_overview_tells_how_much_how_long_and_what_is_done_but_nobody() {
    let desk = Desk::of(planted()).await;
    let told = desk.told("").await;
    assert_eq!((&told["cases"], &told["events"], &told["variants"]), (&json!(24), &json!(48), &json!(4)));
    assert_eq!(told["durations"], json!({"p10": 60, "p50": 60, "p90": 60, "mean": 60}));
    assert_eq!(
        told["activities"][0],
        json!({"activity": INSPECT, "times": 24, "cases": 24, "repeating": 0}),
        "{:#}",
        told["activities"]
    );
    assert_eq!(texts(&told["activities"], "activity"), [INSPECT, "Agree", "Coffee"]);
    assert_eq!(told["bottlenecks"][0]["from"], INSPECT);
    // Three people are too few for anything about people.
    assert_eq!(told["handovers"], json!({"places": [], "withheld": 4}));
    let region = json!({"key": "region", "scope": "event", "values": ["north", "south"]});
    assert_eq!(told["attributes"], json!([region]));
    let open: Vec<u64> = told["weeks"].as_array().unwrap().iter().map(|week| week["open"].as_u64().unwrap()).collect();
    assert_eq!(open, [0, 0, 0, 0]);
    assert_eq!(told["summary"]["cases"], 24);
}

#[tokio::test]
async fn a_map_shows_as_much_as_is_asked_for() {
    let desk = Desk::of(planted()).await;
    let whole = desk.told("/map").await;
    assert_eq!((&whole["all_activities"], &whole["all_paths"]), (&json!(3), &json!(4)));
    let paths = whole["paths"].as_array().unwrap();
    let main = paths.iter().find(|path| path["from"] == INSPECT && path["to"] == "Agree").unwrap();
    assert_eq!((&main["times"], &main["wait"]["p90"]), (&json!(21), &json!(60)));
    assert_eq!(whole["starts"], json!([{"activity": INSPECT, "cases": 23}, {"activity": "Agree", "cases": 1}]));
    let part = desk.told("/map?activities=0.5&paths=0").await;
    assert_eq!(texts(&part["activities"], "activity"), [INSPECT, "Agree"]);
    // Without Coffee one more case goes the main way.
    assert_eq!(part["paths"][0]["times"], 22);
    assert!(part["covered_activities"].as_f64().unwrap() > 0.97);
    for (query, status) in [("?activities=1.5", 422), ("?paths=NaN", 422), ("?paths=-1", 422), ("?paths=much", 400)] {
        let refused = desk.answer(&format!("/map{query}")).await;
        assert_eq!(refused.status, status, "{query}: {refused:?}");
    }
}

#[tokio::test]
async fn ways_and_their_cases_are_listed_page_by_page() {
    let desk = Desk::of(planted()).await;
    let told = desk.told("/variants?limit=3").await;
    assert_eq!((&told["total"], &told["next"]), (&json!(4), &json!("3")));
    let first = &told["items"][0];
    assert_eq!(
        (&first["cases"], &first["trace"], &first["median"]),
        (&json!(21), &json!([INSPECT, "Agree"]), &json!(60))
    );
    let rest = desk.told("/variants?limit=3&cursor=3").await;
    assert_eq!((rest["items"].as_array().unwrap().len(), &rest["next"]), (1, &Json::Null));
    assert_eq!(rest["items"][0]["variant"], 3);
    assert_eq!(desk.told("/variants?cursor=99").await["items"], json!([]));

    assert_eq!(desk.names("/cases?variant=1").await, ["left out"]);
    assert_eq!(desk.names("/cases?search=WITH").await, ["with coffee"]);
    let page = desk.told("/cases?limit=2&cursor=22").await;
    assert_eq!((&page["total"], &page["next"]), (&json!(24), &Json::Null));
    assert_eq!(texts(&page["items"], "name"), ["one person", "with coffee"]);
    for (query, status) in [("?variant=4", 404), ("?variant=-1", 400), ("?cursor=x", 400)] {
        assert_eq!(desk.answer(&format!("/cases{query}")).await.status, status, "{query}");
    }
}

#[tokio::test]
async fn a_way_of_many_activities_is_cut_and_its_length_told() {
    let many = (0..700).map(|number| (if number % 2 == 0 { "A" } else { "B" }, "Jon Doe")).collect();
    let desk = Desk::of(table(&[("long".into(), "north", many)])).await;
    let way = &desk.told("/variants").await["items"][0];
    assert_eq!((way["trace"].as_array().unwrap().len(), &way["length"]), (200, &json!(700)));
}

#[tokio::test]
async fn departures_are_told_on_their_steps_with_the_cases_behind_each() {
    let desk = Desk::of(planted()).await;
    let told = desk.told("/conformance?procedure=returns").await;
    assert_eq!(told["procedure"], json!({"id": "returns", "title": "Returns", "number": 1}));
    assert_eq!((&told["cases"], &told["conforming"], &told["variants"]), (&json!(24), &json!(20), &json!(4)));
    assert_eq!(told["unknown_activities"], json!([{"activity": "Coffee", "times": 1}]));
    let mut found = Vec::new();
    for deviation in told["deviations"].as_array().unwrap() {
        let below = format!("/cases?procedure=returns&deviation={}", deviation["place"]);
        let cases = desk.names(&below).await;
        assert_eq!(deviation["cases"], cases.len());
        found.push(format!(
            "{} | {} | {}",
            deviation["class"].as_str().unwrap(),
            deviation["title"].as_str().unwrap(),
            cases.join(", ")
        ));
    }
    found.sort();
    assert_eq!(
        found,
        [
            "extra | Coffee, done without being asked for | with coffee",
            "four_eyes | Step 2 Agree, done by one person where two must (whoever did “Inspect the item”) | one person",
            "missing | Step 2 Agree, left out | left out",
            "out_of_order | Step 1 Inspect the item, done out of order | turned round",
        ]
    );
    for (query, status) in [
        ("/cases?procedure=returns&deviation=4", 404),
        ("/cases?deviation=0", 400),
        ("/conformance", 400),
        ("/conformance?procedure=nothing", 404),
        ("/conformance?procedure=returns&version=7", 404),
    ] {
        assert_eq!(desk.answer(query).await.status, status, "{query}");
    }
}

#[tokio::test]
async fn what_is_accepted_is_told_and_does_not_count() {
    let desk = Desk::of(planted()).await;
    assert_eq!(desk.told("/conformance?procedure=returns").await["conforming"], 20);
    let ada = desk.house.be("ada").await;
    let accepted = json!({"class": "extra", "detail": "Coffee", "reason": "They may."});
    let path = "/api/v1/procedures/returns/accepted-deviations";
    assert_eq!(desk.house.ask(Asked::post(path, accepted).by(&ada)).await.status, 201);
    let told = desk.told("/conformance?procedure=returns").await;
    assert_eq!(told["conforming"], 21);
    assert_eq!(told["deviations"][3]["accepted"], "They may.");
}

#[tokio::test]
async fn a_case_is_told_with_letters_for_people_and_move_by_move() {
    let desk = Desk::of(planted()).await;
    let told = desk.told("/cases/21?procedure=returns").await;
    assert_eq!((&told["name"], &told["count"]), (&json!("turned round"), &json!(2)));
    assert_eq!(told["events"][0]["by"], "A");
    assert_eq!(told["events"][1]["by"], "B");
    assert_eq!(told["events"][0]["values"], json!([{"key": "region", "value": "north"}]));
    let moves: Vec<String> = told["moves"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let found = texts(&one["found"], "words").join("; ");
            format!("{} {} {}: {found}", one["kind"].as_str().unwrap(), one["event"], one["step"]["id"])
        })
        .collect();
    assert_eq!(
        moves,
        [
            "model null \"inspect\": Step 1 Inspect the item should have been done here",
            "both 0 \"agree\": ",
            "log 1 null: Step 1 Inspect the item, done out of order",
        ]
    );
    let one = desk.told("/cases/22").await;
    assert_eq!((&one["events"][0]["by"], &one["events"][1]["by"]), (&json!("A"), &json!("A")));
    assert_eq!(one["moves"], Json::Null);
    for case in ["24", "x", "-1", "99999999999999999999999"] {
        assert_eq!(desk.answer(&format!("/cases/{case}")).await.status, 404, "{case}");
    }
}

#[tokio::test]
async fn a_part_of_a_log_is_looked_at_and_garbage_is_told_so() {
    let desk = Desk::of(planted()).await;
    for (query, cases) in [
        ("?has=Coffee", 1),
        ("?lacks=Agree", 1),
        ("?from=2026-01-21", 4),
        ("?to=2026-01-20", 20),
        ("?key=region&equals=north", 12),
        ("?ways=0.8", 21),
    ] {
        assert_eq!(desk.told(query).await["cases"], cases, "{query}");
        assert_eq!(desk.told(&format!("/map{query}")).await["cases"], cases, "{query}");
    }
    let part = desk.told("/conformance?procedure=returns&has=Coffee").await;
    assert_eq!((&part["cases"], &part["deviations"][0]["share"]), (&json!(1), &json!(1.0)));
    assert_eq!(desk.told("/cases/0?has=Coffee").await["name"], "with coffee");
    for query in ["?has=Tea", "?lacks=Tea", "?from=yesterday", "?to=2026-02-30", "?ways=2", "?key=size&equals=1"] {
        let refused = desk.answer(&format!("/variants{query}")).await;
        assert_eq!((refused.status, refused.code()), (422, "invalid"), "{query}: {refused:?}");
    }
    // By person nothing is looked at, whatever the attribute is called.
    for query in ["?key=clerk&equals=Jon%20Doe", "?has=Coffee&key=clerk&equals=Ann%20Lee"] {
        let refused = desk.answer(query).await;
        assert_eq!(refused.status, 422, "{refused:?}");
    }
}

#[tokio::test]
async fn a_draft_can_be_checked_and_nothing_is_kept_of_it() {
    let desk = Desk::of(planted()).await;
    let asked =
        |query: &str| Asked::new("POST", &format!("/api/v1/event-logs/{}/draft{query}", desk.log)).by(&desk.eve);
    let drafted = desk.house.ask(asked("?coverage=0.5&title=Desk%20work")).await;
    assert_eq!(drafted.status, 200, "{drafted:?}");
    let told = &drafted.json;
    assert_eq!((&told["id"], &told["title"]), (&json!("desk-work"), &json!("Desk work")));
    let text = told["text"].as_str().unwrap();
    let procedure = procedure::read::read(text, procedure::read::Spelling::Yaml, &()).clean().unwrap();
    assert!(procedure.all_steps().iter().any(|at| at.step.title.source() == INSPECT), "{text}");
    for name in ["Maria", "Huber", "Jon", "clerk"] {
        assert!(!text.contains(name), "the draft tells `{name}`: {text}");
    }
    let errors = told["diagnostics"].as_array().unwrap().iter().filter(|found| found["severity"] == "error");
    assert_eq!(errors.count(), 0, "{:#}", told["diagnostics"]);
    let drafts = desk.house.ask(Asked::get("/api/v1/drafts").by(&desk.eve)).await;
    assert_eq!(drafts.json["items"].as_array().map(Vec::len), Some(0), "{drafts:?}");
    for (query, status) in [("?coverage=1.1", 422), ("?coverage=x", 400), ("?id=No%20Id", 422)] {
        assert_eq!(desk.house.ask(asked(query)).await.status, status, "{query}");
    }
}

#[tokio::test]
async fn who_has_no_part_in_logs_is_told_nothing_of_them() {
    let desk = Desk::of(planted()).await;
    let bob = desk.house.be("bob").await;
    for below in ["", "/map", "/variants", "/cases", "/cases/0", "/conformance?procedure=returns"] {
        let asked = Asked::get(&format!("/api/v1/event-logs/{}{below}", desk.log));
        assert_eq!(desk.house.ask(asked.by(&bob)).await.status, 403, "{below}");
    }
}

#[tokio::test]
async fn a_textbook_log_has_the_figures_of_the_textbook() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folders = ["../shared/cases/event-logs", "../../shared/cases/event-logs"].map(|path| root.join(path));
    let Some(text) = folders.iter().find_map(|folder| std::fs::read_to_string(folder.join("running-example.xes")).ok())
    else {
        eprintln!("skipped: there is no ../shared/cases/event-logs beside the project");
        return;
    };
    let house = House::lived_in().await;
    let eve = house.be("eve").await;
    let asked = Asked::new("POST", "/api/v1/event-logs?name=running-example.xes");
    let log = house.ask(asked.header("content-type", "application/octet-stream").body(text).by(&eve)).await;
    let log = log.json["log"]["id"].as_str().unwrap().to_owned();
    let told = |below: &str| {
        let asked = Asked::get(&format!("/api/v1/event-logs/{log}{below}")).by(&eve);
        async { house.ask(asked).await.json }
    };
    // As `understudy stats` has them, and van der Aalst, Process Mining (2016), table 2.1 and figure 2.6.
    let overview = told("").await;
    assert_eq!(
        (&overview["cases"], &overview["events"], &overview["variants"], &overview["repeating"]),
        (&json!(6), &json!(42), &json!(6), &json!(2))
    );
    let map = told("/map").await;
    assert_eq!(map["starts"], json!([{"activity": "register request", "cases": 6}]));
    let mut ends = texts(&map["ends"], "activity");
    ends.sort_unstable();
    assert_eq!(ends, ["pay compensation", "reject request"]);
    let decide = map["activities"].as_array().unwrap().iter().find(|one| one["activity"] == "decide").unwrap();
    assert_eq!((&decide["times"], &decide["cases"]), (&json!(9), &json!(6)));
}
