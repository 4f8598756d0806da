//! The house stands as drawn: imports go where they may, and every package has one owner.

use std::fs;
use std::path::{Path, PathBuf};

/// Each room and the rooms that it may look into, beside itself.
const ROOMS: [(&str, &[&str]); 14] = [
    ("staged", &[]),
    ("json", &[]),
    ("privacy", &[]),
    ("event", &["json"]),
    ("capture", &["json", "event"]),
    ("rules", &["json", "event", "privacy"]),
    ("report", &["json", "event", "privacy", "rules"]),
    (
        "judge",
        &["json", "capture", "event", "privacy", "rules", "report"],
    ),
    ("config", &["json", "event", "rules", "report", "judge"]),
    (
        "drift",
        &[
            "json", "capture", "event", "privacy", "rules", "report", "judge", "staged",
        ],
    ),
    ("checker", &["capture", "judge", "report", "rules"]),
    ("assertion", &["checker", "report", "rules"]),
    ("sample", &["json", "event", "rules"]),
    (
        "evidence",
        &[
            "json", "capture", "event", "privacy", "rules", "report", "judge",
        ],
    ),
];

/// Each package with an owner, and where its name may stand.
const OWNERS: [(&str, &[&str]); 22] = [
    ("jsonschema::", &["src/judge/schema"]),
    (
        "similar::",
        &[
            "src/report/explain.rs",
            "src/report/difference",
            "src/drift/store/patch.rs",
        ],
    ),
    ("clap::", &["src/cli"]),
    ("quick_junit::", &["src/report/junit.rs"]),
    ("minijinja::", &["src/report/html", "src/evidence/page.rs"]),
    (
        "base64::",
        &[
            "src/report/html",
            "src/evidence/statement.rs",
            "src/capture/unwrap/coding.rs",
        ],
    ),
    ("anstream::", &["src/cli"]),
    ("ctrlc::", &["src/cli"]),
    ("toml::", &["src/config", "src/evidence/declaration"]),
    ("flate2::", &["src/capture"]),
    ("ruzstd::", &["src/capture"]),
    ("console::", &["src/cli/golden"]),
    ("ed25519_dalek::", &["src/evidence/key.rs"]),
    ("getrandom::", &["src/evidence/key.rs"]),
    ("hmac::", &["src/evidence/pseudonym.rs"]),
    ("tar::", &["src/evidence/archive"]),
    // What is too much for the memory is sorted in a file that has no name; what is written appears whole.
    (
        "tempfile::",
        &[
            "src/drift/normal/spill.rs",
            "src/staged.rs",
            "src/cli/evidence",
        ],
    ),
    (
        "std::fs",
        &[
            "src/capture",
            "src/cli",
            "src/drift/normal/spill.rs",
            "src/drift/store/folder.rs",
            "src/staged.rs",
        ],
    ),
    ("std::env", &["src/cli"]),
    ("process::exit", &[]),
    ("Timestamp::now", &["src/cli/today.rs"]),
    ("Instant::now", &["src/cli/progress.rs"]),
];

/// What no room may do: reports hold no clock, and nothing ever goes on a network.
const NOWHERE: [&str; 3] = ["SystemTime", "std::net", "unsafe "];

fn sources() -> Vec<(String, String)> {
    let mut found = Vec::new();
    walk(Path::new("src"), &mut found);
    assert!(found.len() > 80, "the sources are not where they should be");
    found
}

fn walk(folder: &Path, found: &mut Vec<(String, String)>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .expect("src")
        .flatten()
        .map(|entry| entry.path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).expect("a source file");
            found.push((path.to_string_lossy().into_owned(), text));
        }
    }
}

/// The code that is shipped: tests at a file's foot, and files of tests, left out.
fn shipped(path: &str, text: &str) -> String {
    if path.contains("/tests/") || path.ends_with("/tests.rs") {
        return String::new();
    }
    let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or(text);
    code.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn imports_never_point_down() {
    for (path, text) in sources() {
        let code = shipped(&path, &text);
        let room = path
            .trim_start_matches("src/")
            .split(['/', '.'])
            .next()
            .unwrap_or_default()
            .to_owned();
        if matches!(room.as_str(), "lib" | "main" | "cli") {
            continue;
        }
        let (_, allowed) = ROOMS
            .iter()
            .find(|(name, _)| *name == room)
            .unwrap_or_else(|| panic!("{path}: no such room"));
        for (place, _) in code.match_indices("crate::") {
            let rest = &code[place + "crate::".len()..];
            let target: String = rest
                .chars()
                .take_while(|letter| letter.is_ascii_lowercase() || *letter == '_')
                .collect();
            let known = ROOMS.iter().any(|(name, _)| *name == target);
            assert!(
                !known || target == room || allowed.contains(&target.as_str()),
                "{path} looks into {target}"
            );
        }
    }
}

#[test]
fn a_package_has_one_owner() {
    for (path, text) in sources() {
        let code = shipped(&path, &text);
        for (name, owners) in OWNERS {
            let stands = code.match_indices(name).any(|(place, _)| {
                !code[..place].ends_with(|letter: char| letter.is_alphanumeric() || letter == '_')
            });
            let owned = owners.iter().any(|owner| path.starts_with(owner));
            assert!(!stands || owned, "{path} uses {name}");
        }
        for name in NOWHERE {
            assert!(!code.contains(name), "{path} has {name}");
        }
    }
}

#[test]
fn only_main_knows_exit_codes() {
    for (path, text) in sources() {
        assert!(
            path == "src/main.rs" || !text.contains("ExitCode"),
            "{path}"
        );
    }
}

#[test]
fn no_input_reaches_a_panic() {
    const PANICS: [&str; 6] = [
        ".unwrap()",
        ".expect(",
        "panic!(",
        "unreachable!(",
        "todo!(",
        "unimplemented!(",
    ];
    for (path, text) in sources() {
        let code = shipped(&path, &text);
        // An assertion panics: that is what it is for.
        if path == "src/assertion.rs" {
            continue;
        }
        for panic in PANICS {
            assert!(!code.contains(panic), "{path} has {panic}");
        }
    }
}
