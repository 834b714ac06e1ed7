//! The chart above a term's picture: a row for each definition, with its windows as bars on one axis.

use super::cut;
use super::marks;
use super::text;
use crate::picture::layout::measure;
use crate::picture::layout::measure::SLACK;
use crate::picture::scene::{
    Anchor, BarPlace, ChartPlace, ChartRowPlace, Panel, Point, Rect, Text,
};
use crate::picture::style;
use crate::picture::typeface;
use crate::picture::typeface::Weight;
use crate::picture::views::diagram::{BarKind, Chart, ChartRow, Lane, Tick};
use crate::picture::wording;
use crate::words::clean;

/// Widths of the columns: the name, the marks beside it, the window in words, the axis, each cell.
const NAME: f64 = 260.0;
const WINDOW: f64 = 118.0;
const AXIS: f64 = 230.0;
const CELL: f64 = 120.0;
const GAP: f64 = 12.0;
/// Space at the right of the axis for the arrow of a window without end.
const ARROW: f64 = 16.0;
/// Marks of the axis that are closer than this are left out.
const CLOSE: f64 = 16.0;
/// Height of a row with one window, and of each further one.
const ROW: f64 = 38.0;
const LANE: f64 = 34.0;
const BAR: f64 = 14.0;
const TITLE_LINE: f64 = 22.0;
const HEADING_LINE: f64 = 15.0;
/// From one line of a cell to the next.
const LINE: f64 = 14.5;
const TITLE: (f64, Weight) = (14.0, Weight::Bold);
const NAMED: (f64, Weight) = (style::CHART_SIZE, Weight::Bold);
const SAID: (f64, Weight) = (style::CHART_SIZE, Weight::Regular);
const SMALL: (f64, Weight) = (style::CHART_SMALL, Weight::Regular);

/// The left edges of the columns of a chart, and its width.
struct Columns {
    window: f64,
    axis: f64,
    cells: Vec<f64>,
    width: f64,
}

impl Columns {
    fn of(chart: &Chart) -> Self {
        let (window, axis) = (NAME + GAP, NAME + WINDOW + 2.0 * GAP);
        let first = match chart.axis {
            Some(_) => axis + AXIS + ARROW + GAP,
            None => window,
        };
        let step = CELL + GAP;
        let cells: Vec<f64> = (0..chart.columns.len())
            .map(|place| first + step * place as f64)
            .collect();
        Self {
            window,
            axis,
            width: first + step * cells.len() as f64 - GAP,
            cells,
        }
    }
}

/// The width of a chart; 0 if there is none.
pub(super) fn width(chart: Option<&Chart>) -> f64 {
    chart.map_or(0.0, |chart| Columns::of(chart).width)
}

/// The chart and its height; an empty panel if there is no chart.
pub(super) fn placed(chart: Option<&Chart>, at: Point, scale: f64) -> (Panel<ChartPlace>, f64) {
    let Some(chart) = chart else {
        let items = Vec::new();
        return (Panel { at, scale, items }, 0.0);
    };
    let columns = Columns::of(chart);
    let lines = lines(&chart.title, columns.width, TITLE, 2);
    let mut y = TITLE_LINE * lines.len() as f64;
    let titles = lines.into_iter().enumerate().map(|(place, line)| {
        let middle = TITLE_LINE * (place as f64 + 0.5);
        text(line, 0.0, middle, TITLE, Anchor::Start)
    });
    let titles = titles.collect();
    let (headings, height) = headings(chart, &columns, y);
    y += height;
    let top = y;
    let rows: Vec<ChartRowPlace> = chart
        .rows
        .iter()
        .map(|one| {
            let placed = row(one, &columns, y);
            y += placed.rect.h;
            placed
        })
        .collect();
    let ticks = chart.axis.iter().flat_map(|axis| apart(&axis.ticks));
    let place = ChartPlace {
        width: columns.width,
        titles,
        headings,
        ticks: ticks.map(|tick| columns.axis + along(tick.at)).collect(),
        tick_ends: [top - 4.0, y],
        rows,
    };
    let items = vec![place];
    (Panel { at, scale, items }, y)
}

/// The marks of an axis that are not too close to the one before.
fn apart(ticks: &[Tick]) -> Vec<&Tick> {
    let mut kept: Vec<&Tick> = Vec::new();
    for tick in ticks {
        let last = kept.last().map_or(-CLOSE, |last| along(last.at));
        if along(tick.at) - last >= CLOSE {
            kept.push(tick);
        }
    }
    kept
}

/// Pixels from the left of the axis.
fn along(thousandths: u16) -> f64 {
    AXIS * f64::from(thousandths) / 1000.0
}

fn lines(words: &str, room: f64, (size, weight): (f64, Weight), most: usize) -> Vec<String> {
    typeface::wrap(&clean(words), room / SLACK, size, weight, most)
}

