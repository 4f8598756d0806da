//! `callproof completions` and `callproof man`, from the one definition of the command line.

use clap::CommandFactory;

use super::arguments::{Arguments, Completions, Man};
use super::{Done, Failure, output};

/// Prints the completions for a shell.
pub fn run(arguments: &Completions) -> Result<Done, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(
        arguments.shell,
        &mut Arguments::command(),
        "callproof",
        &mut script,
    );
    output::write(|out| out.write_all(&script))?;
    Ok(Done::Fine)
}

/// Prints the man page of callproof, or of one of its commands.
pub fn man(arguments: &Man) -> Result<Done, Failure> {
    let mut whole = Arguments::command();
    whole.build();
    let page = match &arguments.command {
        None => whole,
        Some(name) => {
            let Some(command) = whole.find_subcommand(name) else {
                return Err(Failure::Usage(format!("no command is called `{name}`")));
            };
            command.clone().display_name(format!("callproof-{name}"))
        }
    };
    output::write(|out| clap_mangen::Man::new(page).render(out))?;
    Ok(Done::Fine)
}
