//! What is read, before it is Markdown, HTML or plain text: sections, paragraphs, lists, tables.
//!
//! All text in it is plain data; the printers escape it, each in its own way.

/// A piece of reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Block {
    /// Blocks that belong together under a heading. Nested steps are sections within sections.
    Section {
        /// 1 is the document's title.
        level: u8,
        heading: Vec<Inline>,
        /// A name that links within the page can use; unique where the document's ids are.
        anchor: Option<String>,
        blocks: Vec<Block>,
    },
    Paragraph(Vec<Inline>),
    List {
        /// The first number; none for bullets.
        from: Option<u64>,
        items: Vec<Vec<Block>>,
    },
    Table {
        head: Vec<Vec<Inline>>,
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// Text whose lines and spaces count.
    Lines(String),
    Quote(Vec<Block>),
    /// A line across.
    Divider,
}

/// Text within a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Inline {
    Text(String),
    Code(String),
    Strong(Vec<Inline>),
    Emphasis(Vec<Inline>),
    /// Only http, https and mailto addresses.
    Link {
        to: String,
        text: Vec<Inline>,
    },
    Break,
}

impl Inline {
    pub(crate) fn strong(text: impl Into<String>) -> Inline {
        Inline::Strong(vec![Inline::Text(text.into())])
    }

    pub(crate) fn emphasis(text: impl Into<String>) -> Inline {
        Inline::Emphasis(vec![Inline::Text(text.into())])
    }
}

impl From<&str> for Inline {
    fn from(text: &str) -> Self {
        Inline::Text(text.to_owned())
    }
}

impl From<String> for Inline {
    fn from(text: String) -> Self {
        Inline::Text(text)
    }
}

impl Block {
    pub(crate) fn section(level: u8, heading: impl Into<String>, blocks: Vec<Block>) -> Block {
        Block::Section { level, heading: vec![Inline::Text(heading.into())], anchor: None, blocks }
    }

    pub(crate) fn paragraph(text: impl Into<String>) -> Block {
        Block::Paragraph(vec![Inline::Text(text.into())])
    }

    pub(crate) fn bullets(items: impl IntoIterator<Item = Vec<Inline>>) -> Block {
        Block::List { from: None, items: items.into_iter().map(|item| vec![Block::Paragraph(item)]).collect() }
    }
}
