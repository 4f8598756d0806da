//! What a rule is: a record of its texts, its authority and its check.

use super::example::Example;
use super::profile::Authority;
use super::violation::Checked;
use crate::call::{Leg, Step};
use crate::event::Event;
use crate::json::{Duplicate, Node, SyntaxError};

/// One rule. Its id is its file: `button/count` is `src/rules/button/count.rs`.
#[derive(Debug)]
pub struct Rule {
    /// `family/name`; never changed once released.
    pub id: &'static str,
    /// A sentence that is true when the rule holds.
    pub says: &'static str,
    /// What goes wrong when it does not.
    pub why: &'static str,
    /// What the producer should do about it.
    pub remedy: &'static str,
    /// How well the rule is founded.
    pub authority: Authority,
    /// The vendor's page, or the reasoning, that the authority rests on.
    pub source: &'static str,
    /// The version of callproof that first had the rule.
    pub since: &'static str,
    /// Edge cases for which it holds.
    pub good: &'static [Example],
    /// Events that break it, each exactly once.
    pub bad: &'static [Example],
    /// How it is checked.
    pub check: Check,
}

/// How a rule is checked.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// On the text, before it is parsed.
    Text(fn(&TextInput<'_>) -> Checked),
    /// By the event schema: each failing part whose `$comment` is the rule's id. The rule applies to an
    /// event that has any of these pointers; the empty pointer is the document itself.
    Schema(&'static [&'static str]),
    /// On one event. Where the schema states the rule too, the check finds all that the schema finds.
    Event(fn(&Event<'_>) -> Checked),
    /// On one event, with what is known of its leg and its call.
    Step(fn(&Step<'_>) -> Checked),
    /// On a leg, once it has no more events.
    Leg(fn(&Leg) -> Checked),
    /// On the waivers that a run reads, by the engine itself. With it an entry that breaks the rule where a
    /// capture conforms, checked on [`EXAMPLE_DAY`](super::EXAMPLE_DAY).
    Waiver(&'static str),
}

/// A document as the text rules see it.
pub struct TextInput<'d> {
    /// Its bytes; of a very large broken document only the beginning.
    pub text: &'d [u8],
    /// What keeps it from being read, and slips that do not.
    pub faults: &'d [SyntaxError],
    /// Its root, where it could be read.
    pub root: Option<Node<'d>>,
    /// Keys that an object has twice.
    pub duplicates: &'d [Duplicate],
}
