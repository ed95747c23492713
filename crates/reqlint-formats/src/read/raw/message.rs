//! A request and the response that follows it.

use super::below::{self, Answers};
use super::body::{RequestBody, Whence, decoded, pass_body, request_body};
use super::command::Commands;
use super::cursor::Cursor;
use super::editor::{self, Sender, Special};
use super::fields;
use super::talk::pass_talk;
use super::{Dialect, arranged, command, console, pseudo, request_line, script, status_line};
use crate::read::bounds::MAX_BODY;
use crate::read::files::Files;
use crate::record::place::{Note, Trouble};
use crate::record::typed::Syntax;
use crate::record::{Record, SourceMap, Typed};
use reqlint_core::{Body, Exchange, Headers, Request, Response, Visibility};
use std::borrow::Cow;

/// What a section holds.
pub(super) enum Found<'a> {
    Request(Box<Record<'a>>),
    /// What commands of curl come to, which is at least one request or an error.
    Commands(Vec<Result<Record<'a>, Trouble>>),
}

/// Reads what a section holds; `None` when that is nothing but blank lines and comments.
pub(super) fn record<'a>(
    cursor: &mut Cursor<'a>,
    id: Option<String>,
    dialect: Dialect,
    files: Option<&Files<'_>>,
    (commands, answers): (Option<Commands>, Option<Answers>),
) -> Result<Option<Found<'a>>, Trouble> {
    let mut notes = Vec::new();
    pass_preamble(cursor, &mut notes);
    let Some(line) = cursor.line() else { return Ok(None) };
    let place = cursor.place(line.start);
    if let Some(commands) = commands.filter(|_| command::begins(line.text)) {
        return Ok(Some(Found::Commands(command::read(cursor, &line, commands, files, id.as_deref()))));
    }
    let mut request_line = match pseudo::stands_here(&line) {
        true => None,
        false => Some(request_line::read(cursor, &line, dialect.takes_paths(), &mut notes)?),
    };
    let mut more = Vec::new();
    let mut sender = Sender::Wire;
    let mut special = None;
    if let Some(request_line) = &mut request_line {
        cursor.pass(&line);
        let target = cursor.slice(request_line.target.clone());
        let method = request_line.method.clone().map_or(&b""[..], |range| cursor.slice(range));
        sender = Sender::of(request_line, method, target, cursor.line().map_or(b"", |line| line.text), dialect.is_file);
        special = request_line.method.clone().and_then(|method| Special::of(cursor.slice(method)));
        if let Some(Special::Other(what)) = special {
            let help = "only requests over HTTP are read";
            return Err(Trouble::new(place, format!("this is {what}, which is not read")).help(help));
        }
        more = arranged::rest_of_query(cursor, request_line, &mut notes);
    }
    let mut fields = fields::read(cursor, sender, &mut notes)?;
    let is_query = matches!(special, Some(Special::Query)) || arranged::editor_query(&mut fields);
    let has_host = fields.get("host").is_some();
    let in_editor = sender == Sender::Editor && !has_host;
    let has_spread = (in_editor || dialect.is_file) && arranged::take_spread(&mut fields, &mut notes);
    let encoded = if sender == Sender::Editor { editor::encode_credentials(&mut fields) } else { None };
    if let Some(place) = encoded {
        let message = "an editor encodes the user and the password of Basic: taken as it sends them".to_owned();
        notes.push(Note { place: cursor.place(place), message });
    }
    let pseudo = pseudo::take(&mut fields);
    if pseudo.is_any() {
        notes.push(Note { place, message: "HTTP/2 pseudo-headers: taken as the request line and Host".to_owned() });
    }
    let section = cursor.end_of_section();
    let method =
        request_line.as_ref().map_or(pseudo.method, |line| line.method.clone().map(|range| cursor.slice(range)));
    let below = answers.and_then(|answers| below::take(cursor, method, &fields, dialect, answers));
    let RequestBody { mut body, place: mut body_place, end, is_laid_out } =
        request_body(cursor, &fields, Whence { sender, in_editor, dialect }, files, &mut notes)?;
    let is_query =
        is_query || (in_editor || dialect.is_file) && arranged::is_bare_query(&fields, &body, place, &mut notes);
    if in_editor {
        arranged::leave_length(&mut fields, &body, place, &mut notes);
    }
    if is_query && editor::names_query(body.bytes()) {
        notes.push(Note { place, message: "the file of the GraphQL query isn't read".to_owned() });
        (body, body_place) = (Body::Unread, None);
    } else if is_query && !body.bytes().is_empty() {
        notes.push(Note { place, message: "GraphQL: the body is the JSON that an editor makes of it".to_owned() });
        (body, body_place) = (Body::Whole(Cow::Owned(editor::query(body.bytes()))), None);
    }
    if matches!(special, Some(Special::Messages)) {
        let message = "a handshake for a WebSocket: what comes below are its messages".to_owned();
        notes.push(Note { place, message });
        (body, body_place) = (Body::Absent, None);
    }
    let written_body = body_place.clone();
    if sender == Sender::Console && !body.bytes().is_empty() {
        let target = request_line.as_ref().map_or(&b""[..], |line| cursor.slice(line.target.clone()));
        (body, body_place) = console::sent(body, body_place, target, &mut fields, place, &mut notes);
    }
    let is_told = below.is_some();
    let response_start = cursor.at();
    let (response, unheaded) = match below {
        Some(below) => {
            below.note(cursor.place(response_start), &mut notes);
            cursor.jump(section);
            (below.answer, below.body)
        }
        None => (response(cursor, &mut notes)?, None),
    };
    cursor.pass_blank_lines();
    let response_range = (response.is_some() && !is_told).then(|| response_start..cursor.at());

    let method = match &special {
        Some(Special::Query) => Some(&b"POST"[..]),
        Some(Special::Messages) => Some(&b"GET"[..]),
        _ => method,
    };
    let target = request_line.as_ref().map(|line| cursor.slice(line.target.clone())).or(pseudo.path);
    let added = target.filter(|_| in_editor);
    let host = added.and_then(editor::host_of);
    let is_host = host.is_some();
    let (host, target) = match (host.or_else(|| added.and_then(editor::unfilled_host)), target) {
        (Some(length), Some(target)) => {
            let message = if is_host {
                "the URL has no scheme: taken as http"
            } else {
                "the URL begins with what is no host yet"
            };
            notes.push(Note { place, message: message.to_owned() });
            (target.get(..length), target.get(length..))
        }
        (_, target) => (None, target),
    };
    let target = target.map(|target| {
        let is_short = host.is_some() || sender == Sender::Console;
        let slash: &[u8] = if is_short && !target.starts_with(b"/") { b"/" } else { b"" };
        let whole = if slash.is_empty() && more.is_empty() {
            Cow::Borrowed(target)
        } else {
            Cow::Owned([slash, target, &more].concat())
        };
        editor::plain_placeholders(&whole).map_or(whole, Cow::Owned)
    });
    if sender == Sender::Console {
        let message = "taken as in Kibana's console, which adds Host, Content-Type and a slash in front".to_owned();
        notes.push(Note { place, message });
    }
    let Some(target) = target else {
        let help = "write a request line in front: `GET /path HTTP/1.1`";
        return Err(Trouble::new(place, "neither a request line nor `:path`").help(help));
    };
    // where only a path is written, nothing is left to an editor
    let is_bare = request_line.is_some() && target.starts_with(b"/") && sender == Sender::Wire;
    // who writes a body directly below the request line shows no headers
    let is_short =
        fields.list.is_empty() && fields.is_cut && request_line.as_ref().is_some_and(|line| line.version.is_none());
    if is_short {
        notes.push(Note { place, message: "the request's headers aren't told".to_owned() });
    }
    let version = match request_line.as_ref().and_then(|line| line.version.clone()).map(|range| cursor.slice(range)) {
        // so tools show a request that has no request line
        Some(b"HTTP/2" | b"HTTP/3") => None,
        Some(version) => Some(Cow::Borrowed(version)),
        None => is_bare.then(Cow::default),
    };
    let request = Request {
        method: Cow::Borrowed(method.unwrap_or(b"GET")),
        target,
        scheme: match host {
            Some(_) if is_host => Some(Cow::Borrowed("http")),
            _ => pseudo.scheme.and_then(|scheme| std::str::from_utf8(scheme).ok()).map(Cow::Borrowed),
        },
        authority: host.or(pseudo.authority).filter(|_| !has_host).map(Cow::Borrowed),
        version,
        without_colon: fields.without_colon(),
        headers: Headers::Fields(fields.list),
        body,
    };
    // A URL without a Host header is how editors and tools write a request: they add the rest as they send it.
    let is_added = sender != Sender::Wire && !has_host;
    let shows = Visibility {
        connection_headers: !is_added && (has_host || request.authority.is_none()),
        headers: sender != Sender::Console && !is_short && !matches!(special, Some(Special::Messages)) && !has_spread,
        // an editor encodes what a URL can't hold
        raw_target: !(is_added && sender == Sender::Editor),
        framing_headers: !is_laid_out,
        ..Visibility::ALL
    };
    // a target over several lines is nowhere in the text as it is sent
    let is_whole = fields.places.len() == request.headers.iter().count();
    let is_literal =
        matches!(request.target, Cow::Borrowed(_)) && special.is_none() && !is_query && encoded.is_none() && is_whole;
    // what a console sends is written otherwise
    let typed = request_line.as_ref().filter(|_| sender == Sender::Console && !is_literal).map(|line| Typed {
        url: Some(line.target.clone()),
        method: line.method.clone(),
        body: written_body,
        syntax: Syntax::Written,
        ..Typed::default()
    });
    let map = request_line.filter(|_| is_literal).and_then(|line| {
        let target = line.target.start + host.map_or(0, <[u8]>::len)..line.target.end;
        Some(SourceMap {
            text: Cow::Borrowed(cursor.whole()),
            request_line: line.line,
            method: line.method?,
            target,
            headers: fields.places,
            body: body_place,
            end,
            response: response_range,
        })
    });
    notes.sort_by_key(|note| note.place);
    let exchange = Exchange { request, response, now: None, shows, ..Exchange::default() };
    Ok(Some(Found::Request(Box::new(Record { id, map, typed, unheaded, ..Record::new(place, exchange, notes) }))))
}

