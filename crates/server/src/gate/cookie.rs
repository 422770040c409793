//! The session's cookie.

use axum::http::{HeaderMap, HeaderValue, header};
use jiff::Timestamp;

use crate::options::Options;

/// Its name. The prefix makes browsers refuse it from anywhere but this host, over HTTPS, for every path (RFC 6265bis).
pub(crate) fn name(options: &Options) -> &'static str {
    if options.is_https() { "__Host-understudy" } else { "understudy" }
}

/// The secret in the request's cookie. Of several with the name, none is believed.
pub(crate) fn read<'a>(options: &Options, headers: &'a HeaderMap) -> Option<&'a str> {
    let name = name(options);
    let mut found = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(key, _)| *key == name)
        .map(|(_, value)| value);
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}

/// Gives the browser a secret until that moment.
pub(crate) fn give(options: &Options, secret: &str, now: Timestamp, until: Timestamp) -> HeaderValue {
    let seconds = until.duration_since(now).as_secs().max(0);
    set(options, secret, seconds)
}

/// Takes it back.
pub(crate) fn take(options: &Options) -> HeaderValue {
    set(options, "", 0)
}

fn set(options: &Options, value: &str, seconds: i64) -> HeaderValue {
    let secure = if options.is_https() { "; Secure" } else { "" };
    let text = format!("{}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}", name(options));
    HeaderValue::try_from(text).expect("a cookie of hexadecimal digits and plain words")
}
