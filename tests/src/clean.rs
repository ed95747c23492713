//! Realistic, correct requests for every product: `data/clean/<product>.http`.

use crate::support::{Case, access_token, described, files, folder, read, stem};
use reqlint_core::Conclusion;

/// All scopes that the gateway knows.
const SCOPES: &str = "ec.rules ec.rtld:edit sec.cps.certificates cdn.origins ec.analytics.rtap.reports ec.waf";

#[test]
fn every_product_has_a_request() {
    let stems = |path| folder(path).iter().map(|file| stem(file).to_owned()).collect::<Vec<_>>();
    assert_eq!(stems("tests/data/clean"), stems("rules/edgecast/endpoints"));
}

#[test]
fn nothing_is_wrong_with_them() {
    for path in files("tests/data/clean", "http") {
        let text = read(&path).replace("{access-token}", &access_token(SCOPES));
        let resolved = Case::now(&text).resolved();
        let odd = resolved.findings.iter().filter(|finding| finding.rule != "edgecast/endpoint-retired");
        let odd: Vec<_> = odd.map(described).collect();
        assert!(odd.is_empty(), "{path}: {odd:#?}");
        assert!(resolved.endpoint.is_some(), "{path} matches no endpoint");
        // only questions about the account, the token and the service remain
        assert_eq!(resolved.conclusion, Conclusion::Depends, "{path}");
    }
}
