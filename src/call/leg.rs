//! A leg: one connection of a call, as far as its events show it.

use super::{Brief, Checksum, ContentHash, FieldRef, Id, KnownState};
use crate::event::timestamp::Instant;
use crate::event::vocabulary::{Button, Field, LegType, Phase, Status};

/// How a leg ended, as far as it is remembered for long.
#[derive(Debug, Clone)]
pub struct Ending {
    /// The newest time.
    pub time: Option<Instant>,
    /// Its type.
    pub leg_type: Option<LegType>,
    /// The state in which it ended.
    pub status: Status,
    /// The checksum of its newest event's content.
    pub said: Checksum,
}

/// The history of a leg.
#[derive(Debug, Clone)]
pub struct Leg {
    /// Its first event.
    pub first: Brief,
    /// Its newest event.
    pub last: Brief,
    /// The content of the newest event.
    pub content: ContentHash,
    /// The event with which it began to ring.
    pub rang: Option<Brief>,
    /// Whether it ever carried a call.
    pub lived: bool,
    /// Whether clearing was ever offered, or may have been: an event with unreadable buttons counts, and so
    /// does one behind a gap.
    pub clearing_offered: bool,
    /// An agent's leg: the event that offers nothing any more after the end.
    pub cleared: Option<Brief>,
    /// The last state that differs from the newest event's.
    pub before: Option<Status>,
    /// Whether the newest event has no readable state.
    pub is_unsure: bool,
    /// How many legs besides the agent's were live at its newest event.
    pub company: usize,
    /// Whether it began with an event whose connection id another leg has (flow/leg-identity).
    pub is_doubtful: bool,
    /// Whether an event that may have been the leg's went to another one since its newest.
    pub has_missed: bool,
    /// The checksum of its newest event, if that event itself is not known any more.
    forgotten: Option<Checksum>,
    /// The newest time, and the newest before that.
    newest: Option<Instant>,
    second: Option<Instant>,
    /// The time of an event that was set aside although nothing proves it older than all but the newest.
    doubted: Option<Instant>,
}

impl Leg {
    /// A leg that is first seen with this event.
    pub fn new(first: Brief, content: ContentHash) -> Leg {
        let mut leg = Leg {
            last: first.clone(),
            content,
            rang: None,
            lived: false,
            clearing_offered: false,
            cleared: None,
            before: None,
            is_unsure: first.state.is_none(),
            company: 0,
            is_doubtful: false,
            has_missed: false,
            forgotten: None,
            newest: first.at().cloned(),
            second: None,
            doubted: None,
            first,
        };
        leg.learn(&leg.first.clone());
        leg.close(&leg.first.clone());
        leg
    }

    /// A leg that was over long ago, as far as it is remembered. The rest is taken from the event that follows.
    pub fn remembered(now: &Brief, content: ContentHash, call: Option<Id>, ending: &Ending) -> Leg {
        let state = KnownState {
            status: ending.status,
            phase: Phase::Over,
            field: FieldRef::Field(Field::Status),
        };
        let time = ending.time.clone();
        let last = Brief {
            number: 0,
            call,
            leg_type: ending.leg_type,
            state: Some(state),
            time: time.clone().map(|time| (time, Field::StatusTimestamp)),
            word: now.word.filter(|_| ending.said.has_shape_of(now)),
            ..now.clone()
        };
        Leg {
            first: last.clone(),
            last,
            content,
            rang: None,
            lived: false,
            clearing_offered: true,
            cleared: None,
            before: None,
            is_unsure: false,
            company: 0,
            is_doubtful: false,
            has_missed: false,
            forgotten: Some(ending.said),
            newest: time,
            second: None,
            doubted: None,
        }
    }

    /// The checksum of its newest event, if that event itself is not known any more.
    pub fn forgotten(&self) -> Option<Checksum> {
        self.forgotten.filter(|_| self.last.number == 0)
    }

    /// The newest time.
    pub fn newest(&self) -> Option<&Instant> {
        self.newest.as_ref()
    }

    /// An event with its connection id went to another leg: what it would have changed is not known.
    pub fn miss(&mut self) {
        self.has_missed = true;
        self.is_unsure = true;
        self.clearing_offered = true;
    }

    /// Its type, as first reported.
    pub fn leg_type(&self) -> Option<LegType> {
        self.first.leg_type.or(self.last.leg_type)
    }

    /// Whether it is an agent's leg.
    pub fn is_agents(&self) -> bool {
        self.leg_type() == Some(LegType::Agent)
    }

    /// Whether it is known to be no agent's leg.
    pub fn is_others(&self) -> bool {
        self.leg_type().is_some_and(|kind| kind != LegType::Agent)
    }

    /// Whether more events are expected: it is not over, or clearing it is still offered.
    pub fn is_open(&self) -> bool {
        let in_wrap_up = self.last.offered.contains(Button::ClearContact);
        let is_known = self.last.number > 0 && !self.is_lone();
        is_known && self.last.state.is_some() && (!self.last.is_over() || in_wrap_up)
    }

    /// Whether nothing but one event with the connection id of another leg is known of it.
    pub fn is_lone(&self) -> bool {
        self.is_doubtful && self.first.number == self.last.number
    }

    /// Whether the event is older than the newest of the leg. Should the leg go on from an event that
    /// was set aside, then it was the newest one whose time was wrong.
    pub fn outdates(&self, now: &Brief) -> bool {
        let (Some(time), Some(newest)) = (now.at(), &self.newest) else {
            return false;
        };
        let goes_on = || {
            let doubted = self.doubted.as_ref();
            doubted.is_some_and(|doubted| doubted < time) && now.phase() >= self.last.phase()
        };
        time < newest && (self.last.is_over() || !goes_on())
    }

    /// The leg goes on with this event; `company` legs besides the agent's are live.
    pub fn apply(&mut self, now: &Brief, content: ContentHash, company: usize) {
        if let Some(time) = now.at() {
            if self.newest.as_ref().is_none_or(|newest| newest < time) {
                self.second = self.newest.take();
            }
            self.newest = Some(time.clone());
        }
        self.doubted = None;
        self.has_missed = false;
        self.company = company;
        self.is_unsure = now.state.is_none();
        self.learn(now);
        self.close(now);
        let state = |brief: &Brief| brief.state.map(|state| state.status);
        if state(now) != state(&self.last) && state(&self.last).is_some() {
            self.before = state(&self.last);
        }
        self.content = content;
        self.last = Brief {
            // What is unreadable in one event stays as it was.
            state: now.state.or(self.last.state),
            ..now.clone()
        };
    }

    /// The event is older than the leg: what it adds to the past is learnt, and nothing else.
    pub fn set_aside(&mut self, now: &Brief) {
        self.learn(now);
        let second = self.second.as_ref();
        let is_between = |time: &&Instant| second.is_none_or(|second| second <= time);
        self.doubted = now.at().filter(is_between).cloned();
    }

    fn learn(&mut self, now: &Brief) {
        if now.rings() && self.rang.is_none() {
            self.rang = Some(now.clone());
        }
        self.lived |= now.lives();
        let are_unreadable = now.is_over() && !now.has_sound_buttons;
        let offered = now.offered.contains(Button::ClearContact);
        self.clearing_offered |= offered || are_unreadable || now.after_gap;
    }

    fn close(&mut self, now: &Brief) {
        let offers_nothing = now.has_sound_buttons && now.offered.is_empty();
        if self.is_agents() && now.is_over() && offers_nothing && self.cleared.is_none() {
            self.cleared = Some(now.clone());
        }
    }
}
