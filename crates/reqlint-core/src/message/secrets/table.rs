//! The table of secrets: words that make a name secret, or never do.
//!
//! Sources: the names that the documentation of APIs gives to what it asks for (each row of `tests/data/secrets/labelled.txt`
//! has its own), RFC 6749, 6750, 7519, 7617 and 9110.

/// Words that are split off what is written as one: `accesstoken`, `dbpassword`.
#[rustfmt::skip]
pub(super) const TERMS: &[&str] = &[
    "password", "passwd", "passphrase", "passcode", "secret", "token", "credential", "signature", "session", "apikey",
    "accesskey", "privatekey", "authkey",
];

/// Ordinary words that contain another of the table.
#[rustfmt::skip]
pub(super) const ORDINARY: &[&str] = &[
    "secretary", "secretariat", "secretion", "tokenize", "tokenizer", "tokenized", "tokenizers", "tokenization",
    "detokenize", "tokenise", "tokeniser", "passwordless", "signatures", "obsession", "sessionless", "credentialed",
    "monkey", "donkey", "turkey", "hockey", "jockey", "whiskey", "hotkey", "turnkey", "mickey", "lackey", "pokey",
    "disney",
];

/// Words after which it is about a secret, and isn't one: `token_type`, `secretName`.
#[rustfmt::skip]
pub(super) const ABOUT: &[&str] = &[
    "id", "ids", "uid", "uuid", "name", "names", "type", "types", "url", "urls", "uri", "uris", "endpoint",
    "endpoints", "count", "counts", "length", "size", "policy", "policies", "hint", "expiry", "expiration", "expires",
    "expire", "at", "in", "on", "ttl", "ref", "refs", "reference", "algorithm", "alg", "method", "methods", "version",
    "required", "enabled", "disabled", "changed", "change", "field", "fields", "header", "headers", "param",
    "parameter", "limit", "limits", "index", "label", "format", "mode", "status", "state", "duration", "created",
    "updated", "time", "date", "timestamp", "seconds", "minutes", "days", "scope", "scopes", "provider", "server",
    "host", "path", "file", "class", "expired", "valid", "verified", "set", "exists", "rotation", "age", "issuer",
    "audience", "realm", "email", "user", "username", "userid", "input", "marker", "kind", "location", "lifetime",
    "level", "strength", "rules", "group", "role", "roles", "strategy", "style", "support", "supported", "attempts",
    "retries", "allowed", "needed", "present", "visible", "prefix", "suffix", "delimiter", "separator", "position",
    "offset", "usage", "budget", "rate", "price", "cost", "symbol", "decimals", "address", "standard", "owner", "arn",
    "description", "title", "placeholder", "authenticate", "domain", "port", "region", "used", "available",
    "remaining", "per", "last", "first", "modified", "challenge", "match", "matches", "mismatch", "invalid",
    "missing", "error", "errors", "failed", "note", "comment", "subdomain", "tenant", "received", "sent", "issued",
    "granted", "requested", "revoked", "refreshed", "rotated", "four", "digits", "service", "services", "requestor",
    "requester", "vendor", "indicator", "ind", "flag",
];

/// Beginnings of questions and bounds: `hasPassword`, `max_tokens`.
#[rustfmt::skip]
pub(super) const QUESTIONS: &[&str] = &[
    "has", "is", "are", "was", "with", "without", "require", "requires", "required", "force", "allow", "allows",
    "needs", "need", "show", "hide", "can", "should", "must", "include", "includes", "exclude", "enable", "enabled",
    "disable", "disabled", "min", "max", "minimum", "maximum", "total", "num", "number", "no", "not", "did", "does",
    "want", "attempt", "use", "uses", "using", "skip", "ignore", "supports", "forgot", "remember", "change", "expire", "expires",
];

/// Words that change nothing at the end of a name: `passwordHash`, `password_confirmation`.
#[rustfmt::skip]
pub(super) const VARIANTS: &[&str] = &[
    "sha", "sha1", "sha256", "sha384", "sha512", "md5", "ed25519", "hash", "hashed", "confirmation", "confirm",
    "confirmed", "new", "old", "current", "value", "values", "raw", "plain", "text", "plaintext", "cleartext",
    "full", "again", "repeat", "retype", "verify", "b64", "base64", "hex", "encrypted", "encoded", "str", "salt", "data",
    "env", "test", "live", "prod", "dev", "primary", "secondary", "backup", "default", "s", "v1", "v2", "a", "b",
];

