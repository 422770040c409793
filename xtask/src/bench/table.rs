//! Samples, and the one table that is printed of them.

use std::fmt::Write as _;

/// What one thing came to, each time it was measured.
#[derive(Debug, Default, Clone)]
pub struct Samples(Vec<f64>);

impl Samples {
    pub fn push(&mut self, value: f64) {
        self.0.push(value);
    }

    /// The middle one; of an even number the mean of the middle two. None without samples.
    pub fn median(&self) -> Option<f64> {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let above = *sorted.get(sorted.len() / 2)?;
        match sorted.len() % 2 {
            0 => sorted.get(sorted.len() / 2 - 1).map(|below| f64::midpoint(*below, above)),
            _ => Some(above),
        }
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The least.
    pub fn best(&self) -> Option<f64> {
        self.spread().map(|(least, _)| least)
    }

    /// The least and the most.
    fn spread(&self) -> Option<(f64, f64)> {
        let least = self.0.iter().copied().min_by(f64::total_cmp)?;
        let most = self.0.iter().copied().max_by(f64::total_cmp)?;
        Some((least, most))
    }

    /// How many times the other's median this one's is.
    pub fn ratio(&self, other: &Samples) -> Option<f64> {
        let (own, other) = (self.median()?, other.median()?);
        (other > 0.0).then(|| own / other)
    }
}

/// One line of the table.
pub struct Row {
    what: String,
    median: String,
    spread: String,
    aim: String,
}

impl Row {
    pub fn new(what: &str, samples: &Samples, aim: &str) -> Self {
        let median = samples.median().map_or_else(|| "not measured".into(), number);
        let spread = samples.spread().map(|(least, most)| format!("{} to {}", number(least), number(most)));
        Row { what: what.into(), median, spread: spread.unwrap_or_default(), aim: aim.into() }
    }

    /// One number made of two others.
    pub fn ratio(what: &str, ratio: f64, aim: &str) -> Self {
        Row { what: what.into(), median: format!("{ratio:.1} ×"), spread: String::new(), aim: aim.into() }
    }

    /// With how it was measured, in brackets.
    pub fn note(mut self, note: String) -> Self {
        let _ = write!(self.what, " ({note})");
        self
    }
}

/// A number as people read it: three digits at least, thousands apart.
fn number(value: f64) -> String {
    if value.abs() < 100.0 {
        return format!("{value:.1}");
    }
    let digits = format!("{value:.0}");
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits.as_str()), |digits| ("-", digits));
    let mut text = String::from(sign);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The table in Markdown.
pub fn markdown(rows: &[Row]) -> String {
    let mut text = String::from("| Measured | Median | Least to most | Aim |\n|---|--:|--:|--:|\n");
    for Row { what, median, spread, aim } in rows {
        let _ = writeln!(text, "| {what} | {median} | {spread} | {aim} |");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Row, Samples, markdown};

    #[test]
    fn the_median_stands_in_the_table_with_its_spread_and_a_ratio_is_of_medians() {
        let samples = |values: &[f64]| Samples(values.to_vec());
        let ours = samples(&[1_234.0, 99.94, 2_000_000.0]);
        assert_eq!(ours.ratio(&samples(&[600.0, 634.0])), Some(2.0));
        assert_eq!(ours.ratio(&samples(&[])), None);
        let rows = [
            Row::new("runs", &ours, "5").note("in turns".into()),
            Row::new("nothing", &samples(&[]), ""),
            Row::ratio("both", 2.04, "1"),
        ];
        let table = markdown(&rows);
        let lines: Vec<&str> = table.lines().skip(2).collect();
        assert_eq!(
            lines,
            [
                "| runs (in turns) | 1,234 | 99.9 to 2,000,000 | 5 |",
                "| nothing | not measured |  |  |",
                "| both | 2.0 × |  | 1 |"
            ]
        );
    }
}
