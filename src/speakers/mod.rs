/*! The speakers stage: the entity behind every source.

In: mentions and attributions. Out: [`Speakers`], entities with their mentions, and for each attribution who speaks and how that was found.
"Alireza Miryousefi, spokesman for Iran's mission, … the Iranian diplomat said … he added": one entity, three forms.

Works in two passes. `entities` gathers names that belong together (`surnames` tells those of one surname apart), and `gender` hears which pronouns go with them; then, from the beginning of the
text to its end, `resolve` finds the entity behind every source, since who spoke last is evidence for who speaks now. `sources` picks the words of a
source that say who it is, `unmentioned` reads those that no mention covers, `sourceless` finds whose words they are where there is none; roles are compared with what the text says of people (`descriptions`, `roles`, `later`, `variety`), pronouns with who is in focus
(`pronouns`, `focus`), documents and campaigns with whom they belong to (`documents`, `campaigns`), the labels of turns with who asks and who answers
(`turns`), several at once with whom they are (`together`). `anonymity` finds why somebody is not named. Gender is used only where a title, a pronoun or a noun such as "husband" shows it.

# Not handled
Bridging ("the victim's lawyer" to a name given elsewhere without any shared word).
*/

mod aliases;
mod anonymity;
mod campaigns;
mod descriptions;
mod documents;
mod entities;
mod focus;
mod gender;
mod later;
mod pronouns;
mod resolve;
mod roles;
mod sourceless;
mod sources;
mod surnames;
mod together;
mod turns;
mod unmentioned;
mod variety;

use crate::attributions::{Attribution, Context};
use crate::document::{EntityKind, MentionForm, ResolutionHow};
use crate::names::Gender;
use crate::text::Span;

/// A person, organisation, group, place, document or unnamed source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// What it is.
    pub kind: EntityKind,
    /// Its names and descriptions in order of appearance, without repetition; the fullest is chosen for display.
    pub names: Vec<String>,
    /// What the text says it is.
    pub roles: Vec<String>,
    /// Where it is referred to, in order.
    pub mentions: Vec<(Span, MentionForm)>,
    /// As titles show it; internal, never part of the output.
    pub gender: Option<Gender>,
    /// As the words around the name show it: votes for "he" and for "she"; internal, never part of the output.
    pub shown: [u32; 2],
    /// More than one?
    pub plural: bool,
    /// For an unnamed source: why it is not named, as the text puts it.
    pub reason: Option<Span>,
}

/// How many mentions tell whether an entity has a name: names are gathered before all else.
const FIRST: usize = 8;

impl Entity {
    /// Does the text name it?
    fn is_named(&self) -> bool {
        let first = self.mentions.iter().take(FIRST);
        first.into_iter().any(|(_, form)| matches!(form, MentionForm::Name | MentionForm::Handle))
    }
}

/// Who is behind one attribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resolution {
    /// An index into [`Speakers::entities`].
    pub speaker: Option<usize>,
    /// The document spoken through.
    pub via: Option<usize>,
    /// By what.
    pub how: ResolutionHow,
    /// In hundredths.
    pub confidence: u8,
    /// The words that decided it.
    pub evidence: Option<Span>,
}

impl Resolution {
    /// Nobody was found.
    pub const NONE: Self =
        Self { speaker: None, via: None, how: ResolutionHow::None, confidence: 0, evidence: None };
}

/// What the stage finds.
#[derive(Debug, Clone, Default)]
pub struct Speakers {
    /// In order of first mention.
    pub entities: Vec<Entity>,
    /// One for each attribution.
    pub resolutions: Vec<Resolution>,
}

/// Finds the speaker of each of `attributions`, which may come from elsewhere than the attributions stage.
pub fn find(context: Context, attributions: &[Attribution]) -> Speakers {
    let mut gathered = entities::gather(context);
    let resolutions = resolve::resolve(context, attributions, &mut gathered);
    for (attribution, resolution) in attributions.iter().zip(&resolutions) {
        let Some(entity) = resolution.speaker.map(|id| &mut gathered.entities[id]) else {
            continue;
        };
        let unnamed =
            matches!(entity.kind, EntityKind::Person | EntityKind::Group | EntityKind::Anonymous)
                && !entity.is_named();
        if unnamed
            && entity.reason.is_none()
            && let Some(found) = anonymity::find(context, attribution)
        {
            entity.kind = EntityKind::Anonymous;
            entity.reason = found.reason;
        }
    }
    gathered.finish(context, resolutions)
}
