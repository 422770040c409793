//! What a plain scalar means: the core schema of YAML 1.2.2, section 10.3.2, with exact decimals.
//!
//! Refuses `.inf`, `.nan` and numbers that no decimal of 28 digits holds.

use rust_decimal::Decimal;

/// The meaning of a plain scalar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolved {
    Null,
    Bool(bool),
    Number(Decimal),
    /// The characters are the value.
    Text,
}

/// Why a scalar that has the form of a number is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    #[error("the number `{found}` has more than the 28 digits that an exact decimal holds")]
    TooLong { found: String },
    #[error("`{found}` is no number that can be computed with")]
    NotFinite { found: String },
}

/// Digits that an exact decimal holds for certain, before and after the point together.
const DIGITS: usize = 28;

/// What `text` means when it is written without quotes.
pub fn resolve(text: &str) -> Result<Resolved, NumberError> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Ok(Resolved::Null),
        "true" | "True" | "TRUE" => return Ok(Resolved::Bool(true)),
        "false" | "False" | "FALSE" => return Ok(Resolved::Bool(false)),
        _ => {}
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Err(NumberError::NotFinite { found: text.to_owned() });
    }
    for (prefix, radix) in [("0o", 8), ("0x", 16)] {
        if let Some(digits) = text.strip_prefix(prefix)
            && !digits.is_empty()
            && digits.chars().all(|c| c.is_digit(radix))
        {
            let number = i128::from_str_radix(digits, radix).ok();
            return number.and_then(whole).map(Resolved::Number).ok_or_else(|| too_long(text));
        }
    }
    let Some((digits, fraction, exponent)) = parts(unsigned) else { return Ok(Resolved::Text) };
    exact(digits, fraction, exponent)
        .map(|number| Resolved::Number(if text.starts_with('-') { -number } else { number }.normalize()))
        .ok_or_else(|| too_long(text))
}

fn too_long(text: &str) -> NumberError {
    let mut found: String = text.chars().take(40).collect();
    if found.len() < text.len() {
        found.push('…');
    }
    NumberError::TooLong { found }
}

fn whole(number: i128) -> Option<Decimal> {
    (number < 10_i128.pow(28)).then(|| Decimal::try_from_i128_with_scale(number, 0).ok()).flatten()
}

/// Digits before and after the point and the exponent of `12`, `1.5`, `.5`, `1.`, `1e3`; `None` for anything else.
fn parts(unsigned: &str) -> Option<(&str, &str, &str)> {
    let (number, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((number, exponent)) => {
            let magnitude = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
            (!magnitude.is_empty() && all_digits(magnitude)).then_some((number, exponent))?
        }
        None => (unsigned, "0"),
    };
    let (digits, fraction) = number.split_once('.').unwrap_or((number, ""));
    (all_digits(digits) && all_digits(fraction) && !(digits.is_empty() && fraction.is_empty()))
        .then_some((digits, fraction, exponent))
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn exact(digits: &str, fraction: &str, exponent: &str) -> Option<Decimal> {
    let all = format!("{digits}{fraction}");
    let leading = all.trim_start_matches('0');
    let significant = leading.trim_end_matches('0');
    if significant.is_empty() {
        return Some(Decimal::ZERO);
    }
    if significant.len() > DIGITS {
        return None;
    }
    let exponent: i64 = exponent.parse().ok()?;
    let trailing = leading.len() - significant.len();
    // The number is `significant` × 10^power.
    let power =
        exponent.checked_sub(i64::try_from(fraction.len()).ok()?)?.checked_add(i64::try_from(trailing).ok()?)?;
    let mut mantissa: i128 = significant.parse().ok()?;
    let power = i32::try_from(power).ok()?;
    if power <= 0 {
        let scale = power.unsigned_abs();
        return (scale <= 28).then(|| Decimal::try_from_i128_with_scale(mantissa, scale).ok()).flatten();
    }
    if significant.len() + usize::try_from(power).ok()? > DIGITS {
        return None;
    }
    for _ in 0..power {
        mantissa *= 10;
    }
    whole(mantissa)
}
