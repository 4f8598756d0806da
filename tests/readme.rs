//! README.md is true: every command in it is run, every output compared, its rule table regenerated.

use std::env;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

const CALLPROOF: &str = env!("CARGO_BIN_EXE_callproof");

fn readme() -> String {
    fs::read_to_string("README.md").expect("README.md")
}

/// The blocks of that language.
fn blocks(language: &str) -> Vec<String> {
    let text = readme();
    let fence = format!("```{language}\n");
    text.split(&fence)
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap_or_default().to_owned())
        .collect()
}

/// What a shell at the root of the project prints, both streams, and whether it succeeded.
fn shell(line: &str) -> (String, bool) {
    shell_in(Path::new("."), line)
}

/// The same in another folder.
fn shell_in(here: &Path, line: &str) -> (String, bool) {
    let folder = Path::new(CALLPROOF).parent().expect("a folder");
    let path = format!(
        "{}:{}",
        folder.display(),
        env::var("PATH").unwrap_or_default()
    );
    let output = Command::new("sh")
        .args(["-c", &format!("({line}) 2>&1")])
        .env("PATH", path)
        .env("SOURCE_DATE_EPOCH", "1790000000")
        .env_remove("COLUMNS")
        .env_remove("CI")
        .current_dir(here)
        .output()
        .expect("a shell");
    (
        String::from_utf8(output.stdout).expect("UTF-8"),
        output.status.success(),
    )
}

/// The commands of a console block, each with the output printed below it.
fn sessions(block: &str) -> Vec<(String, String)> {
    let mut sessions: Vec<(String, String)> = Vec::new();
    for line in block.lines() {
        match (line.strip_prefix("$ "), sessions.last_mut()) {
            (Some(command), _) => sessions.push((command.to_owned(), String::new())),
            (None, Some((_, output))) => output.push_str(&format!("{line}\n")),
            (None, None) => panic!("output without a command: {line}"),
        }
    }
    sessions
}

/// A block that begins so runs in a folder of its own, and may write there.
const OWN_FOLDER: &str = "cd \"$(mktemp -d)\"";

/// A fresh folder for the block of that number.
fn own_folder(number: usize) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("readme-{number}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// A fresh folder that shows what the root of the project holds, so that a session may write there.
fn as_the_root(number: usize) -> PathBuf {
    let folder = own_folder(number);
    let root = env::current_dir().expect("the root");
    for entry in fs::read_dir(&root).expect("the root") {
        let name = entry.expect("an entry").file_name();
        if name != ".git" && name != "target" {
            symlink(root.join(&name), folder.join(&name)).expect("a link");
        }
    }
    folder
}

/// With CALLPROOF_README=write the outputs are written anew instead of compared.
#[test]
fn sessions_print_what_they_show() {
    let write = env::var("CALLPROOF_README").is_ok_and(|value| value == "write");
    let mut text = readme();
    let (plain, scratch) = (blocks("console"), blocks("console scratch"));
    assert!(
        plain.len() >= 4 && !scratch.is_empty(),
        "the sessions are gone"
    );
    for (number, block) in plain.into_iter().enumerate() {
        let mut anew = String::new();
        let mut here = as_the_root(number);
        for (command, expected) in sessions(&block) {
            if command == OWN_FOLDER {
                here = own_folder(number);
            }
            let (printed, _) = shell_in(&here, &command);
            anew.push_str(&format!("$ {command}\n{printed}"));
            assert!(
                write || printed == expected,
                "{command} prints\n{printed}\nnot\n{expected}"
            );
        }
        text = text.replace(&block, &anew);
    }
    for block in scratch {
        let mut anew = String::new();
        let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readme");
        let _ = fs::remove_dir_all(&place);
        fs::create_dir_all(&place).expect("a folder");
        for (command, expected) in sessions(&block) {
            let (printed, succeeded) = shell_in(&place, &command);
            let printed = without_digests(&printed);
            anew.push_str(&format!("$ {command}\n{printed}"));
            assert!(succeeded, "{command}: {printed}");
            assert!(
                write || printed == expected,
                "{command} prints\n{printed}\nnot\n{expected}"
            );
        }
        text = text.replace(&block, &anew);
    }
    if write {
        fs::write("README.md", text).expect("README.md");
    }
}

/// A key is another each time: digests of 64 digits are shown as `…`.
fn without_digests(text: &str) -> String {
    let is_digest =
        |word: &str| word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut shown = text.to_owned();
    for word in text.split_whitespace().filter(|word| is_digest(word)) {
        shown = shown.replace(word, "…");
    }
    shown
}

#[test]
fn commands_run() {
    let ci = fs::read_to_string(".ci/fast").expect(".ci/fast");
    let lines: Vec<String> = blocks("sh")
        .iter()
        .flat_map(|block| block.lines().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    assert!(lines.len() >= 4, "the commands are gone");
    for line in lines {
        if line.starts_with("cargo test") {
            assert!(
                ci.lines().any(|own| own == line),
                ".ci/fast does not run `{line}`"
            );
            continue;
        }
        let (printed, succeeded) = shell(&line.replace("cargo run --release --", "callproof"));
        assert!(succeeded && !printed.is_empty(), "{line}: {printed}");
    }
}

#[test]
fn the_rule_table_is_the_generated_one() {
    let text = readme();
    let table = text
        .split("<!-- rules -->\n")
        .nth(1)
        .and_then(|rest| rest.split("<!-- /rules -->").next());
    let (generated, _) = shell("callproof rules --format markdown");
    assert_eq!(table.expect("the table").trim(), generated.trim());
}

/// README without its blocks of code.
fn prose() -> String {
    readme().split("```").step_by(2).collect()
}

/// What stands between backticks in the prose.
fn codes() -> Vec<String> {
    prose()
        .split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

#[test]
fn commands_in_the_prose_run() {
    let commands: Vec<String> = codes()
        .into_iter()
        .filter(|code| code.starts_with("callproof "))
        .collect();
    assert!(commands.len() >= 5, "the commands are gone: {commands:?}");
    for command in commands {
        if command.contains("--follow") {
            // It goes on until it is interrupted.
            let (printed, _) = shell(&format!("timeout -s INT 1 {command}; echo \"exit $?\""));
            assert!(
                printed.contains("\"events\":6") && printed.ends_with("exit 124\n"),
                "{command}: {printed}"
            );
            continue;
        }
        let (printed, succeeded) = shell(&command);
        assert!(succeeded && !printed.is_empty(), "{command}: {printed}");
    }
}

#[test]
fn flags_that_are_named_exist() {
    let (help, _) = shell(
        "for command in check sample waive init normalize 'golden check' 'golden record' declare certify verify 'evidence list' calls coverage compare; do callproof $command --help; done",
    );
    for code in codes() {
        for flag in code
            .split_whitespace()
            .filter(|word| word.starts_with("--"))
        {
            let flag = flag.split('=').next().unwrap_or(flag);
            assert!(
                help.contains(flag) || flag == "--path",
                "{flag} is named and does not exist"
            );
        }
    }
}

/// Files that README links to or names exist.
#[test]
fn files_that_are_named_exist() {
    let text = readme();
    let linked = text
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next().map(str::to_owned));
    let named = codes()
        .into_iter()
        .filter(|code| code.contains('/') && code.ends_with(".rs"));
    for file in linked.chain(named) {
        assert!(
            Path::new(&file).exists(),
            "{file} is named and does not exist"
        );
    }
}
