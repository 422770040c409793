//! The line from a command to the process that dispatches: a Unix socket, one JSON text a line.
//!
//! A request has one answer: any number of `{"line": …}`, then `{"done": …}` or `{"refused": …}`. While it is worked on,
//! `"working"` comes every second, so that silence means that the process stands still.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::UnixStream;
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::time::timeout;

use super::{Refusal, Request};

/// Longest message, in bytes: an attachment of the largest size in base 64, and something around it.
pub const LONGEST: u64 = 96 << 20;

/// How often it is said that a request is worked on.
pub const WORKING: Duration = Duration::from_secs(1);

/// Bytes that are written within one time limit.
const PIECE: usize = 64 << 10;

/// What comes back.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reply {
    Line(String),
    Working,
    Done(Json),
    Refused { code: String, message: String, unable: bool },
}

/// The process that dispatches, seen from a command.
pub struct Remote {
    from: BufReader<OwnedReadHalf>,
    to: OwnedWriteHalf,
    /// Longest silence.
    limit: Duration,
}

impl Remote {
    pub async fn connect(address: &str, limit: Duration) -> std::io::Result<Self> {
        let (from, to) = UnixStream::connect(address).await?.into_split();
        Ok(Remote { from: BufReader::new(from), to, limit })
    }

    pub async fn ask(
        &mut self,
        request: &Request,
        line: &mut (dyn FnMut(String) -> Result<()> + Send),
    ) -> Result<Json> {
        let mut text = serde_json::to_vec(request)?;
        text.push(b'\n');
        for piece in text.chunks(PIECE) {
            match timeout(self.limit, self.to.write_all(piece)).await {
                Ok(Ok(())) => {}
                // Told in words: a broken pipe of ours is no reader who has heard enough.
                Ok(Err(error)) => {
                    bail!("the server went away before it took the request ({error}); nothing was changed, ask again")
                }
                Err(_) => return Err(self.silent("nothing was changed")),
            }
        }
        loop {
            let Ok(read) = timeout(self.limit, read(&mut self.from)).await else {
                return Err(self.silent("what was asked may still happen: look before you ask again"));
            };
            let Some(reply) = read.context("the server's answer cannot be read")? else {
                bail!(
                    "the server went away before it answered; what was asked may have happened: look before you ask again"
                )
            };
            match reply {
                Reply::Line(text) => line(text)?,
                Reply::Working => {}
                Reply::Done(answer) => return Ok(answer),
                Reply::Refused { code, message, unable } => return Err(Refusal { code, message, unable }.into()),
            }
        }
    }

    fn silent(&self, what: &str) -> anyhow::Error {
        let seconds = self.limit.as_secs();
        let message = format!(
            "the server said nothing for {seconds} s; {what}. It may be stopped or stuck: see to the process of \
             `understudy serve`, or allow more with [time_limits] answer"
        );
        Refusal { code: "server-silent".to_owned(), message, unable: true }.into()
    }
}

/// Writes one message.
pub async fn write(to: &mut OwnedWriteHalf, message: &impl Serialize) -> Result<()> {
    let mut text = serde_json::to_vec(message)?;
    text.push(b'\n');
    to.write_all(&text).await?;
    Ok(())
}

/// Reads one message; nothing when the other side is done.
pub async fn read<T: serde::de::DeserializeOwned>(from: &mut BufReader<OwnedReadHalf>) -> Result<Option<T>> {
    let mut text = Vec::new();
    let read = from.take(LONGEST + 1).read_until(b'\n', &mut text).await?;
    if read == 0 {
        return Ok(None);
    }
    if text.len() as u64 > LONGEST {
        bail!("a message has more than {LONGEST} bytes");
    }
    Ok(Some(serde_json::from_slice(&text)?))
}
