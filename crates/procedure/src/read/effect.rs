//! What reaches outside: calls, agents, documents, notices, sub-procedures.

use crate::diagnostic::Diagnostic;
use crate::document::{
    Action, Agent, AgentLimits, Call, Document, DocumentFormat, Dotted, Notify, Recipient, Save, Subprocedure, Tool,
};

use super::keys::{At, Keys, Reader, id_error};

impl Reader<'_> {
    pub(super) fn call(&mut self, keys: &mut Keys<'_>) -> Option<Call> {
        let call = self.required(keys, "call", Self::id::<Action>);
        let with = self.optional(keys, "with", |reader, at| reader.open_map(at, Self::formula));
        let save = self.optional(keys, "save", Self::save);
        let once = self.optional(keys, "once", Self::formula);
        Some(Call { call: call?, with: with.unwrap_or_default(), save, once })
    }

    /// One name for the whole result, or named parts of it.
    pub(super) fn save(&mut self, at: &At<'_>) -> Option<Save> {
        if at.node.entries().is_some() { self.formulas(at).map(Save::Parts) } else { self.id(at).map(Save::Whole) }
    }

    pub(super) fn agent(&mut self, at: &At<'_>) -> Option<Agent> {
        let mut keys = self.keys(at.clone(), "an agent")?;
        let goal = self.required(&mut keys, "goal", Self::template);
        let tools = self.optional(&mut keys, "tools", |reader, at| reader.list(at, Self::tool));
        let limits = self.optional(&mut keys, "limits", Self::agent_limits);
        let returns = self.required(&mut keys, "returns", Self::fields);
        self.end(keys);
        Some(Agent {
            goal: goal?,
            tools: tools.unwrap_or_default(),
            limits: limits.unwrap_or_default(),
            returns: returns?,
        })
    }

    fn tool(&mut self, at: &At<'_>) -> Option<Tool> {
        match self.characters(at, "an action")?.strip_suffix(".*") {
            Some(connector) => match connector.parse::<Dotted>() {
                Ok(connector) => Some(Tool::All(connector)),
                Err(error) => self.fail(id_error(at.path.clone(), &error)),
            },
            None => self.id(at).map(Tool::Action),
        }
    }

    fn agent_limits(&mut self, at: &At<'_>) -> Option<AgentLimits> {
        let mut keys = self.keys(at.clone(), "an agent's limits")?;
        let turns = self.optional(&mut keys, "turns", |reader, at| reader.count(at, "a whole number of turns"));
        let tokens = self.optional(&mut keys, "tokens", |reader, at| reader.count(at, "a whole number of tokens"));
        let time = self.optional(&mut keys, "time", Self::elapsed);
        self.end(keys);
        Some(AgentLimits { turns, tokens, time })
    }

    pub(super) fn document(&mut self, at: &At<'_>) -> Option<Document> {
        let mut keys = self.keys(at.clone(), "a document")?;
        let template = self.required(&mut keys, "template", Self::template);
        let format = self.required(&mut keys, "format", |reader, at| {
            let words = [
                ("pdf", DocumentFormat::Pdf),
                ("docx", DocumentFormat::Docx),
                ("html", DocumentFormat::Html),
                ("markdown", DocumentFormat::Markdown),
            ];
            reader.word(at, &words)
        });
        let name = self.optional(&mut keys, "name", Self::template);
        self.end(keys);
        Some(Document { template: template?, format: format?, name })
    }

    pub(super) fn notify(&mut self, at: &At<'_>) -> Option<Notify> {
        let mut keys = self.keys(at.clone(), "a notice")?;
        let to = self.required(&mut keys, "to", Self::recipient);
        let subject = self.optional(&mut keys, "subject", Self::template);
        let text = self.required(&mut keys, "text", Self::template);
        self.end(keys);
        Some(Notify { to: to?, subject, text: text? })
    }

    fn recipient(&mut self, at: &At<'_>) -> Option<Recipient> {
        if at.node.entries().is_none() {
            return self.role_ref(at).map(Recipient::Role);
        }
        let mut keys = self.keys(at.clone(), "a recipient")?;
        let person = self.required(&mut keys, "person", Self::formula);
        self.end(keys);
        Some(Recipient::Person { person: person? })
    }

    pub(super) fn subprocedure(&mut self, keys: &mut Keys<'_>) -> Option<Subprocedure> {
        let procedure = self.required(keys, "procedure", Self::id);
        let with = self.optional(keys, "with", Self::formulas);
        let save = self.optional(keys, "save", Self::save);
        Some(Subprocedure { procedure: procedure?, with: with.unwrap_or_default(), save })
    }

    /// A duration that does not depend on a calendar.
    pub(super) fn elapsed(&mut self, at: &At<'_>) -> Option<crate::time::Duration> {
        match self.duration(at)? {
            elapsed @ crate::time::Duration::Elapsed(_) => Some(elapsed),
            crate::time::Duration::WorkingDays(_) | crate::time::Duration::WorkingHours(_) => {
                let message = "what a machine does is counted in working time";
                self.fail(
                    Diagnostic::error("bad-duration", at.path.clone(), message)
                        .fix("Write how long it may take by the clock, such as `30s`, `15m` or `4h`."),
                )
            }
        }
    }

    pub(super) fn duration(&mut self, at: &At<'_>) -> Option<crate::time::Duration> {
        let expected = "a duration such as `4h` or `2 working days`";
        let text = self.characters(at, expected)?;
        match text.trim().parse() {
            Ok(duration) => Some(duration),
            Err(error) => {
                let error: crate::time::DurationError = error;
                let message = format!("`{}` is no duration", super::keys::shorten(&error.found));
                self.fail(
                    Diagnostic::error("bad-duration", at.path.clone(), message)
                        .fix("Write `30s`, `15m`, `4h`, `2d`, `1w`, `1h 30m`, `3 working days` or `6 working hours`."),
                )
            }
        }
    }
}
