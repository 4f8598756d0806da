//! Chance that repeats itself: splitmix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number
//! generators", OOPSLA 2014).

/// A stream of numbers, the same for the same seed.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// The stream of that seed.
    pub fn new(seed: u64) -> Chance {
        Chance(seed)
    }

    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to `bound`, which is left out; 0 where there is no other.
    pub fn below(&mut self, bound: u64) -> u64 {
        // The high half of the product: its bias is far below anything a capture shows.
        ((u128::from(self.draw()) * u128::from(bound)) >> 64) as u64
    }

    /// A place in a list of that length.
    pub fn index(&mut self, length: usize) -> usize {
        self.below(length as u64) as usize
    }

    /// A share from 0.0 up to 1.0, which is left out.
    pub fn share(&mut self) -> f64 {
        (self.draw() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Appends a random (version 4) UUID.
    pub fn uuid(&mut self, text: &mut String) {
        const VERSION: u128 = 0xF << 76;
        const VARIANT: u128 = 0x3 << 62;
        let bits = (u128::from(self.draw()) << 64) | u128::from(self.draw());
        let bits = (bits & !VERSION & !VARIANT) | (0x4 << 76) | (0x2 << 62);
        for place in 0..32 {
            if matches!(place, 8 | 12 | 16 | 20) {
                text.push('-');
            }
            let digit = (bits >> (124 - 4 * place)) as u32 & 0xF;
            text.push(char::from_digit(digit, 16).unwrap_or('0'));
        }
    }

    /// Appends `+1` and more digits, `digits` in all.
    pub fn number(&mut self, digits: usize, text: &mut String) {
        text.push_str("+1");
        for place in 1..digits {
            // An area code begins with no digit below 2.
            let least = if place == 1 { 2 } else { 0 };
            let digit = least + self.below(10 - u64::from(least)) as u32;
            text.push(char::from_digit(digit, 10).unwrap_or('2'));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The first numbers of seed 1234567, as the authors' reference code gives them.
    #[test]
    fn the_published_stream() {
        let mut chance = Chance::new(1_234_567);
        let drawn = [chance.draw(), chance.draw(), chance.draw()];
        assert_eq!(
            drawn,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423
            ]
        );
    }

    proptest! {
        #[test]
        fn bounds_hold(seed: u64, bound in 1_u64..) {
            let mut chance = Chance::new(seed);
            prop_assert!(chance.below(bound) < bound);
            prop_assert!((0.0..1.0).contains(&chance.share()));
        }

        #[test]
        fn uuids_have_their_shape(seed: u64) {
            let mut text = String::new();
            Chance::new(seed).uuid(&mut text);
            let parts: Vec<usize> = text.split('-').map(str::len).collect();
            prop_assert_eq!(parts, [8, 4, 4, 4, 12]);
            prop_assert_eq!(&text[14..15], "4");
            prop_assert!("89ab".contains(&text[19..20]));
        }

        #[test]
        fn numbers_have_their_length(seed: u64, digits in 2_usize..=15) {
            let mut text = String::new();
            Chance::new(seed).number(digits, &mut text);
            prop_assert_eq!(text.len(), digits + 1);
            prop_assert!(text[1..].bytes().all(|byte| byte.is_ascii_digit()));
        }
    }
}
