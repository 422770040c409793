//! The functions and date methods that an expression may call: an allow-list, under ZEN's names.
//!
//! Refuses every function of ZEN that reads a clock, a zone or chance, and those that give odd results; each with
//! what to write instead.

use super::{ExpressionError, did_you_mean};
use std::ops::Range;

macro_rules! names {
    ($(#[$doc:meta])* $kind:ident { $($variant:ident $name:literal $least:literal..=$most:literal $shape:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $kind { $(#[doc = $shape] $variant),* }

        impl $kind {
            pub const ALL: &'static [$kind] = &[$($kind::$variant),*];

            /// The name as it is written.
            pub fn name(self) -> &'static str {
                match self { $($kind::$variant => $name),* }
            }

            /// The fewest and the most arguments.
            pub fn arity(self) -> std::ops::RangeInclusive<usize> {
                match self { $($kind::$variant => $least..=$most),* }
            }

            /// How it is called, for messages and help.
            pub fn shape(self) -> &'static str {
                match self { $($kind::$variant => $shape),* }
            }

            pub(super) fn named(name: &str) -> Option<Self> {
                match name { $($name => Some($kind::$variant),)* _ => None }
            }
        }
    };
}

names! {
    /// A function on values.
    Function {
        Length "len" 1..=1 "len(text or list)",
        Contains "contains" 2..=2 "contains(text or list, part)",
        StartsWith "startsWith" 2..=2 "startsWith(text, start)",
        EndsWith "endsWith" 2..=2 "endsWith(text, end)",
        Matches "matches" 2..=2 "matches(text, pattern)",
        Extract "extract" 2..=2 "extract(text, pattern)",
        Upper "upper" 1..=1 "upper(text)",
        Lower "lower" 1..=1 "lower(text)",
        Trim "trim" 1..=1 "trim(text)",
        Split "split" 2..=2 "split(text, separator)",
        Join "join" 2..=2 "join(list of texts, separator)",
        Absolute "abs" 1..=1 "abs(number)",
        Sum "sum" 1..=1 "sum(list of numbers)",
        Average "avg" 1..=1 "avg(list of numbers)",
        Least "min" 1..=1 "min(list of numbers or dates)",
        Greatest "max" 1..=1 "max(list of numbers or dates)",
        Median "median" 1..=1 "median(list of numbers)",
        Mode "mode" 1..=1 "mode(list of numbers)",
        Floor "floor" 1..=1 "floor(number)",
        Ceiling "ceil" 1..=1 "ceil(number)",
        Round "round" 1..=2 "round(number, decimal places)",
        Truncate "trunc" 1..=2 "trunc(number, decimal places)",
        IsNumeric "isNumeric" 1..=1 "isNumeric(value)",
        Text "string" 1..=1 "string(value)",
        Number "number" 1..=1 "number(text)",
        Bool "bool" 1..=1 "bool(value)",
        Type "type" 1..=1 "type(value)",
        Keys "keys" 1..=1 "keys(object)",
        Values "values" 1..=1 "values(object)",
        Flatten "flatten" 1..=1 "flatten(list of lists)",
        DateOrMoment "d" 1..=1 "d(text, date or moment)",
        Day "date" 1..=1 "date(text, date or moment)",
        Duration "duration" 1..=1 "duration('4h')",
        Year "year" 1..=1 "year(date)",
        MonthOfYear "monthOfYear" 1..=1 "monthOfYear(date)",
        DayOfMonth "dayOfMonth" 1..=1 "dayOfMonth(date)",
        DayOfWeek "dayOfWeek" 1..=1 "dayOfWeek(date), Monday is 1",
        DayOfYear "dayOfYear" 1..=1 "dayOfYear(date)",
        WeekOfYear "weekOfYear" 1..=1 "weekOfYear(date), ISO 8601",
    }
}

names! {
    /// A method of a date or a moment.
    Method {
        Add "add" 1..=2 "date.add('1d'), date.add(3, 'months')",
        Subtract "sub" 1..=2 "date.sub('1d'), date.sub(3, 'months')",
        Difference "diff" 1..=2 "date.diff(other, 'days')",
        IsSame "isSame" 1..=2 "date.isSame(other, 'month')",
        IsBefore "isBefore" 1..=2 "date.isBefore(other)",
        IsAfter "isAfter" 1..=2 "date.isAfter(other)",
        IsSameOrBefore "isSameOrBefore" 1..=2 "date.isSameOrBefore(other)",
        IsSameOrAfter "isSameOrAfter" 1..=2 "date.isSameOrAfter(other)",
        StartOf "startOf" 1..=1 "date.startOf('month')",
        EndOf "endOf" 1..=1 "date.endOf('month')",
        Format "format" 0..=1 "date.format('%d.%m.%Y')",
        Second "second" 0..=0 "moment.second()",
        Minute "minute" 0..=0 "moment.minute()",
        Hour "hour" 0..=0 "moment.hour()",
        Day "day" 0..=0 "date.day()",
        Weekday "weekday" 0..=0 "date.weekday(), Monday is 1",
        DayOfYear "dayOfYear" 0..=0 "date.dayOfYear()",
        Week "week" 0..=0 "date.week(), ISO 8601",
        Month "month" 0..=0 "date.month()",
        Quarter "quarter" 0..=0 "date.quarter()",
        Year "year" 0..=0 "date.year()",
        Timestamp "timestamp" 0..=0 "moment.timestamp(), milliseconds since 1970",
        IsLeapYear "isLeapYear" 0..=0 "date.isLeapYear()",
    }
}

