//! Tests of the SVG as readers see it, read back by an XML parser.

use std::collections::BTreeSet;

use resvg::usvg::roxmltree::{Document, Node as Element};

use super::render;
use crate::picture::frame::frame;
use crate::picture::layout::measure;
use crate::picture::samples;
use crate::picture::scene::Places;
use crate::picture::typeface;
use crate::picture::typeface::Weight;
use crate::picture::views::diagram::{Badge, Diagram, LegendEntry, LineStyle};
use crate::words::clean;

fn hostile() -> String {
    let diagram = samples::hostile();
    render(&diagram, &samples::column(&diagram))
}

fn class<'a>(document: &'a Document, class: &str) -> Vec<Element<'a, 'a>> {
    document
        .descendants()
        .filter(|element| element.attribute("class") == Some(class))
        .collect()
}

fn title<'a>(element: Element<'a, 'a>) -> &'a str {
    let title = element
        .children()
        .find(|child| child.has_tag_name(("http://www.w3.org/2000/svg", "title")));
    title.and_then(|title| title.text()).unwrap_or_default()
}

fn number(element: Element, key: &str) -> f64 {
    element.attribute(key).unwrap().parse().unwrap()
}

#[test]
fn hostile_names_stay_names() {
    let diagram = samples::hostile();
    let svg = hostile();
    let document = Document::parse(&svg).unwrap();
    let named = |kind: &str| {
        class(&document, kind)
            .into_iter()
            .map(title)
            .collect::<Vec<_>>()
    };
    let titles: Vec<String> = diagram
        .nodes
        .iter()
        .map(|node| clean(&node.title))
        .collect();
    let boxes: Vec<&str> = ["organisation", "system", "need"]
        .into_iter()
        .flat_map(named)
        .collect();
    for title in &titles {
        // One title is that of an organisation's box, the other that of the box in it.
        let found = boxes.iter().filter(|found| *found == title).count();
        assert!(found >= 2, "{title:?} is a title {found} times");
    }
    assert_eq!(boxes.len(), 2 * titles.len());
    assert_eq!(class(&document, "flow").len(), diagram.edges.len());
    assert!(
        document
            .descendants()
            .all(|element| !element.has_tag_name("script"))
    );
    assert!(
        document
            .descendants()
            .flat_map(|element| element.attributes())
            .all(|one| !one.name().contains("href"))
    );
}

#[test]
fn ids_are_names_from_the_map_and_no_two_are_alike() {
    let svg = hostile();
    let document = Document::parse(&svg).unwrap();
    let ids: Vec<&str> = document
        .descendants()
        .filter_map(|element| element.attribute("id"))
        .collect();
    let different: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), different.len());
    for flow in class(&document, "flow") {
        for end in ["data-from", "data-to"] {
            assert!(different.contains(flow.attribute(end).unwrap()));
        }
    }
}

#[test]
fn two_pictures_on_one_page_share_no_id() {
    let diagram = samples::hostile();
    let scene = samples::column(&diagram);
    let (one, other) = (
        super::render_among(&diagram, &scene, "a-"),
        super::render_among(&diagram, &scene, "b-"),
    );
    let ids = |svg: &str| -> BTreeSet<String> {
        let document = Document::parse(svg).unwrap();
        let ids = document
            .descendants()
            .filter_map(|element| element.attribute("id"));
        ids.map(str::to_owned).collect()
    };
    assert!(ids(&one).is_disjoint(&ids(&other)));
    assert_eq!(one.replace("\"a-", "\"b-").replace(" a-p", " b-p"), other);
}

#[test]
fn the_smallest_text_of_a_scene_is_the_smallest_in_the_picture() {
    let diagram = samples::hostile();
    let scene = samples::column(&diagram);
    let svg = render(&diagram, &scene);
    let document = Document::parse(&svg).unwrap();
    let texts = document
        .descendants()
        .filter(|element| element.tag_name().name() == "text");
    let smallest = texts.map(|text| number(text, "font-size")).reduce(f64::min);
    assert_eq!(scene.smallest_text(), smallest);
}

/// The width of a text in the measured font.
fn printed_width(text: Element) -> f64 {
    let weight = if text.attribute("font-weight").is_some() {
        Weight::Bold
    } else {
        Weight::Regular
    };
    typeface::width(
        text.text().unwrap_or_default(),
        number(text, "font-size"),
        weight,
    )
}

#[test]
fn no_text_spills_out_of_its_box_even_in_a_wider_font() {
    let diagram = samples::hostile();
    let mut places = samples::places(&diagram);
    no_text_spills(&render(&diagram, &samples::column(&diagram)));
    let narrow = places.groups.iter_mut().chain(&mut places.nodes);
    narrow
        .chain(places.rows.iter_mut().flatten())
        .for_each(|rect| rect.w = rect.w.min(100.0));
    no_text_spills(&render(&diagram, &frame(&diagram, places)));
}

