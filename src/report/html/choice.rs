//! The choices of the page: the map, a family of findings, an organisation, a system, a term, a need or a case. Each has its own picture.

use super::Picture;
use super::markup::anchor;
use super::sheet::MOST_DETAIL;
use crate::analysis::Analysis;
use crate::judge::topics::TopicKind;
use crate::picture;
use crate::picture::Drawn;
use crate::picture::style;
use crate::picture::svg::names::safe;
use crate::picture::views;
use crate::picture::views::diagram::{Diagram, NodeKind, RowKind};
use crate::picture::views::{Basis, MOST_BOXES, Sketch, Spec, View};
use crate::read::model::Model;
use crate::report::page::{ThingKind, readable};

/// The key of the picture that a page begins with.
pub(crate) const MAP: &str = "map";

/// The key of the picture before and after.
pub(crate) const CHANGES: &str = "changes";

/// The first part of the key of a topic of a body that is asked again.
const ASKED: &str = "asked";

/// The space for a picture on a screen of 1366 by 768 pixels, beside the topics.
const STAGE: (f64, f64) = (1_000.0, 600.0);
/// The smallest letters that are shown, in pixels.
const LEAST_LETTERS: f64 = 9.0;

/// One thing to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    /// Its name in addresses and in the script: `organisation-cqc`.
    pub(crate) key: String,
    /// The list that holds it; empty for none.
    pub(crate) list: &'static str,
    /// Its name for readers.
    pub(crate) name: String,
    /// The heading of its picture.
    pub(crate) heading: String,
    /// Its pictures, the finest first.
    specs: Vec<Spec>,
}

impl Choice {
    fn new(key: String, list: &'static str, name: &str, heading: String, specs: Vec<Spec>) -> Self {
        let name = name.to_owned();
        Self {
            key,
            list,
            name,
            heading,
            specs,
        }
    }
}

/// The picture of a choice, and a note on it.
pub(crate) struct Shown {
    /// The picture.
    pub(crate) picture: Picture,
    /// The reason why it is coarser than the finest; empty if it is not.
    pub(crate) why: String,
}

/// The picture of a choice: the finest with letters that can be read on one screen, else the coarsest. `None` if there is nothing to draw.
pub(crate) fn drawn(
    basis: &Basis<'_>,
    choice: &Choice,
    earlier: Option<&Picture>,
) -> Option<Shown> {
    // The coarsest so far that was not placed, because it cannot fit.
    let mut left = None;
    let mut coarsest = None;
    for (place, spec) in choice.specs.iter().enumerate() {
        let is_last = place + 1 == choice.specs.len();
        let Ok(sketch) = views::view_of_many(basis, spec) else {
            continue;
        };
        if !is_last && is_crowded(&sketch) {
            continue;
        }
        let earlier = earlier.filter(|earlier| earlier.view == spec.view);
        let earlier = earlier.map(|earlier| &earlier.drawn);
        // The letters of a list are known only when it is placed.
        let most = if is_last || has_lists(&sketch.diagram) {
            (f64::INFINITY, f64::INFINITY)
        } else {
            readable_size(spec.view, style::NUMBER_SIZE)
        };
        match picture::finish_within(sketch, earlier, most) {
            Ok(drawn) => {
                let shown = shown(spec, place, drawn);
                let is_readable = fits(&shown.picture);
                coarsest = Some(shown);
                left = None;
                if is_readable {
                    break;
                }
            }
            Err(sketch) => left = Some((place, spec, sketch, earlier)),
        }
    }
    let Some((place, spec, sketch, earlier)) = left else {
        return coarsest;
    };
    let drawn = picture::finish(*sketch, earlier);
    Some(shown(spec, place, drawn))
}

/// A picture with the note on it. `place` is that of its view among those of the choice.
fn shown(spec: &Spec, place: usize, drawn: Drawn) -> Shown {
    let picture = Picture {
        view: spec.view,
        drawn,
    };
    let why = match place {
        0 => String::new(),
        _ => why(spec, &picture),
    };
    Shown { picture, why }
}

/// The note on a coarser picture.
fn why(spec: &Spec, picture: &Picture) -> String {
    let rows = picture.drawn.diagram.nodes.iter();
    let listed = rows
        .flat_map(|node| &node.rows)
        .filter(|row| row.kind == RowKind::Organisation)
        .count();
    let why = match spec.view {
        View::Journey if spec.is_chart_alone => {
            "The flows that pass it on are too many for one picture: choose an organisation or a system to see its own."
        }
        View::Journey => "Each organisation is one box, so that the flows can be read.",
        _ if listed > 0 => {
            "Organisations with many flows have a box, the others stand in lists. Choose any to see inside."
        }
        _ => "Each organisation is one box, so that it can be read: choose one to see inside.",
    };
    why.to_owned()
}

