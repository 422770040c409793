//! Ctrl-C while a person is asked: says how to go on, and leaves the terminal as it was.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use nix::sys::termios::{LocalFlags, SetArg, tcgetattr, tcsetattr};

use crate::exit::Exit;
use crate::output;

/// What is said when the person interrupts.
#[derive(Clone)]
pub struct Hint(Arc<Mutex<String>>);

impl Hint {
    /// From now on an interruption says `words` and ends the program. Needs the runtime.
    pub fn watch(words: &str) -> Self {
        let hint = Hint(Arc::new(Mutex::new(words.to_owned())));
        let told = hint.clone();
        tokio::spawn(async move {
            if tokio::signal::ctrl_c().await.is_ok() {
                told.leave();
            }
        });
        hint
    }

    /// Says something else from now on.
    pub fn say(&self, words: String) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = words;
    }

    /// What was not committed yet was not begun, so that nothing is lost by going at once.
    fn leave(&self) -> ! {
        show_typing();
        output::note(format_args!("\n{}", self.0.lock().unwrap_or_else(PoisonError::into_inner)));
        std::process::exit(Exit::Interrupted.code().into())
    }
}

/// The person may have gone while a hidden value was asked for.
fn show_typing() {
    let stdin = io::stdin();
    if let Ok(mut terminal) = tcgetattr(&stdin) {
        terminal.local_flags.insert(LocalFlags::ECHO);
        let _ = tcsetattr(&stdin, SetArg::TCSANOW, &terminal);
    }
}
