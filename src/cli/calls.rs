//! `callproof calls`: the calls of a capture, listed or drawn.

use callproof::engine::{Options, Tracked};
use callproof::render::{calls, json, summary};
use callproof::report::Report;
use callproof::report::call::CallTrack;

use super::arguments::{CallsArguments, TableFormat};
use super::coverage::{done, look, options};
use super::hearing::PipelineResult;
use super::output::{self, Surface};
use super::{Done, Failure};

/// Runs the command.
pub fn run(arguments: &CallsArguments, surface: Surface) -> Result<Done, Failure> {
    let options = Options {
        tracks: arguments.most,
        tracked: match arguments.open {
            true => Tracked::Open,
            false => Tracked::First,
        },
        ..options(&arguments.looking, surface)
    };
    let PipelineResult {
        report,
        interrupted,
    } = look("calls", &arguments.looking, options, surface)?;
    let style = surface.style(true);
    let shown: Vec<&CallTrack> = match &arguments.show {
        Some(wanted) => vec![find(&report, wanted)?],
        None => report.calls.iter().collect(),
    };
    output::write(|out| match (arguments.format, &arguments.show) {
        (TableFormat::Json, _) => json::calls(&report, &shown, out),
        (TableFormat::Human, _) if surface.quiet => Ok(()),
        (TableFormat::Human, Some(_)) => shown
            .iter()
            .try_for_each(|call| calls::draw(call, &report, style, out)),
        (TableFormat::Human, None) => {
            calls::list(&report, arguments.open, style, out)?;
            summary::reasons(&report, style, out)
        }
    })?;
    Ok(done(interrupted, &report))
}

/// The call of that number, or whose id begins so.
fn find<'r>(report: &'r Report, wanted: &str) -> Result<&'r CallTrack, Failure> {
    let by_number = wanted.trim_start_matches('#').parse::<u64>().ok();
    let id = |call: &CallTrack| {
        let shown = call.call.as_deref().unwrap_or_default();
        let shown = shown.trim_end_matches('…');
        !shown.is_empty()
            && !wanted.is_empty()
            && (shown.starts_with(wanted) || wanted.starts_with(shown))
    };
    let numbered = |call: &&CallTrack| by_number == Some(call.number);
    let mut named = report.calls.iter().filter(|call| id(call));
    match (
        report.calls.iter().find(numbered),
        named.next(),
        named.next(),
    ) {
        (Some(call), _, _) | (None, Some(call), None) => Ok(call),
        (None, Some(first), Some(second)) => Err(Failure::Usage(format!(
            "several calls begin with `{wanted}`, such as {} and {}: take the number that `callproof calls` lists",
            first.number, second.number
        ))),
        (None, None, _) => Err(Failure::Usage(format!(
            "no call of the capture is `{wanted}`; `callproof calls` lists {}",
            match report.calls.len() {
                0 => "none".to_owned(),
                1 => "one, number 1".to_owned(),
                count => format!("{count}, numbered from 1"),
            }
        ))),
    }
}
