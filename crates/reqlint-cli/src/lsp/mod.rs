//! `reqlint lsp`: a language server for rule files and `reqlint.toml`, on standard input and output.
//!
//! Diagnostics as one types, completion of keys and of names that the pack defines, hover, go to where a name is defined,
//! and for each request of an example a lens that says how it went.
//!
//! `spot` finds out where in a file the cursor is, however broken it is; `vocabulary` what may be written there; `definitions` and
//! `workspace` what the packs define. The other modules each answer one question of an editor.

mod complete;
mod definitions;
mod diagnostics;
mod hover;
mod lens;
mod place;
mod server;
mod spot;
mod vocabulary;
mod workspace;

use crate::host::exit::{Exit, Stop};
use lsp_server::Connection;
use lsp_types::{
    CodeLensOptions, CompletionOptions, ExecuteCommandOptions, HoverProviderCapability, OneOf, ServerCapabilities,
    TextDocumentSyncCapability, TextDocumentSyncKind,
};
use server::Server;

/// Runs the server until the editor ends it.
pub(crate) fn run() -> Result<Exit, Stop> {
    let (connection, threads) = Connection::stdio();
    let spoken = speak(&connection);
    // the writing thread ends when all senders are gone
    drop(connection);
    let ended = threads.join();
    spoken.map_err(|said| Stop::usage(format!("can't understand the editor: {said}")))?;
    ended.map_err(Stop::from)?;
    Ok(Exit::Clean)
}

fn speak(connection: &Connection) -> Result<(), String> {
    let capabilities = serde_json::to_value(capabilities()).map_err(|error| error.to_string())?;
    connection.initialize(capabilities).map_err(|error| error.to_string())?;
    Server::new(connection).serve().map_err(|error| error.to_string())
}

fn capabilities() -> ServerCapabilities {
    let triggers = ["\"", ".", "=", "[", " "].map(String::from).to_vec();
    ServerCapabilities {
        text_document_sync: Some(TextDocumentSyncCapability::Kind(TextDocumentSyncKind::INCREMENTAL)),
        completion_provider: Some(CompletionOptions { trigger_characters: Some(triggers), ..Default::default() }),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        code_lens_provider: Some(CodeLensOptions { resolve_provider: Some(false) }),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: vec![lens::COMMAND.to_owned()],
            ..Default::default()
        }),
        ..Default::default()
    }
}
