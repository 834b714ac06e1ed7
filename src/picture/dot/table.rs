//! HTML-like labels: a system's table with a port for each field, an organisation's title, the caption.

use std::fmt::Write as _;

use super::Sizes;
use super::quote::inside_html;
use crate::picture::layout::{Unplaced, UnplacedNode, measure};
use crate::picture::style;
use crate::picture::style::Ink;
use crate::picture::views::diagram::{Chart, Node, NodeKind, Outline, Row};
use crate::picture::wording;

/// The name of a row's port. It has a number, because Graphviz reads a `:` in a port as a compass point and ignores case.
pub(super) fn port(row: usize) -> String {
    format!("f{row}")
}

/// A system with its fields: the header and then a cell for each row.
pub(super) fn system(node: &Node, texts: &UnplacedNode, sizes: Sizes) -> String {
    let extent = &texts.extent;
    let dashed = node.outline != Outline::Solid;
    let (ink, quiet) = if dashed {
        (style::CAPTION, style::QUIET)
    } else {
        match node.kind {
            NodeKind::Need => (style::NEED, style::NEED_QUIET),
            NodeKind::Organisation | NodeKind::List => {
                (style::ORGANISATION, style::ORGANISATION_QUIET)
            }
            _ => (style::HEADER, style::HEADER_QUIET),
        }
    };
    let style = if dashed { " STYLE=\"dashed\"" } else { "" };
    let title = texts
        .titles
        .iter()
        .map(|line| inside_html(line))
        .collect::<Vec<_>>()
        .join("<BR/>");
    let mut header = font(ink.text, style::TITLE_SIZE, &format!("<B>{title}</B>"));
    if !node.subtitle.is_empty() || !node.badges.is_empty() {
        let foot = inside_html(&texts.subtitle);
        let marks = style::letters(&node.badges);
        header.push_str("<BR/>");
        header.push_str(&font(
            quiet.text,
            style::SUBTITLE_SIZE,
            &format!("{foot}{marks}"),
        ));
    }
    let mut table = format!(
        "<TABLE BORDER=\"0\" CELLBORDER=\"1\" CELLSPACING=\"0\" CELLPADDING=\"0\" COLOR=\"{}\" BGCOLOR=\"{}\">",
        style::OUTLINE,
        style::PAPER
    );
    let _ = write!(
        table,
        "<TR><TD{} BGCOLOR=\"{}\"{style}>{header}</TD></TR>",
        fixed(sizes, extent.width, extent.header),
        ink.ground
    );
    for (index, (row, title)) in node.rows.iter().zip(&texts.rows).enumerate() {
        let _ = write!(
            table,
            "<TR><TD PORT=\"{}\"{} ALIGN=\"LEFT\"{style}>{}</TD></TR>",
            port(index),
            fixed(sizes, extent.width, measure::ROW_HEIGHT),
            field(row, title)
        );
    }
    table.push_str("</TABLE>");
    table
}

/// A field's name, underlined if the field identifies a person.
fn field(row: &Row, title: &str) -> String {
    let name = inside_html(title);
    let name = if row.identifier && !name.is_empty() {
        format!("<U>{name}</U>")
    } else {
        name
    };
    font(
        style::BODY.text,
        style::ROW_SIZE,
        &format!("&#160;&#160;{name}{}", style::letters(&row.badges)),
    )
}

/// A chart in words: a row for each definition, and a column for its windows if there is an axis.
pub(super) fn chart(chart: &Chart) -> String {
    let cell = |words: &str, is_bold: bool| {
        let words = inside_html(words);
        let words = if is_bold {
            format!("<B>{words}</B>")
        } else {
            words
        };
        let said = font(style::BODY.text, style::ROW_SIZE, &words);
        format!("<TD ALIGN=\"LEFT\">{said}</TD>")
    };
    let mut headings = vec!["System".to_owned(), "Field".to_owned()];
    headings.extend(chart.axis.iter().map(|axis| axis.title.clone()));
    headings.extend(chart.columns.iter().cloned());
    let mut table = format!(
        "<TABLE BORDER=\"0\" CELLBORDER=\"1\" CELLSPACING=\"0\" CELLPADDING=\"4\" COLOR=\"{}\" BGCOLOR=\"{}\"><TR><TD COLSPAN=\"{}\" ALIGN=\"LEFT\">{}</TD></TR><TR>",
        style::RULE,
        style::PAPER,
        headings.len(),
        bold(style::CAPTION.text, style::TITLE_SIZE, &chart.title)
    );
    table.extend(headings.iter().map(|heading| cell(heading, true)));
    table.push_str("</TR>");
    for row in &chart.rows {
        let marks = style::letters(&row.badges);
        let lanes: Vec<String> = row.lanes.iter().map(wording::lane_words).collect();
        let mut cells = vec![row.title.clone(), format!("{}{marks}", row.subtitle)];
        if chart.axis.is_some() {
            cells.push(lanes.join("; "));
        }
        cells.extend(row.cells.iter().cloned());
        table.push_str("<TR>");
        table.extend(cells.iter().map(|words| cell(words, false)));
        table.push_str("</TR>");
    }
    table.push_str("</TABLE>");
    table
}

/// An organisation's title; its band has a fixed height if sizes are fixed.
pub(super) fn band((title, width): &(String, f64), ink: Ink, sizes: Sizes) -> String {
    if sizes == Sizes::Free {
        return bold(ink.text, style::TITLE_SIZE, title);
    }
    format!(
        "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"0\"><TR><TD{} ALIGN=\"LEFT\">{}</TD></TR></TABLE>",
        fixed(sizes, width.max(1.0), measure::BAND_HEIGHT - 8.0),
        bold(ink.text, style::TITLE_SIZE, title)
    )
}

/// The title of the diagram, and its notes in small print.
pub(super) fn caption(unplaced: &Unplaced) -> String {
    let titles = unplaced.caption.iter();
    let notes = unplaced.notes.iter();
    let mut lines: Vec<String> = titles
        .map(|line| bold(style::CAPTION.text, style::CAPTION_SIZE, line))
        .collect();
    lines.extend(notes.map(|line| font(style::QUIET.text, style::NOTE_SIZE, &inside_html(line))));
    for line in &mut lines {
        line.push_str("<BR ALIGN=\"LEFT\"/>");
    }
    lines.concat()
}

fn bold(colour: &str, size: f64, text: &str) -> String {
    if text.is_empty() {
        String::from("&#160;")
    } else {
        font(colour, size, &format!("<B>{}</B>", inside_html(text)))
    }
}

/// `markup` in a colour and size. Graphviz cannot express an empty run of text, so that becomes a space.
fn font(colour: &str, size: f64, markup: &str) -> String {
    let markup = if markup.is_empty() || markup == "<B></B>" {
        "&#160;"
    } else {
        markup
    };
    format!("<FONT COLOR=\"{colour}\" POINT-SIZE=\"{size}\">{markup}</FONT>")
}

/// The attributes for the size of a cell: as measured, or a padding around its text.
fn fixed(sizes: Sizes, width: f64, height: f64) -> String {
    if sizes == Sizes::Free {
        return " CELLPADDING=\"4\"".to_owned();
    }
    format!(
        " FIXEDSIZE=\"TRUE\" WIDTH=\"{:.0}\" HEIGHT=\"{:.0}\"",
        width.ceil(),
        height.ceil()
    )
}
