//! A value as it arrives becomes a value of its field's type, or is refused in plain words.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

use procedure::document::{Field, TextFormat, Type};
use procedure::value::{Value, Values};
use proptest::prelude::*;

fn of(kind: Type) -> Field {
    Field::of(kind)
}

fn text(text: &str) -> Value {
    Value::from(text)
}

fn refusals(field: &Field, value: Value) -> Vec<String> {
    let violations = field.accept(value).unwrap_err();
    violations.iter().map(|violation| format!("{}: {}", violation.code, violation.sentence("amount"))).collect()
}

#[test]
fn a_number_below_its_least_is_told_both_numbers() {
    let field = Field { minimum: Some(0.into()), ..of(Type::Number) };
    assert_eq!(refusals(&field, Value::from(-3)), ["too-small: `amount` is -3, and 0 is the least"]);
}

#[test]
fn a_text_is_no_number_but_a_terminal_may_type_one() {
    let field = of(Type::Number);
    assert_eq!(refusals(&field, text("12.5")), ["wrong-type: `amount` is text '12.5', and it must be a number"]);
    assert_eq!(field.accept_text(" 12.50 ").unwrap(), Value::Number("12.5".parse().unwrap()));
    let comma = field.accept_text("1.234,5").unwrap_err();
    assert!(comma[0].message.contains("decimal point"), "{comma:?}");
}

#[test]
fn text_becomes_a_date_a_moment_or_a_duration_where_the_field_is_one() {
    assert!(matches!(of(Type::Date).accept(text("2026-01-31")).unwrap(), Value::Date(_)));
    assert!(matches!(of(Type::DateTime).accept(text("2026-01-31T09:30:00+01:00")).unwrap(), Value::Moment(_)));
    assert!(matches!(of(Type::Duration).accept(text("3 working days")).unwrap(), Value::Duration(_)));
    assert_eq!(
        refusals(&of(Type::Date), text("2026-02-30")),
        ["wrong-type: `amount` is '2026-02-30', which is no date; write year, month and day such as 2026-01-31"]
    );
}

#[test]
fn a_date_time_without_an_offset_is_refused_with_what_to_add() {
    assert_eq!(
        refusals(&of(Type::DateTime), text("2026-01-31T09:30:00")),
        [
            "no-offset: `amount` is '2026-01-31T09:30:00', which does not say in which zone; add the offset, such as `+01:00`, or `Z` for UTC"
        ]
    );
}

#[test]
fn a_fraction_is_no_whole_number_and_three_point_zero_is() {
    let field = of(Type::Integer);
    assert_eq!(field.accept(Value::Number("3.0".parse().unwrap())).unwrap(), Value::from(3));
    assert_eq!(
        refusals(&field, Value::Number("3.5".parse().unwrap())),
        ["not-whole: `amount` is 3.5, and it must be a whole number"]
    );
}

#[test]
fn every_limit_of_a_number_is_kept() {
    let field = Field {
        exclusive_minimum: Some(0.into()),
        maximum: Some(10.into()),
        multiple_of: Some("0.05".parse().unwrap()),
        ..of(Type::Number)
    };
    assert!(field.accept(Value::Number("9.95".parse().unwrap())).is_ok());
    assert_eq!(refusals(&field, Value::from(0)), ["too-small: `amount` is 0, and it must be more than 0"]);
    assert_eq!(
        refusals(&field, Value::Number("10.01".parse().unwrap())),
        [
            "too-large: `amount` is 10.01, and 10 is the most",
            "not-a-multiple: `amount` is 10.01, and it must be a multiple of 0.05"
        ]
    );
}

#[test]
fn lengths_are_counted_in_characters() {
    let field = Field { max_length: Some(3), ..of(Type::String) };
    assert!(field.accept(text("äöü")).is_ok());
    assert_eq!(refusals(&field, text("äöüß")), ["too-long: `amount` has 4 characters, and 3 are the most"]);
}

