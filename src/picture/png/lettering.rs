//! Sets the texts of a picture in pixels: each shape of a letter is drawn once for a size and copied.
//!
//! Only texts that are wholly in the typeface of every picture are set here, without kerning, as they are measured. Texts in other scripts need
//! a shaper and are left to resvg.

use resvg::tiny_skia::{FillRule, Mask, Path, PathBuilder, Pixmap, Transform};
use rustc_hash::FxHashMap;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};

use crate::picture::typeface;
use crate::picture::typeface::Weight;
use crate::picture::typeface::fallback::{Face, face};

/// The number of places inside a pixel that are distinguished, along each side.
const STEPS: f32 = 4.0;
/// Units to the em at which outlines are read.
const UNITS: f32 = 1000.0;

/// A text lifted out of a picture, in the picture's own units.
pub(super) struct Lifted {
    words: String,
    at: (f32, f32),
    size: f32,
    weight: Weight,
    is_centred: bool,
    colour: [u8; 3],
}

/// The place of a group of a picture: it is moved, then enlarged.
#[derive(Clone, Copy)]
struct Place {
    x: f32,
    y: f32,
    scale: f32,
}

/// The picture without the texts that are set here, and those texts. Nothing is lifted out of a picture that is not written as ours are.
pub(super) fn lift(svg: &str) -> (String, Vec<Lifted>) {
    scan(svg).unwrap_or_else(|| (svg.to_owned(), Vec::new()))
}

fn scan(svg: &str) -> Option<(String, Vec<Lifted>)> {
    let mut left = String::with_capacity(svg.len());
    let mut lifted = Vec::new();
    let mut places = vec![Place {
        x: 0.0,
        y: 0.0,
        scale: 1.0,
    }];
    let mut rest = svg;
    while let Some(start) = rest.find('<') {
        left.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.find('>')? + 1;
        let tag = &rest[..end];
        if tag.starts_with("<text ") {
            let close = rest.find("</text>")? + "</text>".len();
            let words = &rest[end..close - "</text>".len()];
            match text(tag, words, *places.last()?) {
                Some(text) => lifted.push(text),
                None => left.push_str(&rest[..close]),
            }
            rest = &rest[close..];
            continue;
        }
        if tag == "</g>" {
            places.pop();
        } else if (tag.starts_with("<g ") || tag == "<g>") && !tag.ends_with("/>") {
            places.push(moved(*places.last()?, tag)?);
        }
        left.push_str(tag);
        rest = &rest[end..];
    }
    left.push_str(rest);
    Some((left, lifted))
}

/// The value of an attribute of a tag.
pub(super) fn value<'t>(tag: &'t str, key: &str) -> Option<&'t str> {
    let mut rest = tag;
    loop {
        let at = rest.find(key)?;
        let (before, after) = (&rest[..at], &rest[at + key.len()..]);
        if before.ends_with(' ')
            && let Some(value) = after.strip_prefix("=\"")
        {
            return value.split_once('"').map(|(value, _)| value);
        }
        rest = after;
    }
}

/// The place of a group inside another; `None` for a movement that is not written as ours are.
fn moved(outer: Place, tag: &str) -> Option<Place> {
    let Some(transform) = value(tag, "transform") else {
        return Some(outer);
    };
    let (shift, scale) = match transform.split_once(" scale(") {
        Some((shift, scale)) => (shift, scale.strip_suffix(')')?.parse().ok()?),
        None => (transform, 1.0),
    };
    let shift = shift.strip_prefix("translate(")?.strip_suffix(')')?;
    let (x, y) = shift.split_once(' ')?;
    let (x, y): (f32, f32) = (x.parse().ok()?, y.parse().ok()?);
    Some(Place {
        x: outer.x + x * outer.scale,
        y: outer.y + y * outer.scale,
        scale: outer.scale * scale,
    })
}

