//! The typefaces of a page: only the glyphs on it, each with its text.

use std::collections::BTreeMap;

use pdf_writer::Filter;
use pdf_writer::Finish;
use pdf_writer::Name;
use pdf_writer::Pdf;
use pdf_writer::Rect;
use pdf_writer::Ref;
use pdf_writer::Str;
use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use resvg::usvg::fontdb;
use skrifa::FontRef;
use skrifa::MetadataProvider;
use skrifa::instance::{LocationRef, Size};
use subsetter::GlyphRemapper;

use super::packed;

/// The registry of CIDs: they are numbers in this font alone.
const IDENTITY: SystemInfo<'static> = SystemInfo {
    registry: Str(b"Adobe"),
    ordering: Str(b"Identity"),
    supplement: 0,
};

/// The fonts used so far, in the order of first use.
pub(super) struct Fonts<'d> {
    database: &'d fontdb::Database,
    used: Vec<Used>,
}

/// One font of the page.
struct Used {
    id: fontdb::ID,
    family: String,
    bytes: Vec<u8>,
    units: f32,
    /// Map from old glyphs to new ones.
    glyphs: GlyphRemapper,
    /// For each new glyph, its text and its width, thousandths of an em.
    said: BTreeMap<u16, (String, f32)>,
    advances: BTreeMap<u32, f32>,
}

impl<'d> Fonts<'d> {
    pub(super) fn new(database: &'d fontdb::Database) -> Self {
        Self {
            database,
            used: Vec::new(),
        }
    }

    /// The index of a font among those of the page; `None` if it is not a valid font.
    pub(super) fn font(&mut self, id: fontdb::ID) -> Option<usize> {
        if let Some(known) = self.used.iter().position(|used| used.id == id) {
            return Some(known);
        }
        let family = self.database.face(id)?.post_script_name.clone();
        let bytes = self
            .database
            .with_face_data(id, |bytes, _| bytes.to_vec())?;
        let font = FontRef::new(&bytes).ok()?;
        let units = f32::from(
            font.metrics(Size::unscaled(), LocationRef::default())
                .units_per_em,
        );
        self.used.push(Used {
            id,
            family,
            bytes,
            units,
            glyphs: GlyphRemapper::new(),
            said: BTreeMap::new(),
            advances: BTreeMap::new(),
        });
        Some(self.used.len() - 1)
    }

    /// Units to the em.
    pub(super) fn units(&self, font: usize) -> f32 {
        self.used[font].units
    }

    /// The font's name among the page's resources.
    pub(super) fn name(font: usize) -> String {
        format!("F{font}")
    }

    /// The width of a glyph, thousandths of an em.
    pub(super) fn advance(&mut self, font: usize, glyph: u32) -> f32 {
        let used = &mut self.used[font];
        if let Some(known) = used.advances.get(&glyph) {
            return *known;
        }
        let face = FontRef::new(&used.bytes).expect("it was read when it was met");
        let metrics = face.glyph_metrics(Size::new(1000.0), LocationRef::default());
        let width = metrics
            .advance_width(skrifa::GlyphId::new(glyph))
            .unwrap_or_default();
        used.advances.insert(glyph, width);
        width
    }

    /// The code of a glyph in the embedded font. `text` is its text.
    pub(super) fn code(&mut self, font: usize, glyph: u32, text: &str) -> u16 {
        let width = self.advance(font, glyph);
        let used = &mut self.used[font];
        let code = used.glyphs.remap(glyph as u16);
        let entry = used.said.entry(code).or_insert((String::new(), width));
        if entry.0.is_empty() {
            text.clone_into(&mut entry.0);
        }
        code
    }

    /// Writes every font of the page and returns the name and object of each.
    pub(super) fn write(self, pdf: &mut Pdf, next: &mut Ref) -> Vec<(String, Ref)> {
        let fonts = self.used.iter().enumerate();
        fonts
            .map(|(index, used)| (Self::name(index), used.write(index, pdf, next)))
            .collect()
    }
}

impl Used {
    fn write(&self, index: usize, pdf: &mut Pdf, next: &mut Ref) -> Ref {
        let [whole, cid, descriptor, map, file] = [0; 5].map(|_| next.bump());
        // Six letters before the name tell readers that this is a subset of the font.
        let tag = char::from(b'A' + (index % 26) as u8);
        let name = format!("FLOWM{tag}+{}", self.family);
        let name = Name(name.as_bytes());
        pdf.type0_font(whole)
            .base_font(name)
            .encoding_predefined(Name(b"Identity-H"))
            .descendant_font(cid)
            .to_unicode(map);
        let mut inner = pdf.cid_font(cid);
        inner
            .subtype(CidFontType::Type2)
            .base_font(name)
            .system_info(IDENTITY)
            .font_descriptor(descriptor)
            .default_width(0.0)
            .cid_to_gid_map_predefined(Name(b"Identity"));
        let mut widths = inner.widths();
        for (code, (_, width)) in &self.said {
            widths.consecutive(*code, [*width]);
        }
        widths.finish();
        inner.finish();
        self.describe(pdf, descriptor, name, file);
        let mut unicode = UnicodeCmap::new(Name(b"Said"), IDENTITY);
        for (code, (text, _)) in self.said.iter().filter(|(_, (text, _))| !text.is_empty()) {
            unicode.pair_with_multiple(*code, text.chars());
        }
        let bytes = packed(unicode.finish().as_slice());
        pdf.cmap(map, &bytes).filter(Filter::FlateDecode);
        // Embedding the whole font if it cannot be cut down would be wrong, because the glyph numbers have changed.
        let cut = subsetter::subset(&self.bytes, 0, &self.glyphs)
            .expect("the typefaces compiled in can be cut down, as a test holds");
        let bytes = packed(&cut);
        pdf.stream(file, &bytes)
            .filter(Filter::FlateDecode)
            .pair(Name(b"Length1"), cut.len() as i32);
        whole
    }

    fn describe(&self, pdf: &mut Pdf, descriptor: Ref, name: Name<'_>, file: Ref) {
        let face = FontRef::new(&self.bytes).expect("it was read when it was met");
        let metrics = face.metrics(Size::new(1000.0), LocationRef::default());
        let bounds = metrics.bounds.unwrap_or_default();
        pdf.font_descriptor(descriptor)
            .name(name)
            .flags(FontFlags::SYMBOLIC)
            .bbox(Rect::new(
                bounds.x_min,
                bounds.y_min,
                bounds.x_max,
                bounds.y_max,
            ))
            .italic_angle(0.0)
            .ascent(metrics.ascent)
            .descent(metrics.descent)
            .cap_height(metrics.cap_height.unwrap_or(metrics.ascent))
            .stem_v(if self.family.contains("Bold") {
                140.0
            } else {
                80.0
            })
            .font_file2(file);
    }
}
