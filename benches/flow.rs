//! What following calls costs: `callproof check` of one capture, event by event (`--order none`) and with calls
//! followed.
//!
//! `cargo bench --bench flow` prints milliseconds of the whole command, the best of five, for one thread that examines
//! and for as many as there are; `-- EVENTS` sets the size of the capture.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use callproof::sample::{Options, Producer};

fn main() {
    let size = std::env::args().skip(1).find_map(|word| word.parse().ok());
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("flow.ndjson");
    let made = capture(&path, size.unwrap_or(100_000));
    println!("{made} events, 200 calls at once");
    let all = std::thread::available_parallelism().map_or(1, usize::from);
    for jobs in [1, all] {
        let (mut alone, mut followed) = (Duration::MAX, Duration::MAX);
        for _ in 0..5 {
            alone = alone.min(checked(&path, jobs, "none"));
            followed = followed.min(checked(&path, jobs, "input"));
        }
        let share = 100.0 - alone.as_secs_f64() / followed.as_secs_f64() * 100.0;
        println!(
            "--jobs {jobs}: event by event {} ms, calls followed {} ms: {share:.1} % of the run",
            alone.as_millis(),
            followed.as_millis()
        );
    }
    std::fs::remove_file(path).expect("the capture");
}

/// Writes whole calls, 200 at once: so many events at least. Gives how many there are.
fn capture(path: &Path, events: u64) -> u64 {
    let mut producer = Producer::new(&Options {
        // Seven and a half events a call on average.
        calls: events / 7,
        interleave: 200,
        ..Options::default()
    })
    .expect("a producer");
    let mut file = BufWriter::new(File::create(path).expect("a file"));
    let mut made = 0;
    while let Some(line) = producer.next_line() {
        file.write_all(line.text.as_bytes()).expect("room for it");
        made += 1;
    }
    file.flush().expect("room for it");
    made
}

fn checked(path: &Path, jobs: usize, order: &str) -> Duration {
    let mut command = Command::new(env!("CARGO_BIN_EXE_callproof"));
    command.args(["check", "--quiet", "--order", order, "--jobs"]);
    command.arg(jobs.to_string()).arg(path);
    let begun = Instant::now();
    let status = command.status().expect("a check");
    let took = begun.elapsed();
    assert!(status.success());
    took
}
