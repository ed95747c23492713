//! The table of secrets: shapes that are secret wherever they are.
//!
//! Sources: the rules of gitleaks and detect-secrets, and what the services document of their tokens; taken as facts.

/// The letters that follow a prefix.
#[derive(Clone, Copy)]
pub(crate) enum Tail {
    /// Letters and digits.
    Alnum,
    /// Hexadecimal digits.
    Hex,
    /// Those of base64url.
    Url,
    /// Upper-case letters and digits.
    Upper,
    /// Those of base64url, and dots.
    Dotted,
    /// Those of base64 and base64url.
    Base64,
}

/// Beginnings of credentials, by the letters that follow and how many at least.
#[rustfmt::skip]
pub(crate) const SHAPES: &[(Tail, usize, &[&str])] = &[
    (Tail::Alnum, 10, &["rk_live_", "rk_test_", "sk_live_", "sk_test_", "sk_prod_", "ak_live_", "ak_test_"]),
    (Tail::Alnum, 16, &["LTAI", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "sm_aat_", "sm_pat_", "sm_sat_", "whsec_"]),
    (Tail::Alnum, 20, &["lin_api_", "lin_oauth_", "sk-", "bedrock-api-key-", "flb_live_", "flb_test_"]),
    (Tail::Alnum, 24, &["aio_", "da2-", "pgar_"]),
    (Tail::Alnum, 30, &["cfut_", "dp.audit.", "dp.ct.", "dp.pt.", "dp.sa.", "dp.scim.", "gsk_", "hf_", "api_org_", "npm_", "ntn_", "p8e-", "pnu_", "pplx-",
        "sk_"]),
    (Tail::Alnum, 32, &["glc_", "NF-"]),
    (Tail::Alnum, 40, &["ABSK", "CLOJARS_", "fm1a_", "fm1r_", "fm2_", "ops_eyJ", "phc_", "phx_", "secret_", "xai-"]),
    (Tail::Alnum, 50, &["EZAK", "EZTK", "rdme_"]),
    (Tail::Alnum, 59, &["cmVmd"]),
    (Tail::Alnum, 60, &["AKCp"]),
    (Tail::Alnum, 80, &["EAAC", "EAAM"]),
    (Tail::Dotted, 16, &["glpat-", "glrt-"]),
    (Tail::Dotted, 30, &["dp.st.", "pscale_"]),
    (Tail::Dotted, 60, &["1000."]),
    (Tail::Dotted, 80, &["5AEP861", "sk."]),
    (Tail::Base64, 40, &["BBDC-"]),
    (Tail::Base64, 80, &["na1."]),
    (Tail::Dotted, 40, &["SG.", "VF.", "dt0c01.", "dt0s16.", "tfp_"]),
    (Tail::Hex, 15, &["NRJS-"]),
    (Tail::Hex, 24, &["shpat_", "shpca_", "shppa_", "shpss_", "shprt_", "shpua_"]),
    (Tail::Hex, 30, &["bb_ma_", "bb_pr_"]),
    (Tail::Hex, 32, &["SK", "dapi", "key-", "live_", "spu-", "thog-secret-"]),
    (Tail::Hex, 34, &["pk_"]),
    (Tail::Hex, 40, &["dop_v1_", "doo_v1_", "dor_v1_", "pul-", "rubygems_", "sntryu_", "bkua_", "rootly_", "slk_", "s-s4t2af-",
        "s-s4t2ud-", "u-s4t2af-", "u-s4t2ud-", "squ_", "sqp_", "sqa_",
        "sbp_"]),
    (Tail::Upper, 6, &["A3-"]),
    (Tail::Upper, 12, &["AKIA", "ASIA"]),
    (Tail::Upper, 16, &["ACCA", "ABIA"]),
    (Tail::Upper, 20, &["NRAK-"]),
    (Tail::Upper, 26, &["API-"]),
    (Tail::Upper, 30, &["AGE-SECRET-KEY-1", "API_KEY"]),
    (Tail::Url, 10, &["xoxa-", "xoxb-", "xoxc-", "xoxd-", "xoxe-", "xoxo-", "xoxp-", "xoxr-", "xoxs-"]),
    (Tail::Url, 12, &["FLWSECK"]),
    (Tail::Url, 16, &["github_pat_", "glcbt-", "gldt-", "glffct-", "glft-", "glimt-", "gloas-", "glptt-", "glsoat-"]),
    (Tail::Url, 20, &["GOCSPX-", "GR1348941", "NRII-", "NRIQ-", "xapp-", "dckr_oat_", "dckr_pat_", "glagent-", "hvs.", "sk-ant-",
        "sk-proj-", "sk-svcacct-", "sk-admin-", "sk-or-", "sq0atp-", "sq0csp-", "tskey-", "xoxe.xox", "ya29."]),
    (Tail::Url, 30, &["AIza", "ATATT3", "ATCTT3", "HRKU-", "PMAK-", "duffel_live_", "duffel_test_", "figd_", "figp_", "nvapi-",
        "lsv2_pt_", "lsv2_sk_", "r8_", "rh-api-", "salad_cloud_", "shltm_",
        "pat-", "1//0", "access-sandbox-", "access-development-", "access-production-"]),
    (Tail::Url, 32, &["glsa_"]),
    (Tail::Url, 35, &["AQVN"]),
    (Tail::Url, 40, &["CCIPAT_", "CFPAT-", "pcsk_", "EAAA", "dnkey-", "fio-u-", "fo1_", "hvb.", "pypi-", "sgp_", "sha256~", "shippo_", "sntrys_",
        "tk-us-", "xkeysib-"]),
    (Tail::Url, 100, &["sl.", "v1.0-"]),
];

/// What a text holds in its middle that is a credential as a whole, and how much follows at least.
pub(crate) const INNER: &[(&str, usize)] = &[(".atlasv1.", 30), ("8Q~", 30), ("_secret_", 24)];
