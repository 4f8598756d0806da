//! What `completions` and `man` take.

use clap::Args;

/// Print shell completions.
#[derive(Debug, Args)]
pub struct Completions {
    /// For which shell
    #[arg(value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

/// Print a man page.
#[derive(Debug, Args)]
pub struct Man {
    /// Of which command, one inside another behind it; callproof itself without one
    #[arg(value_name = "COMMAND")]
    pub commands: Vec<String>,
}
