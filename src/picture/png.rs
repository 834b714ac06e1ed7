//! A picture in SVG as a PNG, with the embedded fonts and none of the machine's.

use anyhow::Context;
use anyhow::ensure;
use resvg::tiny_skia::{Pixmap, Transform};

use crate::picture::typeface::typeset;

/// Pixels for each pixel of the layout, so that the picture is sharp on a projector.
pub(crate) const SCALE: f32 = 2.0;
/// The largest number of pixels on a side.
const MOST_SIDE: f64 = 16_000.0;
/// The largest number of pixels of a picture. Each takes four bytes while it is drawn, and four more while it is compressed.
const MOST_PIXELS: f64 = 80e6;

/// The bytes of a PNG of `svg`, with `scale` pixels for each pixel of the SVG.
///
/// A picture larger than 16,000 pixels on a side or 80 million pixels is drawn as large as fits. Fails if the scale is not positive or the
/// text is not SVG.
pub(crate) fn render(svg: &str, scale: f32) -> anyhow::Result<Vec<u8>> {
    ensure!(
        scale.is_finite() && scale > 0.0,
        "the scale of a picture must be a positive number, not {scale}"
    );
    let tree = typeset::tree(svg)?;
    let (width, height) = (
        f64::from(tree.size().width()),
        f64::from(tree.size().height()),
    );
    let scale = fitting(width, height, f64::from(scale));
    let pixels = |side: f64| ((side * scale).round() as u32).max(1);
    let mut pixmap = Pixmap::new(pixels(width), pixels(height))
        .context("there is no room in memory for so large a picture")?;
    resvg::render(
        &tree,
        Transform::from_scale(scale as f32, scale as f32),
        &mut pixmap.as_mut(),
    );
    pixmap
        .encode_png()
        .context("the picture could not be packed as PNG")
}

/// The given scale, or the largest below it that keeps the picture within its limits.
fn fitting(width: f64, height: f64, scale: f64) -> f64 {
    let by_side = MOST_SIDE / width.max(height);
    let by_area = (MOST_PIXELS / (width * height)).sqrt();
    scale.min(by_side).min(by_area)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PICTURE: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40" font-family="Open Sans">
        <rect width="200" height="40" fill="#FFFFFF"/><text x="10" y="26" font-size="20" fill="#000000">Deaths</text></svg>"##;

    fn dark_pixels(png: &[u8]) -> usize {
        let picture = Pixmap::decode_png(png).unwrap();
        picture
            .pixels()
            .iter()
            .filter(|pixel| pixel.red() < 90 && pixel.alpha() == 255)
            .count()
    }

    #[test]
    fn text_is_drawn_without_any_font_of_the_machine() {
        let png = render(PICTURE, 1.0).unwrap();
        assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));
        assert!(dark_pixels(&png) > 100, "the title is missing");
        let blank = render(&PICTURE.replace("Deaths", ""), 1.0).unwrap();
        assert_eq!(dark_pixels(&blank), 0);
        let bold = render(&PICTURE.replace("<text", "<text font-weight=\"bold\""), 1.0).unwrap();
        assert!(
            dark_pixels(&bold) > dark_pixels(&png) * 6 / 5,
            "one of the cuts is missing"
        );
    }

    #[test]
    fn the_same_picture_gives_the_same_bytes_and_the_scale_counts() {
        assert_eq!(render(PICTURE, 2.0).unwrap(), render(PICTURE, 2.0).unwrap());
        let picture = Pixmap::decode_png(&render(PICTURE, 2.0).unwrap()).unwrap();
        assert_eq!((picture.width(), picture.height()), (400, 80));
    }

    #[test]
    fn too_large_a_picture_is_drawn_smaller() {
        assert!((fitting(40_000.0, 100.0, 1.0) - 0.4).abs() < 1e-9);
        let scale = fitting(12_000.0, 12_000.0, 2.0);
        assert!(12_000.0 * scale * 12_000.0 * scale <= MOST_PIXELS + 1.0);
        assert!((fitting(100.0, 100.0, 2.0) - 2.0).abs() < 1e-9);
    }

    #[test]
    fn nonsense_is_refused_in_words() {
        assert!(render(PICTURE, 0.0).is_err() && render(PICTURE, f32::NAN).is_err());
        assert_eq!(
            render("<svg", 1.0).unwrap_err().to_string(),
            "the picture is not valid SVG"
        );
    }
}
