//! What servers were measured to answer decides how much the rules of a pack weigh.

use crate::base::finding::{Server, Servers, Severity};
use crate::base::near::suggest;
use crate::base::prevalence::{Answer, KnownServer};
use crate::compile::servers::{Answering, NamedServer};
use crate::compile::{characters, limits};
use crate::files::pack::PackSpec;
use crate::files::rule::{AlsoListed, RuleSpec};
use crate::files::server::{Characters, Limit, MeasuredSpec, ServerSpec};
use crate::language::{Code, Located, Sink};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Fewer measured servers say nothing about the others.
const ENOUGH: usize = 10;

/// Packs whose rules have their severities.
pub(crate) struct Weighed {
    /// As they are at every host that no server is named for.
    pub(crate) specs: Vec<PackSpec>,
    pub(crate) at_hosts: Vec<WeighedAt>,
    /// As if no server were named: examples are run with the limits and characters that are written.
    pub(crate) as_written: Option<Vec<PackSpec>>,
}

/// Packs as their rules weigh where one server answers.
pub(crate) struct WeighedAt {
    /// In lower case: exact, or `*.suffix`.
    pub(crate) hosts: Vec<String>,
    pub(crate) specs: Vec<PackSpec>,
}

/// Weighs the rules of packs for each of the servers that answer.
pub(crate) fn weigh(mut specs: Vec<PackSpec>, answering: &Answering, sink: &mut Sink) -> Weighed {
    let chosen = answering.elsewhere.as_ref().and_then(|named| choose(&specs, named, None, sink));
    let mut groups: Vec<(Chosen, Vec<String>)> = Vec::new();
    for (host, named) in &answering.at_hosts {
        let Some(chosen) = choose(&specs, named, Some(host), sink) else { continue };
        match groups.iter_mut().find(|(other, _)| (&other.pack, &other.server) == (&chosen.pack, &chosen.server)) {
            Some((_, hosts)) => hosts.push(host.clone()),
            None => groups.push((chosen, vec![host.clone()])),
        }
    }
    let at_hosts = groups.into_iter().map(|(chosen, hosts)| {
        let mut specs = specs.clone();
        weigh_rules(&mut specs, Some(&chosen), sink);
        WeighedAt { hosts, specs }
    });
    let at_hosts = at_hosts.collect();
    let mut as_written = chosen.is_some().then(|| specs.clone());
    if let Some(specs) = &mut as_written {
        weigh_rules(specs, None, sink);
    }
    weigh_rules(&mut specs, chosen.as_ref(), sink);
    Weighed { specs, at_hosts, as_written }
}

/// Gives every rule its severity: as measured, as written, or as the pack has it.
fn weigh_rules(specs: &mut [PackSpec], chosen: Option<&Chosen>, sink: &mut Sink) {
    for spec in specs {
        let known = chosen.filter(|chosen| chosen.pack == spec.name);
        spec.known_server = known.map(|chosen| chosen.server.clone());
        let mut tables = tables(spec, sink);
        let mut by_characters = BTreeMap::new();
        if let Some(known) = known {
            limits::set(&mut spec.rules, &known.limits);
            by_characters = characters::set(&mut spec.rules, &known.characters, &known.answers);
        }
        for rule in &mut spec.rules {
            let table = tables.remove(&rule.id);
            let own = known.and_then(|known| {
                let by_size = limits::answer_over_limit(rule, &known.limits);
                let by_character = || by_characters.get(&rule.id).copied();
                Some((known, by_size.or_else(by_character).or_else(|| known.answers.get(&rule.id).copied())?))
            });
            weigh_rule(rule, table.as_ref(), own, spec.default_severity, sink);
        }
    }
}

/// The server that a project or a person names.
struct Chosen {
    pack: String,
    server: Server,
    title: String,
    version: String,
    on: String,
    answers: BTreeMap<String, Answer>,
    limits: Vec<Limit>,
    characters: Vec<Characters>,
}

/// What the newest version of each server answers to requests that fail one rule.
#[derive(Default)]
struct Table {
    answers: Vec<(i64, String, Answer)>,
    on: String,
    only_refusals: bool,
}

