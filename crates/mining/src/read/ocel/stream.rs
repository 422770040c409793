//! The text of a JSON document as a stream in which no text and no element is longer than the limits.

use std::io::{self, Read};

use super::super::Options;
use super::super::window::Window;

/// Passes a document on, and cuts texts that are too long where that leaves a text.
pub(super) struct Stream<'w, 'p> {
    window: &'w mut Window<'p>,
    longest_text: usize,
    longest_element: usize,
    state: State,
    /// How deep brackets lie, and how long the element in the list of events or objects is by now.
    depth: usize,
    element: usize,
    pub shortened: u64,
    pub too_long: bool,
}

#[derive(Clone, Copy)]
enum State {
    Outside,
    /// In a text, so many bytes long.
    Text(usize),
    /// In a text, after a backslash or so many characters of the code that follows it.
    Escape(usize, u8),
    /// In what is cut, and whether after a backslash.
    Cut(bool),
}

/// Events and objects are elements at this depth: in a list or object of the document.
const ELEMENT: usize = 3;

impl<'w, 'p> Stream<'w, 'p> {
    pub(super) fn new(window: &'w mut Window<'p>, options: &Options) -> Self {
        Self {
            window,
            longest_text: options.limits.value,
            longest_element: options.limits.line,
            state: State::Outside,
            depth: 0,
            element: 0,
            shortened: 0,
            too_long: false,
        }
    }

    /// Whether a byte is passed on.
    fn passes(&mut self, byte: u8) -> bool {
        match self.state {
            State::Outside => {
                match byte {
                    b'"' => self.state = State::Text(0),
                    b'{' | b'[' => {
                        self.depth += 1;
                        if self.depth <= ELEMENT {
                            self.element = 0;
                        }
                    }
                    b'}' | b']' => self.depth = self.depth.saturating_sub(1),
                    _ => {}
                }
                true
            }
            State::Text(length) => {
                // Never inside a character; not before an escape either, which may be half of one, if it can be helped.
                let inside = byte & 0xc0 == 0x80 || (byte == b'\\' && length < self.longest_text.saturating_mul(2));
                match byte {
                    b'"' => self.state = State::Outside,
                    _ if length >= self.longest_text && !inside => {
                        self.shortened += 1;
                        self.state = State::Cut(byte == b'\\');
                        return false;
                    }
                    b'\\' => self.state = State::Escape(length + 1, 1),
                    _ => self.state = State::Text(length + 1),
                }
                true
            }
            State::Escape(length, left) => {
                self.state = match (byte, left) {
                    (b'u', 1) => State::Escape(length + 1, 5),
                    (_, 1 | 2) => State::Text(length + 1),
                    (_, left) => State::Escape(length + 1, left - 1),
                };
                true
            }
            State::Cut(escaped) => {
                if byte == b'"' && !escaped {
                    self.state = State::Outside;
                    return true;
                }
                self.state = State::Cut(byte == b'\\' && !escaped);
                false
            }
        }
    }
}

impl Read for Stream<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut written = 0;
        while written < buffer.len() {
            let Some(&byte) = self.window.bytes().get(self.window.at) else {
                if written > 0 || !self.window.more() {
                    break;
                }
                continue;
            };
            self.window.at += 1;
            if !self.passes(byte) {
                continue;
            }
            if self.depth >= ELEMENT {
                self.element += 1;
                if self.element > self.longest_element {
                    self.too_long = true;
                    return Err(io::Error::new(io::ErrorKind::InvalidData, "an element is longer than the limit"));
                }
            }
            buffer[written] = byte;
            written += 1;
        }
        Ok(written)
    }
}
