//! A string that holds a text: from a byte of the text to the byte where it was written.

/// A JSON string around a document, or around the next string.
#[derive(Debug, Clone)]
pub struct Layer {
    /// The string as written, between its quotes.
    pub(super) raw: Box<str>,
    /// Where, in the string's value, the text begins that is of interest.
    pub(super) begin: usize,
}

impl Layer {
    /// Where in `raw` the byte is written that stands `at` bytes into the text of interest.
    pub(super) fn raw_offset(&self, at: usize) -> usize {
        let wanted = self.begin + at;
        let (mut value, mut raw) = (0, 0);
        while value < wanted {
            let rest = self.raw.get(raw..).unwrap_or_default();
            let plain = rest.find('\\').unwrap_or(rest.len()).min(wanted - value);
            if plain > 0 {
                (value, raw) = (value + plain, raw + plain);
                continue;
            }
            let Some((written, meant)) = escape(rest) else {
                break;
            };
            if value + meant > wanted {
                break;
            }
            (value, raw) = (value + meant, raw + written);
        }
        raw
    }
}

/// How many bytes the escape at the start of `rest` takes, as written and as meant.
fn escape(rest: &str) -> Option<(usize, usize)> {
    let bytes = rest.as_bytes();
    if *bytes.get(1)? != b'u' {
        return Some((2, 1));
    }
    let unit = u32::from_str_radix(rest.get(2..6)?, 16).ok()?;
    Some(match unit {
        0xD800..0xDC00 => (12, 4),
        unit => (6, char::from_u32(unit).map_or(3, char::len_utf8)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_inside_a_string_are_found_where_they_were_written() {
        let raw = r#"\u0020{\"a\":\"\u00e9\ud83d\ude00é\"}"#;
        let layer = Layer {
            raw: raw.into(),
            begin: 1,
        };
        // The text is {"a":"é😀é"}.
        let cases = [
            ("the brace", 0, 6),
            ("the key's quote", 1, 7),
            ("the key", 2, 9),
            ("the first letter", 6, raw.find("\\u00e9").unwrap()),
            ("the wide letter", 8, raw.find("\\ud83d").unwrap()),
            ("the plain letter", 12, raw.find('é').unwrap()),
            ("the end", 16, raw.len()),
        ];
        for (name, at, expected) in cases {
            assert_eq!(layer.raw_offset(at), expected, "{name}");
        }
    }
}
