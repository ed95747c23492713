//! `pack.toml`, and the files that belong to a pack.

use super::endpoint::{self, EndpointSpec};
use super::fact::{self, FACT, FactSpec};
use super::hierarchy::{self, HIERARCHY, HierarchySpec};
use super::mark::{self, ANSWER_IS_ERROR, MarkSpec};
use super::reply::{self, CauseSpec, REPLY, ReplySpec};
use super::rule::{self, RuleSpec, SEVERITIES};
use super::secrets::{self, SECRETS};
use super::server::{self, ServerSpec};
use super::shape::{self, ShapeSpec};
use super::strict::{self, BASE, BaseSpec, STRICT, Strict};
use super::variant::VariantSpec;
use crate::base::finding::{Server, Severity};
use crate::base::literal::Literal;
use crate::language::cursor::Cursor;
use crate::language::foundation::Tier;
use crate::language::key::{Key, Names, Takes};
use crate::language::parse::parse_definitions;
use crate::language::values::{literal, report_type};
use crate::language::{Code, Located, Sink, SourceFile, SourceSpan};
use crate::message::secrets::names::OwnNames;
use toml::Spanned;
use toml::de::DeValue;

/// Keys of `pack.toml`.
pub const PACK: &[Key] = &[
    Key::new("title", Takes::Text, "the API's name").required(),
    Key::new("hosts", Takes::Texts, "the hosts that it answers on: exact, or *.suffix").or("any"),
    Key::new("docs", Takes::Text, "where the API is documented"),
    Key::new("precedence", Takes::Ranking, "statuses and rule ids, first answer first").or("ascending statuses"),
    Key::new("extends", Takes::Names(Names::Pack), "other packs whose rules run too, after these"),
    Key::new("defaults", Takes::Table(DEFAULTS), "for every rule that doesn't say otherwise"),
    Key::new("pattern", Takes::Named(PATTERN), "the form of a value"),
    Key::new("fact", Takes::Named(FACT), "what can't be known from a request alone"),
    Key::new("reply", Takes::Tables(REPLY), "how the API reports an error"),
    Key::new("answer-is-error", Takes::Tables(ANSWER_IS_ERROR), "which answers below 400 are errors"),
    Key::new("status", Takes::Named(STATUS), "what a status means"),
    Key::new("hierarchy", Takes::Named(HIERARCHY), "how covers reads names"),
    Key::new("strict", Takes::Table(STRICT), "how strictly the API reads what its catalogue describes"),
    Key::new("base", Takes::Tables(BASE), "other paths below which the endpoints are"),
    Key::new("secrets", Takes::Table(SECRETS), "what is secret beside the built-in table, and what isn't"),
];

/// Keys of `[defaults]`.
pub(crate) const DEFAULTS: &[Key] = &[
    Key::new("source", Takes::Text, "where the rules are documented"),
    Key::new("severity", Takes::OneOf(&SEVERITIES), "the severity of rules that neither have one nor were measured")
        .or("\"error\""),
];

/// Keys of a `[pattern.NAME]`.
pub(crate) const PATTERN: &[Key] = &[
    Key::new("regex", Takes::Text, "the whole value"),
    Key::new("is", Takes::Name(Names::Format), "a built-in name"),
    Key::new("one-of", Takes::Texts, "the only values"),
    Key::new("says", Takes::Text, "what it is, for sentences: \"an account number such as 0001\""),
];

/// Keys of a `[status.NNN]`.
pub(crate) const STATUS: &[Key] =
    &[Key::new("title", Takes::Text, "the status's name").required(), Key::new("about", Takes::Text, "what it means")];

/// The files of a pack, as texts.
#[derive(Clone, Debug)]
pub struct PackSource {
    /// The pack's name: that of its folder.
    pub name: String,
    /// The displayed path of its folder: `rules/edgecast`.
    pub root: String,
    /// Its files, each path beginning with the root.
    pub files: Vec<SourceFile>,
}

impl PackSource {
    /// How large one rule file may be, in bytes.
    pub const MAX_FILE: usize = 1 << 20;

    /// How many rules one pack may have.
    pub const MAX_RULES: usize = 10_000;
}

