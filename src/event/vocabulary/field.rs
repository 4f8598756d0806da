//! The fields: the pointer of each, and how much of its value may be shown.

/// A documented or sampled field of the event, in the order in which docs/incoming-call prints them.
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
    /// All of it except phone numbers in its text.
    Open,
    /// The same, and a JSON number that is a time.
    Time,
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
    /// The field.
    pub field: Field,
    /// The object that holds it; none for the document itself.
    pub parent: Option<Field>,
    /// Its JSON pointer.
    pub pointer: &'static str,
    /// Its key: the end of the pointer.
    key: &'static str,
    /// Whether its value may be shown.
    pub privacy: Privacy,
}

const fn row(field: Field, parent: Field, pointer: &'static str, privacy: Privacy) -> Row {
    Row {
        field,
        parent: Some(parent),
        pointer,
        key: last(pointer),
        privacy,
    }
}

const fn top(field: Field, pointer: &'static str) -> Row {
    Row {
        field,
        parent: None,
        pointer,
        key: last(pointer),
        privacy: Privacy::Open,
    }
}

/// The last key of a pointer in which nothing is escaped.
const fn last(pointer: &'static str) -> &'static str {
    let mut from = pointer.len();
    while from > 0 && pointer.as_bytes()[from - 1] != b'/' {
        from -= 1;
    }
    pointer.split_at(from).1
}

use Field as F;
use Privacy::{Identifier, Open, Phone, Secret, Time};

/// Every documented or sampled field (v1/docs/call-event-parameters, docs/incoming-call), parents first.
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
        Time,
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
        Time,
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
        Time,
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

/// Keys of one object; no documented object has more.
const MAX_KEYS: usize = 12;

/// What is inside each field, by its row; at the end, what is inside the document itself.
const INSIDE: [[Option<Field>; MAX_KEYS]; FIELDS.len() + 1] = {
    let mut inside = [[None; MAX_KEYS]; FIELDS.len() + 1];
    let mut known = [0; FIELDS.len() + 1];
    let mut index = 0;
    while index < FIELDS.len() {
        let group = match FIELDS[index].parent {
            Some(parent) => parent as usize,
            None => FIELDS.len(),
        };
        inside[group][known[group]] = Some(FIELDS[index].field);
        known[group] += 1;
        index += 1;
    }
    inside
};

impl Field {
    /// The fields that hold a time.
    pub const TIMES: [Field; 3] = [
        Field::StatusTimestamp,
        Field::QueueTimestamp,
        Field::CurrentStateTime,
    ];

    /// Its row in the documentation's table.
    pub fn row(self) -> &'static Row {
        &FIELDS[self as usize]
    }

    /// Its JSON pointer.
    pub fn pointer(self) -> &'static str {
        self.row().pointer
    }

    /// Its key.
    pub fn key(self) -> &'static str {
        self.row().key
    }

    /// The fields directly inside `parent`; inside the document itself for none.
    pub fn inside(parent: Option<Field>) -> impl Iterator<Item = Field> {
        let group = parent.map_or(FIELDS.len(), |parent| parent as usize);
        INSIDE[group].iter().map_while(|field| *field)
    }
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
}
