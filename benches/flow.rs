//! What following calls costs: the same capture judged event by event (`--order none`), and with calls followed.
//!
//! `cargo bench --bench flow` prints milliseconds, the best of five, for one thread and for all; `-- EVENTS` sets the
//! size of the capture.

use std::io::Cursor;
use std::sync::Arc;
use std::time::{Duration, Instant};

use callproof::Checker;
use callproof::judge::Order;
use callproof::sample::{Options, Producer};

fn main() {
    let size = std::env::args().skip(1).find_map(|word| word.parse().ok());
    let capture = capture(size.unwrap_or(100_000));
    let all = std::thread::available_parallelism().map_or(1, usize::from);
    for jobs in [1, all] {
        let (mut alone, mut followed) = (Duration::MAX, Duration::MAX);
        for _ in 0..5 {
            alone = alone.min(judged(Order::None, jobs, &capture));
            followed = followed.min(judged(Order::Input, jobs, &capture));
        }
        let share = 100.0 - alone.as_secs_f64() / followed.as_secs_f64() * 100.0;
        println!(
            "{jobs} threads: event by event {} ms, calls followed {} ms: {share:.1} % of the run",
            alone.as_millis(),
            followed.as_millis()
        );
    }
}

/// Whole calls, 200 at once: so many events at least.
fn capture(events: u64) -> Arc<[u8]> {
    let mut producer = Producer::new(&Options {
        // The flows have between three and eleven events, seven and a half on average.
        calls: events / 7,
        interleave: 200,
        ..Options::default()
    })
    .expect("a producer");
    let (mut capture, mut made) = (Vec::new(), 0);
    while let Some(line) = producer.next_line() {
        capture.extend_from_slice(line.text.as_bytes());
        made += 1;
    }
    println!("{made} events, 200 calls at once");
    capture.into()
}

fn judged(order: Order, jobs: usize, capture: &Arc<[u8]>) -> Duration {
    let mut checker = Checker::default();
    checker.options.order = order;
    checker.options.jobs = jobs;
    let reader = Cursor::new(Arc::clone(capture));
    let begun = Instant::now();
    let report = checker.check_reader("capture", reader).expect("a check");
    let took = begun.elapsed();
    assert_eq!(report.counts.errors, 0);
    assert_eq!(report.counts.calls > 0, order == Order::Input);
    took
}
