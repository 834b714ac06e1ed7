//! A picture on a sheet of paper: its direction, its size, and the size of its smallest text.

use clap::ValueEnum;

use crate::picture::scene::Scene;
use crate::picture::style;

/// Sheets of ISO 216.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Paper {
    /// 210 × 297 mm
    #[value(name = "A4", alias = "a4")]
    A4,
    /// 297 × 420 mm
    #[value(name = "A3", alias = "a3")]
    A3,
    /// 594 × 841 mm
    #[value(name = "A1", alias = "a1")]
    A1,
    /// 841 × 1189 mm
    #[value(name = "A0", alias = "a0")]
    A0,
}

/// The empty border on every side, millimetres.
const MARGIN: f64 = 10.0;
/// The smallest text that people read without effort, points.
pub(crate) const LEAST_TEXT: f64 = 8.0;
/// The largest scale of a picture, in points per pixel.
const LARGEST: f64 = 1.5;
const POINTS_TO_MILLIMETRE: f64 = 72.0 / 25.4;

impl Paper {
    /// Its name on the command line.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Paper::A4 => "A4",
            Paper::A3 => "A3",
            Paper::A1 => "A1",
            Paper::A0 => "A0",
        }
    }

    /// The sheet for a picture of `width` × `height` pixels: portrait or landscape, whichever shows it larger.
    pub(crate) fn sheet(self, width: f64, height: f64) -> Sheet {
        let (short, long) = match self {
            Paper::A4 => (210.0, 297.0),
            Paper::A3 => (297.0, 420.0),
            Paper::A1 => (594.0, 841.0),
            Paper::A0 => (841.0, 1189.0),
        };
        let upright = Sheet::fitting(short, long, width, height);
        let lying = Sheet::fitting(long, short, width, height);
        if upright.scale > lying.scale {
            upright
        } else {
            lying
        }
    }
}

/// A sheet with a picture in its middle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Sheet {
    /// Its width, millimetres.
    pub(crate) width: f64,
    /// Its height, millimetres.
    pub(crate) height: f64,
    /// Points on paper for each pixel of the picture.
    pub(crate) scale: f64,
}

impl Sheet {
    fn fitting(width: f64, height: f64, wide: f64, high: f64) -> Self {
        let room = |side: f64| (side - 2.0 * MARGIN) * POINTS_TO_MILLIMETRE;
        let scale = (room(width) / wide.max(1.0)).min(room(height) / high.max(1.0));
        Self {
            width,
            height,
            scale: scale.min(LARGEST),
        }
    }

    /// Its width and height in pixels of the picture.
    fn in_pixels(self) -> (f64, f64) {
        let pixels = |side: f64| side * POINTS_TO_MILLIMETRE / self.scale;
        (pixels(self.width), pixels(self.height))
    }
}

/// Puts a picture of this many pixels in the middle of a sheet and gives it the sheet's size in millimetres, so that it is printed at that
/// size.
pub(crate) fn on_sheet(svg: &str, (width, height): (f64, f64), sheet: Sheet) -> String {
    let (wide, high) = sheet.in_pixels();
    let (left, top) = ((width - wide) / 2.0, (height - high) / 2.0);
    let Some((tag, content)) = svg.split_once('>') else {
        return svg.to_owned();
    };
    let mut tag = tag.to_owned();
    for (key, value) in [
        ("width", format!("{}mm", sheet.width)),
        ("height", format!("{}mm", sheet.height)),
        ("viewBox", format!("{left:.2} {top:.2} {wide:.2} {high:.2}")),
    ] {
        let Some((before, (_, after))) = tag
            .split_once(&format!(" {key}=\""))
            .and_then(|(before, rest)| Some((before, rest.split_once('"')?)))
        else {
            continue;
        };
        tag = format!("{before} {key}=\"{value}\"{after}");
    }
    let ground = format!(
        "<rect x=\"{left:.2}\" y=\"{top:.2}\" width=\"{wide:.2}\" height=\"{high:.2}\" fill=\"{}\"/>\n",
        style::PAPER
    );
    // The title must stay the first element of the picture.
    match content.split_once("</desc>\n") {
        Some((told, drawn)) => format!("{tag}>{told}</desc>\n{ground}{drawn}"),
        None => format!("{tag}>{content}"),
    }
}

