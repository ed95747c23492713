//! Which of the servers that a project and a person name answers at which host.

use super::is_host;
use crate::base::finding::ServerSource;
use crate::files::servers::{NamedServers, ServerAtHost};
use crate::language::{Code, Located, Sink};

/// A server that is said to answer, as `NAME` or `NAME@VERSION`, and who says so.
pub(crate) type NamedServer = (Located<String>, ServerSource);

/// The servers that count.
#[derive(Default)]
pub(crate) struct Answering {
    pub(crate) elsewhere: Option<NamedServer>,
    /// Of hosts in lower case: exact, or `*.suffix`.
    pub(crate) at_hosts: Vec<(String, NamedServer)>,
}

/// What a person names comes before what the project names. A server for every host is for every one that the person
/// doesn't name.
pub(crate) fn answering(person: NamedServers, project: &NamedServers, sink: &mut Sink) -> Answering {
    let NamedServers { elsewhere, at_hosts } = &person;
    let own = elsewhere.iter().map(|server| (server, ServerSource::Option));
    let others = project.elsewhere.iter().map(|server| (server, ServerSource::Project));
    let first = own.chain(others).next();
    let others = project.at_hosts.iter().filter(|at| elsewhere.is_none() && !person.names(&at.host.value));
    let own = at_hosts.iter().map(|at| (at, ServerSource::Option));
    let all = own.chain(others.map(|at| (at, ServerSource::Project)));
    Answering {
        elsewhere: first.map(|(server, by)| (server.clone(), by)),
        at_hosts: all.filter_map(|(at, by)| at_host(at, by, sink)).collect(),
    }
}

fn at_host(at: &ServerAtHost, by: ServerSource, sink: &mut Sink) -> Option<(String, NamedServer)> {
    let ServerAtHost { host, server } = at;
    if !is_host(&host.value) {
        let help = "write a name such as api.example.com, or *.example.com; no scheme, port or path".to_owned();
        sink.error(Code::InvalidHost, host.place, format!("`{}` is not a valid host", host.value), Some(help));
        return None;
    }
    Some((host.value.to_ascii_lowercase(), (server.clone(), by)))
}
