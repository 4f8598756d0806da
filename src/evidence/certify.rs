//! Makes a bundle: judges, and writes what was judged and what came of it, in one form only.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::io::{Cursor, Write};
use std::path::Path;

use super::archive::{self, write_end, write_member};
use super::certificate::Certificate;
use super::declaration::Declaration;
use super::error::Error;
use super::given::under_paths;
use super::key::SecretKey;
use super::level::ConformanceLevel;
use super::manifest::{Entry, Manifest, json};
use super::ruleset::RulesetFile;
use super::run::{Open, Run};
use super::terms::{BundleInfo, BundledCapture, FORMAT, Original, Tool, Validity, digest};
use super::{page, redact, statement};
use crate::capture::{Capture, Options};
use crate::engine::EVENT_SCHEMA;
use crate::privacy::masks::Masks;
use crate::privacy::pseudonym::Pseudonyms;
use crate::report::{Outcome, Report};

/// What is to be certified, and how.
pub struct Request<'r> {
    /// The declaration's bytes; they go into the bundle as they are.
    pub declaration: &'r [u8],
    /// What messages call it.
    pub declaration_name: &'r str,
    /// The level.
    pub level: ConformanceLevel,
    /// When the certificate counts.
    pub valid: Validity,
    /// The time on every member, in seconds since 1970.
    pub time: u64,
    /// Threads that examine documents; the bundle is the same for any number.
    pub jobs: usize,
    /// The key that signs; none makes an unsigned bundle.
    pub key: Option<&'r SecretKey>,
}

/// A capture that goes into the bundle.
pub struct Subject<'s> {
    /// The path that it was given by: findings tell it, and its last part is the member's name.
    pub path: String,
    /// What goes into the bundle.
    pub open: Open<'s>,
    /// What that is a redacted copy of.
    pub original: Option<Open<'s>>,
}

impl Subject<'_> {
    /// The file's name, without its folder.
    fn file(&self) -> &str {
        let file = Path::new(&self.path).file_name();
        file.and_then(OsStr::to_str).unwrap_or_default()
    }
}

/// What came of certifying.
pub enum Certified<'c> {
    /// A bundle that is ready to be written.
    Ready(Box<Bundle<'c>>),
    /// The captures do not show what is declared at that level: the report says why.
    Refused(Box<Report>),
}

/// A bundle that is ready to be written.
pub struct Bundle<'c> {
    terms: BundleInfo,
    declaration: &'c [u8],
    subjects: &'c [Subject<'c>],
    run: Run,
    derived: Vec<(&'static str, Vec<u8>)>,
    key: Option<&'c SecretKey>,
}

/// Judges the captures; of redacted ones the originals too, and both verdicts are the same or it is an error.
///
/// # Errors
/// A declaration with a mistake, a capture that cannot be read, a redacted copy that is judged otherwise.
pub fn certify<'c>(
    request: &Request<'c>,
    subjects: &'c [Subject<'c>],
) -> Result<Certified<'c>, Error> {
    let declaration = Declaration::read(request.declaration_name, request.declaration)?;
    if subjects.len() > archive::MEMBERS_LIMIT {
        let most = archive::MEMBERS_LIMIT;
        return Err(Error::Limit(format!(
            "a bundle holds at most {most} captures"
        )));
    }
    let names = member_names(subjects);
    let judged = |original: bool| {
        let open = |subject: &'c Subject<'c>| match &subject.original {
            Some(open) if original => open,
            Some(_) | None => &subject.open,
        };
        let captures = names
            .iter()
            .map(String::as_str)
            .zip(subjects.iter().map(open));
        Run::of(captures, &declaration, request.level, request.jobs)
    };
    let original = judged(true)?;
    if original.report.outcome != Outcome::Conformant {
        let given = names.iter().zip(subjects);
        let given = given.map(|(name, subject)| (name.as_str(), subject.path.as_str()));
        let report = under_paths(original.report, given);
        return Ok(Certified::Refused(Box::new(report)));
    }
    if let Some(twice) = twice(&original.report, subjects) {
        let line = format!("{twice} is the same capture as one before: it would count twice");
        return Err(Error::Limit(line));
    }
    let is_redacted = subjects.iter().any(|subject| subject.original.is_some());
    let run = if is_redacted {
        judged(false)?
    } else {
        original.clone()
    };
    if let Some(difference) = original.difference(&run) {
        return Err(Error::Unlike(difference));
    }
    let captured = |(subject, name): (&Subject<'_>, &String)| {
        let input = original
            .report
            .inputs
            .iter()
            .find(|input| input.path == *name);
        let original = subject
            .original
            .as_ref()
            .zip(input)
            .map(|(_, input)| Original {
                bytes: input.bytes,
                sha256: input.sha256.clone().unwrap_or_default(),
            });
        BundledCapture {
            name: name.clone(),
            original,
        }
    };
    let terms = BundleInfo {
        format: FORMAT.to_owned(),
        tool: Tool::this(),
        level: request.level,
        valid: request.valid,
        time: request.time,
        captures: subjects.iter().zip(&names).map(captured).collect(),
        redacted: is_redacted,
        signer: request.key.map(|key| key.public().id()),
    };
    let derived = derived(&terms, &declaration, &run)?;
    Ok(Certified::Ready(Box::new(Bundle {
        terms,
        declaration: request.declaration,
        subjects,
        run,
        derived,
        key: request.key,
    })))
}

