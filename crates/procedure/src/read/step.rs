//! Steps: their common keys, their verbs, and the blocks.

use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::document::{
    Autonomy, AutonomyLevel, BranchId, Check, Due, Each, ErrorId, Group, Join, Obligation, Reminder, Repeat, Rule,
    Step, Together, Verb, Wait,
};

use super::keys::{At, Keys, Reader, capital};

const LEVELS: [(&str, AutonomyLevel); 3] =
    [("human", AutonomyLevel::Human), ("confirm", AutonomyLevel::Confirm), ("auto", AutonomyLevel::Auto)];

impl Reader<'_> {
    pub(super) fn steps(&mut self, at: &At<'_>) -> Option<Vec<Step>> {
        self.list(at, Self::step)
    }

    fn step(&mut self, at: &At<'_>) -> Option<Step> {
        let mut keys = self.keys(at.clone(), "a step")?;
        let id = self.required(&mut keys, "id", Self::id);
        let title = self.required(&mut keys, "title", Self::template);
        let instructions = self.optional(&mut keys, "instructions", Self::template);
        let condition = self.optional(&mut keys, "if", Self::expression);
        let due = self.optional(&mut keys, "due", Self::due);
        let remind = self.optional(&mut keys, "remind", |reader, at| reader.one_or_many(at, Self::reminder));
        let rules = self.optional(&mut keys, "rules", |reader, at| reader.list(at, Self::rule));
        let checks = self.optional(&mut keys, "checks", |reader, at| reader.list(at, Self::check));
        let on_error = self.optional(&mut keys, "on_error", |reader, at| reader.map::<ErrorId, _>(at, Self::reaction));
        let autonomy = self.optional(&mut keys, "autonomy", Self::autonomy);
        let visible_to = self.optional(&mut keys, "visible_to", Self::ids);
        let guide = self.optional(&mut keys, "guide", Self::text);
        let standards = self.optional(&mut keys, "standards", Self::texts);
        let tags = self.optional(&mut keys, "tags", Self::texts);
        let verb = self.verb(&mut keys);
        // Without one verb its keys cannot be told from unknown ones.
        let verb = verb?;
        self.end(keys);
        Some(Step {
            id: id?,
            title: title?,
            verb: verb?,
            instructions,
            condition,
            due,
            remind: remind.unwrap_or_default(),
            rules: rules.unwrap_or_default(),
            checks: checks.unwrap_or_default(),
            on_error: on_error.unwrap_or_default(),
            autonomy,
            visible_to: visible_to.unwrap_or_default(),
            guide,
            standards: standards.unwrap_or_default(),
            tags: tags.unwrap_or_default(),
        })
    }

    /// The verb as far as it could be read; nothing when it is not clear which it is.
    #[expect(clippy::option_option, reason = "the two ways to lack a verb differ in what is known of the step's keys")]
    fn verb(&mut self, keys: &mut Keys<'_>) -> Option<Option<Verb>> {
        let there: Vec<&'static str> = Verb::KEYS.into_iter().filter(|key| keys.has(key)).collect();
        let path = keys.at().path.clone();
        match there.as_slice() {
            [] => {
                let near = keys.untaken().find_map(|key| Some((key, did_you_mean(key, Verb::KEYS)?)));
                let diagnostic = match near {
                    Some((key, hint)) => {
                        let message = format!("`{key}` is no verb, and the step has no other");
                        Diagnostic::error("missing-verb", path.key(key), message).at_key().fix(capital(&hint))
                    }
                    None => Diagnostic::error("missing-verb", path, "the step does not say what it does")
                        .because("Every step has exactly one verb.")
                        .fix("Add one, such as `person:`, `call:`, `decide:`, `set:` or `wait:`."),
                };
                self.fail(diagnostic)
            }
            [first, second, ..] => {
                let message = format!("the step has two verbs, `{first}` and `{second}`");
                let diagnostic = Diagnostic::error("several-verbs", path.key(*second), message)
                    .at_key()
                    .because("Every step does exactly one thing.")
                    .fix("Make two steps of it, or put them into a `group:`.")
                    .related(path.key(*first), "the other verb");
                self.fail(diagnostic)
            }
            [one] => Some(self.one_verb(keys, one)),
        }
    }

    fn one_verb(&mut self, keys: &mut Keys<'_>, verb: &str) -> Option<Verb> {
        Some(match verb {
            "person" => Verb::Person { person: self.required(keys, "person", Self::person)? },
            "approve" => Verb::Approve { approve: self.required(keys, "approve", Self::approve)? },
            "call" => Verb::Call(self.call(keys)?),
            "agent" => Verb::Agent { agent: self.required(keys, "agent", Self::agent)? },
            "set" => Verb::Set { set: self.required(keys, "set", Self::formulas)? },
            "decide" => Verb::Decide { decide: self.required(keys, "decide", Self::decide)? },
            "group" => Verb::Group { group: self.required(keys, "group", Self::group)? },
            "together" => Verb::Together { together: self.required(keys, "together", Self::together)? },
            "repeat" => Verb::Repeat { repeat: self.required(keys, "repeat", Self::repeat)? },
            "each" => Verb::Each { each: self.required(keys, "each", Self::each)? },
            "wait" => {
                let wait = self.required(keys, "wait", Self::wait);
                let save = self.optional(keys, "save", Self::save);
                Verb::Wait { wait: wait?, save }
            }
            "document" => {
                let document = self.required(keys, "document", Self::document);
                let save = self.optional(keys, "save", Self::save);
                Verb::Document { document: document?, save }
            }
            "notify" => Verb::Notify { notify: self.required(keys, "notify", Self::notify)? },
            "procedure" => Verb::Procedure(self.subprocedure(keys)?),
            "raise" => Verb::Raise { raise: self.required(keys, "raise", Self::id)? },
            // The last of `Verb::KEYS`.
            _ => Verb::End { end: self.required(keys, "end", Self::id)? },
        })
    }

    fn group(&mut self, at: &At<'_>) -> Option<Group> {
        let mut keys = self.keys(at.clone(), "a group")?;
        let steps = self.required(&mut keys, "steps", Self::steps);
        let until = self.optional(&mut keys, "until", Self::expression);
        let recheck = self.optional(&mut keys, "recheck", Self::step).map(Box::new);
        let exceptions = self.optional(&mut keys, "exceptions", |reader, at| reader.list(at, Self::exception));
        self.end(keys);
        Some(Group { steps: steps?, until, recheck, exceptions: exceptions.unwrap_or_default() })
    }

    fn together(&mut self, at: &At<'_>) -> Option<Together> {
        let mut keys = self.keys(at.clone(), "what is done together")?;
        let branches = self.required(&mut keys, "branches", |reader, at| reader.map::<BranchId, _>(at, Self::steps));
        let join =
            self.optional(&mut keys, "join", |reader, at| reader.word(at, &[("all", Join::All), ("any", Join::Any)]));
        self.end(keys);
        Some(Together { branches: branches?, join: join.unwrap_or(Join::All) })
    }

    fn repeat(&mut self, at: &At<'_>) -> Option<Repeat> {
        let mut keys = self.keys(at.clone(), "a repetition")?;
        let steps = self.required(&mut keys, "steps", Self::steps);
        let until = self.required(&mut keys, "until", Self::expression);
        let at_most = self.required(&mut keys, "at_most", Self::times);
        self.end(keys);
        Some(Repeat { steps: steps?, until: until?, at_most: at_most? })
    }

    fn each(&mut self, at: &At<'_>) -> Option<Each> {
        let mut keys = self.keys(at.clone(), "what is done for each")?;
        let of = self.required(&mut keys, "of", Self::expression);
        let item = self.required(&mut keys, "as", Self::id);
        let steps = self.required(&mut keys, "steps", Self::steps);
        let at_once = self.optional(&mut keys, "at_once", Self::times);
        let gather = self.optional(&mut keys, "gather", Self::formulas);
        self.end(keys);
        Some(Each { of: of?, item: item?, steps: steps?, at_once, gather: gather.unwrap_or_default() })
    }

    fn wait(&mut self, at: &At<'_>) -> Option<Wait> {
        let mut keys = self.keys(at.clone(), "a wait")?;
        let duration = self.optional(&mut keys, "for", Self::formula);
        let until = self.optional(&mut keys, "until", Self::expression);
        let event = self.optional(&mut keys, "event", Self::id);
        let when = self.optional(&mut keys, "when", Self::expression);
        let empty = !["for", "until", "event"].iter().any(|key| keys.has(key));
        self.end(keys);
        if empty {
            return self.fail(
                Diagnostic::error("missing-key", at.path.clone(), "the wait does not say for what")
                    .fix("Add `for:` a duration, `until:` a moment, or `event:` a type of event."),
            );
        }
        Some(Wait { duration, until, event, when })
    }

    /// A duration, or the moment it counts from and what is added.
    pub(super) fn due(&mut self, at: &At<'_>) -> Option<Due> {
        if at.node.entries().is_none() {
            return self.duration(at).map(Due::Within);
        }
        let mut keys = self.keys(at.clone(), "a due moment")?;
        let after = self.optional(&mut keys, "after", Self::formula);
        let plus = self.optional(&mut keys, "plus", Self::duration);
        let minus = self.optional(&mut keys, "minus", Self::duration);
        let clock = self
            .optional(&mut keys, "at", |reader, at| reader.parsed(at, "bad-time", "a time of day such as `'18:00'`"));
        let empty = !["after", "plus", "minus", "at"].iter().any(|key| keys.has(key));
        self.end(keys);
        if empty {
            return self.fail(
                Diagnostic::error("missing-key", at.path.clone(), "the due moment is not said")
                    .fix("Write a duration such as `4h`, or `{after: =order.date, plus: 3 working days}`."),
            );
        }
        Some(Due::From { after, plus, minus, at: clock })
    }

    fn reminder(&mut self, at: &At<'_>) -> Option<Reminder> {
        if at.node.entries().is_none() {
            return self.duration(at).map(Reminder::BeforeDue);
        }
        let mut keys = self.keys(at.clone(), "a reminder")?;
        let every = self.required(&mut keys, "every", Self::duration);
        self.end(keys);
        Some(Reminder::Every { every: every? })
    }

    fn rule(&mut self, at: &At<'_>) -> Option<Rule> {
        let mut keys = self.keys(at.clone(), "a rule")?;
        let obligation = match self.one_of(&mut keys, &["must", "must_not"]) {
            Some("must") => self.required(&mut keys, "must", Self::text).map(Obligation::Must),
            Some(_) => self.required(&mut keys, "must_not", Self::text).map(Obligation::MustNot),
            None => return None,
        };
        let because = self.optional(&mut keys, "because", Self::text);
        self.end(keys);
        Some(Rule { obligation: obligation?, because })
    }

    fn check(&mut self, at: &At<'_>) -> Option<Check> {
        let mut keys = self.keys(at.clone(), "a check")?;
        let that = self.required(&mut keys, "that", Self::expression);
        let because = self.optional(&mut keys, "because", Self::text);
        let otherwise = self.optional(&mut keys, "otherwise", Self::consequence);
        self.end(keys);
        Some(Check { that: that?, because, otherwise })
    }

    fn autonomy(&mut self, at: &At<'_>) -> Option<Autonomy> {
        if at.node.entries().is_none() {
            return self.word(at, &LEVELS).map(|level| Autonomy { level, role: None });
        }
        let mut keys = self.keys(at.clone(), "an autonomy")?;
        let autonomy = match self.one_of(&mut keys, &["human", "confirm"])? {
            "human" => (AutonomyLevel::Human, self.required(&mut keys, "human", Self::id)),
            _ => (AutonomyLevel::Confirm, self.required(&mut keys, "confirm", Self::id)),
        };
        self.end(keys);
        Some(Autonomy { level: autonomy.0, role: Some(autonomy.1?) })
    }
}
