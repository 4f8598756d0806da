//! How the text reached us, and where each document begins and ends.
//!
//! [`sources`] names the inputs, a [`Capture`] gives the documents of one of them.

mod array;
mod broken;
mod compressed;
mod document;
mod error;
mod extent;
mod follow;
mod framing;
mod gzip;
mod layer;
mod lines;
mod log;
mod packet;
mod refusal;
mod source;
mod window;
mod zstd;

#[cfg(test)]
mod tests;

use std::io::{self, Read};
use std::path::PathBuf;

use compressed::Stream;
use follow::Followed;
use framing::Framer;
use log::LogLines;
use window::Window;

use crate::json::DOCUMENT_LIMIT;

pub use document::{Content, Document};
pub use error::Error;
pub use layer::Layer;
pub use packet::{is_archive, packet};
pub use source::{Source, sources};

/// How documents stand in their capture.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What they are taken out of.
    pub extract: Extract,
    /// A JSON Pointer to what is to be judged in each of them; it may lead through strings that
    /// hold JSON.
    pub at: Option<String>,
}

/// What documents are taken out of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Extract {
    /// Nothing: the input is documents.
    #[default]
    None,
    /// Log lines: the object at the end of each.
    Prefix,
    /// HTTP archives: the messages of their WebSockets, and their JSON responses.
    Har,
}

/// What is known of an input, in full once its documents have ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// How many bytes came, as they arrived.
    pub bytes: u64,
    /// The SHA-256 of these bytes; none if reading stopped before their end.
    pub sha256: Option<String>,
    /// How many documents were found, broken ones included.
    pub documents: u64,
    /// How many log lines held none ([`Extract::Prefix`]).
    pub passed_over: u64,
}

/// Bounds, so that no input takes endless memory or time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// The largest document.
    document: usize,
    /// So much is kept of a broken one.
    kept: usize,
    /// One read.
    chunk: usize,
    /// So much is read of an input after it was refused, to complete its hash.
    drained: u64,
    /// Decompressed bytes per compressed byte …
    ratio: u64,
    /// … beyond so many.
    ratio_free: u64,
}

const LIMITS: Limits = Limits {
    document: DOCUMENT_LIMIT,
    kept: 64 << 10,
    chunk: 256 << 10,
    drained: 16 << 20,
    ratio: 1000,
    ratio_free: 16 << 20,
};

/// So many documents, or bytes of them, are handed over at once at the most.
const BATCH: usize = 256;
const BATCH_BYTES: usize = 1 << 20;

/// The documents of one input, as they come.
pub struct Capture {
    path: PathBuf,
    reader: Reader,
    options: Options,
    limits: Limits,
    followed: Option<Followed>,
    facts: Facts,
}

#[expect(
    clippy::large_enum_variant,
    reason = "one for an input: a box would save nothing"
)]
enum Reader {
    Documents(Framer),
    Log(LogLines),
}

/// What a reader can say without waiting for more of its input.
#[expect(
    clippy::large_enum_variant,
    reason = "one at a time is on its way: a box for each would cost more than it saves"
)]
pub(crate) enum Step {
    Document(Document),
    /// More must be read first.
    Short,
    End,
}

impl Capture {
    /// The documents of anything that can be read, told under that name.
    pub fn from_reader(
        label: &str,
        input: impl Read + Send + 'static,
        options: &Options,
    ) -> Capture {
        Capture::of(PathBuf::from(label), Box::new(input), options)
    }

    fn of(path: PathBuf, input: Box<dyn Read + Send>, options: &Options) -> Capture {
        Capture::limited(path, input, options, LIMITS)
    }

    fn limited(
        path: PathBuf,
        input: Box<dyn Read + Send>,
        options: &Options,
        limits: Limits,
    ) -> Capture {
        Capture {
            path,
            reader: Reader::new(input, options, limits),
            options: options.clone(),
            limits,
            followed: None,
            facts: Facts::default(),
        }
    }

    fn following(path: PathBuf, followed: Followed, options: &Options) -> Capture {
        let mut capture = Capture::of(path, Box::new(io::empty()), options);
        capture.followed = Some(followed);
        capture
    }

    /// The next documents: all that can be told before waiting for more of the input; none at its
    /// end.
    pub fn next_batch(&mut self) -> Result<Option<Vec<Document>>, Error> {
        let mut batch = Vec::new();
        let mut bytes = 0;
        while batch.len() < BATCH && bytes < BATCH_BYTES {
            match self.reader.step() {
                Step::Document(document) => {
                    bytes += document.bytes().len();
                    batch.extend(packet::unwrap(document, &self.options));
                }
                Step::Short if !batch.is_empty() => break,
                Step::Short => self.reader.fill().map_err(|cause| self.error(cause))?,
                Step::End if !batch.is_empty() || !self.resume()? => break,
                Step::End => {}
            }
        }
        for document in &mut batch {
            self.facts.documents += 1;
            document.number = self.facts.documents;
        }
        Ok(Some(batch).filter(|batch| !batch.is_empty()))
    }

    /// What is known of the input so far.
    pub fn facts(&self) -> Facts {
        let stream = self.reader.window().stream();
        Facts {
            bytes: self.facts.bytes + stream.bytes(),
            sha256: stream.sha256().filter(|_| self.followed.is_none()),
            documents: self.facts.documents,
            passed_over: self.facts.passed_over + self.reader.passed_over(),
        }
    }

    /// Goes on with what now stands under the path of a followed file.
    fn resume(&mut self) -> Result<bool, Error> {
        let Some(followed) = &mut self.followed else {
            return Ok(false);
        };
        let Some(input) = followed.next().map_err(|cause| Error::Read {
            path: self.path.clone(),
            cause,
        })?
        else {
            return Ok(false);
        };
        self.facts.bytes += self.reader.window().stream().bytes();
        self.facts.passed_over += self.reader.passed_over();
        self.reader = Reader::new(input, &self.options, self.limits);
        Ok(true)
    }

    fn error(&self, cause: io::Error) -> Error {
        Error::Read {
            path: self.path.clone(),
            cause,
        }
    }
}

impl Reader {
    fn new(input: Box<dyn Read + Send>, options: &Options, limits: Limits) -> Reader {
        let window = Window::new(Stream::new(input, limits), limits.chunk);
        match options.extract {
            Extract::None | Extract::Har => Reader::Documents(Framer::new(window, limits)),
            Extract::Prefix => Reader::Log(LogLines::new(window, limits)),
        }
    }

    fn step(&mut self) -> Step {
        match self {
            Reader::Documents(framer) => framer.step(),
            Reader::Log(lines) => lines.step(),
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        match self {
            Reader::Documents(framer) => framer.fill(),
            Reader::Log(lines) => lines.fill(),
        }
    }

    fn window(&self) -> &Window {
        match self {
            Reader::Documents(framer) => framer.window(),
            Reader::Log(lines) => lines.window(),
        }
    }

    fn passed_over(&self) -> u64 {
        match self {
            Reader::Documents(_) => 0,
            Reader::Log(lines) => lines.passed_over(),
        }
    }
}
