//! `callproof golden`: one file an action.

mod against;
mod arguments;
mod check;
mod decide;
mod pending;
mod record;
mod review;

pub use against::Against;
pub use arguments::Golden;

use callproof::capture::{self, Source};
use callproof::drift::normal::Masking;
use callproof::drift::store::{self, Captured, Folder, Name, Recorder};

use super::output::Surface;
use super::{Done, Failure};
use arguments::{Action, Captures, Place};

/// Runs the action.
pub fn run(golden: &Golden, surface: Surface) -> Result<Done, Failure> {
    match &golden.action {
        Action::Record(record) => record::run(record, surface),
        Action::Check(check) => check::run(check, surface),
        Action::Pending(pending) => pending::run(pending, surface),
        Action::Review(review) => review::run(review, surface),
        Action::Accept(decide) => decide::accept(decide, surface),
        Action::Reject(decide) => decide::reject(decide, surface),
    }
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

impl Place {
    fn folder(&self) -> Result<Folder, Failure> {
        Ok(Folder::at(&self.dir)?)
    }
}

/// How captures are masked in their goldens.
pub fn masking() -> Masking {
    Masking::default()
}

/// The names of these captures' goldens.
pub fn names(sources: &[Source], scenario: Option<&str>) -> Result<Vec<Name>, Failure> {
    let labels: Vec<String> = sources.iter().map(Source::label).collect();
    Ok(store::names(&labels, scenario)?)
}

impl Captures {
    /// Reads the captures, hands each on as it ends, and gives the names of all.
    fn each(
        &self,
        action: &str,
        mut take: impl FnMut(Captured) -> Result<(), Failure>,
    ) -> Result<Vec<Name>, Failure> {
        let inputs = super::check::inputs(&self.inputs, action)?;
        let sources = capture::sources(&inputs)?;
        let names = names(&sources, self.scenario.as_deref())?;
        let options = capture::Options {
            extract: self.extract.map(|from| from.extract()).unwrap_or_default(),
            at: self.at.clone(),
        };
        let mut recorder = Recorder::new(masking(), names.clone());
        for source in sources {
            recorder.begin(&source.label());
            let mut capture = source.open(&options)?;
            while let Some(documents) = capture.next_batch()? {
                recorder.hear(&documents);
            }
            recorder.end().map_or(Ok(()), &mut take)?;
        }
        Ok(names)
    }
}
