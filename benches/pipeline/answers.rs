//! Measures every answer, about the busiest field, term, system and need of a map.

use flowmap::analysis::Analysis;
use flowmap::ask::{
    burden, cover, crosswalk, definitions, impact, questions, suggest, timetable, trace,
    triangulate, unify,
};
use flowmap::read::model::Id;

use crate::clock::once;

type Asked = Result<flowmap::ask::Answer, flowmap::ask::Misunderstanding>;

/// Prints the time of each answer.
pub(crate) fn measure(analysis: &Analysis) {
    let (graph, findings) = (&analysis.graph, &analysis.findings);
    let model = graph.model();
    let mut uses = vec![0_usize; model.terms.len()];
    for (_, field) in model.fields.iter() {
        if let Some(term) = field.term().filter(|term| !model.terms[*term].is_context()) {
            uses[term.index()] += 1;
        }
    }
    let terms = model.terms.ids().max_by_key(|term| uses[term.index()]);
    let term = terms.map(|term| model.terms[term].slug.to_string());
    let term = term.expect("a generated map has terms");
    let busiest = |field: &flowmap::read::model::FieldId| {
        graph.links_in(*field).len() * 4 + graph.links_out(*field).len()
    };
    let field = model.fields.ids().max_by_key(busiest);
    let field = field.expect("a generated map has fields");
    let system = model.systems[model.fields[field].system].slug.to_string();
    let field = model.field_name(field);
    let need = model.needs.iter().map(|(_, need)| need);
    let need = need.max_by_key(|need| need.terms().len());
    let need = need.expect("a generated map has needs").slug.to_string();
    let these = suggest::About::These(vec![field.clone()]);
    let print = |name: &str, time: f64, rows: usize| {
        println!("  ask {name:<22} {time:>10.1} ms, {rows} rows");
    };
    let asked: [(&str, &dyn Fn() -> Asked); 14] = [
        ("trace", &|| {
            trace::ask(graph, &field, trace::Direction::Both, usize::MAX)
        }),
        ("impact (field)", &|| impact::ask(graph, &field)),
        ("impact (system)", &|| impact::ask(graph, &system)),
        ("crosswalk", &|| crosswalk::ask(graph, &[&term])),
        ("definitions", &|| definitions::ask(graph, &term)),
        ("timetable (need)", &|| timetable::ask(graph, &need)),
        ("timetable (term)", &|| timetable::ask(graph, &term)),
        ("triangulate", &|| triangulate::ask(graph, &[&need])),
        ("burden", &|| {
            Ok(burden::ask(graph, burden::By::Organisation))
        }),
        ("cover", &|| cover::ask(graph, &[], false)),
        ("unify", &|| Ok(unify::ask(graph, findings))),
        ("questions", &|| questions::ask(graph, findings, None)),
        ("suggest", &|| suggest::ask(graph, &these, suggest::TOP)),
        ("suggest (terms)", &|| {
            suggest::ask(graph, &suggest::About::Terms, suggest::TOP)
        }),
    ];
    for (name, ask) in asked {
        let (time, answer) = once(ask);
        match answer {
            Ok(answer) => print(name, time, answer.rows.len()),
            Err(error) => println!("  ask {name:<22} {error}"),
        }
    }
}
