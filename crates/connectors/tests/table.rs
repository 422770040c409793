//! Tables: what is read from files, what is refused, and what calls give.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod desk;

use std::path::Path;

use connectors::{Configuration, Format, Limits, Registry};
use desk::{Desk, call, line, request};
use serde_json::json;

const PEOPLE: &str = "id,name,age,active,code,joined,score\n\
    1,Ada,36,True,007,2026-03-31,1.50\n\
    2,\"Grace, H.\",,FALSE,12,2026-04-01,-3\n\
    3,Linus,54,true,+49,2026-04-02,0\n";

fn people(options: &str) -> (Desk, Registry) {
    let desk = Desk::new();
    desk.file("people.csv", PEOPLE);
    let registry = desk.build(&format!("connectors: {{people: {{table: {{file: people.csv, key: id{options}}}}}}}"));
    let registry = registry.unwrap();
    (desk, registry)
}

#[tokio::test]
async fn types_are_inferred_from_whole_columns_and_lose_no_character() {
    let (_desk, registry) = people("");
    let row = call(&registry, "people.get", json!({"id": 1})).await.unwrap();
    let expected = json!({
        "id": 1, "name": "Ada", "age": 36, "active": true, "code": "007", "joined": "2026-03-31", "score": 1.5,
    });
    assert_eq!(row, expected);
    let row = call(&registry, "people.get", json!({"key": "2"})).await.unwrap();
    assert_eq!(row["age"], json!(null));
    assert_eq!(row["active"], json!(false));
    assert_eq!(row["code"], "12");
    assert_eq!(row["name"], "Grace, H.");
}

#[tokio::test]
async fn keys_that_look_like_decimals_stay_apart() {
    let desk = Desk::new();
    desk.file("clauses.csv", "clause,title\n1.1,Scope\n1.10,Records\n");
    let registry = desk.build("{clauses: {table: {file: clauses.csv, key: clause}}}").unwrap();
    let row = call(&registry, "clauses.get", json!({"clause": "1.10"})).await.unwrap();
    assert_eq!(row, json!({"clause": "1.10", "title": "Records"}));
}

#[tokio::test]
async fn declared_types_are_kept_to() {
    let (_desk, registry) = people(", columns: {id: string, joined: date, score: string}");
    let found = registry.get("people").unwrap().connector.call(&request("get", json!({"id": "1"}))).await.unwrap();
    let procedure::value::Value::Object(row) = found else { panic!("a row is an object") };
    assert_eq!(row["joined"].kind(), "a date");
    assert_eq!(row["score"], "1.50".into());
    assert_eq!(row["id"], "1".into());
}

