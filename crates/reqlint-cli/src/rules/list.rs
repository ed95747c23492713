//! `reqlint rules list`: the rules, one a line, or as JSON.

use crate::host::exit::{Exit, Stop};
use crate::host::screen::Screen;
use crate::project::load as rules;
use clap::ValueEnum;
use reqlint_core::inspect::RuleView;
use reqlint_formats::write::{json, text};
use std::path::PathBuf;

/// List rules in order of precedence, all or some.
#[derive(Debug, clap::Args)]
pub(crate) struct ListArgs {
    /// A pack's folder, or a folder above several; replaces the embedded packs.
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,

    /// Only this pack.
    #[arg(long, value_name = "NAME")]
    pack: Option<String>,

    /// Only rules that end in this status, or are also listed under it.
    #[arg(long, value_name = "N")]
    status: Option<u16>,

    /// Only rules with a check of this kind.
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,

    /// Only rules that run on this endpoint.
    #[arg(long, value_name = "ID")]
    endpoint: Option<String>,

    /// How the list is written.
    #[arg(long, value_enum, default_value_t)]
    format: ListFormat,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum ListFormat {
    /// For people.
    #[default]
    Text,
    /// A list of objects.
    Json,
}

/// Runs the command.
pub(crate) fn run(args: &ListArgs, screen: &mut Screen) -> Result<Exit, Stop> {
    let set = rules::load_from(args.rules.as_deref(), args.pack.as_deref())?;
    args.look_up(&set)?;
    let chosen: Vec<_> = set.rules().filter(|rule| args.takes(*rule)).collect();
    let list = match args.format {
        ListFormat::Text => text::rule_list(&chosen),
        ListFormat::Json => json::rule_list(&chosen).map_err(std::io::Error::from)?,
    };
    screen.print(&list)?;
    screen.flush()?;
    Ok(Exit::Clean)
}

impl ListArgs {
    /// A kind or an endpoint that isn't there would only give an empty list.
    fn look_up(&self, set: &reqlint_core::RuleSet) -> Result<(), Stop> {
        let kinds = reqlint_core::inspect::keys::KINDS.iter().map(|kind| kind.name).collect();
        let endpoints = set.packs().flat_map(|pack| pack.endpoints().collect::<Vec<_>>()).collect();
        known("kind of check", self.kind.as_deref(), kinds)?;
        known("endpoint", self.endpoint.as_deref(), endpoints)
    }

    fn takes(&self, rule: RuleView<'_>) -> bool {
        let pack = rule.id().split_once('/').map_or("", |(pack, _)| pack);
        let listed = |status| rule.also_listed().iter().any(|also| also.status == status);
        self.pack.as_ref().is_none_or(|name| name == pack)
            && self.status.is_none_or(|status| rule.status() == Some(status) || listed(status))
            && self.kind.as_ref().is_none_or(|kind| rule.kinds().contains(&kind.as_str()))
            && self.endpoint.as_ref().is_none_or(|id| rule.endpoints().contains(&id.as_str()))
    }
}

pub(crate) fn known(what: &str, name: Option<&str>, known: Vec<&str>) -> Result<(), Stop> {
    match name {
        Some(name) if !known.contains(&name) => {
            let help = reqlint_core::base::near::suggest(name, known);
            Err(Stop::Usage { message: format!("there is no {what} `{name}`"), help })
        }
        _ => Ok(()),
    }
}
