//! JSON as anybody may write it.

use serde_json::Value;

/// A value in some writer's style: its spaces, its escapes, its order of keys.
pub fn print(value: &Value, style: &mut impl Iterator<Item = u8>, out: &mut String) {
    space(style, out);
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => out.push_str(&value.to_string()),
        Value::String(text) => print_string(text, style, out),
        Value::Array(elements) => {
            out.push('[');
            for (index, element) in elements.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                print(element, style, out);
            }
            space(style, out);
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            let mut members: Vec<_> = members.iter().collect();
            let turn = usize::from(style.next().unwrap_or(0)) % members.len().max(1);
            members.rotate_left(turn);
            for (index, (key, value)) in members.into_iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                space(style, out);
                print_string(key, style, out);
                space(style, out);
                out.push(':');
                print(value, style, out);
            }
            space(style, out);
            out.push('}');
        }
    }
    space(style, out);
}

fn space(style: &mut impl Iterator<Item = u8>, out: &mut String) {
    let spaces = ["", "", "", " ", "\n", "\t", "\r\n", "\n    "];
    out.push_str(spaces[usize::from(style.next().unwrap_or(0)) % spaces.len()]);
}

fn print_string(text: &str, style: &mut impl Iterator<Item = u8>, out: &mut String) {
    out.push('"');
    for letter in text.chars() {
        let escape = style.next().unwrap_or(0).is_multiple_of(4);
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            '/' if escape => out.push_str("\\/"),
            '\n' => out.push_str("\\n"),
            letter if escape || letter < ' ' => {
                for unit in letter.encode_utf16(&mut [0; 2]) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
}
