//! States, the words of `call.event`, and the types of legs.

/// What a leg may do in a state, in the order of a leg's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Not yet ringing.
    Before,
    /// It rings.
    Ringing,
    /// It carries a call.
    Live,
    /// It has ended.
    Over,
}

/// A connection state, or a contact state used in its place (rule value/status).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Status {
    Init,
    Connecting,
    Connected,
    Hold,
    Disconnected,
    SilentMonitor,
    Barge,
    Incoming,
    Ended,
    Error,
    Missed,
    Rejected,
}

impl Status {
    /// All of them: the connection states, then the contact states.
    pub const ALL: [Status; 12] = [
        Status::Init,
        Status::Connecting,
        Status::Connected,
        Status::Hold,
        Status::Disconnected,
        Status::SilentMonitor,
        Status::Barge,
        Status::Incoming,
        Status::Ended,
        Status::Error,
        Status::Missed,
        Status::Rejected,
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Status::Init => "init",
            Status::Connecting => "connecting",
            Status::Connected => "connected",
            Status::Hold => "hold",
            Status::Disconnected => "disconnected",
            Status::SilentMonitor => "silent_monitor",
            Status::Barge => "barge",
            Status::Incoming => "incoming",
            Status::Ended => "ended",
            Status::Error => "error",
            Status::Missed => "missed",
            Status::Rejected => "rejected",
        }
    }

    /// The state of that word, exactly as printed.
    pub fn read(word: &str) -> Option<Status> {
        Status::ALL.into_iter().find(|status| status.word() == word)
    }

    /// Whether it is a state of a connection; the others are states of a contact.
    pub fn is_connection_state(self) -> bool {
        match self {
            Status::Init
            | Status::Connecting
            | Status::Connected
            | Status::Hold
            | Status::Disconnected
            | Status::SilentMonitor
            | Status::Barge => true,
            Status::Incoming
            | Status::Ended
            | Status::Error
            | Status::Missed
            | Status::Rejected => false,
        }
    }

    /// What a leg may do in it.
    pub fn phase(self) -> Phase {
        match self {
            Status::Init => Phase::Before,
            Status::Connecting | Status::Incoming => Phase::Ringing,
            Status::Connected | Status::Hold | Status::SilentMonitor | Status::Barge => Phase::Live,
            Status::Disconnected
            | Status::Ended
            | Status::Error
            | Status::Missed
            | Status::Rejected => Phase::Over,
        }
    }
}

/// A value of `call.event` (v1/docs/call-event-parameters), letter case as printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum EventWord {
    Connecting,
    Missed,
    Connected,
    Rejected,
    Hold,
    Acw,
    Dropped,
}

impl EventWord {
    /// All seven.
    pub const ALL: [EventWord; 7] = [
        EventWord::Connecting,
        EventWord::Missed,
        EventWord::Connected,
        EventWord::Rejected,
        EventWord::Hold,
        EventWord::Acw,
        EventWord::Dropped,
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            EventWord::Connecting => "connecting",
            EventWord::Missed => "missed",
            EventWord::Connected => "connected",
            EventWord::Rejected => "Rejected",
            EventWord::Hold => "hold",
            EventWord::Acw => "ACW",
            EventWord::Dropped => "Dropped",
        }
    }

    /// The event of that word, exactly as printed.
    pub fn read(word: &str) -> Option<EventWord> {
        EventWord::ALL
            .into_iter()
            .find(|event| event.word() == word)
    }

    /// The state that the word means if no other field has one.
    pub fn status(self) -> Status {
        match self {
            EventWord::Connecting => Status::Connecting,
            EventWord::Connected => Status::Connected,
            EventWord::Hold => Status::Hold,
            EventWord::Missed => Status::Missed,
            EventWord::Rejected => Status::Rejected,
            EventWord::Acw | EventWord::Dropped => Status::Disconnected,
        }
    }

    /// Whether the word means the end of a leg.
    pub fn is_over(self) -> bool {
        self.status().phase() == Phase::Over
    }
}

/// The type of a leg, letter case aside (v1/docs/call-event-parameters).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum LegType {
    Agent,
    Inbound,
    Outbound,
}

impl LegType {
    /// All three.
    pub const ALL: [LegType; 3] = [LegType::Agent, LegType::Inbound, LegType::Outbound];

    /// The type in lower case, as the samples print it.
    pub fn word(self) -> &'static str {
        match self {
            LegType::Agent => "agent",
            LegType::Inbound => "inbound",
            LegType::Outbound => "outbound",
        }
    }

    /// The type of that word, letter case aside.
    pub fn read(word: &str) -> Option<LegType> {
        LegType::ALL
            .into_iter()
            .find(|kind| kind.word().eq_ignore_ascii_case(word))
    }
}
