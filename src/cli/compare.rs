//! `callproof compare`: two captures, two folders of them, or two JSON reports.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use callproof::capture::{self, Document, Source, is_standard_input, label};
use callproof::compare::difference;
use callproof::compare::findings::{self, ReportText};
use callproof::privacy;
use callproof::privacy::terminal_text;
use callproof::render::difference::{human, json};
use callproof::report::Outcome;
use callproof::report::difference::{ComparisonVerdict, Scenario, ScenarioChange};
use callproof::snapshot::normal::{self, Masking, NormalForm, NormalizeResult, Normalizer};

use super::arguments::{Compare, CompareFormat};
use super::output::{self, Surface};
use super::{Done, Failure, configuration, inputs};

/// A larger report is not read; no run with the usual bound of findings writes one.
const LARGEST_REPORT: u64 = 256 << 20;

/// So much of a file shows whether it is a report of ours.
const HEAD: u64 = 4 << 10;

/// So many events that are too large are told one by one.
const TOLD: u64 = 10;

/// What a report's format is called, whatever its version.
const REPORT: &str = "callproof/";

/// Compares what the arguments name.
pub fn run(arguments: &Compare, surface: Surface) -> Result<Done, Failure> {
    if is_standard_input(&arguments.old) && is_standard_input(&arguments.new) {
        let line = "standard input can be OLD or NEW, and not both";
        return Err(Failure::Usage(line.into()));
    }
    let found = configuration::find(&arguments.configuration)?;
    let mut masking = configuration::masking(found.as_ref())?;
    masking.mask_open |= arguments.mask_open;
    let extraction = arguments.extraction.options();
    let (old, new) = (
        side(&arguments.old, &extraction, &masking)?,
        side(&arguments.new, &extraction, &masking)?,
    );
    let verdict = match (old, new) {
        (Side::Report(old), Side::Report(new)) => reports(arguments, surface, &old, &new)?,
        (Side::Capture(old), Side::Capture(new)) => {
            let name = terminal_text::shown(&privacy::path(&label(&arguments.new)));
            let change = both(&old, &new);
            let unchecked = old.unchecked + new.unchecked;
            captures(
                arguments,
                surface,
                vec![Scenario { name, change }],
                unchecked,
            )?
        }
        (Side::Folder(old), Side::Folder(new)) => {
            let all = old.values().chain(new.values());
            let unchecked = all.map(|capture| capture.unchecked).sum();
            captures(arguments, surface, paired(old, &new), unchecked)?
        }
        (old, new) => return Err(Failure::Usage(unlike(arguments, &old, &new))),
    };
    Ok(Done::Judged(match verdict {
        ComparisonVerdict::NoRegression => Outcome::Conformant,
        ComparisonVerdict::Regression => Outcome::Nonconformant,
        ComparisonVerdict::Incomplete => Outcome::Incomplete,
    }))
}

/// One of the two that are compared, told apart by its content.
enum Side {
    Report(String),
    Capture(Capture),
    Folder(Folder),
}

/// Captures by their scenario's name.
type Folder = BTreeMap<String, Capture>;

/// What a capture came to.
struct Capture {
    normal: NormalForm,
    /// Documents that could not be read.
    unread: u64,
    documents: u64,
    /// Events that stand inside something else, and were not taken.
    unchecked: u64,
    /// The first document, where it is a report of ours.
    report: Option<String>,
}

impl Capture {
    fn events(&self) -> u64 {
        let calls = self.normal.calls.iter();
        calls.map(|call| call.steps.len() as u64).sum()
    }
}

impl Side {
    fn kind(&self) -> &'static str {
        match self {
            Side::Report(_) => "a report",
            Side::Capture(_) => "a capture",
            Side::Folder(_) => "a directory of captures",
        }
    }
}

fn unlike(arguments: &Compare, old: &Side, new: &Side) -> String {
    format!(
        "{} is {} and {} is {}: only like things can be compared",
        label(&arguments.old),
        old.kind(),
        label(&arguments.new),
        new.kind()
    )
}

fn side(path: &Path, extraction: &capture::Options, masking: &Masking) -> Result<Side, Failure> {
    if let Some(text) = large_report(path)? {
        return Ok(Side::Report(text));
    }
    let failed = |error: capture::Error| Failure::Environment(error.to_string());
    let sources = capture::sources(&[path]).and_then(capture::Sources::captures);
    let sources = sources.map_err(failed)?;
    if !is_standard_input(path) && path.is_dir() {
        let mut folder = Folder::new();
        for source in &sources {
            folder.insert(scenario(path, source), hear(source, extraction, masking)?);
        }
        return Ok(Side::Folder(folder));
    }
    let [source] = sources.as_slice() else {
        return Err(Failure::Usage(format!("{} is no one capture", label(path))));
    };
    let mut heard = hear(source, extraction, masking)?;
    Ok(match heard.report.take().filter(|_| heard.documents == 1) {
        Some(text) => Side::Report(text),
        None => Side::Capture(heard),
    })
}

