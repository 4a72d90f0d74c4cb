/*! How often each rule is right, counted on the training part of PolNeAR: the source of `confidence`. */

use std::sync::LazyLock;

/// The table; its header tells the corpus and the command that wrote it.
const TABLE: &str = include_str!("precision.txt");

/// Rule and hundredths, sorted by rule.
static PRECISION: LazyLock<Vec<(&'static str, u8)>> = LazyLock::new(|| {
    let mut rules: Vec<(&'static str, u8)> = TABLE
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|line| {
            let mut columns = line.split('\t');
            let rule = columns.next()?;
            let right: u64 = columns.next()?.parse().ok()?;
            let predicted: u64 = columns.next()?.parse().ok()?;
            // Laplace's rule of succession, rounded to hundredths in integers.
            let (right, predicted) = (right + 1, predicted + 2);
            Some((rule, ((200 * right + predicted) / (2 * predicted)).min(100) as u8))
        })
        .collect();
    rules.sort_unstable();
    rules
});

/// The precision of `rule` in hundredths; one half for a rule that was never counted.
pub fn of(rule: &str) -> u8 {
    PRECISION.binary_search_by_key(&rule, |r| r.0).map_or(50, |at| PRECISION[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read() {
        let lines: Vec<&str> = TABLE.lines().filter(|l| !l.starts_with('#')).collect();
        assert_eq!(lines.len(), PRECISION.len());
        assert!(lines.windows(2).all(|w| w[0] < w[1]), "sorted");
    }

    #[test]
    fn an_unknown_rule_is_as_likely_right_as_wrong() {
        assert_eq!(of("no-such-rule"), 50);
    }
}