#[derive(Clone)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct PackSpec {
    pub(crate) name: String,
    pub(crate) place: SourceSpan,
    pub(crate) title: String,
    pub(crate) hosts: Vec<Located<String>>,
    pub(crate) docs: Option<String>,
    pub(crate) precedence: Vec<Located<Literal>>,
    pub(crate) extends: Vec<Located<String>>,
    pub(crate) default_source: Option<String>,
    /// Of rules that have no severity, neither written nor measured.
    pub(crate) default_severity: Option<Severity>,
    pub(crate) patterns: Vec<PatternSpec>,
    pub(crate) facts: Vec<FactSpec>,
    pub(crate) replies: Vec<ReplySpec>,
    pub(crate) marks: Vec<MarkSpec>,
    pub(crate) statuses: Vec<(Located<String>, String, Option<String>)>,
    pub(crate) hierarchies: Vec<HierarchySpec>,
    pub(crate) strict: Strict,
    pub(crate) bases: Vec<BaseSpec>,
    pub(crate) endpoints: Vec<EndpointSpec>,
    pub(crate) variants: Vec<VariantSpec>,
    pub(crate) rules: Vec<RuleSpec>,
    pub(crate) causes: Vec<CauseSpec>,
    pub(crate) servers: Vec<ServerSpec>,
    pub(crate) shapes: Vec<ShapeSpec>,
    pub(crate) secrets: OwnNames,
    /// The one of them that a project or a person names. No file of the pack says so.
    pub(crate) known_server: Option<Server>,
}

#[derive(Clone)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct PatternSpec {
    pub(crate) name: Located<String>,
    pub(crate) place: SourceSpan,
    pub(crate) regex: Option<Located<String>>,
    pub(crate) is: Option<Located<String>>,
    pub(crate) one_of: Vec<Located<String>>,
    pub(crate) says: Option<String>,
}

/// Reads every file of a pack.
pub(crate) fn read(source: PackSource, sink: &mut Sink) -> Option<PackSpec> {
    let PackSource { name, root, files } = source;
    let root = root.trim_end_matches('/').to_owned();
    let mut pack = None;
    let (mut endpoints, mut rules, mut causes) = (Vec::new(), Vec::new(), Vec::new());
    let (mut servers, mut shapes, mut variants) = (Vec::new(), Vec::new(), Vec::new());
    let mut too_many = 0;
    sink.open_pack(&name);
    for file in files {
        let inside = file.path.strip_prefix(&root).unwrap_or(&file.path).trim_start_matches('/').to_owned();
        if !inside.ends_with(".toml") || inside == "Cargo.toml" {
            continue;
        }
        let Some(text) = open(file, sink) else { continue };
        sink.set_tier(match inside.split_once('/') {
            None if inside == "pack.toml" => Tier::Pack,
            Some(("endpoints", _)) => Tier::Catalogue,
            _ => Tier::Use,
        });
        let stem = inside.rsplit('/').next().unwrap_or(&inside).trim_end_matches(".toml");
        match inside.split_once('/') {
            None if inside == "pack.toml" => pack = Some(pack_file(&name, &text, sink)),
            Some(("endpoints", _)) => {
                let (own, forms) = endpoint::read(&text, sink);
                endpoints.extend(own);
                variants.extend(forms);
            }
            Some(("replies", _)) => causes.extend(reply::read(stem, &text, sink)),
            Some(("servers", _)) => servers.push(server::read(stem, &text, sink)),
            Some(("shapes", _)) => shapes.extend(shape::read(stem, &text, sink)),
            folder if rules.len() < PackSource::MAX_RULES => {
                let rule = rule::read(stem, &text, sink);
                check_folder(folder.map(|(folder, _)| folder), &rule, sink);
                rules.push(rule);
            }
            _ => too_many += 1,
        }
    }
    if too_many > 0 {
        let number = PackSource::MAX_RULES + too_many;
        let help = "split the pack: one can extend the other".to_owned();
        let message = format!("a pack is limited to 10000 rules, and this one has {number}");
        sink.error(Code::LimitExceeded, sink.span(0..0), message, Some(help));
        sink.suppression.mark_incomplete();
    }
    let Some(mut pack) = pack else {
        sink.open(format!("{root}/pack.toml"), String::new());
        sink.set_tier(Tier::Pack);
        let help = "add the file pack.toml, with title = \"…\" in it".to_owned();
        sink.error(Code::MissingPackFile, sink.span(0..0), "this folder has no pack.toml", Some(help));
        sink.suppression.mark_invalid(&name);
        return None;
    };
    pack.endpoints = endpoints;
    pack.variants = variants;
    pack.rules = rules;
    pack.causes = causes;
    pack.servers = servers;
    pack.shapes = shapes;
    Some(pack)
}