/// The file whose bytes another input has already.
fn twice<'s>(report: &Report, subjects: &'s [Subject<'_>]) -> Option<&'s str> {
    let mut seen = HashSet::new();
    let inputs = report.inputs.iter().zip(subjects);
    let mut again = inputs.filter(|(input, _)| !seen.insert(input.sha256.as_deref()));
    again.next().map(|(_, subject)| subject.path.as_str())
}

/// Captures' names in the bundle; those of redacted ones say nothing of their files.
fn member_names(subjects: &[Subject<'_>]) -> Vec<String> {
    let name = |(index, subject): (usize, &Subject<'_>)| match subject.original {
        Some(_) => archive::capture_name(index, "redacted.ndjson"),
        None => archive::capture_name(index, &Masks::default().word(subject.file())),
    };
    subjects.iter().enumerate().map(name).collect()
}

/// Writes a redacted copy of a capture: pseudonyms in place of personal values.
///
/// # Errors
/// The capture cannot be read, or the copy not be written.
pub fn redacted(
    name: &str,
    open: &Open<'_>,
    pseudonyms: &Pseudonyms,
    out: &mut dyn Write,
) -> Result<(), Error> {
    let input = open().map_err(Error::io(format!("read {name}")))?;
    let mut capture = Capture::from_reader(name, input, &Options::default());
    redact::redact(&mut capture, pseudonyms, out)
}

/// The members that follow from the others: whoever judges the captures again gets these very bytes.
pub fn derived(
    terms: &BundleInfo,
    declaration: &Declaration,
    run: &Run,
) -> Result<Vec<(&'static str, Vec<u8>)>, Error> {
    let broken = |error: serde_json::Error| Error::Page(error.to_string());
    let mut report = Vec::new();
    crate::render::json::write(&run.report, &mut report).map_err(Error::io("write the report"))?;
    let mut page = Vec::new();
    crate::render::html::write(&run.report, &mut page).map_err(Error::io("draw the report"))?;
    let certificate = Certificate::of(terms, declaration, run);
    Ok(vec![
        (archive::REPORT, report),
        (archive::REPORT_PAGE, page),
        (archive::COVERAGE, json(&run.coverage).map_err(broken)?),
        (
            archive::RULESET,
            RulesetFile::this().bytes().map_err(broken)?,
        ),
        (archive::SCHEMA, EVENT_SCHEMA.as_bytes().to_vec()),
        (archive::CERTIFICATE, json(&certificate).map_err(broken)?),
        (archive::CERTIFICATE_PAGE, page::certificate(&certificate)?),
        (archive::BADGE, page::badge(&certificate)?),
    ])
}

impl Bundle<'_> {
    /// The run that it is made of.
    pub fn report(&self) -> &Report {
        &self.run.report
    }

    /// Writes the bundle.
    ///
    /// # Errors
    /// A capture that is another one by now, or `out` that takes nothing.
    pub fn write(&self, out: &mut dyn Write) -> Result<(), Error> {
        let broken = |error: serde_json::Error| Error::Page(error.to_string());
        let mut members = Vec::new();
        let time = self.terms.time;
        let mut small = |out: &mut dyn Write, name: &str, bytes: &[u8]| {
            let size = bytes.len() as u64;
            let sha256 = write_member(out, name, size, time, &mut Cursor::new(bytes))?;
            members.push(Entry {
                name: name.to_owned(),
                size,
                sha256,
            });
            Ok::<(), Error>(())
        };
        small(out, archive::TERMS, &self.terms.bytes().map_err(broken)?)?;
        small(out, archive::DECLARATION, self.declaration)?;
        for (subject, input) in self.subjects.iter().zip(&self.run.report.inputs) {
            let name = &input.path;
            let mut content = (subject.open)().map_err(Error::io(format!("read {name}")))?;
            let sha256 = write_member(out, name, input.bytes, time, &mut content)?;
            if input.sha256.as_ref() != Some(&sha256) {
                return Err(Error::Changed(subject.path.clone()));
            }
            members.push(Entry {
                name: name.clone(),
                size: input.bytes,
                sha256,
            });
        }
        for (name, bytes) in &self.derived {
            let size = bytes.len() as u64;
            let sha256 = write_member(out, name, size, time, &mut Cursor::new(bytes))?;
            members.push(Entry {
                name: (*name).to_owned(),
                size,
                sha256,
            });
        }
        let manifest = Manifest { members };
        let bytes = json(&manifest).map_err(broken)?;
        let last = |out: &mut dyn Write, name: &str, bytes: &[u8]| {
            write_member(out, name, bytes.len() as u64, time, &mut Cursor::new(bytes))
        };
        last(out, archive::MANIFEST, &bytes)?;
        let statement = statement::statement(&self.run.report, &manifest.members, &digest(&bytes))
            .map_err(broken)?;
        match self.key {
            Some(key) => {
                let signed = statement::sign(&statement, key).map_err(broken)?;
                last(out, archive::SIGNED, &signed)?;
            }
            None => {
                last(out, archive::UNSIGNED, &statement)?;
            }
        }
        write_end(out)
    }
}