names! {
    /// A function that judges or turns each item of a list.
    Loop {
        All "all" 2..=2 "all(items as i, condition)",
        None "none" 2..=2 "none(items as i, condition)",
        Some "some" 2..=2 "some(items as i, condition)",
        One "one" 2..=2 "one(items as i, condition)",
        Filter "filter" 2..=2 "filter(items as i, condition)",
        Map "map" 2..=2 "map(items as i, value)",
        FlatMap "flatMap" 2..=2 "flatMap(items as i, list)",
        Count "count" 2..=2 "count(items as i, condition)",
    }
}

const CLOCK: &str = "it would read a clock; use `now`, the time of the handled event";

/// Functions and methods of ZEN that are refused, and what to do instead.
const REFUSED: [(&str, &str); 20] = [
    ("rand", "it would draw by chance, and a run must replay exactly; let a step supply the number"),
    ("isToday", CLOCK),
    ("isYesterday", CLOCK),
    ("isTomorrow", CLOCK),
    ("time", "compare `.hour()` and `.minute()` of a moment instead"),
    ("tz", "moments are seen in the calendar's zone; set `calendar: {timezone: …}`"),
    ("offsetName", "moments are seen in the calendar's zone; set `calendar: {timezone: …}`"),
    ("isValid", "an invalid date raises `bad-data`; handle that exception"),
    ("set", "use `.startOf('month').add('9d')`"),
    ("fuzzyMatch", "it is inexact; compare with `lower(trim(a)) == lower(trim(b))`"),
    ("merge", "write the object out: `{a: x.a, b: y.b}`; for lists use `flatten([a, b])`"),
    ("mergeDeep", "write the object out: `{a: x.a, b: y.b}`"),
    ("monthString", "use `d(x).format('%b')`"),
    ("weekdayString", "use `d(x).format('%a')`"),
    ("dateString", "use `d(x).format('%Y-%m-%d %H:%M')`"),
    ("startOf", "it is a method: `d(x).startOf('month')`"),
    ("endOf", "it is a method: `d(x).endOf('month')`"),
    ("now", "`now` is a name, not a function: write it without brackets"),
    ("today", "use `date(now)`"),
    ("if", "write `condition ? one : other`"),
];

/// Names that people bring from other languages, and what stands for them here.
const SYNONYMS: [(&str, &str); 16] = [
    ("length", "write `len(x)`"),
    ("size", "write `len(x)`"),
    ("lenght", "write `len(x)`"),
    ("average", "write `avg(list)`"),
    ("mean", "write `avg(list)`"),
    ("toUpperCase", "write `upper(text)`"),
    ("toLowerCase", "write `lower(text)`"),
    ("includes", "write `contains(text or list, part)`"),
    ("substring", "write `text[0:9]`, both ends included and counted from 0"),
    ("concat", "write `a + b`"),
    ("any", "write `some(items as i, condition)`"),
    ("every", "write `all(items as i, condition)`"),
    ("month", "write `monthOfYear(date)` or `date.month()`"),
    ("day", "write `dayOfMonth(date)` or `date.day()`"),
    ("isNull", "write `x == null`"),
    ("coalesce", "write `a ?? b`"),
];

/// The refusal of a function or method name that is not on the list.
pub(super) fn refused(name: &str, range: Range<usize>, method: bool) -> ExpressionError {
    let what = if method { "method" } else { "function" };
    if let Some((_, fix)) = REFUSED.iter().find(|(refused, _)| *refused == name) {
        return ExpressionError::new("refused-function", range, format!("the {what} `{name}` is not available"))
            .fix(*fix);
    }
    let methods = || Method::ALL.iter().map(|known| known.name());
    let functions = || Function::ALL.iter().map(|known| known.name()).chain(Loop::ALL.iter().map(|known| known.name()));
    let near = if method { did_you_mean(name, methods()) } else { did_you_mean(name, functions()) };
    let other = if method {
        Function::named(name).map(|known| format!("it is a function: `{}`", known.shape()))
    } else {
        Method::named(name).map(|known| format!("it is a method of dates: `{}`", known.shape()))
    };
    let error = ExpressionError::new("unknown-function", range, format!("there is no {what} `{name}`"));
    let synonym = SYNONYMS.iter().find(|(known, _)| *known == name).map(|(_, fix)| (*fix).to_owned());
    match synonym.or(near).or(other) {
        Some(fix) => error.fix(fix),
        None => {
            let known: Vec<&str> = if method { methods().collect() } else { functions().collect() };
            error.fix(format!("known are {}", known.join(", ")))
        }
    }
}
