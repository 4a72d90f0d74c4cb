/*! The output document: what every face of the product shows.

One versioned tree of plain data, built from what the stages found. The field names are the contract
of the JSON output; unknown fields may be added, nothing is renamed without a new [`SCHEMA`].

Inside the pipeline spans are bytes. [`Document::convert`] puts every span into the unit that the caller asked for,
and this file is the only place where that happens.
*/

use serde::Serialize;

use crate::text::{OffsetUnit, Offsets};

/// The version of the output document.
pub const SCHEMA: u32 = 1;

/// Half-open range of the analysed text, `[start, end]`, never empty, in the unit named by [`Document::offsets`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Range {
    /// First unit inside.
    pub start: usize,
    /// First unit after.
    pub end: usize,
}

impl Serialize for Range {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.start as u32, self.end as u32).serialize(serializer)
    }
}

/// Who said what in one text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Document {
    /// [`SCHEMA`].
    pub schema: u32,
    /// BCP 47 code of the text's language as far as it was recognised: `en`, or `und`.
    pub language: String,
    /// The unit of every span in this document.
    pub offsets: OffsetUnit,
    /// Length of the text in that unit.
    pub length: usize,
    /// Paragraphs, in order, without the white space between them.
    pub paragraphs: Vec<Range>,
    /// Sentences, in order; none crosses a paragraph.
    pub sentences: Vec<Range>,
    /// What is not story: headline, dateline, byline, credit, licence, caption, link.
    pub furniture: Vec<Furniture>,
    /// People, organisations, groups, places, documents and anonymous sources, by first mention.
    pub entities: Vec<Entity>,
    /// Pairs of quotation marks and what is inside, by start.
    pub quotations: Vec<Quotation>,
    /// Acts of saying, by first content span, then cue.
    pub attributions: Vec<Attribution>,
    /// Which attribution answers which, or whom.
    pub replies: Vec<Reply>,
    /// Each speaker's part in words, greatest first.
    pub voices: Vec<Voice>,
    /// What the caller should know about this result.
    pub warnings: Vec<Warning>,
}

/// A closed list of words, written in lower case.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        pub enum $name {
            $($(#[$vmeta])* #[serde(rename = $word)] $variant),+
        }
        impl $name {
            /// All values, in the order of their declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The word that stands for this value in the output document.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
        impl std::str::FromStr for $name {
            type Err = ();
            fn from_str(word: &str) -> Result<Self, ()> {
                Self::ALL.iter().copied().find(|v| v.as_str() == word).ok_or(())
            }
        }
    };
}

words! {
    /// What a piece of furniture is.
    FurnitureKind {
        /// The title line of the article.
        Headline = "headline",
        /// Place, and perhaps agency, in front of the first sentence.
        Dateline = "dateline",
        /// The author's line.
        Byline = "byline",
        /// Desk initials, agency lines, "additional reporting by".
        Credit = "credit",
        /// Terms of reuse, copyright.
        Licence = "licence",
        /// The words under a picture.
        Caption = "caption",
        /// An address, or an invitation to read something else.
        Link = "link",
    }
}

/// A piece of text that is not story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Furniture {
    /// What it is.
    pub kind: FurnitureKind,
    /// Where it stands.
    pub span: Range,
    /// The telling part: the place of a dateline, the name of a byline, the name of a licence.
    pub value: String,
}

words! {
    /// What an entity is.
    EntityKind {
        /// One person with a name or a role.
        Person = "person",
        /// A body with a name: company, ministry, court, paper, party.
        Organisation = "organisation",
        /// Several people together: a nationality, "Republicans", "residents".
        Group = "group",
        /// A place that does not speak for a government.
        Place = "place",
        /// A statement, report, lawsuit, poll that speaks for itself.
        Document = "document",
        /// Someone the outlet does not name.
        Anonymous = "anonymous",
    }
}

words! {
    /// How a mention refers.
    MentionForm {
        /// By name.
        Name = "name",
        /// By what it is: "the Iranian diplomat".
        Role = "role",
        /// By a pronoun.
        Pronoun = "pronoun",
        /// By an account name: "@SecPompeo".
        Handle = "handle",
    }
}

/// A short piece of the text that tells a circumstance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// The words, as they stand in the text.
    pub text: String,
    /// Where they stand.
    pub span: Range,
}

