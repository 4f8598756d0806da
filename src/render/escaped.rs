//! JSON as every report is written: what hides, moves or ends a line stands as an escape, so that readers of
//! lines and terminals are safe. The values stay what they are.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter, Serializer};

use crate::privacy::terminal_text;

/// The value on one line, without its end.
///
/// # Errors
/// Whatever the writer says.
pub fn write_line(out: &mut dyn Write, value: &(impl Serialize + ?Sized)) -> io::Result<()> {
    let mut serializer = Serializer::with_formatter(out, Escaping(CompactFormatter));
    Ok(value.serialize(&mut serializer)?)
}

/// The value indented, and the end of its last line.
///
/// # Errors
/// Whatever the writer says.
pub fn write_indented(out: &mut dyn Write, value: &(impl Serialize + ?Sized)) -> io::Result<()> {
    let formatter = Escaping(PrettyFormatter::new());
    let mut serializer = Serializer::with_formatter(&mut *out, formatter);
    value.serialize(&mut serializer)?;
    writeln!(out)
}

/// Writes as the other does, but for text.
struct Escaping<F>(F);

impl<F: Formatter> Formatter for Escaping<F> {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(terminal_text::is_hidden) {
            let (plain, hidden) = rest.split_at(at);
            out.write_all(plain.as_bytes())?;
            let mut letters = hidden.chars();
            if let Some(letter) = letters.next() {
                escape(letter, out)?;
            }
            rest = letters.as_str();
        }
        out.write_all(rest.as_bytes())
    }

    /// JSON that is written as it stands: outside of strings it holds nothing that is hidden.
    fn write_raw_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        self.write_string_fragment(out, fragment)
    }

    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_array(out)
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array(out)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(out, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array_value(out)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object(out)
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object(out)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(out, first)
    }

    fn end_object_key<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object_key(out)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object_value(out)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object_value(out)
    }
}

fn escape<W: ?Sized + Write>(letter: char, out: &mut W) -> io::Result<()> {
    for unit in letter.encode_utf16(&mut [0; 2]) {
        write!(out, "\\u{unit:04x}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    fn both(value: &Value) -> [String; 2] {
        let (mut line, mut indented) = (Vec::new(), Vec::new());
        write_line(&mut line, value).unwrap();
        write_indented(&mut indented, value).unwrap();
        [line, indented].map(|text| String::from_utf8(text).unwrap())
    }

    #[test]
    fn what_hides_is_escaped() {
        let cases = [
            ("\u{7f}", r#""\u007f""#),
            ("a\u{85}b", r#""a\u0085b""#),
            ("\u{2028}\u{2029}", r#""\u2028\u2029""#),
            ("\u{202e}é中😀", "\"\\u202eé中😀\""),
            ("\u{e0001}", r#""\udb40\udc01""#),
            ("\u{0}\n\"", r#""\u0000\n\"""#),
        ];
        for (text, written) in cases {
            assert_eq!(both(&text.into())[0], written);
        }
    }

    proptest! {
        /// The value stays what it is, as a key too, and nothing in the text is hidden but line feeds.
        #[test]
        fn the_value_stays_the_same(text in "(\\PC|[\u{7f}-\u{9f}\u{200b}-\u{202f}\u{2060}-\u{206f}\0-\u{1f}])*") {
            let value = serde_json::json!([{ (text.as_str()): text }, [], 1.5, {}]);
            for written in both(&value) {
                prop_assert_eq!(&serde_json::from_str::<Value>(&written).unwrap(), &value);
                prop_assert!(!written.contains(terminal_text::is_hidden));
                prop_assert!(!written.contains(|letter: char| letter < ' ' && letter != '\n'));
            }
        }

        /// Where nothing is hidden, the bytes are serde's own.
        #[test]
        fn nothing_else_changes(text in "[ -~é中]*") {
            let value = serde_json::json!({ "a": [text, { "b": null }] });
            let [line, indented] = both(&value);
            prop_assert_eq!(line, serde_json::to_string(&value).unwrap());
            prop_assert_eq!(indented, format!("{:#}\n", value));
        }
    }
}
