//! Bundles for tests: made in memory, taken apart, forged.
#![allow(dead_code)] // Each test file uses its own part.

use std::io::{Cursor, Read};
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use callproof::evidence::{
    Bundle, Certified, ConformanceLevel, Open, Options, Request, SecretKey, Subject, Validity,
    Verification, certify, verify,
};
use callproof::report::Report;
use callproof::sample::{self, Producer};
use ed25519_dalek::{Signer, SigningKey};
use jiff::civil::{Date, date};
use sha2::{Digest, Sha256};

pub const SEED: [u8; 32] = [7; 32];
pub const TIME: u64 = 1_790_000_000;
pub const TODAY: Date = date(2026, 9, 21);

pub const DECLARATION: &str = r#"[producer]
vendor = "Example GmbH"
product = "Bridge"
version = "4.2.0"
contact = "ops@example.com"

[claims]
leg-types = ["agent", "inbound"]
events = ["connecting", "connected", "ACW", "Dropped"]
flows = ["answered", "wrap-up", "cleared"]

[elections]
agent-spelling = "agent"
na-fields = "present"
from-address = "null"
"#;

/// A capture of so many answered calls.
pub fn capture(calls: u64) -> Vec<u8> {
    let options = sample::Options {
        calls,
        flows: vec!["answered".into()],
        ..sample::Options::default()
    };
    let mut producer = Producer::new(&options).expect("a producer");
    let mut text = Vec::new();
    while let Some(line) = producer.next_line() {
        text.extend_from_slice(line.text.as_bytes());
    }
    text
}

pub fn open(bytes: Vec<u8>) -> Open<'static> {
    let bytes: Arc<[u8]> = bytes.into();
    Box::new(move || Ok(Box::new(Cursor::new(Arc::clone(&bytes))) as Box<dyn Read + Send>))
}

pub fn subject(bytes: &[u8]) -> Subject<'static> {
    Subject {
        path: "night.ndjson".into(),
        open: open(bytes.to_vec()),
        original: None,
    }
}

pub fn request<'r>(level: ConformanceLevel, key: Option<&'r SecretKey>) -> Request<'r> {
    Request {
        declaration: DECLARATION.as_bytes(),
        declaration_name: "producer.toml",
        level,
        valid: Validity {
            from: TODAY,
            until: date(2027, 9, 21),
        },
        time: TIME,
        jobs: 1,
        key,
    }
}

pub fn key() -> SecretKey {
    SecretKey::from_seed(SEED)
}

/// The bundle that comes of it, or the report that says why there is none.
pub fn made(request: &Request<'_>, subjects: &[Subject<'_>]) -> Result<Vec<u8>, Box<Report>> {
    match certify(request, subjects).expect("it can be judged") {
        Certified::Ready(bundle) => Ok(written(&bundle)),
        Certified::Refused(report) => Err(report),
    }
}

fn written(bundle: &Bundle<'_>) -> Vec<u8> {
    let mut bytes = Vec::new();
    bundle.write(&mut bytes).expect("memory takes all");
    bytes
}

/// A signed bundle of level standard.
pub fn signed(capture: &[u8]) -> Vec<u8> {
    made(
        &request(ConformanceLevel::Standard, Some(&key())),
        &[subject(capture)],
    )
    .expect("it conforms")
}

pub fn options() -> Options {
    Options {
        keys: vec![key().public()],
        allow_unsigned: false,
        allow_unchecked: false,
        today: TODAY,
        jobs: 1,
    }
}

/// What verifying these bytes says.
pub fn told(bundle: &[u8], options: &Options) -> Verification {
    let bytes: Arc<[u8]> = bundle.into();
    let open = |offset: u64| {
        let mut cursor = Cursor::new(Arc::clone(&bytes));
        cursor.set_position(offset);
        Ok(Box::new(cursor) as Box<dyn Read + Send>)
    };
    verify(&open, options)
}

/// The fault's word, or the state.
pub fn fault(bundle: &[u8], options: &Options) -> &'static str {
    let told = told(bundle, options);
    told.fault()
        .and_then(|fault| fault.fault)
        .unwrap_or(told.state.name())
}

