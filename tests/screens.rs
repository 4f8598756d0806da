//! The pictures of the terminal that README shows, drawn from what the command really prints.
//!
//! `CALLPROOF_SCREENS=write cargo test --test screens` draws them anew.

use std::env;
use std::fs;
use std::process::Command;

const SCREENS: [(&str, &[&str]); 2] = [
    (
        "check",
        &[
            "check",
            "tests/captures/nightly.ndjson",
            "--only",
            "button",
            "--color",
            "always",
        ],
    ),
    (
        "explain",
        &["explain", "button/mirror", "--color", "always"],
    ),
];

fn drawn(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_callproof"))
        .args(arguments)
        .env_remove("COLUMNS")
        .output()
        .expect("the command runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(text.contains('\u{1b}'), "no colours");
    anstyle_svg::Term::new().render_svg(&text)
}

#[test]
fn pictures_are_what_the_command_prints() {
    for (name, arguments) in SCREENS {
        let path = format!("tests/screens/{name}.svg");
        let picture = drawn(arguments);
        if env::var("CALLPROOF_SCREENS").is_ok_and(|value| value == "write") {
            fs::create_dir_all("tests/screens").expect("a folder");
            fs::write(&path, &picture).expect("the picture");
        }
        let shown = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            shown == picture,
            "{path} shows something else; see the head of this file"
        );
    }
}
