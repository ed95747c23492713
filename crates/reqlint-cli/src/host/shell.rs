//! Words as a POSIX shell reads them.

use std::borrow::Cow;

/// Words on a line, quoted where a shell would read them otherwise.
pub(crate) fn line(words: &[String]) -> String {
    words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
}

fn quoted(word: &str) -> Cow<'_, str> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,+@%".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return Cow::Borrowed(word);
    }
    Cow::Owned(format!("'{}'", word.replace('\'', "'\\''")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_reads_the_words_back() {
        let words = ["reqlint", "my file.http", "--message", "it's; $(x)", "", "a=b,c"].map(str::to_owned);
        assert_eq!(line(&words), r"reqlint 'my file.http' --message 'it'\''s; $(x)' '' a=b,c");
    }
}
