/*! "on Tuesday" on a calendar: the day that an expression of time names, given the article's own date. */

use time::{Date, Duration, Month, Weekday};

/// Reads `2021-01-13`.
pub fn parse(iso: &str) -> Option<Date> {
    let mut parts = iso.split('-');
    let year = parts.next()?.parse().ok()?;
    let month: u8 = parts.next()?.parse().ok()?;
    let day = parts.next()?.parse().ok()?;
    if parts.next().is_some() {
        return None;
    }
    Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()
}

/// The ISO date that `words` name in an article of `article_date`; news speaks of the past, so a weekday is the last one, today included.
pub fn resolve(words: &str, article_date: &str) -> Option<String> {
    let today = parse(article_date)?;
    let lower = words.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphabetic());
    let date = words.find_map(|word| match word {
        "today" | "tonight" => Some(today),
        "yesterday" => Some(today - Duration::days(1)),
        "tomorrow" => Some(today + Duration::days(1)),
        _ => {
            let weekday = weekday(word)?;
            Some(if today.weekday() == weekday { today } else { today.prev_occurrence(weekday) })
        }
    })?;
    Some(format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day()))
}

fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "monday" => Weekday::Monday,
        "tuesday" => Weekday::Tuesday,
        "wednesday" => Weekday::Wednesday,
        "thursday" => Weekday::Thursday,
        "friday" => Weekday::Friday,
        "saturday" => Weekday::Saturday,
        "sunday" => Weekday::Sunday,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weekday_is_the_last_one() {
        // 13 January 2021 was a Wednesday.
        assert_eq!(resolve("on Tuesday", "2021-01-13").as_deref(), Some("2021-01-12"));
        assert_eq!(resolve("Wednesday", "2021-01-13").as_deref(), Some("2021-01-13"));
        assert_eq!(resolve("late Thursday night", "2021-01-13").as_deref(), Some("2021-01-07"));
        assert_eq!(resolve("yesterday", "2021-03-01").as_deref(), Some("2021-02-28"));
        assert_eq!(resolve("last week", "2021-01-13"), None);
        assert_eq!(resolve("on Tuesday", "soon"), None);
        assert_eq!(resolve("on Tuesday", "-9999-01-01"), None);
    }
}
