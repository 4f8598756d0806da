//! Reads a declaration; every mistake is told with its place and what may be meant.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::{Claims, Declaration, Elections, LARGEST, ProducerInfo};
use crate::call::Flow;
use crate::event::vocabulary::{EventWord, LegType, nearest};
use crate::evidence::Error;
use crate::evidence::election::{AgentSpelling, FromAddress, NaFields};
use crate::privacy::terminal_text;

/// So many characters of a name are shown on a certificate.
const LONGEST_NAME: usize = 120;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    producer: Names,
    claims: Listed,
    #[serde(default)]
    elections: Elected,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    vendor: Spanned<String>,
    product: Spanned<String>,
    version: Spanned<String>,
    contact: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Listed {
    leg_types: Spanned<Vec<Spanned<String>>>,
    events: Spanned<Vec<Spanned<String>>>,
    #[serde(default)]
    flows: Vec<Spanned<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Elected {
    agent_spelling: Option<Spanned<String>>,
    na_fields: Option<Spanned<String>>,
    from_address: Option<Spanned<String>>,
}

/// A mistake and where it stands, in bytes.
struct Mistake {
    at: Range<usize>,
    message: String,
}

impl Declaration {
    /// Reads a declaration; `name` is what messages call its file.
    ///
    /// # Errors
    /// The first mistake in it.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Declaration, Error> {
        if bytes.len() > LARGEST {
            let line = format!("{name} has more than {LARGEST} bytes; a declaration is short");
            return Err(Error::Declaration(line));
        }
        let text = std::str::from_utf8(bytes)
            .map_err(|_| Error::Declaration(format!("{name} is not UTF-8")))?;
        declaration(text).map_err(|mistake| {
            let (line, column) = place(text, mistake.at.start);
            Error::Declaration(format!("{name}:{line}:{column}: {}", mistake.message))
        })
    }
}

fn declaration(text: &str) -> Result<Declaration, Mistake> {
    let file: File = toml::from_str(text).map_err(|error| Mistake {
        at: error.span().unwrap_or_default(),
        message: advised(error.message()),
    })?;
    let Names {
        vendor,
        product,
        version,
        contact,
    } = file.producer;
    let leg_types = some(file.claims.leg_types, "leg-types")?;
    let events = some(file.claims.events, "events")?;
    Ok(Declaration {
        producer: ProducerInfo {
            vendor: name(vendor)?,
            product: name(product)?,
            version: name(version)?,
            contact: name(contact)?,
        },
        claims: Claims {
            leg_types: words(leg_types, &LegType::ALL, LegType::word)?,
            events: words(events, &EventWord::ALL, EventWord::word)?,
            flows: words(file.claims.flows, &Flow::ALL, Flow::name)?,
        },
        elections: elections(file.elections)?,
    })
}

fn elections(elected: Elected) -> Result<Elections, Mistake> {
    Ok(Elections {
        agent_spelling: variant(
            elected.agent_spelling,
            [
                ("Agent", AgentSpelling::Capital),
                ("agent", AgentSpelling::Small),
            ],
        )?,
        na_fields: variant(
            elected.na_fields,
            [("present", NaFields::Present), ("absent", NaFields::Absent)],
        )?,
        from_address: variant(
            elected.from_address,
            [("null", FromAddress::Null), ("string", FromAddress::String)],
        )?,
    })
}

fn variant<T: Copy>(
    given: Option<Spanned<String>>,
    variants: [(&str, T); 2],
) -> Result<Option<T>, Mistake> {
    let Some(given) = given else { return Ok(None) };
    let found = variants.iter().find(|(name, _)| name == given.get_ref());
    match found {
        Some((_, variant)) => Ok(Some(*variant)),
        None => {
            let [(first, _), (second, _)] = variants;
            let message = format!(
                "`{}` is neither `{first}` nor `{second}`",
                terminal_text::shown(given.get_ref())
            );
            Err(Mistake {
                at: given.span(),
                message,
            })
        }
    }
}

/// The words of the list, in our own order, each once.
fn words<T: Copy + PartialEq>(
    given: Vec<Spanned<String>>,
    all: &[T],
    name: fn(T) -> &'static str,
) -> Result<Vec<T>, Mistake> {
    let mut found = Vec::new();
    for word in given {
        let known = all
            .iter()
            .copied()
            .find(|&known| name(known) == word.get_ref());
        let Some(known) = known else {
            let names = all.iter().copied().map(name);
            let message = unknown(word.get_ref(), names.clone().collect());
            return Err(Mistake {
                at: word.span(),
                message,
            });
        };
        if found.contains(&known) {
            let message = format!("`{}` stands here twice", word.get_ref());
            return Err(Mistake {
                at: word.span(),
                message,
            });
        }
        found.push(known);
    }
    Ok(all
        .iter()
        .copied()
        .filter(|known| found.contains(known))
        .collect())
}

fn unknown(word: &str, known: Vec<&str>) -> String {
    let word = &terminal_text::shown(word);
    match nearest(word, known.iter().copied()) {
        Some(meant) => format!("there is no `{word}`; did you mean `{meant}`?"),
        None => format!("there is no `{word}`; there are {}", known.join(", ")),
    }
}

fn some(list: Spanned<Vec<Spanned<String>>>, key: &str) -> Result<Vec<Spanned<String>>, Mistake> {
    if list.get_ref().is_empty() {
        let message = format!("`{key}` claims nothing, so nothing could be certified");
        return Err(Mistake {
            at: list.span(),
            message,
        });
    }
    Ok(list.into_inner())
}

fn name(given: Spanned<String>) -> Result<String, Mistake> {
    let trimmed = given.get_ref().trim();
    let message = if trimmed.is_empty() {
        "this is empty, and stands on the certificate".to_owned()
    } else if trimmed.chars().count() > LONGEST_NAME {
        format!("this is longer than {LONGEST_NAME} characters, and stands on one page")
    } else if trimmed
        .chars()
        .any(|letter| crate::privacy::terminal_text::visible(letter) != letter)
    {
        "this has characters that cannot be seen, and stands on the certificate".to_owned()
    } else {
        return Ok(trimmed.to_owned());
    };
    Err(Mistake {
        at: given.span(),
        message,
    })
}

/// The parser's words, with a suggestion where a key is unknown.
fn advised(message: &str) -> String {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let known: Vec<&str> = match message.strip_prefix("unknown field ") {
        Some(rest) => rest.split('`').skip(3).step_by(2).collect(),
        None => return message.lines().collect::<Vec<_>>().join("; "),
    };
    let key = &terminal_text::shown(quoted.next().unwrap_or_default());
    match nearest(key, known.iter().copied()) {
        Some(meant) => format!("there is no key `{key}` here; did you mean `{meant}`?"),
        None => format!(
            "there is no key `{key}` here; there are {}",
            known.join(", ")
        ),
    }
}

/// Line and column, from 1, of a byte.
fn place(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let column = before.get(start..).unwrap_or_default().chars().count() + 1;
    (line, column)
}
