//! Deviations that somebody accepted: they are told, and do not count.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::deviation::Class;

/// One deviation that is accepted, by whom it concerns, with why and until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    pub class: Class,
    /// The step's id; any where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// The activity, field or role that it is about; any where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    pub reason: String,
    /// The last day on which it is accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// What is accepted today.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Acceptance(Vec<Accepted>);

impl Acceptance {
    /// Of all that was ever accepted, what still is on this day.
    pub fn on(all: Vec<Accepted>, today: Date) -> Self {
        Self(all.into_iter().filter(|accepted| accepted.until.is_none_or(|until| today <= until)).collect())
    }

    /// Why a deviation is accepted, if it is.
    pub(super) fn reason(&self, class: Class, step: Option<&str>, detail: &str) -> Option<String> {
        let fits = |accepted: &&Accepted| {
            accepted.class == class
                && accepted.step.as_deref().is_none_or(|own| Some(own) == step)
                && accepted.detail.as_deref().is_none_or(|own| own == detail)
        };
        self.0.iter().find(fits).map(|accepted| accepted.reason.clone())
    }
}
