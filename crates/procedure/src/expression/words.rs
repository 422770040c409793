//! Expressions in plain English: `amount <= 50 and damage == 'total'` is "amount is at most 50 and damage is 'total'".

use super::node::{Kind, Node, Operator};
use super::read::is_null;
use super::{Function, Loop, Method, written};

/// What people call a dotted name, if not by the name itself.
type Label<'a> = &'a dyn Fn(&str) -> Option<String>;

pub(super) fn words(root: &Node, label: Label<'_>) -> String {
    Speaker { label }.say(root)
}

/// Whether the label is the title of a setting: a phrase of its own, which would run together with a sentence.
pub(super) fn is_titled<T: AsRef<str>>(path: &[T], label: &str) -> bool {
    path.first().is_some_and(|root| root.as_ref() == "settings") && label.starts_with(char::is_uppercase)
}

struct Speaker<'a> {
    label: Label<'a>,
}

impl Speaker<'_> {
    fn say(&self, node: &Node) -> String {
        match &node.kind {
            Kind::Null => "nothing".to_owned(),
            Kind::Bool(truth) => truth.to_string(),
            Kind::Number(number) => written::number(*number),
            Kind::Text(text) => format!("'{text}'"),
            Kind::Name(_) | Kind::Member { .. } => self.name(node),
            Kind::Index { of, at } => match &at.kind {
                Kind::Number(at) => {
                    format!("item {} of {}", written::number(*at + rust_decimal::Decimal::ONE), self.say(of))
                }
                _ => format!("the part {} of {}", self.say(at), self.say(of)),
            },
            Kind::Slice { of, from, to } => {
                let end = |node: &Option<Box<Node>>, open: &str| {
                    node.as_ref().map_or_else(|| open.to_owned(), |node| format!("position {}", self.say(node)))
                };
                format!("{} from {} to {}", self.say(of), end(from, "the start"), end(to, "the end"))
            }
            Kind::List(items) if items.is_empty() => "an empty list".to_owned(),
            Kind::List(items) => format!("the list {}", self.series(items.iter(), "and")),
            Kind::Object(fields) => {
                let fields: Vec<String> =
                    fields.iter().map(|(name, node)| format!("{name}: {}", self.say(node))).collect();
                format!("{{{}}}", fields.join(", "))
            }
            Kind::Not(inner) => self.not(inner),
            Kind::Negate(inner) => format!("minus {}", self.inner(inner)),
            Kind::Binary { operator, left, right } => self.binary(*operator, left, right),
            Kind::In { value, set, negated } => self.membership(value, set, *negated),
            Kind::Interval { from, to, from_included, to_included } => {
                let end = |node: &Node, included: bool| {
                    if included { self.say(node) } else { format!("{} (not included)", self.say(node)) }
                };
                format!("{} to {}", end(from, *from_included), end(to, *to_included))
            }
            Kind::Choose { condition, then, other } => {
                format!("{} if {}, otherwise {}", self.inner(then), self.truth(condition), self.inner(other))
            }
            Kind::Call { function, arguments, .. } => self.call(*function, arguments),
            Kind::Method { method, of, arguments } => self.method(*method, of, arguments),
            Kind::Loop { function, items, alias, body } => self.repeat(*function, items, alias, body),
        }
    }

    fn name(&self, node: &Node) -> String {
        let Some(path) = node.path() else {
            let Kind::Member { of, name } = &node.kind else { return self.say(node) };
            return format!("{name} of {}", self.say(of));
        };
        if let Some(label) = (self.label)(&path.join(".")) {
            return if is_titled(&path, &label) { format!("‘{label}’") } else { label };
        }
        match path.as_slice() {
            ["settings", rest @ ..] if !rest.is_empty() => format!("the setting {}", rest.join(".")),
            ["steps", step, "outcome"] => format!("the outcome of {step}"),
            ["steps", step, "by"] => format!("who did {step}"),
            ["steps", step, "at"] => format!("when {step} was done"),
            ["event", rest @ ..] if !rest.is_empty() => format!("the event's {}", rest.join(".")),
            ["now"] => "now".to_owned(),
            [root, rest @ ..] => {
                let root = (self.label)(root).unwrap_or_else(|| (*root).to_owned());
                if rest.is_empty() { root } else { format!("{root}.{}", rest.join(".")) }
            }
            [] => String::new(),
        }
    }

    /// A part of a larger phrase, in brackets where the words would run together.
    fn inner(&self, node: &Node) -> String {
        match node.kind {
            Kind::Binary { .. } | Kind::Choose { .. } | Kind::In { .. } | Kind::Not(_) => {
                format!("({})", self.say(node))
            }
            _ => self.say(node),
        }
    }

    fn series<'n>(&self, nodes: impl Iterator<Item = &'n Node>, joint: &str) -> String {
        let mut parts: Vec<String> = nodes.map(|node| self.say(node)).collect();
        match parts.pop() {
            None => String::new(),
            Some(last) if parts.is_empty() => last,
            Some(last) => format!("{} {joint} {last}", parts.join(", ")),
        }
    }

    fn binary(&self, operator: Operator, left: &Node, right: &Node) -> String {
        let phrase = match operator {
            Operator::And | Operator::Or => {
                let side = |node: &Node| match &node.kind {
                    Kind::Binary { operator: other, .. } if *other == operator => self.say(node),
                    Kind::Binary { operator: Operator::And | Operator::Or, .. } | Kind::Choose { .. } => {
                        self.inner(node)
                    }
                    _ => self.truth(node),
                };
                return format!("{} {} {}", side(left), operator.sign(), side(right));
            }
            Operator::Equal | Operator::NotEqual if is_null(left) || is_null(right) => {
                let tested = if is_null(left) { right } else { left };
                let known = operator == Operator::NotEqual;
                return format!("{} is {}", self.inner(tested), if known { "known" } else { "not known" });
            }
            Operator::Equal => "is",
            Operator::NotEqual => "is not",
            Operator::Less => "is less than",
            Operator::LessOrEqual => "is at most",
            Operator::Greater => "is more than",
            Operator::GreaterOrEqual => "is at least",
            Operator::Add => "plus",
            Operator::Subtract => "minus",
            Operator::Multiply => "times",
            Operator::Divide => "divided by",
            Operator::Remainder => "modulo",
            Operator::Power => "to the power of",
            Operator::Otherwise => {
                return format!("{} (or {} if it is not known)", self.inner(left), self.say(right));
            }
        };
        let side = |node: &Node, on_right: bool| match &node.kind {
            // Sums and comparisons read on; what binds less than its surroundings stands in brackets.
            Kind::Binary { operator: other, .. }
                if other.binding() > operator.binding() || (!on_right && *other == operator) =>
            {
                self.say(node)
            }
            _ => self.inner(node),
        };
        format!("{} {phrase} {}", side(left, false), side(right, true))
    }

    /// A condition as a statement: a bare name "holds".
    fn truth(&self, node: &Node) -> String {
        match &node.kind {
            Kind::Name(_) | Kind::Member { .. } | Kind::Index { .. } => format!("{} is true", self.say(node)),
            _ => self.say(node),
        }
    }

    fn not(&self, inner: &Node) -> String {
        match &inner.kind {
            Kind::Name(_) | Kind::Member { .. } | Kind::Index { .. } => format!("{} is false", self.say(inner)),
            Kind::In { value, set, negated } => self.membership(value, set, !negated),
            Kind::Call { function, arguments, .. } => match self.predicate(*function, arguments, true) {
                Some(phrase) => phrase,
                None => format!("not {}", self.inner(inner)),
            },
            _ => format!("not {}", self.inner(inner)),
        }
    }

    fn membership(&self, value: &Node, set: &Node, negated: bool) -> String {
        let value = self.inner(value);
        let is = if negated { "is not" } else { "is" };
        match &set.kind {
            Kind::Interval { .. } => format!("{value} {is} from {}", self.say(set)),
            Kind::List(items) => {
                let none = if negated { "is none of" } else { "is one of" };
                format!("{value} {none} {}", self.series(items.iter(), if negated { "and" } else { "or" }))
            }
            _ => format!("{value} {is} in {}", self.say(set)),
        }
    }

    /// A function that is true or false, as a statement.
    fn predicate(&self, function: Function, arguments: &[Node], negated: bool) -> Option<String> {
        let (yes, no) = match function {
            Function::Contains => ("contains", "does not contain"),
            Function::StartsWith => ("starts with", "does not start with"),
            Function::EndsWith => ("ends with", "does not end with"),
            Function::Matches => ("matches the pattern", "does not match the pattern"),
            Function::IsNumeric => ("is a number", "is not a number"),
            _ => return None,
        };
        let [first, rest @ ..] = arguments else { return None };
        let phrase = format!("{} {}", self.inner(first), if negated { no } else { yes });
        Some(rest.first().map_or_else(|| phrase.clone(), |second| format!("{phrase} {}", self.say(second))))
    }

    fn call(&self, function: Function, arguments: &[Node]) -> String {
        if let Some(phrase) = self.predicate(function, arguments, false) {
            return phrase;
        }
        let first = arguments.first().map(|node| self.inner(node)).unwrap_or_default();
        let second = arguments.get(1).map(|node| self.say(node));
        let of = |phrase: &str| format!("{phrase} {first}");
        match function {
            Function::Length => of("the length of"),
            Function::Extract => format!("what the pattern {} finds in {first}", second.unwrap_or_default()),
            Function::Upper => format!("{first} in capitals"),
            Function::Lower => format!("{first} in small letters"),
            Function::Trim => format!("{first} without spaces around it"),
            Function::Split => format!("{first} split at {}", second.unwrap_or_default()),
            Function::Join => format!("{first} joined with {}", second.unwrap_or_default()),
            Function::Absolute => of("the size of"),
            Function::Sum => of("the sum of"),
            Function::Average => of("the average of"),
            Function::Least => of("the least of"),
            Function::Greatest => of("the greatest of"),
            Function::Median => of("the median of"),
            Function::Mode => of("the most frequent of"),
            Function::Floor => format!("{first} rounded down"),
            Function::Ceiling => format!("{first} rounded up"),
            Function::Round | Function::Truncate => {
                let how = if function == Function::Round { "rounded" } else { "cut" };
                match second {
                    Some(places) => format!("{first} {how} to {places} decimal places"),
                    None => format!("{first} {how} to a whole number"),
                }
            }
            Function::Text => format!("{first} as text"),
            Function::Number => format!("{first} as a number"),
            Function::Bool => format!("{first} as true or false"),
            Function::Type => of("the kind of"),
            Function::Keys => of("the names in"),
            Function::Values => of("the values in"),
            Function::Flatten => of("all items of"),
            Function::DateOrMoment | Function::Duration => first,
            Function::Day if arguments.first().is_some_and(|node| node.path().as_deref() == Some(&["now"])) => {
                "today".to_owned()
            }
            Function::Day => of("the day of"),
            Function::Year => of("the year of"),
            Function::MonthOfYear => of("the month of"),
            Function::DayOfMonth => of("the day of the month of"),
            Function::DayOfWeek => of("the weekday (Monday is 1) of"),
            Function::DayOfYear => of("the day of the year of"),
            Function::WeekOfYear => of("the week of"),
            Function::Contains
            | Function::StartsWith
            | Function::EndsWith
            | Function::Matches
            | Function::IsNumeric => of(function.name()),
        }
    }

    fn method(&self, method: Method, of: &Node, arguments: &[Node]) -> String {
        let this = self.inner(of);
        // Asked for once an arm: saying an argument twice would double the work at every level of nesting.
        let first = || arguments.first().map(|node| self.say(node)).unwrap_or_default();
        // A unit or a length is a word here, not a text.
        let bare = |node: &Node| match &node.kind {
            Kind::Text(text) => text.clone(),
            _ => self.say(node),
        };
        let second = arguments.get(1).map(bare);
        let unit = || arguments.first().map(bare).unwrap_or_default();
        let compared = |phrase: &str| match &second {
            Some(unit) => format!("{this} {phrase} {} by {unit}", first()),
            None => format!("{this} {phrase} {}", first()),
        };
        match method {
            Method::Add | Method::Subtract => {
                let (sign, side) = if method == Method::Add { ("plus", "after") } else { ("minus", "before") };
                match &second {
                    Some(second) => format!("{} {second} {side} {this}", first()),
                    None => format!("{this} {sign} {}", unit()),
                }
            }
            Method::Difference => {
                format!("the {} from {} to {this}", second.unwrap_or_else(|| "milliseconds".to_owned()), first())
            }
            Method::IsSame => compared("is the same as"),
            Method::IsBefore => compared("is before"),
            Method::IsAfter => compared("is after"),
            Method::IsSameOrBefore => compared("is not after"),
            Method::IsSameOrAfter => compared("is not before"),
            Method::StartOf => format!("the start of the {} of {this}", unit()),
            Method::EndOf => format!("the end of the {} of {this}", unit()),
            Method::Format if arguments.is_empty() => format!("{this} as text"),
            Method::Format => format!("{this} written as {}", first()),
            Method::Second => format!("the second of {this}"),
            Method::Minute => format!("the minute of {this}"),
            Method::Hour => format!("the hour of {this}"),
            Method::Day => format!("the day of the month of {this}"),
            Method::Weekday => format!("the weekday (Monday is 1) of {this}"),
            Method::DayOfYear => format!("the day of the year of {this}"),
            Method::Week => format!("the week of {this}"),
            Method::Month => format!("the month of {this}"),
            Method::Quarter => format!("the quarter of {this}"),
            Method::Year => format!("the year of {this}"),
            Method::Timestamp => format!("the milliseconds since 1970 of {this}"),
            Method::IsLeapYear => format!("{this} lies in a leap year"),
        }
    }

    fn repeat(&self, function: Loop, items: &Node, alias: &str, body: &Node) -> String {
        let items = self.inner(items);
        let judged = |which: &str| format!("{which} {alias} in {items}, {}", self.truth(body));
        match function {
            Loop::All => judged("for every"),
            Loop::None => judged("for no"),
            Loop::Some => judged("for at least one"),
            Loop::One => judged("for exactly one"),
            Loop::Filter => format!("every {alias} in {items} where {}", self.truth(body)),
            Loop::Count => format!("how many {alias} in {items} there are where {}", self.truth(body)),
            Loop::Map => format!("{} for each {alias} in {items}", self.say(body)),
            Loop::FlatMap => format!("all of {} for each {alias} in {items}", self.say(body)),
        }
    }
}
