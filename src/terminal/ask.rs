//! Questions on standard error, answers line by line from standard input: a keyboard or a pipe.
//!
//! A line that is too long is refused, not cut.

use std::io::{self, BufRead, IsTerminal, Read, Write};

use anyhow::{Result, bail};

use crate::output;

/// Longest answer, in bytes.
const LONGEST: u64 = 1 << 20;

/// Where answers come from. Lines are counted, so that a wrong one in a prepared file can be found.
pub struct Terminal {
    lines: usize,
}

/// What was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    Text(String),
    /// `!`: something is out of the ordinary.
    Exception,
    /// `?`: what is this?
    Help,
    /// The input ended: the person leaves, the run stays.
    End,
}

impl Terminal {
    pub fn new() -> Self {
        Terminal { lines: 0 }
    }

    /// One answer, without its line end. `!` and `?` alone have a meaning; `\!` and `\?` are themselves. Text over several
    /// lines stands between lines of `"""`.
    pub fn ask(&mut self, question: &str) -> Result<Typed> {
        self.prompt(question);
        let Some(line) = self.line()? else { return Ok(Typed::End) };
        Ok(match line.trim() {
            "!" => Typed::Exception,
            "?" => Typed::Help,
            "\\!" => Typed::Text("!".to_owned()),
            "\\?" => Typed::Text("?".to_owned()),
            "\"\"\"" => match self.several()? {
                Some(text) => Typed::Text(text),
                None => Typed::End,
            },
            _ => Typed::Text(line),
        })
    }

    /// The same, and the terminal does not show what is typed.
    pub fn ask_hidden(&mut self, question: &str) -> Result<Typed> {
        let _hidden = Hidden::start();
        self.ask(question)
    }

    /// `true` for yes; nothing when the input ended.
    pub fn confirm(&mut self, question: &str, help: &str) -> Result<Option<bool>> {
        loop {
            match self.ask(&format!("{question} [y/n]"))? {
                Typed::End => return Ok(None),
                Typed::Text(text) => match text.trim().to_ascii_lowercase().as_str() {
                    "y" | "yes" => return Ok(Some(true)),
                    "n" | "no" => return Ok(Some(false)),
                    _ => self.wrong("please type y or n"),
                },
                Typed::Help => output::note(format_args!("  {}", output::plain(help))),
                Typed::Exception => self.wrong("please type y or n"),
            }
        }
    }

    /// The position of one of the options, shown with numbers from 1; nothing when the input ended. `help` explains what
    /// they do.
    pub fn choose(&mut self, question: &str, options: &[String], help: &str) -> Result<Option<usize>> {
        output::note(output::plain(question));
        for (at, option) in options.iter().enumerate() {
            output::note(format_args!("  {}  {}", at + 1, output::plain(option)));
        }
        loop {
            let typed = match self.ask("Number")? {
                Typed::End => return Ok(None),
                Typed::Text(text) => text,
                Typed::Help => {
                    output::note(format_args!(
                        "  Wanted: one of the {}, by its number or in its words. {} Ctrl-D leaves; the run stays.",
                        options.len(),
                        output::plain(help)
                    ));
                    continue;
                }
                Typed::Exception => String::new(),
            };
            let typed = typed.trim();
            let by_number = typed.parse::<usize>().ok().filter(|number| (1..=options.len()).contains(number));
            let found = by_number.map(|number| number - 1);
            match found.or_else(|| options.iter().position(|option| option == typed)) {
                Some(at) => return Ok(Some(at)),
                None => self.wrong(&format!("please type a number from 1 to {}", options.len())),
            }
        }
    }

    /// Says that an answer was not taken, and where it stands when nobody is typing.
    pub fn wrong(&self, message: &str) {
        let place = if io::stdin().is_terminal() { String::new() } else { format!("line {}: ", self.lines) };
        output::note(format_args!("  ✗ {place}{}", output::plain(message)));
    }

    fn prompt(&self, question: &str) {
        let mut err = io::stderr().lock();
        let _ = write!(err, "{} › ", output::plain(question));
        let _ = err.flush();
    }

    fn line(&mut self) -> Result<Option<String>> {
        let mut bytes = Vec::new();
        let read = io::stdin().lock().take(LONGEST + 1).read_until(b'\n', &mut bytes)?;
        if !io::stdin().is_terminal() {
            output::note("");
        }
        if read == 0 {
            return Ok(None);
        }
        self.lines += 1;
        if bytes.len() as u64 > LONGEST {
            bail!("line {} of the answers has more than {LONGEST} bytes; put long content into a file", self.lines);
        }
        let Ok(text) = String::from_utf8(bytes) else { bail!("line {} of the answers is not UTF-8", self.lines) };
        Ok(Some(text.trim_end_matches(['\n', '\r']).to_owned()))
    }

    /// Lines up to the next `"""`.
    fn several(&mut self) -> Result<Option<String>> {
        let mut lines: Vec<String> = Vec::new();
        loop {
            match self.line()? {
                None => return Ok(None),
                Some(line) if line.trim() == "\"\"\"" => return Ok(Some(lines.join("\n"))),
                Some(line) => lines.push(line),
            }
        }
    }
}

/// Switches the terminal's echo off, and on again when it goes.
struct Hidden(Option<nix::sys::termios::Termios>);

impl Hidden {
    fn start() -> Self {
        use nix::sys::termios::{LocalFlags, SetArg, tcgetattr, tcsetattr};
        let stdin = io::stdin();
        let Ok(before) = tcgetattr(&stdin) else { return Hidden(None) };
        let mut quiet = before.clone();
        quiet.local_flags.remove(LocalFlags::ECHO);
        match tcsetattr(&stdin, SetArg::TCSANOW, &quiet) {
            Ok(()) => Hidden(Some(before)),
            Err(_) => Hidden(None),
        }
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        if let Some(before) = &self.0 {
            let _ = nix::sys::termios::tcsetattr(io::stdin(), nix::sys::termios::SetArg::TCSANOW, before);
            output::note("");
        }
    }
}
