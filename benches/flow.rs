//! What following calls costs: a capture judged by the rules of single events, and by all.
//!
//! `cargo bench --bench flow` prints milliseconds, the best of five; `-- EVENTS` sets the size of the capture.

use std::io::Cursor;
use std::time::{Duration, Instant};

use callproof::Checker;
use callproof::rules::{Check, all};
use callproof::sample::{Options, Producer};

fn main() {
    let size = std::env::args().skip(1).find_map(|word| word.parse().ok());
    let capture = capture(size.unwrap_or(100_000));
    let whole_calls = all().filter(|rule| matches!(rule.check, Check::Step(_) | Check::Leg(_)));
    let events_only = whole_calls.fold(Checker::default(), |checker, rule| checker.skip(rule.id));
    let (mut without, mut with) = (Duration::MAX, Duration::MAX);
    for _ in 0..5 {
        without = without.min(judged(&events_only, &capture));
        with = with.min(judged(&Checker::default(), &capture));
    }
    let share = (with.as_secs_f64() - without.as_secs_f64()) / with.as_secs_f64() * 100.0;
    println!(
        "without the rules of whole calls: {} ms",
        without.as_millis()
    );
    println!(
        "with them: {} ms, {share:.1} % of the run",
        with.as_millis()
    );
}

/// So many events at least, 200 calls at once.
fn capture(events: usize) -> String {
    let mut producer = Producer::new(&Options {
        calls: events as u64,
        interleave: 200,
        ..Options::default()
    })
    .expect("a producer");
    let mut capture = String::new();
    for _ in 0..events {
        match producer.next_line() {
            Some(line) => capture.push_str(line.text),
            None => break,
        }
    }
    capture
}

fn judged(checker: &Checker, capture: &str) -> Duration {
    let reader = Cursor::new(capture.as_bytes().to_vec());
    let begun = Instant::now();
    let report = checker.check_reader("capture", reader).expect("a check");
    assert_eq!(report.counts.errors, 0);
    begun.elapsed()
}
