//! Removes the words of a picture that the page around it says.

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
