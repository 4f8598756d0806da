//! The buttons and their two values.

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

    /// The button of that key.
    pub fn named(key: &str) -> Option<Button> {
        Button::ALL.into_iter().find(|button| button.key() == key)
    }

    /// Its key.
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
