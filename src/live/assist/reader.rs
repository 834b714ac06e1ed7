//! Reads the text before a cursor line by line and keeps the structures that are open at its end: mappings, lists, brackets.

use super::cursor::Cursor;

#[derive(Debug)]
enum Shape {
    /// A block mapping whose keys are at this column.
    Mapping(usize),
    /// A block list whose dashes are at this column.
    List(usize),
    Brace,
    Bracket,
}

#[derive(Debug)]
struct Level<'t> {
    shape: Shape,
    /// The key whose value is expected.
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

    /// Its column, if it is of block style.
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

/// The structures that are open so far.
pub(super) struct Reader<'t> {
    text: &'t str,
    levels: Vec<Level<'t>>,
    /// The column of the key of a text in block style (`|`, `>`). The lines of such a text are not structure.
    block_text: Option<usize>,
    /// The byte at which the piece being read begins.
    start: usize,
    /// The quote mark of the open quotation, inside one.
    quote: Option<u8>,
}

impl<'t> Reader<'t> {
    /// A reader of this text, which ends at the cursor.
    pub(super) fn of(text: &'t str) -> Self {
        Self {
            text,
            levels: Vec::new(),
            block_text: None,
            start: 0,
            quote: None,
        }
    }

    fn is_in_flow(&self) -> bool {
        self.levels
            .last()
            .is_some_and(|level| level.column().is_none())
    }

    /// Reads a line; the last one ends at the cursor.
    pub(super) fn line(&mut self, start: usize, end: usize, is_last: bool) {
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

    /// Begins an item of the list at this column.
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

    /// Closes the levels that are further in than this column, at which something other than an item begins.
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

    /// Reads `key: value`, a value alone, or the start of either.
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

    /// Makes the mapping whose keys are at this column the innermost level.
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

    /// Reads a span inside brackets, or one that opens them.
    fn flow(&mut self, from: usize, to: usize) {
        let bytes = self.text.as_bytes();
        self.start = self.start.max(from);
        for at in from..to {
            if let Some(quote) = self.quote {
                if bytes[at] == quote {
                    self.quote = None;
                }
                continue;
            }
            match bytes[at] {
                b'"' | b'\'' if self.text[self.start..at].trim().is_empty() => {
                    self.quote = Some(bytes[at]);
                }
                b'#' if at == from || bytes[at - 1] == b' ' => {
                    self.start = to;
                    return;
                }
                b'{' => self.enter(Shape::Brace, at),
                b'[' => self.enter(Shape::Bracket, at),
                b'}' | b']' => {
                    self.fill(at);
                    self.levels.pop();
                    self.start = at + 1;
                    if !self.is_in_flow() {
                        return;
                    }
                }
                b',' => {
                    self.fill(at);
                    if let Some(level) = self.levels.last_mut() {
                        level.key = None;
                    }
                    self.start = at + 1;
                }
                b':' if at + 1 == to || ends_key(bytes.get(at + 1)) => self.name(at),
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

    /// Reads a colon inside brackets: the text before it is a key. In a list it makes a mapping of one pair.
    fn name(&mut self, at: usize) {
        let key = unquoted(self.text[self.start..at].trim());
        if let Some(level) = self.levels.last_mut() {
            level.open(key);
        }
        self.start = at + 1;
    }

    /// The position of the end of the text in the structure.
    pub(super) fn cursor(self) -> Cursor<'t> {
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
                // A mapping that has just begun after a dash may still become a plain item.
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

/// The position of the colon that ends a key.
pub(super) fn colon(content: &str) -> Option<usize> {
    let bytes = content.as_bytes();
    let mut quote = None;
    for (at, byte) in bytes.iter().enumerate() {
        if let Some(open) = quote {
            if *byte == open {
                quote = None;
            }
            continue;
        }
        match byte {
            b'"' | b'\'' if at == 0 => quote = Some(*byte),
            b'{' | b'[' if at == 0 => return None,
            b'#' if at > 0 && bytes[at - 1] == b' ' => return None,
            b':' if ends_key(bytes.get(at + 1)) => return Some(at),
            _ => {}
        }
    }
    None
}

/// True if a colon before this byte ends a key.
fn ends_key(next: Option<&u8>) -> bool {
    next.is_none_or(|next| matches!(next, b' ' | b'\n' | b'\r'))
}

/// A plain value without the comment after it.
fn plain(value: &str) -> &str {
    value.split(" #").next().unwrap_or_default().trim_end()
}

pub(super) fn unquoted(text: &str) -> &str {
    text.trim().trim_matches(['"', '\''])
}
