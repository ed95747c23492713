//! What web frameworks answer where a description is silent: measured, not remembered.

use reqlint_core::base::near::suggest;

const OBSERVED: &str = include_str!("observed.tsv");

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
    lines().next().unwrap_or_default()
}

fn rows() -> impl Iterator<Item = &'static str> {
    lines().skip(1)
}

fn lines() -> impl Iterator<Item = &'static str> {
    OBSERVED.lines().filter(|line| !line.starts_with('#'))
}

#[cfg(test)]
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
}