#[tokio::test]
async fn find_gives_the_rows_whose_columns_equal_the_arguments() {
    let (_desk, registry) = people("");
    let found = call(&registry, "people.find", json!({"active": true})).await.unwrap();
    let names: Vec<_> = found.as_array().unwrap().iter().map(|row| row["name"].clone()).collect();
    assert_eq!(names, ["Ada", "Linus"]);
    assert_eq!(call(&registry, "people.find", json!({"active": true, "limit": 1})).await.unwrap()[0]["name"], "Ada");
    assert_eq!(call(&registry, "people.find", json!({"id": 3, "active": false})).await.unwrap(), json!([]));
    assert_eq!(call(&registry, "people.find", json!({"score": "1.5"})).await.unwrap()[0]["name"], "Ada");
    assert_eq!(call(&registry, "people.list", json!({"limit": 2})).await.unwrap().as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_call_that_cannot_be_answered_says_why_without_showing_values() {
    let (_desk, registry) = people("");
    let mut told = String::new();
    for (action, arguments) in [
        ("people.get", json!({"id": "secret-key"})),
        ("people.get", json!({"id": 99})),
        ("people.get", json!({"id": null})),
        ("people.get", json!({"id": [1]})),
        ("people.get", json!({})),
        ("people.get", json!({"id": 1, "name": "Ada"})),
        ("people.find", json!({"actve": true})),
        ("people.find", json!({"age": "old"})),
        ("people.find", json!({"age": null})),
        ("people.list", json!({"limit": 0})),
        ("people.list", json!({"limit": 1.5})),
        ("people.list", json!({"name": "Ada"})),
        ("people.gett", json!({"id": 1})),
    ] {
        let failure = call(&registry, action, arguments).await.unwrap_err();
        told += &format!("{}\n", line(&failure));
    }
    assert!(!told.contains("secret-key"));
    insta::assert_snapshot!(told);
}

#[tokio::test]
async fn more_rows_than_an_answer_holds_are_refused_unless_a_limit_is_given() {
    let desk = Desk::new();
    let rows: String = (0..1_500).map(|row| format!("{row},x\n")).collect();
    desk.file("many.csv", format!("id,kind\n{rows}"));
    let registry = desk.build("{many: {table: {file: many.csv}}}").unwrap();
    let failure = call(&registry, "many.find", json!({"kind": "x"})).await.unwrap_err();
    assert_eq!(failure.error, "invalid");
    let given = call(&registry, "many.find", json!({"kind": "x", "limit": 1_200})).await.unwrap();
    assert_eq!(given.as_array().unwrap().len(), 1_200);
    assert_eq!(call(&registry, "many.get", json!({"id": 1})).await.unwrap_err().error, "unknown-action");
}

#[tokio::test]
async fn json_is_a_list_of_objects_or_an_object_by_key() {
    let desk = Desk::new();
    desk.file(
        "list.json",
        r#"[{"id": "a", "tags": ["x"], "price": 12345678901234567.891}, {"id": "b", "extra": true}]"#,
    );
    desk.file("named.json", r#"{"a": {"n": 1}, "b": {"id": "b", "n": 2}}"#);
    let yaml = "{list: {table: {file: list.json, key: id}}, named: {table: {file: named.json, key: id}}}";
    let registry = desk.build(yaml).unwrap();
    let row = call(&registry, "list.get", json!({"id": "a"})).await.unwrap();
    assert_eq!(row, json!({"id": "a", "tags": ["x"], "price": "12345678901234567.891", "extra": null}));
    assert_eq!(call(&registry, "named.get", json!({"id": "b"})).await.unwrap(), json!({"id": "b", "n": 2}));
}

#[tokio::test]
async fn a_workbook_gives_one_sheet_with_its_types() {
    use rust_xlsxwriter::{ExcelDateTime, Format as Style, Workbook};
    let desk = Desk::new();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("Rates").unwrap();
    let day = Style::new().set_num_format("yyyy-mm-dd");
    let date = ExcelDateTime::parse_from_str("2026-03-31").unwrap();
    let moment = ExcelDateTime::parse_from_str("2026-03-31T09:30:00").unwrap();
    for (column, name) in ["code", "rate", "open", "from", "at", "mixed"].into_iter().enumerate() {
        sheet.write(0, u16::try_from(column).unwrap(), name).unwrap();
    }
    sheet.write(1, 0, "007").unwrap();
    sheet.write(1, 1, 0.1).unwrap();
    sheet.write(1, 2, true).unwrap();
    sheet.write_with_format(1, 3, &date, &day).unwrap();
    sheet.write_with_format(1, 4, &moment, &day).unwrap();
    sheet.write(1, 5, 5).unwrap();
    sheet.write(3, 0, "008").unwrap();
    sheet.write(3, 5, "five").unwrap();
    workbook.add_worksheet().set_name("Empty").unwrap();
    desk.file("rates.xlsx", workbook.save_to_buffer().unwrap());
    let registry = desk.build("{rates: {table: {file: rates.xlsx, sheet: Rates, key: code}}}").unwrap();
    let row = call(&registry, "rates.get", json!({"code": "007"})).await.unwrap();
    let expected = json!({
        "code": "007", "rate": 0.1, "open": true, "from": "2026-03-31", "at": "2026-03-31T09:30:00", "mixed": "5",
    });
    assert_eq!(row, expected);
    assert_eq!(call(&registry, "rates.list", json!({})).await.unwrap().as_array().unwrap().len(), 2);
    let told = desk.complaint("{rates: {table: {file: rates.xlsx, sheet: Rate}}}");
    assert!(told.contains("did you mean `Rates`?"), "{told}");
    let told = desk.complaint("{rates: {table: {file: rates.xlsx, sheet: Empty}}}");
    assert!(told.contains("sheet `Empty` is empty"), "{told}");
}

#[test]
fn a_damaged_workbook_is_refused_wherever_it_was_cut_or_changed() {
    let desk = Desk::new();
    let mut workbook = rust_xlsxwriter::Workbook::new();
    workbook.add_worksheet().write(0, 0, "code").unwrap().write(1, 0, "a").unwrap();
    let whole = workbook.save_to_buffer().unwrap();
    for cut in (0..whole.len()).step_by(97) {
        desk.file("rates.xlsx", &whole[..cut]);
        desk.complaint("{rates: {table: {file: rates.xlsx}}}");
        let mut changed = whole.clone();
        changed[cut] ^= 0x55;
        desk.file("rates.xlsx", &changed);
        // A change may fall where it does no harm.
        let _ = desk.build("{rates: {table: {file: rates.xlsx}}}");
    }
}

#[test]
fn a_workbook_that_unpacks_to_too_much_is_refused() {
    let mut desk = Desk::new();
    desk.limits.file_bytes = 16 << 10;
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write(0, 0, "code").unwrap();
    for row in 1..9_000 {
        sheet.write(row, 0, 1).unwrap();
    }
    let packed = workbook.save_to_buffer().unwrap();
    // Large enough to be over the limit only once it is unpacked.
    desk.limits.file_bytes = packed.len() as u64;
    desk.limits.file_bytes = desk.limits.file_bytes.max(20 << 10);
    desk.file("rates.xlsx", &packed);
    let told = desk.complaint("{rates: {table: {file: rates.xlsx}}}");
    assert!(told.contains("unpacks to too many bytes"), "{told}");
}

#[test]
fn a_table_that_misleads_is_refused_with_its_line() {
    let desk = Desk::new();
    let mut told = String::new();
    let long = "x".repeat(100);
    for (content, options) in [
        (&b""[..], ""),
        (b"id,id\n1,2\n", ""),
        (b"id,\n1,2\n", ""),
        (b"id,name\n1,Ada\n2\n", ""),
        (b"id,name\n1,Ada\n2,\xff\n", ""),
        (b"id,name\n1,Ada\n\n1,Bob\n", ", key: id"),
        (b"id,name\n1,Ada\n,Bob\n", ", key: id"),
        (b"id,name\n1,Ada\n", ", key: idd"),
        (b"id,name\n1,Ada\n", ", columns: {nam: string}"),
        (b"id,price\n1,2.5\n2,abc\n", ", columns: {price: number}"),
        (b"id,count\n1,2.5\n", ", columns: {count: integer}"),
        (b"id,day\n1,2026-02-30\n", ", columns: {day: date}"),
        (b"id,at\n1,2026-02-03T10:00:00\n", ", columns: {at: date-time}"),
        (b"id,ok\n1,yes\n", ", columns: {ok: boolean}"),
        (b"id;name\n1;Ada\n", ", delimiter: '\n'"),
        (b"id,name\n1,Ada\n", ", sheet: One"),
        (format!("id\n{long}\n").as_bytes(), ", columns: {id: number}"),
    ] {
        desk.file("t.csv", content);
        told += &desk.complaint(&format!("{{t: {{table: {{file: t.csv{}}}}}}}", options.replace('\n', "\\n")));
        told.push('\n');
    }
    for (content, options) in [
        ("[1]", ""),
        ("{\"a\": {}}", ""),
        ("\"text\"", ""),
        ("[{\"a\": 1,}", ""),
        ("{\"a\": {\"n\": 1}, \"a\": {\"n\": 2}}", ", key: id"),
        ("{\"a\": {\"id\": \"b\"}}", ", key: id"),
        ("[{\"n\": 1234567890123456789012345678901}]", ""),
    ] {
        desk.file("t.json", content);
        told += &desk.complaint(&format!("{{t: {{table: {{file: t.json{options}}}}}}}"));
        told.push('\n');
    }
    for file in ["missing.csv", "t.pdf", "."] {
        told += &desk.complaint(&format!("{{t: {{table: {{file: {file}}}}}}}"));
        told.push('\n');
    }
    insta::assert_snapshot!(told);
}

#[test]
fn limits_on_bytes_rows_and_cells_hold() {
    let mut desk = Desk::new();
    desk.file("t.csv", "a,b\n1,2\n3,4\n5,6\n").file("t.json", r#"[{"a":1,"b":2},{"a":3},{"a":4}]"#);
    for limits in [
        Limits { file_bytes: 15, ..Limits::default() },
        Limits { rows: 2, ..Limits::default() },
        Limits { cells: 4, ..Limits::default() },
    ] {
        desk.limits = limits;
        for file in ["t.csv", "t.json"] {
            desk.complaint(&format!("{{t: {{table: {{file: {file}}}}}}}"));
        }
    }
}

#[tokio::test]
async fn get_finds_a_row_without_looking_at_all_of_them() {
    // By looking at all rows, these calls would run into the time limit of a test.
    let desk = Desk::new();
    let rows: String =
        (0..100_000).map(|row| format!("ACC{row},user{row}@example.com,{row},True,0.5,open\n")).collect();
    desk.file("accounts.csv", format!("account_id,email,amount,valid,rate,status\n{rows}"));
    let registry = desk.build("{accounts: {table: {file: accounts.csv, key: account_id}}}").unwrap();
    let entry = registry.get("accounts").unwrap();
    for row in 0..10_000 {
        entry.connector.call(&request("get", json!({"account_id": format!("ACC{}", row * 10)}))).await.unwrap();
    }
}

#[test]
fn garbage_in_a_file_never_panics() {
    let parts = ["a", ",", "\"", "\n", "\r", ";", "{", "}", "[", "]", ":", "1e9", "-0", "\u{feff}", "null", "\u{0}"];
    let desk = Desk::new();
    let mut state = 11_usize;
    for _ in 0..300 {
        let mut text = String::from("a,b\n");
        for _ in 0..14 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push_str(parts[(state >> 33) % parts.len()]);
        }
        desk.file("t.csv", &text).file("t.json", &text[4..]);
        for file in ["t.csv", "t.json"] {
            let _ = desk.build(&format!("{{t: {{table: {{file: {file}, key: a}}}}}}"));
        }
    }
}

#[tokio::test]
async fn the_referral_cases_have_the_types_their_procedure_reads() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/cases/referral-abuse/cases.csv");
    if !file.exists() {
        eprintln_skipped();
        return;
    }
    let json = json!({"connectors": {"accounts": {"table": {"file": file, "key": "account_id"}}}});
    let configuration = Configuration::parse(&json.to_string(), Format::Json, Path::new("c.json")).unwrap();
    let registry = Registry::build(&configuration, &|_| None, &Limits::default()).unwrap();
    let row = call(&registry, "accounts.get", json!({"account_id": "ACC100000"})).await.unwrap();
    assert_eq!(row["address_validity"], json!(false));
    assert_eq!(row["connected_accounts"], json!(20));
    assert_eq!(row["click_through_rate"], json!(0.52));
    assert_eq!(row["referral_source_quality"], json!("High"));
    assert_eq!(row["order_patterns_suspicious"], json!(true));
    let all = call(&registry, "accounts.list", json!({})).await.unwrap();
    assert_eq!(all.as_array().unwrap().len(), 200);
}

#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn eprintln_skipped() {
    eprintln!("skipped: ../shared/cases is not here");
}
