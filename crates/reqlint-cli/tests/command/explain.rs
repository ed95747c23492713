//! `reqlint explain` from outside.

use crate::run::Folder;

#[test]
fn a_rule_has_a_page() {
    let ran = Folder::new("explain-rule").with_copy("shop").run(&["explain", "key-missing", "--rules", "shop"]);
    assert_eq!(ran.exit, 0, "{}", ran.err);
    insta::with_settings!({ snapshot_path => "../pages", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("rule", ran.out);
    });
}

#[test]
fn a_status_is_printed_as_documentation_would() {
    let ran = Folder::new("explain-status").run(&["explain", "403", "--pack", "edgecast"]);
    assert_eq!(ran.exit, 0, "{}", ran.err);
    insta::with_settings!({ snapshot_path => "../pages", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("status-403", ran.out);
    });
}

#[test]
fn every_rule_and_reply_file_has_a_page() {
    let folder = Folder::new("explain-all");
    let list = folder.run(&["rules", "list"]).out;
    let names = list.lines().filter_map(|line| line.split_whitespace().last()).filter(|name| name.contains('/'));
    // some of each pack are enough to see that no page is empty; each is a process that compiles all packs
    for name in names.step_by(31) {
        let ran = folder.run(&["explain", name]);
        assert_eq!(ran.exit, 0, "{name}: {}", ran.err);
        assert!(ran.out.contains("passes when") && ran.out.contains("fails"), "{name}: {}", ran.out);
    }
    let ran = folder.run(&["explain", "replies/client-refused"]);
    assert!(ran.out.contains("explained:"), "{}", ran.out);
}

#[test]
fn a_reply_file_of_several_statuses_is_found_under_each() {
    let exchange = "GET https://api.shop.example/v1/orders\n\nHTTP/1.1 403 Forbidden\n\n";
    let cause = format!(
        "title = 'The order is archived'\n[reply]\nstatus = [403, 404]\nsettles = 403\nsays = 'Archived'\n\
         [[example]]\nexplains = '''\n{exchange}Archived\n'''\nsilent = '''\n{exchange}Forbidden\n'''\n"
    );
    let folder = Folder::new("explain-statuses").with_copy("shop").with("shop/replies/archived.toml", cause);
    for status in ["403", "404"] {
        let page = folder.run(&["explain", status, "--rules", "shop"]);
        assert!(page.out.contains("shop/replies/archived"), "{status}: {}{}", page.out, page.err);
    }
    let page = folder.run(&["explain", "replies/archived", "--rules", "shop"]).out;
    assert!(page.contains("explains         403 or 404\n"), "{page}");
    assert!(page.contains("with 403, the answer alone\n"), "{page}");
    let tested = folder.run(&["rules", "test", "shop"]);
    assert_eq!(tested.exit, 0, "{}{}", tested.out, tested.err);
}

#[test]
fn without_a_pack_every_pack_that_has_it_is_shown() {
    let folder = Folder::new("explain-many");
    let both = folder.run(&["explain", "body-unreadable"]).out;
    assert!(both.contains("edgecast/body-unreadable") && both.contains("http/body-unreadable"), "{both}");
    let one = folder.run(&["explain", "body-unreadable", "--pack", "http"]).out;
    assert!(!one.contains("edgecast/"), "{one}");
    folder.run(&["explain", "token-in-qoutes"]).fails_with(&["did you mean `token-in-quotes`?"]);
    folder
        .run(&["explain", "token-in-quotes", "--pack", "http"])
        .fails_with(&["the pack `http` does not have a rule `token-in-quotes`", "the pack `edgecast` has it"]);
    folder.run(&["explain", "451", "--pack", "http"]).fails_with(&["does not have the status 451"]);
    folder.run(&["explain", "418"]).fails_with(&["no loaded pack has the status 418", "known here: 400"]);
}

#[test]
fn a_diagnostic_has_a_page() {
    let folder = Folder::new("explain-code");
    let page = folder.run(&["explain", "E0201"]);
    assert_eq!(page.exit, 0, "{}", page.err);
    assert!(page.out.starts_with("E0201: unknown key\n"), "{}", page.out);
    assert_eq!(folder.run(&["explain", "e0201"]).out, page.out);
    folder.run(&["explain", "E0999"]).fails_with(&["there is no diagnostic `E0999`"]);
}
