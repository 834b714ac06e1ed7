//! Removes the words of a picture that the page around it says, and highlights that single nothing out.

use super::Spec;
use super::diagram::Diagram;
use super::journey::TOLD_BELOW;

/// Removes the findings under the picture, and shortens the details of its parts, as far as `spec` asks for that.
pub(super) fn shorten(spec: &Spec, diagram: &mut Diagram) {
    if spec.is_told_elsewhere {
        diagram.told.clear();
        let is_of_terminal = |note: &String| note.contains("`flowmap case`");
        diagram
            .notes
            .retain(|note| !note.starts_with(TOLD_BELOW) && !is_of_terminal(note));
    }
    if let Some(longest) = spec.longest_detail {
        let nodes = diagram.nodes.iter_mut();
        let of_nodes = nodes.flat_map(|node| {
            let rows = node.rows.iter_mut().map(|row| &mut row.detail);
            std::iter::once(&mut node.detail).chain(rows)
        });
        let of_edges = diagram.edges.iter_mut().map(|edge| &mut edge.detail);
        of_nodes
            .chain(of_edges)
            .for_each(|detail| cut(detail, longest));
    }
}

/// Cuts a text of more than `longest` characters at the end of a word.
fn cut(text: &mut String, longest: usize) {
    if let Some((end, _)) = text.char_indices().nth(longest) {
        let end = text[..end].rfind(' ').unwrap_or(end);
        let end = text[..end].trim_end_matches([' ', ',', ';', ':']).len();
        text.truncate(end);
        text.push('…');
    }
}

/// Removes highlights that do not single anything out: all of the lines if more than 60 % are highlighted, all of the rows if more than 80
/// % are.
pub(super) fn temper(diagram: &mut Diagram) {
    let lines = diagram.edges.iter().filter(|edge| edge.highlighted).count();
    if lines * 10 > diagram.edges.len() * 6 {
        diagram
            .edges
            .iter_mut()
            .for_each(|edge| edge.highlighted = false);
    }
    let rows = || diagram.nodes.iter().flat_map(|node| &node.rows);
    let (all, strong) = (rows().count(), rows().filter(|row| row.highlighted).count());
    if strong * 10 > all * 8 {
        let rows = diagram.nodes.iter_mut().flat_map(|node| &mut node.rows);
        rows.for_each(|row| row.highlighted = false);
    }
}