#[test]
fn a_value_outside_of_the_allowed_ones_is_told_the_nearest() {
    let field = Field { allowed: vec![text("refund"), text("replace")], ..of(Type::String) };
    assert_eq!(
        refusals(&field, text("refnud")),
        ["not-allowed: `amount` is 'refnud', and it must be one of `refund`, `replace`; did you mean `refund`?"]
    );
}

#[test]
fn patterns_and_formats_are_judged() {
    let order = Field { pattern: Some(r"^ORD-\d+$".into()), ..of(Type::String) };
    assert!(order.accept(text("ORD-1")).is_ok());
    assert!(order.accept(text("ORD-x")).is_err());
    let format = |format| Field { format: Some(format), ..of(Type::String) };
    for (kind, good, bad) in [
        (TextFormat::Email, "a.b@example.com", "a b@example.com"),
        (TextFormat::Email, "a@localhost", "a@@b"),
        (TextFormat::Uri, "https://example.com/a?b=c", "example.com"),
        (TextFormat::Uri, "mailto:a@example.com", "https:"),
        (TextFormat::Uuid, "0190163d-8694-739b-aea5-966c26f8ad91", "0190163d8694739baea5966c26f8ad91"),
    ] {
        assert!(format(kind).accept(text(good)).is_ok(), "{good}");
        assert!(format(kind).accept(text(bad)).is_err(), "{bad}");
    }
}

fn line() -> Field {
    let mut line = of(Type::Object);
    line.properties.insert("item".parse().unwrap(), of(Type::String));
    line.properties.insert("count".parse().unwrap(), Field { minimum: Some(1.into()), ..of(Type::Integer) });
    let due = Field { optional: true, ..of(Type::Date) };
    line.properties.insert("due".parse().unwrap(), due);
    line
}

#[test]
fn what_is_wrong_inside_lists_and_objects_has_its_place() {
    let lines = Field { items: Some(Box::new(line())), min_items: Some(1), ..of(Type::Array) };
    let good = r#"[{"item": "a", "count": 1, "due": "2026-01-31"}]"#;
    let Value::List(accepted) = lines.accept_text(good).unwrap() else { panic!("a list") };
    let Value::Object(first) = &accepted[0] else { panic!("an object") };
    assert!(matches!(first["due"], Value::Date(_)));
    let bad = serde_json::json!([{ "item": "a", "count": 1 }, { "cuont": 2, "item": 7 }]);
    assert_eq!(
        refusals(&lines, Value::from_plain(&bad).unwrap()),
        [
            "wrong-type: `amount[1].item` is a number 7, and it must be text",
            "missing: `amount[1].count` has no value, and it is required",
            "unknown-property: `amount[1].cuont` is not a property that is known here; did you mean `count`?",
        ]
    );
    assert_eq!(refusals(&lines, Value::List(vec![])), ["too-few-items: `amount` has 0 items, and 1 are the fewest"]);
}

#[test]
fn an_object_without_named_properties_is_open() {
    let parts = Values::from([("anything".to_owned(), Value::from(1))]);
    assert!(of(Type::Object).accept(Value::Object(parts)).is_ok());
}

#[test]
fn nothing_is_accepted_by_an_optional_field_alone() {
    assert_eq!(Field { optional: true, ..of(Type::Date) }.accept(Value::Null).unwrap(), Value::Null);
    assert_eq!(refusals(&of(Type::Date), Value::Null), ["missing: `amount` has no value, and it is required"]);
    assert_eq!(Field { optional: true, ..of(Type::Number) }.accept_text("  ").unwrap(), Value::Null);
}

#[test]
fn the_value_of_a_sensitive_field_stands_in_no_message() {
    let field = Field { sensitive: true, allowed: vec![text("secret-a")], ..of(Type::String) };
    for value in [text("secret-b"), Value::from(4711)] {
        let shown = refusals(&field, value).join(" ");
        assert!(!shown.contains("secret-b") && !shown.contains("4711"), "{shown}");
    }
    let number = Field { sensitive: true, ..of(Type::Number) };
    assert!(!number.accept_text("12,5").unwrap_err()[0].message.contains("12,5"));
}

