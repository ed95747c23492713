//! Files of environments: values for the variables of requests, as editors and clients keep them beside their requests.

use super::bruno;
use super::jsonc;
use super::variables::Variables;
use crate::record::place::{Place, ReadError};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The environments of a file, by name. Their values are secret where the file is private.
///
/// ```
/// use reqlint_formats::read::Environments;
/// let text = br#"{"dev": {"base": "http://localhost:8080"}, "$shared": {"version": 2}}"#;
/// let environments = Environments::read("http-client.env.json", text)?;
/// assert_eq!(environments.names().collect::<Vec<_>>(), ["dev"]);
/// let dev = environments.variables(Some("dev"));
/// assert_eq!(dev.names().collect::<Vec<_>>(), ["base", "version"]);
/// # Ok::<(), reqlint_formats::ReadError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Environments {
    /// Values that hold in every environment.
    shared: Variables,
    named: BTreeMap<String, Variables>,
}

/// How many values one file may have.
const MAX_VARIABLES: usize = 1_000;

/// What the environment is called whose values hold in all.
const SHARED: &str = "$shared";

impl Environments {
    /// How many bytes of a file are read.
    pub const MAX: usize = 1 << 20;

    /// How many environments of Bruno in a folder are looked at for the values that requests lack.
    pub const MAX_FILES: usize = 20;

    /// How many folders a request of Bruno may be in, below the one of its collection.
    pub const MAX_FOLDERS: usize = 32;

    /// What is said of a folder with more environments of Bruno than are looked at.
    #[must_use]
    pub fn left_out(folder: &str, files: usize) -> Option<String> {
        let most = Self::MAX_FILES;
        (files > most)
            .then(|| format!("of the {files} environments in {folder} the first {most} are looked at for values"))
    }

    /// What is said of a request of Bruno that is in more folders than are looked through for its collection.
    #[must_use]
    pub fn too_deep(file: &str) -> String {
        let most = Self::MAX_FOLDERS;
        format!("{file} is in more than {most} folders: the settings of its collection aren't looked for above them")
    }

    /// Reads a file by its name: `http-client.env.json` and its private counterparts, VS Code's `settings.json`, an environment
    /// of Bruno (`.bru`), or lines `NAME=value` (`.env`, and what Hurl takes as `--variables-file`).
    ///
    /// # Errors
    /// When it isn't what its name says, is longer than [`Environments::MAX`], or has more than 1000 values.
    pub fn read(file: &str, text: &[u8]) -> Result<Self, ReadError> {
        let error = |place: Option<Place>, message: String| ReadError {
            input: Some(file.to_owned()),
            place,
            message,
            help: None,
        };
        if text.len() > Self::MAX {
            return Err(error(None, "a file of environments is limited to 1 MiB".to_owned()));
        }
        let Ok(text) = std::str::from_utf8(text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text)) else {
            return Err(error(None, "the text is not UTF-8".to_owned()));
        };
        let base = file.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase();
        let is_private = base.contains("private") || base.ends_with(".user");
        let environments = if base.ends_with(".bru") {
            Self { shared: of_pairs(bruno::environment(text), is_private), ..Self::default() }
        } else if base.ends_with(".json") || base.ends_with(".json.user") || text.trim_start().starts_with('{') {
            let value: Value = serde_json::from_str(&jsonc::plain(text)).map_err(|wrong| {
                let place = Place { line: wrong.line(), column: wrong.column().max(1) };
                error(Some(place), "this is not JSON".to_owned())
            })?;
            let is_settings = base == "settings.json";
            let value = if is_settings { value.get("rest-client.environmentVariables") } else { Some(&value) };
            value.and_then(Value::as_object).map(|object| Self::of_object(object, is_private)).unwrap_or_default()
        } else {
            Self { shared: of_pairs(lines(text), is_private), ..Self::default() }
        };
        let count: usize = environments.named.values().chain([&environments.shared]).map(Variables::len).sum();
        if count > MAX_VARIABLES {
            return Err(error(None, format!("it has {count} values, at most {MAX_VARIABLES} are read")));
        }
        Ok(environments)
    }

    /// An object of environments, or the values of one.
    fn of_object(object: &Map<String, Value>, is_private: bool) -> Self {
        if object.is_empty() || !object.values().all(Value::is_object) {
            return Self { shared: of_pairs(values(object), is_private), ..Self::default() };
        }
        let mut environments = Self::default();
        for (name, value) in object {
            let variables = value.as_object().map(|object| of_pairs(values(object), is_private)).unwrap_or_default();
            match name.as_str() {
                SHARED => environments.shared = variables,
                name => drop(environments.named.insert(name.to_owned(), variables)),
            }
        }
        environments
    }

    /// The names of its environments.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.named.keys().map(String::as_str)
    }

    /// What holds in an environment; without a name, or where it has none of this name, what holds in all.
    #[must_use]
    pub fn variables(&self, name: Option<&str>) -> Variables {
        let mut variables = self.shared.clone();
        if let Some(named) = name.and_then(|name| self.named.get(name)) {
            variables.extend(named.clone());
        }
        variables
    }
}

