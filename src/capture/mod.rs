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
mod label;
mod layer;
mod lines;
mod refusal;
mod room;
mod source;
mod unwrap;
mod window;
mod zstd;

#[cfg(test)]
mod tests;

use std::io::{self, Read};
use std::path::PathBuf;

use compressed::Stream;
use follow::Followed;
use framing::Framer;
use unwrap::Unwrapper;
use window::Window;

use crate::json::DOCUMENT_LIMIT;

pub use document::{Content, Document};
pub use error::Error;
pub use label::label;
pub use layer::Layer;
pub use source::{Source, Sources, is_standard_input, sources};
pub use unwrap::Unchecked;

/// What is taken of a capture.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Events wherever they stand: in wrappers, strings, log lines, HTTP archives.
    pub unwrap: bool,
    /// JSON Pointers to the only places at which events are taken; they may lead through strings that
    /// hold JSON, and `*` is any key or index.
    pub at: Vec<String>,
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
    /// Events that stand inside something else, or elsewhere, and were not taken.
    pub unchecked: Unchecked,
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

enum Reader {
    Documents(Framer),
    Inside(Unwrapper),
}

/// What a reader can say without waiting for more of its input.
pub(crate) enum NextDocument {
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
        self.next_share(1)
    }

    /// The same, at most one of so many shares: of inputs that are merged, documents of each wait at once.
    pub fn next_share(&mut self, shares: usize) -> Result<Option<Vec<Document>>, Error> {
        let most = (BATCH / shares.max(1)).max(1);
        let most_bytes = BATCH_BYTES / shares.max(1);
        let mut batch = Vec::new();
        let mut bytes = 0;
        while batch.len() < most && bytes <= most_bytes {
            match self.reader.step() {
                NextDocument::Document(document) => {
                    bytes += document.bytes().len();
                    batch.push(document);
                }
                NextDocument::Short if !batch.is_empty() => break,
                NextDocument::Short => self.reader.fill().map_err(|cause| self.error(cause))?,
                NextDocument::End if !batch.is_empty() || !self.resume()? => break,
                NextDocument::End => {}
            }
        }
        for document in &mut batch {
            self.facts.documents += 1;
            document.number = self.facts.documents;
        }
        if batch.is_empty() {
            self.reader.end_watch();
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
            unchecked: self.unchecked(),
        }
    }

    fn unchecked(&self) -> Unchecked {
        let mut unchecked = self.facts.unchecked.clone();
        unchecked.append(self.reader.unchecked());
        unchecked
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
        self.reader.end_watch();
        self.facts.unchecked = self.unchecked();
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
        if options.unwrap || !options.at.is_empty() {
            Reader::Inside(Unwrapper::new(window, limits, &options.at))
        } else {
            Reader::Documents(Framer::new(window.watched(), limits))
        }
    }

    fn step(&mut self) -> NextDocument {
        match self {
            Reader::Documents(framer) => framer.step(),
            Reader::Inside(unwrapper) => unwrapper.step(),
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        match self {
            Reader::Documents(framer) => framer.fill(),
            Reader::Inside(unwrapper) => unwrapper.fill(),
        }
    }

    fn window(&self) -> &Window {
        match self {
            Reader::Documents(framer) => framer.window(),
            Reader::Inside(unwrapper) => unwrapper.window(),
        }
    }

    fn unchecked(&self) -> Unchecked {
        match self {
            Reader::Documents(framer) => framer.window().unchecked().cloned().unwrap_or_default(),
            Reader::Inside(unwrapper) => unwrapper.unchecked().clone(),
        }
    }

    /// Counts what is still open in what was passed over.
    fn end_watch(&mut self) {
        if let Reader::Documents(framer) = self {
            framer.window_mut().end_watch();
        }
    }
}