#[test]
fn a_file_is_judged_by_its_media_type() {
    let file = serde_json::json!({
        "sha256": "a".repeat(64), "name": "box.png", "media_type": "image/png", "size": 3,
    });
    let file = Value::from_plain(&file).unwrap();
    let accept = |pattern: &str| Field { accept: vec![pattern.to_owned()], ..of(Type::File) };
    assert!(matches!(accept("image/*").accept(file.clone()).unwrap(), Value::File(_)));
    assert!(accept(".png").accept(file.clone()).is_ok());
    assert_eq!(
        refusals(&accept("application/pdf"), file),
        ["media-type: `amount` is a file of type image/png, and accepted are application/pdf"]
    );
}

#[test]
fn a_terminal_types_lists_with_commas_and_yes_or_no() {
    let list = Field { items: Some(Box::new(of(Type::Integer))), ..of(Type::Array) };
    assert_eq!(list.accept_text("1, 2,3").unwrap(), Value::List(vec![1.into(), 2.into(), 3.into()]));
    assert_eq!(list.accept_text("1, x").unwrap_err()[0].path.to_string(), "/1");
    assert_eq!(of(Type::Boolean).accept_text("Yes").unwrap(), Value::Bool(true));
    assert_eq!(of(Type::Boolean).accept_text("no").unwrap(), Value::Bool(false));
    assert!(of(Type::Boolean).accept_text("1").is_err());
}

fn kinds() -> impl Strategy<Value = Type> {
    prop::sample::select(vec![
        Type::String,
        Type::Number,
        Type::Integer,
        Type::Boolean,
        Type::Date,
        Type::DateTime,
        Type::Duration,
        Type::File,
        Type::Run,
        Type::Array,
        Type::Object,
    ])
}

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        (any::<i64>(), 0_u32..20)
            .prop_map(|(digits, scale)| Value::Number(procedure::value::Decimal::new(digits, scale))),
        ".{0,20}".prop_map(Value::Text),
        prop::sample::select(vec!["2026-01-31", "2026-01-31T10:00:00Z", "4h", "12.5", "true", "[1]"])
            .prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 20, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::List),
            prop::collection::btree_map("[a-d]", inner, 0..4).prop_map(Value::Object),
        ]
    })
}

fn fields() -> impl Strategy<Value = Field> {
    let plain =
        (kinds(), any::<bool>(), prop::option::of(-9_i64..9), prop::option::of(0_i64..4), prop::option::of(0_u64..4))
            .prop_map(|(kind, optional, least, step, most)| Field {
                optional,
                minimum: least.map(Into::into),
                multiple_of: step.map(Into::into),
                max_length: most,
                max_items: most,
                pattern: most.filter(|most| *most == 1).map(|_| "a|(".to_owned()),
                ..Field::of(kind)
            });
    plain.prop_recursive(2, 8, 3, |inner| {
        (inner.clone(), prop::collection::btree_map("[a-d]", inner, 0..3), any::<bool>()).prop_map(
            |(item, properties, open)| Field {
                items: Some(Box::new(item)),
                properties: properties.into_iter().map(|(name, field)| (name.parse().unwrap(), field)).collect(),
                additional_properties: open,
                unique_items: open,
                ..Field::of(if open { Type::Array } else { Type::Object })
            },
        )
    })
}

proptest! {
    #[test]
    fn what_was_accepted_is_accepted_again_unchanged(field in fields(), value in values()) {
        if let Ok(accepted) = field.accept(value) {
            prop_assert_eq!(field.accept(accepted.clone()).unwrap(), accepted);
        }
    }

    #[test]
    fn any_text_is_accepted_or_refused(field in fields(), text in ".{0,40}") {
        if let Ok(accepted) = field.accept_text(&text) {
            prop_assert_eq!(field.accept(accepted.clone()).unwrap(), accepted);
        }
    }

    #[test]
    fn a_refusal_names_its_place_and_says_something(field in fields(), value in values()) {
        if let Err(violations) = field.accept(value) {
            prop_assert!(!violations.is_empty());
            for violation in violations {
                prop_assert!(!violation.message.is_empty());
                prop_assert!(violation.sentence("x").starts_with("`x"));
            }
        }
    }
}
