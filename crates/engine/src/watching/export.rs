//! Logs taken away, as XES or OCEL 2.0, piece by piece.
//!
//! People are told by pseudonyms, the same in every log of an installation. With a reason they are told by their names, for
//! whoever may have everything revealed; that it was asked for stands in the ledger.

use std::io::{self, Write};

use mining::log::Pseudonyms;
use mining::write;
use tokio::sync::mpsc;

use super::{Filter, LogId};
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;

/// The fact that keeps the key of pseudonyms.
const KEY: &str = "pseudonyms";

/// Bytes of a piece, and how many pieces wait for whoever takes them.
const PIECE: usize = 256 << 10;
const WAITING: usize = 4;

/// In which format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// IEEE 1849-2016.
    Xes,
    /// OCEL 2.0 as JSON: every case is an object.
    Ocel,
}

/// A log on its way: ask for its pieces until there is none.
#[derive(Debug)]
pub struct LogExport(mpsc::Receiver<io::Result<Vec<u8>>>);

impl LogExport {
    pub async fn next(&mut self) -> Option<io::Result<Vec<u8>>> {
        self.0.recv().await
    }
}

impl Engine {
    /// A log, or a part of one, to take away. `reveal`, a reason, tells people by their names.
    pub async fn export_log(
        &self,
        caller: &Caller,
        (log, filter): (&LogId, &Filter),
        format: ExportFormat,
        reveal: Option<&str>,
    ) -> Result<LogExport, Error> {
        let watched = self.watched(caller, log, filter).await?;
        let pseudonyms = match reveal {
            Some(reason) => {
                self.reveal(caller, &log.to_string(), reason).await?;
                None
            }
            None => Some(Pseudonyms::new(&self.pseudonym_key().await?)),
        };
        let kind = match log {
            LogId::Uploaded(_) => "case".to_owned(),
            LogId::Runs(procedure) => procedure.to_string(),
        };
        let (sender, receiver) = mpsc::channel(WAITING);
        let writing = move || {
            let told = pseudonyms.map(|pseudonyms| {
                pseudonyms.attributes(watched.hidden.iter().map(|key| &**key)).apply(watched.log.clone())
            });
            let log = told.as_ref().unwrap_or(&watched.log);
            let mut out = Pieces { sender, piece: Vec::with_capacity(PIECE) };
            let written = match format {
                ExportFormat::Xes => write::xes(log, &mut out),
                ExportFormat::Ocel => write::ocel(log, &kind, &mut out),
            };
            // Who does not take it any more need not be told.
            if let Err(error) = written.and_then(|()| out.flush()) {
                let _ = out.sender.blocking_send(Err(error));
            }
        };
        tokio::task::spawn_blocking(writing);
        Ok(LogExport(receiver))
    }

    /// The key of this installation's pseudonyms, made when it is needed first.
    async fn pseudonym_key(&self) -> Result<Vec<u8>, Error> {
        if let Some(key) = self.store().fact(KEY).await? {
            return Ok(key);
        }
        let mut key = vec![0; 32];
        self.chance().fill(&mut key);
        self.store().keep_fact(KEY, Some(&key)).await?;
        Ok(key)
    }
}

/// Sends what is written on in pieces; waits for whoever takes them.
struct Pieces {
    sender: mpsc::Sender<io::Result<Vec<u8>>>,
    piece: Vec<u8>,
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.piece.is_empty() {
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.piece, Vec::with_capacity(PIECE));
        self.sender.blocking_send(Ok(piece)).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}
