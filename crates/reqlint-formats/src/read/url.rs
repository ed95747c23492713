//! A URL taken apart, and nothing else done to it.

/// The parts of `https://host/path?query#fragment`, each as written.
pub(crate) struct Parts<'a> {
    pub(crate) scheme: &'a str,
    /// What is between `//` and the path.
    pub(crate) authority: &'a str,
    /// The rest; empty where the URL ends with the authority.
    pub(crate) target: &'a str,
}

/// Takes a URL apart; `None` when it has no scheme or no host.
pub(crate) fn split(url: &str) -> Option<Parts<'_>> {
    let (scheme, rest) = url.split_once("://")?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    let (authority, target) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    (is_scheme && !authority.is_empty()).then_some(Parts { scheme, authority, target })
}
