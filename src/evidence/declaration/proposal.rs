//! A declaration to begin with: commented, or proposed from what a capture shows.

use super::{Claims, Elections};
use crate::call::Flow;
use crate::capture::Capture;
use crate::engine::{Engine, Options};
use crate::event::vocabulary::{EventWord, LegType};
use crate::event::{Event, MessageKind, classify};
use crate::evidence::election::Leanings;
use crate::evidence::election::{AgentSpelling, FromAddress, NaFields};
use crate::evidence::error::Error;
use crate::evidence::level::ConformanceLevel;
use crate::evidence::shown::Observed;
use crate::report::Finding;

/// What `callproof declare --init` writes.
pub const TEMPLATE: &str = include_str!("template.toml");

/// A declaration that was proposed.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// It, as TOML. None where the captures hold no event at the root of a document.
    pub text: Option<String>,
    /// How many events stand inside something else, so that it says nothing of them.
    pub unchecked: u64,
}

/// A declaration of what the captures show, names left to be filled in. A flow that too few calls show for
/// level standard stands in a comment.
///
/// # Errors
/// A capture that cannot be read.
pub fn propose(captures: impl Iterator<Item = Result<Capture, Error>>) -> Result<Proposal, Error> {
    let ignored = &mut |_: &Finding| {};
    let mut judge = Engine::new(Options::default())?;
    let mut shown = Observed::default();
    let mut leanings = Leanings::default();
    for capture in captures {
        let mut capture = capture?;
        let input = judge.begin("", ignored);
        while let Some(documents) = capture.next_batch()? {
            for document in &documents {
                shown.take("", document);
                let root = document
                    .root()
                    .filter(|&root| classify(root) == MessageKind::Event);
                if let Some(root) = root {
                    leanings.take(&Event::new(root));
                }
            }
            judge.push(input, &documents, ignored);
        }
        judge.leave_unchecked(&capture.facts().unchecked);
        judge.end(input, 0, None, ignored);
    }
    // Which way calls went, the judge knows.
    let report = judge.report(ignored);
    shown.follow(&report.coverage);
    let has_events = report.counts.events > 0;
    Ok(Proposal {
        text: has_events.then(|| declaration(&shown, leanings.elections())),
        unchecked: report.counts.unchecked,
    })
}

fn declaration(shown: &Observed, elections: Elections) -> String {
    let enough = ConformanceLevel::Standard.calls_a_flow();
    let claims = Claims {
        leg_types: LegType::ALL
            .into_iter()
            .filter(|leg| shown.leg_type(*leg) > 0)
            .collect(),
        events: EventWord::ALL
            .into_iter()
            .filter(|word| shown.event(*word) > 0)
            .collect(),
        flows: Flow::ALL
            .into_iter()
            .filter(|flow| shown.flow(*flow) >= enough)
            .collect(),
    };
    let rare: Vec<&str> = Flow::ALL
        .into_iter()
        .filter(|flow| (1..enough).contains(&shown.flow(*flow)))
        .map(Flow::name)
        .collect();
    let mut text = String::new();
    for line in TEMPLATE.lines() {
        let anew = match line.split_once(" = ").map(|(key, _)| key) {
            Some("leg-types") => list("leg-types", claims.leg_types.iter().map(|leg| leg.word())),
            Some("events") => list("events", claims.events.iter().map(|word| word.word())),
            Some("flows") => flows(&claims, &rare),
            Some("# agent-spelling") => elected(
                line,
                elections.agent_spelling.map(|spelling| match spelling {
                    AgentSpelling::Capital => "agent-spelling = \"Agent\"",
                    AgentSpelling::Small => "agent-spelling = \"agent\"",
                }),
            ),
            Some("# na-fields") => elected(
                line,
                elections.na_fields.map(|fields| match fields {
                    NaFields::Present => "na-fields = \"present\"",
                    NaFields::Absent => "na-fields = \"absent\"",
                }),
            ),
            Some("# from-address") => elected(
                line,
                elections.from_address.map(|address| match address {
                    FromAddress::Null => "from-address = \"null\"",
                    FromAddress::String => "from-address = \"string\"",
                }),
            ),
            Some(_) | None => line.to_owned(),
        };
        text.push_str(&anew);
        text.push('\n');
    }
    text
}

fn flows(claims: &Claims, rare: &[&str]) -> String {
    let list = list("flows", claims.flows.iter().map(|flow| flow.name()));
    if rare.is_empty() {
        return list;
    }
    let enough = ConformanceLevel::Standard.calls_a_flow();
    format!(
        "# Shown too, but in fewer than {enough} calls: {}.\n{list}",
        rare.join(", ")
    )
}

fn elected(line: &str, variant: Option<&str>) -> String {
    variant.unwrap_or(line).to_owned()
}

fn list(key: &str, words: impl Iterator<Item = &'static str>) -> String {
    let words: Vec<String> = words.map(|word| format!("\"{word}\"")).collect();
    format!("{key} = [{}]", words.join(", "))
}
