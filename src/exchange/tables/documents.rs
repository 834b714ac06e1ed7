//! The files beside the tables: their schema for readers, the statements that load them, and the questions.

use std::fmt::Write as _;

use super::{TABLES, Table};

/// The main questions in SQL.
pub(super) const QUESTIONS: &str = include_str!("../tables.sql");

/// The files, with their names.
pub(crate) fn documents() -> [(&'static str, String); 4] {
    [
        ("README.md", readme()),
        ("load-duckdb.sql", loads(in_duckdb)),
        ("load-spark.sql", loads(in_spark)),
        ("questions.sql", QUESTIONS.to_owned()),
    ]
}

fn readme() -> String {
    let mut out = String::from(HEAD);
    for table in TABLES {
        let _ = write!(
            out,
            "\n## {}\n\n{}\n\n| column | type | meaning |\n| --- | --- | --- |\n",
            table.name, table.about
        );
        for column in table.columns() {
            let kind = match column.kind {
                super::Kind::Text => "text",
                super::Kind::Whole => "whole number",
                super::Kind::Truth => "true or false",
            };
            let _ = writeln!(out, "| {} | {kind} | {} |", column.name, column.about);
        }
    }
    out
}

/// The start of the schema for readers.
const HEAD: &str = "\
# The map as tables

`flowmap export --tables FOLDER` writes these files: each table is a CSV file (RFC 4180, UTF-8, with a header). References are resolved, so that tables join by
ids. An empty cell is nothing stated; `not_known` tells whether the files say `unknown`, `none` or `not-shared` instead. One row is one line: a
line break within a text is a space. A text that a spreadsheet would take for a formula starts with an apostrophe, in every table alike.

```sh
duckdb -c \".read load-duckdb.sql\" -c \"CREATE TEMPORARY VIEW start AS SELECT 'epr.date_of_death' AS field\" -c \".read questions.sql\" -c \"FROM asked_twice\"
spark-sql -i load-spark.sql      # then the same statements
```

Both are started in this folder. `questions.sql` runs unchanged on DuckDB and on Spark SQL from 4.1 on, which both know `WITH RECURSIVE`. It makes views: `requests`,
`asked_twice`, `usable`, `needs_without_source`, `links`, `lineage_up` and `lineage_down`. The two of lineage start from the fields in the view `start`.

Left out: scenarios, former ids (`was`), the accounts of a flow that its sender and its receiver describe, whom an agreed definition covers, and
the routes and further places of findings. A field of one system and a field of another have one name if `a.b` and `c` make the same as `a` and
`b.c`; flowmap warns of that.
";

/// The statements that load every table.
fn loads(one: fn(&Table) -> String) -> String {
    TABLES.iter().map(|table| one(table)).collect()
}

/// The columns with their types.
fn columns(table: &Table, between: &str) -> String {
    let columns = table.columns();
    let columns: Vec<String> = columns
        .map(|column| format!("{}{between}{}", column.name, column.kind.word()))
        .collect();
    columns.join(", ")
}

fn in_duckdb(table: &Table) -> String {
    let columns = table.columns();
    let columns: Vec<String> = columns
        .map(|column| format!("'{}': '{}'", column.name, column.kind.word()))
        .collect();
    format!(
        "CREATE OR REPLACE TABLE {name} AS SELECT * FROM read_csv('{name}.csv', header = true, delim = ',', quote = '\"', escape = '\"', \
         columns = {{{columns}}});\n",
        name = table.name,
        columns = columns.join(", ")
    )
}

fn in_spark(table: &Table) -> String {
    format!(
        "CREATE OR REPLACE TEMPORARY VIEW {name} ({columns}) USING csv OPTIONS (path '{name}.csv', header 'true', quote '\"', escape '\"');\n",
        name = table.name,
        columns = columns(table, " ")
    )
}
