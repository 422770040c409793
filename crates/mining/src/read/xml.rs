//! Tags of an XML text, as XES uses them: elements with a key and a value. Text between them means nothing there.
//!
//! No entity is expanded but those that XML itself defines, nothing is looked up, and nothing is kept of a tag that is
//! longer than the limit. Damaged markup is passed over up to the next tag.

use std::borrow::Cow;

use super::window::Window;

/// What an element of XES is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Element {
    Log,
    Trace,
    Event,
    Text,
    Moment,
    Whole,
    Number,
    Flag,
    List,
    /// The values of a list: nothing by themselves.
    Values,
    Classifier,
    /// `global`, `extension` and whatever else there is.
    Other,
}

/// A stretch of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    start: u32,
    end: u32,
    /// Whether there is a `&` in it.
    escaped: bool,
}

impl Span {
    pub(super) fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// As it is written, if that is what it means.
    pub(super) fn plain(self, bytes: &[u8]) -> Option<&[u8]> {
        (!self.escaped).then_some(&bytes[self.start as usize..self.end as usize])
    }

    /// What it means as text.
    pub(super) fn meaning(self, bytes: &[u8]) -> Meaning<'_> {
        meaning(&bytes[self.start as usize..self.end as usize], self.escaped)
    }
}

/// How a tag is written up to its value. Another tag that begins just so is of the same element and has the same key:
/// comparing it as a whole takes far less time than going through it.
pub(super) struct Beginning {
    pub element: Element,
    written: Box<[u8]>,
}

impl Beginning {
    /// Of the tag at `start`; nothing where its value does not come last, or where it is longer than what pays.
    pub(super) fn of(bytes: &[u8], start: usize, element: Element, key: Span, value: Span) -> Option<Self> {
        const LONGEST: usize = 128;
        let written = &bytes[start..value.start as usize];
        (key.end < value.start && written.len() <= LONGEST).then(|| Self { element, written: written.into() })
    }

    pub(super) fn begins(&self, bytes: &[u8]) -> bool {
        bytes.starts_with(&self.written)
    }

