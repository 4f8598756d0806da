//! `callproof check --golden`: the captures that are judged are compared with their goldens too.

use callproof::compare::snapshots;
use std::path::{Path, PathBuf};

use callproof::capture::{self, Document, label};
use callproof::report::snapshots::{SnapshotResult, SnapshotResults};
use callproof::report::{Reason, Report};
use callproof::snapshot::store::{File, Folder, Recorder, SnapshotName};

use crate::cli::Failure;
use crate::cli::arguments::CheckArguments;
use crate::cli::configuration::{self, Found};

/// The goldens of one run.
pub struct SnapshotRun {
    folder: Folder,
    recorded: usize,
    orphans_allowed: bool,
    names: Vec<SnapshotName>,
    recorder: Recorder,
    each: Vec<SnapshotResult>,
}

impl SnapshotRun {
    /// The goldens of that folder, for these captures.
    pub fn new(
        arguments: &CheckArguments,
        found: Option<&Found>,
        dir: &Path,
        inputs: &[PathBuf],
    ) -> Result<SnapshotRun, Failure> {
        let folder = Folder::at(dir)?;
        let sources = capture::sources(inputs)?.captures()?;
        let names = super::names(&sources, arguments.scenario.as_deref())?;
        let mut masking = configuration::masking(found)?;
        masking.mask_open |= arguments.mask_open;
        Ok(SnapshotRun {
            recorded: folder.names(File::Golden)?.len(),
            folder,
            orphans_allowed: arguments.allow_orphans,
            recorder: Recorder::new(masking, names.clone()),
            names,
            each: Vec::new(),
        })
    }

    /// The next capture begins.
    pub fn begin(&mut self, input: &str) {
        self.recorder.begin(input);
    }

    /// The next documents of the capture.
    pub fn hear(&mut self, documents: &[Document]) -> Result<(), Failure> {
        Ok(self.recorder.hear(documents)?)
    }

    /// The capture has ended, and is compared.
    pub fn end(&mut self) -> Result<(), Failure> {
        if let Some(captured) = self.recorder.end()? {
            super::tell_too_large(&captured);
            self.each.push(snapshots::compare(&self.folder, &captured)?);
        }
        Ok(())
    }

    /// Joins what became of the goldens to the report, or says that the run ended too soon for it.
    pub fn join(mut self, report: &mut Report) -> Result<(), Failure> {
        if self.each.len() < self.names.len() {
            report.reasons.push(Reason {
                code: "goldens-not-compared",
                message: "the run ended early, so no golden was compared".into(),
            });
            return Ok(());
        }
        self.each
            .extend(snapshots::orphans(&self.folder, &self.names)?);
        let goldens = SnapshotResults {
            folder: label(self.folder.path()),
            recorded: self.recorded,
            orphans_allowed: self.orphans_allowed,
            each: self.each,
        };
        snapshots::join(report, goldens);
        Ok(())
    }
}
