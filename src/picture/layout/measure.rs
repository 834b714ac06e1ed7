//! The size of every box and text, from the text in it.

use crate::picture::style::{
    CAPTION_SIZE, CAPTION_SIZE_WIDEST, LABEL_SIZE, NUMBER_SIZE, ROW_SIZE, SUBTITLE_SIZE, TITLE_SIZE,
};
use crate::picture::typeface;
use crate::picture::typeface::Weight;
use crate::picture::views::diagram::{Group, Mark, Node, NodeKind, Row, RowKind};

/// The width of a text in a fallback font divided by the measured width, at most. Texts are cut to leave this space.
pub(crate) const SLACK: f64 = 1.035;
/// Empty border around the whole drawing, in pixels.
pub(crate) const MARGIN: f64 = 20.0;
/// Height of a system's header with a title of one line.
pub(crate) const HEADER_HEIGHT: f64 = 24.0;
/// The height that each further title line adds to the header.
pub(crate) const TITLE_LINE_HEIGHT: f64 = 15.0;
/// The height that a subtitle adds to the header.
pub(crate) const SUBTITLE_HEIGHT: f64 = 13.0;
/// The height that a line of badges adds to the header.
pub(crate) const MARKS_HEIGHT: f64 = 18.0;
/// Height of a field row.
pub(crate) const ROW_HEIGHT: f64 = 18.0;
/// Empty space left and right of a text inside a box.
pub(crate) const PADDING: f64 = 8.0;
/// Empty space under the last row.
pub(crate) const FOOT: f64 = 4.0;
/// Width that a row or header reserves for each badge, without its numbers.
pub(crate) const BADGE_WIDTH: f64 = 17.0;
/// Width that a row reserves for the mark of an identifier.
pub(crate) const MARK_WIDTH: f64 = 14.0;
/// The widest text before it is wrapped or cut.
pub(crate) const TEXT_LIMIT: f64 = 220.0;
/// The widest name in a list of organisations before it is cut.
pub(crate) const LIST_TEXT_LIMIT: f64 = 176.0;
/// The widest title of a box without rows before it is wrapped.
pub(crate) const BOX_TEXT_LIMIT: f64 = 156.0;
/// The narrowest system box.
pub(crate) const NODE_WIDTH: f64 = 96.0;
/// Height of the band along the top of an organisation's box that holds its title.
pub(crate) const BAND_HEIGHT: f64 = 26.0;
/// Empty space between an organisation's border and its content.
pub(crate) const GROUP_PADDING: f64 = 12.0;
/// The widest organisation title before it is cut.
pub(crate) const GROUP_TEXT_LIMIT: f64 = 240.0;
/// Height of one line of a flow's label.
pub(crate) const LABEL_LINE_HEIGHT: f64 = 12.0;
/// Empty space left and right of a label's text.
pub(crate) const LABEL_PADDING: f64 = 3.0;
/// The largest distance between two ports on one side of a box.
pub(crate) const PORT_DISTANCE: f64 = 7.0;
/// The smallest one.
pub(crate) const LEAST_PORT_DISTANCE: f64 = 4.0;
/// The longest line of a label, in characters.
pub(crate) const LABEL_CHARACTERS: usize = 24;

/// A text broken into lines, before it has a place.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Wrapped {
    /// Its lines.
    pub(crate) lines: Vec<String>,
    /// Width in pixels.
    pub(crate) width: f64,
    /// Height in pixels.
    pub(crate) height: f64,
}

/// A system box before it has a place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Extent {
    /// Width in pixels.
    pub(crate) width: f64,
    /// Height in pixels, header and rows.
    pub(crate) height: f64,
    /// Height of the header, where the first row begins.
    pub(crate) header: f64,
}

/// The title of a system as printed: one or two lines, each at most [`TEXT_LIMIT`] wide. A box without rows is narrower and may have three
/// lines; the question of a need may have five.
pub(crate) fn title_lines(node: &Node) -> Vec<String> {
    let (limit, most) = match node.kind {
        NodeKind::Need => (TEXT_LIMIT, 5),
        NodeKind::Remark => (TEXT_LIMIT, 9),
        NodeKind::List => (LIST_TEXT_LIMIT, 2),
        _ if node.rows.is_empty() => (BOX_TEXT_LIMIT, 3),
        _ => (TEXT_LIMIT, 2),
    };
    let (size, weight) = title_lettering(node);
    typeface::wrap(&node.title, limit, size, weight, most)
}

/// The size and weight of the title of a box: a remark is running text.
pub(crate) fn title_lettering(node: &Node) -> (f64, Weight) {
    match node.kind {
        NodeKind::Remark => (ROW_SIZE, Weight::Regular),
        _ => (TITLE_SIZE, Weight::Bold),
    }
}

/// The height of the lines under the title: the subtitle at the left and badges at the right, on one line or two; 0 if there is neither.
pub(crate) fn foot_height(node: &Node) -> f64 {
    match (node.subtitle.is_empty(), node.badges.is_empty()) {
        (false, false) if has_two_feet(node) => SUBTITLE_HEIGHT + MARKS_HEIGHT,
        (_, false) => MARKS_HEIGHT,
        (false, true) => SUBTITLE_HEIGHT,
        (true, true) => 0.0,
    }
}

/// True if subtitle and badges need a line each, so that the box stays narrow.
pub(crate) fn has_two_feet(node: &Node) -> bool {
    let subtitle = typeface::width(&subtitle_line(node), SUBTITLE_SIZE, Weight::Regular);
    !node.subtitle.is_empty()
        && !node.badges.is_empty()
        && subtitle + marks_width(&node.badges) > BOX_TEXT_LIMIT
}

