//! The logic between steps.

use crate::diagnostic::Diagnostic;
use crate::document::{Case, Decide, Hit, Otherwise, Table};

use super::keys::{At, Reader};

impl Reader<'_> {
    pub(super) fn decide(&mut self, at: &At<'_>) -> Option<Decide> {
        let mut keys = self.keys(at.clone(), "a decision")?;
        let cases = self.optional(&mut keys, "cases", |reader, at| reader.list(at, Self::case));
        let table = self.optional(&mut keys, "table", Self::table);
        let otherwise = self.optional(&mut keys, "otherwise", Self::otherwise);
        let (has_cases, has_table) = (keys.has("cases"), keys.has("table"));
        self.end(keys);
        if has_cases == has_table {
            let message =
                if has_cases { "the decision has both cases and a table" } else { "the decision has no cases" };
            return self.fail(
                Diagnostic::error("missing-key", at.path.clone(), message).fix("Write either `cases:` or a `table:`."),
            );
        }
        Some(Decide { cases: cases.unwrap_or_default(), table, otherwise })
    }

    fn case(&mut self, at: &At<'_>) -> Option<Case> {
        let mut keys = self.keys(at.clone(), "a case")?;
        let when = self.required(&mut keys, "when", Self::expression);
        let title = self.optional(&mut keys, "title", Self::text);
        let because = self.optional(&mut keys, "because", Self::text);
        let set = self.optional(&mut keys, "set", Self::formulas);
        let steps = self.optional(&mut keys, "steps", Self::steps);
        self.end(keys);
        Some(Case { when: when?, title, because, set: set.unwrap_or_default(), steps: steps.unwrap_or_default() })
    }

    fn otherwise(&mut self, at: &At<'_>) -> Option<Otherwise> {
        if at.node.entries().is_none() {
            return self.word(at, &[("continue", ())]).map(|()| Otherwise::Continue);
        }
        let mut keys = self.keys(at.clone(), "an otherwise")?;
        let because = self.optional(&mut keys, "because", Self::text);
        let set = self.optional(&mut keys, "set", Self::formulas);
        let steps = self.optional(&mut keys, "steps", Self::steps);
        self.end(keys);
        Some(Otherwise::Branch { because, set: set.unwrap_or_default(), steps: steps.unwrap_or_default() })
    }

    fn table(&mut self, at: &At<'_>) -> Option<Table> {
        let mut keys = self.keys(at.clone(), "a table")?;
        let hit = self.optional(&mut keys, "hit", |reader, at| {
            let words = [
                ("unique", Hit::Unique),
                ("first", Hit::First),
                ("priority", Hit::Priority),
                ("any", Hit::Any),
                ("collect", Hit::Collect),
            ];
            reader.word(at, &words)
        });
        let inputs = self.required(&mut keys, "inputs", |reader, at| reader.list(at, Self::expression));
        let results = self.required(&mut keys, "results", Self::ids);
        // How many cells a row has is known only with the columns.
        let rules = match (&inputs, &results) {
            (Some(inputs), Some(results)) => {
                self.required(&mut keys, "rules", |reader, at| reader.rows(at, inputs, results))
            }
            _ => {
                keys.take("rules");
                None
            }
        };
        self.end(keys);
        // DMN 1.5, 8.2.10: unique is the default.
        Some(Table { hit: hit.unwrap_or(Hit::Unique), inputs: inputs?, results: results?, rules: rules? })
    }
}
