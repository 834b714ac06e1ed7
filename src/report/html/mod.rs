//! The report as one page: sections made of blocks, in a file that needs nothing else or served live.
//!
//! A live page swaps only the sections that changed. A file and a live page have the same sections, style and script; the script reads the
//! `data-` attributes of the sections.

mod asked;
mod blocks;
mod choice;
mod drawing;
mod findings;
mod in_turn;
mod index;
mod lanes;
mod map;
mod markup;
mod packed;
mod parts;
mod policy;
mod sheet;
mod table;
mod tools;
mod windows;

use std::sync::LazyLock;

use self::markup::{Markup, Tag};
use crate::analysis::Analysis;
use crate::compare;
use crate::picture::typeface::embedded;
use crate::picture::views::diagram::Diagram;
use crate::picture::views::{Basis, View};
use crate::read::finding::side_by_side;
use crate::report::Drawing;
use crate::report::page;
use crate::report::page::{Block, Chapter, Part, Report, Since};

pub(crate) use self::asked::{
    Offered, OfferedScenario, asked, asked_since, case, changed, scenarios, things, tried,
};
pub(crate) use self::choice::CHANGES;
pub(crate) use self::in_turn::InTurn;
pub(crate) use self::packed::left_out;
pub use self::sheet::{Picture, pictures};
pub(crate) use self::sheet::{Plan, plans};

/// The style of every page.
pub const CSS: &str = include_str!("page.css");
/// The script of every page: its files in one scope of their own.
pub const SCRIPT: &str = concat!(
    "(() => {\n\"use strict\";\n",
    include_str!("script/page.js"),
    include_str!("script/picture.js"),
    include_str!("script/journey.js"),
    include_str!("script/filters.js"),
    include_str!("script/choose.js"),
    include_str!("script/search.js"),
    include_str!("script/walk.js"),
    include_str!("script/take.js"),
    include_str!("script/start.js"),
    "})();\n",
);

/// A part of the page that can be swapped for a newer one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The id of its element.
    pub id: &'static str,
    /// The element, whole: `<section id="…">…</section>`.
    pub html: String,
}

/// All sections of a page.
pub fn sections(analysis: &Analysis, pictures: &[Picture]) -> Vec<Section> {
    sections_of(&Report::of(analysis), &Basis::of(analysis), pictures)
}

fn sections_of(report: &Report<'_>, basis: &Basis<'_>, pictures: &[Picture]) -> Vec<Section> {
    let figures: Vec<Section> = pictures.iter().map(figure).collect();
    let mut sections = made_all(report, basis, pictures.iter().map(Picture::shown));
    sections.push(map(&figures));
    sections
}

/// All sections except that of the pictures, and the map's data for the script. `shown` lists the pictures, placed or not.
pub fn chapters_but_map<'d>(
    analysis: &Analysis,
    shown: impl Iterator<Item = (View, &'d Diagram)>,
) -> Vec<Section> {
    chapters_since(&Basis::of(analysis), None, shown)
}

/// The same with a chapter on the changes since an older map.
pub(crate) fn chapters_since<'d>(
    basis: &Basis<'_>,
    older: Option<&Analysis>,
    shown: impl Iterator<Item = (View, &'d Diagram)>,
) -> Vec<Section> {
    let sections = |report: &Report<'_>| made_all(report, basis, shown);
    with_report(basis.analysis(), older, sections)
}

