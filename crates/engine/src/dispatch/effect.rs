//! One effect: what kind it is, and what comes of it.

use interpreter::command::{Command, EffectFailed};
use interpreter::id::{EffectId, RunId};
use interpreter::state::{Effect, EffectRequest, Format};
use procedure::document::ErrorId;
use procedure::value::{File, Value};
use pulldown_cmark::{Event, Options, Parser};

use crate::derive::IN_DOUBT;
use crate::engine::Engine;
use crate::error::Error;
use crate::port::store::{Begun, Change, ChangeKind, DeadLetter, Write};
use crate::run::change::{By, Changed};

/// What came of an effect.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Outcome {
    Succeeded {
        result: Value,
        reused: bool,
    },
    Failed {
        error: ErrorId,
        message: String,
        repeatable: bool,
        in_doubt: bool,
    },
    /// Another effect with this `once` key has not come back; what came of that one decides.
    Behind {
        once: String,
    },
    /// It is somebody else's now, such as a sub-procedure that runs.
    Later,
}

impl Outcome {
    /// A failure that would come again.
    pub fn failed(error: &str, message: impl Into<String>) -> Self {
        let error = error.parse().expect("error names are kebab-case literals");
        Outcome::Failed { error, message: message.into(), repeatable: false, in_doubt: false }
    }
}

/// Longest name of a rendered file, in characters.
const MOST_NAME: usize = 120;

impl Engine {
    /// Carries out an attempt of an effect, and tells the run. Returns the `once` key that it waits behind, if it does.
    pub(super) async fn perform(&self, run: &RunId, effect: EffectId, attempt: u32) -> Result<Option<String>, Error> {
        let span = tracing::Span::current();
        let outcome = self.attempt(run, effect, attempt).await?;
        match &outcome {
            Outcome::Succeeded { .. } => span.record("outcome", "succeeded"),
            Outcome::Failed { error, .. } => {
                span.record("outcome", tracing::field::display(error)).record("otel.status_code", "ERROR")
            }
            Outcome::Behind { .. } | Outcome::Later => span.record("outcome", "later"),
        };
        if let Outcome::Behind { once } = outcome {
            return Ok(Some(once));
        }
        self.settle_effect(run, effect, outcome).await?;
        Ok(None)
    }

    /// Carries out an attempt of an effect.
    pub(crate) async fn attempt(&self, run: &RunId, id: EffectId, attempt: u32) -> Result<Outcome, Error> {
        let live = self.look(run).await?;
        let current = live.state.effects.get(&id).filter(|effect| effect.attempt == attempt);
        let Some(effect) = current.cloned() else { return Ok(Outcome::Later) };
        if effect.abandoned {
            return self.withdrawn(run, id, &effect).await;
        }
        tracing::Span::current().record("request", named(&effect.request));
        match &effect.request {
            EffectRequest::Call { action, arguments } => {
                self.call(run, id, &effect, action.clone(), arguments.clone()).await
            }
            EffectRequest::Agent { .. } => {
                Ok(Outcome::failed("no-model", "no language model is configured; a person does this step"))
            }
            EffectRequest::Document { text, format, name } => self.render(text, *format, name).await,
            // What is said stands in the commit of the result.
            EffectRequest::Notify { .. } => Ok(Outcome::Succeeded { result: Value::Null, reused: false }),
            EffectRequest::Procedure { procedure, data } => self.child(run, id, &live, procedure, data).await,
        }
    }

    /// What came of an effect that nothing waits for any more: only one that holds a `once` key matters. If it went out, the
    /// key stays in doubt.
    async fn withdrawn(&self, run: &RunId, id: EffectId, effect: &Effect) -> Result<Outcome, Error> {
        if effect.once.is_none() {
            return Ok(Outcome::Later);
        }
        Ok(match self.store().begin(run, id, effect.attempt).await? {
            Begun::Again => Outcome::failed(IN_DOUBT, "it was sent and then withdrawn, and its answer was lost"),
            Begun::Go => Outcome::failed("withdrawn", "it was withdrawn before it was sent"),
            Begun::Gone | Begun::Done { .. } | Begun::Doubtful { .. } | Begun::Held { .. } => {
                Outcome::failed("withdrawn", "it was withdrawn before it was sent")
            }
        })
    }

    /// Tells the run what came of an effect, and sets off what follows.
    pub(crate) async fn settle_effect(&self, run: &RunId, effect: EffectId, outcome: Outcome) -> Result<(), Error> {
        if let Some(changed) = self.settle_in_place(run, effect, outcome).await? {
            self.dispatch_all(changed.jobs);
        }
        Ok(())
    }

    /// Tells the run what came of an effect; what follows is the caller's to set off. What the run does not take is kept
    /// as a dead letter.
    pub(crate) async fn settle_in_place(
        &self,
        run: &RunId,
        effect: EffectId,
        outcome: Outcome,
    ) -> Result<Option<Changed>, Error> {
        let Some(command) = as_command(effect, outcome) else { return Ok(None) };
        match self.decide(run, &By::Engine, command.clone(), Vec::new()).await {
            Ok(changed) => Ok(Some(changed)),
            Err(Error::Rejected(rejected)) => {
                self.late(run, effect, &command).await?;
                let what = format!("the result of effect {effect}");
                self.dead_letter(run, what, rejected.code(), rejected.to_string()).await?;
                Ok(None)
            }
            Err(other) => Err(other),
        }
    }

