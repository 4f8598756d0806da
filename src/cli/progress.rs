//! How far a long run has come, on a terminal's standard error and nowhere else.

use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A run that ends sooner shows nothing.
const PATIENCE: Duration = Duration::from_millis(500);

/// A line that says what was read so far.
pub struct Progress {
    since: Instant,
    bar: Option<ProgressBar>,
    inputs: u64,
    bytes: u64,
}

impl Progress {
    /// Shown only on a terminal, and not when quiet.
    pub fn new(quiet: bool) -> Progress {
        let shown = !quiet && io::stderr().is_terminal();
        let bar = shown.then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
            let style = ProgressStyle::with_template("{spinner} {msg}");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
            bar
        });
        Progress {
            since: Instant::now(),
            bar,
            inputs: 0,
            bytes: 0,
        }
    }

    /// So many bytes of the current input were judged.
    pub fn advance(&mut self, bytes: u64) {
        let Some(bar) = &self.bar else { return };
        if self.since.elapsed() < PATIENCE {
            return;
        }
        if bar.is_hidden() {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        bar.set_message(format!(
            "input {}, {} read",
            self.inputs + 1,
            HumanBytes(self.bytes + bytes)
        ));
        bar.tick();
    }

    /// An input of so many bytes has ended.
    pub fn next_input(&mut self, bytes: u64) {
        self.inputs += 1;
        self.bytes += bytes;
    }

    /// Leaves the terminal as it was.
    pub fn clear(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
