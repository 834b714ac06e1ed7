//! A picture whose letters would be too small on one sheet of A4, printed in parts.

use super::Picture;
use super::markup::{Markup, Tag};
use crate::picture::paper::Paper;
use crate::picture::scene::Point;
use crate::picture::sheets::Sheets;
use crate::picture::views::View;

/// A picture whose letters are too small on one sheet of A4: after it come sheets with the parts of its drawing.
pub(super) struct Parts {
    sheets: Sheets,
    corner: Point,
}

impl Parts {
    pub(super) fn of(picture: &Picture) -> Option<Self> {
        let whole = &picture.drawn.scene;
        let points = whole.smallest_text()? * Paper::A4.sheet(whole.width, whole.height).scale;
        // Sizes are printed with two decimals, so a difference below that does not count.
        if picture.view == View::Systems || points >= Paper::A4.least_text() - 0.01 {
            return None;
        }
        let mut drawing = whole.clone();
        drawing.caption.clear();
        drawing.notes.clear();
        drawing.legend.items.clear();
        drawing.told.items.clear();
        drawing.drawing = Point::default();
        (drawing.width, drawing.height) = (drawing.places.width, drawing.places.height);
        let smallest = drawing.smallest_text()?;
        Some(Self {
            sheets: Sheets::of(&drawing, Paper::A4, smallest),
            corner: whole.drawing,
        })
    }

    /// Each sheet, which shows a part of the picture drawn before it.
    pub(super) fn sheets(&self, prefix: &str) -> impl Iterator<Item = Markup> {
        let shown = format!(
            "<svg width=\"0\" height=\"0\" viewBox=\"0 0 0 0\"><use href=\"#{prefix}all\" x=\"{}\" y=\"{}\"/></svg>",
            -self.corner.x, -self.corner.y
        );
        let way = if self.sheets.sheet.width > self.sheets.sheet.height {
            "part lying"
        } else {
            "part standing"
        };
        (0..self.sheets.parts.len()).map(move |place| {
            let sheet = self.sheets.svg(&shown, place);
            Tag::new("div")
                .class(way)
                .with("aria-hidden", "true")
                .child(Markup::picture(sheet))
                .into()
        })
    }
}

/// The picture with an id on its drawing, to which the sheets with its parts refer.
pub(super) fn referred_to(drawn: &str, prefix: &str) -> String {
    let (plain, named) = (
        "<g class=\"drawing\"",
        format!("<g id=\"{prefix}all\" class=\"drawing\""),
    );
    drawn.replacen(plain, &named, 1)
}

#[cfg(test)]
mod tests {
    use super::super::map::figure;
    use super::*;
    use crate::picture;
    use crate::picture::samples;
    use crate::picture::views::Sketch;

    /// A picture of so many boxes in a row.
    fn row_of(count: usize) -> Picture {
        let diagram = samples::chain(count);
        let sketch = Sketch {
            diagram,
            told: Vec::new(),
        };
        Picture {
            view: View::Gaps,
            drawn: picture::finish(sketch, None),
        }
    }

    #[test]
    fn a_picture_too_wide_for_a_sheet_is_printed_in_parts_as_well() {
        let small = figure(&row_of(2)).into_string();
        assert!(!small.contains("<use"), "{small}");
        let wide = figure(&row_of(30)).into_string();
        let parts = wide.matches("<use href=\"#gaps-all\"").count();
        assert!(parts > 2, "{parts} parts");
        assert_eq!(wide.matches("id=\"gaps-all\"").count(), 1);
        assert!(
            wide.contains(&format!("Sheet {parts} of {parts}")),
            "{wide}"
        );
    }
}
