//! What people read, by language: `messages/en.ftl` and `messages/vi.ftl`, in the format of Project
//! Fluent, which translators and their tools know.
//!
//! `lang.say("key")` is a text, `say!(lang, "key", area = …)` a text with arguments by name. A key
//! is always written out where it is used, so that the tests below find every use: a key that one
//! language does not have, an argument that a message does not know, and a message that nobody uses
//! are faults. A language is parsed when its first message is asked for.

use crate::app::lang::Lang;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::borrow::Cow;
use std::fmt::Display;
use std::sync::LazyLock;

#[cfg(test)]
mod tests;

type Messages = FluentBundle<FluentResource>;

static EN: LazyLock<Messages> =
    LazyLock::new(|| parse("en", include_str!("../../messages/en.ftl")));
static VI: LazyLock<Messages> =
    LazyLock::new(|| parse("vi", include_str!("../../messages/vi.ftl")));

/// A message with its arguments: `say!(lang, "units-of", day = day)`. Arguments are shown as they
/// are; `count` is a whole number, by which a message may choose its plural.
macro_rules! say {
    ($lang:expr, $key:literal $(, $name:ident = $value:expr)+ $(,)?) => {{
        let mut arguments = fluent_bundle::FluentArgs::new();
        $(arguments.set(stringify!($name), say!(@ $name, $value));)+
        $lang.say_with($key, &arguments)
    }};
    (@ count, $value:expr) => { $value };
    (@ $name:ident, $value:expr) => { $crate::app::messages::shown(&$value) };
}
pub(crate) use say;

/// A language that is not right in every line still says the lines that are; the tests refuse it.
fn parse(locale: &str, text: &str) -> Messages {
    let resource =
        FluentResource::try_new(text.to_owned()).unwrap_or_else(|(resource, _)| resource);
    let mut messages = Messages::new_concurrent(vec![locale.parse().unwrap_or_default()]);
    // Marks of direction around arguments are for pages that mix Latin and Arabic letters.
    messages.set_use_isolating(false);
    _ = messages.add_resource(resource);
    messages
}

/// A value as an argument.
pub(crate) fn shown(value: &impl Display) -> FluentValue<'static> {
    value.to_string().into()
}

impl Lang {
    /// The text of a message without arguments.
    #[must_use]
    pub fn say(self, key: &'static str) -> &'static str {
        match self.format(key, None) {
            Some(Cow::Borrowed(text)) => text,
            _ => key,
        }
    }

    /// The text of a message with its arguments; see [`say!`].
    #[must_use]
    pub fn say_with(self, key: &'static str, arguments: &FluentArgs<'_>) -> String {
        self.format(key, Some(arguments))
            .map_or_else(|| key.to_owned(), Cow::into_owned)
    }

    fn format<'a>(self, key: &str, arguments: Option<&'a FluentArgs<'_>>) -> Option<Cow<'a, str>> {
        let messages: &'static Messages = match self {
            Lang::En => &EN,
            Lang::Vi => &VI,
        };
        let pattern = messages.get_message(key)?.value()?;
        Some(messages.format_pattern(pattern, arguments, &mut Vec::new()))
    }
}
