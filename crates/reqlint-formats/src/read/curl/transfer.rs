//! What the options say about one transfer. Nothing is decided yet.

use super::data::DataKind;
use super::options::{Http, Known, Meaning};
use crate::read::shell::Said;
use crate::read::shell::{Remark, Word};

/// The options up to `--next`.
#[derive(Clone, Debug, Default)]
pub(super) struct Transfer {
    pub(super) urls: Vec<Word>,
    pub(super) method: Option<Word>,
    pub(super) headers: Vec<Word>,
    pub(super) data: Vec<(DataKind, Word)>,
    /// Parts of a form; `true` for those taken literally.
    pub(super) form: Vec<(bool, Word)>,
    pub(super) uploads: Vec<Word>,
    pub(super) query: Vec<(DataKind, Word)>,
    pub(super) user: Option<Word>,
    pub(super) bearer: Option<Word>,
    pub(super) cookies: Vec<Word>,
    pub(super) agent: Option<Word>,
    pub(super) referer: Option<Word>,
    pub(super) range: Option<Word>,
    pub(super) resume: Option<Word>,
    /// The option that can't be together with `-C`.
    pub(super) not_resumed: Option<Word>,
    pub(super) addresses: Vec<Word>,
    pub(super) condition: Option<Word>,
    pub(super) etag: Option<Word>,
    pub(super) target: Option<Word>,
    pub(super) default_scheme: Option<Word>,
    pub(super) protocols: Option<Word>,
    pub(super) proxy: Option<Word>,
    pub(super) proxy_user: Option<Word>,
    pub(super) proxy_headers: Vec<Word>,
    pub(super) netrc: Option<Word>,
    pub(super) signature: Option<Word>,
    pub(super) client_ip: Option<Word>,
    pub(super) version: Option<Http>,
    pub(super) is_get: bool,
    pub(super) is_head: bool,
    pub(super) is_basic: bool,
    pub(super) is_tunnelled: bool,
    pub(super) is_haproxy: bool,
    pub(super) path_as_is: bool,
    pub(super) glob_off: bool,
    pub(super) form_escape: bool,
    pub(super) no_user: bool,
    pub(super) compressed: bool,
    pub(super) transfer_coding: bool,
    /// Whether something that the words don't show adds headers.
    pub(super) hides_headers: bool,
    /// Whether `-u` is for another scheme than Basic.
    pub(super) other_auth: bool,
    /// Whether the answer decides on the scheme, and the first request goes without one.
    pub(super) any_auth: bool,
    /// Options of which each asks for a request of its own kind.
    pub(super) asks: Vec<(Ask, Word)>,
    /// Options that change nothing of a request.
    pub(super) ignored: Vec<Word>,
    pub(super) remarks: Vec<Remark>,
}

/// What an option makes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    Head,
    Data,
    Form,
    Upload,
}

impl Transfer {
    /// Takes one option. `is_on` is false for a switch that is turned off.
    pub(super) fn set(&mut self, known: Known, is_on: bool, value: Option<Word>, option: &Word) {
        let ask = match known.meaning {
            Meaning::Head => Some(Ask::Head),
            Meaning::Data(_) => Some(Ask::Data),
            Meaning::Form | Meaning::FormString => Some(Ask::Form),
            Meaning::Upload if value.as_ref().is_some_and(|value| !value.text.is_empty()) => Some(Ask::Upload),
            _ => None,
        };
        self.asks.extend(ask.map(|ask| (ask, option.clone())));
        match value {
            Some(value) => self.set_value(known.meaning, value, option),
            None => self.switch(known.meaning, is_on, option),
        }
    }

    fn switch(&mut self, meaning: Meaning, is_on: bool, option: &Word) {
        match meaning {
            Meaning::Get => self.is_get = is_on,
            Meaning::Head => self.is_head = is_on,
            Meaning::PathAsIs => self.path_as_is = is_on,
            Meaning::GlobOff => self.glob_off = is_on,
            Meaning::FormEscape => self.form_escape = is_on,
            Meaning::NoUser => self.no_user = is_on,
            Meaning::Compressed => self.compressed = is_on,
            Meaning::TransferCoding => self.transfer_coding = is_on,
            Meaning::Version(version) => self.version = Some(version),
            Meaning::Basic => self.is_basic = is_on,
            Meaning::ProxyTunnel => self.is_tunnelled = is_on,
            Meaning::Haproxy => self.is_haproxy = is_on,
            Meaning::OtherAuth | Meaning::AnyAuth => {
                self.other_auth = is_on;
                self.any_auth = meaning == Meaning::AnyAuth;
                self.hide(option);
            }
            Meaning::Netrc => self.hide(option),
            Meaning::Clobber | Meaning::RemoveOnError => {
                self.not_resumed = (is_on == (meaning == Meaning::RemoveOnError)).then(|| option.clone());
                self.ignored.push(option.clone());
            }
            _ => self.ignored.push(option.clone()),
        }
    }

