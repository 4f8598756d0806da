//! What of an event is masked, beside what its places decide, and how finely times are told.

use std::str::FromStr;

use super::{Error, Selector};

/// How the normal form is to be made. The same masking is meant for everything that is compared.
#[derive(Debug, Clone, Default)]
pub struct Masking {
    /// Places that are masked beside those that always are.
    pub mask: Vec<Selector>,
    /// Places that stay as they are. Of two selectors for one place the more exact one holds; of two
    /// that are as exact, the mask.
    pub unmask: Vec<Selector>,
    /// How finely times are told.
    pub resolution: Resolution,
    /// Whether open fields show nothing but documented words.
    pub mask_open: bool,
}

/// How finely times are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution {
    /// In steps of so many milliseconds, rounded down; a step of 0 is one of 1.
    Step(u64),
    /// Only which comes before which: times are numbered.
    Order,
}

impl Default for Resolution {
    fn default() -> Resolution {
        Resolution::Step(1)
    }
}

impl FromStr for Resolution {
    type Err = Error;

    fn from_str(text: &str) -> Result<Resolution, Error> {
        let refused = || Error::Resolution(text.to_owned());
        if text == "order" {
            return Ok(Resolution::Order);
        }
        let (number, unit) = match (text.strip_suffix("ms"), text.strip_suffix('s')) {
            (Some(number), _) => (number, 1),
            (None, Some(number)) => (number, 1000),
            (None, None) => return Err(refused()),
        };
        if !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(refused());
        }
        let number: u64 = number.parse().map_err(|_| refused())?;
        let step = number.checked_mul(unit).filter(|step| *step > 0);
        step.map(Resolution::Step).ok_or_else(refused)
    }
}

/// What the selectors say of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wish {
    Mask,
    Unmask,
}

impl Masking {
    /// Whether there is any selector at all.
    pub(super) fn selects(&self) -> bool {
        !self.mask.is_empty() || !self.unmask.is_empty()
    }

    /// What is wished for the place under these keys.
    pub(super) fn wish(&self, path: &[String]) -> Option<Wish> {
        let most = |selectors: &[Selector]| {
            let exactness = selectors.iter().filter_map(|one| one.exactness(path));
            exactness.max()
        };
        match (most(&self.mask), most(&self.unmask)) {
            (None, None) => None,
            (mask, unmask) if mask >= unmask => Some(Wish::Mask),
            _ => Some(Wish::Unmask),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolutions() {
        let cases = [
            ("1ms", Some(Resolution::Step(1))),
            ("100ms", Some(Resolution::Step(100))),
            ("2s", Some(Resolution::Step(2000))),
            ("order", Some(Resolution::Order)),
            ("0ms", None),
            ("1", None),
            ("-1s", None),
            ("s", None),
            ("1m", None),
            ("99999999999999999999s", None),
        ];
        for (text, resolution) in cases {
            assert_eq!(text.parse::<Resolution>().ok(), resolution, "{text}");
        }
    }

    #[test]
    fn the_more_exact_selector_holds() {
        let selector = |text: &str| text.parse::<Selector>().expect("a selector");
        let masking = Masking {
            mask: vec![selector("/a/b"), selector("/a/*/c")],
            unmask: vec![selector("/a/*"), selector("/a/x/c"), selector("/a/b")],
            ..Masking::default()
        };
        let cases = [
            ("/a/x", Some(Wish::Unmask)),
            ("/a/b", Some(Wish::Mask)),
            ("/a/y/c", Some(Wish::Mask)),
            ("/a/x/c", Some(Wish::Unmask)),
            ("/b", None),
        ];
        for (place, wish) in cases {
            let path: Vec<String> = place.split('/').skip(1).map(str::to_owned).collect();
            assert_eq!(masking.wish(&path), wish, "{place}");
        }
    }
}
