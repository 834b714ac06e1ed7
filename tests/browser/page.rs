//! The report as a file, as a reader sees and uses it.

use serde_json::json;

use crate::chrome;
use crate::chrome::Chrome;
use crate::served::Map;
use crate::served::real_report;

/// The picture shown.
const SHOWN: &str = "document.querySelector('#own .picture')";

pub(crate) fn first_screen(chrome: &Chrome) {
    let tab = chrome.open(&real_report(), 1366, 768);
    tab.wait(&format!("{SHOWN}?.dataset.of === 'map'"));
    assert_eq!(tab.complaints(), "");
    tab.keep("first-screen");
    // One line of title and figures.
    let figures = tab.text("[...document.querySelectorAll('.figure')].map(f => f.innerText.replace(/\\s+/g, ' ')).join('; ')");
    for word in ["collected more than once", "defined differently", "missing"] {
        assert!(figures.contains(word), "{figures}");
    }
    let head = tab.ask("document.querySelector('#answer').getBoundingClientRect().height");
    assert!(
        head.as_f64().is_some_and(|height| height < 48.0),
        "the head is one line: {head}"
    );
    // Below it the topics and the picture, side by side, with most of the screen.
    let share = tab.ask(
        "(() => { const seen = e => { const r = e.getBoundingClientRect(); return r.width * (Math.min(r.bottom, innerHeight) - r.top); }; \
         return (seen(document.querySelector('#topics')) + seen(document.querySelector('#map'))) / (innerWidth * innerHeight); })()",
    );
    assert!(
        share.as_f64().is_some_and(|share| share > 0.7),
        "topics and picture have {share} of the screen"
    );
    let places = "['#topics', '#map'].map(s => document.querySelector(s).getBoundingClientRect())";
    assert_eq!(
        tab.ask(&format!(
            "(([t, m]) => t.right <= m.left + 1 && Math.abs(t.top - m.top) < 4)({places})"
        )),
        true,
        "the topics stand at the left of the picture"
    );
    assert_eq!(
        tab.ask("document.querySelectorAll('#topics .topics > li').length"),
        10
    );
    // The picture ends with the screen, with its legend.
    assert_eq!(
        tab.ask(&format!(
            "{SHOWN}.querySelector('.caption').getBoundingClientRect().bottom <= innerHeight + 1"
        )),
        true
    );
    let requests = tab.ask("performance.getEntriesByType('resource').length");
    assert_eq!(requests, 0, "the report loads nothing");
}

pub(crate) fn search(chrome: &Chrome) {
    let tab = chrome.open(&real_report(), 1280, 800);
    tab.press("/", 0);
    tab.wait("document.activeElement.id === 'search'");
    tab.write("date of death");
    tab.wait("document.querySelectorAll('#found [role=option]').length > 2");
    let first = tab.text("document.querySelector('#found [role=option]').innerText");
    assert!(first.to_lowercase().contains("date of death"), "{first}");
    tab.press("ArrowDown", 0);
    tab.press("Enter", 0);
    tab.wait("document.querySelector('#found').hidden");
    tab.ask("(document.querySelector('#search').value = '', true)");
    tab.click("document.querySelector('#search')");
    tab.write("zzzz");
    tab.wait("document.querySelector('#found').hidden");
    assert_eq!(tab.complaints(), "");
}

pub(crate) fn journey(chrome: &Chrome) {
    let tab = chrome.open(&real_report(), 1280, 800);
    tab.wait(&format!("{SHOWN}?.dataset.of === 'map'"));
    tab.hover(&format!(
        "{SHOWN}.querySelector('[id=\"own-organisation-cqc\"]')"
    ));
    tab.wait(&format!(
        "{SHOWN}.classList.contains('dim') && {SHOWN}.querySelectorAll('.organisation.lit').length > 1"
    ));
    tab.keep("journey");
    let faded = tab.ask(&format!(
        "{SHOWN}.querySelectorAll(':is(.organisation, .field):not(.lit)').length"
    ));
    assert!(faded.as_u64().is_some_and(|count| count > 1), "{faded}");
    let opacity = format!(
        "getComputedStyle({SHOWN}.querySelector(':is(.organisation, .field):not(.lit)')).opacity < 0.6"
    );
    tab.wait(&opacity);
    assert_eq!(tab.complaints(), "");
}

