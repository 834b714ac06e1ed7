//! From an analysis to pictures as plain data. One view is one file, and none knows how it will be placed or drawn.
//!
//! A view chooses a part of the map (a [`cut`]); selectors narrow it; organisations are folded if there is too much to read; then boxes and
//! lines are made of the rest.

mod about;
mod basis;
mod boxes;
mod brief;
mod case;
mod chart;
mod cut;
pub mod diagram;
mod edges;
mod facts;
mod fold;
mod found;
mod gather;
mod homes;
mod index;
mod journey;
mod left;
mod marks;
mod narrow;
mod needs;
mod own;
mod scale;
mod selector;
mod since;
mod spec;
mod touched;
mod window;
mod words;

use std::borrow::Cow;
use std::collections::BTreeSet;

use self::cut::{Cut, Grain};
use self::diagram::{Badge, Diagram, LegendEntry, LineStyle, Node, NodeKind, Outline};
use self::homes::Homes;
use self::marks::Marks;
use self::narrow::Narrowing;
use crate::analysis::Analysis;
use crate::ask::Misunderstanding;
use crate::ask::find;
use crate::compare::{Turn, Turns};
use crate::read::model::{Model, NeedId, TermId, is_scope};
use crate::words::first_few;

pub use basis::Basis;
pub use fold::MOST_BOXES;
pub use gather::Gather;
pub(crate) use spec::coarser;
pub use spec::{Detail, Spec, View};

/// A diagram, and sentences for the user about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sketch {
    /// The diagram.
    pub diagram: Diagram,
    /// The decisions of the view (a fold, the choice of a term), in whole sentences for the user.
    pub told: Vec<String>,
}

/// Makes the requested diagram.
///
/// # Errors
/// If `spec` names something that the map does not have. The error offers similar names.
pub fn view(analysis: &Analysis, spec: &Spec) -> Result<Sketch, Misunderstanding> {
    view_of_many(&Basis::of(analysis), spec)
}

/// Like [`view`], for one of many diagrams of a map.
///
/// # Errors
/// As [`view`].
pub fn view_of_many(basis: &Basis<'_>, spec: &Spec) -> Result<Sketch, Misunderstanding> {
    sketch(basis, spec, &Turns::default())
}

/// Like [`view`], for a map that has the entries of two maps: parts that are new, gone or changed are marked.
///
/// # Errors
/// As [`view`].
pub(crate) fn view_with(
    analysis: &Analysis,
    spec: &Spec,
    turns: &Turns,
) -> Result<Sketch, Misunderstanding> {
    sketch(&Basis::of(analysis), spec, turns)
}

fn sketch(basis: &Basis<'_>, spec: &Spec, turns: &Turns) -> Result<Sketch, Misunderstanding> {
    let analysis = basis.analysis;
    let model = analysis.model();
    let narrowing = Narrowing::of(basis, spec)?;
    let mut told = Vec::new();
    let mut cut = cut(basis, spec, &narrowing, &mut told)?;
    if !turns.is_empty() {
        // The findings of two maps together are those of neither.
        cut.marked = Some(BTreeSet::new());
    }
    let marks = match &cut.marked {
        Some(marked) => Cow::Owned(Marks::of(model, basis.these(marked.iter().copied()))),
        None => Cow::Borrowed(basis.firm()),
    };
    let marks = &*marks;
    let is_wanted = |field| narrowing.has_field(model, field);
    let chart = cut
        .charted
        .and_then(|term| chart::chart(analysis, term, marks, is_wanted));
    if spec.is_chart_alone && chart.is_some() {
        journey::leave_flows(&mut cut);
    }
    if let Some(detail) = spec.detail {
        narrow::detail(analysis, marks, detail, &mut cut);
    }
    narrowing.apply(analysis, spec, &mut cut)?;
    coarsen(model, spec, &narrowing, &mut cut);
    let homes = Homes::of(model, &cut);
    let count = homes.boxes().len();
    if turns.is_empty()
        && let Some(coarser) = gathered(spec, count)
    {
        let mut sketch = self::sketch(basis, &coarser, turns)?;
        sketch.told.insert(0, fold::too_many(count));
        return Ok(sketch);
    }
    let boxes = boxes::boxes(analysis, &cut, &homes, marks);
    let (mut edges, hidden, flows) = edges::edges(analysis, &cut, &homes, &boxes);
    let turned = since::turned(analysis, turns, (&homes, &boxes), &flows);
    edges.extend(edges::further(analysis, &cut, &homes, &boxes));
    let folded = fold::told(model, &cut, &homes, hidden);
    let mut notes: Vec<String> = date(analysis).into_iter().collect();
    notes.extend(unread(analysis));
    notes.extend(narrow::told(spec));
    notes.extend(cut.notes.iter().cloned());
    notes.extend(folded.clone());
    notes.extend(left::left_out(basis, &cut));
    let mut diagram = Diagram {
        title: words::title(analysis, &cut.title),
        notes,
        groups: boxes.groups,
        nodes: boxes.nodes,
        edges,
        legend: Vec::new(),
        told: cut.told,
        chart,
        turns: turned,
    };
    since::sign(&mut diagram);
    brief::temper(&mut diagram);
    diagram.legend = legend(&diagram);
    if folded.is_some() {
        told.extend(folded);
        told.push(fold::hint(diagram.nodes.len()));
    }
    told.extend(cut.hints);
    brief::shorten(spec, &mut diagram);
    Ok(Sketch { diagram, told })
}

