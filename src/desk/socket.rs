//! The line from a command to the process that dispatches: a Unix socket, one JSON text a line.
//!
//! A request has one answer: any number of `{"line": …}`, then `{"done": …}` or `{"refused": …}`.

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::UnixStream;
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};

use super::{Refusal, Request};

/// Longest message, in bytes: an attachment of the largest size in base 64, and something around it.
pub const LONGEST: u64 = 96 << 20;

/// What comes back.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reply {
    Line(String),
    Done(Json),
    Refused { code: String, message: String, unable: bool },
}

/// The process that dispatches, seen from a command.
pub struct Remote {
    from: BufReader<OwnedReadHalf>,
    to: OwnedWriteHalf,
}

impl Remote {
    pub async fn connect(address: &str) -> std::io::Result<Self> {
        let (from, to) = UnixStream::connect(address).await?.into_split();
        Ok(Remote { from: BufReader::new(from), to })
    }

    pub async fn ask(
        &mut self,
        request: &Request,
        line: &mut (dyn FnMut(String) -> Result<()> + Send),
    ) -> Result<Json> {
        // Told in words: a broken pipe of ours is no reader who has heard enough.
        if let Err(error) = write(&mut self.to, request).await {
            bail!("the server went away before it took the request ({error}); nothing was changed, ask again");
        }
        loop {
            let Some(reply) = read(&mut self.from).await.context("the server's answer cannot be read")? else {
                bail!(
                    "the server went away before it answered; what was asked may have happened: look before you ask again"
                )
            };
            match reply {
                Reply::Line(text) => line(text)?,
                Reply::Done(answer) => return Ok(answer),
                Reply::Refused { code, message, unable } => return Err(Refusal { code, message, unable }.into()),
            }
        }
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