fn choose(specs: &[PackSpec], (known, by): &NamedServer, host: Option<&String>, sink: &mut Sink) -> Option<Chosen> {
    let (name, version) = match known.value.split_once('@') {
        Some((name, version)) => (name, Some(version)),
        None => (known.value.as_str(), None),
    };
    let all = || specs.iter().flat_map(|spec| spec.servers.iter().map(move |server| (spec, server)));
    let Some((spec, server)) = all().find(|(_, server)| server.name == name) else {
        let names = || all().map(|(_, server)| server.name.as_str());
        let swapped = host.filter(|host| names().any(|name| name == *host));
        let help = swapped.map(|host| format!("the host comes first: \"{name}\" = \"{host}\""));
        let help = help.or_else(|| suggest(name, names()));
        sink.error(Code::UnknownServer, known.place, format!("no measured server is named `{name}`"), help);
        return None;
    };
    // 1.22 means any 1.22.x
    let is_not_above = |block: &&MeasuredSpec| {
        version.is_none_or(|version| {
            let (named, mut measured) = (numbers(version), numbers(&block.version));
            measured.truncate(named.len());
            measured <= named
        })
    };
    let block = server.measured.iter().filter(is_not_above).max_by_key(|block| numbers(&block.version));
    let Some(block) = block else {
        let measured: Vec<_> = server.measured.iter().map(|block| block.version.as_str()).collect();
        let help = format!("measured: {}", measured.join(", "));
        let message = format!("no measured version of {} is that old", server.title);
        sink.error(Code::UnknownServer, known.place, message, Some(help));
        return None;
    };
    let answers = block.answers.iter().chain(&block.refuses);
    Some(Chosen {
        pack: spec.name.clone(),
        server: Server { name: server.name.clone(), version: Some(block.version.clone()), by: *by },
        title: server.title.clone(),
        version: block.version.clone(),
        on: block.on.clone(),
        answers: answers.map(|(rule, answer)| (rule.value.clone(), *answer)).collect(),
        limits: block.limits.clone(),
        characters: block.characters.clone(),
    })
}

/// The numbers of a version, so that 1.9 is before 1.31.
fn numbers(version: &str) -> Vec<u64> {
    let parts = version.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    parts.map(|part| part.parse().unwrap_or(u64::MAX)).collect()
}

/// The measured answers of a pack, by rule. Rules that aren't there are said.
fn tables(spec: &PackSpec, sink: &mut Sink) -> BTreeMap<String, Table> {
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    for server in &spec.servers {
        let newest = server.measured.iter().max_by_key(|block| numbers(&block.version));
        for block in &server.measured {
            for (rule, _) in block.answers.iter().chain(&block.refuses) {
                if !spec.rules.iter().any(|own| own.id == rule.value) {
                    sink.unknown(Code::UnknownRule, "rule", rule, spec.rules.iter().map(|own| own.id.as_str()));
                }
            }
        }
        let Some(newest) = newest.filter(|_| !server.is_development) else { continue };
        let sized = spec.rules.iter().filter_map(|rule| Some((&rule.id, limits::answer(rule, newest)?)));
        let sized: Vec<_> = sized.collect();
        let listed = |list| -> Vec<_> {
            let listed: &[(Located<String>, Answer)] = list;
            let listed = listed.iter().map(|(rule, answer)| (&rule.value, *answer));
            // a limit says more
            listed.filter(|(rule, _)| !sized.iter().any(|(sized, _)| sized == rule)).collect()
        };
        let lists = [(listed(&newest.answers), false), (listed(&newest.refuses), true), (sized.clone(), false)];
        for (list, only_refusals) in lists {
            for (rule, answer) in list {
                let table = tables.entry(rule.clone()).or_default();
                table.answers.push((server.rank, short(server, newest), answer));
                table.only_refusals |= only_refusals;
                if table.on < newest.on {
                    table.on.clone_from(&newest.on);
                }
            }
        }
    }
    tables
}

/// `nginx 1.31`
fn short(server: &ServerSpec, block: &MeasuredSpec) -> String {
    let mut parts = block.version.split('.');
    let version: Vec<_> = parts.by_ref().take(2).collect();
    format!("{} {}", server.title, version.join("."))
}

