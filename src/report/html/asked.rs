//! The parts of the page that a reader of the live page asks for: the picture of one term's journey or one need's sources, and the answer
//! about one case.

use super::Links;
use super::Picture;
use super::Section;
use super::blocks::Writer;
use super::map;
use super::markup::anchor;
use crate::analysis::Analysis;
use crate::ask::Misunderstanding;
use crate::ask::case;
use crate::ask::case::Said;
use crate::picture;
use crate::picture::views::{Spec, View};
use crate::report::page::{ThingKind, case_blocks, readable};

/// The picture of the term or need whose row in the page has the id `entry`; `None` if the map has no such term or need.
pub(crate) fn asked(analysis: &Analysis, entry: &str) -> Option<Section> {
    let (view, of, heading) = meant(analysis, entry)?;
    let spec = Spec {
        of: Some(of),
        is_told_elsewhere: true,
        ..Spec::of(view)
    };
    let picture = Picture {
        view,
        drawn: picture::draw(analysis, &spec).ok()?,
        links: Links::default(),
    };
    Some(Section {
        id: map::figure_id(view),
        html: map::labelled(&picture, &heading).into_string(),
    })
}

/// The markup of the answer about one case.
///
/// # Errors
/// If the map does not have that case, or a dimension or value of it.
pub(crate) fn case(analysis: &Analysis, said: &Said) -> Result<String, Misunderstanding> {
    let answer = case::said(&analysis.graph, said)?;
    let writer = Writer {
        figures: &[],
        places: &map::Places::of(std::iter::empty()),
        title: "",
    };
    Ok(writer.blocks(&case_blocks(&answer)).into_string())
}

/// The view of that picture, the id of the term or need, and the heading.
fn meant(analysis: &Analysis, entry: &str) -> Option<(View, String, String)> {
    let model = analysis.model();
    let is_meant = |kind: ThingKind, slug: &str| anchor(kind.word(), slug) == entry;
    let mut terms = model.terms.iter();
    if let Some((_, term)) = terms.find(|(_, term)| is_meant(ThingKind::Term, &term.slug)) {
        let heading = format!("Journey: {}", term.name);
        return Some((View::Journey, term.slug.to_string(), heading));
    }
    let mut needs = model.needs.iter();
    let (_, need) = needs.find(|(_, need)| is_meant(ThingKind::Need, &need.slug))?;
    let words = match &*need.question {
        "" => readable(&need.slug),
        question => question.to_owned(),
    };
    Some((
        View::Need,
        need.slug.to_string(),
        format!("Sources: {words}"),
    ))
}
