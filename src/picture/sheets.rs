//! A picture on several sheets of paper, at a size that can be read: the cuts, and the marks on lines that continue on another sheet.

use std::fmt::Write as _;

use crate::picture::paper;
use crate::picture::paper::{Paper, Sheet};
use crate::picture::scene::{Rect, Scene, Text, rounded};
use crate::picture::style;

/// From one place at which a cut is tried to the next, pixels.
const STEP: f64 = 4.0;
/// A sheet is filled at least so far, so that there are not many sheets.
const LEAST_FILLED: f64 = 0.6;
/// The size of marks, points on paper.
const MARK: f64 = 8.0;
/// Lines that go on closer to each other than this share a mark, points on paper.
const CLOSE: f64 = 9.0;

/// A picture that continues from sheet to sheet.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sheets {
    /// The size of every sheet, and the scale of the picture on it.
    pub(crate) sheet: Sheet,
    /// The part of the picture on each sheet, row by row.
    pub(crate) parts: Vec<Rect>,
    paper: Paper,
    columns: Vec<f64>,
    rows: Vec<f64>,
    marks: Vec<Mark>,
}

/// A place where lines cross from one sheet to the next.
#[derive(Debug, Clone, PartialEq)]
struct Mark {
    /// Where, on the edge between two sheets.
    x: f64,
    y: f64,
    /// True if it leads to the sheet beside, false if it leads to the one below.
    is_beside: bool,
    /// Its number; the same on both sheets.
    words: String,
}

/// The width that no line of text may pass on such sheets, pixels; the texts of a picture have at least `smallest` pixels.
pub(crate) fn text_width(paper: Paper, smallest: f64) -> f64 {
    let scale = paper.least_text() / smallest;
    let ways = paper.ways().into_iter();
    let widths = ways.map(|way| Sheet::at_scale(way, scale).1.0);
    widths.fold(f64::INFINITY, f64::min)
}

impl Sheets {
    /// The sheets for a picture whose smallest text has `smallest` pixels: as few as can be.
    pub(crate) fn of(scene: &Scene, paper: Paper, smallest: f64) -> Self {
        let scale = paper.least_text() / smallest;
        let ways = paper.ways().into_iter();
        let tried = ways.map(|way| {
            let (sheet, room) = Sheet::at_scale(way, scale);
            let columns = cuts(scene, scene.width, room.0, true);
            let rows = cuts(scene, scene.height, room.1, false);
            (sheet, columns, rows)
        });
        let count = |(_, columns, rows): &(Sheet, Vec<f64>, Vec<f64>)| columns.len() * rows.len();
        let (sheet, columns, rows) = tried.min_by_key(count).expect("a sheet stands in some way");
        let mut parts = Vec::new();
        for row in rows.windows(2) {
            for column in columns.windows(2) {
                parts.push(Rect {
                    x: column[0],
                    y: row[0],
                    w: column[1] - column[0],
                    h: row[1] - row[0],
                });
            }
        }
        let marks = marks(scene, &columns, &rows, CLOSE / scale);
        Self {
            sheet,
            parts,
            paper,
            columns,
            rows,
            marks,
        }
    }

    /// The corner of the sheet of a part, as the picture sees it.
    pub(crate) fn corner(&self, part: Rect) -> (f64, f64) {
        let border = self.sheet.border();
        (part.x - border, part.y - border)
    }