fn weigh_rule(
    rule: &mut RuleSpec,
    table: Option<&Table>,
    known: Option<(&Chosen, Answer)>,
    default: Option<Severity>,
    sink: &mut Sink,
) {
    // its characters alone may be known of a server
    let nothing = Table::default();
    let servers = (table.is_some() || known.is_some()).then(|| servers(table.unwrap_or(&nothing), known));
    let written = rule.written_severity.as_ref();
    let unmeasured = written.map(|written| written.value).or(default).unwrap_or_default();
    let natural = table.and_then(Table::severity);
    rule.severity = match (known, natural) {
        (Some((_, answer)), _) if answer.is_refusal() => Severity::Error,
        (Some(_), _) => Severity::Note,
        (None, None) => unmeasured,
        (None, Some(natural)) => written.map_or(natural, |written| written.value.min(natural)),
    };
    if let (Some(written), Some(natural), Some(servers)) = (written, natural, &servers)
        && written.value > natural
    {
        too_severe(written, servers, sink);
    }
    if let Some(servers) = servers {
        status(rule, &servers, known.map(|(_, answer)| answer));
        rule.servers = Some(Arc::new(servers));
    }
    let gives_no_answer = known.is_some_and(|(_, answer)| answer.status().is_none());
    // who writes that it is an error knows that it is refused, though not how
    let is_unsaid = rule.written_severity.is_none();
    if rule.status.is_none() && rule.severity == Severity::Error && !gives_no_answer && is_unsaid {
        let help = "add status = 400, or severity = \"error\" if the status isn't known, or \"warning\" or \"note\""
            .to_owned();
        let message = "a rule without a status needs a severity of its own";
        sink.missing(Code::MissingKey, rule.place, &["status"], message, Some(help));
    }
}

impl Table {
    /// The severity that enough measured servers give.
    fn severity(&self) -> Option<Severity> {
        let measured = self.answers.len();
        let refused = self.answers.iter().filter(|(.., answer)| answer.is_refusal()).count();
        if self.only_refusals || measured < ENOUGH {
            return None;
        }
        Some(if 10 * refused >= 9 * measured {
            Severity::Error
        } else if 10 * refused <= measured {
            Severity::Note
        } else {
            Severity::Warning
        })
    }
}

fn too_severe(written: &Located<Severity>, servers: &Servers, sink: &mut Sink) {
    let Servers { refused, measured, .. } = servers;
    let message = format!("only {refused} of {measured} measured servers refuse this");
    let help = "remove `severity`: it is measured, and may only be lowered".to_owned();
    sink.error(Code::InvalidMeasurement, written.place, message, Some(help));
}

/// The status that the known server, or most of those that refuse, answer with; others are listed beside it.
fn status(rule: &mut RuleSpec, servers: &Servers, known: Option<Answer>) {
    let place = rule.status.as_ref().map_or(rule.place, |status| status.place);
    let as_status = |status: u16| Located { value: i64::from(status), place };
    if let Some(known) = known.filter(|known| known.is_refusal()) {
        rule.status = known.status().map(as_status);
        return;
    }
    let most = servers.statuses.first().filter(|(_, count)| 2 * count > servers.refused);
    if rule.status.is_none() {
        rule.status = most.map(|(status, _)| as_status(*status));
    }
    let Some(own) = rule.status.as_ref().map(|status| status.value) else { return };
    // what a single server answers is in its file
    for (status, _) in servers.statuses.iter().filter(|(_, count)| *count > 1) {
        let is_listed = rule.also_listed.iter().any(|listed| listed.status == *status);
        if own != i64::from(*status) && !is_listed {
            rule.also_listed.push(AlsoListed { status: *status, title: None, error_type: None });
        }
    }
}

fn servers(table: &Table, known: Option<(&Chosen, Answer)>) -> Servers {
    let mut answers: Vec<_> = table.answers.iter().collect();
    answers.sort_by(|(a_rank, a, _), (b_rank, b, _)| (a_rank, a).cmp(&(b_rank, b)));
    let mut servers = Servers { on: table.on.clone(), ..Servers::default() };
    let mut counts: BTreeMap<u16, u32> = BTreeMap::new();
    for (_, name, answer) in answers {
        servers.measured += 1;
        servers.answers.push((name.clone(), *answer));
        match answer {
            Answer::Accepted => servers.accepted_by.push(name.clone()),
            Answer::Status(status) => *counts.entry(*status).or_default() += 1,
            Answer::Closed | Answer::Silent => servers.closed += 1,
        }
        if answer.is_refusal() {
            servers.refused += 1;
            servers.refused_by.push(name.clone());
        }
    }
    servers.statuses = counts.into_iter().collect();
    servers.statuses.sort_by_key(|(status, count)| (std::cmp::Reverse(*count), *status));
    servers.known = known.map(|(chosen, answer)| KnownServer {
        title: chosen.title.clone(),
        version: chosen.version.clone(),
        on: chosen.on.clone(),
        answer,
    });
    servers
}

#[cfg(test)]
mod tests;
