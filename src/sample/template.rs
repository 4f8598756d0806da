//! A document with room for each call's own ids, numbers and times.

use std::collections::BTreeMap;

use super::cast::Cast;

/// Literal text and, behind each piece of it, the role whose value follows.
#[derive(Debug, Clone)]
pub struct Template {
    pieces: Vec<(String, usize)>,
    rest: String,
}

impl Template {
    /// The document of a golden call. Only whole strings make room: an edited value stays as it is, but one
    /// that was edited to another value of the same call becomes that value's role, and so stays different.
    pub fn new(text: &str, cast: &Cast) -> Template {
        let mut pieces = Vec::new();
        let mut rest = String::with_capacity(text.len());
        let mut parts = text.split('"').peekable();
        while let Some(part) = parts.next() {
            let role = if parts.peek().is_some() && rest.ends_with('"') {
                cast.role(part)
            } else {
                None
            };
            match role {
                Some(role) => pieces.push((std::mem::take(&mut rest), role)),
                None => rest.push_str(part),
            }
            if parts.peek().is_some() {
                rest.push('"');
            }
        }
        Template { pieces, rest }
    }

    /// Appends the document with these values in its roles.
    pub fn write(&self, values: &[String], line: &mut String) {
        for (literal, role) in &self.pieces {
            line.push_str(literal);
            line.push_str(values.get(*role).map(String::as_str).unwrap_or_default());
        }
        line.push_str(&self.rest);
    }

    /// The roles of `other` for those of this one, where the two say the same but for them.
    pub fn translation(&self, other: &Template) -> Option<BTreeMap<usize, usize>> {
        if self.rest != other.rest || self.pieces.len() != other.pieces.len() {
            return None;
        }
        let (mut roles, mut back) = (BTreeMap::new(), BTreeMap::new());
        for ((own, from), (foreign, to)) in self.pieces.iter().zip(&other.pieces) {
            let same = *roles.entry(*from).or_insert(*to) == *to;
            // One role for two would make equal what an edit made different.
            let apart = *back.entry(*to).or_insert(*from) == *from;
            if own != foreign || !same || !apart {
                return None;
            }
        }
        Some(roles)
    }

    /// The document for the cast of another golden; none where that has nobody for a role.
    pub fn recast(&self, roles: &BTreeMap<usize, usize>) -> Option<Template> {
        let pieces = self.pieces.iter();
        let recast = pieces.map(|(literal, role)| Some((literal.clone(), *roles.get(role)?)));
        Some(Template {
            pieces: recast.collect::<Option<_>>()?,
            rest: self.rest.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::golden::{GOLDENS, GoldenCall};
    use crate::sample::compact::compact;

    #[test]
    fn the_goldens_own_values_give_the_golden() {
        for golden in GOLDENS {
            let documents = golden.documents();
            let cast = Cast::of(&documents);
            let values = cast.golden_values();
            for document in documents {
                let text = compact(document);
                let mut line = String::new();
                Template::new(&text, &cast).write(&values, &mut line);
                assert_eq!(line, text);
            }
        }
    }

    #[test]
    fn the_same_moment_of_two_calls_translates() {
        let template = |name: &str, event: usize| {
            let documents = GoldenCall::find(name).expect("a golden").documents();
            Template::new(&compact(documents[event]), &Cast::of(&documents))
        };
        let talking = template("answered", 1);
        let roles = talking.translation(&template("wrap-up", 0));
        assert!(talking.recast(&roles.expect("the same moment")).is_some());
        assert!(talking.translation(&template("answered", 0)).is_none());
    }
}
