//! Inputs merged by time: the same inputs give the same report, however their reads are cut.

use std::io::{self, Read, Write};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use callproof::capture::Capture;
use callproof::engine::{Engine, Options, Order};
use callproof::sample::{self, Producer};
use proptest::prelude::*;

/// Gives its text in pieces of these sizes, over and over.
struct Pieces {
    text: Vec<u8>,
    at: usize,
    sizes: Vec<usize>,
    turn: usize,
}

impl Read for Pieces {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let size = self.sizes[self.turn % self.sizes.len()];
        self.turn += 1;
        let rest = &self.text[self.at..];
        let count = size.min(rest.len()).min(into.len());
        into[..count].copy_from_slice(&rest[..count]);
        self.at += count;
        Ok(count)
    }
}

/// Three captures with faults of all kinds, and other messages between.
fn captures(seed: u64) -> Vec<String> {
    let mut producer = Producer::new(&sample::Options {
        calls: 4,
        interleave: 3,
        faults: 0.4,
        seed,
        ..sample::Options::default()
    })
    .expect("a producer");
    let mut captures = vec![String::new(); 3];
    let mut number = 0;
    while let Some(line) = producer.next_line() {
        let capture = &mut captures[number % 3];
        capture.push_str(line.text);
        match number % 7 {
            2 => capture.push_str("{\"channel\":'Amazon'}\n"),
            4 => capture.push_str("{\"channel\":\"News\",\"topic\":\"t\",\"subtopic\":\"s\"}\n"),
            5 => capture.push_str("[1]\n"),
            _ => {}
        }
        number += 1;
    }
    // One of which nothing can be read.
    captures.push("{\"channel\":'Amazon'}\n".repeat(150));
    captures
}

/// All that is told while the inputs are read, in its order, then the report.
fn told(captures: &[String], sizes: &[usize]) -> String {
    let options = Options {
        order: Order::Time,
        max_findings: 20,
        ..Options::default()
    };
    let mut judge = Engine::new(options).expect("a judge");
    let mut told = String::new();
    let mut tell = |finding: &callproof::report::Finding| told.push_str(&format!("{finding:?}\n"));
    let mut inputs = Vec::new();
    for (number, text) in captures.iter().enumerate() {
        let pieces = Pieces {
            text: text.clone().into_bytes(),
            at: 0,
            sizes: sizes.to_vec(),
            turn: number,
        };
        let name = format!("input-{number}");
        judge.begin(&name, &mut tell);
        inputs.push(Capture::from_reader(&name, pieces, &Default::default()));
    }
    while let Some(input) = judge.next_input() {
        match inputs[input].next_batch().expect("memory") {
            Some(documents) => judge.push(input, &documents, &mut tell),
            None => judge.end(input, 0, None, &mut tell),
        }
    }
    let report = judge.report(&mut tell);
    format!("{told}\n{report:?}")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn how_reads_are_cut_does_not_show(
        seed in 0_u64..4,
        sizes in prop::collection::vec(1_usize..6000, 1..8),
    ) {
        let captures = captures(seed);
        prop_assert_eq!(told(&captures, &sizes), told(&captures, &[usize::MAX]));
    }
}

/// The same through a real pipe, beside a file.
#[test]
fn a_slow_pipe_gives_the_bytes_of_a_quick_one() {
    let captures = captures(1);
    let file = format!("{}/merged.ndjson", env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(&file, &captures[0]).expect("a file");
    let through = |piece: usize, pause: Duration| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_callproof"))
            .args(["check", "--format", "ndjson", "--order", "time", "-", &file])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program");
        let mut pipe = child.stdin.take().expect("a pipe");
        let text = captures[1].clone();
        let writer = thread::spawn(move || {
            for piece in text.as_bytes().chunks(piece) {
                pipe.write_all(piece).expect("a reader");
                thread::sleep(pause);
            }
        });
        let output = child.wait_with_output().expect("output");
        writer.join().expect("a writer");
        String::from_utf8(output.stdout).expect("text")
    };
    let quick = through(usize::MAX, Duration::ZERO);
    assert!(quick.lines().count() > 10, "{quick}");
    for piece in [1000, 7001] {
        assert_eq!(through(piece, Duration::from_millis(3)), quick, "{piece}");
    }
}
