//! The views: the contents of each for a small map, the effect of selectors, the notes on folding, and that small edits move little.

mod fold;
mod narrow;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use flowmap::analysis::Analysis;
use flowmap::ask::Misunderstanding;
use flowmap::picture::views::diagram::{Diagram, Outline};
use flowmap::picture::views::{Sketch, Spec, View};
use flowmap::picture::{frame, layout, svg, views};
use flowmap::read::source::SourceSet;

use crate::expectation::analysis;
use crate::expectation::check_expectation;
use crate::expectation::read;

fn of(text: &str) -> Analysis {
    analysis(SourceSet::from_strings([("map.yaml", text.to_owned())]))
}

fn map() -> Analysis {
    of(&read("tests/views/map.yaml"))
}

fn draw(spec: &Spec) -> Diagram {
    drawn(spec).unwrap_or_else(|why| panic!("{why}")).diagram
}

fn drawn(spec: &Spec) -> Result<Sketch, Misunderstanding> {
    views::view(&map(), spec)
}

/// The diagram of a view with default options, unfolded for fields; empty if the map has no such picture.
fn whole(map: &Analysis, view: View) -> Diagram {
    let spec = Spec {
        is_unfolded: view == View::Fields,
        ..Spec::of(view)
    };
    views::view(map, &spec).unwrap_or_default().diagram
}

fn only(view: View, selector: &str) -> Spec {
    Spec {
        only: vec![selector.to_owned()],
        ..Spec::of(view)
    }
}

/// Ids of the boxes and, after a colon, of their rows.
fn boxes(diagram: &Diagram) -> Vec<String> {
    let boxes = diagram.nodes.iter().map(|node| {
        let rows: Vec<&str> = node
            .rows
            .iter()
            .map(|row| row.id.rsplit('.').next().unwrap_or_default())
            .collect();
        if rows.is_empty() {
            node.id.clone()
        } else {
            format!("{}: {}", node.id, rows.join(" "))
        }
    });
    boxes.collect()
}

/// The chart of a term as lines of text.
fn chart(diagram: &Diagram, text: &mut String) {
    let marks = |marks: &[views::diagram::Mark]| {
        let marks = marks.iter();
        let marks = marks.map(|mark| format!(" [{:?} {}]", mark.badge, mark.text()));
        marks.collect::<String>()
    };
    if let Some(chart) = &diagram.chart {
        let axis = chart.axis.as_ref().map_or("no axis", |axis| &axis.title);
        let _ = writeln!(text, "chart: {} [{axis}] {:?}", chart.title, chart.columns);
        for row in &chart.rows {
            let lanes = row.lanes.iter().map(|lane| {
                let bars = lane.bars.iter().map(|bar| {
                    let end = if bar.has_no_end { ">" } else { "" };
                    format!(" {:?} {}..{}{end}", bar.kind, bar.from, bar.to)
                });
                format!("{} {}{}", lane.words, lane.of, bars.collect::<String>())
            });
            let _ = writeln!(
                text,
                "    {} | {} | {} | {}{}",
                row.title,
                row.subtitle,
                lanes.collect::<Vec<_>>().join(" + "),
                row.cells.join(" | "),
                marks(&row.badges)
            );
        }
    }
}

/// A diagram as lines of text, everything that a reader sees.
fn printed(diagram: &Diagram) -> String {
    let mut text = format!("{}\n", diagram.title);
    for note in &diagram.notes {
        let _ = writeln!(text, "  {note}");
    }
    let marks = |marks: &[views::diagram::Mark]| {
        let marks = marks
            .iter()
            .map(|mark| format!(" [{:?} {}]", mark.badge, mark.text()));
        marks.collect::<String>()
    };
    let star = |highlighted: bool| if highlighted { " *" } else { "" };
    chart(diagram, &mut text);
    for group in &diagram.groups {
        let parent = group.parent.map(|parent| &*diagram.groups[parent].id);
        let _ = writeln!(
            text,
            "round {}: {} in {}",
            group.id,
            group.title,
            parent.unwrap_or("-")
        );
    }
    for node in &diagram.nodes {
        let home = node.group.map_or("-", |group| &diagram.groups[group].id);
        let _ = writeln!(
            text,
            "{:?} {}: {} / {} in {home}{}{}",
            node.kind,
            node.id,
            node.title,
            node.subtitle,
            marks(&node.badges),
            star(node.highlighted)
        );
        for row in &node.rows {
            let _ = writeln!(
                text,
                "    {}{}{}",
                row.title,
                marks(&row.badges),
                star(row.highlighted)
            );
        }
    }
    for edge in &diagram.edges {
        let end = |end: views::diagram::End| {
            let node = &diagram.nodes[end.node];
            end.row
                .map_or(node.id.clone(), |row| node.rows[row].id.clone())
        };
        let _ = writeln!(
            text,
            "{} -> {} {:?} x{} \"{}\"{}",
            end(edge.from),
            end(edge.to),
            edge.line,
            edge.count,
            edge.label,
            star(edge.highlighted)
        );
    }
    for told in &diagram.told {
        let _ = writeln!(text, "told {}: {}", told.mark.text(), told.text);
    }
    text
}

