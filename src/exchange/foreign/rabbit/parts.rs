//! Rabbit-In-a-Hat: which keys are read, and which are left out and why.

use crate::exchange::foreign::Part;

pub(super) static SAVED: Part = Part {
    of: "a saved mapping",
    read: &[
        (
            "sourceDb, cdmDb",
            "the systems of the two sides; a named database is the system that they are part of",
        ),
        ("tableToTableMaps", "flows between tables"),
        (
            "tableMapToFieldToFieldMaps",
            "the fields that these flows pass; the file does not say what happens to the value",
        ),
        ("@type, @id", "how the file refers to its own parts"),
    ],
    left: &[(
        "a mapping between things that are not in the file",
        "its ends are not known",
    )],
};

pub(super) static TABLE: Part = Part {
    of: "a table",
    read: &[
        ("name", "a system"),
        ("description, comment", "remarks"),
        ("fields", "its fields"),
        ("@type, @id, db", "how the file refers to its own parts"),
    ],
    left: &[
        (
            "rowCount, rowsCheckedCount",
            "counts of records say nothing about the flow of data",
        ),
        ("isStem", "it is a setting of the program"),
    ],
};

pub(super) static FIELD: Part = Part {
    of: "a field",
    read: &[
        ("name", "a field"),
        ("type", "`type`"),
        ("description", "`definition`"),
        ("comment", "a remark"),
        (
            "isNullable",
            "`required`, in the target only: in the source it says what was found, and not what must be",
        ),
        ("@type, @id, table", "how the file refers to its own parts"),
    ],
    left: &[
        (
            "valueCounts",
            "these are values out of real records, which may be about people; they are never copied",
        ),
        (
            "maxLength, isStem, conceptIdHints",
            "they say how the program stores and shows a field",
        ),
        (
            "fractionEmpty, uniqueCount, fractionUnique",
            "they were measured on a part of the records",
        ),
    ],
};

pub(super) static MAP: Part = Part {
    of: "a mapping",
    read: &[
        ("sourceItem, cdmItem", "the ends"),
        ("comment, logic", "remarks on the flow"),
        ("@type, @id", "how the file refers to its own parts"),
    ],
    left: &[
        ("extraFieldToValue", "a fixed value comes from no field"),
        ("isCompleted", "it is a mark of the person who maps"),
    ],
};

pub(super) static SOURCE_FIELDS: Part = Part {
    of: "a row of source fields",
    read: &[
        ("Source Table", "a system"),
        ("Source Field", "a field of it"),
        ("Type", "`type`"),
        ("Comment", "a remark"),
        ("Mappings", "flows to the tables named, with their fields"),
        ("Mapped?, Number of mappings", "follow from the mappings"),
    ],
    left: &[],
};

pub(super) static TARGET_FIELDS: Part = Part {
    of: "a row of target fields",
    read: &[
        ("Target Table", "a system"),
        ("Target Field", "a field of it"),
        ("Required?", "`required`"),
        ("Comment", "a remark"),
        ("Mappings", "flows from the tables named, with their fields"),
        ("Mapped?, Number of mappings", "follow from the mappings"),
    ],
    left: &[],
};

pub(super) static TABLE_MAPPINGS: Part = Part {
    of: "a row of table mappings",
    read: &[
        ("Source Table, Target Table", "a flow between two systems"),
        ("Comment, Logic", "remarks on the flow"),
    ],
    left: &[(
        "Number of field mappings",
        "it is a count; the fields themselves stand in another list",
    )],
};

pub(super) static MAPPING: Part = Part {
    of: "a row of a field mapping",
    read: &[
        ("SOURCE_TABLE, TARGET_TABLE", "a flow between two systems"),
        (
            "SOURCE_FIELD, TARGET_FIELD",
            "a field that it passes; the file does not say what happens to the value",
        ),
    ],
    left: &[],
};

pub(super) static MODEL: Part = Part {
    of: "a row of a data model",
    read: &[
        ("table", "a system"),
        ("field", "a field of it"),
        ("required", "`required`"),
        ("type", "`type`"),
        ("description", "`definition`"),
    ],
    left: &[("schema", "it says where a database keeps the table")],
};