/// True if there are clearly too many boxes for one screen: then the picture need not be placed to know.
fn is_crowded(sketch: &Sketch) -> bool {
    let diagram = &sketch.diagram;
    let rows: usize = diagram.nodes.iter().map(|node| node.rows.len()).sum();
    diagram.nodes.len() > MOST_BOXES || rows > 2 * MOST_BOXES
}

/// True if the whole drawing can be read on one screen; or, for the journey of a term, on a few screens by scrolling.
fn fits(picture: &Picture) -> bool {
    let scene = &picture.drawn.scene;
    let letters = match scene.smallest_text() {
        Some(smallest) if has_lists(&picture.drawn.diagram) => smallest,
        _ => style::NUMBER_SIZE,
    };
    let most = readable_size(picture.view, letters);
    scene.places.width <= most.0 && scene.places.height <= most.1
}

/// True if some of its boxes are lists of organisations.
fn has_lists(diagram: &Diagram) -> bool {
    diagram.nodes.iter().any(|node| node.kind == NodeKind::List)
}

/// The largest size of a drawing that can be read, if its smallest letters have this size.
fn readable_size(view: View, letters: f64) -> (f64, f64) {
    let (across, down) = match view {
        View::Journey => (1.6, 4.0),
        _ => (1.0, 1.0),
    };
    let scale = LEAST_LETTERS / letters;
    (STAGE.0 * across / scale, STAGE.1 * down / scale)
}

/// The choice of the picture before and after.
pub(super) fn changes() -> Choice {
    let name = "What changed";
    let heading = "What came, went and changed since the older map".to_owned();
    Choice::new(CHANGES.to_owned(), "", name, heading, Vec::new())
}

/// The picture before and after: systems, or organisations if systems cannot be read on one screen. Boxes stay near to their places in the
/// `earlier` picture, else in that of the older map. `None` if there is nothing to draw.
pub(crate) fn drawn_since(
    old: &Analysis,
    new: &Analysis,
    earlier: Option<&Picture>,
) -> Option<Shown> {
    let mut coarsest = None;
    for view in [View::Systems, View::Organisations] {
        let spec = told_elsewhere(view);
        let Ok(sketch) = picture::sketch_since(old, new, &spec) else {
            continue;
        };
        if view == View::Systems && is_crowded(&sketch) {
            continue;
        }
        let drawn = match earlier.filter(|earlier| earlier.view == view) {
            Some(earlier) => picture::finish(sketch, Some(&earlier.drawn)),
            None => picture::finish(sketch, picture::draw(old, &spec).ok().as_ref()),
        };
        let picture = Picture { view, drawn };
        let is_readable = fits(&picture);
        let why = match view {
            View::Systems => String::new(),
            _ => "Each organisation is one box, so that it can be read.".to_owned(),
        };
        coarsest = Some(Shown { picture, why });
        if is_readable {
            break;
        }
    }
    coarsest
}

/// The choice with this key.
pub(crate) fn named(analysis: &Analysis, key: &str) -> Option<Choice> {
    // The topics are worked out only if one is asked for: on a large map that takes longer than the picture.
    let asked = key.starts_with(&token(ASKED, ""));
    let asked = asked.then(|| asked_again(analysis));
    let mut all = whole()
        .into_iter()
        .chain(asked.into_iter().flatten())
        .chain(things(analysis.model()));
    all.find(|choice| choice.key == key)
}

/// All choices, in the order of the lists.
pub(crate) fn all(analysis: &Analysis) -> Vec<Choice> {
    let all = whole().into_iter().chain(asked_again(analysis));
    all.chain(things(analysis.model())).collect()
}

