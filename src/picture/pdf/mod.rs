//! A picture as a PDF of one page. Lines are lines, and text can be selected, searched and copied.
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
    let (content, opacities) = drawing.finish();
    Ok(document(title, (width, height), content, &opacities, fonts))
}

fn document(
    title: &str,
    (width, height): (f64, f64),
    content: Content,
    opacities: &[(f32, f32)],
    fonts: Fonts<'_>,
) -> Vec<u8> {
    let [catalog, pages, page, stream, info] = [1, 2, 3, 4, 5].map(Ref::new);
    let mut next = Ref::new(6);
    let mut pdf = Pdf::new();
    pdf.catalog(catalog)
        .pages(pages)
        .lang(TextStr("en-GB"))
        .viewer_preferences()
        .display_doc_title(true);
    pdf.pages(pages).kids([page]).count(1);
    pdf.document_info(info)
        .title(TextStr(&clean(title)))
        .producer(TextStr(env!("CARGO_PKG_NAME")));
    let named = fonts.write(&mut pdf, &mut next);
    let mut sheet = pdf.page(page);
    sheet
        .parent(pages)
        .media_box(Rect::new(0.0, 0.0, width as f32, height as f32))
        .contents(stream);
    let mut resources = sheet.resources();
    let mut dictionary = resources.fonts();
    for (name, id) in &named {
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
    let packed = packed(content.finish().as_slice());
    pdf.stream(stream, &packed).filter(Filter::FlateDecode);
    pdf.finish()
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec_zlib(bytes, PACKING)
}

#[cfg(test)]
mod tests;
