//! The report as one page: sections made of blocks, in a file that needs nothing else or served live.
//!
//! A live page swaps only the sections that changed. A file and a live page have the same sections, style and script; the script reads the
//! `data-` attributes of the sections.

mod asked;
mod blocks;
mod drawing;
mod findings;
mod lanes;
mod map;
mod markup;
mod policy;
mod table;
mod windows;

use std::sync::LazyLock;

use self::markup::{Markup, Tag};
use crate::analysis::Analysis;
use crate::picture;
use crate::picture::Drawn;
use crate::picture::svg::names::Names;
use crate::picture::typeface::embedded;
use crate::picture::views;
use crate::picture::views::diagram::Diagram;
use crate::picture::views::{Sketch, Spec, View};
use crate::report::page;
use crate::report::page::{Block, Chapter, Part, Report, Since};

pub(crate) use self::asked::{asked, case};

/// The style of every page.
pub const CSS: &str = include_str!("page.css");
/// The script of every page: its files in one scope of their own.
pub const SCRIPT: &str = concat!(
    "(() => {\n\"use strict\";\n",
    include_str!("script/page.js"),
    include_str!("script/picture.js"),
    include_str!("script/journey.js"),
    include_str!("script/filters.js"),
    include_str!("script/search.js"),
    include_str!("script/walk.js"),
    include_str!("script/start.js"),
    "})();\n",
);

/// A picture of the page.
#[derive(Debug, Clone)]
pub struct Picture {
    /// The view.
    pub view: View,
    /// The picture itself.
    pub drawn: Drawn,
    /// The links inside the boxes of a folded picture; empty for any other.
    pub(crate) links: Links,
}

/// A picture of the page before it is placed.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// The view.
    pub(crate) view: View,
    /// The sketch of the picture.
    pub(crate) sketch: Sketch,
    /// As in [`Picture`].
    pub(crate) links: Links,
}

/// Links between fields. The script follows a journey along them if the picture is too coarse to show it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Links {
    /// The element names, as in [`Names`]: every field, and every box that a flow without `fields` joins.
    pub(crate) names: Vec<String>,
    /// Source and target of each link, as indices into `names`.
    pub(crate) pairs: Vec<(usize, usize)>,
}

impl Links {
    /// The links of a diagram in which nothing is folded.
    fn of(diagram: &Diagram) -> Self {
        let elements = Names::of(diagram);
        let rows = elements.rows.iter().flatten();
        let ends = diagram.edges.iter().flat_map(|edge| [edge.from, edge.to]);
        let mut names: Vec<String> = rows.cloned().collect();
        names.extend(ends.map(|end| elements.end(end).to_owned()));
        names.sort();
        names.dedup();
        let place = |end| names.binary_search_by(|name| name.as_str().cmp(elements.end(end)));
        let pairs = diagram.edges.iter();
        let pairs = pairs.filter_map(|edge| Some((place(edge.from).ok()?, place(edge.to).ok()?)));
        let pairs = pairs.collect();
        Self { names, pairs }
    }
}

/// The pictures of the page: the map from the coarsest to the finest, then one for each family of findings.
pub(crate) const VIEWS: [View; 6] = View::WHOLE;

/// Limit on the fields of an unfolded picture of fields: above it, the picture would be larger than the rest of the page, and unreadable.
pub(crate) const MOST_FIELDS: usize = 2_000;
/// The longest detail of a box, row or line, in characters; the page has the whole detail.
const MOST_DETAIL: usize = 120;

impl Picture {
    /// The view and its diagram.
    pub fn shown(&self) -> (View, &Diagram) {
        (self.view, &self.drawn.diagram)
    }
}

impl Plan {
    /// The view and its diagram.
    pub(crate) fn shown(&self) -> (View, &Diagram) {
        (self.view, &self.sketch.diagram)
    }

    /// The placed picture. With an `earlier` picture of the same view, boxes stay near their places in it.
    pub(crate) fn placed(self, earlier: Option<&Picture>) -> Picture {
        Picture {
            view: self.view,
            drawn: picture::finish(self.sketch, earlier.map(|earlier| &earlier.drawn)),
            links: self.links,
        }
    }
}

