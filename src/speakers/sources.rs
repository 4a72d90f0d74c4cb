/*! Who a source is by its own words: the mention in it that says so. */

use std::ops::Range;

use super::Resolution;
use super::resolve::{Resolver, found};
use crate::document::{EntityKind, MentionForm, ResolutionHow};
use crate::lexicon;

/// Does the word begin with a capital?
fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// Nouns that after the name of a body only say what it is: "the Times newspaper".
fn calls(noun: &str) -> bool {
    matches!(
        noun,
        "agency"
            | "airline"
            | "broadcaster"
            | "group"
            | "magazine"
            | "network"
            | "newspaper"
            | "party"
            | "station"
            | "website"
    )
}

/// Is it a noun for what a body does or decides: "investigation", "rules"?
fn is_work(noun: &str) -> bool {
    let noun = noun.strip_suffix('s').unwrap_or(noun);
    ["tion", "sion", "ment", "si", "posal"].iter().any(|end| noun.ends_with(end))
        || matches!(
            noun,
            "ballot"
                | "criticism"
                | "finding"
                | "guidance"
                | "inquiry"
                | "inquirie"
                | "playbook"
                | "policie"
                | "policy"
                | "precedent"
                | "probe"
                | "protest"
                | "response"
                | "review"
                | "rule"
                | "ruling"
                | "stance"
                | "study"
                | "view"
                | "vote"
        )
}

/// The prepositions after which a name only says whose or where.
fn governs(word: &str) -> bool {
    matches!(
        word,
        "of" | "for"
            | "to"
            | "by"
            | "from"
            | "with"
            | "at"
            | "in"
            | "on"
            | "against"
            | "near"
            | "like"
            | "including"
            | "than"
    )
}

