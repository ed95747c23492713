//! `reqlint rules new`: writes a rule file to start from, which passes `reqlint rules test` as it is.

mod questions;
mod template;

use crate::host::exit::{Exit, Stop};
use crate::host::replacement::create;
use crate::host::screen::Screen;
use crate::project::load as rules;
use clap::ValueEnum;
use questions::Questions;
use reqlint_core::Loaded;
use reqlint_formats::examples;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use template::Draft;

/// Write a rule file to start from: commented, with an example that fails and one that passes. Asks for what isn't given.
#[derive(Debug, clap::Args)]
pub(crate) struct NewArgs {
    /// The pack's folder. Without a `pack.toml` in it, one is written.
    #[arg(long, value_name = "DIR")]
    pack: Option<PathBuf>,

    /// The file's name, which names what is wrong: `token-in-quotes`.
    #[arg(long)]
    id: Option<String>,

    /// What the API answers: 400 to 599.
    #[arg(long, value_name = "N")]
    status: Option<u16>,

    /// A sentence that says what should hold.
    #[arg(long)]
    title: Option<String>,

    /// What is tested.
    #[arg(long, value_enum)]
    kind: Option<Starter>,

    /// The host of a new pack.
    #[arg(long, value_name = "NAME")]
    host: Option<String>,
}

/// What a rule can start as. Every other kind is one edit away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Starter {
    /// A header must be there.
    HeaderRequired,
    /// A header's value follows a template.
    HeaderSyntax,
    /// What must be percent-encoded in the URL.
    Encoding,
    /// The URL has no part that it should not have.
    UrlForm,
    /// The body is what Content-Type says.
    BodyFormat,
    /// A header, parameter or body member has a certain value.
    Value,
}

/// Runs the command.
pub(crate) fn run(args: &NewArgs, screen: &mut Screen) -> Result<Exit, Stop> {
    let mut ask = Questions::new(screen);
    let folder = match &args.pack {
        Some(folder) => folder.clone(),
        None => PathBuf::from(ask.text("the pack's folder", "--pack", "rules/shop")?),
    };
    let is_new_pack = !folder.join("pack.toml").is_file();
    let host = match (&args.host, is_new_pack) {
        (Some(host), _) => Some(host.clone()),
        (None, true) => Some(ask.text("the host that the API answers on", "--host", "api.shop.example")?),
        (None, false) => None,
    };
    let title = match &args.title {
        Some(title) => title.clone(),
        None => ask.text("what should hold, as a sentence", "--title", "The request has an X-Key header")?,
    };
    let status = match args.status {
        Some(status) => status,
        None => ask.read("what the API answers when it doesn't", "--status", "401", |text| text.parse().ok())?,
    };
    let kind = match args.kind {
        Some(kind) => kind,
        None => ask.read(&kinds(), "--kind", "header-required", |text| Starter::from_str(text, true).ok())?,
    };
    let id = match &args.id {
        Some(id) => id.clone(),
        None => ask.text("a name for what is wrong", "--id", &template::id(&title))?,
    };
    if !(400..=599).contains(&status) {
        return Err(Stop::usage(format!("{status} is not an error status: use 400 to 599")));
    }
    if id.is_empty() || !id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
        return Err(Stop::usage(format!(
            "`{id}` is not a valid id: use lower-case letters, digits and `-`, such as token-in-quotes"
        )));
    }
    if let Some(host) = host.filter(|_| is_new_pack) {
        write(&folder.join("pack.toml"), &template::pack(&folder, &host), screen)?;
    }
    let path = shelf(&folder, status).join(format!("{id}.toml"));
    let draft = Draft { title: &title, status, kind, host: host_of(&folder)?, pack: &folder.to_string_lossy() };
    write(&path, &draft.text(), screen)?;
    try_out(&folder, &id, screen)
}

fn kinds() -> String {
    let names: Vec<_> = Starter::value_variants().iter().filter_map(Starter::to_possible_value).collect();
    let names: Vec<_> = names.iter().map(clap::builder::PossibleValue::get_name).collect();
    format!("what is tested: {}", names.join(", "))
}

/// The folder of a status: one that begins with its number, if there is one.
fn shelf(folder: &Path, status: u16) -> PathBuf {
    let entries = reqlint_folder::entries(folder).unwrap_or_default();
    let number = status.to_string();
    let fits = |path: &&PathBuf| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        path.is_dir() && name.split(|c: char| !c.is_ascii_digit()).next() == Some(&number)
    };
    entries.iter().find(fits).cloned().unwrap_or_else(|| folder.join(number))
}

/// The pack's first host, for the examples.
fn host_of(folder: &Path) -> Result<Option<String>, Stop> {
    let loaded = Loaded::from(rules::find(folder)?.packs);
    let hosts = loaded.rules.packs().next().map(|pack| pack.hosts().to_vec()).unwrap_or_default();
    Ok(hosts.first().map(|host| host.replacen('*', "api", 1)))
}

/// Writes a file that isn't there yet.
fn write(path: &Path, text: &str, screen: &mut Screen) -> Result<(), Stop> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| Stop::unreadable(folder, &error))?;
    }
    create(path, text.as_bytes()).map_err(|error| {
        let (why, help) = match error.kind() {
            ErrorKind::AlreadyExists => ("already exists".to_owned(), Some("choose another --id".to_owned())),
            _ => (format!("can't be written: {error}"), None),
        };
        Stop::Usage { message: format!("`{}` {why}", path.display()), help }
    })?;
    screen.print(&format!("wrote {}\n", path.display()))?;
    Ok(())
}

/// Runs the new rule's examples, as `reqlint rules test` does.
fn try_out(folder: &Path, id: &str, screen: &mut Screen) -> Result<Exit, Stop> {
    let loaded = Loaded::from(rules::find(folder)?.packs);
    let rule = loaded.rules.rules().find(|rule| rule.id().rsplit('/').next() == Some(id));
    let runs = rule.map(|rule| examples::run(&loaded.rules, rule)).unwrap_or_default();
    screen.flush()?;
    if runs.is_empty() || !runs.iter().all(examples::ExampleRun::is_right) {
        if !loaded.errors.is_empty() {
            return Err(Stop::Diagnostics(loaded.errors));
        }
        return Ok(Exit::Broken);
    }
    screen.print("its examples are validated; now make them yours, and run\n")?;
    screen.print(&format!("  reqlint rules test {} --watch\n", folder.display()))?;
    screen.flush()?;
    Ok(Exit::Clean)
}