/// The picture to take instead of one that has this many boxes even when it is folded: nobody could read it, and its drawing would be metres
/// wide. `None` if there are few enough, or if whoever asked wants them all. A page has coarser pictures of its own.
fn gathered(spec: &Spec, boxes: usize) -> Option<Spec> {
    let is_chosen = spec.is_unfolded || spec.gathered.is_some() || spec.is_told_elsewhere;
    let is_wanted = is_chosen || boxes <= fold::MOST_FOLDED;
    let mut coarser = coarser(spec).into_iter();
    let spec = coarser.find(|spec| spec.gathered.is_some());
    spec.filter(|_| !is_wanted)
}

/// Draws organisations as one box each, or as rows of lists, as far as `spec` asks for that or there is too much to read.
fn coarsen(model: &Model, spec: &Spec, narrowing: &Narrowing, cut: &mut Cut) {
    if spec.is_others_folded {
        fold::others(model, cut, &narrowing.focused(model));
        journey::leave_words(cut);
    }
    if let Some(gather) = spec.gathered {
        let focus = narrowing.focused(model);
        gather::gather(model, cut, gather, &focus, spec.is_whole());
    }
    if !spec.is_unfolded {
        fold::fold(model, cut);
    }
}

/// The part of the map that the view shows.
fn cut(
    basis: &Basis<'_>,
    spec: &Spec,
    narrowing: &Narrowing,
    told: &mut Vec<String>,
) -> Result<Cut, Misunderstanding> {
    let analysis = basis.analysis;
    let start = || match narrowing.homes(analysis.model()) {
        Some(homes) => Cut::between(basis, homes),
        None => Cut::whole(basis),
    };
    let found = |badge| {
        let only = narrowing.only.as_ref();
        found::cut(basis, badge, only, spec.is_unfolded)
    };
    Ok(match spec.view {
        View::Organisations => Cut {
            title: "who gives data to whom".to_owned(),
            grain: Grain::Organisations,
            ..start()
        },
        View::Systems => Cut {
            title: "systems and the flows between them".to_owned(),
            ..start()
        },
        View::Fields => Cut {
            title: "fields and what is passed between them".to_owned(),
            rows: analysis.model().fields.ids().collect(),
            has_rows: true,
            ..start()
        },
        View::Journey => {
            let term = term(basis, spec, told)?;
            journey::cut(basis, term)
        }
        View::Need => {
            let need = need(basis, spec, told)?;
            needs::cut(basis, need)
        }
        View::Case => {
            let of = self::case(analysis, spec, told)?;
            case::cut(analysis, &of)?
        }
        View::Finding => about::cut(basis, spec, told)?,
        View::Duplicates => found(Badge::Duplication),
        View::Mismatches => found(Badge::Definition),
        View::Gaps => found(Badge::Gap),
    })
}

/// A note on the files that are missing from the picture, in part or wholly, because they could not be read.
fn unread(analysis: &Analysis) -> Option<String> {
    let files = analysis.unread();
    let named = || first_few(&files, MOST_FILES);
    (!files.is_empty()).then(|| format!("Incomplete: not read whole: {}", named()))
}

/// The number of unread files that a picture names.
const MOST_FILES: usize = 3;

fn term(
    basis: &Basis<'_>,
    spec: &Spec,
    told: &mut Vec<String>,
) -> Result<TermId, Misunderstanding> {
    let model = basis.analysis.model();
    let slugs = model.terms.iter().map(|(_, term)| &*term.slug);
    if let Some(name) = &spec.of {
        let names = model.terms.iter().map(|(_, term)| &*term.name);
        let place =
            find(name, "term", slugs).or_else(|why| find(name, "term", names).map_err(|_| why))?;
        return Ok(model.terms.ids().nth(place).expect("found a moment ago"));
    }
    let term = journey::most_contested(model, basis.touched()).ok_or_else(|| {
        Misunderstanding("this map has no terms, so none has a journey".to_owned())
    })?;
    told.push(format!(
        "The journey of `{}`, the term with the most findings; `--of TERM` draws another.",
        model.terms[term].slug
    ));
    Ok(term)
}

