//! `reqlint rules schema`: the JSON Schema of a kind of rule file.

use crate::host::exit::{Exit, Stop};
use crate::host::screen::Screen;
use clap::ValueEnum;
use reqlint_docs::schema::{FileKind, text};

/// Print the JSON Schema of a kind of file, for editors that complete and check TOML with a schema.
#[derive(Debug, clap::Args)]
pub(crate) struct SchemaArgs {
    /// The kind of file.
    #[arg(value_enum, value_name = "KIND", default_value_t)]
    kind: Kind,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Kind {
    /// A rule.
    #[default]
    Rule,
    /// `pack.toml`.
    Pack,
    /// `endpoints/<product>.toml`.
    Catalogue,
    /// `replies/<name>.toml`.
    Reply,
    /// `servers/<name>.toml`.
    Server,
    /// `reqlint.toml`.
    Project,
}

/// Runs the command.
pub(crate) fn run(args: &SchemaArgs, screen: &mut Screen) -> Result<Exit, Stop> {
    screen.print(&text(args.kind.into()))?;
    screen.flush()?;
    Ok(Exit::Clean)
}

impl From<Kind> for FileKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Rule => FileKind::Rule,
            Kind::Pack => FileKind::Pack,
            Kind::Catalogue => FileKind::Catalogue,
            Kind::Reply => FileKind::Reply,
            Kind::Server => FileKind::Server,
            Kind::Project => FileKind::Project,
        }
    }
}