    /// The value of the tag that begins so at `start`, and where it ends. Nothing where it is not an empty element with a
    /// plain value, all of which is here.
    pub(super) fn rest(&self, bytes: &[u8], start: usize) -> Option<(Span, usize)> {
        let quote = *self.written.last()?;
        let from = start + self.written.len();
        let to = value_stop(bytes, from, quote)?;
        Some((Span { start: from as u32, end: to as u32, escaped: false }, ending(bytes, to, quote)?))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    Open {
        element: Element,
        /// `key`, or `name` of a classifier.
        key: Option<Span>,
        /// `value`, or `keys` of a classifier.
        value: Option<Span>,
        empty: bool,
        /// It was too long to be looked at.
        oversized: bool,
    },
    Close(Element),
    /// Markup that is none: what follows was looked for.
    Broken,
    /// The document declares something of its own, which is not used.
    Doctype,
    /// No tag follows; whether the text ends inside one.
    End {
        inside: bool,
    },
}

enum Parsed {
    Tag(Tag, usize),
    /// The tag goes on behind the window.
    More,
    /// It is none; a tag may begin here.
    Broken(usize),
}

/// The next tag. `start` is where it began, in the window.
pub(super) fn next(window: &mut Window<'_>, longest: usize) -> (Tag, usize) {
    loop {
        let bytes = window.bytes();
        let Some(found) = next_tag(&bytes[window.at..]) else {
            window.at = bytes.len();
            if window.more() {
                continue;
            }
            return (Tag::End { inside: false }, window.at);
        };
        let start = window.at + found;
        match bytes.get(start + 1) {
            Some(b'!' | b'?') => {
                window.at = start;
                match aside(window) {
                    Aside::Passed => continue,
                    Aside::Doctype => return (Tag::Doctype, window.at),
                    Aside::Unended => return (Tag::End { inside: true }, window.at),
                }
            }
            Some(b'/') => match close(bytes, start) {
                Parsed::Tag(tag, end) => {
                    window.at = end;
                    return (tag, start);
                }
                Parsed::Broken(at) => {
                    window.at = at;
                    return (Tag::Broken, start);
                }
                Parsed::More => {}
            },
            Some(_) => match common(bytes, start).unwrap_or_else(|| open(bytes, start)) {
                Parsed::Tag(tag, end) => {
                    window.at = end;
                    return (tag, start);
                }
                Parsed::Broken(at) => {
                    window.at = at;
                    return (Tag::Broken, start);
                }
                Parsed::More => {}
            },
            None => {}
        }
        window.at = start;
        if window.len() - start > longest {
            return oversized(window);
        }
        if !window.more() {
            return (Tag::End { inside: true }, window.at);
        }
    }
}

/// Where a tag begins: mostly after a line break and a few blanks.
pub(super) fn next_tag(rest: &[u8]) -> Option<usize> {
    let blanks = rest.iter().take(12).take_while(|&&byte| space(byte)).count();
    if rest.get(blanks) == Some(&b'<') { Some(blanks) } else { memchr::memchr(b'<', rest) }
}

const fn space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

fn element(name: &[u8]) -> Element {
    match name {
        b"string" | b"id" => Element::Text,
        b"date" => Element::Moment,
        b"event" => Element::Event,
        b"int" => Element::Whole,
        b"float" => Element::Number,
        b"boolean" => Element::Flag,
        b"trace" => Element::Trace,
        b"log" => Element::Log,
        b"list" | b"container" => Element::List,
        b"values" => Element::Values,
        b"classifier" => Element::Classifier,
        _ => match memchr::memchr(b':', name) {
            Some(colon) if name.len() > colon + 1 => element(&name[colon + 1..]),
            Some(_) | None => Element::Other,
        },
    }
}

fn close(bytes: &[u8], start: usize) -> Parsed {
    let mut at = start + 2;
    let end = loop {
        match bytes.get(at) {
            None => return Parsed::More,
            Some(b'>') => break at,
            Some(b'<') => return Parsed::Broken(at),
            Some(_) => at += 1,
        }
    };
    Parsed::Tag(Tag::Close(element(bytes[start + 2..end].trim_ascii_end())), end + 1)
}

/// An empty attribute written as nearly all are, `<string key="a" value="b"/>`: compared as a whole, which takes half the
/// time of going through it. Nothing where it is written in any other way.
fn common(bytes: &[u8], start: usize) -> Option<Parsed> {
    const BETWEEN: &[u8] = b"\" value=\"";
    let rest = &bytes[start + 1..];
    let (element, begin) = [
        (Element::Text, &b"string key=\""[..]),
        (Element::Moment, b"date key=\""),
        (Element::Whole, b"int key=\""),
        (Element::Number, b"float key=\""),
        (Element::Flag, b"boolean key=\""),
    ]
    .into_iter()
    .find(|(_, begin)| rest.starts_with(begin))?;
    let key = start + 1 + begin.len();
    let key_end = value_stop(bytes, key, b'"')?;
    if !bytes[key_end..].starts_with(BETWEEN) {
        return None;
    }
    let value = key_end + BETWEEN.len();
    let value_end = value_stop(bytes, value, b'"')?;
    let end = ending(bytes, value_end, b'"')?;
    let span = |start: usize, end: usize| Some(Span { start: start as u32, end: end as u32, escaped: false });
    let (key, value) = (span(key, key_end), span(value, value_end));
    Some(Parsed::Tag(Tag::Open { element, key, value, empty: true, oversized: false }, end))
}

/// Where an empty element ends whose value ends here; nothing where something else follows.
fn ending(bytes: &[u8], value_end: usize, quote: u8) -> Option<usize> {
    match &bytes[value_end..] {
        [end, b'/', b'>', ..] if *end == quote => Some(value_end + 3),
        [end, b' ', b'/', b'>', ..] if *end == quote => Some(value_end + 4),
        _ => None,
    }
}

fn open(bytes: &[u8], start: usize) -> Parsed {
    let mut at = start + 1;
    let element = loop {
        match bytes.get(at) {
            None => return Parsed::More,
            Some(b'<') => return Parsed::Broken(at),
            Some(&byte) if space(byte) || matches!(byte, b'>' | b'/') => break element(&bytes[start + 1..at]),
            Some(_) => at += 1,
        }
    };
    let (mut key, mut value) = (None, None);
    loop {
        match bytes.get(at) {
            None => return Parsed::More,
            Some(b'<') => return Parsed::Broken(at),
            Some(&byte) if space(byte) => at += 1,
            Some(b'>') => {
                return Parsed::Tag(Tag::Open { element, key, value, empty: false, oversized: false }, at + 1);
            }
            Some(b'/') => match bytes.get(at + 1) {
                None => return Parsed::More,
                Some(b'>') => {
                    return Parsed::Tag(Tag::Open { element, key, value, empty: true, oversized: false }, at + 2);
                }
                Some(_) => return Parsed::Broken(at + 1),
            },
            Some(_) => {
                let (name, span, end) = match attribute(bytes, at) {
                    Ok(found) => found,
                    Err(parsed) => return parsed,
                };
                match name {
                    b"key" | b"name" => key = Some(span),
                    b"value" | b"keys" => value = Some(span),
                    _ => {}
                }
                at = end;
            }
        }
    }
}

/// The name and value of an attribute that begins here, and where it ends.
fn attribute(bytes: &[u8], start: usize) -> Result<(&[u8], Span, usize), Parsed> {
    let mut at = start;
    let name = loop {
        match bytes.get(at) {
            None => return Err(Parsed::More),
            Some(&byte) if byte == b'=' || space(byte) => break &bytes[start..at],
            Some(b'<' | b'>' | b'"' | b'\'') => return Err(Parsed::Broken(at)),
            Some(_) => at += 1,
        }
    };
    let mut equals = false;
    let quote = loop {
        match bytes.get(at) {
            None => return Err(Parsed::More),
            Some(b'=') if !equals => equals = true,
            Some(&byte) if space(byte) => {}
            Some(&quote) if equals && matches!(quote, b'"' | b'\'') => break quote,
            Some(_) => return Err(Parsed::Broken(at)),
        }
        at += 1;
    };
    let from = at + 1;
    let mut escaped = false;
    let mut end = from;
    loop {
        end = value_stop(bytes, end, quote).ok_or(Parsed::More)?;
        match bytes[end] {
            b'&' => {
                escaped = true;
                end += 1;
            }
            b'<' => return Err(Parsed::Broken(end)),
            // A window is far smaller than four gigabytes, since a tag that does not end is passed over.
            _ => return Ok((name, Span { start: from as u32, end: end as u32, escaped }, end + 1)),
        }
    }
}

/// Where a value ends, or a `&` or `<` stands in it. Most are so short that a search by vectors does not pay: those are
/// looked at eight bytes at a time (Mycroft's test for a zero byte, which is exact for the first).
fn value_stop(bytes: &[u8], from: usize, quote: u8) -> Option<usize> {
    const SHORT: usize = 32;
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    let mut at = from;
    while let Some(Ok(eight)) = bytes.get(at..at + 8).map(<[u8; 8]>::try_from).filter(|_| at < from + SHORT) {
        let eight = u64::from_le_bytes(eight);
        let found = [quote, b'&', b'<'].into_iter().fold(0, |found, byte| {
            let same = eight ^ (ONES * u64::from(byte));
            found | (same.wrapping_sub(ONES) & !same & (ONES << 7))
        });
        if found != 0 {
            return Some(at + found.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    memchr::memchr3(quote, b'&', b'<', &bytes[at..]).map(|found| at + found)
}

enum Aside {
    Passed,
    Doctype,
    Unended,
}

/// Passes a comment, a `CDATA` section, a processing instruction or a document type.
fn aside(window: &mut Window<'_>) -> Aside {
    const CDATA: &[u8] = b"<![CDATA[";
    while window.len() - window.at < CDATA.len() && window.more() {}
    let rest = &window.bytes()[window.at..];
    let (begin, end): (usize, &[u8]) = if rest.starts_with(b"<!--") {
        (4, b"-->")
    } else if rest.starts_with(CDATA) {
        (CDATA.len(), b"]]>")
    } else if rest.starts_with(b"<?") {
        (2, b"?>")
    } else {
        window.at += 2;
        return if doctype(window) { Aside::Doctype } else { Aside::Unended };
    };
    window.at += begin;
    if window.skip_past(end) { Aside::Passed } else { Aside::Unended }
}

/// Passes a document type, with its internal part in brackets.
fn doctype(window: &mut Window<'_>) -> bool {
    let (mut quote, mut brackets) = (None, 0_usize);
    loop {
        let Some(&byte) = window.bytes().get(window.at) else {
            if window.more() {
                continue;
            }
            return false;
        };
        window.at += 1;
        match (quote, byte) {
            (Some(open), byte) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'[') => brackets += 1,
            (None, b']') => brackets = brackets.saturating_sub(1),
            (None, b'>') if brackets == 0 => return true,
            (None, _) => {}
        }
    }
}

/// Passes a tag that is too long to be kept.
fn oversized(window: &mut Window<'_>) -> (Tag, usize) {
    let bytes = &window.bytes()[window.at + 1..];
    let name = bytes.iter().take(64).position(|&byte| space(byte) || matches!(byte, b'>' | b'/'));
    let element = name.map_or(Element::Other, |end| element(&bytes[..end]));
    let (mut quote, mut slash) = (None, false);
    window.at += 1;
    loop {
        let rest = &window.bytes()[window.at..];
        let found = match quote {
            Some(quote) => memchr::memchr2(quote, b'<', rest),
            None => rest.iter().position(|byte| matches!(byte, b'"' | b'\'' | b'>' | b'<')),
        };
        let Some(found) = found else {
            slash = rest.last().map_or(slash, |&last| last == b'/');
            window.at = window.len();
            if window.more() {
                continue;
            }
            return (Tag::End { inside: true }, window.at);
        };
        let byte = rest[found];
        let before = if found == 0 { slash } else { rest[found - 1] == b'/' };
        window.at += found + 1;
        slash = false;
        match (quote, byte) {
            (_, b'<') => {
                window.at -= 1;
                return (Tag::Broken, window.at);
            }
            (Some(_), _) => quote = None,
            (None, b'>') => {
                let tag = Tag::Open { element, key: None, value: None, empty: before, oversized: true };
                return (tag, window.at);
            }
            (None, _) => quote = Some(byte),
        }
    }
}

/// What a written value means, as text: the five entities of XML and numbered characters are replaced, white space is
/// blank. What is not UTF-8 is read as Windows-1252.
pub(super) struct Meaning<'a> {
    pub text: Cow<'a, str>,
    pub unknown_entity: bool,
    pub not_utf8: bool,
}

fn meaning(written: &[u8], escaped: bool) -> Meaning<'_> {
    let (text, not_utf8) = match std::str::from_utf8(written) {
        Ok(text) => (Cow::Borrowed(text), false),
        Err(_) => (encoding_rs::WINDOWS_1252.decode_without_bom_handling(written).0, true),
    };
    let blank = text.bytes().any(|byte| matches!(byte, b'\t' | b'\n' | b'\r'));
    if !blank && !escaped {
        return Meaning { text, unknown_entity: false, not_utf8 };
    }
    let mut meant = String::with_capacity(text.len());
    let mut unknown_entity = false;
    let mut rest = &*text;
    while let Some(at) = rest.find(['&', '\t', '\n', '\r']) {
        meant.push_str(&rest[..at]);
        let special = &rest[at..];
        if !special.starts_with('&') {
            // One line break, however it is written, is one blank.
            rest = special.strip_prefix("\r\n").unwrap_or(&special[1..]);
            meant.push(' ');
            continue;
        }
        match entity(special) {
            Some((character, length)) => {
                meant.push(character);
                rest = &special[length..];
            }
            None => {
                unknown_entity = true;
                meant.push('&');
                rest = &special[1..];
            }
        }
    }
    meant.push_str(rest);
    Meaning { text: Cow::Owned(meant), unknown_entity, not_utf8 }
}

/// The character that a text's first entity stands for, and its length.
fn entity(text: &str) -> Option<(char, usize)> {
    /// As long as the longest that there is: `&#x0010FFFF;`.
    const LONGEST: usize = 12;
    let end = text.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let character = match &text[1..end] {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        name => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
                None => number.parse(),
            };
            // Zero is no character of XML.
            char::from_u32(code.ok()?).filter(|character| *character != '\0')?
        }
    };
    Some((character, end + 1))
}
