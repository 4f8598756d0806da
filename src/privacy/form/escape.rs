//! Signs as escapes of URLs, HTML and JSON write them, escaped once or often.

/// How long the `@` is that begins the text: itself, wide, small, or in an escape.
pub(super) fn at_sign(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    match first {
        '@' | '＠' | '﹫' => Some(first.len_utf8()),
        '%' => percent(text, "40"),
        '&' => entity(text),
        '\\' => ["\\u0040", "\\x40"]
            .iter()
            .find_map(|escape| begins(text, escape)),
        _ => None,
    }
}

/// How long the point is that begins the text as JSON escapes it, in JSON inside of JSON too.
pub(super) fn point(text: &str) -> Option<usize> {
    let rest = text.trim_start_matches('\\');
    let slashes = text.len() - rest.len();
    let escape = begins(rest, "u002e").or_else(|| begins(rest, "x2e"))?;
    (slashes > 0).then_some(slashes + escape)
}

/// Where the sign of that code first stands as URLs escape it.
pub(super) fn find(text: &str, code: &str) -> Option<usize> {
    let mut signs = text.match_indices('%').map(|(at, _)| at);
    signs.find(|at| percent(text.get(*at..).unwrap_or_default(), code).is_some())
}

/// Whether the sign of that code stands twice in a row somewhere.
pub(super) fn has_twice(text: &str, code: &str) -> bool {
    let mut signs = text.match_indices('%').map(|(at, _)| at);
    signs.any(|at| {
        let here = text.get(at..).unwrap_or_default();
        let behind = percent(here, code).and_then(|length| here.get(length..));
        behind.is_some_and(|behind| percent(behind, code).is_some())
    })
}

/// `%40`, and what becomes of it where it is escaped again: `%2540`.
fn percent(text: &str, code: &str) -> Option<usize> {
    let rest = text.strip_prefix('%')?;
    let inner = rest.trim_start_matches("25");
    let length = begins(inner, code)?;
    Some(text.len() - inner.len() + length)
}

/// `&#64;`, with zeros before the number or not, in hexadecimal, or by name.
fn entity(text: &str) -> Option<usize> {
    let mut rest = text.strip_prefix('&')?;
    while let Some(again) = rest.strip_prefix("amp;") {
        rest = again;
    }
    let number = |prefix: &str, code: &str| {
        let digits = rest.get(begins(rest, prefix)?..)?;
        let digits = digits.trim_start_matches('0');
        Some((digits, begins(digits, code)?))
    };
    let (rest, length) = number("#x", "40;")
        .or_else(|| number("#", "64;"))
        .or_else(|| Some((rest, begins(rest, "commat;")?)))?;
    Some(text.len() - rest.len() + length)
}

/// How long the beginning is, where the text has it in capitals or not.
fn begins(text: &str, beginning: &str) -> Option<usize> {
    let head = text.get(..beginning.len())?;
    head.eq_ignore_ascii_case(beginning)
        .then_some(beginning.len())
}