/// Where lines of flows run together, all of them are lit and named; where one runs alone, it alone.
pub(crate) fn bundle(chrome: &Chrome) {
    let tab = chrome.open(&real_report(), 1280, 800);
    tab.wait(&format!("{SHOWN}?.dataset.of === 'map'"));
    // A point of the picture under which that many flows lie, and the number of them.
    let point = |wanted: &str| {
        tab.ask(&format!(
            "(() => {{ const figure = {SHOWN}; const stage = figure.querySelector('.stage').getBoundingClientRect(); \
             for (const path of figure.querySelectorAll('.flow > path[fill=\"none\"]')) for (let at = 1; at < path.getTotalLength(); at += 3) {{ \
               const p = path.getPointAtLength(at).matrixTransform(path.getScreenCTM()); \
               if (p.x < stage.left + 5 || p.x > stage.right - 5 || p.y < stage.top + 5 || p.y > stage.bottom - 5) continue; \
               const all = document.elementsFromPoint(p.x, p.y); if (!all[0]?.closest('.flow')) continue; \
               const count = new Set(all.map(e => e.closest('.flow')).filter(Boolean)).size; if (count {wanted}) return [p.x, p.y, count]; }} return null; }})()"
        ))
    };
    let [together, alone] = [point("> 2"), point("=== 1")];
    tab.point("mouseMoved", &together);
    tab.wait(&format!(
        "{SHOWN}.querySelectorAll('.flow.lit').length === {}",
        together[2]
    ));
    let told = tab.text(&format!("{SHOWN}.querySelector('.lit-note').textContent"));
    let count = format!("{} flows run together here: ", together[2]);
    assert!(told.starts_with(&count), "{told}");
    tab.keep("bundle");
    // A line that is faded stays a line: only arrow heads are filled, and those are small.
    let filled = tab.ask(&format!(
        "[...{SHOWN}.querySelectorAll('.flow:not(.lit) > path')].filter(p => getComputedStyle(p).fill !== 'none' && p.getTotalLength() > 100).length"
    ));
    assert_eq!(filled, 0, "faded lines are filled");
    tab.point("mouseMoved", &alone);
    tab.wait(&format!(
        "{SHOWN}.querySelectorAll('.flow.lit').length === 1"
    ));
    assert_eq!(tab.complaints(), "");
}

pub(crate) fn finding(chrome: &Chrome) {
    let tab = chrome.open(&real_report(), 1280, 800);
    tab.wait(&format!("{SHOWN}?.dataset.of === 'map'"));
    let finding = "[...document.querySelectorAll('details.finding')].find(f => f.querySelector('.show') && /repeated-request/.test(f.innerHTML))";
    tab.ask(&format!("({finding}.open = true, true)"));
    tab.click(&format!("{finding}.querySelector('.show')"));
    tab.wait(&format!(
        "{SHOWN}.dataset.of !== 'map' && {SHOWN}.querySelectorAll('.lit').length > 0"
    ));
    // The picture has moved so that the lit box is visible.
    tab.wait(&format!(
        "(() => {{ const s = {SHOWN}.querySelector('.stage').getBoundingClientRect(), r = {SHOWN}.querySelector('.systems .lit').getBoundingClientRect(); \
         return s.top < innerHeight && r.left < s.right && r.right > s.left && r.top < s.bottom && r.bottom > s.top; }})()"
    ));
    tab.keep("finding");
    // A figure of the head leads to the picture of its family.
    tab.click("document.querySelector('.figure.duplication a')");
    tab.wait(&format!("{SHOWN}.dataset.of === 'duplicates'"));
    // An organisation's questions lead to its picture.
    let card = "document.querySelector('#questions .card')";
    tab.ask(&format!("({card}.open = true, true)"));
    tab.click(&format!("{card}.querySelector('.show')"));
    tab.wait(&format!(
        "{SHOWN}.dataset.of.startsWith('organisation-') && scrollY === 0"
    ));
    assert_eq!(tab.complaints(), "");
}

