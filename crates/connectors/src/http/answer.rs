//! From an answer to a value or a failure.

use std::ops::ControlFlow;

use engine::port::{Certainty, Failure, Repeat};
use procedure::diagnostic::Path;
use procedure::source;
use procedure::value::{Value, Values};
use reqwest::{Response, StatusCode, header};

use super::settings::Method;
use super::{Http, Prepared};
use crate::table::scalar_text;

/// How much of an error's body is read, and how much of that is shown.
const READ: usize = 16 << 10;
const SHOWN: usize = 200;

/// Arguments of fewer characters are no names or numbers of a person, and too common to be replaced.
const ECHO: usize = 4;

/// Most values in one answer.
const NODES: usize = 200_000;

pub(super) async fn read(
    http: &Http,
    prepared: &Prepared,
    arguments: &Values,
    response: Response,
) -> Result<Value, Failure> {
    let status = response.status();
    if !status.is_success() {
        let said = said(http, arguments, response).await;
        return Err(refused(http, prepared, status, &said));
    }
    if prepared.action.method == Method::Head || status == StatusCode::NO_CONTENT {
        return Ok(Value::Null);
    }
    let bad = |error: &'static str, problem: &str| unusable(http, prepared, error, problem);
    let encoding = response.headers().get(header::CONTENT_ENCODING);
    if encoding.is_some_and(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity")) {
        return Err(bad("bad-answer", "the answer is compressed, though none was asked for"));
    }
    let too_large =
        || bad("too-large", &format!("the answer is larger than {} bytes; see `max_response`", http.max_response));
    if response.content_length().is_some_and(|declared| declared > http.max_response as u64) {
        return Err(too_large());
    }
    let bytes = match body(response, http.max_response).await {
        Ok(ControlFlow::Continue(bytes)) => bytes,
        Ok(ControlFlow::Break(_)) => return Err(too_large()),
        Err(_) => {
            let failure =
                Failure::unknown("unreachable", http.tell(prepared, "the connection broke within the answer"));
            return Err(http.after_sending(prepared, failure));
        }
    };
    let value = json(&bytes, http.max_response).map_err(|problem| bad("bad-answer", &problem))?;
    let Some(pointer) = &prepared.action.result else { return Ok(value) };
    part(value, pointer).ok_or_else(|| bad("bad-answer", &format!("the answer has nothing at `{pointer}`")))
}

/// An answer that says it was done, and cannot be used.
fn unusable(http: &Http, prepared: &Prepared, error: &str, problem: &str) -> Failure {
    let certainty = match prepared.action.repeat() {
        Repeat::Safe => Certainty::NotDone,
        Repeat::Keyed | Repeat::Never => Certainty::Unknown,
    };
    Failure { certainty, ..Failure::permanent(error, http.tell(prepared, problem)) }
}

/// The body, or what was read when it went past `most` bytes.
async fn body(mut response: Response, most: usize) -> Result<ControlFlow<Vec<u8>, Vec<u8>>, reqwest::Error> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        let room = most - bytes.len();
        if chunk.len() > room {
            bytes.extend_from_slice(&chunk[..room]);
            return Ok(ControlFlow::Break(bytes));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(ControlFlow::Continue(bytes))
}

/// The beginning of what the other system says about an error, on one line, without secrets and arguments.
async fn said(http: &Http, arguments: &Values, response: Response) -> String {
    let bytes = match body(response, READ).await {
        Ok(ControlFlow::Continue(bytes) | ControlFlow::Break(bytes)) => bytes,
        Err(_) => return String::new(),
    };
    let mut text = http.redact(&String::from_utf8_lossy(&bytes));
    for (name, value) in arguments {
        let long_enough = scalar_text(value).filter(|argument| argument.chars().count() >= ECHO);
        if let Some(argument) = long_enough {
            text = text.replace(&argument, &format!("[{name}]"));
        }
    }
    let text = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let line = text.collect::<Vec<_>>().join(" ");
    line.chars().take(SHOWN).collect()
}

/// The failure that a status means.
fn refused(http: &Http, prepared: &Prepared, status: StatusCode, said: &str) -> Failure {
    let quoted = if said.is_empty() { String::new() } else { format!("; it says: {said}") };
    let redirect = if status.is_redirection() { "; redirects are not followed, correct `base` or `path`" } else { "" };
    let message = http.tell(prepared, &format!("status {}{redirect}{quoted}", status.as_u16()));
    let failure = match status.as_u16() {
        404 | 410 => Failure::permanent("not-found", message),
        400 | 422 => Failure::permanent("invalid", message),
        401 | 403 => Failure::permanent("refused", message),
        409 | 412 => Failure::permanent("conflict", message),
        429 | 503 => Failure::transient("failure", message),
        408 | 500..=599 => http.after_sending(prepared, Failure::unknown("failure", message)),
        300..=399 => unusable(http, prepared, "failure", &format!("status {}{redirect}{quoted}", status.as_u16())),
        _ => Failure::permanent("failure", message),
    };
    match prepared.action.errors.get(&status.as_u16()) {
        Some(error) => Failure { error: error.clone(), ..failure },
        None => failure,
    }
}

/// The value of a body; nothing is null.
fn json(bytes: &[u8], most: usize) -> Result<Value, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "the answer is not UTF-8".to_owned())?;
    if text.trim().is_empty() {
        return Ok(Value::Null);
    }
    let parsed = source::json::parse(text, &source::Limits { bytes: most, depth: 64, nodes: NODES });
    let mut found = parsed.diagnostics;
    let value = parsed.root.to_value(&Path::root(), &mut found);
    match found.iter().find(|diagnostic| diagnostic.is_error()) {
        None => Ok(value),
        // The message of the reader would quote the answer.
        Some(first) => Err(format!("the answer is no JSON that can be used ({})", first.code)),
    }
}

/// The part that a JSON Pointer leads to.
fn part(value: Value, pointer: &str) -> Option<Value> {
    pointer.split('/').skip(1).try_fold(value, |value, token| {
        let token = token.replace("~1", "/").replace("~0", "~");
        match value {
            Value::Object(mut fields) => fields.remove(&token),
            Value::List(mut items) => {
                let index: usize = token.parse().ok()?;
                (index < items.len()).then(|| items.swap_remove(index))
            }
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::Text(_)
            | Value::Date(_)
            | Value::Moment(_)
            | Value::Duration(_)
            | Value::File(_) => None,
        }
    })
}
