//! Pseudonyms: values of the same shape, equal by equal, that only the holder of the key can tell.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Words that stand for a phone number and tell nothing of a person: rule value/phone knows them.
const WORDS: [&str; 3] = ["anonymous", "INTERNAL-TRANSFER", "Softphone"];

/// The groups of a UUID.
const GROUPS: [usize; 5] = [8, 4, 4, 4, 12];

/// Draws pseudonyms from a signing key. The same value always gets the same one, and no list is kept.
#[derive(Clone)]
pub struct Pseudonyms(Hmac<Sha256>);

impl Pseudonyms {
    /// Those of a key of that seed.
    pub fn of(seed: &[u8; 32]) -> Pseudonyms {
        // HMAC fills a short key up with zeros to the length of its block.
        let mut block = [0; 64];
        block
            .iter_mut()
            .zip(seed)
            .for_each(|(to, from)| *to = *from);
        let mac = Hmac::<Sha256>::new(&block.into());
        Pseudonyms(mac.chain_update(b"callproof pseudonyms/1\0"))
    }

    /// A string's pseudonym: letters for letters, digits for digits, signs as they are.
    pub fn string(&self, value: &str) -> String {
        if WORDS.contains(&value) {
            return value.to_owned();
        }
        if value.split('_').all(is_uuid) {
            let parts: Vec<String> = value.split('_').map(|part| self.uuid(part)).collect();
            return parts.join("_");
        }
        let scheme = ["sip:", "sips:"]
            .into_iter()
            .find(|scheme| value.starts_with(scheme));
        let (scheme, rest) = value.split_at(scheme.map_or(0, str::len));
        // Outer space is no part of what is compared.
        let mut draw = Draw::new(self, rest.trim());
        let mut made = scheme.to_owned();
        rest.chars()
            .for_each(|letter| draw.replace(letter, &mut made));
        made
    }

    /// Digits for digits; the rest as it is.
    pub fn digits(&self, value: &str) -> String {
        let mut draw = Draw::new(self, value.trim());
        value
            .chars()
            .map(|letter| {
                if letter.is_numeric() {
                    draw.digit(letter)
                } else {
                    letter
                }
            })
            .collect()
    }

    /// A JSON number's pseudonym: of the same sign, length and magnitude.
    pub fn number(&self, raw: &str) -> String {
        let (mantissa, exponent) = match raw.find(['e', 'E']) {
            Some(place) => raw.split_at(place),
            None => (raw, ""),
        };
        format!("{}{exponent}", self.digits(mantissa))
    }

    fn uuid(&self, value: &str) -> String {
        let is_upper = value.bytes().any(|byte| byte.is_ascii_uppercase());
        let mut draw = Draw::new(self, &value.to_ascii_lowercase());
        value
            .chars()
            .map(|letter| match (letter, is_upper) {
                ('-', _) => '-',
                (_, true) => draw.hexadecimal().to_ascii_uppercase(),
                (_, false) => draw.hexadecimal(),
            })
            .collect()
    }
}

/// Any version: groups of 8, 4, 4, 4 and 12 hexadecimal digits.
fn is_uuid(text: &str) -> bool {
    let hexadecimal = text
        .bytes()
        .all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
    hexadecimal && text.split('-').map(str::len).eq(GROUPS)
}

/// A stream of bytes that belongs to one value.
struct Draw {
    mac: Hmac<Sha256>,
    block: Vec<u8>,
    blocks: u64,
    /// Whether a digit came already: the first keeps whether it is 0.
    begun: bool,
}

impl Draw {
    fn new(pseudonyms: &Pseudonyms, value: &str) -> Draw {
        Draw {
            mac: pseudonyms.0.clone().chain_update(value.as_bytes()),
            block: Vec::new(),
            blocks: 0,
            begun: false,
        }
    }

    fn byte(&mut self) -> u8 {
        if let Some(byte) = self.block.pop() {
            return byte;
        }
        let mac = self
            .mac
            .clone()
            .chain_update([0])
            .chain_update(self.blocks.to_be_bytes());
        self.blocks += 1;
        self.block = mac.finalize().into_bytes().to_vec();
        self.block.pop().unwrap_or_default()
    }

    fn letter(&mut self, first: u8, many: u8) -> char {
        char::from(first + self.byte() % many)
    }

    fn hexadecimal(&mut self) -> char {
        char::from_digit(u32::from(self.byte() % 16), 16).unwrap_or('0')
    }

    /// A first 0 stays, and no other first digit becomes one: numbers stay numbers.
    fn digit(&mut self, letter: char) -> char {
        let is_first = !std::mem::replace(&mut self.begun, true);
        match (is_first, letter) {
            (true, '0') => '0',
            (true, _) => self.letter(b'1', 9),
            (false, _) => self.letter(b'0', 10),
        }
    }

    /// Appends what stands for the letter, as many bytes as it has.
    fn replace(&mut self, letter: char, made: &mut String) {
        match letter {
            '0'..='9' => made.push(self.digit(letter)),
            'a'..='z' => made.push(self.letter(b'a', 26)),
            'A'..='Z' => made.push(self.letter(b'A', 26)),
            sign if sign.is_ascii() => made.push(sign),
            other => (0..other.len_utf8()).for_each(|_| made.push(self.letter(b'a', 26))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pseudonyms() -> Pseudonyms {
        Pseudonyms::of(&[7; 32])
    }

    fn shape(text: &str) -> String {
        let class = |letter: char| match letter {
            '0'..='9' => '9',
            'a'..='z' => 'a',
            'A'..='Z' => 'A',
            other => other,
        };
        text.chars().map(class).collect()
    }

    #[test]
    fn shapes_stay_and_values_go() {
        let own = pseudonyms();
        for value in [
            "+16013261548",
            "John O'Neil",
            "sip:jo@example.com",
            "(601) 326-1548",
            "  x1 ",
        ] {
            let made = own.string(value);
            assert_ne!(made, value);
            assert_eq!(shape(&made), shape(value), "{made}");
            assert_eq!(made, own.string(value));
        }
        assert_eq!(own.string("é日").len(), "é日".len());
        assert_eq!(own.string("anonymous"), "anonymous");
        assert_eq!(own.string(""), "");
    }

    #[test]
    fn uuids_stay_uuids_alone_and_joined() {
        let own = pseudonyms();
        let (one, two) = (
            "4bbfa29b-d5a8-4876-9276-09872a748397",
            "d675473e-7dbc-4a9b-ad92-b78f26e70b3b",
        );
        let (first, second) = (own.string(one), own.string(two));
        assert!(is_uuid(&first) && first != one);
        assert_eq!(
            own.string(&format!("{one}_{two}")),
            format!("{first}_{second}")
        );
        assert_eq!(own.string(&one.to_uppercase()), first.to_uppercase());
    }

    #[test]
    fn numbers_stay_numbers() {
        let own = pseudonyms();
        for raw in ["0", "-0.25", "16013261548", "1.50e-7"] {
            let made = own.number(raw);
            assert_eq!(made.len(), raw.len());
            assert!(made.parse::<f64>().is_ok_and(f64::is_finite), "{made}");
        }
        assert_eq!(own.number("0"), "0");
    }
}
