//! How widely a rule holds: what measured servers answer to a request that fails it, in words.

use std::fmt;

/// What a server answers to a request that fails a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Answer {
    /// An error of this status.
    Status(u16),
    /// It takes the request.
    Accepted,
    /// It closes the connection without an answer.
    Closed,
    /// It gives no answer at all.
    Silent,
}

/// A named server and its measured answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct KnownServer {
    /// Its title: `nginx`.
    pub title: String,
    /// The measured version.
    pub version: String,
    /// The day of the measurement.
    pub on: String,
    /// What it answered.
    pub answer: Answer,
}

/// What servers did when they were sent what a rule forbids, as measured.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Servers {
    /// How many servers were measured.
    pub measured: u32,
    /// How many of them refused it, with an answer or by closing the connection.
    pub refused: u32,
    /// The statuses that they refused it with, and how many servers each; the commonest first.
    pub statuses: Vec<(u16, u32)>,
    /// How many closed the connection without an answer.
    pub closed: u32,
    /// The names of servers that refused it.
    pub refused_by: Vec<String>,
    /// The names of servers that accepted it.
    pub accepted_by: Vec<String>,
    /// Each server and what it answered, in the order of the names above.
    pub answers: Vec<(String, Answer)>,
    /// The day of the measurement: `2026-11-28`.
    pub on: String,
    /// The server that the project or the person names, and its measured answer.
    pub known: Option<KnownServer>,
}

/// How many servers a sentence names.
const NAMED: usize = 3;

impl Answer {
    /// Whether the request is refused.
    #[must_use]
    pub fn is_refusal(self) -> bool {
        self != Answer::Accepted
    }

    /// The status of the answer, if it is an error.
    #[must_use]
    pub fn status(self) -> Option<u16> {
        match self {
            Answer::Status(status) => Some(status),
            Answer::Accepted | Answer::Closed | Answer::Silent => None,
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Answer::Status(status) => write!(f, "answers {status}"),
            Answer::Accepted => f.write_str("accepts this; the server behind it may not"),
            Answer::Closed => f.write_str("closes the connection without an answer"),
            Answer::Silent => f.write_str("doesn't answer this"),
        }
    }
}

impl fmt::Display for Servers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(KnownServer { title, version, on, answer }) = &self.known {
            return write!(f, "{title} {version} {answer} ({on})");
        }
        let Self { measured, refused, on, .. } = self;
        let refuse = if *refused == 1 { "refuses" } else { "refuse" };
        match measured {
            1 if *refused == 1 => f.write_str("1 measured server refuses this")?,
            // where only refusals are recorded, too
            all if refused == all => write!(f, "{all} measured servers refuse this")?,
            all if *refused == 0 => write!(f, "none of {all} measured servers refuses this")?,
            all => write!(f, "{refused} of {all} measured servers {refuse} this")?,
        }
        if *refused > 0 {
            let lead = if self.refused_by.len() > NAMED { ", among them " } else { ": " };
            write!(f, "{lead}{}", listed(&self.refused_by))?;
            if !self.accepted_by.is_empty() {
                let accept = if self.accepted_by.len() == 1 { "accepts" } else { "accept" };
                write!(f, "; {} {accept} it", listed(&self.accepted_by))?;
            }
        }
        write!(f, " ({on})")
    }
}

/// The first names: `a, b and c`.
fn listed(names: &[String]) -> impl fmt::Display {
    let named = names.get(..NAMED).unwrap_or(names);
    fmt::from_fn(move |f| {
        for (index, name) in named.iter().enumerate() {
            let separator = match index {
                0 => "",
                _ if index + 1 == named.len() => " and ",
                _ => ", ",
            };
            write!(f, "{separator}{name}")?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_count_and_name() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let of = |measured, refused_by: &[&str], accepted_by: &[&str]| Servers {
            measured,
            refused: u32::try_from(refused_by.len()).unwrap(),
            refused_by: names(refused_by),
            accepted_by: names(accepted_by),
            on: "2026-11-28".into(),
            ..Servers::default()
        };
        let table = [
            (of(3, &["a 1", "b 2"], &["c 3"]), "2 of 3 measured servers refuse this: a 1 and b 2; c 3 accepts it"),
            (
                of(6, &["a", "b", "c", "d"], &["e", "f"]),
                "4 of 6 measured servers refuse this, among them a, b and c; e and f accept it",
            ),
            (of(2, &["a", "b"], &[]), "2 measured servers refuse this: a and b"),
            (of(2, &[], &["a", "b"]), "none of 2 measured servers refuses this"),
            (of(1, &["a"], &[]), "1 measured server refuses this: a"),
        ];
        for (prevalence, expected) in table {
            assert_eq!(prevalence.to_string(), format!("{expected} (2026-11-28)"));
        }
        let known = KnownServer {
            title: "nginx".into(),
            version: "1.31.3".into(),
            on: "2026-11-28".into(),
            answer: Answer::Status(414),
        };
        let known = Servers { known: Some(known), ..of(1, &["a"], &[]) };
        assert_eq!(known.to_string(), "nginx 1.31.3 answers 414 (2026-11-28)");
    }
}
