//! A picture in SVG as a PNG, with the embedded fonts and none of the machine's.

mod lettering;

use std::io::Write as _;

use anyhow::Context;
use anyhow::ensure;
use resvg::tiny_skia::{Color, Pixmap, PixmapPaint, Transform};

use self::lettering::Letters;
use crate::picture::paper;
use crate::picture::sheets::Sheets;
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
    let pixmap = drawn(svg, f64::from(scale))?;
    pack(&pixmap).context("the picture could not be packed as PNG")
}

/// The pixels of a picture, `scale` to the SVG's pixel as far as that fits.
fn drawn(svg: &str, scale: f64) -> anyhow::Result<Pixmap> {
    let (shapes, texts) = lettering::lift(svg);
    let tree = typeset::tree(&shapes)?;
    let (width, height) = (
        f64::from(tree.size().width()),
        f64::from(tree.size().height()),
    );
    let scale = fitting(width, height, scale);
    let pixels = |side: f64| ((side * scale).round() as u32).max(1);
    let mut pixmap = Pixmap::new(pixels(width), pixels(height))
        .context("there is no room in memory for so large a picture")?;
    resvg::render(
        &tree,
        Transform::from_scale(scale as f32, scale as f32),
        &mut pixmap.as_mut(),
    );
    // Texts are drawn over everything else in our pictures.
    let (corner, wide) = view(svg).unwrap_or(((0.0, 0.0), width as f32));
    let unit = (width * scale) as f32 / wide;
    let mut letters = Letters::new();
    for text in &texts {
        letters.set(&mut pixmap, text, corner, unit);
    }
    Ok(pixmap)
}

/// The bytes of a PNG for a screen: sharp on a projector, as far as that takes no more pixels than slides can show.
pub(crate) fn render_for_screen(svg: &str) -> anyhow::Result<Vec<u8>> {
    let tag = svg.split_once('>').map_or("", |(tag, _)| tag);
    let side = |key| lettering::value(tag, key).and_then(|side| side.parse::<f64>().ok());
    let area = side("width")
        .zip(side("height"))
        .map(|(wide, high)| wide * high);
    let most = area.map_or(SCALE, |area| (MOST_ON_SCREEN / area.max(1.0)).sqrt() as f32);
    render(svg, SCALE.min(most))
}

/// The bytes of a PNG of one of the sheets of a picture, `scale` pixels to a CSS pixel.
pub(crate) fn render_sheet(
    svg: &str,
    sheets: &Sheets,
    place: usize,
    scale: f32,
) -> anyhow::Result<Vec<u8>> {
    let part = sheets.parts[place];
    let (wide, high) = sheets.sheet.in_pixels();
    // From the picture's pixels to those of the PNG; a sheet is measured in millimetres.
    let scale = sheets.sheet.width / 25.4 * 96.0 / wide * f64::from(scale);
    let shown = paper::sized(
        svg,
        [part.w, part.h].map(|side| format!("{side:.2}")),
        [part.x, part.y, part.w, part.h],
    );
    let inside = drawn(&shown, scale)?;
    let sheet = drawn(&sheets.overlay(place), fitting(wide, high, scale))?;
    let corner = sheets.corner(part);
    let at = |side: f64| (side * scale).round() as i32;
    let mut whole = Pixmap::new(sheet.width(), sheet.height())
        .context("there is no room in memory for so large a picture")?;
    whole.fill(Color::WHITE);
    let paint = PixmapPaint::default();
    let (x, y) = (at(part.x - corner.0), at(part.y - corner.1));
    whole.draw_pixmap(x, y, inside.as_ref(), &paint, Transform::identity(), None);
    whole.draw_pixmap(0, 0, sheet.as_ref(), &paint, Transform::identity(), None);
    pack(&whole).context("the picture could not be packed as PNG")
}

/// The corner and the width of the part of the plane that the picture shows; `None` if the picture does not name a part.
fn view(svg: &str) -> Option<((f32, f32), f32)> {
    let (tag, _) = svg.split_once('>')?;
    let numbers = lettering::value(tag, "viewBox")?.split(' ');
    let numbers: Vec<f32> = numbers.map_while(|number| number.parse().ok()).collect();
    match numbers[..] {
        [x, y, width, _] if width > 0.0 => Some(((x, y), width)),
        _ => None,
    }
}

/// A picture with more bytes is compressed quickly, and its file is twice as large.
const QUICKLY: usize = 100_000_000;

/// The most pixels of a picture for a screen: twice those of the finest projectors. More take longer to draw and cannot be seen; whoever wants
/// them has the SVG.
const MOST_ON_SCREEN: f64 = 16e6;
/// The number of bytes that are compressed before they are written.
const TOGETHER: usize = 1 << 20;

/// The bytes of a PNG, without the fourth value of each pixel, for a picture has no holes.
fn pack(pixmap: &Pixmap) -> anyhow::Result<Vec<u8>> {
    let (wide, size) = (pixmap.width() as usize, pixmap.data().len() / 4 * 3);
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixmap.width(), pixmap.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(if size > QUICKLY {
        png::Compression::Fast
    } else {
        png::Compression::Balanced
    });
    let mut writer = encoder.write_header()?;
    // Row by row: the colours of a large picture are not held twice.
    let mut stream = writer.stream_writer_with_size(TOGETHER)?;
    let mut row = vec![0; wide * 3];
    for pixels in pixmap.data().chunks_exact(wide * 4) {
        for (colour, pixel) in row.chunks_exact_mut(3).zip(pixels.chunks_exact(4)) {
            colour.copy_from_slice(&pixel[..3]);
        }
        stream.write_all(&row)?;
    }
    stream.finish()?;
    writer.finish()?;
    Ok(bytes)
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
