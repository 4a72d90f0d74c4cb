/*! The replies stage: which attribution answers which, or whom.

An attribution that denies, rejects, supports or responds, and that names an earlier speaker in its content or between source and content,
answers the last thing that speaker said before it: "Miryousefi strongly rejected the Pompeo claims".

# Not handled
Answers that name nobody and share no word with what they answer.
*/

use crate::attributions::{Attribution, Context};
use crate::document::{EntityKind, ReplyKind, Stance};
use crate::speakers::{Entity, Speakers};

/// A directed link; indices as in the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reply {
    /// The answering attribution.
    pub from: usize,
    /// The attribution answered.
    pub to: Option<usize>,
    /// The entity answered.
    pub whom: Option<usize>,
    /// What the reply does.
    pub kind: ReplyKind,
}

/// Finds the replies, in order of the answering attribution.
pub fn find(context: Context, attributions: &[Attribution], speakers: &Speakers) -> Vec<Reply> {
    let names = names_by_place(context, &speakers.entities);
    let mut last_of: Vec<Option<usize>> = vec![None; speakers.entities.len()];
    let mut out = Vec::new();
    for (from, attribution) in attributions.iter().enumerate() {
        let speaker = speakers.resolutions[from].speaker;
        if let Some(kind) = kind(context, attribution) {
            let extent = attribution.extent();
            let at = names.partition_point(|n| n.0 < extent.start);
            let answered = names[at..]
                .iter()
                .take_while(|n| n.0 < extent.end)
                .map(|n| n.1)
                .find(|&e| Some(e) != speaker && last_of[e].is_some());
            if let Some(whom) = answered {
                out.push(Reply { from, to: last_of[whom], whom: Some(whom), kind });
            }
        }
        if let Some(speaker) = speaker.filter(|_| attribution.parent.is_none()) {
            last_of[speaker] = Some(from);
        }
    }
    out
}

/// What the cue does to somebody else's words, if anything.
fn kind(context: Context, attribution: &Attribution) -> Option<ReplyKind> {
    match attribution.stance {
        Stance::Reject | Stance::Deny if !attribution.negated => Some(ReplyKind::Reject),
        Stance::Support => Some(ReplyKind::Confirm),
        _ => {
            let cue = attribution.cue.clone()?;
            let responds = cue.into_iter().any(|i| {
                matches!(
                    context.tags.lemma(i),
                    "respond" | "reply" | "answer" | "retort" | "counter"
                )
            });
            responds.then_some(ReplyKind::Respond)
        }
    }
}

/// Token and entity of every named mention of somebody who can speak, in order.
fn names_by_place(context: Context, entities: &[Entity]) -> Vec<(usize, usize)> {
    let mut places = Vec::new();
    for (id, entity) in entities.iter().enumerate() {
        if entity.kind == EntityKind::Place {
            continue;
        }
        for (span, _) in &entity.mentions {
            places.push((context.text.tokens_in(*span).start, id));
        }
    }
    places.sort_unstable();
    places
}