/// Reads a response before which there is no request; of several (`curl -iL`) the last. The request isn't shown.
pub(super) fn answer<'a>(cursor: &mut Cursor<'a>) -> Result<Option<Record<'a>>, Trouble> {
    let mut notes = Vec::new();
    pass_preamble(cursor, &mut notes);
    let Some(line) = cursor.line() else { return Ok(None) };
    let place = cursor.place(line.start);
    let mut last = None;
    while let Some(next) = response(cursor, &mut notes)? {
        last = Some(next);
        cursor.pass_blank_lines();
    }
    let response = last.ok_or_else(|| {
        Trouble::new(place, "the first line of this response has no status")
            .help("write it as `HTTP/1.1 403 Forbidden`")
    })?;
    let request = Request { body: Body::Unread, ..Request::default() };
    let exchange = Exchange { request, response: Some(response), ..Exchange::default() };
    Ok(Some(Record::new(place, exchange, notes)))
}

/// Blank lines, comments, rules and fences, and the variables and scripts of editors.
fn pass_preamble(cursor: &mut Cursor<'_>, notes: &mut Vec<Note>) {
    while let Some(line) = cursor.line() {
        let text = line.text.trim_ascii_start();
        if script::begins(text) {
            notes.push(Note { place: cursor.place(line.start), message: "an editor script: it is not run".to_owned() });
            script::pass(cursor);
            continue;
        }
        if script::begins_block(text) {
            notes.push(Note { place: cursor.place(line.start), message: "an editor script: it is not run".to_owned() });
            script::pass_to(cursor, "}}");
            continue;
        }
        if text.starts_with(b"/*") {
            script::pass_to(cursor, "*/");
            continue;
        }
        if editor::is_fragment(text) {
            script::pass_to(cursor, "");
            continue;
        }
        let is_variable = text.starts_with(b"@") || script::is_named(text) || script::is_assertion(text);
        let is_comment = text.starts_with(b"#") || text.starts_with(b"//");
        if !(is_variable || is_comment || text.is_empty() || script::is_rule_or_fence(text)) {
            break;
        }
        cursor.pass(&line);
    }
    pass_talk(cursor, notes);
}

