//! What a run has shown, beside what a perfect capture could show.

use std::io::{self, Write};

use serde::Serialize;

use super::style::{Role, Style};

/// What a run has shown, kind by kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Pairs of leg type and event.
    pub events: Vec<Item>,
    /// Steps of a leg, by its type.
    pub steps: Vec<Item>,
    /// Buttons that were offered.
    pub buttons: Vec<Item>,
    /// Ways that a call goes.
    pub flows: Vec<Item>,
    /// Rules that applied to anything.
    pub rules: Vec<Item>,
}

/// Something that can be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// Such as `agent/connecting`, `agent/connecting>connected`, `answer`, `missed`, `button/mirror`.
    pub name: String,
    /// How often the run showed it; of flows the calls, of rules what they applied to.
    pub times: u64,
    /// Whether it belongs to the ceiling: what the documented facts let a perfect capture show.
    pub ceiling: bool,
}

/// One kind of coverage: its name in requirements, what it counts, and its items.
pub type CoverageKind<'c> = (&'static str, &'static str, &'c [Item]);

impl Coverage {
    /// All kinds, in the order in which they are told.
    pub fn kinds(&self) -> [CoverageKind<'_>; 5] {
        [
            ("event", "events", &self.events),
            ("step", "steps", &self.steps),
            ("button", "buttons", &self.buttons),
            ("flow", "flows", &self.flows),
            ("rule", "rules", &self.rules),
        ]
    }

    /// The same in a line.
    pub fn line(&self) -> String {
        let told = self.kinds().map(|(_, name, items)| {
            let counts = CoverageTotals::of(items);
            let beyond = match counts.beyond {
                0 => String::new(),
                beyond => format!(" and {beyond} beyond"),
            };
            format!("{} of {} {name}{beyond}", counts.proved, counts.ceiling)
        });
        told.join(", ")
    }
}

/// The two numbers of a kind, and what is in neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoverageTotals {
    /// What a perfect capture could show.
    pub ceiling: usize,
    /// What of it the run showed.
    pub proved: usize,
    /// What the run showed beyond the ceiling.
    pub beyond: usize,
}

impl CoverageTotals {
    /// Counts the items.
    pub fn of(items: &[Item]) -> CoverageTotals {
        let count = |wanted: fn(&Item) -> bool| items.iter().filter(|item| wanted(item)).count();
        CoverageTotals {
            ceiling: count(|item| item.ceiling),
            proved: count(|item| item.ceiling && item.times > 0),
            beyond: count(|item| !item.ceiling && item.times > 0),
        }
    }
}

/// The whole matrix as a person reads it: pairs as a table, all else as lists.
pub fn write(coverage: &Coverage, style: Style, out: &mut dyn Write) -> io::Result<()> {
    for (index, (_, name, items)) in coverage.kinds().into_iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        let counts = CoverageTotals::of(items);
        let head = format!("{name}: ");
        let text = format!("proved {}, ceiling {}", counts.proved, counts.ceiling);
        write!(out, "{}", style.paragraph(Role::Strong, &head, 2, &text))?;
        match name {
            "events" => table(items, style, out)?,
            _ => lists(items, style, out)?,
        }
    }
    Ok(())
}

/// Rows are events, columns leg types; a pair outside the ceiling that was not shown is a dot.
fn table(items: &[Item], style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut columns: Vec<&str> = Vec::new();
    let mut rows: Vec<&str> = Vec::new();
    for (column, row) in items.iter().filter_map(|item| item.name.split_once('/')) {
        if !columns.contains(&column) {
            columns.push(column);
        }
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    let heads: String = columns
        .iter()
        .map(|column| format!("{column:>10}"))
        .collect();
    writeln!(out, "  {:<12}{heads}", "")?;
    for row in rows {
        write!(out, "  {row:<12}")?;
        for column in &columns {
            let item = items
                .iter()
                .find(|item| item.name.split_once('/') == Some((column, row)));
            let (text, ink) = item.map_or(("·".to_owned(), Role::Frame), cell);
            // Padded before it is painted: colours have no width.
            write!(out, "{}", style.paint(ink, &format!("{text:>10}")))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn cell(item: &Item) -> (String, Role) {
    match (item.times, item.ceiling) {
        (0, false) => ("·".to_owned(), Role::Frame),
        (0, true) => ("0".to_owned(), Role::Warning),
        (times, true) => (times.to_string(), Role::Good),
        (times, false) => (format!("+{times}"), Role::Good),
    }
}

fn lists(items: &[Item], style: Style, out: &mut dyn Write) -> io::Result<()> {
    let shown = |item: &&Item| item.ceiling && item.times > 0;
    let beyond = |item: &&Item| !item.ceiling && item.times > 0;
    let missing = |item: &&Item| item.ceiling && item.times == 0;
    let counted = |item: &Item| format!("{} {}", item.name, item.times);
    let named = |item: &Item| item.name.clone();
    let list = |wanted: &dyn Fn(&&Item) -> bool, told: &dyn Fn(&Item) -> String| {
        let told: Vec<String> = items.iter().filter(wanted).map(told).collect();
        told.join(", ")
    };
    let parts = [
        ("shown", Role::Good, list(&shown, &counted)),
        ("beyond", Role::Good, list(&beyond, &counted)),
        ("not shown", Role::Warning, list(&missing, &named)),
    ];
    for (name, ink, text) in parts {
        if !text.is_empty() {
            let head = format!("  {name}: ");
            write!(out, "{}", style.paragraph(ink, &head, 4, &text))?;
        }
    }
    Ok(())
}
