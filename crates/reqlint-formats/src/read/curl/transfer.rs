//! What the options say about one transfer. Nothing is decided yet.

use super::data::DataKind;
use super::options::Meaning;
use super::word::{Remark, Word};

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
    pub(super) target: Option<Word>,
    pub(super) default_scheme: Option<Word>,
    pub(super) is_get: bool,
    pub(super) is_head: bool,
    pub(super) path_as_is: bool,
    pub(super) glob_off: bool,
    /// Whether something that the words don't show adds headers.
    pub(super) hides_headers: bool,
    /// Whether `-u` is for another scheme than Basic.
    pub(super) other_auth: bool,
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
    /// Whether no option but those that change nothing is in it.
    pub(super) fn is_empty(&self) -> bool {
        self.urls.is_empty() && self.headers.is_empty() && self.data.is_empty() && self.method.is_none()
    }

    /// Takes one option. `is_on` is false for a switch that is turned off.
    pub(super) fn set(&mut self, meaning: Meaning, is_on: bool, value: Option<Word>, option: &Word) {
        let ask = match meaning {
            Meaning::Head => Some(Ask::Head),
            Meaning::Data(_) => Some(Ask::Data),
            Meaning::Form | Meaning::FormString => Some(Ask::Form),
            Meaning::Upload => Some(Ask::Upload),
            _ => None,
        };
        self.asks.extend(ask.map(|ask| (ask, option.clone())));
        match (meaning, value) {
            (Meaning::Get, _) => self.is_get = is_on,
            (Meaning::Head, _) => self.is_head = is_on,
            (Meaning::PathAsIs, _) => self.path_as_is = is_on,
            (Meaning::GlobOff, _) => self.glob_off = is_on,
            (Meaning::OtherAuth, _) => self.hide(option, |transfer| transfer.other_auth = is_on),
            (Meaning::Signature | Meaning::Config | Meaning::Resume | Meaning::Condition, _) => {
                self.hide(option, |_| ())
            }
            (Meaning::Ignored | Meaning::IgnoredValue | Meaning::Next, _) | (_, None) => {
                self.ignored.push(option.clone())
            }
            (Meaning::Url, Some(value)) => self.urls.push(value),
            (Meaning::Method, Some(value)) => self.method = Some(value),
            (Meaning::Header, Some(value)) => self.headers.push(value),
            (Meaning::Data(kind), Some(value)) => self.data.push((kind, value)),
            (Meaning::Form, Some(value)) => self.form.push((false, value)),
            (Meaning::FormString, Some(value)) => self.form.push((true, value)),
            (Meaning::Upload, Some(value)) => self.uploads.push(value),
            (Meaning::UrlQuery, Some(value)) => self.query.push(in_query(value)),
            (Meaning::User, Some(value)) => self.user = Some(value),
            (Meaning::Bearer, Some(value)) => self.bearer = Some(value),
            (Meaning::Cookie, Some(value)) => self.cookies.push(value),
            (Meaning::Agent, Some(value)) => self.agent = Some(value),
            (Meaning::Referer, Some(value)) => self.referer = Some(value),
            (Meaning::Range, Some(value)) => self.range = Some(value),
            (Meaning::Target, Some(value)) => self.target = Some(value),
            (Meaning::DefaultScheme, Some(value)) => self.default_scheme = Some(value),
        }
    }

    /// Of options that ask for requests of two kinds, the second: curl sends nothing then.
    pub(super) fn conflict(&self) -> Option<Remark> {
        // with -G, data is part of the URL
        let is_same =
            |a: Ask, b: Ask| a == b || self.is_get && matches!((a, b), (Ask::Head, Ask::Data) | (Ask::Data, Ask::Head));
        let mut asks = self.asks.iter().filter(|(ask, _)| *ask != Ask::Head || self.is_head);
        let (first, one) = asks.next()?;
        let (second, other) = asks.find(|(ask, _)| !is_same(*first, *ask))?;
        let [one, other_name] = [one, other].map(|option| String::from_utf8_lossy(&option.text));
        let hint = match (first, second) {
            (Ask::Head, Ask::Data) | (Ask::Data, Ask::Head) => "; for data in the URL add `-G`",
            (Ask::Upload, Ask::Data) | (Ask::Data, Ask::Upload) => "; a file is data, too: `--data-binary @FILE`",
            (Ask::Form, Ask::Data) | (Ask::Data, Ask::Form) => "; a part of a form is `-F name=value`",
            _ => "",
        };
        let message = format!("curl sends nothing with both `{one}` and `{other_name}`: leave one out{hint}");
        Some(Remark::new(other.start, message))
    }

    /// Notes that an option adds what can't be seen here.
    fn hide(&mut self, option: &Word, also: impl FnOnce(&mut Self)) {
        self.hides_headers = true;
        let name = String::from_utf8_lossy(&option.text);
        self.remarks.push(Remark::new(option.start, format!("what `{name}` adds is not visible here")));
        also(self);
    }
}

/// `--url-query` encodes like `--data-urlencode`, unless it begins with a plus.
fn in_query(value: Word) -> (DataKind, Word) {
    match value.text.strip_prefix(b"+") {
        Some(raw) => (DataKind::Raw, Word { text: raw.to_vec(), start: value.start }),
        None => (DataKind::Encoded, value),
    }
}
