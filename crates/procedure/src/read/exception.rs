//! What may go sideways, what is done then, and who hears of it.

use crate::diagnostic::Diagnostic;
use crate::document::{Escalation, EscalationCause, Exception, Finish, Handler, Reaction, Resume, Severity};

use super::keys::{At, Reader};

impl Reader<'_> {
    pub(super) fn exception(&mut self, at: &At<'_>) -> Option<Exception> {
        let mut keys = self.keys(at.clone(), "an exception")?;
        let id = self.required(&mut keys, "id", Self::id);
        let title = self.required(&mut keys, "title", Self::text);
        let severity = self.optional(&mut keys, "severity", |reader, at| {
            let words = [("minor", Severity::Minor), ("major", Severity::Major), ("critical", Severity::Critical)];
            reader.word(at, &words)
        });
        let when = self.optional(&mut keys, "when", Self::expression);
        let then = self.required(&mut keys, "then", Self::handler);
        self.end(keys);
        Some(Exception { id: id?, title: title?, severity, when, then: then? })
    }

    fn handler(&mut self, at: &At<'_>) -> Option<Handler> {
        let mut keys = self.keys(at.clone(), "a handler")?;
        let steps = self.optional(&mut keys, "steps", Self::steps);
        let escalate = self.optional(&mut keys, "escalate", Self::id);
        let finish = match self.one_of(&mut keys, &["resume", "end"]) {
            Some("resume") => self.required(&mut keys, "resume", Self::resume).map(|resume| Finish::Resume { resume }),
            Some(_) => self.required(&mut keys, "end", Self::id).map(|end| Finish::End { end }),
            None => {
                keys.take("resume");
                keys.take("end");
                None
            }
        };
        self.end(keys);
        Some(Handler { steps: steps.unwrap_or_default(), escalate, finish: finish? })
    }

    fn resume(&mut self, at: &At<'_>) -> Option<Resume> {
        if at.node.entries().is_none() {
            return self
                .word(at, &[("retry", false), ("continue", true)])
                .map(|goes_on| if goes_on { Resume::Continue } else { Resume::Retry });
        }
        let mut keys = self.keys(at.clone(), "a resumption")?;
        let retry = self.required(&mut keys, "retry", Self::id);
        self.end(keys);
        Some(Resume::RetryBlock { retry: retry? })
    }

    /// `continue`, `{raise: …}`, `{end: …}`, `{ask: …}` or `{retry: N, backoff: …, then: …}`.
    pub(super) fn reaction(&mut self, at: &At<'_>) -> Option<Reaction> {
        if at.node.as_text().is_some() {
            return self.word(at, &[("continue", ())]).map(|()| Reaction::Continue);
        }
        let mut keys = self.keys(at.clone(), "a reaction")?;
        let reaction = match self.one_of(&mut keys, &["raise", "end", "ask", "retry"])? {
            "raise" => self.required(&mut keys, "raise", Self::id).map(|raise| Reaction::Raise { raise }),
            "end" => self.required(&mut keys, "end", Self::id).map(|end| Reaction::End { end }),
            "ask" => self.required(&mut keys, "ask", Self::id).map(|ask| Reaction::Ask { ask }),
            _ => {
                let retry = self.required(&mut keys, "retry", Self::times);
                let backoff = self.optional(&mut keys, "backoff", Self::elapsed);
                let then = self.optional(&mut keys, "then", Self::reaction).map(Box::new);
                retry.map(|retry| Reaction::Retry { retry, backoff, then })
            }
        };
        self.end(keys);
        reaction
    }

    /// How often, at least once.
    pub(super) fn times(&mut self, at: &At<'_>) -> Option<std::num::NonZeroU32> {
        let count = self.count::<u32>(at, "a whole number from 1 on")?;
        match std::num::NonZeroU32::new(count) {
            Some(times) => Some(times),
            None => self.wrong_type(at, "a whole number from 1 on"),
        }
    }

    pub(super) fn escalation(&mut self, at: &At<'_>) -> Option<Escalation> {
        let mut keys = self.keys(at.clone(), "an escalation")?;
        let after = self.required(&mut keys, "after", Self::cause);
        let steps = self.optional(&mut keys, "steps", Self::ids);
        let notify = self.optional(&mut keys, "notify", |reader, at| reader.one_or_many(at, Self::id));
        let reassign = self.optional(&mut keys, "reassign", Self::id);
        let text = self.optional(&mut keys, "text", Self::template);
        self.end(keys);
        Some(Escalation {
            after: after?,
            steps: steps.unwrap_or_default(),
            notify: notify.unwrap_or_default(),
            reassign,
            text,
        })
    }

    fn cause(&mut self, at: &At<'_>) -> Option<EscalationCause> {
        let mut keys = self.keys(at.clone(), "what sets off an escalation")?;
        let kinds = ["overdue", "before_due", "failed", "raised", "refused"];
        let cause = match self.one_of(&mut keys, &kinds)? {
            "overdue" => self.required(&mut keys, "overdue", Self::duration).map(EscalationCause::Overdue),
            "before_due" => self.required(&mut keys, "before_due", Self::duration).map(EscalationCause::BeforeDue),
            "failed" => self.required(&mut keys, "failed", Self::failing_verb).map(EscalationCause::Failed),
            "raised" => self.required(&mut keys, "raised", Self::id).map(EscalationCause::Raised),
            _ => self.required(&mut keys, "refused", Self::id).map(EscalationCause::Refused),
        };
        self.end(keys);
        cause
    }

    fn failing_verb(&mut self, at: &At<'_>) -> Option<String> {
        const VERBS: [&str; 5] = ["call", "agent", "document", "notify", "procedure"];
        let text = self.characters(at, "a verb")?;
        if VERBS.contains(&text) {
            return Some(text.to_owned());
        }
        let message = format!("`failed` cannot be `{}`", super::keys::shorten(text));
        self.fail(
            Diagnostic::error("unknown-word", at.path.clone(), message)
                .fix(format!("Write the verb of the steps that may fail: {}.", super::keys::either(&VERBS))),
        )
    }
}
