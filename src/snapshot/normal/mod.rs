//! The normal form: a capture with nothing left in it but a producer's behaviour.
//!
//! - **Print.** Each call is an array of its events, four spaces, documented keys in the documented
//!   order and the others behind them by their letters; numbers as written, strings escaped one way.
//!   It is a capture itself, and its own normal form.
//! - **Order.** Calls by the time of their first state, then by what they say; events of a call by
//!   the times of their states, then as they arrived. What has no time comes last.
//! - **Names.** An id is `[connection-1]` or `[contact-1]`, a number `[phone-1 +ddd]`, any other private
//!   value `[KEY-1]`: equal values of one call have equal names, numbered as they come up. Names begin
//!   anew in each call, so that a call more or less renames nothing in others; that two calls share an
//!   id is therefore not told. What stands behind a space is the value's form, where it is not the
//!   usual one.
//! - **Times.** `[t0]` is the call's first state, `[t0+1.250s]` is later, `[t0-16.000s]` earlier.
//! - **Cut**: of a text, key or number of more than 64 KiB stands the beginning, and a mark that tells it from others.
//! - **Never masked**: `null`, booleans, what is empty, which kind of value it is, whether it is there,
//!   buttons, states, types, and every other value that the documentation leaves open.

mod arrange;
mod cut;
mod draft;
mod error;
mod masking;
mod moment;
mod name;
mod normalizer;
mod selector;
mod size;
mod spill;

use std::io::{self, Cursor, Write};

pub use error::Error;
pub use masking::{Masking, Resolution};
pub use normalizer::{CallOrder, NormalizeResult, Normalizer};
pub use selector::Selector;

use crate::capture::{self, Capture};
use crate::event::Event;
use crate::event::vocabulary::{Field, LegType};
use crate::json::{Read, read};

/// The normal form of a capture, in memory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NormalForm {
    /// Its calls in their order.
    pub calls: Vec<NormalCall>,
}

/// One call: its events in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NormalCall {
    /// The events.
    pub steps: Vec<NormalEvent>,
}

/// One event in its normal form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NormalEvent {
    /// The event as JSON, masked, four spaces, no line break at its end.
    pub text: String,
    /// Which leg of its call it is about, such as `connection-1`; `no connection` where it names none.
    pub leg: String,
    /// The leg's type, where `call.CallType` is a documented one.
    pub leg_type: Option<LegType>,
    /// `call.event`, as it stands; none where it is no string.
    pub event: Option<String>,
}

impl NormalForm {
    /// Writes it as a capture: an array for each call.
    ///
    /// # Errors
    /// The writer's.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        for call in &self.calls {
            let steps = call.steps.iter().map(|step| step.text.as_str());
            out.write_all(array(steps).as_bytes())?;
        }
        Ok(())
    }

    /// Reads what [`NormalForm::write`] wrote: an array is a call. Nothing is masked or put in order.
    ///
    /// # Errors
    /// The text holds what is not JSON.
    pub fn read(text: &str) -> Result<NormalForm, Error> {
        let input = Cursor::new(text.to_owned());
        let mut capture = Capture::from_reader("-", input, &capture::Options::default());
        let mut normal = NormalForm::default();
        let mut array = None;
        // Memory does not fail to be read.
        while let Ok(Some(documents)) = capture.next_batch() {
            for document in documents {
                let (Some(root), true) = (document.root(), document.slips.is_empty()) else {
                    let line = document.start.line;
                    return Err(Error::Broken { line });
                };
                if array != Some(document.array) {
                    array = Some(document.array);
                    normal.calls.push(NormalCall::default());
                }
                if let Some(call) = normal.calls.last_mut() {
                    call.steps.push(NormalEvent::of(root.raw()));
                }
            }
        }
        Ok(normal)
    }
}

impl NormalCall {
    fn of<'s>(steps: impl Iterator<Item = &'s str>) -> NormalCall {
        NormalCall {
            steps: steps.map(NormalEvent::of).collect(),
        }
    }
}

impl NormalEvent {
    fn of(text: &str) -> NormalEvent {
        let mut step = NormalEvent {
            text: text.to_owned(),
            leg: "no connection".to_owned(),
            leg_type: None,
            event: None,
        };
        if let Read::Whole(tape, _) = read(text.as_bytes(), true) {
            let event = Event::new(tape.root(text));
            let string = |field: Field| Some(event.text(field)?.value.into_owned());
            let id = |field: Field| string(field).filter(|id| !id.is_empty());
            if let Some(id) = id(Field::ConnectionId).or_else(|| id(Field::Id)) {
                step.leg = bare(&id).to_owned();
            }
            step.leg_type = event.leg_type();
            step.event = string(Field::EventWord);
        }
        step
    }
}

/// A name without its brackets and its form; anything else as it is.
fn bare(id: &str) -> &str {
    let inner = id.strip_prefix('[').and_then(|id| id.strip_suffix(']'));
    let name = inner.and_then(|inner| inner.split(' ').next());
    name.unwrap_or(id)
}

/// The text of a call's events.
fn array<'s>(steps: impl Iterator<Item = &'s str>) -> String {
    let mut text = String::from("[\n");
    for (index, step) in steps.enumerate() {
        if index > 0 {
            text.push_str(",\n");
        }
        text.push_str(step);
    }
    text.push_str("\n]\n");
    text
}
