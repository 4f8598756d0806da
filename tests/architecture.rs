//! Imports point down only, no files import each other in a circle, and every package has its owner.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

/// The modules from top to bottom; each imports only from those below it.
const LAYERS: [&str; 17] = [
    "assertion",
    "checker",
    "evidence",
    "compare",
    "snapshot",
    "config",
    "sample",
    "render",
    "engine",
    "ledger",
    "report",
    "rules",
    "call",
    "capture",
    "privacy",
    "event",
    "json",
];

/// What every module may use, and uses none.
const GROUND: &str = "staged";

/// Each package with an owner, and where its name may stand.
const OWNERS: [(&str, &[&str]); 22] = [
    ("jsonschema::", &["src/engine/schema"]),
    (
        "similar::",
        &[
            "src/render/explain.rs",
            "src/render/difference",
            "src/snapshot/store/patch.rs",
        ],
    ),
    ("clap::", &["src/cli"]),
    ("quick_junit::", &["src/render/junit.rs"]),
    ("minijinja::", &["src/render/html", "src/evidence/page.rs"]),
    (
        "base64::",
        &[
            "src/render/html",
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
    ("hmac::", &["src/privacy/pseudonym.rs"]),
    ("tar::", &["src/evidence/archive"]),
    // What is too much for the memory is sorted in a file that has no name; what is written appears whole.
    (
        "tempfile::",
        &[
            "src/snapshot/normal/spill.rs",
            "src/staged.rs",
            "src/cli/evidence",
        ],
    ),
    (
        "std::fs",
        &[
            "src/capture",
            "src/cli",
            "src/snapshot/normal/spill.rs",
            "src/snapshot/store/folder.rs",
            "src/staged.rs",
        ],
    ),
    ("std::env", &["src/cli"]),
    ("process::exit", &[]),
    ("Timestamp::now", &["src/cli/today.rs"]),
    ("Instant::now", &["src/cli/progress.rs"]),
];

/// What no module may do: reports hold no clock, and nothing ever goes on a network.
const NOWHERE: [&str; 3] = ["SystemTime", "std::net", "unsafe "];

/// Lines of a source file.
const MAX_LINES: usize = 400;

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

/// The path of the module that the file is, from the root: `src/a/b/mod.rs` is `a`, `b`.
fn module(path: &str) -> Vec<String> {
    let inner = path.trim_start_matches("src/").trim_end_matches(".rs");
    let steps = inner.split('/').filter(|step| *step != "mod");
    steps.map(str::to_owned).collect()
}

/// The names below the root that the code imports or mentions, each as its path from the root.
fn mentions(path: &str, code: &str) -> Vec<Vec<String>> {
    let own = module(path);
    let mut found = Vec::new();
    for word in ["crate::", "super::"] {
        for (place, _) in code.match_indices(word) {
            if code[..place].ends_with("super::") {
                continue;
            }
            let mut base = if word == "crate::" {
                Vec::new()
            } else {
                own.clone()
            };
            let mut rest = &code[place..];
            while let Some(behind) = rest.strip_prefix("super::") {
                base.pop();
                rest = behind;
            }
            rest = rest.strip_prefix("crate::").unwrap_or(rest);
            let names: Vec<&str> = match rest.strip_prefix('{') {
                Some(list) => list
                    .split('}')
                    .next()
                    .unwrap_or_default()
                    .split(',')
                    .collect(),
                None => vec![rest],
            };
            for name in names {
                let is_path =
                    |letter: &char| letter.is_alphanumeric() || matches!(letter, '_' | ':');
                let name: String = name.trim().chars().take_while(is_path).collect();
                let steps = name.split("::").filter(|step| !step.is_empty());
                found.push(
                    base.iter()
                        .cloned()
                        .chain(steps.map(str::to_owned))
                        .collect(),
                );
            }
        }
    }
    found
}

fn is_above(path: &str) -> bool {
    matches!(
        module(path).first().map(String::as_str),
        Some("lib" | "main" | "cli")
    )
}

#[test]
fn imports_never_point_up() {
    for (path, text) in sources().into_iter().filter(|(path, _)| !is_above(path)) {
        let own = module(&path).swap_remove(0);
        let layer = |name: &str| LAYERS.iter().position(|layer| *layer == name);
        for mentioned in mentions(&path, &shipped(&path, &text)) {
            let target = mentioned.first().map_or("", String::as_str);
            let Some(below) = layer(target).filter(|_| target != own) else {
                continue;
            };
            let above = layer(&own).unwrap_or_else(|| panic!("{path}: no such layer"));
            assert!(above < below, "{path} imports {target}, which is above it");
        }
        assert!(
            layer(&own).is_some() || own == GROUND,
            "{path}: no such layer"
        );
    }
}

/// Files that import each other, as far as they name each other's module.
#[test]
fn no_files_import_each_other() {
    let sources: Vec<(String, String)> = sources()
        .into_iter()
        .filter(|(path, _)| !is_above(path))
        .collect();
    let files: HashMap<Vec<String>, &str> = sources
        .iter()
        .map(|(path, _)| (module(path), path.as_str()))
        .collect();
    let mut imports: BTreeSet<(&str, &str)> = BTreeSet::new();
    for (path, text) in &sources {
        for mentioned in mentions(path, &shipped(path, text)) {
            let file = (1..=mentioned.len())
                .rev()
                .find_map(|length| files.get(&mentioned[..length]));
            // What a module hands on is its files'; a file may name the module that it is in.
            let other = file.filter(|file| !file.ends_with("/mod.rs") && **file != path.as_str());
            imports.extend(other.map(|other| (path.as_str(), *other)));
        }
    }
    for (one, other) in &imports {
        assert!(
            !imports.contains(&(*other, *one)),
            "{one} and {other} import each other"
        );
    }
}

#[test]
fn no_file_needs_a_table_of_contents() {
    let long = |(path, text): (String, String)| {
        let lines = text.lines().count();
        (lines > MAX_LINES).then(|| format!("{path}: {lines}"))
    };
    let long: Vec<String> = sources().into_iter().filter_map(long).collect();
    assert!(long.is_empty(), "{long:?}");
}

#[test]
fn no_two_public_types_share_a_name() {
    let mut owners: HashMap<String, String> = HashMap::new();
    for (path, text) in sources() {
        for line in shipped(&path, &text).lines() {
            let words = line.trim_start().strip_prefix("pub ").unwrap_or_default();
            let kinds = ["struct ", "enum ", "trait ", "type "];
            let Some(rest) = kinds.iter().find_map(|kind| words.strip_prefix(kind)) else {
                continue;
            };
            let name: String = rest
                .chars()
                .take_while(|letter| letter.is_alphanumeric())
                .collect();
            if ["Error", "Options", "Entry"].contains(&name.as_str()) || line.starts_with(' ') {
                continue;
            }
            if let Some(other) = owners.insert(name.clone(), path.clone()) {
                panic!("{name} is a public type of {other} and of {path}");
            }
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
