//! The part of a text that is being scanned.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender};

use super::source::{Decoded, Piece};
use super::{End, Place, Progress};

/// A window on a text: a scanner looks at [`Self::bytes`], moves [`Self::at`] forward and asks for more. What lies before
/// `at` is given up then, so that memory is what a scanner refuses to leave behind, and a chunk.
pub(super) struct Window<'a> {
    bytes: Vec<u8>,
    /// Where the scanner is.
    pub at: usize,
    /// How many bytes and lines were given up.
    base: u64,
    lines: u64,
    pieces: Receiver<Piece>,
    give_back: SyncSender<Vec<u8>>,
    taken: &'a AtomicU64,
    progress: Progress<'a>,
    ended: Option<(End, Decoded)>,
}

impl<'a> Window<'a> {
    pub(super) fn new(
        pieces: Receiver<Piece>,
        give_back: SyncSender<Vec<u8>>,
        taken: &'a AtomicU64,
        progress: Progress<'a>,
    ) -> Self {
        Self { bytes: Vec::new(), at: 0, base: 0, lines: 1, pieces, give_back, taken, progress, ended: None }
    }

    /// All that is there; what lies before `at` goes with the next [`Self::more`].
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Gets more text, and moves what is still needed, with `at`, to the front. False at the end.
    pub(super) fn more(&mut self) -> bool {
        if self.ended.is_some() {
            return false;
        }
        if (self.progress)(self.taken.load(Ordering::Relaxed)).is_break() {
            self.ended = Some((End::Stopped, Decoded::default()));
            return false;
        }
        match self.pieces.recv() {
            Ok(Piece::Text(text)) => {
                self.lines += newlines(&self.bytes[..self.at]);
                self.base += self.at as u64;
                self.bytes.drain(..self.at);
                self.at = 0;
                self.bytes.extend_from_slice(&text);
                drop(self.give_back.try_send(text));
                true
            }
            Ok(Piece::Ended(end, decoded)) => {
                self.ended = Some((end, decoded));
                false
            }
            // The thread is gone without a word, which it does not do.
            Err(_) => {
                self.ended = Some((End::CutOff, Decoded::default()));
                false
            }
        }
    }

    /// Gets the beginning of a text: `least` bytes, and the first line if it is not longer than `most`. How long that is,
    /// and whether the first line is longer.
    pub(super) fn head(&mut self, least: usize, most: usize) -> (usize, bool) {
        let mut line = None;
        let mut looked = 0;
        while self.len() < least || (line.is_none() && self.len() <= most) {
            if !self.more() {
                return (self.len().min(line.unwrap_or(most).max(least)), false);
            }
            line = line.or_else(|| Some(looked + memchr::memchr(b'\n', &self.bytes[looked..])?));
            looked = self.len();
        }
        (line.unwrap_or(most).max(least).min(self.len()), line.is_none_or(|line| line > most))
    }

    /// How the text ended; if a scanner did not read to the end, that it did not want more.
    pub(super) fn ended(&self) -> (End, Decoded) {
        self.ended.clone().unwrap_or((End::Complete, Decoded::default()))
    }

    /// Whether the text ended in the middle, or not at all.
    pub(super) fn broke_off(&self) -> bool {
        self.ended.as_ref().is_some_and(|(end, _)| *end != End::Complete)
    }

    /// Where a byte of the window stands in the text.
    pub(super) fn offset(&self, at: usize) -> u64 {
        self.base + at as u64
    }

    pub(super) fn place(&self, at: usize) -> Place {
        Place { line: self.lines + newlines(&self.bytes[..at]), byte: self.offset(at) }
    }

    /// Goes behind the next place of a text, giving up what lies before it. False where it does not come.
    pub(super) fn skip_past(&mut self, end: &[u8]) -> bool {
        loop {
            if let Some(found) = memchr::memmem::find(&self.bytes[self.at..], end) {
                self.at += found + end.len();
                return true;
            }
            // The last bytes may be the beginning of it.
            self.at = self.at.max((self.bytes.len() + 1).saturating_sub(end.len()));
            if !self.more() {
                self.at = self.bytes.len();
                return false;
            }
        }
    }
}

fn newlines(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

/// Goes on, whatever was read: a progress for who does not watch.
pub fn unwatched(_: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}
