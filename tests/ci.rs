//! What callproof brings for CI systems and shells says what the command line takes. That it also does
//! what it says is tried by tests/readers/ci-places.py.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

const CALLPROOF: &str = env!("CARGO_BIN_EXE_callproof");

fn printed(arguments: &[&str]) -> String {
    let output = Command::new(CALLPROOF)
        .args(arguments)
        .output()
        .expect("callproof");
    assert!(output.status.success(), "{arguments:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The long flags that a help text or a page has.
fn flags(text: &str) -> BTreeSet<String> {
    text.split("--")
        .skip(1)
        .map(|rest| {
            rest.chars()
                .take_while(|letter| letter.is_ascii_lowercase() || *letter == '-')
                .collect::<String>()
        })
        .filter(|name| name.len() > 1)
        .collect()
}

/// Every command with commands inside it, as a help text lists them, and its flags.
fn commands(path: &[&str], found: &mut Vec<(Vec<String>, BTreeSet<String>)>) {
    let help = printed(&[path, &["--help"]].concat());
    let options = help.split("Options:").nth(1).unwrap_or_default();
    let defined = options
        .lines()
        .filter(|line| line.trim_start().starts_with('-'))
        .map(|line| line.split('<').next().unwrap_or(line))
        .collect::<Vec<_>>()
        .join("\n");
    let owned = path.iter().map(|name| (*name).to_owned()).collect();
    found.push((owned, flags(&defined)));
    let listed = help
        .split("Commands:\n")
        .nth(1)
        .and_then(|rest| rest.split("\n\n").next());
    for line in listed.unwrap_or_default().lines() {
        let Some(name) = line.split_whitespace().next() else {
            continue;
        };
        // A description goes on in column 12 or so; a name stands in column 3.
        if name != "help" && line.starts_with("  ") && !line.starts_with("   ") {
            commands(&[path, &[name]].concat(), found);
        }
    }
}

fn all_commands() -> Vec<(Vec<String>, BTreeSet<String>)> {
    let mut found = Vec::new();
    commands(&[], &mut found);
    assert!(found.len() >= 8, "the commands are gone: {found:?}");
    found
}

#[test]
fn every_command_and_flag_is_in_its_man_page() {
    for (command, flags_of_command) in all_commands() {
        let mut arguments = vec!["man"];
        arguments.extend(command.iter().map(String::as_str));
        let page = printed(&arguments).replace("\\-", "-");
        let missing: Vec<_> = flags_of_command
            .difference(&flags(&page))
            .cloned()
            .collect();
        // The page of callproof itself names what its help names.
        assert!(missing.is_empty(), "man {command:?} lacks {missing:?}");
    }
}

/// Bash asks the function that it was given; the others are read.
#[test]
fn every_command_and_flag_is_completed() {
    let bash = printed(&["completions", "bash"]);
    for (command, flags_of_command) in all_commands() {
        let words = [vec!["callproof".to_owned()], command.clone()].concat();
        let asked = format!(
            "{bash}\nCOMP_WORDS=({} --); COMP_CWORD={}; _callproof callproof -- {}; echo \"${{COMPREPLY[@]}}\"",
            words.join(" "),
            words.len(),
            words.last().expect("callproof"),
        );
        let output = Command::new("bash")
            .args(["--norc", "-c", &asked])
            .output()
            .expect("bash");
        let offered = flags(&String::from_utf8(output.stdout).expect("UTF-8"));
        let missing: Vec<_> = flags_of_command.difference(&offered).collect();
        assert!(missing.is_empty(), "{command:?} lacks {missing:?}");
    }
    for shell in ["zsh", "fish", "powershell", "elvish"] {
        let script = printed(&["completions", shell]);
        for (command, flags_of_command) in all_commands() {
            for name in command.iter().chain(&flags_of_command) {
                assert!(script.contains(name), "{shell} lacks {name}");
            }
        }
    }
}

/// The names under a key that stands alone on its line, as far as they are indented by `depth`.
fn keys(text: &str, key: &str, depth: usize) -> BTreeSet<String> {
    let indent = " ".repeat(depth);
    text.lines()
        .skip_while(|line| line.trim() != key)
        .skip(1)
        .take_while(|line| line.is_empty() || line.starts_with(&indent))
        .filter_map(|line| line.strip_prefix(&indent))
        .filter(|line| !line.starts_with([' ', '-', '#']))
        .filter_map(|line| line.split_once(':'))
        .map(|(name, _)| name.to_owned())
        .collect()
}

/// The YAML blocks of README, each with what tells it apart.
fn snippet(telling: &str) -> String {
    let readme = fs::read_to_string("README.md").expect("README.md");
    let blocks: Vec<&str> = readme
        .split("```yaml\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .filter(|block| block.contains(telling))
        .collect();
    assert_eq!(blocks.len(), 1, "{telling}");
    blocks[0].to_owned()
}

#[test]
fn readme_gives_ci_systems_only_inputs_that_exist() {
    for (telling, used, depth, file, told) in [
        ("uses: OWNER/callproof", "with:", 4, "action.yml", 2),
        ("component:", "inputs:", 6, "templates/callproof.yml", 4),
    ] {
        let block = snippet(telling);
        let own = block.split(telling).nth(1).unwrap_or_default();
        let given = keys(own, used, depth);
        let text = fs::read_to_string(file).expect(file);
        let exist = keys(&text, "inputs:", told);
        assert!(
            given.contains("inputs") && exist.len() > 6,
            "{file}: {given:?}, {exist:?}"
        );
        let unknown: Vec<_> = given.difference(&exist).collect();
        assert!(unknown.is_empty(), "{file} has no input {unknown:?}");
    }
    let action = fs::read_to_string("action.yml").expect("action.yml");
    let outputs = keys(&action, "outputs:", 2);
    for used in snippet("uses: OWNER/callproof").split(".outputs.").skip(1) {
        let name: String = used
            .chars()
            .take_while(|letter| letter.is_ascii_lowercase() || *letter == '-')
            .collect();
        assert!(outputs.contains(&name), "action.yml has no output {name}");
    }
    let hooks = fs::read_to_string(".pre-commit-hooks.yaml").expect("the hooks");
    let used = snippet("repo:");
    let id = used
        .split("id: ")
        .nth(1)
        .and_then(|rest| rest.split([',', '\n']).next())
        .expect("an id");
    assert!(hooks.contains(&format!("- id: {id}\n")), "no hook {id}");
}

/// Both systems give the same inputs the same meaning, by the same flags.
#[test]
fn action_and_template_pass_the_same_flags_and_each_exists() {
    let passed = |file: &str| {
        let text = fs::read_to_string(file).expect(file);
        text.lines()
            .filter(|line| {
                line.trim_start().starts_with("test -z")
                    || line.trim_start().starts_with("while read")
            })
            .flat_map(flags)
            .collect::<BTreeSet<String>>()
    };
    let of_action = passed("action.yml");
    assert!(of_action.contains("profile"), "{of_action:?}");
    assert_eq!(of_action, passed("templates/callproof.yml"));
    let exist = flags(&printed(&["check", "--help"]));
    let unknown: Vec<_> = of_action.difference(&exist).collect();
    assert!(unknown.is_empty(), "check has no flag {unknown:?}");
}

/// What is compiled in must be copied into the image that builds.
#[test]
fn the_container_file_copies_what_the_crate_is_made_of() {
    let manifest = fs::read_to_string("Cargo.toml").expect("Cargo.toml");
    let packaged = manifest
        .lines()
        .find(|line| line.starts_with("include = "))
        .expect("what is packaged");
    let container = fs::read_to_string("Dockerfile").expect("Dockerfile");
    let copied: BTreeSet<&str> = container
        .lines()
        .filter_map(|line| line.strip_prefix("COPY "))
        .flat_map(str::split_whitespace)
        .collect();
    for part in packaged.split('"').skip(1).step_by(2) {
        assert!(
            part == "README.md" || copied.contains(part),
            "{part} is not copied"
        );
    }
}
