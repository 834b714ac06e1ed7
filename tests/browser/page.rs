//! The report as a file, as a reader sees and uses it.

use serde_json::json;

use crate::chrome;
use crate::chrome::Chrome;
use crate::served::Map;
use crate::served::real_report;

/// The picture shown.
const SHOWN: &str = "document.querySelector('#map .picture:not([hidden])')";

pub(crate) fn first_screen(chrome: &Chrome) {
    let tab = chrome.open(&real_report(), 1280, 800);
    assert_eq!(tab.complaints(), "");
    tab.keep("first-screen");
    let is_seen = |element: &str| {
        tab.ask(&format!(
            "(() => {{ const r = {element}.getBoundingClientRect(); return r.top >= 0 && r.top < innerHeight && r.width > 0 && r.height > 0; }})()"
        )) == true
    };
    assert!(is_seen("document.querySelector('h1')"));
    assert!(is_seen("document.querySelector('.sentence')"));
    let figures = tab.text("[...document.querySelectorAll('.figure')].map(f => f.innerText.replace(/\\s+/g, ' ')).join('; ')");
    for word in ["collected more than once", "defined differently", "missing"] {
        assert!(figures.contains(word), "{figures}");
    }
    assert!(
        is_seen(&format!(
            "{SHOWN}.querySelector('svg .drawing .systems > g')"
        )),
        "the map is on the first screen"
    );
    // The page has its own legend; the one inside the picture is for print.
    let legend = format!("getComputedStyle({SHOWN}.querySelector('svg .legend')).visibility");
    assert_eq!(tab.text(&legend), "hidden");
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
    tab.click("document.querySelector('#tab-systems')");
    tab.wait(&format!("{SHOWN}.dataset.view === 'systems'"));
    tab.hover(&format!(
        "{SHOWN}.querySelector('[id=\"systems-system-mhsds\"]')"
    ));
    tab.wait(&format!(
        "{SHOWN}.classList.contains('dim') && {SHOWN}.querySelectorAll('.system.lit').length > 1"
    ));
    tab.keep("journey");
    let faded = tab.ask(&format!(
        "{SHOWN}.querySelectorAll('.system:not(.lit)').length"
    ));
    assert!(faded.as_u64().is_some_and(|count| count > 3), "{faded}");
    let opacity = tab.text(&format!(
        "getComputedStyle({SHOWN}.querySelector('.system:not(.lit)')).opacity"
    ));
    assert!(
        opacity.parse::<f64>().is_ok_and(|opacity| opacity < 0.6),
        "{opacity}"
    );
    assert_eq!(tab.complaints(), "");
}

pub(crate) fn finding(chrome: &Chrome) {
    let tab = chrome.open(&real_report(), 1280, 800);
    let finding = "[...document.querySelectorAll('details.finding')].find(f => f.querySelector('.show') && /repeated-request/.test(f.innerHTML))";
    tab.ask(&format!("({finding}.open = true, true)"));
    tab.click(&format!("{finding}.querySelector('.show')"));
    tab.wait(&format!("{SHOWN}.querySelectorAll('.lit').length > 0"));
    // The picture has moved so that the lit box is visible.
    tab.wait(&format!(
        "(() => {{ const s = {SHOWN}.querySelector('.stage').getBoundingClientRect(), r = {SHOWN}.querySelector('.system.lit').getBoundingClientRect(); \
         return s.top < innerHeight && r.left < s.right && r.right > s.left && r.top < s.bottom && r.bottom > s.top; }})()"
    ));
    tab.keep("finding");
    assert_eq!(tab.complaints(), "");
}

pub(crate) fn address(chrome: &Chrome) {
    let report = real_report();
    let tab = chrome.open(&report, 1280, 800);
    tab.click("document.querySelector('#tab-fields')");
    tab.ask("(document.querySelector('#by-kind').value = 'gap', document.querySelector('#by-kind').dispatchEvent(new Event('change')), true)");
    tab.wait("location.hash.includes('view=fields') && location.hash.includes('kind=gap')");
    let address = tab.text("location.href");
    let left = tab.text("document.querySelector('#left').textContent");
    let other = chrome.open(&address, 1280, 800);
    assert_eq!(other.text(&format!("{SHOWN}.dataset.view")), "fields");
    assert_eq!(
        other.text("document.querySelector('#by-kind').value"),
        "gap"
    );
    assert_eq!(
        other.text("document.querySelector('#left').textContent"),
        left
    );
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
        &json!({"printBackground": true, "preferCSSPageSize": true, "paperWidth": 8.27, "paperHeight": 11.69}),
    );
    let pdf = chrome::decoded(printed["data"].as_str().unwrap_or_default());
    assert!(pdf.starts_with(b"%PDF"), "{} bytes", pdf.len());
    chrome::keep("report.pdf", &pdf);
    let text = String::from_utf8_lossy(&pdf);
    let pages = text.matches("/Type /Page\n").count()
        + text.matches("/Type /Page>").count()
        + text.matches("/Type /Page ").count();
    assert!((4..80).contains(&pages), "{pages} pages");
    // Each organisation's questions begin a new page; the tools are not printed.
    tab.call("Emulation.setEmulatedMedia", &json!({"media": "print"}));
    assert_eq!(
        tab.text("getComputedStyle(document.querySelector('#tools')).display"),
        "none"
    );
    assert_eq!(tab.complaints(), "");
}
