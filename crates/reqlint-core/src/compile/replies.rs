//! How a pack words its errors.

use crate::api::catalogue::EndpointIx;
use crate::base::near::suggest;
use crate::files::pack::PackSpec;
use crate::files::reply::ReplySpec;
use crate::language::{Code, Located, Sink, SourceSpan};
use crate::message::body::{Document, Syntax};
use crate::rules::pack::Pack;
use crate::rules::reply::{ReplyForm, ReplyPiece};

const NAMES: [(&str, ReplyPiece); 3] =
    [("message", ReplyPiece::Message), ("code", ReplyPiece::Code), ("status", ReplyPiece::Status)];

pub(crate) fn forms(spec: &PackSpec, pack: &Pack, sink: &mut Sink) -> Vec<ReplyForm> {
    spec.replies.iter().map(|reply| form(reply, pack, sink)).collect()
}

fn form(spec: &ReplySpec, pack: &Pack, sink: &mut Sink) -> ReplyForm {
    let mut endpoints = Vec::new();
    for name in &spec.endpoints {
        match pack.catalogue.endpoints.iter().position(|e| e.id == name.value) {
            Some(index) => endpoints.extend(u32::try_from(index).ok().map(EndpointIx)),
            None => sink.unknown(
                Code::UnknownEndpoint,
                "endpoint",
                name,
                pack.catalogue.endpoints.iter().map(|e| e.id.as_str()),
            ),
        }
    }
    let body = pieces(&spec.body, sink);
    let is_right = body.is_some();
    let form = ReplyForm {
        hosts: hosts(&spec.hosts, pack, sink),
        endpoints,
        tags: tags(&spec.tags, pack, sink),
        statuses: spec.statuses.clone(),
        content_type: spec.content_type.clone(),
        body: body.unwrap_or_default(),
    };
    if is_right {
        check_filled(&form, spec.body.place, sink);
    }
    form
}

/// Reports a template that, filled in, isn't what its Content-Type says: no answer could match it.
fn check_filled(form: &ReplyForm, place: SourceSpan, sink: &mut Sink) {
    let Some(syntax) = Syntax::of_media_type(form.content_type.as_bytes()) else { return };
    let mut document = Document::default();
    document.read(form.fill(400, "m", "c").as_bytes(), syntax);
    if let Some(error) = document.error {
        let message =
            format!("with its placeholders filled in, this body is not valid {}: {}", syntax.says(), error.message);
        let help =
            "close all brackets and quotes; {{message}}, {{code}} and {{status}} are replaced by text".to_owned();
        sink.error(Code::InvalidReply, place, message, Some(help));
    }
}

/// Indices of the pack's hosts; an unknown one is reported.
pub(super) fn hosts(names: &[Located<String>], pack: &Pack, sink: &mut Sink) -> Vec<usize> {
    let mut hosts = Vec::new();
    for name in names {
        match pack.host_names.iter().position(|h| h.eq_ignore_ascii_case(&name.value)) {
            Some(host) => hosts.push(host),
            None if name.value.contains('/') => {
                let help = "write the name alone: no scheme, port or path".to_owned();
                sink.error(Code::InvalidHost, name.place, format!("`{}` is not a valid host", name.value), Some(help));
            }
            None => sink.unknown(Code::UnknownHost, "host", name, pack.host_names.iter().map(String::as_str)),
        }
    }
    hosts
}

/// Tags that some endpoint has; an unknown one is reported.
pub(super) fn tags(names: &[Located<String>], pack: &Pack, sink: &mut Sink) -> Vec<String> {
    let known = || pack.catalogue.endpoints.iter().flat_map(|e| &e.tags).map(String::as_str);
    for tag in names {
        if !known().any(|k| k == tag.value) {
            let message = format!("no endpoint has the tag `{}`", tag.value);
            sink.error(Code::UnknownTag, tag.place, message, suggest(&tag.value, known()));
        }
    }
    names.iter().map(|t| t.value.clone()).collect()
}

/// `None` if a placeholder is wrong, which was reported.
fn pieces(body: &Located<String>, sink: &mut Sink) -> Option<Vec<ReplyPiece>> {
    let (mut pieces, mut is_right) = (Vec::new(), true);
    let mut rest = body.value.as_str();
    while let Some((before, after)) = rest.split_once("{{") {
        pieces.push(ReplyPiece::Text(before.to_owned()));
        let Some((name, after)) = after.split_once("}}") else {
            let help = "write {{message}}, {{code}} or {{status}}".to_owned();
            sink.error(Code::InvalidTemplate, body.place, "`{{` is never closed", Some(help));
            return None;
        };
        match NAMES.iter().find(|(n, _)| *n == name) {
            Some((_, piece)) => pieces.push(piece.clone()),
            None => {
                let help = suggest(name, NAMES.iter().map(|(n, _)| *n));
                sink.error(Code::UnknownPlaceholder, body.place, format!("unknown placeholder `{{{{{name}}}}}`"), help);
                is_right = false;
            }
        }
        rest = after;
    }
    pieces.push(ReplyPiece::Text(rest.to_owned()));
    is_right.then_some(pieces)
}
