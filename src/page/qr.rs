//! QR codes as SVG and PNG.

use std::fmt::Write as _;

use fast_qr::ECL;
use fast_qr::{QRBuilder, QRCode};

use crate::model::WebUrl;

/// Width of the light margin that readers need, in modules (ISO/IEC 18004).
const QUIET: usize = 4;

/// Pixels per module in a PNG. With one bit per pixel, a module is one byte of a line.
const PIXELS: usize = 8;
const LIGHT: u8 = 0xff;
const DARK: u8 = 0;

/// Renders the address as SVG; `None` if too long for a code, which a [`WebUrl`] never is.
#[must_use]
pub fn qr_svg(address: &WebUrl) -> Option<String> {
    let code = code(address)?;
    let side = code.size + 2 * QUIET;
    let mut path = String::new();
    for y in 0..code.size {
        let mut x = 0;
        while x < code.size {
            let run = code[y][x..].iter().take_while(|module| module.value()).count();
            if run > 0 {
                // Writing to a String cannot fail.
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run.max(1);
        }
    }
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" \
         shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/>\
         <path d=\"{path}\"/></svg>"
    ))
}

/// Renders it as PNG, black on white.
#[must_use]
pub fn qr_png(address: &WebUrl) -> Option<Vec<u8>> {
    let code = code(address)?;
    let modules = code.size + 2 * QUIET;
    let mut pixels = Vec::with_capacity(modules * modules * PIXELS);
    for y in 0..modules {
        let mut line = vec![LIGHT; modules];
        if let Some(y) = y.checked_sub(QUIET).filter(|y| *y < code.size) {
            for (byte, module) in line[QUIET..].iter_mut().zip(&code[y]) {
                *byte = if module.value() { DARK } else { LIGHT };
            }
        }
        pixels.extend_from_slice(&line.repeat(PIXELS));
    }
    let mut picture = Vec::new();
    let side = u32::try_from(modules * PIXELS).ok()?;
    let mut encoder = png::Encoder::new(&mut picture, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    encoder.write_header().ok()?.write_image_data(&pixels).ok()?;
    Some(picture)
}

fn code(address: &WebUrl) -> Option<QRCode> {
    QRBuilder::new(address.as_str()).ecl(ECL::M).build().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_shows_the_code_with_light_around_it() {
        let address = WebUrl::parse("https://calendar.example.org/talks").expect("a link");
        let picture = qr_png(&address).expect("short enough");
        let mut reader = png::Decoder::new(std::io::Cursor::new(picture)).read_info().expect("PNG");
        let mut lines = vec![0; reader.output_buffer_size().expect("small")];
        let info = reader.next_frame(&mut lines).expect("pixels");
        let code = code(&address).expect("short enough");
        let side = (code.size + 2 * QUIET) * PIXELS;
        assert_eq!((info.width as usize, info.height as usize), (side, side));
        for (y, line) in lines.chunks(info.line_size).enumerate() {
            for x in 0..side {
                let is_dark = line[x / 8] >> (7 - x % 8) & 1 == 0;
                let module = |at: usize| (at / PIXELS).checked_sub(QUIET);
                let inside = module(x).zip(module(y)).filter(|(x, y)| (*x).max(*y) < code.size);
                assert_eq!(is_dark, inside.is_some_and(|(x, y)| code[y][x].value()), "{x} {y}");
            }
        }
    }
}
