//! What the type analysis refuses, and the words it uses.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

use std::collections::BTreeMap;

use procedure::expression::{Expression, Type, typing};

fn number(unit: &str) -> Type {
    Type::Number { unit: Some(unit.to_owned()) }
}

fn texts(allowed: &[&str]) -> Type {
    Type::Text { allowed: Some(allowed.iter().map(|text| (*text).to_owned()).collect()) }
}

fn object(known: &[(&str, Type)]) -> Type {
    Type::Object { known: known.iter().map(|(name, of)| ((*name).to_owned(), of.clone())).collect(), open: false }
}

fn scope() -> BTreeMap<String, Type> {
    [
        ("amount", number("EUR")),
        ("price", number("USD")),
        ("local", number("=currency")),
        ("local_too", number("=currency")),
        ("count", Type::NUMBER),
        ("damage", texts(&["cosmetic", "functional", "total"])),
        ("note", Type::TEXT),
        ("ok", Type::Bool),
        ("day", Type::Date),
        ("at", Type::Moment),
        ("wait", Type::Duration),
        ("photo", Type::File),
        ("result", Type::Any),
        ("items", Type::List(Box::new(object(&[("price", number("EUR")), ("name", Type::TEXT)])))),
        ("settings", object(&[("refund_limit", number("EUR"))])),
        ("steps", object(&[("look_up", object(&[("outcome", Type::TEXT)]))])),
    ]
    .into_iter()
    .map(|(name, of)| (name.to_owned(), of))
    .collect()
}

#[test]
fn what_cannot_make_sense_is_refused_with_a_place_and_a_fix() {
    let sources = [
        "amount + price",
        "amount < price",
        "local == amount",
        "ok ? amount : price",
        "amount == 'fifty'",
        "amount and ok",
        "damage == 'totl'",
        "damage in ['total', 'cosmetik']",
        "note < 'b'",
        "note + count",
        "items.price",
        "items == items",
        "[1] == [1]",
        "amout > 5",
        "settings.refund_limt",
        "steps.look-up.outcome == 'x'",
        "photo.width",
        "day < 'tomorrow'",
        "day + 3",
        "day.add('3 moons')",
        "at.startOf('fortnight')",
        "day.hour()",
        "len(5)",
        "sum(['a'])",
        "sum(map(items as i, i.name))",
        "map(items as i, i.prize)",
        "filter(items as i, i.price)",
        "upper(amount)",
        "not amount",
        "count ? 1 : 2",
        "note in 'abc'",
        "duration('soon')",
        "wait > amount",
        "ok > true",
    ];
    let mut report = String::new();
    for source in sources {
        let (_, errors) = typing::infer(&Expression::parse(source).unwrap(), &scope());
        report.push_str(&format!("{source}\n"));
        for error in errors {
            let fix = error.fix.unwrap_or_default();
            report.push_str(&format!("  {}: {} [{}] ({fix})\n", error.code, error.message, &source[error.range]));
        }
    }
    insta::assert_snapshot!(report);
}

#[test]
fn what_makes_sense_passes_with_its_type() {
    let passes = [
        ("amount + 5", number("EUR")),
        ("amount * count", number("EUR")),
        ("amount / settings.refund_limit", Type::NUMBER),
        ("amount / 2", number("EUR")),
        ("local + local_too", number("=currency")),
        ("amount <= settings.refund_limit and damage == 'total'", Type::Bool),
        ("sum(map(items as i, i.price))", number("EUR")),
        ("items[0].name", Type::TEXT),
        ("result.anything.at_all + 1", Type::Any),
        ("map(result.rows as r, r.x)", Type::any_list()),
        ("day < '2026-01-31'", Type::Bool),
        ("day == at", Type::Bool),
        ("day.add('3d')", Type::Date),
        ("at + wait", Type::Moment),
        ("at - at", Type::Duration),
        ("d('2026-01-31').year()", Type::NUMBER),
        ("ok ? 'a' : 'b'", texts(&["a", "b"])),
        ("note ?? 'none'", Type::TEXT),
        ("photo.size > 1000", Type::Bool),
        ("damage == null", Type::Bool),
        ("{a: 1}.a", Type::NUMBER),
        ("count(items as i, i.price > 5)", Type::NUMBER),
        ("5 in [1..amount]", Type::Bool),
        ("steps.look_up.outcome == 'done'", Type::Bool),
    ];
    for (source, expected) in passes {
        let (found, errors) = typing::infer(&Expression::parse(source).unwrap(), &scope());
        assert!(errors.is_empty(), "{source}: {errors:?}");
        assert_eq!(found, expected, "{source}");
    }
}

#[test]
fn a_condition_must_be_true_or_false() {
    let errors = typing::infer_condition(&Expression::parse("amount + 1").unwrap(), &scope());
    assert_eq!(errors.iter().map(|error| error.code).collect::<Vec<_>>(), ["type-clash"]);
    assert!(typing::infer_condition(&Expression::parse("result.ok").unwrap(), &scope()).is_empty());
}
