//! The documentation's words, each written once: fields and their places, buttons, states, messages.

use std::borrow::Cow;

/// The channel's documented name (v1/docs/call-event-parameters).
pub const CHANNEL: &str = "Amazon";
/// The topic's documented name (v1/docs/call-event-parameters).
pub const TOPIC: &str = "InboundCall";
/// The subtopic's documented name (v1/docs/call-event-parameters).
pub const SUBTOPIC: &str = "InboundCallStateChange";
/// The only `message.source` that was ever seen (docs/incoming-call).
pub const SOURCE: &str = "event";

/// A documented or sampled place in the event, in the order in which docs/incoming-call prints them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Field {
    Channel,
    Topic,
    Subtopic,
    Message,
    Call,
    ButtonStates,
    Items,
    Count,
    ActionsAllowed,
    ResponseType,
    ResponseText,
    ResponseActual,
    ConnectionId,
    ContactId,
    PhoneNumber,
    Status,
    StatusTimestamp,
    ActualType,
    Flags,
    PreviousStatus,
    CallVariables,
    Ani,
    Dnis,
    ExtendedCallVariables,
    ResponseFields,
    Participants,
    MediaProperties,
    MediaCallType,
    QueueName,
    QueueTimestamp,
    FromAddress,
    CallState,
    FieldsType,
    CurrentStateTime,
    Campaign,
    Dn,
    Id,
    EventWord,
    CallType,
    Source,
}

/// How much of a value may be shown without `--show-values`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Privacy {
    /// All of it.
    Open,
    /// A phone number: its shape.
    Phone,
    /// An identifier: its beginning.
    Identifier,
    /// Nothing.
    Secret,
}

/// One row of the documentation's table.
#[derive(Debug)]
pub struct Row {
    /// Which field.
    pub field: Field,
    /// The object that holds it; none for the document itself.
    pub parent: Option<Field>,
    /// Its place, from the document's root.
    pub pointer: &'static str,
    /// Whether its value may be shown.
    pub privacy: Privacy,
}

const fn row(field: Field, parent: Field, pointer: &'static str, privacy: Privacy) -> Row {
    Row {
        field,
        parent: Some(parent),
        pointer,
        privacy,
    }
}

const fn top(field: Field, pointer: &'static str) -> Row {
    Row {
        field,
        parent: None,
        pointer,
        privacy: Privacy::Open,
    }
}

use Field as F;
use Privacy::{Identifier, Open, Phone, Secret};

/// Every documented or sampled place (v1/docs/call-event-parameters, docs/incoming-call), parents first.
pub const FIELDS: [Row; 40] = [
    top(F::Channel, "/channel"),
    top(F::Topic, "/topic"),
    top(F::Subtopic, "/subtopic"),
    top(F::Message, "/message"),
    row(F::Call, F::Message, "/message/call", Open),
    row(F::ButtonStates, F::Call, "/message/call/ButtonStates", Open),
    row(
        F::Items,
        F::ButtonStates,
        "/message/call/ButtonStates/items",
        Open,
    ),
    row(
        F::Count,
        F::ButtonStates,
        "/message/call/ButtonStates/count",
        Open,
    ),
    row(
        F::ActionsAllowed,
        F::Call,
        "/message/call/ActionsAllowed",
        Secret,
    ),
    row(F::ResponseType, F::Call, "/message/call/ResponseType", Open),
    row(F::ResponseText, F::Call, "/message/call/ResponseText", Open),
    row(
        F::ResponseActual,
        F::Call,
        "/message/call/ResponseActual",
        Open,
    ),
    row(
        F::ConnectionId,
        F::ResponseActual,
        "/message/call/ResponseActual/connectionId",
        Identifier,
    ),
    row(
        F::ContactId,
        F::ResponseActual,
        "/message/call/ResponseActual/contactId",
        Identifier,
    ),
    row(
        F::PhoneNumber,
        F::ResponseActual,
        "/message/call/ResponseActual/phoneNumber",
        Phone,
    ),
    row(
        F::Status,
        F::ResponseActual,
        "/message/call/ResponseActual/status",
        Open,
    ),
    row(
        F::StatusTimestamp,
        F::ResponseActual,
        "/message/call/ResponseActual/statusTimestamp",
        Open,
    ),
    row(
        F::ActualType,
        F::ResponseActual,
        "/message/call/ResponseActual/type",
        Open,
    ),
    row(
        F::Flags,
        F::ResponseActual,
        "/message/call/ResponseActual/buttonStates",
        Open,
    ),
    row(
        F::PreviousStatus,
        F::ResponseActual,
        "/message/call/ResponseActual/previousStatus",
        Open,
    ),
    row(
        F::CallVariables,
        F::Call,
        "/message/call/CallVariables",
        Secret,
    ),
    row(
        F::Ani,
        F::CallVariables,
        "/message/call/CallVariables/ANI",
        Phone,
    ),
    row(
        F::Dnis,
        F::CallVariables,
        "/message/call/CallVariables/DNIS",
        Phone,
    ),
    row(
        F::ExtendedCallVariables,
        F::Call,
        "/message/call/ExtendedCallVariables",
        Secret,
    ),
    row(
        F::ResponseFields,
        F::Call,
        "/message/call/ResponseFields",
        Open,
    ),
    row(
        F::Participants,
        F::ResponseFields,
        "/message/call/ResponseFields/Participants",
        Secret,
    ),
    row(
        F::MediaProperties,
        F::ResponseFields,
        "/message/call/ResponseFields/MediaProperties",
        Open,
    ),
    row(
        F::MediaCallType,
        F::MediaProperties,
        "/message/call/ResponseFields/MediaProperties/callType",
        Open,
    ),
    row(
        F::QueueName,
        F::MediaProperties,
        "/message/call/ResponseFields/MediaProperties/queueName",
        Open,
    ),
    row(
        F::QueueTimestamp,
        F::MediaProperties,
        "/message/call/ResponseFields/MediaProperties/queueTimestamp",
        Open,
    ),
    row(
        F::FromAddress,
        F::ResponseFields,
        "/message/call/ResponseFields/fromAddress",
        Phone,
    ),
    row(
        F::CallState,
        F::ResponseFields,
        "/message/call/ResponseFields/CallState",
        Open,
    ),
    row(
        F::FieldsType,
        F::ResponseFields,
        "/message/call/ResponseFields/Type",
        Open,
    ),
    row(
        F::CurrentStateTime,
        F::ResponseFields,
        "/message/call/ResponseFields/CurrentStateTime",
        Open,
    ),
    row(
        F::Campaign,
        F::ResponseFields,
        "/message/call/ResponseFields/Campaign",
        Open,
    ),
    row(
        F::Dn,
        F::ResponseFields,
        "/message/call/ResponseFields/DN",
        Open,
    ),
    row(F::Id, F::Call, "/message/call/id", Identifier),
    row(F::EventWord, F::Call, "/message/call/event", Open),
    row(F::CallType, F::Call, "/message/call/CallType", Open),
    row(F::Source, F::Message, "/message/source", Open),
];