#[test]
fn every_view_shows_what_it_is_for() {
    let map = map();
    for view in View::ALL {
        let diagram = whole(&map, view);
        let faults = layout::checks::check(&diagram, &layout::place(&diagram));
        assert!(faults.is_empty(), "{view:?}: {faults:?}");
        let path = format!("tests/views/{}.txt", view.word());
        check_expectation(&path, &printed(&diagram));
    }
}

#[test]
fn ids_in_a_picture_are_different() {
    let map = map();
    for view in View::ALL {
        let diagram = whole(&map, view);
        for ids in [
            diagram
                .nodes
                .iter()
                .map(|node| &node.id)
                .collect::<Vec<_>>(),
            diagram.edges.iter().map(|edge| &edge.id).collect(),
            diagram.groups.iter().map(|group| &group.id).collect(),
        ] {
            let different: BTreeSet<_> = ids.iter().collect();
            assert_eq!(different.len(), ids.len(), "{view:?}: {ids:?}");
        }
    }
}

#[test]
fn a_mark_has_the_number_of_the_report() {
    let map = map();
    let diagram = whole(&map, View::Fields);
    let mut seen = 0;
    for row in diagram.nodes.iter().flat_map(|node| &node.rows) {
        for mark in &row.badges {
            assert!(
                !mark.numbers.is_empty(),
                "{} has a mark without a number",
                row.id
            );
            for number in &mark.numbers {
                let finding = &map.findings[number - 1];
                let said = format!("{:?} {:?}", finding.subjects, finding.detail);
                assert!(
                    said.contains(&row.id),
                    "#{number} is not about {}: {said}",
                    row.id
                );
                seen += 1;
            }
        }
    }
    assert!(seen > 5);
    let text = flowmap::print::terminal::render(&map, flowmap::print::terminal::Style::default());
    let json = flowmap::print::json::render(&map);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    for (place, finding) in map.findings.iter().enumerate() {
        let entry = &json["findings"][place];
        assert_eq!(
            (entry["number"].as_u64(), entry["name"].as_str()),
            (Some(place as u64 + 1), Some(&*finding.name))
        );
        assert!(text.contains(&format!("#{} {}", place + 1, finding.message)));
    }
    let markdown = flowmap::print::markdown::render(&map);
    assert!(
        markdown.contains(
            "### 2. 2 collections ask `clinic` for `birth_date` of one case. They are `registry` and `survey`"
        ),
        "{markdown}"
    );
}

#[test]
fn a_journey_or_need_that_is_not_there_is_told_with_the_nearest() {
    let of = |view, name: &str| Spec {
        of: Some(name.to_owned()),
        ..Spec::of(view)
    };
    let why = drawn(&of(View::Journey, "birth_dat")).unwrap_err().0;
    assert!(why.contains("did you mean `birth_date`"), "{why}");
    let why = drawn(&of(View::Need, "wieghts")).unwrap_err().0;
    assert!(why.contains("did you mean `weights`"), "{why}");
    assert!(
        drawn(&of(View::Journey, "Birth weight")).is_ok(),
        "by its name"
    );
    let chosen = drawn(&Spec::of(View::Journey)).unwrap();
    assert!(chosen.told[0].contains("--of TERM"), "{:?}", chosen.told);
    let bare = self::of("systems: {a: {kind: record}}");
    for view in [View::Journey, View::Need] {
        assert!(views::view(&bare, &Spec::of(view)).is_err());
        assert!(whole(&bare, view).nodes.is_empty());
    }
}

