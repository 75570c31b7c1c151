//! The device of a session, in two words: which browser, on which system. Nothing more of what a browser says is kept.

use serde::{Deserialize, Serialize};

/// What a session was opened with, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Device {
    pub browser: Option<Browser>,
    pub system: Option<System>,
}

/// Browsers that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Browser {
    Chrome,
    Edge,
    Firefox,
    Opera,
    Safari,
    Samsung,
}

/// Systems that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum System {
    Android,
    Chromeos,
    Ipad,
    Iphone,
    Linux,
    Macos,
    Windows,
}

/// What a browser is told by. Each names itself after those it descends from, so the youngest come first.
const BROWSERS: [(&str, Browser); 10] = [
    ("Edg", Browser::Edge),
    ("OPR/", Browser::Opera),
    ("Opera", Browser::Opera),
    ("SamsungBrowser", Browser::Samsung),
    ("Firefox/", Browser::Firefox),
    ("FxiOS", Browser::Firefox),
    ("CriOS", Browser::Chrome),
    ("Chrome/", Browser::Chrome),
    ("Chromium", Browser::Chrome),
    ("Safari/", Browser::Safari),
];

const SYSTEMS: [(&str, System); 8] = [
    ("iPhone", System::Iphone),
    ("iPad", System::Ipad),
    ("Android", System::Android),
    ("CrOS", System::Chromeos),
    ("Windows", System::Windows),
    ("Macintosh", System::Macos),
    ("Mac OS X", System::Macos),
    ("Linux", System::Linux),
];

impl Device {
    /// Reads the `User-Agent` of a request.
    pub fn of(agent: &str) -> Device {
        let browser = BROWSERS.iter().find(|(mark, _)| agent.contains(mark));
        let system = SYSTEMS.iter().find(|(mark, _)| agent.contains(mark));
        Device {
            browser: browser.map(|(_, browser)| *browser),
            system: system.map(|(_, system)| *system),
        }
    }

    /// As stored: JSON.
    pub fn stored(self) -> String {
        serde_json::to_string(&self).unwrap_or_default()
    }

    /// Reads what [`Device::stored`] wrote; sessions from before know nothing.
    pub fn read(stored: Option<&str>) -> Device {
        stored
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default()
    }
}

/// The country that the platform tells for a request: two capital letters; `XX` (unknown) and `T1` (Tor) are none.
pub fn country(header: &str) -> Option<&str> {
    let letters = header.len() == 2 && header.bytes().all(|b| b.is_ascii_uppercase());
    Some(header).filter(|code| letters && *code != "XX")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_known_by_its_own_name_and_not_by_its_ancestors() {
        let chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
        for (agent, browser, system) in [
            (chrome.to_owned(), Browser::Chrome, System::Linux),
            (
                format!("{chrome} Edg/142.0.0.0").replace("X11; Linux x86_64", "Windows NT 10.0"),
                Browser::Edge,
                System::Windows,
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 15.7; rv:145.0) Gecko/20100101 Firefox/145.0".into(),
                Browser::Firefox,
                System::Macos,
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1".into(),
                Browser::Safari,
                System::Iphone,
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36".into(),
                Browser::Samsung,
                System::Android,
            ),
        ] {
            let device = Device::of(&agent);
            assert_eq!((device.browser, device.system), (Some(browser), Some(system)), "{agent}");
            assert_eq!(Device::read(Some(&device.stored())), device);
        }
    }

    #[test]
    fn t34_what_no_browser_says_is_no_device() {
        for agent in [
            "",
            "curl/8.14",
            "<img src=x onerror=alert(1)>",
            "\u{202e}\0",
        ] {
            assert_eq!(Device::of(agent), Device::default(), "{agent}");
        }
        assert_eq!(Device::read(None), Device::default());
        assert_eq!(Device::read(Some("<b>")), Device::default());
    }

    #[test]
    fn a_country_is_one_or_none() {
        assert_eq!(country("FR"), Some("FR"));
        for header in ["", "XX", "T1", "fr", "<b>"] {
            assert_eq!(country(header), None, "{header}");
        }
    }
}
