//! Which servers answer, as a project or a person names them. Their names are looked up when packs are weighed.

use crate::language::cursor::Cursor;
use crate::language::key::Takes;
use crate::language::values::{report_type, text};
use crate::language::{Code, Located, Sink};
use toml::de::{DeTable, DeValue};

/// Servers as `NAME` or `NAME@VERSION`.
#[derive(Clone, Default)]
pub(crate) struct NamedServers {
    /// Of every host that isn't listed.
    pub(crate) elsewhere: Option<Located<String>>,
    /// Of some hosts: exact, or `*.suffix`.
    pub(crate) at_hosts: Vec<ServerAtHost>,
}

/// The server of a host.
#[derive(Clone)]
pub(crate) struct ServerAtHost {
    pub(crate) host: Located<String>,
    pub(crate) server: Located<String>,
}

impl NamedServers {
    /// Names the server of one host.
    pub(crate) fn add(&mut self, host: Located<String>, server: Located<String>, sink: &mut Sink) {
        if self.names(&host.value) {
            let help = Some("keep one of them".to_owned());
            sink.error(Code::DuplicateName, host.place, format!("two servers are named for `{}`", host.value), help);
        } else {
            self.at_hosts.push(ServerAtHost { host, server });
        }
    }

    #[cfg(feature = "prepared")]
    pub(crate) fn is_empty(&self) -> bool {
        self.elsewhere.is_none() && self.at_hosts.is_empty()
    }

    /// Whether it has a server for just this host.
    pub(crate) fn names(&self, host: &str) -> bool {
        self.at_hosts.iter().any(|own| own.host.value.eq_ignore_ascii_case(host))
    }
}

/// Reads `server` and `[servers]`.
pub(super) fn read(c: &Cursor<'_>, sink: &mut Sink) -> NamedServers {
    let mut named = NamedServers { elsewhere: c.text("server", sink), at_hosts: Vec::new() };
    let Some((table, _)) = c.table("servers", sink) else { return named };
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    for (key, value) in entries {
        let host = Located { value: key.get_ref().to_string(), place: sink.span(key.span()) };
        match value.get_ref() {
            // without quotes, TOML reads the dots of a host as tables in tables
            DeValue::Table(inner) => {
                let whole = dotted(&host.value, inner);
                let help = format!("write \"{whole}\" = \"nginx\", with quotes around the host");
                sink.error(Code::InvalidHost, host.place, format!("the host `{whole}` is not in quotes"), Some(help));
            }
            _ => match text(value, sink) {
                Some(server) => named.add(host, server, sink),
                None => report_type(&host.value, Takes::Text, value, sink),
            },
        }
    }
    named
}

/// The host whose dots were read as tables, as far as it is one.
fn dotted(name: &str, inner: &DeTable<'_>) -> String {
    let mut whole = name.to_owned();
    let mut next = inner.iter().next();
    while let Some((key, value)) = next {
        whole.push('.');
        whole.push_str(key.get_ref());
        next = match value.get_ref() {
            DeValue::Table(inner) => inner.iter().next(),
            _ => None,
        };
    }
    whole
}
