//! A project: what its `reqlint.toml` says counts in the server as in the command, and survives reloads.

use crate::gate::{Api, HOST, KEY, packs, says};
use reqlint_server::{Mode, ProjectFile, ReqlintLayer, Rules, WhenUnknown};
use std::fs;
use std::path::PathBuf;
use std::time::Duration;
use tempfile::TempDir;

pub(crate) const ACCOUNT: &str = "title = 'The account is active'\nstatus = 403\n\
    check.fact = { name = 'account-status', equals = 'active' }\n\
    [[example]]\nfail = 'GET https://api.parcel.example/v1/shipments'\nfacts = { account-status = 'suspended' }\n\
    [[example]]\npass = 'GET https://api.parcel.example/v1/shipments'\nfacts = { account-status = 'active' }\n";

/// A `reqlint.toml` beside a folder of rules, in a folder that is not the working directory.
struct Shop {
    place: TempDir,
}

impl Shop {
    fn open(settings: &str) -> Self {
        let shop = Self { place: tempfile::tempdir().unwrap() };
        for file in packs().into_iter().flat_map(|pack| pack.files) {
            shop.write(&format!("rules/{}", file.path), &file.text);
        }
        shop.write("rules/parcel/403-forbidden/account-inactive.toml", ACCOUNT);
        shop.settings(settings);
        shop
    }

