//! Where an API is: its hosts, and the path that comes before every other.

use super::Dialect;
use crate::api::Api;
use crate::loss::one_line;
use crate::tree::Tree;

/// A host of the pack, and the beginning of paths there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Server {
    /// Index into the hosts of the pack.
    pub(crate) host: usize,
    /// Without a final slash.
    pub(crate) base: String,
}

/// The servers of the description as a whole.
#[derive(Debug)]
pub(crate) struct Servers {
    /// What is typed instead of what the description says.
    host: Option<String>,
    pub(crate) first: Server,
}

impl Servers {
    pub(crate) fn read(dialect: Dialect, root: &Tree, host: Option<&str>, api: &mut Api) -> Self {
        let mut servers =
            Self { host: host.map(str::to_ascii_lowercase), first: Server { host: 0, base: String::new() } };
        let urls = match dialect {
            Dialect::Swagger2 => {
                let base = root.text("basePath").unwrap_or_default();
                vec![match root.text("host") {
                    Some(host) => format!("https://{host}/{}", base.trim_start_matches('/')),
                    None => base.to_owned(),
                }]
            }
            Dialect::OpenApi30 | Dialect::OpenApi31 => {
                root.get("servers").map(Tree::items).unwrap_or_default().iter().filter_map(url).collect()
            }
        };
        let mut urls = urls.into_iter();
        servers.first = servers.server(&urls.next().unwrap_or_default(), api);
        let others: Vec<_> = urls.map(|url| one_line(&url)).collect();
        if !others.is_empty() {
            let listed = others.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
            let more = if others.len() > 5 { format!(" and {} more", others.len() - 5) } else { String::new() };
            api.remarks.push(format!("the pack is about the first server; left out: {listed}{more}"));
        }
        servers
    }

    /// The server that a path or an operation names, else that of the description.
    pub(crate) fn of(&self, owners: [&Tree; 2], api: &mut Api) -> Server {
        let named = owners.into_iter().find_map(|owner| owner.get("servers")?.items().iter().find_map(url));
        match named {
            Some(url) => self.server(&url, api),
            None => self.first.clone(),
        }
    }

    fn server(&self, url: &str, api: &mut Api) -> Server {
        let rest = url.split_once("://").map(|(_, rest)| rest).or_else(|| url.strip_prefix("//"));
        let (host, path) = match rest {
            Some(rest) => {
                let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
                (rest.get(..end), rest.get(end..).unwrap_or_default())
            }
            None => (None, url),
        };
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let named = host.and_then(host_name);
        let host = match (&self.host, named) {
            (Some(host), _) => host.clone(),
            (None, Some(host)) => host,
            (None, None) => {
                let remark = "the description names no host: the pack is about any; give one with --host".to_owned();
                if !api.remarks.contains(&remark) {
                    api.remarks.push(remark);
                }
                "*".to_owned()
            }
        };
        let position = api.hosts.iter().position(|known| *known == host).unwrap_or_else(|| {
            api.hosts.push(host);
            api.hosts.len() - 1
        });
        let base = path.trim_matches('/');
        let base = if base.is_empty() { String::new() } else { format!("/{base}") };
        Server { host: position, base }
    }
}

/// The URL of a server, its variables filled in. One that may be anything stays in its braces.
fn url(server: &Tree) -> Option<String> {
    let mut url = server.text("url")?.trim().to_owned();
    for (name, variable) in server.get("variables").map(Tree::members).unwrap_or_default() {
        let is_free = variable.get("enum").is_none();
        let Some(default) = variable.text("default") else { continue };
        let placeholder = format!("{{{name}}}");
        let at = url.find(&placeholder);
        // a subdomain of one's own: https://{shop}.example.com
        let is_subdomain = at.is_some_and(|at| {
            url.get(..at).is_some_and(|before| before.ends_with("://"))
                && url.get(at + placeholder.len()..).is_some_and(|after| after.starts_with('.'))
        });
        if !(is_free && is_subdomain) {
            url = url.replace(&placeholder, default);
        }
    }
    Some(url)
}

/// The name of a host as packs write it, without a port; `*.suffix` where its beginning may be anything.
pub(crate) fn host_name(text: &str) -> Option<String> {
    let text = text.rsplit('@').next().unwrap_or(text);
    let text = text.split(':').next().unwrap_or(text).trim_end_matches('.').to_ascii_lowercase();
    let suffix = match text.rfind(['{', '}', '*']) {
        Some(_) => {
            let after = text.rsplit('}').next().unwrap_or_default().trim_start_matches('*');
            let suffix = after.split_once('.').map(|(_, suffix)| suffix)?;
            format!("*.{suffix}")
        }
        None => text,
    };
    let name = suffix.strip_prefix("*.").unwrap_or(&suffix);
    // as packs take it: RFC 1123 section 2.1, and underscores
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    (name.len() <= 253 && name.split('.').all(is_label)).then_some(suffix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_names_without_a_port() {
        for (text, host) in [
            ("api.example.com", Some("api.example.com")),
            ("API.example.com:8080", Some("api.example.com")),
            ("{shop}.example.com", Some("*.example.com")),
            ("localhost:3000", Some("localhost")),
            ("{host}", None),
            ("bad host", None),
            ("-a.example.com", None),
            ("a-.example.com", None),
            (&"a".repeat(64), None),
            (&["a"; 128].join("."), None),
        ] {
            assert_eq!(host_name(text).as_deref(), host, "{text}");
        }
    }
}
