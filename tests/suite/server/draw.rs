//! A picture that a reader asks for: one term's journey, or one need's sources.

use serde_json::json;

use super::FLOWS;
use super::Served;
use super::herds;

#[test]
fn a_terms_journey_and_a_needs_sources_are_drawn_when_asked() {
    let folder = herds("server-draw");
    let served = Served::start(&folder);
    let journey = served.post("/draw", &json!({"of": "term-herd_size"}));
    assert_eq!(journey.status, 200, "{}", journey.text());
    let journey = journey.json();
    assert_eq!(journey["id"], "picture-journey");
    let html = journey["html"].as_str().expect("markup");
    for part in [
        "<h3>Journey: Animals in a herd</h3>",
        "id=\"journey-field-herd_book.herd_size\"",
        "id=\"journey-field-animal_register.herd_size\"",
    ] {
        assert!(html.contains(part), "{part} is not in {html}");
    }
    let sources = served
        .post("/draw", &json!({"of": "need-outbreaks"}))
        .json();
    assert_eq!(sources["id"], "picture-need");
    let html = sources["html"].as_str().expect("markup");
    assert!(
        html.contains("<h3>Sources: How many animals stand in one place?</h3>"),
        "{html}"
    );
}

#[test]
fn what_the_map_does_not_have_is_not_drawn() {
    let folder = herds("server-draw-not");
    let served = Served::start(&folder);
    for of in [
        "term-nothing",
        "need-herd_size",
        "herd_size",
        "system-herd_book",
        "",
        "../flows",
        "term-<script>",
    ] {
        let answer = served.post("/draw", &json!({"of": of}));
        assert_eq!(answer.status, 404, "{of}: {}", answer.text());
    }
    assert_eq!(served.post("/draw", &json!({"off": 1})).status, 400);
    // The drawing shows the same as the page: the last good map while a file is broken.
    let mut stream = served.listen();
    folder.write(
        "flows/flows.yaml",
        FLOWS.replace("needs:", "needs: [").as_bytes(),
    );
    stream.change();
    assert_eq!(
        served
            .post("/draw", &json!({"of": "need-outbreaks"}))
            .status,
        200
    );
}
