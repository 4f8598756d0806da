//! Where captures lie: directories and their links, files that are still being written.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::*;

/// A directory of its own, gone when the test is over.
struct Room(PathBuf);

impl Room {
    fn new(name: &str) -> Room {
        let path = std::env::temp_dir().join(format!("callproof-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Room(path)
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    fn labels(&self) -> Result<Vec<String>, Error> {
        let found = sources(&[self.0.to_string_lossy().into_owned()])?;
        let short = |source: &Source| {
            let label = source.label();
            let path = Path::new(&label).strip_prefix(&self.0).unwrap().to_owned();
            path.to_string_lossy().into_owned()
        };
        Ok(found.sources.iter().map(short).collect())
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn directories_are_searched_in_order() {
    let room = Room::new("order");
    for name in [
        "b.json",
        "a/z.ndjson.gz",
        "a/b/c.jsonl",
        "a.json",
        "a/readme.txt",
    ] {
        room.file(name, "{}");
    }
    let expected = ["a/b/c.jsonl", "a/z.ndjson.gz", "a.json", "b.json"];
    assert_eq!(room.labels().unwrap(), expected);
}

#[cfg(unix)]
#[test]
fn links_never_lead_in_circles() {
    let room = Room::new("circles");
    room.file("sub/a.json", "{}");
    std::os::unix::fs::symlink("..", room.0.join("sub/up")).unwrap();
    std::os::unix::fs::symlink("sub", room.0.join("before")).unwrap();
    assert_eq!(room.labels().unwrap(), ["sub/a.json"]);
}

#[test]
fn what_cannot_be_read_is_told_in_a_line() {
    let room = Room::new("missing");
    let empty = room.labels().unwrap_err().to_string();
    assert!(empty.starts_with("no capture in "), "{empty}");
    let path = room.0.join("none.json").to_string_lossy().into_owned();
    let missing = sources(std::slice::from_ref(&path)).unwrap_err();
    assert_eq!(
        missing.to_string(),
        format!("cannot read {path}: no such file or directory")
    );
}

#[test]
fn a_growing_file_is_followed_through_its_replacement() {
    let room = Room::new("follow");
    let path = room.file("live.ndjson", "{\"n\":1}\n{\"n\":");
    let stop = Arc::new(AtomicBool::new(false));
    let source = &sources(&[path.to_string_lossy().into_owned()])
        .unwrap()
        .sources[0];
    let mut capture = source
        .follow(&Options::default(), Arc::clone(&stop))
        .unwrap();
    let mut next = || {
        let batch = capture.next_batch().unwrap().unwrap();
        batch.iter().map(told).collect::<Vec<_>>()
    };
    assert_eq!(next(), ["1 1:1 ok `{\"n\":1}`"]);
    File::options()
        .append(true)
        .open(&path)
        .unwrap()
        .write_all(b"2}\n")
        .unwrap();
    assert_eq!(next(), ["2 2:1 ok `{\"n\":2}`"]);
    fs::rename(&path, room.0.join("old.ndjson")).unwrap();
    room.file("live.ndjson", "{\"n\":3}\n");
    assert_eq!(next(), ["3 1:1 ok `{\"n\":3}`"]);
    // Written anew under the same name, and shorter.
    room.file("live.ndjson", "{}\n");
    assert_eq!(next(), ["4 1:1 ok `{}`"]);
    stop.store(true, Ordering::Relaxed);
    assert!(capture.next_batch().unwrap().is_none());
    assert_eq!(capture.facts().documents, 4);
}
