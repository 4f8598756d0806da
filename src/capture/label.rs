//! What a path is called in every output.

use std::fmt::Write;
use std::path::Path;

/// The path as text, each byte of it that is not UTF-8 as `\xNN`.
pub fn label(path: &Path) -> String {
    let mut label = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        label.push_str(chunk.valid());
        for byte in chunk.invalid() {
            // Writing to a string cannot fail.
            let _ = write!(label, "\\x{byte:02X}");
        }
    }
    label
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    #[test]
    fn bytes_that_are_not_utf_8_are_escaped() {
        for (bytes, expected) in [
            (&b"calls/a.json"[..], "calls/a.json"),
            ("übergabe.json".as_bytes(), "übergabe.json"),
            (b"\xFF.json", "\\xFF.json"),
            (b"a\xC3/\x80\xE2\x82", "a\\xC3/\\x80\\xE2\\x82"),
        ] {
            assert_eq!(label(Path::new(OsStr::from_bytes(bytes))), expected);
        }
    }
}