fn need(
    basis: &Basis<'_>,
    spec: &Spec,
    told: &mut Vec<String>,
) -> Result<NeedId, Misunderstanding> {
    let model = basis.analysis.model();
    if let Some(name) = &spec.of {
        let slugs = model.needs.iter().map(|(_, need)| &*need.slug);
        let place = find(name, "need", slugs)?;
        return Ok(model.needs.ids().nth(place).expect("found a moment ago"));
    }
    let need = needs::most_unmet(basis.analysis, basis.touched())
        .ok_or_else(|| Misunderstanding("this map has no needs".to_owned()))?;
    told.push(format!(
        "The need `{}`, the one with the most in its way; `--of NEED` draws another.",
        model.needs[need].slug
    ));
    Ok(need)
}

/// The requested case, by its id or its description.
fn case(
    analysis: &Analysis,
    spec: &Spec,
    told: &mut Vec<String>,
) -> Result<String, Misunderstanding> {
    if let Some(of) = &spec.of {
        return Ok(of.clone());
    }
    let first = case::first(analysis).ok_or_else(|| {
        Misunderstanding(
            "this map keeps no case; say one with --of, such as `--of \"dimension=value\"`"
                .to_owned(),
        )
    })?;
    told.push(format!(
        "The case `{first}`, the first that the map keeps; `--of CASE` draws another."
    ));
    Ok(first.to_owned())
}

/// The view for a word after `--of`: a topic or a finding of that name, a case that is said, the need or the case of that id, else the journey of a
/// term.
pub(crate) fn view_of(analysis: &Analysis, name: &str) -> View {
    let model = analysis.model();
    if about::is_named(analysis, name) {
        return View::Finding;
    }
    let needs = model.needs.iter().map(|(_, need)| &*need.slug);
    let cases = model.cases.iter().map(|(_, case)| &*case.slug);
    if is_scope(name) && model.terms.iter().all(|(_, term)| &*term.slug != name) {
        View::Case
    } else if find(name, "need", needs).is_ok() {
        View::Need
    } else if find(name, "case", cases).is_ok() {
        View::Case
    } else {
        View::Journey
    }
}

fn date(analysis: &Analysis) -> Option<String> {
    let day = analysis
        .graph
        .when()
        .as_of
        .or(analysis.model().about.as_of)?;
    Some(format!("The map as of {day}."))
}

/// The signs in a diagram that need an explanation.
fn legend(diagram: &Diagram) -> Vec<LegendEntry> {
    let lines = diagram.edges.iter().enumerate();
    // A line that is gone has a style of its own.
    let lines = lines.filter(|(place, _)| diagram.turns.edges.get(place) != Some(&Turn::Gone));
    let mut entries: BTreeSet<LegendEntry> = lines
        .map(|(_, edge)| LegendEntry::Line(edge.line))
        .collect();
    let flows = diagram.edges.iter();
    let flows = flows.filter(|edge| edge.line != LineStyle::Pointer);
    entries.extend(flows.map(|edge| LegendEntry::Sureness(edge.sureness)));
    let rows = || diagram.nodes.iter().flat_map(|node| &node.rows);
    let charted = || diagram.chart.iter().flat_map(|chart| &chart.rows);
    let marks = diagram
        .nodes
        .iter()
        .flat_map(|node| &node.badges)
        .chain(rows().flat_map(|row| &row.badges))
        .chain(charted().flat_map(|row| &row.badges))
        .chain(diagram.told.iter().map(|told| &told.mark));
    entries.extend(marks.map(|mark| LegendEntry::Badge(mark.badge)));
    let nodes = diagram.nodes.iter().map(|node| node.outline);
    let outlines = nodes.chain(diagram.groups.iter().map(|group| group.outline));
    entries.extend(outlines.filter_map(|outline| match outline {
        Outline::Solid => None,
        Outline::Dashed => Some(LegendEntry::Placeholder),
        Outline::Missing => Some(LegendEntry::Missing),
    }));
    entries.extend(diagram.turns.all().map(|turn| match turn {
        Turn::Renamed => LegendEntry::Turn(Turn::Changed),
        turn => LegendEntry::Turn(turn),
    }));
    let is_whole = |node: &Node| node.kind == NodeKind::Organisation && node.rows.is_empty();
    if diagram.nodes.iter().any(is_whole) {
        entries.insert(LegendEntry::Organisation);
    }
    if rows().any(|row| row.identifier) {
        entries.insert(LegendEntry::Identifier);
    }
    let bars = charted().flat_map(|row| row.lanes.iter().flat_map(|lane| &lane.bars));
    entries.extend(bars.map(|bar| LegendEntry::Bar(bar.kind)));
    let is_strong = diagram.edges.iter().any(|edge| edge.highlighted)
        || rows().any(|row| row.highlighted)
        || diagram.nodes.iter().any(|node| node.highlighted);
    if is_strong {
        entries.insert(LegendEntry::Highlight);
    }
    entries.into_iter().collect()
}
