//! The command as a process whose memory is read while it runs.

use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

/// What a process printed, and how much memory it had at the most.
pub struct Measured {
    /// Status and output.
    pub output: Output,
    /// The largest resident memory that was seen, in bytes; none where the system does not tell.
    pub peak_resident_bytes: Option<u64>,
}

/// Runs the command with these arguments in that folder, and reads its peak memory until it ends.
pub fn measured(folder: &Path, arguments: &[&str]) -> Measured {
    let child = Command::new(env!("CARGO_BIN_EXE_callproof"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command runs");
    let id = child.id();
    // Its pipes must be emptied meanwhile, or it would wait for ever.
    let reader = std::thread::spawn(move || child.wait_with_output().expect("the end"));
    let mut peak = None;
    while !reader.is_finished() {
        peak = peak.max(peak_resident_bytes(id));
        std::thread::sleep(Duration::from_millis(2));
    }
    Measured {
        output: reader.join().expect("a reader"),
        peak_resident_bytes: peak,
    }
}

/// The most memory that the process has had so far, as Linux tells it: a mark that never falls.
fn peak_resident_bytes(id: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib * 1024)
}