/// Calls `work` with the report on a map, with a chapter on the changes since an older map if there is one.
fn with_report<T>(
    analysis: &Analysis,
    older: Option<&Analysis>,
    work: impl FnOnce(&Report<'_>) -> T,
) -> T {
    let changes = older.map(|older| compare::changes(older, analysis));
    let since = older.zip(changes.as_ref());
    let since = since.map(|(old, changes)| Since { old, changes });
    work(&Report::since(analysis, since))
}

/// The chapters that are sections of their own: all except the map, which holds the pictures.
fn own_chapters(report: &Report<'_>) -> Vec<Chapter> {
    let chapters = report.chapters();
    chapters.filter(|one| *one != Chapter::Map).collect()
}

fn made_all<'d>(
    report: &Report<'_>,
    basis: &Basis<'_>,
    shown: impl Iterator<Item = (View, &'d Diagram)>,
) -> Vec<Section> {
    let places = map::Places::of(shown);
    let mut sections = side_by_side(&own_chapters(report), |one| made(report, &places, *one));
    sections.push(index::section(basis, report.since.is_some()));
    sections
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

/// A file of its own with the engine in it, which works like a live page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Workshop<'w> {
    /// The title of its map.
    pub(crate) title: &'w str,
    /// The whole style.
    pub(crate) style: &'static str,
    /// The whole script.
    pub(crate) script: &'static str,
    /// A text that tells the map in the file from others.
    pub(crate) mark: &'w str,
    /// The map with its page, packed.
    pub(crate) map: &'w str,
    /// The engine, packed.
    pub(crate) engine: &'w str,
}

/// The page of a map as a file of its own.
pub fn file(analysis: &Analysis) -> String {
    file_since(&Basis::of(analysis), None, &|_, _| ())
}

/// The same with a chapter on the changes since an older map.
pub(crate) fn file_since(
    basis: &Basis<'_>,
    since: Option<Since<'_>>,
    drawing: Drawing<'_>,
) -> String {
    let analysis = basis.analysis();
    let report = Report::since(analysis, since);
    let mut sections = sections_of(&report, basis, &sheet::pictures_of(basis));
    let older = since.map(|since| since.old);
    sections.push(packed::section(basis, older, drawing));
    page(title(analysis), &sections, &Chrome::File)
}

/// The style of every page, with the letters of its typeface: a page looks the same whatever fonts are installed.
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
        Markup::sections(sections.iter().filter(|section| wanted(section.id)))
    };
    let skip = |to: &str, words: &str| Markup::from(Tag::new("a").class("skip").to(to).text(words));
    let known = || {
        Chapter::ALL
            .into_iter()
            .filter(|chapter| sections.iter().any(|section| section.id == chapter.id()))
    };
    let first = Tag::new("div")
        .class("first")
        .child(of(|id| id == Chapter::Topics.id()))
        .child(of(|id| id == Chapter::Map.id()));
    let body = Tag::new("body")
        .child(skip(Chapter::Topics.id(), "Skip to the topics"))
        .child(skip(Chapter::Map.id(), "Skip to the picture"))
        .child(skip(Chapter::Findings.id(), "Skip to the findings"))
        .child(Tag::new("header").child(of(|id| id == Chapter::Answer.id())))
        .child(tools::tools())
        .child(
            Tag::new("main")
                .id("main")
                .with("tabindex", "-1")
                .child(first)
                .child(chapters(known()))
                .child(of_chapters(known(), sections)),
        )
        .child(of(|id| APART.contains(&id)))
        .child(tools::print_dialog(known()))
        .child(tools::keys_dialog())
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

/// The file with the engine in it: its script unpacks the page. A browser runs nothing of what is packed.
pub(crate) fn workshop(workshop: &Workshop<'_>) -> String {
    let packed = |id: &str, text: &str| {
        Markup::from(
            Tag::new("script")
                .id(id)
                .with("type", "application/octet-stream")
                .text(text),
        )
    };
    let policy = policy::of_workshop(workshop.style, workshop.script);
    let policy = Tag::new("meta")
        .with("http-equiv", "Content-Security-Policy")
        .with("content", &policy);
    let head = Tag::new("head")
        .child(Tag::new("meta").with("charset", "utf-8"))
        .child(policy)
        .child(meta("flowmap-map", workshop.mark))
        .child(meta("viewport", VIEWPORT))
        .child(Tag::new("title").text(workshop.title))
        .child(Tag::new("style").own(workshop.style));
    let body = Tag::new("body")
        .child(Tag::new("noscript").text("This page needs a browser that runs scripts."))
        .child(Tag::new("p").text("Opening the map …"))
        .child(packed("map", workshop.map))
        .child(packed("engine", workshop.engine))
        .child(Tag::new("script").own(workshop.script));
    let html = Tag::new("html").with("lang", LANGUAGE);
    let html: Markup = html.child(head).child(body).into();
    format!("<!DOCTYPE html>\n{}\n", html.into_string())
}

const VIEWPORT: &str = "width=device-width, initial-scale=1";

fn meta(name: &'static str, content: &str) -> Markup {
    Tag::new("meta")
        .with("name", name)
        .with("content", content)
        .into()
}

fn head(title: &str, chrome: &Chrome) -> Tag {
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
        .child(meta("viewport", VIEWPORT))
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

/// The sections outside the chapters, which are never shown.
const APART: [&str; 2] = [index::ID, packed::ID];

/// The chapters below the first screen.
fn below(chapter: Chapter) -> bool {
    !matches!(chapter, Chapter::Answer | Chapter::Topics | Chapter::Map)
}

/// Their sections, in the order printed.
fn of_chapters(known: impl Iterator<Item = Chapter>, sections: &[Section]) -> Markup {
    let wanted = known.filter(|chapter| below(*chapter));
    let found = wanted.filter_map(|chapter| sections.iter().find(|one| one.id == chapter.id()));
    found
        .map(|section| Markup::picture(section.html.clone()))
        .collect()
}

/// The list of links to the chapters.
fn chapters(known: impl Iterator<Item = Chapter>) -> Tag {
    let links = known.filter(|chapter| below(*chapter)).map(|chapter| {
        Markup::from(Tag::new("li").child(Tag::new("a").to(chapter.id()).text(chapter.heading())))
    });
    Tag::new("nav")
        .class("chapters")
        .with("aria-label", "Chapters")
        .child(Tag::new("ul").children(links))
}
