//! QR codes as drawings.

use std::fmt::Write as _;

use fast_qr::ECL;
use fast_qr::QRBuilder;

use crate::model::WebUrl;

/// Light modules around it that readers need (ISO/IEC 18004).
const QUIET: usize = 4;

/// The address as SVG; none where it is longer than a code holds, which a [`WebUrl`] never is.
#[must_use]
pub fn qr_svg(address: &WebUrl) -> Option<String> {
    let code = QRBuilder::new(address.as_str()).ecl(ECL::M).build().ok()?;
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