fn no_text_spills(svg: &str) {
    let document = Document::parse(svg).unwrap();
    let mut seen = 0;
    for class_name in ["organisation", "system", "need", "field"] {
        for element in class(&document, class_name) {
            let rect = element
                .children()
                .find(|child| child.tag_name().name() == "rect")
                .unwrap();
            let right = number(rect, "x") + number(rect, "width");
            for text in element
                .children()
                .filter(|child| child.tag_name().name() == "text")
            {
                let wide = number(text, "x") + printed_width(text) * measure::SLACK;
                assert!(
                    wide <= right + 0.01,
                    "{:?} reaches {wide}, its box {right}",
                    text.text()
                );
                seen += 1;
            }
        }
    }
    let width = number(document.root_element(), "width");
    for text in document
        .root_element()
        .children()
        .filter(|child| child.tag_name().name() == "text")
    {
        assert!(
            number(text, "x") + printed_width(text) * measure::SLACK <= width,
            "{:?}",
            text.text()
        );
        seen += 1;
    }
    assert!(seen > 60, "only {seen} texts were looked at");
}

#[test]
fn a_chart_says_every_definition_in_words_and_each_kind_of_bar_looks_different() {
    let diagram = samples::hostile();
    let scene = samples::column(&diagram);
    let chart = diagram.chart.as_ref().unwrap();
    let svg = render(&diagram, &scene);
    let document = Document::parse(&svg).unwrap();
    let rows = class(&document, "definition");
    assert_eq!(rows.len(), chart.rows.len());
    let looks: BTreeSet<String> = rows
        .iter()
        .map(|row| {
            let bar = row.children().find(|child| child.has_tag_name("rect"));
            let bar = bar.expect("every row of the sample has a bar");
            let hatched = row.children().filter(|child| child.has_tag_name("path"));
            let look = |key| bar.attribute(key).unwrap_or_default();
            format!(
                "{} {} {}",
                look("fill"),
                look("stroke-dasharray"),
                hatched.count()
            )
        })
        .collect();
    assert!(looks.len() >= 5, "{looks:?}");
    // Every text of the chart is inside it, and no two texts of a row overlap.
    let place = &scene.chart.items[0];
    for row in &place.rows {
        let texts: Vec<_> = row
            .said
            .iter()
            .chain(&row.quiet)
            .chain([&row.title])
            .collect();
        let right = |text: &crate::picture::scene::Text| {
            text.at.x + typeface::width(&text.line, text.size, text.weight) * measure::SLACK
        };
        for (index, text) in texts.iter().enumerate() {
            if text.line == "?" {
                continue;
            }
            assert!(right(text) <= place.width + 0.01, "{:?}", text.line);
            for other in &texts[index + 1..] {
                let is_one_line = (text.at.y - other.at.y).abs() < 8.0;
                let apart = right(text) <= other.at.x || right(other) <= text.at.x;
                assert!(
                    !is_one_line || apart || text.line.is_empty() || other.line.is_empty(),
                    "{:?} stands on {:?}",
                    text.line,
                    other.line
                );
            }
        }
    }
}

#[test]
fn the_legend_says_only_what_occurs_and_the_picture_makes_room_for_it() {
    let mut diagram = Diagram {
        title: "Nothing yet".into(),
        ..Diagram::default()
    };
    let small = |diagram: &Diagram| {
        let places = Places {
            width: 40.0,
            height: 40.0,
            ..Places::default()
        };
        render(diagram, &frame(diagram, places))
    };
    let bare = small(&diagram);
    assert!(!bare.contains("typed again by hand") && !bare.contains("legend"));
    diagram.legend = vec![
        LegendEntry::Line(LineStyle::ByHand),
        LegendEntry::Badge(Badge::Gap),
    ];
    let short = small(&diagram);
    assert!(short.contains("typed again by hand") && short.contains("something is missing"));
    assert!(!short.contains("passed electronically") && !short.contains("several flows"));
    diagram.legend = samples::all_legend();
    let long = small(&diagram);
    let width = |svg: &str| number(Document::parse(svg).unwrap().root_element(), "width");
    assert!(width(&long) > width(&short) && width(&short) >= width(&bare));
}

#[test]
fn a_lost_flow_and_broken_numbers_leave_the_rest_standing() {
    let diagram = samples::hostile();
    let mut places = samples::places(&diagram);
    places.lines[0].clear();
    places.lines[1][1].x = f64::NAN;
    places.width = f64::INFINITY;
    let svg = render(&diagram, &frame(&diagram, places));
    assert_eq!(
        class(&Document::parse(&svg).unwrap(), "flow").len(),
        diagram.edges.len() - 1
    );
    assert!(!svg.contains("NaN") && !svg.contains("inf\""));
}

#[test]
fn a_line_for_several_flows_is_thicker_and_tells_how_many() {
    let diagram = samples::hostile();
    let svg = render(&diagram, &samples::column(&diagram));
    let document = Document::parse(&svg).unwrap();
    let mut thick = 0;
    for (flow, edge) in class(&document, "flow").into_iter().zip(&diagram.edges) {
        let line = flow
            .children()
            .find(|child| child.attribute("stroke-width").is_some())
            .unwrap();
        let is_thick = edge.count > 1 || edge.highlighted;
        assert_eq!(number(line, "stroke-width") > 1.6, is_thick);
        thick += usize::from(edge.count > 1);
    }
    assert!(thick > 5 && svg.contains("(2)</text>") && svg.contains("(3)</text>"));
}
