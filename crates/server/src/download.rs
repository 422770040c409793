//! What is too large to hold in memory, sent piece by piece as a file to keep.
//!
//! What breaks off cuts the connection, so that nobody takes a part for the whole.

use std::fs::File;
use std::io::Read;

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use engine::installation::export::Export;
use engine::watching::LogExport;
use futures_util::{Stream, StreamExt};

use crate::problem::Problem;

/// Bytes of a file that are read at once.
const PIECE: usize = 256 << 10;

/// JSON Lines. The first part is read before the answer begins, so that a refusal is the answer.
pub(crate) async fn lines(mut export: Export, name: &str) -> Result<Response, Problem> {
    let first = export.next().await?;
    let texts = futures_util::stream::unfold(Some((first, export)), |state| async {
        let (part, mut export) = state?;
        let text = part?.iter().fold(String::new(), |text, line| text + line + "\n");
        match export.next().await {
            Ok(next) => Some((Ok(text), Some((next, export)))),
            Err(error) => {
                tracing::error!(%error, "an export broke off");
                Some((Err(std::io::Error::other(error.to_string())), None))
            }
        }
    });
    Ok(answer(texts, "application/x-ndjson", name))
}

/// An event log, written while it is sent.
pub(crate) fn pieces(export: LogExport, kind: &'static str, name: &str) -> Response {
    let pieces = futures_util::stream::unfold(export, |mut export| async {
        let piece = export.next().await?;
        if let Err(error) = &piece {
            tracing::error!(%error, "an export broke off");
        }
        Some((piece, export))
    });
    answer(pieces, kind, name)
}

/// An open file, to its end; `held` is let go of after it.
pub(crate) fn file<T: Send + 'static>(file: File, kind: &'static str, name: &str, held: T) -> Response {
    let size = file.metadata().map(|about| about.len());
    let pieces = futures_util::stream::unfold(Some((file, held)), |state| async {
        let (mut file, held) = state?;
        let read = tokio::task::spawn_blocking(move || {
            let mut piece = Vec::with_capacity(PIECE);
            let read = Read::by_ref(&mut file).take(PIECE as u64).read_to_end(&mut piece);
            read.map(|_| (piece, file))
        });
        match read.await.map_err(std::io::Error::other).flatten() {
            Ok((piece, _)) if piece.is_empty() => None,
            Ok((piece, file)) => Some((Ok(Bytes::from(piece)), Some((file, held)))),
            Err(error) => {
                tracing::error!(%error, "a download broke off");
                Some((Err(error), None))
            }
        }
    });
    let mut response = answer(pieces, kind, name);
    if let Ok(size) = size {
        response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(size));
    }
    response
}

fn answer<T: Into<Bytes> + 'static>(
    pieces: impl Stream<Item = Result<T, std::io::Error>> + Send + 'static,
    kind: &'static str,
    name: &str,
) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    // Whoever compresses asks once more after the end.
    let mut response = Body::from_stream(pieces.fuse()).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::try_from(disposition).expect("names are our own"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}