/// The response that begins here. An interim one (`100 Continue`) gives way to the next.
fn response<'a>(cursor: &mut Cursor<'a>, notes: &mut Vec<Note>) -> Result<Option<Response<'a>>, Trouble> {
    let mut last = None;
    while let Some(line) = cursor.line() {
        let Some(status) = status_line::status(line.text) else {
            if status_line::begins(line.text) {
                let message = "the first line of this response has no status: the response is left out".to_owned();
                notes.push(Note { place: cursor.place(line.start), message });
                cursor.jump(cursor.end_of_section());
            }
            break;
        };
        cursor.pass(&line);
        let fields = fields::read(cursor, Sender::Wire, notes)?;
        if (100..200).contains(&status) {
            cursor.pass_blank_lines();
            last = Some(Response { status, headers: Headers::Fields(fields.list), body: Body::Absent });
            continue;
        }
        let range = pass_body(cursor, &fields, Whence::WIRE, &mut Vec::new()).range;
        let body = if range.len() > MAX_BODY {
            Body::Truncated(Cow::Borrowed(cursor.slice(range.start..range.start + MAX_BODY)))
        } else {
            decoded(cursor, range, &fields, notes).0
        };
        return Ok(Some(Response { status, headers: Headers::Fields(fields.list), body }));
    }
    Ok(last)
}
