//! From tokens to a tree, by precedence climbing: no backtracking, so the time is linear in the source.
//!
//! Refuses more than [`MAX_NESTING`] levels, trees higher than [`MAX_HEIGHT`], and what reads differently from what
//! it means: `not a == b`, `a < b < c`, `]1..5[`, an interval outside `in`.

mod primary;

use std::ops::Range;

use super::function::{self, Method};
use super::node::{Kind, Node, Operator};
use super::token::{Kind as TokenKind, Token};
use super::{ExpressionError, MAX_HEIGHT, MAX_NESTING};

type Parsed = Result<Node, ExpressionError>;

pub(super) fn parse(tokens: &[Token<'_>]) -> Parsed {
    let mut parser = Parser { tokens, at: 0, depth: 0 };
    if parser.current().kind == TokenKind::End {
        return Err(ExpressionError::new(
            "empty-expression",
            parser.current().range.clone(),
            "the expression is empty",
        )
        .fix("write a value, a name or a condition"));
    }
    let node = parser.expression()?;
    match parser.current().kind {
        TokenKind::End => refuse_interval(node),
        _ => Err(parser.unexpected("the end of the expression")),
    }
}

struct Parser<'t, 's> {
    tokens: &'t [Token<'s>],
    at: usize,
    depth: usize,
}

/// An interval is a set, not a value.
fn refuse_interval(node: Node) -> Parsed {
    match node.kind {
        Kind::Interval { .. } => {
            Err(ExpressionError::new("stray-interval", node.range, "an interval is not a value of its own")
                .fix("write `x in [1..5]`, or loop over it: `map([1..5] as i, i)`"))
        }
        _ => Ok(node),
    }
}

