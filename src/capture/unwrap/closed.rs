//! What may hold events and cannot be opened here.

/// How it begins, and what it is.
const BEGINNINGS: [(&[u8], &str); 11] = [
    (&[0x1F, 0x8B], "gzip"),
    (&[0x78, 0x01], "zlib"),
    (&[0x78, 0x5E], "zlib"),
    (&[0x78, 0x9C], "zlib"),
    (&[0x78, 0xDA], "zlib"),
    (b"PK\x03\x04", "a zip archive"),
    (&[0x28, 0xB5, 0x2F, 0xFD], "zstd"),
    (b"BZh", "bzip2"),
    (&[0xFD, b'7', b'z', b'X', b'Z', 0], "xz"),
    (b"Salted__", "encrypted text"),
    (b"age-encryption.org/", "encrypted text"),
];

/// What it is, where that is known to hold something.
pub(super) fn name(bytes: &[u8]) -> Option<&'static str> {
    let known = BEGINNINGS
        .iter()
        .find(|(beginning, _)| bytes.starts_with(beginning));
    known.map(|(_, name)| *name)
}

/// Whether the bytes begin as text does.
pub(super) fn is_text(bytes: &[u8]) -> bool {
    let head = bytes.get(..64).unwrap_or(bytes);
    let is_control = |byte: &u8| *byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r');
    let is_utf8 = match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    is_utf8 && !head.iter().any(is_control) && name(bytes).is_none()
}
