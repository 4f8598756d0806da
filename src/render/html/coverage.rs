//! What the run has shown, as matrices and lists.

use serde::Serialize;

use super::anchor;
use crate::report::Report;
use crate::report::coverage::{CoverageKind as ItemKind, CoverageTotals, Item};

/// The bar of a kind is so many units long.
const BAR: usize = 1000;

#[derive(Serialize)]
pub struct CoverageSection {
    kinds: Vec<Kind>,
}

/// One kind, with its two numbers.
#[derive(Serialize)]
struct Kind {
    name: &'static str,
    proved: usize,
    ceiling: usize,
    beyond: usize,
    bar: usize,
    matrices: Vec<Matrix>,
    items: Vec<Chip>,
}

#[derive(Serialize)]
struct Matrix {
    caption: String,
    corner: &'static str,
    columns: Vec<String>,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    head: String,
    cells: Vec<Cell>,
}

#[derive(Serialize)]
struct Cell {
    look: &'static str,
    text: String,
}

/// An item of a list.
#[derive(Serialize)]
struct Chip {
    name: String,
    look: &'static str,
    times: u64,
    /// Where a rule's reference stands.
    anchor: Option<String>,
}

impl CoverageSection {
    pub fn of(report: &Report) -> CoverageSection {
        let kinds = report.coverage.kinds();
        CoverageSection {
            kinds: kinds.into_iter().map(kind).collect(),
        }
    }
}

fn kind((key, name, items): ItemKind<'_>) -> Kind {
    let counts = CoverageTotals::of(items);
    let matrices = match key {
        "event" => vec![events(items)],
        "step" => steps(items),
        _ => Vec::new(),
    };
    let items = match matrices.is_empty() {
        true => items.iter().map(|item| chip(item, key == "rule")).collect(),
        false => Vec::new(),
    };
    Kind {
        name,
        proved: counts.proved,
        ceiling: counts.ceiling,
        beyond: counts.beyond,
        bar: counts.proved * BAR / counts.ceiling.max(1),
        matrices,
        items,
    }
}

/// An item of a matrix, behind its row and its column.
type Entry<'c> = (&'c str, &'c str, &'c Item);

/// Events by leg type.
fn events(items: &[Item]) -> Matrix {
    let pairs = items.iter().filter_map(|item| {
        let (column, row) = item.name.split_once('/')?;
        Some((row, column, item))
    });
    let caption = "Events by leg type".to_owned();
    matrix(caption, "event", &pairs.collect::<Vec<_>>())
}

/// From state to state, a matrix for each leg type.
fn steps(items: &[Item]) -> Vec<Matrix> {
    let mut by_type: Vec<(&str, Vec<Entry<'_>>)> = Vec::new();
    for item in items {
        let Some((leg, step)) = item.name.split_once('/') else {
            continue;
        };
        let Some((from, to)) = step.split_once('>') else {
            continue;
        };
        match by_type.iter_mut().find(|(other, _)| *other == leg) {
            Some((_, steps)) => steps.push((from, to, item)),
            None => by_type.push((leg, vec![(from, to, item)])),
        }
    }
    let of_type = |(leg, steps): (&str, Vec<Entry<'_>>)| {
        matrix(format!("Steps of legs of type {leg}"), "from \\ to", &steps)
    };
    by_type.into_iter().map(of_type).collect()
}

fn matrix(caption: String, corner: &'static str, entries: &[Entry<'_>]) -> Matrix {
    let mut columns: Vec<&str> = Vec::new();
    let mut rows: Vec<&str> = Vec::new();
    for (row, column, _) in entries {
        if !columns.contains(column) {
            columns.push(column);
        }
        if !rows.contains(row) {
            rows.push(row);
        }
    }
    let cell_at = |row: &str, column: &str| {
        let item = entries.iter().find(|(r, c, _)| *r == row && *c == column);
        item.map_or_else(Cell::none, |(_, _, item)| cell(item))
    };
    let rows = rows.into_iter().map(|row| Row {
        head: row.to_owned(),
        cells: columns.iter().map(|column| cell_at(row, column)).collect(),
    });
    Matrix {
        caption,
        corner,
        rows: rows.collect(),
        columns: columns.iter().map(|&column| column.to_owned()).collect(),
    }
}

impl Cell {
    fn none() -> Cell {
        Cell {
            look: "none",
            text: "·".to_owned(),
        }
    }
}

fn cell(item: &Item) -> Cell {
    let look = look(item);
    let text = match look {
        "none" => "·".to_owned(),
        "beyond" => format!("+{}", item.times),
        _ => item.times.to_string(),
    };
    Cell { look, text }
}

fn chip(item: &Item, is_rule: bool) -> Chip {
    Chip {
        look: look(item),
        times: item.times,
        anchor: is_rule.then(|| anchor(&item.name)),
        name: item.name.clone(),
    }
}

/// Shown, missing, shown beyond the ceiling, or neither expected nor shown.
fn look(item: &Item) -> &'static str {
    match (item.times > 0, item.ceiling) {
        (true, true) => "shown",
        (false, true) => "missing",
        (true, false) => "beyond",
        (false, false) => "none",
    }
}