/// The text of a file that begins as our reports do: they may be larger than any document of a capture.
/// What can be read only once is left alone.
fn large_report(path: &Path) -> Result<Option<String>, Failure> {
    let name = label(path);
    let failed =
        |cause: std::io::Error| Failure::Environment(format!("cannot read {name}: {cause}"));
    if is_standard_input(path) || !path.is_file() {
        return Ok(None);
    }
    let mut file = File::open(path).map_err(failed)?;
    let mut bytes = Vec::new();
    (&mut file)
        .take(HEAD)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if !begins_as_report(&bytes) {
        return Ok(None);
    }
    let room = LARGEST_REPORT - HEAD;
    let read = file
        .take(room + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if read as u64 > room {
        let line =
            format!("{name} is a report of more than {LARGEST_REPORT} bytes: too large to compare");
        return Err(Failure::Usage(line));
    }
    String::from_utf8(bytes)
        .map(Some)
        .map_err(|_| Failure::Usage(format!("{name} is a report, but not in UTF-8")))
}

fn begins_as_report(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let mut rest = text.as_ref();
    ["{", "\"report\"", ":", "\""].iter().all(|token| {
        let found = rest.trim_start().strip_prefix(token);
        rest = found.unwrap_or(rest);
        found.is_some()
    }) && rest.starts_with(REPORT)
}

fn is_report(document: &Document) -> bool {
    let format = document
        .root()
        .and_then(|root| root.get("report")?.string());
    format.is_some_and(|format| format.starts_with(REPORT))
}

fn hear(
    source: &Source,
    extraction: &capture::Options,
    masking: &Masking,
) -> Result<Capture, Failure> {
    let captured = |error: capture::Error| Failure::Environment(error.to_string());
    let name = privacy::path(&source.label());
    let masked = |error: normal::Error| {
        let line = format!("{}: {error}", terminal_text::shown(&name));
        Failure::Environment(line)
    };
    let mut input = inputs::opened(source, extraction).map_err(captured)?;
    let mut normalizer = Normalizer::new(masking.clone());
    let (mut unread, mut documents, mut report) = (0, 0, None);
    while let Some(batch) = input.next_batch().map_err(captured)? {
        for document in &batch {
            documents += 1;
            match normalizer.hear(document).map_err(masked)? {
                NormalizeResult::Broken => unread += 1,
                NormalizeResult::Large(why) => {
                    unread += 1;
                    if unread <= TOLD {
                        let line = format!("callproof: {}: {why}", terminal_text::shown(&name));
                        output::complain(&line);
                    }
                }
                NormalizeResult::Other if documents == 1 && is_report(document) => {
                    report = Some(String::from_utf8_lossy(document.bytes()).into_owned());
                }
                NormalizeResult::Event | NormalizeResult::Other => {}
            }
        }
    }
    Ok(Capture {
        normal: normalizer.finish().map_err(masked)?,
        unread,
        documents,
        unchecked: input.facts().unchecked.count,
        report,
    })
}

/// The capture's path below its folder, without what says that it is compressed.
fn scenario(folder: &Path, source: &Source) -> String {
    let path = source.file().unwrap_or(folder);
    let below = path.strip_prefix(folder).unwrap_or(path);
    // Parts, and not the path: what parts them differs between systems.
    let parts = below.components().map(|part| label(part.as_ref()));
    let name = parts.collect::<Vec<_>>().join("/");
    let plain = name.strip_suffix(".gz").or(name.strip_suffix(".zst"));
    plain.unwrap_or(&name).to_owned()
}

fn reports(
    arguments: &Compare,
    surface: Surface,
    old: &str,
    new: &str,
) -> Result<ComparisonVerdict, Failure> {
    let (old_name, new_name) = (
        privacy::path(&label(&arguments.old)),
        privacy::path(&label(&arguments.new)),
    );
    let text = |name, text| ReportText { name, text };
    let compared = findings::compare(text(&old_name, old), text(&new_name, new));
    let change = compared.map_err(|error| Failure::Usage(error.to_string()))?;
    match arguments.format {
        CompareFormat::Human if surface.quiet => {}
        CompareFormat::Human => {
            output::write(|out| human::findings(&change, surface.style(!arguments.all), out))?;
        }
        CompareFormat::Json => output::write(|out| json::findings(&change, out))?,
    }
    Ok(change.verdict)
}

fn captures(
    arguments: &Compare,
    surface: Surface,
    scenarios: Vec<Scenario>,
    unchecked: u64,
) -> Result<ComparisonVerdict, Failure> {
    let captures = difference::captures(scenarios, unchecked);
    match arguments.format {
        CompareFormat::Human if surface.quiet => {}
        CompareFormat::Human => {
            let style = surface.style(!arguments.all);
            output::write(|out| human::captures(&captures, style, out))?;
        }
        CompareFormat::Json => output::write(|out| json::captures(&captures, out))?,
    }
    Ok(captures.verdict)
}

/// Scenario by scenario, in order of their names.
fn paired(mut old: Folder, new: &Folder) -> Vec<Scenario> {
    let mut changes: BTreeMap<String, ScenarioChange> = BTreeMap::new();
    for (name, heard) in new {
        let change = match old.remove(name) {
            Some(before) => both(&before, heard),
            None => ScenarioChange::Added(heard.events()),
        };
        changes.insert(name.clone(), change);
    }
    let gone = old.into_iter();
    changes.extend(gone.map(|(name, heard)| (name, ScenarioChange::Removed(heard.events()))));
    let scenario = |(name, change): (String, ScenarioChange)| Scenario {
        name: privacy::path(&name),
        change,
    };
    changes.into_iter().map(scenario).collect()
}

fn both(old: &Capture, new: &Capture) -> ScenarioChange {
    ScenarioChange::Compared {
        comparison: difference::between(&old.normal, &new.normal),
        unread: (old.unread, new.unread),
    }
}
