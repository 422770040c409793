//! Prose that an author wrote, read as Markdown into [`Block`]s.
//!
//! Untrusted text stays data: raw HTML is dropped, links lead only to http, https and mailto, pictures become their
//! descriptions, and nesting beyond [`MAX_NESTING`] is flattened.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::reading::{Block, Inline};
use super::words::Words;
use crate::template::Template;

/// Deepest nesting of quotes, lists and emphasis that is kept.
const MAX_NESTING: usize = 12;

/// These two stand around the number of a hole while the text is read; they are taken out of the text first.
const HOLE: char = '\u{F_0000}';
const HOLE_END: char = '\u{F_0001}';

/// A template's text as Markdown, its holes as words in `‹ ›`.
pub(super) fn template(words: &Words<'_>, template: &Template) -> Vec<Block> {
    let holes: Vec<String> = template.holes().map(|hole| words.hole(&hole.expression)).collect();
    filled(template, &holes)
}

/// A template's text as Markdown, these texts in its holes. What stands in a hole is no Markdown.
pub(super) fn filled(template: &Template, holes: &[String]) -> Vec<Block> {
    let source = template.source();
    let mut text = String::with_capacity(source.len());
    let mut at = 0;
    for (number, hole) in template.holes().enumerate() {
        // The range lies between the brackets.
        let (open, close) = (hole.range.start.saturating_sub(2), hole.range.end + 2);
        text.extend(source.get(at..open).unwrap_or_default().chars().filter(plain));
        text.push(HOLE);
        text.push_str(&number.to_string());
        text.push(HOLE_END);
        at = close;
    }
    text.extend(source.get(at..).unwrap_or_default().chars().filter(plain));
    read(&text, holes)
}

/// A text as Markdown.
pub(super) fn markdown(text: &str) -> Vec<Block> {
    read(&text.chars().filter(plain).collect::<String>(), &[])
}

fn plain(c: &char) -> bool {
    *c != HOLE && *c != HOLE_END && (!c.is_control() || matches!(c, '\n' | '\t'))
}

/// What is being filled: one for each open tag that is kept.
enum Open {
    Blocks(Vec<Block>),
    Inlines(Vec<Inline>),
    Items(Vec<Vec<Block>>),
    Rows(Vec<Vec<Vec<Inline>>>),
    Cells(Vec<Vec<Inline>>),
    Lines(String),
    /// Dropped with all that stands in it.
    Nothing,
}

/// What an open tag becomes; kept beside what fills it.
enum Shape {
    Paragraph,
    Heading,
    Quote,
    List(Option<u64>),
    Item,
    Lines,
    Table,
    Row,
    Cell,
    Strong,
    Emphasis,
    Link(String),
    Dropped,
}

struct Reader<'a> {
    holes: &'a [String],
    root: Vec<Block>,
    open: Vec<(Shape, Open)>,
    /// For every open tag whether it is kept; the parts of any other go to what is around it.
    kept: Vec<bool>,
}

fn read(text: &str, holes: &[String]) -> Vec<Block> {
    let mut reader = Reader { holes, root: Vec::new(), open: Vec::new(), kept: Vec::new() };
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(tag) => reader.start(tag),
            Event::End(end) => reader.end(end),
            Event::Text(text) => reader.text(&text),
            Event::Code(code) | Event::InlineMath(code) | Event::DisplayMath(code) => {
                let code = reader.filled(&code);
                reader.inline(Inline::Code(code));
            }
            Event::SoftBreak => reader.inline(Inline::Text(" ".to_owned())),
            Event::HardBreak => reader.inline(Inline::Break),
            Event::Rule => reader.block(Block::Divider),
            Event::FootnoteReference(name) => reader.text(&name),
            Event::Html(_) | Event::InlineHtml(_) | Event::TaskListMarker(_) => {}
        }
    }
    while !reader.kept.is_empty() {
        reader.close();
    }
    reader.root
}

