//! Values on their own: literals, names, calls, lists, objects, and what stands in brackets.

use std::ops::Range;

use super::{Parsed, Parser, check_arity, refuse_interval};
use crate::expression::ExpressionError;
use crate::expression::function::{self, Function, Loop};
use crate::expression::node::{Kind, Node};
use crate::expression::pattern;
use crate::expression::token::Kind as TokenKind;

impl Parser<'_, '_> {
    pub(super) fn primary(&mut self) -> Parsed {
        let token = self.current().clone();
        match token.kind {
            TokenKind::Number(number) => {
                self.advance();
                self.node(Kind::Number(number), token.range)
            }
            TokenKind::Text(text) => {
                self.advance();
                self.node(Kind::Text(text.to_owned()), token.range)
            }
            TokenKind::Word(word) => {
                self.advance();
                self.word(word, token.range)
            }
            TokenKind::Sign("(") => {
                self.advance();
                let node = self.expression()?;
                if self.take("..").is_some() {
                    return self.interval(node, false, token.range.start);
                }
                self.expect(")")?;
                refuse_interval(node)
            }
            TokenKind::Sign("[") => {
                self.advance();
                self.list(token.range.start)
            }
            TokenKind::Sign("{") => {
                self.advance();
                self.object(token.range.start)
            }
            TokenKind::Sign("]") => Err(ExpressionError::new(
                "expression-syntax",
                token.range,
                "`]` cannot start a value; in expressions an open interval has round brackets",
            )
            .fix("write `(1..5)`")),
            TokenKind::Sign(_) | TokenKind::End => Err(self.unexpected("a value")),
        }
    }

    fn word(&mut self, word: &str, range: Range<usize>) -> Parsed {
        match word {
            "null" => return self.node(Kind::Null, range),
            "true" => return self.node(Kind::Bool(true), range),
            "false" => return self.node(Kind::Bool(false), range),
            "and" | "or" | "in" => {
                return Err(ExpressionError::new(
                    "expression-syntax",
                    range,
                    format!("expected a value before `{word}`"),
                ));
            }
            _ => {}
        }
        if !self.next_is(0, &TokenKind::Sign("(")) {
            return self.node(Kind::Name(word.to_owned()), range);
        }
        self.advance();
        if let Some(function) = Loop::named(word) {
            return self.repeat(function, range);
        }
        let function = Function::named(word).ok_or_else(|| function::refused(word, range.clone(), false))?;
        let (arguments, end) = self.arguments()?;
        let whole = range.start..end;
        if arguments.is_empty() && matches!(function, Function::DateOrMoment | Function::Day) {
            return Err(ExpressionError::new("refused-function", whole, format!("`{word}()` would read a clock"))
                .fix("use `now`, the time of the handled event"));
        }
        if function == Function::DateOrMoment && arguments.len() == 2 {
            return Err(ExpressionError::new("refused-function", whole, "`d` takes no zone")
                .fix("moments are seen in the calendar's zone; set `calendar: {timezone: …}`"));
        }
        check_arity(function.arity(), function.shape(), arguments.len(), whole.clone())?;
        if let (Function::DateOrMoment | Function::Day, Some(Kind::Text(text))) =
            (function, arguments.first().map(|argument| &argument.kind))
            && text.trim().eq_ignore_ascii_case("now")
        {
            return Err(ExpressionError::new("refused-function", whole, format!("`{word}('now')` would read a clock"))
                .fix("use `now`, the time of the handled event"));
        }
        let pattern = match (function, arguments.get(1)) {
            (Function::Matches | Function::Extract, Some(Node { kind: Kind::Text(text), range, .. })) => {
                Some(pattern::compile(text).map_err(|reason| {
                    ExpressionError::new("bad-pattern", range.clone(), format!("the pattern cannot be used: {reason}"))
                })?)
            }
            _ => None,
        };
        self.node(Kind::Call { function, arguments, pattern }, whole)
    }

    fn repeat(&mut self, function: Loop, name: Range<usize>) -> Parsed {
        let items = self.expression()?;
        if self.take_word("as").is_none() {
            return Err(ExpressionError::new(
                "loop-without-name",
                name.start..self.current().range.end,
                format!("`{}` needs a name for the item", function.name()),
            )
            .fix(format!("write `{}`", function.shape())));
        }
        let TokenKind::Word(alias) = self.current().kind else {
            return Err(self.unexpected("a name for the item after `as`"));
        };
        if matches!(alias, "and" | "or" | "not" | "in" | "true" | "false" | "null" | "as") {
            return Err(self.unexpected("a name for the item after `as`"));
        }
        self.advance();
        self.expect(",")?;
        let body = self.value()?;
        let end = self.expect(")")?.end;
        self.node(
            Kind::Loop { function, items: Box::new(items), alias: alias.to_owned(), body: Box::new(body) },
            name.start..end,
        )
    }

    fn list(&mut self, start: usize) -> Parsed {
        let mut items = Vec::new();
        loop {
            if let Some(end) = self.take("]") {
                return self.node(Kind::List(items), start..end.end);
            }
            let item = self.expression()?;
            if items.is_empty() && self.take("..").is_some() {
                return self.interval(item, true, start);
            }
            items.push(refuse_interval(item)?);
            if self.take(",").is_none() {
                let end = self.expect("]")?.end;
                return self.node(Kind::List(items), start..end);
            }
        }
    }

    fn interval(&mut self, from: Node, from_included: bool, start: usize) -> Parsed {
        let from = refuse_interval(from)?;
        let to = self.value()?;
        let to_included = self.take("]").is_some();
        if !to_included && self.take(")").is_none() {
            return Err(self.unexpected("`]` or `)` after the interval"));
        }
        let end = self.tokens[self.at - 1].range.end;
        self.node(Kind::Interval { from: Box::new(from), to: Box::new(to), from_included, to_included }, start..end)
    }

    fn object(&mut self, start: usize) -> Parsed {
        let mut fields: Vec<(String, Node)> = Vec::new();
        loop {
            if let Some(end) = self.take("}") {
                return self.node(Kind::Object(fields), start..end.end);
            }
            let key = match self.current().kind {
                TokenKind::Word(key) | TokenKind::Text(key) => key.to_owned(),
                TokenKind::Number(number) => number.to_string(),
                TokenKind::Sign(_) | TokenKind::End => return Err(self.unexpected("a name or `}`")),
            };
            let range = self.advance();
            if fields.iter().any(|(known, _)| *known == key) {
                return Err(ExpressionError::new(
                    "duplicate-name",
                    range,
                    format!("`{key}` stands twice in the object"),
                ));
            }
            self.expect(":")?;
            fields.push((key, self.value()?));
            if self.take(",").is_none() {
                let end = self.expect("}")?.end;
                return self.node(Kind::Object(fields), start..end);
            }
        }
    }
}
