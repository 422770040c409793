//! Bytes come in and text goes out: unpacked and decoded in a thread of its own, chunk by chunk.

use std::io::{self, BufReader, Read};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use flate2::bufread::MultiGzDecoder;

use super::window::Window;
use super::{End, Options, Problem, Progress, Report};

/// What comes out of the thread.
pub(super) enum Piece {
    Text(Vec<u8>),
    Ended(End, Decoded),
}

/// How the text was decoded.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Decoded {
    pub encoding: Option<&'static str>,
    pub unknown: bool,
    pub damaged: bool,
}

/// How many chunks may wait to be scanned.
const WAITING: usize = 4;

/// Reads an input with a scanner of its text; the report says how it ended.
pub(super) fn open<T>(
    input: impl Read + Send,
    options: &Options,
    progress: Progress<'_>,
    scan: impl FnOnce(&mut Window<'_>) -> (T, Report),
) -> (T, Report) {
    let taken = &AtomicU64::new(0);
    let (send, receive) = sync_channel(WAITING);
    let (give_back, spare) = sync_channel(WAITING + 2);
    thread::scope(|scope| {
        let chunk = options.chunk.clamp(1, 16 << 20);
        scope.spawn(move || produce(Counted { input, taken }, chunk, &send, &spare));
        let mut window = Window::new(receive, give_back, taken, progress);
        let (read, mut report) = scan(&mut window);
        let (end, decoded) = window.ended();
        report.bytes = window.offset(window.len());
        if report.end == End::Complete {
            report.end = end;
        }
        report.encoding = decoded.encoding;
        for (problem, met) in [(Problem::UnknownEncoding, decoded.unknown), (Problem::NotDecoded, decoded.damaged)] {
            if met {
                report.note_whole(problem, 1);
            }
        }
        report.judge_zones();
        // The thread ends when nobody takes what it sends.
        drop(window);
        (read, report)
    })
}

struct Counted<'a, R> {
    input: R,
    taken: &'a AtomicU64,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        self.taken.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// The first two bytes of a gzip stream (RFC 1952).
const GZIP: [u8; 2] = [0x1f, 0x8b];

fn produce(input: impl Read, chunk: usize, send: &SyncSender<Piece>, spare: &Receiver<Vec<u8>>) {
    let mut input = BufReader::with_capacity(64 * 1024, input);
    let mut magic = [0; 2];
    let (count, error) = fill(&mut input, &mut magic);
    let (end, decoded) = match error {
        Some(error) => (failed(&error), Decoded::default()),
        None if count == 2 && magic == GZIP => {
            decode(MultiGzDecoder::new(Rest { head: &magic, rest: input }), chunk, send, spare)
        }
        None => decode((&magic[..count]).chain(input), chunk, send, spare),
    };
    // Whoever reads may have stopped.
    drop(send.send(Piece::Ended(end, decoded)));
}

/// Bytes that were looked at already, then the rest.
struct Rest<'a, R> {
    head: &'a [u8],
    rest: R,
}

impl<R: io::BufRead> Read for Rest<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.head.is_empty() { self.rest.read(buffer) } else { self.head.read(buffer) }
    }
}

impl<R: io::BufRead> io::BufRead for Rest<'_, R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.head.is_empty() { self.rest.fill_buf() } else { Ok(self.head) }
    }

    fn consume(&mut self, amount: usize) {
        if self.head.is_empty() {
            self.rest.consume(amount);
        } else {
            self.head = &self.head[amount..];
        }
    }
}

fn failed(error: &io::Error) -> End {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => End::CutOff,
        _ => End::Failed(error.to_string()),
    }
}

/// Fills a buffer as far as the input goes; what failed is told with what came before.
fn fill(input: &mut impl Read, buffer: &mut [u8]) -> (usize, Option<io::Error>) {
    let mut filled = 0;
    while filled < buffer.len() {
        match input.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return (filled, Some(error)),
        }
    }
    (filled, None)
}

/// As far as an encoding is declared in a text's beginning.
const HEAD: usize = 1024;

fn decode(mut input: impl Read, chunk: usize, send: &SyncSender<Piece>, spare: &Receiver<Vec<u8>>) -> (End, Decoded) {
    let mut head = vec![0; HEAD];
    let mut decoded = Decoded::default();
    let (count, mut error) = fill(&mut input, &mut head);
    head.truncate(count);
    let (encoding, mark) = declared(&head, &mut decoded);
    head.drain(..mark);
    let mut decoder = (encoding != UTF_8).then(|| {
        decoded.encoding = Some(encoding.name());
        encoding.new_decoder_without_bom_handling()
    });
    let mut input = io::Cursor::new(head).chain(input);
    loop {
        let mut buffer = spare.try_recv().unwrap_or_default();
        buffer.resize(chunk, 0);
        let (count, met) = match error {
            // What came before the error is in the head still.
            Some(_) => fill(input.get_mut().0, &mut buffer),
            None => fill(&mut input, &mut buffer),
        };
        error = error.or(met);
        buffer.truncate(count);
        let end = match &error {
            Some(error) if count < chunk => Some(failed(error)),
            None if count < chunk => Some(End::Complete),
            Some(_) | None => None,
        };
        let text = match &mut decoder {
            Some(decoder) => decode_chunk(decoder, &buffer, end.is_some(), &mut decoded),
            None => buffer,
        };
        if !text.is_empty() && send.send(Piece::Text(text)).is_err() {
            return (End::Stopped, decoded);
        }
        if let Some(end) = end {
            return (end, decoded);
        }
    }
}

fn decode_chunk(decoder: &mut Decoder, bytes: &[u8], last: bool, decoded: &mut Decoded) -> Vec<u8> {
    let most = decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len());
    let mut text = vec![0; most];
    let (_, _, written, damaged) = decoder.decode_to_utf8(bytes, &mut text, last);
    decoded.damaged |= damaged;
    text.truncate(written);
    text
}

/// The encoding that a text's beginning declares, and how long its byte order mark is.
fn declared(head: &[u8], decoded: &mut Decoded) -> (&'static Encoding, usize) {
    if let Some(found) = Encoding::for_bom(head) {
        return found;
    }
    match head {
        [b'<', 0, b'?', 0, ..] | [b'<', 0, b'l', 0, ..] => return (UTF_16LE, 0),
        [0, b'<', 0, b'?', ..] | [0, b'<', 0, b'l', ..] => return (UTF_16BE, 0),
        _ => {}
    }
    let Some(label) = xml_encoding(head) else { return (UTF_8, 0) };
    match Encoding::for_label(label) {
        // A declaration that can be read byte by byte is not in UTF-16, whatever it says.
        Some(encoding) if encoding.is_ascii_compatible() => (encoding, 0),
        Some(_) => (UTF_8, 0),
        None => {
            decoded.unknown = true;
            (UTF_8, 0)
        }
    }
}

/// What stands in `<?xml ... encoding="..."?>`.
fn xml_encoding(head: &[u8]) -> Option<&[u8]> {
    let declaration = head.trim_ascii_start().strip_prefix(b"<?xml")?;
    let declaration = &declaration[..memchr::memmem::find(declaration, b"?>")?];
    let after = &declaration[memchr::memmem::find(declaration, b"encoding")? + b"encoding".len()..];
    let after = after.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let quote = *after.first().filter(|quote| matches!(quote, b'"' | b'\''))?;
    let value = &after[1..];
    Some(&value[..memchr::memchr(quote, value)?])
}
