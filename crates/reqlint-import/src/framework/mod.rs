//! What web frameworks answer where a description is silent: measured, not remembered.

use reqlint_core::base::near::suggest;

const OBSERVED: &str = include_str!("observed.tsv");

const REPLIES: &str = include_str!("replies.tsv");

/// A web framework of which it was measured what it answers to ordinary mistakes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Framework {
    row: &'static str,
}

/// What a framework does with a mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    Status(u16),
    Accepted,
}

impl Framework {
    /// The framework of that name.
    ///
    /// # Errors
    /// What to type instead.
    pub fn named(name: &str) -> Result<Self, String> {
        let found = rows().find(|row| row.split('\t').next() == Some(name));
        found.map(|row| Self { row }).ok_or_else(|| {
            let listed = || Self::names().collect::<Vec<_>>().join(", ");
            suggest(name, Self::names()).unwrap_or_else(|| format!("it is one of {}", listed()))
        })
    }

    /// The names of all frameworks that were measured.
    pub fn names() -> impl Iterator<Item = &'static str> {
        rows().filter_map(|row| row.split('\t').next())
    }

    /// The name and version that were measured.
    #[must_use]
    pub fn version(&self) -> &'static str {
        self.row.split('\t').nth(1).unwrap_or_default()
    }

    /// How it words an error: statuses, empty for any, media types and templates of bodies, the commonest first.
    pub(crate) fn replies(&self) -> impl Iterator<Item = (Vec<u16>, &'static str, &'static str)> {
        let own = self.row.split('\t').next();
        let lines = lines(REPLIES).skip(1).filter(move |line| line.split('\t').next() == own);
        lines.filter_map(|line| {
            let mut cells = line.split('\t').skip(1);
            let statuses = cells.next()?.split(' ').filter_map(|status| status.parse().ok()).collect();
            Some((statuses, cells.next()?, cells.next()?))
        })
    }

    /// What it does with a mistake: the title of a column.
    pub(crate) fn answer(&self, mistake: &str) -> Option<Answer> {
        let column = heading().split('\t').position(|title| title == mistake)?;
        match self.row.split('\t').nth(column)? {
            "accepted" => Some(Answer::Accepted),
            status => status.parse().ok().map(Answer::Status),
        }
    }
}

fn heading() -> &'static str {
    lines(OBSERVED).next().unwrap_or_default()
}

fn rows() -> impl Iterator<Item = &'static str> {
    lines(OBSERVED).skip(1)
}

fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#'))
}

#[cfg(test)]
#[allow(clippy::panic, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn every_cell_of_the_table_is_read() {
        let mistakes: Vec<_> = heading().split('\t').skip(2).collect();
        assert!(mistakes.len() > 10);
        for name in Framework::names() {
            let framework = Framework::named(name).unwrap();
            assert!(mistakes.iter().all(|mistake| framework.answer(mistake).is_some()), "{name}");
            assert!(!framework.version().is_empty());
        }
        assert_eq!(Framework::named("fastapi").unwrap().answer("missing"), Some(Answer::Status(422)));
        assert_eq!(Framework::named("fastapi").unwrap().answer("slash"), Some(Answer::Accepted));
        assert!(Framework::named("fastapy").unwrap_err().contains("fastapi"));
    }

    /// Whether a template is built as an answer is; where it has a placeholder, the answer may have anything.
    fn fits(template: &serde_json::Value, answer: &serde_json::Value) -> bool {
        use serde_json::Value;
        match (template, answer) {
            (Value::Object(members), Value::Object(answer)) => {
                members.iter().all(|(name, value)| answer.get(name).is_some_and(|own| fits(value, own)))
            }
            (Value::Array(items), Value::Array(answer)) => {
                items.first().zip(answer.first()).is_some_and(|(item, own)| fits(item, own))
            }
            (Value::String(_), own) => !own.is_null() && !own.is_object(),
            (own, answer) => own == answer,
        }
    }

    #[test]
    fn every_template_is_built_as_the_answer_that_it_was_taken_from() {
        for line in lines(REPLIES).skip(1) {
            let cells: Vec<_> = line.split('\t').collect();
            let [name, statuses, media_type, template, answer] = cells.as_slice() else { panic!("{line}") };
            assert!(
                Framework::named(name).unwrap().replies().any(|(_, of, own)| (of, own) == (*media_type, *template)),
                "{line}"
            );
            assert!(*statuses == "any" || statuses.split(' ').all(|status| status.parse::<u16>().is_ok()), "{line}");
            let status = template.replace("{{status}}", "\"\"");
            let parsed = |text: &str| serde_json::from_str(text).unwrap_or_else(|error| panic!("{line}: {error}"));
            assert!(template.contains("{{message}}") && fits(&parsed(&status), &parsed(answer)), "{line}");
        }
        let statuses: Vec<_> = Framework::named("fastapi").unwrap().replies().map(|(statuses, ..)| statuses).collect();
        assert_eq!(statuses, [vec![422], vec![]]);
        assert_eq!(Framework::named("axum").unwrap().replies().count(), 0);
        let worded = Framework::names().filter(|name| Framework::named(name).unwrap().replies().next().is_some());
        assert_eq!(worded.count(), 20);
    }
}
