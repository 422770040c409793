//! Bytes that arrive piece by piece, read as one stream by whoever blocks.
//!
//! Pieces wait to be read, a few of them: whoever gives more waits as well. What breaks off before its end is told to be
//! broken, so that nobody takes a part for the whole.

use std::io::{self, Read};

use tokio::sync::mpsc;

/// How many pieces may wait.
const WAITING: usize = 4;

type Bytes = Box<dyn AsRef<[u8]> + Send>;

enum Piece {
    Bytes(Bytes),
    End,
}

/// The side that gives.
pub struct Giver(mpsc::Sender<Piece>);

/// The side that reads: from a thread that may block.
pub struct Flow {
    receive: mpsc::Receiver<Piece>,
    piece: Option<(Bytes, usize)>,
    ended: bool,
}

/// A stream of bytes from one task to a thread.
pub fn flow() -> (Giver, Flow) {
    let (send, receive) = mpsc::channel(WAITING);
    (Giver(send), Flow { receive, piece: None, ended: false })
}

impl Giver {
    /// Gives a piece as soon as there is room. Returns whether anybody reads still.
    pub async fn give(&self, piece: impl AsRef<[u8]> + Send + 'static) -> bool {
        self.0.send(Piece::Bytes(Box::new(piece))).await.is_ok()
    }

    /// Says that this was all. A giver that is dropped without it has broken off.
    pub async fn end(self) -> bool {
        self.0.send(Piece::End).await.is_ok()
    }
}

impl Read for Flow {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while !self.ended {
            if let Some((piece, at)) = &mut self.piece {
                let rest = &(**piece).as_ref()[*at..];
                let count = rest.len().min(buffer.len());
                buffer[..count].copy_from_slice(&rest[..count]);
                *at += count;
                if count > 0 || buffer.is_empty() {
                    return Ok(count);
                }
            }
            self.piece = match self.receive.blocking_recv() {
                Some(Piece::Bytes(bytes)) => Some((bytes, 0)),
                Some(Piece::End) => {
                    self.ended = true;
                    None
                }
                None => return Err(io::Error::new(io::ErrorKind::ConnectionAborted, "it did not arrive whole")),
            };
        }
        Ok(0)
    }
}
