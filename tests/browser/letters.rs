//! The letters of pictures and pages: they come along, so that no text leaves its box where their typeface is not installed.

use std::path::{Path, PathBuf};

use crate::chrome;
use crate::chrome::{Chrome, Tab};
use crate::kept;
use crate::served::{Map, real_report};

/// The fonts of a machine without ours: wider than it.
const DEJAVU: &str = "/usr/share/fonts/truetype/dejavu";

/// A folder with settings by which a browser sees those fonts alone.
struct Fonts(PathBuf);

impl Drop for Fonts {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

impl Fonts {
    fn new() -> Self {
        let folder = kept::folder("fonts");
        let settings = format!(
            "<?xml version=\"1.0\"?>\n<!DOCTYPE fontconfig SYSTEM \"fonts.dtd\">\n<fontconfig>\n<dir>{DEJAVU}</dir>\n<cachedir>{}</cachedir>\n</fontconfig>\n",
            folder.join("cache").display()
        );
        std::fs::write(folder.join("fonts.conf"), settings).expect("the folder can be written");
        Self(folder)
    }
}

pub(crate) fn travel(_: &Chrome) {
    if !Path::new(DEJAVU).is_dir() {
        crate::say("left out: DejaVu is not installed");
        return;
    }
    let fonts = Fonts::new();
    let program = chrome::installed().expect("a browser runs already");
    let browser = Chrome::start_with(program, Some(&fonts.0.join("fonts.conf")));
    let map = Map::new("letters");
    for file in ["clubs", "council", "pools", "sports_body"] {
        map.write(&format!("flows/owners/{file}.yaml"), "map: {}\n");
    }
    map.write(
        "flows/map.yaml",
        "organisations: {o: Company}\nsystems: {a: {owner: o, name: LDAP Auth Server}, b: {owner: o, name: Marketing CMS}}\nflows: [a -> b]\n",
    );
    let report = map.report();
    // Without its letters the picture would be set wider: this browser has nothing else than DejaVu.
    let tab = browser.open(&report.replace("report.html", "systems.svg"), 1366, 768);
    let wider = tab.ask(
        "document.fonts.ready.then(() => { \
         const pen = new OffscreenCanvas(9, 9).getContext('2d'); \
         const wide = font => { pen.font = font; return pen.measureText('LDAP Auth Server').width; }; \
         return wide('bold 12px sans-serif') / wide('bold 12px \"Open Sans\"'); })",
    );
    assert!(wider.as_f64().is_some_and(|times| times > 1.05), "{wider}");
    inside(&tab, "document", 3);
    drop(tab);
    for (view, least) in [("systems", 20), ("fields", 200), ("duplicates", 40)] {
        let address = real_report().replace("report.html", &format!("{view}.svg"));
        inside(&browser.open(&address, 1366, 768), "document", least);
    }
    for (address, least) in [(report, 1), (real_report(), 20)] {
        let tab = browser.open(&address, 1366, 768);
        inside(
            &tab,
            "document.querySelector('#map .picture:not([hidden])')",
            least,
        );
        assert_eq!(tab.complaints(), "");
    }
}

/// At least `least` texts are in boxes of the picture, and each is inside its box.
fn inside(tab: &Tab<'_>, picture: &str, least: usize) {
    let found = tab.text(&format!(
        "document.fonts.ready.then(() => {{ const out = []; let seen = 0; \
         for (const group of {picture}.querySelectorAll('.system, .organisation, .need, .field')) {{ \
           const box = group.querySelector(':scope > rect')?.getBoundingClientRect(); \
           for (const text of group.querySelectorAll(':scope > text')) {{ \
             const own = text.getBoundingClientRect(); seen += 1; \
             if (!box || own.right > box.right + 0.5 || own.left < box.left - 0.5) out.push(text.textContent); }} }} \
         return seen < {least} ? `only ${{seen}} texts` : out.join('; '); }})"
    ));
    assert_eq!(found, "", "texts that leave their boxes");
}
