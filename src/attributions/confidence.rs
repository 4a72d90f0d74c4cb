/*! How often attributions of each kind are right: the source of `confidence`.

Counted in training on articles that the models had not learned from (cross-validation), by rule and by how sure the model was.
An attribution is right when its content and its source are, as "who said what" is scored.
*/

use std::collections::BTreeMap;

use crate::Error;
use crate::model::file::File;
#[cfg(any(test, feature = "train"))]
use crate::model::file::Writer;

/// The section of the model file.
pub const SECTION: &str = "odds";

/// Stands for "by a rule alone" among the strengths.
const RULE_ALONE: u8 = u8::MAX;

/// Right and all, by rule and strength.
#[derive(Debug, Clone, Default)]
pub struct Confidence(BTreeMap<(String, u8), (u64, u64)>);

impl Confidence {
    /// Counts one attribution.
    #[cfg(feature = "train")]
    pub fn count(&mut self, rule: &str, strength: Option<u8>, right: bool) {
        let place = self.0.entry((rule.into(), strength.unwrap_or(RULE_ALONE))).or_default();
        place.0 += u64::from(right);
        place.1 += 1;
    }

    /// Reads the section; a file without it knows nothing.
    ///
    /// # Errors
    /// If the section is damaged.
    pub fn read(file: &File<&[u8]>) -> Result<Self, Error> {
        let mut counts = BTreeMap::new();
        if file.has(SECTION) {
            let mut from = file.section(SECTION, 1)?;
            for _ in 0..from.number()? {
                let rule = from.text()?.to_string();
                let key = (rule, from.byte()?);
                counts.insert(key, (from.number()? as u64, from.number()? as u64));
            }
        }
        Ok(Self(counts))
    }

    /// The bytes of the section.
    #[cfg(any(test, feature = "train"))]
    pub fn write(&self) -> Vec<u8> {
        let mut out = Writer::new();
        out.number(self.0.len());
        for ((rule, strength), (right, all)) in &self.0 {
            out.text(rule);
            out.byte(*strength);
            out.number(*right as usize);
            out.number(*all as usize);
        }
        out.finish()
    }

    /// How often attributions by `rule`, of which the model was this sure, are right, in hundredths.
    ///
    /// Few cases lean on all cases of the same strength: as if ten more had been seen, right as often as those.
    pub fn of(&self, rule: &str, strength: Option<u8>) -> u8 {
        let strength = strength.unwrap_or(RULE_ALONE);
        let (mut right, mut all) = (1, 2);
        for ((_, s), count) in &self.0 {
            if *s == strength {
                right += count.0;
                all += count.1;
            }
        }
        let own = self.0.get(&(rule.to_string(), strength)).copied().unwrap_or_default();
        let (above, below) = (own.0 * all + 10 * right, (own.1 + 10) * all);
        ((200 * above + below) / (2 * below)).min(99) as u8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted() -> Confidence {
        Confidence(BTreeMap::from([
            (("direct-after".into(), 4), (990, 1000)),
            (("object".into(), 4), (3, 10)),
            (("object".into(), RULE_ALONE), (1, 4)),
        ]))
    }

    #[test]
    fn many_cases_speak_for_themselves_and_few_lean_on_the_others() {
        let confidence = counted();
        assert_eq!(confidence.of("direct-after", Some(4)), 99);
        let few = confidence.of("object", Some(4));
        assert!((60..70).contains(&few), "{few}");
        assert_eq!(Confidence::default().of("object", None), 50);
    }

    #[test]
    fn what_is_written_is_read() {
        let file = File {
            provenance: String::new(),
            sections: vec![crate::model::file::Section {
                name: SECTION.into(),
                features: 1,
                bytes: counted().write(),
            }],
        };
        let bytes = file.write();
        let read = File::read(&bytes).and_then(|f| Confidence::read(&f)).expect("just written");
        assert_eq!(read.0, counted().0);
    }
}