    /// The marks round a part and the number of its sheet, as an SVG of the size of a sheet.
    pub(crate) fn overlay(&self, place: usize) -> String {
        let part = self.parts[place];
        let (wide, high) = self.sheet.in_pixels();
        let (left, top) = self.corner(part);
        let size = MARK / self.sheet.scale;
        let mut content = String::new();
        let mut write = |words: &str, x: f64, y: f64, anchor: &str| {
            let _ = writeln!(
                content,
                "<text x=\"{}\" y=\"{}\" font-size=\"{}\" fill=\"{}\"{anchor}>{words}</text>",
                rounded(x - left),
                rounded(y - top),
                rounded(size),
                style::QUIET.text
            );
        };
        let columns = self.columns.len() - 1;
        let (column, row) = (place % columns, place / columns);
        let told = format!(
            "{} {} of {}: column {}, row {}",
            self.paper.title(),
            place + 1,
            self.parts.len(),
            column + 1,
            row + 1
        );
        write(&told, part.x, top + size * 1.6, "");
        let (right, bottom) = (part.x + part.w, part.y + part.h);
        let centred = " text-anchor=\"middle\"";
        for mark in &self.marks {
            let is_level = mark.y >= part.y && mark.y <= bottom;
            let is_upright = mark.x >= part.x && mark.x <= right;
            let is_at = |here: f64, there: f64| (here - there).abs() < 0.01;
            let middle = mark.y + size * 0.36;
            if mark.is_beside && is_level && is_at(mark.x, right) {
                write(&format!("{} »", mark.words), right + size * 0.4, middle, "");
            } else if mark.is_beside && is_level && is_at(mark.x, part.x) {
                write(&format!("» {}", mark.words), left + size * 0.4, middle, "");
            } else if !mark.is_beside && is_upright && is_at(mark.y, bottom) {
                write(&mark.words, mark.x, bottom + size * 1.2, centred);
            } else if !mark.is_beside && is_upright && is_at(mark.y, part.y) {
                write(&mark.words, mark.x, part.y - size * 0.4, centred);
            }
        }
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide:.2}\" height=\"{high:.2}\" viewBox=\"0 0 {wide:.2} {high:.2}\" font-family=\"{}\">\n\
             <path d=\"M{x:.2} {y:.2}H{r:.2}V{b:.2}H{x:.2}Z\" fill=\"none\" stroke=\"{rule}\" stroke-width=\"1\"/>\n{content}</svg>\n",
            style::FONT_FAMILY,
            x = part.x - left,
            y = part.y - top,
            r = right - left,
            b = bottom - top,
            rule = style::RULE,
        )
    }

    /// One sheet as a whole SVG: the part of the picture, and round it the marks.
    pub(crate) fn svg(&self, picture: &str, place: usize) -> String {
        let part = self.parts[place];
        let border = self.sheet.border();
        let inner = paper::sized(
            picture,
            [format!("{:.2}", part.w), format!("{:.2}", part.h)],
            [part.x, part.y, part.w, part.h],
        );
        let inner = inner.replacen(
            "<svg ",
            &format!("<svg x=\"{border:.2}\" y=\"{border:.2}\" "),
            1,
        );
        let overlay = paper::sized(
            &self.overlay(place),
            [
                format!("{}mm", self.sheet.width),
                format!("{}mm", self.sheet.height),
            ],
            [0.0, 0.0, self.sheet.in_pixels().0, self.sheet.in_pixels().1],
        );
        let ground = format!(
            "<rect width=\"100%\" height=\"100%\" fill=\"{}\"/>\n",
            style::PAPER
        );
        match overlay.split_once(">\n") {
            Some((tag, marks)) => format!("{tag}>\n{ground}{inner}{marks}"),
            None => overlay,
        }
    }
}

/// The cuts of a picture along one side, including both ends. Each is at the place that cuts the fewest boxes and labels.
fn cuts(scene: &Scene, length: f64, room: f64, is_across: bool) -> Vec<f64> {
    let moved = |rect: &Rect| {
        let (start, size) = if is_across {
            (rect.x + scene.drawing.x, rect.w)
        } else {
            (rect.y + scene.drawing.y, rect.h)
        };
        (start, start + size)
    };
    let boxes: Vec<(f64, f64)> = scene.places.nodes.iter().map(moved).collect();
    let labels = scene.places.labels.iter().flatten();
    let labels: Vec<(f64, f64)> = labels.map(|label| moved(&label.rect)).collect();
    let texts = texts(scene, is_across);
    let through = |spans: &[(f64, f64)], at: f64| {
        let hit = spans.iter().filter(|(from, to)| *from < at && at < *to);
        hit.count()
    };
    let cost =
        |at: f64| 20 * through(&boxes, at) + 8 * through(&texts, at) + 3 * through(&labels, at);
    let mut cuts = vec![0.0];
    let mut last = 0.0;
    while length - last > room {
        let steps = ((1.0 - LEAST_FILLED) * room / STEP) as usize;
        let tried = (0..=steps).map(|step| last + room - STEP * step as f64);
        last = tried
            .min_by_key(|at| cost(*at))
            .expect("a cut is tried where the sheet ends");
        cuts.push(last);
    }
    cuts.push(length);
    cuts
}

/// The stretches that lines of text outside the boxes take.
fn texts(scene: &Scene, is_across: bool) -> Vec<(f64, f64)> {
    let charts = scene.chart.items.iter().flat_map(|chart| &chart.rows);
    let rows = charts.map(|row| {
        let (at, scale) = (scene.chart.at, scene.chart.scale);
        (
            at.y + row.rect.y * scale,
            at.y + (row.rect.y + row.rect.h) * scale,
        )
    });
    if is_across {
        let (at, scale) = (scene.chart.at.x, scene.chart.scale);
        let rows = scene.chart.items.iter().flat_map(|chart| &chart.rows);
        let said = rows.flat_map(|row| row.said.iter().chain(&row.quiet));
        // About as wide as its letters.
        let wide = |text: &Text| text.line.chars().count() as f64 * text.size * 0.55;
        let said = said.map(|text| {
            (
                at + text.at.x * scale,
                at + (text.at.x + wide(text)) * scale,
            )
        });
        return said.collect();
    }
    let told = scene.told.items.iter().flat_map(|told| &told.lines);
    let told = told.map(|text| {
        let (at, scale) = (scene.told.at.y, scene.told.scale);
        (
            at + (text.at.y - text.size) * scale,
            at + (text.at.y + text.size * 0.3) * scale,
        )
    });
    let above = scene.caption.iter().chain(&scene.notes);
    let above = above.map(|text| (text.at.y - text.size, text.at.y + text.size * 0.3));
    rows.chain(told).chain(above).collect()
}

