//! Draws the page: paths, and text as runs of glyphs.

use pdf_writer::Content;
use pdf_writer::Name;
use pdf_writer::Str;
use pdf_writer::TextStr;
use pdf_writer::types::{LineCapStyle, LineJoinStyle, TextRenderingMode};
use resvg::tiny_skia::PathSegment;
use resvg::usvg;
use resvg::usvg::Transform;
use resvg::usvg::layout::{PositionedGlyph, Span};

use super::fonts::Fonts;

/// The largest gap between a glyph and the end of the one before that is not written, in thousandths of an em.
const SLACK: f32 = 0.5;

/// The page's content under construction.
pub(super) struct Drawing<'f, 'd> {
    content: Content,
    fonts: &'f mut Fonts<'d>,
    /// Pairs of the opacity of fills and that of strokes.
    opacities: Vec<(f32, f32)>,
}

/// The name of a pair of opacities among the page's resources.
pub(super) fn state_name(index: usize) -> String {
    format!("O{index}")
}

fn parts(transform: Transform) -> [f32; 6] {
    let Transform {
        sx,
        ky,
        kx,
        sy,
        tx,
        ty,
    } = transform;
    [sx, ky, kx, sy, tx, ty]
}

fn is_identity(transform: Transform) -> bool {
    transform == Transform::identity()
}

impl<'f, 'd> Drawing<'f, 'd> {
    pub(super) fn new(fonts: &'f mut Fonts<'d>) -> Self {
        Self {
            content: Content::new(),
            fonts,
            opacities: Vec::new(),
        }
    }

    /// The content, and the pairs of opacities that it names.
    pub(super) fn finish(self) -> (Content, Vec<(f32, f32)>) {
        (self.content, self.opacities)
    }

    /// Everything in `group`, moved onto the page.
    pub(super) fn group(&mut self, group: &usvg::Group, onto_page: [f32; 6]) {
        self.content.save_state();
        self.content.transform(onto_page);
        self.children(group, 1.0);
        self.content.restore_state();
    }

    /// Draws the part of a group inside a rectangle of the page: left, bottom, width and height.
    pub(super) fn clipped(
        &mut self,
        group: &usvg::Group,
        onto_page: [f32; 6],
        [left, bottom, width, height]: [f32; 4],
    ) {
        self.content.save_state();
        self.content.rect(left, bottom, width, height);
        self.content.clip_nonzero();
        self.content.end_path();
        self.group(group, onto_page);
        self.content.restore_state();
    }

    fn children(&mut self, group: &usvg::Group, opacity: f32) {
        let opacity = opacity * group.opacity().get();
        let moves = !is_identity(group.transform());
        if moves {
            self.content.save_state();
            self.content.transform(parts(group.transform()));
        }
        for child in group.children() {
            match child {
                usvg::Node::Group(inner) => self.children(inner, opacity),
                usvg::Node::Path(path) => self.path(path, opacity),
                usvg::Node::Text(text) => self.text(text, opacity),
                // Our pictures hold no other picture.
                usvg::Node::Image(_) => {}
            }
        }
        if moves {
            self.content.restore_state();
        }
    }

    fn text(&mut self, text: &usvg::Text, opacity: f32) {
        let said: String = text.chunks().iter().map(usvg::TextChunk::text).collect();
        // Glyphs are placed from left to right, but copied text must be in reading order.
        let rtl = is_right_to_left(&said);
        if rtl {
            self.content
                .begin_marked_content_with_properties(Name(b"Span"))
                .properties()
                .actual_text(TextStr(&said));
        }
        for span in text.layouted().iter().filter(|span| span.visible) {
            self.span(span, opacity);
        }
        if rtl {
            self.content.end_marked_content();
        }
    }

    fn path(&mut self, path: &usvg::Path, opacity: f32) {
        let fill = path
            .fill()
            .and_then(|fill| Some((colour(fill.paint())?, fill.opacity().get() * opacity)))
            .filter(|(_, opacity)| *opacity > 0.0);
        let stroke = path
            .stroke()
            .and_then(|stroke| {
                let opacity = stroke.opacity().get() * opacity;
                Some((colour(stroke.paint())?, opacity, stroke))
            })
            .filter(|(_, opacity, _)| *opacity > 0.0);
        if !path.is_visible() || (fill.is_none() && stroke.is_none()) {
            return;
        }
        self.content.save_state();
        self.opacity(
            fill.map_or(1.0, |(_, opacity)| opacity),
            stroke.map_or(1.0, |(_, opacity, _)| opacity),
        );
        if let Some(([r, g, b], _)) = fill {
            self.content.set_fill_rgb(r, g, b);
        }
        if let Some(([r, g, b], _, stroke)) = stroke {
            self.content.set_stroke_rgb(r, g, b);
            self.pen(stroke);
        }
        self.outline(path);
        match (fill.is_some(), stroke.is_some()) {
            (true, true) => self.content.fill_nonzero_and_stroke(),
            (true, false) => self.content.fill_nonzero(),
            (false, _) => self.content.stroke(),
        };
        self.content.restore_state();
    }

    fn pen(&mut self, stroke: &usvg::Stroke) {
        self.content
            .set_line_width(stroke.width().get())
            .set_line_cap(match stroke.linecap() {
                usvg::LineCap::Butt => LineCapStyle::ButtCap,
                usvg::LineCap::Round => LineCapStyle::RoundCap,
                usvg::LineCap::Square => LineCapStyle::ProjectingSquareCap,
            })
            .set_line_join(match stroke.linejoin() {
                usvg::LineJoin::Round => LineJoinStyle::RoundJoin,
                usvg::LineJoin::Bevel => LineJoinStyle::BevelJoin,
                usvg::LineJoin::Miter | usvg::LineJoin::MiterClip => LineJoinStyle::MiterJoin,
            })
            .set_miter_limit(stroke.miterlimit().get());
        if let Some(dashes) = stroke.dasharray() {
            self.content
                .set_dash_pattern(dashes.iter().copied(), stroke.dashoffset());
        }
    }

