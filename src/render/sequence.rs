//! A call as one line an event: what an example changes in the order of a golden call.

use crate::call::Brief;
use crate::event::Event;
use crate::json::{Read, read};
use crate::rules::{Edit, Example};

/// Whether the example changes which events there are, or their order.
pub(super) fn is_of_order(example: &Example) -> bool {
    let moves = |edit: &Edit| matches!(edit, Edit::Copy(..) | Edit::Move(..) | Edit::Drop(_));
    example.edits.iter().any(moves)
}

/// The documents, an event a line, each line ended.
pub(super) fn lines(documents: &[String]) -> String {
    documents.iter().map(|document| line(document)).collect()
}

fn line(document: &str) -> String {
    let Read::Whole(tape, _) = read(document.as_bytes(), true) else {
        return "a document that cannot be read\n".to_owned();
    };
    let moment = Brief::of(&Event::new(tape.root(document)));
    let time = moment.at().map(|time| format!("{time:.3}"));
    let clock = time.as_deref().and_then(|time| time.get(11..23));
    let leg = moment.leg_type.map_or("a leg", |kind| kind.word());
    let word = moment
        .word
        .map_or("in no documented event", |word| word.word());
    let offered: Vec<&str> = moment.offered.iter().map(|button| button.key()).collect();
    let offered = match offered.is_empty() {
        true => "nothing".to_owned(),
        false => offered.join(", "),
    };
    format!("{} {leg} {word}: {offered}\n", clock.unwrap_or("no time"))
}
