//! A flow: a golden call, ready to be played by a new cast.

use super::Error;
use super::cast::Cast;
use super::compact::compact;
use super::fault::{PlantedFault, Slip};
use super::template::Template;
use crate::event::Event;
use crate::event::golden::{GOLDENS, GoldenCall};
use crate::event::vocabulary::{Field, nearest};
use crate::json::{Read, read};

/// A flow and the faults that it may have.
#[derive(Debug)]
pub struct SampleFlow {
    /// Who and what takes part.
    pub cast: Cast,
    /// Its events.
    pub events: Vec<Template>,
    /// For every event, the role that says when it was sent.
    pub moments: Vec<Option<usize>>,
    /// What can be wrong with it.
    pub faults: Vec<PlantedFault>,
}

impl SampleFlow {
    /// The flow of a golden call, with those of the slips that it can make.
    pub fn new(golden: &GoldenCall, slips: &[Slip]) -> SampleFlow {
        let documents = golden.documents();
        let cast = Cast::of(&documents);
        let events: Vec<Template> = documents
            .iter()
            .map(|document| Template::new(&compact(document), &cast))
            .collect();
        SampleFlow {
            moments: documents
                .iter()
                .map(|document| cast.role(&sent(document)?))
                .collect(),
            faults: slips.iter().flat_map(|slip| slip.faults(&events)).collect(),
            cast,
            events,
        }
    }
}

/// The golden call of that name.
///
/// # Errors
/// There is none; the error knows the nearest name.
pub fn find(name: &str) -> Result<&'static GoldenCall, Error> {
    GoldenCall::find(name).ok_or_else(|| Error::UnknownFlow {
        name: name.to_owned(),
        nearest: nearest(name, GOLDENS.iter().map(|golden| golden.name)),
    })
}

fn sent(document: &str) -> Option<String> {
    let Read::Whole(tape, _) = read(document.as_bytes(), true) else {
        return None;
    };
    let event = Event::new(tape.root(document));
    Some(event.text(Field::StatusTimestamp)?.value.into_owned())
}
