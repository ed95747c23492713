//! Values for the variables of a text: `{{name}}`.

use memchr::memmem;
use reqlint_core::explain::is_secret_name;
use std::collections::BTreeMap;
use std::fmt;

/// Values by name.
#[derive(Clone, Default)]
pub struct Variables {
    values: BTreeMap<String, Vec<u8>>,
    /// Values that are secret by their names, or by the file that they are from.
    secrets: Vec<Box<[u8]>>,
}

impl Variables {
    /// How many times as long a text may become by values, and how long a value is at most that has others in it.
    pub(crate) const MAX_GROWTH: usize = 8;
    pub(crate) const MAX_VALUE: usize = 8 << 10;

    /// How many values are looked for in each request.
    pub(crate) const MAX_SECRETS: usize = 100;

    /// How long a text of some length may become.
    pub(crate) fn limit(length: usize) -> usize {
        length.saturating_mul(Self::MAX_GROWTH).saturating_add(Self::MAX_VALUE)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    pub(crate) fn get(&self, name: &str) -> Option<&[u8]> {
        self.values.get(name).map(Vec::as_slice)
    }

    /// The value of a name, with the name as it is kept. A name may say where the value is kept: `$dotenv NAME`.
    pub(crate) fn entry(&self, name: &str) -> Option<(&str, &[u8])> {
        let kept = ["$dotenv ", "$shared ", "process.env."].iter().find_map(|front| name.strip_prefix(front));
        let name = kept.map_or(name, |kept| kept.trim_start_matches(['%', ' ']));
        self.values.get_key_value(name).map(|(name, value)| (name.as_str(), value.as_slice()))
    }

    /// How many there are.
    #[must_use]
    pub(crate) fn len(&self) -> usize {
        self.values.len()
    }

    /// Their names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.values.keys().map(String::as_str)
    }

    /// Which of them a text has placeholders for.
    #[must_use]
    pub fn used_in(&self, text: &[u8]) -> Vec<&str> {
        let mut names = Vec::new();
        if memmem::find(text, b"{{").is_some() {
            self.filled(text, Self::limit(text.len()), &mut |name| names.push(name));
        }
        names
    }

    /// Takes the values of others; where both have a name, the other's counts.
    pub fn extend(&mut self, other: Self) {
        self.values.extend(other.values);
        self.secrets.extend(other.secrets);
    }

    /// Fills values in that name others.
    #[must_use]
    pub fn resolved(mut self) -> Self {
        /// Values in values in values.
        const ROUNDS: usize = 4;
        for _ in 0..ROUNDS {
            let filled: Vec<_> = self.values.iter().filter(|(_, value)| memmem::find(value, b"{{").is_some()).collect();
            let filled: Vec<_> = filled
                .into_iter()
                .map(|(name, value)| (name.clone(), self.filled(value, Self::MAX_VALUE, &mut |_| ())))
                .collect();
            let was_secret = |value: &[u8]| self.secrets.iter().any(|secret| **secret == *value);
            let secrets: Vec<Box<[u8]>> = filled
                .iter()
                .filter(|(name, _)| self.get(name).is_some_and(was_secret))
                .map(|(_, value)| value.as_slice().into())
                .collect();
            self.values.extend(filled);
            self.secrets.extend(secrets);
        }
        self
    }

    /// The values, without what is known of secrets.
    pub(crate) fn values_only(&self) -> Self {
        Self { values: self.values.clone(), secrets: Vec::new() }
    }

    /// Gives a name its value, which may be secret whatever the name. The number of such values is the caller's to bound.
    pub(crate) fn give(&mut self, name: &str, value: &[u8], is_private: bool) {
        if (is_private || is_secret_name(name.as_bytes())) && !value.is_empty() {
            self.secrets.push(value.into());
        }
        self.values.insert(name.to_owned(), value.to_vec());
    }

    /// Gives a name its value.
    pub(crate) fn set(&mut self, name: &str, value: &[u8]) {
        if is_secret_name(name.as_bytes()) && !value.is_empty() && self.secrets.len() < Self::MAX_SECRETS {
            self.secrets.push(value.into());
        }
        self.values.insert(name.to_owned(), value.to_vec());
    }

    /// A text with its variables filled in, up to a length; `used` hears of each. What has no value stays as it is; what
    /// an editor makes up (`{{$guid}}`) becomes a placeholder.
    pub(crate) fn filled<'v>(&'v self, text: &[u8], limit: usize, used: &mut dyn FnMut(&'v str)) -> Vec<u8> {
        let mut out = Vec::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, inside)) = memmem::find(rest, b"{{").and_then(|at| rest.split_at_checked(at)) {
            out.extend_from_slice(before);
            if out.len() > limit {
                rest = inside;
                break;
            }
            let inside = inside.get(2..).unwrap_or_default();
            // names are short, and the end of one is not looked for forever
            let near = inside.get(..inside.len().min(82)).unwrap_or_default();
            let Some(name) = memmem::find(near, b"}}").and_then(|length| near.get(..length)) else {
                out.extend_from_slice(b"{{");
                rest = inside;
                continue;
            };
            let trimmed = name.trim_ascii();
            let found = std::str::from_utf8(trimmed).ok().and_then(|name| self.entry(name));
            if let Some((known, value)) = found {
                out.extend_from_slice(value);
                used(known);
            } else if let Some(made_up) = trimmed.strip_prefix(b"$") {
                let word =
                    made_up.split(|b| !b.is_ascii_alphanumeric()).find(|word| !word.is_empty()).unwrap_or(b"value");
                out.extend([b"{{", word, b"}}"].concat());
            } else {
                out.extend([b"{{", name, b"}}"].concat());
            }
            rest = inside.get(name.len() + 2..).unwrap_or_default();
        }
        out.extend_from_slice(rest);
        out
    }

    /// The values that are secret, whatever they are used for.
    pub(crate) fn secrets(&self) -> &[Box<[u8]>] {
        &self.secrets
    }
}

// INVARIANT: this shows no value.
impl fmt::Debug for Variables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Variables").field("names", &self.values.keys()).finish_non_exhaustive()
    }
}
