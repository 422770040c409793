//! What people do: work by hand, approvals.

use indexmap::IndexMap;

use crate::document::{Approve, Barred, Consequence, Name, Person, RoleRef};

use crate::expression::Expression;

use super::keys::{At, Reader, id_error};

impl Reader<'_> {
    pub(super) fn person(&mut self, at: &At<'_>) -> Option<Person> {
        let mut keys = self.keys(at.clone(), "a person's step")?;
        let role = self.required(&mut keys, "role", Self::role_ref);
        let assign = self.optional(&mut keys, "assign", Self::formula);
        let not_by = self.optional(&mut keys, "not_by", Self::barred);
        let collect = self.optional(&mut keys, "collect", Self::ids);
        let evidence = self.optional(&mut keys, "evidence", Self::evidence);
        let sign = self.optional(&mut keys, "sign", Self::text);
        self.end(keys);
        Some(Person {
            role: role?,
            assign,
            not_by: not_by.unwrap_or_default(),
            collect: collect.unwrap_or_default(),
            evidence: evidence.unwrap_or_default(),
            sign,
        })
    }

    /// Fields with the conditions under which they are wanted; a list of fields is wanted always.
    fn evidence(&mut self, at: &At<'_>) -> Option<IndexMap<Name, Expression>> {
        if at.node.items().is_none() {
            return self.map(at, Self::expression);
        }
        let always = Expression::parse("true").expect("`true` is an expression");
        let names: Vec<Name> = self.ids(at)?;
        Some(names.into_iter().map(|name| (name, always.clone())).collect())
    }

    pub(super) fn approve(&mut self, at: &At<'_>) -> Option<Approve> {
        let mut keys = self.keys(at.clone(), "an approval")?;
        let by = self.required(&mut keys, "by", |reader, at| reader.one_or_many(at, Self::role_ref));
        let quorum = self.optional(&mut keys, "quorum", |reader, at| reader.count(at, "a whole number of people"));
        let not_by = self.optional(&mut keys, "not_by", Self::barred);
        let collect = self.optional(&mut keys, "collect", Self::ids);
        let covers = self.optional(&mut keys, "covers", Self::ids);
        let on_refuse = self.optional(&mut keys, "on_refuse", Self::consequence);
        let sign = self.optional(&mut keys, "sign", Self::text);
        self.end(keys);
        Some(Approve {
            by: by?,
            quorum,
            not_by: not_by.unwrap_or_default(),
            collect: collect.unwrap_or_default(),
            covers: covers.unwrap_or_default(),
            on_refuse,
            sign,
        })
    }

    pub(super) fn role_ref(&mut self, at: &At<'_>) -> Option<RoleRef> {
        let text = self.characters(at, "a role")?;
        match text.strip_prefix('=') {
            Some(name) => self.name_after_sign(at, name).map(RoleRef::Field),
            None => self.id(at).map(RoleRef::Role),
        }
    }

    /// The field named behind a `=`.
    pub(super) fn name_after_sign(&mut self, at: &At<'_>, text: &str) -> Option<Name> {
        match text.trim().parse() {
            Ok(name) => Some(name),
            Err(error) => self.fail(id_error(at.path.clone(), &error)),
        }
    }

    fn barred(&mut self, at: &At<'_>) -> Option<Vec<Barred>> {
        self.one_or_many(at, |reader, at| match reader.characters(at, "`starter` or a step")? {
            "starter" => Some(Barred::Starter),
            _ => reader.id(at).map(Barred::Step),
        })
    }

    /// `continue`, `{raise: …}` or `{end: …}`.
    pub(super) fn consequence(&mut self, at: &At<'_>) -> Option<Consequence> {
        if at.node.as_text().is_some() {
            return self.word(at, &[("continue", ())]).map(|()| Consequence::Continue);
        }
        let mut keys = self.keys(at.clone(), "a consequence")?;
        let consequence = match self.one_of(&mut keys, &["raise", "end"])? {
            "raise" => self.required(&mut keys, "raise", Self::id).map(|raise| Consequence::Raise { raise }),
            _ => self.required(&mut keys, "end", Self::id).map(|end| Consequence::End { end }),
        };
        self.end(keys);
        consequence
    }
}
