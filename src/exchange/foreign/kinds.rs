//! Field types by the names that databases and schemas give them.

/// The type of the format for the name of a data type; `None` for one that says nothing about the value, such as `json`.
pub(super) fn kind(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    let word = name
        .split(['(', '<', '['])
        .next()
        .unwrap_or_default()
        .trim();
    Some(match word {
        "text" | "string" | "str" | "char" | "character" | "varchar" | "nvarchar" | "nchar"
        | "varchar2" | "character varying" | "clob" | "uuid" => "text",
        "int" | "integer" | "bigint" | "smallint" | "tinyint" | "int2" | "int4" | "int8"
        | "int16" | "int32" | "int64" | "hugeint" | "long" | "short" | "float" | "float32"
        | "float64" | "double" | "double precision" | "decimal" | "numeric" | "number" | "real" => {
            "number"
        }
        "date" => "date",
        "bool" | "boolean" => "boolean",
        "datetime" => "datetime",
        _ if word.starts_with("timestamp") || word.starts_with("datetime") => "datetime",
        _ => return None,
    })
}