pub type Members = Vec<(String, Vec<u8>)>;

pub fn members(bundle: &[u8]) -> Members {
    let mut archive = tar::Archive::new(bundle);
    let entries = archive.entries().expect("a tar archive");
    let member = |entry: std::io::Result<tar::Entry<'_, &[u8]>>| {
        let mut entry = entry.expect("an entry");
        let name = entry
            .path()
            .expect("a name")
            .to_str()
            .expect("UTF-8")
            .to_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("its bytes");
        (name, bytes)
    };
    entries.map(member).collect()
}

pub fn member(bundle: &[u8], name: &str) -> Vec<u8> {
    let found = members(bundle).into_iter().find(|(own, _)| own == name);
    found.unwrap_or_else(|| panic!("no {name}")).1
}

/// Writes members as callproof does.
pub fn packed(members: &Members) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (name, content) in members {
        bytes.extend(entry(name, content, tar::EntryType::Regular));
    }
    bytes.extend([0; 1024]);
    bytes
}

/// One member with its header; the name is written as it is.
pub fn entry(name: &str, content: &[u8], kind: tar::EntryType) -> Vec<u8> {
    let mut header = tar::Header::new_ustar();
    header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
    header.set_entry_type(kind);
    header.set_mode(0o644);
    header.set_uid(0);
    header.set_gid(0);
    header.set_size(content.len() as u64);
    header.set_mtime(TIME);
    header.set_cksum();
    let mut bytes = header.as_bytes().to_vec();
    bytes.extend_from_slice(content);
    bytes.resize(bytes.len().next_multiple_of(512), 0);
    bytes
}

pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// A forgery by the holder of the key: members are changed, then manifest, statement and signature made anew.
pub fn forged(bundle: &[u8], change: impl FnOnce(&mut Members)) -> Vec<u8> {
    let before = members(bundle);
    let mut after = before.clone();
    after.retain(|(name, _)| !name.starts_with("manifest") && !name.starts_with("statement"));
    change(&mut after);
    let mut manifest = String::new();
    for (name, content) in &after {
        let comma = if manifest.is_empty() { "" } else { "," };
        manifest.push_str(&format!(
            "{comma}\n    {{\n      \"name\": \"{name}\",\n      \"size\": {},\n      \"sha256\": \"{}\"\n    }}",
            content.len(),
            sha256(content)
        ));
    }
    let manifest = format!("{{\n  \"members\": [{manifest}\n  ]\n}}\n").into_bytes();
    let envelope: serde_json::Value =
        serde_json::from_slice(&member(bundle, "statement.dsse.json")).expect("JSON");
    let payload = STANDARD
        .decode(envelope["payload"].as_str().expect("text"))
        .expect("base64");
    let mut payload = String::from_utf8(payload).expect("UTF-8");
    for (name, content) in &before {
        let anew = match name.as_str() {
            "manifest.json" => Some(&manifest),
            name => after
                .iter()
                .find(|(own, _)| own == name)
                .map(|(_, content)| content),
        };
        if let Some(anew) = anew {
            payload = payload.replace(&sha256(content), &sha256(anew));
        }
    }
    after.push(("manifest.json".into(), manifest));
    after.push(("statement.dsse.json".into(), sealed(&payload)));
    packed(&after)
}

fn sealed(payload: &str) -> Vec<u8> {
    let kind = "application/vnd.in-toto+json";
    let message = format!("DSSEv1 {} {kind} {} {payload}", kind.len(), payload.len());
    let signature = SigningKey::from_bytes(&SEED).sign(message.as_bytes());
    format!(
        "{{\n  \"payload\": \"{}\",\n  \"payloadType\": \"{kind}\",\n  \"signatures\": [\n    {{\n      \"keyid\": \"{}\",\n      \"sig\": \"{}\"\n    }}\n  ]\n}}\n",
        STANDARD.encode(payload),
        key().public().id(),
        STANDARD.encode(signature.to_bytes())
    )
    .into_bytes()
}