/// A mark at each place where lines cross a cut; those that are close share one.
fn marks(scene: &Scene, columns: &[f64], rows: &[f64], close: f64) -> Vec<Mark> {
    let mut found: Vec<(bool, usize, f64)> = Vec::new();
    for line in &scene.places.lines {
        for ends in line.windows(2) {
            let [a, b] = [ends[0], ends[1]]
                .map(|point| (point.x + scene.drawing.x, point.y + scene.drawing.y));
            let crossed = |from: f64, to: f64, at: f64| (from - at) * (to - at) < 0.0;
            for (index, x) in columns
                .iter()
                .enumerate()
                .filter(|(_, x)| crossed(a.0, b.0, **x))
            {
                let share = (x - a.0) / (b.0 - a.0);
                found.push((true, index, a.1 + (b.1 - a.1) * share));
            }
            for (index, y) in rows
                .iter()
                .enumerate()
                .filter(|(_, y)| crossed(a.1, b.1, **y))
            {
                let share = (y - a.1) / (b.1 - a.1);
                found.push((false, index, a.0 + (b.0 - a.0) * share));
            }
        }
    }
    found.sort_by(|a, b| (!a.0, a.1).cmp(&(!b.0, b.1)).then(a.2.total_cmp(&b.2)));
    found.dedup_by(|a, b| (a.0, a.1) == (b.0, b.1) && (a.2 - b.2).abs() < 1.0);
    let mut marks: Vec<Mark> = Vec::new();
    // The cut, the first number, the first and the last place of lines that are close.
    let mut open: Option<((bool, usize), usize, f64, f64)> = None;
    let mut close_open = |open: &Option<((bool, usize), usize, f64, f64)>, next: usize| {
        let Some(((is_beside, index), first, from, to)) = *open else {
            return;
        };
        let middle = f64::midpoint(from, to);
        let (x, y) = if is_beside {
            (columns[index], middle)
        } else {
            (middle, rows[index])
        };
        let words = if next - first > 1 {
            format!("{first}–{}", next - 1)
        } else {
            first.to_string()
        };
        marks.push(Mark {
            x,
            y,
            is_beside,
            words,
        });
    };
    for (place, (is_beside, index, at)) in found.iter().enumerate() {
        let number = place + 1;
        match &mut open {
            Some((cut, _, _, last)) if *cut == (*is_beside, *index) && at - *last < close => {
                *last = *at;
            }
            _ => {
                close_open(&open, number);
                open = Some(((*is_beside, *index), number, *at, *at));
            }
        }
    }
    close_open(&open, found.len() + 1);
    marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::frame::frame;
    use crate::picture::samples;

    #[test]
    fn sheets_cover_the_picture_and_every_line_that_goes_on_has_one_number_on_both() {
        let diagram = samples::hostile();
        let scene = frame(&diagram, samples::places(&diagram));
        let sheets = Sheets::of(&scene, Paper::A4, 9.0);
        assert!(sheets.overlay(0).contains(">Sheet 1 of "));
        let slides = Sheets::of(&scene, Paper::Slide, 9.0);
        assert!(slides.overlay(0).contains(">Slide 1 of "));
        let area: f64 = sheets.parts.iter().map(|part| part.w * part.h).sum();
        assert!((area - scene.width * scene.height).abs() < 1.0);
        assert!(sheets.parts.len() > 2, "{}", sheets.parts.len());
        let (sheet, room) = (
            sheets.sheet,
            Sheet::at_scale(
                (sheets.sheet.width, sheets.sheet.height),
                sheets.sheet.scale,
            )
            .1,
        );
        assert!((9.0 * sheet.scale - 8.0).abs() < 0.01);
        for part in &sheets.parts {
            assert!(
                part.w <= room.0 + 0.01 && part.h <= room.1 + 0.01,
                "{part:?} {room:?}"
            );
        }
        assert!(!sheets.marks.is_empty());
        for mark in &sheets.marks {
            let shown = (0..sheets.parts.len())
                .map(|place| sheets.overlay(place))
                .filter(|overlay| {
                    let words = &mark.words;
                    [
                        format!(">{words} »<"),
                        format!(">» {words}<"),
                        format!(">{words}<"),
                    ]
                    .iter()
                    .any(|shown| overlay.contains(shown))
                });
            assert_eq!(shown.count(), 2, "{mark:?}");
        }
    }
}