    fn set_value(&mut self, meaning: Meaning, value: Word, option: &Word) {
        match meaning {
            Meaning::Url => self.urls.push(value),
            Meaning::Method => self.method = Some(value),
            Meaning::Header => self.headers.push(value),
            Meaning::Data(kind) => self.data.push((kind, value)),
            Meaning::Form => self.form.push((false, value)),
            Meaning::FormString => self.form.push((true, value)),
            Meaning::Upload => self.uploads.push(value),
            Meaning::UrlQuery => self.query.push(in_query(value)),
            Meaning::User => self.user = Some(value),
            Meaning::Bearer => self.bearer = Some(value),
            Meaning::Cookie => self.cookies.push(value),
            Meaning::Agent => self.agent = Some(value),
            Meaning::Referer => self.referer = Some(value),
            Meaning::Range => self.range = Some(value),
            Meaning::Resume => self.resume = Some(value),
            Meaning::Condition => self.condition = Some(value),
            Meaning::EtagCompare => self.etag = Some(value),
            Meaning::Target => self.target = Some(value),
            Meaning::DefaultScheme => self.default_scheme = Some(value),
            Meaning::Protocols => self.protocols = Some(value),
            Meaning::Proxy => self.proxy = Some(value),
            Meaning::ProxyUser => self.proxy_user = Some(value),
            Meaning::ProxyHeader => self.proxy_headers.push(value),
            Meaning::NetrcFile => self.netrc = Some(value),
            Meaning::Signature => self.signature = Some(value),
            Meaning::HaproxyAddress => self.client_ip = Some(value),
            Meaning::Resolve => {
                self.addresses.push(value);
                self.ignored.push(option.clone());
            }
            Meaning::Config | Meaning::OtherSignature => self.hide(option),
            _ => self.ignored.push(option.clone()),
        }
    }

    /// Says where options ask for requests of two kinds: curl sends nothing then.
    pub(super) fn say_conflict(&self, said: &mut Said) -> Result<(), Remark> {
        // with -G, data is part of the URL
        let is_same =
            |a: Ask, b: Ask| a == b || self.is_get && matches!((a, b), (Ask::Head, Ask::Data) | (Ask::Data, Ask::Head));
        let mut asks = self.asks.iter().filter(|(ask, _)| *ask != Ask::Head || self.is_head);
        let Some((first, one)) = asks.next() else { return Ok(()) };
        let Some((second, other)) = asks.find(|(ask, _)| !is_same(*first, *ask)) else { return Ok(()) };
        let [one, other_name] = [one, other].map(|option| String::from_utf8_lossy(&option.text));
        let hint = match (first, second) {
            (Ask::Head, Ask::Data) | (Ask::Data, Ask::Head) => "; for data in the URL add `-G`",
            (Ask::Upload, Ask::Data) | (Ask::Data, Ask::Upload) => "; a file is data, too: `--data-binary @FILE`",
            (Ask::Form, Ask::Data) | (Ask::Data, Ask::Form) => "; a part of a form is `-F name=value`",
            _ => "",
        };
        said.refuse(other.start, format!("it takes only one of `{one}` and `{other_name}`: leave one out{hint}"))
    }

    /// Notes that an option adds what can't be seen here.
    fn hide(&mut self, option: &Word) {
        self.hides_headers = true;
        let name = String::from_utf8_lossy(&option.text);
        self.remarks.push(Remark::new(option.start, format!("what `{name}` adds is not visible here")));
    }
}

/// `--url-query` encodes like `--data-urlencode`, unless it begins with a plus.
fn in_query(value: Word) -> (DataKind, Word) {
    match value.text.strip_prefix(b"+") {
        Some(raw) => (DataKind::Raw, Word { text: raw.to_vec(), ..value }),
        None => (DataKind::Encoded, value),
    }
}