/// Last words of names of secrets.
#[rustfmt::skip]
pub(super) const SECRETS: &[&str] = &[
    "password", "passwords", "passwd", "passphrase", "passphrases", "passcode", "passcodes", "pwd", "pass",
    "passwort", "kennwort", "contrasena", "contraseña", "motdepasse", "senha", "secret", "secrets", "jwt", "jws",
    "jwe", "bearer", "otp", "totp", "hotp", "pin", "pins", "cvv", "cvv2", "cvc", "cvc2", "csc", "cvn", "ssn", "iban",
    "mnemonic", "pem", "pfx", "cookie", "cookies", "credential", "credentials", "creds", "cred", "assertion", "csrf",
    "xsrf", "verifier", "psk", "signature", "sig", "hmac", "auth", "authorization", "authorisation", "authentication",
    "passkey", "keystore", "kubeconfig", "htpasswd", "userpass", "dbpass", "mypass", "smtppass", "ftppass",
    "rootpass", "adminpass", "apipass", "authn", "oauth",
];

/// Words that make a whole name secret though others follow: `token_abc`.
#[rustfmt::skip]
pub(super) const STRONG: &[&str] =
    &[
    "password", "passwords", "passwd", "passphrase", "passcode", "pwd", "secret", "secrets", "token",
];

/// What in front of `token` makes it a place in a list, a piece of text or a request's own name.
#[rustfmt::skip]
pub(super) const PLAIN_TOKENS: &[&str] = &[
    "page", "paging", "pagination", "next", "prev", "previous", "sync", "continuation", "continue", "eos", "bos",
    "pad", "unk", "cls", "sep", "mask", "stop", "start", "end", "resume", "scroll", "cursor", "delta", "max", "min",
    "total", "prompt", "completion", "input", "output", "cached", "reasoning", "num", "idempotency", "idempotent",
    "lexer", "special", "marker", "watch", "starting", "pagetoken", "nft", "erc20", "change", "etag", "used",
    "billed", "added", "generated", "candidates", "thoughts",
];

/// What in front of `key` makes it a secret.
#[rustfmt::skip]
pub(super) const SECRET_KEYS: &[&str] = &[
    "api", "app", "application", "access", "secret", "private", "priv", "auth", "authentication", "authorization",
    "encryption", "encrypt", "decryption", "signing", "sign", "signature", "master", "license", "licence", "account",
    "subscription", "session", "service", "shared", "admin", "insert", "functions", "function", "sas",
    "write", "read", "storage", "rest", "ingest", "ingestion", "db", "database", "client", "consumer", "deployment",
    "integration", "recovery", "product", "aes", "hmac", "rsa", "wep", "wpa", "preshared", "webhook",
    "instrumentation", "developer", "dev", "security", "stream", "activation", "token", "password", "pass", "jwt",
    "crypto", "host", "root", "vault", "unseal", "stripe", "openai", "anthropic", "sendgrid", "mailgun", "sentry",
    "google", "maps", "azure", "aws", "rapidapi", "pat", "fernet", "cookie", "csrf", "ssl", "tls",
];

/// What in front of `key` makes it the name of something.
#[rustfmt::skip]
pub(super) const PLAIN_KEYS: &[&str] = &[
    "partition", "routing", "sort", "public", "pub", "idempotency", "idempotent", "surrogate", "cache", "foreign",
    "range", "group", "dedup", "dedupe", "deduplication", "ordering", "order", "message", "object", "map", "lookup",
    "socket", "websocket", "translation", "i18n", "row", "shard", "issue", "project", "start", "end", "search",
    "record", "document", "doc", "ssh", "gpg", "deploy", "item", "sorting", "filter", "natural", "composite",
    "unique", "hash", "dictionary", "metric", "tag", "label", "property", "attribute", "config", "setting", "feature",
    "flag", "locale", "string", "event", "correlation", "trace", "s3", "blob", "bucket", "page", "grouping", "series",
    "data", "json", "field", "column", "business", "parent", "child", "entity", "resource", "site", "sitekey",
    "arrow", "function_name", "last", "exclusive", "evaluated",
];