impl Field {
    /// Its row in the documentation's table.
    pub fn row(self) -> &'static Row {
        &FIELDS[self as usize]
    }

    /// Its place, from the document's root.
    pub fn pointer(self) -> &'static str {
        self.row().pointer
    }

    /// Its key.
    pub fn key(self) -> &'static str {
        self.pointer().rsplit('/').next().unwrap_or_default()
    }

    /// The fields directly inside `parent`; inside the document itself for none.
    pub fn inside(parent: Option<Field>) -> impl Iterator<Item = Field> {
        FIELDS
            .iter()
            .filter(move |row| row.parent == parent)
            .map(|row| row.field)
    }
}

/// A button of the agent's softphone (docs/incoming-call), in the documented order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Button {
    Answer,
    Reject,
    Disconnect,
    Hold,
    Resume,
    ClearContact,
    Consult,
    Numberpad,
    Swap,
    Transfer,
    Conference,
}

impl Button {
    /// All eleven.
    pub const ALL: [Button; 11] = [
        Button::Answer,
        Button::Reject,
        Button::Disconnect,
        Button::Hold,
        Button::Resume,
        Button::ClearContact,
        Button::Consult,
        Button::Numberpad,
        Button::Swap,
        Button::Transfer,
        Button::Conference,
    ];

    /// The key it stands under.
    pub fn key(self) -> &'static str {
        match self {
            Button::Answer => "answer",
            Button::Reject => "reject",
            Button::Disconnect => "disconnect",
            Button::Hold => "hold",
            Button::Resume => "resume",
            Button::ClearContact => "clearContact",
            Button::Consult => "consult",
            Button::Numberpad => "numberpad",
            Button::Swap => "swap",
            Button::Transfer => "transfer",
            Button::Conference => "conference",
        }
    }
}

/// The value of a button that is shown.
pub const ENABLE: &str = "Enable";
/// The value of a button that is not shown.
pub const HIDE: &str = "Hide";

/// What a state lets a leg do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Phase {
    /// Not yet ringing.
    Before,
    /// RINGING
    Ringing,
    /// LIVE
    Live,
    /// OVER
    Over,
}

/// A connection state, or a contact state that stands for one (rule value/status).
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

    /// What it lets a leg do.
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

    /// The state that the word tells where nothing else does.
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

    /// Whether the word tells the end of a leg.
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