/// The pictures of a map's page, not placed yet. The pictures of the map are unfolded, except with too many fields: a reader can move and
/// enlarge them, and find every system. The pictures of findings show as many findings as can be read together.
pub(crate) fn plans(analysis: &Analysis) -> Vec<Plan> {
    let views = VIEWS.into_iter();
    views.filter_map(|view| plan(analysis, view)).collect()
}

/// The picture of one view.
pub(crate) fn plan(analysis: &Analysis, view: View) -> Option<Plan> {
    let is_folded = match view {
        View::Organisations | View::Systems => false,
        View::Fields => analysis.model().fields.len() > MOST_FIELDS,
        _ => true,
    };
    let sketch = |is_unfolded| {
        let spec = Spec {
            is_unfolded,
            is_told_elsewhere: true,
            longest_detail: Some(MOST_DETAIL),
            ..Spec::of(view)
        };
        // The spec names no id, so there is nothing that the map may lack.
        views::view(analysis, &spec).ok()
    };
    let links = if is_folded && view == View::Fields {
        Links::of(&sketch(true)?.diagram)
    } else {
        Links::default()
    };
    Some(Plan {
        view,
        sketch: sketch(!is_folded)?,
        links,
    })
}

/// The pictures of a map's page, placed.
pub fn pictures(analysis: &Analysis) -> Vec<Picture> {
    let plans = plans(analysis).into_iter();
    plans.map(|plan| plan.placed(None)).collect()
}

/// A part of the page that can be swapped for a newer one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The id of its element.
    pub id: &'static str,
    /// The element, whole: `<section id="…">…</section>`.
    pub html: String,
}

/// All sections of a page, in the order of [`Chapter::ALL`].
pub fn sections(analysis: &Analysis, pictures: &[Picture]) -> Vec<Section> {
    sections_of(&Report::of(analysis), pictures)
}

fn sections_of(report: &Report<'_>, pictures: &[Picture]) -> Vec<Section> {
    let figures: Vec<Section> = pictures.iter().map(figure).collect();
    let mut sections = made_all(report, pictures.iter().map(Picture::shown));
    sections.insert(1, map(&figures));
    sections
}

/// All sections except that of the pictures. `shown` lists the pictures, placed or not.
pub fn chapters_but_map<'d>(
    analysis: &Analysis,
    shown: impl Iterator<Item = (View, &'d Diagram)>,
) -> Vec<Section> {
    made_all(&Report::of(analysis), shown)
}

fn made_all<'d>(
    report: &Report<'_>,
    shown: impl Iterator<Item = (View, &'d Diagram)>,
) -> Vec<Section> {
    let places = map::Places::of(shown);
    let chapters = report.chapters();
    let chapters = chapters.filter(|chapter| *chapter != Chapter::Map);
    chapters
        .map(|chapter| made(report, &places, chapter))
        .collect()
}

/// The section that holds the pictures.
pub(crate) fn map(figures: &[Section]) -> Section {
    let part = Part {
        chapter: Chapter::Map,
        heading: Chapter::Map.heading().to_owned(),
        blocks: vec![Block::Pictures],
    };
    let writer = blocks::Writer {
        figures,
        places: &map::Places::of(std::iter::empty()),
        title: "",
    };
    Section {
        id: Chapter::Map.id(),
        html: writer.section(&part).into_string(),
    }
}

/// The section of one picture, which a live page swaps alone.
pub fn figure(picture: &Picture) -> Section {
    Section {
        id: map::figure_id(picture.view),
        html: map::figure(picture).into_string(),
    }
}

fn made(report: &Report<'_>, places: &map::Places, chapter: Chapter) -> Section {
    let writer = blocks::Writer {
        figures: &[],
        places,
        title: report.title(),
    };
    Section {
        id: chapter.id(),
        html: writer.section(&report.part(chapter)).into_string(),
    }
}

/// The title of a map's page.
pub fn title(analysis: &Analysis) -> &str {
    page::title(analysis)
}

