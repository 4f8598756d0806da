//! `callproof schema`.

use callproof::config::SCHEMA as CONFIG_SCHEMA;
use callproof::engine::EVENT_SCHEMA;
use callproof::event::vocabulary::nearest;
use callproof::report::difference::SCHEMA as COMPARISON_SCHEMA;
use callproof::report::{CALLS_SCHEMA, COVERAGE_SCHEMA, SCHEMA as REPORT_SCHEMA};

use super::arguments::SchemaArguments;
use super::{Done, Failure, output};

const SCHEMAS: [(&str, &str); 6] = [
    ("event", EVENT_SCHEMA),
    ("report", REPORT_SCHEMA),
    ("calls", CALLS_SCHEMA),
    ("coverage", COVERAGE_SCHEMA),
    ("comparison", COMPARISON_SCHEMA),
    ("config", CONFIG_SCHEMA),
];

/// Prints the schema of that name.
pub fn run(arguments: &SchemaArguments) -> Result<Done, Failure> {
    let Some((_, text)) = SCHEMAS.iter().find(|(name, _)| *name == arguments.name) else {
        return Err(Failure::OwnWords(unknown(&arguments.name)));
    };
    output::print(text)?;
    Ok(Done::Fine)
}

fn unknown(name: &str) -> String {
    let names = || SCHEMAS.iter().map(|(name, _)| *name);
    match nearest(name, names()) {
        Some(meant) => format!("no schema is called `{name}`; did you mean `{meant}`?"),
        None => format!(
            "no schema is called `{name}`; there are {}",
            names().collect::<Vec<_>>().join(", ")
        ),
    }
}
