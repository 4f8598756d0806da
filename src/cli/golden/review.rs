//! `callproof golden review`: a person decides about what waits, one key each.

use std::io::{self, IsTerminal};

use callproof::capture::label;
use callproof::privacy::terminal_text;
use callproof::render::difference;
use callproof::snapshot::store::{File, Folder};
use console::{Key, Term};

use super::arguments::Review;
use super::pending::Waiting;
use crate::cli::output::{self, Surface};
use crate::cli::{Done, Failure};

const KEYS: &str = "a accept · r reject · s skip · d whole · q quit · ? help";

const HELP: &str = "\
a  accept: what waits becomes the golden
r  reject: what waits is thrown away
s  skip: it goes on waiting
d  show the whole difference
q  quit: what is not decided goes on waiting
";

/// Lines that the difference leaves free beside title and keys: an empty one before them, one for what is
/// left out, and that of the cursor.
const FREE: usize = 3;

/// What a key means.
enum Choice {
    Accept,
    Reject,
    Skip,
    Whole,
    Help,
    Quit,
    Interrupt,
}

/// How many went which way.
#[derive(Default)]
struct Tally {
    accepted: usize,
    rejected: usize,
    skipped: usize,
}

/// Shows what waits, one after another, and does what the keys say.
pub fn run(arguments: &Review, surface: Surface) -> Result<Done, Failure> {
    let folder = arguments.place.folder()?;
    if !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
        return Err(Failure::Usage(
            "review asks on a terminal, and there is none: decide with callproof golden accept NAME or callproof golden reject NAME; callproof golden pending lists the names".into(),
        ));
    }
    let names = folder.names(File::Pending)?;
    let count = names.len();
    let mut tally = Tally::default();
    let mut decided = 0;
    for (index, name) in names.iter().enumerate() {
        let waiting = Waiting::of(&folder, name)?;
        let title = format!("{} of {count} · {}", index + 1, waiting.told());
        match ask(&waiting, &title, surface)? {
            Choice::Accept => {
                folder.accept(name)?;
                output::print("accepted\n")?;
                tally.accepted += 1;
            }
            Choice::Reject => {
                folder.reject(name)?;
                output::print("rejected\n")?;
                tally.rejected += 1;
            }
            Choice::Interrupt => return Ok(Done::Interrupted),
            Choice::Quit => break,
            Choice::Skip | Choice::Whole | Choice::Help => tally.skipped += 1,
        }
        decided += 1;
    }
    tally.skipped += count - decided;
    close(&folder, count, &tally)?;
    Ok(Done::Fine)
}

/// Shows one and waits for a key that decides.
fn ask(waiting: &Waiting, title: &str, surface: Surface) -> Result<Choice, Failure> {
    let terminal = Term::stdout();
    show(waiting, title, usize::from(terminal.size().0), surface)?;
    loop {
        let key = match terminal.read_key_raw() {
            Ok(key) => key,
            // The terminal has gone: nobody decides any more.
            Err(_) => return Ok(Choice::Interrupt),
        };
        match choice(&key) {
            Some(Choice::Whole) => show(waiting, title, usize::MAX, surface)?,
            Some(Choice::Help) => output::print(&format!("\n{HELP}"))?,
            Some(decision) => return Ok(decision),
            None => {}
        }
    }
}

/// Small letters only: a capital may be the tail of a key that sends several.
fn choice(key: &Key) -> Option<Choice> {
    match key {
        Key::Char('a') => Some(Choice::Accept),
        Key::Char('r') => Some(Choice::Reject),
        Key::Char('s') => Some(Choice::Skip),
        Key::Char('d') => Some(Choice::Whole),
        Key::Char('q') => Some(Choice::Quit),
        Key::Char('?') => Some(Choice::Help),
        Key::CtrlC | Key::Char('\u{3}') => Some(Choice::Interrupt),
        _ => None,
    }
}

/// The title, the difference as far as the screen has rows for it, the keys.
fn show(waiting: &Waiting, title: &str, rows: usize, surface: Surface) -> Result<(), Failure> {
    let style = surface.style(true);
    let title = terminal_text::wrapped(&format!("── {title}"), style.width);
    let keys = terminal_text::wrapped(KEYS, style.width);
    let mut difference = Vec::new();
    difference::human::write(&waiting.comparison, style, &mut difference)?;
    let difference = String::from_utf8_lossy(&difference);
    let lines: Vec<&str> = difference.lines().collect();
    let room = rows.saturating_sub(title.len() + keys.len() + FREE).max(1);
    let (shown, left_out) = lines.split_at(room.min(lines.len()));
    let mut text = format!("\n{}\n", title.join("\n"));
    for line in shown {
        text.push_str(line);
        text.push('\n');
    }
    if !left_out.is_empty() {
        text.push_str(&format!(
            "… and {} more lines: d shows the whole\n",
            left_out.len()
        ));
    }
    text.push_str(&keys.join("\n"));
    text.push('\n');
    Ok(output::print(&text)?)
}

fn close(folder: &Folder, count: usize, tally: &Tally) -> Result<(), Failure> {
    if count == 0 {
        let line = format!("nothing is pending in {}\n", label(folder.path()));
        return Ok(output::print(&line)?);
    }
    let Tally {
        accepted,
        rejected,
        skipped,
    } = tally;
    let line = format!("\n{accepted} accepted, {rejected} rejected, {skipped} still pending\n");
    Ok(output::print(&line)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What arrows and function keys leave behind (`A`, `5C`, `~`) decides nothing.
    #[test]
    fn only_the_keys_that_are_named_decide() {
        let deciding: String = (' '..='~')
            .filter(|&letter| choice(&Key::Char(letter)).is_some())
            .collect();
        assert_eq!(deciding, "?adqrs");
        for key in [
            Key::ArrowUp,
            Key::Enter,
            Key::Escape,
            Key::Del,
            Key::Unknown,
        ] {
            assert!(choice(&key).is_none(), "{key:?}");
        }
        assert!(matches!(choice(&Key::CtrlC), Some(Choice::Interrupt)));
    }
}