/// A person, organisation, group, place, document or unnamed source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entity {
    /// Equal to the index in [`Document::entities`].
    pub id: usize,
    /// What it is.
    pub kind: EntityKind,
    /// The fullest form in the text, without titles.
    pub name: String,
    /// Other forms, in order of appearance.
    pub aliases: Vec<String>,
    /// What the text says it is, in order of appearance, without repetition.
    pub roles: Vec<String>,
    /// For an unnamed source: why, as the text puts it.
    pub reason: Option<Note>,
    /// Where it is referred to, in order.
    pub mentions: Vec<Mention>,
}

/// One reference to an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Mention {
    /// Where it stands; a name leaves the title out.
    pub span: Range,
    /// How it refers.
    pub form: MentionForm,
}

words! {
    /// What a pair of quotation marks holds.
    QuotationKind {
        /// Somebody's words, reported.
        Speech = "speech",
        /// A word or phrase kept at a distance ("scare quotes"), a nickname, a motto.
        Phrase = "phrase",
        /// The name of a work.
        Title = "title",
    }
}

/// A pair of quotation marks and what is inside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Quotation {
    /// Equal to the index in [`Document::quotations`].
    pub id: usize,
    /// With its marks.
    pub span: Range,
    /// Without its marks; `None` where nothing is inside.
    pub inner: Option<Range>,
    /// 0 outside any other quotation.
    pub depth: usize,
    /// The quotation around it.
    pub parent: Option<usize>,
    /// What it holds.
    pub kind: QuotationKind,
    /// The attribution whose content it is, or is part of.
    pub attribution: Option<usize>,
}

words! {
    /// How the content is given.
    AttributionKind {
        /// Wholly inside quotation marks, or a transcript turn, a post, a block quotation.
        Direct = "direct",
        /// Outside quotation marks.
        Indirect = "indirect",
        /// Partly inside.
        Mixed = "mixed",
    }
}

words! {
    /// What kind of act the cue names.
    Act {
        /// Speech or writing.
        Says = "says",
        /// Belief, knowledge, perception.
        Thinks = "thinks",
        /// Intention and desire.
        Wants = "wants",
        /// An attitude.
        Feels = "feels",
        /// A decree that is itself a statement.
        Rules = "rules",
        /// A document, study or poll that represents something.
        Shows = "shows",
    }
}

words! {
    /// How the cue presents the content.
    Stance {
        /// "said", "told", "added".
        Neutral = "neutral",
        /// "insisted", "stressed".
        Assert = "assert",
        /// "claimed", "alleged".
        Claim = "claim",
        /// "accused", "blamed".
        Accuse = "accuse",
        /// "denied".
        Deny = "deny",
        /// "rejected", "dismissed".
        Reject = "reject",
        /// "admitted", "acknowledged".
        Concede = "concede",
        /// "praised", "agreed", "endorsed".
        Support = "support",
        /// "called for", "urged".
        Demand = "demand",
        /// "warned".
        Warn = "warn",
        /// "promised", "vowed".
        Promise = "promise",
        /// "asked", "wondered".
        Question = "question",
        /// "declined to comment".
        Decline = "decline",
    }
}

words! {
    /// By what the speaker was found.
    ResolutionHow {
        /// The source is a name.
        Name = "name",
        /// The source is a role.
        Role = "role",
        /// The source is a pronoun.
        Pronoun = "pronoun",
        /// The text goes on with the speaker before.
        Continuation = "continuation",
        /// It was not.
        None = "none",
    }
}

/// How the speaker was found, and how sure that is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Resolution {
    /// By what.
    pub how: ResolutionHow,
    /// Between 0 and 1, two decimals.
    pub confidence: f64,
}

/// The words of an attribution; the pieces of one role are joined by " … ".
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AttributionText {
    /// Empty where the text names nobody.
    pub source: String,
    /// Empty where no word ties source and content.
    pub cue: String,
    /// What is said.
    pub content: String,
}

/// A point in time that the text gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Time {
    /// The words, as they stand in the text.
    pub text: String,
    /// Where they stand.
    pub span: Range,
    /// ISO 8601, where the article's own date in [`crate::Options`] allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
}

/// A reason for a decision, with the words that it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Because {
    /// A stable code; the words for it stand in `src/lexicon/because.en.txt`.
    pub rule: String,
    /// The evidence.
    pub spans: Vec<Range>,
}

