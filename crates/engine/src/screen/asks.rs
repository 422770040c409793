//! What a task asks of whoever does it: the fields to fill, the options to choose from, what to know before.

use interpreter::Program;
use interpreter::id::ActivationId;
use interpreter::mask::Mask;
use interpreter::sight::Sight;
use interpreter::state::{State, Task, TaskKind};
use procedure::document::{Approve, Name, Person, Step, Verb};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use utoipa::ToSchema;

use super::action::ActionAsked;
use super::field::FormField;
use super::named::{RoleNamed, in_words};
use super::wire;

/// Something to know before the task is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct About {
    pub label: String,
    pub text: String,
}

/// One way that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OptionShown {
    /// Its position, from 0; what is sent.
    pub index: usize,
    pub text: String,
}

/// What a task asks.
#[derive(Debug, Default)]
pub(super) struct Asked {
    pub fields: Vec<FormField>,
    /// The values that the fields hold now; sensitive ones are left out.
    pub current: BTreeMap<String, Json>,
    pub sign: Option<String>,
    pub options: Vec<OptionShown>,
    pub suggested: Option<String>,
    pub about: Vec<About>,
    pub action: Option<ActionAsked>,
}

/// What the task asks, with what is sensitive masked.
pub(super) fn asked(sight: &Sight<'_>, state: &State, task: &Task, step: &Step) -> Asked {
    let form = Form { program: sight.program, mask: sight.mask(), state, activation: task.activation, step };
    let kind = sight.mask().task(&task.kind);
    match (&kind, &step.verb) {
        (TaskKind::Work, Verb::Person { person }) => form.work(person),
        (TaskKind::Approve { role }, Verb::Approve { approve }) => form.approval(&role.clone(), approve),
        // A step of another kind under such a task is what a migration may leave: there is nothing to fill in.
        (TaskKind::Work | TaskKind::Approve { .. }, _) => Asked::default(),
        (TaskKind::Supply { fields }, _) => Asked {
            about: vec![about("Why", "A condition of this step cannot be judged without it.")],
            ..form.filled(fields, true)
        },
        (TaskKind::ByHand { fields, because, suggested }, _) => Asked {
            about: vec![about("Why by hand", because)],
            action: suggested.as_ref().map(|request| ActionAsked::of(sight, request, None)),
            ..form.filled(fields, true)
        },
        (TaskKind::Confirm { request }, _) => {
            Asked { action: Some(ActionAsked::of(sight, request, None)), ..Asked::default() }
        }
        (TaskKind::Choose { options, suggested, values }, _) => Asked {
            options: options.iter().cloned().enumerate().map(|(index, text)| OptionShown { index, text }).collect(),
            suggested: suggested.clone(),
            about: values.iter().map(|(name, value)| about(&in_words(name), &plain(&wire::shown(value)))).collect(),
            ..Asked::default()
        },
        (TaskKind::Settle { exception, words, detail }, _) => {
            let mut known = vec![about("Exception", sight.exception(exception).trim_matches(['“', '”']))];
            known.extend(words.as_ref().map(|words| about("In their words", words)));
            if !detail.is_null() {
                known.push(about("Details", &plain(&wire::shown(detail))));
            }
            Asked { about: known, ..Asked::default() }
        }
    }
}

fn about(label: &str, text: &str) -> About {
    About { label: label.to_owned(), text: text.to_owned() }
}

fn plain(json: &Json) -> String {
    json.as_str().map_or_else(|| json.to_string(), str::to_owned)
}

struct Form<'a> {
    program: &'a Program,
    mask: &'a Mask,
    state: &'a State,
    activation: ActivationId,
    step: &'a Step,
}

impl Form<'_> {
    fn work(&self, person: &Person) -> Asked {
        let mut asked = self.filled(&person.collect, false);
        for (name, condition) in &person.evidence {
            let label = |name: &str| self.label(name);
            let when = condition.in_words(&label);
            match asked.fields.iter_mut().find(|field| field.name == name.as_str()) {
                Some(field) => (field.evidence, field.required_when) = (true, Some(when)),
                None => {
                    let mut more = self.filled(std::slice::from_ref(name), false);
                    for field in &mut more.fields {
                        (field.required, field.evidence, field.required_when) = (false, true, Some(when.clone()));
                    }
                    asked.fields.append(&mut more.fields);
                    asked.current.append(&mut more.current);
                }
            }
        }
        Asked { sign: person.sign.clone(), ..asked }
    }

    fn approval(&self, role: &procedure::document::RoleId, approve: &Approve) -> Asked {
        let mut known = vec![about("You decide as", &RoleNamed::of(&self.program.procedure, role).title)];
        for name in &approve.covers {
            let value = self.value(name).filter(|value| !value.is_null());
            let text = value.map_or_else(|| "not known".to_owned(), |value| plain(&wire::shown(&value)));
            known.push(About { label: self.label(name).unwrap_or_else(|| in_words(name)), text });
        }
        Asked { sign: approve.sign.clone(), about: known, ..self.filled(&approve.collect, false) }
    }

    /// The fields of these names, and what they hold.
    ///
    /// What has a value keeps it where the form leaves it out, so that it is not required; `wanted`: what is asked for
    /// just now has none that counts.
    fn filled(&self, names: &[Name], wanted: bool) -> Asked {
        let mut asked = Asked::default();
        for name in names {
            let mut field = self.field(name);
            let value = self.unmasked(name).filter(|value| !value.is_null());
            if let Some(value) = value {
                field.required &= wanted;
                let shown = self.mask.value(name, value);
                if !self.mask.hides(name) {
                    asked.current.insert(name.to_string(), wire::shown(&shown));
                    field.current = Some(wire::shown(&shown));
                }
            }
            asked.fields.push(field);
        }
        asked
    }

    fn field(&self, name: &Name) -> FormField {
        let declared = self.program.procedure.data.get(name).or_else(|| match &self.step.verb {
            Verb::Agent { agent } => agent.returns.get(name),
            _ => None,
        });
        match declared {
            Some(field) => FormField {
                unit: super::field::unit(field, &|name| self.value(name)),
                ..FormField::of(name, field, self.mask)
            },
            None => FormField::undeclared(name, self.mask),
        }
    }

    fn unmasked(&self, name: &str) -> Option<&procedure::value::Value> {
        self.state.scopes(Some(self.activation)).into_iter().find_map(|scope| scope.values.get(name))
    }

    fn value(&self, name: &str) -> Option<procedure::value::Value> {
        Some(self.mask.value(name, self.unmasked(name)?))
    }

    fn label(&self, name: &str) -> Option<String> {
        let field = self.program.procedure.data.get(name)?;
        Some(field.title.clone().unwrap_or_else(|| in_words(name)))
    }
}
