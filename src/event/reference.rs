//! The golden calls, embedded: what examples, `explain` and `sample` start from.

use crate::json::{Kind, Read, read};

/// A golden call.
#[derive(Debug)]
pub struct Golden {
    /// Its name: the file's, without its ending.
    pub name: &'static str,
    /// What happens in it, in a line.
    pub says: &'static str,
    /// What its events rest on: which the vendor shows whole, which are inferred.
    pub rests_on: &'static str,
    /// The whole capture, one document or an array of them.
    pub text: &'static str,
}

/// Every golden call; `golden/README.md` says what each event rests on.
pub const GOLDENS: &[Golden] = &[
    Golden {
        name: "incoming-call",
        says: "A call rings at an agent: the documented event as it stands.",
        rests_on: "docs/incoming-call, whole",
        text: include_str!("../../golden/incoming-call.json"),
    },
    Golden {
        name: "answered",
        says: "A call is answered, the caller hangs up, the agent clears it.",
        rests_on: "ringing, talking and cleared: vendor samples, whole; ACW and Dropped: inferred, no page shows the event; the caller's leg over: inferred",
        text: include_str!("../../golden/answered.json"),
    },
    Golden {
        name: "hold-and-resume",
        says: "An answered call is put on hold and resumed.",
        rests_on: "as `answered`; the agent's leg on hold: docs/hold-call, in part; resumed: docs/resume-call, in part; the caller's leg on hold: inferred, seen nowhere",
        text: include_str!("../../golden/hold-and-resume.json"),
    },
    Golden {
        name: "missed",
        says: "A call rings out at the agent, who then clears it.",
        rests_on: "ringing and cleared: vendor samples, whole; missed: inferred, seen nowhere; Dropped: inferred",
        text: include_str!("../../golden/missed.json"),
    },
    Golden {
        name: "rejected",
        says: "The agent rejects a call and clears it.",
        rests_on: "ringing and cleared: vendor samples, whole; Rejected: inferred, seen nowhere; Dropped: inferred",
        text: include_str!("../../golden/rejected.json"),
    },
    Golden {
        name: "wrap-up",
        says: "The end of a call that was live before the capture began.",
        rests_on: "as `answered`, without its beginning",
        text: include_str!("../../golden/wrap-up.json"),
    },
    Golden {
        name: "cleared",
        says: "The agent clears a call that ended before the capture began.",
        rests_on: "as `answered`, its last two events",
        text: include_str!("../../golden/cleared.json"),
    },
    Golden {
        name: "consult",
        says: "The agent asks a third party while the customer waits, and goes back to the customer.",
        rests_on: "as `hold-and-resume`; the third party's leg and the agent's buttons meanwhile: inferred, seen nowhere",
        text: include_str!("../../golden/consult.json"),
    },
    Golden {
        name: "conference",
        says: "The agent asks a third party and joins it with the customer.",
        rests_on: "as `consult`",
        text: include_str!("../../golden/conference.json"),
    },
    Golden {
        name: "transfer",
        says: "The agent asks a third party, hands the customer over and clears the call.",
        rests_on: "as `consult`; that the other legs end for the agent with the transfer: inferred, seen nowhere",
        text: include_str!("../../golden/transfer.json"),
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