    /// Writes into the journal that an answer came when nothing waited for it.
    async fn late(&self, run: &RunId, effect: EffectId, command: &Command) -> Result<(), Error> {
        let what = if let Command::EffectFailed(failed) = command {
            format!("failed ({})", failed.error)
        } else {
            "succeeded".to_owned()
        };
        let text = format!("A late answer came for effect {effect}: it {what}. Nothing waited for it any more.");
        match self.change(run, &By::Engine, Command::AddNote { step: None, text }).await {
            Ok(_) | Err(Error::Rejected(_)) => Ok(()),
            Err(other) => Err(other),
        }
    }

    /// Keeps that something of the engine's own was refused.
    pub(crate) async fn dead_letter(&self, run: &RunId, what: String, code: &str, reason: String) -> Result<(), Error> {
        let letter = DeadLetter { at: self.now(), run: run.clone(), what, code: code.to_owned(), reason };
        let change = Change {
            at: letter.at,
            actor: interpreter::actor::Actor::engine(),
            kind: ChangeKind::DeadLetter,
            subject: run.to_string(),
            payload: serde_json::to_string(&letter).expect("a letter holds texts and numbers"),
            salt: self.salt(),
            writes: vec![Write::DeadLetter(letter)],
            claims: Vec::new(),
        };
        let number = self.store().record(change).await?;
        self.written(number);
        Ok(())
    }

    /// Renders Markdown, and keeps the file before an event names it.
    async fn render(&self, text: &str, format: Format, name: &str) -> Result<Outcome, Error> {
        let (content, ending, media_type) = match format {
            Format::Markdown => (text.to_owned(), "md", "text/markdown"),
            Format::Html => (as_html(name, text), "html", "text/html"),
            Format::Pdf | Format::Docx => {
                return Ok(Outcome::failed(
                    "unsupported-format",
                    "this release renders documents as `html` and `markdown` only; choose one of these",
                ));
            }
        };
        let size = content.len() as u64;
        let hash = self.keep_for("the engine".to_owned(), content.into_bytes()).await?;
        let name: String = name.chars().map(|c| if c.is_control() || "/\\:".contains(c) { '-' } else { c }).collect();
        let name: String = name.chars().take(MOST_NAME).collect();
        let file =
            File { sha256: hash.to_string(), name: format!("{name}.{ending}"), media_type: media_type.into(), size };
        Ok(Outcome::Succeeded { result: Value::File(file), reused: false })
    }
}

/// What traces call it: which system, never with what.
fn named(request: &EffectRequest) -> String {
    match request {
        EffectRequest::Call { action, .. } => format!("call {}.{}", action.connector, action.action),
        EffectRequest::Agent { .. } => "agent".to_owned(),
        EffectRequest::Document { .. } => "document".to_owned(),
        EffectRequest::Notify { .. } => "notify".to_owned(),
        EffectRequest::Procedure { procedure, .. } => format!("procedure {procedure}"),
    }
}

fn as_command(effect: EffectId, outcome: Outcome) -> Option<Command> {
    match outcome {
        Outcome::Succeeded { result, reused } => Some(Command::EffectSucceeded { effect, result, reused }),
        Outcome::Failed { error, message, repeatable, in_doubt } => {
            Some(Command::EffectFailed(EffectFailed { effect, error, message, repeatable, in_doubt }))
        }
        Outcome::Behind { .. } | Outcome::Later => None,
    }
}

/// A page of its own. Markup in the text is shown, never kept: it came from outside.
fn as_html(title: &str, markdown: &str) -> String {
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH);
    let harmless = events.map(|event| match event {
        Event::Html(markup) | Event::InlineHtml(markup) => Event::Text(markup),
        Event::Start(pulldown_cmark::Tag::Link { link_type, dest_url, title, id }) => {
            let dest_url = if is_harmless(&dest_url) { dest_url } else { "".into() };
            Event::Start(pulldown_cmark::Tag::Link { link_type, dest_url, title, id })
        }
        // A picture would be fetched from wherever the text says.
        Event::Start(pulldown_cmark::Tag::Image { link_type, title, id, .. }) => {
            Event::Start(pulldown_cmark::Tag::Image { link_type, dest_url: "".into(), title, id })
        }
        other => other,
    });
    let mut body = String::new();
    pulldown_cmark::html::push_html(&mut body, harmless);
    let mut escaped = String::new();
    pulldown_cmark::html::push_html(&mut escaped, std::iter::once(Event::Text(title.into())));
    format!(
        "<!doctype html>\n<html><head><meta charset=\"utf-8\"><title>{escaped}</title></head>\n<body>\n{body}</body></html>\n"
    )
}

fn is_harmless(address: &str) -> bool {
    let lower = address.trim().to_ascii_lowercase();
    ["https://", "http://", "mailto:", "#"].iter().any(|start| lower.starts_with(start))
}
