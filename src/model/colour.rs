//! Colours: the names of CSS3, which RFC 7986 §5.9 allows in COLOR, and RGB values.

use std::sync::LazyLock;

/// A colour of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour {
    rgb: u32,
}

impl Colour {
    /// Parses a CSS3 colour name or `#rrggbb`; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(digits) = text.strip_prefix('#') {
            let all_hex = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            return all_hex
                .then(|| u32::from_str_radix(digits, 16).ok())
                .flatten()
                .map(|rgb| Self { rgb });
        }
        let at = NAMES.binary_search_by(|(name, _)| (*name).cmp(text)).ok()?;
        Some(Self { rgb: NAMES[at].1 })
    }

    /// All names, in order.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| *name)
    }

    /// `#rrggbb` in lower case.
    #[must_use]
    pub fn hex(self) -> String {
        format!("#{:06x}", self.rgb)
    }

    /// Red, green and blue.
    #[must_use]
    pub fn rgb(self) -> [u8; 3] {
        let [_, red, green, blue] = self.rgb.to_be_bytes();
        [red, green, blue]
    }

    /// The CSS3 name of the colour, or of the nearest one: COLOR accepts only names.
    #[must_use]
    pub fn nearest_name(self) -> &'static str {
        NAMES
            .iter()
            .min_by_key(|(_, rgb)| distance(self.rgb, *rgb))
            .map_or("black", |(name, _)| name)
    }
}

fn distance(a: u32, b: u32) -> u32 {
    [16, 8, 0].iter().map(|shift| ((a >> shift) & 0xFF).abs_diff((b >> shift) & 0xFF).pow(2)).sum()
}

/// CSS Color Module Level 3 §4.3, in order of name: `name rrggbb`, one a line.
static NAMES: LazyLock<Vec<(&str, u32)>> = LazyLock::new(|| {
    let rows = include_str!("colours.txt").lines().filter_map(|line| line.split_once(' '));
    rows.filter_map(|(name, rgb)| Some((name, u32::from_str_radix(rgb, 16).ok()?))).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_order_and_every_one_is_read() {
        assert!(NAMES.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!(NAMES.len(), 147);
        for (name, rgb) in NAMES.iter() {
            assert_eq!(Colour::parse(name).map(|colour| colour.rgb), Some(*rgb));
        }
    }

    #[test]
    fn all_names_are_told() {
        assert!(Colour::names().eq(NAMES.iter().map(|(name, _)| *name)));
    }

    #[test]
    fn a_value_has_the_nearest_name() {
        let colour = Colour::parse("#005EB8").expect("colour");
        assert_eq!(colour.rgb(), [0x00, 0x5E, 0xB8]);
        assert_eq!((colour.hex().as_str(), colour.nearest_name()), ("#005eb8", "darkcyan"));
        assert_eq!(Colour::parse("steelblue").expect("colour").nearest_name(), "steelblue");
        for bad in ["", "#", "#12345", "#12345g", "Steelblue", "rgb(0,0,0)", "#+12345"] {
            assert_eq!(Colour::parse(bad), None, "{bad}");
        }
    }
}