/// The place of a page: a file or a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chrome {
    /// A file of its own, complete.
    File,
    /// On a server, which also serves [`style`] as `/page.css`, [`SCRIPT`] as `/page.js`, and `/live.js`.
    Live {
        /// The secret that a request to write must carry.
        token: String,
    },
}

/// The page of a map as a file of its own.
pub fn file(analysis: &Analysis) -> String {
    file_since(analysis, None)
}

/// The same with what changed since an older map.
pub(crate) fn file_since(analysis: &Analysis, since: Option<Since<'_>>) -> String {
    let report = Report::since(analysis, since);
    let sections = sections_of(&report, &pictures(analysis));
    page(title(analysis), &sections, &Chrome::File)
}

/// The style of every page, with the letters of its typeface: a page looks the same whatever is installed.
pub fn style() -> &'static str {
    static STYLE: LazyLock<String> =
        LazyLock::new(|| format!("{}{CSS}", embedded::rules(&embedded::latin())));
    &STYLE
}

/// The language the program writes in.
const LANGUAGE: &str = "en-GB";

/// The whole page.
pub fn page(title: &str, sections: &[Section], chrome: &Chrome) -> String {
    let of = |wanted: fn(&str) -> bool| -> Markup {
        sections
            .iter()
            .filter(|section| wanted(section.id))
            .map(|section| Markup::picture(section.html.clone()))
            .collect()
    };
    let body = Tag::new("body")
        .child(
            Tag::new("a")
                .class("skip")
                .to("main")
                .text("Skip to the map and the findings"),
        )
        .child(Tag::new("header").child(of(|id| id == Chapter::Answer.id())))
        .child(map::tools())
        .child(
            Tag::new("main")
                .id("main")
                .with("tabindex", "-1")
                .child(of(|id| id == Chapter::Map.id()))
                .child(chapters(sections))
                .child(of(|id| {
                    id != Chapter::Answer.id() && id != Chapter::Map.id()
                })),
        )
        .child(
            Tag::new("div")
                .id("told")
                .class("hidden")
                .with("role", "status")
                .with("aria-live", "polite"),
        );
    let body = match chrome {
        Chrome::File => body.child(Tag::new("script").own(SCRIPT)),
        Chrome::Live { .. } => body
            .child(Tag::new("script").file("src", "/page.js"))
            .child(Tag::new("script").file("src", "/live.js")),
    };
    let html: Markup = Tag::new("html")
        .with("lang", LANGUAGE)
        .child(head(title, chrome))
        .child(body)
        .into();
    format!("<!DOCTYPE html>\n{}\n", html.into_string())
}

fn head(title: &str, chrome: &Chrome) -> Tag {
    let meta = |name: &'static str, content: &str| {
        Markup::from(Tag::new("meta").with("name", name).with("content", content))
    };
    let head = Tag::new("head").child(Tag::new("meta").with("charset", "utf-8"));
    let head = match chrome {
        Chrome::File => head.child(
            Tag::new("meta")
                .with("http-equiv", "Content-Security-Policy")
                .with("content", &policy::of_file(style(), SCRIPT)),
        ),
        Chrome::Live { token } => head.child(meta("flowmap-token", token)),
    };
    let head = head
        .child(meta("viewport", "width=device-width, initial-scale=1"))
        .child(Tag::new("title").text(title));
    match chrome {
        Chrome::File => head.child(Tag::new("style").own(style())),
        Chrome::Live { .. } => head.child(
            Tag::new("link")
                .with("rel", "stylesheet")
                .file("href", "/page.css"),
        ),
    }
}

/// The list of links to the chapters.
fn chapters(sections: &[Section]) -> Tag {
    let known = Chapter::ALL.into_iter().filter(|chapter| {
        !matches!(chapter, Chapter::Answer | Chapter::Map)
            && sections.iter().any(|section| section.id == chapter.id())
    });
    let links = known.map(|chapter| {
        Markup::from(Tag::new("li").child(Tag::new("a").to(chapter.id()).text(chapter.heading())))
    });
    Tag::new("nav")
        .class("chapters")
        .with("aria-label", "Chapters")
        .child(Tag::new("ul").children(links))
}
