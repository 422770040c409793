//! From arguments to a request, or the reason why none is sent.

use std::collections::BTreeSet;

use procedure::value::Values;
use reqwest::Url;
use reqwest::header::{HeaderMap, HeaderValue};

use super::settings::Body;
use super::template::{Template, Unfilled};
use super::{Http, Prepared};

/// What an action sends for its arguments. Problems name arguments, never their values.
pub(super) struct Filled {
    pub url: Url,
    pub headers: HeaderMap,
    pub body: Option<Vec<u8>>,
}

impl Prepared {
    /// Arguments that path, query and headers take.
    fn placed(&self) -> BTreeSet<&str> {
        let query = self.query.iter().flat_map(|(_, template)| template.holes());
        let headers = self.headers.iter().flat_map(|(_, template)| template.holes());
        self.path.holes().chain(query).chain(headers).collect()
    }

    /// Whether it takes no arguments besides the required ones.
    pub fn is_closed(&self) -> bool {
        self.action.body() != Body::All
            && self.placed().iter().all(|name| self.required.iter().any(|required| required == name))
    }

    pub fn fill(&self, http: &Http, arguments: &Values, key: &str) -> Result<Filled, String> {
        if let Some(missing) = self.required.iter().find(|name| !arguments.contains_key(*name)) {
            return Err(format!("the argument `{missing}` is missing"));
        }
        let placed = self.placed();
        let body = self.action.body();
        if let Some(stray) = arguments.keys().find(|name| !placed.contains(name.as_str()) && !body.takes(name)) {
            return Err(format!("it takes no argument `{stray}`"));
        }
        let url = self.url(http, arguments)?;
        let mut headers = http.headers.clone();
        for (header, template) in &self.headers {
            if let Some(text) = optional(template, arguments)? {
                let value = HeaderValue::from_str(&text)
                    .map_err(|_| format!("the header `{header}` cannot hold its argument; it has a line break"))?;
                headers.insert(header, value);
            }
        }
        if !self.action.method.is_safe() {
            let value = HeaderValue::from_str(key).map_err(|_| "the request's key fits no header".to_owned())?;
            headers.insert(&self.idempotency_header, value);
        }
        let body = match body {
            Body::None => None,
            Body::All | Body::Named(_) => {
                let taken = arguments.iter().filter(|(name, _)| match &body {
                    Body::Named(names) => names.contains(name),
                    Body::All | Body::None => !placed.contains(name.as_str()),
                });
                let object: serde_json::Map<String, serde_json::Value> =
                    taken.map(|(name, value)| (name.clone(), value.to_plain())).collect();
                Some(serde_json::Value::Object(object).to_string().into_bytes())
            }
        };
        Ok(Filled { url, headers, body })
    }

    fn url(&self, http: &Http, arguments: &Values) -> Result<Url, String> {
        let path = self.path.fill_path(arguments).map_err(explain)?;
        let mut url = http.base.clone();
        url.set_path(&format!("{}{path}", http.base.path().trim_end_matches('/')));
        for (parameter, template) in &self.query {
            if let Some(text) = optional(template, arguments)? {
                url.query_pairs_mut().append_pair(parameter, &text);
            }
        }
        Ok(url)
    }
}

impl Body {
    fn takes(&self, name: &str) -> bool {
        match self {
            Body::All => true,
            Body::Named(names) => names.iter().any(|named| named == name),
            Body::None => false,
        }
    }
}

/// The text, unless an argument of it is missing.
fn optional(template: &Template, arguments: &Values) -> Result<Option<String>, String> {
    match template.fill(arguments) {
        Ok(text) => Ok(Some(text)),
        Err(Unfilled::Missing(_)) => Ok(None),
        Err(unfit @ Unfilled::Unfit(_)) => Err(explain(unfit)),
    }
}

fn explain(unfilled: Unfilled) -> String {
    match unfilled {
        Unfilled::Missing(name) => format!("the argument `{name}` is unknown"),
        Unfilled::Unfit(name) => {
            format!("the argument `{name}` cannot stand in a URL or header; it must be text or a number, and not empty")
        }
    }
}