/// Other documented messages of the channel, as (topic, subtopic); where a page names no topic, none.
pub const NEIGHBOURS: [(Option<&str>, &str); 12] = [
    (Some("InboundCall"), "StateSync"),
    (Some("InboundCall"), "Answer"),
    (Some("InboundCall"), "Hold"),
    (Some("InboundCall"), "Resume"),
    (Some("InboundCall"), "Disconnect"),
    (Some("InboundCall"), "ClearContact"),
    (Some("InboundCall"), "SendDTMF"),
    (Some("InboundCall"), "SetMakeCall"),
    (Some("Agent"), "SetAgentState"),
    (Some("OutboundCall"), "OutboundCallStateChange"),
    (Some("Error"), "ApiError"),
    (None, "LoginSuccess"),
];

/// What every look-alike, letter case and outer space aside makes the same.
pub fn folded(word: &str) -> String {
    word.trim()
        .chars()
        .map(look_alike)
        .flat_map(char::to_lowercase)
        .collect()
}

/// The Latin letter that a Cyrillic, Greek or full-width letter looks like.
fn look_alike(letter: char) -> char {
    match letter {
        'А' | 'а' | 'Α' | 'α' => 'a',
        'В' | 'Β' => 'b',
        'С' | 'с' => 'c',
        'Е' | 'е' | 'Ε' => 'e',
        'Н' | 'Η' => 'h',
        'І' | 'і' | 'Ι' | 'ı' | 'ι' => 'i',
        'К' | 'к' | 'Κ' => 'k',
        'М' | 'Μ' => 'm',
        'Ν' => 'n',
        'О' | 'о' | 'Ο' | 'ο' => 'o',
        'Р' | 'р' | 'Ρ' => 'p',
        'Ѕ' | 'ѕ' => 's',
        'Т' | 'т' | 'Τ' => 't',
        'Υ' | 'υ' => 'u',
        'Х' | 'х' | 'Χ' => 'x',
        'У' | 'у' => 'y',
        'Ζ' => 'z',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter),
        other => other,
    }
}

/// How many letters must change, come, go or swap with a neighbour to make `one` of `other`.
pub fn distance(one: &str, other: &str) -> usize {
    let one: Vec<char> = one.chars().collect();
    let other: Vec<char> = other.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (row, letter) in one.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, opposite) in other.iter().enumerate() {
            let at =
                |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX - 1);
            let replaced = at(&last, column) + usize::from(letter != opposite);
            let mut best = replaced
                .min(at(&last, column + 1) + 1)
                .min(at(&current, column) + 1);
            let swapped = row > 0
                && column > 0
                && one.get(row - 1) == Some(opposite)
                && other.get(column - 1) == Some(letter);
            if swapped {
                best = best.min(at(&before, column - 1) + 1);
            }
            current.push(best);
        }
        before = std::mem::replace(&mut last, current);
    }
    last.last().copied().unwrap_or_default()
}

/// Whether `word` is a slip of `meant`: letter case, outer spaces, look-alikes, two letters at most.
pub fn is_near(word: &str, meant: &str) -> bool {
    let (word, meant) = (folded(word), folded(meant));
    word.chars().count().abs_diff(meant.chars().count()) <= 2 && distance(&word, &meant) <= 2
}

/// The nearest of `words`, where one is near enough to be meant: a third of its letters at the most.
pub fn nearest<'w>(word: &str, words: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let word: Cow<'_, str> = folded(word).into();
    words
        .into_iter()
        .map(|candidate| (distance(&word, &folded(candidate)), candidate))
        .filter(|(steps, candidate)| *steps <= candidate.chars().count().div_ceil(3))
        .min_by_key(|(steps, _)| *steps)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_finds_its_own_row() {
        for (index, row) in FIELDS.iter().enumerate() {
            assert_eq!(row.field as usize, index, "{:?}", row.field);
            let parent = row.parent.map_or("", Field::pointer);
            assert_eq!(row.pointer, format!("{parent}/{}", row.field.key()));
        }
    }

    #[test]
    fn slips_of_the_subtopic() {
        let cases = [
            ("InboundCallStateChange", true),
            ("InBoundCallStateChange", true),
            ("  inboundcallstatechange ", true),
            ("InboundCallStateChnage", true),
            ("InboundCallStateChang", true),
            ("InboundCallStatChang", true),
            ("InboundСallStateChange", true),
            ("OutboundCallStateChange", false),
            ("OutboundCallStateCHange", false),
            ("StateSync", false),
            ("", false),
        ];
        for (word, near) in cases {
            assert_eq!(is_near(word, SUBTOPIC), near, "{word}");
        }
    }

    #[test]
    fn distance_counts_changes() {
        let cases = [
            ("", "", 0),
            ("hold", "hold", 0),
            ("hodl", "hold", 1),
            ("hol", "hold", 1),
            ("x", "hold", 4),
        ];
        for (one, other, steps) in cases {
            assert_eq!(distance(one, other), steps, "{one} {other}");
        }
    }
}