/// A choice for each thing of the map that has a picture.
fn things(model: &Model) -> impl Iterator<Item = Choice> {
    let bodies = model.organisations.iter().map(|(_, body)| {
        let (slug, name) = (&*body.slug, &*body.name);
        let focus = vec![format!("org:{}", quoted(slug))];
        let heading = format!("{name}: what it keeps, gives and takes");
        let near = around(&focus);
        Choice::new(
            token("organisation", slug),
            "Organisation",
            name,
            heading,
            near,
        )
    });
    let systems = model.systems.iter().map(|(_, system)| {
        let (slug, name) = (&*system.slug, &*system.name);
        let focus = vec![format!("system:{}", quoted(slug))];
        let heading = format!("{name}: where its data comes from and goes");
        Choice::new(token("system", slug), "", name, heading, around(&focus))
    });
    let terms = model.terms.iter().map(|(_, term)| {
        let (slug, name) = (&*term.slug, &*term.name);
        let specs = finest_first(of(View::Journey, slug));
        let key = anchor(ThingKind::Term.word(), slug);
        Choice::new(key, "Term", name, format!("Journey: {name}"), specs)
    });
    let needs = model.needs.iter().map(|(_, need)| {
        let name = match &*need.question {
            "" => readable(&need.slug),
            question => question.to_owned(),
        };
        let key = anchor(ThingKind::Need.word(), &need.slug);
        let heading = format!("Sources: {name}");
        let specs = vec![of(View::Need, &need.slug)];
        Choice::new(key, "Question", &name, heading, specs)
    });
    let cases = model.cases.iter().filter(|(_, case)| !case.is_placeholder);
    let cases = cases.map(|(_, case)| {
        let name = &*case.name;
        let heading = format!("Who must be told: {name}");
        let specs = vec![of(View::Case, &case.slug)];
        Choice::new(anchor("case", &case.slug), "Case", name, heading, specs)
    });
    bodies.chain(systems).chain(terms).chain(needs).chain(cases)
}

/// The map as a whole, and each family of findings.
fn whole() -> [Choice; 4] {
    let map = finest_first(told_elsewhere(View::Systems));
    let family = |key: &str, name: &str, view| {
        let specs = vec![told_elsewhere(view)];
        Choice::new(key.to_owned(), "Findings", name, name.to_owned(), specs)
    };
    [
        Choice::new(
            MAP.to_owned(),
            "",
            "The whole map",
            "The whole map: who gives data to whom".to_owned(),
            map,
        ),
        family("duplicates", "Collected more than once", View::Duplicates),
        family("mismatches", "Defined differently", View::Mismatches),
        family("gaps", "Missing", View::Gaps),
    ]
}

/// Each topic of a body that is asked again.
fn asked_again(analysis: &Analysis) -> impl Iterator<Item = Choice> {
    let topics = analysis.topics().iter();
    let asked = topics.filter(|topic| topic.kind == TopicKind::AskedAgain);
    asked.filter_map(|topic| {
        let (_, slug) = topic.name.split_once('/')?;
        let spec = of(View::Finding, &topic.name);
        Some(Choice::new(
            token(ASKED, slug),
            "",
            &topic.title,
            topic.title.clone(),
            vec![spec],
        ))
    })
}

/// The key of a topic's picture; `None` if no picture can show the topic.
pub(super) fn of_topic(name: &str) -> Option<String> {
    let (kind, slug) = name.split_once('/')?;
    Some(match kind {
        "asked-again" => token(ASKED, slug),
        "definition" => anchor(ThingKind::Term.word(), slug),
        "need" => anchor(ThingKind::Need.word(), slug),
        "break" => token("system", slug),
        _ => return None,
    })
}

/// A thing's name in the script: the id of its elements in a picture without their prefix.
fn token(kind: &str, slug: &str) -> String {
    format!("{kind}-{}", safe(slug))
}

/// An id in a form that a selector takes: in quotes if it holds other characters than letters, digits, `_`, `-` and `.`.
fn quoted(slug: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    if slug.chars().all(is_plain) {
        return slug.to_owned();
    }
    format!("\"{}\"", slug.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A view for a page whose words beside the picture say what it shows.
fn told_elsewhere(view: View) -> Spec {
    Spec {
        is_told_elsewhere: true,
        longest_detail: Some(MOST_DETAIL),
        ..Spec::of(view)
    }
}

/// The view of one term, need or case.
fn of(view: View, slug: &str) -> Spec {
    Spec {
        of: Some(slug.to_owned()),
        ..told_elsewhere(view)
    }
}

/// The focus with its neighbours: their systems, or each organisation as one box.
fn around(focus: &[String]) -> Vec<Spec> {
    let near = |view, is_others_folded| Spec {
        focus: focus.to_vec(),
        depth: Some(1),
        is_others_folded,
        ..told_elsewhere(view)
    };
    let mut specs = vec![near(View::Systems, false), near(View::Systems, true)];
    specs.extend(views::coarser(&specs[0]));
    specs
}

/// A picture and the coarser ones to take in its place.
fn finest_first(spec: Spec) -> Vec<Spec> {
    let coarser = views::coarser(&spec);
    std::iter::once(spec).chain(coarser).collect()
}
