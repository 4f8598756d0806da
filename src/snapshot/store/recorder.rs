//! Captures as they are read, brought into the form that goldens hold.

use super::{Error, Metadata, Snapshot, SnapshotName};
use crate::capture::Document;
use crate::snapshot::normal::{self, Masking, NormalForm, NormalizeResult, Normalizer};

/// Hears captures one after another.
pub struct Recorder {
    masking: Masking,
    names: std::vec::IntoIter<SnapshotName>,
    current: Option<Hearing>,
}

/// The capture that is being read.
struct Hearing {
    name: SnapshotName,
    input: String,
    broken: u64,
    too_large: Vec<normal::Error>,
    normalizer: Normalizer,
}

/// A capture, read to its end.
#[derive(Debug)]
pub struct RecordedCapture {
    /// What its golden is called.
    pub name: SnapshotName,
    /// The input's path.
    pub input: String,
    /// What it holds.
    pub content: CaptureContent,
    /// Why the first events of it that are too large were not taken; they count as documents that cannot be read.
    pub too_large: Vec<normal::Error>,
}

/// What a capture holds, as far as goldens care.
#[derive(Debug)]
pub enum CaptureContent {
    /// Its events in normal form, at least one.
    Events(NormalForm),
    /// So many documents that cannot be read: what they would have told is not known.
    Broken(u64),
    /// No event.
    Empty,
}

impl Recorder {
    /// For captures with these names, in their order.
    pub fn new(masking: Masking, names: Vec<SnapshotName>) -> Recorder {
        Recorder {
            masking,
            names: names.into_iter(),
            current: None,
        }
    }

    /// The next capture begins.
    pub fn begin(&mut self, input: &str) {
        self.current = self.names.next().map(|name| Hearing {
            name,
            input: crate::privacy::path(input),
            broken: 0,
            too_large: Vec::new(),
            normalizer: Normalizer::new(self.masking.clone()),
        });
    }

    /// The next documents of the capture.
    ///
    /// # Errors
    /// What is too much for the memory cannot be put aside.
    pub fn hear(&mut self, documents: &[Document]) -> Result<(), Error> {
        let Some(current) = &mut self.current else {
            return Ok(());
        };
        for document in documents {
            current.broken += u64::from(document.root().is_none());
            let heard = current.normalizer.hear(document).map_err(Error::Normal)?;
            if let NormalizeResult::Large(why) = heard {
                current.leave_out(why);
            }
        }
        Ok(())
    }

    /// The capture has ended; none where none had begun.
    ///
    /// # Errors
    /// What is too much for the memory cannot be read back.
    pub fn end(&mut self) -> Result<Option<RecordedCapture>, Error> {
        let Some(mut current) = self.current.take() else {
            return Ok(None);
        };
        let normalizer = std::mem::replace(
            &mut current.normalizer,
            Normalizer::new(self.masking.clone()),
        );
        let normal = match normalizer.finish() {
            Ok(normal) => normal,
            Err(why @ normal::Error::LargeCall { .. }) => {
                current.leave_out(why);
                NormalForm::default()
            }
            Err(error) => return Err(Error::Normal(error)),
        };
        let Hearing {
            name,
            input,
            broken,
            too_large,
            ..
        } = current;
        let content = match broken {
            0 if normal.calls.is_empty() => CaptureContent::Empty,
            0 => CaptureContent::Events(normal),
            broken => CaptureContent::Broken(broken),
        };
        Ok(Some(RecordedCapture {
            name,
            input,
            content,
            too_large,
        }))
    }
}

/// So many events that are too large are told one by one.
const TOLD: usize = 10;

impl Hearing {
    fn leave_out(&mut self, why: normal::Error) {
        self.broken += 1;
        if self.too_large.len() < TOLD {
            self.too_large.push(why);
        }
    }
}

impl RecordedCapture {
    /// The golden that this normal form of it makes. The producer is the one that is named, else the one of
    /// the golden that it would replace.
    pub fn snapshot(
        &self,
        normal: &NormalForm,
        producer: Option<&str>,
        golden: Option<&Snapshot>,
    ) -> Snapshot {
        let before = golden.and_then(|golden| golden.metadata.producer.as_deref());
        Snapshot {
            metadata: Metadata::new(producer.or(before), self.name.as_str()),
            contents: text(normal),
        }
    }
}

/// The normal form as its golden holds it, the last line ended.
pub(crate) fn text(normal: &NormalForm) -> String {
    let mut text = Vec::new();
    // Writing to memory cannot fail, and the normal form is text.
    let _ = normal.write(&mut text);
    text.truncate(text.trim_ascii_end().len());
    text.push(b'\n');
    String::from_utf8(text).unwrap_or_default()
}