    fn outline(&mut self, path: &usvg::Path) {
        let mut at = (0.0, 0.0);
        for segment in path.data().segments() {
            match segment {
                PathSegment::MoveTo(point) => {
                    self.content.move_to(point.x, point.y);
                    at = (point.x, point.y);
                }
                PathSegment::LineTo(point) => {
                    self.content.line_to(point.x, point.y);
                    at = (point.x, point.y);
                }
                PathSegment::QuadTo(bend, end) => {
                    // Writes a quadratic curve as a cubic one.
                    let towards = |from: f32, to: f32| from + (to - from) * 2.0 / 3.0;
                    self.content.cubic_to(
                        towards(at.0, bend.x),
                        towards(at.1, bend.y),
                        towards(end.x, bend.x),
                        towards(end.y, bend.y),
                        end.x,
                        end.y,
                    );
                    at = (end.x, end.y);
                }
                PathSegment::CubicTo(one, other, end) => {
                    self.content
                        .cubic_to(one.x, one.y, other.x, other.y, end.x, end.y);
                    at = (end.x, end.y);
                }
                PathSegment::Close => {
                    self.content.close_path();
                }
            }
        }
    }

    /// Names these opacities unless both are full.
    fn opacity(&mut self, fill: f32, stroke: f32) {
        if fill >= 1.0 && stroke >= 1.0 {
            return;
        }
        let known = self
            .opacities
            .iter()
            .position(|pair| *pair == (fill, stroke));
        let index = known.unwrap_or_else(|| {
            self.opacities.push((fill, stroke));
            self.opacities.len() - 1
        });
        self.content
            .set_parameters(Name(state_name(index).as_bytes()));
    }

    fn span(&mut self, span: &Span, opacity: f32) {
        let Some(fill) = &span.fill else { return };
        let Some([r, g, b]) = colour(fill.paint()) else {
            return;
        };
        let stroke = span.stroke.as_ref();
        let outline = stroke.and_then(|stroke| Some((colour(stroke.paint())?, stroke)));
        self.content.save_state();
        let opacity = fill.opacity().get() * opacity;
        self.opacity(opacity, opacity);
        self.content.set_fill_rgb(r, g, b);
        if let Some(([r, g, b], stroke)) = outline {
            // A halo is drawn first, under the letters.
            self.content.set_stroke_rgb(r, g, b);
            self.pen(stroke);
            self.runs(span, TextRenderingMode::Stroke);
        }
        self.runs(span, TextRenderingMode::Fill);
        self.content.restore_state();
    }

    /// Writes the glyphs of a span: a run for each stretch in one font on one line.
    fn runs(&mut self, span: &Span, mode: TextRenderingMode) {
        self.content.begin_text();
        self.content.set_text_rendering_mode(mode);
        let mut glyphs = span.positioned_glyphs.as_slice();
        while let Some(first) = glyphs.first() {
            let same = |glyph: &&PositionedGlyph| {
                let (one, other) = (glyph.transform(), first.transform());
                glyph.font == first.font
                    && (one.ty - other.ty).abs() < 0.01
                    && (one.sx - other.sx).abs() < 1e-6
                    && (one.kx, one.ky) == (0.0, 0.0)
            };
            let length = glyphs.iter().take_while(same).count().max(1);
            self.run(&glyphs[..length]);
            glyphs = &glyphs[length..];
        }
        self.content.end_text();
    }

    fn run(&mut self, glyphs: &[PositionedGlyph]) {
        let Some(font) = self.fonts.font(glyphs[0].font) else {
            return;
        };
        let size = glyphs[0].font_size();
        let units = self.fonts.units(font);
        // usvg's matrix has units of the font, downwards; PDF's has ems, upwards.
        let matrix = glyphs[0].transform().pre_scale(units / size, -units / size);
        self.content
            .set_font(Name(Fonts::name(font).as_bytes()), size)
            .set_text_matrix(parts(matrix));
        let mut shown = self.content.show_positioned();
        let mut items = shown.items();
        let mut codes: Vec<u8> = Vec::new();
        let mut expected = glyphs[0].transform().tx;
        for glyph in glyphs {
            let at = glyph.transform().tx;
            let ems = (expected - at) * 1000.0 / size;
            if ems.abs() > SLACK {
                if !codes.is_empty() {
                    items.show(Str(&codes));
                    codes.clear();
                }
                items.adjust(ems);
                expected = at;
            }
            let code = self.fonts.code(font, glyph.id.0, &glyph.text);
            codes.extend(code.to_be_bytes());
            expected += self.fonts.advance(font, glyph.id.0) * size / 1000.0;
        }
        items.show(Str(&codes));
    }
}

fn colour(paint: &usvg::Paint) -> Option<[f32; 3]> {
    match paint {
        usvg::Paint::Color(colour) => {
            Some([colour.red, colour.green, colour.blue].map(|part| f32::from(part) / 255.0))
        }
        _ => None,
    }
}

/// True for a text with letters that are written from right to left.
fn is_right_to_left(text: &str) -> bool {
    let is_rtl =
        |c| matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}');
    text.chars().any(is_rtl)
}
