//! Where in a flow file a cursor stands, told from the text before it alone, because what is being typed is seldom whole.
//!
//! Block style is read by indentation, flow style (`{…}`, `[…]`) by its brackets. Anchors, tags and texts over several lines
//! are taken for what they look like: at worst a wrong offer is made.

/// Where the cursor stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Cursor<'t> {
    /// The keys from the section down to the mapping in which something is being written.
    pub(super) path: Vec<&'t str>,
    /// The key whose value is being written; `None` = a key is.
    pub(super) key: Option<&'t str>,
    /// True at the start of an item of a list, which may become a mapping: `path` then ends with the list's key.
    pub(super) is_item: bool,
    /// What is written of it so far, and the byte at which that begins.
    pub(super) typed: &'t str,
    pub(super) start: usize,
    /// Keys that the mapping has, but the one being written.
    pub(super) taken: Vec<&'t str>,
    /// True inside brackets.
    pub(super) is_flow: bool,
    /// Every pair written above the cursor in the mappings around it, the innermost last.
    pub(super) around: Vec<(&'t str, &'t str)>,
}

#[derive(Debug)]
enum Shape {
    /// A block mapping whose keys stand at this column.
    Mapping(usize),
    /// A block list whose dashes stand at this column.
    List(usize),
    Brace,
    Bracket,
}

#[derive(Debug)]
struct Level<'t> {
    shape: Shape,
    /// The key whose value comes.
    key: Option<&'t str>,
    pairs: Vec<(&'t str, &'t str)>,
}

impl<'t> Level<'t> {
    fn new(shape: Shape) -> Self {
        Self {
            shape,
            key: None,
            pairs: Vec::new(),
        }
    }

    /// Its column, where it is of block style.
    fn column(&self) -> Option<usize> {
        match self.shape {
            Shape::Mapping(column) | Shape::List(column) => Some(column),
            Shape::Brace | Shape::Bracket => None,
        }
    }

    fn open(&mut self, key: &'t str) {
        self.key = Some(key);
        self.pairs.push((key, ""));
    }

    fn fill(&mut self, value: &'t str) {
        if let (Some(_), Some(pair)) = (self.key, self.pairs.last_mut()) {
            pair.1 = unquoted(value);
        }
    }
}

struct Reader<'t> {
    text: &'t str,
    levels: Vec<Level<'t>>,
    /// The column of the key of a text in block style (`|`, `>`), whose lines are no structure.
    block_text: Option<usize>,
    /// The byte at which the piece being read begins.
    start: usize,
    /// Inside these quotes.
    quote: Option<u8>,
}

/// The place of byte `at`.
pub(super) fn cursor(text: &str, at: usize) -> Cursor<'_> {
    let before = &text[..at];
    let mut reader = Reader {
        text: before,
        levels: Vec::new(),
        block_text: None,
        start: 0,
        quote: None,
    };
    let last = before.rfind('\n').map_or(0, |end| end + 1);
    let mut start = 0;
    while start < last {
        let end = before[start..]
            .find('\n')
            .map_or(last, |length| start + length);
        reader.line(start, end, false);
        start = end + 1;
    }
    reader.line(last, at, true);
    let mut cursor = reader.cursor();
    if !cursor.is_flow && cursor.key.is_none() {
        let column = cursor.start - last;
        cursor.taken.extend(below(&text[at..], column));
    }
    cursor
}

impl<'t> Reader<'t> {
    fn is_in_flow(&self) -> bool {
        self.levels
            .last()
            .is_some_and(|level| level.column().is_none())
    }

    /// Reads a line; the last one ends at the cursor.
    fn line(&mut self, start: usize, end: usize, is_last: bool) {
        if self.is_in_flow() {
            self.flow(start, end);
            return;
        }
        let line = self.text[start..end].trim_end_matches('\r');
        let content = line.trim_start_matches(' ');
        let mut column = line.len() - content.len();
        if !is_last && (content.is_empty() || content.starts_with('#')) {
            return;
        }
        if let Some(outer) = self.block_text {
            if column > outer || content.is_empty() {
                self.start = end;
                return;
            }
            self.block_text = None;
        }
        let mut at = start + column;
        while self.text[at..end].starts_with("- ") || &self.text[at..end] == "-" {
            self.dash(column);
            let rest = &self.text[at + 1..end];
            let gap = 1 + rest.len() - rest.trim_start_matches(' ').len();
            column += gap;
            at += gap;
        }
        self.leave(column);
        self.start = at;
        self.content(column, at, end, is_last);
    }

    /// An item begins at this column.
    fn dash(&mut self, column: usize) {
        while self
            .levels
            .last()
            .and_then(Level::column)
            .is_some_and(|own| own > column)
        {
            self.levels.pop();
        }
        if !matches!(self.levels.last(), Some(Level { shape: Shape::List(own), .. }) if *own == column)
        {
            self.levels.push(Level::new(Shape::List(column)));
        }
    }

