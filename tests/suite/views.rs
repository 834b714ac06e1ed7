//! The views: what each shows of a small map, how selectors narrow it, what folding says, and that small edits move little.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use flowmap::analysis::Analysis;
use flowmap::layout;
use flowmap::queries::Misunderstanding;
use flowmap::render::svg;
use flowmap::source::SourceSet;
use flowmap::views;
use flowmap::views::Detail;
use flowmap::views::Drawn;
use flowmap::views::Spec;
use flowmap::views::View;
use flowmap::views::diagram::Badge;
use flowmap::views::diagram::Diagram;
use flowmap::views::diagram::LineStyle;
use flowmap::views::diagram::NodeKind;
use flowmap::views::diagram::Outline;

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

fn drawn(spec: &Spec) -> Result<Drawn, Misunderstanding> {
    views::draw(&map(), spec)
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
        let diagram = views::diagram(&map, view);
        let scene = layout::place(&diagram);
        let faults = layout::checks::check(&diagram, &scene);
        assert!(faults.is_empty(), "{view:?}: {faults:?}");
        let path = format!("tests/views/{}.txt", view.word());
        check_expectation(&path, &printed(&diagram));
    }
}

#[test]
fn ids_in_a_picture_are_different() {
    let map = map();
    for view in View::ALL {
        let diagram = views::diagram(&map, view);
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
    let diagram = views::diagram(&map, View::Fields);
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
    let text = flowmap::render::terminal::render(&map, flowmap::render::terminal::Style::default());
    let json = flowmap::render::json::render(&map);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    for (place, finding) in map.findings.iter().enumerate() {
        let entry = &json["findings"][place];
        assert_eq!(
            (entry["number"].as_u64(), entry["name"].as_str()),
            (Some(place as u64 + 1), Some(&*finding.name))
        );
        assert!(text.contains(&format!("#{} {}", place + 1, finding.message)));
    }
    let markdown = flowmap::render::markdown::render(&map);
    assert!(
        markdown.contains("### 2. `clinic` supplies `birth_date` to 2 collections"),
        "{markdown}"
    );
}

#[test]
fn selectors_choose_by_id_name_kind_tag_and_direction() {
    for (selector, expected) in [
        ("survey", "survey"),
        ("Weight Survey", "survey"),
        ("system:surv*", "survey"),
        ("org:agency", "registry yearbook"),
        ("Statistics unit", "yearbook"),
        ("tag:pilot", "notes survey"),
        ("+registry", "families notes registry"),
        ("registry+", "registry yearbook"),
        ("+yearbook+", "families notes registry yearbook"),
        ("registry, survey", "registry survey"),
        ("term:weight", "notes survey"),
        ("notes.weight+", "notes survey"),
        ("*.number", "notes registry"),
        ("finding:4", "notes survey"),
    ] {
        let diagram = draw(&only(View::Systems, selector));
        let found: BTreeSet<&str> = diagram.nodes.iter().map(|node| node.id.as_str()).collect();
        let expected: BTreeSet<&str> = expected.split(' ').collect();
        assert_eq!(found, expected, "{selector}");
    }
}

#[test]
fn a_selector_that_chooses_nothing_says_what_is_near_and_how_they_work() {
    for (selector, words) in [
        (
            "+regstry",
            &["`regstry` (in `+regstry`)", "did you mean `registry`"][..],
        ),
        ("org:Helth Agency", &["did you mean `Health Agency`"]),
        ("notes.wieght", &["did you mean `notes.weight`"]),
        (
            "tag:nothing",
            &["`tag:nothing` chooses nothing", "org:NAME", "`+x`"],
        ),
        ("finding:99", &["`finding:99`"]),
    ] {
        let why = drawn(&only(View::Systems, selector)).unwrap_err().0;
        for word in words {
            assert!(why.contains(word), "{selector}: {why}");
        }
    }
    let spec = Spec {
        hide: vec!["*".to_owned()],
        ..Spec::of(View::Systems)
    };
    let why = drawn(&spec).unwrap_err().0;
    assert!(
        why.contains("nothing is left of the view `systems`"),
        "{why}"
    );
}

#[test]
fn what_is_left_out_is_counted_and_what_was_asked_for_is_said() {
    let whole = draw(&Spec::of(View::Systems));
    assert!(
        !whole.notes.iter().any(|note| note.starts_with("Left out")),
        "{:?}",
        whole.notes
    );
    let spec = Spec {
        hide: vec!["survey".to_owned()],
        ..Spec::of(View::Systems)
    };
    let hidden = draw(&spec);
    assert_eq!(
        boxes(&hidden),
        ["families", "notes", "registry", "yearbook"]
    );
    for note in [
        "The map as of 2026-01-31.",
        "Shown: without survey.",
        "Left out: 1 system and 2 flows.",
    ] {
        assert!(
            hidden.notes.iter().any(|told| told == note),
            "{note}: {:?}",
            hidden.notes
        );
    }
}

#[test]
fn focus_goes_so_many_steps_up_and_down_but_not_back_and_forth() {
    let spec = |depth| Spec {
        focus: vec!["registry".to_owned()],
        depth,
        ..Spec::of(View::Systems)
    };
    let near = draw(&spec(None));
    assert_eq!(boxes(&near), ["notes", "registry", "yearbook"]);
    let strong: Vec<&str> = near
        .nodes
        .iter()
        .filter(|node| node.highlighted)
        .map(|node| node.id.as_str())
        .collect();
    assert_eq!(strong, ["registry"]);
    // The survey takes from the notes, but neither feeds the registry nor is fed by it.
    assert_eq!(
        boxes(&draw(&spec(Some(9)))),
        ["families", "notes", "registry", "yearbook"]
    );
}

#[test]
fn detail_says_which_rows_there_are() {
    let spec = |detail| Spec {
        detail: Some(detail),
        only: vec!["notes,registry".to_owned()],
        ..Spec::of(View::Systems)
    };
    assert_eq!(boxes(&draw(&spec(Detail::Boxes))), ["notes", "registry"]);
    assert_eq!(
        boxes(&draw(&spec(Detail::All))),
        [
            "notes: number birth_date weight",
            "registry: number birth_date"
        ]
    );
    let keys = boxes(&draw(&spec(Detail::Keys)));
    assert!(keys[0].starts_with("notes: number birth_date"), "{keys:?}");
    let fields = Spec {
        detail: Some(Detail::Boxes),
        ..Spec::of(View::Fields)
    };
    assert!(draw(&fields).nodes.iter().all(|node| node.rows.is_empty()));
}

#[test]
fn parallel_flows_are_one_line_with_a_number_but_styles_stay_apart() {
    let systems = draw(&Spec::of(View::Systems));
    let between: Vec<_> = systems
        .edges
        .iter()
        .filter(|edge| systems.nodes[edge.to.node].id == "survey")
        .map(|edge| (edge.line, edge.count))
        .collect();
    assert_eq!(between, [(LineStyle::ByHand, 2)]);
    let text = read("tests/views/map.yaml").replace("method: email", "method: upload");
    let apart = views::diagram(&of(&text), View::Organisations);
    let lines: Vec<_> = apart
        .edges
        .iter()
        .filter(|edge| apart.nodes[edge.to.node].id == "ministry")
        .map(|edge| (edge.line, edge.count))
        .collect();
    assert_eq!(lines, [(LineStyle::ByHand, 1), (LineStyle::Electronic, 1)]);
}

/// A map of so many organisations with so many systems each, all fed by the first.
fn wide(organisations: usize, systems: usize) -> String {
    let mut text = String::from("organisations:\n");
    for body in 0..organisations {
        let _ = writeln!(text, "  o{body}: {{name: Body {body}}}");
    }
    text.push_str("systems:\n");
    for body in 0..organisations {
        for system in 0..systems {
            let _ = writeln!(
                text,
                "  s{body}x{system}: {{name: System {system} of {body}, kind: record, owner: o{body}, fields: [a]}}"
            );
        }
    }
    text.push_str("flows:\n");
    for body in 0..organisations {
        for system in 0..systems {
            if (body, system) != (0, 0) {
                let _ = writeln!(
                    text,
                    "  - {{from: s0x0, to: s{body}x{system}, fields: [a], every: month}}"
                );
            }
        }
    }
    text
}

#[test]
fn past_about_forty_boxes_a_view_folds_and_says_so() {
    let small = of(&wide(4, 10));
    let drawn = views::draw(&small, &Spec::of(View::Systems)).unwrap();
    assert_eq!((drawn.diagram.nodes.len(), drawn.told.len()), (40, 0));

    let large = of(&wide(5, 10));
    let drawn = views::draw(&large, &Spec::of(View::Systems)).unwrap();
    let diagram = &drawn.diagram;
    assert!(diagram.nodes.len() + diagram.groups.len() <= views::MOST_BOXES);
    let folded: Vec<_> = diagram
        .nodes
        .iter()
        .filter(|node| node.kind == NodeKind::Organisation)
        .collect();
    assert!(folded.iter().all(|node| node.subtitle == "10 systems"));
    let told = &drawn.told[0];
    assert!(
        told.contains("Body 0 (10 systems)") && told.contains("flows inside them"),
        "{told}"
    );
    assert!(diagram.notes.contains(told), "the picture says it too");
    // Ten flows from the first organisation to each folded one are one line.
    assert!(diagram.edges.iter().any(|edge| edge.count == 10));

    let unfolded = Spec {
        is_unfolded: true,
        ..Spec::of(View::Systems)
    };
    assert_eq!(
        views::draw(&large, &unfolded).unwrap().diagram.nodes.len(),
        50
    );
    let narrow = Spec {
        focus: vec!["s3x3".to_owned()],
        ..Spec::of(View::Systems)
    };
    assert_eq!(views::draw(&large, &narrow).unwrap().diagram.nodes.len(), 2);
    assert_eq!(
        views::diagram(&large, View::Fields).nodes.len(),
        50,
        "the fields view is the whole map"
    );
}

#[test]
fn a_folded_organisation_keeps_the_marks_of_what_it_holds() {
    let mut text = wide(5, 10);
    text = text.replace(
        "organisations:\n",
        "terms: {a: {definition: One., of: thing}}\norganisations:\n  agency: {name: Agency}\n",
    );
    text = text.replace(
        "systems:\n",
        "systems:\n  extra: {kind: collection, owner: agency, fields: [a]}\n",
    );
    text.push_str("  - {from: s1x1, to: extra, fields: [a], method: form, basis: Act}\n  - {from: s1x1, to: s2x2, fields: [a], method: form, basis: Act}\n");
    let map = of(&text);
    let marked = |diagram: &Diagram| -> BTreeSet<usize> {
        let marks = diagram.nodes.iter().flat_map(|node| &node.badges);
        let marks = marks.filter(|mark| mark.badge == Badge::Duplication);
        marks.flat_map(|mark| mark.numbers.clone()).collect()
    };
    let whole = views::draw(
        &map,
        &Spec {
            is_unfolded: true,
            ..Spec::of(View::Systems)
        },
    )
    .unwrap()
    .diagram;
    let folded = views::draw(&map, &Spec::of(View::Systems)).unwrap().diagram;
    assert!(!marked(&whole).is_empty());
    assert!(
        marked(&folded).is_superset(&marked(&whole)),
        "{:?} {:?}",
        marked(&whole),
        marked(&folded)
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
        assert!(views::draw(&bare, &Spec::of(view)).is_err());
        assert!(views::diagram(&bare, view).nodes.is_empty());
    }
}

#[test]
fn what_nothing_fills_gets_a_box_of_its_own() {
    let text = read("tests/views/map.yaml").replace(
        "fields: {birth_date: {type: date}}}\nflows",
        "fields: {birth_date: {type: date}, weight: {type: number}}}\nflows",
    );
    let map = of(&text);
    let gaps = views::diagram(&map, View::Gaps);
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
        let diagram = views::diagram(&map, view);
        assert!(
            diagram
                .notes
                .iter()
                .any(|note| note.starts_with("Nothing found")),
            "{view:?}: {:?}",
            diagram.notes
        );
        assert!(svg::render(&diagram, &layout::place(&diagram)).contains("Nothing found"));
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
        let diagram = views::diagram(&map, view);
        let scene = layout::place(&diagram);
        assert!(
            layout::checks::check(&diagram, &scene).is_empty(),
            "{view:?}"
        );
        let drawn = svg::render(&diagram, &scene);
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
        let (before, after) = (
            views::diagram(&of(&text), view),
            views::diagram(&of(&more), view),
        );
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
