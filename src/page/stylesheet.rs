//! Stylesheet of the pages: one for all, with the series' colour as accent, adjusted until it is
//! readable on light and dark.
//!
//! Uses only integers and exact operations: every machine writes the same bytes.

use std::fmt::Write as _;

use crate::model::Colour;

/// The styles without the accent.
const STYLE: &str = include_str!("style.css");
/// The only script: the reader's local time, past sessions, and copying an address. Pages are complete
/// without it.
pub const SCRIPT: &str = include_str!("page.js");

/// Default accent.
const ACCENT: [u8; 3] = [0x0b, 0x5c, 0xad];
/// The background of text, and the text on the accent: of `--page`, `--paper` and `--on`, the one with the
/// lowest contrast.
const LIGHT: [u8; 3] = [0xf5, 0xf7, 0xf9];
const DARK: [u8; 3] = [0x1a, 0x21, 0x2b];
/// WCAG 2.2 §1.4.3 requires 4.5; the rest allows for the approximation here.
const CONTRAST: f64 = 4.6;

/// The text of the style element on a series' pages.
#[must_use]
pub fn style(colour: Option<Colour>) -> String {
    with_accent(STYLE, colour)
}

/// Replaces the accent `--a` of a style.
pub(super) fn with_accent(style: &str, colour: Option<Colour>) -> String {
    let rgb = colour.map_or(ACCENT, Colour::rgb);
    let light = readable(rgb, LIGHT, [0, 0, 0]);
    let dark = readable(rgb, DARK, [255, 255, 255]);
    let mut text = String::with_capacity(style.len() + 96);
    text.push_str(style.trim_end());
    // Writing to a String cannot fail.
    let _ = write!(
        text,
        ":root{{--a:{}}}@media(prefers-color-scheme:dark){{:root{{--a:{}}}}}",
        hex(light),
        hex(dark)
    );
    text
}

/// The accent on a light background, as `#rrggbb`: readable on white, and white on it.
pub(super) fn accent(colour: Option<Colour>) -> String {
    hex(readable(colour.map_or(ACCENT, Colour::rgb), LIGHT, [0, 0, 0]))
}

/// Mixes the colour with as little of `towards` as makes it readable on `ground`.
fn readable(rgb: [u8; 3], ground: [u8; 3], towards: [u8; 3]) -> [u8; 3] {
    let mixed = |part: u16| {
        let mix = |from: u8, to: u8| {
            let mixed = (u16::from(from) * (32 - part) + u16::from(to) * part) / 32;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        std::array::from_fn(|at| mix(rgb[at], towards[at]))
    };
    let is_readable = |colour: &[u8; 3]| contrast(*colour, ground) >= CONTRAST;
    (0..=32).map(mixed).find(is_readable).unwrap_or(towards)
}

/// WCAG 2.2: contrast ratio of two colours.
fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// WCAG 2.2: relative luminance. The power of 2.4 is approximated with square roots, which every machine
/// rounds alike; the error is below 0.005.
fn luminance(rgb: [u8; 3]) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 {
            return part / 12.92;
        }
        let x = (part + 0.055) / 1.055;
        let root = x.sqrt();
        x * x * (0.6 * root + 0.4 * root.sqrt())
    };
    let [red, green, blue] = rgb.map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn hex([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colour_can_be_read_on_light_and_on_dark() {
        for name in Colour::names() {
            let rgb = Colour::parse(name).expect(name).rgb();
            for (ground, towards) in [(LIGHT, [0; 3]), (DARK, [255; 3])] {
                let shown = readable(rgb, ground, towards);
                // The exact formula of WCAG.
                let exact = |rgb: [u8; 3]| {
                    let [red, green, blue] = rgb.map(|part| {
                        let part = f64::from(part) / 255.0;
                        if part <= 0.04045 {
                            part / 12.92
                        } else {
                            ((part + 0.055) / 1.055).powf(2.4)
                        }
                    });
                    0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05
                };
                let (one, other) = (exact(shown), exact(ground));
                assert!(one.max(other) / one.min(other) >= 4.5, "{name}: {}", hex(shown));
            }
        }
    }

    #[test]
    fn a_colour_that_can_be_read_stays_as_it_is() {
        assert_eq!(readable([0x00, 0x5e, 0xb8], LIGHT, [0; 3]), [0x00, 0x5e, 0xb8]);
    }
}