impl Resolver<'_> {
    /// A name that the names stage does not know, before a comma or a relative clause: "Keep the Promise, a political committee,".
    pub(super) fn unlisted(&mut self, source: &Range<usize>) -> Option<Resolution> {
        let context = self.context;
        let capital = |i: usize| {
            context.word(i).starts_with(char::is_uppercase) && context.pos(i).starts_with("NN")
        };
        let small = |i: usize| matches!(&*context.lower(i), "the" | "of" | "for" | "and" | "&");
        let end = (source.clone())
            .find(|&i| !(capital(i) || i > source.start && small(i)))
            .unwrap_or(source.end);
        if end < source.start + 2 {
            return None;
        }
        let closed = end < source.end
            && (context.is_comma(end) || matches!(context.pos(end), "WDT" | "WP"))
            && capital(end - 1);
        let span = context.text.span(source.start..end);
        let next = context.mentions.partition_point(|m| m.span.start() < span.end());
        let known = context.mentions[next.saturating_sub(8)..next]
            .iter()
            .any(|m| m.span.end() > span.start());
        if !closed || known {
            return None;
        }
        let person =
            context.lower(end) == "who" || context.lower((end + 1).min(source.end - 1)) == "who";
        let kind = if person { EntityKind::Person } else { EntityKind::Organisation };
        let entity = self.described(kind, span, false);
        let mentions = &mut self.gathered.entities[entity].mentions;
        mentions.pop();
        mentions.push((span, MentionForm::Name));
        Some(found(entity, ResolutionHow::Name, 75, Some(span)))
    }

    /// The mention that says who the source is: a person's name that stands for itself, else what stands first.
    pub(super) fn mention_of(&self, source: &Range<usize>) -> Option<usize> {
        let (context, all) = (self.context, self.context.mentions);
        let span = context.text.span(source.clone());
        // A title may stand before the name, and then the mention's `full` begins earlier than its span.
        let from = all.partition_point(|m| m.span.start() < span.start()).saturating_sub(1);
        let inside: Vec<usize> = (from..all.len())
            .take_while(|&i| all[i].full.start() < span.end())
            .filter(|&i| span.contains(all[i].span))
            .collect();
        // "U.S. President", where the name is not counted to the source.
        let titled = (from..all.len().min(from + 4)).find(|&i| {
            context.pos(source.start) == "NNP"
                && all[i].full.start() == span.start()
                && all[i].span.start() >= span.end()
        });
        if let Some(titled) = titled {
            return Some(titled);
        }
        let named = |i: usize| all[i].names_person();
        // "a woman who accused Clinton": what a clause only tells of the one before it, up to its comma.
        let relative = (source.start + 1..source.end)
            .find(|&k| matches!(context.pos(k), "WP" | "WDT" | "WP$"))
            .map_or(0..0, |k| {
                k..(k..source.end).find(|&i| context.is_comma(i)).unwrap_or(source.end)
            });
        let governed = |i: usize| {
            let first = context.text.tokens_in(all[i].full).start;
            let end = all[i].tokens.end;
            let follows = (end < source.end).then(|| context.word(end));
            // "groups, including the Ledger"
            let before = first.saturating_sub(usize::from(
                first > source.start + 1 && context.lower(first - 1) == "the",
            ));
            relative.contains(&first)
                || (first > source.start && governs(&context.lower(first - 1)))
                || (before > source.start
                    && matches!(&*context.lower(before - 1), "including" | "like"))
                // "Obama's aides"; but "Obama's" alone is he.
                || (end + 1 < source.end
                    && follows.is_some_and(|w| matches!(w, "'s" | "’s" | "’" | "'")))
                // "Donald Trump advisers": the name tells the advisers apart.
                || (follows.is_some()
                    && all[i].form == MentionForm::Name
                    && matches!(context.pos(end), "NN" | "NNS")
                    && !(all[i].kind == EntityKind::Organisation && calls(&context.lower(end))))
        };
        // "Trump senior adviser Paul Manafort": a name that leads up to another only says whose.
        let leads = |i: usize| {
            let end = all[i].tokens.end;
            inside.iter().any(|&k| {
                let name = all[k].tokens.start;
                named(k)
                    && end < name
                    && name < end + 6
                    && !context.pos(end).starts_with("VB")
                    && (end..name).all(|t| {
                        matches!(
                            context.pos(t),
                            "JJ" | "NN" | "NNS" | "NNP" | "NNPS" | "VBG" | "VBN"
                        ) && !context.is_comma(t)
                    })
            })
        };
        // "Yildirim's LinkedIn page", "Beck's ire": what is no person and no body is its owner's.
        let owner = inside.first().copied().filter(|&i| {
            let end = all[i].tokens.end;
            let body = all[i].names_body();
            // "the Fed's post-crisis policies"
            let first = context.text.tokens_in(all[i].full).start;
            let marked = end < source.end && context.pos(end) == "POS";
            let opens = (source.start..first).all(|k| {
                matches!(context.pos(k), "CD" | "DT" | "JJ" | "JJR" | "JJS" | "RB" | "VBD" | "VBN")
            });
            // "Democrats' new warning"
            let group =
                marked && all[i].kind == EntityKind::Group && all[i].form == MentionForm::Name;
            (named(i) || body || group)
                && (all[i].full.start() <= span.start() || opens)
                && end < source.end
                && (marked
                    // "an FBI investigation"
                    || body
                        && matches!(context.pos(end), "NN" | "NNS")
                        && !is_capital(context.word(end)))
                && !inside.iter().any(|&k| {
                    // "Al Manara's Fatima al-Harazi"
                    k != i && (all[k].form == MentionForm::Role || named(k))
                })
                && (end + usize::from(marked)..source.end)
                    .rev()
                    .find(|&k| context.pos(k).starts_with("NN"))
                    .is_some_and(|k| {
                        let noun = context.lower(k);
                        if !marked && !is_work(&noun) {
                            return false;
                        }
                        // "backers", "rivals" no list knows; but the word shows that they are people.
                        let people = context.pos(k) == "NNS"
                            && ["ers", "ors", "ists", "ants", "ees"]
                                .iter()
                                .any(|e| noun.ends_with(e));
                        lexicon::noun(&noun).is_none()
                            && !people
                            && lexicon::BODY_WORDS.get(&noun) != Some("crowd")
                            && !is_capital(context.word(k))
                    })
        });
        if owner.is_some() {
            return owner;
        }
        let called = self.called(&inside, source);
        if called.is_some() {
            return called;
        }
        let free = || inside.iter().copied().filter(|&i| !governed(i) && !leads(i));
        // "One pastor supporting Mr. Cruz, Darran Whiting of Marion,"
        // Not "Ruiz, in a statement signed by her aide, Bo Li,".
        let opens = inside
            .first()
            .is_some_and(|&i| named(i) && all[i].full.start() <= span.start() && !governed(i));
        let apposed = inside.iter().copied().filter(|_| !opens).find(|&i| {
            let first = context.text.tokens_in(all[i].full).start;
            let head = &all[inside[0]];
            // "France's far-right party leader, Marine Le Pen,": the role that the comma ends.
            let ends = inside.iter().any(|&k| {
                all[k].form == MentionForm::Role
                    && all[k].kind == EntityKind::Person
                    && !all[k].plural
                    && all[k].tokens.end + 1 == first
            });
            // "Elliott's father, the Rev. Charles Elliott Jr.,"
            let first = first - usize::from(first > 0 && context.lower(first - 1) == "the");
            // Not "said Ana Ruiz, who does not support the mayor's opponent, Bo Li".
            let relative = (source.start..first)
                .any(|k| matches!(context.pos(k), "WP" | "WDT") && k > source.start);
            if named(i) && ends && !relative && first > 0 && context.is_comma(first - 1) {
                return true;
            }
            // "The rail agency, Spårmyndigheten,": a body has the name of a body.
            let alike = match head.kind {
                EntityKind::Person => named(i),
                EntityKind::Organisation => {
                    all[i].form == MentionForm::Name && all[i].kind != EntityKind::Person
                }
                _ => false,
            };
            alike
                && first > source.start
                && context.is_comma(first - 1)
                && !relative
                && inside[0] != i
                && head.form == MentionForm::Role
                && !head.plural
                && head.full.start() <= span.start()
        });
        // "A study in the journal Vascular Practice": what begins with a noun for somebody or something is that, whoever is named behind it.
        let headed = inside.first().is_some_and(|&i| {
            all[i].form == MentionForm::Role && all[i].full.start() <= span.start() && !governed(i)
        });
        // "the Action Fund, financed by Charles Koch": a body that a comma closes off.
        let body = inside.first().copied().filter(|&i| {
            let first = context.text.tokens_in(all[i].full).start;
            all[i].names_body()
                && (first == source.start
                    || first == source.start + 1 && context.pos(source.start) == "DT")
                && all[i].tokens.end < source.end
                && context.is_comma(all[i].tokens.end)
        });
        let person = body.or(apposed).or_else(|| free().filter(|_| !headed).find(|&i| named(i)));
        let first = || free().find(|&i| all[i].full.start() <= span.start());
        // "those around him" are not he.
        let other = |i: &usize| {
            all[*i].form != MentionForm::Pronoun || all[*i].tokens.start == source.start
        };
        // "Raleigh, N.C.-based Salix Pharmaceuticals": where a body is, is not the body.
        let first = || {
            let i = first()?;
            let seat = (source.start..source.end).any(|k| context.lower(k).ends_with("-based"));
            let place = all[i].kind == EntityKind::Place && seat;
            let body = |&k: &usize| all[k].names_body();
            Some(free().find(body).filter(|_| place).unwrap_or(i))
        };
        let any = person.or_else(first).or_else(|| free().find(other));
        // Without a head that is mentioned, whose it is comes next: "Sanders's" alone, "Obama's in the Rose Garden".
        let whose = || {
            let first = *inside.first()?;
            let alone = all[first].form != MentionForm::Name
                || all[first].full.start() <= span.start() && !self.has_head_after(first, source);
            alone.then_some(first)
        };
        any.or_else(whose).filter(|&i| !self.is_part_of(i, source))
    }

    /// The name that the source's own words say it goes by, of the mentions `inside` it: "the People's Daily newspaper", "an entrepreneur named Donald Trump",
    /// "the civil rights organization the Anti-Defamation League".
    fn called(&self, inside: &[usize], source: &Range<usize>) -> Option<usize> {
        let (context, all) = (self.context, self.context.mentions);
        let span = context.text.span(source.clone());
        // "the People's Daily newspaper"
        let paper = || {
            inside.iter().copied().find(|&i| {
                let end = all[i].tokens.end;
                all[i].names_body()
                    && end < source.end
                    && calls(&context.lower(end))
                    && inside.iter().any(|&k| {
                        let role = &all[k];
                        role.form == MentionForm::Role
                            && role.kind == EntityKind::Organisation
                            && role.full.start() <= span.start()
                            && role.tokens.contains(&all[i].tokens.start)
                            && role.tokens.end == end + 1
                    })
            })
        };
        // "an entrepreneur named Donald Trump"
        let said_so = || {
            inside.iter().copied().find(|&i| {
                let first = context.text.tokens_in(all[i].full).start;
                // Not "the lawyer for a girl named Ana Ruiz".
                let own = || {
                    (source.start..first - 1).all(|k| {
                        !context.is_finite(k)
                            && !matches!(context.pos(k), "IN" | "TO" | "WDT" | "WP" | "WP$" | "WRB")
                    })
                };
                let itself = all[i].names_body()
                    && first > source.start + 2
                    && context.lower(first - 1) == "itself"
                    && context.tags.lemma(first - 2) == "call";
                itself
                    || all[i].names_person()
                        && first > source.start + 1
                        && matches!(&*context.lower(first - 1), "called" | "named" | "nicknamed")
                        && own()
            })
        };
        // "the civil rights organization the Anti-Defamation League": the name follows what it is.
        let follows = || {
            inside.iter().copied().find(|&i| {
                let first = all[i].tokens.start;
                let first =
                    first - usize::from(first > source.start && context.lower(first - 1) == "the");
                all[i].names_body()
                    && inside.iter().any(|&k| {
                        all[k].form == MentionForm::Role
                            && all[k].kind == EntityKind::Organisation
                            && all[k].tokens.end == first
                            && all[k].tokens.start <= source.start
                    })
            })
        };
        // "the front page of the Ledger"
        let printed = || {
            inside.iter().copied().find(|&i| {
                let first = context.text.tokens_in(all[i].full).start;
                let first =
                    first - usize::from(first > source.start && context.lower(first - 1) == "the");
                all[i].names_body()
                    && first > source.start + 1
                    && all[i].tokens.end == source.end
                    && context.lower(first - 1) == "of"
                    && matches!(&*context.lower(first - 2), "cover" | "page" | "pages")
            })
        };
        paper().or_else(said_so).or_else(follows).or_else(printed)
    }

    /// Is there a noun after mention `id` inside the source that the mention only modifies?
    fn has_head_after(&self, id: usize, source: &Range<usize>) -> bool {
        let end = self.context.mentions[id].tokens.end;
        (end..source.end).any(|i| self.context.pos(i).starts_with("NN"))
    }

    /// "many Americans", "two out of three Republicans", "some Democrats": not the whole group of that name.
    fn is_part_of(&self, id: usize, source: &Range<usize>) -> bool {
        let mention = &self.context.mentions[id];
        let first = self.context.text.tokens_in(mention.full).start;
        mention.kind == EntityKind::Group
            && mention.form == MentionForm::Name
            && first > source.start
            && (source.start..first).any(|i| {
                self.context.pos(i) == "CD"
                    || matches!(
                        &*self.context.lower(i),
                        "%" | "percent"
                            | "many"
                            | "most"
                            | "some"
                            | "several"
                            | "few"
                            | "fewer"
                            | "half"
                            | "majority"
                            | "number"
                            | "other"
                            | "young"
                            | "older"
                            | "leading"
                            | "top"
                            | "among"
                    )
            })
    }
}
