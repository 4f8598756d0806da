//! Zstandard: frame after frame, block by block, so that a cut stream gives all it holds.

use std::io::{self, BufRead, Read};

use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

const FRAME: [u8; 4] = [0x28, 0xB5, 0x2F, 0xFD];
/// A frame to be skipped; the low half of its first byte is free.
const SKIPPABLE: [u8; 4] = [0x50, 0x2A, 0x4D, 0x18];
/// The largest window taken: what RFC 8878 asks of every decoder (3.1.1.1.2).
const LARGEST_WINDOW: u64 = 8 << 20;
/// An empty raw block, the last of its frame, and room for a checksum.
const LAST_BLOCK: [u8; 7] = [1, 0, 0, 0, 0, 0, 0];
const RLE: usize = 1;

/// Whether these first bytes are those of a zstd stream.
pub(super) fn begins(first: &[u8]) -> bool {
    first.len() >= FRAME.len() && may_be(first)
}

/// Whether more bytes are needed to tell.
pub(super) fn may_begin(first: &[u8]) -> bool {
    first.len() < FRAME.len() && may_be(first)
}

fn may_be(first: &[u8]) -> bool {
    let skippable = first.iter().zip(SKIPPABLE).enumerate();
    first.iter().zip(FRAME).all(|(&one, other)| one == other)
        || skippable.fold(true, |so_far, (at, (&one, other))| {
            so_far && (if at == 0 { one & 0xF0 } else { one }) == other
        })
}

/// The frames of a zstd stream as one text.
pub(super) struct Frames<R> {
    input: R,
    frame: Option<FrameDecoder>,
    ready: Vec<u8>,
    given: usize,
    failure: Option<io::Error>,
}

impl<R: BufRead> Frames<R> {
    pub(super) fn new(input: R) -> Frames<R> {
        Frames {
            input,
            frame: None,
            ready: Vec::new(),
            given: 0,
            failure: None,
        }
    }

    pub(super) fn input(&self) -> &R {
        &self.input
    }

    pub(super) fn input_mut(&mut self) -> &mut R {
        &mut self.input
    }

    /// Decodes one block, or begins a frame; false at the end of the stream.
    fn advance(&mut self) -> io::Result<bool> {
        match self.frame.take() {
            Some(frame) => self.block(frame).map(|()| true),
            None => self.begin(),
        }
    }

    fn begin(&mut self) -> io::Result<bool> {
        if self.input.fill_buf()?.is_empty() {
            return Ok(false);
        }
        let mut magic = [0; 4];
        self.input.read_exact(&mut magic)?;
        if !begins(&magic) {
            return Err(damage("something follows that is no frame"));
        }
        if magic != FRAME {
            self.skip_frame()?;
            return Ok(true);
        }
        let header = self.header()?;
        let mut frame = FrameDecoder::new();
        frame.init(header.as_slice()).map_err(damage)?;
        self.frame = Some(frame);
        Ok(true)
    }

    fn skip_frame(&mut self) -> io::Result<()> {
        let mut length = [0; 4];
        self.input.read_exact(&mut length)?;
        let length = u64::from(u32::from_le_bytes(length));
        let skipped = io::copy(&mut (&mut self.input).take(length), &mut io::sink())?;
        if skipped < length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(())
    }

    /// The frame's header, its window within bounds (RFC 8878, 3.1.1.1).
    fn header(&mut self) -> io::Result<Vec<u8>> {
        let descriptor = self.next_byte()?;
        let single = descriptor & 0x20 != 0;
        let dictionary = [0, 1, 2, 4][usize::from(descriptor & 3)];
        let size = [usize::from(single), 2, 4, 8][usize::from(descriptor >> 6)];
        let mut header = FRAME.to_vec();
        header.push(descriptor);
        let mut window = 0;
        if !single {
            let byte = self.next_byte()?;
            header.push(byte);
            window = (1u64 << (10 + (byte >> 3))) / 8 * u64::from(8 + (byte & 7));
        }
        for _ in 0..dictionary {
            header.push(self.next_byte()?);
        }
        for place in 0..size {
            let byte = self.next_byte()?;
            header.push(byte);
            if single {
                window |= u64::from(byte) << (8 * place);
            }
        }
        if window > LARGEST_WINDOW {
            return Err(damage(
                "its window is larger than 8 MiB; use --zstd=wlog=23",
            ));
        }
        Ok(header)
    }

    fn next_byte(&mut self) -> io::Result<u8> {
        let mut byte = [0];
        self.input.read_exact(&mut byte)?;
        let [byte] = byte;
        Ok(byte)
    }

    fn block(&mut self, mut frame: FrameDecoder) -> io::Result<()> {
        let decoded = self.whole_block().and_then(|block| {
            // Behind the last block the decoder reads on for the frame's checksum, if it has one.
            let bytes = block.as_slice().chain(&mut self.input);
            frame
                .decode_blocks(bytes, BlockDecodingStrategy::UptoBlocks(1))
                .map_err(damage)
        });
        if let Err(error) = decoded {
            // The decoder holds back a window of text until its frame ends: end it.
            let _ =
                frame.decode_blocks(LAST_BLOCK.as_slice(), BlockDecodingStrategy::UptoBlocks(1));
            frame.collect_to_writer(&mut self.ready)?;
            return Err(error);
        }
        frame.collect_to_writer(&mut self.ready)?;
        if !frame.is_finished() {
            self.frame = Some(frame);
            return Ok(());
        }
        match frame.get_checksum_from_data() {
            Some(told) if frame.get_calculated_checksum() != Some(told) => {
                Err(damage("the checksum does not match"))
            }
            Some(_) | None => Ok(()),
        }
    }

    /// The next block with its header: half a block would leave the decoder in disorder.
    fn whole_block(&mut self) -> io::Result<Vec<u8>> {
        let mut block = vec![0; 3];
        self.input.read_exact(&mut block)?;
        let header = block
            .iter()
            .rev()
            .fold(0usize, |so_far, &byte| so_far << 8 | usize::from(byte));
        let size = if header >> 1 & 3 == RLE {
            1
        } else {
            header >> 3
        };
        let taken = (&mut self.input)
            .take(size as u64)
            .read_to_end(&mut block)?;
        if taken < size {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(block)
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given >= self.ready.len() {
            self.ready.clear();
            self.given = 0;
            if let Some(failure) = self.failure.take() {
                return Err(failure);
            }
            match self.advance() {
                Ok(true) => {}
                Ok(false) => return Ok(0),
                // What was decoded before the damage is given first.
                Err(failure) => self.failure = Some(failure),
            }
        }
        let ready = self.ready.get(self.given..).unwrap_or_default();
        let count = ready.len().min(into.len());
        let (to, from) = (into.get_mut(..count), ready.get(..count));
        if let (Some(to), Some(from)) = (to, from) {
            to.copy_from_slice(from);
        }
        self.given += count;
        Ok(count)
    }
}

fn damage(words: impl ToString) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, words.to_string())
}
