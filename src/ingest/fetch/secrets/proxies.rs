//! The passwords of the proxies that the system names.

use crate::env::secret_variable;

/// Variables in which the system names its proxies, possibly with a password.
const PROXIES: [&str; 6] = [
    "HTTP_PROXY",
    "http_proxy",
    "HTTPS_PROXY",
    "https_proxy",
    "ALL_PROXY",
    "all_proxy",
];

/// The passwords of all of them.
pub(super) fn proxy_passwords() -> impl Iterator<Item = String> {
    PROXIES
        .iter()
        .filter_map(|name| secret_variable(name))
        .filter_map(|address| password(&address))
}

/// The password in an address, as it is meant.
fn password(address: &str) -> Option<String> {
    let url = url::Url::parse(address).ok()?;
    let given = url.password()?;
    // The one decoder of `%41` that we have reads pairs, in which `+` is a space.
    let pair = format!("p={}", given.replace('+', "%2B"));
    url::form_urlencoded::parse(pair.as_bytes())
        .next()
        .map(|(_, text)| text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_of_a_proxy_is_guarded_too() {
        assert_eq!(
            password("http://user:p%2Fa+s%40s@proxy.example:3128/").as_deref(),
            Some("p/a+s@s")
        );
        assert_eq!(password("http://proxy.example:3128"), None);
        assert_eq!(password("proxy.example:3128"), None);
    }
}
