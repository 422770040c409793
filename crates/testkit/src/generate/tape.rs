//! A tape of bytes that choices are read from.

/// What is left of a tape. An empty one chooses the first of everything.
#[derive(Debug)]
pub struct Tape<'a> {
    rest: &'a [u8],
}

impl<'a> Tape<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Tape { rest: bytes }
    }

    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// A number below `bound`, which is at least 1 and at most 256.
    pub fn below(&mut self, bound: usize) -> usize {
        match self.rest.split_first() {
            Some((byte, rest)) => {
                self.rest = rest;
                usize::from(*byte) % bound
            }
            None => 0,
        }
    }

    /// Whether something happens that happens once in `times`; never on an empty tape.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == times - 1
    }

    pub fn one_of<'b, T>(&mut self, choices: &'b [T]) -> &'b T {
        &choices[self.below(choices.len())]
    }

    pub fn word(&mut self, words: &'static [&'static str]) -> &'static str {
        words[self.below(words.len())]
    }
}
