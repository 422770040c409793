//! What an installation sets about its server.

/// How the server is seen and what it allows.
#[derive(Debug, Clone)]
pub struct Options {
    /// The installation's name, as screens show it.
    pub installation: String,
    /// Anybody signs in as anybody with a click. For demonstrations.
    pub demo: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options { installation: "Understudy".to_owned(), demo: false }
    }
}
