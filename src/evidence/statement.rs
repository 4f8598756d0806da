//! The signed words: an in-toto Statement v1 about a test result, in a DSSE envelope.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use super::key::{PublicKey, SecretKey};
use super::manifest::{Entry, json};
use crate::report::{Report, Verdict};

/// What the payload is.
const PAYLOAD_TYPE: &str = "application/vnd.in-toto+json";
const STATEMENT_TYPE: &str = "https://in-toto.io/Statement/v1";
const PREDICATE_TYPE: &str = "https://in-toto.io/attestation/test-result/v0.1";

#[derive(Serialize)]
struct Statement<'s> {
    #[serde(rename = "_type")]
    kind: &'static str,
    subject: Vec<Resource<'s>>,
    #[serde(rename = "predicateType")]
    predicate_type: &'static str,
    predicate: Predicate<'s>,
}

#[derive(Serialize)]
struct Resource<'s> {
    name: &'s str,
    digest: Digest<'s>,
}

#[derive(Serialize)]
struct Digest<'s> {
    sha256: &'s str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Predicate<'s> {
    result: &'static str,
    configuration: Vec<Resource<'s>>,
    passed_tests: Vec<&'static str>,
    warned_tests: Vec<&'static str>,
    failed_tests: Vec<&'static str>,
}

/// The statement about a bundle: its subjects are the captures and the manifest, which binds all the rest.
pub fn statement(
    report: &Report,
    entries: &[Entry],
    manifest: &str,
) -> Result<Vec<u8>, serde_json::Error> {
    let named = |is_ours: fn(&str) -> bool| {
        entries
            .iter()
            .filter(move |entry| is_ours(&entry.name))
            .map(|entry| Resource {
                name: &entry.name,
                digest: Digest {
                    sha256: &entry.sha256,
                },
            })
    };
    let verdicts = |verdict: Verdict| -> Vec<&'static str> {
        let tallies = report
            .tallies
            .iter()
            .filter(|tally| tally.verdict() == verdict);
        tallies.map(|tally| tally.rule.id).collect()
    };
    let warned = verdicts(Verdict::Warn);
    let manifest = Resource {
        name: super::archive::MANIFEST,
        digest: Digest { sha256: manifest },
    };
    json(&Statement {
        kind: STATEMENT_TYPE,
        subject: named(super::archive::is_capture)
            .chain([manifest])
            .collect(),
        predicate_type: PREDICATE_TYPE,
        predicate: Predicate {
            result: if warned.is_empty() {
                "PASSED"
            } else {
                "WARNED"
            },
            configuration: named(super::archive::is_configuration).collect(),
            passed_tests: verdicts(Verdict::Pass),
            warned_tests: warned,
            failed_tests: verdicts(Verdict::Fail),
        },
    })
}

/// A DSSE envelope.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Envelope {
    payload: String,
    payload_type: String,
    signatures: Vec<Signed>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Signed {
    keyid: String,
    sig: String,
}

/// Puts the statement into an envelope and signs it.
pub fn sign(statement: &[u8], key: &SecretKey) -> Result<Vec<u8>, serde_json::Error> {
    let signature = key.sign(&authenticated(PAYLOAD_TYPE, statement));
    json(&Envelope {
        payload: STANDARD.encode(statement),
        payload_type: PAYLOAD_TYPE.to_owned(),
        signatures: vec![Signed {
            keyid: key.public().id(),
            sig: STANDARD.encode(signature),
        }],
    })
}

/// An envelope that was read, not yet verified.
pub struct Sealed {
    statement: Vec<u8>,
    keyid: String,
    signature: Vec<u8>,
}

impl Sealed {
    /// Reads an envelope; only what [`sign`] would write is taken.
    pub fn read(bytes: &[u8]) -> Option<Sealed> {
        let envelope: Envelope = serde_json::from_slice(bytes).ok()?;
        let [signed] = envelope.signatures.as_slice() else {
            return None;
        };
        let sealed = Sealed {
            statement: STANDARD.decode(&envelope.payload).ok()?,
            keyid: signed.keyid.clone(),
            signature: STANDARD.decode(&signed.sig).ok()?,
        };
        let is_ours = envelope.payload_type == PAYLOAD_TYPE && json(&envelope).ok()? == bytes;
        is_ours.then_some(sealed)
    }

    /// The id of the key that is said to have signed.
    pub fn keyid(&self) -> &str {
        &self.keyid
    }

    /// The statement, whatever the signature is worth.
    pub fn unchecked(self) -> Vec<u8> {
        self.statement
    }

    /// The statement, once the signature holds.
    pub fn open(self, key: &PublicKey) -> Option<Vec<u8>> {
        let message = authenticated(PAYLOAD_TYPE, &self.statement);
        key.verifies(&message, &self.signature)
            .then_some(self.statement)
    }
}

/// DSSE's pre-authentication encoding: what is signed.
fn authenticated(kind: &str, payload: &[u8]) -> Vec<u8> {
    let head = format!("DSSEv1 {} {kind} {} ", kind.len(), payload.len());
    [head.as_bytes(), payload].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the DSSE protocol's own text.
    #[test]
    fn what_is_signed_has_the_documented_form() {
        assert_eq!(
            authenticated("http://example.com/HelloWorld", b"hello world"),
            b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
        );
    }
}
