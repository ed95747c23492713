//! One mistake in `pack.toml` or in a catalogue is said once, and first; what rests on it is counted.

use crate::run::{Folder, Ran};
use std::fmt::Write;

const PACK: &str = "title = 'Parcel'\nhosts = ['api.parcel.example']\n";
const ENDPOINTS: &str = "[[endpoint]]\nid = 'create'\nmethod = 'POST'\npath = '/v1/parcels'\n\
[endpoint.fields.body]\nweight = { required = true, is = 'integer' }\nrecipient = { required = true }\n\
'recipient.name' = { required = true }\n\
[[endpoint]]\nid = 'get'\nmethod = 'GET'\npath = '/v1/parcels/{id}'\n[endpoint.fields.path]\nid = { is = 'integer' }\n";

/// A pack of forty rules that all rest on hosts and endpoints.
fn parcel(test: &str, pack: &[u8], endpoints: &str) -> Folder {
    let mut folder = Folder::new(&format!("causes-{test}")).with("parcel/pack.toml", pack);
    folder = folder.with("parcel/endpoints/parcels.toml", endpoints);
    let head = "POST /v1/parcels HTTP/1.1\nHost: api.parcel.example\nContent-Type: application/json\n";
    for number in 0..40 {
        let scope = match number % 4 {
            0 => "applies-to.endpoints = 'create'\n",
            1 => "applies-to.hosts = 'api.parcel.example'\n",
            2 => "applies-to.methods = 'POST'\n",
            _ => "",
        };
        let check = match number % 3 {
            0 => "check.required-fields = { in = 'body', fields = 'weight' }",
            1 => "check.value = { of = 'body.weight', present = true }",
            _ => "check.header-required = { header = 'X-Number' }",
        };
        let mut rule = format!("title = 'Rule {number}'\nstatus = 422\nwhy = '{number}'\n{scope}");
        let passing = format!("{head}X-Number: 1\n\n{{\"weight\": 1, \"recipient\": {{\"name\": \"a\"}}}}");
        // no two rules are the same
        let check = check.replace("X-Number", &format!("X-Number{number}"));
        let passing = passing.replace("X-Number", &format!("X-Number{number}"));
        let _ = write!(
            rule,
            "{check}\n[[example]]\nfail = '''\n{head}\n{{\"recipient\": {{\"name\": \"a\"}}}}\n'''\npass = '''\n{passing}\n'''\n"
        );
        if number % 3 == 2 || number < 6 {
            folder = folder.with(&format!("parcel/422/rule-{number}.toml"), rule);
        }
    }
    folder
}

fn ran(test: &str, pack: &[u8], endpoints: &str) -> Ran {
    parcel(test, pack, endpoints).run(&["rules", "test", "parcel"])
}

#[test]
fn the_pack_is_right_as_it_is() {
    let ran = ran("right", PACK.as_bytes(), ENDPOINTS);
    assert!(ran.exit == 0 && ran.err.is_empty(), "{ran:?}");
}

#[test]
fn a_cause_comes_first_and_alone() {
    let utf_16: Vec<u8> = [0xff, 0xfe].into_iter().chain(PACK.bytes().flat_map(|byte| [byte, 0])).collect();
    let pack = |from: &str, to: &str| PACK.replace(from, to).into_bytes();
    let endpoints = |from: &str, to: &str| ENDPOINTS.replacen(from, to, 1);
    let slips: [(&str, Vec<u8>, String, &str); 11] = [
        ("host", pack("'api.", "'https://api."), ENDPOINTS.into(), "is not a valid host"),
        ("hosts", pack("hosts", "host"), ENDPOINTS.into(), "unknown key `host`"),
        ("utf-16", utf_16, ENDPOINTS.into(), "not encoded as UTF-8"),
        ("unquoted", pack("'Parcel'", "Parcel"), ENDPOINTS.into(), "must be quoted"),
        (
            "escape",
            format!("{PACK}[pattern.x]\nsays = 'x'\nregex = \"\\d\"\n").into_bytes(),
            ENDPOINTS.into(),
            "backslash",
        ),
        ("format", PACK.into(), endpoints("'integer'", "'int'"), "unknown pattern or format `int`"),
        ("twice", PACK.into(), endpoints("'get'", "'create'"), "the endpoint `create` is also in"),
        ("path", PACK.into(), endpoints("'/v1/parcels'", "'v1/parcels'"), "error[E0602]"),
        ("method", PACK.into(), endpoints("method = 'POST'", "metod = 'POST'"), "unknown key `metod`"),
        ("id", PACK.into(), endpoints("'create'", "'creat'"), "error["),
        ("dotted", PACK.into(), endpoints("'recipient.name'", "recipient.name"), "must be in quotes"),
    ];
    for (test, pack, endpoints, said) in slips {
        let ran = ran(test, &pack, &endpoints);
        let first = ran.err.split("\n\n").next().unwrap();
        assert!(ran.exit == 2 && first.contains(said), "{test}:\n{}{}", ran.err, ran.out);
        if test == "id" {
            // a name that is nearly the one that is used is the rule's mistake as much as the catalogue's
            continue;
        }
        assert!(ran.errors() <= 3, "{test}:\n{}{}", ran.err, ran.out);
        assert!(ran.err.lines().count() + ran.out.lines().count() < 32, "{test}:\n{}{}", ran.err, ran.out);
        assert!(!ran.out.contains("error["), "{test}: an example that rests on it is drawn\n{}", ran.out);
    }
}

#[test]
fn what_rests_on_it_is_counted() {
    let ran = ran("counted", PACK.replace("'api.", "'https://api.").as_bytes(), ENDPOINTS);
    assert!(
        ran.err.contains("depend on what is wrong in `parcel`: their examples count once that is fixed"),
        "{}",
        ran.err
    );
    let last = ran.out.trim();
    assert!(last.contains(" not run") && last.lines().count() == 1, "{}", ran.out);
}
