//! A process tree as text: `->( 'register', X( 'pay', tau ) )`, the way other tools write it.

use std::fmt;

use super::Tree;

/// How deep a tree that comes as text may be nested.
const DEEPEST: usize = 200;

/// A text that is no process tree.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a process tree was expected, and {found} was found at character {at}; write ->( 'a', X( 'b', tau ) )")]
pub struct Unreadable {
    pub at: usize,
    pub found: String,
}

impl<A: fmt::Display> fmt::Display for Tree<A> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operator = match self {
            Self::Silent => return write!(out, "tau"),
            Self::Activity(activity) => {
                let name = activity.to_string().replace('\\', "\\\\").replace('\'', "\\'");
                return write!(out, "'{name}'");
            }
            Self::Sequence(_) => "->",
            Self::Choice(_) => "X",
            Self::Parallel(_) => "+",
            Self::Loop { .. } => "*",
        };
        write!(out, "{operator}( ")?;
        for (index, child) in self.children().into_iter().enumerate() {
            if index > 0 {
                write!(out, ", ")?;
            }
            write!(out, "{child}")?;
        }
        write!(out, " )")
    }
}

impl std::str::FromStr for Tree<String> {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let mut reader = Reader { rest: text, length: text.len() };
        let tree = reader.tree(0)?;
        reader.space();
        if reader.rest.is_empty() { Ok(tree) } else { Err(reader.unreadable()) }
    }
}

struct Reader<'a> {
    rest: &'a str,
    length: usize,
}

impl Reader<'_> {
    fn space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn unreadable(&self) -> Unreadable {
        let found = match self.rest.chars().next() {
            Some(found) => format!("`{found}`"),
            None => "the end".to_owned(),
        };
        Unreadable { at: self.length - self.rest.len(), found }
    }

    fn take(&mut self, text: &str) -> bool {
        self.space();
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn tree(&mut self, depth: usize) -> Result<Tree<String>, Unreadable> {
        if depth > DEEPEST {
            return Err(self.unreadable());
        }
        if self.take("tau") {
            return Ok(Tree::Silent);
        }
        if self.take("'") {
            return self.name().map(Tree::Activity);
        }
        let operator = ["->", "X", "+", "*"].into_iter().find(|operator| self.take(operator));
        let Some(operator) = operator else { return Err(self.unreadable()) };
        let mut children = self.children(depth)?;
        Ok(match operator {
            "->" => Tree::Sequence(children),
            "X" => Tree::Choice(children),
            "+" => Tree::Parallel(children),
            _ if children.len() < 2 => return Err(self.unreadable()),
            _ => {
                let redo = children.split_off(1);
                Tree::Loop { body: Box::new(children.remove(0)), redo }
            }
        })
    }

    fn children(&mut self, depth: usize) -> Result<Vec<Tree<String>>, Unreadable> {
        if !self.take("(") {
            return Err(self.unreadable());
        }
        let mut children = vec![self.tree(depth + 1)?];
        while self.take(",") {
            children.push(self.tree(depth + 1)?);
        }
        if self.take(")") { Ok(children) } else { Err(self.unreadable()) }
    }

    fn name(&mut self) -> Result<String, Unreadable> {
        let mut name = String::new();
        let mut characters = self.rest.char_indices();
        while let Some((at, character)) = characters.next() {
            match character {
                '\'' => {
                    self.rest = &self.rest[at + 1..];
                    return Ok(name);
                }
                '\\' => name.extend(characters.next().map(|(_, escaped)| escaped)),
                other => name.push(other),
            }
        }
        self.rest = "";
        Err(self.unreadable())
    }
}