fn of_pairs(pairs: impl IntoIterator<Item = (String, String)>, is_private: bool) -> Variables {
    let mut variables = Variables::default();
    for (name, value) in pairs {
        variables.give(&name, value.as_bytes(), is_private);
    }
    variables
}

/// The values of an object that are texts, numbers or switches. What another program keeps, an object names: it isn't known.
fn values(object: &Map<String, Value>) -> impl Iterator<Item = (String, String)> {
    object.iter().filter_map(|(name, value)| {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Number(_) | Value::Bool(_) => value.to_string(),
            Value::Null | Value::Array(_) | Value::Object(_) => return None,
        };
        Some((name.clone(), text))
    })
}

/// Lines `NAME=value`: with `export` in front, quotes around the value, and comments.
fn lines(text: &str) -> impl Iterator<Item = (String, String)> {
    text.lines().map(str::trim).filter(|line| !line.starts_with('#')).filter_map(|line| {
        let line = line.strip_prefix("export ").unwrap_or(line);
        let (name, value) = line.split_once('=')?;
        let value = value.trim();
        let quoted = ['"', '\''].into_iter().find_map(|quote| {
            let inside = value.strip_prefix(quote)?;
            inside.get(..inside.find(quote)?)
        });
        let value = quoted.unwrap_or_else(|| value.split_once(" #").map_or(value, |(value, _)| value.trim_end()));
        Some((name.trim().to_owned(), value.to_owned()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_by_their_names() {
        let table = [
            (".env", "# c\nexport A='b # c'\nD = e # f\nnothing\n", None, "A=b # c D=e"),
            ("vars.env", "A=\n", None, "A="),
            (
                "http-client.env.json",
                "{\"dev\":{\"a\":1,\"b\":{\"provider\":\"x\"}},\"$shared\":{\"c\":true}}",
                Some("dev"),
                "a=1 c=true",
            ),
            ("http-client.env.json", "{\"dev\":{\"a\":1}}", Some("prod"), ""),
            ("flat.json", "{\"a\":\"x\"}", Some("dev"), "a=x"),
            (
                ".vscode/settings.json",
                "{ // c\n\"x\": 1, \"rest-client.environmentVariables\": {\"dev\": {\"a\": \"b\",},}}",
                Some("dev"),
                "a=b",
            ),
            ("settings.json", "{\"a\": 1}", None, ""),
            ("environments/dev.bru", "vars {\n  a: b\n  ~c: d\n}\nvars:secret [\n  token\n]\n", None, "a=b"),
        ];
        for (file, text, name, expected) in table {
            let variables = Environments::read(file, text.as_bytes()).unwrap().variables(name);
            let pair = |name: &str| format!("{name}={}", String::from_utf8_lossy(variables.get(name).unwrap()));
            assert_eq!(variables.names().map(pair).collect::<Vec<_>>().join(" "), expected, "{file} {text}");
        }
    }

    #[test]
    fn what_is_wrong_has_a_place() {
        let error = |file: &str, text: &[u8]| Environments::read(file, text).unwrap_err().to_string();
        assert_eq!(error("a.json", b"{\n\"a\" 1}"), "a.json:2:5: this is not JSON");
        assert_eq!(error(".env", b"\xff"), ".env: the text is not UTF-8");
        let many: String = (0..1001).map(|number| format!("A{number}=b\n")).collect();
        assert_eq!(error(".env", many.as_bytes()), ".env: it has 1001 values, at most 1000 are read");
    }

    #[test]
    fn values_of_private_files_are_secret() {
        let private = |file: &str| {
            let variables = Environments::read(file, b"{\"dev\":{\"host\":\"h.example\",\"token\":\"abcd\"}}").unwrap();
            variables.variables(Some("dev")).secrets().len()
        };
        assert_eq!(private("http-client.env.json"), 1);
        assert_eq!(private("http-client.private.env.json"), 2);
        assert_eq!(private("http-client.env.json.user"), 2);
    }
}
