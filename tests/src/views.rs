//! A request in a program and its text get the same report, except for what only one of them can show.

use crate::support::{corpus, rules};
use http::Request;
use reqlint_core::{Exchange, Outcome, Resolved};
use reqlint_formats::read::raw::read_one;

/// The request as a program would have it before sending; `None` if it couldn't.
fn in_a_program(exchange: &Exchange<'_>) -> Option<Request<Vec<u8>>> {
    let sent = &exchange.request;
    // the client writes the request line
    sent.version.as_deref().filter(|version| *version == b"HTTP/1.1")?;
    // every header of a program has a value
    sent.without_colon.is_empty().then_some(())?;
    let (Some(host), None) = (sent.headers.get("host"), sent.headers.all("host").nth(1)) else { return None };
    let host = std::str::from_utf8(host).ok()?;
    let target = std::str::from_utf8(&sent.target).ok().filter(|target| target.starts_with('/'))?;
    let mut request = Request::builder().method(&*sent.method).uri(format!("https://{host}{target}"));
    for (name, value) in sent.headers.iter() {
        let added = ["host", "content-length"].iter().any(|own| name.eq_ignore_ascii_case(own.as_bytes()));
        if !added {
            request = request.header(name, value);
        }
    }
    // a program's Host is in the URL: without any other header there is no header whose form could be checked
    request.body(sent.body.bytes().to_vec()).ok().filter(|request| !request.headers().is_empty())
}

#[test]
fn a_request_in_a_program_gets_the_report_of_its_text() {
    let mut compared = 0;
    for sample in corpus() {
        let mut written = read_one(sample.text.as_bytes()).unwrap().exchange;
        let Some(request) = in_a_program(&written) else { continue };
        let mut in_program = Exchange::from(&request);
        (written.now, in_program.now) = (Some(sample.now), Some(sample.now));
        let resolve = |exchange| {
            let report = rules().evaluate(exchange, &sample.facts);
            rules().resolve(&report, exchange, &sample.facts)
        };
        compare(&resolve(&written), &resolve(&in_program), &sample.text);
        compared += 1;
    }
    assert!(compared > 200, "only {compared} requests were compared");
}

fn compare(written: &Resolved, held: &Resolved, text: &str) {
    assert_eq!((&written.pack, &written.endpoint), (&held.pack, &held.endpoint), "{text}");
    for (of_text, of_program) in written.checklist.iter().zip(&held.checklist) {
        let either = |outcome| [of_text, of_program].iter().any(|item| item.outcome == outcome);
        // a rule that can't see its input in one of them doesn't block others there
        if either(Outcome::NOT_VISIBLE) || either(Outcome::WAITS) {
            continue;
        }
        // one whose condition it can't see passes where its check does
        if (of_text.outcome, of_program.outcome) == (Outcome::NOT_APPLYING, Outcome::Pass) {
            continue;
        }
        assert_eq!(of_text, of_program, "{text}");
        if of_text.outcome == Outcome::Fail {
            let details = |resolved: &Resolved| {
                let own = resolved.findings.iter().filter(|finding| finding.rule == of_text.rule);
                own.map(|f| (f.detail.clone(), f.location.range.clone(), f.fix.clone())).collect::<Vec<_>>()
            };
            assert_eq!(details(written), details(held), "{text}");
        }
    }
}
