//! A picture as a PDF of one page, or of a page for each sheet: lines as lines, and text as text that can be selected, searched and copied.
//!
//! usvg reads the SVG and shapes its texts; pdf-writer writes the objects. Only the features of our pictures are supported: paths and text
//! in plain colours.

mod drawing;
mod fonts;
#[cfg(test)]
mod reader;

#[cfg(test)]
pub(crate) use reader::Read;

use miniz_oxide::deflate::compress_to_vec_zlib;
use pdf_writer::Content;
use pdf_writer::Filter;
use pdf_writer::Finish;
use pdf_writer::Name;
use pdf_writer::Pdf;
use pdf_writer::Rect;
use pdf_writer::Ref;
use pdf_writer::TextStr;

use self::drawing::Drawing;
use self::fonts::Fonts;
use crate::picture::paper::Sheet;
use crate::picture::sheets::Sheets;
use crate::picture::typeface::typeset;
use crate::words::clean;

/// Points per pixel on a page that is as large as the picture.
const POINTS_TO_PIXEL: f64 = 0.75;
/// The longest side of a page that all readers accept, points.
const LONGEST_SIDE: f64 = 14_400.0;
/// The compression level of streams, of 10.
const PACKING: u8 = 7;

/// The bytes of a PDF of `svg` with `title`: a page as large as the picture, or `sheet` with the picture in its middle.
///
/// The same picture gives the same bytes: there is no date in it. A picture longer than 5 metres is drawn smaller. Fails if the text is not
/// SVG.
pub(crate) fn render(svg: &str, title: &str, sheet: Option<Sheet>) -> anyhow::Result<Vec<u8>> {
    let tree = typeset::tree(svg)?;
    let (wide, high) = (
        f64::from(tree.size().width()),
        f64::from(tree.size().height()),
    );
    let (width, height, scale) = match sheet {
        Some(sheet) => {
            let points = |side: f64| side * 72.0 / 25.4;
            (points(sheet.width), points(sheet.height), sheet.scale)
        }
        None => {
            let scale = POINTS_TO_PIXEL.min(LONGEST_SIDE / wide.max(high));
            (wide * scale, high * scale, scale)
        }
    };
    let mut fonts = Fonts::new(tree.fontdb());
    let mut drawing = Drawing::new(&mut fonts);
    // Maps the picture's pixels, downwards, to the page's points, upwards.
    let left = (width - wide * scale) / 2.0;
    let top = height - (height - high * scale) / 2.0;
    let onto_page = [scale, 0.0, 0.0, -scale, left, top].map(|value| value as f32);
    drawing.group(tree.root(), onto_page);
    let page = drawing.finish();
    Ok(document(title, (width, height), vec![page], fonts))
}

/// The bytes of a PDF of `svg` under `title` with a page for each of `sheets`.
pub(crate) fn render_sheets(svg: &str, title: &str, sheets: &Sheets) -> anyhow::Result<Vec<u8>> {
    let tree = typeset::tree(svg)?;
    let mut fonts = Fonts::new(tree.fontdb());
    let points = |side: f64| side * 72.0 / 25.4;
    let sheet = sheets.sheet;
    let (width, height, scale) = (points(sheet.width), points(sheet.height), sheet.scale);
    let mut pages = Vec::new();
    for (place, part) in sheets.parts.iter().enumerate() {
        let marks = typeset::tree(&sheets.overlay(place))?;
        let mut drawing = Drawing::new(&mut fonts);
        let corner = sheets.corner(*part);
        let onto = |(x, y): (f64, f64)| {
            [scale, 0.0, 0.0, -scale, -x * scale, height + y * scale].map(|value| value as f32)
        };
        let inside = [
            (part.x - corner.0) * scale,
            height - (part.y + part.h - corner.1) * scale,
            part.w * scale,
            part.h * scale,
        ];
        drawing.clipped(tree.root(), onto(corner), inside.map(|value| value as f32));
        drawing.group(marks.root(), onto((0.0, 0.0)));
        pages.push(drawing.finish());
    }
    Ok(document(title, (width, height), pages, fonts))
}

/// The content of a page, and the pairs of opacities that it names.
type Page = (Content, Vec<(f32, f32)>);

fn document(title: &str, size: (f64, f64), pages: Vec<Page>, fonts: Fonts<'_>) -> Vec<u8> {
    let [catalog, tree, info] = [1, 2, 3].map(Ref::new);
    let mut next = Ref::new(4);
    let mut pdf = Pdf::new();
    pdf.catalog(catalog)
        .pages(tree)
        .lang(TextStr("en-GB"))
        .viewer_preferences()
        .display_doc_title(true);
    let ids: Vec<Ref> = pages.iter().map(|_| next.bump()).collect();
    pdf.pages(tree)
        .kids(ids.iter().copied())
        .count(ids.len() as i32);
    pdf.document_info(info)
        .title(TextStr(&clean(title)))
        .producer(TextStr(env!("CARGO_PKG_NAME")));
    let named = fonts.write(&mut pdf, &mut next);
    for (id, (content, opacities)) in ids.into_iter().zip(pages) {
        let stream = next.bump();
        page(&mut pdf, [id, tree, stream], size, (&named, &opacities));
        let packed = packed(content.finish().as_slice());
        pdf.stream(stream, &packed).filter(Filter::FlateDecode);
    }
    pdf.finish()
}

/// The resources of a page: fonts, and pairs of opacities.
type Named<'n> = (&'n [(String, Ref)], &'n [(f32, f32)]);

fn page(
    pdf: &mut Pdf,
    [id, tree, stream]: [Ref; 3],
    (width, height): (f64, f64),
    (fonts, opacities): Named<'_>,
) {
    let mut sheet = pdf.page(id);
    sheet
        .parent(tree)
        .media_box(Rect::new(0.0, 0.0, width as f32, height as f32))
        .contents(stream);
    let mut resources = sheet.resources();
    let mut dictionary = resources.fonts();
    for (name, id) in fonts {
        dictionary.pair(Name(name.as_bytes()), *id);
    }
    dictionary.finish();
    let mut states = resources.ext_g_states();
    for (index, (fill, stroke)) in opacities.iter().enumerate() {
        let name = drawing::state_name(index);
        states
            .insert(Name(name.as_bytes()))
            .start::<pdf_writer::writers::ExtGraphicsState<'_>>()
            .non_stroking_alpha(*fill)
            .stroking_alpha(*stroke);
    }
    states.finish();
    resources.finish();
    sheet.finish();
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec_zlib(bytes, PACKING)
}

#[cfg(test)]
mod tests;
