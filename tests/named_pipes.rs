//! A named pipe that nobody writes to: the command says that it waits, and can be interrupted.
#![cfg(unix)]

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

fn pipe(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("callproof-{name}-{}", std::process::id()));
    let _ = std::fs::remove_file(&path);
    let made = Command::new("mkfifo").arg(&path).status();
    assert!(made.expect("mkfifo").success());
    path
}

/// The command with the pipe as its input, and what it first says on standard error.
fn waiting(path: &PathBuf) -> (Child, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_callproof"))
        .arg("check")
        .arg(path)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command");
    let mut line = String::new();
    let errors = child.stderr.take().expect("standard error");
    BufReader::new(errors).read_line(&mut line).expect("a line");
    (child, line)
}

#[test]
fn the_command_says_that_it_waits_for_a_writer() {
    let path = pipe("writer");
    let (mut child, line) = waiting(&path);
    assert!(line.contains("named pipe"), "{line}");
    let call = include_str!("../golden/incoming-call.json");
    let mut writer = std::fs::File::options()
        .write(true)
        .open(&path)
        .expect("a reader");
    writer.write_all(call.as_bytes()).expect("written");
    drop(writer);
    let status = child.wait().expect("an end");
    let _ = std::fs::remove_file(&path);
    assert_eq!(status.code(), Some(0));
}

#[test]
fn an_interrupt_ends_the_wait() {
    let path = pipe("interrupt");
    let (mut child, line) = waiting(&path);
    assert!(line.contains("named pipe"), "{line}");
    let id = child.id().to_string();
    let sent = Command::new("kill").args(["-INT", &id]).status();
    assert!(sent.expect("kill").success());
    let status = child.wait().expect("an end");
    let _ = std::fs::remove_file(&path);
    assert_ne!(status.code(), Some(0), "nothing was read");
}
