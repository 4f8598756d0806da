//! Gzip: member after member. Zero bytes behind one are padding, as `gzip -d` takes them.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;

/// The first byte of a member.
const FIRST: u8 = 0x1F;

/// The members of a gzip stream as one text.
pub(super) struct Members<R> {
    /// None only for the moment in which the next one begins.
    member: Option<GzDecoder<R>>,
    /// Whether it stands behind another, and nothing of it was read yet.
    follows: bool,
    over: bool,
}

impl<R: BufRead> Members<R> {
    pub(super) fn new(input: R) -> Members<R> {
        Members {
            member: Some(GzDecoder::new(input)),
            follows: false,
            over: false,
        }
    }

    pub(super) fn input(&self) -> Option<&R> {
        self.member.as_ref().map(GzDecoder::get_ref)
    }

    pub(super) fn input_mut(&mut self) -> Option<&mut R> {
        self.member.as_mut().map(GzDecoder::get_mut)
    }

    /// Begins the member behind the one that has ended, if there is one.
    fn advance(&mut self) -> io::Result<()> {
        if let Some(input) = self.input_mut() {
            match skip_padding(input)? {
                None => self.over = true,
                Some(FIRST) => {}
                Some(_) => return Err(no_member()),
            }
        }
        if !self.over {
            let ended = self.member.take();
            self.member = ended.map(|ended| GzDecoder::new(ended.into_inner()));
            self.follows = true;
        }
        Ok(())
    }
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while !self.over && !into.is_empty() {
            let Some(member) = &mut self.member else {
                break;
            };
            let count = match member.read(into) {
                Err(error) if self.follows && error.kind() == io::ErrorKind::InvalidInput => {
                    return Err(no_member());
                }
                read => read?,
            };
            self.follows = false;
            if count > 0 {
                return Ok(count);
            }
            self.advance()?;
        }
        Ok(0)
    }
}

fn no_member() -> io::Error {
    let words = "something else follows behind its end; cut that off";
    io::Error::new(io::ErrorKind::InvalidData, words)
}

/// Passes over zero bytes, and gives the one that follows; none at the end of the input.
fn skip_padding(input: &mut impl BufRead) -> io::Result<Option<u8>> {
    loop {
        let ready = input.fill_buf()?;
        let zeros = ready.iter().take_while(|byte| **byte == 0).count();
        let (next, ended) = (ready.get(zeros).copied(), ready.is_empty());
        input.consume(zeros);
        if next.is_some() || ended {
            return Ok(next);
        }
    }
}