/// Opens a file; `None`, which is reported, if it is over the limit.
pub(crate) fn open(SourceFile { path, text }: SourceFile, sink: &mut Sink) -> Option<String> {
    sink.open(path, text.clone());
    if text.len() > PackSource::MAX_FILE {
        let help = "split it, or shorten its examples".to_owned();
        sink.error(Code::LimitExceeded, sink.span(0..0), "a rule file is limited to 1 MiB", Some(help));
        sink.suppression.mark_incomplete();
        return None;
    }
    if let Some(at) = text.find(char::REPLACEMENT_CHARACTER) {
        let help = "save it as UTF-8 (editors call this the encoding)".to_owned();
        let message = "this file is not encoded as UTF-8";
        sink.syntax_error(Code::NotUtf8, sink.span(at..at + 3), sink.span(0..text.len()), message, Some(help));
    }
    Some(text)
}

/// A number at the start of a rule's folder must be its status.
fn check_folder(folder: Option<&str>, rule: &RuleSpec, sink: &mut Sink) {
    let number = folder.and_then(|s| s.split(|c: char| !c.is_ascii_digit()).next()).and_then(|n| n.parse::<i64>().ok());
    if let (Some(number), Some(status)) = (number, &rule.status)
        && number != status.value
    {
        let help = format!("write status = {number}, or move the file");
        sink.error(
            Code::StatusFolder,
            status.place,
            format!("this rule is in the folder of status {number}"),
            Some(help),
        );
    }
}

fn pack_file(name: &str, text: &str, sink: &mut Sink) -> PackSpec {
    let table = parse_definitions(text, PACK, sink);
    let place = sink.span(0..0);
    let c = Cursor::new(table.get_ref(), place, PACK, sink);
    let defaults = c.table("defaults", sink).map(|(table, place)| {
        let c = Cursor::new(table, place, DEFAULTS, sink);
        (c.text("source", sink).map(|t| t.value), rule::severity(&c, sink))
    });
    let (default_source, default_severity) = defaults.unwrap_or_default();
    PackSpec {
        name: name.to_owned(),
        place,
        title: c.text("title", sink).map(|t| t.value).unwrap_or_default(),
        hosts: c.texts("hosts", sink),
        docs: c.text("docs", sink).map(|t| t.value),
        precedence: precedence(c.value("precedence"), sink),
        extends: c.texts("extends", sink),
        default_source,
        default_severity,
        patterns: patterns(&c, sink),
        facts: fact::facts(&c, sink),
        replies: reply::forms(&c, sink),
        marks: mark::read(&c, sink),
        statuses: statuses(&c, sink),
        hierarchies: hierarchy::read(&c, sink),
        strict: strict::strict(&c, sink),
        bases: strict::bases(&c, sink),
        endpoints: Vec::new(),
        variants: Vec::new(),
        rules: Vec::new(),
        causes: Vec::new(),
        servers: Vec::new(),
        shapes: Vec::new(),
        secrets: secrets::read(&c, sink),
        known_server: None,
    }
}

fn precedence(value: Option<&Spanned<DeValue<'_>>>, sink: &mut Sink) -> Vec<Located<Literal>> {
    let Some(value) = value else { return Vec::new() };
    let DeValue::Array(items) = value.get_ref() else {
        report_type("precedence", Takes::Ranking, value, sink);
        return Vec::new();
    };
    items.iter().filter_map(|item| literal(item, sink)).collect()
}

fn patterns(c: &Cursor<'_>, sink: &mut Sink) -> Vec<PatternSpec> {
    let named = c.named("pattern", sink).into_iter();
    named
        .map(|(name, table, place)| {
            let c = Cursor::new(table, place, PATTERN, sink);
            PatternSpec {
                name,
                place,
                regex: c.text("regex", sink),
                is: c.text("is", sink),
                one_of: c.texts("one-of", sink),
                says: c.text("says", sink).map(|t| t.value),
            }
        })
        .collect()
}

fn statuses(c: &Cursor<'_>, sink: &mut Sink) -> Vec<(Located<String>, String, Option<String>)> {
    let named = c.named("status", sink).into_iter();
    named
        .filter_map(|(name, table, place)| {
            let c = Cursor::new(table, place, STATUS, sink);
            let about = c.text("about", sink).map(|t| t.value);
            Some((name, c.text("title", sink)?.value, about))
        })
        .collect()
}
