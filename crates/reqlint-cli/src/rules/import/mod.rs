//! `reqlint rules import`: a pack from what is known of an API.

mod folder;
mod host;
mod record;

use crate::host::exit::{Exit, Stop};
use crate::host::screen::Screen;
use crate::project::load as rules;
use clap::Subcommand;
use folder::{Change, Folder};
use reqlint_core::Loaded;
use reqlint_folder::said;
use reqlint_formats::{Place, ReadError};
use reqlint_import::{Framework, Har, ImportError, Imported, Options};
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

/// How much of one file is read; the importer says that it is too long.
const MAX_READ: u64 = (64 << 20) + 1;

#[derive(Debug, Subcommand)]
pub(crate) enum ImportCommand {
    Openapi(OpenapiArgs),
    Postman(PostmanArgs),
    Har(HarArgs),
}

/// Make a pack from a description in OpenAPI 3.0 to 3.2 or Swagger 2.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Writes pack.toml, the endpoints of each tag, rules with the statuses that the description gives, and a \
report of what the pack doesn't hold. Importing again replaces files that are as they were written, keeps those changed by hand, and \
shows what would be different.\n\n\
Exit status: 0 the pack is written; 2 the description can't be read, or the pack can't be loaded."
)]
pub(crate) struct OpenapiArgs {
    /// The description, in JSON or YAML; it may refer to other files.
    #[arg(value_name = "FILE")]
    file: PathBuf,

    #[command(flatten)]
    pack: PackArgs,

    /// The API's host, if the description names none, or another one.
    #[arg(long, value_name = "HOST")]
    host: Option<String>,

    /// Take statuses that the description doesn't give, and how errors are worded, from this web framework, such as fastapi or nestjs.
    #[arg(long, value_name = "NAME")]
    framework: Option<String>,

    /// Test `format` of texts, such as uuid and date-time; OpenAPI calls it a remark.
    #[arg(long)]
    formats: bool,
}

/// Make a pack from a Postman collection, format 2.1 or 2.0.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Writes pack.toml, the endpoints with the parameters and members that occur in the collection, and rules that only warn: \
what a collection doesn't have may be accepted, too. No value of a request, a variable or an authorization is written, but for words of paths. Importing \
again replaces files that are as they were written, and keeps those changed by hand.\n\n\
Exit status: 0 the pack is written; 2 the collection can't be read, or the pack can't be loaded."
)]
pub(crate) struct PostmanArgs {
    /// The collection, as Postman exports it.
    #[arg(value_name = "FILE")]
    file: PathBuf,

    #[command(flatten)]
    pack: PackArgs,

    /// The host of requests in which a variable without a value has its place.
    #[arg(long, value_name = "HOST")]
    host: Option<String>,

    /// Take how errors are worded from this web framework, such as fastapi or nestjs.
    #[arg(long, value_name = "NAME")]
    framework: Option<String>,
}

/// Make a pack from the requests of recordings in HAR.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Writes pack.toml, the endpoints with the parameters and members that were seen, and rules that only warn: what wasn't seen \
may be accepted, too. Segments of paths that look like values, or vary where answers are alike, become parameters. Pages, scripts, styles and \
pictures are left out. No value of a request is written, but for words of paths. Importing again replaces files that are as they were written, and keeps those \
changed by hand.\n\n\
Exit status: 0 the pack is written; 2 a recording can't be read, or the pack can't be loaded."
)]
pub(crate) struct HarArgs {
    /// Recordings, as browsers and proxies export them.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    #[command(flatten)]
    pack: PackArgs,

    /// Look only at requests to this host, or to its subdomains: *.example.com.
    #[arg(long, value_name = "HOST")]
    host: Option<String>,

    /// Take how errors are worded from this web framework, such as fastapi or nestjs.
    #[arg(long, value_name = "NAME")]
    framework: Option<String>,
}

/// Where a pack is written, and what happens to what is there.
#[derive(Debug, clap::Args)]
struct PackArgs {
    /// The pack's folder, which gives the pack its name.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,

    /// Replace files that were changed by hand, too.
    #[arg(long)]
    force: bool,

    /// Show what would be written, and write nothing.
    #[arg(long)]
    dry_run: bool,
}

/// Runs the command.
pub(crate) fn run(command: &ImportCommand, screen: &mut Screen) -> Result<Exit, Stop> {
    match command {
        ImportCommand::Openapi(args) => openapi(args, screen),
        ImportCommand::Postman(args) => postman(args, screen),
        ImportCommand::Har(args) => har(args, screen),
    }
}

fn openapi(args: &OpenapiArgs, screen: &mut Screen) -> Result<Exit, Stop> {
    let mut options = options(&args.pack, args.host.as_deref(), args.framework.as_deref())?;
    options.formats = args.formats;
    let shown = reqlint_folder::shown(&args.file);
    let text = text(&args.file).map_err(|message| unreadable(shown.clone(), message))?;
    let home = args.file.parent().unwrap_or(Path::new("")).to_owned();
    let mut load = |path: &str| self::text(&home.join(path));
    let imported = reqlint_import::openapi(&shown, &text, &options, &mut load).map_err(stop)?;
    write(&args.pack, &imported, screen)
}