pub(crate) fn address(chrome: &Chrome) {
    let report = real_report();
    let tab = chrome.open(&report, 1280, 800);
    tab.wait(&format!("{SHOWN}?.dataset.of === 'map'"));
    tab.ask("(document.querySelector('#by-organisation').value = 'organisation-cqc', document.querySelector('#by-organisation').dispatchEvent(new Event('change')), true)");
    tab.wait(&format!("{SHOWN}.dataset.of === 'organisation-cqc'"));
    tab.ask("(document.querySelector('#by-kind').value = 'gap', document.querySelector('#by-kind').dispatchEvent(new Event('change')), true)");
    tab.wait("location.hash.includes('of=organisation-cqc') && location.hash.includes('kind=gap')");
    let address = tab.text("location.href");
    let left = tab.text("document.querySelector('#left').textContent");
    let other = chrome.open(&address, 1280, 800);
    other.wait(&format!("{SHOWN}?.dataset.of === 'organisation-cqc'"));
    assert_eq!(
        other.text("document.querySelector('#by-kind').value"),
        "gap"
    );
    other.wait(&format!(
        "document.querySelector('#left').textContent === '{left}'"
    ));
    assert!(left.contains(" of "), "{left}");
}

pub(crate) fn without_script(chrome: &Chrome) {
    let report = real_report();
    let tab = chrome.open("about:blank", 1280, 800);
    tab.call(
        "Emulation.setScriptExecutionDisabled",
        &json!({"value": true}),
    );
    tab.call("Page.navigate", &json!({"url": report}));
    // With scripts off the page evaluates nothing: a screenshot is made, and its tree is read from outside.
    let mut count = 0;
    for _ in 0..300 {
        std::thread::sleep(std::time::Duration::from_millis(100));
        let document = tab.call("DOM.getDocument", &json!({"depth": 0}));
        let found = tab.call(
            "DOM.querySelectorAll",
            &json!({"nodeId": document["root"]["nodeId"], "selector": ".picture svg .system, table tr"}),
        );
        count = found["nodeIds"].as_array().map_or(0, Vec::len);
        if count > 100 {
            break;
        }
    }
    assert!(
        count > 100,
        "{count} boxes and rows are there without script"
    );
    tab.keep("without-script");
    let metrics = tab.call("Page.getLayoutMetrics", &json!({}));
    let height = metrics["cssContentSize"]["height"]
        .as_f64()
        .unwrap_or_default();
    assert!(height > 5000.0, "pictures and tables stand open: {height}");
}

pub(crate) fn print(chrome: &Chrome) {
    let map = Map::new("print");
    let tab = chrome.open(&map.report(), 1280, 800);
    let printed = tab.call(
        "Page.printToPDF",
        &json!({"printBackground": true, "preferCSSPageSize": true, "paperWidth": 8.27, "paperHeight": 11.69, "generateTaggedPDF": true}),
    );
    let pdf = chrome::decoded(printed["data"].as_str().unwrap_or_default());
    assert!(pdf.starts_with(b"%PDF"), "{} bytes", pdf.len());
    chrome::keep("report.pdf", &pdf);
    let text = String::from_utf8_lossy(&pdf);
    let pages = text.matches("/Type /Page\n").count()
        + text.matches("/Type /Page>").count()
        + text.matches("/Type /Page ").count();
    assert!((3..16).contains(&pages), "{pages} pages");
    assert!(text.contains("/StructTreeRoot"), "the PDF has tags");
    // The tools are not printed.
    tab.call("Emulation.setEmulatedMedia", &json!({"media": "print"}));
    assert_eq!(
        tab.text("getComputedStyle(document.querySelector('#tools')).display"),
        "none"
    );
    assert_eq!(tab.complaints(), "");
}
