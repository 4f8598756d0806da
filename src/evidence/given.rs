//! A report under the paths that the captures were given by, for whoever has them on disk.

use std::collections::HashMap;

use crate::privacy;
use crate::report::Report;

/// Puts the given paths, as they may be shown, in place of the members' names, as pairs of name and path.
pub(super) fn under_paths<'n>(
    mut report: Report,
    names: impl Iterator<Item = (&'n str, &'n str)>,
) -> Report {
    let paths: HashMap<&str, String> = names
        .map(|(name, path)| (name, privacy::path(path)))
        .collect();
    let rename = |name: &mut String| {
        if let Some(path) = paths.get(name.as_str()) {
            name.clone_from(path);
        }
    };
    for input in &mut report.inputs {
        rename(&mut input.path);
    }
    let legs = report.calls.iter_mut().flat_map(|call| &mut call.legs);
    for step in legs.flat_map(|leg| &mut leg.steps) {
        rename(&mut step.input);
    }
    for finding in &mut report.findings {
        rename(&mut finding.input);
        let elsewhere = finding.locations.iter_mut();
        elsewhere
            .filter_map(|location| location.elsewhere.as_mut())
            .for_each(|elsewhere| rename(&mut elsewhere.input));
    }
    for reason in &mut report.reasons {
        // Names of members are numbered, so none is the beginning of another.
        for (name, path) in &paths {
            reason.message = reason.message.replace(name, path);
        }
    }
    report
}
