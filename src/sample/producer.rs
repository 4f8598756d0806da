//! Captures of any size: calls begin, take their turns in the order of their times, and end.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use serde::Serialize;

use super::cast::Played;
use super::chance::Chance;
use super::clock::TimeWriter;
use super::fault::slips;
use super::flow::{SampleFlow, find};
use super::{Error, MOST_CALLS, MOST_INTERLEAVED, Options};
use crate::event::golden::{GOLDENS, GoldenCall};

/// 2024-01-01T07:00:00Z, the start of work on the first day a capture may begin.
const FIRST_MORNING: i64 = 1_704_092_400_000;
const DAY: i64 = 86_400_000;
/// The first calls begin within so many milliseconds of each other.
const OPENING: u64 = 30_000;
/// Between one call and the next in its place: at least and at most so many milliseconds.
const PAUSE: (i64, u64) = (200, 2_800);

/// Produces a capture line by line. It holds the calls that are under way, and nothing else grows.
///
/// ```
/// use callproof::sample::{Options, Producer};
///
/// let mut producer = Producer::new(&Options { calls: 3, interleave: 2, ..Options::default() })?;
/// let mut capture = String::new();
/// while let Some(line) = producer.next_line() {
///     capture.push_str(line.text);
/// }
/// assert!(capture.lines().count() >= 9);
/// # Ok::<(), callproof::sample::Error>(())
/// ```
#[derive(Debug)]
pub struct Producer {
    flows: Vec<SampleFlow>,
    share: f64,
    chance: Chance,
    clock: TimeWriter,
    /// Calls that have not begun.
    left: u64,
    places: Vec<Place>,
    /// When each place sends its next event.
    turns: BinaryHeap<Reverse<(i64, usize)>>,
    documents: u64,
    events: u64,
    line: String,
}

/// A call under way.
#[derive(Debug, Default)]
struct Place {
    flow: usize,
    fault: Option<usize>,
    next: usize,
    played: Played,
}

/// A line of the capture.
#[derive(Debug)]
pub struct CaptureLine<'p> {
    /// The document and its line break.
    pub text: &'p str,
    /// What is wrong with it on purpose.
    pub planted: Option<Planted<'p>>,
}

/// A fault that was asked for: what a check in profile strict finds, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Planted<'p> {
    /// The document in the capture, from 1.
    pub document: u64,
    /// The event in it, from 1; none for a document that is no longer an event.
    pub event: Option<u64>,
    /// The rule that it breaks.
    pub rule: &'static str,
    /// Where, from the document's root; none where the text cannot be read.
    pub pointer: Option<&'p str>,
    /// What is wrong, in a few words.
    pub title: &'static str,
}

impl Producer {
    /// A producer of such a capture.
    ///
    /// # Errors
    /// There can be no such capture.
    pub fn new(options: &Options) -> Result<Producer, Error> {
        let flows = flows(options)?;
        let mut chance = Chance::new(options.seed);
        let morning = FIRST_MORNING + chance.below(365) as i64 * DAY;
        let mut producer = Producer {
            flows,
            share: options.faults,
            chance,
            clock: TimeWriter::default(),
            left: options.calls,
            places: Vec::new(),
            turns: BinaryHeap::new(),
            documents: 0,
            events: 0,
            line: String::new(),
        };
        let at_once = (options.interleave as u64).min(options.calls) as usize;
        producer.places.resize_with(at_once, Place::default);
        for place in 0..at_once {
            let begins = morning + producer.chance.below(OPENING) as i64;
            producer.begin(place, begins);
        }
        Ok(producer)
    }

    /// The next line; none when all calls have ended.
    pub fn next_line(&mut self) -> Option<CaptureLine<'_>> {
        let Reverse((now, number)) = self.turns.pop()?;
        let fault = self.write(number)?;
        self.advance(number, now);
        let planted = fault.and_then(|(flow, fault)| self.flows.get(flow)?.faults.get(fault));
        Some(CaptureLine {
            text: &self.line,
            planted: planted.map(|fault| Planted {
                document: self.documents,
                event: fault.is_event.then_some(self.events),
                rule: fault.rule,
                pointer: fault.pointer.as_deref(),
                title: fault.title,
            }),
        })
    }

    /// Writes the next event of that place, if there is one; gives its flow and its fault, if it has one.
    fn write(&mut self, number: usize) -> Option<Option<(usize, usize)>> {
        let place = self.places.get(number)?;
        let flow = self.flows.get(place.flow)?;
        let fault = place
            .fault
            .and_then(|index| Some((index, flow.faults.get(index)?)))
            .filter(|(_, fault)| fault.event == place.next);
        let template = match fault {
            Some((_, fault)) => &fault.template,
            None => flow.events.get(place.next)?,
        };
        self.line.clear();
        template.write(&place.played.texts, &mut self.line);
        self.line.push('\n');
        self.documents += 1;
        self.events += u64::from(fault.is_none_or(|(_, fault)| fault.is_event));
        Some(fault.map(|(index, _)| (place.flow, index)))
    }

    /// The place waits for its call's next event, or begins another call.
    fn advance(&mut self, number: usize, now: i64) {
        let Some(place) = self.places.get_mut(number) else {
            return;
        };
        place.next += 1;
        let moments = self.flows.get(place.flow).map(|flow| &flow.moments);
        if let Some(moment) = moments.and_then(|moments| moments.get(place.next)) {
            let due = moment.and_then(|role| place.played.times.get(role));
            // An event of one leg may be older than the last one of another: it still comes later.
            let due = due.copied().unwrap_or(now).max(now);
            self.turns.push(Reverse((due, number)));
            return;
        }
        let pause = PAUSE.0 + self.chance.below(PAUSE.1) as i64;
        self.begin(number, now + pause);
    }

    /// Begins a call at a place, if any is left.
    fn begin(&mut self, number: usize, begins: i64) {
        let Some(left) = self.left.checked_sub(1) else {
            return;
        };
        let chance = &mut self.chance;
        let drawn = chance.index(self.flows.len());
        let (Some(flow), Some(place)) = (self.flows.get(drawn), self.places.get_mut(number)) else {
            return;
        };
        let faulty = chance.share() < self.share && !flow.faults.is_empty();
        place.fault = faulty.then(|| chance.index(flow.faults.len()));
        place.flow = drawn;
        place.next = 0;
        let first = flow.moments.first().copied().flatten();
        flow.cast
            .play(first, begins, chance, &mut self.clock, &mut place.played);
        self.left = left;
        self.turns.push(Reverse((begins, number)));
    }
}

/// The flows to mix. Without names: all but calls of one event, for what they begin they do not end.
fn flows(options: &Options) -> Result<Vec<SampleFlow>, Error> {
    if !(1..=MOST_CALLS).contains(&options.calls) {
        return Err(Error::Calls(options.calls));
    }
    if !(1..=MOST_INTERLEAVED).contains(&options.interleave) {
        return Err(Error::Interleave(options.interleave));
    }
    if !(0.0..=1.0).contains(&options.faults) {
        return Err(Error::Faults(options.faults));
    }
    let named: Result<Vec<&GoldenCall>, Error> =
        options.flows.iter().map(|name| find(name)).collect();
    let (named, slips) = (
        named?,
        if options.faults > 0.0 {
            slips()
        } else {
            Vec::new()
        },
    );
    let flows = |golden: &GoldenCall| SampleFlow::new(golden, &slips);
    if named.is_empty() {
        let all = GOLDENS.iter().map(flows);
        return Ok(all.filter(|flow| flow.events.len() > 1).collect());
    }
    Ok(named.into_iter().map(flows).collect())
}
