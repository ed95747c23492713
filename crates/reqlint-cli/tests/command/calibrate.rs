//! `reqlint rules calibrate` from outside.

use crate::run::Folder;
use serde_json::Value;

/// The shop's rule is about a missing header, with 401: each way in which an answer can agree with it, or not.
const DAY: &str = r#"{"method":"GET","url":"https://api.shop.example/orders","response":{"status":401}}
{"method":"GET","url":"https://api.shop.example/orders?api_key=s3cr3t-value-of-a-key","response":{"status":200,"body":"[]"}}
{"id":"night","method":"GET","url":"https://api.shop.example/orders","headers":{"Authorization":"KEY 1234"},"response":{"status":401}}
{"method":"GET","url":"https://api.shop.example/orders","headers":{"Authorization":"KEY 1234"},"response":{"status":304}}
{"method":"GET","url":"https://api.shop.example/orders","response":{"status":503}}
{"method":"GET","url":"https://api.shop.example/orders"}
"#;

fn shop(test: &str, recording: &str) -> Folder {
    Folder::new(test).with_copy("shop").with("day.ndjson", recording)
}

#[test]
fn each_rule_is_counted_with_an_example() {
    let ran = shop("calibrate", DAY).run(&["rules", "calibrate", "day.ndjson", "--rules", "shop"]);
    assert_eq!((ran.exit, ran.err.as_str()), (0, ""), "{}", ran.out);
    let expected = "\
6 requests, 1 without an answer
  accepted 2: an error was foretold of 1 (50.0 %)
  refused 3: 1 foretold, 1 missed, 1 that the request alone doesn't show; 2 have a cause
rules and API agree on 50.0 % (2 of 4)

shop/key-missing (401)                                          1 right · 1 wrong · 1 missed · 1 with another error
  wrong   day.ndjson:2  GET api.shop.example/orders?api_key=********
          there is no Authorization header; the API answered 200
  missed  day.ndjson:3 night  GET api.shop.example/orders
          the API answered 401
  right   day.ndjson:1  GET api.shop.example/orders
          there is no Authorization header; the API answered 401
";
    assert_eq!(ran.out, expected);
}

#[test]
fn json_has_every_count() {
    let ran =
        shop("calibrate-json", DAY).run(&["rules", "calibrate", "day.ndjson", "--rules", "shop", "--format", "json"]);
    assert!(!ran.out.contains("s3cr3t"), "{}", ran.out);
    let json: Value = serde_json::from_str(&ran.out).unwrap();
    let at = |pointer: &str| json.pointer(pointer).unwrap_or(&Value::Null).clone();
    assert_eq!(at("/schema"), "reqlint/calibration/1");
    for (pointer, number) in [
        ("/requests", 6),
        ("/unanswered", 1),
        ("/accepted/requests", 2),
        ("/accepted/wrong", 1),
        ("/refused/foretold", 1),
        ("/refused/missed", 1),
        ("/refused/open", 1),
        ("/compared", 4),
        ("/right", 2),
        ("/rules/0/right/count", 1),
        ("/rules/0/wrong/count", 1),
        ("/rules/0/missed/count", 1),
        ("/rules/0/open/count", 1),
        ("/rules/0/wrong/example/answer/status", 200),
        ("/rules/0/wrong/example/source/index", 1),
    ] {
        assert_eq!(at(pointer), number, "{pointer}");
    }
    assert_eq!(at("/agreement"), 50.0);
    assert_eq!(at("/rules/0/wrong/example/request/target"), "/orders?api_key=********");
}

#[test]
fn a_share_that_is_too_small_fails() {
    let folder = shop("calibrate-share", DAY);
    let exit =
        |least: &str| folder.run(&["rules", "calibrate", "day.ndjson", "--rules", "shop", "--fail-under", least]).exit;
    assert_eq!([exit("0"), exit("50"), exit("50.1"), exit("100%")], [0, 0, 1, 1]);
    assert_eq!([exit("101"), exit("most")], [2, 2]);
    // nothing proves anything
    folder.again("day.ndjson", "{\"method\":\"GET\",\"url\":\"https://api.shop.example/orders\"}\n");
    assert_eq!(exit("0"), 1);
}

#[test]
fn a_broken_record_stops_nothing() {
    let ran = shop("calibrate-broken", &format!("{{\"method\":1}}\n{DAY}")).run(&[
        "rules",
        "calibrate",
        "day.ndjson",
        "--rules",
        "shop",
    ]);
    assert_eq!(ran.exit, 2, "{}", ran.err);
    assert!(ran.err.starts_with("error: ") || ran.err.contains("day.ndjson:1"), "{}", ran.err);
    assert!(ran.out.contains("1 right · 1 wrong · 1 missed"), "{}", ran.out);
}

/// Of the rules of a status those that list the answer's text missed it, and none did where a question is open.
#[test]
fn an_answer_is_missed_by_the_rules_that_foretell_it() {
    let rule = |title: &str, header: &str, says: &str| {
        format!(
            "title = '{title}'\nstatus = 400\n{says}\n[check.header-required]\nheader = '{header}'\n[[example]]\n\
             fail = \"GET /orders HTTP/1.1\\nHost: api.shop.example\\n\"\n\
             pass = \"GET /orders HTTP/1.1\\nHost: api.shop.example\\n{header}: 1\\n\"\n"
        )
    };
    let pack = "title = 'Shop API'\nhosts = ['api.shop.example']\n[[reply]]\n\
                content-type = 'application/json'\nbody = '{\"error\":\"{{message}}\"}'\n";
    let line = |says: &str| {
        format!(
            "{{\"method\":\"GET\",\"url\":\"https://api.shop.example/orders\",\"headers\":{{\"X-A\":\"1\",\"X-B\":\"1\",\"X-C\":\"1\"}},\
             \"response\":{{\"status\":400,\"headers\":{{\"Content-Type\":\"application/json\"}},\"body\":\"{{\\\"error\\\":\\\"{says}\\\"}}\"}}}}\n"
        )
    };
    let folder = shop("calibrate-listed", &(line("no A") + &line("something else")))
        .with("own/pack.toml", pack)
        .with("own/400-bad-request/a.toml", rule("A is there", "X-A", "api-says = ['no A']"))
        .with("own/400-bad-request/b.toml", rule("B is there", "X-B", "api-says = ['no B']"))
        .with("own/400-bad-request/c.toml", rule("C is there", "X-C", ""));
    let ran = folder.run(&["rules", "calibrate", "day.ndjson", "--rules", "own", "--format", "json"]);
    assert_eq!(ran.exit, 0, "{}", ran.err);
    let json: Value = serde_json::from_str(&ran.out).unwrap();
    let missed: Vec<_> = json["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["rule"].clone(), row["missed"]["count"].clone()))
        .collect();
    assert_eq!(missed, [("own/a".into(), 1.into()), ("own/c".into(), 1.into())]);
}