impl Reader<'_> {
    fn start(&mut self, tag: Tag<'_>) {
        let blocks = || Open::Blocks(Vec::new());
        let inlines = || Open::Inlines(Vec::new());
        let nested = self.open.len() >= MAX_NESTING;
        let in_list = matches!(self.holder(), Some(Open::Items(_)));
        let tag = match tag {
            Tag::Paragraph => Some((Shape::Paragraph, inlines())),
            Tag::Heading { .. } => Some((Shape::Heading, inlines())),
            Tag::CodeBlock(_) => Some((Shape::Lines, Open::Lines(String::new()))),
            Tag::HtmlBlock | Tag::MetadataBlock(_) => Some((Shape::Dropped, Open::Nothing)),
            Tag::Item if in_list => Some((Shape::Item, blocks())),
            Tag::TableHead | Tag::TableRow => Some((Shape::Row, Open::Cells(Vec::new()))),
            Tag::TableCell => Some((Shape::Cell, inlines())),
            Tag::BlockQuote(_) if !nested => Some((Shape::Quote, blocks())),
            Tag::List(from) if !nested => Some((Shape::List(from), Open::Items(Vec::new()))),
            Tag::Table(_) if !nested => Some((Shape::Table, Open::Rows(Vec::new()))),
            Tag::Strong if !nested => Some((Shape::Strong, inlines())),
            Tag::Emphasis if !nested => Some((Shape::Emphasis, inlines())),
            Tag::Link { dest_url, .. } if !nested && is_safe(&dest_url) => {
                Some((Shape::Link(dest_url.into_string()), inlines()))
            }
            Tag::BlockQuote(_)
            | Tag::Item
            | Tag::List(_)
            | Tag::Table(_)
            | Tag::Strong
            | Tag::Emphasis
            | Tag::Link { .. }
            | Tag::Image { .. }
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition => None,
        };
        self.kept.push(tag.is_some());
        self.open.extend(tag);
    }

    fn end(&mut self, _: TagEnd) {
        self.close();
    }

    fn close(&mut self) {
        if self.kept.pop() != Some(true) {
            return;
        }
        let Some((shape, open)) = self.open.pop() else { return };
        match (shape, open) {
            (Shape::Paragraph, Open::Inlines(text)) => self.block(Block::Paragraph(text)),
            (Shape::Heading, Open::Inlines(text)) => self.block(Block::Paragraph(vec![Inline::Strong(text)])),
            (Shape::Quote, Open::Blocks(blocks)) => self.block(Block::Quote(blocks)),
            (Shape::List(from), Open::Items(items)) => self.block(Block::List { from, items }),
            (Shape::Lines, Open::Lines(text)) => self.block(Block::Lines(text)),
            (Shape::Table, Open::Rows(rows)) => {
                let mut rows = rows.into_iter();
                let head = rows.next().unwrap_or_default();
                self.block(Block::Table { head, rows: rows.collect() });
            }
            (Shape::Item, Open::Blocks(blocks)) => match self.holder() {
                Some(Open::Items(items)) => items.push(blocks),
                Some(_) | None => blocks.into_iter().for_each(|block| self.block(block)),
            },
            (Shape::Row, Open::Cells(cells)) => match self.holder() {
                Some(Open::Rows(rows)) => rows.push(cells),
                Some(_) | None => cells.into_iter().for_each(|cell| self.block(Block::Paragraph(cell))),
            },
            (Shape::Cell, Open::Inlines(text)) => match self.holder() {
                Some(Open::Cells(cells)) => cells.push(text),
                Some(_) | None => self.block(Block::Paragraph(text)),
            },
            (Shape::Strong, Open::Inlines(text)) => self.inline(Inline::Strong(text)),
            (Shape::Emphasis, Open::Inlines(text)) => self.inline(Inline::Emphasis(text)),
            (Shape::Link(to), Open::Inlines(text)) => self.inline(Inline::Link { to, text }),
            // What was dropped leaves nothing.
            (_, _) => {}
        }
    }

    /// The innermost tag that is being filled.
    fn holder(&mut self) -> Option<&mut Open> {
        self.open.last_mut().map(|(_, open)| open)
    }

    fn block(&mut self, block: Block) {
        match self.holder() {
            Some(Open::Blocks(blocks)) => blocks.push(block),
            Some(Open::Items(items)) => items.push(vec![block]),
            Some(Open::Inlines(inlines)) => {
                if let Block::Paragraph(text) = block {
                    inlines.extend(text);
                }
            }
            Some(Open::Rows(_) | Open::Cells(_) | Open::Lines(_) | Open::Nothing) => {}
            None => self.root.push(block),
        }
    }

    fn inline(&mut self, inline: Inline) {
        match self.holder() {
            Some(Open::Inlines(inlines)) => inlines.push(inline),
            // A tight list's items hold text without a paragraph of its own.
            Some(Open::Blocks(blocks)) => loose(blocks, inline),
            Some(Open::Items(items)) => match items.last_mut() {
                Some(blocks) => loose(blocks, inline),
                None => items.push(vec![Block::Paragraph(vec![inline])]),
            },
            Some(Open::Cells(cells)) => cells.push(vec![inline]),
            Some(Open::Rows(_) | Open::Lines(_) | Open::Nothing) => {}
            None => loose(&mut self.root, inline),
        }
    }

    fn text(&mut self, text: &str) {
        let text = self.filled(text);
        if let Some(Open::Lines(lines)) = self.holder() {
            lines.push_str(&text);
            return;
        }
        self.inline(Inline::Text(text));
    }

    /// The text with its holes' words.
    fn filled(&self, text: &str) -> String {
        let mut parts = text.split(HOLE);
        let mut filled = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (number, rest) = part.split_once(HOLE_END).unwrap_or((part, ""));
            let words = number.parse::<usize>().ok().and_then(|number| self.holes.get(number));
            filled.push_str(words.map_or("…", String::as_str));
            filled.push_str(rest);
        }
        filled
    }
}

fn loose(blocks: &mut Vec<Block>, inline: Inline) {
    match blocks.last_mut() {
        Some(Block::Paragraph(text)) => text.push(inline),
        _ => blocks.push(Block::Paragraph(vec![inline])),
    }
}

/// Whether an address may be linked; one with a hole in it may not, because its value is not known here.
fn is_safe(address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme))
        && !address.contains([HOLE, HOLE_END, '\\'])
        && !address.chars().any(|c| c.is_control() || c.is_whitespace())
}