impl<'s> Parser<'_, 's> {
    fn current(&self) -> &Token<'s> {
        // The last token is `End`, and `advance` never passes it.
        &self.tokens[self.at.min(self.tokens.len() - 1)]
    }

    fn next_is(&self, ahead: usize, kind: &TokenKind<'_>) -> bool {
        self.tokens.get(self.at + ahead).is_some_and(|token| token.kind == *kind)
    }

    fn advance(&mut self) -> Range<usize> {
        let range = self.current().range.clone();
        if self.at + 1 < self.tokens.len() {
            self.at += 1;
        }
        range
    }

    fn take(&mut self, sign: &str) -> Option<Range<usize>> {
        matches!(self.current().kind, TokenKind::Sign(found) if found == sign).then(|| self.advance())
    }

    fn take_word(&mut self, word: &str) -> Option<Range<usize>> {
        matches!(self.current().kind, TokenKind::Word(found) if found == word).then(|| self.advance())
    }

    fn expect(&mut self, sign: &str) -> Result<Range<usize>, ExpressionError> {
        self.take(sign).ok_or_else(|| self.unexpected(&format!("`{sign}`")))
    }

    fn unexpected(&self, wanted: &str) -> ExpressionError {
        let token = self.current();
        let found = match &token.kind {
            TokenKind::Number(number) => format!("the number {number}"),
            TokenKind::Text(text) => format!("the text '{}'", text.chars().take(40).collect::<String>()),
            TokenKind::Word(word) => format!("`{word}`"),
            TokenKind::Sign(sign) => format!("`{sign}`"),
            TokenKind::End => "the end".to_owned(),
        };
        let error =
            ExpressionError::new("expression-syntax", token.range.clone(), format!("expected {wanted}, found {found}"));
        match token.kind {
            TokenKind::Sign("]" | "(" | "[") => error.fix("an open interval is written `(1..5)`"),
            TokenKind::Word("is") => error.fix("write `==`"),
            TokenKind::End => error.fix("the expression seems to be cut; quote the whole value in the document"),
            _ => error,
        }
    }

    /// Runs `parse` one level deeper.
    fn nested<T>(&mut self, parse: impl FnOnce(&mut Self) -> Result<T, ExpressionError>) -> Result<T, ExpressionError> {
        if self.depth >= MAX_NESTING {
            return Err(ExpressionError::new(
                "expression-too-deep",
                self.current().range.clone(),
                format!("the expression is nested deeper than {MAX_NESTING} levels"),
            )
            .fix("compute parts of it in a `set` step"));
        }
        self.depth += 1;
        let parsed = parse(self);
        self.depth -= 1;
        parsed
    }

    fn node(&self, kind: Kind, range: Range<usize>) -> Parsed {
        let node = Node::new(kind, range);
        if usize::from(node.height) > MAX_HEIGHT {
            return Err(ExpressionError::new(
                "expression-too-deep",
                node.range,
                format!("the expression chains more than {MAX_HEIGHT} parts"),
            )
            .fix("use `in [...]`, `sum([...])`, or compute parts of it in a `set` step"));
        }
        Ok(node)
    }

    /// A value that is no interval.
    fn value(&mut self) -> Parsed {
        refuse_interval(self.expression()?)
    }

    fn expression(&mut self) -> Parsed {
        self.nested(|parser| {
            let condition = parser.binary(0)?;
            if parser.take("?").is_none() {
                return Ok(condition);
            }
            let condition = refuse_interval(condition)?;
            let then = parser.value()?;
            parser.expect(":")?;
            let other = parser.value()?;
            let range = condition.range.start..other.range.end;
            parser.node(
                Kind::Choose { condition: Box::new(condition), then: Box::new(then), other: Box::new(other) },
                range,
            )
        })
    }

    fn operator(&self) -> Option<Operator> {
        Some(match &self.current().kind {
            TokenKind::Word("or") => Operator::Or,
            TokenKind::Word("and") => Operator::And,
            TokenKind::Sign(sign) => match *sign {
                "==" => Operator::Equal,
                "!=" => Operator::NotEqual,
                "<" => Operator::Less,
                "<=" => Operator::LessOrEqual,
                ">" => Operator::Greater,
                ">=" => Operator::GreaterOrEqual,
                "+" => Operator::Add,
                "-" => Operator::Subtract,
                "*" => Operator::Multiply,
                "/" => Operator::Divide,
                "%" => Operator::Remainder,
                "^" => Operator::Power,
                "??" => Operator::Otherwise,
                _ => return None,
            },
            _ => return None,
        })
    }

    fn binary(&mut self, least: u8) -> Parsed {
        let mut left = self.unary()?;
        let mut compared = false;
        loop {
            let negated = self.next_is(0, &TokenKind::Word("not")) && self.next_is(1, &TokenKind::Word("in"));
            let membership = negated || self.next_is(0, &TokenKind::Word("in"));
            let operator = self.operator();
            let Some(binding) = operator.map(Operator::binding).or(membership.then_some(20)) else { break };
            if binding < least {
                break;
            }
            let sign = self.current().range.clone();
            left = refuse_interval(left)?;
            if (20..50).contains(&binding) && matches!(left.kind, Kind::Not(_)) && self.unbracketed(&left) {
                return Err(ExpressionError::new(
                    "ambiguous-not",
                    left.range.start..sign.end,
                    "`not` binds only to the value right after it",
                )
                .fix("write `not (a == b)`, or `a not in b`"));
            }
            if binding == 20 {
                if compared {
                    return Err(ExpressionError::new("chained-comparison", sign, "comparisons do not chain")
                        .fix("write `a < b and b < c`, or `b in (a..c)`"));
                }
                compared = true;
            }
            self.advance();
            if membership {
                if negated {
                    self.advance();
                }
                let set = self.binary(21)?;
                let range = left.range.start..set.range.end;
                left = self.node(Kind::In { value: Box::new(left), set: Box::new(set), negated }, range)?;
                continue;
            }
            let Some(operator) = operator else { break };
            let right = match operator {
                Operator::Power => self.nested(|parser| parser.binary(binding))?,
                _ => self.binary(binding + 1)?,
            };
            let right = refuse_interval(right)?;
            let range = left.range.start..right.range.end;
            left = self.node(Kind::Binary { operator, left: Box::new(left), right: Box::new(right) }, range)?;
        }
        Ok(left)
    }

    /// Whether the node ends right before the current token, which a closing bracket would prevent.
    fn unbracketed(&self, node: &Node) -> bool {
        self.at.checked_sub(1).is_some_and(|before| self.tokens[before].range.end == node.range.end)
    }

    fn unary(&mut self) -> Parsed {
        let start = self.current().range.start;
        if self.take_word("not").is_some() || self.take("!").is_some() {
            let node = self.nested(|parser| refuse_interval(parser.binary(50)?))?;
            let range = start..node.range.end;
            return self.node(Kind::Not(Box::new(node)), range);
        }
        if self.take("-").is_some() {
            let node = self.nested(|parser| refuse_interval(parser.binary(200)?))?;
            let range = start..node.range.end;
            return match node.kind {
                Kind::Number(number) => self.node(Kind::Number(-number), range),
                _ => self.node(Kind::Negate(Box::new(node)), range),
            };
        }
        if self.take("+").is_some() {
            return self.nested(|parser| refuse_interval(parser.binary(200)?));
        }
        let primary = self.primary()?;
        self.postfix(primary)
    }

    fn postfix(&mut self, mut node: Node) -> Parsed {
        loop {
            if self.take(".").is_some() {
                node = refuse_interval(node)?;
                node = self.member(node)?;
            } else if self.next_is(0, &TokenKind::Sign("[")) && !matches!(node.kind, Kind::Interval { .. }) {
                self.advance();
                node = self.index(node)?;
            } else {
                return Ok(node);
            }
        }
    }

    fn member(&mut self, of: Node) -> Parsed {
        let TokenKind::Word(name) = self.current().kind else {
            return Err(self.unexpected("the name of a part after `.`"));
        };
        let name_range = self.advance();
        if self.take("(").is_none() {
            let range = of.range.start..name_range.end;
            return self.node(Kind::Member { of: Box::new(of), name: name.to_owned() }, range);
        }
        let method = Method::named(name).ok_or_else(|| function::refused(name, name_range.clone(), true))?;
        let (arguments, end) = self.arguments()?;
        check_arity(method.arity(), method.shape(), arguments.len(), name_range.start..end)?;
        let range = of.range.start..end;
        self.node(Kind::Method { method, of: Box::new(of), arguments }, range)
    }

    fn index(&mut self, of: Node) -> Parsed {
        let from = if self.next_is(0, &TokenKind::Sign(":")) { None } else { Some(Box::new(self.value()?)) };
        if self.take(":").is_some() {
            let to = if self.next_is(0, &TokenKind::Sign("]")) { None } else { Some(Box::new(self.value()?)) };
            let end = self.expect("]")?.end;
            let range = of.range.start..end;
            return self.node(Kind::Slice { of: Box::new(of), from, to }, range);
        }
        let end = self.expect("]")?.end;
        let range = of.range.start..end;
        match from {
            Some(at) => match at.kind {
                // `a['b']` is `a.b`, so that both are read and typed alike.
                Kind::Text(name) => self.node(Kind::Member { of: Box::new(of), name }, range),
                _ => self.node(Kind::Index { of: Box::new(of), at }, range),
            },
            None => Err(self.unexpected("a position")),
        }
    }

    fn arguments(&mut self) -> Result<(Vec<Node>, usize), ExpressionError> {
        let mut arguments = Vec::new();
        loop {
            if let Some(end) = self.take(")") {
                return Ok((arguments, end.end));
            }
            arguments.push(self.value()?);
            if self.take(",").is_none() {
                return Ok((arguments, self.expect(")")?.end));
            }
        }
    }
}

fn check_arity(
    arity: std::ops::RangeInclusive<usize>,
    shape: &str,
    found: usize,
    range: Range<usize>,
) -> Result<(), ExpressionError> {
    if arity.contains(&found) {
        return Ok(());
    }
    let (least, most) = arity.into_inner();
    let wanted = if least == most { least.to_string() } else { format!("{least} to {most}") };
    let noun = if wanted == "1" { "argument" } else { "arguments" };
    Err(ExpressionError::new("wrong-arguments", range, format!("expected {wanted} {noun}, found {found}"))
        .fix(format!("write `{shape}`")))
}
