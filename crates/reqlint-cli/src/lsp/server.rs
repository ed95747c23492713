//! The conversation with an editor.

use super::workspace::{Document, Workspace};
use super::{complete, diagnostics, hover, lens, place};
use lsp_server::{Connection, ErrorCode, Message, Notification, ProtocolError, Request, Response};
use lsp_types::notification::{
    DidChangeTextDocument, DidCloseTextDocument, DidOpenTextDocument, DidSaveTextDocument, Notification as _,
    PublishDiagnostics, ShowMessage,
};
use lsp_types::request::{CodeLensRequest, Completion, ExecuteCommand, GotoDefinition, HoverRequest, Request as _};
use lsp_types::{
    CodeLensParams, CompletionParams, Diagnostic, DidChangeTextDocumentParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, ExecuteCommandParams, GotoDefinitionParams, HoverParams, MessageType,
    PublishDiagnosticsParams, ShowMessageParams, TextDocumentPositionParams, Uri,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use std::str::FromStr;

/// What is known of an editor's files.
pub(super) struct Server<'c> {
    connection: &'c Connection,
    workspace: Workspace,
    /// Whether a file changed since the packs were read.
    is_stale: bool,
    /// Files that the editor shows mistakes of.
    marked: BTreeSet<String>,
}

impl<'c> Server<'c> {
    pub(super) fn new(connection: &'c Connection) -> Self {
        Self { connection, workspace: Workspace::default(), is_stale: false, marked: BTreeSet::new() }
    }

    /// Answers until the editor ends the conversation.
    pub(super) fn serve(mut self) -> Result<(), ProtocolError> {
        while let Ok(message) = self.connection.receiver.recv() {
            match message {
                Message::Request(request) => {
                    if self.connection.handle_shutdown(&request)? {
                        return Ok(());
                    }
                    self.refresh();
                    let response = self.answer(request);
                    self.send(Message::Response(response));
                }
                Message::Notification(notification) => {
                    self.hear(notification);
                    // while a person types, only the last state counts
                    if self.connection.receiver.is_empty() {
                        self.refresh();
                    }
                }
                Message::Response(_) => {}
            }
        }
        Ok(())
    }

    fn hear(&mut self, Notification { method, params }: Notification) {
        match method.as_str() {
            DidOpenTextDocument::METHOD => {
                let Ok(opened) = serde_json::from_value::<DidOpenTextDocumentParams>(params) else { return };
                self.take(&opened.text_document.uri, opened.text_document.text);
            }
            DidChangeTextDocument::METHOD => {
                let Ok(changed) = serde_json::from_value::<DidChangeTextDocumentParams>(params) else { return };
                let Some(path) = place::path(&changed.text_document.uri) else { return };
                self.workspace.change(&path, changed.content_changes);
            }
            DidCloseTextDocument::METHOD => {
                let Ok(closed) = serde_json::from_value::<DidCloseTextDocumentParams>(params) else { return };
                if let Some(path) = place::path(&closed.text_document.uri) {
                    self.workspace.close(&path);
                }
            }
            DidSaveTextDocument::METHOD | "workspace/didChangeWatchedFiles" => {}
            _ => return,
        }
        self.is_stale = true;
    }

    fn take(&mut self, uri: &Uri, text: String) {
        if let Some(path) = place::path(uri) {
            self.workspace.open(path, text);
        }
    }

    /// Reads the packs again if a file changed, and says what is wrong with them.
    fn refresh(&mut self) {
        if !std::mem::take(&mut self.is_stale) {
            return;
        }
        self.workspace.refresh();
        let found: Vec<_> = self.workspace.shelves().flat_map(diagnostics::diagnostics).collect();
        let now: BTreeSet<String> = found.iter().map(|(path, _)| path.clone()).collect();
        let fixed: Vec<_> = self.marked.difference(&now).map(|path| (path.clone(), Vec::new())).collect();
        for (path, diagnostics) in fixed.into_iter().chain(found) {
            self.mark(&path, diagnostics);
        }
        self.marked = now;
    }

    fn mark(&self, path: &str, diagnostics: Vec<Diagnostic>) {
        if let Some(uri) = place::uri(Path::new(path)) {
            let params = PublishDiagnosticsParams { uri, diagnostics, version: None };
            self.tell(PublishDiagnostics::METHOD, json!(params));
        }
    }

    fn answer(&self, Request { id, method, params }: Request) -> Response {
        let answer = match method.as_str() {
            Completion::METHOD => read(params).map(|params: CompletionParams| {
                json!(self.at(&params.text_document_position, complete::complete).unwrap_or_default())
            }),
            HoverRequest::METHOD => read(params).map(|params: HoverParams| {
                json!(self.at(&params.text_document_position_params, hover::hover).flatten())
            }),
            GotoDefinition::METHOD => read(params).map(|params: GotoDefinitionParams| {
                json!(self.at(&params.text_document_position_params, hover::definition).flatten())
            }),
            CodeLensRequest::METHOD => read(params).map(|params: CodeLensParams| {
                let uri = &params.text_document.uri;
                json!(self.document(uri).map(|document| lens::lenses(document, uri)).unwrap_or_default())
            }),
            ExecuteCommand::METHOD => read(params).map(|params: ExecuteCommandParams| self.execute(&params)),
            other => {
                let message = format!("unsupported request {other}");
                return Response::new_err(id, ErrorCode::MethodNotFound as i32, message);
            }
        };
        match answer {
            Ok(answer) => Response::new_ok(id, answer),
            Err(message) => Response::new_err(id, ErrorCode::InvalidParams as i32, message),
        }
    }

    /// Runs the command of a lens: shows how the example went, and gives that as text.
    fn execute(&self, params: &ExecuteCommandParams) -> Value {
        let [uri, line] = params.arguments.as_slice() else { return Value::Null };
        let uri = uri.as_str().and_then(|uri| Uri::from_str(uri).ok());
        let line = line.as_u64().and_then(|line| usize::try_from(line).ok());
        let document = uri.as_ref().and_then(|uri| self.document(uri));
        let ran = document.zip(line).and_then(|(document, line)| lens::run(document, line));
        let Some((is_right, message)) = ran.filter(|_| params.command == lens::COMMAND) else { return Value::Null };
        let typ = if is_right { MessageType::INFO } else { MessageType::WARNING };
        let answer = json!(message);
        self.tell(ShowMessage::METHOD, json!(ShowMessageParams { typ, message }));
        answer
    }

    fn document(&self, uri: &Uri) -> Option<Document<'_>> {
        self.workspace.document(&place::path(uri)?)
    }

    /// What a place in an open file gives.
    fn at<T>(&self, at: &TextDocumentPositionParams, find: fn(Document<'_>, usize) -> T) -> Option<T> {
        let document = self.document(&at.text_document.uri)?;
        Some(find(document, place::offset(document.text, at.position)))
    }

    fn tell(&self, method: &str, params: Value) {
        self.send(Message::Notification(Notification { method: method.to_owned(), params }));
    }

    fn send(&self, message: Message) {
        // an editor that listens no more will say nothing either, which ends the loop
        let _ = self.connection.sender.send(message);
    }
}

fn read<T: serde::de::DeserializeOwned>(params: Value) -> Result<T, String> {
    serde_json::from_value(params).map_err(|error| error.to_string())
}
