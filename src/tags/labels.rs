/*! The closed sets of labels: parts of speech, grammatical relations, kinds of named entity.

In: nothing. Out: small enums whose order is the order of labels in the model file; a new label goes to the end of its set.
*/

/// An enum of labels with their names in the field, and the way back from a name or an index.
macro_rules! labels {
    ($(#[$about:meta])* $Name:ident { $($(#[$doc:meta])* $label:ident = $text:literal,)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum $Name { $($(#[$doc])* $label,)* }

        impl $Name {
            /// All labels, in the order of their indices.
            pub const ALL: &'static [Self] = &[$(Self::$label,)*];

            /// The label's name as annotation schemes write it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$label => $text,)* }
            }

            /// The label with that name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$label),)* _ => None }
            }
        }

        impl std::fmt::Display for $Name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

labels! {
    /// Part of speech, as the Penn Treebank names it.
    Pos {
        /// Singular common noun.
        Nn = "NN",
        /// Preposition or subordinating conjunction.
        In = "IN",
        /// Singular proper noun.
        Nnp = "NNP",
        /// Determiner.
        Dt = "DT",
        /// Adjective.
        Jj = "JJ",
        /// Plural common noun.
        Nns = "NNS",
        /// Comma.
        Comma = ",",
        /// Full stop, question or exclamation mark.
        Stop = ".",
        /// Past tense.
        Vbd = "VBD",
        /// Adverb.
        Rb = "RB",
        /// Personal pronoun.
        Prp = "PRP",
        /// Base form of a verb.
        Vb = "VB",
        /// Coordinating conjunction.
        Cc = "CC",
        /// Present tense, third person singular.
        Vbz = "VBZ",
        /// "to".
        To = "TO",
        /// Present participle or gerund.
        Vbg = "VBG",
        /// Past participle.
        Vbn = "VBN",
        /// Present tense, not third person singular.
        Vbp = "VBP",
        /// Closing quotation mark.
        CloseQuote = "''",
        /// Number.
        Cd = "CD",
        /// Possessive pronoun.
        PrpPoss = "PRP$",
        /// Opening quotation mark.
        OpenQuote = "``",
        /// Modal verb.
        Md = "MD",
        /// Possessive "'s".
        Pos = "POS",
        /// Colon, semicolon, dash, ellipsis.
        Colon = ":",
        /// "who", "what".
        Wp = "WP",
        /// "which", relative "that".
        Wdt = "WDT",
        /// Plural proper noun.
        Nnps = "NNPS",
        /// "when", "where", "how", "why".
        Wrb = "WRB",
        /// Particle.
        Rp = "RP",
        /// Comparative adjective.
        Jjr = "JJR",
        /// Superlative adjective.
        Jjs = "JJS",
        /// Comparative adverb.
        Rbr = "RBR",
        /// Closing bracket.
        CloseBracket = "-RRB-",
        /// Opening bracket.
        OpenBracket = "-LRB-",
        /// Existential "there".
        Ex = "EX",
        /// Currency sign.
        Dollar = "$",
        /// Superlative adverb.
        Rbs = "RBS",
        /// Predeterminer ("all the").
        Pdt = "PDT",
        /// Interjection.
        Uh = "UH",
        /// "whose".
        WpPoss = "WP$",
        /// Foreign word.
        Fw = "FW",
        /// List item marker.
        Ls = "LS",
        /// Symbol.
        Sym = "SYM",
        /// Number sign.
        Hash = "#",
    }
}

labels! {
    /// What a word is to its governor, as version 1 of Universal Dependencies names it.
    Relation {
        /// Punctuation.
        Punct = "punct",
        /// Preposition or possessive mark of a noun.
        Case = "case",
        /// Nominal modifier.
        Nmod = "nmod",
        /// Subject.
        Nsubj = "nsubj",
        /// Determiner.
        Det = "det",
        /// Part of a compound noun or name.
        Compound = "compound",
        /// Adjectival modifier.
        Amod = "amod",
        /// Direct object.
        Dobj = "dobj",
        /// The word that governs the sentence.
        Root = "root",
        /// Adverbial modifier.
        Advmod = "advmod",
        /// Word that introduces a clause ("that", "to").
        Mark = "mark",
        /// Auxiliary verb.
        Aux = "aux",
        /// Coordinating conjunction.
        Cc = "cc",
        /// Conjunct.
        Conj = "conj",
        /// Possessor.
        NmodPoss = "nmod:poss",
        /// Clause as complement ("said that …").
        Ccomp = "ccomp",
        /// Clause without a subject of its own as complement.
        Xcomp = "xcomp",
        /// Adverbial clause.
        Advcl = "advcl",
        /// Copula.
        Cop = "cop",
        /// Something else.
        Dep = "dep",
        /// Relative clause.
        AclRelcl = "acl:relcl",
        /// Number.
        Nummod = "nummod",
        /// Clause that modifies a noun.
        Acl = "acl",
        /// Negation.
        Neg = "neg",
        /// Apposition.
        Appos = "appos",
        /// Auxiliary of the passive.
        Auxpass = "auxpass",
        /// Subject of a passive.
        Nsubjpass = "nsubjpass",
        /// Time.
        NmodTmod = "nmod:tmod",
        /// Particle of a verb.
        CompoundPrt = "compound:prt",
        /// Clause set beside another.
        Parataxis = "parataxis",
        /// Part of a multi-word expression.
        Mwe = "mwe",
        /// Expletive "there" or "it".
        Expl = "expl",
        /// Noun phrase as modifier.
        NmodNpmod = "nmod:npmod",
        /// Clause as subject.
        Csubj = "csubj",
        /// Indirect object.
        Iobj = "iobj",
        /// Predeterminer.
        DetPredet = "det:predet",
        /// "both", "either".
        CcPreconj = "cc:preconj",
        /// Interjection.
        Discourse = "discourse",
        /// Clause as subject of a passive.
        Csubjpass = "csubjpass",
    }
}

labels! {
    /// The kind of named entity that a token is part of.
    EntityLabel {
        /// Part of no name.
        O = "O",
        /// A person.
        Person = "PERSON",
        /// An organisation.
        Organisation = "ORGANIZATION",
        /// A place.
        Place = "LOCATION",
        /// Another name: nationality, party, event, work.
        Other = "MISC",
    }
}

impl Pos {
    /// Is it a verb form (not a modal)?
    pub const fn is_verb(self) -> bool {
        matches!(self, Self::Vb | Self::Vbd | Self::Vbg | Self::Vbn | Self::Vbp | Self::Vbz)
    }

    /// Is it a noun, common or proper?
    pub const fn is_noun(self) -> bool {
        matches!(self, Self::Nn | Self::Nns | Self::Nnp | Self::Nnps)
    }

    /// Is it punctuation of any kind?
    pub const fn is_punctuation(self) -> bool {
        matches!(
            self,
            Self::Comma
                | Self::Stop
                | Self::Colon
                | Self::OpenQuote
                | Self::CloseQuote
                | Self::OpenBracket
                | Self::CloseBracket
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_indices_lead_back() {
        for (i, &p) in Pos::ALL.iter().enumerate() {
            assert_eq!((p as usize, Pos::from_name(p.as_str())), (i, Some(p)));
        }
        for (i, &r) in Relation::ALL.iter().enumerate() {
            assert_eq!((r as usize, Relation::from_name(r.as_str())), (i, Some(r)));
        }
        assert_eq!(Pos::from_name("XX"), None);
    }
}
