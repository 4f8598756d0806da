//! Captures as they are read, brought into the form that goldens hold.

use super::{Error, Metadata, Snapshot, SnapshotName};
use crate::capture::Document;
use crate::drift::normal::{Masking, NormalForm, Normalizer};

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
            current.normalizer.hear(document).map_err(Error::Normal)?;
        }
        Ok(())
    }

    /// The capture has ended; none where none had begun.
    ///
    /// # Errors
    /// What is too much for the memory cannot be read back.
    pub fn end(&mut self) -> Result<Option<RecordedCapture>, Error> {
        let Some(Hearing {
            name,
            input,
            broken,
            normalizer,
        }) = self.current.take()
        else {
            return Ok(None);
        };
        let normal = normalizer.finish().map_err(Error::Normal)?;
        let content = match broken {
            0 if normal.calls.is_empty() => CaptureContent::Empty,
            0 => CaptureContent::Events(normal),
            broken => CaptureContent::Broken(broken),
        };
        Ok(Some(RecordedCapture {
            name,
            input,
            content,
        }))
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
    format!("{}\n", String::from_utf8_lossy(&text).trim_end())
}
