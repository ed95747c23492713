//! What is meant by words that name no command: `reqlint failed.http`, `reqlint 403`, `reqlint check curl …`,
//! `reqlint http POST …`, `reqlint check https://…`.

use std::ffi::OsString;
use std::path::Path;

/// The words with the command, or the `--` before a command that sends a request, that they lack.
pub(crate) fn completed(mut words: Vec<OsString>) -> Vec<OsString> {
    let text = |words: &[OsString], at: usize| words.get(at).map(|word| word.to_string_lossy().into_owned());
    let Some(first) = text(&words, 1) else { return words };
    let is_status = first.len() == 3 && first.starts_with(['4', '5']) && first.bytes().all(|b| b.is_ascii_digit());
    let is_named =
        first == "-" || !first.starts_with('-') && first.contains(['.', '/', '\\']) && Path::new(&first).exists();
    let is_url = |word: &str| word.starts_with("https://") || word.starts_with("http://");
    let is_program = |word: &str| matches!(word, "curl" | "wget" | "http" | "https");
    if is_program(&first) {
        words.splice(1..1, ["check".into(), "--".into()]);
    } else if is_url(&first) {
        words.insert(1, "check".into());
        return sent_by_curl(words);
    } else if is_status {
        words.insert(1, "explain".into());
    } else if is_named {
        words.insert(1, "check".into());
    } else if matches!(first.as_str(), "check" | "diagnose" | "convert")
        && text(&words, 2).is_some_and(|second| is_program(&second) && !Path::new(&second).exists())
    {
        words.insert(2, "--".into());
    } else if matches!(first.as_str(), "check" | "diagnose" | "convert")
        && text(&words, 2).is_some_and(|second| is_url(&second))
    {
        return sent_by_curl(words);
    }
    words
}

/// The words with the URL behind a command as curl's, after all options of the command.
fn sent_by_curl(mut words: Vec<OsString>) -> Vec<OsString> {
    if words.len() < 3 || words.iter().any(|word| word == "--") {
        return words;
    }
    let url = words.remove(2);
    words.extend(["--".into(), "curl".into(), url]);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_meant() {
        let table: [(&[&str], &[&str]); 9] = [
            (&["reqlint", "https://a.example/"], &["reqlint", "check", "--", "curl", "https://a.example/"]),
            (
                &["reqlint", "diagnose", "http://a.example/", "--status", "403"],
                &["reqlint", "diagnose", "--status", "403", "--", "curl", "http://a.example/"],
            ),
            (&["reqlint", "diagnose", "http", ":/a"], &["reqlint", "diagnose", "--", "http", ":/a"]),
            (&["reqlint", "403"], &["reqlint", "explain", "403"]),
            (&["reqlint", "curl", "-s", "u"], &["reqlint", "check", "--", "curl", "-s", "u"]),
            (&["reqlint", "check", "curl", "-s"], &["reqlint", "check", "--", "curl", "-s"]),
            (&["reqlint", "./Cargo.toml"], &["reqlint", "check", "./Cargo.toml"]),
            (&["reqlint", "check", "a.http"], &["reqlint", "check", "a.http"]),
            (&["reqlint", "--help"], &["reqlint", "--help"]),
        ];
        for (words, expected) in table {
            assert_eq!(completed(words.iter().map(OsString::from).collect()), expected);
        }
    }
}