    fn settings(&self, text: &str) {
        self.write("reqlint.toml", &format!("rules = 'rules'\n{text}"));
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.place.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn file(&self) -> PathBuf {
        self.place.path().join("reqlint.toml")
    }
}

const KEYLESS: &str = "GET /v1/shipments HTTP/1.1\nHost: api.parcel.example";
const WITH_KEY: &str = "GET /v1/shipments HTTP/1.1\nHost: api.parcel.example\nX-Parcel-Key: 1234";
const ELSEWHERE: &str = "GET /v1/shipments HTTP/1.1\nHost: other\nX-Parcel-Key: 1234";

async fn statuses(rules: &Rules, heads: &[&str]) -> Vec<u16> {
    let address = Api::default().behind(ReqlintLayer::new(rules.clone())).await;
    let mut all = Vec::new();
    for head in heads {
        all.push(says(address, head, "").await.status);
    }
    all
}

#[tokio::test]
async fn severities_exceptions_and_literal_facts_count_and_survive_reloads() {
    let settings = "[severity]\nwarning = ['parcel/key-missing']\n\
        [facts]\naccount-status = 'suspended'\n\
        [[exception]]\nrule = 'account-inactive'\nendpoints = 'get-shipment'\nreason = 'support'\nuntil = 2999-01-01\n";
    let shop = Shop::open(settings);
    let rules = Rules::of_project(shop.file()).await.unwrap();
    let get = "GET /v1/shipments/17 HTTP/1.1\nHost: api.parcel.example\nX-Parcel-Key: 1234";
    for number in 1..4 {
        assert_eq!(rules.current().number(), number);
        // without its key the request is only warned of, so that the account decides
        assert_eq!(statuses(&rules, &[KEYLESS, WITH_KEY, get]).await, [403, 403, 200], "generation {number}");
        rules.reload_project(shop.file()).await.unwrap();
    }
    // what stays is replaced together with the file
    shop.settings("[facts]\naccount-status = 'active'\n");
    rules.reload_project(shop.file()).await.unwrap();
    assert_eq!(statuses(&rules, &[KEYLESS, WITH_KEY, get]).await, [401, 200, 200]);
    // an exception that is over is none
    shop.settings(&settings.replace("2999", "1999"));
    rules.reload_project(shop.file()).await.unwrap();
    assert_eq!(statuses(&rules, &[get]).await, [403]);
    // rules that are replaced by hand keep what the project knows
    rules.replace(rules.current().rules().clone()).unwrap();
    assert_eq!(statuses(&rules, &[get]).await, [403]);
}

#[tokio::test]
async fn a_host_has_the_server_that_is_named_for_it() {
    let shop = Shop::open("");
    let till = "title = 'Till'\nkind = 'server'\n[[measured]]\nversion = '1.0'\non = 2026-01-01\n";
    shop.write("rules/parcel/servers/till.toml", &format!("{till}answers = {{ key-missing = 'accepted' }}\n"));
    for (settings, expected) in [
        ("", 401),
        ("server = 'till'", 200),
        ("[servers]\n'api.parcel.example' = 'till@1'", 200),
        ("[servers]\n'*.parcel.example' = 'till'", 200),
        ("[servers]\n'other' = 'till'", 401),
    ] {
        shop.settings(settings);
        let rules = Rules::of_project(shop.file()).await.unwrap();
        assert_eq!(statuses(&rules, &[KEYLESS]).await, [expected], "{settings}");
    }
    shop.settings("[servers]\n'api.parcel.example' = 'tail'");
    let error = Rules::of_project(shop.file()).await.unwrap_err().to_string();
    assert!(error.contains("no measured server is named `tail`") && error.contains("known here: till"), "{error}");
}

#[tokio::test]
async fn the_gate_of_the_file_takes_priority_over_the_program() {
    let shop = Shop::open("");
    let rules = Rules::of_project(shop.file()).await.unwrap();
    assert_eq!(statuses(&rules, &[WITH_KEY, KEYLESS, ELSEWHERE]).await, [200, 401, 421]);
    for (gate, expected) in [
        ("when-unknown = 'refuse'", [503, 401, 421]),
        ("when-unjudged = 'pass'", [200, 401, 200]),
        ("judge-with = 'parcel'\nwhen-unknown = 'pass'", [200, 401, 200]),
        ("judge-unnamed-with = 'parcel'\nwhen-unknown = 'refuse'", [503, 401, 503]),
        ("mode = 'observe'", [200, 200, 200]),
        ("mode = 'enforce'\nbody-limit = 10", [200, 401, 421]),
    ] {
        shop.settings(&format!("[gate]\n{gate}\n"));
        rules.reload_project(shop.file()).await.unwrap();
        assert_eq!(statuses(&rules, &[WITH_KEY, KEYLESS, ELSEWHERE]).await, expected, "{gate}");
    }
    let body = r#"{"country":"DE"}"#;
    let head = format!("POST /v1/shipments HTTP/1.1\n{HOST}\n{KEY}\nContent-Type: application/json");
    let layer = ReqlintLayer::new(rules.clone()).mode(Mode::Observe).when_unknown(WhenUnknown::Refuse).body_limit(1000);
    let address = Api::default().behind(layer).await;
    assert_eq!(says(address, &head, body).await.status, 413);
    // the body is read ahead, and it is the limit of the file that counts
    shop.settings("[gate]\nbody-limit = 100\nmode = 'enforce'\n");
    rules.reload_project(shop.file()).await.unwrap();
    assert_eq!(says(address, &head, body).await.status, 503);
}

#[tokio::test]
async fn sources_of_facts_are_opened_from_the_files_folder_with_their_policies() {
    let facts = "['header.X-Parcel-Key'.1234]\naccount-status = 'active'\n\
                 ['header.X-Parcel-Key'.9999]\naccount-status = 'suspended'\n";
    let shop = Shop::open("[facts.file]\npath = 'data/facts.toml'\n");
    shop.write("data/facts.toml", facts);
    let rules = Rules::of_project(shop.file()).await.unwrap();
    let with = |key: &str| format!("{KEYLESS}\nX-Parcel-Key: {key}");
    let heads = [with("1234"), with("9999"), with("5555"), format!("{}\nX-Parcel-Key: 9999", with("1234"))];
    let heads = heads.each_ref().map(String::as_str);
    // a file may list only some
    assert_eq!(statuses(&rules, &heads).await, [200, 403, 200, 400]);
    shop.settings("[facts.file]\npath = 'data/facts.toml'\nwhen-missing = 'refuse'\nwhen-unaskable = 'unknown'\n");
    rules.reload_project(shop.file()).await.unwrap();
    assert_eq!(statuses(&rules, &heads).await, [200, 403, 403, 200]);
    // the file of facts belongs to the project
    shop.write("data/facts.toml", &facts.replace("suspended", "active"));
    rules.reload_project(shop.file()).await.unwrap();
    assert_eq!(statuses(&rules, &heads).await, [200, 200, 403, 200]);
    // a database beside the file, wherever the program was started
    shop.settings("[facts.sql]\ndatabase = 'sqlite:none.db'\n[facts.sql.ask]\naccount-status = 'select 1'\n");
    let error = Rules::of_project(shop.file()).await.unwrap_err();
    assert!(error.to_string().contains("none.db"), "{error}");
    assert_eq!(format!("{error:?}"), error.to_string(), "a `main` that returns it shows the same");
}

#[tokio::test]
async fn a_mistake_in_the_file_is_shown_under_a_caret_and_changes_nothing() {
    let shop = Shop::open("");
    let rules = Rules::of_project(shop.file()).await.unwrap();
    for (settings, says) in [
        ("[gate]\nmodus = 'observe'\n", "unknown key `modus`"),
        ("[gate]\njudge-with = 'parsel'\n", "did you mean `parcel`?"),
        ("[severity]\nwarning = ['parcel/kee-missing']\n", "unknown rule `parcel/kee-missing`"),
        ("packs = ['edgecast']\n", "unknown pack `edgecast`"),
        ("[facts]\naccount-statis = 'active'\n", "did you mean `account-status`?"),
    ] {
        shop.settings(settings);
        let error = rules.reload_project(shop.file()).await.unwrap_err().to_string();
        assert!(error.contains("reqlint.toml") && error.contains(says), "{error}");
        assert_eq!(rules.current().number(), 1);
    }
    shop.write("reqlint.toml", "");
    let error = rules.reload_project(shop.file()).await.unwrap_err().to_string();
    assert!(error.contains("names no folder of packs"), "{error}");
    // where there are packs beside it, they are used
    rules.reload_project(ProjectFile::new(shop.file()).packs(packs())).await.unwrap();
    assert_eq!(statuses(&rules, &[KEYLESS]).await, [401]);
    fs::remove_file(shop.file()).unwrap();
    let error = rules.reload_project(shop.file()).await.unwrap_err().to_string();
    assert!(error.contains("no such file or folder"), "{error}");
}

#[tokio::test]
async fn a_project_is_watched_as_a_whole() {
    let shop = Shop::open("[gate]\nwhen-unknown = 'refuse'\n[facts.file]\npath = 'facts.toml'\n");
    shop.write("facts.toml", "account-status = 'active'\n");
    let rules = Rules::of_project(shop.file()).await.unwrap();
    let watching = rules.watch_project(shop.file()).unwrap();
    let mut number = 1;
    assert_eq!(statuses(&rules, &[WITH_KEY]).await, [200]);
    // the file of facts
    shop.write("facts.toml", "account-status = 'suspended'\n");
    number = after(&rules, number).await;
    assert_eq!(statuses(&rules, &[WITH_KEY]).await, [403]);
    // a rule
    shop.write("rules/parcel/403-forbidden/account-inactive.toml", &ACCOUNT.replace("status = 403", "status = 402"));
    fs::rename(
        shop.place.path().join("rules/parcel/403-forbidden"),
        shop.place.path().join("rules/parcel/402-payment"),
    )
    .unwrap();
    number = after(&rules, number).await;
    assert_eq!(statuses(&rules, &[WITH_KEY]).await, [402]);
    // what a file loses while it is written is not put in force
    shop.settings("[facts.file]\npath = 'facts.toml'\n");
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(rules.current().number(), number);
    // the file itself, and a folder that it names from now on
    for file in packs().into_iter().flat_map(|pack| pack.files) {
        shop.write(&format!("other/{}", file.path), &file.text);
    }
    shop.write("other/parcel/403-forbidden/account-inactive.toml", ACCOUNT);
    let text = "rules = 'other'\n[gate]\nwhen-unknown = 'pass'\n[facts.file]\npath = 'facts.toml'\n";
    shop.write("reqlint.toml", text);
    number = after(&rules, number).await;
    assert_eq!(statuses(&rules, &[WITH_KEY]).await, [403]);
    shop.write(
        "other/parcel/403-forbidden/account-inactive.toml",
        &ACCOUNT.replace("'active'", "'suspended'").replace(
            "facts = { account-status = 'suspended' }\n[[example]]\npass",
            "facts = { account-status = 'x' }\n[[example]]\npass",
        ),
    );
    after(&rules, number).await;
    assert_eq!(statuses(&rules, &[WITH_KEY]).await, [200]);
    drop(watching);
}

/// The number of the rules in force once they were replaced.
async fn after(rules: &Rules, number: u64) -> u64 {
    let waiting = async {
        while rules.current().number() == number {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        rules.current().number()
    };
    tokio::time::timeout(Duration::from_secs(60), waiting).await.unwrap()
}
