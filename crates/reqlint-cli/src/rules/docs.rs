//! `reqlint rules docs`: a site of the packs, and the reference of the rule language.

use crate::host::exit::{Exit, Stop};
use crate::host::replacement::replace;
use crate::host::screen::Screen;
use crate::project::load as rules;
use reqlint_docs::Page;
use std::fs;
use std::path::{Path, PathBuf};

/// Write documentation: a site of the packs, the reference of the rule language, or the list of diagnostics.
#[derive(Debug, clap::Args)]
pub(crate) struct DocsArgs {
    #[command(flatten)]
    what: What,

    /// A pack's folder, or a folder above several; replaces the embedded packs.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["reference", "diagnostics"])]
    rules: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct What {
    /// Write a static site into this folder: a page for each pack, status, rule and endpoint.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Print the reference of every key, kind of check, operator, selector and built-in name, as Markdown.
    #[arg(long)]
    reference: bool,

    /// Print the list of diagnostics, with the page of each, as Markdown.
    #[arg(long)]
    diagnostics: bool,
}

/// Runs the command.
pub(crate) fn run(args: &DocsArgs, screen: &mut Screen) -> Result<Exit, Stop> {
    match &args.what.out {
        Some(folder) => write_site(folder, args.rules.as_deref(), screen)?,
        None if args.what.diagnostics => screen.print(&reqlint_docs::diagnostics())?,
        None => screen.print(&reqlint_docs::reference())?,
    }
    screen.flush()?;
    Ok(Exit::Clean)
}

fn write_site(folder: &Path, rules: Option<&Path>, screen: &mut Screen) -> Result<(), Stop> {
    let rules = rules::load_from(rules, None)?;
    let pages = reqlint_docs::site(&rules);
    pages.iter().try_for_each(|page| write(folder, page))?;
    let index = folder.join("index.html");
    screen.print(&format!("wrote {} files; begin with {}\n", pages.len(), index.display()))?;
    Ok(())
}

fn write(folder: &Path, page: &Page) -> Result<(), Stop> {
    let path = folder.join(&page.path);
    let written = match path.parent() {
        Some(parent) => fs::create_dir_all(parent).and_then(|()| replace(&path, page.text.as_bytes())),
        None => replace(&path, page.text.as_bytes()),
    };
    written.map_err(|error| Stop::usage(format!("`{}` can't be written: {error}", path.display())))
}
