//! Values as people write them: numbers without trailing zeros, ISO dates, moments in the calendar's zone.

use jiff::tz::TimeZone;
use rust_decimal::Decimal;

use crate::value::Value;

/// A number in plain digits, without trailing zeros.
pub fn number(value: Decimal) -> String {
    let value = value.normalize();
    if value.is_zero() { "0".to_owned() } else { value.to_string() }
}

/// A single value as text; nothing for a list, an object or an unknown value.
pub fn written(value: &Value, zone: &TimeZone) -> Option<String> {
    Some(match value {
        Value::Bool(truth) => truth.to_string(),
        Value::Number(value) => number(*value),
        Value::Text(text) => text.clone(),
        Value::Date(date) => date.to_string(),
        Value::Moment(moment) => {
            let zoned = moment.to_zoned(zone.clone());
            jiff::fmt::strtime::format("%Y-%m-%dT%H:%M:%S%:z", &zoned).unwrap_or_else(|_| moment.to_string())
        }
        Value::Duration(length) => length.to_string(),
        Value::File(file) => file.name.clone(),
        Value::Null | Value::List(_) | Value::Object(_) => return None,
    })
}
