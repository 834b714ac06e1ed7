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
    /// 13⅓ × 7½ inches, 16:9, on its side
    #[value(skip)]
    Slide,
}

/// The empty border on every side, millimetres.
const MARGIN: f64 = 10.0;
/// The smallest text that people read without effort on paper, points.
const LEAST_TEXT: f64 = 8.0;
/// The smallest text on a slide, points.
const LEAST_ON_SLIDE: f64 = 10.0;
/// The largest scale of a picture, points to the pixel.
const LARGEST: f64 = 1.5;
const POINTS_TO_MILLIMETRE: f64 = 72.0 / 25.4;

impl Paper {
    /// The smallest text that can be read on it, points.
    pub(crate) fn least_text(self) -> f64 {
        match self {
            Paper::Slide => LEAST_ON_SLIDE,
            _ => LEAST_TEXT,
        }
    }

    /// The word for one of several.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Paper::Slide => "slide",
            _ => "sheet",
        }
    }

    /// The word for one of several at the beginning of a line.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Paper::Slide => "Slide",
            _ => "Sheet",
        }
    }

    /// Its shorter and its longer side, millimetres.
    fn sides(self) -> (f64, f64) {
        match self {
            Paper::A4 => (210.0, 297.0),
            Paper::A3 => (297.0, 420.0),
            Paper::A1 => (594.0, 841.0),
            Paper::A0 => (841.0, 1189.0),
            Paper::Slide => (190.5, 338.67),
        }
    }

    /// The width and height of the sheet, upright and on its side; of a slide, on its side only.
    pub(crate) fn ways(self) -> Vec<(f64, f64)> {
        let (short, long) = self.sides();
        match self {
            Paper::Slide => vec![(long, short)],
            _ => vec![(short, long), (long, short)],
        }
    }

    /// The sheet for a picture of `width` × `height` pixels: portrait or landscape, whichever shows it larger.
    pub(crate) fn sheet(self, width: f64, height: f64) -> Sheet {
        let sheets = self.ways().into_iter();
        let sheets = sheets.map(|(wide, high)| Sheet::fitting(wide, high, width, height));
        sheets
            .max_by(|a, b| a.scale.total_cmp(&b.scale))
            .expect("a sheet stands in some way")
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

    /// A sheet on which a picture has this scale, and the width and height in pixels that its border leaves.
    pub(crate) fn at_scale((width, height): (f64, f64), scale: f64) -> (Self, (f64, f64)) {
        let sheet = Self {
            width,
            height,
            scale,
        };
        let (wide, high) = sheet.in_pixels();
        let border = 2.0 * sheet.border();
        (sheet, (wide - border, high - border))
    }

    /// The width of the empty border in pixels of the picture.
    pub(crate) fn border(self) -> f64 {
        MARGIN * POINTS_TO_MILLIMETRE / self.scale
    }

    /// Its width and height in pixels of the picture.
    pub(crate) fn in_pixels(self) -> (f64, f64) {
        let pixels = |side: f64| side * POINTS_TO_MILLIMETRE / self.scale;
        (pixels(self.width), pixels(self.height))
    }
}

/// Puts a picture of this many pixels in the middle of a sheet and gives it the sheet's size in millimetres, so that it is printed at that
/// size.
pub(crate) fn on_sheet(svg: &str, (width, height): (f64, f64), sheet: Sheet) -> String {
    let (wide, high) = sheet.in_pixels();
    let (left, top) = ((width - wide) / 2.0, (height - high) / 2.0);
    let sized = sized(
        svg,
        [format!("{}mm", sheet.width), format!("{}mm", sheet.height)],
        [left, top, wide, high],
    );
    let Some((tag, content)) = sized.split_once('>') else {
        return sized;
    };
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

/// A picture with another width and height, that shows another part of the plane.
pub(crate) fn sized(svg: &str, [width, height]: [String; 2], part: [f64; 4]) -> String {
    let Some((tag, content)) = svg.split_once('>') else {
        return svg.to_owned();
    };
    let part = part.map(|number| format!("{number:.2}")).join(" ");
    let mut tag = tag.to_owned();
    for (key, value) in [("width", width), ("height", height), ("viewBox", part)] {
        let Some((before, (_, after))) = tag
            .split_once(&format!(" {key}=\""))
            .and_then(|(before, rest)| Some((before, rest.split_once('"')?)))
        else {
            continue;
        };
        tag = format!("{before} {key}=\"{value}\"{after}");
    }
    format!("{tag}>{content}")
}

/// The most detailed picture that can be read on a sheet: the first whose smallest text has at least so many points as the sheet asks for, else the
/// last; and the size of that text in points.
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
        if text >= paper.least_text() - 0.01 {
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
    fn a_slide_is_sixteen_to_nine() {
        let slide = Paper::Slide.sheet(500.0, 2000.0);
        assert!((slide.width / slide.height - 16.0 / 9.0).abs() < 0.001);
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
