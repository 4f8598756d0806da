//! Sorting of what may be too much for the memory: sorted runs in a temporary file, then merged.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};

/// What is sorted: by its key, then by its body.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SortRecord {
    pub(super) key: Vec<u8>,
    pub(super) body: Vec<u8>,
}

impl SortRecord {
    /// So much memory it takes, roughly.
    fn size(&self) -> usize {
        const ITSELF: usize = 96;
        ITSELF + self.key.len() + self.body.len()
    }
}

/// Takes records in any order.
#[derive(Debug)]
pub(super) struct Sorter {
    held: Vec<SortRecord>,
    bytes: usize,
    bound: usize,
    runs: Option<Runs>,
}

/// The runs in the temporary file, which has no name and ends with us.
#[derive(Debug)]
struct Runs {
    file: File,
    ends: Vec<u64>,
}

impl Sorter {
    /// Holds about so many bytes in memory.
    pub(super) fn new(bound: usize) -> Sorter {
        Sorter {
            held: Vec::new(),
            bytes: 0,
            bound,
            runs: None,
        }
    }

    pub(super) fn push(&mut self, record: SortRecord) -> io::Result<()> {
        self.bytes += record.size();
        self.held.push(record);
        if self.bytes < self.bound {
            return Ok(());
        }
        self.spill()
    }

    fn spill(&mut self) -> io::Result<()> {
        self.held.sort_unstable();
        let runs = match &mut self.runs {
            Some(runs) => runs,
            none => none.insert(Runs {
                file: tempfile::tempfile()?,
                ends: Vec::new(),
            }),
        };
        runs.write(self.held.drain(..))?;
        self.bytes = 0;
        Ok(())
    }

    /// All records in their order.
    pub(super) fn sorted(mut self) -> io::Result<Sorted> {
        if self.runs.is_some() {
            self.spill()?;
        }
        self.held.sort_unstable();
        match self.runs {
            None => Ok(Sorted::Held(self.held.into_iter())),
            Some(runs) => {
                // What was held is free for the runs' buffers.
                drop(self.held);
                Ok(Sorted::Merged(Merge::new(runs, self.bound)?))
            }
        }
    }
}

impl Runs {
    fn write(&mut self, records: impl Iterator<Item = SortRecord>) -> io::Result<()> {
        let mut end = self.ends.last().copied().unwrap_or_default();
        let mut out = BufWriter::with_capacity(256 << 10, &mut self.file);
        for record in records {
            for part in [&record.key, &record.body] {
                out.write_all(&(part.len() as u64).to_le_bytes())?;
                out.write_all(part)?;
                end += 8 + part.len() as u64;
            }
        }
        out.flush()?;
        self.ends.push(end);
        Ok(())
    }
}

/// Records in their order.
pub(super) enum Sorted {
    Held(std::vec::IntoIter<SortRecord>),
    Merged(Merge),
}

impl Sorted {
    pub(super) fn next(&mut self) -> io::Result<Option<SortRecord>> {
        match self {
            Sorted::Held(records) => Ok(records.next()),
            Sorted::Merged(merge) => merge.next(),
        }
    }
}

/// Reads all runs at once.
pub(super) struct Merge {
    file: File,
    runs: Vec<Run>,
    /// The next record of each run that has one.
    next: BinaryHeap<Reverse<(SortRecord, usize)>>,
}

/// A run, and the part of it that was read ahead.
struct Run {
    at: u64,
    end: u64,
    ahead: io::Cursor<Vec<u8>>,
    chunk: usize,
    /// So much of its next record's body is not read before that has its turn.
    rest: usize,
}

/// So much of a body is read before its turn: two calls that begin at once and alike, for longer than
/// this, stay as they arrived.
const PEEKED: usize = 64 << 10;

impl Merge {
    fn new(runs: Runs, bound: usize) -> io::Result<Merge> {
        const LEAST: usize = 4 << 10;
        const MOST: usize = 256 << 10;
        let chunk = (bound / runs.ends.len().max(1)).clamp(LEAST, MOST);
        let mut merge = Merge {
            file: runs.file,
            runs: Vec::new(),
            next: BinaryHeap::new(),
        };
        let mut at = 0;
        for end in runs.ends {
            let ahead = io::Cursor::new(Vec::new());
            merge.runs.push(Run {
                at,
                end,
                ahead,
                chunk,
                rest: 0,
            });
            at = end;
        }
        for index in 0..merge.runs.len() {
            merge.advance(index)?;
        }
        Ok(merge)
    }

    fn next(&mut self) -> io::Result<Option<SortRecord>> {
        let Some(Reverse((mut record, index))) = self.next.pop() else {
            return Ok(None);
        };
        if let Some(run) = self.runs.get_mut(index) {
            let peeked = record.body.len();
            record
                .body
                .resize(peeked + std::mem::take(&mut run.rest), 0);
            let rest = record.body.get_mut(peeked..).unwrap_or_default();
            run.read(&mut self.file, rest)?;
        }
        self.advance(index)?;
        Ok(Some(record))
    }

    fn advance(&mut self, index: usize) -> io::Result<()> {
        let Some(run) = self.runs.get_mut(index) else {
            return Ok(());
        };
        if let Some(length) = run.length(&mut self.file)? {
            let mut key = vec![0; length];
            run.read(&mut self.file, &mut key)?;
            let length = run.length(&mut self.file)?.unwrap_or_default();
            let mut body = vec![0; length.min(PEEKED)];
            run.read(&mut self.file, &mut body)?;
            run.rest = length - body.len();
            self.next.push(Reverse((SortRecord { key, body }, index)));
        }
        Ok(())
    }
}

impl Run {
    /// How long the next key or body is; none at the end.
    fn length(&mut self, file: &mut File) -> io::Result<Option<usize>> {
        let mut length = [0; 8];
        if !self.read(file, &mut length)? {
            return Ok(None);
        }
        Ok(usize::try_from(u64::from_le_bytes(length)).ok())
    }

    /// Fills the place; false at the end of the run.
    fn read(&mut self, file: &mut File, mut place: &mut [u8]) -> io::Result<bool> {
        while !place.is_empty() {
            let count = self.ahead.read(place)?;
            place = place.get_mut(count..).unwrap_or_default();
            if count > 0 {
                continue;
            }
            if self.at >= self.end {
                return Ok(false);
            }
            self.fill(file)?;
        }
        Ok(true)
    }

    fn fill(&mut self, file: &mut File) -> io::Result<()> {
        let left = usize::try_from(self.end - self.at).unwrap_or(usize::MAX);
        let mut chunk = std::mem::take(self.ahead.get_mut());
        chunk.resize(left.min(self.chunk), 0);
        file.seek(SeekFrom::Start(self.at))?;
        file.read_exact(&mut chunk)?;
        self.at += chunk.len() as u64;
        self.ahead = io::Cursor::new(chunk);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_bound_changes_nothing(
            records in prop::collection::vec((prop::collection::vec(any::<u8>(), 0..4), prop::collection::vec(any::<u8>(), 0..300)), 0..60),
            bound in 1_usize..4000,
        ) {
            let mut sorter = Sorter::new(bound);
            let mut expected: Vec<SortRecord> = records.into_iter().map(|(key, body)| SortRecord { key, body }).collect();
            for record in &expected {
                sorter.push(record.clone()).expect("a temporary file");
            }
            expected.sort();
            let mut sorted = sorter.sorted().expect("a temporary file");
            for record in expected {
                prop_assert_eq!(sorted.next().expect("a temporary file"), Some(record));
            }
            prop_assert_eq!(sorted.next().expect("a temporary file"), None);
        }
    }
}
