//! Gzip: member after member. Zero bytes behind one are padding, as `gzip -d` takes them.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;

/// The members of a gzip stream as one text.
pub(super) struct Members<R> {
    /// None only for the moment in which the next one begins.
    member: Option<GzDecoder<R>>,
    over: bool,
}

impl<R: BufRead> Members<R> {
    pub(super) fn new(input: R) -> Members<R> {
        Members {
            member: Some(GzDecoder::new(input)),
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
            self.over = !skip_padding(input)?;
        }
        if !self.over {
            let ended = self.member.take();
            self.member = ended.map(|ended| GzDecoder::new(ended.into_inner()));
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
            let count = member.read(into)?;
            if count > 0 {
                return Ok(count);
            }
            self.advance()?;
        }
        Ok(0)
    }
}

/// Passes over zero bytes; false at the end of the input.
fn skip_padding(input: &mut impl BufRead) -> io::Result<bool> {
    loop {
        let ready = input.fill_buf()?;
        let zeros = ready.iter().take_while(|byte| **byte == 0).count();
        let (more, ended) = (zeros < ready.len(), ready.is_empty());
        input.consume(zeros);
        if more || ended {
            return Ok(more);
        }
    }
}