fn text(tag: &str, words: &str, place: Place) -> Option<Lifted> {
    let words = plain(words)?;
    if words.chars().any(|c| face(c) != Face::Own) {
        return None;
    }
    let number = |key| value(tag, key)?.parse::<f32>().ok();
    Some(Lifted {
        words,
        at: (
            place.x + number("x")? * place.scale,
            place.y + number("y")? * place.scale,
        ),
        size: number("font-size")? * place.scale,
        weight: match value(tag, "font-weight") {
            None => Weight::Regular,
            Some("bold") => Weight::Bold,
            Some(_) => return None,
        },
        is_centred: match value(tag, "text-anchor") {
            None => false,
            Some("middle") => true,
            Some(_) => return None,
        },
        colour: colour(value(tag, "fill")?)?,
    })
}

/// The text of the markup; `None` for markup that is not ours.
fn plain(markup: &str) -> Option<String> {
    if markup.contains('<') {
        return None;
    }
    let mut out = String::with_capacity(markup.len());
    let mut rest = markup;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let (name, after) = after.split_once(';')?;
        out.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "#39" => '\'',
            _ => return None,
        });
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}

fn colour(written: &str) -> Option<[u8; 3]> {
    let digits = written
        .strip_prefix('#')
        .filter(|digits| digits.len() == 6)?;
    let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

/// A letter as pixels: the share of each pixel that it covers, and the distance of its corner from the letter's own place.
struct Shape {
    left: i32,
    top: i32,
    width: usize,
    cover: Vec<u8>,
}

/// A letter in one cut, at one size, at one place inside a pixel.
type Key = (char, bool, u32, u8, u8);

/// The letters drawn so far.
pub(super) struct Letters {
    fonts: [FontRef<'static>; 2],
    outlines: FxHashMap<(char, bool), (Option<Path>, f32)>,
    shapes: FxHashMap<Key, Option<Shape>>,
}

impl Letters {
    pub(super) fn new() -> Self {
        let font = |bytes| FontRef::new(bytes).expect("the embedded font is a valid TrueType file");
        Self {
            fonts: [font(typeface::REGULAR), font(typeface::BOLD)],
            outlines: FxHashMap::default(),
            shapes: FxHashMap::default(),
        }
    }

    /// Sets a text on a picture that has `scale` pixels to a unit, and whose corner is at `corner`.
    pub(super) fn set(
        &mut self,
        pixmap: &mut Pixmap,
        text: &Lifted,
        corner: (f32, f32),
        scale: f32,
    ) {
        let size = text.size * scale;
        let is_bold = text.weight == Weight::Bold;
        let mut x = (text.at.0 - corner.0) * scale;
        let y = (text.at.1 - corner.1) * scale;
        if text.is_centred {
            let letters = text.words.chars();
            let all: f32 = letters.map(|letter| self.advance((letter, is_bold))).sum();
            x -= all * size / UNITS / 2.0;
        }
        for letter in text.words.chars() {
            let step = |at: f32| ((at - at.floor()) * STEPS) as u8;
            let key = (letter, is_bold, size.to_bits(), step(x), step(y));
            if let Some(shape) = self.shape(key) {
                blend(
                    pixmap,
                    shape,
                    (x.floor() as i32, y.floor() as i32),
                    text.colour,
                );
            }
            x += self.advance((letter, is_bold)) * size / UNITS;
        }
    }

    fn outline(&mut self, (letter, is_bold): (char, bool)) -> &(Option<Path>, f32) {
        let font = &self.fonts[usize::from(is_bold)];
        self.outlines
            .entry((letter, is_bold))
            .or_insert_with(|| read(font, letter))
    }

    /// The distance to the next letter, in units of the font.
    fn advance(&mut self, letter: (char, bool)) -> f32 {
        self.outline(letter).1
    }

    fn shape(&mut self, key: Key) -> Option<&Shape> {
        if !self.shapes.contains_key(&key) {
            let shape = self.draw(key);
            self.shapes.insert(key, shape);
        }
        self.shapes.get(&key)?.as_ref()
    }

    fn draw(&mut self, (letter, is_bold, size, x, y): Key) -> Option<Shape> {
        let em = f32::from_bits(size) / UNITS;
        let (outline, _) = self.outline((letter, is_bold));
        let placed = outline.clone()?.transform(Transform::from_row(
            em,
            0.0,
            0.0,
            -em,
            f32::from(x) / STEPS,
            f32::from(y) / STEPS,
        ))?;
        let bounds = placed.bounds();
        let (left, top) = (bounds.left().floor(), bounds.top().floor());
        let width = (bounds.right().ceil() - left).max(1.0) as u32;
        let height = (bounds.bottom().ceil() - top).max(1.0) as u32;
        let mut mask = Mask::new(width, height)?;
        mask.fill_path(
            &placed,
            FillRule::Winding,
            true,
            Transform::from_translate(-left, -top),
        );
        Some(Shape {
            left: left as i32,
            top: top as i32,
            width: width as usize,
            cover: mask.data().to_vec(),
        })
    }
}

/// Lays a letter over the pixels of a picture without holes.
fn blend(pixmap: &mut Pixmap, shape: &Shape, at: (i32, i32), colour: [u8; 3]) {
    let (wide, high) = (pixmap.width() as i32, pixmap.height() as i32);
    let data = pixmap.data_mut();
    let rows = shape.cover.chunks(shape.width);
    for (y, row) in (at.1 + shape.top..).zip(rows) {
        if y < 0 || y >= high {
            continue;
        }
        for (x, cover) in (at.0 + shape.left..).zip(row) {
            if *cover == 0 || x < 0 || x >= wide {
                continue;
            }
            let start = (y as usize * wide as usize + x as usize) * 4;
            let cover = u32::from(*cover);
            for (old, new) in data[start..start + 3].iter_mut().zip(colour) {
                let mixed = u32::from(new) * cover + u32::from(*old) * (255 - cover);
                *old = ((mixed + 127) / 255) as u8;
            }
            data[start + 3] = data[start + 3].max(cover as u8);
        }
    }
}

/// The outline of a letter, `None` for one without ink, and how wide it is.
fn read(font: &FontRef<'_>, letter: char) -> (Option<Path>, f32) {
    let glyph = font.charmap().map(letter).unwrap_or(GlyphId::NOTDEF);
    let metrics = font.glyph_metrics(Size::new(UNITS), LocationRef::default());
    let advance = metrics.advance_width(glyph).unwrap_or_default();
    (outline(font, glyph), advance)
}

fn outline(font: &FontRef<'_>, glyph: GlyphId) -> Option<Path> {
    let mut pen = Pen(PathBuilder::new());
    let settings = DrawSettings::unhinted(Size::new(UNITS), LocationRef::default());
    font.outline_glyphs()
        .get(glyph)?
        .draw(settings, &mut pen)
        .ok()?;
    pen.0.finish()
}

struct Pen(PathBuilder);

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.0.quad_to(cx, cy, x, y);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.0.cubic_to(ax, ay, bx, by, x, y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    #[test]
    fn only_texts_in_our_typeface_are_lifted_out_each_with_its_place() {
        let svg = "<svg><g class=\"a\" transform=\"translate(10 20) scale(2)\"><text x=\"1\" y=\"2\" font-size=\"10\" fill=\"#0B2A3F\">a &amp; b</text>\
            <text x=\"1\" y=\"2\" font-size=\"10\" fill=\"#0B2A3F\">سجل</text></g><text x=\"3\" y=\"4\" font-size=\"5\" fill=\"#000000\" text-anchor=\"middle\">c</text></svg>";
        let (left, texts) = lift(svg);
        assert!(
            left.contains("سجل") && !left.contains("a &amp; b"),
            "{left}"
        );
        let told = texts.iter().fold(String::new(), |mut told, text| {
            let _ = write!(
                told,
                "{} {:?} {} {}; ",
                text.words, text.at, text.size, text.is_centred
            );
            told
        });
        assert_eq!(told, "a & b (12.0, 24.0) 20 false; c (3.0, 4.0) 5 true; ");
    }

    #[test]
    fn a_picture_that_moves_in_another_way_is_left_whole() {
        let svg = "<svg><g transform=\"rotate(4)\"><text x=\"1\" y=\"2\" font-size=\"10\" fill=\"#000000\">a</text></g></svg>";
        let (left, texts) = lift(svg);
        assert!(left == svg && texts.is_empty());
    }
}
