//! The golden calls, embedded: what examples, `explain` and `sample` start from.

use crate::json::{Kind, Read, read};

/// A golden call.
#[derive(Debug)]
pub struct Golden {
    /// Its name: the file's, without its ending.
    pub name: &'static str,
    /// The whole capture, one document or an array of them.
    pub text: &'static str,
}

/// Every golden call; `golden/README.md` says what each event rests on.
pub const GOLDENS: &[Golden] = &[
    Golden {
        name: "incoming-call",
        text: include_str!("../../golden/incoming-call.json"),
    },
    Golden {
        name: "answered",
        text: include_str!("../../golden/answered.json"),
    },
    Golden {
        name: "hold-and-resume",
        text: include_str!("../../golden/hold-and-resume.json"),
    },
    Golden {
        name: "missed",
        text: include_str!("../../golden/missed.json"),
    },
    Golden {
        name: "rejected",
        text: include_str!("../../golden/rejected.json"),
    },
    Golden {
        name: "wrap-up",
        text: include_str!("../../golden/wrap-up.json"),
    },
];

impl Golden {
    /// The golden call of that name.
    pub fn find(name: &str) -> Option<&'static Golden> {
        GOLDENS.iter().find(|golden| golden.name == name)
    }

    /// The texts of its documents.
    pub fn documents(&self) -> Vec<&'static str> {
        let Read::Whole(tape, length) = read(self.text.as_bytes(), true) else {
            return Vec::new();
        };
        let root = tape.root(self.text);
        match root.kind() {
            Kind::Array => root
                .elements()
                .filter_map(|element| self.text.get(element.value.span().range()))
                .collect(),
            Kind::Null | Kind::Boolean | Kind::Number | Kind::String | Kind::Object => {
                self.text.get(..length).into_iter().collect()
            }
        }
    }
}
