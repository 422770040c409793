//! Texts of a document with a run's values in them, but for what a mask hides.

use jiff::Timestamp;
use procedure::expression::Limits;
use procedure::template::Template;

use crate::id::ActivationId;
use crate::mask::Mask;
use crate::names::Names;
use crate::program::Program;
use crate::state::State;

/// A text with the values that an activation sees; the text as written where it grows too long.
pub fn text(
    program: &Program,
    state: &State,
    activation: Option<ActivationId>,
    now: Timestamp,
    template: &Template,
    mask: &Mask,
) -> String {
    let names = Names::new(program, state, activation, now);
    let rendered = template.render_masked(&names, &Limits::default(), &|name| mask.hides(name));
    rendered.map_or_else(|_| template.source().to_owned(), |rendered| rendered.text)
}

/// A step's prose as an HTML fragment with the values that an activation sees. Neither the prose nor a value brings markup
/// of its own: raw HTML is dropped, values are plain text.
pub fn html(
    program: &Program,
    state: &State,
    activation: Option<ActivationId>,
    now: Timestamp,
    template: &Template,
    mask: &Mask,
) -> String {
    let names = Names::new(program, state, activation, now);
    let fills = template.fills(&names, &Limits::default(), &|name| mask.hides(name));
    procedure::render::prose(template, &fills)
}