#[test]
fn the_windows_of_a_term_stand_on_one_axis_and_silence_is_not_doubt() {
    let map = of(&read("tests/views/windows.yaml"));
    let spec = Spec {
        of: Some("late_death".to_owned()),
        ..Spec::of(View::Journey)
    };
    let diagram = views::view(&map, &spec).unwrap().diagram;
    check_expectation("tests/views/windows.txt", &printed(&diagram));
    let faults = layout::checks::check(&diagram, &layout::place(&diagram));
    assert!(faults.is_empty(), "{faults:?}");
    // Another selector takes a row out of the chart as well.
    let hidden = Spec {
        hide: vec!["quiet".to_owned()],
        ..spec
    };
    let fewer = views::view(&map, &hidden).unwrap().diagram;
    let rows = |diagram: &Diagram| diagram.chart.as_ref().unwrap().rows.len();
    assert_eq!(rows(&fewer) + 1, rows(&diagram));
}

#[test]
fn what_nothing_fills_gets_a_box_of_its_own() {
    let text = read("tests/views/map.yaml").replace(
        "covers: {area: all}}}}\nflows",
        "covers: {area: all}}, weight: {type: text}}}\nflows",
    );
    let map = of(&text);
    let mut findings = map.findings.iter();
    let finding = findings.find(|finding| finding.kind.name == "missing-origin");
    let spec = Spec {
        of: finding.map(|finding| finding.name.clone()),
        ..Spec::of(View::Finding)
    };
    let gaps = views::view(&map, &spec).unwrap().diagram;
    let missing: Vec<usize> = (0..gaps.nodes.len())
        .filter(|node| gaps.nodes[*node].outline == Outline::Missing)
        .collect();
    assert_eq!(missing.len(), 1, "{}", printed(&gaps));
    let line = gaps
        .edges
        .iter()
        .find(|edge| edge.from.node == missing[0])
        .unwrap();
    let (node, row) = (&gaps.nodes[line.to.node], line.to.row.unwrap());
    assert_eq!(node.rows[row].id, "yearbook.weight");
}

#[test]
fn a_map_without_findings_says_so() {
    let map =
        of("map: {title: Small}\norganisations: {a: A}\nsystems: {s: {kind: record, owner: a}}");
    for view in [View::Duplicates, View::Mismatches, View::Gaps] {
        let diagram = whole(&map, view);
        assert!(
            diagram
                .notes
                .iter()
                .any(|note| note.starts_with("Nothing found")),
            "{view:?}: {:?}",
            diagram.notes
        );
        assert!(
            svg::render(&diagram, &frame::frame(&diagram, layout::place(&diagram)))
                .contains("Nothing found")
        );
    }
}

#[test]
fn names_that_break_programs_are_drawn_as_names() {
    let text = "
organisations: {o: {name: 'A \"quoted\" <b> & 🏥'}, p: {name: سجل, part_of: q}, q: {part_of: p}}
terms: {t: {name: \"two\\nlines\", definition: D.}}
systems:
  o: {name: same id as its owner, owner: p, fields: [t]}
  s: {name: '', owner: o, fields: [t]}
flows: [{from: o, to: s, fields: [t], method: form}, {from: s, to: o, fields: [t]}]
needs: {n: {who: o, question: '<script>', terms: [t]}}
";
    let map = of(text);
    for view in View::ALL {
        let diagram = whole(&map, view);
        let places = layout::place(&diagram);
        assert!(
            layout::checks::check(&diagram, &places).is_empty(),
            "{view:?}"
        );
        let drawn = svg::render(&diagram, &frame::frame(&diagram, places));
        assert!(
            !drawn.contains("<script>") && drawn.ends_with("</svg>\n"),
            "{view:?}"
        );
    }
}

#[test]
fn one_more_system_leaves_the_order_of_the_others() {
    let text = read("tests/views/map.yaml");
    let more = text.replace("  survey: {name", "  another: {name: Another, kind: collection, owner: ministry, fields: [weight]}\n  survey: {name");
    for view in View::ALL {
        let (before, after) = (whole(&of(&text), view), whole(&of(&more), view));
        let ids = |diagram: &Diagram| {
            diagram
                .nodes
                .iter()
                .map(|node| node.id.clone())
                .collect::<Vec<_>>()
        };
        let old = ids(&before);
        let mut kept = ids(&after);
        kept.retain(|id| old.contains(id));
        assert_eq!(kept, old, "{view:?}");
    }
}
