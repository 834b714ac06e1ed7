//! A picture that a reader chooses: by its key, from the files as they are.

use serde_json::json;

use super::FLOWS;
use super::Served;
use super::herds;

#[test]
fn whatever_is_chosen_is_drawn_by_its_key() {
    let folder = herds("server-draw");
    let served = Served::start(&folder);
    let drawn = |of: &str| {
        let answer = served.post("/draw", &json!({"of": of}));
        assert_eq!(answer.status, 200, "{of}: {}", answer.text());
        let answer = answer.json();
        assert_eq!(answer["of"], of);
        answer["html"].as_str().expect("markup").to_owned()
    };
    for (of, parts) in [
        (
            "term-herd_size",
            [
                "<h3>Journey: Animals in a herd</h3>",
                "id=\"own-field-herd_book.herd_size\"",
                "id=\"own-field-animal_register.herd_size\"",
            ],
        ),
        (
            "need-outbreaks",
            [
                "<h3>Sources: How many animals stand in one place?</h3>",
                "id=\"own-field-animal_register.herd_size\"",
                "data-of=\"need-outbreaks\"",
            ],
        ),
        (
            "map",
            [
                "<h3>The whole map: who gives data to whom</h3>",
                "id=\"own-organisation-vets\"",
                "data-of=\"map\"",
            ],
        ),
        (
            "organisation-vets",
            [
                "Veterinary Office: what it keeps, gives and takes</h3>",
                "id=\"own-organisation-vets\"",
                "id=\"own-system-animal_register\"",
            ],
        ),
    ] {
        let html = drawn(of);
        for part in parts {
            assert!(html.contains(part), "{of}: {part} is not in {html}");
        }
        assert_eq!(drawn(of), html, "drawn again it is the same");
    }
}

#[test]
fn what_the_map_does_not_have_is_not_drawn() {
    let folder = herds("server-draw-not");
    let served = Served::start(&folder);
    for of in [
        "term-nothing",
        "need-herd_size",
        "herd_size",
        "system-sheep",
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
