//! Tables, columns and cells, the same for every format.
//!
//! Reading order: [`Table`], [`Column`], [`Kind`], [`Cell`], [`Reference`].

use std::borrow::Cow;

use domain::{Date, Timestamp};

use crate::{minute, words};

/// Parts the entries of a list inside a cell.
pub(crate) const LIST_SEPARATOR: &str = " | ";

/// One table: every row has one cell for each column.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    /// Name of its file and its place in JSON: `a-z`, `0-9` and `_`.
    pub(crate) name: &'static str,
    /// Name of its sheet.
    pub(crate) title: &'static str,
    /// What its rows are.
    pub(crate) description: &'static str,
    /// Its columns, from the left.
    pub(crate) columns: Vec<Column>,
    /// Columns that together name a row; empty when nothing does.
    pub(crate) key: &'static [&'static str],
    /// Columns that name a row of another table, or nothing.
    pub(crate) references: &'static [Reference],
    /// Its rows.
    pub(crate) rows: Vec<Vec<Cell>>,
}

/// One column.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    /// Name for programs: `a-z`, `0-9` and `_`.
    pub(crate) name: Cow<'static, str>,
    /// Title for people.
    pub(crate) title: Cow<'static, str>,
    /// What its cells say.
    pub(crate) description: Cow<'static, str>,
    /// What its cells hold.
    pub(crate) kind: Kind,
}

/// Makes a column with fixed words.
pub(crate) const fn column(
    kind: Kind,
    name: &'static str,
    title: &'static str,
    description: &'static str,
) -> Column {
    Column {
        name: Cow::Borrowed(name),
        title: Cow::Borrowed(title),
        description: Cow::Borrowed(description),
        kind,
    }
}

/// What the cells of a column hold; any of them may be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Names a row.
    Id,
    /// A few words.
    Words,
    /// Sentences.
    Passage,
    /// A whole number.
    Number,
    /// Yes or no.
    YesNo,
    /// A day.
    Day,
    /// A day and a minute.
    Minute,
}

/// A column that names a row of another table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reference {
    /// The column here.
    pub(crate) column: &'static str,
    /// The other table; its own name for itself.
    pub(crate) table: &'static str,
    /// The column there.
    pub(crate) target: &'static str,
}

/// One value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cell {
    /// Not known, or not told.
    Empty,
    /// Words.
    Text(String),
    /// A whole number.
    Number(u64),
    /// Yes or no.
    YesNo(bool),
    /// A day.
    Day(Date),
    /// A day and a minute.
    Minute(Timestamp),
}

impl Cell {
    /// Words; empty ones are an empty cell.
    pub(crate) fn text(text: impl AsRef<str>) -> Self {
        let text = text.as_ref();
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text.to_owned())
        }
    }

    /// An id.
    pub(crate) fn id<T: ToString + Copy>(id: T) -> Self {
        Self::Text(id.to_string())
    }

    /// A number of things.
    pub(crate) fn n(n: usize) -> Self {
        Self::Number(n as u64)
    }

    /// Words for each of several.
    pub(crate) fn list(words: impl IntoIterator<Item = String>) -> Self {
        Self::text(words.into_iter().collect::<Vec<_>>().join(LIST_SEPARATOR))
    }

    /// The cell of a value that may not be known.
    pub(crate) fn maybe<T>(value: Option<T>, cell: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Empty, cell)
    }

    /// As a person reads it in a spreadsheet program.
    pub(crate) fn for_people(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(n) => n.to_string(),
            Self::YesNo(is_yes) => words::yes_no(*is_yes).to_owned(),
            Self::Day(day) => day.to_string(),
            Self::Minute(at) => minute::text(*at).replace('T', " "),
        }
    }

    /// As a program reads it, by the default formats of Table Schema.
    pub(crate) fn for_programs(&self) -> String {
        match self {
            Self::YesNo(is_yes) => is_yes.to_string(),
            Self::Minute(at) => format!("{}:00Z", minute::text(*at)),
            _ => self.for_people(),
        }
    }
}

impl From<u32> for Cell {
    fn from(n: u32) -> Self {
        Self::Number(n.into())
    }
}

impl From<u16> for Cell {
    fn from(n: u16) -> Self {
        Self::Number(n.into())
    }
}

impl From<u8> for Cell {
    fn from(n: u8) -> Self {
        Self::Number(n.into())
    }
}

impl From<bool> for Cell {
    fn from(is_yes: bool) -> Self {
        Self::YesNo(is_yes)
    }
}

impl From<Date> for Cell {
    fn from(day: Date) -> Self {
        Self::Day(day)
    }
}

impl From<Timestamp> for Cell {
    fn from(at: Timestamp) -> Self {
        Self::Minute(at)
    }
}
