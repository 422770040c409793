//! The screens: the web app, as it was built into the program. Every address that is no file is one of its pages.

use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use crate::gate::headers::page;
use crate::problem::Problem;

/// A file of the web app.
struct File {
    /// Without a slash at the beginning.
    path: &'static str,
    bytes: &'static [u8],
    /// Changes with the content.
    tag: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/screen.rs"));

/// Below it every file has its content's hash in its name.
const HASHED: &str = "assets/";

/// The page from which the web app starts.
const PAGE: &str = "index.html";

/// Gives a file, or the page from which the web app starts.
pub(crate) async fn show(method: Method, uri: Uri, headers: axum::http::HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return Problem::new("method-not-allowed", "screens are only looked at").into_response();
    }
    let path = uri.path().trim_start_matches('/');
    let found = FILES.iter().find(|file| file.path == path);
    // A file that is not there is no page; a browser would take it for one.
    if found.is_none() && (path.starts_with(HASHED) || path.starts_with("api")) {
        return Problem::new("no-such-route", "there is nothing at this address").into_response();
    }
    let Some(file) = found.or_else(|| FILES.iter().find(|file| file.path == PAGE)) else {
        return Problem::new("no-such-route", "the screens were not built into this program").into_response();
    };
    if file.path == PAGE {
        return page(&String::from_utf8_lossy(file.bytes));
    }
    let tag = format!("\"{}\"", file.tag);
    let cache = if file.path.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let same = headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let mut response = if same { StatusCode::NOT_MODIFIED.into_response() } else { file.bytes.into_response() };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(file.path)));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    if let Ok(tag) = HeaderValue::try_from(tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}