/// One act of saying: a source, a cue and a content.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Attribution {
    /// Equal to the index in [`Document::attributions`].
    pub id: usize,
    /// Direct, indirect or mixed.
    pub kind: AttributionKind,
    /// What kind of act the cue names.
    pub act: Act,
    /// How the cue presents the content.
    pub stance: Stance,
    /// "did not say".
    pub negated: bool,
    /// "could argue", "if he says".
    pub hypothetical: bool,
    /// Who says it, as the text names them.
    pub source: Vec<Range>,
    /// The words that tie source and content; at most one span.
    pub cue: Vec<Range>,
    /// What is said.
    pub content: Vec<Range>,
    /// The same in words.
    pub text: AttributionText,
    /// The entity behind the source.
    pub speaker: Option<usize>,
    /// The document that the speaker speaks through.
    pub via: Option<usize>,
    /// How the speaker was found.
    pub resolution: Resolution,
    /// "in a tweet".
    pub medium: Option<Note>,
    /// "Newsweek" in "told Newsweek".
    pub addressee: Option<Note>,
    /// "before the National Press Club".
    pub venue: Option<Note>,
    /// "on Tuesday".
    pub time: Option<Time>,
    /// The outlet's comment on the act: "without presenting any evidence".
    pub hedge: Option<Note>,
    /// The attribution whose content holds this one.
    pub parent: Option<usize>,
    /// Between 0 and 1, two decimals: how often attributions like this one are right in content and source.
    pub confidence: f64,
    /// Why it was found, strongest first.
    pub because: Vec<Because>,
}

words! {
    /// What a reply does.
    ReplyKind {
        /// It denies or rejects.
        Reject = "reject",
        /// It agrees.
        Confirm = "confirm",
        /// It answers.
        Respond = "respond",
    }
}

/// A directed link: attribution `from` answers attribution `to`, or entity `whom`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
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

/// A speaker's part in the article, in words (UAX #29, with a letter or digit).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Voice {
    /// An entity.
    pub speaker: usize,
    /// Attributions counted.
    pub attributions: usize,
    /// Words inside quotation marks.
    pub direct_words: usize,
    /// Other words.
    pub indirect_words: usize,
    /// Part of all voices' words; the shares sum to 1.
    pub share: f64,
}

/// Something the caller should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// A stable code: `language-unsupported`, `text-too-long`, `unpaired-mark`, `lone-surrogate`.
    pub code: String,
    /// Where, if it has a place.
    pub span: Option<Range>,
}

impl Document {
    /// Puts every span, in bytes until now, into `unit`.
    pub(crate) fn convert(&mut self, offsets: &Offsets, unit: OffsetUnit) {
        if unit == OffsetUnit::Byte {
            return;
        }
        self.offsets = unit;
        self.length = offsets.convert(self.length, unit);
        self.for_each_range(&mut |range| {
            range.start = offsets.convert(range.start, unit);
            range.end = offsets.convert(range.end, unit);
        });
    }

    /// Calls `each` with every span of the document, whatever it marks.
    pub fn for_each_range(&mut self, each: &mut dyn FnMut(&mut Range)) {
        self.paragraphs.iter_mut().for_each(&mut *each);
        self.sentences.iter_mut().for_each(&mut *each);
        self.furniture.iter_mut().for_each(|f| each(&mut f.span));
        for entity in &mut self.entities {
            entity.reason.iter_mut().for_each(|n| each(&mut n.span));
            entity.mentions.iter_mut().for_each(|m| each(&mut m.span));
        }
        for quotation in &mut self.quotations {
            each(&mut quotation.span);
            quotation.inner.iter_mut().for_each(&mut *each);
        }
        for a in &mut self.attributions {
            a.source.iter_mut().chain(&mut a.cue).chain(&mut a.content).for_each(&mut *each);
            for note in
                [&mut a.medium, &mut a.addressee, &mut a.venue, &mut a.hedge].into_iter().flatten()
            {
                each(&mut note.span);
            }
            a.time.iter_mut().for_each(|t| each(&mut t.span));
            a.because.iter_mut().flat_map(|b| &mut b.spans).for_each(&mut *each);
        }
        self.warnings.iter_mut().filter_map(|w| w.span.as_mut()).for_each(&mut *each);
    }
}