/// What in front of `code` makes it a secret.
#[rustfmt::skip]
pub(super) const SECRET_CODES: &[&str] = &[
    "auth", "authorization", "verification", "verify", "device", "user", "mfa", "otp", "totp", "sms", "recovery",
    "backup", "security", "access", "pass", "activation", "confirmation", "reset", "invite", "invitation", "login",
    "token", "pin", "pairing", "secret", "2fa", "factor", "unlock", "authentication", "scratch", "oauth", "signin",
    "time", "door", "pay",
];

/// Whole names, without separators, that are secret wherever they are.
#[rustfmt::skip]
pub(super) const SECRET_NAMES: &[&str] = &[
    "phpsessid", "aspnetsessionid", "connectsid", "samlresponse", "samlart", "wresult", "passwordconfirmation",
    "connectionstring", "connectionstrings", "connstr", "connstring", "webhookurl", "webhookuri", "hookurl",
    "incomingwebhookurl", "cardnumber", "ccnumber", "creditcard", "creditcardnumber", "pan", "passportnumber",
    "socialsecuritynumber", "nationalinsurancenumber", "securitycode", "seedphrase", "recoveryphrase", "secretphrase",
    "backupphrase", "mnemonicphrase", "recaptcharesponse", "grecaptcharesponse", "hcaptcharesponse",
    "cfturnstileresponse", "captcharesponse", "secretid", "accesskeyid", "sessionid", "sessid", "jsessionid",
    "sasurl", "sasuri", "sastoken", "bankaccountnumber", "taxid", "awsaccesskeyid", "magiclink", "resetlink",
    "passwordresetlink", "securityanswer", "secretanswer",
];

/// What such names end in.
#[rustfmt::skip]
pub(super) const SECRET_ENDINGS: &[&str] =
    &[
    "sessionid", "accesskeyid", "connectionstring", "webhookurl", "cardnumber", "seedphrase", "secretid", "sessid",
    "securityanswer", "secretanswer",
];

/// Names of headers and parameters that hold secrets there: in a body they mean something else as often.
#[rustfmt::skip]
pub(super) const SENT_NAMES: &[&str] = &[
    "sid", "session", "xsession", "ticket", "casticket", "sign", "sess", "code",
];

/// Names of headers alone.
#[rustfmt::skip]
pub(super) const HEADER_NAMES: &[&str] =
    &[
    "dpop", "xjfrogartapi", "xregistryconfig", "xhoneycombteam", "xhoneycombevent", "mwsauthtoken",
];

/// Names that are secret if their values look like credentials.
#[rustfmt::skip]
pub(super) const LIKELY_NAMES: &[&str] =
    &[
    "clienttoken", "clientrequesttoken", "appid", "keys", "session", "sid", "sign", "ticket", "dsn", "hash", "nonce",
];

/// Whole names that contain a secret's word and hold none.
#[rustfmt::skip]
pub(super) const PLAIN_NAMES: &[&str] = &[
    "xatlassiantoken", "hash", "nonce", "secwebsocketkey", "xamzmetacachekey", "authority", "author", "authors",
    "xauthor", "accesscontrolallowcredentials", "originagentcluster", "xdnsprefetchcontrol", "authenticated",
    "authorized", "wwwauthenticate", "proxyauthenticate", "authenticationinfo", "secfetchuser", "xhoneycombdataset",
];

/// Authentication schemes of the IANA registry, and those that are as well known.
#[rustfmt::skip]
pub(super) const SCHEMES: [&str; 22] = [
    "Basic", "Bearer", "Concealed", "Digest", "DPoP", "GNAP", "HOBA", "Mutual", "Negotiate", "NTLM", "OAuth",
    "PrivateToken", "SCRAM-SHA-1", "SCRAM-SHA-256", "vapid", "Token", "ApiKey", "AWS4-HMAC-SHA256", "GenieKey",
    "SSWS", "SharedKey", "MediaBrowser",
];
