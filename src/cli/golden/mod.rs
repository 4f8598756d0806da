//! `callproof golden`: one file an action.

mod against;
mod arguments;
mod check;
mod command;
mod decide;
mod pending;
mod record;
mod review;

pub use against::SnapshotRun;
pub use arguments::{CaptureArguments, SnapshotArguments, SnapshotFolder};
pub use command::Said;

use callproof::capture::{self, Source};
use callproof::privacy;
use callproof::privacy::terminal_text;
use callproof::report::Outcome;
use callproof::snapshot::normal::Masking;
use callproof::snapshot::store::{self, Folder, RecordedCapture, Recorder, SnapshotName};

use super::configuration::{self, Found};
use super::inputs;
use super::output::{self, Surface};
use super::{Done, Failure};
use arguments::Action;

/// Runs the action.
pub fn run(mut golden: SnapshotArguments, surface: Surface) -> Result<Done, Failure> {
    let found = configuration::find(&golden.configuration)?;
    if let Some(found) = &found {
        fill(&mut golden.action, found)?;
    }
    let mut masking = configuration::masking(found.as_ref())?;
    masking.mask_open |= golden.mask_open;
    let configuration = &golden.configuration;
    match &golden.action {
        Action::Record(record) => record::run(record, &masking, surface),
        Action::Check(check) => check::run(check, configuration, &masking, surface),
        Action::Pending(pending) => pending::run(pending, surface),
        Action::Review(review) => review::run(review, surface),
        Action::Accept(decide) => decide::accept(decide, surface),
        Action::Reject(decide) => decide::reject(decide, surface),
    }
}

/// Fills in what no flag says.
fn fill(action: &mut Action, found: &Found) -> Result<(), Failure> {
    let config = &found.config;
    let place = action.place();
    if place.dir.is_none() {
        let dir = config.golden.dir.as_ref();
        place.dir = dir.map(|dir| found.resolve_for_writing(dir)).transpose()?;
    }
    if let Some(captures) = action.captures() {
        captures.producer = captures.producer.take().or(config.producer.clone());
        if captures.inputs.is_empty() {
            let inputs = config.inputs.iter().map(|input| found.resolve(input));
            captures.inputs = inputs.collect();
        }
    }
    if let Action::Check(check) = action {
        check.allow_orphans |= config.golden.allow_orphans.unwrap_or_default();
    }
    Ok(())
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Failure {
        Failure::Environment(error.to_string())
    }
}

impl From<capture::Error> for Failure {
    fn from(error: capture::Error) -> Failure {
        Failure::Environment(error.to_string())
    }
}

impl SnapshotFolder {
    fn folder(&self) -> Result<Folder, Failure> {
        Ok(Folder::at(self.dir())?)
    }
}

/// The names of these captures' goldens.
pub fn names(sources: &[Source], scenario: Option<&str>) -> Result<Vec<SnapshotName>, Failure> {
    let labels: Vec<String> = sources.iter().map(named_after).collect();
    store::names(&labels, scenario).map_err(|error| match error {
        store::Error::SameName { name, places } => same_name(&name, places, sources),
        error => error.into(),
    })
}

/// The path that lends a golden its name. It is shown and kept: no person is to be known by it.
fn named_after(source: &Source) -> String {
    let path = privacy::path(&source.label()).replace('•', "x");
    match source.file().is_some_and(|file| file.to_str().is_none()) {
        // The escape of what is no UTF-8 begins as a separator of paths does.
        true => path.replace("\\x", "%"),
        false => path,
    }
}

/// Masked paths may look the same: their places tell the captures apart.
fn same_name(name: &SnapshotName, places: [usize; 2], sources: &[Source]) -> Failure {
    let [first, second] = places.map(|place| {
        let path = sources.get(place).map(Source::label).unwrap_or_default();
        format!("capture {} ({})", place + 1, output::masked(&path))
    });
    Failure::OwnWords(format!(
        "{first} and {second} of {} would share the golden `{name}`, in whose name numbers and addresses are masked: rename one of them, or take each by itself with --scenario NAME",
        sources.len()
    ))
}

impl CaptureArguments {
    /// Reads the captures, and hands each on as it ends.
    fn each(
        &self,
        action: &str,
        masking: &Masking,
        mut take: impl FnMut(RecordedCapture) -> Result<(), Failure>,
    ) -> Result<Read, Failure> {
        let inputs = inputs::named(&self.inputs, action)?;
        let sources = capture::sources(&inputs)?.captures()?;
        let names = names(&sources, self.scenario.as_deref())?;
        let options = self.extraction.options();
        let mut unchecked = 0;
        let mut recorder = Recorder::new(masking.clone(), names.clone());
        for source in sources {
            recorder.begin(&source.label());
            let mut capture = inputs::opened(&source, &options)?;
            while let Some(documents) = capture.next_batch()? {
                recorder.hear(&documents)?;
            }
            if let Some(captured) = recorder.end()? {
                tell_too_large(&captured);
                take(captured)?;
            }
            unchecked += tell_unchecked(&source.label(), capture.facts().unchecked.count);
        }
        Ok(Read { names, unchecked })
    }
}

/// Captures that were read.
struct Read {
    /// The names of their goldens.
    names: Vec<SnapshotName>,
    /// Events in them that stand inside something else, and are in no golden.
    unchecked: u64,
}

impl Read {
    /// What the command comes to: without all events it proves too little.
    fn outcome(&self, outcome: Outcome) -> Outcome {
        if self.unchecked > 0 && outcome == Outcome::Conformant {
            return Outcome::Incomplete;
        }
        outcome
    }
}

/// Says which events are too large to be in a golden.
fn tell_too_large(captured: &RecordedCapture) {
    for why in &captured.too_large {
        output::complain(&format!(
            "callproof: {}: {why}",
            terminal_text::shown(&captured.input)
        ));
    }
}

fn tell_unchecked(input: &str, count: u64) -> u64 {
    if count > 0 {
        let events = if count == 1 {
            "event stands"
        } else {
            "events stand"
        };
        output::complain(&format!(
            "callproof: {count} {events} inside something else in {}, and in no golden: --unwrap takes what can be taken",
            terminal_text::shown(&privacy::path(input))
        ));
    }
    count
}