/// The subtitle of a system as printed.
pub(crate) fn subtitle_line(node: &Node) -> String {
    typeface::fit(&node.subtitle, TEXT_LIMIT, SUBTITLE_SIZE, Weight::Regular)
}

/// The title of a row as printed.
pub(crate) fn row_title(row: &Row) -> String {
    let limit = match row.kind {
        RowKind::Field => TEXT_LIMIT,
        RowKind::Organisation => LIST_TEXT_LIMIT,
    };
    typeface::fit(&row.title, limit, ROW_SIZE, row_weight(row))
}

/// The font weight of the title of a row.
pub(crate) fn row_weight(row: &Row) -> Weight {
    if row.highlighted {
        Weight::Bold
    } else {
        Weight::Regular
    }
}

/// The width of a badge with the numbers beside it.
pub(crate) fn mark_width(mark: &Mark) -> f64 {
    let numbers = typeface::width(&mark.text(), NUMBER_SIZE, Weight::Regular);
    BADGE_WIDTH + if numbers > 0.0 { numbers + 6.0 } else { 0.0 }
}

/// The width of badges side by side.
pub(crate) fn marks_width(marks: &[Mark]) -> f64 {
    marks.iter().map(mark_width).sum()
}

/// Font size of the sentence above a picture that is `width` pixels wide: a wide picture is seen from further away.
pub(crate) const fn caption_size(width: f64) -> f64 {
    (width / 75.0).clamp(CAPTION_SIZE, CAPTION_SIZE_WIDEST)
}

/// The title of an organisation as printed in a box of the preferred width.
pub(crate) fn group_title(group: &Group) -> String {
    typeface::fit(&group.title, GROUP_TEXT_LIMIT, TITLE_SIZE, Weight::Bold)
}

/// The least width of an organisation's box, in which its title fits.
pub(crate) fn group_width(group: &Group) -> f64 {
    (typeface::width(&group_title(group), TITLE_SIZE, Weight::Bold) + 2.0 * GROUP_PADDING)
        .max(NODE_WIDTH)
        .ceil()
}

/// The size of a system's box. `ports` is the largest number of ports without a row on one side of it. A box without rows, and the header of
/// another, is high enough for them.
pub(crate) fn node(node: &Node, ports: usize) -> Extent {
    let titles = title_lines(node);
    let mut width = titles
        .iter()
        .map(|line| {
            let (size, weight) = title_lettering(node);
            typeface::width(line, size, weight)
        })
        .fold(0.0, f64::max);
    let mut header = HEADER_HEIGHT + TITLE_LINE_HEIGHT * titles.len().saturating_sub(1) as f64;
    header += foot_height(node);
    let subtitle = typeface::width(&subtitle_line(node), SUBTITLE_SIZE, Weight::Regular);
    let marks = marks_width(&node.badges);
    width = width.max(if has_two_feet(node) {
        subtitle.max(marks)
    } else {
        subtitle + marks
    });
    for row in &node.rows {
        let mark = if row.identifier { MARK_WIDTH } else { 0.0 };
        let text = typeface::width(&row_title(row), ROW_SIZE, row_weight(row));
        width = width.max(text + mark + marks_width(&row.badges));
    }
    let width = (width + 2.0 * PADDING).max(NODE_WIDTH).ceil();
    if node.rows.is_empty() {
        header = (header + FOOT).max(ports as f64 * PORT_DISTANCE + 10.0);
        return Extent {
            width,
            height: header,
            header,
        };
    }
    header = header.max(ports as f64 * LEAST_PORT_DISTANCE + 6.0);
    Extent {
        width,
        height: header + ROW_HEIGHT * node.rows.len() as f64 + FOOT,
        header,
    }
}

/// The text of a label broken into lines, and its size: one line if `wide`, otherwise two lines if that is narrower.
pub(crate) fn label(text: &str, wide: bool) -> Wrapped {
    let words: Vec<&str> = text.split_whitespace().collect();
    let whole = words.join(" ");
    let lines = if whole.chars().count() <= if wide { LABEL_CHARACTERS } else { 12 }
        || (words.len() < 2 && whole.chars().count() <= LABEL_CHARACTERS)
    {
        vec![whole]
    } else {
        balanced(&words)
    };
    let width = lines
        .iter()
        .map(|line| typeface::width(line, LABEL_SIZE, Weight::Regular))
        .fold(0.0, f64::max);
    Wrapped {
        width: (width + 2.0 * LABEL_PADDING).ceil(),
        height: LABEL_LINE_HEIGHT * lines.len() as f64,
        lines,
    }
}

/// The words on two lines of about equal length, each cut at [`LABEL_CHARACTERS`].
fn balanced(words: &[&str]) -> Vec<String> {
    let length = |part: &[&str]| {
        part.iter()
            .map(|word| word.chars().count() + 1)
            .sum::<usize>()
    };
    let best = (1..words.len()).min_by_key(|&at| length(&words[..at]).max(length(&words[at..])));
    let Some(at) = best else {
        return vec![cut(&words.join(" "))];
    };
    vec![cut(&words[..at].join(" ")), cut(&words[at..].join(" "))]
}

/// The text cut to [`LABEL_CHARACTERS`] with an ellipsis.
fn cut(text: &str) -> String {
    if text.chars().count() <= LABEL_CHARACTERS {
        return text.to_owned();
    }
    let kept: String = text.chars().take(LABEL_CHARACTERS - 1).collect();
    format!("{}…", kept.trim_end())
}
