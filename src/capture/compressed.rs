//! The bytes of an input: counted and hashed as they arrive, decompressed where they are compressed.

use std::fmt::Write as _;
use std::io::{self, BufReader, Chain, Cursor, Read};

use sha2::{Digest, Sha256};

use super::Limits;
use super::gzip::Members;
use super::zstd::{self, Frames};
use crate::json::FaultKind;

/// An input's bytes, decompressed.
pub(super) struct Stream {
    decoder: Decoder,
    written: u64,
    limits: Limits,
}

/// Why a stream gives no further bytes before its end.
pub(super) enum Stop {
    /// The environment failed.
    Input(io::Error),
    /// The bytes are at fault.
    Fault(FaultKind),
}

enum Decoder {
    /// Nothing has been read: not known yet.
    Unknown(Tallied),
    Plain(Raw),
    Gzip(Box<Members<BufReader<Raw>>>),
    Zstd(Box<Frames<BufReader<Raw>>>),
    /// For the moment in which one becomes the other.
    None,
}

/// The first bytes, which told the format, and those behind them.
type Raw = Chain<Cursor<Vec<u8>>, Tallied>;

/// A reader that counts and hashes what passes.
struct Tallied {
    input: Box<dyn Read + Send>,
    bytes: u64,
    hash: Sha256,
    ended: bool,
    failed: bool,
}

const GZIP: &[u8] = &[0x1F, 0x8B];

impl Stream {
    pub(super) fn new(input: Box<dyn Read + Send>, limits: Limits) -> Stream {
        let tallied = Tallied {
            input,
            bytes: 0,
            hash: Sha256::new(),
            ended: false,
            failed: false,
        };
        Stream {
            decoder: Decoder::Unknown(tallied),
            written: 0,
            limits,
        }
    }

    /// How many bytes came in, as they arrived.
    pub(super) fn bytes(&self) -> u64 {
        self.tallied().map_or(0, |tallied| tallied.bytes)
    }

    /// The hash of the bytes as they arrived, if all have been read.
    pub(super) fn sha256(&self) -> Option<String> {
        let tallied = self.tallied().filter(|tallied| tallied.ended)?;
        let mut text = String::new();
        for byte in tallied.hash.clone().finalize() {
            write!(text, "{byte:02x}").ok()?;
        }
        Some(text)
    }

    pub(super) fn read(&mut self, into: &mut [u8]) -> Result<usize, Stop> {
        self.tell_format().map_err(Stop::Input)?;
        let (count, format) = match &mut self.decoder {
            Decoder::Plain(raw) => (raw.read(into), ""),
            Decoder::Gzip(decoder) => (decoder.read(into), "gzip"),
            Decoder::Zstd(decoder) => (decoder.read(into), "zstd"),
            Decoder::Unknown(_) | Decoder::None => (Ok(0), ""),
        };
        match count {
            Ok(count) => self.weigh(count),
            Err(error) if self.tallied().is_some_and(|tallied| tallied.failed) => {
                Err(Stop::Input(error))
            }
            Err(error) => Err(Stop::Fault(FaultKind::Stream(words(format, &error)))),
        }
    }

    /// Reads on past anything decoded, only so that the hash is whole; false at the end.
    pub(super) fn drain(&mut self, into: &mut [u8]) -> io::Result<bool> {
        match self.tallied_mut() {
            Some(tallied) => Ok(tallied.read(into)? > 0),
            None => Ok(false),
        }
    }

    fn weigh(&mut self, count: usize) -> Result<usize, Stop> {
        self.written += count as u64;
        let allowed = self
            .bytes()
            .saturating_mul(self.limits.ratio)
            .saturating_add(self.limits.ratio_free);
        if self.written > allowed {
            return Err(Stop::Fault(FaultKind::Ratio));
        }
        Ok(count)
    }

    fn tell_format(&mut self) -> io::Result<()> {
        let Decoder::Unknown(tallied) = &mut self.decoder else {
            return Ok(());
        };
        let mut first = Vec::new();
        while zstd::may_begin(&first) || (GZIP.starts_with(&first) && first.len() < GZIP.len()) {
            let mut next = [0];
            if tallied.read(&mut next)? == 0 {
                break;
            }
            first.extend_from_slice(&next);
        }
        let (gzip, zstd) = (first.starts_with(GZIP), zstd::begins(&first));
        if let Decoder::Unknown(tallied) = std::mem::replace(&mut self.decoder, Decoder::None) {
            let raw = Cursor::new(first).chain(tallied);
            self.decoder = match (gzip, zstd) {
                (true, _) => Decoder::Gzip(Box::new(Members::new(BufReader::new(raw)))),
                (false, true) => Decoder::Zstd(Box::new(Frames::new(BufReader::new(raw)))),
                (false, false) => Decoder::Plain(raw),
            };
        }
        Ok(())
    }

    fn tallied(&self) -> Option<&Tallied> {
        match &self.decoder {
            Decoder::Unknown(tallied) => Some(tallied),
            Decoder::Plain(raw) => Some(raw.get_ref().1),
            Decoder::Gzip(decoder) => decoder.input().map(|input| input.get_ref().get_ref().1),
            Decoder::Zstd(decoder) => Some(decoder.input().get_ref().get_ref().1),
            Decoder::None => None,
        }
    }

    fn tallied_mut(&mut self) -> Option<&mut Tallied> {
        match &mut self.decoder {
            Decoder::Unknown(tallied) => Some(tallied),
            Decoder::Plain(raw) => Some(raw.get_mut().1),
            Decoder::Gzip(decoder) => decoder.input_mut().map(|input| input.get_mut().get_mut().1),
            Decoder::Zstd(decoder) => Some(decoder.input_mut().get_mut().get_mut().1),
            Decoder::None => None,
        }
    }
}

impl Read for Tallied {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.ended || into.is_empty() {
            return Ok(0);
        }
        loop {
            match self.input.read(into) {
                Ok(count) => {
                    self.bytes += count as u64;
                    self.ended = count == 0;
                    self.hash.update(into.get(..count).unwrap_or_default());
                    return Ok(count);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.failed = true;
                    return Err(error);
                }
            }
        }
    }
}

/// The decoder's words about its damage.
fn words(format: &str, error: &io::Error) -> String {
    if error.kind() == io::ErrorKind::UnexpectedEof {
        return format!("{format}: the stream breaks off");
    }
    format!("{format}: {error}")
}