/// The headings of the columns and the words at the marks of the axis, and their height.
fn headings(chart: &Chart, columns: &Columns, top: f64) -> (Vec<Text>, f64) {
    let mut texts = Vec::new();
    let height = HEADING_LINE * 2.0 + 10.0;
    let bottom = top + height - 10.0;
    let heading = |words: &str, x: f64, room: f64, texts: &mut Vec<Text>| {
        let lines = lines(words, room, SMALL, 2);
        let first = bottom - HEADING_LINE * (lines.len() as f64 - 0.5);
        for (place, line) in lines.into_iter().enumerate() {
            let middle = first + HEADING_LINE * place as f64;
            texts.push(text(line, x, middle, SMALL, Anchor::Start));
        }
    };
    heading("System and field", 0.0, NAME, &mut texts);
    if let Some(axis) = &chart.axis {
        heading("Window", columns.window, WINDOW, &mut texts);
        let middle = bottom - HEADING_LINE * 1.5;
        let title = cut(&axis.title, AXIS, SMALL);
        texts.push(text(title, columns.axis, middle, SMALL, Anchor::Start));
        let mut free = columns.axis - GAP;
        for tick in apart(&axis.ticks) {
            let x = columns.axis + along(tick.at);
            let half = typeface::width(&tick.words, SMALL.0, SMALL.1) * SLACK / 2.0;
            if x - half > free {
                let middle = bottom - HEADING_LINE * 0.5;
                texts.push(text(tick.words.clone(), x, middle, SMALL, Anchor::Middle));
                free = x + half + 6.0;
            }
        }
    }
    for (words, x) in chart.columns.iter().zip(&columns.cells) {
        heading(words, *x, CELL, &mut texts);
    }
    (texts, height)
}

fn row(row: &ChartRow, columns: &Columns, top: f64) -> ChartRowPlace {
    let height = ROW + LANE * row.lanes.len().saturating_sub(1) as f64;
    let rect = Rect {
        x: 0.0,
        y: top,
        w: columns.width,
        h: height,
    };
    let marks_width = measure::marks_width(&row.badges);
    let room = NAME - marks_width;
    let (first, second) = (top + 13.0, top + 13.0 + LINE);
    let mut quiet = vec![text(
        cut(&row.subtitle, NAME, SMALL),
        0.0,
        second,
        SMALL,
        Anchor::Start,
    )];
    let mut said = Vec::new();
    let mut bars = Vec::new();
    for (place, one) in row.lanes.iter().enumerate() {
        let top = top + LANE * place as f64;
        lane(one, columns, top, (&mut said, &mut quiet, &mut bars));
    }
    for (words, x) in row.cells.iter().zip(&columns.cells) {
        let lines = lines(words, CELL, SAID, 2);
        let first = if lines.len() == 1 {
            top + ROW / 2.0
        } else {
            first
        };
        for (place, line) in lines.into_iter().enumerate() {
            let middle = first + LINE * place as f64;
            said.push(text(line, *x, middle, SAID, Anchor::Start));
        }
    }
    ChartRowPlace {
        rect,
        title: text(
            cut(&row.title, room, NAMED),
            0.0,
            first,
            NAMED,
            Anchor::Start,
        ),
        quiet,
        marks: marks::row(&row.badges, NAME, first),
        said,
        bars,
    }
}

/// The words and bars of one window whose row begins at `top`.
fn lane(
    lane: &Lane,
    columns: &Columns,
    top: f64,
    (said, quiet, bars): (&mut Vec<Text>, &mut Vec<Text>, &mut Vec<BarPlace>),
) {
    let middle = top + ROW / 2.0;
    let mut words = lines(&lane.words, WINDOW, SAID, 2);
    if words.len() < 2 && !lane.of.is_empty() {
        let of = cut(&lane.of, WINDOW, SMALL);
        let (first, second) = (top + 13.0, top + 13.0 + LINE);
        said.push(text(
            words.pop().unwrap_or_default(),
            columns.window,
            first,
            SAID,
            Anchor::Start,
        ));
        quiet.push(text(of, columns.window, second, SMALL, Anchor::Start));
    } else {
        if !lane.of.is_empty() {
            words = lines(&wording::lane_words(lane), WINDOW, SAID, 2);
        }
        let first = middle - LINE * (words.len() as f64 - 1.0) / 2.0;
        for (place, line) in words.into_iter().enumerate() {
            let middle = first + LINE * place as f64;
            said.push(text(line, columns.window, middle, SAID, Anchor::Start));
        }
    }
    for bar in &lane.bars {
        let (from, to) = (along(bar.from), along(bar.to));
        let end = if bar.has_no_end { AXIS } else { to };
        let rect = Rect {
            x: columns.axis + from,
            y: middle - BAR / 2.0,
            w: (end - from).max(2.0),
            h: BAR,
        };
        // A sliver of doubt cannot be seen.
        if bar.kind == BarKind::MayCount && rect.w < 2.5 {
            continue;
        }
        bars.push(BarPlace {
            rect,
            kind: bar.kind,
            has_no_end: bar.has_no_end,
        });
        if bar.kind == BarKind::Unknown {
            let at = rect.x + rect.w / 2.0;
            quiet.push(text("?".to_owned(), at, middle, NAMED, Anchor::Middle));
        }
    }
}
