//! `callproof verify`.

use callproof::capture::label;
use callproof::evidence::{BundleState, Options};

use super::arguments::{Verify, VerifyFormat};
use super::{Done, Failure, Surface, output, public_keys, verified};
use crate::cli::today;

/// Verifies a bundle, and says every step.
pub fn run(arguments: &Verify, surface: Surface) -> Result<Done, Failure> {
    if arguments.key.is_none() && !arguments.allow_unsigned {
        return Err(Failure::Usage(
            "whose signature? --key FILE names the public key (--allow-unsigned takes a bundle that nobody signed)"
                .into(),
        ));
    }
    let options = Options {
        keys: public_keys(arguments.key.iter())?,
        allow_unsigned: arguments.allow_unsigned,
        allow_unchecked: false,
        today: today::today(arguments.today)?,
        jobs: surface.jobs,
    };
    let told = verified(&arguments.bundle, &options);
    match arguments.format {
        VerifyFormat::Human if surface.quiet || told.state == BundleState::CouldNot => {}
        VerifyFormat::Human => output::write(|out| told.write_human(out))?,
        VerifyFormat::Json => output::write(|out| told.write_json(out))?,
    }
    match told.state {
        BundleState::Verified => Ok(Done::Fine),
        BundleState::Refuted => Ok(Done::Refuted),
        BundleState::CouldNot => {
            let why = told
                .fault()
                .map(|fault| fault.message.clone())
                .unwrap_or_default();
            Err(Failure::Environment(format!(
                "{}: {why}",
                label(&arguments.bundle)
            )))
        }
    }
}
