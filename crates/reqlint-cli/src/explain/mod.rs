//! `reqlint explain`: the page of a rule or of a diagnostic, or the whole checklist of a status.

use crate::host::exit::{Exit, Stop};
use crate::host::screen::Color;
use crate::host::screen::Screen;
use crate::project::load as rules;
use reqlint_core::RuleSet;
use reqlint_core::base::near::suggest;
use reqlint_core::inspect::PackView;
use reqlint_core::language::Code;
use reqlint_formats::write::text;
use std::path::PathBuf;

/// Show the page of a rule or of a diagnostic, or a status's whole checklist as the API's documentation would print it.
#[derive(Debug, clap::Args)]
pub(crate) struct ExplainArgs {
    /// A rule (`token-in-quotes`, `edgecast/token-in-quotes`, `replies/client-refused`), a status (`403`),
    /// or the code of a diagnostic (`E0201`).
    #[arg(value_name = "RULE|STATUS|CODE")]
    what: String,

    /// A pack's folder, or a folder above several; replaces the embedded packs.
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,

    /// Only from this pack; by default from every loaded pack that has it.
    #[arg(long, value_name = "NAME")]
    pack: Option<String>,

    /// When to use colour.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
    pub(crate) color: Color,
}

/// Runs the command.
pub(crate) fn run(args: &ExplainArgs, screen: &mut Screen) -> Result<Exit, Stop> {
    if let Some(code) = Code::of_id(&args.what) {
        screen.print(&text::diagnostic_page(code))?;
        screen.flush()?;
        return Ok(Exit::Clean);
    }
    if is_code(&args.what) {
        let known = suggest(&args.what.to_ascii_uppercase(), Code::ALL.iter().map(|code| code.id()));
        let help = known.or_else(|| Some("docs/diagnostics.md lists them".to_owned()));
        return Err(Stop::Usage { message: format!("there is no diagnostic `{}`", args.what), help });
    }
    let set = rules::load_from(args.rules.as_deref(), args.pack.as_deref())?;
    let packs = set.packs().filter(|pack| args.pack.as_ref().is_none_or(|name| name == pack.name()));
    let pages: Vec<String> = packs.flat_map(|pack| pages(pack, &args.what)).collect();
    if pages.is_empty() {
        return Err(nothing(&set, args.pack.as_deref(), &args.what));
    }
    screen.print(&pages.join("\n"))?;
    screen.flush()?;
    Ok(Exit::Clean)
}

/// Whether a name looks like the code of a diagnostic: a letter and four digits.
fn is_code(what: &str) -> bool {
    let digits = what.strip_prefix(['E', 'e', 'H', 'h']).unwrap_or_default();
    digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// What a pack has under a name.
fn pages(pack: PackView<'_>, what: &str) -> Vec<String> {
    if let Ok(status) = what.parse::<u16>() {
        return text::status_page(pack, status).into_iter().collect();
    }
    let full = format!("{}/{what}", pack.name());
    let is_meant = |id: &str| id == what || id == full;
    let own = pack.rules().filter(|rule| rule.id().split_once('/').is_some_and(|(name, _)| name == pack.name()));
    let rules = own.filter(|rule| is_meant(rule.id())).map(|rule| text::rule_page(pack, rule));
    let causes = pack.causes().filter(|cause| is_meant(cause.id())).map(text::cause_page);
    rules.chain(causes).collect()
}

fn nothing(set: &RuleSet, pack: Option<&str>, what: &str) -> Stop {
    let who = pack.map_or_else(|| "no loaded pack has".to_owned(), |name| format!("the pack `{name}` does not have"));
    let elsewhere = set.packs().find(|other| Some(other.name()) != pack && !pages(*other, what).is_empty());
    let elsewhere = elsewhere.map(|other| format!("the pack `{}` has it: leave --pack out", other.name()));
    let asked: Vec<_> = set.packs().filter(|other| pack.is_none_or(|name| name == other.name())).collect();
    if what.parse::<u16>().is_ok() {
        let mut known: Vec<_> = asked.iter().flat_map(|p| p.rules()).filter_map(|rule| rule.status()).collect();
        known.sort_unstable();
        known.dedup();
        let known: Vec<_> = known.iter().map(u16::to_string).collect();
        let help = elsewhere.or_else(|| Some(format!("known here: {}", known.join(", "))));
        return Stop::Usage { message: format!("{who} the status {what}"), help };
    }
    let whole = what.contains('/');
    let name = |id: &str| if whole { id.to_owned() } else { id.split_once('/').map_or(id, |(_, own)| own).to_owned() };
    let rules = asked.iter().flat_map(|p| p.rules()).map(|rule| name(rule.id()));
    let causes = asked.iter().flat_map(|p| p.causes().map(|cause| name(cause.id())).collect::<Vec<_>>());
    let known: Vec<_> = rules.chain(causes).collect();
    let help = elsewhere.or_else(|| suggest(what, known.iter().map(String::as_str)));
    Stop::Usage { message: format!("{who} a rule `{what}`"), help }
}
