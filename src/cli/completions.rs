//! `callproof completions` and `callproof man`, from the one definition of the command line.

use super::arguments::{Completions, Man, command};
use super::{Done, Failure, output};

/// Prints the completions for a shell.
pub fn run(arguments: &Completions) -> Result<Done, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command(), "callproof", &mut script);
    output::write(|out| out.write_all(&script))?;
    Ok(Done::Fine)
}

/// Prints the man page of callproof, or of one of its commands.
pub fn man(arguments: &Man) -> Result<Done, Failure> {
    let mut page = command();
    page.build();
    let mut title = page.get_name().to_owned();
    for name in &arguments.commands {
        let Some(command) = page.find_subcommand(name) else {
            return Err(Failure::OwnWords(format!(
                "`{title}` has no command `{name}`"
            )));
        };
        title = format!("{title} {name}");
        page = command.clone().display_name(title.replace(' ', "-"));
    }
    output::write(|out| clap_mangen::Man::new(page).render(out))?;
    Ok(Done::Fine)
}
