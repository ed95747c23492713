//! `reqlint rules schema`: the JSON Schema of a kind of rule file.

use crate::host::exit::{Exit, Stop};
use crate::host::screen::Screen;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use reqlint_docs::schema::{FileKind, text};

/// Print the JSON Schema of a kind of file, for editors that complete and check TOML with a schema.
#[derive(Debug, clap::Args)]
pub(crate) struct SchemaArgs {
    /// The kind of file.
    #[arg(value_name = "KIND", value_parser = kinds(), default_value = FileKind::Rule.name())]
    kind: FileKind,
}

fn kinds() -> impl TypedValueParser<Value = FileKind> {
    let values = FileKind::ALL.map(|kind| PossibleValue::new(kind.name()).help(kind.about()));
    let named = |name: String| FileKind::ALL.into_iter().find(|kind| kind.name() == name);
    PossibleValuesParser::new(values).try_map(move |name| named(name).ok_or("unknown kind"))
}

/// Runs the command.
pub(crate) fn run(args: &SchemaArgs, screen: &mut Screen) -> Result<Exit, Stop> {
    screen.print(&text(args.kind))?;
    screen.flush()?;
    Ok(Exit::Clean)
}
