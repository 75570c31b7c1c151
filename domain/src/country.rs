//! The countries the shop's forms know: telephone code, postcode, region and the order of address lines.
//! Facts after libaddressinput's `fmt` and `require` and ITU-T E.164; names come from the browser's `Intl`.

pub mod names;

use crate::region;

/// The order in which a country's people write town, region and postcode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// line 1, line 2, postcode beside city (and the region under them where there is one).
    PostcodeCity,
    /// line 1, line 2, city, region beside postcode.
    CityRegionPostcode,
    /// line 1, line 2, city, postcode.
    CityPostcode,
}

/// What a country asks of postcodes. In a pattern `N` is a digit, `A` a letter, `X` either, anything else itself; `|` separates forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Postcode {
    None,
    Optional,
    Required {
        pattern: &'static str,
        example: &'static str,
    },
}

/// What a country asks of regions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Region {
    None,
    Optional,
    /// One of a known list of (code, name).
    Listed(&'static [(&'static str, &'static str)]),
}

/// A country by its ISO 3166-1 alpha-2 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Country {
    pub code: &'static str,
    /// Calling code without `+`.
    pub calling: &'static str,
    /// Prefix of national numbers that is dropped abroad; empty where there is none.
    pub trunk: &'static str,
    pub postcode: Postcode,
    pub region: Region,
    pub layout: Layout,
}

impl Country {
    /// True where postcodes are digits only, so that a phone may show its number pad.
    pub fn digits_only(&self) -> bool {
        matches!(self.postcode, Postcode::Required { pattern, .. }
            if pattern.chars().all(|c| matches!(c, 'N' | ' ')))
    }
}

/// The country of a code, exactly as ISO spells it (upper case).
pub fn find(code: &str) -> Option<&'static Country> {
    ALL.iter().find(|country| country.code == code)
}

/// Every country the forms know, by code.
pub fn all() -> &'static [Country] {
    ALL
}

const fn plain(
    code: &'static str,
    calling: &'static str,
    trunk: &'static str,
    pattern: &'static str,
    example: &'static str,
) -> Country {
    Country {
        code,
        calling,
        trunk,
        postcode: Postcode::Required { pattern, example },
        region: Region::None,
        layout: Layout::PostcodeCity,
    }
}

/// Countries without postcodes in daily use.
const fn bare(code: &'static str, calling: &'static str, trunk: &'static str) -> Country {
    Country {
        code,
        calling,
        trunk,
        postcode: Postcode::None,
        region: Region::None,
        layout: Layout::PostcodeCity,
    }
}

/// Countries whose postcodes exist but are often left out.
const fn loose(code: &'static str, calling: &'static str, trunk: &'static str) -> Country {
    Country {
        code,
        calling,
        trunk,
        postcode: Postcode::Optional,
        region: Region::Optional,
        layout: Layout::PostcodeCity,
    }
}

const fn regional(
    country: Country,
    regions: &'static [(&'static str, &'static str)],
    layout: Layout,
) -> Country {
    Country {
        region: Region::Listed(regions),
        layout,
        ..country
    }
}

const GB_POSTCODES: &str = "AN NAA|ANN NAA|AAN NAA|AANN NAA|ANA NAA|AANA NAA";

const ALL: &[Country] = &[
    bare("AE", "971", "0"),
    plain("AT", "43", "0", "NNNN", "1010"),
    regional(
        plain("AU", "61", "0", "NNNN", "2000"),
        region::AU,
        Layout::CityRegionPostcode,
    ),
    plain("BE", "32", "0", "NNNN", "1000"),
    plain("BG", "359", "0", "NNNN", "1000"),
    regional(
        plain("BR", "55", "0", "NNNNN-NNN", "01310-100"),
        region::BR,
        Layout::CityRegionPostcode,
    ),
    regional(
        plain("CA", "1", "1", "ANA NAN", "H2Y 1C6"),
        region::CA,
        Layout::CityRegionPostcode,
    ),
    plain("CH", "41", "0", "NNNN", "1204"),
    bare("CI", "225", ""),
    plain("CY", "357", "", "NNNN", "1010"),
    plain("CZ", "420", "", "NNN NN", "110 00"),
    plain("DE", "49", "0", "NNNNN", "10115"),
    plain("DK", "45", "", "NNNN", "1050"),
    plain("DZ", "213", "0", "NNNNN", "16000"),
    plain("EE", "372", "", "NNNNN", "10111"),
    regional(
        plain("ES", "34", "", "NNNNN", "28013"),
        region::ES,
        Layout::PostcodeCity,
    ),
    plain("FI", "358", "0", "NNNNN", "00100"),
    plain("FR", "33", "0", "NNNNN", "75011"),
    Country {
        layout: Layout::CityPostcode,
        ..plain("GB", "44", "0", GB_POSTCODES, "SW1A 1AA")
    },
    plain("GR", "30", "", "NNN NN", "105 57"),
    bare("HK", "852", ""),
    plain("HR", "385", "0", "NNNNN", "10000"),
    plain("HU", "36", "06", "NNNN", "1051"),
    Country {
        layout: Layout::CityPostcode,
        ..plain("IE", "353", "0", "ANX XXXX", "D02 X285")
    },
    plain("IS", "354", "", "NNN", "101"),
    regional(
        plain("IT", "39", "", "NNNNN", "00184"),
        region::IT,
        Layout::PostcodeCity,
    ),
    plain("JP", "81", "0", "NNN-NNNN", "100-0001"),
    plain("LI", "423", "", "NNNN", "9490"),
    plain("LT", "370", "0", "NNNNN", "01100"),
    plain("LU", "352", "", "NNNN", "1111"),
    plain("LV", "371", "", "LV-NNNN", "LV-1050"),
    plain("MA", "212", "0", "NNNNN", "20000"),
    plain("MC", "377", "", "NNNNN", "98000"),
    plain("MT", "356", "", "AAA NNNN", "VLT 1117"),
    plain("NL", "31", "0", "NNNN AA", "1012 JS"),
    plain("NO", "47", "", "NNNN", "0150"),
    plain("NZ", "64", "0", "NNNN", "6011"),
    plain("PL", "48", "", "NN-NNN", "00-001"),
    plain("PT", "351", "", "NNNN-NNN", "1100-148"),
    bare("QA", "974", ""),
    plain("RO", "40", "0", "NNNNNN", "010011"),
    plain("SE", "46", "0", "NNN NN", "111 20"),
    plain("SG", "65", "", "NNNNNN", "018956"),
    plain("SI", "386", "0", "NNNN", "1000"),
    plain("SK", "421", "0", "NNN NN", "811 01"),
    loose("SN", "221", ""),
    loose("TN", "216", ""),
    regional(
        plain("US", "1", "1", "NNNNN|NNNNN-NNNN", "94103"),
        region::US,
        Layout::CityRegionPostcode,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_and_unique() {
        assert!(ALL.windows(2).all(|pair| match pair {
            [a, b] => a.code < b.code,
            _ => false,
        }));
    }

    #[test]
    fn every_example_fits_its_own_country() {
        for country in ALL {
            if let Postcode::Required { example, .. } = country.postcode {
                assert_eq!(
                    crate::postcode::parse(example, country),
                    Ok(Some(example.to_owned())),
                    "{}",
                    country.code
                );
            }
        }
    }

    #[test]
    fn the_number_pad_is_only_for_digits() {
        assert!(find("FR").unwrap().digits_only());
        assert!(!find("GB").unwrap().digits_only());
        assert!(!find("PT").unwrap().digits_only());
        assert!(!find("HK").unwrap().digits_only());
        assert_eq!(find("fr"), None);
    }
}