fn postman(args: &PostmanArgs, screen: &mut Screen) -> Result<Exit, Stop> {
    let options = options(&args.pack, args.host.as_deref(), args.framework.as_deref())?;
    let shown = reqlint_folder::shown(&args.file);
    let text = text(&args.file).map_err(|message| unreadable(shown.clone(), message))?;
    let imported = reqlint_import::postman(&shown, &text, &options).map_err(stop)?;
    write(&args.pack, &imported, screen)
}

fn har(args: &HarArgs, screen: &mut Screen) -> Result<Exit, Stop> {
    let options = options(&args.pack, args.host.as_deref(), args.framework.as_deref())?;
    let mut recordings = Har::new(&options);
    for path in &args.files {
        let shown = reqlint_folder::shown(path);
        let opened = is_file(path).and_then(|()| File::open(path).map_err(|error| said(&error)));
        let file = opened.map_err(|message| unreadable(shown.clone(), message))?;
        recordings.read(&shown, BufReader::new(file));
    }
    let imported = recordings.imported().map_err(stop)?;
    write(&args.pack, &imported, screen)
}

fn options(pack: &PackArgs, host: Option<&str>, framework: Option<&str>) -> Result<Options, Stop> {
    let mut options = Options::new(pack_name(&pack.out)?);
    options.host = host.map(host::name).transpose()?;
    if let Some(name) = framework {
        let framework = Framework::named(name);
        options.framework = Some(framework.map_err(|help| Stop::Usage {
            message: format!("it was not measured what `{name}` answers"),
            help: Some(help),
        })?);
    }
    Ok(options)
}

fn write(args: &PackArgs, imported: &Imported, screen: &mut Screen) -> Result<Exit, Stop> {
    let folder = Folder::read(&args.out).map_err(|error| Stop::unreadable(&args.out, &error))?;
    let changes = folder.changes(&imported.files, args.force);
    for change in &changes {
        screen.print(&change.shown(&args.out))?;
    }
    if !args.dry_run {
        for change in changes.iter().filter(|change| change.is_written()) {
            folder.apply(change).map_err(|error| Stop::unwritable(&args.out.join(change.path()), &error))?;
        }
        folder.remember(&imported.files, &changes).map_err(|error| Stop::unwritable(&args.out, &error))?;
    }
    screen.print(&summary(&changes, args.dry_run))?;
    screen.print(&format!("\n{}", imported.report.text))?;
    if !args.dry_run {
        // what was kept by hand may not fit what is new
        let found = rules::find(&args.out)?;
        let loaded = Loaded::from(found.packs);
        if !loaded.errors.is_empty() {
            screen.flush()?;
            screen.say("the pack was written, but can't be loaded:\n");
            return Err(Stop::Diagnostics(loaded.errors));
        }
        screen.print(&format!("\nTry the pack: reqlint rules test {}\n", args.out.display()))?;
    }
    screen.flush()?;
    Ok(Exit::Clean)
}

fn summary(changes: &[Change<'_>], is_dry: bool) -> String {
    let written = changes.iter().filter(|change| change.is_written()).count();
    let kept = changes.iter().filter(|change| change.is_kept()).count();
    let same = changes.len() - written - kept;
    let verb = if is_dry { "would be written" } else { "written" };
    let plural = if written == 1 { "" } else { "s" };
    let mut line = format!("{written} file{plural} {verb}");
    if same > 0 {
        line += &format!(", {same} unchanged");
    }
    if kept > 0 {
        line += &format!(", {kept} kept, since they were changed by hand (--force replaces them)");
    }
    format!("{line}\n")
}

/// The name of a pack is that of its folder, even if that isn't there yet.
fn pack_name(folder: &Path) -> Result<String, Stop> {
    let whole = if folder.is_dir() { fs::canonicalize(folder).ok() } else { None };
    let name = whole.as_deref().unwrap_or(folder).file_name().map(|name| name.to_string_lossy().into_owned());
    name.ok_or_else(|| Stop::usage(format!("`{}` is not a valid name for a pack's folder", folder.display())))
}

/// The text of a file.
///
/// # Errors
/// Why it can't be read, in plain words.
fn text(path: &Path) -> Result<String, String> {
    is_file(path)?;
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MAX_READ).read_to_end(&mut bytes));
    read.map_err(|error: io::Error| said(&error))?;
    String::from_utf8(bytes).map_err(|_| "it is not encoded as UTF-8".to_owned())
}

fn is_file(path: &Path) -> Result<(), String> {
    match fs::metadata(path).map_err(|error| said(&error))?.is_file() {
        true => Ok(()),
        false => Err("not a readable file".to_owned()),
    }
}

fn unreadable(input: String, message: String) -> Stop {
    Stop::Unreadable(vec![ReadError { input: Some(input), place: None, message, help: None }])
}

fn stop(error: ImportError) -> Stop {
    let place = error.place.as_ref().map(|(at, _)| Place { line: at.line, column: at.column });
    let read = ReadError { input: Some(error.file), place, message: error.message, help: error.help };
    match error.place {
        // of a recording, which is read in pieces, the line isn't kept
        Some((_, line)) if !line.is_empty() => Stop::Line(read, line),
        _ => Stop::Unreadable(vec![read]),
    }
}