/// The most detailed picture that is readable on a sheet, and the size of its smallest text in points. That text has at least
/// [`LEAST_TEXT`] points, except in the last picture, which is taken if none is readable.
///
/// `levels` goes from the most detail to the least. `None` if it is empty.
pub(crate) fn readable<Level: Copy, Drawn: AsRef<Scene>, Fault>(
    paper: Paper,
    levels: &[Level],
    mut draw: impl FnMut(Level) -> Result<Drawn, Fault>,
) -> Result<Option<(Drawn, f64)>, Fault> {
    let mut last = None;
    for level in levels {
        let drawn = draw(*level)?;
        let scene = drawn.as_ref();
        let scale = paper.sheet(scene.width, scene.height).scale;
        let text = scene.smallest_text().unwrap_or(f64::INFINITY) * scale;
        last = Some((drawn, text));
        // Sizes are printed with two decimals, so a difference below that does not count.
        if text >= LEAST_TEXT - 0.01 {
            break;
        }
    }
    Ok(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::frame::frame;
    use crate::picture::scene::{Anchor, Places, Point, Text};
    use crate::picture::typeface::Weight;
    use crate::picture::views::diagram::Diagram;

    fn picture(width: u32, height: u32, text: u32) -> String {
        format!(
            "<svg xmlns=\"x\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n<title>t</title>\n<desc>d</desc>\n<text font-size=\"14\">a</text><text font-size=\"{text}\">b</text></svg>"
        )
    }

    #[test]
    fn a_wide_picture_lies_and_a_high_one_stands() {
        let wide = Paper::A3.sheet(2000.0, 1000.0);
        assert_eq!((wide.width, wide.height), (420.0, 297.0));
        let high = Paper::A3.sheet(1000.0, 2000.0);
        assert_eq!((high.width, high.height), (297.0, 420.0));
        let fills = 2000.0 * wide.scale / POINTS_TO_MILLIMETRE;
        assert!((fills - 400.0).abs() < 0.01, "{fills}");
        assert!(Paper::A0.sheet(10.0, 10.0).scale <= LARGEST);
    }

    /// A picture of this width with one text of 10 pixels to the em.
    struct Fake(Scene);

    impl AsRef<Scene> for Fake {
        fn as_ref(&self) -> &Scene {
            &self.0
        }
    }

    fn fake(width: f64) -> Fake {
        let mut scene = frame(&Diagram::default(), Places::default());
        (scene.width, scene.height) = (width, 400.0);
        scene.notes = vec![Text {
            line: "b".to_owned(),
            at: Point::default(),
            size: 10.0,
            weight: Weight::Regular,
            anchor: Anchor::Start,
        }];
        Fake(scene)
    }

    #[test]
    fn the_most_detailed_picture_that_can_be_read_is_taken() {
        let found = |paper, widths: &[f64]| {
            let draw = |width| Ok::<_, ()>(fake(width));
            let (drawn, text) = readable(paper, widths, draw).unwrap().unwrap();
            (format!("{}", drawn.0.width), text)
        };
        let (width, text) = found(Paper::A4, &[5000.0, 1000.0, 700.0]);
        assert!(width == "700" && text >= LEAST_TEXT, "{text}");
        let (width, text) = found(Paper::A4, &[5000.0, 4000.0]);
        assert!(width == "4000" && (text - 1.96).abs() < 0.01, "{text}");
        assert!(found(Paper::A1, &[2000.0]).1 > 8.0);
    }

    #[test]
    fn the_sheet_is_measured_in_millimetres_and_the_picture_stands_in_its_middle() {
        let svg = picture(2000, 500, 10);
        let size = (2000.0, 500.0);
        let on = on_sheet(&svg, size, Paper::A4.sheet(size.0, size.1));
        assert!(
            on.starts_with("<svg xmlns=\"x\" width=\"297mm\" height=\"210mm\" viewBox=\"-72"),
            "{on}"
        );
        assert!(on.contains("<desc>d</desc>\n<rect x=\"-72"), "{on}");
    }
}