    /// Something that is no item begins at this column: what stands further in is over.
    fn leave(&mut self, column: usize) {
        while let Some(level) = self.levels.last() {
            let is_over = match level.shape {
                Shape::Mapping(own) => own > column,
                Shape::List(own) => own >= column,
                Shape::Brace | Shape::Bracket => false,
            };
            if !is_over {
                break;
            }
            self.levels.pop();
        }
    }

    /// `key: value`, a value alone, or the start of either.
    fn content(&mut self, column: usize, at: usize, end: usize, is_last: bool) {
        let content = &self.text[at..end];
        let Some(colon) = colon(content) else {
            if content.starts_with(['{', '[']) {
                self.flow(at, end);
            } else if is_last {
                self.join(column);
            }
            return;
        };
        self.join(column);
        let key = unquoted(&content[..colon]);
        let value = content[colon + 1..].trim_start_matches(' ');
        let from = end - value.len();
        self.start = from;
        if let Some(level) = self.levels.last_mut() {
            level.open(key);
            level.fill(plain(value));
        }
        if value.starts_with(['{', '[']) {
            self.flow(from, end);
        } else if value.starts_with(['|', '>']) {
            self.block_text = Some(column);
        }
    }

    /// Makes the level of the mapping whose keys stand at this column the innermost.
    fn join(&mut self, column: usize) {
        let is_there = matches!(self.levels.last(), Some(Level { shape: Shape::Mapping(own), .. }) if *own == column);
        if is_there {
            if let Some(level) = self.levels.last_mut() {
                level.key = None;
            }
        } else {
            self.levels.push(Level::new(Shape::Mapping(column)));
        }
    }

    /// Reads a stretch inside brackets, or one that opens them.
    fn flow(&mut self, from: usize, to: usize) {
        let bytes = self.text.as_bytes();
        self.start = self.start.max(from);
        for at in from..to {
            match (self.quote, bytes[at]) {
                (Some(quote), byte) if byte == quote => self.quote = None,
                (Some(_), _) => {}
                (None, b'"' | b'\'') if self.text[self.start..at].trim().is_empty() => {
                    self.quote = Some(bytes[at])
                }
                (None, b'#') if at == from || bytes[at - 1] == b' ' => {
                    self.start = to;
                    return;
                }
                (None, b'{') => self.enter(Shape::Brace, at),
                (None, b'[') => self.enter(Shape::Bracket, at),
                (None, b'}' | b']') => {
                    self.fill(at);
                    self.levels.pop();
                    self.start = at + 1;
                    if !self.is_in_flow() {
                        return;
                    }
                }
                (None, b',') => {
                    self.fill(at);
                    if let Some(level) = self.levels.last_mut() {
                        level.key = None;
                    }
                    self.start = at + 1;
                }
                (None, b':')
                    if bytes
                        .get(at + 1)
                        .is_none_or(|next| matches!(next, b' ' | b'\n' | b'\r'))
                        || at + 1 == to =>
                {
                    self.name(at);
                }
                _ => {}
            }
        }
    }

    fn enter(&mut self, shape: Shape, at: usize) {
        self.levels.push(Level::new(shape));
        self.start = at + 1;
    }

    fn fill(&mut self, at: usize) {
        let value = self.text[self.start..at].trim();
        if let Some(level) = self.levels.last_mut() {
            level.fill(value);
        }
    }

    /// A colon inside brackets: what stands before it is a key. In a list it makes a mapping of one pair.
    fn name(&mut self, at: usize) {
        let key = unquoted(self.text[self.start..at].trim());
        if let Some(level) = self.levels.last_mut() {
            level.open(key);
        }
        self.start = at + 1;
    }

    fn cursor(self) -> Cursor<'t> {
        let typed = self.text[self.start.min(self.text.len())..].trim_start();
        let mut cursor = Cursor {
            typed,
            start: self.text.len() - typed.len(),
            is_flow: self.is_in_flow(),
            ..Cursor::default()
        };
        let Some((inner, outer)) = self.levels.split_last() else {
            return cursor;
        };
        cursor.path = outer.iter().filter_map(|level| level.key).collect();
        cursor.around = self
            .levels
            .iter()
            .flat_map(|level| level.pairs.iter().copied())
            .collect();
        match inner.shape {
            Shape::Mapping(_) | Shape::Brace => {
                cursor.key = inner.key;
                cursor.taken = inner.pairs.iter().map(|pair| pair.0).collect();
                // A mapping that has only begun, right after a dash, may yet be a plain item.
                let is_first = inner.pairs.is_empty() && inner.key.is_none();
                cursor.is_item = is_first
                    && matches!(
                        outer.last(),
                        Some(Level {
                            shape: Shape::List(_),
                            ..
                        })
                    );
            }
            Shape::Bracket if inner.key.is_some() => cursor.key = inner.key,
            Shape::List(_) | Shape::Bracket => cursor.is_item = true,
        }
        cursor
    }
}

/// The keys at this column below the cursor, up to where the mapping ends.
fn below(rest: &str, column: usize) -> impl Iterator<Item = &str> {
    let lines = rest.split('\n').skip(1);
    let lines = lines.filter(|line| !line.trim().is_empty());
    let lines =
        lines.take_while(move |line| line.len() - line.trim_start_matches(' ').len() >= column);
    lines.filter_map(move |line| {
        let content = line.get(column..)?;
        let key = &content[..colon(content)?];
        (!key.starts_with([' ', '-', '#'])).then(|| unquoted(key))
    })
}

