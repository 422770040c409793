//! Another site must not make a browser call us with its user's cookie.

use axum::http::{HeaderMap, Uri, header};
use url::Url;

use crate::decode;
use crate::options::Options;
use crate::problem::Problem;

/// Refuses what a browser says another site made it do. Whoever sends a token is no browser acting by itself.
pub(super) fn same_site(options: &Options, uri: &Uri, headers: &HeaderMap) -> Result<(), Problem> {
    if headers.contains_key(header::AUTHORIZATION) {
        return Ok(());
    }
    let refused = || Err(Problem::new("csrf", "another site asked for this; open the page here and try again"));
    if let Some(site) = decode::header(headers, "sec-fetch-site")
        && !matches!(site, "same-origin" | "none")
    {
        return refused();
    }
    let Some(origin) = headers.get(header::ORIGIN) else { return Ok(()) };
    let origin = origin.to_str().ok().and_then(|origin| Url::parse(origin).ok());
    let Some(origin) = origin else { return refused() };
    if let Some(own) = options.public_url.as_ref().and_then(|own| Url::parse(own).ok())
        && own.origin() == origin.origin()
    {
        return Ok(());
    }
    // By the name that the request came to: a page of this very host. In HTTP/2 it stands in the address (RFC 9113, 8.3.1).
    let authority = uri.authority().map(|authority| authority.as_str());
    let host = authority.or_else(|| decode::header(headers, header::HOST.as_str())).unwrap_or_default();
    let own = Url::parse(&format!("{}://{host}", origin.scheme()));
    if own.is_ok_and(|own| own.origin() == origin.origin()) { Ok(()) } else { refused() }
}