/// Where the colon stands that ends a key.
fn colon(content: &str) -> Option<usize> {
    let bytes = content.as_bytes();
    let mut quote = None;
    for (at, byte) in bytes.iter().enumerate() {
        match (quote, byte) {
            (Some(open), byte) if *byte == open => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') if at == 0 => quote = Some(*byte),
            (None, b'{' | b'[') if at == 0 => return None,
            (None, b'#') if at > 0 && bytes[at - 1] == b' ' => return None,
            (None, b':')
                if bytes
                    .get(at + 1)
                    .is_none_or(|next| matches!(next, b' ' | b'\r')) =>
            {
                return Some(at);
            }
            _ => {}
        }
    }
    None
}

/// A plain value without the comment after it.
fn plain(value: &str) -> &str {
    value.split(" #").next().unwrap_or_default().trim_end()
}

fn unquoted(text: &str) -> &str {
    text.trim().trim_matches(['"', '\''])
}

#[cfg(test)]
mod tests {
    use super::Cursor;
    use super::cursor;

    /// The place of `^` in a text.
    fn at(text: &str) -> (Vec<String>, Option<String>, String, bool) {
        let place = text.find('^').expect("a cursor is marked");
        let whole = text.replacen('^', "", 1);
        let Cursor {
            path,
            key,
            typed,
            is_item,
            ..
        } = cursor(&whole, place);
        let path = path.into_iter().map(str::to_owned).collect();
        (path, key.map(str::to_owned), typed.to_owned(), is_item)
    }

    fn check(text: &str, path: &[&str], key: Option<&str>, typed: &str, is_item: bool) {
        let path = path.iter().map(|part| (*part).to_owned()).collect();
        assert_eq!(
            at(text),
            (path, key.map(str::to_owned), typed.to_owned(), is_item),
            "{text}"
        );
    }

    #[test]
    fn block_style_is_read_by_indentation() {
        check("sys^", &[], None, "sys", false);
        check(
            "systems:\n  epr:\n    ow^",
            &["systems", "epr"],
            None,
            "ow",
            false,
        );
        check(
            "systems:\n  epr:\n    owner: tr^",
            &["systems", "epr"],
            Some("owner"),
            "tr",
            false,
        );
        check(
            "systems:\n  epr:\n    owner: a\n  ^",
            &["systems"],
            None,
            "",
            false,
        );
        check("systems:\n  epr:\n    owner: a\n^", &[], None, "", false);
        check(
            "terms:\n  a:\n    notes: |\n      x: y\n    bro^",
            &["terms", "a"],
            None,
            "bro",
            false,
        );
    }

    #[test]
    fn items_are_read_at_either_indentation() {
        check("flows:\n- ^", &["flows"], None, "", true);
        check("flows:\n  - from: a\n    t^", &["flows"], None, "t", false);
        check(
            "flows:\n  - from: a\n    to: b\n    fields:\n      - dat^",
            &["flows", "fields"],
            None,
            "dat",
            true,
        );
        check(
            "flows:\n- from: a\n- from: e^",
            &["flows"],
            Some("from"),
            "e",
            false,
        );
        check("flows:\n- a -> ^", &["flows"], None, "a -> ", true);
    }

    #[test]
    fn flow_style_is_read_by_brackets() {
        check(
            "systems:\n  epr: {ow^",
            &["systems", "epr"],
            None,
            "ow",
            false,
        );
        check(
            "systems:\n  epr: {owner: t^",
            &["systems", "epr"],
            Some("owner"),
            "t",
            false,
        );
        check(
            "needs:\n  n: {who: x, terms: [a, b^]}",
            &["needs", "n", "terms"],
            None,
            "b",
            true,
        );
        check(
            "systems:\n  epr: {covers: {age: 18+,\n    set^",
            &["systems", "epr", "covers"],
            None,
            "set",
            false,
        );
        check(
            "flows:\n  - {from: a, to: b, fields: [c: d^",
            &["flows", "fields"],
            Some("c"),
            "d",
            false,
        );
        check(
            "systems:\n  epr: {owner: t}\n  gp^",
            &["systems"],
            None,
            "gp",
            false,
        );
        check(
            "systems:\n  e: {name: \"a, {b\", ow^",
            &["systems", "e"],
            None,
            "ow",
            false,
        );
    }

    #[test]
    fn keys_above_and_below_are_taken() {
        let text = "systems:\n  epr:\n    owner: a\n    ^\n    kind: record\n  gp:\n";
        let place = text.find('^').expect("a cursor is marked");
        let whole = text.replacen('^', "", 1);
        assert_eq!(cursor(&whole, place).taken, ["owner", "kind"]);
    }

    #[test]
    fn any_cut_of_a_file_has_a_place() {
        let text = "systems:\r\n  é: {a: \"x', b: [c, {d: 'e\n- - x: - |\n ]}: >\n\t#y\n-";
        for (place, _) in text.char_indices() {
            cursor(text, place);
        }
    }
}
